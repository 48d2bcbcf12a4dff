"""Invented content for previews and checks of layouts: a case decided on the spot, one promised.

The people and numbers do not exist; check digits are right. Made by the same functions that make
the content of real papers, so a layout that fits these fits those.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from counter.documents.content import derive
from counter.domain import papers
from counter.domain.case import CaseDecided, CaseReceived, Limits, MaterialReceived, PaperIssued
from counter.domain.catalogue import (
    Catalogue,
    CatalogueIndex,
    Centre,
    Handling,
    Matter,
    PaperType,
    Unit,
)
from counter.domain.clock import WorkCalendar, YearTable, paper_date
from counter.domain.numbers import case_number
from counter.domain.persons import Applicant, Contact, DocKind, IdDocument

DAY = dt.date(2026, 9, 22)
SPOT, PROMISE = "430423-GS-0003-01", "430423-WH-0007-01"


def _days(month: int, first: int, last: int) -> list[dt.date]:
    return [dt.date(2026, month, day) for day in range(first, last + 1)]


CALENDAR = WorkCalendar(
    [
        YearTable(
            2026,
            {
                **dict.fromkeys(_days(9, 25, 27), "中秋节"),
                **dict.fromkeys(_days(10, 1, 7), "国庆节"),
            },
            {dt.date(2026, 9, 20): "国庆节", dt.date(2026, 10, 10): "国庆节"},
        )
    ]
)

CATALOGUE = CatalogueIndex(
    Catalogue(
        version=1,
        title="样例",
        historical=True,
        centre=Centre(
            code="430423",
            name="衡山县政务便民中心",
            address="衡山县开云镇",
            hotline="0734-0000000",
            complaints="0734-0000001",
            motto="公开、公平、公正　廉洁、高效、便民",
        ),
        units=(
            Unit(code="WH", name="衡山县文化局", short="文化局", placement="resident", mark="衡文"),
            Unit(
                code="GS",
                name="衡山县工商行政管理局",
                short="工商局",
                placement="resident",
                mark="衡工商",
            ),
        ),
        windows=(),
        matters=(
            Matter(
                code=PROMISE,
                name="娱乐场所经营许可",
                variant="设立",
                unit="WH",
                legal_days=20,
                promised_days=15,
            ),
            Matter(
                code=SPOT,
                name="食品流通许可",
                variant="新办",
                unit="GS",
                handling=Handling.SPOT,
                legal_days=20,
                promised_days=0,
            ),
        ),
        seals=(),
        papers=(),
    )
)

_PROMISE_MATERIALS = (
    ("娱乐场所经营许可申请书", True, 1, 4),
    ("企业名称预先核准通知书", False, 1, 1),
    ("投资人、法定代表人身份证明", False, 1, 1),
    ("娱乐场所地理位置图、平面图", True, 2, 4),
    ("房产权属或租赁证明", False, 1, 3),
    ("消防安全检查合格证", False, 1, 2),
    ("环境影响评价审批意见", False, 1, 11),
)
_SPOT_MATERIALS = (
    ("食品流通许可申请书", True, 1, 2),
    ("经营者身份证明", False, 1, 1),
    ("经营场所使用证明", False, 1, 3),
    ("食品安全管理制度", True, 1, 5),
)


def _received(spot: bool) -> CaseReceived:
    matter = CATALOGUE.matters[SPOT if spot else PROMISE]
    number = "430423199001010014" if spot else "430423198511120024"
    name = "陈建国" if spot else "欧阳雪"
    address = "衡山县开云镇解放路 8 号" if spot else "衡山县开云镇北街 16 号"
    document = IdDocument(kind=DocKind.RESIDENT, name=name, number=number, address=address)
    window = "3" if spot else "9"
    return CaseReceived(
        case_no=case_number("430423", DAY, window.zfill(2), 21),
        matter=matter.code,
        matter_title=matter.title,
        catalogue=1,
        unit=matter.unit,
        handling=matter.handling.value,
        window=window,
        applicant=Applicant(name=name, document=document, address=address),
        contact=Contact(phone="139 0000 1127"),
        materials=tuple(
            MaterialReceived(code=f"M{n}", name=m[0], original=m[1], copies=m[2], pages=m[3])
            for n, m in enumerate(_SPOT_MATERIALS if spot else _PROMISE_MATERIALS, 1)
        ),
    )


def _limits(matter: Matter) -> Limits:
    return Limits(
        promised_days=matter.promised_days,
        promised_on=CALENDAR.due(DAY, matter.promised_days).date.isoformat(),
        legal_days=matter.legal_days,
        legal_on=CALENDAR.due(DAY, matter.legal_days).date.isoformat(),
    )


def case_content(spot: bool = False) -> dict[str, object]:
    """Common block and acceptance fields of one of the two sample cases."""
    received = _received(spot)
    matter = CATALOGUE.matters[received.matter]
    common = papers.common_block(received, CATALOGUE, "刘敏" if spot else "曾伟", DAY)
    return {
        **common,
        **papers.acceptance_fields(received, matter, _limits(matter), CALENDAR, DAY),
        "time": "10:37",
    }


def _decision(outcome: str, spot: bool) -> dict[str, object]:
    granted = outcome == "granted"
    decided = CaseDecided(
        outcome="granted" if granted else "refused",
        reason=""
        if granted
        else "经现场核查，拟设场所距中学校门不足二百米，不符合设立的法定条件。",
        letter="衡工商授〔2026〕1 号" if spot else "衡文授〔2026〕1 号",
        certificate="食品流通许可证 SP4304232610000021" if granted else "",
        valid_to="2029-09-21" if granted else "",
    )
    matter = CATALOGUE.matters[SPOT if spot else PROMISE]
    content = case_content(spot)
    return {**content, **papers.decision_fields(decided, _limits(matter), DAY.isoformat())}


def _recovery() -> dict[str, object]:
    return {
        "centre": CATALOGUE.centre.name,
        "terminal": "09",
        "date": DAY.isoformat(),
        "date_words": paper_date(DAY),
        "recovery_key": "7QXK2M9DRT4HWB8NFJ3VCZ6PYA5EGS1U7QXK2M9DRT4HWB8NFJ3V",
    }


def _delivery() -> dict[str, object]:
    served = (
        ("准予行政许可决定书", "衡工商准〔2026〕0064 号"),
        ("食品流通许可证", "SP4304232610000021"),
    )
    rows = [
        {"no": n, "title": title, "number": number, "copies": 1}
        for n, (title, number) in enumerate(served, 1)
    ]
    return {**_decision("granted", True), "papers": rows}


_MAKERS = {
    "accept_notice": case_content,
    "decision_grant": lambda: _decision("granted", True),
    "decision_refuse": lambda: _decision("refused", False),
    "delivery_receipt": _delivery,
    "recovery_key": _recovery,
}


def sample(form: str) -> dict[str, object]:
    """Content to preview `form` with; the promised case's for a form not known here."""
    return _MAKERS.get(form, case_content)()


