"""A simulated receipt printer: `python -m counter.devices.sim.receipt_printer --tcp 0 --control 0`.

Reads ESC/POS strictly, keeps every slip (as text, JSON and on demand PNG) and has paper, a cover
and moods. Orders on the control port: `slips`, `partial`, `render` (slip, path), `paper` (state:
ok, near_end, out; or lines: how many are left), `cover` (open: true/false), `fault`
(silence, silent_mid_job after `bytes`, paper_out after `lines`, delay), `clear_faults`, `reset`,
`unplug`, `replug`. With `--folder DIR` slips are written there as NNN.txt and NNN.json.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counter.devices.sim.escpos import EscPosReader, Incomplete
from counter.devices.sim.faults import FaultMenu
from counter.devices.sim.host import Line, parser_for, serve

_FAULTS = {"silence": "status", "delay": "status"}


class SimReceiptPrinter:
    """Paper, cover, buffer and what has been printed."""

    kind = "receipt_printer"

    def __init__(self, width_dots: int = 576, folder: Path | None = None) -> None:
        self._reader = EscPosReader(width_dots)
        self._folder = folder
        self._buffer = bytearray()
        self._out = False
        self._near_end = False
        self._cover = False
        self._lines_left: int | None = None
        self._mute_after: int | None = None  # bytes of a job until it falls silent
        self._mute = False
        self._kept: list[dict[str, Any]] = []
        self._faults = FaultMenu(_FAULTS, frozenset(_FAULTS.values()))

    # --- the line --------------------------------------------------------------------------------

    def received(self, line: Line, data: bytes) -> None:
        if self._mute:
            return
        if self._blocked:
            data = self._answer_all(line, data)
            self._buffer += data
            return
        self._buffer += data
        self._work(line)

    def hung_up(self, line: Line) -> None:
        """What was received stays in the buffer, as in a printer."""

    def _work(self, line: Line | None) -> None:
        while self._buffer and not self._blocked and not self._mute:
            if self._buffer[0] == 0x10:
                if len(self._buffer) < 3:
                    return
                if line is not None:
                    self._answer(line, self._buffer[1], self._buffer[2])
                del self._buffer[:3]
                continue
            try:
                used = self._reader.step(bytes(self._buffer))
            except Incomplete:
                return
            del self._buffer[:used]
            self._after_step(line, used)

    def _after_step(self, line: Line | None, used: int) -> None:
        if self._mute_after is not None:
            self._mute_after -= used
            self._mute = self._mute_after <= 0
        if self._lines_left is not None and self._reader.printed_lines >= self._lines_left:
            self._out, self._lines_left = True, None
        for slip in self._reader.finished:
            self._keep(slip.as_dict(self._reader.width_dots))
        self._reader.finished.clear()
        self._reader.paper_sensor = 0x03 if self._near_end else 0x00
        if self._reader.replies:
            if line is not None and not self._mute:
                line.send(bytes(self._reader.replies))
            self._reader.replies.clear()

    @property
    def _blocked(self) -> bool:
        return self._out or self._cover

    # --- status ----------------------------------------------------------------------------------

    def _answer_all(self, line: Line, data: bytes) -> bytes:
        """Answer the real-time questions in `data` while the paper stands still; the rest of it."""
        rest = bytearray()
        at = 0
        while at < len(data):
            if data[at : at + 2] == b"\x10\x04" and at + 2 < len(data):
                self._answer(line, data[at + 1], data[at + 2])
                at += 3
            else:
                rest.append(data[at])
                at += 1
        return bytes(rest)

    def _answer(self, line: Line, what: int, n: int) -> None:
        if what != 0x04 or n not in (1, 2, 3, 4):
            self._reader.slip.errors.append(f"unknown command 10 {what:02X} {n:02X}")
            return
        if self._faults.take("silence", "status") is not None:
            return
        byte = 0x12
        if n == 1:
            byte |= 0x08 if self._blocked else 0
        elif n == 2:
            byte |= (0x04 if self._cover else 0) | (0x20 if self._out else 0)
        elif n == 4:
            byte |= (0x0C if self._near_end or self._out else 0) | (0x60 if self._out else 0)
        delay = self._faults.take("delay", "status")
        line.send(bytes([byte]), 0.0 if delay is None else float(delay.get("seconds", 1.0)))

    # --- control ---------------------------------------------------------------------------------

    def control(self, request: dict[str, Any]) -> dict[str, Any]:
        order = request.get("do")
        if order == "slips":
            return {"slips": [_without_bits(slip) for slip in self._kept]}
        if order == "partial":
            return {"slip": _without_bits(self._reader.slip.as_dict(self._reader.width_dots))}
        if order == "render":
            self._render(int(request["slip"]), Path(request["path"]))
        elif order == "paper":
            self._set_paper(request)
        elif order == "cover":
            self._cover = bool(request["open"])
        elif order == "fault":
            self._set_fault(request)
        elif order == "clear_faults":
            self._all_well()
        elif order == "reset":
            self._all_well()
            self._buffer.clear()
            self._kept.clear()
            self._reader = EscPosReader(self._reader.width_dots)
        else:
            raise ValueError(f"unknown order {order!r}")
        self._work(None)
        return {}

    def _set_fault(self, request: dict[str, Any]) -> None:
        name = request.get("name")
        if name == "paper_out":
            self._set_paper({"state": "out"} if "lines" not in request else request)
        elif name == "near_end":
            self._near_end = True
        elif name == "cover_open":
            self._cover = True
        elif name == "silent_mid_job":
            self._mute_after = int(request.get("bytes", 1))
        else:
            if request.get("times") is None:
                request = {**request, "times": -1}
            self._faults.add(request)

    def _set_paper(self, request: dict[str, Any]) -> None:
        if "lines" in request:
            self._lines_left = self._reader.printed_lines + int(request["lines"])
            return
        state = request.get("state")
        if state not in ("ok", "near_end", "out"):
            raise ValueError(f"paper is ok, near_end or out, not {state!r}")
        self._out = state == "out"
        self._near_end = state == "near_end"

    def _all_well(self) -> None:
        self._faults.clear()
        self._out = self._near_end = self._cover = self._mute = False
        self._lines_left = self._mute_after = None

    def _keep(self, slip: dict[str, Any]) -> None:
        self._kept.append(slip)
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        base = self._folder / f"{len(self._kept):03d}"
        base.with_suffix(".txt").write_text(slip["text"] + "\n", encoding="utf-8")
        plain = json.dumps(_without_bits(slip), ensure_ascii=False, indent=1)
        base.with_suffix(".json").write_text(plain + "\n", encoding="utf-8")

    def _render(self, number: int, path: Path) -> None:
        # Pillow and a font take a while to load: only when a picture is wanted.
        from counter.devices.sim.slip_picture import draw_slip

        if not 0 <= number < len(self._kept):
            raise ValueError(f"there are {len(self._kept)} slips, no number {number}")
        draw_slip(self._kept[number], path)


def _without_bits(slip: dict[str, Any]) -> dict[str, Any]:
    """A slip without the dots of its images, which are many and in nobody's expectations."""
    items = []
    for item in slip["items"]:
        if "image" in item:
            item = {**item, "image": {k: v for k, v in item["image"].items() if k != "bits"}}
        items.append(item)
    return {**slip, "items": items}


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until standard input closes."""
    parser = parser_for("Simulated receipt printer (ESC/POS).")
    parser.add_argument("--width", type=int, default=576, help="dots a line: 384 or 576")
    parser.add_argument("--folder", type=Path, help="where to write slips")
    options = parser.parse_args(argv)
    serve(SimReceiptPrinter(options.width, options.folder), options)


if __name__ == "__main__":
    main()
