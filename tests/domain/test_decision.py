"""审, 核, 用印, 送达: two people, the right letter, the right seals, the right collector."""

from __future__ import annotations

import msgspec
import pytest
from tests.helpers.small_hall import (
    CHIEF,
    CLERK,
    DEPUTY,
    DOCUMENT,
    INDEX,
    NOW,
    OTHER_DOCUMENT,
    PROMISE,
    Place,
    application,
    letter,
    material,
)

from counter.domain import decision, delivery, reception
from counter.domain.acts import NewAct
from counter.domain.case import PaperIssued, PaperPrinted, SealUsed, Status, case_stream
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.domain.persons import Agent, IdDocument

TODAY = NOW.date()


def accepted(place: Place, **changes: object) -> str:
    number, acts = reception.accept(application(**changes), CLERK, place.setting())
    place.record(CLERK, acts)
    return number


def decided(place: Place, **changes: object) -> str:
    number = accepted(place, **changes)
    acts = decision.decide(place.case(number), "granted", "", CHIEF, place.setting())
    place.record(CHIEF, acts)
    return number


def printed(place: Place, number: str) -> str:
    """Print the decision; returns its paper id."""
    state = place.case(number)
    paper_id = next(p for p, s in state.papers.items() if s.issued.code == "decision_grant")
    payload = PaperPrinted(paper_id=paper_id, job=1, outcome="printed", nth=1, copies=2)
    place.record(
        CLERK, [NewAct(stream=case_stream(number), payload=payload, effective_on="2026-09-22")]
    )
    return paper_id


def hand_over(place: Place, number: str, document: IdDocument | None, note: str = "") -> str:
    """Deliver at the window; the code of the refusal, or "" when it went well."""
    try:
        acts = delivery.deliver(
            place.case(number),
            delivery.Service(method="direct", document=document, note=note),
            CLERK,
            place.setting(),
        )
    except KnownError as error:
        return error.code
    place.record(CLERK, acts)
    return ""


def refused(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(KnownError) as refusal:
        call(*args, **kwargs)  # type: ignore[operator]
    assert refusal.value.what and refusal.value.next_step
    return refusal.value.code


def test_review_and_decision_are_two_people() -> None:
    place = Place()
    both = msgspec.structs.replace(
        CHIEF, number=CLERK.number, roles=frozenset({Role.CLERK, Role.CHIEF_A})
    )
    number = accepted(place)
    code = refused(decision.decide, place.case(number), "granted", "", both, place.setting())
    assert code == "decide.same_person"


@pytest.mark.article("37")
def test_a_grant_is_numbered_and_names_the_letter_it_rests_on() -> None:
    place = Place()
    number = decided(place)
    state = place.case(number)
    assert state.status is Status.DECIDED and state.decided is not None
    assert state.decided.letter == "衡工商授〔2026〕1 号"
    paper = next(s.issued for s in state.papers.values() if s.issued.code == "decision_grant")
    assert isinstance(paper, PaperIssued)
    assert paper.number == "衡工商准〔2026〕0001 号"
    assert paper.seals == ("approval", "centre")


@pytest.mark.article("38")
def test_a_refusal_needs_reasons_and_tells_of_remedies() -> None:
    """Art. 38."""
    place = Place()
    number = accepted(place)
    code = refused(decision.decide, place.case(number), "refused", " ", CHIEF, place.setting())
    assert code == "decide.reason"
    acts = decision.decide(
        place.case(number), "refused", "经营场所不符合条件", CHIEF, place.setting()
    )
    paper = acts[1].payload
    assert isinstance(paper, PaperIssued)
    assert "六十日" in str(paper.content["remedies"]) and "六个月" in str(paper.content["remedies"])


def test_an_unreviewed_promise_case_cannot_be_decided() -> None:
    place = Place()
    number = accepted(place, matter=PROMISE.code, materials=(material("m1"),), form={})
    code = refused(decision.decide, place.case(number), "granted", "", CHIEF, place.setting())
    assert code == "decide.state"
    place.record(CLERK, decision.review(place.case(number), "grant", "", CLERK, TODAY))
    assert place.case(number).status is Status.REVIEWED
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, place.setting()))
    assert place.case(number).status is Status.DECIDED


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (CLERK, "decide.same_person"),
        (msgspec.structs.replace(CLERK, number="0330"), "authority.role"),
        (msgspec.structs.replace(CHIEF, unit="WH"), "authority.unit"),
        (msgspec.structs.replace(CHIEF, letters=()), "authority.scope"),
        (
            msgspec.structs.replace(CHIEF, letters=(letter("a", "0309", "A", scope=("accept",)),)),
            "authority.scope",
        ),
        (
            msgspec.structs.replace(
                CHIEF, letters=(letter("a", "0309", "A", valid_to="2026-09-21"),)
            ),
            "authority.scope",
        ),
        (DEPUTY, "authority.b"),
    ],
)
def test_who_may_not_decide(actor: Actor, code: str) -> None:
    place = Place()
    number = accepted(place)
    assert (
        refused(decision.decide, place.case(number), "granted", "", actor, place.setting()) == code
    )


