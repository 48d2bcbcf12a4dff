"""Ticket paper comes in, goes to a window, and goes back: 领用, 分发, 核销."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counter.domain.acts import NewAct, nfc
from counter.domain.errors import KnownError, text
from counter.domain.finance.rules import require_finance
from counter.domain.finance.stock import (
    Stock,
    StockLent,
    StockReceived,
    StockWrittenOff,
    StubSum,
    batch_name,
    stock_stream,
)
from counter.domain.finance.ticket import ticket_number, ticket_series
from counter.domain.numbers import BlockLent, series_stream
from counter.domain.people import Actor, Role

CODE_DIGITS = 8
"""票据代码: region 2, class 2, kind 2, year 2."""
LAST_NUMBER = 9_999_999_999
MOST_AT_ONCE = 10_000
"""Sheets that a batch has at most: more is a slip of the finger."""
TICKET_LAW = "财政票据管理办法"


def receive(
    actor: Actor,
    known: Sequence[Stock],
    *,
    code: str,
    kind: str,
    first: int,
    last: int,
    source: str,
    document: str,
    today: dt.date,
    hand: bool = False,
) -> NewAct:
    """领用 a batch from the finance office. Raises `stock.code`, `stock.range`, `stock.overlap`,
    `stock.source`, `role.finance`.
    """
    require_finance(actor)
    if not (len(code) == CODE_DIGITS and code.isascii() and code.isdigit()):
        raise KnownError("stock.code", "票据代码要 8 位数字。", "请照票上印的填。")
    if not 1 <= first <= last <= LAST_NUMBER:
        raise KnownError("stock.range", "起号要不大于止号，都是 10 位以内。", "请照封签填。")
    if last - first + 1 > MOST_AT_ONCE:
        raise KnownError(
            "stock.range",
            text("这一批有 {n} 张，太多了。", n=last - first + 1),
            text("一次最多领 {most} 张，请核对起止号。", most=MOST_AT_ONCE),
            rule=TICKET_LAW,
        )
    for stock in known:
        if stock.code == code and stock.first <= last and first <= stock.last:
            raise KnownError(
                "stock.overlap",
                text(
                    "和 {first} 至 {last} 那批重号。",
                    first=ticket_number(stock.first),
                    last=ticket_number(stock.last),
                ),
                "一个号只有一张票，请核对起止号。",
            )
    if not source.strip() or not document.strip():
        raise KnownError("stock.source", "没有写从哪里领的、领用单号。", "请照领用单填。")
    batch = batch_name(code, first)
    received = StockReceived(
        batch=batch,
        code=code,
        kind=kind,
        first=first,
        last=last,
        source=nfc(source.strip()),
        document=nfc(document.strip()),
        hand=hand,
    )
    return NewAct(stream=stock_stream(batch), payload=received, effective_on=today.isoformat())


def lend(
    stock: Stock,
    count: int,
    window: str,
    to: Actor,
    actor: Actor,
    in_hand: int,
    most_in_hand: int,
    today: dt.date,
    shift: str = "",
    last_used: int = 0,
) -> list[NewAct]:
    """分发 the next `count` sheets of a batch to a window (分次限量).

    in_hand: unused sheets that the window has already; most_in_hand: how many it may have; shift:
    name of the one open there; last_used: highest number of this code that it has used. Raises
    `lend.count`, `lend.limit`, `lend.order`, `lend.taker`, `role.finance`.
    """
    if not actor.may(Role.FINANCE, Role.MANAGER):
        require_finance(actor)
    if not to.may(Role.FINANCE):
        raise KnownError("lend.taker", "票只发给财政窗口的人。", "请财政窗口的人来领。")
    left = stock.last - stock.next_free + 1
    if not 1 <= count <= left:
        raise KnownError(
            "lend.count", text("这批还剩 {left} 张没有发。", left=left), "请少发一些，或者换一批。"
        )
    if in_hand + count > most_in_hand:
        raise KnownError(
            "lend.limit",
            text("窗口手里有 {have} 张，再领就超过 {most} 张。", have=in_hand, most=most_in_hand),
            "用掉一些、核销了再领。",
            rule=TICKET_LAW,
        )
    first = stock.next_free
    if first <= last_used:
        raise KnownError(
            "lend.order",
            text(
                "{window} 号窗已经用到 {last}，前面的号 {first} 不能再用。",
                window=window,
                last=ticket_number(last_used),
                first=ticket_number(first),
            ),
            "票要从小号用到大号：换后面的一批，或者把这批发给别的窗口。",
            rule=TICKET_LAW,
        )
    run = StockLent(
        batch=stock.batch,
        window=window,
        first=first,
        last=first + count - 1,
        to=to.number,
        to_name=to.name,
        shift=shift,
    )
    series = ticket_series(stock.code, window)
    block = BlockLent(series=series, first=run.first, last=run.last, lender=stock.batch)
    day = today.isoformat()
    return [
        NewAct(stream=stock_stream(stock.batch), payload=run, effective_on=day),
        NewAct(stream=series_stream(series), payload=block, effective_on=day),
    ]


def write_off(
    stock: Stock,
    last: int,
    sums: StubSum,
    document: str,
    actor: Actor,
    today: dt.date,
    movable: Sequence[str] = (),
) -> NewAct:
    """核销: stubs from the last write-off up to `last` go back to the finance office.

    sums: of exactly that run; nothing in it may be unused; movable: numbers in it whose print is
    not settled or whose day is not locked, which may still be voided with all their parts. Raises
    `writeoff.*`, `role.finance`.
    """
    require_finance(actor)
    first = stock.closed_to + 1
    if not first <= last <= stock.last:
        raise KnownError(
            "writeoff.range",
            text("这批核销到 {number} 了。", number=ticket_number(stock.closed_to)),
            "请填后面的止号。",
        )
    if sums.left:
        raise KnownError(
            "writeoff.left",
            text("这一段还有 {left} 张没用。", left=sums.left),
            "用完、作废或登记遗失的才能核销，请改止号。",
            rule=TICKET_LAW,
        )
    if not document.strip():
        raise KnownError("writeoff.document", "没有写核销单号。", "请照财政部门的单子填。")
    if movable:
        raise KnownError(
            "writeoff.open",
            text("票 {number} 还没日结，存根不能交。", number=movable[0]),
            "日结以后再核销，或者把止号改小。",
            rule=TICKET_LAW,
        )
    gone = StockWrittenOff(
        batch=stock.batch,
        first=first,
        last=last,
        used=sums.used,
        void=sums.void,
        lost=sums.lost,
        document=nfc(document.strip()),
    )
    return NewAct(stream=stock_stream(stock.batch), payload=gone, effective_on=today.isoformat())
