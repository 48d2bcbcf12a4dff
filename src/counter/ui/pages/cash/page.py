"""1 收费: the sheet at the left, amount, number and money at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.domain.errors import Text
from counter.domain.finance.charge import Charge
from counter.domain.money import capitals, yuan
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import Run
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.scroll import column
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.pages.cash import view
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.unknown import UnknownView
from counter.ui.pages.cash.widgets import StepBar, StubBar
from counter.ui.qt import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QTimer,
    QVBoxLayout,
    QWidget,
)
from counter.ui.shell.page import Page
from counter.ui.state import Badge, ChipState, Header, NextStep
from counter.ui.text import tr
from counter.ui.widgets.band import Band, Empty
from counter.ui.widgets.basic import Chip, Label, LineLabel, Rule
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView

CHIPS = 6
"""Units in a row; more of them stand in a second one."""
STEP = {"shift": 0, "pick": 0, "stop": 0, "check": 1, "take": 2, "print": 3, "look": 3, "done": 4}


class CashPage(Page):
    """The page."""

    id = "cash"
    word = "收费"
    topics = frozenset({"money", "queue"})

    def __init__(self, presenter: CashPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._asked = False
        self.steps = StepBar()
        self.seek = LineField(length=2000, enter_moves=False)
        self.seek.setPlaceholderText(tr("扫缴费单上的码，或输单号、姓名"))
        self.seek.setAccessibleName(tr("找单"))
        self.seek.entered.connect(self._found)
        self.waiting = TableView(view.WAITING, row="row_two", opens=True)
        self.waiting.setAccessibleName(tr("等着的缴费单"))
        self.waiting.moved.connect(presenter.select)
        self.waiting.opened.connect(lambda _n: presenter.open_sheet())
        self.lines = TableView(view.LINES, row="row_two")
        self.lines.setAccessibleName(tr("缴费单的行"))
        self.number = LineField(length=24, digits=True, big=True, enter_moves=False)
        self.number.setAccessibleName(tr("票号末五位"))
        self.number.entered.connect(lambda: presenter.check(self.number.text()))
        self.panel = PanelHost(presenter.confirm, presenter.changed)
        self.unknown = UnknownView(presenter)
        self._build()
        presenter.ask_focus = self._focus
        presenter.watchers.add(self._draw)
        self._was: tuple[str, str] = ("", "")
        self._folded = False
        self._said: tuple[Text, ...] = ()
        self.retheme()

    # --- building

    def _build(self) -> None:
        self._stack = QStackedWidget()
        work = QWidget()
        columns = QHBoxLayout(work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addLayout(self._left(), 1)
        columns.addWidget(Rule(upright=True))
        self._side, right = column()
        self._right(right)
        columns.addWidget(self._side)
        self._stack.addWidget(work)
        self._stack.addWidget(self.unknown)
        self.body.addWidget(self.steps)
        self.body.addWidget(self._stack, 1)

    def _left(self) -> QVBoxLayout:
        self._sheet_band = Band("等着的缴费单", "", "[[cash.find]]")
        self._payer = LineLabel("", "lead")
        self._case = LineLabel("", "body", colour="ink2")
        self._payer_row = QHBoxLayout()
        self._payer_row.addWidget(self._payer)
        self._payer_row.addStretch(1)
        self._payer_row.addWidget(self._case)
        self._payer_box = QWidget()
        self._payer_box.setLayout(self._payer_row)
        self._empty = Empty("")
        self._notes = QVBoxLayout()
        self._units_band = Band("各单位核定", "都核定了才能收款、开票")
        self._chips = QGridLayout()
        self._chips_box = QWidget()
        self._chips_box.setLayout(self._chips)
        self._today = Band("今天", "")
        self._sums = QGridLayout()
        self._last = LineLabel("", "body")
        self._last_chip = Chip()
        self._last_row = QHBoxLayout()
        self._last_row.addWidget(self._last)
        self._last_row.addStretch(1)
        self._last_row.addWidget(self._last_chip)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._sheet_band)
        left.addWidget(self.seek)
        left.addWidget(self._payer_box)
        left.addWidget(self._empty)
        left.addWidget(self.waiting, 1)
        left.addWidget(self.lines, 1)
        left.addLayout(self._notes)
        left.addWidget(self._units_band)
        left.addWidget(self._chips_box)
        self._today_box = QWidget()
        today = QVBoxLayout(self._today_box)
        today.setContentsMargins(0, 0, 0, 0)
        today.setSpacing(0)
        today.addWidget(self._today)
        today.addLayout(self._sums)
        today.addLayout(self._last_row)
        left.addWidget(self._today_box)
        return left

    def _right(self, right: QVBoxLayout) -> None:
        self._due_band = Band("应缴")
        self._amount, self._capitals = Label("", "amount", bold=True), Label("", "title", bold=True)
        self._capitals.setWordWrap(True)
        self._check_band = Band("对票号", "", "看票据机里那张纸，输末 5 位")
        self._prefix = Label("", "sentence", colour="ink2")
        self._number_row = QHBoxLayout()
        self._number_row.addWidget(self._prefix)
        self._number_row.addWidget(self.number)
        self._number_row.addStretch(1)
        self._checked = WrapLine("", "body")
        self._form = WrapLine("", "note", colour="ink2")
        self._book_band = Band("这本票")
        self._book = StubBar()
        self._due = QVBoxLayout()
        self._due.addWidget(self._amount)
        self._due.addWidget(self._capitals)
        self._check = QVBoxLayout()
        self._check.addLayout(self._number_row)
        self._check.addWidget(self._checked)
        self._check.addWidget(self._form)
        self._second_band = Band("第二屏")
        self._second_chip = Chip()
        self._second_band.add(self._second_chip)
        self._second = WrapLine("", "body", colour="ink2")
        self._stub = QVBoxLayout()
        self._stub.addWidget(self._book)
        right.addWidget(self._due_band)
        right.addLayout(self._due)
        right.addWidget(self._check_band)
        right.addLayout(self._check)
        right.addWidget(self.panel)
        right.addWidget(self._book_band)
        right.addLayout(self._stub)
        right.addWidget(self._second_band)
        self._second_box = QWidget()  # an empty layout would keep its margins
        self._below = QVBoxLayout(self._second_box)
        self._below.addWidget(self._second)
        right.addWidget(self._second_box)
        right.addStretch(1)

    # --- what the shell asks

    def header(self) -> Header:
        return view.header(self.presenter)

    def next_step(self) -> NextStep:
        return view.next_step(self.presenter)

    def commands(self) -> Sequence[Command]:
        return self.presenter.commands()

    def badge(self) -> Badge | None:
        known = self.presenter.loaded or self._asked
        if not known and self.shell is not None and self.shell.signed_in:
            self._asked = True
            QTimer.singleShot(0, self, self.presenter.load)
        return self.presenter.badge()

    def shown(self) -> None:
        self.presenter.load()
        self._focus()

    def reset(self) -> None:
        self._asked = False
        self.presenter.forget()

    def refresh(self, changes: Changes) -> None:
        if self.shell is not None and self.shell.signed_in:
            self.presenter.load()

    def back(self) -> bool:
        p = self.presenter
        if p.busy == "sale":
            p.abort()
            return True
        if p.panel is not None and p.snap.shift is not None:
            p.open_panel(None)
            self._focus()
            return True
        if p.sheet is None:
            if not (self.seek.text() or p.query):
                return False
            self.seek.clear()
            p.look_for("")
            return True
        if p.number:
            p.next_sheet()
            return True
        return False

    def rule(self) -> Sequence[Text | str]:
        return (
            "一票制：一个办件的各单位收费，开在一张财政票据上；钱只在财政窗口收。",
            "各单位都核定了才收款，收齐了才开票；减免要有文件、有批准人。",
            "票号从小到大用，一张不跳：打票前先对纸上的号，坏了的号作废，不能再用。",
            "POS 没有回话，不是失败：先问清，不再刷，不开票。",
        )

    # --- the hand

    def _found(self) -> None:
        typed = self.seek.text().strip()
        self.seek.clear()
        if not typed and (self.presenter.current or self.presenter.unlooked):
            self.presenter.open_sheet()
            return
        self.presenter.look_for(typed)

    def _focus(self) -> None:
        p = self.presenter
        if p.panel is not None:
            return
        if p.unknown is None and p.step == "check":
            self.number.setFocus()
        elif p.step == "pick":
            self.seek.setFocus()  # a scanner types into it; arrows move below, Enter opens
        else:
            self.lines.setFocus()

    # --- drawing

    def _draw(self) -> None:
        p = self.presenter
        self.show_trouble(p.trouble)
        unknown = p.unknown
        self.steps.setVisible(unknown is None)
        self._stack.setCurrentIndex(0 if unknown is None else 1)
        if unknown is not None:
            self.panel.show_panel(None)
            self.unknown.show_payment(unknown)
            self.changed()
            return
        self.unknown.panel.show_panel(None)
        self.steps.show_step(STEP[p.step])
        self._draw_left()
        self._draw_right()
        self.panel.show_panel(p.panel)
        now = (p.number, p.step)
        if now != self._was and p.panel is None:
            self._was = now
            self._focus()
        self._was = now
        self.changed()

    def _draw_left(self) -> None:
        p, sheet = self.presenter, self.presenter.sheet
        rows = view.waiting_rows(p)
        picking = sheet is None
        self.seek.setVisible(picking)
        self.waiting.setVisible(picking and bool(rows))
        self._empty.setVisible(picking and not rows and p.loaded)
        self._empty.say("没有等着的缴费单。" if not p.query else "没有找到这样的单。")
        for widget in (self.lines, self._payer_box, self._units_band, self._chips_box):
            widget.setVisible(not picking)
        self._draw_notes(sheet)
        self._draw_sums()
        self._today_box.setVisible(picking or not self._folded)
        if sheet is None:
            self._sheet_band.set_title("等着的缴费单")
            self._sheet_band.set_count(f"{len(rows)} 张" if rows else "")
            self._sheet_band.set_fact("[[cash.find]]")
            self.waiting.show_rows(rows, p.current)
            return
        raised = sheet.raised
        assert raised is not None and sheet.payer is not None
        self._sheet_band.set_title(f"缴费通知单 {sheet.number}")
        self._sheet_band.set_count((Run(f"{raised.window} 号窗口 {raised.clerk_name}"),))
        plans = p.snap.need.of if p.snap.need else 1
        units = len({x.unit for x in sheet.lines})
        self._sheet_band.set_fact((Run(f"{plans} 票，{units} 个单位"),))
        other = "" if sheet.payer.applicant else "（代交）"
        self._payer.say(
            (
                Run("交款人 ", role="body"),
                Run(sheet.payer.name, bold=True),
                Run(f"  {sheet.payer.number}{other}", role="body"),
            )
        )
        self._case.say((Run(f"件 {raised.case_no}"),))
        self.lines.show_rows(view.line_rows(sheet, short=self._folded), None)
        self._draw_chips(view.unit_chips(sheet))

    def _draw_notes(self, sheet: Charge | None) -> None:
        shift = self.presenter.snap.shift
        said = view.notes(sheet, dt.date.fromisoformat(shift.day)) if sheet and shift else ()
        if said == self._said:
            return
        self._said = said
        _clear(self._notes)
        for words in said:
            self._notes.addWidget(WrapLine(words, "body"))

    def _draw_chips(self, chips: Sequence[ChipState]) -> None:
        _clear(self._chips)
        in_row = CHIPS - 2 if self._folded else CHIPS
        for n, chip in enumerate(chips):
            self._chips.addWidget(Chip(chip), n // in_row, n % in_row)
        for column_ in range(CHIPS + 1):
            self._chips.setColumnStretch(column_, 1 if column_ == in_row else 0)

    def _draw_sums(self) -> None:
        p = self.presenter
        shift = p.snap.shift
        self._today.set_count((Run(shift.day),) if shift else "")
        if self._sums.count() == 0:
            for n in range(4):
                self._sums.addWidget(Label("", "label", colour="ink2"), 0, n)
                self._sums.addWidget(Label("", "lead", bold=True), 1, n)
        for n, (name, amount) in enumerate(view.sums_cells(p.snap.sums)):
            for row, words in ((0, name), (1, amount)):
                widget = self._sums.itemAtPosition(row, n)
                label = widget.widget() if widget is not None else None
                if isinstance(label, Label):
                    label.say(words)
        self._last.say(view.last_line(p.snap.last))
        chip = view.last_chip(p.snap.last)
        self._last_chip.setVisible(chip is not None)
        if chip is not None:
            self._last_chip.show_state(chip)

    def _draw_right(self) -> None:
        p, sheet = self.presenter, self.presenter.sheet
        fen = p.left if sheet is not None and p.step in ("check", "take") else 0
        if sheet is not None and not fen:
            fen = sheet.payable
        self._due_band.set_title("还要收" if sheet and sheet.paid and p.left else "应缴")
        self._amount.say(f"¥ {yuan(fen)}" if sheet else "—")
        self._capitals.say(capitals(fen) if sheet else "")
        self._draw_number()
        book = next((b for b in p.snap.books if not b.hand), None)
        if p.snap.need is not None:
            book = p.snap.need.book
        self._book_band.set_fact(
            (Run(f"{book.first:010d} 至 {book.last:010d}"),) if book else "窗口还没有领票"
        )
        if book is not None:
            self._book.show_sums(book.sums)
        # an open panel needs the height; the sum of the book stands in the status bar too
        room = p.panel is None
        self._book_band.setVisible(room)
        self._book.setVisible(room and book is not None)
        second = p.payer.shown and sheet is not None and room
        self._second_band.setVisible(second)
        self._second_box.setVisible(second)
        if second:
            self._second_chip.show_state(view.second_chip(p))
            self._second.say(view.second_words(p, fen))

    def _draw_number(self) -> None:
        p, need = self.presenter, self.presenter.snap.need
        asked = p.step in ("check", "take", "print") and not (self._folded and p.panel)
        self._check_band.setVisible(asked)
        for widget in (self._prefix, self.number, self._checked, self._form):
            widget.setVisible(asked and need is not None)
        if p.snap.need_error is not None and asked:
            self._form.setVisible(True)
            self._form.say((Run(str(p.snap.need_error.what)),), colour="bad")
            return
        if need is None:
            return
        self._prefix.say(p.expected[:-5])
        self.number.fill(p.seen)
        good = p.checked == p.expected
        self._checked.say(
            "**与本机下一张一致**" if good else (Run(f"本机下一张 …{p.expected[-5:]}"),),
            glyph="done" if good else "todo",
        )
        more = f"·第 {need.nth} 张，共 {need.of} 张：{need.plan.why}" if need.of > 1 else ""
        self._form.say(
            (Run(f"票据代码 {need.book.code}·{need.book.title}·一式 {need.copies} 联{more}"),)
        )

    def fold(self, folded: bool) -> None:
        """In a small or big-font window the open fields take the place of what is settled."""
        self._folded = folded
        self.unknown.fold(folded)
        self.retheme()
        self._draw()

    def retheme(self) -> None:
        pad, gap = theme.measure("pad"), theme.px(8)
        side = theme.measure("panel")
        self._side.setFixedWidth(theme.px(336 if self._folded else 392))
        self.number.setFixedWidth(theme.px(132))
        self._payer_row.setContentsMargins(pad, gap, pad, gap)
        self._chips.setContentsMargins(pad, gap, pad, gap)
        self._notes.setContentsMargins(pad, theme.px(4), pad, theme.px(4))
        self._chips.setSpacing(gap)
        self._sums.setContentsMargins(pad, gap, pad, gap)
        self._last_row.setContentsMargins(pad, gap, pad, gap)
        for part in (self._due, self._check, self._stub, self._below):
            part.setContentsMargins(side, gap, side, gap)
            part.setSpacing(theme.px(4))


def _clear(layout: QLayout) -> None:
    """Let the widgets of a layout go."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
