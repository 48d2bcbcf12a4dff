"""Papers of 全程代理: 项目代理单 and 会商纪要. They belong to the project and to no case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from counter.domain import clock, papers
from counter.domain.acts import Act, NewAct, Payload
from counter.domain.catalogue import PaperType
from counter.domain.errors import KnownError, text
from counter.domain.issuing import issue_on
from counter.domain.numbers import group_case_number
from counter.domain.paperacts import PaperIssued, PaperPrinted, ReprintOrdered
from counter.domain.people import Actor, require_unit
from counter.domain.project import (
    Project,
    ProjectMeeting,
    ProjectOpened,
    ProjectTrip,
    none,
    project_stream,
)
from counter.domain.setting import Setting

P = TypeVar("P", bound=Payload)

SHEET, MINUTES = "project_sheet", "project_minutes"
"""Codes of the papers in the catalogue."""

STEP_WORDS = {"planned": "要办", "linked": "在办", "done": "办成"}


def print_sheet(state: Project, acts: Sequence[Act], actor: Actor, place: Setting) -> NewAct:
    """项目代理单 as the project stands now, open or closed. acts: its stream, in order.

    Raises `project.none`, `role.*`, `project.paper` (the catalogue lacks it), `project.same`
    (nothing has happened since today's: that one is to be printed again).
    """
    opened = _opened(state, actor)
    kind = _kind(SHEET, "项目代理单", place)
    if _same(acts, SHEET, place.today):
        raise KnownError(
            "project.same",
            "今天打过代理单，以后没有新的动作。",
            "到待传页选那一份，按 Ctrl+P 补打。",
        )
    steps = [
        {
            "no": step.no,
            "matter": step.matter_title,
            "where": step.where,
            "state": STEP_WORDS[step.state],
            "case_no_grouped": group_case_number(step.case_no),
        }
        for step in state.steps
    ]
    trips = [
        {"no": n, "on": act.header.effective_on, "who": trip.who, "why": trip.why}
        for n, (act, trip) in enumerate(_those(acts, ProjectTrip), 1)
    ]
    fields: dict[str, object] = {
        "steps": steps,
        "steps_done": len(state.steps) - len(state.open_steps),
        "step_count": len(steps),
        "trips": trips,
        "trip_count": len(trips),
        "trips_allowed": state.trips_allowed,
        "agency_fee": str(opened.agency_fee),
        "closed_words": _day(state.closed_at) if state.closed else "",
        "result": state.closed.result if state.closed else "",
    }
    return _paper(kind, state, opened, fields, actor, place)


def print_minutes(
    state: Project, acts: Sequence[Act], meeting: ProjectMeeting, actor: Actor, place: Setting
) -> NewAct:
    """会商纪要 of the meeting that is being recorded today. acts: the stream before it.

    Raises as `print_sheet`.
    """
    opened = _opened(state, actor)
    fields: dict[str, object] = {
        "meeting_no": len(_those(acts, ProjectMeeting)) + 1,
        "held_words": clock.paper_date(place.today),
        "convenor": meeting.convenor,
        "minutes": meeting.minutes,
        "voices": [{"no": n, "unit": unit} for n, unit in enumerate(meeting.units, 1)],
    }
    return _paper(_kind(MINUTES, "项目会商纪要", place), state, opened, fields, actor, place)


def _paper(
    kind: PaperType,
    state: Project,
    opened: ProjectOpened,
    fields: dict[str, object],
    actor: Actor,
    place: Setting,
) -> NewAct:
    unit, lead = place.catalogue.units[opened.unit], place.catalogue.units[opened.lead]
    investor = opened.investor
    content = {
        **papers.hall_block(
            place.catalogue, actor.name, actor.window, place.today, training=place.training
        ),
        "organ": lead.name,
        "organ_short": lead.short,
        "project_no": state.number,
        "project": opened.name,
        "project_kind": opened.kind,
        "project_agent": opened.agent_name,
        "applicant": investor.name,
        "applicant_doc": "统一社会信用代码",
        "applicant_number": investor.credit_code,
        "power_of_attorney": investor.power_number,
        "power_words": clock.paper_date(dt.date.fromisoformat(investor.power_on)),
        "opened_words": _day(state.opened_at),
        "query": state.number,
        **fields,
    }
    stream = project_stream(state.number)
    return issue_on(stream, kind, unit, content, place, about=state.number)


def _opened(state: Project, actor: Actor) -> ProjectOpened:
    if state.opened is None:
        raise none(state.number)
    require_unit(actor, state.opened.unit, state.opened.agent)
    return state.opened


def _kind(code: str, title: str, place: Setting) -> PaperType:
    kind = place.catalogue.papers.get(code)
    if kind is None:
        raise KnownError(
            "project.paper",
            text("文书目录里没有{t}。", t=title),
            "请管理员在“文书”表里补上。",
        )
    return kind


def _those(acts: Sequence[Act], payload: type[P]) -> list[tuple[Act, P]]:
    return [(act, act.payload) for act in acts if isinstance(act.payload, payload)]


def _same(acts: Sequence[Act], code: str, today: dt.date) -> bool:
    """Whether the last thing that happened is a paper of this kind, made today."""
    for act in reversed(acts):
        if isinstance(act.payload, PaperIssued):
            return act.payload.code == code and act.header.effective_on == today.isoformat()
        if not isinstance(act.payload, PaperPrinted | ReprintOrdered):
            return False
    return False


def _day(iso: str) -> str:
    return clock.paper_date(dt.date.fromisoformat(iso[:10]))
