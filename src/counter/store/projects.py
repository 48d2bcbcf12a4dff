"""The projection of projects: a row each, folded whole from its few acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, literal_column, select

from counter.domain.project import Project, evolve_project
from counter.store import schema
from counter.store.journal import Placed
from counter.store.sql import Statement, replacing

PROJECT = "project:"

_e = schema.project_row.c
_PUT = replacing(schema.project_row)
_ONE = Statement(select(_e.state).where(_e.number == bindparam("number")))
_OPEN = Statement(
    select(_e.state)
    .where(_e.open == literal_column("1"))
    .order_by(_e.opened_at, _e.number)
    .limit(bindparam("most"))
)
_CLOSED = Statement(
    select(_e.state)
    .where(_e.open == literal_column("0"))
    .order_by(_e.opened_at.desc(), _e.number.desc())
    .limit(bindparam("most"))
)
_decoder = msgspec.json.Decoder(Project)


def put(connection: Any, stream: str, acts: Sequence[Placed]) -> None:
    """The row of a project from all of its acts; none while it was not taken on."""
    state = Project(number=stream.removeprefix(PROJECT))
    for placed in acts:
        state = evolve_project(state, placed.act)
    if state.opened is None:
        return
    body = msgspec.json.encode(state, order="deterministic")
    opened = state.opened
    row = (state.number, opened.unit, state.opened_at, int(state.is_open), body)
    _PUT.many(connection, (row,))


def read(connection: Any, number: str) -> Project | None:
    """The stored fold of a project, or None."""
    row = _ONE.row(connection, number=number)
    return _decoder.decode(row[0]) if row else None


def listed(connection: Any, limit: int) -> tuple[Project, ...]:
    """All open ones up to `limit`, oldest first; the room left is for the closed."""
    rows = list(_OPEN.rows(connection, most=limit))
    if len(rows) < limit:
        rows += _CLOSED.rows(connection, most=limit - len(rows))
    return tuple(_decoder.decode(row[0]) for row in rows)
