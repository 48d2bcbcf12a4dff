"""Frames of the SAM module (GA/T 467): pure bytes in, payloads out, no clock and no port.

A frame is `AA AA AA 96 69 | length (2, big-endian) | payload | check`. The length counts payload
and check; the check is the XOR of every byte between preamble and check. A reader on a bad line
puts noise anywhere, so the framer never trusts a count: it looks for the preamble again after
everything that turns out not to be a frame.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

import msgspec

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
MIN_LENGTH = 3  # CMD PARA CHK, the shortest request
MAX_LENGTH = 4096  # the longest reply known is 2321 - 7
_HEAD = len(PREAMBLE) + 2


class Frame(msgspec.Struct, frozen=True):
    """A whole frame with a right check: CMD PARA DATA of a request, SW1..3 DATA of a reply."""

    payload: bytes


class BadFrame(msgspec.Struct, frozen=True):
    """Something that began like a frame: reason `length` or `check`."""

    reason: str


def check_byte(data: bytes) -> int:
    """XOR of all bytes: length bytes and payload."""
    return reduce(xor, data, 0)


def build_frame(payload: bytes) -> bytes:
    """The bytes on the line for CMD PARA DATA, or for SW1..3 DATA."""
    body = (len(payload) + 1).to_bytes(2, "big") + payload
    return PREAMBLE + body + bytes([check_byte(body)])


class Framer:
    """Cuts a stream of bytes into frames, whatever pieces it comes in."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """Bytes held back because they may be the beginning of a frame."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Frame | BadFrame]:
        """Take `data` in; the frames that are complete now, good and bad, in their order."""
        self._buffer += data
        found: list[Frame | BadFrame] = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def _next(self) -> Frame | BadFrame | None:
        self._drop_to_preamble()
        if len(self._buffer) < _HEAD:
            return None
        length = int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD], "big")
        if not MIN_LENGTH <= length <= MAX_LENGTH:
            del self._buffer[0]
            return BadFrame("length")
        if len(self._buffer) < _HEAD + length:
            return None
        body = bytes(self._buffer[len(PREAMBLE) : _HEAD + length])
        if check_byte(body[:-1]) != body[-1]:
            # Only one byte goes: a whole frame may begin inside what looked like this one.
            del self._buffer[0]
            return BadFrame("check")
        del self._buffer[: _HEAD + length]
        return Frame(body[2:-1])

    def _drop_to_preamble(self) -> None:
        at = self._buffer.find(PREAMBLE)
        if at >= 0:
            del self._buffer[:at]
            return
        for keep in range(min(len(PREAMBLE) - 1, len(self._buffer)), 0, -1):
            if PREAMBLE.startswith(bytes(self._buffer[-keep:])):
                del self._buffer[:-keep]
                return
        self._buffer.clear()
