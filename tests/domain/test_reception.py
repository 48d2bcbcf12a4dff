"""受理: what stops F5, what F5 brings, and what can be taken back afterwards."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    DOCUMENT,
    INDEX,
    NOW,
    PROMISE,
    SPOT,
    SUPERVISOR,
    Place,
    application,
    letter,
    material,
)

from counter.domain import reception
from counter.domain.application import document_problems, problems
from counter.domain.case import CaseAccepted, CaseReceived, CaseReviewed, PaperIssued, Status
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError
from counter.domain.numbers import is_valid_number
from counter.domain.persons import Agent, Applicant, Contact, DocKind, IdDocument

TODAY = NOW.date()


def codes(app: object) -> list[str]:
    return [p.code for p in problems(app, INDEX, TODAY) if p.stops]  # type: ignore[arg-type]


def accept(place: Place, **changes: object) -> str:
    number, acts = reception.accept(application(**changes), CLERK, place.setting())
    place.record(CLERK, acts)
    return number


def test_a_complete_application_has_nothing_in_its_way() -> None:
    assert codes(application()) == []


def test_every_gap_is_named_at_once() -> None:
    app = application(contact=Contact(), materials=(material("m1"),), form={})
    found = problems(app, INDEX, TODAY)
    assert [p.field for p in found if p.stops] == [
        "contact.phone",
        "material.m2",
        "form.shop",
        "form.area",
        "form.type",
    ]
    assert "第 2 项 名称预先核准通知书" in str(found[1].what)


@pytest.mark.article("31")
def test_a_material_that_the_catalogue_does_not_list_cannot_be_demanded() -> None:
    """Art. 31."""
    app = application(materials=(material("m1"), material("m2"), material("x9", "计生证明")))
    assert codes(app) == ["material.unasked"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("area", "46,5", "field.wrong"),
        ("area", "46.505", "field.wrong"),
        ("type", "公司", "field.wrong"),
        ("note", "这句话超过五个字", "field.wrong"),
        ("shop", "  ", "field.missing"),
    ],
)
def test_form_fields_are_checked_by_their_kind(field: str, value: str, code: str) -> None:
    form = {"shop": "店", "area": "46.50", "type": "企业", field: value}
    assert codes(application(form=form)) == [code]


def test_a_wrong_check_digit_is_refused_and_the_right_one_not_shown() -> None:
    document = msgspec.structs.replace(DOCUMENT, number="430423199001010015")
    with pytest.raises(KnownError) as refusal:
        reception.accept(
            application(applicant=Applicant(name="周明远", document=document)),
            CLERK,
            Place().setting(),
        )
    assert refusal.value.code == "id.check"
    assert "0014" not in str(refusal.value) and "4" not in str(refusal.value.what)


def test_an_expired_card_is_noted_and_does_not_stop() -> None:
    document = msgspec.structs.replace(DOCUMENT, valid_to="2026-09-01")
    found = problems(
        application(applicant=Applicant(name="周明远", document=document)), INDEX, TODAY
    )
    assert [(p.code, p.stops) for p in found] == [("document.expired", False)]


@pytest.mark.article("29")
def test_an_agent_needs_a_power_of_attorney() -> None:
    agent = Agent(document=DOCUMENT, power_of_attorney=" ")
    assert codes(application(agent=agent)) == ["missing.agent.power_of_attorney"]


def test_an_organisation_is_known_by_its_credit_code_and_representative() -> None:
    firm = Applicant(
        kind="organisation", name="恒丰农产品有限公司", credit_code="91430423ma4l00003j"
    )
    assert codes(application(applicant=firm)) == ["missing.applicant.representative"]
    whole = msgspec.structs.replace(firm, representative="谭子豪")
    _, acts = reception.accept(application(applicant=whole), CLERK, Place().setting())
    received = acts[0].payload
    assert isinstance(received, CaseReceived)
    assert received.applicant.credit_code == "91430423MA4L00003J"


def test_a_passport_typed_by_hand_is_enough() -> None:
    passport = IdDocument(kind=DocKind.PASSPORT, name="Anna Meier", number="c01x00t47")
    app = application(applicant=Applicant(name="", document=passport))
    _, acts = reception.accept(app, CLERK, Place().setting())
    received = acts[0].payload
    assert isinstance(received, CaseReceived)
    assert (received.applicant.name, received.applicant.number) == ("Anna Meier", "C01X00T47")


@pytest.mark.article("32(5)", "56")
def test_f5_on_a_spot_matter_receives_accepts_reviews_and_prints() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    assert [a.kind for a in acts] == [
        "case.received",
        "case.accepted",
        "case.reviewed",
        "paper.issued",
        "paper.issued",
    ]
    assert number.startswith("4304232609220300") and is_valid_number(number)
    accepted = acts[1].payload
    assert isinstance(accepted, CaseAccepted)
    assert accepted.limits.promised_on == "2026-09-22"
    assert accepted.limits.legal_on == "2026-10-27"
    notice, slip = acts[3].payload, acts[4].payload
    assert isinstance(notice, PaperIssued) and isinstance(slip, PaperIssued)
    assert notice.number == "衡工商受〔2026〕0001 号" and slip.number == ""
    assert notice.content["applicant"] == "周明远"


def test_numbers_of_a_day_go_up_and_papers_count_by_organ_type_and_year() -> None:
    place = Place()
    first, second = accept(place), accept(place)
    assert (first[14:18], second[14:18]) == ("0001", "0002")
    assert place.series["paper/GS/受/2026"].last == 2


@pytest.mark.article("82")
def test_a_promise_matter_counts_fifteen_working_days_over_two_holidays() -> None:
    """Art. 82: accepted 2026-09-22, Mid-Autumn and National Day not counted, 10-10 worked."""
    place = Place()
    number = accept(place, matter=PROMISE.code, materials=(material("m1"),), form={})
    state = place.case(number)
    assert state.limits is not None
    assert state.limits.promised_on == "2026-10-20"
    assert state.status is Status.ACCEPTED


def test_a_spot_case_after_closing_hour_is_due_the_next_working_day() -> None:
    friday_evening = dt.datetime(2026, 9, 18, 17, 31, tzinfo=NOW.tzinfo)
    limits = reception.limits_for(
        INDEX.matters["430423-GS-0001-01"], "17:30", Place().calendar, friday_evening
    )
    assert limits.promised_on == "2026-09-20"  # a Sunday that is worked


def test_a_spot_case_taken_while_the_hall_is_shut_is_due_when_it_opens() -> None:
    closures = {dt.date(2026, 9, 23): "停电检修", dt.date(2026, 9, 24): "停电检修"}
    calendar = Place().calendar.with_local({}, closures, "x")
    matter = INDEX.matters["430423-GS-0001-01"]
    morning = dt.datetime(2026, 9, 23, 9, 0, tzinfo=NOW.tzinfo)
    limits = reception.limits_for(matter, "17:30", calendar, morning)
    assert limits.promised_on == "2026-09-28"  # 25 to 27 are Mid-Autumn
    plain = reception.limits_for(matter, "17:30", Place().calendar, morning)
    assert (plain.promised_on, plain.legal_on) == ("2026-09-23", limits.legal_on)


def test_a_year_without_a_table_is_marked_as_estimated() -> None:
    far = dt.datetime(2031, 3, 3, 9, 0, tzinfo=NOW.tzinfo)
    limits = reception.limits_for(PROMISE, "17:30", Place().calendar, far)
    assert limits.estimated


def test_a_supervisor_may_only_look() -> None:
    with pytest.raises(KnownError) as refusal:
        reception.accept(application(), SUPERVISOR, Place().setting())
    assert refusal.value.code == "role.clerk"


@pytest.mark.article("32(3)")
def test_a_correction_keeps_before_and_after_and_its_reason() -> None:
    place = Place()
    number = accept(place)
    acts = reception.correct(
        place.case(number), "contact.phone", "13900000827", "报错一位", CLERK, TODAY
    )
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.contact is not None and state.contact.phone == "13900000827"
    assert (state.corrections[0].before, state.corrections[0].reason) == ("13900000826", "报错一位")


@pytest.mark.parametrize(
    ("path", "after", "reason", "code"),
    [
        ("applicant.document", "x", "y", "correct.field"),
        ("contact.phone", "13900000826", "y", "correct.same"),
        ("contact.phone", "13900000827", " ", "correct.reason"),
        ("form.nothing", "x", "y", "correct.field"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(
    path: str, after: str, reason: str, code: str
) -> None:
    place = Place()
    state = place.case(accept(place))
    with pytest.raises(KnownError) as refusal:
        reception.correct(state, path, after, reason, CLERK, TODAY)
    assert refusal.value.code == code


def test_a_wrong_f5_is_withdrawn_by_its_acceptor_on_the_same_day() -> None:
    place = Place()
    number = accept(place)
    place.record(CLERK, reception.withdraw(place.case(number), "选错事项", CLERK, TODAY))
    assert place.case(number).status is Status.WITHDRAWN
    with pytest.raises(KnownError, match="已经办结"):
        reception.withdraw(place.case(number), "再来", CLERK, TODAY)


def test_a_withdrawal_by_another_clerk_or_another_day_is_refused() -> None:
    place = Place()
    state = place.case(accept(place))
    other = msgspec.structs.replace(CLERK, number="0330")
    with pytest.raises(KnownError) as refusal:
        reception.withdraw(state, "x", other, TODAY)
    assert refusal.value.code == "withdraw.other"
    with pytest.raises(KnownError) as refusal:
        reception.withdraw(state, "x", CLERK, TODAY + dt.timedelta(days=1))
    assert refusal.value.code == "withdraw.day"


@pytest.mark.parametrize(
    ("path", "after", "code"),
    [
        ("contact.phone", "1380", "phone.shape"),
        ("contact.phone", "打不通", "phone.shape"),
        ("form.area", "很大", "field.wrong"),
        ("form.type", "国营", "field.wrong"),
    ],
)
def test_a_correction_keeps_the_rules_of_the_form(path: str, after: str, code: str) -> None:
    place = Place()
    state = place.case(accept(place))
    matter = INDEX.matters[application().matter]
    with pytest.raises(KnownError) as refusal:
        reception.correct(state, path, after, "x", CLERK, TODAY, matter)
    assert refusal.value.code == code
    assert reception.correct(state, "form.area", "36.5", "x", CLERK, TODAY, matter)


def test_the_number_in_a_household_book_is_a_citizens_number_and_checked() -> None:
    book = msgspec.structs.replace(DOCUMENT, kind=DocKind.HUKOU, number="430423202001010018")
    found = document_problems("applicant.document", book, TODAY)
    assert [(p.field, p.stops) for p in found] == [("applicant.document.number", True)]
    right = msgspec.structs.replace(book, number="430423202001010019")
    assert document_problems("applicant.document", right, TODAY) == []


def test_another_unit_neither_corrects_nor_withdraws_a_case() -> None:
    place = Place()
    state = place.case(accept(place))
    clerk = msgspec.structs.replace(CLERK, number="0905", unit="WH")
    chief = msgspec.structs.replace(CHIEF, number="0901", unit="WH")
    for actor in (clerk, chief):
        with pytest.raises(KnownError) as refusal:
            reception.correct(state, "contact.phone", "13900000009", "x", actor, TODAY)
        assert refusal.value.code == "role.unit"
        with pytest.raises(KnownError) as refusal:
            reception.withdraw(state, "x", actor, TODAY)
        assert refusal.value.code == "role.unit"
    colleague = msgspec.structs.replace(CLERK, number="0330")
    assert reception.correct(state, "contact.phone", "13900000009", "x", colleague, TODAY)


def test_who_accepted_another_units_matter_may_mend_it() -> None:
    place = Place()
    state = place.case(accept(place))
    lent = msgspec.structs.replace(CLERK, unit="WH")
    assert reception.correct(state, "contact.phone", "13900000009", "x", lent, TODAY)
    assert reception.withdraw(state, "x", lent, TODAY)


def test_a_reviewed_promise_case_is_not_withdrawn() -> None:
    place = Place()
    number = accept(place, matter=PROMISE.code, materials=(material("m1"),), form={})
    state = msgspec.structs.replace(
        place.case(number), status=Status.REVIEWED, reviewed=CaseReviewed(opinion="grant")
    )
    with pytest.raises(KnownError) as refusal:
        reception.withdraw(state, "x", CHIEF, TODAY)
    assert refusal.value.code == "withdraw.late"


def test_letters_of_one_unit_do_not_reach_into_another() -> None:
    wide = letter("x", "0309", "A")
    assert wide.covers(PROMISE, "decide", TODAY)
    assert not wide.covers(INDEX.matters["430423-WH-0001-01"], "decide", TODAY)


def test_the_receipt_of_materials_is_issued_once_with_everything_that_came_in() -> None:
    place = Place()
    number = accept(place)
    acts = reception.receipt_of_materials(place.case(number), CLERK, place.setting())
    place.record(CLERK, acts)
    paper = acts[0].payload
    assert isinstance(paper, PaperIssued)
    assert (paper.number, paper.content["material_copies"]) == ("衡工商收〔2026〕0001 号", 2)
    with pytest.raises(KnownError) as refusal:
        reception.receipt_of_materials(place.case(number), CLERK, place.setting())
    assert refusal.value.code == "receipt.twice"


def test_a_typed_number_can_be_put_right_and_what_a_card_said_cannot() -> None:
    place = Place()
    typed = msgspec.structs.replace(DOCUMENT, source="typed")
    number = accept(place, applicant=Applicant(name="周明远", document=typed))
    fix = reception.correct
    with pytest.raises(KnownError) as refusal:
        fix(place.case(number), "document.number", "430423199001010015", "看错", CLERK, TODAY)
    assert refusal.value.code == "id.check"
    right = "43042319851112 0024"
    place.record(CLERK, fix(place.case(number), "document.number", right, "看错", CLERK, TODAY))
    applicant = place.case(number).applicant
    assert applicant is not None and applicant.number == "430423198511120024"
    by_card = accept(place)
    with pytest.raises(KnownError) as refusal:
        fix(place.case(by_card), "document.number", right, "看错", CLERK, TODAY)
    assert refusal.value.code == "correct.field"


def test_a_field_that_was_left_empty_is_written_by_a_correction() -> None:
    place = Place()
    number = accept(place)
    acts = reception.correct(
        place.case(number), "form.note", "二楼", "补写", CLERK, TODAY, INDEX.matters[SPOT.code]
    )
    place.record(CLERK, acts)
    assert place.case(number).form["note"] == "二楼"
    assert place.case(number).corrections[0].before == ""


@pytest.mark.parametrize(
    ("asked", "matter", "codes"),
    [
        (True, PROMISE, ["accept_notice", "promise_notice", "slip"]),
        (False, PROMISE, ["accept_notice", "slip"]),
        (True, SPOT, ["accept_notice", "slip"]),
    ],
)
def test_a_promised_matter_has_its_own_notice_where_the_hall_asks_for_it(
    asked: bool, matter: Matter, codes: list[str]
) -> None:
    rules = msgspec.structs.replace(CATALOGUE.rules, promise_notice=asked)
    hall = CatalogueIndex(msgspec.structs.replace(CATALOGUE, rules=rules))
    assert [kind.code for kind in reception.papers_on_acceptance(matter, hall)] == codes


def test_the_promise_notice_names_days_and_day_and_has_a_number_of_its_own() -> None:
    rules = msgspec.structs.replace(CATALOGUE.rules, promise_notice=True)
    hall = CatalogueIndex(msgspec.structs.replace(CATALOGUE, rules=rules))
    place = msgspec.structs.replace(Place().setting(), catalogue=hall)
    app = application(
        matter=PROMISE.code, materials=tuple(material(m.code) for m in PROMISE.materials), form={}
    )
    _, acts = reception.accept(app, CLERK, place)
    issued = [a.payload for a in acts if isinstance(a.payload, PaperIssued)]
    (promise,) = [p for p in issued if p.code == "promise_notice"]
    assert promise.number == "衡工商诺〔2026〕0001 号" and promise.seals == ("acceptance",)
    assert promise.content["promised_days"] == 15 and promise.content["promised_words"]
