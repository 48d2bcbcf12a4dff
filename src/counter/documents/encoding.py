"""How a receipt printer in Chinese mode counts and codes characters.

In Chinese mode a character is one byte (12 dots wide) or two bytes (24 dots): — “ ” ① · are two
bytes there, whatever other programs think of their width. Characters without a two-byte code in
the printer's profile cannot be sent as text at all.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Profile = Literal["gbk", "gb18030"]
_SAME = str.maketrans({"¥": "￥", "•": "·", "\u00a0": " ", "\u2002": " ", "\u2003": "　"})


def normalise(words: str) -> str:
    """NFC, with ￥ for ¥, · for •, plain spaces for the unbreakable kind."""
    return unicodedata.normalize("NFC", words).translate(_SAME)


def code(character: str, profile: Profile = "gb18030") -> bytes | None:
    """One or two bytes of a character; None when the printer has no such code."""
    if character.isascii():
        return character.encode() if character.isprintable() else None
    try:
        data = character.encode(profile)
    except UnicodeEncodeError:
        return None
    return data if len(data) == 2 else None


def columns(words: str) -> int:
    """Width in half-width columns of 12 dots."""
    return sum(width(character) for character in words)


def width(character: str) -> int:
    """1 or 2 columns."""
    if character.isascii():
        return 1
    if code(character) is not None or unicodedata.east_asian_width(character) in "WFA":
        return 2
    return 1
