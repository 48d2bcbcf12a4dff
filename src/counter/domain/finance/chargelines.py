"""A line of a charge sheet by the fee catalogue of the sheet's day, and what is taken off it.

Only what the catalogue has for the matter and the unit is charged, at its price (art. 59), and not
what a firm's plan covers already. All raise KnownError.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.acts import nfc
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, text
from counter.domain.feeplan import RULE_PLAN, RULE_REDUCTION, Reduction, check_reduction
from counter.domain.fees import ONE, RULE_PUBLISHED, FeeItem, Percent, reckon, standard_short
from counter.domain.finance.charge import Charge, ChargeReduced, line_place
from counter.domain.finance.lines import ChargeLine
from counter.domain.reception import Setting


class LineAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A fee that a unit charges. quantity: thousandths of the item's measure, None for a fixed fee;
    base: fen, for a percentage; reduction: on what paper it is less, if it is."""

    code: str
    quantity: int | None = None
    base: int | None = None
    reduction: Reduction | None = None


def firm_of(state: CaseState) -> str:
    """Credit code of the applicant, where it is a firm."""
    return state.applicant.credit_code if state.applicant else ""


def line_of(
    ask: LineAsk, unit: str, short: str, charge: Charge, firm: str, fees: CatalogueIndex
) -> ChargeLine:
    """A line by the catalogue, whole and in force on the sheet's day, or a refusal."""
    day = dt.date.fromisoformat(charge.priced_on)
    item = fees.fees.item(ask.code, day)
    if item.unit != unit:
        raise KnownError(
            "charge.not_own",
            text("“{name}”不是{unit}的收费。", name=item.name, unit=short),
            "各单位只核定自己的项目。",
            rule=RULE_PUBLISHED,
        )
    matter = charge.raised.matter if charge.raised else ""
    if not item.agency:
        fees.fees.require_in_matter(matter, ask.code)
    if firm:
        fees.fee_plans.require_uncovered(firm, ask.code, day)
    due = reckon(item, day, quantity=ask.quantity, base=ask.base)
    if due == 0 and not item.agency:
        raise KnownError(
            "charge.zero",
            text("“{name}”算出来是 0 元，不用写进单里。", name=item.name),
            "不收的不要写数量；全都不收就核定 0。",
        )
    return _written(item, ask, short, due)


def _written(item: FeeItem, ask: LineAsk, short: str, due: int) -> ChargeLine:
    percent = isinstance(item.standard, Percent)
    return ChargeLine(
        unit=item.unit,
        unit_short=short,
        code=item.code,
        name=item.name,
        basis=item.basis,
        measure=item.measure,
        quantity=ONE if percent or ask.quantity is None else ask.quantity,
        standard="免费" if item.agency else standard_short(item),
        due=due,
        ticket_kind=item.ticket_kind,
        account=item.account,
        base=ask.base or 0 if percent else 0,
    )


def plan_of(charge: Charge, unit: str, firm: str, fees: CatalogueIndex) -> str:
    """Document of the firm's 一费制 that covers a fee of the unit; empty where none does."""
    day = dt.date.fromisoformat(charge.priced_on)
    plan = fees.fee_plans.of(firm, day.year) if firm else None
    if plan is None or all(line.unit != unit for line in plan.lines):
        return ""
    return plan.document or RULE_PLAN


def reduction_of(
    charge: Charge, unit: str, code: str, nth: int, reduction: Reduction, place: Setting
) -> ChargeReduced:
    """A reduction of a line, on paper and not above what is due."""
    at = line_place(charge.lines, unit, code, nth)
    if at < 0:
        raise KnownError(
            "reduction.line",
            text("单里没有 {code} 这一行，减不了。", code=code),
            "先核定这一项，再减免。",
            rule=RULE_REDUCTION,
        )
    line = charge.lines[at]
    if line.reduced:
        raise KnownError(
            "reduction.twice",
            text("“{name}”已经减免过。", name=line.name),
            "写错了的，把这个单位重新核定一遍。",
            rule=RULE_REDUCTION,
        )
    by = check_reduction(reduction, line.due, place.today)
    return ChargeReduced(
        unit=unit,
        code=code,
        by=by,
        basis=reduction.kind,
        document=nfc(reduction.number.strip()),
        approver=nfc(reduction.approver.strip()),
        approved_on=reduction.approved_on,
        scan=reduction.scan,
        pages=reduction.pages,
        nth=nth,
        name=line.name,
    )
