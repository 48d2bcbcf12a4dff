"""Words of payments and tickets as the timeline of their case tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.errors import Text, text
from counter.domain.finance.payment import (
    ANSWER_WORDS,
    PURPOSE_WORDS,
    WAY_WORDS,
    PaymentAsked,
    PaymentConfirmed,
    PaymentFailed,
    PaymentJudged,
    PaymentSent,
    PaymentTaken,
    PaymentUnknown,
)
from counter.domain.finance.ticket import VOID_REASONS, TicketBegun, TicketLost, TicketVoided
from counter.domain.money import yuan

Told = tuple[str, "Text | str", "Text | str", "Text | str"]
"""State, title, detail, note."""


def _sent(p: PaymentSent) -> Told:
    detail = text("{what} {sum} 元，流水 {trace}", what=_purpose(p), sum=yuan(p.fen), trace=p.trace)
    return "waiting", "POS", detail, ""


def _taken(p: PaymentTaken) -> Told:
    way = WAY_WORDS[p.way] if p.purpose == "sale" else _purpose(p)
    note = text("收 {got} 元，找 {change} 元", got=yuan(p.received), change=yuan(p.change))
    return (
        "done",
        "收款" if p.purpose == "sale" else "退款",
        text("{way} {sum} 元", way=way, sum=yuan(p.fen)),
        note if p.received else "",
    )


def _purpose(p: PaymentSent | PaymentTaken) -> str:
    return PURPOSE_WORDS[p.purpose]


def _confirmed(p: PaymentConfirmed) -> Told:
    detail = text("{sum} 元，凭证 {voucher}", sum=yuan(p.slip.fen), voucher=p.slip.voucher)
    return "done", "POS 成功", detail, ""


def _judged(p: PaymentJudged) -> Told:
    state = "unknown" if p.answer == "unclear" else "done"
    return state, "两人看过签购单", ANSWER_WORDS[p.answer], p.words


def _begun(p: TicketBegun) -> Told:
    title = "开红字票" if p.red_of else "开票"
    detail = text("{number}，{sum} 元", number=p.number, sum=yuan(p.fen))
    if p.red_of:
        return "returned", title, detail, text("冲 {number}", number=p.red_of)
    return "done", title, detail, text("补 {number}", number=p.replaces) if p.replaces else ""


def _voided(p: TicketVoided) -> Told:
    reason = VOID_REASONS.get(p.reason, p.reason)
    return "returned", "票据作废", text("{number}，{why}", number=p.number, why=reason), p.words


TELLERS: dict[type[Payload], Callable[[Any], Told]] = {
    PaymentSent: _sent,
    PaymentTaken: _taken,
    PaymentConfirmed: _confirmed,
    PaymentFailed: lambda p: ("differs", "POS 没收成", p.why, ""),
    PaymentUnknown: lambda p: ("unknown", "POS 不知道扣没扣", p.words, ""),
    PaymentAsked: lambda p: ("unknown", "问过 POS 机", p.words, ""),
    PaymentJudged: _judged,
    TicketBegun: _begun,
    TicketVoided: _voided,
    TicketLost: lambda p: ("differs", "票据遗失", text("{number}", number=p.number), p.report),
}
