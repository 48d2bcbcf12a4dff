"""监察反馈 on the case page: the oldest event without an answer, and the answer in words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.desk.law import LawDesk
from counter.domain import supervision
from counter.domain.case import CaseState
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import story
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact, PanelField, PanelView
from counter.ui.state import NextStep


@dataclass
class ReplyPanel(LawPanel):
    """J 监察反馈: what the event says, until when, and the answer."""

    code: str = ""
    until: str = ""

    kind = "reply"
    busy = keys.REPLY.id
    after = "记入经过，监察看得到"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("answer", "还没写答复。写清为什么、怎样办的。")

    def base(self) -> PanelView:
        return PanelView(
            title="答复监察",
            remark=text("{day} 前答复", day=self.until) if self.until else "",
            facts=self.facts,
            fields=(PanelField("answer", "答复", "为什么、怎样办的", lines=2),),
            confirm="答复",
            first="answer",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.answer(actor, number, self.code, self.get("answer"))


def reply_panel(view: CaseView) -> ReplyPanel:
    """The panel for the oldest event without an answer."""
    event = supervision.unanswered(view.state)[0]
    fact = Fact("late", text("**{why}**（{rule}）", why=event.why, rule=event.rule))
    until = story.day_words(event.reply_by) if event.reply_by else ""
    return ReplyPanel(facts=(fact,), code=event.code, until=until)


def may(state: CaseState) -> Availability:
    """Whether supervision waits for an answer."""
    return YES if supervision.unanswered(state) else no("没有要答复的监察")


def next_step(state: CaseState, step: NextStep) -> NextStep:
    """The 下一步 line with the answer that is owed: beside the step of the case, or in its place
    where the case itself waits for nothing."""
    events = supervision.unanswered(state)
    if not events:
        return step
    if not step.command:
        now = text("答复监察：**{why}**", why=events[0].why)
        return NextStep(keys.REPLY.id, now, step.then, step.other)
    return NextStep(step.command, step.now, step.then, text("[[case.reply|]] 答复监察"))
