"""Breaks Chinese text into lines and sets them: no ，。） at a line's start, no （《 at its end.

A cluster is one Chinese character, one space or one run of Latin letters and digits. Lines are
filled greedily; closing marks may give up a quarter of their width (the line's last one half),
and a justified line spreads what is left between its clusters. A number is never parted from the
unit that follows it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec

from counter.documents.content import Piece

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—·％%‰℃,.;:?!)]}")
NO_END = frozenset("（《〈「『【〔〖“‘([{￥¥")
SHRINKS = frozenset("，。、；：？！）》〉」』】〕〗")
OPENING = frozenset("（《〈「『【〔〖")
_MARKS = (NO_START | NO_END) - set(",.;:?!()[]{}%")
"""Marks of Chinese text that are not wide by themselves; Latin ones belong to their number or word:
1,409.50 is never broken."""
SHRINK = 0.25  # of an em, on the closing side, inside a line
HANG = 0.5  # of an em, at the line's end

Measure = Callable[[str, bool], float]
"""Advance in em of one character, regular or bold."""


class Cluster(msgspec.Struct, frozen=True):
    """What is never broken; width in em, of which `kern` (≤ 0) is taken off after the text."""

    text: str
    bold: bool
    width: float
    wide: bool
    kern: float = 0

    @property
    def space(self) -> bool:
        """True for a breaking space."""
        return self.text == " "


class Run(msgspec.Struct, frozen=True):
    """Text to draw at `x` (em from the line's start) with `spread` em after each character."""

    text: str
    bold: bool
    x: float
    width: float
    spread: float = 0


class SetLine(msgspec.Struct, frozen=True):
    """A line ready to draw; width in em."""

    runs: tuple[Run, ...]
    width: float

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(run.text for run in self.runs).rstrip()


def is_wide(character: str) -> bool:
    """True for characters that are set on the Chinese grid and may be broken around."""
    return unicodedata.east_asian_width(character) in "WF" or character in _MARKS


def clusters(pieces: Iterable[Piece], measure: Measure) -> list[Cluster]:
    """Pieces cut into clusters."""
    result: list[Cluster] = []
    for piece in pieces:
        word = ""
        for character in piece.text:
            wide = is_wide(character)
            if not wide and character != " ":
                word += character
                continue
            if word:
                result.append(_word(word, piece.bold, measure))
                word = ""
            width = measure(character, piece.bold)
            result.append(Cluster(character, piece.bold, width, wide))
        if word:
            result.append(_word(word, piece.bold, measure))
    return _close_up(result)


def _close_up(line: list[Cluster]) -> list[Cluster]:
    """A closing mark before another mark is set at half width: ）， and 》（ leave no hole."""
    for place, (mark, after) in enumerate(pairwise(line)):
        if mark.text in SHRINKS and (after.text in SHRINKS or after.text in OPENING):
            line[place] = msgspec.structs.replace(mark, width=mark.width - HANG, kern=-HANG)
    return line


def _word(word: str, bold: bool, measure: Measure) -> Cluster:
    return Cluster(word, bold, sum(measure(c, bold) for c in word), False)


def may_break(before: Cluster, after: Cluster, beyond: Cluster | None = None) -> bool:
    """Whether a line may end between two clusters; `beyond` follows `after`."""
    if after.text[0] in NO_START or before.text[-1] in NO_END:
        return False
    if after.space and before.text[-1].isdigit() and beyond is not None and beyond.wide:
        return False  # 15 个: the number keeps its unit
    if before.space:
        return True
    return before.wide or after.wide or after.space


def break_lines(
    pieces: Sequence[Piece], measure: Measure, width: float, indent: float = 0
) -> list[list[Cluster]]:
    """Clusters by line; `width` and the first line's `indent` in em."""
    todo = _cut_long(clusters(pieces, measure), width, measure)
    lines: list[list[Cluster]] = []
    start = 0
    room = width - indent
    while start < len(todo):
        end = _line_end(todo, start, room)
        line = todo[start:end]
        while line and line[-1].space:
            line.pop()
        lines.append(line)
        while end < len(todo) and todo[end].space:
            end += 1
        start, room = end, width
    return lines or [[]]


def _line_end(todo: list[Cluster], start: int, room: float) -> int:
    """Index after the last cluster that fits on the line begun at `start`."""
    used, slack, best = 0.0, 0.0, 0
    for place in range(start, len(todo)):
        cluster = todo[place]
        used += cluster.width
        mark = cluster.text in SHRINKS and not cluster.kern
        give = slack + (HANG if mark else 0)
        slack += SHRINK if mark else 0
        if used - give > room + 1e-6 and place > start and not cluster.space:
            return best or place
        after = todo[place + 1] if place + 1 < len(todo) else None
        if after is None:
            return place + 1
        beyond = todo[place + 2] if place + 2 < len(todo) else None
        if may_break(cluster, after, beyond) and not _number_space(todo, place):
            best = place + 1
    return len(todo)


def _number_space(todo: list[Cluster], place: int) -> bool:
    """True for the space between a number and its unit."""
    if not todo[place].space or place == 0 or place + 1 >= len(todo):
        return False
    return todo[place - 1].text[-1].isdigit() and todo[place + 1].wide


def _cut_long(todo: list[Cluster], width: float, measure: Measure) -> list[Cluster]:
    """Words wider than a line, letter by letter."""
    result: list[Cluster] = []
    for cluster in todo:
        if cluster.width <= width:
            result.append(cluster)
        else:
            result += [
                Cluster(c, cluster.bold, measure(c, cluster.bold), True) for c in cluster.text
            ]
    return result


def set_line(line: Sequence[Cluster], width: float, justify: bool, last: bool) -> SetLine:
    """Place the clusters of one line; a line too wide squeezes its closing marks.

    width: room in em; last: the paragraph's last line is not spread.
    """
    natural = sum(cluster.width for cluster in line)
    squeeze, spread = 0.0, 0.0
    natural -= HANG if line and line[-1].text in SHRINKS else 0.0
    marks = sum(1 for cluster in line[:-1] if cluster.text in SHRINKS and not cluster.kern)
    if natural > width + 1e-6 and marks:
        squeeze = min(SHRINK, (natural - width) / marks)
    elif justify and not last:
        gaps = sum(1 for after in line[1:] if not after.space)
        spread = (width - natural) / gaps if gaps else 0.0
    return _runs(line, squeeze, spread)


def _runs(line: Sequence[Cluster], squeeze: float, spread: float) -> SetLine:
    runs: list[Run] = []
    x = 0.0
    for place, cluster in enumerate(line):
        after = line[place + 1] if place + 1 < len(line) else None
        extra = spread if after is not None and not after.space else 0.0
        if cluster.text in SHRINKS and after is not None and not cluster.kern:
            extra -= squeeze
        last = runs[-1] if runs else None
        if cluster.space and last is not None:
            # The space is kept in the text; the next run has its own place anyway.
            runs[-1] = msgspec.structs.replace(last, text=last.text + " ")
        elif (
            last is not None
            and cluster.wide
            and len(cluster.text) == 1
            and last.bold == cluster.bold
            and abs(last.spread - extra - cluster.kern) < 1e-9
            and line[place - 1].wide
        ):
            width = last.width + cluster.width + extra
            runs[-1] = msgspec.structs.replace(last, text=last.text + cluster.text, width=width)
        else:
            own = extra + cluster.kern if cluster.wide else 0.0
            runs.append(Run(cluster.text, cluster.bold, x, cluster.width + extra, own))
        x += cluster.width + extra
    return SetLine(tuple(runs), x)
