"""Invented papers of 全程代理: a wholesale market in its third week.

Made by the deciders of the domain themselves, so that a layout fits what a desk gets.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.documents.samplehall import CALENDAR, CATALOGUE, DAY
from counter.domain import project as rules
from counter.domain import projectpapers
from counter.domain.acts import Act, ActHeader, NewAct
from counter.domain.catalogue import CatalogueIndex, PaperType, ProjectLead, Unit
from counter.domain.numbers import case_number
from counter.domain.paperacts import PaperIssued
from counter.domain.people import Actor, Role
from counter.domain.project import Investor, Project, evolve_project
from counter.domain.setting import Setting
from counter.ports.clock import CHINA

_HALL = CatalogueIndex(
    msgspec.structs.replace(
        CATALOGUE.catalogue,
        units=(
            *CATALOGUE.catalogue.units,
            Unit(
                code="FG",
                name="衡山县发展和改革局",
                short="发改局",
                placement="resident",
                mark="衡发改",
            ),
        ),
        project_leads=(ProjectLead(kind="立项项目", unit="FG"),),
        papers=(
            PaperType(
                code="project_sheet", title="项目代理单", mark="代", form="project_sheet", copies=2
            ),
            PaperType(
                code="project_minutes", title="项目会商纪要", mark="会", form="project_minutes"
            ),
        ),
    )
)
_AGENT = Actor(number="0401", name="汪伯钧", unit="FG", window="4", roles=frozenset({Role.CLERK}))
_INVESTOR = Investor(
    name="衡山县恒顺商贸有限公司",
    credit_code="91430423MA4L00003J",
    power_number="恒顺委〔2026〕1 号",
    power_on="2026-09-01",
)
_NUMBER = rules.project_number(2026, "04", 1)
_STEPS = (
    ("企业投资项目备案", "发改局", case_number("430423", DAY, "04", 3), "done"),
    ("建设工程规划许可证（新建）", "规划局", case_number("430423", DAY, "04", 9), "linked"),
    ("建筑工程施工许可", "建设局", "", "planned"),
)


def _place(day: dt.date) -> Setting:
    return Setting(
        catalogue=_HALL,
        calendar=CALENDAR,
        now=dt.datetime.combine(day, dt.time(10, 37), CHINA),
        terminal="04",
        training=False,
        form_version=lambda form: f"{form}@1",
        take=lambda series: 87,
        new_id=lambda: "sample",
    )


def _recorded(new: NewAct) -> Act:
    header = ActHeader(
        terminal="04",
        epoch=1,
        seq=1,
        stream=new.stream,
        touches=(),
        units=new.units,
        kind=new.kind,
        version=1,
        command_id="sample",
        n=1,
        m=1,
        base=0,
        recorded_at=f"{new.effective_on}T10:37:00.000+08:00",
        effective_on=new.effective_on,
        actor=_AGENT.number,
        grant="",
        payload_hash="",
        prev_hash="",
    )
    return Act(header, new.payload)


def _life() -> tuple[Project, list[Act]]:
    opening = rules.check_opening(_AGENT, _HALL, "衡山粮油批发市场", _INVESTOR, "立项项目")
    acts = [_recorded(rules.open_project(opening, _NUMBER, "project", 1, DAY))]
    state = evolve_project(Project(number=_NUMBER), acts[0])
    steps = [
        rules.ProjectStep(
            no=n,
            state=state_,  # type: ignore[arg-type]
            matter=f"M{n}",
            matter_title=title,
            where=where,
            case_no=case_no,
        )
        for n, (title, where, case_no, state_) in enumerate(_STEPS, 1)
    ]
    new = [
        *(
            NewAct(stream=acts[0].header.stream, payload=s, effective_on="2026-09-23")
            for s in steps
        ),
        rules.record_trip(state, _AGENT, "刘德全", "签授权委托书", DAY),
    ]
    for act in map(_recorded, new):
        state = evolve_project(state, act)
        acts.append(act)
    return state, acts


def _content(act: NewAct) -> dict[str, object]:
    assert isinstance(act.payload, PaperIssued)
    return act.payload.content


def sheet() -> dict[str, object]:
    """项目代理单 with one step done, one on its way, one to come, and one trip."""
    state, acts = _life()
    return _content(projectpapers.print_sheet(state, acts, _AGENT, _place(dt.date(2026, 10, 9))))


def minutes() -> dict[str, object]:
    """会商纪要 of the first meeting."""
    state, acts = _life()
    day = dt.date(2026, 10, 9)
    words = "选址同意；备案已办，规划局十月二十日前出规划条件，建设局提前看施工图。"
    met = rules.record_meeting(
        state, _AGENT, _HALL.centre.name, ("发改局", "规划局", "建设局"), words, day
    ).payload
    assert isinstance(met, rules.ProjectMeeting)
    return _content(projectpapers.print_minutes(state, acts, met, _AGENT, _place(day)))
