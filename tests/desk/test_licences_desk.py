"""Renewals (art. 50) and the order of acceptance (art. 57) over a real store."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.domain.test_renewal import EXPIRES, RENEW
from tests.helpers.desk import HALL_CATALOGUE, KEY, PIN, Desk
from tests.helpers.small_hall import DOCUMENT, PROMISE, SPOT

from counter.cli import main
from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick, ReceptionForm
from counter.domain.case import CaseState
from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.domain.turn import order_series
from counter.ports.clock import SystemClock
from counter.reports.expiring import Expiring, expiring
from counter.store.rebuild import rebuild
from counter.store.verify import verify

LIMITED = msgspec.structs.replace(PROMISE, law=MatterLaw(limited=True))


LICENCES = msgspec.structs.replace(HALL_CATALOGUE, matters=(SPOT, LIMITED, RENEW))
"""A renewal of the spot licence, and the promise matter limited in number."""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, catalogue=LICENCES)
    yield desk
    desk.close()


def clerk(desk: Desk) -> Actor:
    return desk.session.sign_in("0317", PIN).actor


def chief(desk: Desk) -> Actor:
    return desk.session.sign_in("0309", PIN).actor


def state(desk: Desk, number: str) -> CaseState:
    found = desk.store.case(number)
    assert found is not None
    return found


def licence(desk: Desk, valid_to: str = EXPIRES) -> str:
    """A licence of the spot matter, granted today; the number of its case."""
    number = desk.reception.accept(clerk(desk), desk.form()).case_no
    desk.decision.decide(chief(desk), number, "granted", valid_to=valid_to)
    return number


def renewal(desk: Desk, expires: str = EXPIRES, number: str = "衡工商准〔2023〕0001 号") -> str:
    return desk.reception.accept(clerk(desk), asking(desk, expires, number)).case_no


def asking(desk: Desk, expires: str, number: str) -> ReceptionForm:
    return desk.form(
        matter=RENEW.code,
        materials={"m1": MaterialTick(received=True)},
        fields={"licence_no": number, "expires": expires},
    )


@pytest.mark.article("50")
def test_silence_renews_also_when_the_terminal_was_off_on_the_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, catalogue=LICENCES)
    number = renewal(desk)
    assert LawDesk(desk.hall).automatic() == 0
    desk.close()
    later = dt.datetime.fromisoformat("2026-11-03T08:30:00+08:00")
    again = Desk(tmp_path, later, LICENCES)
    try:
        law = LawDesk(again.hall)
        assert (law.automatic(), law.automatic()) == (1, 0)
        act = next(a for a in again.store.timeline(number) if a.header.kind == "renewal.deemed")
        assert (act.header.actor, act.header.effective_on) == ("system", EXPIRES)
        assert act.header.recorded_at.startswith("2026-11-03")
        codes = [e.code for e in state(again, number).supervision]
        assert sorted(codes) == ["clock.late", "renewal.deemed"]
        rebuild(again.store)
        assert law.automatic() == 0
        assert not list(verify(again.store))
    finally:
        again.close()


def test_the_day_before_the_expiry_supervision_hears_of_it(hall: Desk) -> None:
    number = renewal(hall)
    hall.clock.advance(dt.timedelta(days=37))
    assert LawDesk(hall.hall).automatic() == 1
    assert "renewal.soon" in [e.code for e in state(hall, number).supervision]


def test_the_licence_of_this_hall_is_offered_and_linked(hall: Desk) -> None:
    earlier = licence(hall)
    applicant = state(hall, earlier).applicant
    assert applicant is not None
    own = hall.reception.lookup.offers(clerk(hall), applicant.number, RENEW).renew
    assert own is not None and (own.case_no, own.valid_to) == (earlier, EXPIRES)
    number = renewal(hall, own.valid_to, own.number)
    renewing = state(hall, number).renewal
    assert renewing is not None and renewing.asked.case_no == earlier
    with pytest.raises(KnownError) as refused:
        renewal(hall, own.valid_to, own.number)
    assert refused.value.code == "renewal.twice"
    with pytest.raises(KnownError) as other:
        renewal(hall, "2027-01-01", own.number)
    assert other.value.code == "renewal.other_day"


def lines(desk: Desk, days: int = 60) -> tuple[Expiring, ...]:
    with desk.store.reader() as connection:
        return expiring(connection, desk.store.catalogue(), desk.hall.today(), days)


@pytest.mark.article("50")
def test_what_ends_soon_is_listed_with_the_last_day_for_asking(hall: Desk) -> None:
    licence(hall)
    (line,) = lines(hall)
    assert (line.holder, line.valid_to, line.ask_by) == ("周明远", EXPIRES, "2026-09-30")
    assert (line.renewal, line.stands) == ("", "")
    assert lines(hall, 37) == ()


def test_the_list_says_how_the_renewal_stands_and_drops_what_was_renewed(hall: Desk) -> None:
    licence(hall)
    (line,) = lines(hall)
    number = renewal(hall, EXPIRES, line.number)
    (asked,) = lines(hall)
    assert (asked.renewal, asked.stands) == (number, "asked")
    hall.decision.review(clerk(hall), number, "grant")
    hall.decision.decide(chief(hall), number, "granted", valid_to="2029-10-30")
    assert lines(hall) == ()
    assert [one.valid_to for one in lines(hall, 1200)] == ["2029-10-30"]


@pytest.mark.article("57")
def test_the_order_number_is_taken_with_the_acceptance_and_no_grant_passes_anybody_over(
    hall: Desk,
) -> None:
    form = {"matter": LIMITED.code, "fields": {}}
    first = hall.reception.accept(clerk(hall), hall.form(**form)).case_no
    second = hall.reception.accept(clerk(hall), hall.form(**form)).case_no
    assert [t.n for n in (first, second) if (t := state(hall, n).turn)] == [1, 2]
    assert hall.store.series(order_series("03", LIMITED.code)).last == 2
    for number in (first, second):
        hall.decision.review(clerk(hall), number, "grant")
    with pytest.raises(KnownError) as refused:
        hall.decision.decide(chief(hall), second, "granted")
    assert refused.value.code == "decide.turn"
    assert state(hall, second).decided is None
    hall.decision.decide(chief(hall), first, "refused", "不合条件")
    hall.decision.decide(chief(hall), second, "granted")
    assert state(hall, second).decided is not None


def test_the_journal_with_order_numbers_is_found_whole(hall: Desk) -> None:
    for _ in range(2):
        hall.reception.accept(clerk(hall), hall.form(matter=LIMITED.code, fields={}))
    assert verify(hall.store) == []


def test_an_acceptance_that_fails_takes_no_order_number(hall: Desk) -> None:
    bad = hall.form(matter=LIMITED.code, fields={}, phone="")
    with pytest.raises(KnownError):
        hall.reception.accept(clerk(hall), bad)
    assert hall.store.series(order_series("03", LIMITED.code)).last == 0


@pytest.mark.article("50")
def test_the_expiring_list_is_printed_and_written(hall: Desk, tmp_path: Path) -> None:
    licence(hall, (SystemClock().now().date() + dt.timedelta(days=20)).isoformat())
    hall.store.close()
    target = tmp_path / "list.csv"
    command = ["report", "expiring", str(hall.store.path), "--key-hex", KEY.hex()]
    result = CliRunner().invoke(main, [*command, "--days", "30", "--csv", str(target)])
    assert result.exit_code == 0, result.output
    with target.open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert (head[5:], row[3], row[6]) == (["最迟申请延续", "延续"], "周明远", "没有申请")
    assert DOCUMENT.number not in result.output
    again = CliRunner().invoke(main, [*command, "--days", "10"])
    assert "周明远" not in again.output
