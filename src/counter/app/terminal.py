"""Everything of one terminal but its window: store, hall, jobs of the desk, devices, print workers.

Built step by step, so that the window can be shown first: `Terminal(config)` costs nothing,
`open()` opens the store (on the store worker's thread), `start()` lets the devices run.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.app.logs import CrashReporter
from counter.config import DeviceConfig, TerminalConfig
from counter.desk.changes import ChangeFeed
from counter.desk.worker import StoreWorker
from counter.domain.errors import KnownError
from counter.domain.persons import IdDocument
from counter.ports.clock import CHINA, Clock, SetClock, SystemClock, stamp

if TYPE_CHECKING:
    from counter.app.till import TillJobs
    from counter.desk.cases import CasesDesk
    from counter.desk.charges import ChargeDesk
    from counter.desk.decision import DecisionDesk
    from counter.desk.devices import CardWatch, Devices
    from counter.desk.enquiries import EnquiryDesk
    from counter.desk.hall import Hall
    from counter.desk.law import LawDesk
    from counter.desk.printing import PrintDesk, PrintWorker
    from counter.desk.projects import ProjectDesk
    from counter.desk.reception import ReceptionDesk
    from counter.desk.session import SessionDesk
    from counter.documents.papers import FormPapers
    from counter.domain.case import PaperIssued
    from counter.ports.store import Store


BREATH = 0.15
"""Seconds between a paper's being queued and its being set: the screen comes first."""


def make_clock(config: TerminalConfig) -> Clock:
    """The system's clock; a training desk may start at another time. A real one never."""
    if not config.training:
        return SystemClock()
    if not config.start_clock:
        return SetClock()
    start = dt.datetime.fromisoformat(config.start_clock)
    return SetClock(start if start.tzinfo else start.replace(tzinfo=CHINA))