def test_b_decides_while_a_is_absent_and_both_letters_are_named() -> None:
    place = Place()
    number = accepted(place)
    stand_in = msgspec.structs.replace(DEPUTY, a_absent=True)
    acts = decision.decide(
        place.case(number), "granted", "", stand_in, place.setting(), a_letter="A 授 1"
    )
    place.record(stand_in, acts)
    state = place.case(number)
    assert state.decided is not None
    assert (state.decided.letter, state.decided.for_absent) == ("衡工商授〔2026〕2 号", "A 授 1")


def test_no_seal_on_blank_paper_nor_twice_nor_by_the_wrong_keeper() -> None:
    place = Place()
    number = decided(place)
    state = place.case(number)
    assert refused(decision.use_seal, state, "none", "centre", CLERK, INDEX, TODAY) == "seal.blank"
    paper_id = next(p for p, s in state.papers.items() if s.issued.code == "decision_grant")
    seal = decision.use_seal
    assert refused(seal, state, paper_id, "centre", CLERK, INDEX, TODAY) == "seal.unprinted"
    printed(place, number)
    state = place.case(number)
    assert refused(seal, state, paper_id, "acceptance", CLERK, INDEX, TODAY) == "seal.not_asked"
    assert refused(seal, state, paper_id, "approval", CLERK, INDEX, TODAY) == "seal.keeper"
    place.record(CHIEF, seal(state, paper_id, "approval", CHIEF, INDEX, TODAY))
    state = place.case(number)
    assert refused(seal, state, paper_id, "approval", CHIEF, INDEX, TODAY) == "seal.twice"


def kept(kind: str, *keepers: str) -> CatalogueIndex:
    """The small hall where this kind of seal is kept by these roles."""
    seals = tuple(
        msgspec.structs.replace(seal, keepers=keepers) if seal.kind == kind else seal
        for seal in INDEX.catalogue.seals
    )
    return CatalogueIndex(msgspec.structs.replace(INDEX.catalogue, seals=seals))


def test_the_catalogue_says_who_keeps_a_seal_and_the_refusal_names_them() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    state = place.case(number)
    with pytest.raises(KnownError) as refusal:
        decision.use_seal(state, paper_id, "approval", CLERK, INDEX, TODAY)
    assert refusal.value.code == "seal.keeper"
    assert str(refusal.value.what) == "工商局行政审批专用章由首席代表保管。"
    only_b = kept("approval", "chief_b")
    with pytest.raises(KnownError) as refusal:
        decision.use_seal(state, paper_id, "approval", CHIEF, only_b, TODAY)
    assert str(refusal.value.next_step) == "请首席代表 B 角上岗后盖章登记。"
    by_b = decision.use_seal(state, paper_id, "approval", DEPUTY, only_b, TODAY)
    assert isinstance(by_b[0].payload, SealUsed) and by_b[0].payload.seal == "GS-SP"
    clerks = kept("approval", "clerk")
    assert decision.use_seal(state, paper_id, "approval", CLERK, clerks, TODAY)


def test_a_seal_without_a_keeper_is_for_whoever_works_at_the_window() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    state = place.case(number)
    for actor in (CLERK, CHIEF, DEPUTY):
        assert decision.use_seal(state, paper_id, "centre", actor, INDEX, TODAY)
    chiefs = kept("centre", "chief_a", "chief_b")
    code = refused(decision.use_seal, state, paper_id, "centre", CLERK, chiefs, TODAY)
    assert code == "seal.keeper"


def test_who_only_looks_on_uses_no_seal() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    watcher = msgspec.structs.replace(CLERK, roles=frozenset({Role.SUPERVISOR}))
    code = refused(decision.use_seal, place.case(number), paper_id, "centre", watcher, INDEX, TODAY)
    assert code == "role.clerk"


