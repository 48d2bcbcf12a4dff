"""复用: what the hall has in hand is not asked for again, and never becomes better by it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CLERK, INDEX, NOW, SPOT, Place, application, material

from counter.domain import endings, notice, papers, reception
from counter.domain.admission import Known, admit
from counter.domain.case import MaterialReceived, NoticeItem, PaperIssued
from counter.domain.catalogue import MaterialSpec
from counter.domain.errors import KnownError
from counter.domain.reuse import check_reuse, reusable, same_name

TODAY = NOW.date()
NAME = "名称预先核准通知书"


def held(evidence: str = "C", days_ago: int = 0) -> tuple[Place, str]:
    """A place where the applicant brought the second material with an earlier case."""
    place = Place(now=NOW - dt.timedelta(days=days_ago))
    second = MaterialReceived(code="m2", name=NAME, evidence=evidence)  # type: ignore[arg-type]
    app = application(materials=(material("m1", "食品流通许可申请书"), second))
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return place, number


def taken(case_no: str, evidence: str = "C") -> MaterialReceived:
    return MaterialReceived(code="m2", name=NAME, evidence=evidence, reused_from=case_no)  # type: ignore[arg-type]


def test_an_earlier_material_of_the_same_name_is_offered_with_its_level_and_day() -> None:
    place, number = held()
    offered = reusable([place.case(number)], SPOT, TODAY, 365)
    assert list(offered) == ["m2"]  # the application itself is written anew each time
    assert (offered["m2"].case_no, offered["m2"].evidence) == (number, "C")
    assert offered["m2"].received_on == TODAY.isoformat()


@pytest.mark.parametrize(
    ("name", "said", "offered"),
    [
        ("食品流通许可申请书", None, False),
        ("食品流通许可申请书", False, True),
        ("拟投入车辆承诺书", None, True),
        ("拟投入车辆承诺书", True, False),
    ],
)
def test_what_is_written_for_one_application_is_not_offered_again(
    name: str, said: bool | None, offered: bool
) -> None:
    """The catalogue says which; where it says nothing, the end of the name does."""
    spec = MaterialSpec(code="m1", name=name, this_once=said)
    matter = msgspec.structs.replace(SPOT, materials=(spec,))
    place = Place()
    app = application(materials=(material("m1", name), material("m2")))
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    assert bool(reusable([place.case(number)], matter, TODAY, 365)) is offered


@pytest.mark.parametrize(("days_ago", "there"), [(0, True), (364, True), (365, True), (366, False)])
def test_it_is_offered_for_a_year_of_natural_days(days_ago: int, there: bool) -> None:
    place, number = held(days_ago=days_ago)
    assert bool(reusable([place.case(number)], SPOT, TODAY, 365)) is there


def test_names_differ_by_words_and_not_by_width_blanks_or_quotation_marks() -> None:
    assert same_name("《名称 预先核准通知书》（副本）") == same_name("名称预先核准通知书(副本)")
    assert same_name("身份证") != same_name("身份证明")


def test_what_was_taken_over_itself_does_not_begin_a_new_year() -> None:
    place, number = held()
    app = application(materials=(material("m1"), taken(number)))
    second, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    assert reusable([place.case(second)], SPOT, TODAY, 365) == {}


def test_materials_that_went_back_or_were_found_wrong_are_not_offered() -> None:
    place = Place()
    app = application(materials=(material("m1"), material("m2", NAME)))
    wrong = (NoticeItem(code="m2", name=NAME, fault="wrong", why="章不清"),)
    number, acts = notice.receive_and_notify(app, wrong, CLERK, place.setting())
    place.record(CLERK, acts)
    assert reusable([place.case(number)], SPOT, TODAY, 365) == {}
    place, number = held()
    acts = endings.give_back(place.case(number), "不办了", True, CLERK, place.setting())
    place.record(CLERK, acts)
    assert reusable([place.case(number)], SPOT, TODAY, 365) == {}


@pytest.mark.parametrize("better", ["A", "B"])
def test_taking_over_never_raises_the_level(better: str) -> None:
    place, number = held("C")
    with pytest.raises(KnownError) as refusal:
        check_reuse([taken(number, better)], [place.case(number)], SPOT, TODAY, 365)
    assert refusal.value.code == "reuse.raised" and "C 级" in str(refusal.value.what)


def test_what_is_not_in_hand_cannot_be_taken_over() -> None:
    app = application(materials=(material("m1"), taken("430423260101030001X")))
    with pytest.raises(KnownError) as refusal:
        admit(app, SPOT, Known(), INDEX, TODAY)
    assert refusal.value.code == "reuse.gone"


def test_the_papers_say_which_material_was_taken_over_and_from_where() -> None:
    place, number = held()
    app = application(materials=(material("m1", "申请书"), taken(number)))
    case_no, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    slip = next(
        a.payload for a in acts if isinstance(a.payload, PaperIssued) and a.payload.code == "slip"
    )
    grouped = papers.group_case_number(number)
    assert slip.content["reused"] == f"第 2 项，上次 {grouped}"
    acts = reception.receipt_of_materials(place.case(case_no), CLERK, place.setting())
    issued = acts[0].payload
    assert isinstance(issued, PaperIssued)
    rows = issued.content["materials"]
    assert isinstance(rows, list) and rows[1]["name"] == f"{NAME}（复用 {grouped}）"


def test_an_old_receipt_without_the_new_fields_is_still_read() -> None:
    old = b'{"code":"m1","name":"\xe7\x94\xb3\xe8\xaf\xb7\xe4\xb9\xa6"}'
    assert msgspec.json.decode(old, type=MaterialReceived).reused_from == ""
