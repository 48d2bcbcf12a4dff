"""Sets a slip form as lines of receipt paper: 48 columns on 80 mm, 32 on 58 mm.

Everything but the QR code is text, so that the text of a slip tells the whole reckoning. The
result knows nothing of ESC/POS; `escpos` codes it and `slipimage` draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import msgspec

from counter.documents import content as words
from counter.documents import layouts, weeks
from counter.documents.content import Content, Piece
from counter.documents.encoding import columns, normalise, width
from counter.documents.layouts import Block, Form
from counter.documents.linebreak import NO_END, NO_START

DOTS_A_COLUMN = 12


class Segment(msgspec.Struct, frozen=True):
    """Characters of one weight; reverse = white on black."""

    text: str
    bold: bool = False
    reverse: bool = False


class SlipLine(msgspec.Struct, frozen=True):
    """One line; double = twice as wide and high."""

    segments: tuple[Segment, ...]
    align: Literal["left", "centre", "right"] = "left"
    double: bool = False

    @property
    def text(self) -> str:
        """The line's characters without its alignment."""
        return "".join(segment.text for segment in self.segments)

    @property
    def columns(self) -> int:
        """Columns of normal width that the line takes."""
        return columns(self.text) * (2 if self.double else 1)


class SlipCode(msgspec.Struct, frozen=True):
    """A QR code in the middle; module in dots."""

    data: str
    module: int


class Slip(msgspec.Struct, frozen=True):
    """A set slip: its width in dots and what stands on it from top to bottom."""

    dots: int
    parts: tuple[SlipLine | SlipCode, ...]

    @property
    def columns(self) -> int:
        """Half-width columns a line."""
        return self.dots // DOTS_A_COLUMN


Letter = tuple[str, bool]


class _Setter:
    def __init__(self, content: Content, dots: int) -> None:
        self.content = content
        self.columns = dots // DOTS_A_COLUMN
        self.parts: list[SlipLine | SlipCode] = []

    def letters(
        self, template: str, row: Content | None = None, bold: bool = False
    ) -> list[Letter]:
        """Filled template as (character, bold)."""
        pieces = words.fill(template, self.content, row)
        return [(c, bold or piece.bold) for piece in pieces for c in normalise(piece.text)]

    def put(self, letters: Sequence[Letter], **how: Any) -> None:
        """One line of letters."""
        self.parts.append(SlipLine(segments(letters), **how))


def set_slip(form: Form, content: Content, *, nth: int = 1, width_dots: int = 576) -> Slip:
    """Set a slip form; raises as `content.fill` does. The last line counts the printings."""
    full = words.derive(content)
    setter = _Setter(full, width_dots)
    trial = words.tidy(full.get("trial", ""))
    if trial:
        mark = Segment(f" {trial}　不具法律效力 ", bold=True, reverse=True)
        setter.parts.append(SlipLine((mark,), align="centre"))
    for block in form.blocks:
        if words.holds(block.when, full):
            _SETTERS[type(block)](setter, block)
    count = f"补打 第 {nth} 次" if nth > 1 else "第 1 次打印"
    if nth > 1 and (note := words.tidy(full.get("reprint_note", ""))):
        for line in wrap([(c, True) for c in normalise(note)], setter.columns):
            setter.put(line)
    setter.put([(c, nth > 1) for c in count], align="centre")
    return Slip(width_dots, tuple(setter.parts))


