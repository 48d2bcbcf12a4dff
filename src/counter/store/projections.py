"""Projections: what the screens read, derived from the journal and from nothing else.

`refold(stream)` is the only way they change. A case is folded whole from its few acts; series,
staff and registers grow long, so they go on from the stored state when that state saw the act
before, and are folded from the beginning when it did not. `rebuild` does it for every stream.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select

from counter.domain.case import ENDED, FINISHED, CaseState, SealUsed, evolve_case
from counter.domain.numbers import SeriesState, evolve_series
from counter.domain.people import StaffState, evolve_staff
from counter.domain.records import AccessOpened, AccessSearched, CatalogueImported
from counter.store import grants, schema, todos
from counter.store.enquiries import ENQUIRIES
from counter.store.folded import Folded
from counter.store.journal import Placed, stream_acts
from counter.store.money import MONEY
from counter.store.projects import PROJECTS
from counter.store.sql import Statement, inserting, replacing
from counter.store.tokens import case_tokens

CASE, SERIES, STAFF, ACCESS = "case:", "series:", "staff:", "access:"
FOLDED: dict[str, Folded[Any]] = {each.prefix: each for each in (ENQUIRIES, PROJECTS, *MONEY)}
"""Small streams that are folded whole into a row of their own, by prefix."""

_c, _r, _t = schema.case_row.c, schema.series_row.c, schema.token.c
_PUT_CASE = replacing(schema.case_row)
_PUT_SERIES = replacing(schema.series_row)
_PUT_STAFF = replacing(schema.staff_row)
_PUT_SEAL = replacing(schema.seal_row)
_PUT_ACCESS = replacing(schema.access_row)
_PUT_CATALOGUE = replacing(schema.catalogue_row)
_PUT_MATTER = replacing(schema.matter_row)
_PUT_TOKEN = inserting(schema.token)
_DROP_TOKEN = Statement(
    delete(schema.token).where(_t.token == bindparam("token"), _t.ord == bindparam("ord"))
)
_SOUGHT = (_c.case_no, _c.applicant, _c.number, _c.phone, _c.agent, _c.agent_number, _c.matter)
_OLD = Statement(select(*_SOUGHT).where(_c.ord == bindparam("ord")))
_SERIES = Statement(select(schema.series_row).where(_r.series == bindparam("series")))
_ALL_SERIES = Statement(select(schema.series_row).order_by(_r.series))
_STAFF = Statement(select(schema.staff_row).where(schema.staff_row.c.number == bindparam("number")))
_STREAMS = Statement(select(schema.act_stream.c.stream).distinct())

_staff_decoder = msgspec.json.Decoder(StaffState)
_blocks_decoder = msgspec.json.Decoder(tuple[tuple[int, int], ...])


# --- folds ---------------------------------------------------------------------------------------


def fold_case(case_no: str, acts: Sequence[Placed]) -> CaseState:
    """A case from all of its acts."""
    state = CaseState(case_no=case_no)
    for placed in acts:
        state = evolve_case(state, placed.act)
    return state


def read_series(connection: Any, series: str) -> tuple[SeriesState, int]:
    """Stored state of a series and the position it has seen; (empty, 0) when there is none."""
    row = _SERIES.row(connection, series=series)
    if row is None:
        return SeriesState(series), 0
    _series, last, used, blocks, last_pos = row
    return SeriesState(series, _blocks_decoder.decode(blocks), last, used), last_pos


def all_series(connection: Any) -> tuple[SeriesState, ...]:
    """All series that any act has touched, by key."""
    return tuple(
        SeriesState(series, _blocks_decoder.decode(blocks), last, used)
        for series, last, used, blocks, _pos in _ALL_SERIES.rows(connection)
    )


def read_staff(connection: Any, number: str) -> tuple[StaffState, int]:
    """Stored state of a person's account and the position it has seen."""
    row = _STAFF.row(connection, number=number)
    if row is None:
        return StaffState(number=number), 0
    return _staff_decoder.decode(row[3]), row[4]


