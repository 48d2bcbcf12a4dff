"""The working-day strip: how the due date was counted, as a calendar by weeks or a line a week.

Rows are lists of (text, bold, reverse). Counted days are bold, the due day is reversed, days that
do not count say why. A weekend at the edge of a holiday is called what it is, 休; one inside it
bears the holiday's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from counter.documents.content import Content, tidy
from counter.documents.encoding import columns
from counter.domain.clock import DAY, WEEKDAYS

Cell = tuple[str, bool, bool]
Row = list[Cell]
NARROW = 40  # columns below which the month column is left out


class Day(msgspec.Struct, frozen=True):
    """A calendar day of the strip; number 0 = not counted."""

    date: dt.date
    mark: str
    name: str
    number: int


def day_of(row: Content) -> Day:
    """A row of field `days`."""
    number = row.get("number")
    return Day(
        dt.date.fromisoformat(tidy(row.get("date"))),
        tidy(row.get("mark")),
        tidy(row.get("name") or ""),
        number if isinstance(number, int) else 0,
    )


def strip(days: Sequence[Day], room: int, *, short: bool = False, most: int = 8) -> list[Row]:
    """Rows for `room` columns; more than `most` weeks always take the short form."""
    if not days:
        return []
    by_week = list(_weeks(days))
    if short or len(by_week) > most:
        return [_short(week, days) for week in by_week]
    edges = _edge_weekends(days)
    rows: list[Row] = [_row("", list(WEEKDAYS), room)]
    for number, (monday, week) in enumerate(by_week):
        rows.append(_divider(room))
        rows.append(_dates(monday, week, days, room, first=number == 0))
        rows.append(_marks(week, days, edges, room))
    return rows


def _weeks(days: Sequence[Day]) -> Iterator[tuple[dt.date, dict[int, Day]]]:
    """(Monday, days by weekday) of every week touched."""
    monday = days[0].date - days[0].date.weekday() * DAY
    while monday <= days[-1].date:
        yield (
            monday,
            {d.date.weekday(): d for d in days if monday <= d.date < monday + 7 * DAY},
        )
        monday += 7 * DAY


def _edge_weekends(days: Sequence[Day]) -> set[dt.date]:
    """Weekend days at either end of a holiday."""
    found: set[dt.date] = set()
    for order in (days, days[::-1]):
        before = ""
        for day in order:
            resting = day.mark in ("holiday", "local")
            if resting and day.date.weekday() >= 5 and before != day.name:
                found.add(day.date)
            else:
                before = day.name if resting else ""
    return found


def _mark(day: Day, edges: set[dt.date], narrow: bool) -> str:
    if day.mark == "receipt":
        return "收" if narrow else "收件"
    if day.mark == "make_up":
        return f"补{day.number}"
    if day.number:
        return str(day.number)
    if day.mark == "weekend" or day.date in edges:
        return "休"
    return "假" if narrow else (day.name[:2] or "假")


def _dates(
    monday: dt.date, week: dict[int, Day], days: Sequence[Day], room: int, first: bool
) -> Row:
    narrow = room < NARROW
    cells: list[str] = []
    for weekday in range(7):
        date = monday + weekday * DAY
        if date > days[-1].date:
            cells.append("")
        elif (date.day == 1 and weekday) or (narrow and (date.day == 1 or (first and not weekday))):
            cells.append(f"{date.month}/{date.day}")
        else:
            cells.append(str(date.day))
    label = "" if narrow else f"{monday.month}月"
    due = days[-1].date.weekday() if days[-1] in week.values() else -1
    return _row(label, cells, room, due=due)


def _marks(week: dict[int, Day], days: Sequence[Day], edges: set[dt.date], room: int) -> Row:
    narrow = room < NARROW
    cells = [_mark(week[weekday], edges, narrow) if weekday in week else "" for weekday in range(7)]
    counted = {weekday for weekday, day in week.items() if day.number}
    due = days[-1].date.weekday() if days[-1] in week.values() else -1
    return _row("" if narrow else "第几天", cells, room, counted, due)


def _row(
    label: str, cells: Sequence[str], room: int, bold: set[int] | None = None, due: int = -1
) -> Row:
    """Cells right-aligned under their weekday; on narrow paper each keeps a blank behind it."""
    narrow = room < NARROW
    cell = 4 if narrow else 6
    start = room - 7 * cell - (0 if narrow else 1)
    row: Row = [(label, False, False)] if label else []
    at = columns(label)
    for place, words in enumerate(cells):
        if not words:
            continue
        end = start + (place + 1) * cell
        # Four columns fill a narrow cell; the first one has room at its left instead.
        end -= 1 if narrow and (columns(words) < cell or not place) else 0
        gap = end - columns(words) - at
        row.append((" " * gap, False, False))
        heavy = bool(bold and place in bold)
        if heavy and words.startswith("补"):
            row += [("补", False, place == due), (words[1:], True, place == due)]
        else:
            row.append((words, heavy, place == due))
        at = end
    return row


def _divider(room: int) -> Row:
    return [(("- " * (room // 2)).rstrip(), False, False)]


def _short(week: tuple[dt.date, dict[int, Day]], days: Sequence[Day]) -> Row:
    """`9/28-10/4   第 3-5 天  国庆不计`."""
    seen = list(week[1].values())
    first, last = seen[0].date, seen[-1].date
    span = f"{first.month}/{first.day}-{last.month}/{last.day}"
    counted = [day.number for day in seen if day.number]
    number = "不计"
    if counted:
        ends = str(counted[0]) if len(counted) == 1 else f"{counted[0]}-{counted[-1]}"
        number = f"第{ends}天"
    names = dict.fromkeys(d.name[:2] for d in seen if d.mark in ("holiday", "local"))
    notes = [f"{name}不计" for name in names] if counted else list(names)
    notes += [f"{d.date.day}日补班" for d in seen if d.mark == "make_up"]
    due = days[-1] in seen
    row: Row = [(f"{span:<12}", False, False), (number, True, due)]
    if due:
        notes.append("到期")
    if notes:
        row += [(" " * max(1, 10 - columns(number)), False, False), (" ".join(notes), False, False)]
    return row
