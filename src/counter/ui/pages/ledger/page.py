"""5 流水: payments of the day, below what went to the bank; at the right one payment's trail."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text, text
from counter.domain.money import yuan
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.scroll import column
from counter.ui.pages.enquiry.side import fill, grid
from counter.ui.pages.ledger import view
from counter.ui.pages.ledger.presenter import LedgerPresenter
from counter.ui.pages.trail import Trail
from counter.ui.qt import QApplication, QHBoxLayout, Qt, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Rule
from counter.ui.widgets.table import TableView

MOST_BANKED = 3
"""Slips of the bank in view at once; the rest by scrolling."""


class LedgerPage(Page):
    """The page. sections: bands of its left side; another one goes below the others."""

    id = "ledger"
    word = "流水"
    topics = frozenset({"money"})

    def __init__(self, presenter: LedgerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._fresh = self._folded = self._panel_open = False
        self.payments = TableView(view.PAYMENTS, row="row_two")
        self.payments.setAccessibleName(tr("流水"))
        self.payments.moved.connect(presenter.select)
        self.banked = TableView(view.BANKED, row="row_dense")
        self.banked.setAccessibleName(tr("缴存"))
        self.panel = PanelHost(presenter.confirm, presenter.changed)
        self._build()
        self._shown: tuple[object, ...] = ()
        presenter.watchers.add(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.retheme()

    def _build(self) -> None:
        self._band = Band("收付")
        self._empty = Empty("这一天还没有收过钱。")
        self._bank_band = Band("缴存银行", "", "[[ledger.bank]]")
        self._no_bank = Empty("还没有缴存。")
        self.sections = QVBoxLayout()
        self.sections.setSpacing(0)
        self.sections.addWidget(self._band)
        self.sections.addWidget(self._empty)
        self.sections.addWidget(self.payments, 1)
        self.sections.addStretch(0)
        self.sections.addWidget(self._bank_band)
        self.sections.addWidget(self._no_bank)
        self.sections.addWidget(self.banked)
        self._side, right = column()
        self._one = QWidget()
        one = QVBoxLayout(self._one)
        one.setContentsMargins(0, 0, 0, 0)
        one.setSpacing(0)
        self._one_band, self._facts, self._story = Band("这一笔"), grid(), Trail()
        one.addWidget(self._one_band)
        one.addLayout(self._facts)
        one.addWidget(Band("经过"))
        one.addWidget(self._story)
        right.addWidget(self._one)
        right.addWidget(self.panel)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addLayout(self.sections, 1)
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

    def shown(self) -> None:
        self._fresh = True
        self.presenter.load()

    def reset(self) -> None:
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in and self.isVisible():
            self.presenter.load()

    def back(self) -> bool:
        if self.presenter.panel is not None:
            self.presenter.open_panel(None)
            return True
        return False

    def rule(self) -> Sequence[Text | str]:
        return (
            "怎么收的怎么退：现金从当天的抽屉退，刷卡的退回原卡，转账由国库退付。",
            "开了票的先作废票，再退钱；日结以后不从抽屉退，开红字票，国库退付。",
            "POS 没有回话，不知道退了没有：先查清，不再退。",
            "收支两条线：收的现金缴存银行，记银行回单号，窗口不坐支。",
        )

    def _home(self) -> None:
        """The hand goes to the payments; where there are none to the page, so that letters act."""
        (self.payments if self.payments.isVisible() else self).setFocus()

    # --- drawing

    def _draw(self) -> None:
        p = self.presenter
        self.show_trouble(p.trouble)
        rows, banked = view.payment_rows(p), view.banked_rows(p)
        self.payments.show_rows(rows, p.current)
        self.payments.setVisible(bool(rows))
        self._empty.setVisible(not rows and p.loaded)
        self._band.set_count(view.sums(p) if rows else "")
        self.banked.show_rows(banked)
        self.banked.setVisible(bool(banked))
        self._no_bank.setVisible(not banked)
        drawer = text("抽屉里应有 {yuan}", yuan=yuan(p.snap.drawer)) if p.snap.shift else ""
        self._bank_band.set_count(drawer)
        self._fit_banked(len(banked))
        self._draw_side()
        self._draw_panel()
        if p.loaded and self._fresh:
            self._fresh = False
            self._home()
        self.changed()

    def _draw_panel(self) -> None:
        p = self.presenter
        closed = p.panel is None and self._panel_open
        self._panel_open = p.panel is not None
        self.panel.show_panel(p.panel)
        if closed and self.isVisible():  # the hand goes back to the payments
            self._home()

    def _draw_side(self) -> None:
        p, payment = self.presenter, self.presenter.payment
        self._one.setVisible(p.panel is None and payment is not None)
        if payment is None:
            return
        facts, story = view.facts(p, payment), view.story(p, payment)
        if (payment.trace, facts) != self._shown:
            self._shown = (payment.trace, facts)
            self._one_band.set_title(text("流水 {t}", t=payment.trace))
            fill(self._facts, facts)
        self._story.show_lines(story)

    def _fit_banked(self, count: int) -> None:
        rows = min(count, MOST_BANKED) * theme.measure("row_dense")
        self.banked.setFixedHeight(rows + self.banked.horizontalHeader().height() + 2)

    def fold(self, folded: bool) -> None:
        """A small or big-font window: a narrower side."""
        self._folded = folded
        self.retheme()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The field that is written in stays in view."""
        if now is not None and self._side.isAncestorOf(now):
            self._side.ensureWidgetVisible(now, 0, theme.px(56))

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(6)
        self._side.setFixedWidth(theme.px(336 if self._folded else 392))
        self._facts.setContentsMargins(pad, gap, theme.px(8), gap)
        self._facts.setHorizontalSpacing(theme.measure("gap"))
        self._facts.setVerticalSpacing(theme.px(3))
        self._fit_banked(self.banked.rows.rowCount())
