"""The charge sheet of a case in rows and words: lines, who is silent, the red card. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.chargeview import SheetView
from counter.domain.errors import Text, text
from counter.domain.fees import quantity_words
from counter.domain.finance.casecharge import red_words
from counter.domain.finance.charge import CHARGE_WORDS, Charge, ChargeStatus
from counter.domain.finance.chargeparts import Share
from counter.domain.finance.lines import ChargeLine
from counter.domain.money import yuan
from counter.ui.state import ChipState

STATES = {
    ChargeStatus.OPEN: "waiting",
    ChargeStatus.READY: "todo",
    ChargeStatus.FREE: "done",
    ChargeStatus.BACK: "returned",
    ChargeStatus.PAYING: "unknown",
    ChargeStatus.PARTLY: "due",
    ChargeStatus.PAID: "due",
    ChargeStatus.TICKETED: "done",
    ChargeStatus.REFUNDED: "returned",
    ChargeStatus.CANCELLED: "todo",
}


@dataclass(frozen=True)
class FeeRow:
    """A line of the sheet, or a unit without one: what, under it whose; how much, under it less."""

    id: str
    state: str
    name: Text | str
    under: Text | str
    amount: Text | str
    less: Text | str = ""


def rows(charge: Charge | None) -> tuple[FeeRow, ...]:
    """The lines unit by unit; units that charge nothing or are silent have a row of their own."""
    if charge is None or not charge.live:
        return ()
    found: list[FeeRow] = []
    for share in charge.shares:
        lines = [x for x in charge.lines if x.unit == share.unit]
        if not share.by or not lines:
            found.append(_silent(share))
        found += [_line(x, n) for n, x in enumerate(lines)]
    if len(charge.lines) > 1 or charge.reduced:
        found.append(_total(charge))
    if charge.payer is not None and not charge.payer.applicant:
        found.append(FeeRow("payer", "", charge.payer.name, text("缴款人，不是申请人"), ""))
    return tuple(found)


def _silent(share: Share) -> FeeRow:
    if not share.by:
        said = text("未核定")
        return FeeRow(share.unit, "waiting", share.unit_short, text("等它核定金额，或者 0"), said)
    under = text("{who} 核定", who=share.by_name)
    return FeeRow(share.unit, "done", share.unit_short, under, text("0.00"))


def _line(line: ChargeLine, n: int) -> FeeRow:
    taken = quantity_words(line.quantity) + f" {line.measure}"
    if line.base:
        taken = f"{yuan(line.base)} 元"
    under = text(
        "{unit}，{taken}，{standard}", unit=line.unit_short, taken=taken, standard=line.standard
    )
    less = text("减 {by}", by=yuan(line.reduced)) if line.reduced else ""
    return FeeRow(
        f"{line.unit}/{line.code}/{n}", "done", line.name, under, yuan(line.payable), less
    )


def _total(charge: Charge) -> FeeRow:
    under: Text | str = ""
    if charge.reduced:
        under = text("应收 {due}，减 {less}", due=yuan(charge.due), less=yuan(charge.reduced))
    return FeeRow("total", "", text("应缴"), under, yuan(charge.payable))


def counted(view: SheetView) -> Text:
    """Beside the section's title: the sheet's number and where it stands."""
    charge = view.charge
    if charge is None:
        return text("还没开单")
    return text("{number} {status}", number=charge.number, status=CHARGE_WORDS[charge.status])


def red_card(view: SheetView) -> Text | None:
    """What finance wants put right."""
    charge = view.charge
    back = charge.sent_back if charge is not None else None
    if charge is None or back is None or charge.status is not ChargeStatus.BACK:
        return None
    return red_words(back)


def chip(view: SheetView | None) -> ChipState | None:
    """The chip in the page's head; none before there is a sheet."""
    charge = view.live if view else None
    if charge is None:
        return None
    status = charge.status
    word: Text | str = CHARGE_WORDS[status]
    if status in (ChargeStatus.READY, ChargeStatus.TICKETED):
        said = "待缴 {sum} 元" if status is ChargeStatus.READY else "已缴费 {sum} 元"
        word = text(said, sum=yuan(charge.payable))
    if status is ChargeStatus.OPEN:
        word = text("收费还差 {n} 个单位核定", n=len(charge.unconfirmed))
    return ChipState(STATES[status], word)
