"""Lists of cases and registers, paged by key and never by offset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, tuple_

from counter.ports.store import AccessRow, CasePage, CaseRow, SealRow
from counter.store import schema
from counter.store.sql import Statement

_c = schema.case_row.c
_NAMES = CaseRow.__struct_fields__
COLUMNS = tuple(_c[name] for name in _NAMES)
"""Columns of a `CaseRow`, in its order."""

LAST = 2**62
"""Behind every place in the journal."""

_OPEN = _c.open == literal_column("1")  # literal, so that the partial index is seen to fit


def case_row(values: Sequence[Any]) -> CaseRow:
    """A CaseRow from the values of `COLUMNS`."""
    return CaseRow(**dict(zip(_NAMES, values, strict=True)))


def _open_page(*where: ColumnElement[bool]) -> Statement:
    return Statement(
        select(*COLUMNS, _c.due_key)
        .where(
            _OPEN,
            tuple_(_c.due_key, _c.case_no) > tuple_(bindparam("due"), bindparam("case_no")),
            *where,
        )
        .order_by(_c.due_key, _c.case_no)
        .limit(bindparam("most"))
    )


_IN_UNIT = _c.unit == bindparam("unit")
_OPEN_ALL, _OPEN_UNIT = _open_page(), _open_page(_IN_UNIT)
_COUNT_ALL = Statement(select(func.count()).select_from(schema.case_row).where(_OPEN))
_COUNT_UNIT = Statement(select(func.count()).select_from(schema.case_row).where(_OPEN, _IN_UNIT))
_s = schema.seal_row.c
_AMONG = func.json_each(bindparam("seals")).table_valued("value")


def _seal_page(*where: ColumnElement[bool]) -> Statement:
    older = _s.pos < bindparam("before")
    within = (_s.at >= bindparam("since"), _s.at < bindparam("until"))
    return Statement(
        select(schema.seal_row)
        .where(older, *within, *where)
        .order_by(_s.pos.desc())
        .limit(bindparam("most"))
    )


_SEALS, _SEALS_OF = _seal_page(), _seal_page(_s.seal.in_(select(_AMONG.c.value)))
_LOOKS = Statement(
    select(schema.access_row).order_by(schema.access_row.c.pos.desc()).limit(bindparam("most"))
)


def open_cases(connection: Any, unit: str | None, limit: int, after: str | None) -> CasePage:
    """Cases not yet closed, earliest due first; the key of a page is `due/case_no`."""
    due, _, case_no = (after or "").partition("/")
    values: dict[str, Any] = {"due": due, "case_no": case_no, "most": limit + 1}
    if unit is None:
        rows = _OPEN_ALL.rows(connection, **values)
    else:
        rows = _OPEN_UNIT.rows(connection, unit=unit, **values)
    page = rows[:limit]
    more = len(rows) > limit
    key = f"{page[-1][-1]}/{page[-1][0]}" if more else None
    return CasePage(tuple(case_row(row[:-1]) for row in page), key)


_OPEN_OF = Statement(
    select(*COLUMNS).where(_OPEN, _c.matter == bindparam("matter")).order_by(_c.case_no)
)


def open_of(connection: Any, matter: str) -> tuple[CaseRow, ...]:
    """Cases of a matter that are not yet closed, by number."""
    return tuple(case_row(row) for row in _OPEN_OF.rows(connection, matter=matter))


_UNFILED = Statement(
    select(*COLUMNS)
    .where(
        _c.unfiled == literal_column("1"),
        _c.unit == bindparam("unit"),
        tuple_(_c.closed_on, _c.case_no) > tuple_(bindparam("closed"), bindparam("case_no")),
    )
    .order_by(_c.closed_on, _c.case_no)
    .limit(bindparam("most"))
)


def unfiled(connection: Any, unit: str, limit: int, after: str | None) -> CasePage:
    """Finished cases of a unit that are not in the archive, the longest finished first."""
    closed, _, case_no = (after or "").partition("/")
    rows = _UNFILED.rows(connection, unit=unit, closed=closed, case_no=case_no, most=limit + 1)
    page = tuple(case_row(row) for row in rows[:limit])
    key = f"{page[-1].closed_on}/{page[-1].case_no}" if len(rows) > limit else None
    return CasePage(page, key)


def open_count(connection: Any, unit: str | None) -> int:
    """How many cases are not yet closed."""
    row = _COUNT_ALL.row(connection) if unit is None else _COUNT_UNIT.row(connection, unit=unit)
    return int(row[0])


def seal_register(
    connection: Any,
    limit: int,
    seals: Sequence[str] | None,
    before: int | None,
    since: str = "",
    until: str = "",
) -> tuple[SealRow, ...]:
    """Lines of the seal register, newest first: of these seals, older than place `before`, from
    the ISO date `since` to `until` inclusive (empty: open)."""
    values: dict[str, Any] = {
        "most": limit,
        "before": LAST if before is None else before,
        "since": since,
        "until": f"{until or '9999-12-31'}U",  # after every time of that day, `…T23:59`
    }
    if seals is None:
        rows = _SEALS.rows(connection, **values)
    else:
        among = msgspec.json.encode(list(seals)).decode()
        rows = _SEALS_OF.rows(connection, seals=among, **values)
    return tuple(
        SealRow(pos=pos, at=at, seal=seal, name=name, case_no=case_no, paper_id=paper, staff=staff)
        for pos, at, seal, name, case_no, paper, staff in rows
    )


def access_log(connection: Any, limit: int) -> tuple[AccessRow, ...]:
    """Lines of 查询留痕, newest first."""
    return tuple(
        AccessRow(at=at, staff=staff, what=what, detail=detail, found=found)
        for _, at, staff, what, detail, found in _LOOKS.rows(connection, most=limit)
    )
