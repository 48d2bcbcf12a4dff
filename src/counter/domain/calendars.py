"""The calendar as the hall has it: a year's table that comes in is an act; what changed, in words.

The tables that come with the program are the ground; a table that the hall brought in itself
stands in their place. What a store last reckoned by is kept as a `Tables` beside it, so that a
change can be named: which year, which day of the hall's own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from counter.domain.acts import Act, NewAct, Payload, act_kind
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.errors import KnownError, text

CALENDAR_STREAM = "calendar"
NOTICE = "国务院办公厅关于部分节假日安排的通知"


class MarkedDay(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a yearly table. date: ISO; name: of the holiday, for a make-up day of the one it
    serves."""

    date: str
    mark: Literal["holiday", "make_up"]
    name: str


@act_kind("calendar.imported")
class CalendarImported(Payload, frozen=True, kw_only=True):
    """放假表入库: a year's table as a person brought it in; the last one of a year holds.

    source: name of the file.
    """

    year: int
    days: tuple[MarkedDay, ...]
    source: str = ""


def marked_days(table: YearTable) -> tuple[MarkedDay, ...]:
    """The rows of a table, by date."""
    rows = [
        MarkedDay(date=d.isoformat(), mark="holiday", name=n) for d, n in table.holidays.items()
    ]
    rows += [
        MarkedDay(date=d.isoformat(), mark="make_up", name=n) for d, n in table.make_up.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.date))


def year_table(payload: CalendarImported) -> YearTable:
    """The table of an act."""
    found: dict[str, dict[dt.date, str]] = {"holiday": {}, "make_up": {}}
    for day in payload.days:
        found[day.mark][dt.date.fromisoformat(day.date)] = day.name
    return YearTable(payload.year, found["holiday"], found["make_up"], payload.source)


def in_force(calendar: WorkCalendar, acts: Sequence[Act]) -> WorkCalendar:
    """`calendar` with the tables that `acts` brought in; its version then names their content."""
    brought = {a.payload.year: a.payload for a in acts if isinstance(a.payload, CalendarImported)}
    if not brought:
        return calendar
    fresh = calendar.with_tables([year_table(p) for p in brought.values()], "")
    return fresh.with_tables((), version(fresh))


def version(calendar: WorkCalendar) -> str:
    """Years and content of a calendar in a few characters: `2004-2032 1f3a90bc`."""
    body = msgspec.json.encode(tables_of(calendar), order="deterministic")
    first, last = calendar.years[0], calendar.years[-1]
    return f"{first}-{last} {hashlib.sha256(body).hexdigest()[:8]}"


def import_year(calendar: WorkCalendar, table: YearTable, today: dt.date) -> list[NewAct]:
    """Bring in a year's table; nothing when this very table is in force.

    Raises KnownError `calendar.hole` when a year between would be without a table, and
    `calendar.empty` for a table that names no holiday.
    """
    first, last = calendar.years[0], calendar.years[-1]
    if not first <= table.year <= last + 1:
        raise KnownError(
            "calendar.hole",
            text(
                "本机有 {first} 至 {last} 年的放假表，装 {year} 年的中间会缺。",
                first=first,
                last=last,
                year=table.year,
            ),
            text("先装 {next} 年的。", next=last + 1),
            rule=NOTICE,
        )
    if not table.holidays:
        raise KnownError(
            "calendar.empty",
            text("{year} 年的表里没有一个放假日。", year=table.year),
            "请照国务院的通知写全，再装一次。",
            rule=NOTICE,
        )
    days = marked_days(table)
    if any(t.year == table.year and marked_days(t) == days for t in calendar.tables):
        return []
    payload = CalendarImported(year=table.year, days=days, source=table.source)
    return [NewAct(stream=CALENDAR_STREAM, payload=payload, effective_on=today.isoformat())]


# --- what changed --------------------------------------------------------------------------------


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar says, small enough to keep: digest of each year, the hall's own days."""

    years: dict[str, str]
    holidays: dict[str, str] = {}
    closures: dict[str, str] = {}


def tables_of(calendar: WorkCalendar) -> Tables:
    """What `calendar` says."""
    return Tables(
        years={str(table.year): _digest(table) for table in calendar.tables},
        holidays=_iso(calendar.local_holidays.items()),
        closures=_iso(calendar.closures.items()),
    )


def _digest(table: YearTable) -> str:
    return hashlib.sha256(msgspec.json.encode(marked_days(table))).hexdigest()[:16]


def _iso(days: Iterable[tuple[dt.date, str]]) -> dict[str, str]:
    return {day.isoformat(): name for day, name in sorted(days)}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is other than before. news: (first day, last day, words), ISO; lost: years that had a
    table and have none now."""

    news: tuple[tuple[str, str, str], ...] = ()
    lost: tuple[str, ...] = ()

    def why(self, first: str, last: str) -> str:
        """What of it bears on the days from `first` to `last` (ISO), in words."""
        said = [words for since, until, words in self.news if since <= last and until >= first]
        return "，".join(said) or "放假表更新"


def compare(before: Tables | None, after: Tables) -> Change:
    """What changed; before: None where nobody kept it."""
    if before is None:
        return Change()
    news = [
        (f"{year}-01-01", f"{year}-12-31", _year_words(year, before))
        for year, digest in after.years.items()
        if before.years.get(year) != digest
    ]
    for old, new, word in (
        (before.holidays, after.holidays, "地方放假"),
        (before.closures, after.closures, "闭馆"),
    ):
        news += [(day, day, _day_words(day, word, old, new)) for day in _other(old, new)]
    return Change(news=tuple(news), lost=tuple(y for y in before.years if y not in after.years))


def _other(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Days that are in one of them only."""
    return sorted(old.keys() ^ new.keys())


def _year_words(year: str, before: Tables) -> str:
    return f"{year} 年放假安排有变" if year in before.years else f"国务院公布 {year} 年放假安排"


def _day_words(day: str, word: str, old: dict[str, str], new: dict[str, str]) -> str:
    if day in new:
        return f"{day} {word}（{new[day]}）"
    return f"{day} 不再{word}（{old[day]}）"