def folded_by(stream: str) -> Folded[Any] | None:
    """How a small stream is folded into its row; None for another kind of stream."""
    return FOLDED.get(stream[: stream.find(":") + 1])


# --- refolding -----------------------------------------------------------------------------------


def refold(
    connection: Any,
    stream: str,
    fresh: Sequence[Placed] = (),
    before: int | None = None,
    series: dict[str, tuple[SeriesState, int]] | None = None,
) -> None:
    """Bring the projections of one stream up to its acts.

    `fresh`: the acts just appended to it, `before`: where it ended before them; given both, a
    state that has seen `before` goes on from there. Without them everything is read again.
    `series`: states of series that this transaction has read or folded before; kept up here.
    """
    if stream.startswith(CASE):
        acts = fresh if before == 0 else stream_acts(connection, stream)
        _put_case(connection, stream, acts)
    elif stream.startswith(SERIES):
        _refold_series(connection, stream, fresh, before, {} if series is None else series)
    elif (folded := folded_by(stream)) is not None:
        folded.put(connection, stream, fresh if before == 0 else stream_acts(connection, stream))
    elif stream.startswith(STAFF):
        _refold_staff(connection, stream, fresh, before)
    else:
        acts = fresh if before is not None else stream_acts(connection, stream)
        _put_registers(connection, stream, acts)


def _refold_series(
    connection: Any,
    stream: str,
    fresh: Sequence[Placed],
    before: int | None,
    states: dict[str, tuple[SeriesState, int]],
) -> None:
    series = stream.removeprefix(SERIES)
    state, seen = states.get(series) or read_series(connection, series)
    if before is None or seen != before:
        state, fresh = SeriesState(series), stream_acts(connection, stream)
    for placed in fresh:
        state = evolve_series(state, placed.act)
    if fresh:
        blocks = msgspec.json.encode(state.blocks).decode()
        row = (series, state.last, state.used, blocks, fresh[-1].pos)
        _PUT_SERIES.many(connection, (row,))
        states[series] = (state, fresh[-1].pos)


def _refold_staff(
    connection: Any, stream: str, fresh: Sequence[Placed], before: int | None
) -> None:
    number = stream.removeprefix(STAFF)
    state, seen = read_staff(connection, number)
    if before is None or seen != before:
        state, fresh = StaffState(number=number), stream_acts(connection, stream)
    for placed in fresh:
        state = evolve_staff(state, placed.act)
    if fresh:
        member = state.member
        body = msgspec.json.encode(state, order="deterministic")
        name, unit = (member.name, member.unit) if member else ("", "")
        _PUT_STAFF.many(connection, ((number, name, unit, body, fresh[-1].pos),))


def _put_registers(connection: Any, stream: str, acts: Sequence[Placed]) -> None:
    """Rows of the registers that single acts make, whatever stream they stand in."""
    for placed in acts:
        row = access_values(placed)
        if row is not None and stream.startswith(ACCESS):
            _PUT_ACCESS.many(connection, (row,))
        payload, header = placed.act.payload, placed.act.header
        if isinstance(payload, CatalogueImported) and header.stream == stream:
            values = (payload.version, payload.title, payload.digest, header.recorded_at)
            _PUT_CATALOGUE.many(connection, (values,))


def put_new_cases(connection: Any, cases: Sequence[tuple[str, Sequence[Placed]]]) -> None:
    """Projections of cases that were not there before, many at once: (stream, all its acts)."""
    rows, tokens, matters, seals = [], [], set(), []
    waits, licences = list[tuple[Any, ...]](), list[tuple[CaseState, int]]()
    for stream, acts in cases:
        state = fold_case(stream.removeprefix(CASE), acts)
        values = case_values(state, acts)
        if values is None:
            continue
        waits += todos.values(state, values["ord"])
        licences.append((state, values["ord"]))
        rows.append([values[n] for n in _PUT_CASE.names])
        sought = [values[c.name] for c in _SOUGHT]
        tokens += [(token, values["ord"]) for token in row_tokens(sought)]
        matters.add((values["matter"], values["matter_title"]))
        seals += [row for row in map(seal_values, acts) if row is not None]
    _PUT_CASE.many(connection, rows)
    _PUT_TOKEN.many(connection, sorted(tokens))
    _PUT_MATTER.many(connection, sorted(matters))
    _PUT_SEAL.many(connection, seals)
    todos.put_new(connection, waits)
    grants.put(connection, licences)


