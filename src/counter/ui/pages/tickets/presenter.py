"""The page of tickets without Qt: which number is under the hand, what opens, what may be done."""

from __future__ import annotations

from collections.abc import Callable

from counter.desk.stock import StockLine
from counter.domain.errors import KnownError, Text
from counter.domain.finance.ticket import Ticket, TicketState
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.tickets import commands as keys
from counter.ui.pages.tickets import steps
from counter.ui.pages.tickets.panels import (
    LostPanel,
    RedPanel,
    ReprintPanel,
    VoidPanel,
    WrittenPanel,
)
from counter.ui.pages.tickets.paperpanels import (
    CalibratePanel,
    LendPanel,
    ReceivePanel,
    WriteOffPanel,
)
from counter.ui.pages.tickets.state import Snapshot, TicketServices, read, ticket_id
from counter.ui.presenting import Presenter, Runner
from counter.ui.state import Badge, Trouble

ON_PAPER = (TicketState.ISSUED, TicketState.UNSURE, TicketState.LOST)
TO_LOOK_AT = (TicketState.UNSURE, TicketState.FAILED)


class TicketsPresenter(Presenter):
    """State of the page. day: ISO, empty = the newest; said: what was done last, in words."""

    def __init__(self, services: TicketServices, runner: Runner) -> None:
        super().__init__()
        self.services, self._runner = services, runner
        self.snap = Snapshot()
        self.loaded = False
        self.day = self.query = ""
        self.current: str | None = None
        self.panel: Panel | None = None
        self.trouble: Trouble | None = None
        self.said: Text | str = ""
        self.ask_focus: Callable[[], object] = lambda: None
        self.reopen_sheet: Callable[[str], object] = lambda _sheet: None

    # --- loading

    def load(self) -> None:
        """Read everything again; what is typed stays."""
        day, query = self.day, self.query
        self._runner.call(
            lambda: read(self.services, day, query),
            lambda snap: self._loaded(day, query, snap),
            self._refused,
        )

    def _loaded(self, day: str, query: str, snap: Snapshot) -> None:
        if (day, query) != (self.day, self.query):
            return
        self.snap, self.loaded = snap, True
        ids = [ticket_id(t) for t in snap.tickets]
        if self.current not in ids:
            self.current = ids[0] if ids else None
        self.changed()

    def forget(self) -> None:
        """Another person works here."""
        self.snap, self.loaded, self.day, self.query = Snapshot(), False, "", ""
        self.panel, self.trouble, self.said, self.current = None, None, "", None
        self.changed()

    def _refused(self, error: KnownError) -> None:
        self.trouble = Trouble.of(error)
        self.changed()

    # --- where we are

    @property
    def ticket(self) -> Ticket | None:
        """The number under the hand."""
        return next((t for t in self.snap.tickets if ticket_id(t) == self.current), None)

    @property
    def locked(self) -> bool:
        """The number under the hand belongs to a day that is closed, and can be answered in red."""
        ticket = self.ticket
        if ticket is None or ticket.begun is None or ticket.begun.red_of or ticket.red_by:
            return False
        now = self.snap.shift.day if self.snap.shift else ""
        past = ticket.day <= self.snap.locked or bool(now and ticket.day < now)
        return past and ticket.state in (TicketState.ISSUED, TicketState.LOST)

    @property
    def reopens(self) -> str:
        """Sheet of the void number under the hand whose money has no ticket now; empty = none."""
        ticket = self.ticket
        if ticket is None or ticket.begun is None or ticket.state is not TicketState.VOID:
            return ""
        sheet = ticket.begun.sheet
        return sheet if sheet in self.snap.reopen and not ticket.replaced_by else ""

    def select(self, key: object) -> None:
        """Another number under the hand."""
        if key == self.current:  # the table shows what we said, nobody moved
            return
        self.current = key if isinstance(key, str) else None
        self.trouble, self.said = None, ""
        self.changed()

    def look_for(self, typed: str) -> None:
        """Find by the end of a number, a sheet or the payer's name; empty = the day again."""
        self.query, self.current = typed.strip(), None
        self.trouble, self.said = None, ""
        self.load()

    def move_day(self, by: int) -> None:
        """Other days: +1 = earlier."""
        days = self.snap.days
        place = (days.index(self.snap.day) if self.snap.day in days else 0) + by
        if 0 <= place < len(days):
            self.day, self.query, self.current, self.said = days[place], "", None, ""
            self.load()

    # --- panels

    def open_panel(self, panel: Panel | None) -> None:
        """Fields beside the numbers."""
        self.panel, self.trouble, self.said = panel, None, ""
        self.changed()

    def void(self) -> None:
        """F9: the desk says first whether it can be done at all."""
        ticket, actor = self.ticket, self.services.actor()
        if ticket is None:
            return
        self._runner.call(
            lambda: self.services.tickets.check_void(actor, ticket.code, ticket.number),
            self._open_void,
            self._refused,
        )

    def _open_void(self, ticket: Ticket, reason: str = "misprint") -> None:
        copies = ticket.begun.copies if ticket.begun else 0
        number = ticket.number
        self.open_panel(VoidPanel(reason, ticket=ticket, number=number, copies=copies))

    def void_blank(self) -> None:
        """V: the next sheet was spoiled before anything was issued on it."""
        book = self.snap.machine
        if book is not None:
            number, copies = f"{book.next:010d}", self.snap.copies
            self.open_panel(VoidPanel("torn", number=number, copies=copies))

    def lose(self) -> None:
        """L: the number under the hand, or the next blank one."""
        book, ticket = self.snap.machine, self.ticket
        issued = ticket if ticket is not None and ticket.state is TicketState.ISSUED else None
        self.open_panel(
            LostPanel(
                "issued" if issued else "blank",
                ticket=issued,
                issued=issued.number if issued else "",
                blank=f"{book.next:010d}" if book else "",
            )
        )

    def red(self) -> None:
        """H: the desk says first whether it can be done at all."""
        ticket, actor = self.ticket, self.services.actor()
        if ticket is None:
            return
        self._runner.call(
            lambda: self.services.tickets.check_red(actor, ticket.code, ticket.number),
            self._open_red,
            self._refused,
        )

    def _open_red(self, ticket: Ticket) -> None:
        books = self.snap.books
        book = next((b for b in books if b.code == ticket.code and b.next), None)
        expected = f"{book.next:010d}" if book else ""
        self.open_panel(RedPanel(ticket=ticket, expected=expected))

    def written(self) -> None:
        """W: a ticket that was written by hand."""
        book, sheets = self.snap.hand, self.snap.to_enter
        if book is not None and sheets:
            expected = f"{book.next:010d}"
            self.open_panel(WrittenPanel(sheets[0].number, sheets=sheets, expected=expected))

    def receive(self) -> None:
        """N: a batch comes in."""
        kinds = self.snap.kinds
        self.open_panel(ReceivePanel(kinds[0].kind, kinds=kinds))

    def lend(self) -> None:
        """S: paper goes to a window; proposed: to this one, taken by who works here."""
        batches, actor = self.lendable, self.services.actor()
        panel = LendPanel(batches[0].stock.batch, batches=batches)
        panel.values.update(window=actor.window, to=actor.number)
        self.open_panel(panel)

    def write_off(self) -> None:
        """X: stubs go back."""
        batches = self.to_write_off
        self.open_panel(WriteOffPanel(batches[0].stock.batch, batches=batches))

    def calibrate(self) -> None:
        """K: where the tractor prints a form."""
        titles = {k.form: k.title for k in self.snap.kinds}
        forms = tuple((form, titles[form]) for form, _ in self.snap.calibrations)
        panel = CalibratePanel(forms[0][0], forms=forms, kept=self.snap.calibrations)
        panel.fill()
        self.open_panel(panel)

    def cross(self) -> None:
        """Ctrl+T: print the page to measure by."""
        panel = self.panel
        if isinstance(panel, CalibratePanel):
            form = panel.chosen
            self._runner.call(
                lambda: self.services.crosshair(form), self._crossed, self._field_refused
            )

    def _crossed(self, words: object) -> None:
        self.said = words if isinstance(words, Text | str) else ""
        self.changed()

    def confirm(self) -> None:
        """Do what the open panel says."""
        panel = self.panel
        if panel is None or not panel.check():
            self.changed()
            return
        book = self.snap.machine
        job = steps.job(panel, self.services, self.services.actor(), book.code if book else "")
        self._runner.call(job, self._done, self._field_refused)

    def _done(self, result: object) -> None:
        self.panel = None
        if isinstance(result, Ticket):
            self.day = self.query = ""
            self.current = ticket_id(result)
        self.load()

    def _field_refused(self, error: KnownError) -> None:
        if self.panel is None:
            self._refused(error)
            return
        self.panel.trouble, self.panel.rule = Trouble.of(error), error.rule
        self.changed()

    # --- looking at the paper

    def good(self) -> None:
        """G: somebody saw that it came out well."""
        ticket, actor = self.ticket, self.services.actor()
        if ticket is not None:
            self._do(lambda: self.services.looked(actor, ticket, True))

    def spoiled(self) -> None:
        """B: it did not; the number is voided."""
        if self.ticket is not None:
            self._open_void(self.ticket, "jam")

    def print_again(self) -> None:
        """R: nothing is on the paper, the same number once more."""
        ticket, actor = self.ticket, self.services.actor()
        if ticket is not None:
            self._do(lambda: self.services.print_again(actor, ticket))

    def _do(self, job: Callable[[], object]) -> None:
        self.trouble = None
        self._runner.call(job, lambda _done: self.load(), self._refused)

    def reopen(self) -> None:
        """Enter on a void number: its sheet at the cash page, for the next number."""
        if self.reopens:
            self.reopen_sheet(self.reopens)

    # --- what may be done

    @property
    def lendable(self) -> tuple[StockLine, ...]:
        """Batches with sheets that nobody has yet."""
        return tuple(b for b in self.snap.batches if b.stock.next_free <= b.stock.last)

    @property
    def to_write_off(self) -> tuple[StockLine, ...]:
        """Batches with stubs that have not gone back."""
        return tuple(b for b in self.snap.batches if b.stock.closed_to < b.stock.last)

    def badge(self) -> Badge | None:
        """Numbers that somebody has to look at."""
        waits = [t for t in self.snap.unsettled if t.state in TO_LOOK_AT]
        return Badge(len(waits), True) if waits else None

    def _on_number(self, why: Text | str, ok: Callable[[Ticket], bool]) -> Availability:
        ticket = self.ticket
        if ticket is None:
            return no("没有选中一张票")
        return YES if ok(ticket) else no(why)

    def _may_void(self) -> Availability:
        return self._on_number(
            "这个号已经作废或遗失",
            lambda t: t.begun is not None and t.state not in (TicketState.VOID, TicketState.LOST),
        )

    def _in_shift(self) -> Availability:
        return YES if self.snap.shift is not None else no("还没有开班")

    def _may_blank(self) -> Availability:
        if self.snap.machine is None:
            return no("窗口手里没有空白票")
        return self._in_shift()

    def _may_lose(self) -> Availability:
        found = self._on_number("", lambda t: t.state is TicketState.ISSUED)
        return self._in_shift() if found.ok else self._may_blank()

    def _may_red(self) -> Availability:
        return self._on_number(
            "只有已开的票能红冲", lambda t: t.state in (TicketState.ISSUED, TicketState.LOST)
        )

    def _may_reprint(self) -> Availability:
        return self._on_number(
            "没有打过的票不用补打", lambda t: t.state in ON_PAPER and bool(t.prints)
        )

    def _may_enter(self) -> Availability:
        if self.snap.hand is None:
            return no("窗口没有手写本")
        return self._in_shift() if self.snap.to_enter else no("没有等着开票的单")

    def _may_look(self, *states: TicketState) -> Availability:
        return self._on_number("这张票不用看", lambda t: t.state in states)

    def commands(self) -> list[Command]:
        """The page's commands."""
        unsure, failed = TicketState.UNSURE, TicketState.FAILED
        days = self.snap.days
        place = days.index(self.snap.day) if self.snap.day in days else 0
        return [
            keys.VOID.bind(self.void, self._may_void),
            keys.AGAIN_ON.bind(self.reopen, lambda: YES if self.reopens else no("没有要重开的票")),
            keys.RED.bind(self.red, self._may_red),
            keys.REPRINT.bind(
                lambda: self.open_panel(ReprintPanel(ticket=self.ticket)), self._may_reprint
            ),
            keys.BLANK.bind(self.void_blank, self._may_blank),
            keys.LOST.bind(self.lose, self._may_lose),
            keys.WRITTEN.bind(self.written, self._may_enter),
            keys.GOOD.bind(self.good, lambda: self._may_look(unsure)),
            keys.SPOILED.bind(self.spoiled, lambda: self._may_look(unsure, failed)),
            keys.PRINT_AGAIN.bind(self.print_again, lambda: self._may_look(failed)),
            keys.RECEIVE.bind(
                self.receive, lambda: YES if self.snap.kinds else no("目录里没有票种")
            ),
            keys.LEND.bind(self.lend, lambda: YES if self.lendable else no("没有可发的票，先领票")),
            keys.WRITE_OFF.bind(
                self.write_off, lambda: YES if self.to_write_off else no("没有要核销的存根")
            ),
            keys.CALIBRATE.bind(
                self.calibrate, lambda: YES if self.snap.calibrations else no("目录里没有票样")
            ),
            keys.CROSS.bind(
                self.cross,
                lambda: YES if isinstance(self.panel, CalibratePanel) else no("先按 K 选票样"),
            ),
            keys.FIND.bind(lambda: self.ask_focus()),
            keys.EARLIER.bind(
                lambda: self.move_day(1),
                lambda: YES if place + 1 < len(days) else no("没有更早的了"),
            ),
            keys.LATER.bind(
                lambda: self.move_day(-1), lambda: YES if place > 0 else no("这就是最新的一天")
            ),
        ]
