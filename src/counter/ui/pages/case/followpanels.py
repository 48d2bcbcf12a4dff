"""容缺 and 当场更正 on the case page: their panels, when they open, what stands below. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.desk.law import LawDesk
from counter.domain.case import CaseState, MaterialReceived, Status
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import story
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import PanelField, PanelView, Tick
from counter.ui.state import NextStep


@dataclass
class FollowPanel(LawPanel):
    """后补材料收到: what of the 容缺 list came in today. open_items: name, ISO day."""

    open_items: tuple[tuple[str, str], ...] = ()
    specs: tuple[tuple[str, str, bool], ...] = ()  # name, code, asked for as an original
    today: str = ""

    kind = "follow"
    busy = keys.FOLLOW.id
    after = "打接收凭证，补齐了就能决定"

    def base(self) -> PanelView:
        n, all_ = len(self.ticked), len(self.open_items)
        words = text("收下 {n} 样，还差 {left} 样", n=n, left=all_ - n)
        if n == all_:
            words = text("{n} 样都收下，补齐了", n=n)
        return PanelView(
            title="后补材料收到",
            remark=text("还差 {n} 样", n=all_),
            ticks=tuple(
                Tick(name, name, remark=day_words(by, self.today)) for name, by in self.open_items
            ),
            confirm=words if n else text("收到哪样，给哪样打勾"),
            first=f"tick.{self.open_items[0][0]}" if self.open_items else "confirm",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        known = {name: (code, original) for name, code, original in self.specs}
        came = []
        for name, _ in self.open_items:
            code, original = known.get(name, (name, True))
            if name in self.ticked:
                came.append(MaterialReceived(code=code, name=name, original=original))
        law.follow_up(actor, number, tuple(came))


@dataclass
class OnSpotPanel(LawPanel):
    """当场更正 (art. 32(3)): what was put right before acceptance."""

    kind = "onspot"
    busy = keys.ON_SPOT.id
    after = "记在经过里，不用告知书"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("what", "还没写更正了什么。哪里错了，改成了什么。")

    def base(self) -> PanelView:
        return PanelView(
            title="当场更正",
            remark="能当场改的，让申请人当场改",
            fields=(PanelField("what", "更正", "哪里错了，改成了什么", lines=2),),
            confirm="记下当场更正",
            first="what",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.correct_on_spot(actor, number, self.get("what"))


def follow_panel(view: CaseView) -> FollowPanel:
    """What is still to come."""
    specs = tuple((m.name, m.code, m.original) for m in view.matter.materials)
    today = view.clock.today if view.clock else ""
    return FollowPanel(open_items=view.state.missing, specs=specs, today=today)


def may_follow(state: CaseState) -> Availability:
    """Whether anything is still to follow."""
    return YES if state.missing else no("没有要后补的材料")


def day_words(by: str, today: str) -> Text:
    """By when a material is to come; past that day it says so."""
    if today and today > by:
        return text("应在 {day} 前补来，已逾期", day=story.day_words(by))
    return text("{day} 前补来", day=story.day_words(by))


def lines(view: CaseView) -> tuple[tuple[str, str, str], ...]:
    """What is still to follow: glyph state, name, by when."""
    today = view.clock.today if view.clock else ""
    return tuple(
        ("late" if today > by else "todo", name, str(day_words(by, today)))
        for name, by in view.state.missing
    )


def next_step(view: CaseView, other: Text | str) -> NextStep | None:
    """The 下一步 line of a reviewed case that cannot be decided yet."""
    state = view.state
    if state.status is not Status.REVIEWED or not state.missing:
        return None
    name, by = state.missing[0]
    today = view.clock.today if view.clock else ""
    now = text("容缺的 **{name}** 还没补来", name=name)
    if len(state.missing) > 1:
        now = text("容缺的 **{name}** 等 {n} 样还没补来", name=name, n=len(state.missing))
    return NextStep(keys.FOLLOW.id, now, day_words(by, today), other)
