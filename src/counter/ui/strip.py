"""The clock strip as data: a cell a day, what each day means, the stretches named below. No Qt.

Built from the domain's own reckoning; the accessible text is that reckoning in words, so that the
strip never says more than the sentence above it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from counter.domain.clock import DayCell, DayMark, WorkCalendar, list_date
from counter.domain.errors import Text, text

Kind = Literal["receipt", "walked", "ahead", "pause", "off", "due", "after"]


@dataclass(frozen=True)
class StripDay:
    """One day: kind, its number among the counted days (0 = none), whether it is today."""

    date: dt.date
    kind: Kind
    number: int = 0
    today: bool = False
    name: str = ""


@dataclass(frozen=True)
class Bracket:
    """A named stretch of days below the strip."""

    first: dt.date
    last: dt.date
    words: str
    due: bool = False


@dataclass(frozen=True)
class Strip:
    """A strip: days in order, brackets, and the reckoning in words."""

    days: tuple[StripDay, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    reckoning: Text | str = ""


@dataclass(frozen=True)
class Pause:
    """A stop of the clock: first and last day that stood still, and why (专家评审)."""

    first: dt.date
    last: dt.date
    name: str


def strip_of(
    cells: Sequence[DayCell],
    start: dt.date,
    due: dt.date,
    today: dt.date,
    *,
    pauses: Sequence[Pause] = (),
) -> Strip:
    """The strip from the day of receipt over `cells` to the due date.

    cells: the days after `start`, numbered as the domain counted them (pauses already taken
    out of the numbers by the caller).
    """
    days = [StripDay(start, "receipt", 0, start == today)]
    for cell in cells:
        kind = _kind(cell, due, today, pauses)
        days.append(StripDay(cell.date, kind, cell.number, cell.date == today, cell.name))
    return Strip(tuple(days), _brackets(cells, due, pauses), _words(cells, start, due, pauses))


def strip_over(
    calendar: WorkCalendar,
    start: dt.date,
    due: dt.date,
    today: dt.date,
    *,
    pauses: Sequence[Pause] = (),
    after: int = 0,
) -> Strip:
    """The strip of a running clock: days counted over `calendar`, paused days not numbered.

    after: how many days to show behind the due date.
    """
    cells: list[DayCell] = []
    number = 0
    for cell in calendar.walk(start):
        if cell.date > due:
            break
        paused = any(p.first <= cell.date <= p.last for p in pauses)
        counts = cell.mark.counts and not paused
        number += counts
        cells.append(DayCell(cell.date, cell.mark, cell.name, number if counts else 0))
    strip = strip_of(cells, start, due, today, pauses=pauses)
    behind = [due + dt.timedelta(days=step) for step in range(1, after + 1)]
    days = [
        StripDay(d, "after" if calendar.is_working(d) else "off", 0, d == today) for d in behind
    ]
    return replace(strip, days=(*strip.days, *days))


def _kind(cell: DayCell, due: dt.date, today: dt.date, pauses: Sequence[Pause]) -> Kind:
    if cell.date == due:
        return "due"
    if not cell.mark.counts:
        return "off"
    if any(p.first <= cell.date <= p.last for p in pauses):
        return "pause"
    return "walked" if cell.date < today else "ahead"


def _brackets(
    cells: Sequence[DayCell], due: dt.date, pauses: Sequence[Pause]
) -> tuple[Bracket, ...]:
    found: list[Bracket] = []
    for pause in pauses:
        stood = sum(1 for c in cells if pause.first <= c.date <= pause.last and c.mark.counts)
        found.append(Bracket(pause.first, pause.last, f"{pause.name}，停 {stood} 个工作日"))
    for name, first, last, made_up in _named(cells):
        found.append(Bracket(first, last, "补班" if made_up else name))
    if cells:
        found.append(Bracket(due, due, f"到期 {due.month}-{due.day:02d}", due=True))
    return tuple(sorted(found, key=lambda b: b.first))


def _named(cells: Sequence[DayCell]) -> list[tuple[str, dt.date, dt.date, bool]]:
    """Holidays and make-up days by name, consecutive days together."""
    runs: list[tuple[str, dt.date, dt.date, bool]] = []
    for cell in cells:
        made_up = cell.mark is DayMark.MAKE_UP
        if not cell.name and not made_up:
            continue
        name = cell.name.removesuffix("节") if len(cell.name) > 2 else cell.name
        last = runs[-1] if runs else None
        if last and last[0] == name and last[3] == made_up and (cell.date - last[2]).days == 1:
            runs[-1] = (name, last[1], cell.date, made_up)
        else:
            runs.append((name, cell.date, cell.date, made_up))
    return runs


def _words(cells: Sequence[DayCell], start: dt.date, due: dt.date, pauses: Sequence[Pause]) -> Text:
    """The reckoning in words: from, to, how many counted, what was left out and why."""
    counted = sum(1 for c in cells if c.number)
    out: Mapping[str, int] = _left_out(cells)
    left = "、".join(f"{name} {days} 天" for name, days in out.items())
    stops = "、".join(f"{p.name}（{list_date(p.first)} 到 {list_date(p.last)}）" for p in pauses)
    said = text(
        "{start} 收件，从第二天数起，数 {n} 个工作日，到 {due}。",
        start=list_date(start),
        n=counted,
        due=list_date(due),
    )
    more = (f"不算：{left}。" if left else "") + (f"停表：{stops}。" if stops else "")
    return Text(said.source + "{more}", {**said.params, "more": more}) if more else said


def _left_out(cells: Sequence[DayCell]) -> dict[str, int]:
    out: dict[str, int] = {}
    for cell in cells:
        if not cell.mark.counts:
            name = cell.name or "周末"
            out[name] = out.get(name, 0) + 1
    return out
