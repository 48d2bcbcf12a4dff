"""The demo hall: a training store, simulators beside it, and a day to play where nobody sees."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import platformdirs

from counter.config import DeviceConfig, TerminalConfig
from counter.resources import resource_root

START = "2026-09-22T08:21:00+08:00"
"""The demo's first morning; a later start goes on from the last recorded act."""


def open_demo(
    data: Path | None, window: str, theme: str, big: bool, fresh: bool, citizen: bool = False
) -> int:
    """Start the simulators and open the desk on a display. Returns the exit code.

    citizen: with the payer's screen in a window beside the desk. The first PIN of everybody is
    `counter.app.provision.TRAINING_PIN`.
    """
    from counter.app.desktop import run_desktop
    from counter.app.practice import practice_commands
    from counter.devices.sim.control import SimControl

    folder = data or Path(platformdirs.user_data_dir("counter")) / "demo"
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        reader = stack.enter_context(SimControl.spawn("id_reader"))
        slip = stack.enter_context(SimControl.spawn("receipt_printer"))
        queue = stack.enter_context(SimControl.spawn("queue"))
        pos = stack.enter_context(SimControl.spawn("fee_terminal"))
        config = TerminalConfig(
            data_dir=str(folder),
            window=window,
            terminal=f"{int(window):02d}",
            centre="430423",
            training=True,
            key="training",
            theme="dark" if theme == "dark" else "light",
            big_font=big,
            start_clock=START,
            citizen="window" if citizen else "off",
            reader=DeviceConfig("sam-sim", {"port": reader.tcp}),
            slip=DeviceConfig("escpos-sim", {"port": slip.tcp}),
            page=DeviceConfig("file-sink", {"folder": str(folder / "printed")}),
            queue=DeviceConfig("queue-sim", {"port": queue.tcp}),
            pos=DeviceConfig("ums-string-sim", {"port": pos.tcp}),
            tickets=DeviceConfig("tractor-sim", {"folder": str(folder / "tickets")}),
        )
        queue.call("take", letter="A", count=7)
        practice = practice_commands(reader, queue, pos)
        return run_desktop(config, practice=practice)


def play_demo(out: Path) -> int:
    """Play the first day through the real windows, off screen. Returns the player's exit code."""
    script = resource_root() / "scripts" / "day-one.yaml"
    command = [sys.executable, "-m", "counter.cli", "play", str(script), "--out", str(out)]
    return subprocess.run(command, check=False).returncode
