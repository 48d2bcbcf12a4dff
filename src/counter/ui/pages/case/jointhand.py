"""联办 on the case page: which unit is under the hand, its keys, and what is said of it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.desk.cases import CaseView
from counter.desk.joint import PartView
from counter.domain.case import Status
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.errors import Text, text
from counter.domain.jointacts import OPINION_WORDS
from counter.domain.jointsteps import WORKING
from counter.domain.people import Actor
from counter.domain.states import IN_HAND
from counter.ui.commands import Availability, Command, CommandSpec, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import story
from counter.ui.pages.case.jointpanels import (
    CopiesPanel,
    MeetingPanel,
    OpinionPanel,
    PartResumePanel,
    PartStopPanel,
)
from counter.ui.pages.case.lawpanels import LawPanel
from counter.ui.pages.case.panels import Fact
from counter.ui.state import NextStep

if TYPE_CHECKING:
    from counter.ui.pages.case.presenter import CasePresenter


class JointHand:
    """The current unit of the section 联办, and the steps on it."""

    def __init__(self, page: CasePresenter) -> None:
        self._page = page
        self.unit = ""

    @property
    def parts(self) -> tuple[PartView, ...]:
        """The parts of the open case."""
        return self._page.view.parts if self._page.view else ()

    @property
    def current(self) -> PartView | None:
        """The part that the keys act on."""
        return next((p for p in self.parts if p.unit == self.unit), None)

    def pick(self, unit: str) -> None:
        """The row that was clicked or moved to."""
        if unit != self.unit:
            self.unit = unit
            self._page.changed()

    def settle(self) -> None:
        """Keep a unit current: one's own that is silent, else the first silent, else any."""
        here, mine = self.current, self._page.actor().unit
        if here is not None and here.part.opinion is None:
            return
        silent = [p for p in self.parts if p.part.opinion is None]
        own = [p for p in silent if mine in p.speakers]
        if own or silent or here is None:
            self.unit = next((p.unit for p in (*own, *silent, *self.parts)), "")

    @property
    def offered(self) -> str:
        """The keys of the section's head: what can be done with the current unit."""
        return offered(self._page)

    def own(self, part: PartView) -> bool:
        """Whether the one at the window speaks for the unit."""
        return self._page.actor().unit in part.speakers

    def take(self) -> None:
        """签收 of the current unit's copy."""
        part, page = self.current, self._page
        if part is not None:
            actor, number, unit = page.actor(), page.case_no, part.unit
            page.do(lambda: page.law.joint.receive(actor, number, unit), keys.TAKE.id)

    def step(self, kind: str) -> None:
        """A panel of 联办; its key pressed again does what it says."""
        page = self._page
        if page.panel is not None and page.panel.kind in _KINDS[kind]:
            page.confirm()
        elif page.view is not None and page.panel is None:
            made = self._panel(kind, page.view)
            if made is not None:
                page.show(made)

    def _panel(self, kind: str, view: CaseView) -> LawPanel | None:
        if kind == "copies":
            named = set(view.matter.law.co_units)
            ticked = {code for code, _ in view.co_units if code in named}
            return CopiesPanel(units=view.co_units, ticked=ticked)
        if kind == "meeting":
            lead = view.state.received.unit if view.state.received else ""
            units = ((lead, view.unit_short), *((p.unit, p.name) for p in self.parts))
            return MeetingPanel(units=units)
        part = self.current
        if part is None:
            return None
        if kind == "opinion":
            said = part.part.opinion
            before = OPINION_WORDS[said.opinion] if said is not None else ""
            own = self.own(part)
            return OpinionPanel(unit=part.unit, name=part.name, own=own, before=before)
        if part.part.stopped:
            return PartResumePanel(unit=part.unit, name=part.name, facts=(_stop_fact(part),))
        return PartStopPanel(unit=part.unit, name=part.name, facts=_stop_alone(view))


_KINDS = {
    "copies": ("joint_copies",),
    "opinion": ("joint_opinion",),
    "meeting": ("joint_meeting",),
    "stop": ("joint_stop", "joint_resume"),
}


def _stop_fact(part: PartView) -> Fact:
    pause = part.part.pauses[-1]
    said = text(
        "{what}，{since} 起停着；说好约 {n} 个工作日",
        what=PROCEDURE_WORDS[pause.procedure],
        since=story.day_words(pause.since),
        n=pause.expected_days,
    )
    return Fact("paused", said)


def _stop_alone(view: CaseView) -> tuple[Fact, ...]:
    if view.joint_waits:
        return (Fact("due", text("大厅定的是等齐：全件跟着停")),)
    return (Fact("", text("只停这个单位的表，全件照走")),)


# --- commands -----------------------------------------------------------------------------------


