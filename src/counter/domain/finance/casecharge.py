"""The charge sheet as its case sees it: one sheet at a time, the newest; what it waits for.

A case folds the acts that bear on its sheet with the sheet's own fold, so that the case page, the
work list and the finance window can never say different things of the same sheet.
"""

from __future__ import annotations

from counter.domain.acts import Act
from counter.domain.errors import Text, text
from counter.domain.finance.charge import (
    Charge,
    ChargeRaised,
    ChargeStatus,
    ChargeTakenIn,
    charge_stream,
    evolve_charge,
)
from counter.domain.finance.chargeparts import Back
from counter.domain.todo import Todo, Whose


def evolve_case_charge(charge: Charge | None, act: Act) -> Charge | None:
    """Fold an act of a case into its sheet; acts on an older sheet change nothing. Never raises."""
    payload = act.payload
    if isinstance(payload, ChargeRaised | ChargeTakenIn):
        number = payload.raised.number if isinstance(payload, ChargeTakenIn) else payload.number
        if charge is None or charge.number != number:
            charge = Charge(number=number)
        return evolve_charge(charge, act)
    if charge is None:
        return None
    stream = charge_stream(charge.number)
    if stream != act.header.stream and stream not in act.header.touches:
        return charge
    return evolve_charge(charge, act)


def red_words(back: Back) -> Text:
    """The red card at the window: 财务打回：不按标准开票。…"""
    return text(
        "财务打回：{reason}。{requirement}", reason=back.words, requirement=back.requirement
    )


def todos(charge: Charge | None, due_on: str) -> tuple[Todo, ...]:
    """What the sheet waits for inside the hall: a unit's amount, or the window's correction.

    due_on: ISO day promised for the case; no law gives the units another.
    """
    if charge is None or charge.raised is None:
        return ()
    back = charge.sent_back
    if charge.status is ChargeStatus.BACK and back is not None:
        unit = charge.raised.unit
        return (_todo("charge_back", "window", unit, back.until or back.at[:10], red_words(back)),)
    if charge.status is not ChargeStatus.OPEN:
        return ()
    lead = charge.raised.unit
    return tuple(
        _todo(
            "charge",
            "window" if share.unit == lead else "co_unit",
            share.agent or share.unit,
            due_on,
            text("等{unit}核定收费（{number}）", unit=share.unit_short, number=charge.number),
        )
        for share in charge.unconfirmed
    )


def _todo(what: str, whose: Whose, unit: str, by: str, why: Text) -> Todo:
    return Todo(what=what, whose=whose, unit=unit, by=by, why=why)
