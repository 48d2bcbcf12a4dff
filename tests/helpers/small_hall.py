"""A small hall for bare tests: two units, four matters, three people of one unit."""

from __future__ import annotations

import datetime as dt
import itertools

from counter.domain.acts import Act, ActHeader, NewAct
from counter.domain.application import Application
from counter.domain.case import CaseState, MaterialReceived, case_stream, evolve_case
from counter.domain.catalogue import (
    AuthorityLetter,
    Basis,
    Catalogue,
    CatalogueIndex,
    Centre,
    FieldSpec,
    Handling,
    MaterialSpec,
    Matter,
    PaperType,
    ProjectLead,
    Seal,
    Unit,
    Window,
)
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.numbers import SeriesState
from counter.domain.people import Actor, Role
from counter.domain.persons import Applicant, Contact, DocKind, IdDocument
from counter.domain.reception import Setting
from counter.ports.clock import CHINA

NOW = dt.datetime(2026, 9, 22, 14, 6, tzinfo=CHINA)

DOCUMENT = IdDocument(
    kind=DocKind.RESIDENT,
    name="周明远",
    number="430423199001010014",
    sex="1",
    ethnicity="汉",
    birth="1990-01-01",
    address="湖南省衡山县开云镇人民东路 128 号",
    issuer="衡山县公安局",
    valid_from="2018-05-18",
    valid_to="2038-05-18",
    source="card",
)
OTHER_DOCUMENT = IdDocument(
    kind=DocKind.RESIDENT, name="欧阳雪", number="430423198511120024", valid_to="长期"
)

SPOT = Matter(
    code="430423-GS-0001-01",
    name="食品流通许可",
    variant="新办",
    unit="GS",
    handling=Handling.SPOT,
    promised_days=0,
    basis=(Basis(statute="中华人民共和国食品安全法", article="第二十九条"),),
    materials=(
        MaterialSpec(code="m1", name="食品流通许可申请书"),
        MaterialSpec(code="m2", name="名称预先核准通知书", original=False),
        MaterialSpec(code="m3", name="场所平面图", required=False),
    ),
    fields=(
        FieldSpec(key="shop", label="字号名称"),
        FieldSpec(key="area", label="经营面积", kind="number", unit="平方米"),
        FieldSpec(key="type", label="主体类型", kind="choice", choices=("个体工商户", "企业")),
        FieldSpec(key="note", label="备注", required=False, max_length=5),
    ),
    result="食品流通许可证",
    full=True,
    initials="splthkxb",
)
PROMISE = Matter(
    code="430423-GS-0002-01",
    name="户外广告登记",
    unit="GS",
    handling=Handling.PROMISE,
    promised_days=15,
    materials=(MaterialSpec(code="m1", name="申请书"),),
    initials="hwggdj",
)
OTHER_UNIT = Matter(
    code="430423-WH-0001-01", name="娱乐场所经营许可", unit="WH", initials="ylcsjyxk"
)

CATALOGUE = Catalogue(
    version=3,
    title="练习目录",
    historical=True,
    centre=Centre(code="430423", name="衡山县政务便民中心", hotline="0734-0000000"),
    units=(
        Unit(
            code="GS",
            name="衡山县工商行政管理局",
            short="工商局",
            placement="resident",
            mark="衡工商",
        ),
        Unit(code="WH", name="衡山县文化局", short="文化局", placement="resident", mark="衡文"),
    ),
    windows=(Window(number="3", unit="GS"), Window(number="9", unit="WH")),
    matters=(SPOT, PROMISE, OTHER_UNIT),
    seals=(
        Seal(code="GS-SL", name="工商局受理专用章", kind="acceptance", unit="GS"),
        Seal(code="GS-SP", name="工商局行政审批专用章", kind="approval", unit="GS"),
        Seal(code="ZX", name="县政务中心审批服务章", kind="centre"),
    ),
    project_leads=(ProjectLead(kind="立项", unit="GS"), ProjectLead(kind="招商引资", unit="WH")),
    papers=(
        PaperType(
            code="accept_notice",
            title="受理通知书",
            mark="受",
            form="accept_notice",
            copies=2,
            seals=("acceptance",),
        ),
        PaperType(
            code="slip",
            title="收件回执",
            mark="回",
            form="receipt_slip",
            channel="slip",
            series=False,
        ),
        PaperType(
            code="promise_notice",
            title="承诺件通知书",
            mark="诺",
            form="promise_notice",
            copies=2,
            seals=("acceptance",),
        ),
        PaperType(code="receipt", title="申请材料接收凭证", mark="收", form="receipt_a4"),
        PaperType(code="handover_list", title="移交单", mark="移", form="handover_list", copies=2),
        PaperType(code="timeline", title="办件经过单", mark="经", form="timeline"),
        PaperType(
            code="guide_slip",
            title="要带什么",
            mark="",
            form="guide_slip",
            channel="slip",
            series=False,
        ),
        PaperType(
            code="seal_register", title="用印登记表", mark="", form="seal_register", series=False
        ),
        PaperType(code="project_sheet", title="项目代理单", mark="代", form="project_sheet"),
        PaperType(code="project_minutes", title="项目会商纪要", mark="会", form="project_minutes"),
        PaperType(code="delivery_receipt", title="送达回证", mark="送", form="delivery_receipt"),
        PaperType(
            code="decision_grant",
            title="准予行政许可决定书",
            mark="准",
            form="decision_grant",
            copies=2,
            seals=("approval", "centre"),
        ),
        PaperType(
            code="decision_refuse",
            title="不予行政许可决定书",
            mark="否",
            form="decision_refuse",
            copies=2,
            seals=("approval", "centre"),
        ),
    ),
)
INDEX = CatalogueIndex(CATALOGUE)

