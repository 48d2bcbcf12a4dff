"""The page in the shell: keys, focus, input method, folding, busy, and nothing cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.reception.kit import OUYANG, ZHAO, ZHOU, Kit
from tests.ui.reception.window import CTRL, Window

from counter.domain.errors import KnownError
from counter.ui import theme
from counter.ui.qt import QApplication, QLabel, QLineEdit, Qt, QWidget
from counter.ui.theme import BIG, DARK, LIGHT, Theme
from counter.ui.widgets.basic import Painted

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Windows made by the test, in a theme; the light one is put back."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    kits: list[Kit] = []

    def make(wanted: Theme | None = None, size: tuple[int, int] = (1280, 720)) -> Window:
        theme.apply(app, wanted or Theme())
        kits.append(Kit(tmp_path))
        return Window(kits[-1], qtbot, size)

    yield make
    theme.apply(app, Theme())
    for kit in kits:
        kit.close()


def test_a_case_from_call_to_number_by_keys_alone(window: Callable[..., Window]) -> None:
    w = window()
    assert w.place == "matter"
    w.key(Key.Key_F3)
    assert "A012" in w.text()
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()
    w.key(Key.Key_F5)
    assert "430423 260922 03 0001 0" in w.text()
    assert "已受理" in w.text()
    assert w.kit.store.open_count() == 1
    w.key(Key.Key_Return)
    assert w.place == "matter"
    assert "叫号" in w.text()


def test_a_card_never_moves_the_focus_or_the_caret(window: Callable[..., Window]) -> None:
    w = window()
    phone = w.page.widget_at("contact.phone")
    assert isinstance(phone, QLineEdit)
    phone.setFocus()
    w.type("1390000")
    phone.setCursorPosition(3)
    w.page.on_card(ZHOU)
    w.settle()
    assert w.focus is phone
    assert (phone.text(), phone.cursorPosition()) == ("1390000", 3)
    assert "证件等级 A" in w.text()


def test_chinese_from_the_input_method_reaches_form_and_search(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.type("食品流通")
    assert w.kit.presenter.state.matches[0].name == "食品流通许可"
    w.key(Key.Key_Return)
    w.key(Key.Key_Space)
    assert w.kit.presenter.state.form.query == "食品流通"
    w.page.widget_at("form.trade_name").setFocus()  # type: ignore[union-attr]
    w.type("开云镇明远粮油店")
    assert w.kit.presenter.state.form.fields["trade_name"] == "开云镇明远粮油店"


def test_space_in_a_field_is_a_space(window: Callable[..., Window]) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.type("spl")
    w.key(Key.Key_Return)
    w.page.widget_at("form.premises").setFocus()  # type: ignore[union-attr]
    w.type("人民东路")
    w.key(Key.Key_Space)
    assert w.kit.presenter.state.form.fields["premises"] == "人民东路 "
    assert not w.kit.presenter.view().materials.rows[0].ticked


def test_arrows_change_the_match_while_the_box_has_the_focus(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.type("spl")
    w.key(Key.Key_Down)
    w.key(Key.Key_Down)
    w.key(Key.Key_Return)
    matter = w.kit.presenter.state.matter
    assert matter is not None and matter.variant == "延续"
    assert w.place == "materials"
    w.key(Key.Key_Down)
    assert w.kit.presenter.state.material_at == 1


def test_copies_and_pages_by_keys(window: Callable[..., Window]) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.type("spl")
    w.key(Key.Key_Return)
    w.key(Key.Key_E)
    assert w.place == "materials.copies"
    w.type("2")
    w.key(Key.Key_Return)
    assert w.place == "materials.pages"
    w.type("3")
    w.key(Key.Key_Return)
    assert w.place == "materials"
    row = w.kit.presenter.view().materials.rows[0]
    assert (row.copies, row.pages) == (2, "3")


def test_the_draft_saves_itself_a_moment_after_the_last_key(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.bot.waitUntil(lambda: len(w.kit.store.drafts("0317")) == 1, timeout=3000)
    w.bot.waitUntil(lambda: "草稿已存 14:03:12" in w.text(), timeout=3000)


def test_leaving_the_page_saves_at_once(window: Callable[..., Window]) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.page.left()
    w.settle()
    assert len(w.kit.store.drafts("0317")) == 1


def test_while_it_is_saved_the_key_says_so_and_nothing_changes(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()
    w.worker.held = True
    w.key(Key.Key_F5)
    assert "已受理" not in w.text()
    w.bot.waitUntil(lambda: w.shell.commands.running("reception.accept") == "正在存", timeout=3000)
    w.key(Key.Key_F5)
    w.key(Key.Key_F2)
    assert not w.kit.presenter.state.form.empty
    w.worker.release()
    w.settle()
    assert "已受理" in w.text()
    assert w.kit.store.open_count() == 1


def test_a_refused_f5_stands_in_a_strip_with_its_next_step(
    window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()

    def full(*_args: object, **_how: object) -> None:
        raise KnownError("store.disk_full", "磁盘满了，没有存成。", "腾出空间再按 F5。")

    monkeypatch.setattr(w.kit.desk, "accept", full)
    w.key(Key.Key_F5)
    assert "磁盘满了，没有存成。" in w.text()
    assert "store.disk_full" in w.text()
    monkeypatch.undo()
    w.key(Key.Key_F5)
    assert "磁盘满了" not in w.text()
    assert "已受理" in w.text()


def test_a_wrong_number_shows_in_place_on_leaving(window: Callable[..., Window]) -> None:
    w = window()
    w.key(Key.Key_M, CTRL)
    assert w.place == "applicant.document.name"
    w.type("欧阳雪")
    w.key(Key.Key_Return)
    assert w.place == "applicant.document.number"
    w.type("４３０４２３198511120025")
    assert "证号末位不对" not in w.text()
    w.key(Key.Key_Tab)
    assert "证号末位不对。请对着证件再输一次。" in w.text()
    number = w.page.widget_at("applicant.document.number")
    assert isinstance(number, QLineEdit)
    assert number.text() == "430423198511120025"


def test_tab_follows_the_reading_order(window: Callable[..., Window]) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.type("spl")
    w.key(Key.Key_Return)
    w.page.widget_at("contact.phone").setFocus()  # type: ignore[union-attr]
    places = []
    for _ in range(10):
        w.key(Key.Key_Tab)
        places.append(w.place)
    assert places == [
        "contact.delivery",
        "contact.sms",
        "matter",
        "materials",
        "form.trade_name",
        "form.subject_type",
        "form.premises",
        "form.items",
        "form.area",
        "form.employees",
    ]


def test_another_clerk_finds_an_empty_page_and_the_first_finds_the_draft(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.shell.go("reception")
    w.page.left()
    w.settle()
    first = w.kit.actor
    w.kit.actor = w.kit.session.sign_in("0309", "246802").actor
    w.page.shown()
    w.settle()
    assert "周明远" not in w.text()
    w.kit.actor = first
    w.page.shown()
    w.settle()
    assert "接着办 周明远" in w.text()
    w.key(Key.Key_D, CTRL)
    assert "430423 19900101 0014" in w.text()


LAYOUTS = {
    "light": (Theme(LIGHT), (1280, 720)),
    "dark": (Theme(DARK), (1280, 720)),
    "big": (Theme(LIGHT, BIG), (1366, 768)),
    "scaled": (Theme(LIGHT), (1040, 600)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_cut_off(window: Callable[..., Window], layout: str) -> None:
    w = window(*LAYOUTS[layout])
    states: list[Callable[[], object]] = [
        lambda: w.page.on_card(ZHAO),
        lambda: w.type("jzgcsgxk"),
        lambda: w.key(Key.Key_Return),
        lambda: w.key(Key.Key_Space),
        lambda: w.page.on_card(OUYANG),
        lambda: w.key(Key.Key_G, CTRL),
        lambda: w.kit.presenter.come_as("organisation"),
        lambda: w.kit.presenter.write("applicant.name", "衡山县开云镇农业产业化" * 4),
        lambda: w.kit.presenter.search("hlwsw"),
        lambda: w.kit.presenter.choose(),
        lambda: w.page.on_card_fault(KnownError("card.moved", "卡动了。", "放平再读。")),
    ]
    for change in states:
        change()
        w.settle()
        assert cut_off(w.page) == []


def cut_off(page: QWidget) -> list[str]:
    """Widgets whose words have less room than they need, or that reach out of their column."""
    found = []
    for widget in page.findChildren(QWidget):
        if widget.isHidden() or not widget.isVisibleTo(page):
            continue
        painted = isinstance(widget, Painted) and bool(widget.words())
        if painted and widget.width() < widget.minimumSizeHint().width():
            found.append(f"narrow: {widget.accessibleName()}")
        if isinstance(widget, QLabel) and widget.text():
            room, need = widget.width(), widget.fontMetrics().horizontalAdvance(widget.text())
            if not widget.wordWrap() and need > room:
                found.append(f"narrow: {widget.text()}")
            if widget.wordWrap() and widget.heightForWidth(room) > widget.height() + 1:
                found.append(f"low: {widget.text()}")
    for column in (page._left, page._middle, page._right):  # type: ignore[attr-defined]
        inner = column.widget()
        if column.isVisibleTo(page) and inner.width() > column.viewport().width():
            found.append(f"a column is {inner.width()} wide in {column.viewport().width()}")
    return found


def test_in_big_font_the_third_column_folds_under_the_second(
    window: Callable[..., Window],
) -> None:
    w = window(Theme(LIGHT, BIG), (1366, 768))
    w.type("spl")
    w.key(Key.Key_Return)
    assert w.page._middle.isAncestorOf(w.page.side)
    assert w.page._right.isHidden()
    assert "到 10-27 周二" in w.text()
    assert "今天办结" in w.page.matter.band.findChildren(Painted)[-1].words()
    w.page.fold(False)
    assert w.page._right.isAncestorOf(w.page.side)
    assert not w.page._right.isHidden()


def test_a_key_typed_while_it_was_saved_is_not_left_on_the_page(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()
    phone = w.focus
    assert isinstance(phone, QLineEdit)
    w.worker.held = True
    w.key(Key.Key_F5)
    w.type("77")
    assert w.focus is phone
    w.worker.release()
    w.settle()
    assert phone.text() == "13900000826" == w.kit.presenter.state.form.phone


def test_a_date_may_be_typed_short_and_is_written_out_on_leaving(
    window: Callable[..., Window],
) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.type("食品流通许可（延续）")
    w.key(Key.Key_Return)
    expires = w.page.widget_at("form.expires")
    assert isinstance(expires, QLineEdit)
    expires.setFocus()
    w.type("20261231")
    w.key(Key.Key_Return)
    assert expires.text() == "2026-12-31"
    assert w.kit.presenter.state.form.fields["expires"] == "2026-12-31"


def test_after_f5_the_form_can_be_read_and_not_changed(window: Callable[..., Window]) -> None:
    w = window()
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()
    w.key(Key.Key_F5)
    assert w.place == "materials"
    for place in ("contact.phone", "form.area", "form.items", "contact.sms"):
        field = w.page.widget_at(place)
        assert field is not None and field.isEnabled()
        assert field.focusPolicy() == Qt.FocusPolicy.NoFocus
        w.bot.mouseClick(field, Qt.MouseButton.LeftButton)
        w.bot.keyClick(field, Key.Key_Down)
        w.bot.keyClick(field, Key.Key_Space)
        w.bot.keyClick(field, Key.Key_9)
    w.settle()
    form = w.kit.presenter.state.form
    assert (form.phone, form.sms, form.fields["area"]) == ("13900000826", True, "46.50")
    assert w.page.widget_at("contact.sms").isChecked()  # type: ignore[union-attr]
    w.key(Key.Key_F2)
    assert w.page.widget_at("contact.phone").focusPolicy() != Qt.FocusPolicy.NoFocus  # type: ignore[union-attr]


def test_folded_the_papers_fate_stands_in_the_band(window: Callable[..., Window]) -> None:
    w = window(Theme(LIGHT, BIG), (1366, 768))
    w.page.on_card(ZHOU)
    w.settle()
    w.complete()
    w.key(Key.Key_F5)
    fact = w.page.matter.band.findChildren(Painted)[-1].words()
    assert fact == "受理通知书 在排队·收件回执 在排队"


def test_who_only_looks_on_is_shown_no_key_of_a_material(window: Callable[..., Window]) -> None:
    desk = window()
    band = desk.page.materials.band
    assert "收到" in shown_in(band)
    desk.kit.actor = desk.kit.session.sign_in("0003", "246802").actor
    desk.page.draw()
    assert "收到" not in shown_in(band)


def shown_in(widget: QWidget) -> str:
    return " ".join(part.words() for part in widget.findChildren(Painted))
