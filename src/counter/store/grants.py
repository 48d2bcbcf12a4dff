"""Projections of licences: what was granted, and which case renews what until when.

For the public list (art. 40), for what runs out soon, and for the renewals that the law grants by
itself (art. 50).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, literal_column, select

from counter.domain.case import ENDED, CaseState
from counter.domain.grants import Grant, grant_of
from counter.store import schema
from counter.store.sql import Statement, replacing

_PUT_GRANT = replacing(schema.grant_row)
_PUT_RENEWAL = replacing(schema.renewal_row)
_r = schema.renewal_row.c
_DUE = Statement(
    select(_r.case_no)
    .where(
        _r.outcome == literal_column("''"),  # literal, so that the partial index is seen to fit
        _r.expires_on != literal_column("''"),
        _r.expires_on <= bindparam("until"),
    )
    .order_by(_r.expires_on, _r.case_no)
)


def put(connection: Any, cases: Sequence[tuple[CaseState, int]]) -> None:
    """Bring the rows of cases up to their folds: (case, `ord` of its row).

    What was granted stays granted, and what was asked stays asked: no row is ever taken away.
    """
    grants = [row for state, ord_ in cases for row in _grant(state, ord_)]
    if grants:
        _PUT_GRANT.many(connection, grants)
    renewals = [row for state, ord_ in cases for row in _renewal(state, ord_)]
    if renewals:
        _PUT_RENEWAL.many(connection, renewals)


def renewals_due(connection: Any, until: str) -> tuple[str, ...]:
    """Numbers of undecided renewals of licences that end by `until` (ISO), the first to end first.

    Whether one was asked in time, and accepted, the domain looks at.
    """
    return tuple(case_no for (case_no,) in _DUE.rows(connection, until=until))


def _grant(state: CaseState, ord_: int) -> list[tuple[Any, ...]]:
    grant = grant_of(state)
    if grant is None:
        return []
    return [(ord_, *(_plain(getattr(grant, name)) for name in Grant.__struct_fields__))]


def _renewal(state: CaseState, ord_: int) -> list[tuple[Any, ...]]:
    renewing = state.renewal
    if renewing is None:
        return []
    asked = renewing.asked
    row = (state.case_no, asked.case_no, asked.number, asked.expires_on, renewing.asked_on)
    return [(ord_, *row, _outcome(state))]


def _outcome(state: CaseState) -> str:
    """granted, refused, deemed, ended; empty while it is open."""
    if state.decided is not None:
        return state.decided.outcome
    if state.renewal is not None and state.renewal.deemed_on:
        return "deemed"
    return "ended" if state.status in ENDED else ""


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
