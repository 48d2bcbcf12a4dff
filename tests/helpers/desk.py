"""A desk over a real training store with the small hall, for tests of jobs and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import msgspec
from tests.helpers.small_hall import CALENDAR, CATALOGUE, DOCUMENT, NOW, SPOT, letter

from counter.desk.cases import CasesDesk
from counter.desk.catalogues import import_catalogue
from counter.desk.decision import DecisionDesk
from counter.desk.enquiries import EnquiryDesk
from counter.desk.hall import Hall
from counter.desk.printing import PrintDesk
from counter.desk.projects import ProjectDesk
from counter.desk.reception import MaterialTick, ReceptionDesk, ReceptionForm
from counter.desk.session import SYSTEM, SessionDesk
from counter.domain.case import PaperIssued
from counter.domain.catalogue import Catalogue, StaffMember
from counter.packs.catalogue import catalogue_digest
from counter.ports.clock import FrozenClock
from counter.ports.papers import Rendered
from counter.store.sqlstore import SqlStore

KEY = bytes(range(32))
PIN = "246802"

STAFF = (
    StaffMember(number="0317", name="李晓梅", unit="GS", window="3", post="经办", roles=("clerk",)),
    StaffMember(
        number="0309", name="王志刚", unit="GS", window="3", post="首席代表", roles=("chief_a",)
    ),
    StaffMember(
        number="0322", name="陈蓉", unit="GS", window="3", post="首席代表", roles=("chief_b",)
    ),
    StaffMember(number="0901", name="曾伟", unit="WH", window="9", post="经办", roles=("clerk",)),
    StaffMember(number="0001", name="唐国华", unit="ZX", post="管理", roles=("manager",)),
)
LETTERS = (letter("衡工商授〔2026〕1 号", "0309", "A"), letter("衡工商授〔2026〕2 号", "0322", "B"))
HALL_CATALOGUE = msgspec.structs.replace(CATALOGUE, staff=STAFF, letters=LETTERS)


class PlainPins:
    """PINs without the cost of argon2id."""

    def hash(self, pin: str) -> str:
        return f"plain:{pin}"

    def verify(self, hashed: str, pin: str) -> bool:
        return hashed == f"plain:{pin}"


class TextPapers:
    """Papers that only say their title."""

    def form_version(self, form: str) -> str:
        return f"{form}@1"

    def check(self, form: str, content: Mapping[str, object]) -> None:
        assert content.get("applicant", "nobody")

    def render(self, issued: PaperIssued, nth: int, width_dots: int = 576) -> Rendered:
        words = f"{issued.title} {nth}"
        return Rendered(data=words.encode(), text=words)


class Desk:
    """All the jobs over one store in `folder`."""

    def __init__(
        self, folder: Path, now: dt.datetime = NOW, catalogue: Catalogue = HALL_CATALOGUE
    ) -> None:
        self.clock = FrozenClock(now)
        path = folder / "counter.store"
        if path.exists():
            self.store = SqlStore.open(path, KEY)
        else:
            self.store = SqlStore.create(
                path, KEY, training=True, centre="430423", terminal="03", recorded_at=now
            )
        self.hall = Hall(self.store, self.clock, TextPapers(), CALENDAR)
        self.session = SessionDesk(self.hall, PlainPins(), "3")
        self.reception = ReceptionDesk(self.hall)
        self.decision = DecisionDesk(self.hall)
        self.cases = CasesDesk(self.hall)
        self.enquiries = EnquiryDesk(self.hall)
        self.projects = ProjectDesk(self.hall)
        self.printing = PrintDesk(self.hall)
        body, digest = catalogue_digest(catalogue)
        if import_catalogue(self.hall, catalogue, body, digest, SYSTEM):
            self.session.register_staff(catalogue)
            pins = {member.number: PIN for member in STAFF}
            self.session.give_first_pins(pins, must_change=False)

    def form(self, **changes: object) -> ReceptionForm:
        """A complete form for the spot matter."""
        form = self.reception.new_form("A012")
        form.matter = SPOT.code
        form.document = DOCUMENT
        form.phone = "13900000826"
        form.materials = {m.code: MaterialTick(received=True) for m in SPOT.materials}
        form.fields = {"shop": "开云镇明远粮油店", "area": "46.50", "type": "个体工商户"}
        for name, value in changes.items():
            setattr(form, name, value)
        return form

    def close(self) -> None:
        self.store.close()
