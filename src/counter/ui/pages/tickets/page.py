"""2 票据: numbers of the day above, the paper and its sums below; one number's story beside."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text, text
from counter.domain.finance.ticket import Ticket
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.scroll import column
from counter.ui.pages.cash.widgets import StubBar
from counter.ui.pages.enquiry.side import fill, grid
from counter.ui.pages.tickets import view
from counter.ui.pages.tickets.presenter import TicketsPresenter
from counter.ui.pages.trail import Trail
from counter.ui.qt import QApplication, QHBoxLayout, Qt, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Badge, Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Rule
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView

BATCHES, BATCHES_FOLDED = 3, 1
"""Batches in view at once, the one in use first; the rest by scrolling."""


class TicketsPage(Page):
    """The page."""

    id = "tickets"
    word = "票据"
    topics = frozenset({"money", "queue"})

    def __init__(self, presenter: TicketsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._asked = self._fresh = self._folded = self._panel_open = False
        self.seek = LineField(length=60, enter_moves=False)
        self.seek.setPlaceholderText(tr("票号末几位、缴费单号、交款人"))
        self.seek.setAccessibleName(tr("找票"))
        self.seek.entered.connect(self._found)
        self.numbers = TableView(view.NUMBERS, row="row_two")
        self.numbers.setAccessibleName(tr("票号"))
        self.numbers.moved.connect(presenter.select)
        self.paper = TableView(view.PAPER, row="row_two")
        self.paper.setAccessibleName(tr("领来的票"))
        self.panel = PanelHost(presenter.confirm, presenter.changed)
        self._build()
        presenter.ask_focus = self.seek.setFocus
        presenter.watchers.add(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._shown: Ticket | None = None
        self.retheme()

    # --- building

    def _build(self) -> None:
        self._band = Band("票号", "", "[[tickets.find]]")
        self._empty = Empty("")
        self._paper_band = Band(
            "领来的票", "", "[[tickets.receive]] [[tickets.lend]] [[tickets.write_off]]"
        )
        self._sum = StubBar()
        self._sum_row = QVBoxLayout()
        self._sum_row.addWidget(self._sum)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._band)
        left.addWidget(self.seek)
        left.addWidget(self._empty)
        left.addWidget(self.numbers, 1)
        left.addStretch(0)
        left.addWidget(self._paper_band)
        left.addLayout(self._sum_row)
        left.addWidget(self.paper)
        self._side, right = column()
        self._one_band, self._story_band = Band("这张票"), Band("经过")
        self._facts, self._story = grid(), Trail()
        self._one = QWidget()
        one = QVBoxLayout(self._one)
        one.setContentsMargins(0, 0, 0, 0)
        one.setSpacing(0)
        one.addWidget(self._one_band)
        one.addLayout(self._facts)
        one.addWidget(self._story_band)
        one.addWidget(self._story)
        right.addWidget(self._one)
        right.addWidget(self.panel)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addLayout(left, 1)
        columns.addWidget(Rule(upright=True))
        columns.addWidget(self._side)
        self.body.addLayout(columns, 1)

    # --- what the shell asks

    def header(self) -> Header:
        return view.header(self.presenter)

    def next_step(self) -> NextStep:
        return view.next_step(self.presenter)

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    @property
    def _on_rail(self) -> bool:
        return self.shell is not None and self.shell.signed_in and bool(self.shell.place_of(self))

    def badge(self) -> Badge | None:
        known = self.presenter.loaded or self._asked
        if not known and self._on_rail:
            self._asked = True
            QTimer.singleShot(0, self, self.presenter.load)
        return self.presenter.badge()

    def shown(self) -> None:
        self._fresh = True
        self.presenter.load()

    def reset(self) -> None:
        self._asked = self._fresh = False
        self.seek.clear()
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in:
            self.presenter.load()

    def back(self) -> bool:
        p = self.presenter
        if p.panel is not None:
            p.open_panel(None)
            return True
        if self.seek.hasFocus() or p.query:
            self.seek.clear()
            p.look_for("")
            self._home()
            return True
        return False

    def rule(self) -> Sequence[Text | str]:
        return (
            "一个号一张票，从小号用到大号；坏了、丢了的号也要登，一张不少。",
            "作废：当天的票，各联收齐，写原因，两个人签；号码不再用。",
            "日结以后、收不齐联的：开红字票，钱由国库退付，不从抽屉拿。",
            "遗失：书面报财政部门，登报声明作废。存根留五年。",
            "领 = 用 + 废 + 失 + 余，任何时候都要相等。",
        )

    def _home(self) -> None:
        """The hand goes to the numbers; where there are none to the page, so that letters act."""
        (self.numbers if self.numbers.isVisible() else self).setFocus()

    # --- drawing

    def _found(self) -> None:
        self.presenter.look_for(self.seek.text())
        self._home()

    def _draw(self) -> None:
        p = self.presenter
        self.show_trouble(p.trouble)
        rows = view.number_rows(p)
        self.numbers.show_rows(rows, p.current)
        self._band.set_count(text("{n} 个号", n=len(rows)) if rows else "")
        self._empty.setVisible(not rows and p.loaded)
        self._empty.say("没有找到这样的票。" if p.query else "这一天还没有用过票号。")
        self.numbers.setVisible(bool(rows))
        if p.loaded and self._fresh:
            self._fresh = False
            self._home()
        batches = view.paper_rows(p)
        self.paper.show_rows(batches)
        self.paper.setVisible(bool(batches))
        self._sum.show_sums(p.snap.whole)
        self._fit_paper(len(batches))
        self._draw_side()
        closed = p.panel is None and self._panel_open
        self._panel_open = p.panel is not None
        self.panel.show_panel(p.panel)
        if closed and self.isVisible():  # the hand goes back to the numbers
            self._home()
        self.changed()

    def _draw_side(self) -> None:
        p, ticket = self.presenter, self.presenter.ticket
        self._one.setVisible(p.panel is None and ticket is not None)
        if ticket is None or ticket == self._shown:
            return
        self._shown = ticket
        self._one_band.set_title(ticket.number)
        fill(self._facts, view.facts(ticket))
        self._story.show_lines(view.story(ticket))

    def _fit_paper(self, batches: int) -> None:
        most = BATCHES_FOLDED if self._folded else BATCHES
        rows = min(batches, most) * theme.measure("row_two")
        self.paper.setFixedHeight(rows + self.paper.horizontalHeader().height() + 2)

    def fold(self, folded: bool) -> None:
        """A small or big-font window: one batch in view, a narrower side."""
        self._folded = folded
        self.retheme()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The field that is written in stays in view."""
        if now is not None and self._side.isAncestorOf(now):
            self._side.ensureWidgetVisible(now, 0, theme.px(56))

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(6)
        self._side.setFixedWidth(theme.px(336 if self._folded else 392))
        self._sum_row.setContentsMargins(pad, gap, pad, gap)
        self._facts.setContentsMargins(pad, gap, theme.px(8), gap)
        self._facts.setHorizontalSpacing(theme.measure("gap"))
        self._facts.setVerticalSpacing(theme.px(3))
        self._fit_paper(self.paper.rows.rowCount())
