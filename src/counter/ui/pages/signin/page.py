"""The sign-in page: what a person meets before the first citizen, and when the desk is locked."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.signin.parts import Recent, SelfTestTable, Wall
from counter.ui.pages.signin.presenter import PIN_DIGITS, Mode, SignInPresenter
from counter.ui.qt import QFont, QHBoxLayout, QKeyEvent, QLineEdit, Qt, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header
from counter.ui.text import tr
from counter.ui.widgets.basic import Button, Chip, Label
from counter.ui.widgets.fields import ErrorLine, LineField


class PinField(LineField):
    """Six dots; digits only; never an input method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(digits=True, length=PIN_DIGITS, big=True, enter_moves=False, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def retheme(self) -> None:
        super().retheme()
        font = theme.font("title")
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(6))
        self.setFont(font)


class NumberField(LineField):
    """The staff number; the arrows walk through the recent people."""

    def __init__(self, page: SignInPage) -> None:
        super().__init__(digits=True, length=8, big=True, enter_moves=False)
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._page.walk(1 if event.key() == Qt.Key.Key_Down else -1)
            event.accept()
        else:
            super().keyPressEvent(event)


class SignInPage(Page):
    """Number, PIN, Enter; the wall with the plate; the self-test."""

    id = "signin"
    word = "上岗"
    topics = frozenset({"session", "people", "devices"})

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._build()
        presenter.watchers.add(self.draw)
        self._clock.timeout.connect(self.wall.renew)
        self.draw()

    # --- building ---

    def _build(self) -> None:
        self.wall = Wall(self.presenter)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.wall)
        self._right = QVBoxLayout()
        whole.addLayout(self._right, 1)
        self.body.addLayout(whole, 1)
        self.title = Label("上岗", "sentence", bold=True)
        self._right.addWidget(self.title)
        columns = QHBoxLayout()
        columns.addLayout(self._fields(), 336)
        columns.addLayout(self._people(), 360)
        self._columns = columns
        self._right.addLayout(columns)
        self._right.addSpacing(theme.px(8))
        self.test = SelfTestTable(self.presenter)
        self._right.addWidget(self.test)
        self._right.addStretch(1)
        self.retheme()

    def _fields(self) -> QVBoxLayout:
        self.number, self.pin, self.again = NumberField(self), PinField(), PinField()
        self.number_label = Label("工号", "body", colour="ink2")
        self.pin_label = Label("PIN", "body", colour="ink2")
        self.again_label = Label("再输一次", "body", colour="ink2")
        for label, field in (
            (self.number_label, self.number),
            (self.pin_label, self.pin),
            (self.again_label, self.again),
        ):
            label.setBuddy(field)
            field.setAccessibleName(label.text())
        self.note = Label("", "note", colour="ink2")
        self.error = ErrorLine()
        self.enter = Button("上岗", "Enter", filled=True, big=True, cap_after=True)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addWidget(self.number_label)
        column.addWidget(self.number)
        column.addSpacing(theme.px(8))
        column.addWidget(self.pin_label)
        column.addWidget(self.pin)
        column.addWidget(self.again_label)
        column.addWidget(self.again)
        column.addWidget(self.note)
        column.addWidget(self.error)
        column.addSpacing(theme.px(8))
        column.addWidget(self.enter)
        column.addStretch(1)
        self.number.entered.connect(lambda: self.presenter.number_given(self.number.text()))
        self.number.textEdited.connect(self.presenter.number_changed)
        self.number.left.connect(self._number_left)
        self.pin.entered.connect(self._enter)
        self.again.entered.connect(self._enter)
        self.enter.clicked.connect(self._enter)
        return column

    def _people(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addWidget(Label("这个窗口最近的人", "body", colour="ink2"))
        self.recent = Recent(self.presenter)
        self.recent.picked.connect(self.presenter.pick)
        column.addWidget(self.recent)
        self.drafts = Chip()
        column.addSpacing(theme.px(8))
        column.addWidget(self.drafts)
        column.addStretch(1)
        return column

    def retheme(self) -> None:
        self.fold(theme.current().folds(self.width()))

    def fold(self, folded: bool) -> None:
        """A narrow window takes from the wall and the margins, never from the words."""
        px = theme.px
        side = px(28 if folded else 56)
        self._right.setContentsMargins(side, px(24 if folded else 48), side, px(12))
        self._right.setSpacing(px(12))
        self._columns.setSpacing(px(28 if folded else 48))
        self.wall.setFixedWidth(px(320 if folded else 424))

    # --- contract ---

    def header(self) -> Header:
        return Header(self.presenter.title)

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def shown(self) -> None:
        self._clock.start()
        self.pin.clear()
        self.again.clear()
        person = self.presenter.person
        self.number.setText(person.number if person else "")
        self.draw()

    def refresh(self, changes: Changes) -> None:
        if self.isVisible():
            self.presenter.load()

    def back(self) -> bool:
        self.pin.clear()
        self.again.clear()
        if self.presenter.mode is not Mode.NEW_PIN:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.number.selectAll()
        return True

    # --- hands ---

    def walk(self, step: int) -> None:
        """Up and Down in the number field: the recent people."""
        people = self.presenter.recent
        if not people:
            return
        now = self.presenter.person
        numbers = [p.number for p in people]
        here = numbers.index(now.number) if now and now.number in numbers else -1 if step > 0 else 0
        self.presenter.person = people[(here + step) % len(people)]
        self.number.setText(self.presenter.person.number)
        self.presenter.changed()

    def _number_left(self) -> None:
        known = self.presenter.person
        number = self.number.text().strip()
        if number and (known is None or known.number != number) and self.isVisible():
            self.presenter.number_given(number)

    def _enter(self) -> None:
        if self.presenter.mode is Mode.NEW_PIN:
            self.presenter.new_pin(self.pin.text(), self.again.text())
        else:
            self.presenter.submit(self.number.text(), self.pin.text())

    # --- drawing ---

    def draw(self) -> None:
        """Everything again from the presenter."""
        p = self.presenter
        self.title.say(p.title)
        self.enter.setText(tr(str(p.enter_word)))
        self.enter.setEnabled(not p.working)
        self.enter.update()
        if p.person is not None:
            self.number.fill(p.person.number)
        self.number.set_unit(p.whose)
        fresh = p.mode is Mode.NEW_PIN
        self.number.setEnabled(not fresh)
        self.pin_label.say("新 PIN" if fresh else "PIN")
        self.pin.setAccessibleName(self.pin_label.text())
        for widget in (self.again_label, self.again):
            widget.setVisible(fresh)
        self.note.setVisible(not p.error)
        self.error.setVisible(bool(p.error))
        self.note.say("" if p.error else p.note)
        self.error.show_error(p.error)
        self.number.set_bad(bool(p.error) and p.step == "number")
        self.pin.set_bad(bool(p.error) and p.step != "number")
        self.drafts.show_state(p.draft_chip)
        self.wall.training = self.shell is not None and self.shell.status.training
        for part in (self.recent, self.test, self.wall):
            part.renew()
        self.test.retheme()
        self._focus()
        self.changed()

    def _focus(self) -> None:
        """The focus follows the step; a refused PIN is cleared for the next try."""
        p = self.presenter
        if p.error and p.step in ("pin", "new"):
            self.pin.clear()
            self.again.clear()
        if not self.isVisible():
            return
        wanted = {"number": self.number, "pin": self.pin, "new": self.pin, "repeat": self.again}
        field = wanted[p.step]
        if p.step == self._last_step and not p.error and field.window().focusWidget() is not None:
            return
        self._last_step = p.step
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    _last_step = ""
