"""The search page: the box above, the list below; the hand never leaves the keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from counter.desk.cases import CasesDesk
from counter.desk.changes import Changes
from counter.domain.people import Actor
from counter.ports.store import CaseRow
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.search import commands as keys
from counter.ui.pages.search.presenter import COLUMNS, SUGGEST_AFTER, SearchPresenter
from counter.ui.presenting import Runner
from counter.ui.qt import (
    QGuiApplication,
    QHBoxLayout,
    QKeyEvent,
    QStackedWidget,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
)
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Empty
from counter.ui.widgets.basic import LineLabel
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView

MATTER = [column.key for column in COLUMNS].index("matter")


class SearchBox(LineField):
    """The box: Down goes into the list, everything else is typing."""

    def __init__(self, go_down: Callable[[], object]) -> None:
        super().__init__(enter_moves=False)
        self._go_down = go_down
        self.setAccessibleName(tr("查件"))
        self.setPlaceholderText(tr("姓名、拼音首字母、证号或末几位、手机、事项、办件编号"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._go_down()
        else:
            super().keyPressEvent(event)


class SearchPage(Page):
    """查件. `opener(case_no)` brings up the case page."""

    id = "search"
    place = "3"
    word = "查件"
    topics = frozenset({"work", "cases"})

    def __init__(
        self,
        cases: CasesDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        opener: Callable[[str], object],
        today: Callable[[], dt.date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.presenter = SearchPresenter(cases, runner, actor, opener, today)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SUGGEST_AFTER)
        self._rest.timeout.connect(self.presenter.suggest)
        self._folded = False
        self._build()
        self._drawn: object = None
        self.presenter.watchers.add(self._draw)
        self._draw()

    def _build(self) -> None:
        self.box = SearchBox(self._into_list)
        self.box.textChanged.connect(self._typed)
        self.box.entered.connect(self._enter)
        self._remark = LineLabel("", "note", colour="ink2")
        row = QHBoxLayout()
        pad = theme.measure("pad")
        row.setContentsMargins(pad, theme.px(9), pad, theme.px(9))
        row.setSpacing(theme.measure("group_gap"))
        row.addWidget(self.box, 1)
        row.addWidget(self._remark)
        self._row = row
        self.table = TableView(COLUMNS, opens=True)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self.presenter.open)
        self.table.wants_more.connect(self.presenter.more)
        self._empty = Empty()
        nothing = QWidget()
        layout = QVBoxLayout(nothing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)

    # --- what the shell asks

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return (*self.presenter.commands(), keys.COPY.bind(self._copy, self.presenter.may_copy))

    def rule(self) -> Sequence[str]:
        return (
            tr("谁查过谁的件，都留痕：工号、时间、查了什么、看到几件。"),
            tr("只查办件要用的；打听熟人的件，监察看得到。"),
        )

    def shown(self) -> None:
        self.fold(theme.current().folds(self.window().width()))
        self.presenter.again()
        if self.table.current_id is not None and self.presenter.carried:
            self.table.setFocus()
        else:
            self.box.setFocus()
            self.box.selectAll()

    def reset(self) -> None:
        self.box.clear()
        self.presenter.clear()

    def back(self) -> bool:
        if self.box.hasFocus():
            if not self.box.text():
                return False
            self.box.clear()
            return True
        self.box.setFocus()
        self.box.selectAll()
        return True

    def refresh(self, changes: Changes) -> None:
        if changes.cases & {row.case_no for row in self.presenter.rows}:
            self.presenter.again()

    # --- hands

    def _copy(self) -> None:
        """The bare number of the current row; the groups are only painted."""
        QGuiApplication.clipboard().setText(self.presenter.current or "")

    def look_for(self, query: str) -> None:
        """A search begun elsewhere (the palette): put it into the box and carry it through."""
        self.box.setText(query)
        self._enter()

    def _typed(self, words: str) -> None:
        self.presenter.type(words)
        self._rest.start()

    def _enter(self) -> None:
        self._rest.stop()
        self.presenter.type(self.box.text())
        self.presenter.search()

    def _into_list(self) -> None:
        if self.presenter.rows:
            self.table.setFocus()

    def _moved(self, case_no: object) -> None:
        self.presenter.current = str(case_no) if case_no else None
        self.changed()

    # --- drawing

    def _draw(self) -> None:
        shown = self.presenter
        found_now = shown.carried and shown.asked == shown.query.strip()
        key = (shown.asked, shown.carried, len(shown.rows), shown.next_key)
        self.show_trouble(shown.trouble)
        self._remark.say(shown.remark())
        if shown.rows:
            two = self._folded or self._narrow(shown.rows)
            self.table.setColumnHidden(MATTER, two)
            self.table.set_row("row_two" if two else "row")
            self.table.show_rows(shown.table(two), shown.current)
        else:
            self._empty.say(shown.empty())
        self._stack.setCurrentIndex(0 if shown.rows else 1)
        if found_now and shown.rows and key != self._drawn and self.box.hasFocus():
            self.table.setFocus()
        self._drawn = key
        self.changed()

    def _narrow(self, rows: Sequence[CaseRow]) -> bool:
        """Whether some matter is too long for its column."""
        room, metrics = theme.px(COLUMNS[MATTER].width) - 4, theme.metrics("body")
        return any(metrics.horizontalAdvance(row.matter_title) > room for row in rows)

    def fold(self, folded: bool) -> None:
        """In a narrow window the matter stands below the applicant."""
        if folded != self._folded:
            self._folded = folded
            self._draw()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._row.setContentsMargins(pad, theme.px(9), pad, theme.px(9))
        self.fold(theme.current().folds(self.window().width()))
