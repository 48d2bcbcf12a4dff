"""Ticket paper (票据库存): batches received, lent to a window, returned with their stubs.

A batch is a run of numbers of one code. What a window holds is the block lent to it in its series
(`ticket_series`), so that numbers are taken ascending, in the transaction of their act, and never
twice. 领 = 用 + 废 + 失 + 余 holds over every batch at any moment.
"""

from __future__ import annotations

import msgspec

from counter.domain.acts import Act, Payload, act_kind

STOCK = "stock:"


def stock_stream(batch: str) -> str:
    """Journal stream of a batch; its name is `code/first`."""
    return f"{STOCK}{batch}"


def batch_name(code: str, first: int) -> str:
    """Name of a batch: its code and its first number."""
    return f"{code}/{first:010d}"


@act_kind("stock.received")
class StockReceived(Payload, frozen=True, kw_only=True):
    """领用: ticket paper from the finance office. first, last: numbers; source, document: from
    whom and by which receipt; kind: ticket kind; hand: a book for outages, written by hand."""

    batch: str
    code: str
    kind: str
    first: int
    last: int
    source: str
    document: str
    hand: bool = False


@act_kind("stock.lent")
class StockLent(Payload, frozen=True, kw_only=True):
    """分发: a run of numbers goes to a window. to: staff number of who signs for it; shift: name of
    the shift that was open there, empty = none."""

    batch: str
    window: str
    first: int
    last: int
    to: str
    to_name: str
    shift: str = ""


@act_kind("stock.written_off")
class StockWrittenOff(Payload, frozen=True, kw_only=True):
    """核销: stubs up to `last` go back to the finance office; the counts as handed over."""

    batch: str
    first: int
    last: int
    used: int
    void: int
    lost: int
    document: str


class Lent(msgspec.Struct, frozen=True, kw_only=True):
    """A run lent to a window; numbers inclusive. at: ISO."""

    window: str
    first: int
    last: int
    to_name: str
    at: str
    shift: str = ""


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of a batch. Numbers inclusive."""

    batch: str
    code: str = ""
    kind: str = ""
    first: int = 0
    last: int = 0
    source: str = ""
    document: str = ""
    hand: bool = False
    received_at: str = ""
    lent: tuple[Lent, ...] = ()
    written_off: tuple[StockWrittenOff, ...] = ()

    @property
    def count(self) -> int:
        """Sheets in the batch."""
        return self.last - self.first + 1 if self.code else 0

    @property
    def next_free(self) -> int:
        """First number that is not lent to anybody."""
        return max((x.last + 1 for x in self.lent), default=self.first)

    @property
    def closed_to(self) -> int:
        """Last number whose stub has gone back; first - 1 while none has."""
        return max((x.last for x in self.written_off), default=self.first - 1)


def evolve_stock(state: Stock, act: Act) -> Stock:
    """Fold one act into a batch. Never raises."""
    payload, at, change = act.payload, act.header.recorded_at, msgspec.structs.replace
    if isinstance(payload, StockReceived):
        return change(
            state,
            code=payload.code,
            kind=payload.kind,
            first=payload.first,
            last=payload.last,
            source=payload.source,
            document=payload.document,
            hand=payload.hand,
            received_at=at,
        )
    if isinstance(payload, StockLent):
        run = Lent(
            window=payload.window,
            first=payload.first,
            last=payload.last,
            to_name=payload.to_name,
            at=at,
            shift=payload.shift,
        )
        return change(state, lent=(*state.lent, run))
    if isinstance(payload, StockWrittenOff):
        return change(state, written_off=(*state.written_off, payload))
    return state


class StubSum(msgspec.Struct, frozen=True):
    """领 = 用 + 废 + 失 + 余 of a run of numbers, each a count of sheets."""

    received: int = 0
    used: int = 0
    void: int = 0
    lost: int = 0

    @property
    def left(self) -> int:
        """余."""
        return self.received - self.used - self.void - self.lost
