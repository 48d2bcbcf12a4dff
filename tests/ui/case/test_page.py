"""The case page in a real window, by keys alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from tests.helpers.small_hall import CHIEF, DOCUMENT, OTHER_DOCUMENT, PROMISE, SUPERVISOR
from tests.ui.case.kit import Kit
from tests.ui.case.windows import Desk

from counter.domain.case import Status
from counter.ui.qt import QGuiApplication, Qt
from counter.ui.theme import BIG, DARK, LIGHT, Theme

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, kit: Kit) -> Iterator[Desk]:
    made = Desk(kit)
    yield made
    made.close()


def status(desk: Desk, case_no: str) -> Status:
    return desk.kit.cases.view(case_no).state.status


def test_a_case_goes_from_review_to_hand_over_by_keys(desk: Desk) -> None:
    case_no = desk.kit.accept(PROMISE.code)
    desk.open(case_no)
    desk.press(Key.Key_F6)
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.REVIEWED
    desk.who = CHIEF
    desk.press(Key.Key_F6)
    desk.press(Key.Key_F6)
    assert status(desk, case_no) is Status.DECIDED
    desk.kit.print_all()
    desk.settle()
    desk.press(Key.Key_F5)
    desk.press(Key.Key_F5)
    assert desk.kit.cases.view(case_no).state.missing_seals == ()
    assert desk.case.on_card(DOCUMENT)
    desk.settle()
    assert "是申请人本人" in desk.said()
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.CLOSED
    assert "办结" in desk.said()


def test_enter_walks_the_fields_and_the_last_one_does_it(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.who = CHIEF
    desk.open(case_no)
    desk.press(Key.Key_F6)
    desk.press(Key.Key_Right)
    assert "不予，出决定书" in desk.said()
    desk.press(Key.Key_Return)
    assert "还没写理由" in desk.said()
    desk.write("场所在学校 50 米内")
    desk.press(Key.Key_Return)
    state = desk.kit.cases.view(case_no).state
    assert state.decided is not None and state.decided.reason == "场所在学校 50 米内"


def test_letters_in_a_field_are_letters(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.open(case_no)
    desk.press(Key.Key_G)
    desk.press(Key.Key_Tab)
    for key in (Key.Key_S, Key.Key_D, Key.Key_Y):
        desk.press(key)
    panel = desk.case.presenter.panel
    assert panel is not None and panel.kind == "correct" and panel.get("after") == "sdy"


def test_esc_closes_the_panel_then_leaves_the_page(desk: Desk) -> None:
    desk.open(desk.kit.accept())
    desk.press(Key.Key_G)
    desk.press(Key.Key_Escape)
    assert desk.case.presenter.panel is None and desk.shell.current is desk.case
    desk.press(Key.Key_Escape)
    assert desk.shell.current is desk.search


def test_a_stranger_gives_a_reason_before_the_case_is_closed(desk: Desk) -> None:
    case_no = desk.kit.sealed()
    desk.open(case_no)
    desk.case.on_card(OTHER_DOCUMENT)
    desk.settle()
    assert "不是申请人，也不是代办人" in desk.said()
    desk.write("母亲，委托书已核")
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.CLOSED


def test_another_panel_does_not_push_away_the_open_one(desk: Desk) -> None:
    case_no = desk.kit.sealed()
    desk.open(case_no)
    desk.press(Key.Key_G)
    assert not desk.case.on_card(DOCUMENT)
    desk.press(Key.Key_F5)
    panel = desk.case.presenter.panel
    assert panel is not None and panel.kind == "correct"


def test_a_refusal_of_the_desk_stands_over_the_page_with_its_rule(desk: Desk) -> None:
    desk.open(desk.kit.decided())
    desk.press(Key.Key_S)
    assert "行政审批专用章由首席代表保管" in desk.said() and "双章制" in desk.said()


def test_copy_gives_the_bare_number(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.open(case_no)
    desk.press(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == case_no


def test_f1_tells_the_reckoning(desk: Desk) -> None:
    desk.open(desk.kit.accept(PROMISE.code))
    desk.press(Key.Key_F1)
    assert "第 15 个工作日 = 10-20 周二" in desk.said()


def test_an_unknown_print_is_settled_by_key(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.open(case_no)
    desk.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.kit.print_all("unknown", "printer.silent")
    desk.settle()
    assert "打印机不答话" in desk.said()
    desk.press(Key.Key_Y)
    assert "打好 2 次" in desk.said()


def test_another_person_finds_the_page_empty(desk: Desk) -> None:
    desk.open(desk.kit.accept())
    desk.case.reset()
    desk.settle()
    assert "周明远" not in desk.said()


@pytest.mark.parametrize(
    "look", [Theme(LIGHT, 1.0), Theme(DARK, 1.0), Theme(LIGHT, BIG)], ids=["light", "dark", "big"]
)
def test_nothing_of_the_page_is_wider_than_its_column(qtbot: QtBot, kit: Kit, look: Theme) -> None:
    long = msgspec.structs.replace(DOCUMENT, name="阿卜杜热合曼·买买提艾力·吐尔逊江")
    case_no = kit.sealed(document=long)
    desk = Desk(kit, look)
    if look.big:
        desk.shell.resize(1366, 768)
    desk.open(case_no)
    desk.press(Key.Key_D)
    for area in (desk.case._middle, desk.case._right):
        inner = area.widget()
        assert inner is not None
        if area.isVisible():
            assert inner.minimumSizeHint().width() <= area.viewport().width()
    desk.close()


def test_what_lies_below_is_reached_by_pgdn(desk: Desk) -> None:
    desk.open(desk.kit.sealed())
    desk.shell.resize(1100, 600)
    desk.settle()
    bar = desk.case._middle.verticalScrollBar()
    assert bar.maximum() > 0
    desk.press(Key.Key_PageDown)
    desk.press(Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    desk.press(Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def test_who_only_looks_on_sees_no_key_of_a_step(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.open(case_no)
    assert "[G]" in desk.said() and "[Ctrl+P]" in desk.said() and "[S]" in desk.said()
    desk.who = SUPERVISOR
    desk.open(case_no)
    for key in ("[G]", "[Ctrl+P]", "[S]", "[P]", "[R]"):
        assert key not in desk.said()
    assert "这个岗位只看，不办件" in desk.shell.desk.next.words()


def test_t_prints_the_life_of_a_case_and_who_held_it_stands_under_the_acts(desk: Desk) -> None:
    case_no = desk.kit.accept(PROMISE.code)
    desk.kit.clock.moment += dt.timedelta(days=9)  # 10-1: 9-23, 9-24, 9-28 … 9-30 have counted
    desk.open(case_no)
    assert "3 号窗口 5 个工作日 周末节假日 4 天" in " ".join(desk.said().split())
    desk.press(Key.Key_T)
    papers = desk.kit.cases.view(case_no).state.papers.values()
    assert [paper.issued.title for paper in papers][-1] == "办件经过单"
    desk.kit.print_all()
    desk.press(Key.Key_T)
    assert "今天打过经过单" in desk.said()
    assert len(desk.kit.cases.view(case_no).state.papers) == len(papers)


def test_who_only_looks_on_sees_who_held_a_case_and_prints_nothing(desk: Desk) -> None:
    case_no = desk.kit.accept(PROMISE.code)
    desk.who = SUPERVISOR
    desk.open(case_no)
    before = len(desk.kit.cases.view(case_no).state.papers)
    assert "谁手里多少天" in desk.said() and "[T]" not in desk.said()
    desk.press(Key.Key_T)
    assert len(desk.kit.cases.view(case_no).state.papers) == before
