"""The work list in a real window, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from tests.helpers.small_hall import CHIEF, CLERK, DOCUMENT, PROMISE
from tests.ui.case.kit import Kit
from tests.ui.case.windows import Desk

from counter.domain.case import Status
from counter.ui.qt import Qt

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, kit: Kit) -> Iterator[Desk]:
    made = Desk(kit)
    yield made
    made.close()


def load(desk: Desk) -> None:
    desk.work.presenter.load()
    desk.settle()


def test_an_empty_list_is_one_sentence(desk: Desk) -> None:
    assert "今天没有要做的事" in desk.said()


def test_f6_twice_reviews_the_row_and_enter_opens_it(desk: Desk) -> None:
    first, second = desk.kit.accept(PROMISE.code), desk.kit.accept(PROMISE.code)
    load(desk)
    desk.work.table.go_to(first)
    desk.work.presenter.read_current()
    desk.settle()
    desk.press(Key.Key_F6)
    assert "审核意见" in desk.said()
    desk.press(Key.Key_F6)
    assert desk.kit.cases.view(first).state.status is Status.REVIEWED
    assert desk.work.table.current_id == second
    desk.press(Key.Key_Return)
    assert desk.shell.current is desk.case and desk.case.presenter.case_no == second


def test_arrows_move_rows_and_choose_the_group(desk: Desk) -> None:
    desk.kit.accept(PROMISE.code)
    spot = desk.kit.accept()
    load(desk)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right)
    assert desk.work.presenter.filter == "today"
    for _ in range(3):
        desk.press(Key.Key_Right)
    assert desk.work.presenter.filter == "others" and desk.work.table.current_id == spot


def test_a_case_taken_elsewhere_waits_behind_a_line(desk: Desk) -> None:
    desk.kit.accept(PROMISE.code)
    load(desk)
    desk.kit.accept(PROMISE.code)
    desk.settle()
    assert "有 1 件新的" in desk.said()
    desk.press(Key.Key_R)
    assert "有 1 件新的" not in desk.said() and len(desk.work.presenter.tasks) == 2


def test_the_side_panel_follows_the_row(desk: Desk, qtbot: QtBot) -> None:
    desk.kit.accept(PROMISE.code)
    load(desk)
    qtbot.waitUntil(lambda: desk.work.presenter.view is not None, timeout=2000)
    desk.settle()
    said = desk.said()
    assert "还剩 15 个工作日" in said and "139 0000 0826" in said
    assert "第四十二条" in said


def test_long_names_take_two_lines_instead_of_being_cut(desk: Desk) -> None:
    long = msgspec.structs.replace(DOCUMENT, name="阿卜杜热合曼·买买提艾力·吐尔逊江·依明")
    desk.kit.accept(document=long)
    load(desk)
    row = desk.work.table.rows.rows[1]
    assert row.cells["who"].under  # type: ignore[union-attr]


def test_the_chief_sees_what_waits_for_him(desk: Desk) -> None:
    desk.kit.accept()
    desk.who = CHIEF
    desk.work.reset()
    load(desk)
    assert "已审，等核定" in desk.said()
    desk.who = CLERK
    desk.work.reset()
    load(desk)
    assert "已审，等首席代表核定" in desk.said()


def test_the_reason_has_its_column_where_there_is_room(desk: Desk) -> None:
    desk.kit.accept(PROMISE.code)
    desk.shell.go("search")
    desk.shell.go("worklist")
    load(desk)
    why = [column.key for column in desk.work.table.rows.columns].index("why")
    assert not desk.work.table.isColumnHidden(why)
    desk.shell.resize(1100, 650)
    desk.settle()
    assert desk.work.table.isColumnHidden(why)
