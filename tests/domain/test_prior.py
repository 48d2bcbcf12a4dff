"""前置: a matter that rests on another one's result is accepted when that result was seen."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    NOW,
    PROMISE,
    SPOT,
    Place,
    application,
    material,
)

from counter.domain import decision, notice, reception
from counter.domain.admission import Known, admit
from counter.domain.application import Application
from counter.domain.case import CaseReceived, CaseState, MaterialReceived, PriorResult, Status
from counter.domain.catalogue import CatalogueIndex, MatterLaw
from counter.domain.errors import KnownError
from counter.domain.prior import granted
from counter.domain.reception import Setting

TODAY = NOW.date()
NEEDS = msgspec.structs.replace(PROMISE, law=MatterLaw(needs=(SPOT.code,)))
LINKED = CatalogueIndex(msgspec.structs.replace(CATALOGUE, matters=(SPOT, NEEDS)))
PERMIT = PriorResult(matter=SPOT.code, title=SPOT.title, number="SP4304231150001")


def setting(place: Place) -> Setting:
    return msgspec.structs.replace(place.setting(), catalogue=LINKED)


def wanting(*prior: PriorResult) -> Application:
    """Complete but for what `prior` says."""
    return application(matter=NEEDS.code, materials=(material("m1"),), form={}, prior=prior)


def permitted(valid_to: str = "") -> tuple[Place, CaseState]:
    """The needed matter, granted by this hall."""
    place = Place()
    number, acts = reception.accept(application(), CLERK, setting(place))
    place.record(CLERK, acts)
    acts = decision.decide(
        place.case(number), "granted", "", CHIEF, setting(place), valid_to=valid_to
    )
    place.record(CHIEF, acts)
    return place, place.case(number)


def test_without_the_prior_result_f5_is_refused_with_what_to_do_first() -> None:
    with pytest.raises(KnownError) as refusal:
        reception.accept(wanting(), CLERK, setting(Place()))
    assert refusal.value.code == "prior.missing"
    assert SPOT.title in str(refusal.value.what)
    assert f"先办 {SPOT.title}，再办 {NEEDS.title}" in str(refusal.value.next_step)


def test_a_certificate_that_was_seen_lets_it_through_and_its_number_stands_in_the_act() -> None:
    _, acts = reception.accept(wanting(PERMIT), CLERK, setting(Place()))
    received = acts[0].payload
    assert isinstance(received, CaseReceived) and received.prior == (PERMIT,)


def test_a_number_that_is_only_declared_is_no_result() -> None:
    declared = msgspec.structs.replace(PERMIT, evidence="D")
    with pytest.raises(KnownError) as refusal:
        reception.accept(wanting(declared), CLERK, setting(Place()))
    assert refusal.value.code == "prior.missing" and "自己申报" in str(refusal.value.what)


def test_the_applicants_own_granted_case_is_the_result() -> None:
    _, case = permitted()
    found = granted((case,), NEEDS, LINKED, TODAY)[SPOT.code]
    assert (found.case_no, found.evidence) == (case.case_no, "A")
    assert found.number in {p.issued.number for p in case.papers.values()}
    app = wanting(found)
    admit(app, NEEDS, Known(cases=(case,)), LINKED, TODAY)
    reception.accept(app, CLERK, setting(Place()))


def test_a_result_that_has_expired_is_none() -> None:
    _, case = permitted(valid_to="2026-12-31")
    assert granted((case,), NEEDS, LINKED, dt.date(2026, 12, 31))
    assert granted((case,), NEEDS, LINKED, dt.date(2027, 1, 1)) == {}


def test_a_case_that_was_not_granted_cannot_be_named_as_the_result() -> None:
    claim = msgspec.structs.replace(PERMIT, case_no="430423260101030001X")
    with pytest.raises(KnownError) as refusal:
        admit(wanting(claim), NEEDS, Known(), LINKED, TODAY)
    assert refusal.value.code == "prior.gone"


def test_the_missing_result_is_a_gap_that_is_told_and_its_number_completes_the_case() -> None:
    place = Place()
    items = notice.missing_items(wanting(), NEEDS, LINKED)
    assert [i.code for i in items] == [f"prior.{SPOT.code}"]
    number, acts = notice.receive_and_notify(wanting(), items, CLERK, setting(place))
    place.record(CLERK, acts)
    came = MaterialReceived(code=items[0].code, name=items[0].name)
    with pytest.raises(KnownError) as refusal:
        notice.supplement(place.case(number), (came,), CLERK, setting(place))
    assert refusal.value.code == "supplement.prior"
    came = msgspec.structs.replace(came, number="SP4304231150001")
    acts = notice.supplement(place.case(number), (came,), CLERK, setting(place))
    place.record(CLERK, acts)
    assert place.case(number).status is Status.ACCEPTED


def test_it_may_be_received_before_the_result_is_there() -> None:
    place = Place()
    number, acts = notice.receive_only(wanting(), CLERK, setting(place))
    place.record(CLERK, acts)
    assert place.case(number).status is Status.RECEIVED
