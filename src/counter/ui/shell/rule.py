"""F1: the rule that decides here in plain sentences, and this page's keys from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.ui import theme
from counter.ui.markup import HintRun, Run
from counter.ui.qt import QGridLayout, QVBoxLayout, QWidget
from counter.ui.text import say
from counter.ui.widgets.basic import Label, LineLabel, Rule
from counter.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from counter.ui.shell.page import Page
    from counter.ui.shell.window import Shell


class RuleSheet(Sheet):
    """The card of a page."""

    def __init__(self, shell: Shell, page: Page) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for sentence in page.rule():
            layout.addWidget(Label(sentence, wrap=True))
        if page.rule():
            layout.addWidget(Rule())
        layout.addLayout(_keys(shell))
        super().__init__(shell.ground, page.header().title, body, width=640, cancel="回去")


def _keys(shell: Shell) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(24))
    grid.setVerticalSpacing(theme.px(6))
    listed = [c for c in shell.commands if c.key and not c.spec.hidden]
    half = (len(listed) + 1) // 2
    for place, command in enumerate(listed):
        can = shell.commands.state(command).ok
        title = say(command.spec.title or command.spec.word)
        line = (
            HintRun(command.id, bare=True),
            Run("  " + title, colour="ink" if can else "ink3"),
        )
        grid.addWidget(LineLabel(line), place % half, place // half)
    grid.setColumnStretch(1, 1)
    return grid
