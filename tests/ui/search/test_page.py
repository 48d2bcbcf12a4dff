"""The search page in a real window: typing, Enter, opening, coming back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from tests.helpers.small_hall import OTHER_DOCUMENT, PROMISE
from tests.ui.case.kit import Kit
from tests.ui.case.windows import Desk

from counter.ui.qt import QGuiApplication, Qt

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, kit: Kit) -> Iterator[Desk]:
    made = Desk(kit)
    made.shell.go("search")
    made.settle()
    yield made
    made.close()


def test_two_characters_enter_enter_opens_the_case(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.write("周明")
    desk.press(Key.Key_Return)
    assert desk.focus is desk.search.table
    desk.press(Key.Key_Return)
    assert desk.shell.current is desk.case and desk.case.presenter.case_no == case_no
    assert [row.what for row in desk.kit.store.access_log()] == ["opened", "searched"]


def test_suggestions_come_when_the_hand_rests(desk: Desk, qtbot: QtBot) -> None:
    desk.kit.accept()
    desk.write("zmy")
    qtbot.waitUntil(lambda: "周明远" in desk.said(), timeout=2000)
    assert desk.focus is desk.search.box
    assert [r for r in desk.kit.store.access_log() if r.what == "searched"] == []
    desk.press(Key.Key_Down)
    assert desk.focus is desk.search.table


def test_esc_goes_back_to_the_box_then_empties_it(desk: Desk) -> None:
    desk.kit.accept()
    desk.write("周明")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Escape)
    assert desk.focus is desk.search.box and desk.search.box.text() == "周明"
    desk.press(Key.Key_Escape)
    assert desk.search.box.text() == "" and "两个字的姓名" in desk.said()


def test_coming_back_finds_the_same_row(desk: Desk) -> None:
    desk.kit.accept()
    second = desk.kit.accept(PROMISE.code)
    desk.write("周明")
    desk.press(Key.Key_Return)
    desk.search.table.go_to(second)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Escape)
    assert desk.shell.current is desk.search
    assert desk.search.table.current_id == second and desk.focus is desk.search.table


def test_copy_gives_the_bare_number_of_the_row(desk: Desk) -> None:
    case_no = desk.kit.accept()
    desk.write("周明")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == case_no


def test_nothing_found_leaves_the_hand_in_the_box(desk: Desk) -> None:
    desk.kit.accept(document=OTHER_DOCUMENT)
    desk.write("没有这人")
    desk.press(Key.Key_Return)
    assert desk.focus is desk.search.box and "换末四位" in desk.said()
