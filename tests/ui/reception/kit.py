"""A reception page over a real training store with the demo hall's catalogue, in a real shell."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from tests.helpers.desk import KEY, PIN, PlainPins, TextPapers

from counter.desk.catalogues import import_catalogue
from counter.desk.hall import Hall
from counter.desk.law import LawDesk
from counter.desk.printing import PrintDesk
from counter.desk.reception import ReceptionDesk
from counter.desk.session import SYSTEM, SessionDesk
from counter.desk.worker import InlineWorker
from counter.domain.case import case_stream
from counter.domain.clock import WorkCalendar
from counter.domain.people import Actor
from counter.domain.persons import DocKind, IdDocument
from counter.packs.calendars import load_calendar
from counter.packs.catalogue import catalogue_digest, demo_catalogue
from counter.ports.clock import CHINA, FrozenClock
from counter.ports.devices import Visitor
from counter.resources import resource_root
from counter.store.sqlstore import SqlStore
from counter.ui.commands import Commands, find_spec
from counter.ui.markup import Line, parse, plain
from counter.ui.pages.reception.binding import bind
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


FOOD = {
    "trade_name": "开云镇明远粮油店",
    "subject_type": "个体工商户",
    "premises": "人民东路 128 号一楼",
    "items": "预包装食品零售",
    "area": "46.50",
    "employees": "2",
}


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
        path = folder / "kit.store"
        shutil.copy(template(), path)
        self.store = SqlStore.open(path, KEY)
        self.hall = Hall(self.store, self.clock, TextPapers(), _calendar())
        self.session = SessionDesk(self.hall, PlainPins(), "3")
        self.actor: Actor = self.session.sign_in("0317", PIN).actor
        self.printing = PrintDesk(self.hall)
        self.desk = ReceptionDesk(self.hall)
        self.queue = QueueStub("A012", "A013")
        self.opened: list[str] = []
        self.runner = runner or InlineRunner()
        self.services = ReceptionServices(
            desk=self.desk,
            law=LawDesk(self.hall),
            actor=lambda: self.actor,
            now=self.clock.now,
            call_next=self.queue,
            on_duty=self.session.on_duty,
            jobs=lambda case_no: self.store.jobs(stream=case_stream(case_no)),
            reprint=self.printing.reprint,
            open_case=self.opened.append,
            decide=self.opened.append,
        )
        self.presenter = ReceptionPresenter(self.services, self.runner)

    # --- hands ---

    def choose(self, letters: str) -> None:
        """Type into the matter box and press Enter."""
        self.presenter.focus("matter")
        self.presenter.search(letters)
        self.press("Enter")
        self.follow()

    def tick_all(self) -> None:
        """Space until nothing required is lacking."""
        self.presenter.focus("materials")
        while any(p.code == "material.missing" for p in self.presenter.state.stops):
            self.press("Space")

    def fill(self, **values: str) -> None:
        """Fields of the matter's form by key."""
        for key, value in values.items():
            self.presenter.focus(f"form.{key}")
            self.presenter.write(f"form.{key}", value)

    def complete(self) -> None:
        """Everything of the first food licence, ready for F5."""
        self.presenter.card(ZHOU)
        self.choose("spl")
        self.tick_all()
        self.fill(**FOOD)
        self.presenter.focus("contact.phone")
        self.presenter.write("contact.phone", "13900000826")

    def press(self, key: str) -> bool:
        """Press a key as the shell would; False when it is dim."""
        commands = Commands()
        commands.set_page(bind(self.presenter))
        command = commands.by_key(key)
        assert command is not None, f"no command on {key}"
        if not command.enabled().ok:
            return False
        command.handler()
        return True

    def why(self, key: str) -> str:
        """Why a key is dim now."""
        commands = Commands()
        commands.set_page(bind(self.presenter))
        command = commands.by_key(key)
        assert command is not None
        return str(command.enabled().why)

    def follow(self) -> None:
        """Give the focus to where the presenter wants it, as the page does."""
        wanted, self.presenter.wanted_focus = self.presenter.wanted_focus, ""
        if wanted:
            self.presenter.focus(wanted)

    def step(self) -> str:
        """The 下一步 line as words: key, now, then, other."""
        step = self.presenter.next_step()
        spec = find_spec(step.command)
        parts = [f"[{spec.key}]" if spec else "", _plain(step.now), _plain(step.then)]
        return " ".join([*parts, _plain(step.other)]).strip()

    def close(self) -> None:
        self.store.close()


@cache
def template() -> Path:
    """A provisioned store of the demo hall, made once and copied for each test."""
    path = Path(tempfile.mkdtemp()) / "template.store"
    store = SqlStore.create(
        path, KEY, training=True, centre="430423", terminal="03", recorded_at=NOW
    )
    hall = Hall(store, FrozenClock(NOW), TextPapers(), _calendar())
    catalogue = demo_catalogue()
    body, digest = catalogue_digest(catalogue)
    import_catalogue(hall, catalogue, body, digest, SYSTEM)
    session = SessionDesk(hall, PlainPins(), "3")
    session.register_staff(catalogue)
    numbers = [member.number for member in catalogue.staff]
    session.give_first_pins(dict.fromkeys(numbers, PIN), must_change=False)
    store.close()
    return path


def _plain(line: Line) -> str:
    return plain(parse(line), lambda hint: f"[{hint.command}]")


@cache
def _calendar() -> WorkCalendar:
    return load_calendar(resource_root() / "calendars")


def submit_inline(job: Callable[[], Any]) -> Future[Any]:
    """A store worker without a thread."""
    return InlineWorker().submit(job)


__all__ = ["FOOD", "NOW", "OUYANG", "ZHAO", "ZHOU", "Kit", "QueueStub", "submit_inline"]
