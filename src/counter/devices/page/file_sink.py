"""A simulated page printer: every job becomes `NNN-title.pdf` in a folder.

A control file in that folder (`.printer.json`, see `set_mood`) lets the next jobs fail, be held, or
never answer, so that a script can stage a printer's bad day from another process.
"""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Literal

from counter.devices.page.outcome import PRINTED, failed, held, unknown
from counter.ports.devices import DeviceHealth, PrintOutcome

Mood = Literal["ok", "fail", "hold", "silent"]
CONTROL = ".printer.json"
_MOODS = ("ok", "fail", "hold", "silent")


def set_mood(folder: Path, mood: Mood, times: int = -1) -> None:
    """What the sink in `folder` does with the next `times` jobs (-1: until told otherwise).

    fail: the job is lost for certain; hold: not ready, nothing taken; silent: the pages are
    written and no answer comes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"mood": mood, "times": times})
    (folder / CONTROL).write_text(text, encoding="utf-8")


class FileSinkPagePrinter:
    """`PagePrinter` that keeps the PDFs."""

    simulated = True

    def __init__(self, folder: Path, *, name: str = "模拟文书打印机") -> None:
        self.folder = folder
        self.name = name
        self._lock = threading.Lock()

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome:
        """Write one file per job; the number of copies stands in its name (`×2`)."""
        with self._lock:
            mood = self._take_mood()
            if mood == "hold":
                return held("printer.offline", "文书打印机脱机，还没有打印。请检查打印机。")
            if mood == "fail":
                return failed("printer.error", "文书打印机报错，没有打印。请检查后重打。")
            self._write(pdf, copies, title)
            return unknown("printer.silent") if mood == "silent" else PRINTED

    def health(self) -> DeviceHealth:
        """Bad while a mood is set that keeps it from printing."""
        mood, _ = self._mood()
        bad = mood != "ok"
        return DeviceHealth(
            kind="page_printer",
            name=self.name,
            light="bad" if bad else "ok",
            words="文书打印机没有就绪，请检查打印机" if bad else "文书打印机正常",
            detail="simulated",
            simulated=True,
        )

    def close(self) -> None:
        """Nothing to let go."""

    def _write(self, pdf: bytes, copies: int, title: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max(
            (int(p.name[:3]) for p in self.folder.glob("[0-9][0-9][0-9]-*.pdf")), default=0
        )
        clean = re.sub(r'[\\/:*?"<>|\s]+', "_", title).strip("_.")[:80] or "paper"
        mark = f"×{copies}" if copies > 1 else ""
        (self.folder / f"{number:03d}-{clean}{mark}.pdf").write_bytes(pdf)

    def _mood(self) -> tuple[Mood, int]:
        path = self.folder / CONTROL
        if not path.exists():
            return "ok", 0
        said = json.loads(path.read_text(encoding="utf-8"))
        mood, times = said["mood"], int(said["times"])
        if mood not in _MOODS:
            raise ValueError(f"{path}: unknown mood {mood!r}")
        return ("ok", 0) if times == 0 else (mood, times)

    def _take_mood(self) -> Mood:
        mood, times = self._mood()
        if times > 0:
            set_mood(self.folder, mood, times - 1)
        return mood
