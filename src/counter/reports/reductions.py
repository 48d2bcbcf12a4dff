"""减免清单: every reduction and the paper it rests on, so that none is a free-hand discount."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.finance.charge import REDUCTION_WORDS, ChargeStatus
from counter.ports.money import MoneyBook


class ReductionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One reduction. day: ISO date the sheet was raised; due, by: fen; status: of its sheet."""

    day: str
    sheet: str
    payer: str
    unit: str
    item: str
    due: int
    by: int
    basis: str
    document: str
    approver: str
    approved_on: str
    status: ChargeStatus


def reductions(
    book: MoneyBook, since: dt.date | None = None, until: dt.date | None = None
) -> tuple[ReductionLine, ...]:
    """Reductions on sheets raised in the period (both days in it; None = no bound), by time.

    A sheet that was cancelled is listed with its state: what was granted on it counts for nothing.
    """
    first = since.isoformat() if since else ""
    last = (until + dt.timedelta(days=1)).isoformat() if until else "9999"
    found: list[ReductionLine] = []
    for sheet in book.charges_raised(first, last):
        for cut in sheet.reductions:
            line = next((x for x in sheet.lines if (x.unit, x.code) == (cut.unit, cut.code)), None)
            found.append(
                ReductionLine(
                    day=sheet.raised_at[:10],
                    sheet=sheet.number,
                    payer=sheet.payer.name if sheet.payer else "",
                    unit=line.unit_short if line else cut.unit,
                    item=line.name if line else cut.code,
                    due=line.due if line else 0,
                    by=cut.by,
                    basis=REDUCTION_WORDS.get(cut.basis, cut.basis),
                    document=cut.document,
                    approver=cut.approver,
                    approved_on=cut.approved_on,
                    status=sheet.status,
                )
            )
    return tuple(found)
