"""One line of words with weight and key hints, as presenters write it.

`**bold**` lands the eye; `[[command.id]]` is a key cap followed by the command's verb and
`[[command.id|]]` the cap alone, both drawn from the command registry, so that no hint is ever
typed by hand. Parameters are filled in after parsing: a name can never become markup. No Qt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from counter.domain.errors import Text

_PIECE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[\[(?P<cmd>[\w.:-]+)(?P<bare>\|)?\]\]")


@dataclass(frozen=True)
class Run:
    """A stretch of words in one weight and colour; `role` overrides the line's type role.

    mark: these characters matched what was typed; a 2 px accent rule stands under them.
    """

    words: str
    bold: bool = False
    colour: str = ""
    role: str = ""
    mark: bool = False


@dataclass(frozen=True)
class HintRun:
    """A key cap with the verb of a command after it; `bare`: the cap alone."""

    command: str
    bare: bool = False


@dataclass(frozen=True)
class GlyphRun:
    """A state's glyph among words."""

    glyph: str
    colour: str = ""


Piece = Run | HintRun | GlyphRun
Line = Text | str | tuple[Piece, ...]
"""What a presenter may give where a line is shown."""


def parse(line: Line, translate: Callable[[str], str] = lambda s: s) -> tuple[Piece, ...]:
    """The pieces of a line: source translated, parsed, then its slots filled."""
    if isinstance(line, tuple):
        return line
    source, params = (line.source, line.params) if isinstance(line, Text) else (line, {})
    words = translate(source)

    def fill(part: str) -> str:
        return part.format(**params) if params else part

    pieces: list[Piece] = []
    at = 0
    for found in _PIECE.finditer(words):
        if found.start() > at:
            pieces.append(Run(fill(words[at : found.start()])))
        if found["bold"] is not None:
            pieces.append(Run(fill(found["bold"]), bold=True))
        else:
            pieces.append(HintRun(found["cmd"], bool(found["bare"])))
        at = found.end()
    if at < len(words):
        pieces.append(Run(fill(words[at:])))
    return tuple(pieces)


def plain(pieces: tuple[Piece, ...], hint: Callable[[HintRun], str] = lambda h: "") -> str:
    """The words of a line as a reader of the screen hears them."""
    parts = []
    for piece in pieces:
        if isinstance(piece, Run):
            parts.append(piece.words)
        elif isinstance(piece, HintRun):
            parts.append(hint(piece))
    return "".join(parts)
