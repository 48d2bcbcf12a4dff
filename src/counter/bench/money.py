"""The finance window against the bare database: a sale's intent, a ticket, the close of a day.

A day of many tickets is played at the desk in an encrypted training store: sheets paid in cash and
ticketed, then sheets of accepted cases paid by POS. Of the POS sales the time from Enter to the
durable intent is taken; beside it the same rows are written by the raw driver into a second store
of the same schema, and a single row. Then the day is looked at and closed; the yardstick reads the
rows that a close rests on by the raw driver. Many sheets of earlier years lie in the same tables.
Nothing is sent to any device.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from counter.app.provision import TRAINING_PIN
from counter.app.terminal import Terminal
from counter.bench.accept import complete_form, make_terminal
from counter.bench.report import percentile
from counter.domain.acts import NewAct, Payload
from counter.domain.case import case_stream
from counter.domain.finance.charge import ChargeConfirmed, ChargeRaised, charge_stream
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.finance.shift import FACES, Difference
from counter.domain.people import Actor
from counter.ports.devices import BatchTotals, FeeReply, PrintOutcome

TICKETS = 2_000
SALES = 300
"""POS sales at the end of the day."""
WARM_UP = 20
VIEWS = 5
"""Times that the close is looked at before it is made."""

FINDS = 100
"""About how many sheets are looked for."""

WINDOW, DEVICE = "20", "POS-20"
CODE, FIRST = "43012126", 600_001
FLOAT = 50_000
FEN = 75_050

_NEW_ROWS = {
    "journal": ("INSERT", "pos > :pos"),
    "payload": ("INSERT", "pos > :pos"),
    "act_stream": ("INSERT", "pos > :pos"),
    "payment_row": ("INSERT", "trace = :trace"),
    "charge_row": ("INSERT OR REPLACE", "number = :sheet"),
    "case_row": ("INSERT OR REPLACE", "case_no = :case"),
    "series_row": ("INSERT OR REPLACE", "last_pos > :pos"),
}
"""How the rows that an intent adds or renews are written, and which they are, by table."""

_CLOSE_ROWS = (
    "SELECT state FROM ticket_row WHERE shift = ?1",
    "SELECT state FROM payment_row WHERE shift = ?1",
    "SELECT state FROM charge_row WHERE ord > 0 AND ?1 <> ''",
)


def measure(tickets: int, older: int) -> dict[str, Any]:
    """Milliseconds and ratios of `money.*` over a day of `tickets` tickets (at least 1), in a store
    with `older` sheets that were paid and ticketed before."""
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        terminal = make_terminal(Path(folder) / "desk")
        yardstick = make_terminal(Path(folder) / "yardstick")
        try:
            day = _Day(terminal, yardstick.store)
            day.begin(tickets)
            first_sale = tickets - min(SALES, tickets)
            for n in range(tickets):
                if n < first_sale:
                    day.cash()
                else:
                    day.card()
                if n == 0:
                    day.put_older(older)
            return {"money.older_sheets": older} | day.figures() | day.find() | day.close()
        finally:
            terminal.close()
            yardstick.close()


class _Day:
    """One shift at the finance window, with what everything took."""

    def __init__(self, terminal: Terminal, other: Any) -> None:
        self.desk, self.till = terminal, terminal.till
        self.source = terminal.store._connection  # type: ignore[attr-defined]
        self.target = other._connection
        self.target.execute("CREATE TABLE yardstick (n INTEGER PRIMARY KEY, word TEXT)")
        self.clerk = terminal.session.sign_in("0317", TRAINING_PIN).actor
        terminal.session.window = WINDOW
        self.actor = self._person("2006")
        self.second = self._person("2002")
        self.n = self.taken_cash = self.taken_pos = self.pos_count = 0
        self.intent: list[float] = []
        self.own: list[float] = []
        self.rows: list[float] = []
        self.one: list[float] = []
        self.ticket: list[float] = []

    def _person(self, number: str) -> Actor:
        return self.desk.session.countersign(number, TRAINING_PIN)

    def begin(self, tickets: int) -> None:
        """Paper for the day, and an open shift."""
        self.batch = self.till.stock.receive(
            self.actor,
            code=CODE,
            kind="0121",
            first=FIRST,
            last=FIRST + tickets - 1,
            source="衡山县财政局",
            document="领用单 1",
        ).batch
        self.unlent, self.in_hand = tickets, 0
        self.most = self.desk.hall.catalogue().rules.tickets_in_hand
        self.till.shifts.open(self.actor, FLOAT)

    def put_older(self, count: int) -> None:
        """Rows like the first sheet's, as if `count` had been ticketed in earlier years."""
        first = self.source.execute("SELECT * FROM charge_row").fetchone()
        places = ", ".join("?" * len(first))
        rows = ((f"缴〔2025〕20-{n:06d}", -n, *tuple(first)[2:]) for n in range(1, count + 1))
        self.source.execute("BEGIN IMMEDIATE")
        self.source.executemany(f"INSERT INTO charge_row VALUES ({places})", rows)
        self.source.execute("COMMIT")

    def cash(self) -> None:
        """A sheet paid in cash, ticketed and printed; of its case only the money is here."""
        sheet = self._sheet(f"430423260922209{self.n:05d}")
        self.till.cashier.cash(self.actor, sheet, FEN, FEN)
        self.taken_cash += FEN
        self._ticket(sheet)

    def card(self) -> None:
        """A sheet of an accepted case, paid by POS; then its ticket."""
        case = self.desk.reception.accept(self.clerk, complete_form(self.desk)).case_no
        sheet = self._sheet(case)
        (pos,) = self.source.execute("SELECT max(pos) FROM journal").fetchone()
        cashier, actor = self.till.cashier, self.actor
        began, worked = time.perf_counter(), time.process_time()
        order = cashier.begin_sale(actor, sheet, FEN, DEVICE, simulated=True)
        self.intent.append(time.perf_counter() - began)
        self.own.append(time.process_time() - worked)
        marks = {"pos": pos, "trace": order.trace, "sheet": sheet, "case": case}
        self._yardsticks(marks)
        cashier.answered(order.trace, self._approved())
        self._ticket(sheet)

    def _yardsticks(self, marks: dict[str, Any]) -> None:
        written = []
        for table, (verb, where) in _NEW_ROWS.items():
            found = self.source.execute(f"SELECT * FROM {table} WHERE {where}", marks).fetchall()
            places = ", ".join("?" * len(found[0]))
            rows = [tuple(row) for row in found]
            written.append((f"{verb} INTO {table} VALUES ({places})", rows))
        began = time.perf_counter()
        self.target.execute("BEGIN IMMEDIATE")
        for statement, rows in written:
            self.target.executemany(statement, rows)
        self.target.execute("COMMIT")
        self.rows.append(time.perf_counter() - began)
        began = time.perf_counter()
        self.target.execute("BEGIN IMMEDIATE")
        self.target.execute("INSERT INTO yardstick VALUES (?, ?)", (self.n, "one"))
        self.target.execute("COMMIT")
        self.one.append(time.perf_counter() - began)

    def _approved(self) -> FeeReply:
        self.taken_pos += FEN
        self.pos_count += 1
        return FeeReply(
            kind="sale",
            result="approved",
            code="00",
            voucher=f"{self.pos_count:06d}",
            batch="000126",
            reference=f"{self.pos_count:012d}",
            card="622848******0014",
            date="0922",
            time="140700",
            fen=FEN,
        )

    def _sheet(self, case: str) -> str:
        """A confirmed sheet of two units; returns its number."""
        self.n += 1
        number = f"缴〔2026〕20-{self.n:05d}"
        lines = (_line("JS", "103044908", 30_000), _line("QX", "103046102", FEN - 30_000))
        raised = ChargeRaised(
            number=number,
            case_no=case,
            matter="430423-JS-0001-01",
            matter_title="建筑工程施工许可",
            payer=Payer(name="衡山县开云镇明远粮油店", number="91430423MA4L00003J"),
            window="3",
            unit="JS",
            units=(("JS", "住建局"), ("QX", "气象局")),
            catalogue=1,
            priced_on="2026-09-22",
        )
        confirmed = [
            ChargeConfirmed(unit=line.unit, lines=(line,), by_name="李晓梅") for line in lines
        ]
        payloads: list[Payload] = [raised, *confirmed]
        acts = [
            NewAct(
                stream=charge_stream(number),
                payload=payload,
                effective_on="2026-09-22",
                touches=(case_stream(case),),
                units=("JS", "QX"),
            )
            for payload in payloads
        ]
        with self.desk.store.write() as tx:
            tx.append(acts, self.desk.hall.stamp(self.clerk))
        return number

    def _ticket(self, sheet: str) -> None:
        """Number and paper check, the act and its print job; then the paper is good."""
        if not self.in_hand:
            self.in_hand = min(self.most, self.unlent)
            self.till.stock.lend(self.actor, self.batch, self.in_hand, WINDOW, self.actor.number)
            self.unlent -= self.in_hand
        seen = f"{FIRST + self.n - 1:010d}"
        began = time.perf_counter()
        self.till.tickets.issue(self.actor, sheet, seen, simulated=True)
        self.ticket.append(time.perf_counter() - began)
        self.in_hand -= 1
        queued = self.desk.printing.next("overlay")
        assert queued is not None
        self.desk.printing.finish(queued[0], PrintOutcome(outcome="printed"), simulated=True)

    def figures(self) -> dict[str, Any]:
        """What intents and tickets took; the first ones warm up."""
        warm = min(WARM_UP, len(self.intent) - 1)
        intent, rows, one = self.intent[warm:], self.rows[warm:], self.one[warm:]
        ticket = self.ticket[min(WARM_UP, len(self.ticket) - 1) :]
        p50 = percentile(intent, 0.5)
        return {
            "money.intent_p50_ms": _ms(p50),
            "money.intent_p99_ms": _ms(percentile(intent, 0.99)),
            "money.intent_cpu_p99_ms": _ms(percentile(self.own[warm:], 0.99)),
            "money.same_rows_p50_ms": _ms(percentile(rows, 0.5)),
            "money.one_row_p50_ms": _ms(percentile(one, 0.5)),
            "money.one_row_p99_ms": _ms(percentile(one, 0.99)),
            "money.ratio_same_rows": round(p50 / percentile(rows, 0.5), 2),
            "money.ratio_one_row": round(p50 / percentile(one, 0.5), 2),
            "money.intents": len(intent),
            "money.ticket_p50_ms": _ms(percentile(ticket, 0.5)),
            "money.ticket_p99_ms": _ms(percentile(ticket, 0.99)),
        }

    def find(self) -> dict[str, Any]:
        """Sheets by the end of their number, as they are typed."""
        found = []
        for n in range(0, self.n, max(1, self.n // FINDS)):
            began = time.perf_counter()
            assert self.till.cashier.find(f"20-{n + 1:05d}")
            found.append(time.perf_counter() - began)
        return {
            "money.find_p50_ms": _ms(percentile(found, 0.5)),
            "money.find_p99_ms": _ms(percentile(found, 0.99)),
        }

    def close(self) -> dict[str, Any]:
        """The five equations several times, then the lock."""
        shifts = self.till.shifts
        reply = FeeReply(kind="settle", result="approved", code="00", batch="000126")
        totals = BatchTotals(sale_count=self.pos_count, sale_fen=self.taken_pos)
        shift = shifts.settled(self.actor, DEVICE, reply, totals).name
        counted = _pieces(FLOAT + self.taken_cash)
        seen, bare = [], []
        for _ in range(VIEWS):
            began = time.perf_counter()
            view = shifts.view(self.actor, counted)
            seen.append(time.perf_counter() - began)
            began = time.perf_counter()
            for statement in _CLOSE_ROWS:
                self.source.execute(statement, (shift,)).fetchall()
            bare.append(time.perf_counter() - began)
        assert all(equation.holds for equation in view.equations), view.equations
        none: tuple[Difference, ...] = ()
        began, worked = time.perf_counter(), time.process_time()
        shifts.close(self.actor, counted, "day", none, self.second)
        closed, own = time.perf_counter() - began, time.process_time() - worked
        return {
            "money.close_tickets": len(view.facts.tickets),
            "money.close_view_p50_ms": _ms(statistics.median(seen)),
            "money.close_view_worst_ms": _ms(max(seen)),
            "money.close_ms": _ms(closed),
            "money.close_cpu_ms": _ms(own),
            "money.close_bare_p50_ms": _ms(statistics.median(bare)),
            "money.close_ratio_bare": round(closed / statistics.median(bare), 2),
        }


def _line(unit: str, code: str, due: int) -> ChargeLine:
    return ChargeLine(
        unit=unit,
        unit_short=unit,
        code=code,
        name="城市道路挖掘修复费" if unit == "JS" else "防雷装置检测费",
        basis="县价〔2024〕11 号",
        measure="项",
        quantity=1000,
        standard="按标准",
        due=due,
        ticket_kind="0121",
        account="衡山县非税收入财政专户",
    )


def _pieces(fen: int) -> tuple[tuple[int, int], ...]:
    """Notes and coins that make up an amount."""
    found = []
    for face in FACES:
        found.append((face, fen // face))
        fen %= face
    return tuple(found)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
