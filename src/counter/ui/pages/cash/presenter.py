"""The cash page without Qt: what each key does; where the page stands is in `standing`.

Sheet → number on the paper → money → ticket. What the page shows is one `Snapshot`; what a clerk
has typed lives here, so that a redraw loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.errors import KnownError, text
from counter.domain.finance import ticketing
from counter.domain.finance.payment import Payment, PayState, PeoplesAnswer
from counter.domain.finance.sheetcode import is_code
from counter.domain.finance.ticket import TicketState
from counter.domain.money import parse_yuan
from counter.ui.commands import Command
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.cash import commands as keys
from counter.ui.pages.cash.panels import (
    BackPanel,
    CashPanel,
    JudgePanel,
    ShiftPanel,
    TransferPanel,
)
from counter.ui.pages.cash.payer import Said
from counter.ui.pages.cash.standing import Standing
from counter.ui.pages.cash.state import CashServices, Snapshot, read
from counter.ui.presenting import Runner
from counter.ui.state import Trouble


class CashPresenter(Standing):
    """What each key does on the page."""

    def __init__(self, services: CashServices, runner: Runner) -> None:
        super().__init__(services)
        self._runner = runner
        self._asked_about: set[str] = set()  # unknown payments the terminal was asked about here
        self.ask_focus: Callable[[], object] = lambda: None
        self.go_page: Callable[[str], object] = lambda _page: None

    # --- loading

    def load(self) -> None:
        """Read everything again; what is typed stays."""
        number, query = self.number, self.query
        self._runner.call(
            lambda: read(self.services, number, query),
            lambda snap: self._loaded(number, snap),
            self._refused,
        )

    def _loaded(self, number: str, snap: Snapshot) -> None:
        if self._saving == "done":
            self._saving = ""
        if number != self.number:
            return
        self.snap, self.loaded = snap, True
        numbers = [c.number for c in snap.waiting]
        if self.current not in numbers:
            self.current = numbers[0] if numbers else None
        if self.checked and snap.need and self.checked != self.expected:
            self.checked = ""
        if snap.shift is None and not isinstance(self.panel, ShiftPanel):
            closed = snap.last_shift.closed if snap.last_shift else None
            handed = closed.counted_fen if closed and closed.kind == "handover" else -1
            self.panel = ShiftPanel(handed=handed)
        self.changed()
        self._ask_by_itself()

    def _ask_by_itself(self) -> None:
        """What was unknown when the program came up is asked about without a key, once."""
        payment = self.unknown
        if payment is None or self.busy or payment.trace in self._asked_about:
            return
        if self.services.line is not None:
            self.ask()

    def _refused(self, error: KnownError) -> None:
        self.trouble, self.busy = Trouble.of(error), ""
        self.changed()

    def _save(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[KnownError], object],
        busy: str = "",
    ) -> None:
        """Do one thing that is recorded; nothing else until the page has read what came of it."""
        if self._saving:
            return
        self._saving = "doing"

        def ended(result: Any) -> None:
            self._saving = "done"
            done(result)

        def refused(error: KnownError) -> None:
            self._saving = ""
            failed(error)

        self._runner.call(job, ended, refused, busy=busy)

    def forget(self) -> None:
        """Another person works here."""
        self.snap, self.loaded, self.number, self.query = Snapshot(), False, "", ""
        self._clean()
        self.changed()

    def _clean(self) -> None:
        self.seen = self.checked = self._saving = ""
        self.trouble = self.panel = None
        self.payer.forget()

    # --- shift and sheets

    def _open_shift(self, amount: str) -> None:
        actor, fen = self.services.actor(), parse_yuan(amount)
        self._save(
            lambda: self.services.shifts.open(actor, fen),
            lambda _shift: self._closed_panel(),
            self._field_refused,
            busy=keys.OPEN_SHIFT.id,
        )

    def _closed_panel(self) -> None:
        self.panel = None
        self.load()

    def look_for(self, typed: str) -> None:
        """A scanned code of a sheet, or words to find one by."""
        typed = typed.strip()
        if is_code(typed):
            self._scan(typed)
            return
        self.query, self.current = typed, None
        self.load()

    def _scan(self, code: str) -> None:
        actor = self.services.actor()
        self._runner.call(
            lambda: self.services.take_in(actor, code), self.open_sheet, self._refused
        )

    def select(self, number: object) -> None:
        """Another sheet under the hand."""
        self.current = number if isinstance(number, str) else None
        self.changed()

    def move(self, by: int) -> None:
        """Up and down among the sheets that wait, while the hand is in the field above them."""
        numbers = [c.number for c in self.snap.waiting]
        if numbers:
            at = numbers.index(self.current) if self.current in numbers else 0
            self.current = numbers[min(max(at + by, 0), len(numbers) - 1)]
            self.changed()

    def open_sheet(self, number: str = "") -> None:
        """Open the sheet under the hand, the one named, or the one whose paper nobody looked at."""
        number = number or self.current or self._unlooked_sheet()
        if number:
            self.number = number
            self._clean()
            self.load()

    def _unlooked_sheet(self) -> str:
        begun = self.unlooked.begun if self.unlooked else None
        return begun.sheet if begun else ""

    def next_sheet(self) -> None:
        """F2: back to the sheets that wait."""
        if self.unknown is not None:
            self.payer.put_away.add(self.unknown.trace)
        self.number, self.query = "", ""
        self._clean()
        self.load()

    def _send_back(self, panel: BackPanel) -> None:
        actor, number = self.services.actor(), self.number
        self._save(
            lambda: self.services.send_back(actor, number, panel.chosen, panel.get("requirement")),
            lambda _done: self.next_sheet(),
            self._field_refused,
            busy=keys.BACK.id,
        )

    # --- the number on the paper

    def check(self, seen: str) -> None:
        """Compare what was read off the paper with the number that comes next."""
        need = self.snap.need
        self.seen = seen
        if need is None:
            return
        try:
            self.checked = ticketing.check_seen(seen, need.book.code, need.book.next)
        except KnownError as error:
            self.checked, self.trouble = "", Trouble.of(error)
        else:
            self.trouble = None
        self.changed()

    def check_again(self) -> None:
        """Ask for the number once more (the paper was changed)."""
        self.checked = self.seen = ""
        self.changed()
        self.ask_focus()

    # --- the payer at the second screen

    @property
    def payer_said(self) -> Said:
        """What the payer says to the amount that is to be taken now."""
        return self.payer.about(self.number, self.left)

    def payer_says(self, said: Said) -> None:
        """A button of the second screen was touched; it counts while the amount stands there."""
        if self.sheet is not None and not self.busy:
            self.payer.press(self.number, self.left, said)
            self.changed()

    # --- money

    def open_panel(self, panel: Panel | None) -> None:
        """Fields beside the sheet: cash, transfer, sending back, what two people saw."""
        self.panel = panel
        self.changed()

    def confirm(self) -> None:
        """Do what the open panel says."""
        panel = self.panel
        if panel is None or not panel.check():
            self.changed()
            return
        if isinstance(panel, ShiftPanel):
            self._open_shift(panel.get("float"))
        elif isinstance(panel, CashPanel):
            self._take_cash(panel)
        elif isinstance(panel, TransferPanel):
            self._take_transfer(panel.get("reference"))
        elif isinstance(panel, BackPanel):
            self._send_back(panel)
        elif isinstance(panel, JudgePanel):
            self._judge(panel)

    def go(self) -> None:
        """F5: what the open fields say; without any, the terminal."""
        if isinstance(self.panel, CashPanel | TransferPanel):
            self.confirm()
        else:
            self.pos()

    def pos(self) -> None:
        """The whole rest goes by POS; the amount comes from the sheet."""
        line, sheet = self.services.line, self.sheet
        if line is None or sheet is None or self._saving:
            return
        self.panel, self.busy, self.trouble = None, "sale", None
        actor, fen, yes = self.services.actor(), self.left, self.payer_said == "right"
        self.changed()
        self._save(
            lambda: line.sale(actor, sheet.number, fen, confirmed=yes),
            self._paid,
            self._pos_refused,
            busy=keys.POS.id,
        )

    def _pos_refused(self, error: KnownError) -> None:
        """Nothing was sent, or what came of it could not be kept: what is open says which."""
        self._refused(error)
        self.load()

    def _paid(self, payment: Payment) -> None:
        self._asked_about.add(payment.trace)
        self.busy, self.panel = "", None
        if payment.state is PayState.FAILED:
            words = payment.words or payment.why
            what = text("没有收成：{words}", words=words)
            if payment.sheet != self.number:  # another sheet is open by now
                what = text("缴费单 {n} 没有收成：{words}", n=payment.sheet, words=words)
            self.trouble = Trouble(
                what,
                text("没有扣款，票没有开。可以再刷一次，或者收现金。"),
                code=payment.why,
            )
        self.load()

    def heard(self, doing: str, left: int, asks: int, trace: str = "") -> None:
        """The line to the terminal says what it is doing."""
        if doing == "asking":
            self._asked_about.add(trace)
        self.busy, self.left_seconds, self.asks = doing or self.busy, left, asks
        if doing == "asking" and not self.snap.unknown:
            self.load()
        if not doing:
            self.busy = ""
        self.changed()

    def abort(self) -> None:
        """Ask the terminal to abort; what it answers counts."""
        if self.services.line is not None:
            self.services.line.cancel()

    def _take_cash(self, panel: CashPanel) -> None:
        actor, number, fen = self.services.actor(), self.number, panel.fen or 0
        received, yes = parse_yuan(panel.get("received")), self.payer_said == "right"
        self._save(
            lambda: self.services.cashier.cash(actor, number, fen, received, confirmed=yes),
            self._paid,
            self._field_refused,
            busy=keys.TAKE.id,
        )

    def _take_transfer(self, reference: str) -> None:
        actor, number, left = self.services.actor(), self.number, self.left
        yes = self.payer_said == "right"
        self._save(
            lambda: self.services.cashier.transfer(actor, number, left, reference, confirmed=yes),
            self._paid,
            self._field_refused,
            busy=keys.TAKE.id,
        )

    def _field_refused(self, error: KnownError) -> None:
        if self.panel is not None:
            self.panel.trouble, self.panel.rule = Trouble.of(error), error.rule
        self.changed()

    # --- the ticket

    def issue(self) -> None:
        """Use the number and print."""
        actor, number, seen = self.services.actor(), self.number, self.seen
        replaces = self._voided()
        self._do(
            lambda: self.services.tickets.issue(
                actor, number, seen, simulated=self.services.simulated, replaces=replaces
            ),
            keys.PRINT.id,
        )

    def _voided(self) -> str:
        """The void ticket of this sheet that the next one stands in for."""
        spoiled = [
            t.number
            for t in self.snap.tickets
            if t.state is TicketState.VOID and t.begun and not t.replaced_by
        ]
        return spoiled[-1] if spoiled else ""

    def looked(self, good: bool) -> None:
        """Somebody looked at the paper of a ticket that is unsure."""
        ticket, actor = self.printing, self.services.actor()
        if ticket is None:
            return
        if good:
            self._do(lambda: self.services.looked(actor, ticket, True), keys.GOOD.id)
        else:
            self.go_page("tickets")

    def print_again(self) -> None:
        """Nothing is on the paper: the same number once more."""
        ticket, actor = self.printing, self.services.actor()
        if ticket is not None:
            self._do(lambda: self.services.print_again(actor, ticket), keys.AGAIN.id)

    # --- what nobody knows

    def ask(self) -> None:
        """Ask the terminal again."""
        line, payment = self.services.line, self.unknown
        if line is None or payment is None:
            return
        self.busy = "asking"
        self._asked_about.add(payment.trace)
        self.changed()
        self._runner.call(lambda: line.ask(payment.trace), self._paid, self._refused)

    def _judge(self, panel: JudgePanel) -> None:
        payment, actor = self.unknown, self.services.actor()
        if payment is None:
            return
        number, pin = panel.get("second"), panel.get("pin")
        answer: PeoplesAnswer = panel.answer  # type: ignore[assignment]

        def job() -> Payment:
            second = self.services.countersign(number, pin)
            return self.services.cashier.judge(
                actor,
                payment.trace,
                answer,
                second,
                words=panel.get("words"),
                voucher=panel.get("voucher"),
            )

        self._save(job, self._paid, self._field_refused)

    # --- inside

    def _do(self, job: Callable[[], object], busy: str) -> None:
        if not self._saving:
            self.trouble = None
        self._save(job, lambda _done: self.load(), self._refused, busy=busy)

    def _open_back(self) -> None:
        window = self.sheet.raised.window if self.sheet and self.sheet.raised else ""
        self.open_panel(BackPanel(window=window))

    def commands(self) -> list[Command]:
        """The page's commands."""
        judged = self._may_judge
        unsure = TicketState.UNSURE
        return [
            keys.NEXT.bind(self.next_sheet),
            keys.NEXT_NOW.bind(self.next_sheet, lambda: self._when("done", why="这张单没办完")),
            keys.UP.bind(lambda: self.move(-1), lambda: self._when("pick", why="单子已经打开")),
            keys.DOWN.bind(lambda: self.move(1), lambda: self._when("pick", why="单子已经打开")),
            keys.PICK.bind(self.open_sheet, lambda: self._when("pick", why="单子已经打开")),
            keys.FIND.bind(lambda: self.ask_focus(), lambda: self._when("pick", why="先按 F2")),
            keys.GO.bind(self.go, self._may_go),
            keys.POS.bind(self.pos, self.may_pos),
            keys.CASH.bind(lambda: self.open_panel(CashPanel(left=self.left)), self.may_take),
            keys.TRANSFER.bind(
                lambda: self.open_panel(TransferPanel(left=self.left)), self.may_take
            ),
            keys.BACK.bind(self._open_back, self.may_send_back),
            keys.CHECK.bind(
                self.check_again, lambda: self._when("take", "print", why="没有要对的票号")
            ),
            keys.PRINT.bind(self.issue, self.may_print),
            keys.PRINT_NOW.bind(self.issue, self.may_print),
            keys.GOOD.bind(lambda: self.looked(True), lambda: self._may_look(unsure)),
            keys.SPOILED.bind(
                lambda: self.looked(False), lambda: self._may_look(unsure, TicketState.FAILED)
            ),
            keys.AGAIN.bind(self.print_again, lambda: self._may_look(TicketState.FAILED)),
            keys.ASK.bind(self.ask, judged),
            keys.CHARGED.bind(lambda: self.open_panel(JudgePanel(answer="charged")), judged),
            keys.NOT_CHARGED.bind(
                lambda: self.open_panel(JudgePanel(answer="not_charged")), judged
            ),
            keys.UNCLEAR.bind(lambda: self.open_panel(JudgePanel(answer="unclear")), judged),
        ]
