"""`counter bench law`: what a due date costs, against a look-up in a ready list of days."""

from __future__ import annotations

import bisect
import datetime as dt
import random
import time
from typing import Any

from counter.bench.report import percentile
from counter.domain.clock import WorkCalendar

ROUNDS = 2_000


def measure() -> dict[str, Any]:
    """Microseconds of a due date of 1–60 working days in the years with a table.

    The yardstick looks the day up in a ready-made list of working days: the least that any way of
    counting must do, without saying how it counted.
    """
    from counter.packs.calendars import load_calendar
    from counter.resources import resource_root

    calendar = load_calendar(resource_root() / "calendars")
    chosen = random.Random(7)
    first, last = dt.date(2020, 1, 1), dt.date(2026, 6, 1)
    span = (last - first).days
    questions = [
        (first + dt.timedelta(days=chosen.randrange(span)), chosen.randint(1, 60))
        for _ in range(ROUNDS)
    ]
    days = _working_days(calendar, first, dt.date(2026, 12, 31))
    due, bare = [], []
    for start, limit in questions:
        began = time.perf_counter()
        calendar.due(start, limit)
        due.append(time.perf_counter() - began)
        began = time.perf_counter()
        _bare(days, start, limit)
        bare.append(time.perf_counter() - began)
    p50 = percentile(due, 0.5)
    return {
        "law.due_p50_us": round(p50 * 1e6, 2),
        "law.due_p99_us": round(percentile(due, 0.99) * 1e6, 2),
        "law.bare_p50_us": round(percentile(bare, 0.5) * 1e6, 2),
        "law.ratio_bare": round(p50 / percentile(bare, 0.5), 2),
        "law.rounds": ROUNDS,
    }


def _working_days(calendar: WorkCalendar, first: dt.date, last: dt.date) -> list[dt.date]:
    day, found = first, []
    while day <= last:
        if calendar.is_working(day):
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def _bare(days: list[dt.date], start: dt.date, limit: int) -> dt.date:
    return days[bisect.bisect_right(days, start) + limit - 1]
