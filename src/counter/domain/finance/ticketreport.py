"""What tickets add up to: 票据使用情况表, 收费汇总表 (unit × item × account), 票据核销表."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counter.domain.finance.closewords import stub_words
from counter.domain.finance.dayclose import missing_numbers
from counter.domain.finance.stock import Stock, StubSum
from counter.domain.finance.ticket import VOID_REASONS, Ticket, TicketState
from counter.domain.money import capitals, yuan


class StockCount(msgspec.Struct, frozen=True, kw_only=True):
    """Paper of one ticket code at a window over a shift: sheets at its start, lent in it, left at
    its end; next: the number that comes next, 0 = none."""

    code: str
    title: str
    opening: int = 0
    received: int = 0
    left: int = 0
    next: int = 0


class _Use(msgspec.Struct, frozen=True):
    issued: int
    void: int
    lost: int


def _use(tickets: Sequence[Ticket]) -> _Use:
    void = sum(1 for t in tickets if t.state is TicketState.VOID)
    lost = sum(1 for t in tickets if t.state is TicketState.LOST)
    return _Use(len(tickets) - void - lost, void, lost)


def sum_of(tickets: Sequence[Ticket], stocks: Sequence[StockCount]) -> StubSum:
    """领 = 用 + 废 + 失 + 余 over every code of the window; what it had counts as received."""
    use = _use(tickets)
    had = sum(s.opening + s.received for s in stocks)
    return StubSum(received=had, used=use.issued, void=use.void, lost=use.lost)


# --- 票据使用情况表 -------------------------------------------------------------------------------


def usage_fields(
    tickets: Sequence[Ticket],
    stocks: Sequence[StockCount],
    runs_lent: Sequence[tuple[str, int, int]] = (),
) -> dict[str, object]:
    """票据使用情况表; empty where the window held no paper. runs_lent: (code, first, last)."""
    rows: list[dict[str, object]] = []
    for stock in stocks:
        use = _use([t for t in tickets if t.code == stock.code])
        rows.append(
            {
                "name": stock.title,
                "code": stock.code,
                "opening": stock.opening,
                "received": stock.received,
                "issued": use.issued,
                "void": use.void,
                "lost": use.lost,
                "left": stock.left,
            }
        )
    if not rows:
        return {}
    missing = missing_numbers(tickets, runs_lent)
    keys = ("opening", "received", "issued", "void", "lost", "left")
    return {
        "stocks": rows,
        **{f"{key}_sum": sum(int(str(row[key])) for row in rows) for key in keys},
        "stub_words": stub_words(sum_of(tickets, stocks)),
        "gap_words": f"缺号 {'、'.join(missing)}" if missing else "",
        "runs": [_run(run) for run in runs(tickets)],
        "spoiled": spoiled_rows(tickets),
    }


def runs(tickets: Sequence[Ticket]) -> list[list[Ticket]]:
    """Tickets in stretches of one code whose numbers follow one another."""
    found: list[list[Ticket]] = []
    for ticket in sorted(tickets, key=lambda t: (t.code, t.number)):
        last = found[-1][-1] if found else None
        follows = last is not None and last.code == ticket.code
        if last is not None and follows and int(ticket.number) == int(last.number) + 1:
            found[-1].append(ticket)
        else:
            found.append([ticket])
    return found


def _run(run: Sequence[Ticket]) -> dict[str, object]:
    standing = [t.fen for t in run if t.stands]
    return {
        "code": run[0].code,
        "first": run[0].number,
        "last": run[-1].number,
        "count": len(run),
        "amount": yuan(sum(fen for fen in standing if fen > 0)),
        "red_amount": yuan(-sum(fen for fen in standing if fen < 0)),
    }


def spoiled_rows(tickets: Sequence[Ticket]) -> list[dict[str, object]]:
    """Numbers that were voided or lost: why, with how many copies, by whom."""
    rows: list[dict[str, object]] = []
    for ticket in sorted(tickets, key=lambda t: (t.code, t.number)):
        clerk = ticket.begun.clerk_name if ticket.begun else ""
        if ticket.voided is not None and ticket.state is TicketState.VOID:
            gone = ticket.voided
            reason = VOID_REASONS.get(gone.reason, gone.reason)
            rows.append(
                {
                    "number": ticket.number,
                    "state": "作废",
                    "reason": f"{reason}：{gone.words}" if gone.words else reason,
                    "copies": f"{gone.copies} 联齐" if gone.copies else "空白",
                    "people": "、".join(filter(None, (clerk, gone.second_name))),
                    "replaced": ticket.replaced_by,
                }
            )
        elif ticket.lost is not None and ticket.state is TicketState.LOST:
            lost = ticket.lost
            rows.append(
                {
                    "number": ticket.number,
                    "state": "遗失",
                    "reason": f"已报财政 {lost.report}，公告 {lost.notice}",
                    "copies": "—",
                    "people": "、".join(filter(None, (clerk, lost.second_name))),
                    "replaced": "",
                }
            )
    return rows


# --- 收费汇总表 -----------------------------------------------------------------------------------


class _Sum(msgspec.Struct):
    unit_short: str
    name: str
    code: str
    count: int = 0
    due: int = 0
    reduced: int = 0


def fee_fields(tickets: Sequence[Ticket], undone: Sequence[Ticket] = ()) -> dict[str, object]:
    """收费汇总表 over the tickets that stand: unit × item, and what each account should get. Red
    tickets count against, and so do those of an earlier shift of the day that this one voided
    (undone). Empty where there is neither."""
    sums: dict[tuple[str, str], _Sum] = {}
    accounts: dict[str, int] = {}
    standing = [t for t in tickets if t.stands]
    for ticket, sign in (*((t, 1) for t in standing), *((t, -1) for t in undone)):
        for line in ticket.begun.lines if ticket.begun else ():
            one = sums.setdefault(
                (line.unit, line.code), _Sum(line.unit_short, line.name, line.code)
            )
            one.count += sign if ticket.fen >= 0 else 0
            one.due += sign * line.due
            one.reduced += sign * line.reduced
            account = line.account or "（没有写账户）"
            accounts[account] = accounts.get(account, 0) + sign * line.payable
    if not sums:
        return {}
    due, reduced = sum(s.due for s in sums.values()), sum(s.reduced for s in sums.values())
    return {
        "fees": [
            {
                "unit_short": s.unit_short,
                "name": s.name,
                "code": s.code,
                "count": s.count,
                "due": yuan(s.due),
                "reduced": yuan(s.reduced),
                "paid": yuan(s.due - s.reduced),
            }
            for _, s in sorted(sums.items())
        ],
        "count_sum": sum(s.count for s in sums.values()),
        "due_sum": yuan(due),
        "reduced_sum": yuan(reduced),
        "paid_sum": yuan(due - reduced),
        "paid_words": capitals(due - reduced),
        "ticket_count": len(standing),
        "red_count": sum(1 for t in standing if t.fen < 0),
        "accounts": [{"account": a, "amount": yuan(fen)} for a, fen in accounts.items()],
    }


# --- 票据核销表 -----------------------------------------------------------------------------------


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a batch whose stubs go back: its numbers, and every ticket of them that was used,
    voided or lost."""

    stock: Stock
    title: str
    first: int
    last: int
    tickets: tuple[Ticket, ...] = ()