NOT_IN_SAMPLES = (
    "delivery_words",
    "note",
    "paper_number",
    "place",
    "recipient",
    "recipient_number",
    "relation_words",
    "title",
)
"""Fields that papers have and the samples leave to the stand-ins of the layouts."""


@cache
def known_fields() -> frozenset[str]:
    """Every field that some paper is filled with, those of lists' items too."""
    found = set(NOT_IN_SAMPLES)
    for make in _MAKERS.values():
        content = derive(make())
        found.update(content)
        for value in content.values():
            if isinstance(value, list):
                found.update(key for item in value for key in item)
    return frozenset(found)


MARKS = {
    "accept_notice": "受",
    "receipt_a4": "收",
    "decision_grant": "准",
    "decision_refuse": "否",
    "delivery_receipt": "送",
}


def issued(
    form: str,
    title: str,
    channel: Literal["page", "slip"],
    content: dict[str, object] | None = None,
    stamp: str = "",
) -> PaperIssued:
    """A sample paper of `form`, as an act would issue it."""
    filled = dict(sample(form) if content is None else content)
    mark = MARKS.get(form, "")
    organ = "衡工商" if filled.get("organ_short") == "工商局" else "衡文"
    number = f"{organ}{mark}〔2026〕0087 号" if mark else ""
    kind = PaperType(code=form, title=title, mark=mark, form=form, channel=channel)
    return papers.issue(kind, "sample", number, (), filled, stamp)
