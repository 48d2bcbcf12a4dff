"""The pages of the desk, built over a terminal's jobs, and what flows into the shell round them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from counter import __version__
from counter.app.citizen import CitizenScreen
from counter.app.devicetests import device_tests
from counter.app.finders import Cases, Matters, People
from counter.app.moneypages import MoneyPages, rail_of
from counter.app.selftest import run_self_test
from counter.desk.cases import UNFILED
from counter.desk.changes import Changes
from counter.desk.devices import Devices
from counter.desk.seals import SealDesk
from counter.desk.session import SignedIn
from counter.desk.ticketbooks import whole_sum
from counter.domain.case import case_stream
from counter.domain.catalogue import PLACEMENT_WORDS, CatalogueIndex
from counter.domain.errors import KnownError, Text, text
from counter.domain.finance.stock import StubSum
from counter.domain.people import Actor, Role
from counter.ports.store import OutboxInfo
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case.page import CasePage
from counter.ui.pages.case.presenter import Why
from counter.ui.pages.cash.widgets import stub_words
from counter.ui.pages.devices.page import DevicesPage
from counter.ui.pages.devices.presenter import DevicesPresenter
from counter.ui.pages.enquiry.page import EnquiryPage
from counter.ui.pages.enquiry.presenter import EnquiryPresenter
from counter.ui.pages.printing.page import PrintingPage
from counter.ui.pages.printing.presenter import Outbox, PrintingPresenter, unsettled
from counter.ui.pages.project.page import ProjectPage
from counter.ui.pages.project.presenter import ProjectPresenter
from counter.ui.pages.reception import commands as keys
from counter.ui.pages.reception.page import ReceptionPage
from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.pages.reception.services import ReceptionServices
from counter.ui.pages.seals.page import SealsPage
from counter.ui.pages.seals.presenter import SealsPresenter
from counter.ui.pages.search import commands as search_keys
from counter.ui.pages.search.page import SearchPage
from counter.ui.pages.signin.presenter import Hall
from counter.ui.pages.staff.page import StaffPage
from counter.ui.pages.staff.presenter import StaffPresenter
from counter.ui.pages.worklist.page import WorkPage
from counter.ui.palette.model import PaletteModel
from counter.ui.palette.view import Palette
from counter.ui.qt import QApplication, QObject, Qt, Signal
from counter.ui.shell.page import Page
from counter.ui.state import LIGHTS, DeviceLight, StatusState

if TYPE_CHECKING:
    from counter.app.desktop import Desktop
    from counter.app.front import Front

DEVICE_WORDS = {
    "id_reader": "读卡器",
    "receipt_printer": "小票机",
    "page_printer": "A4 打印",
    "form_printer": "票据打印",
    "queue": "叫号机",
    "fee_terminal": "POS 机",
}


class Pages(QObject):
    """Builds pages, brings people in and out, keeps the status bar true."""

    _heard = Signal(object)

    def __init__(self, desktop: Desktop, front: Front) -> None:
        """Little by itself: `building` makes the pages."""
        super().__init__(desktop)
        self._front, self.sign_in, self.front_page = front, front.presenter, front.page
        self.terminal, self.shell = desktop.terminal, desktop.shell
        self.session, self.bridge = desktop.session, desktop.bridge
        self._catalogue: CatalogueIndex = self.terminal.reception.catalogue()
        self._outbox = OutboxInfo(0, "")
        self._network = False
        self._unknown: Text | str = ""
        self._stub_sum: StubSum | None = None
        self.citizen: CitizenScreen | None = None
        self.sign_in.hall = self._hall()
        front.again = self.self_test
        self._heard.connect(self._changed, Qt.ConnectionType.QueuedConnection)
        self._leave = self.terminal.feed.subscribe(self._heard.emit)
        self._read_outbox()

    # --- building

    def building(self) -> Iterator[None]:
        """Builds the pages, one at each step, so that typing at sign-in is not held up."""
        terminal, shell, bridge = self.terminal, self.shell, self.bridge
        actor, now = self.session.actor, terminal.clock.now
        self.reception = ReceptionPresenter(
            ReceptionServices(
                desk=terminal.reception,
                law=terminal.law,
                actor=actor,
                now=now,
                call_next=self._call_next,
                on_duty=terminal.session.on_duty,
                jobs=lambda case_no: terminal.store.jobs(stream=case_stream(case_no)),
                reprint=terminal.printing.reprint,
                open_case=lambda case_no: self.open_case(case_no, "reception"),
                decide=lambda case_no: self.open_case(case_no, "reception"),
            ),
            bridge,
        )
        shell.add_page(ReceptionPage(self.reception))
        yield
        work = WorkPage(
            terminal.cases,
            terminal.decision,
            bridge,
            actor,
            lambda n: self.open_case(n, "work_list"),
            lambda: now().date(),
        )
        shell.add_page(work)
        yield
        search = SearchPage(
            terminal.cases,
            bridge,
            actor,
            lambda n: self.open_case(n, "search"),
            lambda: now().date(),
        )
        self.search = search
        shell.add_page(search)
        yield
        self.case = CasePage(
            terminal.cases,
            terminal.decision,
            terminal.reception,
            terminal.printing,
            terminal.law,
            terminal.charges,
            bridge,
            actor,
            lambda: now().date(),
            done=self._back_from_case,
        )
        shell.add_page(self.case)
        self.money = MoneyPages(terminal, bridge, actor)
        for page in (*self._side_pages(), *self.money.pages()):
            yield
            shell.add_page(page)
        self.money.join(shell.go)
        self.citizen = CitizenScreen(terminal.config, shell, self.money.cash, self.sign_in.hall)
        self.citizen.placed.connect(self.renew)
        shell.add_commands(self.citizen.commands())
        for page in shell.pages:
            yield
            shell.make_ready(page)
        yield
        self._connect()

    def _connect(self) -> None:
        """What the shell and the law ask of the pages, once all are there."""
        terminal, shell, bridge = self.terminal, self.shell, self.bridge
        shell.locked.connect(self._locked)
        shell.day_changed.connect(self._another_day)
        bridge.call(terminal.law.automatic)
        shell.install(self._palette().open, self._sign_out)
        shell.add_commands(
            [
                keys.NEW.bind(lambda: self._at_reception(self.reception.new), self._may_receive),
                keys.CALL.bind(lambda: self._at_reception(self.reception.call), self._may_receive),
                search_keys.UNFILED.bind(self._list_unfiled, self._may_receive),
                *self.money.commands(shell),
            ]
        )
        self._came_from = "search"

    def _list_unfiled(self) -> None:
        """待归档: the search page with the unit's finished cases that are not filed."""
        self.shell.go("search")
        self.search.look_for(UNFILED)

    def _side_pages(self) -> Iterator[Page]:
        """The pages beside the cases; each made when it is asked for."""
        terminal, bridge, now = self.terminal, self.bridge, self.terminal.clock.now
        actor = self.session.actor
        assert terminal.devices is not None
        enquiries = EnquiryPresenter(
            terminal.enquiries, bridge, actor, lambda: now().date(), self._receive_asked
        )
        yield EnquiryPage(enquiries)
        projects = ProjectPresenter(terminal.projects, bridge, actor)
        yield ProjectPage(projects)
        printing = PrintingPresenter(
            terminal.printing,
            bridge,
            actor,
            now,
            outbox=lambda: Outbox(self._outbox.unsent, self._age(), self._network),
            openers={
                "case": lambda case_no: self.open_case(case_no, "work_list"),
                "project": lambda number: self._show("project", projects.select, number),
                "enquiry": lambda number: self._show("enquiry", enquiries.select, number),
            },
        )
        yield PrintingPage(printing)
        yield SealsPage(
            SealsPresenter(
                SealDesk(terminal.hall), bridge, actor, lambda n: self.open_case(n, "search")
            ),
            lambda: now().date(),
        )
        devices = DevicesPresenter(
            terminal.devices,
            bridge,
            now,
            tests=device_tests(terminal, lambda: actor().number),
            facts=self._facts,
            copy=lambda words: QApplication.clipboard().setText(words),
        )
        yield DevicesPage(devices)
        staff = StaffPresenter(
            terminal.session, bridge, actor, now, lambda code: self._unit_words(code)
        )
        yield StaffPage(staff)

    def _palette(self) -> Palette:
        cases, session = self.terminal.cases, self.session
        providers = (
            People(cases, lambda n: self.open_case(n, "palette")),
            Cases(cases, lambda n: self.open_case(n, "palette")),
            Matters(
                lambda: self._catalogue,
                lambda: session.person.unit if session.person else "",
                self._begin,
            ),
        )
        return Palette(self.shell.ground, PaletteModel(self.shell.commands, self.bridge, providers))

    def _may_receive(self) -> Availability:
        person = self.session.person
        if person is not None and person.may(Role.CLERK, Role.CHIEF_A, Role.CHIEF_B):
            return YES
        return no("这个岗位不受理")

    def _at_reception(self, step: Callable[[], object]) -> None:
        """F2 and F3 hold on every page: they begin at reception."""
        self.shell.go("reception")
        step()

    def _begin(self, matter: str) -> None:
        """A matter chosen in the palette goes into the form in hand."""
        self.shell.go("reception")
        self.reception.choose(matter)

    def _receive_asked(self, matter: str) -> None:
        """F2 on a question: a new form with the matter that was asked about."""
        self._at_reception(self.reception.new)
        if matter:
            self.reception.choose(matter)

    def _unit_words(self, code: str) -> str:
        unit = self._catalogue.units.get(code)
        return unit.short if unit else "中心"

    def _facts(self) -> tuple[tuple[str, str], ...]:
        config = self.terminal.config
        return (
            ("版本", __version__),
            ("终端", f"{config.centre}-{config.terminal}"),
            ("本机账", "练习" if config.training else "真办"),
            ("目录", f"第 {self._catalogue.catalogue.version} 版"),
            ("放假表", f"到 {self.terminal.hall.calendar.years[-1]} 年"),
        )

    def _another_day(self) -> None:
        """The acts that the law does by itself, then every page reckons anew, also when one of
        those acts could not be recorded."""

        def reckon(_done: object = None) -> None:
            self.terminal.feed.publish(Changes(topics=frozenset({"day", "work"})))

        def failed(error: KnownError) -> None:
            self.shell.show_error(error)
            reckon()

        self.bridge.call(self.terminal.law.automatic, reckon, failed)

    def _hall(self) -> Hall:
        catalogue = self._catalogue
        window = catalogue.windows.get(self.terminal.config.window)
        unit = catalogue.units.get(window.unit) if window else None
        return Hall(
            centre=catalogue.centre.name,
            window=self.terminal.config.window,
            unit=unit.short if unit else "",
            unit_code=unit.code if unit else "",
            placement=PLACEMENT_WORDS[unit.placement] if unit else "",
            motto=catalogue.centre.motto,
        )

    # --- people

    def open_up(self) -> None:
        """All pages are there: whoever has signed in meanwhile comes in."""
        self.sign_in.load()
        self.sign_in.changed()
        self.renew()
        self.self_test()
        self._front.hand_over(self._came)

    def front(self) -> None:
        """Nobody works here yet."""
        self.sign_in.ask_sign_in()
        self.shell.leave()
        self.renew()
        self.self_test()

    def self_test(self) -> None:
        """Look at devices, journal, clock, line and calendar, and show it at sign-in."""
        terminal = self.terminal
        assert terminal.devices is not None
        self.bridge.follow(
            terminal.devices.errand(lambda: run_self_test(terminal, self._network)),
            self.sign_in.show_test,
        )

    def _sign_out(self) -> None:
        """离岗: signed out, the sign-in page comes up."""
        person = self.session.person
        if person is None:
            return
        self.bridge.call(lambda: self.terminal.session.sign_out(person), lambda _none: self.front())

    def _came(self, signed: SignedIn, another: bool) -> None:
        self._read_outbox()
        self.renew()
        self.shell.set_places(rail_of(signed.actor))
        if another:
            self.shell.enter(self._first_page(signed.actor))
        else:
            self.shell.come_back()

    def _first_page(self, actor: Actor) -> str:
        current = self.shell.current
        if rail_of(actor) is not None:
            return "cash"
        if actor.may(Role.CLERK):
            return "reception"
        if actor.may(Role.CHIEF_A, Role.CHIEF_B):
            return "worklist"
        return current.id if current is not None and current.place else "search"

    def _locked(self, _why: str) -> None:
        self.sign_in.ask_unlock()
        self.shell.leave()

    # --- cases

    def open_case(self, case_no: str, why: Why) -> None:
        """Bring up a case; Esc goes back to where it was opened from."""
        current = self.shell.current
        if current is not None and current is not self.case:
            self._came_from = current.id
        self.case.open(case_no, why)
        self.shell.go("case")

    def _show(self, page: str, select: Callable[[object], object], number: str) -> None:
        """Another page with this line under the hand."""
        select(number)
        self.shell.go(page)

    def _back_from_case(self) -> None:
        self.shell.go(self._came_from)

    def _call_next(self) -> object:
        devices = self.terminal.devices
        assert isinstance(devices, Devices)
        return devices.call_next(self.terminal.config.window)

    # --- status

    def set_network(self, on: bool) -> None:
        """The line to the centre is there or not (training: by the script)."""
        self._network = on
        self.renew()

    def _changed(self, changes: Changes) -> None:
        """Pass on to the pages, and look at the outbox again."""
        self.shell.publish(changes)
        if changes.topics & {"outbox", "queue", "devices", "session", "money"}:
            self._read_outbox()

    def _read_outbox(self) -> None:
        store, person = self.terminal.store, self.session.person
        cashier = self.terminal.till.cashier
        self.bridge.call(
            lambda: (
                store.outbox(),
                unsettled(store.jobs(("unknown",))),
                len(cashier.in_doubt()),
                self._stubs(person),
            ),
            self._outbox_read,
        )

    def _stubs(self, person: Actor | None) -> StubSum | None:
        """The sum of this window's ticket paper, for whoever keeps it."""
        if person is None or not person.may(Role.FINANCE):
            return None
        return whole_sum(self.terminal.till.tickets.books(person.window))

    def _outbox_read(self, found: tuple[OutboxInfo, int, int, StubSum | None]) -> None:
        self._outbox, papers, payments, self._stub_sum = found
        self._unknown = text("{n} 份不知道打没打", n=papers) if papers else ""
        if payments:  # money before paper
            self._unknown = text("{n} 笔不知道扣没扣", n=payments)
        self.renew()

    def _age(self) -> str:
        """Age of the oldest unsent act in words: 4 分钟, 6 小时 2 分, 2 天 3 小时."""
        if not self._outbox.oldest:
            return ""
        oldest = dt.datetime.fromisoformat(self._outbox.oldest)
        minutes = int((self.terminal.clock.now() - oldest).total_seconds() // 60)
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        if days > 0:
            return f"{days} 天 {hours} 小时"
        if hours > 0:
            return f"{hours} 小时 {rest} 分"
        return f"{max(rest, 1)} 分钟"

    def renew(self) -> None:
        """The status bar from what is known now."""
        person = self.session.person
        hall = self.sign_in.hall
        health = self.terminal.devices.health() if self.terminal.devices else ()
        lights = tuple(
            DeviceLight(DEVICE_WORDS[h.kind], LIGHTS[h.light], h.simulated) for h in health
        )
        stubs = self._stub_sum if person is not None else None
        self.shell.set_status(
            StatusState(
                who=person.name if person else "",
                post=person.post if person else "",
                window=hall.window,
                unit=hall.unit,
                terminal=self.terminal.config.terminal,
                lights=(*lights, *(self.citizen.lights() if self.citizen else ())),
                online=self._network,
                unsent=self._outbox.unsent,
                oldest=self._age(),
                training=self.terminal.config.training,
                version=__version__,
                unknown=self._unknown,
                tickets=str(stubs.left) if stubs else "",
                tickets_sum=stub_words(stubs).rpartition(" + ")[0] if stubs else "",
            )
        )

    def close(self) -> None:
        """Stop listening."""
        self._leave()
