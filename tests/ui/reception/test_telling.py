"""F4: everything that is lacking is told once; 先收件 begins the five days (art. 32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.reception.kit import FOOD, ZHOU, Kit
from tests.ui.reception.window import Window

from counter.domain.case import CaseState, NoticeIssued, Status
from counter.domain.errors import KnownError
from counter.ui import theme
from counter.ui.pages.reception.reasons import REASONS
from counter.ui.qt import QApplication, QLineEdit, QPoint, Qt
from counter.ui.theme import BIG, Theme

Key = Qt.Key
PHONE = "13900000826"


def lacking_two(kit: Kit) -> None:
    """A food licence of which application form and pre-approval are there, the rest not."""
    kit.presenter.card(ZHOU)
    kit.presenter.write("contact.phone", PHONE)
    kit.choose("spl")
    kit.press("Space")
    kit.press("Space")
    kit.presenter.state.form.materials.pop(_code(kit, 4))
    kit.presenter.edited()


def _code(kit: Kit, n: int) -> str:
    matter = kit.presenter.state.matter
    assert matter is not None
    return matter.materials[n - 1].code


def state_of(kit: Kit, case_no: str) -> CaseState:
    """A case as the store has it."""
    state = kit.store.case(case_no)
    assert state is not None
    return state


def notice_of(kit: Kit) -> NoticeIssued:
    """The notice of the case just made."""
    assert kit.presenter.state.told is not None
    (notice,) = state_of(kit, kit.presenter.state.told.case_no).notices
    return notice


def open_panel(kit: Kit) -> None:
    assert kit.press("F4")
    kit.follow()


def test_f4_says_what_it_still_waits_for(kit: Kit) -> None:
    assert kit.why("F4") == "还没选事项"
    kit.choose("spl")
    assert kit.why("F4").startswith("还没有申请人")
    kit.presenter.card(ZHOU)
    assert kit.why("F4") == "还没留手机号。"
    kit.presenter.write("contact.phone", PHONE)
    assert not kit.why("F4")


def test_f4_with_everything_there_says_how_to_tell_of_a_wrong_one(kit: Kit) -> None:
    kit.complete()
    assert not kit.press("F4")
    assert kit.why("F4") == "材料齐了；哪份不合要求，先去掉它的勾"


def test_the_panel_lists_every_missing_material_and_the_law(kit: Kit) -> None:
    lacking_two(kit)
    assert "一次告知" not in kit.step() and "[reception.notice]" in kit.step()
    open_panel(kit)
    view = kit.presenter.view().notice
    assert view is not None
    assert [(str(r.word), str(r.why)) for r in view.rows] == [
        ("收到", ""),
        ("收到", ""),
        ("缺", "没有带来"),
        ("缺", "没有带来"),
    ]
    assert view.current == 2
    assert "五个工作日" in str(view.law) and "9-30 周三" in str(view.law)
    assert "第三十二条" in str(view.article)
    assert kit.step().startswith("[Enter] 打印一次性告知书，2 样一次说全")


def test_enter_tells_everything_at_once(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    assert kit.press("Enter")
    told = kit.presenter.state.told
    assert told is not None
    assert state_of(kit, told.case_no).status is Status.SUPPLEMENT
    items = notice_of(kit).items
    assert [(i.code, i.fault, i.why) for i in items] == [
        (_code(kit, 3), "missing", "没有带来"),
        (_code(kit, 4), "missing", "没有带来"),
    ]
    assert all(i.basis for i in items)
    assert kit.presenter.header().number == "430423 260922 03 0001 0"
    assert "430423 260922 03 0001 0 已告知，等申请人补材料" in kit.step()
    side = kit.presenter.view().side
    assert str(side.after_title) == "告知以后"
    assert str(side.limit.sentence) == "还没起算"
    assert kit.presenter.view().notice is None


def test_after_f4_the_next_visitor_is_one_key_away(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.press("Enter")
    assert kit.why("F4") == kit.why("F5") == "这件已经告知；按 F2 开新件"
    assert kit.why("F6") == "还没有受理，不能决定"
    kit.press("Ctrl+O")
    assert kit.opened == ["430423260922030001" + "0"]
    assert kit.press("Enter")
    assert kit.presenter.state.form.empty
    assert kit.presenter.state.told is None


def test_a_reason_is_one_key_or_written(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.press("2")
    kit.press("Down")
    kit.press("E")
    kit.follow()
    assert kit.presenter.state.at == "notice.why"
    kit.presenter.write("contact.phone", PHONE)
    kit.presenter.telling.write("租期只有半年")
    assert kit.press("Enter")
    kit.follow()
    assert kit.presenter.state.at == "notice"
    kit.press("Enter")
    assert [i.why for i in notice_of(kit).items] == [REASONS["missing"][1], "租期只有半年"]


def test_a_missing_one_can_be_wrong_and_a_ticked_one_too(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.press("Space")
    kit.press("3")
    kit.press("Up")
    assert not kit.press("1")
    assert kit.why("1") == "这一样不用补"
    kit.press("Space")
    kit.press("Enter")
    assert [(i.code, i.fault, i.why) for i in notice_of(kit).items] == [
        (_code(kit, 2), "wrong", REASONS["wrong"][0]),
        (_code(kit, 3), "wrong", REASONS["wrong"][2]),
        (_code(kit, 4), "missing", "没有带来"),
    ]


def test_space_twice_takes_it_back(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    before = kit.presenter.view().notice
    kit.press("Space")
    assert kit.presenter.view().notice != before
    kit.press("Space")
    assert kit.presenter.view().notice == before


def test_nothing_is_printed_without_a_reason(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.presenter.telling.write("  ")
    assert not kit.press("Enter")
    assert kit.why("Enter") == "第 3 项没写原因"
    assert kit.step().startswith("[E] 第 3 项没写原因")
    assert kit.store.open_count() == 0


def test_esc_closes_the_panel_and_keeps_the_form_and_the_marks(kit: Kit) -> None:
    lacking_two(kit)
    kit.fill(**FOOD)
    open_panel(kit)
    kit.press("2")
    assert kit.press("Esc")
    kit.follow()
    assert kit.presenter.view().notice is None
    assert kit.presenter.state.at == "materials"
    assert kit.presenter.state.form.fields["trade_name"] == FOOD["trade_name"]
    open_panel(kit)
    view = kit.presenter.view().notice
    assert view is not None and str(view.rows[2].why) == REASONS["missing"][1]


def test_a_card_takes_its_material_off_the_list(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.presenter.card(ZHOU)
    view = kit.presenter.view().notice
    assert view is not None
    assert [r.told for r in view.rows] == [False, False, True, False]


def test_another_matter_begins_with_no_marks(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)
    kit.press("2")
    kit.presenter.choose("430423-GS-0003-01")
    assert kit.presenter.view().notice is None
    assert not kit.presenter.state.marks


def test_a_refused_notice_is_said_and_the_panel_stays(kit: Kit) -> None:
    lacking_two(kit)
    open_panel(kit)

    def refuse(*_args: object) -> None:
        raise KnownError("store.disk_full", "磁盘满了，没有存成。", "请腾出空间再按一次。")

    law = kit.services.law
    real, law.tell_new = law.tell_new, refuse  # type: ignore[method-assign,assignment]
    kit.press("Enter")
    trouble = kit.presenter.view().trouble
    assert trouble is not None and trouble.code == "store.disk_full"
    assert kit.presenter.view().notice is not None
    law.tell_new = real  # type: ignore[method-assign]
    assert kit.press("Enter")
    assert kit.presenter.state.told is not None


def test_only_received_says_the_last_day_for_telling(kit: Kit) -> None:
    lacking_two(kit)
    kit.presenter.telling.receive()
    told = kit.presenter.state.told
    assert told is not None
    assert state_of(kit, told.case_no).status is Status.RECEIVED
    assert "已收件 五个工作日内（到 9-30 周三）不告知就算受理" in kit.step()
    assert str(kit.presenter.view().side.limit.sentence) == "到 9-30 周三"
    assert kit.why("F5") == "这件已经收件；按 F2 开新件"


def test_not_told_in_time_is_accepted_from_the_day_of_receipt(kit: Kit) -> None:
    lacking_two(kit)
    kit.presenter.telling.receive()
    kit.clock.advance(dt.timedelta(days=21))
    assert kit.services.law.automatic() == 1
    state = state_of(kit, "4304232609220300010")
    assert (state.status, state.accepted_on) == (Status.ACCEPTED, "2026-09-22")


# --- in the window ------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """A window with two materials lacking; the usual theme is put back."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    kits: list[Kit] = []

    def make(wanted: Theme | None = None, size: tuple[int, int] = (1280, 720)) -> Window:
        theme.apply(app, wanted or Theme())
        kits.append(Kit(tmp_path))
        w = Window(kits[0], qtbot, size)
        lacking_two(kits[0])
        w.settle()
        return w

    yield make
    theme.apply(app, Theme())
    for kit in kits:
        kit.close()


