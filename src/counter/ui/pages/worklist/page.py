"""The work list page: filter above, the list, and beside it what the current row is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from counter.desk.cases import CasesDesk
from counter.desk.changes import Changes
from counter.desk.decision import DecisionDesk
from counter.domain.errors import Text
from counter.domain.people import Actor
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import Line
from counter.ui.pages.case.panelview import PanelWidget
from counter.ui.pages.case.scroll import column
from counter.ui.pages.worklist import commands as keys
from counter.ui.pages.worklist.groups import COLUMNS, whose
from counter.ui.pages.worklist.presenter import PANEL_AFTER, WorkPresenter
from counter.ui.pages.worklist.side import TaskSide
from counter.ui.presenting import Runner
from counter.ui.qt import (
    QHBoxLayout,
    QResizeEvent,
    QStackedWidget,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
)
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.band import Empty, Segmented
from counter.ui.widgets.basic import LineLabel, Rule
from counter.ui.widgets.table import TableView

WHO = [column.key for column in COLUMNS].index("who")
WHY = [column.key for column in COLUMNS].index("why")


class WorkPage(Page):
    """待办. `opener(case_no)` brings up the case page."""

    id = "worklist"
    place = "2"
    word = "待办"
    topics = frozenset({"work", "cases"})

    def __init__(
        self,
        cases: CasesDesk,
        decision: DecisionDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        opener: Callable[[str], object],
        today: Callable[[], dt.date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.presenter = WorkPresenter(cases, decision, runner, actor, opener, today)
        self.presenter.looking = False
        self._panel: PanelWidget | None = None
        self._asked, self._stale = False, False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PANEL_AFTER)
        self._rest.timeout.connect(self.presenter.read_current)
        self._build()
        self.presenter.watchers.add(self._draw)
        self.retheme()

    def _build(self) -> None:
        self._filter = Segmented([tr("全部")])
        self._filter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._filter.chosen.connect(self._chosen)
        hint = f"[[{keys.PREVIOUS.id}|]][[{keys.NEXT.id}|]]换一类"
        self._hint = LineLabel(hint, "note", colour="ink2")
        self._top = QHBoxLayout()
        self._top.addWidget(self._filter)
        self._top.addStretch(1)
        self._top.addWidget(self._hint)
        self.table = TableView(COLUMNS, row="row_dense")
        self.table.setAccessibleName(tr("待办"))
        self.table.always_framed = True
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self.presenter.open)
        self.table.wants_more.connect(self.presenter.more)
        self._empty = Empty()
        nothing = QWidget()
        blank = QVBoxLayout(nothing)
        blank.setContentsMargins(0, 0, 0, 0)
        blank.addWidget(self._empty)
        blank.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._top)
        left.addWidget(self._stack, 1)
        self._right, side = column()
        self._slot = QVBoxLayout()
        self._slot.setSpacing(0)
        self.side = TaskSide()
        side.addLayout(self._slot)
        side.addWidget(self.side)
        side.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addLayout(left, 1)
        columns.addWidget(Rule(upright=True))
        columns.addWidget(self._right)
        self.body.addLayout(columns, 1)

    # --- what the shell asks

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def badge(self) -> Badge | None:
        if not self.presenter.loaded and not self._asked and self.shell and self.shell.signed_in:
            self._asked = True  # the rail's count is wanted before the page is ever in front
            QTimer.singleShot(0, self, self.presenter.load)
        return self.presenter.badge()

    def rule(self) -> Sequence[Text | str]:
        return (
            tr("先做过线的，再做今天到期的；同一天的，先收的先办。"),
            tr("限时办结制：期限按工作日算，过了一天也是超期，监察看得到。"),
            tr("等首席代表、等申请人的，不算我超期；到时会提醒。"),
        )

    def shown(self) -> None:
        self.presenter.looking = True
        self.fold(theme.current().folds(self.window().width()))
        if self._stale:
            self._draw()
        self.presenter.load()
        self.table.setFocus()

    def left(self) -> None:
        self.presenter.looking = False
        self._rest.stop()

    def reset(self) -> None:
        self._asked = False
        self.presenter.clear()

    def back(self) -> bool:
        if self.presenter.cancel():
            self.table.setFocus()
            return True
        return False

    def refresh(self, changes: Changes) -> None:
        if self.shell is None or not self.shell.signed_in:
            return
        if not self.presenter.loaded:
            self.presenter.load()
        else:
            self.presenter.on_changes(changes)

    # --- hands

    def _chosen(self, place: int) -> None:
        self.presenter.choose(self.presenter.segments()[place][0])

    def _moved(self, case_no: object) -> None:
        self.presenter.move_to(str(case_no) if case_no else None)

    # --- drawing

    def _draw(self) -> None:
        if not self.isVisible():  # at the back only the rail's count is seen
            self._stale = True
            self.changed()
            return
        self._stale = False
        shown = self.presenter
        self.strip.show_trouble(shown.trouble)
        parts = shown.segments()
        names = [name for name, _, _ in parts]
        self._filter.set_words([words for _, words, _ in parts], [shade for _, _, shade in parts])
        self._filter.choose(names.index(shown.filter) if shown.filter in names else 0)
        tasks = shown.shown_tasks()
        self._stack.setCurrentIndex(0 if tasks or not shown.loaded else 1)
        self._empty.say(tr("这一类没有要做的事") if shown.filter else tr("今天没有要做的事"))
        two = self._narrow([whose(task) for task in tasks])
        self.table.set_row("row_two" if two else "row_dense")
        self.table.show_rows(shown.table(two), shown.current)
        task = shown.task()
        self.side.setVisible(task is not None)
        if task is not None:
            self.side.show_task(task, shown.view)
            if shown.view is None:
                self._rest.start()
        self._draw_panel()
        self.changed()

    def _narrow(self, lines: Sequence[Line]) -> bool:
        """Whether some applicant and matter do not fit into one line of their column."""
        room = self.table.columnWidth(WHO) - theme.px(8)
        return any(paint.line_width(line) > room for line in lines)

    def fold(self, folded: bool) -> None:
        """In a narrow window the reason is said in the side panel only."""
        if folded == self.table.isColumnHidden(WHY):
            return
        self.table.setColumnHidden(WHY, folded)
        QTimer.singleShot(0, self, self._draw)

    def _draw_panel(self) -> None:
        panel = self.presenter.panel
        if panel is None:
            if self._panel is not None:
                self._drop_panel()
                self.table.setFocus()
            return
        view = panel.view()
        if self._panel is not None and self._panel.fits(view):
            self._panel.show_view(view)
            return
        before = self._panel.focused() if self._panel is not None else ""
        self._drop_panel()
        made = PanelWidget(view)
        made.typed.connect(self.presenter.put)
        made.chosen.connect(self.presenter.choose_outcome)
        made.confirmed.connect(self.presenter.confirm)
        self._panel = made
        self._slot.addWidget(made)
        made.show()
        wrong = next((f.key for f in view.fields if f.error), "")
        made.focus(wrong or before or view.first)

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self._slot.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._draw)  # names may need two lines now, or one again

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._top.setContentsMargins(pad, theme.px(6), pad, theme.px(6))
        self._right.setFixedWidth(theme.px(348))
        if self.shell is not None:
            self.fold(theme.current().folds(self.window().width()))
