"""The front of the simulated fee terminal that speaks `ums-string` in our bridge framing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counter.devices.fee_terminal import framer, ums
from counter.devices.fee_terminal.framer import Control, Frame, Framer
from counter.devices.fee_terminal.ums import Reply, Request, Type, WrongString
from counter.devices.sim.fee_ledger import BANK, CARD, MERCHANT, TERMINAL, Order, Outcome
from counter.devices.sim.host import Line
from counter.ports.devices import TradeKind

if TYPE_CHECKING:
    from counter.devices.sim.fee_terminal import SimFeeTerminal

_KINDS: dict[Type, TradeKind] = {
    Type.SALE: "sale",
    Type.VOID: "void",
    Type.REFUND: "refund",
    Type.REPRINT: "query",
    Type.SIGN_IN: "sign_in",
    Type.SETTLE: "settle",
}


class UmsFront:
    """Strings in frames; NAK gets the last answer of the line again."""

    unable = frozenset({"wrong_type"})  # the string has no field for it

    def __init__(self, terminal: SimFeeTerminal) -> None:
        self._terminal = terminal
        self._framers: dict[Line, Framer] = {}
        self._last: tuple[bytes, TradeKind] = (b"", "sale")

    def confirmed(self) -> bytes:
        return framer.ACK

    def damaged(self, frame: bytes) -> bytes:
        return frame[:-1] + bytes([frame[-1] ^ 0x55])

    def hung_up(self, line: Line) -> None:
        self._framers.pop(line, None)

    def received(self, line: Line, data: bytes) -> None:
        for item in self._framers.setdefault(line, Framer()).feed(data):
            if isinstance(item, Frame):
                self._request(line, item.data)
            elif isinstance(item, Control):
                self._control(line, item.byte)
            else:
                line.send(framer.NAK)

    def _control(self, line: Line, byte: bytes) -> None:
        if byte == framer.ENQ:
            line.send(framer.ACK)
        elif byte == framer.CAN:
            self._terminal.abort()
        elif byte == framer.NAK and self._last[0]:
            self._terminal.send(line, *self._last)

    def _request(self, line: Line, data: bytes) -> None:
        try:
            request = ums.parse_request(data)
        except WrongString:
            line.send(framer.NAK)
            return
        order = Order(
            kind=_KINDS[request.type],
            fen=request.fen,
            operator=request.operator,
            window=request.window,
            voucher=request.voucher,
            reference=request.reference,
            date=request.date,
        )
        self._terminal.taken(line, order, request)

    def answer(self, request: Request, outcome: Outcome, wrong: frozenset[str]) -> bytes:
        trade = outcome.trade
        echo = f"{(int(request.echo) + 500) % 1000:03d}" if "echo" in wrong else request.echo
        moment = trade.moment if trade else self._terminal.now()
        reply = Reply(
            code=outcome.code,
            message=outcome.message,
            merchant=MERCHANT,
            terminal=TERMINAL,
            batch=trade.batch if trade else outcome.batch or self._terminal.ledger.batch,
            date=f"{moment:%m%d}",
            time=f"{moment:%H%M%S}",
            echo=echo,
            totals=outcome.totals,
        )
        if trade is not None:
            reply = msgspec.structs.replace(
                reply,
                bank=BANK,
                card=CARD,
                voucher=trade.voucher,
                fen=trade.fen + 1 if "amount" in wrong else trade.fen,
                reference=trade.reference,
                auth=trade.auth,
                settle_date=f"{moment:%m%d}",
            )
        frame = framer.build_frame(ums.build_reply(reply, padding=8))
        self._last = (frame, _KINDS[request.type])
        return frame