def test_told_by_keys_alone(window: Callable[..., Window]) -> None:
    w = window()
    w.key(Key.Key_F4)
    assert w.place == "notice"
    text = w.text()
    assert "没有带来" in text and "要补 2 样" in text
    assert "申办内容" not in text
    w.key(Key.Key_Down)
    w.key(Key.Key_Space)
    w.key(Key.Key_E)
    assert w.place == "notice.why"
    why = w.focus
    assert isinstance(why, QLineEdit)
    why.selectAll()
    w.type("照片看不清")
    w.key(Key.Key_Return)
    assert w.place == "notice"
    assert w.kit.presenter.state.told is None
    w.key(Key.Key_Return)
    assert "已告知，等申请人补材料" in w.text()
    assert notice_of(w.kit).items[1].why == "照片看不清"
    assert "申办内容" in w.text()


def test_esc_in_the_reason_goes_back_one_step_at_a_time(window: Callable[..., Window]) -> None:
    w = window()
    w.key(Key.Key_F4)
    w.key(Key.Key_E)
    w.key(Key.Key_Escape)
    assert w.place == "notice"
    w.key(Key.Key_Escape)
    assert w.place == "materials"
    assert "申办内容" in w.text()


@pytest.mark.parametrize(("factor", "size"), [(1.0, (1280, 720)), (BIG, (1366, 768))])
def test_many_materials_leave_reason_and_law_in_view(
    window: Callable[..., Window], factor: float, size: tuple[int, int]
) -> None:
    w = window(Theme(factor=factor), size)
    w.kit.presenter.choose("430423-JS-0001-01")
    w.settle()
    w.key(Key.Key_F4)
    for _ in range(10):
        w.key(Key.Key_Down)
    assert w.kit.presenter.state.telling_at == 10
    panel = w.page.notice

    def in_view() -> bool:
        column = panel.parentWidget().parentWidget()
        foot = panel.article.mapTo(column, QPoint(0, panel.article.height())).y()
        head = panel.band.mapTo(column, QPoint(0, 0)).y()
        return head >= 0 and foot <= column.height() and panel.why.y() > panel.table.height()

    w.bot.waitUntil(in_view, timeout=2000)
    row = panel.table.visualRect(panel.table.currentIndex())
    assert panel.table.viewport().rect().contains(row)
