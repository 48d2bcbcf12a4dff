"""听证核查: one panel for hearing, site check, third party and technicians. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.desk.law import LawDesk
from counter.domain.errors import Text, text
from counter.domain.inquiryacts import Inquiry
from counter.domain.people import Actor
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact, Option, PanelField, PanelView

WORDS = {
    "site": "现场核查，合格",
    "site_failed": "现场核查，不合格",
    "third_party": "告知利害关系人",
    "technicians": "指派技术人员",
    "told": "告知听证权利",
    "asked": "申请听证",
    "waived": "放弃听证",
    "called": "听证通知",
    "held": "听证笔录",
}
_STAFF = PanelField("staff", "谁去", "两人以上，用、隔开")
_RESULT = PanelField("result", "结果", lines=2)
_CHAIR = PanelField("chair", "主持人", "不能是审查这件的人")
FIELDS: dict[str, tuple[PanelField, ...]] = {
    "site": (_STAFF, _RESULT),
    "site_failed": (_STAFF, _RESULT),
    "third_party": (
        PanelField("who", "告知谁", "利害关系人"),
        PanelField("statement", "意见", "没有意见也写明", lines=2),
    ),
    "technicians": (PanelField("staff", "派谁", "两名以上，用、隔开"),),
    "told": (PanelField("who", "告知谁", "申请人、利害关系人，用、隔开"),),
    "asked": (PanelField("who", "谁申请"),),
    "waived": (PanelField("who", "谁放弃", "要有书面声明"),),
    "called": (
        PanelField("on", "日期", "2026-10-12，提前七天"),
        PanelField("at", "时间", "09:30"),
        PanelField("place", "地点"),
        _CHAIR,
    ),
    "held": (
        _CHAIR,
        PanelField("present", "到场"),
        PanelField("record", "笔录要点", "决定要根据笔录", lines=2),
    ),
}


@dataclass
class InquiryPanel(LawPanel):
    """Which of the steps, and its fields."""

    options: tuple[Option, ...] = ()

    kind = "inquire"
    busy = keys.INQUIRE.id
    after = "记下来，决定以前要办的少一样"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        for one in FIELDS[self.chosen]:
            if not self.get(one.key):
                found[one.key] = text("还没写{what}。", what=str(one.label))
        return found

    def base(self) -> PanelView:
        return PanelView(
            title="听证核查",
            options=self.options,
            listed=True,
            facts=self.facts,
            fields=FIELDS[self.chosen],
            confirm=text("登记：{what}", what=WORDS[self.chosen]),
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        said = {one.key: self.get(one.key) for one in FIELDS[self.chosen]}
        law.inquire(actor, number, self.chosen, said)


def inquiry_panel(view: CaseView) -> InquiryPanel:
    """What may come next: what the matter asks for first, then the hearing's own order."""
    law, found = view.matter.law, view.state.inquiry or Inquiry()
    hearing = _hearing_next(found)
    wanted: list[str] = []
    if law.site_check and found.site is None:
        wanted += ["site", "site_failed"]
    if law.third_party and found.third_party is None:
        wanted.append("third_party")
    if law.technical and found.technicians is None:
        wanted.append("technicians")
    rest = [x for x in ("site", "site_failed", "third_party", "technicians") if x not in wanted]
    order = [*wanted, *hearing, *rest] if not found.open else [*hearing, *wanted, *rest]
    facts: list[Fact] = []
    if wanted:
        names = "、".join(WORDS[w] for w in wanted if w != "site_failed")
        facts.append(Fact("due", text("决定以前还要：{names}", names=names)))
    if law.hearing and found.told is None:
        facts.append(Fact("due", text("决定以前要告知听证权利")))
    if found.told and not found.asked and not found.waived:
        facts.append(Fact("due", text("申请听证最迟 {day}", day=found.told.ask_by)))
    if found.asked and not found.called:
        facts.append(Fact("due", text("听证最迟 {day} 组织", day=found.asked.organise_by)))
    if found.called and not found.held:
        said = text(
            "听证 {day} {at}，{who} 主持",
            day=found.called.on,
            at=found.called.at,
            who=found.called.chair,
        )
        facts.append(Fact("due", said))
    return InquiryPanel(
        chosen=order[0], options=tuple(Option(x, WORDS[x]) for x in order), facts=tuple(facts)
    )


def _hearing_next(found: Inquiry) -> list[str]:
    if found.held or found.waived:
        return []
    if found.told is None:
        return ["told"]
    if found.asked is None:
        return ["asked", "waived"]
    return ["held", "called"] if found.called else ["called"]
