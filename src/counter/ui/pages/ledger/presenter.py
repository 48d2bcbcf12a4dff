"""The page of payments without Qt: which payment is under the hand, what may go back."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import KnownError, Text, text
from counter.domain.finance.payment import Payment, PayState
from counter.domain.money import parse_yuan, yuan
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.ledger import commands as keys
from counter.ui.pages.ledger.panels import BankPanel, ReturnPanel
from counter.ui.pages.ledger.state import LedgerServices, Snapshot, read
from counter.ui.presenting import Presenter, Runner
from counter.ui.state import Trouble


class LedgerPresenter(Presenter):
    """State of the page. day: ISO, empty = the newest; busy: a return is at the terminal; left:
    seconds it may still take; said: what was done last."""

    def __init__(self, services: LedgerServices, runner: Runner) -> None:
        super().__init__()
        self.services, self._runner = services, runner
        self.snap = Snapshot()
        self.loaded = self.busy = False
        self.day = ""
        self.left = 0
        self.current: str | None = None
        self.panel: Panel | None = None
        self.trouble: Trouble | None = None
        self.said: Text | str = ""
        self.go_page: Callable[[str], object] = lambda _page: None

    # --- loading

    def load(self) -> None:
        """Read everything again; what is typed stays."""
        day = self.day
        self._runner.call(
            lambda: read(self.services, day), lambda snap: self._loaded(day, snap), self._refused
        )

    def _loaded(self, day: str, snap: Snapshot) -> None:
        if day != self.day:
            return
        self.snap, self.loaded = snap, True
        traces = [p.trace for p in snap.payments]
        if self.current not in traces:
            self.current = traces[0] if traces else None
        self.changed()

    def forget(self) -> None:
        """Another person works here."""
        self.snap, self.loaded, self.day, self.current = Snapshot(), False, "", None
        self.panel, self.trouble, self.said = None, None, ""
        self.changed()

    def _refused(self, error: KnownError) -> None:
        self.trouble, self.busy = Trouble.of(error), False
        self.changed()

    # --- where we are

    @property
    def payment(self) -> Payment | None:
        """The payment under the hand."""
        return next((p for p in self.snap.payments if p.trace == self.current), None)

    @property
    def unknown(self) -> Payment | None:
        """A payment of this day of which nobody knows."""
        return next((p for p in self.snap.payments if p.is_open), None)

    def payer(self, payment: Payment) -> str:
        """Who pays a payment's sheet."""
        sheet = self.snap.sheets.get(payment.sheet)
        return sheet.payer.name if sheet and sheet.payer else ""

    def select(self, trace: object) -> None:
        """Another payment under the hand."""
        if trace == self.current:  # the table shows what we said, nobody moved
            return
        self.current = trace if isinstance(trace, str) else None
        self.trouble, self.said = None, ""
        self.changed()

    def move_day(self, by: int) -> None:
        """Other days: +1 = earlier."""
        place = self._place + by
        if 0 <= place < len(self.snap.days):
            self.day, self.current, self.said = self.snap.days[place], None, ""
            self.load()

    @property
    def _place(self) -> int:
        days = self.snap.days
        return days.index(self.snap.day) if self.snap.day in days else 0

    # --- money back, money to the bank

    def give_back(self) -> None:
        """F6: the desk says first whether, and how much."""
        payment, actor = self.payment, self.services.actor()
        if payment is None:
            return
        self._runner.call(
            lambda: self.services.cashier.may_give_back(actor, payment.trace),
            lambda fen: self._open_return(payment, fen),
            self._refused,
        )

    def _open_return(self, payment: Payment, fen: int) -> None:
        panel = ReturnPanel(payment=payment, fen=fen, payer=self.payer(payment))
        self.open_panel(panel)

    def bank(self) -> None:
        """B: cash goes to the bank."""
        panel = BankPanel(drawer=self.snap.drawer)
        panel.values["account"] = self.snap.account
        self.open_panel(panel)

    def open_panel(self, panel: Panel | None) -> None:
        """Fields beside the payments."""
        self.panel, self.trouble, self.said = panel, None, ""
        self.changed()

    def confirm(self) -> None:
        """Do what the open panel says."""
        panel = self.panel
        if panel is None or not panel.check():
            self.changed()
            return
        if isinstance(panel, BankPanel):
            self._bank(panel)
        elif isinstance(panel, ReturnPanel):
            self._return(panel)

    def _bank(self, panel: BankPanel) -> None:
        actor, fen = self.services.actor(), parse_yuan(panel.get("amount"))
        account, slip = panel.get("account"), panel.get("slip")
        self._runner.call(
            lambda: self.services.shifts.bank(actor, fen, account, slip),
            lambda _shift: self._banked(),
            self._field_refused,
        )

    def _banked(self) -> None:
        self.panel, self.day = None, ""
        self.said = text("缴存记下了。")
        self.load()

    def _return(self, panel: ReturnPanel) -> None:
        payment, actor, line = panel.payment, self.services.actor(), self.services.line
        assert payment is not None
        trace = payment.trace
        if payment.way == "cash":
            self._runner.call(
                lambda: self.services.cashier.give_back_cash(actor, trace),
                self._returned,
                self._field_refused,
                busy=keys.BACK.id,
            )
            return
        if line is None:
            return
        self.panel, self.busy, self.left = None, True, 0
        self.changed()
        self._runner.call(
            lambda: line.give_back(actor, trace), self._returned, self._refused, busy=keys.BACK.id
        )

    def _returned(self, made: Payment) -> None:
        self.panel, self.busy, self.day = None, False, ""
        self.current = made.trace
        if made.state is PayState.FAILED:
            self.trouble = Trouble(
                text("没有退成：{words}", words=made.words or made.why),
                text("钱还没有动。可以再退一次。"),
                code=made.why,
            )
        elif made.is_open:  # what nobody knows has its own screen
            self.go_page("cash")
        else:
            self.said = text(
                "退了 **{yuan}** 元，记在流水 {t}。", yuan=yuan(made.fen), t=made.trace
            )
        self.load()

    def heard(self, doing: str, left: int) -> None:
        """The line to the terminal says what it is doing."""
        if self.busy and doing:
            self.left = left
            self.changed()

    def _field_refused(self, error: KnownError) -> None:
        if self.panel is None:
            self._refused(error)
            return
        self.panel.trouble, self.panel.rule = Trouble.of(error), error.rule
        self.changed()

    # --- what may be done

    def may_give_back(self) -> Availability:
        """Whether the payment under the hand is one that can go back at all."""
        payment = self.payment
        if self.busy:
            return no("正在等 POS 机")
        if payment is None:
            return no("没有选中一笔")
        if payment.purpose != "sale":
            return no("这一笔本来就是退的")
        if payment.way == "pos" and self.services.line is None:
            return no("这个窗口没有接 POS 机")
        return YES

    def _may_bank(self) -> Availability:
        return YES if self.snap.shift is not None else no("还没有开班")

    def commands(self) -> list[Command]:
        """The page's commands."""
        earlier = self._place + 1 < len(self.snap.days)
        return [
            keys.BACK.bind(self.give_back, self.may_give_back),
            keys.BANK.bind(self.bank, self._may_bank),
            keys.CASH.bind(
                lambda: self.go_page("cash"),
                lambda: YES if self.unknown is not None else no("没有要查清的"),
            ),
            keys.EARLIER.bind(
                lambda: self.move_day(1), lambda: YES if earlier else no("没有更早的了")
            ),
            keys.LATER.bind(
                lambda: self.move_day(-1),
                lambda: YES if self._place > 0 else no("这就是最新的一天"),
            ),
        ]
