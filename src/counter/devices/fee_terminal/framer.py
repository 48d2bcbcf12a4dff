"""The bridge framing between this program and a fee terminal's helper: pure bytes, no clock.

A frame is `STX | length (2 bytes BCD, big-endian) | data | ETX | LRC`; the length counts the data,
the LRC is the XOR of length, data and ETX. Between frames stand single bytes: ENQ (is somebody
there), ACK, NAK (send that frame again), CAN (please abort). This framing is this program's own:
线路帧格式是本软件的桥接格式，不是银联标准.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

import msgspec

STX, ETX = 0x02, 0x03
ENQ, ACK, NAK, CAN = b"\x05", b"\x06", b"\x15", b"\x18"
MAX_DATA = 1024
"""More than the longest answer with its padding; a longer length is noise."""

_HEAD = 3
_TAIL = 2
_CONTROLS = ENQ + ACK + NAK + CAN


class Frame(msgspec.Struct, frozen=True):
    """A whole frame with a right check."""

    data: bytes


class BadFrame(msgspec.Struct, frozen=True):
    """Something that began like a frame and was not one."""


class Control(msgspec.Struct, frozen=True):
    """A single byte between frames: ENQ, ACK, NAK or CAN."""

    byte: bytes


Item = Frame | BadFrame | Control


def build_frame(data: bytes) -> bytes:
    """The bytes on the line for `data`; ValueError over `MAX_DATA` bytes."""
    if len(data) > MAX_DATA:
        raise ValueError(f"{len(data)} bytes do not fit into a frame")
    body = bytes.fromhex(f"{len(data):04d}") + data + bytes([ETX])
    return bytes([STX]) + body + bytes([_lrc(body)])


def _lrc(body: bytes) -> int:
    return reduce(xor, body, 0)


def _length(two: bytes) -> int | None:
    """The number in two BCD bytes, or None for what is no number or too long."""
    digits = two.hex()
    return int(digits) if digits.isdigit() and int(digits) <= MAX_DATA else None


class Framer:
    """Cuts a stream of bytes into frames and single bytes, whatever pieces it comes in."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """Bytes held back because they may be the beginning of a frame."""
        return len(self._buffer)

    def clear(self) -> None:
        """Forget what is held back: the frame was broken off and will be sent again."""
        self._buffer.clear()

    def feed(self, data: bytes) -> list[Item]:
        """Take `data` in; what is complete now, in its order. Other bytes are noise and go."""
        self._buffer += data
        found: list[Item] = []
        while self._buffer:
            if self._buffer[0] != STX:
                byte = bytes(self._buffer[:1])
                del self._buffer[0]
                if byte in _CONTROLS:
                    found.append(Control(byte))
                continue
            if len(self._buffer) < _HEAD:
                break
            length = _length(bytes(self._buffer[1:_HEAD]))
            if length is None:
                del self._buffer[0]  # an STX in noise
                continue
            whole = _HEAD + length + _TAIL
            if len(self._buffer) < whole:
                break
            found.append(self._take(whole))
        return found

    def _take(self, whole: int) -> Frame | BadFrame:
        body = bytes(self._buffer[1 : whole - 1])
        if body[-1] != ETX or _lrc(body) != self._buffer[whole - 1]:
            # Only one byte goes: a whole frame may begin inside what looked like this one.
            del self._buffer[0]
            return BadFrame()
        del self._buffer[:whole]
        return Frame(body[2:-1])
