"""What stands in the window while the store opens, and when it cannot be opened."""

from __future__ import annotations

from counter.domain.errors import KnownError
from counter.ui import theme
from counter.ui.qt import QHBoxLayout, QVBoxLayout
from counter.ui.shell.page import Page
from counter.ui.state import Trouble
from counter.ui.text import say
from counter.ui.widgets.basic import Label


class StartingPage(Page):
    """正在打开; or what happened, what to do next, and the code for the technician."""

    id = "starting"
    word = "正在打开"

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("正在打开本机账", "sentence", bold=True)
        self._words = Label("核对首尾，接上号段。", "body", colour="ink2", wrap=True)
        self._code = Label("", "note", colour="ink2")
        column = QVBoxLayout()
        column.addStretch(1)
        for label in (self._title, self._words, self._code):
            column.addWidget(label)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(column, 2)
        row.addStretch(1)
        self.body.addLayout(row, 1)
        column.setSpacing(theme.px(12))

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
