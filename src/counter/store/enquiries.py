"""The projection of enquiries: a row each, folded whole from its few acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, literal_column, select

from counter.domain.enquiry import Enquiry, evolve_enquiry
from counter.store import schema
from counter.store.journal import Placed
from counter.store.sql import Statement, replacing

ENQUIRY = "enquiry:"

_e = schema.enquiry_row.c
_PUT = replacing(schema.enquiry_row)
_ONE = Statement(select(_e.state).where(_e.number == bindparam("number")))
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
_decoder = msgspec.json.Decoder(Enquiry)


def put(connection: Any, stream: str, acts: Sequence[Placed]) -> None:
    """The row of an enquiry from all of its acts; none while nothing was asked in it."""
    state = Enquiry(number=stream.removeprefix(ENQUIRY))
    for placed in acts:
        state = evolve_enquiry(state, placed.act)
    if state.opened is None:
        return
    body = msgspec.json.encode(state, order="deterministic")
    row = (
        state.number,
        state.owner,
        state.unit,
        state.opened_at,
        state.opened.due_on,
        int(state.is_open),
        body,
    )
    _PUT.many(connection, (row,))


def read(connection: Any, number: str) -> Enquiry | None:
    """The stored fold of an enquiry, or None."""
    row = _ONE.row(connection, number=number)
    return _decoder.decode(row[0]) if row else None


def listed(connection: Any, limit: int) -> tuple[Enquiry, ...]:
    """All open ones up to `limit`, oldest first; the room left is for the answered."""
    rows = list(_OPEN.rows(connection, most=limit))
    if len(rows) < limit:
        rows += _ANSWERED.rows(connection, most=limit - len(rows))
    return tuple(_decoder.decode(row[0]) for row in rows)
