"""Logs and crash reports without personal data.

A log event carries codes, counts and sequence numbers. As a second line of defence every value is
masked: Han characters and runs of five or more digits never reach the file.
"""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any, TextIO

from counter.ports.clock import Clock, stamp

_DIGITS = re.compile(r"\d[\d\s-]{3,}[\dXx]")
_HAN = re.compile(r"[^\x00-\x7f]+")
_LOG_BYTES = 2_000_000
_fault_file: TextIO | None = None


def mask(value: str) -> str:
    """`430423199001010014 周明远` → `<digits> <text>`."""
    return _HAN.sub("<text>", _DIGITS.sub("<digits>", value))


def _mask_event(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key != "timestamp" and isinstance(value, str):
            event[key] = mask(value)
    return event


def set_up_logs(folder: Path, clock: Clock, level: int = logging.INFO) -> None:
    """JSON lines in a ring of files (2 MB each, five kept)."""
    import logging.handlers  # with structlog 0.06 s: not before the window is shown

    import structlog

    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "counter.log", maxBytes=_LOG_BYTES, backupCount=5, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger()
    for old in root.handlers:  # a desk that was opened before in this process
        if isinstance(old, logging.handlers.RotatingFileHandler):
            old.close()
    root.handlers = [handler]
    root.setLevel(level)

    def now(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["timestamp"] = stamp(clock.now())
        return event

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            now,
            _mask_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class CrashReporter:
    """Writes our own faults to `crash-*.txt`: type, masked message, places in the code."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self.last: Path | None = None
        self.listeners: list[Callable[[Path], None]] = []

    def report(self, fault: BaseException) -> Path:
        """Write one report and tell the listeners."""
        import structlog

        self._folder.mkdir(parents=True, exist_ok=True)
        moment = self._clock.now()
        path = self._folder / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
        lines = [stamp(moment)]
        chain: BaseException | None = fault
        while chain is not None:
            lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}: {mask(str(chain))}")
            for frame in traceback.extract_tb(chain.__traceback__):
                lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
            chain = chain.__cause__ or chain.__context__
        path.write_text("\n".join(lines) + "\n", "utf-8")
        structlog.get_logger(__name__).error("crash", kind=type(fault).__name__, report=path.name)
        self.last = path
        for listener in self.listeners:
            listener(path)
        return path

    def install(self) -> None:
        """Take over the hooks of the interpreter and of threads; native crashes go to a file."""
        global _fault_file
        self._folder.mkdir(parents=True, exist_ok=True)
        _fault_file = (self._folder / "native-crash.txt").open("a", encoding="utf-8")
        faulthandler.enable(_fault_file)
        sys.excepthook = lambda _t, fault, _tb: self._hook(fault)
        threading.excepthook = lambda args: self._hook(args.exc_value)

    def _hook(self, fault: BaseException | None) -> None:
        if fault is None or isinstance(fault, KeyboardInterrupt | SystemExit):
            return
        self.report(fault)
