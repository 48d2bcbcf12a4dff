"""Finding cases without a window: what finds, what leaves a trace, paging by key."""

from __future__ import annotations

import pytest
from tests.helpers.small_hall import CLERK, OTHER_DOCUMENT, PROMISE
from tests.ui.case.kit import Kit

from counter.domain.caseclock import Procedure
from counter.ui.commands import no
from counter.ui.pages.search.presenter import SearchPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.rows import Note, only_rows


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def page(kit: Kit, opened: list[str]) -> SearchPresenter:
    return SearchPresenter(kit.cases, InlineRunner(), lambda: CLERK, opened.append, kit.today)


def look_for(page: SearchPresenter, query: str) -> list[str]:
    page.type(query)
    page.search()
    return [row.applicant for row in page.rows]


def traces(kit: Kit) -> list[str]:
    return [row.detail for row in kit.store.access_log() if row.what == "searched"]


@pytest.mark.parametrize(
    "query", ["周明", "zmy", "430423199001010014", "0014", "13900000826", "食品流通"]
)
def test_one_box_finds_by_all_that_is_known(kit: Kit, page: SearchPresenter, query: str) -> None:
    kit.accept()
    kit.accept(PROMISE.code, document=OTHER_DOCUMENT, phone="13500000000")
    assert look_for(page, query) == ["周明远"]


def test_the_case_number_finds_with_and_without_groups(kit: Kit, page: SearchPresenter) -> None:
    number = kit.accept()
    assert look_for(page, number) == ["周明远"]
    grouped = str(only_rows(page.table())[0].cells["number"].line)
    assert grouped.replace(" ", "") == number and len(grouped.split()) == 5
    assert look_for(page, grouped) == ["周明远"]


def test_typing_leaves_no_trace_and_enter_leaves_one(kit: Kit, page: SearchPresenter) -> None:
    kit.accept()
    page.type("周明")
    page.suggest()
    assert len(page.rows) == 1 and traces(kit) == []
    assert page.next_step().command == "search.run"
    page.search()
    assert traces(kit) == ["周明"]
    page.again()
    assert traces(kit) == ["周明"]


def test_an_answer_to_an_older_question_is_dropped(kit: Kit, page: SearchPresenter) -> None:
    kit.accept()
    page.type("周明")
    page._suggested("没有", kit.cases.suggest("没有"))
    assert page.asked == ""


def test_pages_come_by_key_and_only_the_first_is_traced(
    kit: Kit, page: SearchPresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.ui.pages.search.presenter.PAGE", 3)
    numbers = [kit.accept(PROMISE.code) for _ in range(7)]
    look_for(page, "周明")
    assert len(page.rows) == 3 and isinstance(page.table()[-1], Note)
    page.more()
    page.more()
    assert [row.case_no for row in page.rows] == sorted(numbers, reverse=True)
    assert not isinstance(page.table()[-1], Note)
    assert traces(kit) == ["周明"]


def test_enter_opens_the_current_row(kit: Kit, page: SearchPresenter, opened: list[str]) -> None:
    first = kit.accept()
    second = kit.accept()
    look_for(page, "周明")
    assert page.current == second
    page.current = first
    page.open()
    assert opened == [first]


def test_nothing_found_says_what_to_try(page: SearchPresenter) -> None:
    assert look_for(page, "没有这人") == []
    assert "换末四位" in str(page.empty())
    page.type("")
    assert "两个字" in str(page.empty()) and page.header().open == ""


def test_state_chips_say_where_a_case_stands(kit: Kit, page: SearchPresenter) -> None:
    kit.sealed()
    kit.decided()
    kit.accept(PROMISE.code)
    look_for(page, "周明")
    chips = [row.cells["state"].chip for row in only_rows(page.table())]
    assert [str(chip.word) for chip in chips if chip] == ["受理", "等用印", "等送达"]


def test_another_person_sees_nothing_of_what_was_found(kit: Kit, page: SearchPresenter) -> None:
    kit.accept()
    look_for(page, "周明")
    page.clear()
    assert not page.rows and page.query == "" and page.current is None


def test_cases_that_wait_stand_still_or_ended_early_have_their_chips(
    kit: Kit, page: SearchPresenter
) -> None:
    law, form = kit.law, kit.form()
    law.give_back(CLERK, law.receive_only(CLERK, form).case_no, "不办了", by_applicant=True)
    law.refuse_acceptance(CLERK, law.receive_only(CLERK, kit.form()).case_no, "not_needed", "不用")
    form = kit.form()
    form.materials = {}
    law.tell_new(CLERK, form, law.gaps(form, kit.hall.catalogue()))
    law.pause(CLERK, kit.accept(PROMISE.code), Procedure.HEARING, 6, "听证")
    look_for(page, "周明")
    found = only_rows(page.table())
    chips = [row.cells["state"].chip for row in found]
    assert [(chip.state, str(chip.word)) for chip in chips if chip] == [
        ("paused", "停表"),
        ("todo", "等补正"),
        ("differs", "不予受理 9-22"),
        ("todo", "已撤回"),
    ]


def test_a_number_is_copied_only_with_a_row_under_the_hand(kit: Kit, page: SearchPresenter) -> None:
    assert page.may_copy() == no("没有选中的件")
    kit.accept()
    look_for(page, "周明")
    assert page.may_copy().ok
