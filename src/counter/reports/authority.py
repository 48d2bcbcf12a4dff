"""授权到位率: what the units let the window decide, and what it does decide.

In scope are the matters that came to the window: accepted in the period, and by now either
decided or sent away (移交, 上报). A case still in the window's hand says nothing yet; one that was
taken back says nothing at all. Decided at the window is a case that was decided and never left
it; a matter is when each of its cases in scope was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, case, distinct, func, not_, or_, select

from counter.domain.people import StaffState
from counter.store import schema

AWAY = ("case.handed_over", "case.sent_up")
TAKEN_BACK = ("recalled", "withdrawn")


class UnitAuthority(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's line. Matters are counted once, cases each; `only_accepts`: its letters let nobody
    decide."""

    unit: str
    matters: int
    matters_here: int
    cases: int
    cases_here: int
    only_accepts: bool = False

    @property
    def per_mille(self) -> int | None:
        """Matters decided at the window, of a thousand in scope; None when none is in scope."""
        return self.matters_here * 1000 // self.matters if self.matters else None


def question(since: dt.date | None = None, until: dt.date | None = None) -> Select[Any]:
    """Rows (unit, matters, matters_here, cases, cases_here) of cases accepted in the period.

    Both days are in it; None = no bound.
    """
    row, act, stream = schema.case_row.c, schema.journal.c, schema.act_stream.c
    away = (
        select(act.pos)
        .join(schema.act_stream, stream.pos == act.pos)
        .where(stream.stream == "case:" + row.case_no, act.kind.in_(AWAY))
        .correlate(schema.case_row)
        .exists()
    )
    within = [row.accepted_on != "", row.status.not_in(TAKEN_BACK)]
    if since is not None:
        within.append(row.accepted_on >= since.isoformat())
    if until is not None:
        within.append(row.accepted_on <= until.isoformat())
    here = case((and_(row.decided_on != "", not_(away)), 1), else_=0)
    settled = (
        select(row.unit, row.matter, here.label("here"))
        .where(*within, or_(row.decided_on != "", away))
        .subquery()
    )
    by_matter = (
        select(
            settled.c.unit,
            settled.c.matter,
            func.min(settled.c.here).label("whole"),
            func.count().label("cases"),
            func.sum(settled.c.here).label("here"),
        )
        .group_by(settled.c.unit, settled.c.matter)
        .subquery()
    )
    one = by_matter.c
    return (
        select(
            one.unit,
            func.count(distinct(one.matter)),
            func.sum(one.whole),
            func.sum(one.cases),
            func.sum(one.here),
        )
        .group_by(one.unit)
        .order_by(one.unit)
    )


def rosters() -> Select[Any]:
    """Rows (state) of the people on file, with the letters they hold."""
    return select(schema.staff_row.c.state).order_by(schema.staff_row.c.number)


def units_that_only_accept(states: list[bytes], day: dt.date) -> tuple[str, ...]:
    """Units whose letters in force on `day` let nobody decide (受理 only), in order.

    A unit without a letter in force is not among them: it has said nothing.
    """
    iso = day.isoformat()
    decide: dict[str, bool] = {}
    for state in states:
        for letter in msgspec.json.decode(state, type=StaffState).letters:
            if letter.valid_from <= iso and (not letter.valid_to or iso <= letter.valid_to):
                decide[letter.unit] = decide.get(letter.unit, False) or "decide" in letter.scope
    return tuple(sorted(unit for unit, may in decide.items() if not may))


def authority(
    connection: Connection, day: dt.date, since: dt.date | None = None, until: dt.date | None = None
) -> tuple[UnitAuthority, ...]:
    """The report as of `day`, a line a unit, also for units of which only the letters speak."""
    only = units_that_only_accept([row[0] for row in connection.execute(rosters())], day)
    lines = {
        unit: UnitAuthority(
            unit=unit,
            matters=matters,
            matters_here=whole,
            cases=cases,
            cases_here=here,
            only_accepts=unit in only,
        )
        for unit, matters, whole, cases, here in connection.execute(question(since, until))
    }
    for unit in only:
        nothing = UnitAuthority(
            unit=unit, matters=0, matters_here=0, cases=0, cases_here=0, only_accepts=True
        )
        lines.setdefault(unit, nothing)
    return tuple(lines[unit] for unit in sorted(lines))
