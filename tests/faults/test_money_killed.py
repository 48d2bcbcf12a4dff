"""SIGKILL at every act boundary of sale, ticket, void, money back and close.

The fee terminal's ledger and the printed paper outlive the program. After the next start money
taken = tickets + receivables, no number is used twice or missing, whatever nobody knows is asked
about, and the day closes without a difference.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from tests.faults.test_store_killed import in_child
from tests.helpers.days import SECOND, Days, Machine, faces, person
from tests.helpers.desk import KEY, TextPapers
from tests.helpers.small_hall import CALENDAR, NOW
from tests.helpers.till import CODE, Till, line

from counter.desk.hall import Hall
from counter.domain.errors import KnownError
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.payment import PayState
from counter.domain.finance.ticket import Ticket, TicketState
from counter.ports.clock import FrozenClock
from counter.ports.devices import FeeReply, PrintOutcome
from counter.store import SqlStore
from counter.store.verify import verify

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]
CASH, CARD = "缴〔2026〕03-0001", "缴〔2026〕03-0002"


class Ledger(Machine):
    """A terminal whose trades stand in a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__("POS-20")
        self._file = folder / "ledger"
        for text in self._lines():
            kind, _trace, fen = text.split()
            self.voucher += 1
            self.trades.append((kind, int(fen)))

    def _lines(self) -> list[str]:
        return self._file.read_text("utf-8").splitlines() if self._file.exists() else []

    @property
    def traces(self) -> list[str]:
        return [text.split()[1] for text in self._lines()]

    def charge(self, kind: str, trace: str, fen: int, now: dt.datetime) -> FeeReply:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{kind} {trace} {fen}\n")
        return super().charge(kind, trace, fen, now)


class Office:
    """A window over a store in a folder, with its terminal and what came out of its printer."""

    def __init__(self, folder: Path) -> None:
        self.store = SqlStore.open(folder / "counter.store", KEY)
        self.days = Days(Hall(self.store, FrozenClock(NOW), TextPapers(), CALENDAR))
        self.ledger = Ledger(folder)
        self.days.machines["20"] = self.ledger
        self.days.sheets = [c.number for c in self.store.money.charges(tuple(ChargeStatus), 1000)]
        self._tray = folder / "tray"

    @property
    def printed(self) -> list[str]:
        return self._tray.read_text("utf-8").splitlines() if self._tray.exists() else []

    def print(self, ticket: Ticket) -> None:
        stream = f"ticket:{ticket.code}/{ticket.number}"
        for job in self.store.jobs(("queued",), 10, stream=stream):
            self.days.printing.mark_sent(job)
            with self._tray.open("a", encoding="utf-8") as file:
                file.write(f"{ticket.number}\n")
            self.days.printing.finish(job, PrintOutcome(outcome="printed"), True)

    def issue(self, sheet: str) -> Ticket:
        ticket = self.days.issue("20", sheet, "")
        self.print(ticket)
        return ticket


def prepare(folder: Path) -> None:
    """Paper and a shift, and two sheets that wait."""
    Till(folder).close()
    office = Office(folder)
    office.days.lend(office.days.paper(), 20, "20")
    office.days.drawers["20"] = 50_000
    office.days.open("20")
    for fen in (30_000, 45_050):
        office.days.sheet(line(due=fen))
    office.store.close()


def a_day(office: Office) -> None:
    """Sale and ticket in cash and by card; one void made again, one with its money back; 日结."""
    days = office.days
    days.cash("20", CASH, 30_000)
    spoiled = office.issue(CASH)
    card = days.pos("20", CARD, 45_050)
    back = office.issue(CARD)
    days.void("20", spoiled)
    days.issue("20", CASH, "", replaces=spoiled.number)
    office.print(days.tickets.of_sheet(CASH)[-1])
    days.void("20", back, "returned")
    days.give_back("20", card.trace)
    days.settle("20")
    days.shifts.close(person("20"), faces(80_000), "day", (), SECOND)


