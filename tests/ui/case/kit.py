"""A hall with a real store, for the tests of work list, search and case page."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from pathlib import Path

from tests.helpers import small_hall

from counter.desk.cases import CasesDesk
from counter.desk.catalogues import import_catalogue
from counter.desk.charges import ChargeDesk
from counter.desk.decision import DecisionDesk
from counter.desk.hall import Hall
from counter.desk.law import LawDesk
from counter.desk.printing import PrintDesk
from counter.desk.reception import MaterialTick, ReceptionDesk, ReceptionForm
from counter.desk.session import SYSTEM, SessionDesk
from counter.domain.case import PaperIssued
from counter.domain.catalogue import Catalogue, StaffMember
from counter.domain.clock import WorkCalendar
from counter.domain.people import Actor
from counter.domain.persons import IdDocument
from counter.packs.catalogue import catalogue_digest
from counter.ports.clock import FrozenClock
from counter.ports.devices import PrintOutcome
from counter.ports.papers import Rendered
from counter.store.sheetkeys import DerivedSheetKeys
from counter.store.sqlstore import SqlStore

KEY = bytes(32)


class NoPins:
    """A hasher that nobody signs in with here."""

    def hash(self, pin: str) -> str:
        return pin

    def verify(self, hashed: str, pin: str) -> bool:
        return hashed == pin


class BlankPapers:
    """Papers that need no layout."""

    def form_version(self, form: str) -> str:
        return f"{form}@1"

    def check(self, form: str, content: Mapping[str, object]) -> None:
        return None

    def render(self, issued: PaperIssued, nth: int, width_dots: int = 576) -> Rendered:
        return Rendered(data=b"paper", text=issued.title)


def roster(catalogue: Catalogue) -> Catalogue:
    """The small hall's catalogue with its three people on the roster."""
    import msgspec

    people = (small_hall.CLERK, small_hall.CHIEF, small_hall.DEPUTY)
    staff = tuple(
        StaffMember(
            number=p.number, name=p.name, unit=p.unit, roles=tuple(r.value for r in p.roles)
        )
        for p in people
    )
    letters = tuple(letter for p in people for letter in p.letters)
    return msgspec.structs.replace(catalogue, staff=staff, letters=letters)


class Kit:
    """The desk over a real store in a folder, with a clock that stands still."""

    def __init__(
        self,
        folder: Path,
        now: dt.datetime = small_hall.NOW,
        catalogue: Catalogue | None = None,
        calendar: WorkCalendar = small_hall.CALENDAR,
    ) -> None:
        self.clock = FrozenClock(now)
        self.store = SqlStore.create(
            folder / "store.db", KEY, training=True, centre="430423", terminal="03", recorded_at=now
        )
        ids = itertools.count(1)
        self.hall = Hall(
            self.store, self.clock, BlankPapers(), calendar, ids=lambda: f"id{next(ids):06d}"
        )
        chosen = catalogue or roster(small_hall.CATALOGUE)
        body, digest = catalogue_digest(chosen)
        import_catalogue(self.hall, chosen, body, digest, SYSTEM)
        SessionDesk(self.hall, NoPins(), "3").register_staff(chosen)
        self.cases, self.decision = CasesDesk(self.hall), DecisionDesk(self.hall)
        self.reception, self.printing = ReceptionDesk(self.hall), PrintDesk(self.hall)
        self.law = LawDesk(self.hall)
        self.charges = ChargeDesk(self.hall, DerivedSheetKeys("03", KEY, True, str))

    def today(self) -> dt.date:
        return self.clock.now().date()

    def form(
        self,
        matter: str = small_hall.SPOT.code,
        document: IdDocument = small_hall.DOCUMENT,
        **changes: object,
    ) -> ReceptionForm:
        """A complete form for a matter."""
        found = self.hall.catalogue().matters[matter]
        form = self.reception.new_form("A012")
        form.document, form.matter, form.phone = document, matter, "13900000826"
        form.materials = {m.code: MaterialTick(received=True) for m in found.materials}
        values = {"text": "开云镇明远粮油店", "number": "46.50", "integer": "3"}
        for field in found.fields:
            if field.required:
                choice = field.choices[0] if field.choices else ""
                form.fields[field.key] = values.get(field.kind, choice or "2026-09-01")
        for key, value in changes.items():
            setattr(form, key, value)
        return form

    def accept(
        self, matter: str = small_hall.SPOT.code, actor: Actor = small_hall.CLERK, **changes: object
    ) -> str:
        """A case that was accepted, its papers printed. Returns its number."""
        case_no = self.reception.accept(actor, self.form(matter, **changes)).case_no
        self.print_all()
        return case_no

    def print_all(self, outcome: str = "printed", why: str = "") -> None:
        """The printers do what is queued, with this outcome."""
        for job in self.store.jobs(("queued",), 100):
            self.printing.mark_sent(job)
            self.printing.finish(job, PrintOutcome(outcome=outcome, why=why), simulated=True)

    def decided(self, **changes: object) -> str:
        """A spot case, granted by the chief, its paper printed."""
        case_no = self.accept(**changes)
        self.decision.decide(small_hall.CHIEF, case_no, "granted")
        self.print_all()
        return case_no

    def sealed(self, **changes: object) -> str:
        """A granted case with both seals of the decision."""
        case_no = self.decided(**changes)
        state = self.cases.view(case_no).state
        for paper_id, kind in state.missing_seals:
            self.decision.use_seal(small_hall.CHIEF, case_no, paper_id, kind)
        return case_no

    def close(self) -> None:
        self.store.close()
