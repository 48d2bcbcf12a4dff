"""Which characters of a name match what was typed: the characters themselves, or pinyin initials.

The table of readings takes 0.02 s to load, at first use.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from counter.readings import table
from counter.ui.markup import Run


@lru_cache(maxsize=8192)
def letters(character: str) -> frozenset[str]:
    """What a character answers to: itself, and the initials of all its readings (曾: c, z)."""
    if character.isascii():
        return frozenset({character.lower()})
    readings = filter(None, table().get(ord(character), "").split(","))
    return frozenset(unicodedata.normalize("NFD", toned)[0] for toned in readings) | {character}


def span(words: str, query: str) -> tuple[int, int] | None:
    """First and one-past-last position that match; None when nothing does."""
    wanted = "".join(query.lower().split())
    if not wanted:
        return None
    at = words.lower().find(wanted)
    if at < 0 and wanted.isascii():
        at = _by_letters(words, wanted)
    return (at, at + len(wanted)) if at >= 0 else None


def _by_letters(words: str, wanted: str) -> int:
    for start in range(len(words) - len(wanted) + 1):
        if all(w in letters(words[start + i]) for i, w in enumerate(wanted)):
            return start
    return -1


def marked(words: str, query: str, *, bold: bool = False) -> tuple[Run, ...]:
    """Words as runs, the matching part bold and with its rule."""
    found = span(words, query)
    if found is None:
        return (Run(words, bold=bold),)
    start, end = found
    parts = (
        Run(words[:start], bold=bold),
        Run(words[start:end], bold=True, mark=True),
        Run(words[end:], bold=bold),
    )
    return tuple(part for part in parts if part.words)
