"""The invented hall of previews: two units, two matters, a case decided on the spot, one promised.

The people and numbers do not exist; check digits are right.
"""

from __future__ import annotations

import datetime as dt

from counter.domain.case import CaseReceived, Limits, MaterialReceived
from counter.domain.catalogue import (
    Catalogue,
    CatalogueIndex,
    Centre,
    Handling,
    MaterialSpec,
    Matter,
    PaperType,
    Unit,
)
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.numbers import case_number
from counter.domain.persons import Applicant, Contact, DocKind, IdDocument

DAY = dt.date(2026, 9, 22)
SPOT, PROMISE = "430423-GS-0003-01", "430423-WH-0007-01"

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


LAW_PAPERS = {
    "notice": "告",
    "follow_notice": "容",
    "follow_receipt": "后",
    "supplement_receipt": "补",
    "refuse_acceptance": "不",
    "special_procedure": "特",
    "extension": "延",
    "return_slip": "退",
    "timeline": "经",
    "hearing_told": "听",
    "hearing_called": "通",
    "hearing_record": "笔",
    "archive_list": "目",
    "handover": "移",
    "handover_list": "移",
}
"""Papers made here by the deciders of the law themselves: code (and layout), mark."""


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
                materials=tuple(
                    MaterialSpec(
                        code=f"M{n}",
                        name=m[0],
                        original=m[1],
                        may_follow=n >= 6,
                        note="由主管机关出具" if n >= 6 else "",
                    )
                    for n, m in enumerate(_PROMISE_MATERIALS, 1)
                ),
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
        papers=tuple(
            PaperType(code=code, title=code, mark=mark, form=code)
            for code, mark in LAW_PAPERS.items()
        ),
    )
)


def received(spot: bool) -> CaseReceived:
    """One of the two sample cases as it was taken in."""
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


def limits(matter: Matter) -> Limits:
    """Its limits, accepted on DAY."""
    return Limits(
        promised_days=matter.promised_days,
        promised_on=CALENDAR.due(DAY, matter.promised_days).date.isoformat(),
        legal_days=matter.legal_days,
        legal_on=CALENDAR.due(DAY, matter.legal_days).date.isoformat(),
    )
