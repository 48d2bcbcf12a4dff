"""Fields, tables, bands, chips, dates: what they do under the hand, and that words fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from counter.domain.clock import DayMark
from counter.ui import theme
from counter.ui.qt import QColor, QCoreApplication, QInputMethodEvent, Qt, QVBoxLayout, QWidget
from counter.ui.rows import AnyRow, Cell, Column, Group, Note, Row, cells
from counter.ui.shell.reading import screen_lines, table_lines
from counter.ui.state import STATES, ChipState, Trouble
from counter.ui.theme import LIGHT
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band, ErrorStrip, Segmented
from counter.ui.widgets.basic import Button, Chip, KeyCap, Label, LineLabel
from counter.ui.widgets.date import Calendar, DateField, parse_date
from counter.ui.widgets.fields import CheckBox, ChoiceField, FieldRow, LineField, TextField
from counter.ui.widgets.table import TableView

TODAY = dt.date(2026, 9, 22)


def rows(*ids: int) -> list[AnyRow]:
    return [Row(i, cells(no=str(i), name=Cell(f"第 {i} 件"))) for i in ids]


@pytest.fixture
def table(qtbot: Any) -> TableView:
    made = TableView([Column("no", "序", 60), Column("name", "名称")])
    made.resize(500, 300)
    qtbot.addWidget(made)
    made.show()
    return made


# --- tables ---------------------------------------------------------------------------------------


def test_a_refresh_keeps_the_row_under_the_hand(table: TableView) -> None:
    table.show_rows(rows(1, 2, 3))
    table.go_to(2)
    table.show_rows(rows(9, 1, 2, 3))
    assert table.current_id == 2


def test_a_row_that_is_gone_leaves_its_neighbour(table: TableView) -> None:
    table.show_rows(rows(1, 2, 3))
    table.go_to(2)
    told: list[object] = []
    table.moved.connect(told.append)
    table.show_rows(rows(1, 3))
    assert table.current_id == 3
    assert told == [3]


def test_arrows_step_over_group_rows(table: TableView, qtbot: Any) -> None:
    table.show_rows([Group("甲", 1), *rows(1), Group("乙", 1), *rows(2)])
    assert table.current_id == 1
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id == 2
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id == 2
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.current_id == 1


def test_the_next_page_is_asked_for_once_and_by_the_end(table: TableView, qtbot: Any) -> None:
    asked: list[int] = []
    table.wants_more.connect(lambda: asked.append(1))
    table.show_rows([*rows(*range(1, 31)), Note("还有 16 件", more=True)])
    assert asked == []
    for _ in range(28):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert asked == [1]
    table.add_rows(rows(*range(31, 47)))
    assert len(table.rows.rows) == 46
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id == 30


def test_letters_and_enter_are_left_to_the_page(qtbot: Any) -> None:
    keys: list[int] = []

    class Ground(QWidget):
        def keyPressEvent(self, event: Any) -> None:
            keys.append(event.key())

    ground = Ground()
    qtbot.addWidget(ground)
    table = TableView([Column("no", "序", 60), Column("name", "名称")])
    QVBoxLayout(ground).addWidget(table)
    table.show_rows(rows(1))
    for key in (Qt.Key.Key_Q, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F5):
        qtbot.keyClick(table, key)
    assert keys == [Qt.Key.Key_Q, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F5]


def test_a_table_reads_as_lines(table: TableView) -> None:
    chip = Cell(chip=ChipState("late", "超期 1 天"))
    table.show_rows(
        [Group("已经过线", 1, "先做"), Row(1, cells(no=chip, name=Cell("甲", key="F5")))]
    )
    assert table_lines(table) == ["已经过线 1 先做", "▸超期 1 天 [F5] 甲"]


def test_three_hundred_thousand_rows_are_never_asked_for(table: TableView) -> None:
    table.show_rows([*rows(*range(60)), Note("还有 299,940 件", more=True)])
    assert table.rows.rowCount() == 61


# --- fields ---------------------------------------------------------------------------------------


def test_the_room_for_an_error_is_kept(qtbot: Any) -> None:
    row = FieldRow("证号", LineField(), check=lambda: "证号末位不对，请对着证件再输一次")
    qtbot.addWidget(row)
    before = row.sizeHint().height()
    assert not row.check()
    assert row.sizeHint().height() == before
    assert "证号末位不对，请对着证件再输一次" in screen_lines(row)


def test_a_field_is_checked_when_it_is_left_not_while_it_is_typed(qtbot: Any) -> None:
    checks: list[str] = []
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = QVBoxLayout(ground)
    field, other = LineField(), LineField()
    layout.addWidget(FieldRow("手机", field, check=lambda: checks.append(field.text())))
    layout.addWidget(other)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    field.setFocus()
    qtbot.keyClicks(field, "139")
    assert checks == []
    other.setFocus()
    assert checks == ["139"]


def test_chinese_goes_into_a_field_as_an_input_method_commits_it(qtbot: Any) -> None:
    field = LineField()
    qtbot.addWidget(field)
    event = QInputMethodEvent()
    event.setCommitString("周明远")
    QCoreApplication.sendEvent(field, event)
    assert field.text() == "周明远"


def test_a_digit_field_takes_digits(qtbot: Any) -> None:
    field = LineField(digits=True)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "1a3-9")
    assert field.text() == "139"


def test_a_choice_knows_keys_and_words(qtbot: Any) -> None:
    choice = ChoiceField([("window", "窗口领取"), ("mail", "邮寄")])
    qtbot.addWidget(choice)
    told: list[str] = []
    choice.picked.connect(told.append)
    choice.choose("mail")
    assert (choice.key, choice.text(), told) == ("mail", "邮寄", [])
    choice.activated.emit(0)
    assert told == ["window"]


def test_space_ticks_a_box(qtbot: Any) -> None:
    box = CheckBox("同意接收办理进度")
    qtbot.addWidget(box)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()


def test_shift_enter_breaks_a_line_and_enter_goes_on(qtbot: Any) -> None:
    field = TextField()
    qtbot.addWidget(field)
    done: list[int] = []
    field.entered.connect(lambda: done.append(1))
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "b")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), done) == ("a\nb", [1])


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("9-22", TODAY),
        ("20260922", TODAY),
        ("2026-9-22", TODAY),
        ("2026.9.22", TODAY),
        ("2026 年 9 月 22 日", TODAY),
        ("2-29", None),
        ("2028-2-29", dt.date(2028, 2, 29)),
        ("13-1", None),
        ("明天", None),
        ("", None),
    ],
)
def test_a_date_is_typed_in_short(words: str, date: dt.date | None) -> None:
    assert parse_date(words, TODAY) == date


def test_leaving_a_date_field_writes_it_out(qtbot: Any) -> None:
    field = DateField(lambda: TODAY)
    qtbot.addWidget(field)
    told: list[object] = []
    field.picked.connect(told.append)
    qtbot.keyClicks(field, "10-8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "2026-10-08"
    assert told == [dt.date(2026, 10, 8)]


def test_the_calendar_moves_by_day_week_and_month(qtbot: Any) -> None:
    marks = {dt.date(2026, 10, 1): (DayMark.HOLIDAY, "国庆节")}
    calendar = Calendar(
        dt.date(2026, 8, 31), TODAY, lambda d: marks.get(d, (DayMark.WORK, "")), None
    )
    picked: list[dt.date] = []
    calendar.picked.connect(picked.append)
    calendar.show()
    qtbot.keyClick(calendar, Qt.Key.Key_PageDown)
    assert calendar.date == dt.date(2026, 9, 30)
    qtbot.keyClick(calendar, Qt.Key.Key_Right)
    qtbot.keyClick(calendar, Qt.Key.Key_Down)
    calendar.grab()
    qtbot.keyClick(calendar, Qt.Key.Key_Return)
    assert picked == [dt.date(2026, 10, 8)]


# --- painting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_chip_is_as_wide_as_its_words(state: str, qtbot: Any) -> None:
    chip = Chip(ChipState(state, "正在等省里回话"))
    qtbot.addWidget(chip)
    words = theme.metrics("note", True).horizontalAdvance("正在等省里回话")
    assert chip.sizeHint().width() >= words + 12
    assert chip.accessibleName() == "正在等省里回话"
    chip.grab()


def test_states_differ_in_shape_where_they_differ_in_meaning() -> None:
    shapes = {name: s.glyph for name, s in STATES.items() if s.glyph}
    assert shapes["ok"] != shapes["due"] != shapes["late"] != shapes["unknown"]
    assert len({shapes[n] for n in ("ok", "due", "late", "unknown", "paused", "todo")}) == 6


def test_a_line_is_never_cut(qtbot: Any) -> None:
    words = "收到第 3 项 **经营场所使用证明**，还差 2 项"
    label = LineLabel(words)
    qtbot.addWidget(label)
    assert label.sizeHint().width() >= paint.line_width(
        "收到第 3 项 **经营场所使用证明**，还差 2 项"
    )
    assert label.minimumSizeHint() == label.sizeHint()


def test_a_band_has_name_count_and_fact(qtbot: Any) -> None:
    band = Band("材料", "已收 3·还差 1", "目录 2026 年第 3 版")
    qtbot.addWidget(band)
    assert screen_lines(band) == ["材料", "已收 3·还差 1", "目录 2026 年第 3 版"]
    assert band.height() == 28 or band.minimumHeight() == 28


def test_segments_move_by_arrows(qtbot: Any) -> None:
    segments = Segmented(["本人", "单位", "代办"])
    qtbot.addWidget(segments)
    told: list[int] = []
    segments.chosen.connect(told.append)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    assert told == [1, 2]
    assert segments.accessibleDescription() == "代办"


def test_an_error_strip_takes_room_only_while_there_is_trouble(qtbot: Any) -> None:
    strip = ErrorStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 40)
    assert strip.isHidden()
    strip.show_trouble(Trouble("读卡器没有回答。", "先手工录入。", code="device.silent"))
    assert strip.words() == "读卡器没有回答。·先手工录入。·device.silent"
    strip.grab()
    strip.show_trouble(None)
    assert strip.isHidden()


def test_the_focus_can_be_seen_on_every_control(qtbot: Any) -> None:
    for make in (
        lambda: LineField("x"),
        lambda: Button("现在试", "F10"),
        lambda: Button("上岗", "Enter", filled=True),
        lambda: CheckBox("同意"),
        lambda: Segmented(["甲", "乙"]),
        lambda: ChoiceField([("a", "甲")]),
        lambda: TextField(),
    ):
        ground = QWidget()
        qtbot.addWidget(ground)
        layout = QVBoxLayout(ground)
        control, other = make(), KeyCap("F1")
        other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout.addWidget(control)
        layout.addWidget(other)
        ground.show()
        ground.activateWindow()
        qtbot.waitUntil(ground.isActiveWindow)
        other.setFocus()
        without = control.grab().toImage()
        size = control.size()
        control.setFocus()
        assert control.grab().toImage() != without, type(control).__name__
        assert control.size() == size
        ground.close()


def test_labels_follow_the_theme(qapp: Any, qtbot: Any) -> None:
    label = Label("申请人", colour="ink2")
    qtbot.addWidget(label)
    assert label.palette().windowText().color() == QColor(LIGHT.ink2)
    theme.apply(qapp, theme.Theme(theme.DARK, theme.BIG))
    assert label.palette().windowText().color() == QColor(theme.DARK.ink2)
    assert label.font().pointSizeF() == pytest.approx(13.65)
