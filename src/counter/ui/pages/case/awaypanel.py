"""登记 A 角离岗 in place, where B would decide and A is not recorded away. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.domain.errors import Text, text
from counter.ui.pages.case.panels import Fact, Panel, PanelField, PanelView


@dataclass
class AwayPanel(Panel):
    """One field, the reason; who A is the desk knows."""

    kind = "away"

    def missing(self) -> dict[str, Text | str]:
        return {} if self.get("reason") else {"reason": text("还没写原因。写一句：开会、休假。")}

    def base(self) -> PanelView:
        return PanelView(
            title="登记 A 角离岗",
            remark="B 角才能代行；回来要销",
            facts=(Fact("", text("登记以后再按 [[case.decide|]] 决定，两份委托书都写进决定书")),),
            fields=(PanelField("reason", "原因", "开会、休假、外出"),),
            confirm="登记离岗",
            first="reason",
        )