def slip_text(slip: Slip) -> str:
    """The slip's lines as text, alignment done with spaces; QR codes are left out."""
    lines: list[str] = []
    for part in slip.parts:
        if isinstance(part, SlipLine):
            free = max(0, slip.columns - part.columns)
            shift = {"centre": free // 2, "right": free}.get(part.align, 0)
            lines.append((" " * shift + part.text).rstrip())
    return "\n".join(lines) + "\n"


def segments(letters: Iterable[Letter]) -> tuple[Segment, ...]:
    """Letters gathered into segments of one weight."""
    found: list[Segment] = []
    for character, bold in letters:
        if found and found[-1].bold == bold:
            found[-1] = Segment(found[-1].text + character, bold)
        else:
            found.append(Segment(character, bold))
    return tuple(found)


def wrap(letters: Sequence[Letter], room: int, hang: int = 0) -> list[list[Letter]]:
    """Lines of at most `room` columns; later ones begin with `hang` blanks."""
    lines: list[list[Letter]] = []
    rest = list(letters)
    while rest:
        indent = hang if lines else 0
        cut = _cut(rest, room - indent)
        line = rest[:cut]
        while line and line[-1][0] == " ":
            line.pop()
        lines.append([(" ", False)] * indent + line)
        rest = rest[cut:]
        while rest and rest[0][0] == " ":
            rest.pop(0)
    return lines or [[]]


def _cut(letters: Sequence[Letter], room: int) -> int:
    """How many letters fit, moved back to a place where a line may end."""
    used, count = 0, 0
    while count < len(letters) and used + width(letters[count][0]) <= room:
        used += width(letters[count][0])
        count += 1
    if count == len(letters):
        return count
    for cut in range(count, max(0, count - 12), -1):
        if _may_end(letters[cut - 1][0], letters[cut][0]):
            return cut
    return max(1, count)


def _may_end(last: str, following: str) -> bool:
    if following in NO_START or last in NO_END:
        return False
    return not (last.isascii() and following.isascii() and last != " " and following != " ")


def _text(setter: _Setter, block: layouts.Line, template: str, align: str, hang: int = 0) -> None:
    letters = setter.letters(template, bold=block.bold)
    # Double size that would break the line is printed in normal size, still bold.
    double = block.size == "double" and 2 * _columns(letters) <= setter.columns
    parts = [letters]
    if align == "centre" and _columns(letters) > setter.columns:
        parts = _split(letters, "　")
    for part in parts:
        for line in wrap(part, setter.columns, hang):
            setter.put(line, align=align, double=double)


def _split(letters: Sequence[Letter], at: str) -> list[list[Letter]]:
    parts: list[list[Letter]] = [[]]
    for letter in letters:
        if letter[0] == at:
            parts.append([])
        else:
            parts[-1].append(letter)
    return [part for part in parts if part]


def _pair(setter: _Setter, block: layouts.Pair) -> None:
    room = setter.columns
    left = setter.letters(block.pair[0], bold=block.bold)
    right = setter.letters(block.pair[1], bold=block.bold)
    taken = _columns(left) + _columns(right)
    if right and taken + 2 <= room:
        setter.put([*left, *[(" ", False)] * (room - taken), *right])
        return
    for line in wrap(left, room):
        setter.put(line)
    if right:
        for line in wrap(right, room):
            setter.put(line, align="right")


def _columns(letters: Sequence[Letter]) -> int:
    return columns("".join(character for character, _ in letters))


def _rule(setter: _Setter, block: layouts.Rule) -> None:
    full = "-" * setter.columns
    light = ("- " * (setter.columns // 2)).rstrip()
    setter.put([(c, False) for c in (full if block.rule == "full" else light)])


def _weeks(setter: _Setter, block: layouts.Weeks) -> None:
    days = [weeks.day_of(row) for row in words.rows("days", setter.content)]
    for row in weeks.strip(days, setter.columns, short=block.weeks == "short", most=block.most):
        setter.parts.append(SlipLine(tuple(Segment(*cell) for cell in row)))


def _each(setter: _Setter, block: layouts.Materials) -> None:
    for row in words.rows(block.each, setter.content):
        for line in wrap(setter.letters(block.line, row), setter.columns, 2):
            setter.put(line)


def _code(setter: _Setter, block: layouts.Code) -> None:
    data = "".join(piece.text for piece in _pieces(setter, block.qr))
    if data:
        setter.parts.append(SlipCode(data, block.module))


def _pieces(setter: _Setter, template: str) -> list[Piece]:
    return words.fill(template, setter.content)


def _blank(setter: _Setter, block: layouts.Blank) -> None:
    for _ in range(block.blank):
        setter.put([])


_SETTERS: dict[type[Block], Callable[[_Setter, Any], None]] = {
    layouts.Left: lambda s, b: _text(s, b, b.left, "left", b.hang),
    layouts.Centre: lambda s, b: _text(s, b, b.centre, "centre"),
    layouts.Right: lambda s, b: _text(s, b, b.right, "right"),
    layouts.Pair: _pair,
    layouts.Rule: _rule,
    layouts.Weeks: _weeks,
    layouts.Materials: _each,
    layouts.Code: _code,
    layouts.Blank: _blank,
}
