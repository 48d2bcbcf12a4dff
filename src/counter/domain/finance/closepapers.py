"""Papers of a closed shift: 日结单, 票据使用情况表, 收费汇总表, POS 对账表, 缴款单, 交接班单.

They are issued on the shift's stream in the transaction that locks it, and say what the two people
signed. Contents are pure: from the facts of the close, the tickets and the payments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from counter.domain import clock, papers
from counter.domain.acts import NewAct
from counter.domain.finance import depositpaper, posreport, ticketreport
from counter.domain.finance.closewords import (
    FACE_WORDS,
    amount_words,
    closed_equations,
    faces_of,
    side_words,
    stub_words,
    title,
    verdict,
)
from counter.domain.finance.dayclose import DIFFERENCE_REASONS, TITLES, Facts
from counter.domain.finance.payment import WAY_WORDS, Payment, PayState
from counter.domain.finance.shift import Shift, ShiftClosed, shift_name
from counter.domain.finance.ticketreport import StockCount
from counter.domain.issuing import issue_on
from counter.domain.money import capitals, yuan
from counter.domain.people import Actor
from counter.domain.setting import Setting

DAY_PAPERS = (
    ("day_close", "日结单"),
    ("ticket_usage", "票据使用情况表"),
    ("fee_summary", "收费汇总表"),
    ("pos_reconcile", "POS 对账表"),
    ("bank_deposit", "缴款单"),
)
HANDOVER_PAPERS = (
    ("shift_handover", "交接班单"),
    ("ticket_usage", "票据使用情况表"),
    ("fee_summary", "收费汇总表"),
)
"""Codes and titles of what is printed after the lock of a day, and after a hand-over."""


def close_papers(
    act: NewAct,
    facts: Facts,
    stocks: Sequence[StockCount],
    keep: int,
    actor: Actor,
    place: Setting,
) -> tuple[NewAct, ...]:
    """The papers of `shift.closed`, in the order in which they are printed.

    A table of nothing (no ticket paper, no POS, nothing for the bank) is not made, nor one that the
    catalogue does not list. stocks: what the window held of each ticket code; keep: the float in
    fen that the day began with at this drawer, which stays in it.
    """
    closed = act.payload
    assert isinstance(closed, ShiftClosed)
    shift = msgspec.structs.replace(
        facts.shift, closed=closed, closed_at=place.now.isoformat(timespec="seconds")
    )
    head = report_head(shift, actor, place)
    made = {
        "day_close": day_close_fields(shift, facts, stocks),
        "shift_handover": handover_fields(shift, facts, stocks),
        "ticket_usage": ticketreport.usage_fields(facts.tickets, stocks, facts.runs),
        "fee_summary": ticketreport.fee_fields(facts.tickets, facts.voided_before),
        "pos_reconcile": posreport.pos_fields(facts.payments, shift.settled, place.now),
        "bank_deposit": depositpaper.deposit_fields(
            shift, facts.tickets, place.catalogue.rules, keep
        ),
    }
    wanted = HANDOVER_PAPERS if closed.kind == "handover" else DAY_PAPERS
    unit = place.catalogue.units.get(actor.unit)
    acts: list[NewAct] = []
    for code, _ in wanted:
        kind = place.catalogue.papers.get(code)
        content = made[code]
        if kind is not None and content:
            about = shift.name
            acts.append(issue_on(act.stream, kind, unit, {**head, **content}, place, about=about))
    return tuple(acts)


def report_head(shift: Shift, actor: Actor, place: Setting) -> dict[str, object]:
    """What every report bears: whose, of which window and business day, who made and checked it."""
    closed = shift.closed
    day = clock.paper_date(dt.date.fromisoformat(shift.day))
    return {
        **papers.hall_block(
            place.catalogue, actor.name, actor.window, place.today, training=place.training
        ),
        "day_words": day,
        "period_words": day,
        "shift": shift.name,
        "maker": actor.name,
        "checker": closed.second_name if closed else "",
    }


# --- 日结单 ---------------------------------------------------------------------------------------


def day_close_fields(shift: Shift, facts: Facts, stocks: Sequence[StockCount]) -> dict[str, object]:
    """日结单: the five equations with their differences, ways of paying, the drawer."""
    closed = shift.closed
    assert closed is not None
    sums = ticketreport.sum_of(facts.tickets, stocks)
    return {
        "locked_words": moment(shift.closed_at),
        "number_range": number_range(facts),
        "stub_words": stub_words(sums),
        "equations": [
            {
                "no": eq.n,
                "name": title(eq),
                "left_words": side_words(eq.n, eq.left),
                "right_words": side_words(eq.n, eq.right),
                "verdict": verdict(eq),
            }
            for eq in closed_equations(shift)
        ],
        "differences": [
            {
                "no": d.equation,
                "by": f"{_side(d.equation, d.by)} {amount_words(d.equation, abs(d.by))}",
                "reason": DIFFERENCE_REASONS.get(d.equation, {}).get(d.reason, d.reason),
                "words": d.words,
                "name": TITLES[d.equation],
            }
            for d in closed.differences
        ],
        **_ways(facts.payments),
        **drawer_fields(shift, facts.payments),
    }


def _side(equation: int, by: int) -> str:
    return ("长" if by > 0 else "短") if equation == 3 else "差"


def moment(iso: str) -> str:
    """2026-09-22 17:43."""
    return iso[:16].replace("T", " ")


def number_range(facts: Facts) -> str:
    """The first to the last number that was used; several codes follow one another."""
    found: dict[str, list[str]] = {}
    for ticket in facts.tickets:
        found.setdefault(ticket.code, []).append(ticket.number)
    return "；".join(f"{min(numbers)} 至 {max(numbers)}" for _, numbers in sorted(found.items()))


def _ways(payments: Sequence[Payment]) -> dict[str, object]:
    done = [p for p in payments if p.state is PayState.DONE]
    rows: list[dict[str, object]] = []
    taken_sum = returned_sum = 0
    for way, word in WAY_WORDS.items():
        mine = [p for p in done if p.way == way]
        sales = [p for p in mine if p.purpose == "sale"]
        taken = sum(p.fen for p in sales)
        returned = sum(p.fen for p in mine if p.purpose != "sale")
        taken_sum, returned_sum = taken_sum + taken, returned_sum + returned
        rows.append(
            {
                "way": word,
                "count": len(sales),
                "taken": yuan(taken),
                "returned": yuan(returned),
                "net": yuan(taken - returned),
            }
        )
    return {
        "ways": rows,
        "taken_sum": yuan(taken_sum),
        "returned_sum": yuan(returned_sum),
        "net_sum": yuan(taken_sum - returned_sum),
    }


def drawer_fields(shift: Shift, payments: Sequence[Payment]) -> dict[str, object]:
    """What was in the drawer by faces, and what should have been."""
    closed, opened = shift.closed, shift.opened
    assert closed is not None
    cash = [p for p in payments if p.way == "cash" and p.state is PayState.DONE]
    came = sum(p.fen for p in cash if p.purpose == "sale")
    back = sum(p.fen for p in cash if p.purpose != "sale")
    had = opened.float_fen if opened else 0
    should = had + came - back - shift.banked_fen
    over = closed.counted_fen - should
    return {
        "faces": face_rows(closed.counted),
        "counted": yuan(closed.counted_fen),
        "counted_words": capitals(closed.counted_fen),
        "float": yuan(had),
        "cash_in": yuan(came),
        "cash_out": yuan(back),
        "banked": yuan(shift.banked_fen),
        "cash_due": yuan(should),
        "short_words": f"{'长款' if over > 0 else '短款'} {yuan(abs(over))}" if over else "",
    }


def face_rows(counted: Sequence[tuple[int, int]]) -> list[dict[str, object]]:
    """A row for every face, none left out."""
    return [
        {"face": FACE_WORDS[face], "pieces": pieces, "amount": yuan(face * pieces)}
        for face, pieces in faces_of(counted)
    ]


# --- 交接班单 -------------------------------------------------------------------------------------


def handover_fields(shift: Shift, facts: Facts, stocks: Sequence[StockCount]) -> dict[str, object]:
    """交接班单: what the drawer, the tractor and the terminal are handed over with, to whom."""
    closed, opened = shift.closed, shift.opened
    assert closed is not None
    drawer = drawer_fields(shift, facts.payments)
    cash = f"本班收 {drawer['cash_in']}，存银行 {drawer['banked']}"
    handed = [{"what": "现金", "value": drawer["counted"], "words": cash}]
    for stock in stocks:
        number = f"{stock.next:010d}" if stock.next else "没有了"
        words = f"{stock.title} {stock.code}，余 {stock.left} 张"
        handed.append({"what": "下一张票号", "value": number, "words": words})
    if shift.settled:
        words = "、".join(f"批次 {s.batch}" for s in shift.settled if s.batch) or "已经结算"
        handed.append({"what": "POS", "value": "已结算", "words": words})
    else:
        handed.append({"what": "POS", "value": "没有结算", "words": "接班人结算"})
    window, _, n = shift.name.rpartition("/")
    return {
        "next_shift": shift_name(window.partition("/")[0], _day(shift), int(n) + 1),
        "giver": closed.by_name or (opened.by_name if opened else ""),
        "taker": closed.second_name,
        "handed_words": moment(shift.closed_at),
        "handed": handed,
        "open_items": [
            {
                "what": "已收款未开票",
                "number": sheet.number,
                "amount": yuan(sheet.paid - sheet.ticketed),
                "next": "装好链纸，对票号，开票",
            }
            for sheet in facts.sheets
            if sheet.status == "paid"
        ],
        **drawer,
    }


def _day(shift: Shift) -> dt.date:
    return dt.date.fromisoformat(shift.day)
