"""The projection of projects: a row each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, literal_column, select

from counter.domain.project import Project, evolve_project
from counter.store import schema
from counter.store.folded import Folded
from counter.store.sql import Statement

_e = schema.project_row.c
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


def _columns(state: Project, _pos: int) -> tuple[Any, ...] | None:
    if state.opened is None:
        return None
    return state.number, state.opened.unit, state.opened_at, int(state.is_open)


PROJECTS = Folded(
    "project:",
    schema.project_row,
    Project,
    lambda number: Project(number=number),
    evolve_project,
    _columns,
)


def listed(connection: Any, limit: int) -> tuple[Project, ...]:
    """All open ones up to `limit`, oldest first; the room left is for the closed."""
    found = PROJECTS.rows(connection, _OPEN, most=limit)
    if len(found) < limit:
        found += PROJECTS.rows(connection, _CLOSED, most=limit - len(found))
    return found
