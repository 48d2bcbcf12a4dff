"""归档 on the case page: where the file goes, and a reason for each thing it lacks. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.desk.law import LawDesk
from counter.domain.archive import Gap, contents, gaps
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact, PanelField, PanelView

SHELF = "shelf"


def _reason(gap: Gap) -> str:
    """Key of the field that says why a gap is let stand."""
    return f"gap.{gap.key}"


@dataclass
class ArchivePanel(LawPanel):
    """The file as it will be listed: how many things, what is lacking, where it goes."""

    lacking: tuple[Gap, ...] = ()

    kind = "archive"
    busy = keys.ARCHIVE.id
    after = "打卷内目录，放在案卷最前"

    def missing(self) -> dict[str, Text | str]:
        found = {
            _reason(gap): text("写一句为什么补不了；能补的先退出来补打、补盖。")
            for gap in self.lacking
            if not self.get(_reason(gap))
        }
        return found | self._needs(SHELF, "还没写放在哪里：几号柜、几号盒。")

    def base(self) -> PanelView:
        reasons = tuple(
            PanelField(
                _reason(gap),
                "为什么",
                text("{title}：写一句", title=gap.title),
                named=f"为什么缺 {gap.title}",
            )
            for gap in self.lacking
        )
        return PanelView(
            title="归档",
            remark=text("缺 {n} 件", n=len(self.lacking)) if self.lacking else "卷里齐全",
            facts=self.facts,
            fields=(*reasons, PanelField(SHELF, "放在", "几号柜、几号盒")),
            confirm="归档，打卷内目录",
            first=_reason(self.lacking[0]) if self.lacking else SHELF,
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        reasons = {gap.key: self.get(_reason(gap)) for gap in self.lacking}
        law.archive(actor, number, reasons, self.get(SHELF))


def archive_panel(view: CaseView) -> ArchivePanel:
    """The panel for a finished case."""
    state = view.state
    lacking = gaps(state)
    facts = [Fact("differs", text("{title}：{why}", title=g.title, why=g.why)) for g in lacking]
    facts.append(Fact("", text("卷内目录 **{n}** 件", n=len(contents(state, {})))))
    return ArchivePanel(facts=tuple(facts), lacking=lacking)
