"""The law's steps in a real window, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from tests.helpers.small_hall import PROMISE
from tests.ui.case.kit import Kit
from tests.ui.case.test_law import received, told
from tests.ui.case.windows import Desk

from counter.domain.case import Status
from counter.ui.pages.case.jointpanels import MeetingPanel
from counter.ui.qt import Qt
from counter.ui.theme import BIG, DARK, LIGHT, Theme

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, kit: Kit) -> Iterator[Desk]:
    made = Desk(kit)
    yield made
    made.close()


def status(desk: Desk, case_no: str) -> Status:
    return desk.kit.cases.view(case_no).state.status


def test_f4_tells_and_f5_takes_what_came(desk: Desk) -> None:
    case_no = received(desk.kit, "m1")
    desk.open(case_no)
    assert "还剩 5 个工作日可以告知" in desk.said()
    desk.press(Key.Key_F4)
    assert "✓ 名称预先核准通知书" in desk.said() and "□ 食品流通许可申请书" in desk.said()
    desk.press(Key.Key_F4)
    assert status(desk, case_no) is Status.SUPPLEMENT
    assert "要补 1 样，还差 1 样" in desk.said()
    desk.press(Key.Key_F5)
    desk.press(Key.Key_Space)
    assert "✓ 名称预先核准通知书" in desk.said()
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.REVIEWED and "今天受理了" in desk.said()


def test_arrows_walk_the_list_and_a_wrong_item_asks_for_its_why(desk: Desk) -> None:
    desk.open(received(desk.kit, "m1"))
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return)
    assert "写一句为什么要补" in desk.said()
    desk.write("没有签字")
    panel = desk.case.presenter.panel
    assert panel is not None and panel.get("why.m1") == "没有签字"


def test_the_second_notice_is_refused_over_the_page(desk: Desk) -> None:
    desk.open(told(desk.kit))
    desk.press(Key.Key_F4)
    for key in (Key.Key_Space, Key.Key_Down):
        desk.press(key)
    page = desk.case.presenter
    page.tick("m3", True)
    for code in ("m1", "m3"):
        page.put(f"why.{code}", "漏说了")
    desk.press(Key.Key_F4)
    assert "第一次没有告知，不能再要求。已报监察。" in desk.said()
    assert "再次告知，挡下" in desk.said()


def test_the_clock_is_stopped_and_goes_on_by_keys(desk: Desk) -> None:
    case_no = desk.kit.accept(PROMISE.code)
    desk.open(case_no)
    desk.press(Key.Key_P)
    desk.press(Key.Key_Tab)
    desk.write("6")
    desk.press(Key.Key_Return)
    desk.write("要专家评审")
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.PAUSED
    assert "停着表：专家评审，走了 0，还剩 15 个工作日" in desk.said()
    desk.press(Key.Key_F5)
    desk.write("评审通过")
    desk.press(Key.Key_Return)
    assert status(desk, case_no) is Status.ACCEPTED


@pytest.mark.parametrize(
    "look", [Theme(LIGHT, 1.0), Theme(DARK, 1.0), Theme(LIGHT, BIG)], ids=["light", "dark", "big"]
)
def test_panels_keep_within_their_column(qtbot: QtBot, kit: Kit, look: Theme) -> None:
    desk = Desk(kit, look)
    if look.big:
        desk.shell.resize(1366, 768)
    desk.open(received(kit, "m1"))
    for kind in ("tell", "refuse", "return"):
        desk.case.presenter.law_step(kind)
        desk.settle()
        for area in (desk.case._middle, desk.case._right):
            inner = area.widget()
            assert inner is not None
            if area.isVisible():
                assert inner.minimumSizeHint().width() <= area.viewport().width()
        desk.case.presenter.cancel()
    desk.close()


def test_a_meeting_of_seven_units_needs_no_scrolling(qtbot: QtBot, kit: Kit) -> None:
    """On 1280×720: all lines of the panel and its button stand in sight, whoever came."""
    made = Desk(kit)
    try:
        made.shell.resize(1280, 720)
        made.open(kit.accept(PROMISE.code))
        units = tuple((f"U{n}", f"第{n}单位") for n in range(1, 8))
        panel = MeetingPanel(units=units, ticked={code for code, _ in units})
        made.case.presenter.show(panel)
        made.settle()
        button, area = made.case._panel.button, made.case._right  # type: ignore[union-attr]
        low = button.mapTo(area, button.rect().bottomLeft()).y()
        last = max(
            line.mapTo(area, line.rect().bottomLeft()).y() for line in made.case._panel._fields
        )  # type: ignore[union-attr]
        assert max(low, last) <= area.viewport().height()
        assert made.case._middle.isHidden()
        for folded in (True, False):  # a narrow window has no room for two sides
            made.case.fold(folded)
            made.settle()
            assert made.case._panel is not None and made.case._panel.isVisible()
            assert made.case._middle.isHidden() is not folded
        made.press(Key.Key_Escape)
        assert not made.case._middle.isHidden()
    finally:
        made.close()