def bind(page: CasePresenter, change: Callable[[str], Availability]) -> tuple[Command, ...]:
    """The keys of 联办, on a case of several units only. change: may anything be done now?"""
    view, hand = page.view, page.joint
    if view is None or not view.co_units:
        return ()

    def when(kind: str, why: Callable[[], Text | str]) -> Callable[[], Availability]:
        def now() -> Availability:
            open_kind = page.panel.kind if page.panel is not None else ""
            allowed = change(open_kind if open_kind in _KINDS.get(kind, ()) else "")
            words = why() if allowed.ok else ""
            return no(words) if words else allowed

        return now

    if view.state.joint is None:
        early = "" if view.state.status in IN_HAND else text("受理以后、决定以前才能抄告")
        return (keys.COPIES.bind(lambda: hand.step("copies"), when("copies", lambda: early)),)
    stopped = hand.current is not None and hand.current.part.stopped
    return (
        keys.TAKE.bind(hand.take, when("take", lambda: _no_take(page))),
        keys.OPINION.bind(lambda: hand.step("opinion"), when("opinion", lambda: _over(page))),
        keys.MEETING.bind(lambda: hand.step("meeting"), when("meeting", lambda: _over(page))),
        _stop_key(stopped).bind(lambda: hand.step("stop"), when("stop", lambda: _no_stop(page))),
    )


def _stop_key(stopped: bool) -> CommandSpec:
    return keys.PART_RESUME if stopped else keys.PART_STOP


def _over(page: CasePresenter) -> Text | str:
    view = page.view
    return text("已经决定了") if view is not None and view.state.status not in WORKING else ""


def _no_take(page: CasePresenter) -> Text | str:
    part = page.joint.current
    if _over(page) or part is None:
        return _over(page)
    if part.part.received_on or part.part.opinion is not None:
        return text("抄告单签收过了")
    return "" if page.joint.own(part) else text("由该单位的人签收")


def _no_stop(page: CasePresenter) -> Text | str:
    part = page.joint.current
    if _over(page) or part is None:
        return _over(page)
    return text("这个单位会签过了，不用停") if part.part.opinion is not None else ""


def offered(page: CasePresenter) -> str:
    """The keys of the section's head: what can be done with the current unit."""
    part = page.joint.current
    if part is None or _over(page):
        return ""
    shown = [] if _no_take(page) else [keys.TAKE]
    shown += [keys.OPINION, keys.MEETING]
    shown += [] if _no_stop(page) else [_stop_key(part.part.stopped)]
    return "  ".join(f"[[{spec.id}]]" for spec in shown)


_OPEN = (Status.ACCEPTED, Status.REVIEWED, Status.DEPARTMENT)

# --- what is said -------------------------------------------------------------------------------


def next_step(view: CaseView, actor: Actor, other: Text | str) -> NextStep | None:
    """The 下一步 line of a joint case that waits for a unit; None for all others."""
    state = view.state
    if not view.co_units or state.status not in _OPEN:
        return None
    if state.joint is None and state.status is Status.DEPARTMENT:
        return None
    if state.joint is None:
        then = text("各有各的期限，会签齐了才能决定")
        return NextStep(keys.COPIES.id, text("抄告协办单位"), then, other)
    silent = [p for p in view.parts if p.part.opinion is None]
    if not silent:
        return None
    own = next((p for p in silent if actor.unit in p.speakers and not p.part.stopped), None)
    if own is not None:
        now = text("写 **{unit}** 的会签意见", unit=own.name)
        return NextStep(keys.OPINION.id, now, text("各单位齐了才能决定"), other)
    if state.status is Status.DEPARTMENT:
        return None
    stopped = [p for p in silent if p.part.stopped]
    if len(stopped) == len(silent):
        names = "、".join(p.name for p in stopped)
        return NextStep("", text("等 **{units}** 的特别程序", units=names), "", other)
    names = "、".join(p.name for p in silent)
    then = text("来了函的，按 [[case.opinion|]] 代录")
    return NextStep("", text("等 **{units}** 的意见", units=names), then, other)


STANDINGS: dict[str, tuple[str, str]] = {
    "new": ("todo", "还没签收"),
    "taken": ("waiting", "签收了，等意见"),
    "stopped": ("paused", "停着表"),
    "late": ("late", "过了期"),
    "agree": ("done", "同意"),
    "conditional": ("due", "有条件同意"),
    "disagree": ("differs", "不同意"),
}


def standing(part: PartView) -> tuple[str, str]:
    """State of the glyph and word of a unit's row."""
    state, word = STANDINGS[part.standing]
    if part.standing == "stopped":
        return state, PROCEDURE_WORDS[part.part.pauses[-1].procedure]
    return state, word


def under_name(part: PartView) -> Text | str:
    """The second line under the unit's name: what it said, or the number of its part."""
    said = part.part.opinion
    if said is None:
        return text("联办 {n}", n=part.part.opened.number.rpartition("-")[2])
    return said.words or (text("来函 {letter}", letter=said.letter) if said.letter else said.person)


def under_state(part: PartView) -> Text | str:
    """The second line under the state: by when and how many days are left, or when it spoke."""
    if part.part.opinion is not None:
        return text("{day} 会签", day=story.day_words(part.part.opinion_on))
    if part.part.stopped:
        since = story.day_words(part.part.pauses[-1].since)
        return text("{day} 起，还剩 {n} 天", day=since, n=part.left)
    day = story.day_words(part.due)
    if part.left < 0:
        return text("到 {day}，过了 {n} 天", day=day, n=-part.left)
    return text("到 {day}，还剩 {n} 天", day=day, n=part.left)


def counted(parts: tuple[PartView, ...]) -> Text:
    """How many units have spoken."""
    spoken = sum(p.part.opinion is not None for p in parts)
    return text("{n} 个单位，会签了 {spoken}", n=len(parts), spoken=spoken)
