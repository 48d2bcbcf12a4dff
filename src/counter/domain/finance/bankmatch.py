"""A bank statement against our books: matched, ours only, bank only.

What reaches the account by our books: transfers, cash taken to the bank, settled card batches. A
statement's line is ours when amount and reference agree; without a reference that says so, when the
amount is the only one of its kind within some days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from counter.domain.finance.payment import Payment, PayState
from counter.domain.finance.shift import Shift

DAYS = 3
"""So many days may lie between our day and the bank's: cards come on the next working day."""


class BankLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the statement. line: its place in the file, from 1; fen: what came in."""

    line: int
    day: dt.date
    fen: int
    reference: str = ""
    summary: str = ""


class OurLine(msgspec.Struct, frozen=True, kw_only=True):
    """Money that should have reached the account: 转账, 缴存 or POS 结算. name: trace or shift."""

    kind: str
    day: dt.date
    fen: int
    reference: str
    name: str


class Matched(msgspec.Struct, frozen=True):
    """The two sides of one movement; sure: the reference says so."""

    ours: OurLine
    bank: BankLine
    sure: bool


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    matched: tuple[Matched, ...]
    ours_only: tuple[OurLine, ...]
    bank_only: tuple[BankLine, ...]

    def within(self, first: dt.date, last: dt.date) -> Reconciled:
        """Only what is of these days; lines a few days around them were there to be matched."""
        return Reconciled(
            matched=tuple(m for m in self.matched if first <= m.ours.day <= last),
            ours_only=tuple(o for o in self.ours_only if first <= o.day <= last),
            bank_only=tuple(b for b in self.bank_only if first <= b.day <= last),
        )

    @property
    def clean(self) -> bool:
        """Nothing is left over on either side."""
        return not self.ours_only and not self.bank_only


def our_lines(shifts: Sequence[Shift], payments: Sequence[Payment]) -> tuple[OurLine, ...]:
    """What our books say of these shifts, by day."""
    day_of = {s.name: dt.date.fromisoformat(s.day) for s in shifts if s.day}
    found = [
        OurLine(
            kind="转账",
            day=day_of[p.shift],
            fen=p.fen,
            reference=p.reference,
            name=p.trace,
        )
        for p in payments
        if p.way == "transfer"
        and p.state is PayState.DONE
        and p.purpose == "sale"
        and p.shift in day_of
    ]
    for shift in shifts:
        for banked in shift.banked if shift.day else ():
            day = day_of[shift.name]
            found.append(
                OurLine(
                    kind="缴存", day=day, fen=banked.fen, reference=banked.slip, name=shift.name
                )
            )
        for batch in shift.settled if shift.day else ():
            net = batch.sales_fen - batch.voids_fen - batch.refunds_fen
            if net > 0:
                found.append(
                    OurLine(
                        kind="POS 结算",
                        day=day_of[shift.name],
                        fen=net,
                        reference=batch.batch,
                        name=shift.name,
                    )
                )
    return tuple(sorted(found, key=lambda x: (x.day, x.name, x.reference)))


def reconcile(ours: Sequence[OurLine], bank: Sequence[BankLine], days: int = DAYS) -> Reconciled:
    """First what a reference proves, then what the amount alone can only mean."""
    left, theirs = list(ours), list(bank)
    matched: list[Matched] = []
    for mine in tuple(left):
        proved = [b for b in theirs if _near(mine, b, days) and _says(b, mine.reference)]
        if proved:
            matched.append(Matched(mine, proved[0], True))
            left.remove(mine)
            theirs.remove(proved[0])
    for mine in tuple(left):
        alike = [b for b in theirs if _near(mine, b, days)]
        rivals = [x for x in left if alike and x is not mine and _near(x, alike[0], days)]
        if len(alike) == 1 and not rivals:
            matched.append(Matched(mine, alike[0], False))
            left.remove(mine)
            theirs.remove(alike[0])
    return Reconciled(matched=tuple(matched), ours_only=tuple(left), bank_only=tuple(theirs))


def _near(mine: OurLine, line: BankLine, days: int) -> bool:
    return mine.fen == line.fen and abs((line.day - mine.day).days) <= days


def _says(line: BankLine, reference: str) -> bool:
    wanted = reference.strip()
    return bool(wanted) and (line.reference.strip() == wanted or wanted in line.summary)
