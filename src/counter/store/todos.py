"""The projection of what the cases wait for, and the work list: paged by key, counted whole.

A list has two parts, told apart by who asks: what is theirs to do, earliest due first, and behind
it what waits for others. The key of a page is `part/due_key/ord/n`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
)

from counter.domain import waiting
from counter.domain.case import CaseState
from counter.domain.errors import Text
from counter.ports.store import TodoAsk, TodoCounts, TodoPage, TodoRow
from counter.store import lists, schema
from counter.store.sql import Statement, replacing

_t = schema.todo_row.c
_PUT = replacing(schema.todo_row)
_DROP = Statement(delete(schema.todo_row).where(_t.ord == bindparam("ord")))
_words = msgspec.json.Decoder(Text)


# --- rows from folds -----------------------------------------------------------------------------


def values(state: CaseState, ord_: int) -> list[tuple[Any, ...]]:
    """The rows of a case: one for each thing that it waits for."""
    unit = state.received.unit if state.received else ""
    return [
        (
            ord_,
            n,
            state.case_no,
            unit,
            todo.what,
            todo.whose,
            todo.unit,
            todo.by,
            todo.by or schema.NO_DUE,
            todo.barred,
            msgspec.json.encode(todo.why, order="deterministic").decode(),
        )
        for n, todo in enumerate(waiting.todos(state))
    ]


def put(connection: Any, state: CaseState, ord_: int, *, new: bool) -> None:
    """Bring the rows of a case up to its fold."""
    if not new:
        _DROP.run(connection, ord=ord_)
    put_new(connection, values(state, ord_))


def put_new(connection: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of cases that have none."""
    if rows:
        _PUT.many(connection, rows)


# --- the list ------------------------------------------------------------------------------------

_MINE = and_(
    func.instr(bindparam("whose"), literal_column("','").concat(_t.whose).concat(",")) > 0,
    _t.barred != bindparam("staff"),
)
_UNIT = _t.unit == bindparam("unit")
_OF_CASE = _t.case_unit == bindparam("unit")
_SHOWN = ("n", "what", "whose", "unit", "due_on", "why", "due_key", "ord")


def _page(where: ColumnElement[bool]) -> Statement:
    key = tuple_(_t.due_key, _t.ord, _t.n)
    after = tuple_(bindparam("due"), bindparam("ord"), bindparam("n"))
    return Statement(
        select(*(_t[name] for name in _SHOWN), *lists.COLUMNS)
        .select_from(schema.todo_row)
        .join(schema.case_row, schema.case_row.c.ord == _t.ord)
        .where(where, key > after)
        .order_by(_t.due_key, _t.ord, _t.n)
        .limit(bindparam("most"))
    )


_PAGES = {
    ("mine", "all"): _page(_MINE),
    ("mine", "unit"): _page(and_(_UNIT, _MINE)),
    ("others", "all"): _page(not_(_MINE)),
    ("others", "unit"): _page(or_(and_(_UNIT, not_(_MINE)), and_(_OF_CASE, not_(_UNIT)))),
}


_BANDS = ("over", "today", "soon", "later", "others")


def _counts(mine: ColumnElement[bool], *scope: ColumnElement[bool]) -> Statement:
    """One walk over the whole list, each row looked at once: how many of each band."""
    due = _t.due_key
    today: ColumnElement[str] = bindparam("today")
    until_today: ColumnElement[str] = bindparam("until_today")
    until_soon: ColumnElement[str] = bindparam("until_soon")
    conditions = (not_(mine), due < today, due <= until_today, due <= until_soon)
    names = ("others", "over", "today", "soon")
    band = case(
        *(
            (when, literal_column(f"'{name}'"))
            for when, name in zip(conditions, names, strict=True)
        ),
        else_=literal_column("'later'"),
    ).label("band")
    return Statement(select(band, func.count()).where(*scope).group_by(literal_column("band")))


_COUNT_ALL = _counts(_MINE)
_COUNT_UNIT = _counts(and_(_UNIT, _MINE), or_(_UNIT, _OF_CASE))


def page(connection: Any, ask: TodoAsk, limit: int, after: str | None) -> TodoPage:
    """A page of somebody's list, theirs first and what waits for others behind it."""
    part, due, ord_, n = (after or "mine//0/0").split("/")
    found: list[Any] = []
    for each in ("mine", "others"):
        if each == "mine" and part == "others":
            continue
        left = limit + 1 - len(found)
        if left <= 0:
            break
        if each != part:
            due, ord_, n = "", "0", "0"
        rows = _PAGES[each, "all" if ask.everywhere else "unit"].rows(
            connection, **_who(ask), due=due, ord=int(ord_), n=int(n), most=left
        )
        found += [(each, row) for row in rows]
    shown = found[:limit]
    key = None
    if len(found) > limit:
        each, row = shown[-1]
        key = f"{each}/{row[6]}/{row[7]}/{row[0]}"
    return TodoPage(tuple(_row(row, each == "mine") for each, row in shown), key)


def counts(
    connection: Any, ask: TodoAsk, today: str, until_today: str, until_soon: str
) -> TodoCounts:
    """How many of each band there are in the whole list."""
    asked = _COUNT_ALL if ask.everywhere else _COUNT_UNIT
    days = {"today": today, "until_today": until_today, "until_soon": until_soon}
    found = dict(asked.rows(connection, **_who(ask), **days))
    return TodoCounts(*(int(found.get(band, 0)) for band in _BANDS))


def _who(ask: TodoAsk) -> dict[str, Any]:
    return {"unit": ask.unit, "whose": f",{','.join(ask.whose)},", "staff": ask.staff}


def _row(row: Sequence[Any], mine: bool) -> TodoRow:
    n, what, whose, unit, due_on, why = row[:6]
    return TodoRow(
        case=lists.case_row(row[len(_SHOWN) :]),
        n=n,
        what=what,
        whose=whose,
        unit=unit,
        due_on=due_on,
        why=_words.decode(why),
        mine=mine,
    )
