"""The projection of enquiries: a row each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, literal_column, select

from counter.domain.enquiry import Enquiry, evolve_enquiry
from counter.store import schema
from counter.store.folded import Folded
from counter.store.sql import Statement

_e = schema.enquiry_row.c
_OPEN = Statement(
    select(_e.state)
    .where(_e.open == literal_column("1"))  # literal, so that the partial index fits
    .order_by(_e.opened_at, _e.number)
    .limit(bindparam("most"))
)
_ANSWERED = Statement(
    select(_e.state)
    .where(_e.open == literal_column("0"))
    .order_by(_e.opened_at.desc(), _e.number.desc())
    .limit(bindparam("most"))
)


def _columns(state: Enquiry, _pos: int) -> tuple[Any, ...] | None:
    if state.opened is None:
        return None
    due = state.opened.due_on
    return state.number, state.owner, state.unit, state.opened_at, due, int(state.is_open)


ENQUIRIES = Folded(
    "enquiry:",
    schema.enquiry_row,
    Enquiry,
    lambda number: Enquiry(number=number),
    evolve_enquiry,
    _columns,
)


def listed(connection: Any, limit: int) -> tuple[Enquiry, ...]:
    """All open ones up to `limit`, oldest first; the room left is for the answered."""
    found = ENQUIRIES.rows(connection, _OPEN, most=limit)
    if len(found) < limit:
        found += ENQUIRIES.rows(connection, _ANSWERED, most=limit - len(found))
    return found
