"""A simulated form printer that knows the paper in its tractor: which number is printed on the
next sheet, and what has become of each sheet before it.

Every ticket becomes `NNN-number-title.pdf` in a folder. The paper stands in `.tractor.json` there,
so that a script can put paper in, look at it and stage a misfortune from another process. The
program under test never reads it: it has to ask the clerk, as it would at a real printer.
"""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Literal

import msgspec

from counter.devices.page.outcome import FORM_DEVICE, LOOK_AT_FORM, PRINTED, failed, held, unknown
from counter.ports.devices import DeviceHealth, PrintOutcome

Fault = Literal["", "offline", "error", "paper_out", "jam", "silent", "lost", "skip"]
"""offline: nothing taken; error: lost for certain, paper not moved; paper_out, jam: half of the
ticket is on the sheet; silent: printed, no answer; lost: no answer and the paper not moved; skip:
printed, and the paper moves on by two sheets."""
FAULTS: tuple[Fault, ...] = (
    "offline",
    "error",
    "paper_out",
    "jam",
    "silent",
    "lost",
    "skip",
)
CONTROL = ".tractor.json"


class Sheet(msgspec.Struct, frozen=True):
    """A sheet that has left the tractor. fate: whole, half (spoiled) or blank (skipped)."""

    number: str
    fate: Literal["whole", "half", "blank"]
    file: str = ""


class Tractor(msgspec.Struct, frozen=True, kw_only=True):
    """The paper: number printed on the next sheet, sheets left with that one, those gone.

    fault: what happens to the next `times` tickets, -1 = until told otherwise.
    """

    number: str = "0000000001"
    left: int = 500
    fault: Fault = ""
    times: int = 0
    gone: tuple[Sheet, ...] = ()


def look(folder: Path) -> Tractor:
    """The paper as it lies in the tractor."""
    path = folder / CONTROL
    if not path.exists():
        return Tractor()
    return msgspec.json.decode(path.read_bytes(), type=Tractor)


def load_paper(folder: Path, number: str, left: int) -> None:
    """Put paper in: `number` is printed on its first sheet, `left` sheets in all."""
    if not re.search(r"[0-9]$", number) or left < 0:
        raise ValueError("a number ends with a digit, and sheets are 0 or more")
    _keep(folder, msgspec.structs.replace(look(folder), number=number, left=left))


def set_fault(folder: Path, fault: Fault, times: int = 1) -> None:
    """What happens to the next `times` tickets; "" = all well again."""
    if fault and fault not in FAULTS:
        raise ValueError(f"unknown fault {fault!r}; known: {', '.join(FAULTS)}")
    change = msgspec.structs.replace
    _keep(folder, change(look(folder), fault=fault, times=times if fault else 0))


def next_number(number: str) -> str:
    """The number on the sheet after: its last digits counted on, as wide as they are."""
    head, digits = re.fullmatch(r"(.*?)([0-9]+)", number).groups()  # type: ignore[union-attr]
    return f"{head}{int(digits) + 1:0{len(digits)}d}"


def _keep(folder: Path, tractor: Tractor) -> None:
    """Write the paper; never half, since another process may look at any moment."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{CONTROL}.{os.getpid()}.new"
    fresh.write_bytes(msgspec.json.encode(tractor))
    fresh.replace(folder / CONTROL)


class TractorFormPrinter:
    """`FormPrinter` that keeps the PDFs and moves its paper."""

    simulated = True

    def __init__(self, folder: Path, *, name: str = f"模拟{FORM_DEVICE}") -> None:
        self.folder = folder
        self.name = name
        self._lock = threading.Lock()

    def print_overlay(
        self, pdf: bytes, width_mm: float, height_mm: float, title: str
    ) -> PrintOutcome:
        """Print on the sheet that lies in the tractor, whatever its number is."""
        del width_mm, height_mm
        with self._lock:
            tractor, fault = self._take_fault()
            if fault == "offline":
                return held("printer.offline", f"{FORM_DEVICE}脱机，还没有打印。请按联机键。")
            if tractor.left == 0:
                return held("printer.paper_out", f"{FORM_DEVICE}没有纸，还没有打印。请装票据纸。")
            if fault == "error":
                words = f"{FORM_DEVICE}报错，纸没有动，没有打印。请检查打印机。"
                return failed("printer.error", words)
            if fault == "lost":
                return unknown("printer.silent", LOOK_AT_FORM)
            self._print(tractor, pdf, title, fault)
            return _told(fault)

    def health(self) -> DeviceHealth:
        """What lies in the tractor, since a trainee has no paper to read the number from."""
        tractor = look(self.folder)
        ready = tractor.left > 0 and tractor.fault != "offline"
        paper = f"链纸上是 {tractor.number}，{tractor.left} 张"  # short: it stands in half a row
        return DeviceHealth(
            kind="form_printer",
            name=self.name,
            light="ok" if ready else "bad",
            words=f"正常，{paper}" if ready else f"没有就绪，{paper}",
            detail="simulated",
            simulated=True,
        )

    def close(self) -> None:
        """Nothing to let go."""

    def _take_fault(self) -> tuple[Tractor, Fault]:
        """The paper, and the misfortune of this ticket, counted as happened."""
        tractor = look(self.folder)
        fault: Fault = tractor.fault if tractor.times != 0 else ""
        if fault and tractor.times > 0:
            left = tractor.times - 1
            change = msgspec.structs.replace
            tractor = change(tractor, times=left, fault=fault if left else "")
            _keep(self.folder, tractor)
        return tractor, fault

    def _print(self, tractor: Tractor, pdf: bytes, title: str, fault: Fault) -> None:
        """Keep the sheet's PDF and move the paper on."""
        half = fault in ("paper_out", "jam")
        clean = re.sub(r'[\\/:*?"<>|\s]+', "_", title).strip("_.")[:80] or "ticket"
        mark = "-half" if half else ""
        file = f"{len(tractor.gone) + 1:03d}-{tractor.number}-{clean}{mark}.pdf"
        (self.folder / file).write_bytes(pdf)
        gone = [Sheet(tractor.number, "half" if half else "whole", file)]
        following = next_number(tractor.number)
        if fault == "skip" and tractor.left > 1:
            gone.append(Sheet(following, "blank"))
            following = next_number(following)
        left = 0 if fault == "paper_out" else tractor.left - len(gone)
        change = msgspec.structs.replace
        moved = change(tractor, number=following, left=left, gone=(*tractor.gone, *gone))
        _keep(self.folder, moved)


def _told(fault: Fault) -> PrintOutcome:
    """What the printer answers for a sheet that has gone through it."""
    if fault == "paper_out":
        return unknown("printer.paper_out", f"打票打到一半没有纸了。{LOOK_AT_FORM}")
    if fault == "jam":
        return unknown("printer.jam", f"打票打到一半卡纸了。{LOOK_AT_FORM}")
    if fault == "silent":
        return unknown("printer.silent", LOOK_AT_FORM)
    return PRINTED
