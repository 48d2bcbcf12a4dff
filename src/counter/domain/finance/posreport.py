"""POS 对账表: our trades of a shift beside what the terminal settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counter.domain.finance.payment import Payment, PayState
from counter.domain.finance.shift import PosSettled
from counter.domain.money import yuan

TRADES = {"sale": "消费", "void": "撤销", "refund": "退货"}


def pos_fields(
    payments: Sequence[Payment], settled: Sequence[PosSettled], now: dt.datetime
) -> dict[str, object]:
    """Counts and sums by kind of trade, then every trade; empty where the shift had no POS. now:
    stands for the moment of the settlement where the act does not name it."""
    ours = [p for p in payments if p.way == "pos" and p.state is PayState.DONE]
    if not ours and not settled:
        return {}
    slips = [p.slip for p in ours if p.slip is not None]
    batches = [s.batch for s in settled if s.batch] or [s.batch for s in slips if s.batch]
    at = next((s.at for s in reversed(settled) if s.at), now.isoformat())
    by = _net(settled) - sum(p.counts for p in ours)
    return {
        "merchant": _one([s.merchant for s in slips]),
        "pos_terminal": _one([s.terminal for s in slips] or [s.device for s in settled]),
        "pos_batch": _one(batches),
        "settled_words": at[:16].replace("T", " ") if settled else "没有结算",
        "verdict_words": f"差 {yuan(abs(by))} 元" if by else "一致，没有结果未知的",
        "pos_totals": _totals(ours, settled),
        "trades": [_trade(p, by) for p in ours],
    }


def _one(found: Sequence[str]) -> str:
    """The values that are there, each once; a dash where there is none."""
    return "、".join(dict.fromkeys(x for x in found if x)) or "—"


def _net(settled: Sequence[PosSettled]) -> int:
    return sum(s.sales_fen - s.voids_fen - s.refunds_fen for s in settled)


def _totals(ours: Sequence[Payment], settled: Sequence[PosSettled]) -> list[dict[str, object]]:
    theirs = {
        "sale": (sum(s.sales for s in settled), sum(s.sales_fen for s in settled)),
        "void": (sum(s.voids for s in settled), sum(s.voids_fen for s in settled)),
        "refund": (sum(s.refunds for s in settled), sum(s.refunds_fen for s in settled)),
    }
    rows = []
    for kind, word in TRADES.items():
        mine = [p for p in ours if p.purpose == kind]
        rows.append(_total(word, len(mine), sum(p.fen for p in mine), *theirs[kind]))
    count = sum(n for n, _ in theirs.values())
    rows.append(
        _total("合计（净额）", len(ours), sum(p.counts for p in ours), count, _net(settled))
    )
    return rows


def _total(word: str, count: int, fen: int, their_count: int, their_fen: int) -> dict[str, object]:
    return {
        "trade": word,
        "count": count,
        "amount": yuan(fen),
        "their_count": their_count,
        "their_amount": yuan(their_fen),
        "by": yuan(their_fen - fen),
    }


def _trade(payment: Payment, by: int) -> dict[str, object]:
    slip = payment.slip
    return {
        "time": (payment.ended_at or payment.at)[11:16],
        "trade": TRADES[payment.purpose],
        "trace": payment.trace,
        "voucher": slip.voucher if slip else "",
        "reference": slip.reference if slip else "",
        "card": slip.card if slip else "",
        "amount": yuan(payment.fen),
        "verdict": "差的是它" if by and payment.counts == -by else "一致" if not by else "",
    }
