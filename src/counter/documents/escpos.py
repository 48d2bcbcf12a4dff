"""Codes a set slip as ESC/POS bytes: our own text encoder, status-free, deterministic.

A job begins with ESC @ (reset) and FS & (Chinese mode) and ends with a feed and a partial cut. A
line that holds a character without a two-byte code is drawn with the program's own font and sent
as a raster image; that is logged, without its content.
"""

from __future__ import annotations

import structlog

from counter.documents.encoding import Profile, code
from counter.documents.fonts import PaperFonts
from counter.documents.slips import Segment, Slip, SlipCode, SlipLine

log = structlog.get_logger(__name__)

ESC, FS, GS, LF = b"\x1b", b"\x1c", b"\x1d", b"\n"
RESET = ESC + b"@"
CHINESE = FS + b"&"
PITCH, PITCH_DOUBLE = 30, 60  # dots from line to line
CUT = GS + b"VB\x03"  # feed to the cutter, then a partial cut
_ALIGN = {"left": b"\x00", "centre": b"\x01", "right": b"\x02"}


def encode(slip: Slip, fonts: PaperFonts, profile: Profile = "gb18030") -> bytes:
    """The job's bytes, prologue and cut included."""
    job = bytearray(RESET + CHINESE + ESC + b"3" + bytes([PITCH]))
    drawn = 0
    for part in slip.parts:
        if isinstance(part, SlipCode):
            job += _align("centre") + qr_command(part.data, part.module) + _align("left")
        elif spellable(part, profile):
            job += _line(part, profile)
        else:
            job += _drawn(part, slip, fonts)
            drawn += 1
    job += ESC + b"d\x03" + CUT
    if drawn:
        log.info("slip.lines_drawn", lines=drawn, profile=profile)
    return bytes(job)


def spellable(line: SlipLine, profile: Profile) -> bool:
    """True when every character has a code of one or two bytes."""
    return all(code(character, profile) is not None for character in line.text)


def encode_text(words: str, profile: Profile = "gb18030") -> bytes:
    """Bytes of spellable text. Raises ValueError at a character without a code."""
    data = bytearray()
    for character in words:
        found = code(character, profile)
        if found is None:
            raise ValueError(f"U+{ord(character):04X} has no two-byte code in {profile}")
        data += found
    return bytes(data)


def _align(how: str) -> bytes:
    return ESC + b"a" + _ALIGN[how]


def _line(line: SlipLine, profile: Profile) -> bytes:
    job = bytearray()
    if line.align != "left":
        job += _align(line.align)
    if line.double:
        job += ESC + b"3" + bytes([PITCH_DOUBLE]) + GS + b"!\x11"
    for segment in line.segments:
        job += _segment(segment, profile)
    job += LF
    if line.double:
        job += GS + b"!\x00" + ESC + b"3" + bytes([PITCH])
    if line.align != "left":
        job += _align("left")
    return bytes(job)


def _segment(segment: Segment, profile: Profile) -> bytes:
    job = encode_text(segment.text, profile)
    if segment.bold:
        job = ESC + b"E\x01" + job + ESC + b"E\x00"
    if segment.reverse:
        job = GS + b"B\x01" + job + GS + b"B\x00"
    return job


def _drawn(line: SlipLine, slip: Slip, fonts: PaperFonts) -> bytes:
    """The line as a raster image of the paper's width (GS v 0)."""
    from counter.documents.slipimage import line_image

    image = line_image(line, slip.dots, fonts)
    rows = image.height
    across = slip.dots // 8
    # Pillow's mode 1 has a set bit for white; the printer's set bit is black.
    data = bytes(byte ^ 0xFF for byte in image.tobytes())
    head = GS + b"v0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little")
    return head + data


def qr_command(data: str, module: int) -> bytes:
    """GS ( k: model 2, module size, level M, store, print."""
    body = data.encode("utf-8")
    store = len(body) + 3
    return b"".join(
        (
            GS + b"(k\x04\x001A2\x00",
            GS + b"(k\x03\x001C" + bytes([module]),
            GS + b"(k\x03\x001E1",
            GS + b"(k" + store.to_bytes(2, "little") + b"1P0" + body,
            GS + b"(k\x03\x001Q0",
        )
    )
