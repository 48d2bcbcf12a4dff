"""`counter bench law`: what a due date costs, and the work list of a large store.

The yardsticks: a look-up in a ready list of days, and the rows of a page read by the raw driver.
"""

from __future__ import annotations

import bisect
import datetime as dt
import random
import time
from typing import Any

from counter.bench.report import percentile
from counter.domain.clock import WorkCalendar
from counter.domain.people import Actor, Role

ROUNDS = 2_000
WORK_ROUNDS = 120
"""Times that each person's list is opened."""

PAGE = 60
BARE_PAGE = (
    "SELECT t.*, c.* FROM todo_row t JOIN case_row c ON c.ord = t.ord"
    f" ORDER BY t.due_key, t.ord, t.n LIMIT {PAGE}"
)


def measure(cases: int) -> dict[str, Any]:
    """Figures of due dates and of the work list over `cases` cases."""
    return due_dates() | work_lists(cases)


def work_lists(cases: int) -> dict[str, Any]:
    """Milliseconds from asking for a work list to its first page with the counts of all bands.

    Asked for everything (a manager), for a unit's clerk and for its chief. The yardstick reads
    one page of the same rows by the raw driver, in the same file and the same run.
    """
    from counter.bench.big import NOW, large_store, terminal_at

    terminal = terminal_at(large_store(cases), NOW)
    terminal.open(bytes.fromhex(terminal.config.key_hex))
    try:
        return {"law.work_cases": cases, **_work(terminal)}
    finally:
        terminal.close()


def _work(terminal: Any) -> dict[str, Any]:
    raw = terminal.store._connection
    unit = raw.execute("SELECT unit, count(*) n FROM todo_row GROUP BY unit ORDER BY n DESC")
    busiest = unit.fetchone()[0]
    (todo,) = raw.execute("SELECT count(*) FROM todo_row").fetchone()
    who = {
        "all": Actor(number="0001", name="", unit="", window="", roles=frozenset({Role.MANAGER})),
        "unit": _person(busiest, Role.CLERK),
        "chief": _person(busiest, Role.CHIEF_A),
    }
    taken: dict[str, list[float]] = {name: [] for name in (*who, "bare")}
    for _ in range(WORK_ROUNDS):
        began = time.perf_counter()
        raw.execute(BARE_PAGE).fetchall()
        taken["bare"].append(time.perf_counter() - began)
        for name, actor in who.items():
            began = time.perf_counter()
            terminal.cases.work(actor, None, PAGE)
            taken[name].append(time.perf_counter() - began)
    bare = percentile(taken["bare"], 0.5)
    figures: dict[str, Any] = {"law.work_todo": todo, "law.work_bare_p50_ms": _ms(bare)}
    for name in who:
        figures[f"law.work_{name}_p50_ms"] = _ms(percentile(taken[name], 0.5))
        figures[f"law.work_{name}_p99_ms"] = _ms(percentile(taken[name], 0.99))
        figures[f"law.work_{name}_ratio_bare"] = round(percentile(taken[name], 0.5) / bare, 2)
    return figures


def _person(unit: str, role: Role) -> Actor:
    return Actor(number="0300", name="", unit=unit, window="3", roles=frozenset({role}))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def due_dates() -> dict[str, Any]:
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