class Terminal:
    """The parts of one terminal, in the order in which they come up."""

    store: Store
    hall: Hall
    papers: FormPapers
    session: SessionDesk
    reception: ReceptionDesk
    decision: DecisionDesk
    cases: CasesDesk
    law: LawDesk
    enquiries: EnquiryDesk
    projects: ProjectDesk
    charges: ChargeDesk
    printing: PrintDesk
    till: TillJobs

    def __init__(self, config: TerminalConfig, clock: Clock, crash: CrashReporter) -> None:
        self.config, self.clock, self.crash = config, clock, crash
        self.worker = StoreWorker()
        self.feed = ChangeFeed()
        self.devices: Devices | None = None
        self.on_card: Callable[[IdDocument], None] = lambda _card: None
        self.on_card_fault: Callable[[KnownError], None] = lambda _error: None
        self._watch: CardWatch | None = None
        self._printers: list[PrintWorker] = []
        self._leave: Callable[[], None] = lambda: None
        self._closing = threading.Event()

    def open(self, key: bytes) -> None:
        """Open the store and build the jobs. Raises KnownError `store.*`.

        Called on the store worker's thread; imports of the heavy rooms happen here.
        """
        from counter.store.sqlstore import SqlStore

        self.attach(SqlStore.open(self.config.store_path, key), key)

    def attach(self, store: Store, key: bytes) -> None:
        """Build the jobs over a store that was opened with `key`."""
        from counter.app.till import TillJobs
        from counter.desk import calendars
        from counter.desk.cases import CasesDesk
        from counter.desk.charges import ChargeDesk
        from counter.desk.decision import DecisionDesk
        from counter.desk.enquiries import EnquiryDesk
        from counter.desk.hall import Hall
        from counter.desk.law import LawDesk
        from counter.desk.printing import PrintDesk
        from counter.desk.projects import ProjectDesk
        from counter.desk.reception import ReceptionDesk
        from counter.desk.session import SessionDesk
        from counter.documents.papers import FormPapers
        from counter.domain.calendars import CALENDAR_STREAM, in_force
        from counter.packs.calendars import load_calendar, with_local_days
        from counter.resources import resource_root
        from counter.store.pins import ArgonPins
        from counter.store.sheetkeys import PEERS, DerivedSheetKeys

        self.store = store
        if store.info().training != self.config.training:
            raise KnownError(
                "store.kind",
                "这本账和本机设置的用途不同（一个练习，一个真办）。",
                "请安装人员核对设置里的 training。",
            )
        self._keep_clock_ahead()
        self.papers = FormPapers()
        calendar = load_calendar(resource_root() / "calendars")
        newest = store.catalogue()
        if newest is not None:
            calendar = with_local_days(calendar, newest.local_days)
        calendar = in_force(calendar, store.acts_of(CALENDAR_STREAM))
        self.hall = Hall(store, self.clock, self.papers, calendar, self.feed)
        calendars.begin(self.hall)
        self.session = SessionDesk(self.hall, ArgonPins(), self.config.window)
        self.reception = ReceptionDesk(self.hall)
        self.decision = DecisionDesk(self.hall)
        self.cases = CasesDesk(self.hall)
        self.law = LawDesk(self.hall)
        self.enquiries = EnquiryDesk(self.hall)
        self.projects = ProjectDesk(self.hall)
        sheet_keys = DerivedSheetKeys(
            self.hall.terminal, key, self.hall.training, lambda: store.setting(PEERS)
        )
        self.charges = ChargeDesk(self.hall, sheet_keys)
        self.printing = PrintDesk(self.hall)
        self.printing.recover()
        self.till = TillJobs(self.hall, self.papers)
        self.till.cashier.recover()

    def warm(self) -> None:
        """Do ahead what the first search and the first papers would wait for; on a thread of its
        own, once the window takes keys. Ends soon after `close`."""
        import platformdirs

        from counter.store.pinyin import syllables

        syllables()
        catalogue = self.hall.catalogue().catalogue
        said = [catalogue.centre.name, *(m.name for m in catalogue.staff)]
        said += [word for unit in catalogue.units for word in (unit.name, unit.short)]
        for matter in catalogue.matters:
            said += [matter.title, *(material.name for material in matter.materials)]
        keep = Path(platformdirs.user_cache_dir("counter")) / "outlines.bin"
        self.papers.warm(keep, "".join(said), self._closing.is_set)

    def _keep_clock_ahead(self) -> None:
        """A training clock never starts before the last recorded act."""
        last = self.store.info().last_recorded_at
        if isinstance(self.clock, SetClock) and last:
            moment = dt.datetime.fromisoformat(last) + dt.timedelta(seconds=1)
            if self.clock.now() < moment:
                self.clock.set(moment)

    def start(self) -> None:
        """Let the devices, the card watch and the print workers run."""
        from counter.app.till import ticket_worker
        from counter.desk.devices import CardWatch, Devices
        from counter.desk.printing import PrintWorker

        config = self.config
        reader = self._device(config.reader)
        slip = self._device(config.slip)
        page = self._device(config.page)
        queue = self._device(config.queue)
        pos = self._device(config.pos, self.clock.monotonic)
        forms = self._device(config.tickets)
        self.devices = Devices(
            reader,
            slip,
            page,
            queue,
            self._devices_changed,
            on_crash=self._fault,
            pos=pos,
            forms=forms,
        )
        self.devices.start()
        self.till.connect(self.devices, self.worker, self.hall, self._fault)
        if forms is not None:
            self._printers.append(
                ticket_worker(
                    self.printing,
                    self.worker,
                    self.store,
                    self.papers,
                    lambda issued, nth, moved: (
                        self.papers.render(issued, nth, calibration=moved).data
                    ),
                    forms,
                    self._fault,
                )
            )
        if reader is not None:
            self._watch = CardWatch(
                reader, lambda d: self.on_card(d), lambda e: self.on_card_fault(e), self._fault
            )
            self._watch.start()
        if slip is not None:
            self._printers.append(
                PrintWorker(
                    "slip",
                    self.printing,
                    self.worker,
                    lambda issued, nth: self._rendered(issued, nth, slip.width_dots),
                    lambda data, _job: slip.print(data),
                    simulated=slip.simulated,
                    on_fault=self._fault,
                    ready=lambda: slip.health().light in ("ok", "warn"),
                    breath=BREATH,
                )
            )
        if page is not None:
            self._printers.append(
                PrintWorker(
                    "page",
                    self.printing,
                    self.worker,
                    self._rendered,
                    lambda data, job: page.print(data, job.copies, f"{job.title}-{job.id}"),
                    simulated=page.simulated,
                    on_fault=self._fault,
                    ready=lambda: page.health().light in ("ok", "warn"),
                    breath=BREATH,
                )
            )
        for printer in self._printers:
            printer.start()
        self._leave = self.feed.subscribe(lambda _changes: self._wake_printers())

    def _rendered(self, issued: PaperIssued, nth: int, width_dots: int = 576) -> bytes:
        data = self.papers.render(issued, nth, width_dots).data
        self.papers.rest()
        return data

    @property
    def printing_now(self) -> bool:
        """True while a print worker has a job in hand."""
        return any(p.busy for p in self._printers)

    def _wake_printers(self) -> None:
        for printer in self._printers:
            printer.wake()

    def _devices_changed(self) -> None:
        from counter.desk.changes import Changes

        self.feed.publish(Changes(topics=frozenset({"devices"})))

    def _fault(self, fault: BaseException) -> None:
        self.crash.report(fault)

    def _device(
        self, config: DeviceConfig | None, monotonic: Callable[[], float] = time.monotonic
    ) -> Any:
        """A driver by name; a real store takes no simulator.

        monotonic: seconds by which it waits; the fee terminal's two minutes follow a set clock.
        """
        if config is None:
            return None
        from counter.devices.manifest import Surroundings
        from counter.devices.registry import Registry

        around = Surroundings(monotonic=monotonic, now=lambda: stamp(self.clock.now()))
        return Registry.standard().make(
            config.driver,
            dict(config.options),
            around,
            allow_simulated=self.config.training,
        )

    def close(self) -> None:
        """Stop in the opposite order."""
        self._closing.set()
        self.worker.submit(lambda: None).result()  # what is being opened is open
        self._leave()
        if self._watch is not None:
            self._watch.close()
        if hasattr(self, "till"):
            self.till.close()
        for printer in self._printers:
            printer.close()
        if self.devices is not None:
            self.devices.close()
        if hasattr(self, "store"):
            self.worker.submit(self.store.close).result()
        self.worker.close()
