"""Art. 32: told once, told in time; refusal by two limbs; giving back."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CLERK,
    INDEX,
    NOW,
    PROMISE,
    SPOT,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.domain import endings, notice, reception
from counter.domain.acts import NewAct
from counter.domain.case import (
    CaseAccepted,
    CaseRecalled,
    CaseReturned,
    NoticeItem,
    PaperIssued,
    Status,
)
from counter.domain.catalogue import CatalogueIndex, PaperType
from counter.domain.errors import KnownError
from counter.domain.reception import Setting
from counter.domain.rules import HallRules


def item(code: str, name: str = "材料", why: str = "没有带来") -> NoticeItem:
    return NoticeItem(code=code, name=name, fault="missing", why=why)


def told(place: Place) -> str:
    """A case received with material m2 missing, and told so."""
    app = application(materials=(material("m1"),))
    items = notice.missing_items(app, SPOT, INDEX)
    number, acts = notice.receive_and_notify(app, items, CLERK, place.setting())
    place.record(CLERK, acts)
    return number


def received(place: Place) -> str:
    app = application(matter=PROMISE.code, materials=(), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return number


@pytest.mark.article("32(4)")
def test_the_notice_names_every_gap_with_why_and_basis() -> None:
    items = notice.missing_items(application(materials=()), SPOT, INDEX)
    assert [(i.code, i.fault) for i in items] == [("m1", "missing"), ("m2", "missing")]
    assert items[0].basis == "《中华人民共和国食品安全法》第二十九条"


def test_receiving_and_telling_is_one_step_and_the_case_waits_for_supplements() -> None:
    place = Place()
    state = place.case(told(place))
    assert state.status is Status.SUPPLEMENT
    assert [i.name for i in state.notices[0].items] == ["名称预先核准通知书"]
    assert state.notice_on == NOW.date().isoformat()


@pytest.mark.article("32(4)")
def test_a_second_notice_with_anything_new_is_stopped_and_goes_to_supervision() -> None:
    """Art. 32(4): told once."""
    place = Place()
    number = told(place)
    acts = notice.notify(place.case(number), (item("m2"), item("m1")), CLERK, place.setting())
    assert [a.kind for a in acts] == ["notice.refused", "supervision.raised"]
    place.record(CLERK, acts)
    state = place.case(number)
    assert len(state.notices) == 1 and state.supervision[0].code == "notice.second"


def test_a_second_notice_of_the_same_items_is_a_reprint_not_a_notice() -> None:
    place = Place()
    number = told(place)
    with pytest.raises(KnownError) as refusal:
        notice.notify(place.case(number), (item("m2"),), CLERK, place.setting())
    assert refusal.value.code == "notice.again"


def test_an_accepted_case_is_never_told_to_bring_more() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        notice.notify(place.case(number), (item("m1"),), CLERK, place.setting())
    assert refusal.value.code == "notice.late"


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "notice.empty"),
        ((item("zz", "计生证明"),), "material.unasked"),
        ((item("m2", why=" "),), "notice.why"),
    ],
)
def test_a_notice_that_the_law_does_not_allow(items: tuple[NoticeItem, ...], code: str) -> None:
    app = application(materials=(material("m1"),))
    with pytest.raises(KnownError) as refusal:
        notice.receive_and_notify(app, items, CLERK, Place().setting())
    assert refusal.value.code == code


@pytest.mark.article("32(5)")
def test_all_supplements_in_means_acceptance_that_day() -> None:
    """S04: the acceptance date is the day on which all supplements came."""
    place = Place()
    number = told(place)
    place.now += dt.timedelta(days=1)
    acts = notice.supplement(place.case(number), (material("m2"),), CLERK, place.setting())
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.status is Status.REVIEWED and state.accepted_on == "2026-09-23"  # 即办件


def test_the_acceptance_notice_after_a_supplement_keeps_the_day_of_application() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(), form={})
    items = notice.missing_items(app, PROMISE, INDEX)
    number, acts = notice.receive_and_notify(app, items, CLERK, place.setting())
    place.record(CLERK, acts)
    place.now += dt.timedelta(days=1)
    acts = notice.supplement(place.case(number), (material("m1"),), CLERK, place.setting())
    content = next(
        a.payload.content
        for a in acts
        if isinstance(a.payload, PaperIssued) and a.payload.code == "accept_notice"
    )
    assert content["received_words"] == "2026 年 9 月 22 日"
    assert content["accepted_words"] == "2026 年 9 月 23 日"


def test_a_wrong_material_that_came_again_stands_once_on_the_acceptance_notice() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    wrong = (item("m1"),)
    number, acts = notice.receive_and_notify(app, wrong, CLERK, place.setting())
    place.record(CLERK, acts)
    again = msgspec.structs.replace(material("m1"), copies=2)
    acts = notice.supplement(place.case(number), (again,), CLERK, place.setting())
    content = next(
        a.payload.content
        for a in acts
        if isinstance(a.payload, PaperIssued) and a.payload.code == "accept_notice"
    )
    rows = content["materials"]
    assert isinstance(rows, list)
    assert [row["copies"] for row in rows] == [2]


def test_part_of_the_supplements_leaves_the_rest_open_and_strangers_are_refused() -> None:
    place = Place()
    app = application(materials=())
    number, acts = notice.receive_and_notify(
        app, notice.missing_items(app, SPOT, INDEX), CLERK, place.setting()
    )
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        notice.supplement(place.case(number), (material("m3"),), CLERK, place.setting())
    assert refusal.value.code == "supplement.other"
    place.record(
        CLERK,
        notice.supplement(place.case(number), (material("m1"),), CLERK, place.setting()),
    )
    state = place.case(number)
    assert state.status is Status.SUPPLEMENT
    assert [i.code for i in notice.open_items(state)] == ["m2"]


@pytest.mark.article("32(4)")
@pytest.mark.parametrize(("days", "deemed"), [(6, False), (7, True), (30, True)])
def test_not_told_in_five_working_days_means_accepted_from_the_day_of_receipt(
    days: int, deemed: bool
) -> None:
    """Received Tue 9-22; 9-25 is Mid-Autumn; the fifth working day is Wed 9-30… with 9-25 to 9-27
    not counted: 23, 24, 28, 29, 30. From 10-1 on the law accepts, also when nobody was there."""
    place = Place()
    number = received(place)
    place.now = NOW + dt.timedelta(days=days + 2)
    acts = notice.deem_accepted(place.case(number), place.setting())
    assert bool(acts) is deemed
    if deemed:
        accepted = acts[0].payload
        assert isinstance(accepted, CaseAccepted) and accepted.deemed
        assert acts[0].effective_on == "2026-09-22"
        assert accepted.limits.promised_on == "2026-10-20"
        place.record(CLERK, acts)
        assert place.case(number).supervision[0].code == "notice.none"
        assert notice.deem_accepted(place.case(number), place.setting()) == []


def test_a_case_that_was_told_is_never_deemed_accepted() -> None:
    place = Place()
    number = told(place)
    place.now += dt.timedelta(days=60)
    assert notice.deem_accepted(place.case(number), place.setting()) == []


@pytest.mark.article("32(1)", "32(2)")
def test_a_refusal_names_its_limb_and_the_right_body() -> None:
    place = Place()
    number = received(place)
    with pytest.raises(KnownError) as refusal:
        endings.refuse_acceptance(
            place.case(number), "not_ours", "不归我们管", " ", CLERK, place.setting()
        )
    assert refusal.value.code == "refuse.body"
    acts = endings.refuse_acceptance(
        place.case(number), "not_ours", "属城管职权", "衡山县城管局", CLERK, place.setting()
    )
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.status is Status.REFUSED and state.refusal is not None
    assert state.refusal.right_body == "衡山县城管局"


def test_an_accepted_case_is_not_refused_acceptance() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        endings.refuse_acceptance(place.case(number), "not_needed", "x", "", CLERK, place.setting())
    assert refusal.value.code == "refuse.state"


@pytest.mark.parametrize(
    ("by_applicant", "status"), [(True, Status.RECALLED), (False, Status.RETURNED)]
)
def test_materials_go_back_with_a_reason(by_applicant: bool, status: Status) -> None:
    place = Place()
    number = told(place)
    place.now = NOW + dt.timedelta(days=31)
    place.record(
        CLERK,
        endings.give_back(place.case(number), "逾期未补", by_applicant, CLERK, place.setting()),
    )
    state = place.case(number)
    assert (state.status, state.ended_reason) == (status, "逾期未补")


def test_a_case_is_not_returned_before_the_told_day_is_over() -> None:
    place = Place()
    last = NOW.date() + dt.timedelta(days=30)
    number = told(place)
    assert place.case(number).notices[0].until == last.isoformat() == "2026-10-22"
    place.now = NOW + dt.timedelta(days=30)
    with pytest.raises(KnownError) as refusal:
        endings.give_back(place.case(number), "逾期", False, CLERK, place.setting())
    assert refusal.value.code == "return.early" and last.isoformat() in str(refusal.value.what)
    place.now = NOW + dt.timedelta(days=31)
    acts = endings.give_back(place.case(number), "逾期", False, CLERK, place.setting())
    assert isinstance(acts[0].payload, CaseReturned)


def test_a_hall_without_the_rule_returns_nothing_but_the_applicant_may_still_recall() -> None:
    place = Place()
    number = told(place)
    hall = msgspec.structs.replace(CATALOGUE, rules=HallRules(return_unsupplied=False))
    setting = msgspec.structs.replace(place.setting(), catalogue=CatalogueIndex(hall))
    with pytest.raises(KnownError) as refusal:
        endings.give_back(place.case(number), "逾期", False, CLERK, setting)
    assert refusal.value.code == "return.rule" and refusal.value.rule
    acts = endings.give_back(place.case(number), "不办了", True, CLERK, setting)
    assert isinstance(acts[0].payload, CaseRecalled)


def paper(acts: list[NewAct]) -> dict[str, object]:
    """Content of the one paper among the acts."""
    (content,) = [a.payload.content for a in acts if isinstance(a.payload, PaperIssued)]
    return content


def with_papers(place: Place) -> Setting:
    """The place in a hall that has the papers of this chapter."""
    kinds = ("notice", "supplement_receipt", "refuse_acceptance", "return_slip")
    more = tuple(PaperType(code=k, title=k, mark="文", form=k) for k in kinds)
    hall = msgspec.structs.replace(CATALOGUE, papers=(*CATALOGUE.papers, *more))
    return msgspec.structs.replace(place.setting(), catalogue=CatalogueIndex(hall))


def names(content: dict[str, object]) -> list[str]:
    materials = content["materials"]
    assert isinstance(materials, list)
    return [m["name"] for m in materials]


def test_a_notice_given_days_later_names_the_day_of_receipt_and_the_last_day_to_supply() -> None:
    place = Place()
    number = received(place)
    place.now += dt.timedelta(days=2)
    acts = notice.notify(place.case(number), (item("m1"),), CLERK, with_papers(place))
    content = paper(acts)
    assert content["received_words"] == "2026 年 9 月 22 日"
    assert content["until_words"] == "2026 年 10 月 26 日"  # 24 and 25 are a weekend


def test_a_term_of_working_days_is_counted_so_and_none_names_no_day() -> None:
    def until(rules: HallRules) -> dt.date | None:
        hall = CatalogueIndex(msgspec.structs.replace(CATALOGUE, rules=rules))
        return notice.supplement_until(msgspec.structs.replace(Place().setting(), catalogue=hall))

    assert until(HallRules(supplement_days=5, supplement_kind="working")) == dt.date(2026, 9, 30)
    assert until(HallRules(supplement_days=0)) is None


def test_the_receipt_of_supplements_names_what_is_still_open() -> None:
    place = Place()
    app = application(materials=())
    items = notice.missing_items(app, SPOT, INDEX)
    number, acts = notice.receive_and_notify(app, items, CLERK, place.setting())
    place.record(CLERK, acts)
    came = (material("m1", "食品流通许可申请书"),)
    content = paper(notice.supplement(place.case(number), came, CLERK, with_papers(place)))
    assert names(content) == ["食品流通许可申请书"]
    assert (content["complete"], content["open_words"]) == (False, "名称预先核准通知书")


@pytest.mark.article("32(1)", "32(2)")
def test_the_refusal_on_paper_has_its_item_of_article_32_and_the_remedies() -> None:
    place = Place()
    state = place.case(received(place))
    for limb, body, article in (
        ("not_needed", "", "第三十二条第一款第一项"),
        ("not_ours", "衡山县城管局", "第三十二条第一款第二项"),
    ):
        content = paper(
            endings.refuse_acceptance(state, limb, "x", body, CLERK, with_papers(place))  # type: ignore[arg-type]
        )
        assert (content["article"], content["right_body"]) == (article, body)
        assert "本通知书之日起六十日" in str(content["remedies"])


@pytest.mark.parametrize("by_applicant", [True, False])
def test_the_return_slip_lists_every_material_also_those_supplied_later(
    by_applicant: bool,
) -> None:
    place = Place()
    app = application(materials=(material("m3", "场所平面图"),))
    items = notice.missing_items(app, SPOT, INDEX)
    number, acts = notice.receive_and_notify(app, items, CLERK, place.setting())
    place.record(CLERK, acts)
    came = (material("m1", "食品流通许可申请书"),)
    place.record(CLERK, notice.supplement(place.case(number), came, CLERK, place.setting()))
    place.now = NOW + dt.timedelta(days=31)
    acts = endings.give_back(place.case(number), "逾期", by_applicant, CLERK, with_papers(place))
    content = paper(acts)
    assert names(content) == ["场所平面图", "食品流通许可申请书"]
    assert (content["reason"], content["by_applicant"]) == ("逾期", by_applicant)
    payload = acts[0].payload
    assert isinstance(payload, CaseReturned | CaseRecalled)
    assert payload.materials == ("场所平面图", "食品流通许可申请书")


def test_the_supervisor_tells_nobody_anything() -> None:
    app = application(materials=())
    with pytest.raises(KnownError) as refusal:
        notice.receive_and_notify(
            app, notice.missing_items(app, SPOT, INDEX), SUPERVISOR, Place().setting()
        )
    assert refusal.value.code == "role.clerk"
    assert INDEX.matters[SPOT.code] is SPOT


@pytest.mark.article("31")
def test_asking_on_a_case_for_what_the_list_does_not_name_is_stopped_and_reported() -> None:
    place = Place()
    number = received(place)
    acts = notice.notify(place.case(number), (item("x9", "计生证明"),), CLERK, place.setting())
    assert [act.kind for act in acts] == ["notice.refused", "supervision.raised"]
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.status is Status.RECEIVED and state.notices == ()
    assert (state.supervision[0].code, state.supervision[0].rule) == (
        "material.unasked",
        "行政许可法第三十一条",
    )
    assert "计生证明" in state.supervision[0].why