def writeoff_fields(batches: Sequence[Batch]) -> dict[str, object]:
    """票据核销表: 领 = 用 + 废 + 失 + 余 of each batch, with the amount on tickets that stand."""
    rows: list[dict[str, object]] = []
    total = StubSum()
    amount = 0
    for batch in batches:
        use = _use(batch.tickets)
        count = batch.last - batch.first + 1
        fen = sum(t.fen for t in batch.tickets if t.stands)
        amount += fen
        total = StubSum(
            received=total.received + count,
            used=total.used + use.issued,
            void=total.void + use.void,
            lost=total.lost + use.lost,
        )
        rows.append(
            {
                "name": batch.title,
                "code": batch.stock.code,
                "first": f"{batch.first:010d}",
                "last": f"{batch.last:010d}",
                "received": count,
                "issued": use.issued,
                "void": use.void,
                "lost": use.lost,
                "left": count - use.issued - use.void - use.lost,
                "amount": yuan(fen),
            }
        )
    return {
        "batches": rows,
        "received_sum": total.received,
        "issued_sum": total.used,
        "void_sum": total.void,
        "lost_sum": total.lost,
        "left_sum": total.left,
        "amount_sum": yuan(amount),
        "amount_words": capitals(amount),
        "stub_words": stub_words(total),
        "spoiled": spoiled_rows([t for b in batches for t in b.tickets]),
    }
