"""全程代理: projects taken on, their steps, trips and meetings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from counter.desk.hall import Hall, PaperTask
from counter.domain import project as rules
from counter.domain import projectpapers
from counter.domain.acts import NewAct
from counter.domain.case import ENDED
from counter.domain.people import Actor
from counter.domain.project import Investor, Project
from counter.domain.records import AccessOpened, access_stream
from counter.ports.store import Tx


class ProjectDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def listed(self, actor: Actor, limit: int = 100) -> tuple[Project, ...]:
        """The open ones first, oldest first; then the closed. Of another unit's neither investor
        nor trips nor meetings: those come by `view`, which is recorded."""
        return tuple(
            state if state.opened and state.opened.unit == actor.unit else _outside(state)
            for state in self._hall.store.projects(limit)
        )

    def view(self, actor: Actor, number: str) -> Project:
        """One project; another unit's leaves a trace (查询留痕). Raises `project.none`."""
        hall = self._hall
        state = hall.store.project(number)
        if state is None or state.opened is None:
            raise rules.none(number)
        if state.opened.unit != actor.unit:
            day = hall.today().isoformat()
            trace = NewAct(
                stream=access_stream(actor.number, day),
                payload=AccessOpened(case_no=number, why="project"),
                effective_on=day,
            )
            with hall.store.write() as tx:
                tx.append([trace], hall.stamp(actor))
        return state

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds of project and the short name of the unit that leads each."""
        catalogue = self._hall.catalogue()
        return tuple(
            (x.kind, catalogue.units[x.unit].short) for x in catalogue.catalogue.project_leads
        )

    def open(self, actor: Actor, name: str, investor: Investor, kind: str) -> str:
        """Take a project on; returns its number. Raises what `check_opening` raises."""
        hall, today = self._hall, self._hall.today()
        payload = rules.check_opening(actor, hall.catalogue(), name, investor, kind)
        series = rules.project_series(hall.store.info().centre, today.year, hall.terminal)
        with hall.store.write() as tx:
            n = tx.take_number(series)
            number = rules.project_number(today.year, hall.terminal, n)
            act = rules.open_project(payload, number, series, n, today)
            tx.append([act], hall.stamp(actor, investor.power_number))
        hall.published("", "projects")
        return number

    def plan(self, actor: Actor, number: str, query: str) -> None:
        """One more step: the first matter that fits the query (initials, name, code)."""
        catalogue = self._hall.catalogue()
        found = catalogue.find_matters(query, None, 1)
        matter = found[0] if found else None
        where = catalogue.unit_of_matter(matter).short if matter else ""
        today = self._hall.today()
        self._do(actor, number, lambda _tx, s: rules.plan_step(s, actor, matter, where, today))

    def link(self, actor: Actor, number: str, no: int, case_no: str) -> None:
        """The step's case. Raises what `link_step` raises."""
        today = self._hall.today()

        def decide(tx: Tx, state: Project) -> NewAct:
            case = tx.case(case_no)
            matter = case.received.matter if case and case.received else ""
            return rules.link_step(state, actor, no, case_no, matter, today)

        self._do(actor, number, decide)

    def finish(self, actor: Actor, number: str, no: int) -> None:
        """The step is done. Raises what `finish_step` raises."""
        today = self._hall.today()

        def decide(tx: Tx, state: Project) -> NewAct:
            step = next((s for s in state.steps if s.no == no), None)
            case = tx.case(step.case_no) if step and step.case_no else None
            ended = case is not None and case.status in ENDED
            return rules.finish_step(state, actor, no, ended, today)

        self._do(actor, number, decide)

    def trip(self, actor: Actor, number: str, who: str, why: str) -> None:
        """The investor had to come. Raises what `record_trip` raises."""
        today = self._hall.today()
        self._do(actor, number, lambda _tx, s: rules.record_trip(s, actor, who, why, today))

    def meet(
        self, actor: Actor, number: str, units: tuple[str, ...], minutes: str
    ) -> tuple[PaperTask, ...]:
        """会商, convened by the centre, and its minutes where the hall has that paper. Raises what
        `record_meeting` raises."""
        catalogue, today = self._hall.catalogue(), self._hall.today()

        def decide(tx: Tx, state: Project) -> list[NewAct]:
            centre = catalogue.centre.name
            met = rules.record_meeting(state, actor, centre, units, minutes, today)
            if projectpapers.MINUTES not in catalogue.papers:
                return [met]
            acts, place = tx.acts_of(met.stream), self._hall.setting(tx, catalogue)
            held = met.payload
            assert isinstance(held, rules.ProjectMeeting)
            return [met, projectpapers.print_minutes(state, acts, held, actor, place)]

        return self._record(actor, number, decide)

    def print_sheet(self, actor: Actor, number: str) -> tuple[PaperTask, ...]:
        """项目代理单 as the project stands. Raises what `print_sheet` of the domain raises."""

        def decide(tx: Tx, state: Project) -> list[NewAct]:
            place = self._hall.setting(tx, self._hall.catalogue())
            acts = tx.acts_of(rules.project_stream(number))
            return [projectpapers.print_sheet(state, acts, actor, place)]

        return self._record(actor, number, decide)

    def close(self, actor: Actor, number: str, result: str) -> None:
        """Every step is done. Raises what `close_project` raises."""
        today = self._hall.today()
        self._do(actor, number, lambda _tx, s: rules.close_project(s, actor, result, today))

    def _do(self, actor: Actor, number: str, decide: Callable[[Tx, Project], NewAct]) -> None:
        self._record(actor, number, lambda tx, state: [decide(tx, state)])

    def _record(
        self, actor: Actor, number: str, decide: Callable[[Tx, Project], list[NewAct]]
    ) -> tuple[PaperTask, ...]:
        hall = self._hall
        with hall.store.write() as tx:
            state = tx.project(number) or Project(number=number)
            acts = decide(tx, state)
            grant = state.opened.investor.power_number if state.opened else ""
            _recorded, tasks = hall.record(tx, acts, hall.stamp(actor, grant))
        hall.published_of(rules.project_stream(number), "projects", *(["queue"] if tasks else []))
        return tasks


def _outside(state: Project) -> Project:
    if state.opened is None:
        return state
    nobody = Investor(name="", credit_code="", power_number="", power_on="")
    bare = msgspec.structs.replace(state.opened, investor=nobody)
    return msgspec.structs.replace(state, opened=bare, trips=(), meetings=())
