"""Invented papers of a joint case: a building permit that four units take part in.

Made by the deciders of the domain themselves, so that a layout fits what a desk gets.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.documents.samplehall import CALENDAR, CATALOGUE, DAY
from counter.domain import jointsteps
from counter.domain.acts import ActHeader, NewAct
from counter.domain.case import CaseReceived, CaseState, Limits, MaterialReceived, Status
from counter.domain.catalogue import (
    CatalogueIndex,
    FieldSpec,
    Handling,
    Matter,
    MatterLaw,
    PaperType,
    Unit,
)
from counter.domain.joint import evolve_joint
from counter.domain.jointacts import MeetingVoice, Opinion
from counter.domain.numbers import case_number
from counter.domain.paperacts import PaperIssued
from counter.domain.people import Actor, Role
from counter.domain.persons import Applicant, Contact
from counter.domain.reception import Setting
from counter.ports.clock import CHINA

_PAPERS = {"joint_copy": "抄", "joint_sign": "签", "meeting_minutes": "纪"}
_UNITS = (
    ("JS", "衡山县建设局", "建设局", "衡建"),
    ("GH", "衡山县规划局", "规划局", "衡规"),
    ("XF", "衡山县公安消防大队", "消防大队", "衡消"),
    ("QX", "衡山县气象局", "气象局", "衡气"),
)
_FIELDS = (
    ("project", "工程名称", "", "恒顺商贸城"),
    ("site", "建设地点", "", "衡山县开云镇人民东路 30 号"),
    ("area", "建筑面积", "平方米", "12600"),
)
_MATERIALS = (
    "建筑工程施工许可申请表",
    "建设工程规划许可证",
    "施工图设计文件及审查合格书",
    "防雷设计图纸",
)
_MATTER = Matter(
    code="430423-JS-0001-01",
    name="建筑工程施工许可",
    unit="JS",
    handling=Handling.JOINT,
    legal_days=45,
    promised_days=25,
    fields=tuple(FieldSpec(key=k, label=label, unit=unit) for k, label, unit, _ in _FIELDS),
    law=MatterLaw(co_units=("GH", "XF", "QX"), co_days=15),
)
_HALL = CatalogueIndex(
    msgspec.structs.replace(
        CATALOGUE.catalogue,
        units=tuple(
            Unit(code=c, name=name, short=short, placement="resident", mark=mark)
            for c, name, short, mark in _UNITS
        ),
        matters=(_MATTER,),
        papers=tuple(
            PaperType(code=code, title=code, mark=mark, form=code) for code, mark in _PAPERS.items()
        ),
    )
)
_CLERK = Actor(number="0103", name="阳红梅", unit="JS", window="1", roles=frozenset({Role.CLERK}))


def _place(day: dt.date) -> Setting:
    return Setting(
        catalogue=_HALL,
        calendar=CALENDAR,
        now=dt.datetime.combine(day, dt.time(10, 37), CHINA),
        terminal="01",
        training=False,
        form_version=lambda form: f"{form}@1",
        take=lambda series: 87,
        new_id=lambda: "sample",
    )


def _accepted() -> CaseState:
    number = case_number("430423", DAY, "01", 21)
    received = CaseReceived(
        case_no=number,
        matter=_MATTER.code,
        matter_title=_MATTER.title,
        catalogue=1,
        unit="JS",
        handling=_MATTER.handling.value,
        window="1",
        applicant=Applicant(
            kind="organisation",
            name="衡山县恒顺商贸有限公司",
            credit_code="91430423MA4L00003J",
            representative="刘德全",
            address="衡山县开云镇人民东路 30 号",
        ),
        contact=Contact(phone="138 0000 0004"),
        materials=tuple(
            MaterialReceived(code=f"M{n}", name=name, original=n != 2)
            for n, name in enumerate(_MATERIALS, 1)
        ),
        form={key: value for key, _, _, value in _FIELDS},
    )
    return CaseState(
        case_no=number,
        status=Status.ACCEPTED,
        received=received,
        received_at=dt.datetime.combine(DAY, dt.time(10, 37), CHINA).isoformat(),
        accepted_on=DAY.isoformat(),
        limits=Limits(
            promised_days=25,
            promised_on=CALENDAR.due(DAY, 25).date.isoformat(),
            legal_days=45,
            legal_on=CALENDAR.due(DAY, 45).date.isoformat(),
        ),
    )


def _after(state: CaseState, acts: list[NewAct]) -> CaseState:
    """The case with the joint acts among `acts` folded in."""
    joint = state.joint
    for act in acts:
        joint = evolve_joint(joint, act.payload, _header(act))
    return msgspec.structs.replace(state, joint=joint)


def _header(act: NewAct) -> ActHeader:
    return ActHeader(
        terminal="01",
        epoch=1,
        seq=1,
        stream=act.stream,
        touches=(),
        units=act.units,
        kind=act.kind,
        version=1,
        command_id="sample",
        n=1,
        m=1,
        base=0,
        recorded_at="",
        effective_on=act.effective_on,
        actor=_CLERK.number,
        grant="",
        payload_hash="",
        prev_hash="",
    )


def _only(acts: list[NewAct]) -> dict[str, object]:
    return next(a.payload.content for a in acts if isinstance(a.payload, PaperIssued))


def _opened() -> tuple[CaseState, list[NewAct]]:
    acts = jointsteps.open_parts(_accepted(), None, _CLERK, _place(DAY))
    return _after(_accepted(), acts), acts


def copy() -> dict[str, object]:
    """抄告单 of the first unit."""
    return _only(_opened()[1])


_SAID: tuple[tuple[str, Opinion, str, str], ...] = (
    ("GH", "agree", "", "尹永胜"),
    ("XF", "conditional", "3 号楼与围墙的消防车道补到四米以上，图纸改好再施工", "肖队长"),
    ("QX", "agree", "防雷设计符合要求", "周工"),
)


def sign() -> dict[str, object]:
    """会签单 with the last unit's opinion."""
    state, acts = _opened()
    for unit, opinion, words, person in _SAID:
        place = _place(dt.date(2026, 10, 9))
        letter = f"{_HALL.units[unit].mark}函〔2026〕12 号"
        acts = jointsteps.give_opinion(
            state, unit, opinion, words, _CLERK, place, person=person, letter=letter
        )
        state = _after(state, acts)
    return _only(acts)


def minutes() -> dict[str, object]:
    """会议纪要 of the drawings."""
    state, _ = _opened()
    place = _place(dt.date(2026, 10, 9))
    voices = (
        MeetingVoice(unit="JS", person="旷德清", opinion="agree"),
        *(
            MeetingVoice(unit=unit, person=person, opinion=opinion, words=words)
            for unit, opinion, words, person in _SAID
        ),
    )
    held = dt.datetime(2026, 10, 9, 9, 30, tzinfo=CHINA)
    text = "消防车道按消防大队的意见改图，设计单位十月十五日前交修改图；其余各项通过。"
    acts = jointsteps.meet(
        state, "drawings", held, "中心二楼会议室", "旷德清", voices, text, _CLERK, place
    )
    return _only(acts)