def dies(
    folder: Path, work: Callable[[Office], None], at: int, unit: Literal["COMMIT", ""], after: bool
) -> bool:
    """Do the work in a child that is killed before its nth statement or commit, or at the
    statement after it; False when it had fewer."""

    def child() -> None:
        office = Office(folder)
        left, armed = at, False

        def count(sql: str) -> None:
            nonlocal left, armed
            if armed:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= sql.startswith(unit)
            if left == 0 and sql.startswith(unit):
                armed = after
                if not after:
                    os.kill(os.getpid(), signal.SIGKILL)

        office.store._connection.set_trace_callback(count)
        work(office)
        os._exit(0)

    code = in_child(child)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def look_after(folder: Path) -> str:
    """The next start: what is asked about; then everything is settled and the day is closed.
    Returns what there was to settle."""
    office = Office(folder)
    days, store = office.days, office.store
    try:
        assert verify(store) == []
        asked = days.cashier.recover(), days.printing.recover()
        traces = office.ledger.traces
        unknown = {p.trace for p in days.cashier.unknown()}
        assert all(p.state is PayState.UNKNOWN for p in days.cashier.unknown())
        for trace in traces:
            assert trace in unknown or days.cashier.payment(trace).state is PayState.DONE
        waiting = {t.number for t in days.tickets.unsettled()}
        for number in office.printed:
            state = days.tickets.ticket(CODE, number).state
            assert number in waiting or state in (TicketState.ISSUED, TicketState.VOID)
        assert len(set(office.printed)) == len(office.printed)
        paid = {c.number for c in days.cashier.paid_without_ticket()}
        for sheet in days.sheets:
            charge = days.charge(sheet)
            unticketed = charge.unticketed and not charge.open_payment
            assert (sheet in paid) == bool(unticketed)
        days.check()
        settle_all(office, unknown)
        days.check()
        shift = days.shifts.last("20")
        assert shift is not None and shift.closed is not None
        assert shift.closed.differences == ()
        assert verify(store) == []
        return f"{asked} {len(paid)}"
    finally:
        office.store.close()


def settle_all(office: Office, unknown: set[str]) -> None:
    """People say what the terminal and the paper show; what is paid is ticketed; 日结."""
    days, actor = office.days, person("20")
    for trace in unknown:
        if trace in office.ledger.traces:
            days.cashier.judge(actor, trace, "charged", SECOND, voucher="000001")
        else:
            days.cashier.judge(actor, trace, "not_charged", SECOND)
    for ticket in days.tickets.unsettled():
        days.look(ticket, ticket.number in office.printed)
        office.print(days.tickets.ticket(ticket.code, ticket.number))
        if days.tickets.ticket(ticket.code, ticket.number).state is TicketState.FAILED:
            days.void("20", ticket)
    for charge in days.cashier.paid_without_ticket():
        office.issue(charge.number)
    if days.shifts.current("20") is not None:
        if not days.shifts.current("20").settled:  # type: ignore[union-attr]
            days.settle("20")
        drawer = days.cashier.drawer(actor)
        days.shifts.close(actor, faces(drawer), "day", (), SECOND)
    for sheet in days.sheets:
        assert days.charge(sheet).status in (ChargeStatus.TICKETED, ChargeStatus.READY)


def killed_everywhere(
    tmp_path: Path, work: Callable[[Office], None], unit: Literal["COMMIT", ""], after: bool = False
) -> tuple[int, set[str]]:
    """Kill at each place in turn; how many places there were, and what was found."""
    base = tmp_path / "base"
    base.mkdir()
    prepare(base)
    at, found = 0, set[str]()
    while True:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(base, folder)
        killed = dies(folder, work, at, unit, after)
        if not killed and at > 1:
            return at - 1, found
        found.add(look_after(folder))
        shutil.rmtree(folder)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_commit_of_a_day_money_and_paper_agree(tmp_path: Path, after: bool) -> None:
    places, found = killed_everywhere(tmp_path, a_day, "COMMIT", after)
    assert places > 15
    assert {"(0, 0) 0", "(0, 0) 1", "(1, 0) 0", "(0, 1) 0"} <= found, found


def test_killed_before_any_statement_of_a_ticket_its_number_is_used_wholly_or_not(
    tmp_path: Path,
) -> None:
    def one_ticket(office: Office) -> None:
        office.issue(CASH)

    def paid(folder: Path) -> None:
        office = Office(folder)
        office.days.cash("20", CASH, 30_000)
        office.store.close()

    base = tmp_path / "base"
    base.mkdir()
    prepare(base)
    paid(base)
    at, found = 0, set[str]()
    while True:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(base, folder)
        killed = dies(folder, one_ticket, at, "", False)
        if not killed:
            break
        found.add(look_after(folder))
        shutil.rmtree(folder)
    assert at > 20
    assert found == {"(0, 0) 1", "(0, 0) 0", "(0, 1) 0"}


def test_a_disk_that_fills_up_in_the_middle_of_a_day_leaves_no_half_of_anything(
    tmp_path: Path,
) -> None:
    prepare(tmp_path)
    office = Office(tmp_path)
    days = office.days
    (pages,) = office.store._connection.execute("PRAGMA page_count").fetchone()
    office.store._connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(KnownError) as caught:
        for _ in range(50):
            number = days.sheet(line(due=1_000))
            days.cash("20", number, 1_000)
            office.issue(number)
    assert caught.value.code == "store.disk_full"
    office.store._connection.execute("PRAGMA max_page_count = 1073741823")
    office.store.close()
    look_after(tmp_path)
