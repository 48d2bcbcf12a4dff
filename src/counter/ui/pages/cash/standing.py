"""Where the cash page stands and what may be done there: read from the snapshot only. No Qt."""

from __future__ import annotations

from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.payment import Payment
from counter.domain.finance.ticket import Ticket, TicketState
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.cash.panels import CashPanel, TransferPanel
from counter.ui.pages.cash.payer import Payer
from counter.ui.pages.cash.state import CashServices, Snapshot
from counter.ui.presenting import Presenter
from counter.ui.state import Badge, Trouble

WORTH_PAYING = (ChargeStatus.READY, ChargeStatus.PARTLY)


class Standing(Presenter):
    """The page's state. seen: what was read off the paper; panel: the fields that are open; busy:
    `sale` or `asking` while the terminal is waited for."""

    def __init__(self, services: CashServices) -> None:
        super().__init__()
        self.services = services
        self.snap = Snapshot()
        self.number = ""  # of the sheet that is open
        self.query = ""
        self.current: str | None = None
        self.seen = ""
        self.checked = ""
        self.panel: Panel | None = None
        self.busy = ""
        self._saving = ""  # under way, or done and not read yet: a key pressed twice is one act
        self.left_seconds = 0
        self.asks = 0
        self.trouble: Trouble | None = None
        self.payer = Payer()
        self.loaded = False

    # --- where we are

    @property
    def sheet(self) -> Charge | None:
        """The sheet that is open; none while another one than the last is being read."""
        sheet = self.snap.sheet
        return sheet if sheet is not None and sheet.number == self.number else None

    @property
    def unknown(self) -> Payment | None:
        """The payment of this window of which nobody knows; it is shown above everything."""
        return self.snap.unknown[0] if self.snap.unknown else None

    @property
    def printing(self) -> Ticket | None:
        """The newest ticket of the open sheet that is under way or has to be looked at."""
        states = (TicketState.BEGUN, TicketState.FAILED, TicketState.UNSURE)
        return next((t for t in reversed(self.snap.tickets) if t.state in states), None)

    @property
    def unlooked(self) -> Ticket | None:
        """A ticket of this window of which somebody has to say whether the paper is good."""
        states = (TicketState.FAILED, TicketState.UNSURE)
        return next((t for t in self.snap.unsettled if t.begun and t.state in states), None)

    @property
    def expected(self) -> str:
        """The whole number that the paper must bear now; empty when no paper is there."""
        need = self.snap.need
        return f"{need.book.next:010d}" if need else ""

    @property
    def step(self) -> str:
        """shift, pick, look, check, take, print, done, stop: what is to be done now."""
        sheet = self.sheet
        if self.snap.shift is None:
            return "shift"
        if sheet is None:
            return "pick"
        if self.printing is not None:
            return "look"
        if sheet.status in (ChargeStatus.TICKETED, ChargeStatus.REFUNDED, ChargeStatus.FREE):
            return "done"
        if sheet.status not in (*WORTH_PAYING, ChargeStatus.PAID, ChargeStatus.PAYING):
            return "stop"
        if self.checked != self.expected or not self.expected:
            return "check"
        return "print" if sheet.status is ChargeStatus.PAID else "take"

    @property
    def left(self) -> int:
        """Fen of the open sheet that are still to be taken."""
        return self.sheet.payable - self.sheet.paid if self.sheet else 0

    # --- what may be done

    def badge(self) -> Badge | None:
        """Sheets that wait; red while something is unknown or paid without its ticket."""
        waiting = [c for c in self.snap.waiting if c.status is not ChargeStatus.TICKETED]
        late = bool(self.snap.unknown) or any(c.status is ChargeStatus.PAID for c in waiting)
        return Badge(len(waiting), late) if waiting else None

    def _when(self, *steps: str, why: str) -> Availability:
        if self.unknown is not None:
            return no("有一笔不知道扣了没有，先查清")
        if self.busy:
            return no("正在等 POS 机")
        if self._saving:
            return no("正在存")
        return YES if self.step in steps else no(why)

    def may_take(self) -> Availability:
        """The money can be taken now."""
        if self.step == "check":
            return no("先对票号")
        return self._when("take", why="现在不用收款")

    def may_pos(self) -> Availability:
        """The terminal can be used now."""
        if self.services.line is None:
            return no("这个窗口没有接 POS 机")
        return self.may_take()

    def _may_go(self) -> Availability:
        typed = isinstance(self.panel, CashPanel | TransferPanel)
        return self.may_take() if typed else self.may_pos()

    def may_send_back(self) -> Availability:
        """Only a sheet without money goes back."""
        if self.sheet is None:
            return no("没有打开的缴费单")
        if self.sheet.paid:
            return no("已经收了钱，不能打回")
        return self._when("check", "take", "stop", why="这张单不用打回")

    def may_print(self) -> Availability:
        """A ticket can be issued now."""
        return self._when("print", why="收齐了钱、对了票号才能开票")

    def _may_look(self, *states: TicketState) -> Availability:
        ticket = self.printing
        if ticket is None or ticket.state not in states:
            return no("没有要看的票")
        return YES

    def _may_judge(self) -> Availability:
        if self.unknown is None:
            return no("没有不清楚的收款")
        return no("程序还在问 POS 机") if self.busy == "asking" else YES
