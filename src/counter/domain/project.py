"""全程代理: the hall goes the way of a major project's papers for its investor, free of charge.

A stream of its own, `project:<number>`. Which unit leads a kind of project is the hall's data
(`Catalogue.project_leads`), never code. A unit that another acts for in the hall (委托代理窗口)
leads through that one's people.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain.acts import Act, NewAct, Payload, act_kind
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError, text
from counter.domain.identity import check_credit_code
from counter.domain.numbers import use
from counter.domain.people import Actor, Role

REGIME = "全程代理制"


def project_stream(number: str) -> str:
    """Journal stream of a project."""
    return f"project:{number}"


def project_series(centre: str, year: int, terminal: str) -> str:
    """Key of the series that a terminal's project numbers of a year come from."""
    return f"project/{centre}/{year}/{terminal}"


def project_number(year: int, terminal: str, n: int) -> str:
    """A project's number as people write it: 代2026-03-0001."""
    return f"代{year}-{terminal}-{n:04d}"


class Investor(msgspec.Struct, frozen=True, kw_only=True):
    """Who invests and has empowered the hall. power_on: ISO date of the power of attorney."""

    name: str
    credit_code: str
    power_number: str
    power_on: str


@act_kind("project.opened")
class ProjectOpened(Payload, frozen=True, kw_only=True):
    """A project is taken on. lead: unit that leads by kind; unit: whose people act for it here;
    agency_fee: 0 and nothing else, in 分."""

    name: str
    investor: Investor
    kind: str
    lead: str
    lead_name: str
    unit: str
    agent: str
    agent_name: str
    agency_fee: Literal[0] = 0


@act_kind("project.step")
class ProjectStep(Payload, frozen=True, kw_only=True):
    """A matter to be got: planned, then its case linked, then done. no: 1, 2 … in the project;
    where: short name of the unit."""

    no: int
    state: Literal["planned", "linked", "done"]
    matter: str
    matter_title: str
    where: str
    case_no: str = ""


@act_kind("project.trip")
class ProjectTrip(Payload, frozen=True, kw_only=True):
    """The investor had to come. who: by name; why: what could not be done without."""

    who: str
    why: str


@act_kind("project.meeting")
class ProjectMeeting(Payload, frozen=True, kw_only=True):
    """会商 convened by the centre. units: short names of who took part; minutes: what was said."""

    convenor: str
    units: tuple[str, ...]
    minutes: str


@act_kind("project.closed")
class ProjectClosed(Payload, frozen=True, kw_only=True):
    """Every step is done."""

    result: str


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one project. Times ISO, empty where not yet."""

    number: str
    opened: ProjectOpened | None = None
    opened_at: str = ""
    steps: tuple[ProjectStep, ...] = ()
    trips: tuple[ProjectTrip, ...] = ()
    meetings: tuple[ProjectMeeting, ...] = ()
    closed: ProjectClosed | None = None
    closed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Taken on and not closed."""
        return self.opened is not None and self.closed is None

    @property
    def trips_allowed(self) -> int:
        """At most one coming a case; one before there is any, for the power of attorney."""
        return max(1, sum(1 for step in self.steps if step.case_no))

    @property
    def open_steps(self) -> tuple[ProjectStep, ...]:
        """Steps that are not done."""
        return tuple(step for step in self.steps if step.state != "done")


def evolve_project(state: Project, act: Act) -> Project:
    """Fold one act into a project. Never raises."""
    payload, change = act.payload, msgspec.structs.replace
    if isinstance(payload, ProjectOpened):
        return change(state, opened=payload, opened_at=act.header.recorded_at)
    if isinstance(payload, ProjectStep):
        kept = tuple(step for step in state.steps if step.no != payload.no)
        return change(state, steps=tuple(sorted((*kept, payload), key=lambda s: s.no)))
    if isinstance(payload, ProjectTrip):
        return change(state, trips=(*state.trips, payload))
    if isinstance(payload, ProjectMeeting):
        return change(state, meetings=(*state.meetings, payload))
    if isinstance(payload, ProjectClosed):
        return change(state, closed=payload, closed_at=act.header.recorded_at)
    return state


