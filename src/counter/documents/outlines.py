"""Outlines of characters as they are kept between runs, so that fonts need not be opened again.

Reading a font with fontTools takes half a second and 50 MB a face. What common characters look like
does not change from day to day: their glyphs are made once on a machine and kept in a small file.
"""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec


class Glyph(msgspec.Struct, frozen=True, array_like=True):
    """A TrueType glyph as its bytes in a font file, and its advance in font units."""

    data: bytes
    advance: int

    @property
    def outline(self) -> Any:
        """A glyph object of its own, for a font that is being built."""
        from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

        made = Outline(self.data)
        if self.data:
            made.expand(None)
        return made


Outlines = dict[str, dict[str, Glyph]]
"""Glyphs made so far, by face (see `FaceFile.key`) and character."""

_decoder = msgspec.msgpack.Decoder(Outlines)


def load(place: Path) -> Outlines:
    """Outlines kept at `place`; none when the file is not there or not ours."""
    try:
        return _decoder.decode(place.read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}


def save(place: Path, outlines: Outlines, characters: AbstractSet[str]) -> None:
    """Keep the outlines of `characters` and of no others: who came is nobody's business.

    A folder that cannot be written to leaves the next run to make them again.
    """
    wanted = {
        key: {c: glyph for c, glyph in glyphs.items() if c in characters}
        for key, glyphs in outlines.items()
    }
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.msgpack.encode(wanted))
        fresh.replace(place)


def common_characters() -> str:
    """Letters, digits, punctuation and the 3,755 commonest Han characters (GB 2312, level 1)."""
    rows = (*range(0xA1, 0xA4), *range(0xB0, 0xD8))
    codes = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    plain = "".join(map(chr, range(0x20, 0x7F))) + "〇"
    return plain + "".join(code.decode("gb2312", "ignore") for code in codes)
