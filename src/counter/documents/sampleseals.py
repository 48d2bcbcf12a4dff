"""An invented register of a seal: four uses in a month."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.documents.samplehall import CALENDAR, CATALOGUE, DAY
from counter.domain import sealpapers
from counter.domain.catalogue import CatalogueIndex, PaperType, Seal
from counter.domain.numbers import case_number
from counter.domain.paperacts import PaperIssued
from counter.domain.people import Actor, Role
from counter.domain.sealpapers import SealUse
from counter.domain.setting import Setting
from counter.ports.clock import CHINA

_SEAL = Seal(code="GS-SP", name="衡山县工商行政管理局行政审批专用章", kind="approval", unit="GS")
_HALL = CatalogueIndex(
    msgspec.structs.replace(
        CATALOGUE.catalogue,
        papers=(
            PaperType(
                code="seal_register",
                title="用印登记表",
                mark="",
                form="seal_register",
                series=False,
            ),
        ),
    )
)
_CHIEF = Actor(number="0309", name="王志刚", unit="GS", window="3", roles=frozenset({Role.CHIEF_A}))
_USES = (
    ("准予行政许可决定书", "衡工商准〔2026〕0061 号", 2, 3),
    ("准予行政许可决定书", "衡工商准〔2026〕0062 号", 4, 7),
    ("延长审查期限告知书", "衡工商延〔2026〕0002 号", 4, 9),
    ("不予行政许可决定书", "衡工商否〔2026〕0004 号", 21, 2),
)


def register() -> dict[str, object]:
    """The register of an approval seal over the first three weeks of September."""
    place = Setting(
        catalogue=_HALL,
        calendar=CALENDAR,
        now=dt.datetime.combine(DAY, dt.time(10, 37), CHINA),
        terminal="03",
        training=False,
        form_version=lambda form: f"{form}@1",
        take=lambda series: 1,
        new_id=lambda: "sample",
    )
    uses = [
        SealUse(
            at=f"2026-09-{day:02}T09:{n:02}:00.000+08:00",
            paper=paper,
            number=number,
            copies=2,
            case_no=case_number("430423", dt.date(2026, 9, day), "03", n),
            who="王志刚",
        )
        for paper, number, day, n in _USES
    ]
    act = sealpapers.print_register(_SEAL, uses, dt.date(2026, 9, 1), DAY, _CHIEF, place)
    assert isinstance(act.payload, PaperIssued)
    return act.payload.content
