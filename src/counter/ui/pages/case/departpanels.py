"""Panels and 下一步 of a case that leaves the window: 移交 and 交回, 上报 and 批回. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from counter.desk.cases import CaseView
from counter.desk.departing import Along
from counter.desk.law import LawDesk
from counter.domain import sendingup
from counter.domain.case import CaseState, Status
from counter.domain.departing import OPINION_WORDS, Opinion, materials_of
from counter.domain.errors import Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor
from counter.domain.sendingup import ANSWER_WORDS, Answer, is_upward
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import story
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact, Option, PanelField, PanelView, Tick
from counter.ui.state import NextStep

OPINIONS = (
    Option("grant", "拟准予"),
    Option("refuse", "拟不予"),
    Option("none", "不审，退回"),
)
ANSWERS = tuple(Option(value, ANSWER_WORDS[value]) for value in get_args(Answer))


@dataclass
class HandOverPanel(LawPanel):
    """移交: who of the department signs for it, and which other cases go on the same slip."""

    others: tuple[Along, ...] = ()

    kind = "handover"
    busy = keys.HAND_OVER.id
    after = "打移交单两份，双方签字；部门里照样走表"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("taker", "还没写部门由谁收。写姓名或工号。")

    def base(self) -> PanelView:
        n = len(self.ticked)
        return PanelView(
            title="移交部门",
            remark="一起交的打勾，出一张移交单" if self.others else "双方在移交单上签字",
            facts=self.facts,
            ticks=tuple(
                Tick(o.case_no, f"{o.who} {o.what}", remark=_along_words(o)) for o in self.others
            ),
            fields=(PanelField("taker", "接收人", "部门的人，姓名或工号"),),
            confirm=text("移交 {n} 件，出一张移交单", n=n + 1) if n else "移交，出移交单",
            first=f"tick.{self.others[0].case_no}" if self.others else "taker",
            wide=bool(self.others),
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        along = tuple(o.case_no for o in self.others if o.case_no in self.ticked)
        law.depart.hand_over(actor, number, self.get("taker"), along)


def _along_words(other: Along) -> Text:
    """The tail of its number, by which two cases of one person are told apart, and its day."""
    tail = group_case_number(other.case_no)[-6:]
    if not other.due:
        return text("{tail}", tail=tail)
    return text("{tail} 到 {day}", tail=tail, day=story.day_words(other.due))


@dataclass
class HandBackPanel(LawPanel):
    """交回 with the department's opinion."""

    chosen: str = "grant"

    kind = "handback"
    busy = keys.HAND_BACK.id
    after = "部门的意见算审；首席代表再核、决定"

    def missing(self) -> dict[str, Text | str]:
        found = self._needs("giver", "还没写部门由谁交。写姓名或工号。")
        if self.chosen != "grant":
            found |= self._needs("note", "还没写理由。照移交单上部门写的填。")
        return found

    def base(self) -> PanelView:
        confirm = {
            "grant": "交回：部门拟准予",
            "refuse": "交回：部门拟不予",
            "none": "交回：没有审",
        }
        return PanelView(
            title="部门交回",
            remark="部门的意见就是审",
            options=OPINIONS,
            facts=self.facts,
            fields=(
                PanelField("giver", "交回人", "出意见的人，姓名或工号"),
                PanelField(
                    "note",
                    "意见" if self.chosen == "grant" else "理由",
                    "可不填" if self.chosen == "grant" else "",
                    lines=2,
                ),
            ),
            confirm=confirm[self.chosen],
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        opinions: dict[str, Opinion] = {"grant": "grant", "refuse": "refuse", "none": ""}
        opinion = opinions[self.chosen]
        law.depart.hand_back(actor, number, self.get("giver"), opinion, self.get("note"))


@dataclass
class SendUpPanel(LawPanel):
    """上报: to which organ."""

    kind = "sendup"
    busy = keys.SEND_UP.id
    after = "本地的时限到此为止，等上级批回"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("to", "还没写报给哪个上级机关。写全称。")

    def base(self) -> PanelView:
        return PanelView(
            title="上报",
            remark="初审完了，报上级决定",
            facts=self.facts,
            fields=(
                PanelField("to", "上级机关", "全称"),
                PanelField("number", "上报文号", "可不填"),
                PanelField("note", "说明", "可不填"),
            ),
            confirm="上报",
            first="to",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.depart.send_up(actor, number, self.get("to"), self.get("number"), self.get("note"))


@dataclass
class CameBackPanel(LawPanel):
    """批回: what the upper organ says, by which paper of which day."""

    chosen: str = "grant"

    kind = "answer"
    busy = keys.CAME_BACK.id
    after = "首席代表照批复作决定"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if self.chosen != "returned":
            found |= self._needs("number", "还没写文号。照上级的文件写。")
            found |= self._needs("dated", "还没写批复日期。照 2026-11-03 这样写。")
        if self.chosen != "grant":
            found |= self._needs("note", "还没写理由。照上级的文件写。")
        return found

    def base(self) -> PanelView:
        fields = [PanelField("note", "理由", lines=2)]
        if self.chosen != "returned":
            said = "意见" if self.chosen == "grant" else "理由"
            fields = [
                PanelField("number", "批复文号"),
                PanelField("dated", "批复日期", "如 2026-11-03"),
                PanelField("note", said, "可不填" if self.chosen == "grant" else "", lines=2),
            ]
        return PanelView(
            title="上级批回",
            options=ANSWERS,
            facts=self.facts,
            fields=tuple(fields),
            confirm=text("批回：{word}", word=ANSWER_WORDS[self.chosen]),
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        answers: dict[str, Answer] = {
            "grant": "grant",
            "refuse": "refuse",
            "returned": "returned",
        }
        paper, dated, note = self.get("number"), self.get("dated"), self.get("note")
        law.depart.come_back(actor, number, answers[self.chosen], paper, dated, note)


# --- which opens with what, and when ------------------------------------------------------------


def handover_panel(view: CaseView) -> HandOverPanel:
    """移交 with what goes along."""
    return HandOverPanel(facts=(*_materials(view), Fact("", _to(view))), others=view.along)


def handback_panel(view: CaseView) -> HandBackPanel:
    """交回; who took it is thought to be who gives it back."""
    over = view.state.department.over if view.state.department else None
    who = (over.taker_number or over.taker) if over else ""
    return HandBackPanel(
        facts=(*_away(view.state), *_materials(view)), values={"giver": who} if who else {}
    )


def sendup_panel(view: CaseView) -> SendUpPanel:
    """上报 with the opinion that goes along."""
    reviewed = view.state.reviewed
    if reviewed is None:
        return SendUpPanel()
    who = view.names.get(view.state.reviewer, view.state.reviewer)
    said = text("初审：**{who}** {word}", who=who, word=OPINION_WORDS[reviewed.opinion])
    return SendUpPanel(facts=(Fact("done", said),))


def answer_panel(view: CaseView) -> CameBackPanel:
    """批回: from whom, since when it is waited for."""
    return CameBackPanel(facts=_away(view.state))


def _materials(view: CaseView) -> tuple[Fact, ...]:
    names = "、".join(m.name for m in materials_of(view.state))
    return (Fact("done", text("材料：{names}", names=names)),) if names else ()


def _to(view: CaseView) -> Text:
    return text("交给 **{unit}**，到期的日子不变", unit=view.unit_short)


def _away(state: CaseState) -> tuple[Fact, ...]:
    """Where the case is, since when."""
    if state.status is Status.UPPER and state.upward is not None:
        words = text(
            "{day} 上报 **{organ}**",
            day=story.day_words(state.upward.last_sent),
            organ=state.upward.sent.to,
        )
        return (Fact("waiting", words),)
    if state.status is Status.DEPARTMENT and state.department is not None:
        words = text(
            "{day} 移交，**{who}** 收",
            day=story.day_words(state.department.since),
            who=state.department.over.taker,
        )
        return (Fact("waiting", words),)
    return ()


PANELS = {
    "handover": handover_panel,
    "handback": handback_panel,
    "sendup": sendup_panel,
    "answer": answer_panel,
}


def may(kind: str, state: CaseState, why: str) -> Availability:
    """Whether one of these steps is for a case that stands so. why: what to say where not."""
    status = state.status
    answered = sendingup.answered(state)
    fits = {
        "handover": status is Status.ACCEPTED,
        "handback": status is Status.DEPARTMENT,
        "answer": status is Status.UPPER,
        "sendup": status is Status.REVIEWED and is_upward(state) and not answered,
    }[kind]
    if fits:
        return YES
    if kind == "sendup" and not is_upward(state):
        return no("不是上报件")
    if kind == "sendup" and answered:
        return no("上级已经批回")
    if kind == "sendup" and status is Status.ACCEPTED:
        return no("还没初审")
    if kind == "handover" and status is Status.REVIEWED:
        return no("已经审过，不用移交")
    return no(why)


def offered(state: CaseState) -> str:
    """The keys of these steps beside the timeline."""
    if state.status is Status.ACCEPTED:
        return f"[[{keys.HAND_OVER.id}]]  "
    if may("sendup", state, "").ok:
        return f"[[{keys.SEND_UP.id}]]  "
    return ""


def next_step(view: CaseView, other: Text | str) -> NextStep | None:
    """The 下一步 line where the case is to leave the window, or is out of its hands."""
    state = view.state
    if state.status is Status.ACCEPTED and view.matter.review == "department":
        now = text("移交 **{unit}** 审，打移交单", unit=view.unit_short)
        return NextStep(keys.HAND_OVER.id, now, text("部门交回意见，首席代表核"), other)
    if state.status is Status.DEPARTMENT and state.department is not None:
        now = text("**{who}** 审完了，照移交单记交回", who=state.department.over.taker)
        return NextStep(keys.HAND_BACK.id, now, text("首席代表核，再决定"), other)
    if may("sendup", state, "").ok:
        now = text("初审完了，**上报** 上级机关")
        return NextStep(keys.SEND_UP.id, now, text("本地时限到此为止，等批回"), other)
    if state.status is Status.UPPER and state.upward is not None:
        now = text("**{organ}** 批下来了，照文件记批回", organ=state.upward.sent.to)
        return NextStep(keys.CAME_BACK.id, now, text("首席代表照批复决定"), other)
    return None


def upper_facts(state: CaseState) -> tuple[Fact, ...]:
    """What the upper organ answered, for the one who decides."""
    answer = state.upward.opinion if state.upward else None
    if answer is None or state.upward is None:
        return ()
    words = text(
        "批复：**{organ}** {word}，{number}",
        organ=state.upward.sent.to,
        word=ANSWER_WORDS[answer.opinion],
        number=answer.number,
    )
    return (Fact("done", words),)
