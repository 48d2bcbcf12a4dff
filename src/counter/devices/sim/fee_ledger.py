"""What a simulated fee terminal knows of its money: trades, vouchers, batches, totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from counter.ports.devices import BatchTotals, TradeKind

OK, NO_TRADE, WRONG_AMOUNT, NOT_SIGNED_IN, ABORTED = "00", "25", "64", "77", "X1"
CARD = "622202*********0123"
BANK = "0102"
MERCHANT, TERMINAL = "SIMULATED000001", "SIM00001"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A request, whatever protocol brought it. trace: the cash desk's own id, if it sent one."""

    kind: TradeKind
    fen: int = 0
    operator: str = ""
    window: str = ""
    trace: str = ""
    voucher: str = ""
    reference: str = ""
    date: str = ""


class Trade(msgspec.Struct, kw_only=True):
    """A trade that the bank has done. undone: fen of it that were voided or refunded."""

    kind: Literal["sale", "void", "refund"]
    fen: int
    operator: str
    window: str
    trace: str
    batch: str
    voucher: str
    reference: str
    auth: str
    moment: dt.datetime
    undone: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The terminal's answer: a code, the trade that was done, and the totals of a settlement."""

    batch: str = ""  # the one that was settled

    code: str
    message: str = ""
    trade: Trade | None = None
    totals: BatchTotals | None = None


class Ledger:
    """Charges, voids, refunds and settles; never in doubt about what it did."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self._now = now
        self.trades: list[Trade] = []
        self.outcomes: dict[str, Outcome] = {}
        self.settled: list[BatchTotals] = []
        self.signed_in = False
        self._batch = 1
        self._voucher = 0

    @property
    def batch(self) -> str:
        return f"{self._batch:06d}"

    @property
    def charged_fen(self) -> int:
        """What the citizens' cards were really charged, less what they got back."""
        return sum(t.fen if t.kind == "sale" else -t.fen for t in self.trades)

    def do(self, order: Order) -> Outcome:
        """Carry out an order."""
        if order.kind == "sign_in":
            self.signed_in = True
            return Outcome(code=OK, message="签到成功")
        if order.kind == "query":
            last = self.trades[-1] if self.trades else None
            return Outcome(code=OK if last else NO_TRADE, trade=last)
        outcome = self._money(order) if self.signed_in else Outcome(code=NOT_SIGNED_IN)
        if order.trace:
            self.outcomes[order.trace] = outcome
        return outcome

    def refuse(self, order: Order, code: str, message: str) -> Outcome:
        """Refuse an order, as the bank does; nothing is charged."""
        outcome = Outcome(code=code, message=message)
        if order.trace:
            self.outcomes[order.trace] = outcome
        return outcome

    def told(self) -> dict[str, Any]:
        """For the control port: everything that a test wants to compare with the books."""
        return {
            "charged_fen": self.charged_fen,
            "batch": self.batch,
            "signed_in": self.signed_in,
            "trades": [
                {
                    "kind": t.kind,
                    "fen": t.fen,
                    "undone": t.undone,
                    "operator": t.operator,
                    "window": t.window,
                    "trace": t.trace,
                    "batch": t.batch,
                    "voucher": t.voucher,
                    "reference": t.reference,
                    "at": t.moment.isoformat(timespec="seconds"),
                }
                for t in self.trades
            ],
            "totals": msgspec.to_builtins(self.totals()),
            "settled": [msgspec.to_builtins(totals) for totals in self.settled],
        }

    def totals(self) -> BatchTotals:
        """Counts and sums of the open batch."""

        def of(kind: str) -> list[int]:
            return [t.fen for t in self.trades if t.kind == kind and t.batch == self.batch]

        sales, voids, refunds = of("sale"), of("void"), of("refund")
        return BatchTotals(
            sale_count=len(sales),
            sale_fen=sum(sales),
            void_count=len(voids),
            void_fen=sum(voids),
            refund_count=len(refunds),
            refund_fen=sum(refunds),
        )

    # --- money -----------------------------------------------------------------------------------

    def _money(self, order: Order) -> Outcome:
        if order.kind == "settle":
            totals, batch = self.totals(), self.batch
            self.settled.append(totals)
            self._batch += 1
            return Outcome(code=OK, message="结算成功", totals=totals, batch=batch)
        if order.kind == "sale":
            return self._book("sale", order)
        undo = self._find(order)
        if undo is None:
            return Outcome(code=NO_TRADE)
        if order.fen > undo.fen - undo.undone or (order.kind == "void" and order.fen != undo.fen):
            return Outcome(code=WRONG_AMOUNT)
        undo.undone += order.fen
        return self._book("void" if order.kind == "void" else "refund", order)

    def _find(self, order: Order) -> Trade | None:
        for trade in self.trades:
            if trade.kind != "sale":
                continue
            if order.kind == "void" and (trade.batch, trade.voucher) == (
                self.batch,
                order.voucher,
            ):
                return trade if not trade.undone else None
            if order.kind == "refund" and (trade.reference, f"{trade.moment:%Y-%m-%d}") == (
                order.reference,
                order.date,
            ):
                return trade
        return None

    def _book(self, kind: Literal["sale", "void", "refund"], order: Order) -> Outcome:
        self._voucher += 1
        moment = self._now()
        trade = Trade(
            kind=kind,
            fen=order.fen,
            operator=order.operator,
            window=order.window,
            trace=order.trace,
            batch=self.batch,
            voucher=f"{self._voucher:06d}",
            reference=f"{moment:%m%d}{self._voucher:08d}",
            auth=f"{self._voucher:06d}"[::-1],
            moment=moment,
        )
        self.trades.append(trade)
        return Outcome(code=OK, message="交易成功", trade=trade)
