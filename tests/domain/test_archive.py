"""归档: what a file lists, what it names as lacking, and who may close it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CATALOGUE, CLERK, SUPERVISOR, Place, application

from counter.domain import archive, endings, reception
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, PaperPrinted, Status, case_stream
from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.domain.states import FINISHED

SHELF = "2 号柜 17 盒"


class Finished:
    """A case that its applicant took back, with nothing printed yet."""

    def __init__(self) -> None:
        self.place = Place()
        self.number, acts = reception.accept(application(), CLERK, self.place.setting())
        self.place.record(CLERK, acts)
        back = endings.give_back(self.state, "不办了", True, CLERK, self.place.setting())
        self.place.record(CLERK, back)

    @property
    def state(self) -> CaseState:
        return self.place.case(self.number)

    def archive(self, **reasons: str) -> CaseState:
        every = {gap.key: "补不了" for gap in archive.gaps(self.state)} | reasons
        acts = archive.archive(self.state, every, SHELF, CLERK, self.place.setting())
        self.place.record(CLERK, acts)
        return self.state


def refusal(state: CaseState, place: Place, **changes: object) -> KnownError:
    given = {"reasons": {}, "shelf": SHELF, "actor": CLERK, **changes}
    with pytest.raises(KnownError) as caught:
        archive.archive(state, given["reasons"], given["shelf"], given["actor"], place.setting())  # type: ignore[arg-type]
    return caught.value


def test_the_file_lists_materials_and_papers_in_order_and_no_slip() -> None:
    case = Finished()
    titles = [item.title for item in archive.contents(case.state, {})]
    received = case.state.received
    assert received is not None
    names = [m.name for m in received.materials]
    pages = [p.issued.title for p in case.state.papers.values() if p.issued.channel == "page"]
    assert titles == names + pages
    assert [i.no for i in archive.contents(case.state, {})] == list(range(1, len(titles) + 1))


def test_a_paper_that_was_not_printed_or_not_sealed_is_named_as_lacking() -> None:
    case = Finished()
    unprinted = archive.gaps(case.state)
    assert unprinted and all(gap.why == "没有打出来" for gap in unprinted)
    paper = unprinted[0].key
    printed = PaperPrinted(paper_id=paper, job=1, outcome="printed", nth=1, copies=1)
    act = NewAct(stream=case_stream(case.number), payload=printed, effective_on="2026-09-22")
    case.place.record(CLERK, [act])
    assert archive.gaps(case.state)[0].why.startswith("没盖")


def test_a_gap_without_a_reason_keeps_the_file_open_and_is_named() -> None:
    case = Finished()
    error = refusal(case.state, case.place)
    assert error.code == "archive.gaps" and "没有打出来" in str(error.what)
    assert case.state.status is Status.RECALLED


def test_with_reasons_it_is_archived_numbered_and_keeps_them_in_the_list() -> None:
    state = Finished().archive()
    assert state.status is Status.ARCHIVED and state.archived is not None
    assert state.archived.volume.endswith("卷〔2026〕0001 号") and state.archived.place == SHELF
    assert all("（补不了）" in item.missing for item in state.archived.contents if item.missing)
    assert state.archived.keep_until == "2036-12-31"


def test_the_matters_own_retention_goes_before_the_halls() -> None:
    matter = msgspec.structs.replace(CATALOGUE.matters[0], law=MatterLaw(retention_years=30))
    index = Finished().place.setting().catalogue
    assert archive.retention(matter, index) == 30
    assert archive.retention(CATALOGUE.matters[0], index) == CATALOGUE.rules.retention_years


def test_twice_is_refused_with_the_number_it_has() -> None:
    case = Finished()
    state = case.archive()
    error = refusal(state, case.place)
    assert error.code == "archive.twice" and "卷〔2026〕0001 号" in str(error.what)


@pytest.mark.parametrize("status", [s for s in Status if s not in (*FINISHED, Status.ARCHIVED)])
def test_a_case_that_has_not_ended_is_not_archived(status: Status) -> None:
    case = Finished()
    state = msgspec.structs.replace(case.state, status=status)
    assert refusal(state, case.place).code == "archive.state"


def test_without_a_shelf_or_by_who_only_looks_on_it_is_refused() -> None:
    case = Finished()
    reasons = {gap.key: "x" for gap in archive.gaps(case.state)}
    assert refusal(case.state, case.place, reasons=reasons, shelf=" ").code == "archive.shelf"
    assert refusal(case.state, case.place, actor=SUPERVISOR).code == "role.clerk"


def test_retention_counts_from_the_year_after_the_end() -> None:
    assert archive.kept_until(dt.date(2026, 1, 1), 10) == dt.date(2036, 12, 31)
    assert archive.kept_until(dt.date(2026, 12, 31), 10) == dt.date(2036, 12, 31)
