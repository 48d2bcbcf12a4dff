"""不知道钱扣了没有: the screen that cannot be closed, only resolved."""

from __future__ import annotations

from counter.domain.finance.payment import Payment
from counter.domain.money import capitals, yuan
from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.scroll import column
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.view import TO_PAYER, trail, unknown_facts
from counter.ui.pages.cash.widgets import Ground, Question
from counter.ui.pages.enquiry.side import fill, grid
from counter.ui.qt import QGridLayout, QHBoxLayout, Qt, QVBoxLayout, QWidget
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Label, LineLabel, Rule

TO_WINDOW = "**不要再刷，也不要收现金。票先不开，等查清。**"
LEFT = Qt.AlignmentFlag.AlignLeft
HELD = ("**这台 POS** 不能再刷下一笔", "**这张票** 不能开", "**今天的账** 不能锁")
CHOICES = (
    ("[[cash.charged]]", "签购单写着“交易成功”", "记成功，接着打票"),
    ("[[cash.not_charged]]", "没出单子，或写着“失败”", "记失败，可以重新收"),
    ("[[cash.unclear]]", "单子断了、没纸、说不准", "挂着不动，当天对银行账"),
)


class UnknownView(QWidget):
    """Two columns: what to say and do; the payment and what was tried."""

    def __init__(self, presenter: CashPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.panel = PanelHost(presenter.confirm, presenter.changed)
        self._asking = Band("问 POS 机：最后一笔是什么", "", "问到就自动定，不用您判断")
        self._count = Label("", "name", bold=True, colour="unk")
        self._doing = WrapLine("", "body", colour="ink2")
        self._amount, self._capitals = Label("", "amount", bold=True), Label("", "title", bold=True)
        self._payer = WrapLine("", "body")
        self._facts = grid()
        self._trail = QVBoxLayout()
        self._shown: tuple[object, ...] = ()
        self._folded = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._rule = Ground("unk")
        whole.addWidget(self._rule)
        columns = QHBoxLayout()
        whole.addLayout(columns, 1)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addLayout(self._left(), 1)
        columns.addWidget(Rule(upright=True))
        self._right_side, right = column()
        self._right(right)
        columns.addWidget(self._right_side)
        self.retheme()

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(0)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label("不知道钱扣了没有", "name", bold=True, colour="unk"))
        words.addWidget(
            Label("POS 机没有给出能信的回话。这不是失败，也不是成功。", "body", colour="ink2")
        )
        head.addWidget(Question())
        head.addLayout(words, 1)
        self._head = head
        self._head_box = QWidget()
        self._head_box.setLayout(head)
        left.addWidget(self._head_box)
        left.addWidget(self._said("窗口", TO_WINDOW, "band"))
        left.addWidget(self._said("念给交款人", TO_PAYER, "unk_tint"))
        left.addWidget(self._asking)
        self._wait = QHBoxLayout()
        self._wait.addWidget(self._count)
        self._wait.addWidget(self._doing, 1)
        self._wait_box = QWidget()
        self._wait_box.setLayout(self._wait)
        left.addWidget(self._wait_box)
        self._people = Band("问不到时，看签购单来定", "三种都要两个人在场，记两个人的名字")
        left.addWidget(self._people)
        self._choices = QGridLayout()
        for n, (key, seen, then) in enumerate(CHOICES):
            self._choices.setColumnStretch(n, 1)
            self._choices.addWidget(LineLabel(key, "lead"), 0, n, LEFT)
            self._choices.addWidget(Label(seen, "body"), 1, n)
            self._choices.addWidget(Label(then, "note", colour="ink2"), 2, n)
        self._choices_box = QWidget()
        self._choices_box.setLayout(self._choices)
        left.addWidget(self._choices_box)
        left.addWidget(self.panel)
        left.addStretch(1)
        return left

    def _said(self, to: str, words: str, colour: str) -> QWidget:
        ground = Ground(colour)
        row = QHBoxLayout(ground)
        pad = theme.measure("panel")
        row.setContentsMargins(pad, theme.px(10), pad, theme.px(10))
        name = Label(to, "label", bold=True)
        name.setFixedWidth(theme.px(84))
        row.addWidget(name)
        row.addWidget(WrapLine(words, "title"), 1)
        return ground

    def _right(self, right: QVBoxLayout) -> None:
        right.addWidget(Band("这一笔"))
        sums = QVBoxLayout()
        sums.addWidget(self._amount)
        sums.addWidget(self._capitals)
        sums.addWidget(self._payer)
        self._sums = sums
        right.addLayout(sums)
        right.addLayout(self._facts)
        right.addWidget(Band("查到哪一步"))
        right.addLayout(self._trail)
        right.addWidget(Band("没查清以前"))
        self._held = QVBoxLayout()
        for words in HELD:
            self._held.addWidget(WrapLine(words, glyph="paused"))
        right.addLayout(self._held)
        right.addStretch(1)

    def show_payment(self, payment: Payment) -> None:
        """Draw again what differs."""
        p = self.presenter
        asking = p.busy == "asking"
        minutes, seconds = divmod(p.left_seconds, 60)
        self._count.say(f"{minutes:02d}:{seconds:02d}" if asking else "—")
        self._doing.say(
            f"正在问第 {max(p.asks, 1)} 次。问不到，才由两个人看单子来定。"
            if asking
            else "没有在问。[[cash.ask]]"
        )
        self._choices_box.setVisible(p.panel is None)
        room = p.panel is None or not self._folded
        for widget in (self._head_box, self._asking, self._wait_box, self._people):
            widget.setVisible(room)
        self.panel.show_panel(p.panel)
        key = (payment,)
        if key == self._shown:
            return
        self._shown = key
        self._amount.say(f"¥ {yuan(payment.fen)}")
        self._capitals.say(capitals(payment.fen))
        sheet = next((c for c in p.snap.waiting if c.number == payment.sheet), p.sheet)
        name = sheet.payer.name if sheet and sheet.payer else ""
        self._payer.say((Run(name, bold=True),))
        fill(self._facts, [(name, words, "ink") for name, words in unknown_facts(payment)])
        while self._trail.count():
            widget = self._trail.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for state, words in trail(payment):
            self._trail.addWidget(WrapLine((Run(words),), glyph=state))

    def fold(self, folded: bool) -> None:
        """See `CashPage.fold`."""
        self._folded = folded
        self.retheme()

    def retheme(self) -> None:
        self._rule.setFixedHeight(theme.px(4))
        pad, gap = theme.measure("panel"), theme.px(8)
        self._right_side.setFixedWidth(theme.px(336 if self._folded else 392))
        self._head.setContentsMargins(theme.px(24), theme.px(12), pad, theme.px(12))
        self._head.setSpacing(pad)
        self._wait.setContentsMargins(theme.px(24), gap, pad, gap)
        self._wait.setSpacing(pad)
        self._choices.setContentsMargins(theme.px(24), gap, pad, gap)
        self._choices.setHorizontalSpacing(theme.px(24))
        self._choices.setVerticalSpacing(theme.px(2))
        for part in (self._sums, self._facts, self._trail, self._held):
            part.setContentsMargins(pad, gap, pad, gap)
            part.setSpacing(theme.px(4))
