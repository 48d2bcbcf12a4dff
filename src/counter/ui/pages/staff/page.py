"""8 人员: the roster as accounts; sheets for a new PIN and for the reason of an absence."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.desk.session import Person
from counter.domain.catalogue import AuthorityLetter
from counter.domain.errors import KnownError, Text, text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.signin.page import PinField
from counter.ui.pages.signin.presenter import PIN_DIGITS
from counter.ui.pages.staff.presenter import COLUMNS, StaffPresenter
from counter.ui.pages.staff.scan import scan_sheet
from counter.ui.qt import QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import say
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Label
from counter.ui.widgets.fields import FieldRow, LineField
from counter.ui.widgets.sheet import Choice, Sheet
from counter.ui.widgets.table import TableView


class StaffPage(Page):
    """The page."""

    id = "staff"
    place = "8"
    word = "人员"
    topics = frozenset({"people", "session"})

    def __init__(self, presenter: StaffPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        presenter.ask_pin = self._ask_pin
        presenter.ask_reason = self._ask_reason
        presenter.show_scan = self._show_scan
        self._band = Band("花名册", "", "[[staff.reset]]  [[staff.away]]  [[staff.back]]")
        self.table = TableView(COLUMNS)
        self.table.moved.connect(presenter.select)
        self.body.addWidget(self._band)
        self.body.addWidget(self.table, 1)
        self._letters_band = Band("授权委托书", "", "[[staff.scan]]")
        self._letters = Label("", wrap=True)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self._letters)
        self.body.addWidget(self._letters_band)
        self.body.addLayout(self._foot)
        self.retheme()
        presenter.watchers.add(self.draw)

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def shown(self) -> None:
        self.presenter.load()
        self.table.setFocus()

    def reset(self) -> None:
        self.presenter.forget()
        self.table.show_rows([])

    def refresh(self, changes: Changes) -> None:
        if self.isVisible():
            self.presenter.load()

    def rule(self) -> Sequence[Text | str]:
        return (
            "首席代表 A 角不在，登记了离岗，B 角才能代行；回来就销。",
            "重设的 PIN 只用一次，本人上岗时换成自己的。",
        )

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._foot.setContentsMargins(pad, theme.px(6), pad, theme.px(8))

    def draw(self) -> None:
        """The roster again."""
        if not self.presenter.people:
            self.changed()
            return
        self.table.show_rows(self.presenter.rows())
        self.presenter.current = str(self.table.current_id or "")
        self._draw_letters()
        self.changed()

    def _draw_letters(self) -> None:
        """The letters of the person under the hand, a line each."""
        lines, person = self.presenter.letters(), self.presenter.person
        self._letters_band.set_count(person.name if person else "")
        self._letters.look("ink" if lines else "ink2")
        none = text("没有授权委托书，不能作决定。")
        self._letters.say("\n".join(say(line) for line in lines or [none]))

    # --- sheets ---

    def _ask_pin(self, person: Person) -> None:
        body, layout = _body()
        field = PinField()
        row = FieldRow("新 PIN", field)
        layout.addWidget(row)

        def take() -> None:
            if len(field.text()) != PIN_DIGITS:
                row.show_error(text("PIN 应为 {n} 位数字。", n=PIN_DIGITS))
                return
            number = person.number
            self.presenter.reset_pin(number, field.text(), sheet.close_sheet, refused)

        def refused(error: KnownError) -> None:
            row.show_error(_both(error))

        title = text("给 {name}（{n}）重设 PIN", name=person.name, n=person.number)
        words = "当面告诉本人；第一次上岗时要换成自己的。"
        sheet = self._sheet(title, words, body, Choice("Enter", "重设", take, True, close=False))
        field.entered.connect(take)
        self._lay(sheet)

    def _ask_reason(self, person: Person) -> None:
        body, layout = _body()
        field = LineField(length=60, enter_moves=False)
        row = FieldRow("原因", field)
        layout.addWidget(row)

        def take() -> None:
            number = person.number
            self.presenter.mark_away(number, field.text(), sheet.close_sheet, refused)

        def refused(error: KnownError) -> None:
            row.show_error(_both(error))

        title = text("{name} 离岗，由 B 角代行", name=person.name)
        words = "写一句原因：开会、休假、外出。回来要销。"
        choice = Choice("Enter", "登记离岗", take, True, close=False)
        sheet = self._sheet(title, words, body, choice)
        field.entered.connect(take)
        self._lay(sheet)

    def _show_scan(self, letter: AuthorityLetter, data: bytes) -> None:
        assert self.shell is not None
        self._lay(scan_sheet(self.shell.ground, self.presenter, letter, data))

    def _sheet(self, title: Text, words: str, body: QWidget, choice: Choice) -> Sheet:
        assert self.shell is not None
        return Sheet(self.shell.ground, title, body, [choice], words=words, width=480)

    def _lay(self, sheet: Sheet) -> None:
        assert self.shell is not None
        self.shell.ask(sheet)


def _body() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    return body, layout


def _both(error: KnownError) -> Text:
    params = {**error.what.params, **error.next_step.params}
    return Text(f"{error.what.source}{error.next_step.source}", params)