def test_another_unit_uses_no_seal_on_a_case_and_hands_nothing_over() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    chief = msgspec.structs.replace(CHIEF, number="0901", unit="WH")
    clerk = msgspec.structs.replace(CLERK, number="0905", unit="WH")
    seal = decision.use_seal
    state = place.case(number)
    assert refused(seal, state, paper_id, "approval", chief, INDEX, TODAY) == "role.unit"
    assert refused(seal, state, paper_id, "centre", clerk, INDEX, TODAY) == "role.unit"
    for kind, who in (("approval", CHIEF), ("centre", CLERK)):
        place.record(who, seal(place.case(number), paper_id, kind, who, INDEX, TODAY))
    state = place.case(number)
    code = refused(
        delivery.deliver,
        state,
        delivery.Service(method="direct", document=DOCUMENT),
        clerk,
        place.setting(),
    )
    assert code == "role.unit"


def test_delivery_waits_for_both_seals_then_closes_the_case() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    place.record(
        CHIEF, decision.use_seal(place.case(number), paper_id, "approval", CHIEF, INDEX, TODAY)
    )
    code = refused(
        delivery.deliver,
        place.case(number),
        delivery.Service(method="direct", document=DOCUMENT),
        CLERK,
        place.setting(),
    )
    assert code == "deliver.seals"
    place.record(
        CLERK, decision.use_seal(place.case(number), paper_id, "centre", CLERK, INDEX, TODAY)
    )
    place.record(
        CLERK,
        delivery.deliver(
            place.case(number),
            delivery.Service(method="direct", document=DOCUMENT),
            CLERK,
            place.setting(),
        ),
    )
    state = place.case(number)
    assert state.status is Status.CLOSED and state.delivered is not None
    assert (state.delivered.relation, state.delivered.matched) == ("applicant", True)


def test_the_agent_may_collect_and_a_stranger_only_with_a_reason() -> None:
    place = Place()
    number = decided(place, agent=Agent(document=OTHER_DOCUMENT, power_of_attorney="2026-09-20"))
    state = place.case(number)
    stranger = msgspec.structs.replace(OTHER_DOCUMENT, number="430423200002290033")
    assert delivery.relation_of(state, OTHER_DOCUMENT) == "agent"
    assert delivery.relation_of(state, stranger) == "other"
    paper_id = printed(place, number)
    for kind, who in (("approval", CHIEF), ("centre", CLERK)):
        place.record(who, decision.use_seal(place.case(number), paper_id, kind, who, INDEX, TODAY))
    assert hand_over(place, number, stranger, " ") == "deliver.other"
    assert hand_over(place, number, None) == "deliver.card"
    assert hand_over(place, number, stranger, "持公证委托书") == ""
    delivered = place.case(number).delivered
    assert delivered is not None and not delivered.matched


def test_nothing_is_decided_or_delivered_twice() -> None:
    place = Place()
    number = decided(place)
    code = refused(decision.decide, place.case(number), "granted", "", CHIEF, place.setting())
    assert code == "decide.twice"
    mailed = delivery.Service(method="mail", mail_number="XA12345678943")
    for kind, who in (("approval", CHIEF), ("centre", CLERK)):
        paper_id = printed(place, number)
        place.record(who, decision.use_seal(place.case(number), paper_id, kind, who, INDEX, TODAY))
    place.record(CLERK, delivery.deliver(place.case(number), mailed, CLERK, place.setting()))
    again = place.case(number)
    assert refused(delivery.deliver, again, mailed, CLERK, place.setting()) == ("case.closed")


def test_the_proof_of_delivery_names_what_was_served_and_to_whom() -> None:
    place = Place()
    number = decided(place)
    paper_id = printed(place, number)
    for kind, who in (("approval", CHIEF), ("centre", CLERK)):
        place.record(who, decision.use_seal(place.case(number), paper_id, kind, who, INDEX, TODAY))
    acts = delivery.deliver(
        place.case(number),
        delivery.Service(method="direct", document=DOCUMENT),
        CLERK,
        place.setting(),
    )
    assert [a.kind for a in acts] == ["case.delivered", "paper.issued", "case.closed"]
    paper = acts[1].payload
    assert isinstance(paper, PaperIssued)
    assert paper.number == "衡工商送〔2026〕0001 号"
    assert paper.content["papers"] == [
        {"no": 1, "title": "准予行政许可决定书", "number": "衡工商准〔2026〕0001 号", "copies": 1}
    ]
    assert paper.content["relation_words"] == "本人"
