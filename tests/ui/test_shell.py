"""The window: keys, pages, the fixed places, lock, training frame, change of theme and clerk."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from counter.desk.changes import Changes
from counter.domain.errors import KnownError
from counter.ports.clock import FrozenClock
from counter.ui import theme
from counter.ui.commands import Command, no, spec
from counter.ui.qt import QApplication, QColor, QScrollArea, Qt
from counter.ui.shell.page import Page
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell
from counter.ui.state import Badge, DeviceLight, Header, NextStep, Queue, StatusState
from counter.ui.theme import BIG, DARK, LIGHT, Theme
from counter.ui.widgets.fields import ChoiceField, FieldRow, LineField
from counter.ui.widgets.sheet import Choice, Sheet

TAKE = spec("probe.take", "收到", "Space")
GO = spec("probe.go", "受理", "F5", doing="正在存")
LACK = spec("probe.lack", "缺这项", "Q")


class ProbePage(Page):
    """A page that notes what happens to it."""

    id, place, word = "probe", "1", "受理"
    topics = frozenset({"queue"})

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.ready = False
        self.field = LineField()
        self.row = FieldRow("手机", self.field)
        self.choice = ChoiceField([("a", "窗口领取"), ("b", "邮寄")])
        self.body.addWidget(self.row)
        self.body.addWidget(self.choice)
        self.body.addStretch(1)

    def header(self) -> Header:
        return Header("受理", "新件·还没有编号")

    def next_step(self) -> NextStep:
        return NextStep("probe.take", "收到第 3 项 **证明**", "齐了按 [[probe.go]]")

    def commands(self) -> list[Command]:
        return [
            TAKE.bind(lambda: self.done.append("take")),
            GO.bind(lambda: self.done.append("go"), lambda: theme_ok(self.ready)),
            LACK.bind(lambda: self.done.append("lack")),
        ]

    def badge(self) -> Badge:
        return Badge(3, passed=True)

    def shown(self) -> None:
        self.done.append("shown")
        self.setFocus()

    def left(self) -> None:
        self.done.append("left")

    def reset(self) -> None:
        self.done.append("reset")

    def back(self) -> bool:
        self.done.append("back")
        return True

    def refresh(self, changes: Changes) -> None:
        self.done.append("refresh")


def theme_ok(ready: bool) -> Any:
    from counter.ui.commands import YES

    return YES if ready else no("还差第 3 项材料")


class OtherPage(Page):
    id, place, word = "other", "9", "待传"


STATUS = StatusState(
    who="李晓梅",
    post="经办",
    window="3",
    unit="工商局",
    lights=(DeviceLight("读卡器", "ok", True), DeviceLight("小票机", "ok")),
    unsent=3,
    oldest="4 分钟",
    tickets="35",
)


@pytest.fixture
def page() -> ProbePage:
    return ProbePage()


@pytest.fixture
def desk(shell: Shell, page: ProbePage, qtbot: Any) -> Shell:
    """A desk with two pages and somebody at work."""
    shell.add_page(page)
    shell.add_page(OtherPage())
    shell.set_status(STATUS)
    shell.show()
    shell.enter("probe")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    page.done.clear()
    return shell


def press(
    qtbot: Any, shell: Shell, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(shell.focusWidget() or shell, key, held)


def test_the_places_say_what_the_page_says(desk: Shell) -> None:
    desk.set_queue(Queue("A012", "04:12", 7))
    said = screen_text(desk)
    assert "受理  新件·还没有编号  A012  办理中 04:12  等候 7 人" in said
    assert "[空格] 收到第 3 项 证明 → 齐了按 [F5] 受理" in said
    assert "李晓梅 经办 | 3 号窗口·工商局 | 9-22 周二 08:21 | 模拟设备·不作真实办件" in said
    assert "▸1 受理 3" in said
    assert "待传  3  笔·最早 4 分钟前 | 票据余  35" in said


def test_who_keeps_the_paper_sees_the_whole_sum(desk: Shell) -> None:
    desk.set_status(replace(STATUS, tickets="35", tickets_sum="领 100 = 用 63 + 废 2"))
    assert "领 100 = 用 63 + 废 2 + 余 35" in screen_text(desk)


def test_letters_act_only_where_no_field_has_the_focus(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    page.setFocus()
    press(qtbot, desk, Qt.Key.Key_Q)
    press(qtbot, desk, Qt.Key.Key_Space)
    assert page.done == ["lack", "take"]
    page.field.setFocus()
    press(qtbot, desk, Qt.Key.Key_Q)
    press(qtbot, desk, Qt.Key.Key_Space)
    assert page.field.text() == "q "
    assert page.done == ["lack", "take"]


def test_f_keys_work_from_inside_a_field(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    page.ready = True
    page.field.setFocus()
    press(qtbot, desk, Qt.Key.Key_F5)
    assert page.done == ["go"]


def test_a_dim_key_says_why(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    press(qtbot, desk, Qt.Key.Key_F5)
    assert page.done == []
    assert "现在不能：还差第 3 项材料" in desk.desk.next.words()
    press(qtbot, desk, Qt.Key.Key_Space)
    assert "现在不能" not in desk.desk.next.words()


def test_the_next_key_is_the_filled_one_and_places_never_move(desk: Shell, page: ProbePage) -> None:
    keys = desk.desk.keys
    assert not keys.face("F5").enabled
    assert keys.face("F5").word == "受理"
    assert keys.face("F7").word == "缴费单"
    page.ready = True
    page.next_step = lambda: NextStep("probe.go", "受理")  # type: ignore[method-assign]
    page.changed()
    QApplication.processEvents()
    assert keys.face("F5").next


def test_a_running_command_shows_what_it_does(desk: Shell, page: ProbePage) -> None:
    page.ready = True
    page.changed()
    desk.bridge.busy_changed.emit("probe.go", True)
    assert desk.desk.keys.face("F5").doing == "正在存"
    desk.bridge.busy_changed.emit("probe.go", False)
    assert desk.desk.keys.face("F5").doing == ""


def test_alt_and_a_number_changes_the_page_even_from_a_field(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    page.field.setFocus()
    press(qtbot, desk, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert desk.current is desk.page("other")
    assert page.done == ["left"]
    assert page.field.text() == ""


def test_esc_goes_one_step_back_and_keeps_what_was_typed(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    page.field.setFocus()
    qtbot.keyClicks(page.field, "139")
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert page.done == ["back"]
    assert page.field.text() == "139"


def test_esc_first_takes_away_an_error(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    page.show_trouble(KnownError("device.silent", "读卡器没有回答。", "先手工录入。"))
    assert "读卡器没有回答。·先手工录入。·device.silent" in screen_text(page)
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert page.done == []
    assert page.strip.trouble is None


def test_enter_goes_to_the_next_field(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    page.field.setFocus()
    press(qtbot, desk, Qt.Key.Key_Return)
    assert desk.focusWidget() is page.choice


def test_a_wheel_over_a_form_changes_nothing(page: ProbePage) -> None:
    assert page.choice.key == "a"
    page.choice.choose("b")
    assert page.choice.text() == "邮寄"


def test_the_desk_locks_when_nobody_touches_it(desk: Shell, clock: FrozenClock, qtbot: Any) -> None:
    told: list[str] = []
    desk.locked.connect(told.append)
    clock.advance(dt.timedelta(minutes=4, seconds=59))
    desk.tick()
    assert told == []
    press(qtbot, desk, Qt.Key.Key_Space)
    clock.advance(dt.timedelta(minutes=4))
    desk.tick()
    assert told == []
    clock.advance(dt.timedelta(minutes=1))
    desk.tick()
    assert told == ["idle"]
    press(qtbot, desk, Qt.Key.Key_F11)
    assert told == ["idle", "key"]


def test_a_clock_that_was_set_shows_its_day_and_time_at_once(
    desk: Shell, clock: FrozenClock
) -> None:
    days: list[dt.date] = []
    desk.day_changed.connect(lambda: days.append(clock.now().date()))
    locks: list[str] = []
    desk.locked.connect(locks.append)
    clock.advance(dt.timedelta(days=2))
    desk.look_at_clock()
    desk.look_at_clock()
    assert days == [clock.now().date()] and locks == []
    assert f"{clock.now():%H:%M}" in screen_text(desk)


def test_another_clerk_finds_nothing_of_the_one_before(desk: Shell, page: ProbePage) -> None:
    front = OtherPage()
    front.id = "front"
    desk.set_front(front)
    desk.leave()
    assert page.done == ["left"]
    desk.enter("probe", fresh=False)
    assert page.done == ["left", "shown"]
    desk.leave()
    desk.enter("probe")
    assert page.done == ["left", "shown", "left", "reset", "shown"]


def test_changes_reach_the_pages_that_watch_them(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    desk.publish(Changes(topics=frozenset({"people"})))
    desk.publish(Changes(topics=frozenset({"queue"})))
    qtbot.waitUntil(lambda: bool(page.done))
    assert page.done == ["refresh"]


def test_training_has_a_frame_and_a_word(desk: Shell, qapp: Any) -> None:
    from dataclasses import replace

    desk.set_status(replace(STATUS, training=True))
    qapp.processEvents()
    shot = desk.grab().toImage()
    assert QColor(shot.pixel(1, 300)).name().upper() == LIGHT.bad
    assert QColor(shot.pixel(1278, 300)).name().upper() == LIGHT.bad
    assert "练习" in desk.desk.rail.words()


def test_a_sheet_holds_back_everything_below(desk: Shell, page: ProbePage, qtbot: Any) -> None:
    did: list[str] = []
    page.ready = True
    sheet = Sheet(desk.ground, "撤下这份？", None, [Choice("X", "撤下", lambda: did.append("x"))])
    desk.ask(sheet)
    press(qtbot, desk, Qt.Key.Key_F5)
    press(qtbot, desk, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    press(qtbot, desk, Qt.Key.Key_Space)
    assert page.done == []
    assert desk.current is page
    press(qtbot, desk, Qt.Key.Key_X)
    assert did == ["x"]
    assert desk.overlay is None


def test_esc_closes_a_sheet_and_the_focus_is_where_it_was(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    page.field.setFocus()
    desk.ask(Sheet(desk.ground, "规矩", None, []))
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert desk.overlay is None
    assert desk.focusWidget() is page.field
    assert page.done == []


def test_f1_lists_the_keys_of_the_page(desk: Shell, qtbot: Any) -> None:
    press(qtbot, desk, Qt.Key.Key_F1)
    assert desk.overlay is not None
    said = screen_text(desk.overlay)
    assert "[F5]  受理" in said
    assert "[Q]  缺这项" in said


def test_f1_lists_what_can_be_pressed_now_before_what_cannot(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    page.ready = False
    page.changed()
    press(qtbot, desk, Qt.Key.Key_F1)
    assert desk.overlay is not None
    said = screen_text(desk.overlay)
    order = ["现在能按的键", "[Q]  缺这项", "现在不能按的键", "[F5]  受理"]
    assert sorted(order, key=said.index) == order


def test_a_long_f1_stays_in_the_window_and_scrolls_by_keys(
    desk: Shell, page: ProbePage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "rule", lambda: [f"第 {n} 天" for n in range(60)])
    press(qtbot, desk, Qt.Key.Key_F1)
    sheet = desk.overlay
    assert isinstance(sheet, Sheet) and sheet.rect().contains(sheet.panel.geometry())
    assert isinstance(sheet.body, QScrollArea)
    bar = sheet.body.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for _ in range(10):
        press(qtbot, desk, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    press(qtbot, desk, Qt.Key.Key_Up)
    assert bar.value() < bar.maximum()


def test_the_status_bar_with_every_device_overlaps_nothing_in_big_font(
    desk: Shell, qapp: Any
) -> None:
    theme.apply(qapp, Theme(LIGHT, BIG))
    names = ("读卡器", "小票机", "A4 打印", "叫号机", "票据打印", "POS 机")
    lights = tuple(DeviceLight(name, "ok", True) for name in names)
    desk.set_status(replace(STATUS, lights=lights, tickets="", online=False))
    boxes = sorted((box for _, box in desk._bar._laid()), key=lambda box: box.left())
    assert all(one.right() <= two.left() + 1 for one, two in pairwise(boxes))


@pytest.mark.parametrize("wanted", [Theme(DARK), Theme(LIGHT, BIG), Theme(DARK, BIG)])
def test_a_theme_can_be_put_on_while_the_desk_is_open(
    desk: Shell, page: ProbePage, qapp: Any, wanted: Theme
) -> None:
    theme.apply(qapp, wanted)
    desk.resize(1366, 768)
    shot = desk.grab().toImage()
    assert QColor(shot.pixel(700, 500)).name().upper() == wanted.palette.paper
    assert page.field.height() == wanted.measure("field")
    assert desk.desk.keys.height() == wanted.measure("keybar")


def test_the_desk_fits_into_1280_by_720(desk: Shell) -> None:
    assert (desk.width(), desk.height()) == (1280, 720)
    assert desk.minimumSizeHint().width() <= 1280
    assert desk.minimumSizeHint().height() <= 720


def test_ctrl_k_opens_the_palette_even_from_a_field(
    desk: Shell, page: ProbePage, qtbot: Any
) -> None:
    opened: list[int] = []
    desk.install(palette=lambda: opened.append(1))
    page.field.setText("139")
    page.field.setFocus()
    press(qtbot, desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert opened == [1]
    assert page.field.text() == "139"


def test_a_page_that_comes_after_the_window_got_its_size_is_folded_too(
    desk: Shell, qtbot: Any
) -> None:
    class Folding(ProbePage):
        id = "folding"
        place = ""
        folded: bool | None = None

        def fold(self, folded: bool) -> None:
            self.folded = folded

    desk.resize(1100, 720)
    desk.show()
    qtbot.waitExposed(desk)
    late = Folding()
    desk.add_page(late)
    assert late.folded is True
    desk.resize(1280, 720)
    qtbot.waitUntil(lambda: late.folded is False, timeout=2000)