def check_opening(
    actor: Actor, catalogue: CatalogueIndex, name: str, investor: Investor, kind: str
) -> ProjectOpened:
    """The payload of a new project; asked before a number is taken.

    Raises `project.name`, `project.kind`, `project.unit`, `project.power`, `credit.*`.
    """
    if not name.strip() or not investor.name.strip():
        raise KnownError("project.name", "项目名称和投资单位要写全。", "补上再登记。")
    lead = next((x.unit for x in catalogue.catalogue.project_leads if x.kind == kind), "")
    unit = catalogue.units.get(lead)
    if unit is None:
        raise KnownError(
            "project.kind",
            text("目录里没有定“{k}”由哪个单位牵头。", k=kind),
            "请管理员在目录包的“全程代理牵头”表里补上。",
        )
    acting = unit.agent or unit.code
    if not actor.works or actor.unit != acting:
        by = catalogue.units[acting].short
        raise KnownError(
            "project.unit",
            text("“{k}”由{lead}牵头，代理人是{by}窗口的人。", k=kind, lead=unit.short, by=by),
            text("请{by}窗口的人上岗后登记。", by=by),
            rule=REGIME,
        )
    return ProjectOpened(
        name=name.strip(),
        investor=_checked(investor),
        kind=kind,
        lead=unit.code,
        lead_name=unit.short,
        unit=acting,
        agent=actor.number,
        agent_name=actor.name,
    )


def open_project(
    payload: ProjectOpened, number: str, series: str, n: int, today: dt.date
) -> NewAct:
    """The act of a checked opening, with its number."""
    numbered = msgspec.structs.replace(payload, numbers=use(series, n))
    return _act(number, numbered, today, f"series:{series}")


def plan_step(
    state: Project, actor: Actor, matter: Matter | None, where: str, today: dt.date
) -> NewAct:
    """One more matter to be got. Raises `project.agent`, `project.matter`, `project.twice`."""
    _require_agent(state, actor)
    if matter is None:
        raise KnownError("project.matter", "没有这个事项。", "改首字母，或用名称、编码找。")
    if any(step.matter == matter.code for step in state.steps):
        raise KnownError("project.twice", "这个事项已经在步骤里。", "不用再加。")
    no = max((step.no for step in state.steps), default=0) + 1
    step = ProjectStep(
        no=no, state="planned", matter=matter.code, matter_title=matter.title, where=where
    )
    return _act(state.number, step, today)


def link_step(
    state: Project, actor: Actor, no: int, case_no: str, case_matter: str, today: dt.date
) -> NewAct:
    """The step's case was received. case_matter: code of the case's matter, empty = no such case.

    Raises `project.agent`, `project.step`, `case.none`, `project.other_matter`.
    """
    _require_agent(state, actor)
    step = _step(state, no)
    if not case_matter:
        raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
    if case_matter != step.matter:
        raise KnownError(
            "project.other_matter",
            text("这个办件办的不是“{t}”。", t=step.matter_title),
            "核对编号，或选对那一步。",
        )
    if step.state == "done":
        raise KnownError("project.step", "这一步已经办成。", "选还没有办成的一步。")
    linked = msgspec.structs.replace(step, state="linked", case_no=case_no)
    return _act(state.number, linked, today)


def finish_step(state: Project, actor: Actor, no: int, ended: bool, today: dt.date) -> NewAct:
    """The step's case is done. ended: whether that case is. Raises `project.agent`,
    `project.step`, `project.unfinished`."""
    _require_agent(state, actor)
    step = _step(state, no)
    if step.state != "linked":
        raise KnownError("project.step", "这一步还没有记办件，或已经办成。", "先记上办件编号。")
    if not ended:
        raise KnownError("project.unfinished", "这一步的办件还没有办结。", "等办件办结，再记办成。")
    return _act(state.number, msgspec.structs.replace(step, state="done"), today)


