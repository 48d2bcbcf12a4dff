"""Ticket paper at the desk: batches come in, go to a window, go back with their stubs."""

from __future__ import annotations

import msgspec

from counter.desk.hall import Hall
from counter.desk.session import account_actor
from counter.desk.till import TOPIC, current_shift
from counter.domain.errors import KnownError, text
from counter.domain.finance import stocking
from counter.domain.finance.stock import Stock, StubSum, batch_name, stock_stream
from counter.domain.finance.ticket import UNSETTLED, Ticket, ticket_series
from counter.domain.finance.ticketpaper import kind_code
from counter.domain.finance.ticketreport import Batch
from counter.domain.finance.writeoffpaper import writeoff_paper
from counter.domain.people import Actor
from counter.ports.money import MoneyBook


class StockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A batch with its sum: 领 = 用 + 废 + 失 + 余."""

    stock: Stock
    sums: StubSum


class StockDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def batches(self) -> tuple[StockLine, ...]:
        """Every batch with its sum, by code and first number."""
        book = self._hall.store.money
        return tuple(
            StockLine(stock=s, sums=book.stub_sum(s.batch, s.first, s.last)) for s in book.stocks()
        )

    def receive(
        self,
        actor: Actor,
        *,
        code: str,
        kind: str,
        first: int,
        last: int,
        source: str,
        document: str,
        hand: bool = False,
    ) -> Stock:
        """领用 a batch. Raises `stock.*`, `role.finance`."""
        hall = self._hall
        with hall.store.write() as tx:
            act = stocking.receive(
                actor,
                tx.money.stocks(),
                code=code,
                kind=kind,
                first=first,
                last=last,
                source=source,
                document=document,
                today=hall.today(),
                hand=hand,
            )
            tx.append([act], hall.stamp(actor))
            made = _stock_of(tx.money, batch_name(code, first))
        hall.published_of(stock_stream(made.batch), TOPIC)
        return made

    def lend(self, actor: Actor, batch: str, count: int, window: str, to: str) -> Stock:
        """分发 the next `count` sheets of a batch to a window; to: staff number of who signs.

        Raises `lend.*`, `stock.none`, `role.finance`.
        """
        hall = self._hall
        with hall.store.write() as tx:
            stock = _stock_of(tx.money, batch)
            taker = account_actor(tx.staff(to.strip()), window)
            if taker is None:
                raise KnownError(
                    "lend.taker", text("没有 {to} 这个工号。", to=to), "请核对领票人的工号。"
                )
            series = hall.store.series(ticket_series(stock.code, window))
            most = hall.catalogue().rules.tickets_in_hand
            open_ = current_shift(tx.money, window)
            acts = stocking.lend(
                stock,
                count,
                window,
                taker,
                actor,
                series.left,
                most,
                hall.today(),
                shift=open_.name if open_ else "",
                last_used=series.last,
            )
            tx.append(acts, hall.stamp(actor))
            made = _stock_of(tx.money, batch)
        hall.published_of(stock_stream(batch), TOPIC)
        return made

    def write_off(self, actor: Actor, batch: str, last: int, document: str) -> Stock:
        """核销 stubs up to `last`; 票据核销表 prints with it. Raises `writeoff.*`, `stock.none`,
        `role.finance`, and `paper.*` when the table cannot be drawn: then nothing goes back."""
        hall = self._hall
        with hall.store.write() as tx:
            stock = _stock_of(tx.money, batch)
            sums = tx.money.stub_sum(batch, stock.closed_to + 1, last)
            run = tuple(
                t
                for t in tx.money.tickets_of_stock(batch)
                if stock.closed_to < int(t.number) <= last
            )
            movable = [t.number for t in run if _movable(tx.money, t)]
            act = stocking.write_off(stock, last, sums, document, actor, hall.today(), movable)
            place = hall.setting(tx, hall.catalogue())
            kind = place.catalogue.papers.get(kind_code(stock.kind))
            stubs = Batch(
                stock=stock,
                title=kind.title if kind else "票据",
                first=stock.closed_to + 1,
                last=last,
                tickets=run,
            )
            hall.record(tx, [act, *writeoff_paper(stubs, actor, place)], hall.stamp(actor))
            made = _stock_of(tx.money, batch)
        hall.published_of(stock_stream(batch), TOPIC, "queue")
        return made


def _movable(money: MoneyBook, ticket: Ticket) -> bool:
    """It may still be voided: its print is not settled, or its window has not locked its day."""
    newest = money.last_shift(ticket.window)
    locked = newest is None or newest.day > ticket.day or newest.day_locked
    return ticket.state in UNSETTLED or not locked


def _stock_of(money: MoneyBook, batch: str) -> Stock:
    found = money.stock(batch)
    if found is None:
        raise KnownError("stock.none", text("没有这批票：{batch}。", batch=batch), "请核对批次。")
    return found
