"""Whatever is done in whatever order: projections equal a rebuild, numbers are used once."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.hall import DAY, KEY, LI, MORNING, WANG, ZENG, ZHANG, accept, add, stamp

from counter.domain.acts import NewAct
from counter.domain.case import (
    AcceptanceWithdrawn,
    CaseClosed,
    CaseCorrected,
    CaseReviewed,
    SealUsed,
    case_stream,
)
from counter.domain.catalogue import StaffMember
from counter.domain.numbers import NumberVoided, paper_series, series_stream, use
from counter.domain.people import AbsenceRecorded, StaffRegistered, staff_stream
from counter.domain.records import AccessSearched, access_stream
from counter.store import SqlStore
from counter.store.rebuild import digests, rebuild
from counter.store.verify import verify

PEOPLE = st.one_of(
    st.sampled_from([WANG, ZENG, ZHANG, LI]),
    st.tuples(
        st.text(max_size=8), st.sampled_from([WANG[1], ""]), st.text("0123456789", max_size=12)
    ),
)
COMMANDS = st.one_of(
    st.tuples(st.just("accept"), PEOPLE, st.integers(0, 2)),
    st.tuples(st.just("correct"), st.integers(0, 9), st.text(min_size=1, max_size=6)),
    st.tuples(st.sampled_from(["close", "withdraw", "seal", "review"]), st.integers(0, 9)),
    st.tuples(st.just("void"), st.sampled_from(["gs", "gh"])),
    st.tuples(st.just("staff"), st.integers(1, 3), st.booleans()),
    st.tuples(st.just("search"), st.text(max_size=5)),
    st.tuples(st.just("fail"), st.integers(0, 3)),
)


class Stop(Exception):
    """A command that breaks off half-way."""


def other(store: SqlStore, stream: str, payload: object, fail: bool = False) -> None:
    with store.write() as tx:
        tx.append(
            (NewAct(stream=stream, payload=payload, effective_on=str(DAY)),),  # type: ignore[arg-type]
            stamp(),
        )
        if fail:
            raise Stop


def void(store: SqlStore, unit: str, fail: bool = False) -> None:
    series = paper_series(unit, "受", 2026)
    with store.write() as tx:
        n = tx.take_number(series)
        payload = NumberVoided(series=series, n=n, reason="卡纸", numbers=use(series, n))
        tx.append(
            (NewAct(stream=series_stream(series), payload=payload, effective_on=str(DAY)),),
            stamp(),
        )
        if fail:
            raise Stop


def do(store: SqlStore, cases: list[str], command: tuple[object, ...]) -> None:
    """One command; those on a case take one of those accepted so far."""
    match command:
        case ("accept", tuple() as person, int() as days):
            cases.append(accept(store, person, now=MORNING + dt.timedelta(days=days)))
        case ("correct", int() as i, str() as name) if cases:
            fix = CaseCorrected(path="applicant.name", before="", after=name, reason="笔误")
            add(store, cases[i % len(cases)], fix)
        case ("close", int() as i) if cases:
            add(store, cases[i % len(cases)], CaseClosed())
        case ("withdraw", int() as i) if cases:
            add(store, cases[i % len(cases)], AcceptanceWithdrawn(reason="误按"))
        case ("review", int() as i) if cases:
            add(store, cases[i % len(cases)], CaseReviewed(opinion="grant"), CaseClosed())
        case ("seal", int() as i) if cases:
            number = cases[i % len(cases)]
            seal = SealUsed(paper_id=f"{number}-1", seal="s1", kind="acceptance", name="章")
            add(store, number, seal, touches=("seal:s1", case_stream(cases[0])))
        case ("void", str() as unit):
            void(store, unit)
        case ("staff", int() as n, bool() as absent):
            member = StaffMember(number=str(n), name="刘芳", unit="gs")
            payload = (
                AbsenceRecorded(staff=str(n), reason="x", by="1")
                if absent
                else StaffRegistered(member=member)
            )
            other(store, staff_stream(str(n)), payload)
        case ("search", str() as query):
            found = len(store.find(query).rows)
            stream = access_stream("1", str(DAY))
            other(store, stream, AccessSearched(query=query, found=found))
        case ("fail", int()):
            with suppress(Stop):
                void(store, "gs", fail=True)


@given(st.lists(COMMANDS, max_size=14))
@settings(max_examples=40)
def test_projections_equal_a_rebuild_after_any_commands(
    commands: list[tuple[object, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.create(
            Path(folder) / "counter.db",
            KEY,
            training=True,
            centre="430423",
            terminal="01",
            recorded_at=MORNING,
        )
        with store:
            cases: list[str] = []
            for command in commands:
                do(store, cases, command)
            assert len(set(cases)) == len(cases)
            live = digests(store)
            assert verify(store) == []
            rebuild(store)
            assert digests(store) == live
            for number in cases:
                row = store.find(number).rows[0]
                state = store.case(number)
                assert state is not None and state.applicant is not None
                assert (row.applicant, row.status) == (state.applicant.name, state.status.value)


@pytest.fixture(scope="module")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A store with one case."""
    path = tmp_path_factory.mktemp("queries") / "counter.db"
    with SqlStore.create(
        path, KEY, training=True, centre="430423", terminal="01", recorded_at=MORNING
    ) as store:
        accept(store)
        yield store


@given(st.text(max_size=20))
def test_any_query_is_answered(one_case: SqlStore, query: str) -> None:
    assert len(one_case.find(query).rows) <= 1
