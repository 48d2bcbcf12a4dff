"""What the law does by itself at start and when the day changes, over all open cases.

Which cases to look at is read from the lists; what is due the domain says, case by case, each in
a transaction of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from counter.desk.hall import Hall
from counter.domain import notice, renewal, supervision
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, Status
from counter.domain.caseclock import DELIVERY_DAYS
from counter.domain.clock import DAY
from counter.domain.reception import Setting
from counter.ports.store import CaseRow

Decide = Callable[[CaseState, Setting], list[NewAct]]
OnCase = Callable[[str, Decide], Sequence[NewAct]]
RUNNING = frozenset(status.value for status in supervision.RUNNING)


def automatic(hall: Hall, on_case: OnCase) -> int:
    """Accepts what was not told in time, renews what was not decided in time, and raises what
    supervision is to know.

    `on_case` records what a decider finds for a case. Returns how many cases were acted on.
    """
    done: set[str] = set()
    for row in list(open_rows(hall)):
        acted = False
        if row.status == Status.RECEIVED.value:
            acted = bool(on_case(row.case_no, notice.deem_accepted))
        if acted or _near(hall, row):
            acted = bool(on_case(row.case_no, supervision.overdue)) or acted
        if acted:
            done.add(row.case_no)
    return len(done | _renewals(hall, on_case))


def _renewals(hall: Hall, on_case: OnCase) -> set[str]:
    """Art. 50: licences that have ended, or are about to, while their renewal is undecided."""
    lead = hall.calendar.due(hall.today(), hall.catalogue().rules.yellow_lead).date
    return {
        case_no
        for case_no in hall.store.renewals_due(lead.isoformat())
        if hall.owns(case_no)
        and [
            act
            for decide in (renewal.deem_renewed, supervision.overdue)
            for act in on_case(case_no, decide)
        ]
    }


def open_rows(hall: Hall) -> Iterator[CaseRow]:
    """Every case of this terminal that has not ended, page by page, earliest due first.

    A case that another terminal numbered is left to it, or two would record the same act.
    """
    after: str | None = None
    while True:
        page = hall.store.open_cases(limit=500, after=after)
        yield from (row for row in page.rows if hall.owns(row.case_no))
        if page.next_key is None:
            return
        after = page.next_key


def _near(hall: Hall, row: CaseRow) -> bool:
    """Whether a day of the case may have come; the domain looks closer."""
    today, calendar = hall.today(), hall.calendar
    if row.status in RUNNING and row.due_on:
        due, lead = dt.date.fromisoformat(row.due_on), hall.catalogue().rules.yellow_lead
        return due < today or calendar.working_days_between(today, due) <= lead
    if row.status == Status.DECIDED.value and row.decided_on:
        return dt.date.fromisoformat(row.decided_on) + DAY * DELIVERY_DAYS < today
    return row.status == Status.PAUSED.value
