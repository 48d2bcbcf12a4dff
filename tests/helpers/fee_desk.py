"""The desk over a real store whose catalogue has fees, with the people of all its units."""

from __future__ import annotations

import msgspec
from tests.helpers.desk import PIN, STAFF, Desk
from tests.helpers.fee_hall import FEES, FIRM, JOINT
from tests.helpers.small_hall import PROMISE

from counter.desk.catalogues import import_catalogue
from counter.desk.charges import ChargeDesk, FeeAsk, LessAsk
from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick
from counter.desk.session import SYSTEM
from counter.domain.case import CaseState
from counter.domain.catalogue import StaffMember
from counter.domain.finance.charge import Charge
from counter.domain.people import Actor
from counter.packs.catalogue import catalogue_digest
from counter.store.sheetkeys import DerivedSheetKeys

MORE = (
    StaffMember(number="0501", name="刘强", unit="XF", window="5", post="经办", roles=("clerk",)),
    StaffMember(
        number="2006", name="刘慧", unit="CZ", window="20", post="财政", roles=("finance",)
    ),
)
AREA = FeeAsk(code="A1", quantity=12_000)
HALF = LessAsk(
    kind="minutes",
    number="县政府专题纪要〔2026〕14 号",
    approver="唐国华",
    approved_on="2026-09-18",
    ppm=500_000,
)


class FeeDesk:
    """Jobs of fees over a desk's store; keys of terminal 03, a training one."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        catalogue = msgspec.structs.replace(
            FEES.catalogue, version=FEES.catalogue.version + 1, staff=(*STAFF, *MORE)
        )
        body, digest = catalogue_digest(catalogue)
        import_catalogue(desk.hall, catalogue, body, digest, SYSTEM)
        desk.session.register_staff(catalogue)
        desk.session.give_first_pins({m.number: PIN for m in MORE}, must_change=False)
        self.keys = DerivedSheetKeys("03", b"k" * 32, True, str)
        self.charges = ChargeDesk(desk.hall, self.keys)
        self.law = LawDesk(desk.hall)

    def who(self, number: str) -> Actor:
        return self.desk.session.sign_in(number, PIN).actor

    @property
    def clerk(self) -> Actor:
        return self.who("0317")

    @property
    def finance(self) -> Actor:
        return self.who("2006")

    def accepted(self, joint: bool = False) -> str:
        """A case of the matter, accepted by the clerk."""
        form = self.desk.form(
            matter=(JOINT if joint else PROMISE).code,
            materials={"m1": MaterialTick(received=True)},
            fields={},
        )
        return self.desk.reception.accept(self.clerk, form).case_no

    def state(self, case_no: str) -> CaseState:
        state = self.desk.store.case(case_no)
        assert state is not None
        return state

    def ready(self) -> Charge:
        """A sheet of 300.00, handed in."""
        return self.charges.raise_sheet(self.clerk, self.accepted(), (AREA,)).charge


__all__ = ["AREA", "FIRM", "HALF", "FeeDesk"]
