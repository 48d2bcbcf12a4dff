"""3 日结: the drawer at the left, the five equations at the right, the signatures below them."""

from __future__ import annotations

from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.scroll import column
from counter.ui.pages.close import view
from counter.ui.pages.close.drawer import DrawerView
from counter.ui.pages.close.panels import BankPanel, SettlePanel
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.pages.close.rows import EquationRow
from counter.ui.qt import QHBoxLayout, QTimer, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Chip, Label, LineLabel, Rule
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView


class ClosePage(Page):
    """The page."""

    id = "close"
    word = "日结"
    topics = frozenset({"money", "queue"})

    def __init__(self, presenter: ClosePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.drawer = DrawerView(presenter)
        self.rows = [EquationRow(presenter, n) for n in range(1, 6)]
        self.panel = PanelHost(presenter.confirm, presenter.changed)
        self.papers = TableView(view.PAPERS, row="row_dense", head=False)
        self.papers.setAccessibleName(tr("锁账时打的表"))
        self.papers.moved.connect(presenter.select_paper)
        self.second = LineField(length=20, enter_moves=True)
        self.second.setAccessibleName(tr("复核人工号"))
        self.second.setPlaceholderText(tr("工号"))
        self.pin = LineField(length=12, enter_moves=False)
        self.pin.setAccessibleName(tr("复核人 PIN"))
        self.pin.setEchoMode(LineField.EchoMode.Password)
        for field in (self.second, self.pin):
            field.textEdited.connect(lambda _w: self._signed())
        self.pin.entered.connect(self._pin_entered)
        self._build()
        presenter.ask_focus = self._go_to
        presenter.watchers.add(self._draw)
        self._was = ""
        self.retheme()

    # --- building

    def _build(self) -> None:
        self._empty = Empty("")
        self._work = QWidget()
        columns = QHBoxLayout(self._work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self._left, left = column()
        left.addWidget(self.drawer)
        columns.addWidget(self._left)
        columns.addWidget(Rule(upright=True))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._band = Band("五个等式", "都相等才能锁；差的写明原因、两个人签")
        self._all = Chip()
        self._band.add(self._all)
        right.addWidget(self._band)
        self._scroll, rows = column()
        for row in self.rows:
            rows.addWidget(row)
        rows.addWidget(self.panel)
        rows.addStretch(1)
        right.addWidget(self._scroll, 1)
        self._papers_band = Band("锁了以后打这些")
        right.addWidget(self._papers_band)
        right.addWidget(self.papers)
        right.addWidget(self._signing())
        columns.addLayout(right, 1)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._work, 1)

    def _signing(self) -> QWidget:
        self._chips = QHBoxLayout()
        for chip in view.coming():
            self._chips.addWidget(Chip(chip))
        self._chips.addStretch(1)
        self._sign = QHBoxLayout()
        self._maker = Label("", "body", bold=True)
        self._signed_line = LineLabel("", "body")
        self._sign.addWidget(Label("制表", "label", colour="ink2"))
        self._sign.addWidget(self._maker)
        self._sign.addSpacing(theme.px(20))
        self._sign.addWidget(Label("复核（或接班）", "label", colour="ink2"))
        self._sign.addWidget(self.second)
        self._sign.addWidget(Label("PIN", "label", colour="ink2"))
        self._sign.addWidget(self.pin)
        self._sign.addStretch(1)
        self._sign_box = QWidget()
        box = QVBoxLayout(self._sign_box)
        box.setContentsMargins(0, 0, 0, 0)
        self._chips_box = QWidget()
        self._chips_box.setLayout(self._chips)
        self._chips.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._chips_box)
        box.addLayout(self._sign)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self._sign_box)
        self._foot.addWidget(self._signed_line)
        foot = QWidget()
        foot.setLayout(self._foot)
        return foot

    # --- what the shell asks

    def header(self) -> Header:
        return view.header(self.presenter)

    def next_step(self) -> NextStep:
        return view.next_step(self.presenter)

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def shown(self) -> None:
        self.presenter.load()
        QTimer.singleShot(0, self, lambda: self._go_to("next"))

    def reset(self) -> None:
        self._was = ""
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in and self.presenter.loaded:
            self.presenter.load()

    def back(self) -> bool:
        p = self.presenter
        if p.panel is not None:
            p.open_panel(None)
            self._go_to("next")
            return True
        if p.is_open and not self.drawer.focused and p.step != "clear":
            self.drawer.focus_first()
            return True
        return False

    def rule(self) -> Sequence[Text | str]:
        return (
            "票、钱、现金、POS、缴费单各自一个等式；都相等，或者差额写明了原因、两个人签了，才能锁账。",
            "不知道扣了没有的、不知道打好没有的，先查清，再点钱。",
            "号码不能缺：缺的号作废，或者登记遗失。",
            "收支两条线：锁了以后，今天的票不能作废，退钱走红字和国库退付，不从抽屉里拿。",
            "下一张票算下一个营业日的。交接班时，点出来的数就是下一班的底金。",
        )

    # --- the hand

    def _signed(self) -> None:
        self.presenter.sign(self.second.text(), self.pin.text())

    def _pin_entered(self) -> None:
        self._signed()
        if self.presenter.may_lock().ok and self.shell is not None:
            self.shell.press("F12")

    def _go_to(self, where: str) -> None:
        """count, second, or next: to what is to be done now."""
        p = self.presenter
        if p.panel is not None or not p.is_open:
            if p.snap.closed is not None:
                self.papers.setFocus()
            return
        if where == "second":
            self.second.setFocus()
            return
        if where == "count":
            self.drawer.focus_first()
            return
        if p.step in ("count", "clear"):
            self.drawer.focus_open()
        elif p.step == "explain" and p.unexplained is not None:
            self.rows[p.unexplained.n - 1].reason.choice.setFocus()
        elif p.step in ("settle", "gap"):
            self._scroll.setFocus()
            self.drawer.rows[10].field.setFocus()
        else:
            self.second.setFocus()

    # --- drawing

    def _draw(self) -> None:
        p = self.presenter
        self.show_trouble(p.trouble)
        shown = p.step not in ("none", "refused")
        self._work.setVisible(shown)
        self._empty.setVisible(not shown and p.loaded)
        if not shown:
            refused = p.snap.refused
            self._empty.say(
                str(refused.what) if refused else "还没有开班，没有要结的。[[shell.page1]]"
            )
            self.changed()
            return
        self.drawer.draw()
        beside = (
            4 if isinstance(p.panel, SettlePanel) else 3 if isinstance(p.panel, BankPanel) else 0
        )
        for row, eq in zip(self.rows, p.equations, strict=True):
            row.show_equation(eq)
            row.setVisible(beside in (0, row.n))  # an open panel takes the others' room
        self._all.show_state(view.all_chip(p))
        closed = p.snap.closed is not None
        self.papers.setVisible(closed)
        self._sign_box.setVisible(not closed and p.panel is None)
        self._papers_band.setVisible(closed or p.panel is None)
        self._papers_band.set_title("锁账时打的" if closed else "锁了以后打这些")
        handed = "交接班打：" + "、".join(view.handed_papers())
        self._papers_band.set_count("" if closed else handed)
        self._signed_line.setVisible(closed)
        if closed:
            self.papers.show_rows(view.paper_rows(p), p.paper)
            rows = len(p.snap.closed.papers) if p.snap.closed else 0
            rows = min(rows, 3) if self.drawer.folded else rows
            self.papers.setFixedHeight(theme.measure("row_dense") * max(rows, 1) + 2)
            self._signed_line.say(view.signed_line(p))
        else:
            shift = p.shift
            self._maker.say(shift.opened.by_name if shift and shift.opened else "")
            self.second.fill(p.second)
            self.pin.fill(p.pin)
        self.panel.show_panel(p.panel)
        if p.step != self._was:
            before, self._was = self._was, p.step
            if before in ("", "clear", "none", "closed") or p.step == "closed":
                self._go_to("next")
        self.changed()

    def fold(self, folded: bool) -> None:
        """In a small or big-font window: the fields and the sums that decide."""
        self.drawer.folded = folded
        for row in self.rows:
            row.fold(folded)
        self._chips_box.setVisible(not folded)
        self._draw()

    def retheme(self) -> None:
        pad, gap = theme.measure("pad"), theme.px(8)
        self._left.setFixedWidth(theme.px(324))
        self.second.setFixedWidth(theme.px(104))
        self.pin.setFixedWidth(theme.px(96))
        self._foot.setContentsMargins(pad, gap, pad, gap)
        self._chips.setSpacing(gap)
        self._sign.setSpacing(gap)
