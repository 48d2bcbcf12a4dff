"""What stands in the window while the store opens, and when it cannot be opened."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import KnownError
from counter.ui import theme
from counter.ui.qt import QHBoxLayout, QLineEdit, QVBoxLayout
from counter.ui.shell.page import Page
from counter.ui.state import Trouble
from counter.ui.text import say
from counter.ui.widgets.basic import Label
from counter.ui.widgets.fields import LineField


class StartingPage(Page):
    """正在打开; or what happened, what to do next, and the code for the technician."""

    id = "starting"
    word = "正在打开"

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("正在打开本机账", "sentence", bold=True)
        self._words = Label("核对首尾，接上号段。", "body", colour="ink2", wrap=True)
        self._code = Label("", "note", colour="ink2")
        self._field = LineField(big=True, enter_moves=False)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName("开机口令")
        self._field.hide()
        self._again: Callable[[], object] = lambda: None
        self._field.entered.connect(self._entered)
        column = QVBoxLayout()
        column.addStretch(1)
        for widget in (self._title, self._words, self._field, self._code):
            column.addWidget(widget)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(column, 2)
        row.addStretch(1)
        self.body.addLayout(row, 1)
        column.setSpacing(theme.px(12))

    @property
    def typed(self) -> str:
        """The passphrase as typed so far."""
        return self._field.text()

    def ask(self, again: Callable[[], object]) -> None:
        """Ask for the passphrase; Enter tries `again`."""
        self._again = again
        self._field.clear()
        self._field.show()
        self._field.setFocus()

    def _entered(self) -> None:
        if self._field.text():
            self._words.say("正在打开。")
            self._again()

    def show_trouble(self, trouble: Trouble | KnownError | None) -> None:
        """The desk cannot open: one sentence, the next step, the code."""
        if isinstance(trouble, KnownError):
            trouble = Trouble.of(trouble)
        if trouble is None:
            return
        self._title.say(say(trouble.what))
        self._words.say(say(trouble.means))
        self._code.say(trouble.code)
        self.changed()
