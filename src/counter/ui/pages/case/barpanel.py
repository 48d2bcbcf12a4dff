"""限制申请: the unit's chief files a bar of arts 78 and 79 against a case's applicant, or lifts it.

No Qt. Whether the matter is one of public safety, and who may, the desk says.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from counter.desk.cases import CaseView
from counter.desk.law import LawDesk
from counter.domain.bars import BarFiled, last_day, standing
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact, Option, PanelField, PanelView

ARTICLES: dict[str, Literal[78, 79]] = {"78": 78, "79": 79}
FILE = (Option("78", "78 条：虚假材料，一年"), Option("79", "79 条：骗取许可，三年"))
LIFT = Option("lift", "撤下登记")


@dataclass
class BarPanel(LawPanel):
    """Which article, on what document of which day; or why a bar no longer stands."""

    chosen: str = "78"
    matter: str = ""
    filed: tuple[BarFiled, ...] = ()

    kind = "bar"
    busy = keys.BAR.id

    after = "留在经过里；受理、告知、收件都照它"

    def _start(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.get("start"))
        except ValueError:
            return None

    def missing(self) -> dict[str, Text | str]:
        if self.chosen == "lift":
            return self._needs("reason", "还没写原因，例如复议决定的编号。")
        found = self._needs("document", "还没写文书编号。照决定文书写。")
        if self._start() is None:
            found["start"] = text("写文书上的日期，如 2026-09-22。")
        return found

    def base(self) -> PanelView:
        options = (*FILE, LIFT) if self.filed else FILE
        if self.chosen == "lift":
            fields: tuple[PanelField, ...] = (PanelField("reason", "原因", lines=2),)
            confirm: Text | str = "撤下登记"
        else:
            fields = (
                PanelField("document", "文书编号", "认定虚假、撤销许可的决定书"),
                PanelField("start", "文书日期", "如 2026-09-22"),
            )
            confirm = self._confirm()
        return PanelView(
            title="限制申请",
            remark=text("只对{matter}", matter=self.matter),
            options=options,
            listed=True,
            facts=tuple(Fact("differs", _said(bar)) for bar in self.filed),
            fields=fields,
            confirm=confirm,
            first="choice",
        )

    def _confirm(self) -> Text | str:
        start = self._start()
        if start is None:
            return "记入限制申请"
        return text("记入：到 {until}", until=last_day(start, ARTICLES[self.chosen]).isoformat())

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        if self.chosen == "lift":
            law.lift_bar(actor, number, self.filed[-1].document, self.get("reason"))
            return
        start = self._start()
        assert start is not None
        law.file_bar(actor, number, ARTICLES[self.chosen], start, self.get("document"))


def _said(bar: BarFiled) -> Text:
    return text(
        "第 {n} 条，{document}，到 {until}", n=bar.article, document=bar.document, until=bar.until
    )


def bar_panel(view: CaseView) -> BarPanel:
    """The panel of a case: its own bars, and the day of its decision to start from."""
    start = view.state.decided_on
    return BarPanel(
        matter=view.matter.name,
        filed=standing(view.timeline),
        values={"start": start} if start else {},
    )
