"""Readings of Chinese characters without tones, and matching of typed pinyin against a name.

A character may be read in several ways (曾 zeng or ceng); every common reading finds it. The
tables are pypinyin's (see `counter.readings`), loaded at first use.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from counter.readings import table

_MOST = 4  # readings kept of one character; the tables list the common ones first


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Readings of one character, lower-case letters only (ü as v); a letter reads as itself."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    found: dict[str, None] = {}
    for toned in table().get(ord(character), "").split(","):
        plain = _plain(toned)
        if plain:
            found[plain] = None
            found[plain.replace("v", "u")] = None  # 吕 is typed lv and lu
    return tuple(found)[:_MOST]


def _plain(toned: str) -> str:
    """`lǜ` to `lv`, `zēng` to `zeng`; empty when something else than a letter is left."""
    letters = unicodedata.normalize("NFD", toned.replace("ɡ", "g"))
    letters = letters.replace("u\u0308", "v")
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return plain if plain.isascii() and plain.isalpha() else ""


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """All syllables that any character is read as (but not bare `ng`, which splits others)."""
    plain = (_plain(toned) for value in table().values() for toned in value.split(","))
    return frozenset(s for s in plain if set(s) & set("aeiouv"))


def completions(typed: str, most: int) -> list[str]:
    """Up to `most` whole syllables that `typed` begins; `wangx` gives wangxi, wangxia, …"""
    known = syllables()
    found: set[str] = set()
    begun = {0: 0}  # length of whole syllables: the fewest of them
    for end in range(len(typed)):
        count = begun.get(end)
        if count is None or count == most:
            continue
        rest = typed[end:]
        found.update(typed[:end] + s for s in known if s.startswith(rest))
        for size in range(1, min(6, len(rest) - 1) + 1):
            if rest[:size] in known:
                begun[end + size] = min(begun.get(end + size, most), count + 1)
    return sorted(found)


def has_initials(name: str, typed: str) -> bool:
    """True when successive characters somewhere in `name` begin with the letters of `typed`."""
    choices = _first_letters(name)
    first, rest = typed[0], typed[1:]
    for start in range(len(choices) - len(rest)):
        if first in choices[start] and all(
            letter in choice for letter, choice in zip(rest, choices[start + 1 :], strict=False)
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _first_letters(name: str) -> tuple[str, ...]:
    """First letters that each character of `name` may be read with: 曾明 is ("zc", "m")."""
    return tuple("".join({r[0]: None for r in readings(c)}) for c in name)


def has_pinyin(name: str, typed: str) -> bool:
    """True when `typed` is the pinyin of successive characters, its last syllable maybe begun."""
    return any(_reads(name, start, typed) for start in range(len(name)))


def _reads(name: str, at: int, typed: str) -> bool:
    if at >= len(name):
        return False
    for reading in readings(name[at]):
        if reading.startswith(typed):
            return True
        if typed.startswith(reading) and _reads(name, at + 1, typed[len(reading) :]):
            return True
    return False
