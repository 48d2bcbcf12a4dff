"""A reception page over a real training store with the demo hall's catalogue, in a real shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
from tests.helpers.desk import PIN, Desk, PlainPins, TextPapers

from counter.desk.catalogues import import_catalogue
from counter.desk.hall import Hall
from counter.desk.printing import PrintDesk
from counter.desk.reception import ReceptionDesk
from counter.desk.session import SYSTEM, SessionDesk
from counter.desk.worker import InlineWorker
from counter.domain.clock import WorkCalendar
from counter.domain.people import Actor
from counter.domain.persons import DocKind, IdDocument
from counter.packs.calendars import load_calendar
from counter.packs.catalogue import catalogue_digest, demo_catalogue
from counter.ports.clock import CHINA, FrozenClock
from counter.ports.devices import Visitor
from counter.resources import resource_root
from counter.store.sqlstore import SqlStore
from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.pages.reception.services import ReceptionServices
from counter.ui.presenting import InlineRunner, Runner

NOW = dt.datetime(2026, 9, 22, 14, 3, 12, tzinfo=CHINA)

ZHOU = IdDocument(
    kind=DocKind.RESIDENT,
    name="周明远",
    number="430423199001010014",
    sex="1",
    ethnicity="汉",
    birth="1990-01-01",
    address="湖南省衡山县开云镇人民东路 128 号 2 单元 301 室",
    issuer="衡山县公安局",
    valid_from="2018-05-18",
    valid_to="2038-05-18",
    source="card",
    read_at="2026-09-22T14:03:12+08:00",
    simulated=True,
)
OUYANG = msgspec.structs.replace(
    ZHOU,
    name="欧阳雪",
    number="430423198511120024",
    sex="2",
    birth="1985-11-12",
    valid_to="长期",
)
ZHAO = msgspec.structs.replace(
    ZHOU,
    name="赵桂兰",
    number="11010519491231002X",
    sex="2",
    birth="1949-12-31",
    address="北京市朝阳区和平街 9 号楼 402 室",
    issuer="北京市公安局朝阳分局",
    valid_from="2006-09-01",
    valid_to="2026-09-01",
)


class QueueStub:
    """Visitors that come in order; `error` is raised instead when set."""

    def __init__(self, *tickets: str) -> None:
        self.tickets = list(tickets)
        self.error: Exception | None = None

    def __call__(self) -> Visitor | None:
        if self.error is not None:
            raise self.error
        if not self.tickets:
            return None
        return Visitor(self.tickets.pop(0), len(self.tickets))


class Kit:
    """Store, desk, services and presenter; `actor` is who is signed in."""

    def __init__(self, folder: Path, runner: Runner | None = None) -> None:
        self.clock = FrozenClock(NOW)
        self.store = SqlStore.create(
            folder / "kit.store",
            bytes(range(32)),
            training=True,
            centre="430423",
            terminal="03",
            recorded_at=NOW,
        )
        self.hall = Hall(self.store, self.clock, TextPapers(), _calendar())
        self.session = SessionDesk(self.hall, PlainPins(), "3")
        self._provision()
        self.actor: Actor = self.session.sign_in("0317", PIN).actor
        self.printing = PrintDesk(self.hall)
        self.desk = ReceptionDesk(self.hall)
        self.queue = QueueStub("A012", "A013")
        self.opened: list[str] = []
        self.runner = runner or InlineRunner()
        self.services = ReceptionServices(
            desk=self.desk,
            actor=lambda: self.actor,
            now=self.clock.now,
            call_next=self.queue,
            on_duty=self.session.on_duty,
            jobs=lambda case_no: self.store.jobs(case_no=case_no),
            reprint=self.printing.reprint,
            open_case=self.opened.append,
            decide=self.opened.append,
        )
        self.presenter = ReceptionPresenter(self.services, self.runner)

    def _provision(self) -> None:
        catalogue = demo_catalogue()
        body, digest = catalogue_digest(catalogue)
        import_catalogue(self.hall, catalogue, body, digest, SYSTEM)
        self.session.register_staff(catalogue)
        numbers = [m.number for m in catalogue.staff]
        self.session.give_first_pins(dict.fromkeys(numbers, PIN), must_change=False)

    def close(self) -> None:
        self.store.close()


def _calendar() -> WorkCalendar:
    return load_calendar(resource_root() / "calendars")


def submit_inline(job: Callable[[], Any]) -> Future[Any]:
    """A store worker without a thread."""
    return InlineWorker().submit(job)


__all__ = ["NOW", "OUYANG", "ZHAO", "ZHOU", "Desk", "Kit", "QueueStub", "submit_inline"]