def record_trip(state: Project, actor: Actor, who: str, why: str, today: dt.date) -> NewAct:
    """The investor had to come. Raises `project.agent`, `project.trip`."""
    _require_agent(state, actor)
    if not who.strip() or not why.strip():
        raise KnownError(
            "project.trip", "谁来的、为什么要来，都要写。", "补上再记；能不来的就不叫来。"
        )
    return _act(state.number, ProjectTrip(who=who.strip(), why=why.strip()), today)


def record_meeting(
    state: Project,
    actor: Actor,
    convenor: str,
    units: tuple[str, ...],
    minutes: str,
    today: dt.date,
) -> NewAct:
    """会商. convenor: name of the centre. Raises `project.agent`, `project.meeting`."""
    _require_agent(state, actor)
    if len(units) < 2 or not minutes.strip():
        raise KnownError(
            "project.meeting", "会商要写哪些单位到了、怎么说的。", "至少两个单位，纪要写一句。"
        )
    meeting = ProjectMeeting(convenor=convenor, units=units, minutes=minutes.strip())
    return _act(state.number, meeting, today)


def close_project(state: Project, actor: Actor, result: str, today: dt.date) -> NewAct:
    """Raises `project.agent`, `project.no_steps`, `project.open_steps`, `project.result`."""
    _require_agent(state, actor)
    if not state.steps:
        raise KnownError("project.no_steps", "这个项目一步也没有。", "先把要办的事项列进来。")
    if state.open_steps:
        names = "、".join(step.matter_title for step in state.open_steps)
        raise KnownError(
            "project.open_steps",
            text("还没有办成：{names}。", names=names),
            "都办成了再办结。",
            rule=REGIME,
        )
    if not result.strip():
        raise KnownError("project.result", "没有写办结的情况。", "写一句：证照都交给了谁。")
    return _act(state.number, ProjectClosed(result=result.strip()), today)


def none(number: str) -> KnownError:
    """There is no such project."""
    return KnownError("project.none", text("没有代理件 {n}。", n=number), "请在代理页的表里选。")


def _checked(investor: Investor) -> Investor:
    if not investor.power_number.strip():
        raise KnownError(
            "project.power",
            "没有授权委托书，不能代理。",
            "请投资单位出授权委托书，写上文号和日期。",
            rule=REGIME,
        )
    try:
        dt.date.fromisoformat(investor.power_on)
    except ValueError:
        raise KnownError(
            "project.power", "授权委托书的日期不对。", "写成 2026-09-22 这样。", rule=REGIME
        ) from None
    return Investor(
        name=investor.name.strip(),
        credit_code=check_credit_code(investor.credit_code),
        power_number=investor.power_number.strip(),
        power_on=investor.power_on,
    )


def _step(state: Project, no: int) -> ProjectStep:
    found = next((step for step in state.steps if step.no == no), None)
    if found is None:
        raise KnownError("project.step", "没有这一步。", "先选一步。")
    return found


def _require_agent(state: Project, actor: Actor) -> None:
    """The agent, or a chief representative of the same unit when the agent is away."""
    if state.opened is None:
        raise none(state.number)
    if state.closed is not None:
        raise KnownError("project.closed", "这个代理件已经办结。", "有新事另登记一件。")
    chief = actor.unit == state.opened.unit and actor.may(Role.CHIEF_A, Role.CHIEF_B)
    if actor.number != state.opened.agent and not chief:
        raise KnownError(
            "project.agent",
            text("这个项目由 {name} 代理。", name=state.opened.agent_name),
            "请代理人或同单位的首席代表来记。",
            rule=REGIME,
        )


def _act(number: str, payload: Payload, today: dt.date, *touches: str) -> NewAct:
    return NewAct(
        stream=project_stream(number),
        payload=payload,
        effective_on=today.isoformat(),
        touches=touches,
    )
