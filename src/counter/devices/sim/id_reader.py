"""A simulated ID-card reader: `python -m counter.devices.sim.id_reader --tcp 0 --pty --control 0`.

Speaks SAM frames. Control orders: `lay_card` (card: see `cards.make_block`; photo: hex),
`lift_card`, `fault`, `clear_faults`, `reset`, `unplug`, `replug`, `state`. Faults wait for the
read command unless `on` says find, select, status or any; `times` (1) counts them, -1 is until
cleared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counter.devices.id_reader.driver import SIMULATOR_ID
from counter.devices.id_reader.framer import BadFrame, Framer, build_frame
from counter.devices.id_reader.sam import Command
from counter.devices.sim.cards import make_block
from counter.devices.sim.faults import FaultMenu
from counter.devices.sim.host import Line, main_of

_OCCASIONS = {
    Command.STATUS.value: "status",
    Command.SAM_ID.value: "sam_id",
    Command.FIND.value: "find",
    Command.SELECT.value: "select",
    Command.READ.value: "read",
    Command.READ_FINGERPRINT.value: "read",
}
_FAULTS = dict.fromkeys(
    # status: answer with the status byte `sw` (number)
    ("silence", "delay", "cut_reply", "bad_checksum", "junk", "duplicate", "card_moved", "status"),
    "read",
)
_PHOTO = bytes(1024)


class SimIdReader:
    """The SAM and the card on it."""

    kind = "id_reader"

    def __init__(self) -> None:
        self._block: bytes | None = None
        self._photo = _PHOTO
        self._selected = False
        self._framers: dict[Line, Framer] = {}
        self._faults = FaultMenu(_FAULTS, frozenset(_OCCASIONS.values()))
        self._reads = 0

    def received(self, line: Line, data: bytes) -> None:
        for item in self._framers.setdefault(line, Framer()).feed(data):
            if isinstance(item, BadFrame):
                line.send(
                    build_frame(b"\x00\x00" + (b"\x10" if item.reason == "check" else b"\x11"))
                )
            else:
                self._answer(line, item.payload)

    def hung_up(self, line: Line) -> None:
        self._framers.pop(line, None)

    def control(self, request: dict[str, Any]) -> dict[str, Any]:
        order = request.get("do")
        if order == "lay_card":
            self._block = make_block(request["card"])
            self._photo = bytes.fromhex(request["photo"]) if "photo" in request else _PHOTO
            self._selected = False
        elif order == "lift_card":
            self._block, self._selected = None, False
        elif order == "fault":
            self._faults.add(request)
        elif order == "clear_faults":
            self._faults.clear()
        elif order == "reset":
            self._block, self._selected, self._reads = None, False, 0
            self._faults.clear()
        elif order == "state":
            return {"card": self._block is not None, "reads": self._reads}
        else:
            raise ValueError(f"unknown order {order!r}")
        return {}

    # --- replies ---------------------------------------------------------------------------------

    def _answer(self, line: Line, payload: bytes) -> None:
        occasion = _OCCASIONS.get(payload, "other")
        if self._faults.take("silence", occasion) is not None:
            return
        frame = build_frame(self._reply(payload, occasion))
        if self._faults.take("bad_checksum", occasion) is not None:
            frame = frame[:-1] + bytes([frame[-1] ^ 0x55])
        cut = self._faults.take("cut_reply", occasion)
        if cut is not None:
            frame = frame[: int(cut.get("bytes", len(frame) // 2))]
        if self._faults.take("junk", occasion) is not None:
            frame = b"\x00\xff\xaa\xaa\xaa\x96\x13\xaa\xaa" + frame
        if self._faults.take("duplicate", occasion) is not None:
            frame += frame
        delay = self._faults.take("delay", occasion)
        line.send(frame, 0.0 if delay is None else float(delay.get("seconds", 1.0)))

    def _reply(self, payload: bytes, occasion: str) -> bytes:
        forced = self._faults.take("status", occasion)
        if forced is not None:
            return b"\x00\x00" + bytes([int(forced["sw"])])
        moved = self._faults.take("card_moved", occasion) is not None
        if moved:
            self._block, self._selected = None, False
        if occasion == "find":
            return b"\x00\x00\x9f" + bytes(4) if self._block else b"\x00\x00\x80"
        if occasion == "select":
            self._selected = self._block is not None
            return b"\x00\x00\x90" + bytes(8) if self._selected else b"\x00\x00\x81"
        if occasion == "read":
            return self._read(payload)
        if payload == Command.SAM_ID.value:
            return b"\x00\x00\x90" + SIMULATOR_ID
        if payload in (Command.STATUS.value, Command.RESET.value):
            return b"\x00\x00\x90"
        return b"\x00\x00\x21"

    def _read(self, payload: bytes) -> bytes:
        if self._block is None or not self._selected:
            return b"\x00\x00\x41"
        self._selected = False
        self._reads += 1
        lengths = b"\x01\x00" + len(self._photo).to_bytes(2, "big")
        if payload == Command.READ_FINGERPRINT.value:
            lengths += b"\x00\x00"
        return b"\x00\x00\x90" + lengths + self._block + self._photo


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until standard input closes."""
    main_of(SimIdReader, "Simulated ID-card reader (SAM frames).", argv)


if __name__ == "__main__":
    main()
