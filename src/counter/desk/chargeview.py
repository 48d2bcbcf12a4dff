"""What the case page shows of a case's fees: the units that say something, what each may charge.

Read from the case's fold and the fee catalogue; no sheet need be raised yet.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.desk.hall import Hall
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, Text
from counter.domain.fees import FeeItem, Fixed, Percent, standard_words
from counter.domain.finance.charge import Charge
from counter.domain.finance.charging import required_units
from counter.domain.jointsteps import speakers
from counter.domain.reception import received_of
from counter.domain.states import ENDED


class FeeView(msgspec.Struct, frozen=True, kw_only=True):
    """A fee that a unit may have for the matter. asks: what is to be written for it; note: when it
    is charged; barred: why it cannot be (a draft, past, covered by the firm's plan)."""

    code: str
    name: str
    standard: str
    measure: str
    asks: str  # copies, quantity, base
    note: str = ""
    barred: Text | None = None


class UnitFees(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the sheet. speakers: units whose people say it; confirmed: who did, or empty."""

    unit: str
    name: str
    speakers: tuple[str, ...]
    items: tuple[FeeView, ...]
    confirmed: str = ""


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """The newest sheet of a case, or none yet; the units in the order of the sheet."""

    charge: Charge | None
    units: tuple[UnitFees, ...]

    @property
    def live(self) -> Charge | None:
        """The sheet, unless it was withdrawn or refunded."""
        return self.charge if self.charge is not None and self.charge.live else None


def sheet_view(hall: Hall, state: CaseState) -> SheetView | None:
    """None where nothing is charged: not accepted, over without a sheet, or no fee of the matter
    in the catalogue."""
    charge = state.charge
    live = charge if charge is not None and charge.live else None
    if live is None and (not state.accepted_on or state.status in ENDED):
        return SheetView(charge=charge, units=()) if charge is not None else None
    fees = fees_for(hall, live)
    day = dt.date.fromisoformat(live.priced_on) if live else hall.today()
    if live is None and charge is None and not fees.fees.rows(received_of(state).matter):
        return None
    if state.status in ENDED or (live is not None and live.raised is None):
        return SheetView(charge=charge, units=())
    if live is not None:
        units = tuple(share.unit for share in live.shares)
    else:
        units = required_units(state, fees)
    return SheetView(
        charge=charge, units=tuple(_unit(unit, state, live, fees, day) for unit in units)
    )


def fees_for(hall: Hall, charge: Charge | None) -> CatalogueIndex:
    """The catalogue whose fees hold: the sheet's own, and for a new sheet the newest."""
    raised = charge.raised if charge else None
    return hall.catalogue(raised.catalogue if raised else None)


def _unit(
    unit: str, state: CaseState, charge: Charge | None, fees: CatalogueIndex, day: dt.date
) -> UnitFees:
    known = fees.units.get(unit)
    share = next((s for s in charge.shares if s.unit == unit), None) if charge else None
    rows = fees.fees.rows(received_of(state).matter)
    firm = state.applicant.credit_code if state.applicant else ""
    items = (_fee(row.fee, row.note, unit, fees, firm, day) for row in rows)
    return UnitFees(
        unit=unit,
        name=known.short if known else unit,
        speakers=speakers(unit, fees),
        items=tuple(item for item in items if item is not None),
        confirmed=share.by_name if share else "",
    )


def _fee(
    code: str, note: str, unit: str, fees: CatalogueIndex, firm: str, day: dt.date
) -> FeeView | None:
    versions = [item for item in fees.fees.versions(code) if item.unit == unit]
    if not versions:
        return None
    item, barred = versions[-1], None
    try:
        item = fees.fees.item(code, day)
        fees.fee_plans.require_uncovered(firm, code, day)
    except KnownError as error:
        barred = error.what
    return FeeView(
        code=code,
        name=item.name,
        standard=standard_words(item),
        measure=item.measure,
        asks=_asks(item),
        note=note,
        barred=barred,
    )


def _asks(item: FeeItem) -> str:
    if isinstance(item.standard, Fixed):
        return "copies"
    return "base" if isinstance(item.standard, Percent) else "quantity"
