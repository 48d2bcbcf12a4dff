"""The work list of a person: what is theirs to do by when, and what waits for others.

What a case waits for follows from its acts and stands in the store; whose it is and how late it
is depends on who asks and on the day, and is reckoned here.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.desk.caseclocks import Light
from counter.desk.hall import Hall
from counter.domain.clock import DAY
from counter.domain.errors import Text, text
from counter.domain.people import Actor, Role
from counter.domain.todo import OUTSIDE, Whose
from counter.ports.store import CaseRow, TodoAsk, TodoCounts, TodoRow

SOON_DAYS = 3
"""Working days within which a thing is soon due."""

NO_DAYS = 999
"""`left` of what has no due date."""

BY_CLERK: tuple[Whose, ...] = ("window", "department", "co_unit", "archive")
BY_CHIEF: tuple[Whose, ...] = ("chief",)

Band = Literal["over", "today", "soon", "later", "others"]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the work list: what is to be done, by when, why, with which key.

    id: of the row, the case number for the case's first thing; due: ISO date, empty where no
    date can be named; left: working days to it, negative = past; light: of the hall's own
    lateness, for nobody here is late by what an applicant does.
    """

    id: str
    row: CaseRow
    light: Light
    group: Band
    due: str
    left: int
    what: str
    whose: str
    why: Text
    key: str


class WorkList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the work list with the counts of its bands over the whole list."""

    tasks: tuple[Task, ...]
    counts: TodoCounts
    next_key: str | None


def work_list(hall: Hall, actor: Actor, after: str | None, limit: int) -> WorkList:
    """A page of the actor's list; who oversees the hall sees all units, their lateness included."""
    ask, today, calendar = asked_by(actor), hall.today(), hall.calendar
    page = hall.store.todo(ask, limit, after)
    until_today, until_soon = (calendar.due(today, n + 1).date - DAY for n in (0, SOON_DAYS))
    counts = hall.store.todo_counts(
        ask, today.isoformat(), until_today.isoformat(), until_soon.isoformat()
    )
    lead = hall.catalogue().rules.yellow_lead if page.rows else 0
    tasks = tuple(_task(hall, actor, row, lead) for row in page.rows)
    return WorkList(tasks=tasks, counts=counts, next_key=page.next_key)


def asked_by(actor: Actor) -> TodoAsk:
    """Whose turns are the actor's: a window's work, and the chief's for a chief."""
    if actor.may(Role.MANAGER, Role.SUPERVISOR):
        return TodoAsk(unit="", whose=(*BY_CLERK, *BY_CHIEF), staff=actor.number, everywhere=True)
    whose = BY_CLERK if actor.works else ()
    chief = BY_CHIEF if actor.may(Role.CHIEF_A, Role.CHIEF_B) else ()
    return TodoAsk(unit=actor.unit, whose=(*whose, *chief), staff=actor.number)


def _task(hall: Hall, actor: Actor, todo: TodoRow, lead: int) -> Task:
    left = _days_left(hall, todo.due_on)
    light: Light = "bad" if left < 0 else "warn" if left <= lead else "ok"
    if todo.whose in OUTSIDE:
        light = "ok"
    what, why, key = todo.what, todo.why, "↵"
    if what == "decide" and not (todo.mine and actor.works):
        what, why = "wait_decision", text("已审，等首席代表核定")
    elif what in ("review", "decide") and actor.works:
        key = "F6"
    return Task(
        id=todo.case.case_no if todo.n == 0 else f"{todo.case.case_no}/{todo.n}",
        row=todo.case,
        light=light,
        group=_band(left) if todo.mine else "others",
        due=todo.due_on,
        left=left,
        what=what,
        whose=todo.whose,
        why=why,
        key=key,
    )


def _band(left: int) -> Band:
    if left < 0:
        return "over"
    if left == 0:
        return "today"
    return "soon" if left <= SOON_DAYS else "later"


def _days_left(hall: Hall, due_on: str) -> int:
    """Working days from today to the due date; 0 = today; negative = past."""
    today, calendar = hall.today(), hall.calendar
    if not due_on:
        return NO_DAYS
    due = dt.date.fromisoformat(due_on)
    if due >= today:
        return calendar.working_days_between(today, due)
    return -max(1, calendar.working_days_between(due, today))