def _put_case(connection: Any, stream: str, acts: Sequence[Placed]) -> None:
    state = fold_case(stream.removeprefix(CASE), acts)
    values = case_values(state, acts)
    if values is None:
        return
    ord_ = values["ord"]
    old = _OLD.row(connection, ord=ord_)
    _PUT_CASE.many(connection, ([values[n] for n in _PUT_CASE.names],))
    sought = [values[c.name] for c in _SOUGHT]
    if old is None or list(old) != sought:
        new = row_tokens(sought)
        gone = row_tokens(old) if old else frozenset()
        _DROP_TOKEN.many(connection, ((t, ord_) for t in gone - new))
        _PUT_TOKEN.many(connection, sorted((t, ord_) for t in new - gone))
    if old is None:
        _PUT_MATTER.many(connection, ((values["matter"], values["matter_title"]),))
    seals = [row for row in map(seal_values, acts) if row is not None]
    if seals:
        _PUT_SEAL.many(connection, seals)
    todos.put(connection, state, ord_, new=old is None)
    grants.put(connection, [(state, ord_)])


# --- rows from folds -----------------------------------------------------------------------------


def row_tokens(sought: Sequence[str]) -> frozenset[str]:
    """Search tokens of the values that make them (see `_SOUGHT`)."""
    case_no, applicant, number, phone, agent, agent_number, matter = sought
    return case_tokens(case_no, applicant, number, phone, agent, agent_number, matter)


def case_values(state: CaseState, acts: Sequence[Placed]) -> dict[str, Any] | None:
    """The row of `case_row` for a case and its acts; None while nothing was received in it."""
    received, applicant, contact = state.received, state.applicant, state.contact
    if received is None or applicant is None or contact is None:
        return None
    agent = received.agent.document if received.agent else None
    limits = state.limits
    due = state.due_on
    return {
        "ord": acts[0].pos,
        "case_no": state.case_no,
        "status": state.status.value,
        "applicant": applicant.name,
        "number": applicant.number,
        "phone": contact.phone,
        "matter": received.matter,
        "matter_title": received.matter_title,
        "unit": received.unit,
        "window": received.window,
        "handling": received.handling,
        "received_at": state.received_at,
        "accepted_on": state.accepted_on,
        "due_on": due,
        "legal_on": limits.legal_on if limits else "",
        "decided_on": state.decided_on,
        "closed_on": state.closed_on,
        "acceptor": state.acceptor,
        "reviewer": state.reviewer,
        "decider": state.decider,
        "missing_seals": len(state.missing_seals),
        "last_seq": state.last_seq,
        "agent": agent.name if agent else "",
        "agent_number": agent.number if agent else "",
        "open": 0 if state.status in ENDED else 1,
        "unfiled": 1 if state.status in FINISHED else 0,
        "due_key": due or schema.NO_DUE,
    }


def seal_values(placed: Placed) -> tuple[Any, ...] | None:
    """The line of the seal register that an act makes, or None."""
    payload, header = placed.act.payload, placed.act.header
    if not isinstance(payload, SealUsed):
        return None
    case_no = header.stream.removeprefix(CASE)
    return (
        placed.pos,
        header.recorded_at,
        payload.seal,
        payload.name,
        case_no,
        payload.paper_id,
        header.actor,
    )


def access_values(placed: Placed) -> tuple[Any, ...] | None:
    """The line of 查询留痕 that an act makes, or None."""
    payload, header = placed.act.payload, placed.act.header
    if isinstance(payload, AccessSearched):
        rest: tuple[Any, ...] = ("searched", payload.query, payload.found)
    elif isinstance(payload, AccessOpened):
        rest = ("opened", payload.case_no, 1)
    else:
        return None
    return (placed.pos, header.recorded_at, header.actor, *rest)
