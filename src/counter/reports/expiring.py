"""到期清单 (art. 50): the licences this hall gave that end soon, and whether a renewal is asked.

For the hall itself, so that holders can be reminded: their names are in full, and nothing else of
them; whoever needs a telephone opens the case, which leaves its trace.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Select, and_, select

from counter.domain.catalogue import Catalogue
from counter.domain.renewing import ASK_DAYS, ask_days
from counter.store import schema


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """A licence that ends. Dates ISO. ask_by: last day for asking for its renewal.

    renewal: the newest case that renews it, empty without one; how it stands: asked, deemed (the
    law renewed it, the decision is still to be written), refused, ended (it came to nothing).
    """

    unit: str
    title: str
    number: str
    holder: str
    valid_to: str
    ask_by: str
    renewal: str = ""
    stands: Literal["", "asked", "deemed", "refused", "ended"] = ""


def ends_between(since: dt.date, until: dt.date) -> Select[Any]:
    """Rows of licences that end in the period, both days in it, a row for each case renewing it."""
    grant, renewal = schema.grant_row.c, schema.renewal_row.c
    return (
        select(
            grant.ord,
            grant.matter,
            grant.unit,
            grant.title,
            grant.number,
            grant.holder,
            grant.valid_to,
            renewal.case_no.label("renewal"),
            renewal.outcome,
        )
        .select_from(schema.grant_row)
        .outerjoin(schema.renewal_row, and_(renewal.renews == grant.case_no, renewal.renews != ""))
        .where(grant.valid_to >= since.isoformat(), grant.valid_to <= until.isoformat())
        .order_by(grant.valid_to, grant.unit, grant.ord, renewal.ord)
    )


def expiring(
    connection: Connection, catalogue: Catalogue | None, today: dt.date, days: int
) -> tuple[Expiring, ...]:
    """Licences that end within `days` natural days from today, the first to end first.

    One that was renewed by decision is not among them: its new one ends later.
    """
    term = _terms(catalogue)
    lines: dict[int, Expiring] = {}
    renewed: set[int] = set()
    until = today + dt.timedelta(days=days)
    for row in connection.execute(ends_between(today, until)):
        if row.outcome == "granted":
            renewed.add(row.ord)
        before = dt.timedelta(days=term.get(row.matter, ASK_DAYS))
        lines[row.ord] = Expiring(  # the newest renewal comes last and is the one that is named
            unit=row.unit,
            title=row.title,
            number=row.number,
            holder=row.holder,
            valid_to=row.valid_to,
            ask_by=(dt.date.fromisoformat(row.valid_to) - before).isoformat(),
            renewal=row.renewal or "",
            stands="" if not row.renewal else row.outcome or "asked",
        )
    return tuple(line for ord_, line in lines.items() if ord_ not in renewed)


def _terms(catalogue: Catalogue | None) -> dict[str, int]:
    """Matter → natural days before the expiry, by the renewal of the same name and unit."""
    matters = catalogue.matters if catalogue else ()
    renewals = {(m.unit, m.name): ask_days(m) for m in matters if m.law.renewal}
    return {m.code: renewals[m.unit, m.name] for m in matters if (m.unit, m.name) in renewals}
