"""First paint and time to usable of the real desk, against a bare PySide6 window.

Both are processes of their own, started in turn; seconds count from the start of the process. The
desk finds its store made and its (simulated) devices running; it is usable when the sign-in page
has taken a key. The bare window is a label of the same size.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from counter.bench.big import NOW, config_of, terminal_at
from counter.config import DeviceConfig, TerminalConfig, save_config
from counter.devices.sim.control import SimControl

RUNS = 9
"""Pairs of runs; medians are reported."""

BEGAN = "COUNTER_BENCH_BEGAN"

_BARE = "\n".join(
    (
        "import os, time",
        "from PySide6.QtCore import QEvent, QObject, QTimer",
        "from PySide6.QtWidgets import QApplication, QLabel",
        "class Ear(QObject):",
        "    def eventFilter(self, watched, event):",
        "        if event.type() == QEvent.Type.Expose:",
        "            watched.removeEventFilter(self)",
        "            QTimer.singleShot(0, painted)",
        "        return False",
        "def painted():",
        f"    print(time.monotonic() - float(os.environ['{BEGAN}']))",
        "    app.quit()",
        "app = QApplication([])",
        "label = QLabel('窗口终端')",
        "label.resize(1280, 720)",
        "label.winId()",
        "ear = Ear()",
        "label.windowHandle().installEventFilter(ear)",
        "label.show()",
        "app.exec()",
    )
)


def measure() -> dict[str, Any]:
    """Milliseconds and ratios of `start.*`."""
    runs = RUNS
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder, ExitStack() as stack:
        config = prepared(Path(folder), stack)
        bare, desk = [], []
        for _ in range(runs):
            bare.append(_bare())
            desk.append(_desk(config))
    base = median(bare)
    painted = median(run["painted"] for run in desk)
    usable = median(run["usable"] for run in desk)
    return {
        "start.bare_window_ms": round(base * 1000, 1),
        "start.first_paint_ms": round(painted * 1000, 1),
        "start.usable_ms": round(usable * 1000, 1),
        "start.ratio_first_paint": round(painted / base, 2),
        "start.ratio_usable": round(usable / base, 2),
        "start.runs": runs,
    }


def prepared(folder: Path, stack: ExitStack) -> Path:
    """Configuration file of a desk whose store is made and whose simulators run."""
    terminal = terminal_at(folder, NOW)
    from counter.app.provision import make_training_store

    make_training_store(terminal.config, terminal)
    terminal.close()
    path = folder / "terminal.toml"
    save_config(with_devices(config_of(folder), folder, stack), path)
    return path


def with_devices(config: TerminalConfig, folder: Path, stack: ExitStack) -> TerminalConfig:
    """The configuration with simulated devices, which run until `stack` is left."""
    reader, slip, queue = (
        stack.enter_context(SimControl.spawn(kind))
        for kind in ("id_reader", "receipt_printer", "queue")
    )
    return msgspec.structs.replace(
        config,
        reader=DeviceConfig("sam-sim", {"port": reader.tcp}),
        slip=DeviceConfig("escpos-sim", {"port": slip.tcp}),
        page=DeviceConfig("file-sink", {"folder": str(folder / "printed")}),
        queue=DeviceConfig("queue-sim", {"port": queue.tcp}),
    )


def _bare() -> float:
    done = subprocess.run(
        [sys.executable, "-c", _BARE], env=surroundings(), check=True, capture_output=True
    )
    return float(done.stdout)


def _desk(config: Path) -> dict[str, float]:
    return watch("start", config)


def watch(what: str, config: Path) -> dict[str, Any]:
    """What `counter.bench.watched` reports of a desk with this configuration."""
    report = config.with_name(f"{what}.json")
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "counter.bench.watched", what, str(report)]
    subprocess.run(
        [*command, "desk", "--config", str(config), "--size", "1280x720"],
        env=surroundings(),
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = msgspec.json.decode(report.read_bytes())
    return found


def surroundings() -> dict[str, str]:
    """Environment of a process whose start is timed from now."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", BEGAN: repr(time.monotonic())}