CALENDAR = WorkCalendar(
    [
        YearTable(
            2026,
            {
                dt.date(2026, 9, 25): "中秋节",
                **{dt.date(2026, 10, d): "国庆节" for d in range(1, 8)},
            },
            {dt.date(2026, 9, 20): "国庆节", dt.date(2026, 10, 10): "国庆节"},
        )
    ]
)


def letter(number: str, staff: str, role: str, **changes: object) -> AuthorityLetter:
    """A letter over everything of GS for 2026."""
    values: dict[str, object] = {
        "number": number,
        "unit": "GS",
        "staff": staff,
        "role": role,
        "scope": ("accept", "review", "decide"),
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
        **changes,
    }
    return AuthorityLetter(**values)  # type: ignore[arg-type]


CLERK = Actor(number="0317", name="李晓梅", unit="GS", window="3", roles=frozenset({Role.CLERK}))
CHIEF = Actor(
    number="0309",
    name="王志刚",
    unit="GS",
    window="3",
    roles=frozenset({Role.CHIEF_A}),
    letters=(letter("衡工商授〔2026〕1 号", "0309", "A"),),
)
DEPUTY = Actor(
    number="0322",
    name="陈蓉",
    unit="GS",
    window="3",
    roles=frozenset({Role.CHIEF_B}),
    letters=(letter("衡工商授〔2026〕2 号", "0322", "B"),),
)
SUPERVISOR = Actor(
    number="0003", name="监察", unit="ZX", window="3", roles=frozenset({Role.SUPERVISOR})
)


class Place:
    """A journal in memory: numbers, ids and folds for one terminal."""

    def __init__(self, now: dt.datetime = NOW, calendar: WorkCalendar = CALENDAR) -> None:
        self.now, self.calendar = now, calendar
        self.series: dict[str, SeriesState] = {}
        self.acts: list[Act] = []
        self._ids = itertools.count(1)

    def take(self, series: str) -> int:
        state = self.series.get(series) or SeriesState(series)
        n = state.last + 1
        self.series[series] = SeriesState(series, state.blocks, n, state.used + 1)
        return n

    def setting(self) -> Setting:
        return Setting(
            catalogue=INDEX,
            calendar=self.calendar,
            now=self.now,
            terminal="03",
            training=True,
            form_version=lambda form: f"{form}@1",
            take=self.take,
            new_id=lambda: f"paper{next(self._ids)}",
        )

    def record(self, actor: Actor, acts: list[NewAct]) -> None:
        for act in acts:
            header = ActHeader(
                terminal="03",
                epoch=1,
                seq=len(self.acts) + 1,
                stream=act.stream,
                touches=act.touches,
                units=act.units,
                kind=act.kind,
                version=type(act.payload).VERSION,
                command_id="c",
                n=1,
                m=1,
                base=0,
                recorded_at=self.now.isoformat(timespec="milliseconds"),
                effective_on=act.effective_on,
                actor=actor.number,
                grant="",
                payload_hash="",
                prev_hash="",
            )
            self.acts.append(Act(header, act.payload))

    def case(self, case_no: str) -> CaseState:
        """The case as the store folds it: its own acts, and those that touch it."""
        state, stream = CaseState(case_no=case_no), case_stream(case_no)
        for act in self.acts:
            if stream in (act.header.stream, *act.header.touches):
                state = evolve_case(state, act)
        return state


def material(code: str, name: str = "材料") -> MaterialReceived:
    return MaterialReceived(code=code, name=name)


def application(**changes: object) -> Application:
    """A complete application for the spot matter."""
    values: dict[str, object] = {
        "matter": SPOT.code,
        "applicant": Applicant(name="周明远", document=DOCUMENT),
        "contact": Contact(phone="13900000826"),
        "materials": (material("m1"), material("m2")),
        "form": {"shop": "开云镇明远粮油店", "area": "46.50", "type": "个体工商户"},
        **changes,
    }
    return Application(**values)  # type: ignore[arg-type]
