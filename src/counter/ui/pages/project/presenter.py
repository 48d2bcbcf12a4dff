"""The page of projects without Qt: the projects, the steps of one, trips, papers' places."""

from __future__ import annotations

from collections.abc import Callable

from counter.desk.hall import PaperTask
from counter.desk.projects import ProjectDesk
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor, Role
from counter.domain.project import Investor, Project, ProjectStep
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.markup import Run
from counter.ui.pages.project import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.state import Badge, ChipState, Header, NextStep, Trouble

PROJECTS = (
    Column("state", "", 92, narrow=92),
    Column("number", "编号", 132, narrow=124),
    Column("name", "项目", 0),
    Column("agent", "代理人", 150, narrow=130),
    Column("steps", "办成", 60, "right"),
)
STEPS = (
    Column("state", "", 92, narrow=92),
    Column("matter", "要办的事项", 0),
    Column("where", "哪个单位", 110, narrow=100),
    Column("case", "办件编号", 204, narrow=190),
)
STATE_CHIPS = {
    "planned": ChipState("todo", "要办"),
    "linked": ChipState("waiting", "在办"),
    "done": ChipState("done", "办成"),
}

Done = Callable[[], object]
Failed = Callable[[KnownError], object]


class ProjectPresenter(Presenter):
    """State of the page."""

    def __init__(self, desk: ProjectDesk, runner: Runner, actor: Callable[[], Actor]) -> None:
        super().__init__()
        self.desk, self._runner, self._actor = desk, runner, actor
        self.ask: dict[str, Callable[[], object]] = {}
        self.forget()

    def forget(self) -> None:
        """Another person works here."""
        self.projects: tuple[Project, ...] = ()
        self.kinds: tuple[tuple[str, str], ...] = ()
        self.loaded = False
        self.current, self.step_no = "", 0
        self.seen: dict[str, Project] = {}
        self.done: Text | str = ""
        self.trouble: Trouble | None = None

    # --- reading

    def load(self) -> None:
        """The projects and the kinds, from the store."""
        actor = self._actor()
        self._runner.call(lambda: (self.desk.listed(actor), self.desk.kinds()), self._loaded)

    def _loaded(self, found: tuple[tuple[Project, ...], tuple[tuple[str, str], ...]]) -> None:
        self.projects, self.kinds = found
        self.loaded = True
        if self.project is None and self.projects:
            self.current = self.projects[0].number
        self.changed()

    @property
    def project(self) -> Project | None:
        """The project under the hand."""
        found = next((p for p in self.projects if p.number == self.current), None)
        return self.seen.get(self.current, found)

    @property
    def shown(self) -> bool:
        """Whether this person may see what stands in it (own unit, or looked at)."""
        state, actor = self.project, self._actor()
        if state is None or state.opened is None:
            return False
        return state.opened.unit == actor.unit or state.number in self.seen

    @property
    def step(self) -> ProjectStep | None:
        """The step under the hand."""
        steps = self.project.steps if self.project else ()
        return next((s for s in steps if s.no == self.step_no), None)

    def select(self, number: object) -> None:
        """Another project under the hand."""
        if str(number or "") != self.current:
            self.current, self.step_no, self.trouble = str(number or ""), 0, None
            self.changed()

    def select_step(self, no: object) -> None:
        """Another step under the hand."""
        self.step_no, self.trouble = int(no) if isinstance(no, int) else 0, None
        self.changed()

    def go(self, by: int) -> None:
        """The project before or after."""
        numbers = [p.number for p in self.projects]
        if self.current in numbers:
            place = min(max(numbers.index(self.current) + by, 0), len(numbers) - 1)
            self.select(numbers[place])

    # --- what is shown

    def rows(self) -> list[Row]:
        """The projects, open ones first."""
        return [self._row(p) for p in self.projects]

    def _row(self, state: Project) -> Row:
        opened = state.opened
        assert opened is not None
        chip = ChipState("waiting", "代理中") if state.is_open else ChipState("done", "办结")
        done = len(state.steps) - len(state.open_steps)
        return Row(
            state.number,
            cells(
                state=Cell(chip=chip),
                number=Cell((Run(state.number),), colour="ink2"),
                name=Cell((Run(opened.name, bold=True),)),
                agent=Cell((Run(f"{opened.lead_name} {opened.agent_name}"),), colour="ink2"),
                steps=Cell((Run(f"{done}/{len(state.steps)}"),)),
            ),
            state,
            dim=not state.is_open,
        )

    def step_rows(self) -> list[Row]:
        """The steps of the project under the hand; none where it may not be seen."""
        state = self.project
        if state is None or not self.shown:
            return []
        return [
            Row(
                step.no,
                cells(
                    state=Cell(chip=STATE_CHIPS[step.state]),
                    matter=Cell((Run(step.matter_title),)),
                    where=Cell((Run(step.where),), colour="ink2"),
                    case=Cell((Run(group_case_number(step.case_no)),)),
                ),
                step,
            )
            for step in state.steps
        ]

    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """Name, words and colour of what is to be known of the project."""
        state = self.project
        if state is None or state.opened is None:
            return ()
        opened, ink = state.opened, "ink"
        who = f"{opened.agent_name}（{opened.agent}）"
        rows = [("种类", f"{opened.kind}，{opened.lead_name}牵头", ink), ("代理人", who, ink)]
        if not self.shown:
            return (*rows, ("投资单位", "别的单位代理的，看了留痕", "ink2"))
        investor = opened.investor
        rows += [
            ("投资单位", investor.name, ink),
            ("信用代码", investor.credit_code, ink),
            ("委托书", f"{investor.power_number}，{investor.power_on}", ink),
            ("代理费", "0 元，全程代理不收费", ink),
        ]
        over = len(state.trips) > state.trips_allowed
        said = f"{len(state.trips)} 趟，最多 {state.trips_allowed} 趟（一件一趟）"
        rows.append(("跑了几趟", said, "bad" if over else ink))
        rows += [("", f"{trip.who}：{trip.why}", "ink2") for trip in state.trips]
        for meeting in state.meetings:
            rows.append(("会商", f"{meeting.convenor}召集，{'、'.join(meeting.units)}到", ink))
            rows.append(("", meeting.minutes, "ink2"))
        if state.closed is not None:
            rows.append(("办结", state.closed.result, ink))
        return tuple(rows)

    def badge(self) -> Badge | None:
        """Open projects of the own unit; red when the investor came too often."""
        mine = [
            p
            for p in self.projects
            if p.is_open and p.opened is not None and p.opened.unit == self._actor().unit
        ]
        over = any(len(p.trips) > p.trips_allowed for p in mine)
        return Badge(len(mine), over) if mine else None

    def header(self) -> Header:
        """代理, how many are open."""
        count = sum(1 for p in self.projects if p.is_open)
        return Header("全程代理", text("{n} 个项目在代理", n=count) if count else "没有在代理的")

    def next_step(self) -> NextStep:
        """What to do now."""
        if self.may_work().ok:
            state = self.project
            assert state is not None
            step = self.step
            if step is not None and step.state == "planned":
                said = text("**{t}** 收了件，记上编号", t=step.matter_title)
                return NextStep(keys.LINK.id, said, "件办结了再记办成", self.done)
            if step is not None and step.state == "linked":
                said = text("**{t}** 办结了，记办成", t=step.matter_title)
                return NextStep(keys.DONE.id, said, "都办成了就办结", self.done)
            if state.steps and not state.open_steps:
                return NextStep(keys.CLOSE.id, "都办成了，办结", "证照交给投资人", self.done)
            return NextStep(keys.STEP.id, "把要办的事项列进来", "一个事项一步", self.done)
        if self.may_open().ok:
            return NextStep(keys.NEW.id, "有项目来，先看授权委托书", "代理不收费", self.done)
        return NextStep("", "牵头单位的代理人来办", "", self.done)

    # --- whether

    def may_open(self) -> Availability:
        """Those who work; the desk says whose kind it is."""
        if not self._actor().works:
            return no("这个岗位只看，不办")
        return YES if self.kinds else no("目录里没有定哪个单位牵头")

    def may_work(self) -> Availability:
        """The agent, or a chief of the unit."""
        state, actor = self.project, self._actor()
        if state is None or state.opened is None:
            return no("先选一个项目")
        if not state.is_open:
            return no("这个代理件已经办结")
        chief = actor.unit == state.opened.unit and actor.may(Role.CHIEF_A, Role.CHIEF_B)
        if actor.number != state.opened.agent and not chief:
            return no(text("由 {name} 代理", name=state.opened.agent_name))
        return YES

    def may_link(self) -> Availability:
        """A step that is not done."""
        can = self.may_work()
        if not can.ok:
            return can
        if self.step is None:
            return no("先选一步")
        return YES if self.step.state != "done" else no("这一步已经办成")

    def may_finish(self) -> Availability:
        """A step whose case is known."""
        can = self.may_link()
        if not can.ok or (self.step is not None and self.step.state == "linked"):
            return can
        return no("这一步还没有记办件")

    def may_print(self) -> Availability:
        """Whoever works in the unit whose project it is, also after its end."""
        state, actor = self.project, self._actor()
        if state is None or state.opened is None:
            return no("先选一个项目")
        if not actor.works:
            return no("这个岗位只看，不办")
        if actor.unit != state.opened.unit and actor.number != state.opened.agent:
            return no("别的单位代理的")
        return YES

    def may_look(self) -> Availability:
        """Another unit's project that was not looked at."""
        if self.project is None:
            return no("先选一个项目")
        return no("已经在右边") if self.shown else YES

    # --- what is done

    def open(self, name: str, investor: Investor, kind: str, closed: Done, failed: Failed) -> None:
        """Take a project on."""
        actor = self._actor()

        def done(number: str) -> None:
            self.current, self.step_no = number, 0
            self._finish(text("{n} 接下了", n=number), closed)

        self._runner.call(
            lambda: self.desk.open(actor, name, investor, kind), done, failed, busy=keys.NEW.id
        )

    def plan(self, query: str, closed: Done, failed: Failed) -> None:
        """One more step."""
        actor, number = self._actor(), self.current
        self._do(lambda: self.desk.plan(actor, number, query), closed, failed, keys.STEP.id)

    def link(self, case_no: str, closed: Done, failed: Failed) -> None:
        """The step's case; spaces in its number do not matter."""
        actor, number, no_ = self._actor(), self.current, self.step_no
        bare = "".join(case_no.split())
        self._do(lambda: self.desk.link(actor, number, no_, bare), closed, failed, keys.LINK.id)

    def finish(self) -> None:
        """The step is done."""
        actor, number, no_ = self._actor(), self.current, self.step_no
        self._do(
            lambda: self.desk.finish(actor, number, no_),
            lambda: None,
            self._refused,
            keys.DONE.id,
        )

    def trip(self, who: str, why: str, closed: Done, failed: Failed) -> None:
        """The investor came."""
        actor, number = self._actor(), self.current
        self._do(lambda: self.desk.trip(actor, number, who, why), closed, failed, keys.TRIP.id)

    def meet(self, units: str, minutes: str, closed: Done, failed: Failed) -> None:
        """会商; units as written, parted by 、 or spaces."""
        actor, number = self._actor(), self.current
        parts = tuple(dict.fromkeys(units.replace("、", " ").replace("，", " ").split()))

        def met(tasks: tuple[PaperTask, ...]) -> None:
            said = text("记下了，{t} 在排队", t=tasks[0].title) if tasks else "记下了"
            self._finish(said, closed)

        self._runner.call(
            lambda: self.desk.meet(actor, number, parts, minutes), met, failed, busy=keys.MEET.id
        )

    def close(self, result: str, closed: Done, failed: Failed) -> None:
        """Every step is done."""
        actor, number = self._actor(), self.current
        self._do(lambda: self.desk.close(actor, number, result), closed, failed, keys.CLOSE.id)

    def print_sheet(self) -> None:
        """项目代理单 of the project under the hand."""
        actor, number = self._actor(), self.current

        def queued(tasks: tuple[PaperTask, ...]) -> None:
            self._finish(text("{t} 在排队", t=tasks[0].title), lambda: None)

        self._runner.call(
            lambda: self.desk.print_sheet(actor, number), queued, self._refused, busy=keys.PRINT.id
        )

    def look(self) -> None:
        """Another unit's project; recorded."""
        actor, number = self._actor(), self.current

        def seen(state: Project) -> None:
            self.seen[number] = state
            self.changed()

        self._runner.call(lambda: self.desk.view(actor, number), seen, self._refused)

    def _do(self, job: Callable[[], object], closed: Done, failed: Failed, busy: str) -> None:
        self._runner.call(job, lambda _none: self._finish("记下了", closed), failed, busy=busy)

    def _finish(self, said: Text | str, closed: Done) -> None:
        self.done, self.trouble = said, None
        closed()
        self.load()

    def _refused(self, error: KnownError) -> None:
        self.trouble = Trouble.of(error)
        self.changed()

    def commands(self) -> list[Command]:
        """The page's commands; `ask` holds the page's sheets."""

        def sheet(name: str) -> Callable[[], object]:
            return lambda: self.ask[name]()

        return [
            keys.NEW.bind(sheet("new"), self.may_open),
            keys.STEP.bind(sheet("step"), self.may_work),
            keys.LINK.bind(sheet("link"), self.may_link),
            keys.DONE.bind(self.finish, self.may_finish),
            keys.TRIP.bind(sheet("trip"), self.may_work),
            keys.MEET.bind(sheet("meet"), self.may_work),
            keys.CLOSE.bind(sheet("close"), self.may_work),
            keys.PRINT.bind(self.print_sheet, self.may_print),
            keys.LOOK.bind(self.look, self.may_look),
            keys.PREVIOUS.bind(lambda: self.go(-1)),
            keys.NEXT.bind(lambda: self.go(1)),
        ]
