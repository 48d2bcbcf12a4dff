"""Which panel the law's steps open with what in it, when each can be done, and the 下一步 line
of a case that waits, stands still or ended without a decision. No Qt."""

from __future__ import annotations

from counter.desk.cases import CaseView
from counter.domain.case import CaseState, Status
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.catalogue import Handling
from counter.domain.errors import Text, text
from counter.domain.inquiry import IN_WORK
from counter.domain.notice import open_items
from counter.domain.procedures import POST_WORDS, extension_rule
from counter.domain.states import BEFORE_ACCEPTANCE, ENDED, FINISHED, IN_HAND, RUNNING, allowed
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import departpanels, followpanels, story
from counter.ui.pages.case.archivepanels import archive_panel
from counter.ui.pages.case.barpanel import bar_panel
from counter.ui.pages.case.inquirypanels import inquiry_panel
from counter.ui.pages.case.lawpanels import (
    ExtendPanel,
    LawPanel,
    PausePanel,
    RefusePanel,
    ResumePanel,
    ReturnPanel,
    SupplementPanel,
    TellPanel,
    why_key,
)
from counter.ui.pages.case.panels import Fact, Option
from counter.ui.pages.case.supervisionpanels import reply_panel
from counter.ui.state import NextStep

NOT_NOW = {
    Status.RECEIVED: "还没受理",
    Status.SUPPLEMENT: "还没受理，等补正",
    Status.PAUSED: "停着表，先走表",
    Status.DEPARTMENT: "在部门手里，等交回",
    Status.UPPER: "报上级了，等批回",
    Status.DECIDED: "已经决定了",
}
"""Why a step of a case in hand cannot be done where it stands."""


def may(kind: str, state: CaseState) -> Availability:
    """Whether a step of the law is for a case that stands so; who may do it the desk says."""
    status = state.status
    if kind == "follow":
        return followpanels.may_follow(state)
    if kind in ("tell", "refuse", "onspot"):
        return YES if status in BEFORE_ACCEPTANCE else no("已经受理了")
    if kind == "return":
        return YES if allowed("case.recalled", status) else no(NOT_NOW.get(status, "这件已经完了"))
    if kind in departpanels.PANELS:
        return departpanels.may(kind, state, NOT_NOW.get(status, "这件已经完了"))
    if kind == "inquire" and status not in IN_WORK:
        return no(NOT_NOW.get(status, "这件已经完了"))
    if kind in ("pause", "extend") and status not in RUNNING:
        return no(NOT_NOW.get(status, "这件已经完了"))
    if kind in ("pause", "extend") and state.upward is not None:
        return no("上报了，本地时限已经到头")
    if kind == "extend":
        if state.received is not None and state.received.handling == Handling.SPOT.value:
            return no("即办件不能延期")
        if state.extension is not None:
            return no("已经延过一次，不能再延")
    return YES


def panel(kind: str, view: CaseView) -> LawPanel:
    """A panel of the law's steps. kind: tell supplement refuse return pause resume
    extend inquire archive follow onspot, and those of `departpanels`."""
    return {
        "bar": bar_panel,
        **departpanels.PANELS,
        "tell": tell_panel,
        "supplement": supplement_panel,
        "refuse": lambda _view: RefusePanel(),
        "return": return_panel,
        "pause": lambda _view: PausePanel(),
        "resume": resume_panel,
        "extend": extend_panel,
        "reply": reply_panel,
        "inquire": inquiry_panel,
        "archive": archive_panel,
        "follow": followpanels.follow_panel,
        "onspot": lambda _view: followpanels.OnSpotPanel(),
    }[kind](view)


def tell_panel(view: CaseView) -> TellPanel:
    """F4: every listed material; those that did not come are ticked."""
    state, matter = view.state, view.matter
    received = (
        frozenset(m.code for m in state.received.materials) if state.received else frozenset()
    )
    lacking = {m.code for m in matter.materials if m.required and m.code not in received}
    if state.notices:
        lacking = {item.code for item in open_items(state)}
    facts: tuple[Fact, ...] = ()
    if state.notices:
        facts = (Fact("due", text("已经告知过一次。第一次没说的再要，会被挡下，并报监察")),)
    elif view.clock is not None and view.clock.telling:
        facts = (Fact("", _last_day(view)),)
    return TellPanel(
        facts=facts,
        materials=tuple((m.code, m.name) for m in matter.materials),
        received=received,
        basis=next((f"《{b.statute}》{b.article}" for b in matter.basis if b.certain), ""),
        again=bool(state.notices),
        ticked=set(lacking),
        values={why_key(code): "没有带来" for code in lacking},
    )


def _last_day(view: CaseView) -> Text:
    clock = view.clock
    assert clock is not None
    return text("最后一天 **{day}**：过了不告知，就算受理", day=story.day_words(clock.due))


def supplement_panel(view: CaseView) -> SupplementPanel:
    """补正材料收到: what of the notice is open."""
    originals = frozenset(m.code for m in view.matter.materials if m.original)
    return SupplementPanel(open_items=open_items(view.state), originals=originals)


def return_panel(view: CaseView) -> ReturnPanel:
    """退件 where a supplement is waited for; 撤回 always. What is due is chosen beforehand."""
    state = view.state
    options = [Option("recalled", "申请人撤回")]
    if state.status is Status.SUPPLEMENT:
        options.insert(0, Option("returned", "退件（逾期不补）"))
    names = "、".join(m.name for m in state.received.materials) if state.received else ""
    facts = (Fact("returned", text("退还：{names}", names=names)),) if names else ()
    chosen = "returned" if view.unsupplied else "recalled"
    return ReturnPanel(chosen=chosen, options=tuple(options), facts=facts)


def resume_panel(view: CaseView) -> ResumePanel:
    """走表: what stood still, since when, how long it was thought to take."""
    pause = view.state.pauses[-1]
    said = text(
        "{what}，{since} 起停着；说好约 {n} 个工作日",
        what=PROCEDURE_WORDS[pause.procedure],
        since=story.day_words(pause.since),
        n=pause.expected_days,
    )
    return ResumePanel(facts=(Fact("paused", said),))


def extend_panel(view: CaseView) -> ExtendPanel:
    """延期 with the cap and the post that the handling asks for."""
    cap, post = extension_rule(view.matter)
    words = POST_WORDS[post]
    fact = Fact("", text("要由{post}批准，最多 {n} 个工作日", post=words, n=cap))
    return ExtendPanel(cap=cap, post=words, facts=(fact,))


def offered(state: CaseState) -> str:
    """The keys beside the timeline: what may be done to a case where it stands."""
    if state.status in BEFORE_ACCEPTANCE:
        return f"[[{keys.ON_SPOT.id}]]  [[{keys.REFUSE.id}]]  [[{keys.RETURN.id}]]"
    if state.status in RUNNING and state.upward is None:
        leave = departpanels.offered(state)
        extend = f"  [[{keys.EXTEND.id}]]" if may("extend", state).ok else ""
        back = "" if state.status is Status.DEPARTMENT else f"  [[{keys.RETURN.id}]]"
        ask = f"[[{keys.INQUIRE.id}]]  " if state.status in IN_WORK else ""
        return f"{leave}{ask}[[{keys.PAUSE.id}]]{extend}{back}"
    if state.status in FINISHED:
        return f"[[{keys.ARCHIVE.id}]]"
    if state.status is Status.PAUSED:
        return f"[[{keys.INQUIRE.id}]]  [[{keys.RETURN.id}]]"
    if state.status in IN_HAND:
        return f"{departpanels.offered(state)}[[{keys.RETURN.id}]]"
    return ""


def next_step(view: CaseView, other: Text | str) -> NextStep | None:
    """The 下一步 line of a case that waits or ended undecided; None for all others."""
    state = view.state
    leaving = departpanels.next_step(view, other)
    if leaving is not None:
        return leaving
    if state.status is Status.RECEIVED:
        day = story.day_words(view.clock.due) if view.clock else ""
        if view.lacks is None:
            then = text("到 {day} 不受理、不告知，也算受理", day=day)
            return NextStep(keys.ACCEPT.id, text("材料齐了，**受理**"), then, other)
        now = text("把要补的一次说全，**{day}** 是最后一天", day=day)
        return NextStep(keys.TELL.id, now, text("等申请人补来"), other)
    if state.status is Status.SUPPLEMENT:
        n = len(open_items(state))
        now = text("补正材料来了，打勾收下（还差 {n} 样）", n=n)
        then = text("补齐了，当天受理")
        return NextStep(keys.SUPPLEMENT.id, now, then, text("[[case.return|]] 退件、撤回"))
    if state.status is Status.PAUSED and state.inquiry is not None and state.inquiry.open:
        called = state.inquiry.called is not None
        now = text("听证开过了，登记笔录") if called else text("定听证时间、地点，提前七天通知")
        return NextStep(keys.INQUIRE.id, now, text("登记笔录，今天起接着数"), other)
    if state.status is Status.PAUSED:
        what = PROCEDURE_WORDS[state.pauses[-1].procedure] if state.pauses else ""
        now = text("**{what}** 有了结果，就走表", what=what)
        return NextStep(keys.RESUME.id, now, text("今天起接着数"), other)
    if state.missing and state.status is Status.REVIEWED:
        return followpanels.next_step(view, other)
    said = {
        Status.REFUSED: "不予受理，没有要做的",
        Status.RETURNED: "已退件，材料还给申请人，没有要做的",
        Status.RECALLED: "申请人撤回了，没有要做的",
        Status.ARCHIVED: "已归档，没有要做的",
    }.get(state.status)
    return NextStep("", text(said), "", other) if said else None


def told_lines(view: CaseView) -> tuple[tuple[str, str, str], ...]:
    """What was told and how each stands: glyph state, name, why or when it came."""
    state = view.state
    if state.missing and state.status not in ENDED:
        return followpanels.lines(view)
    if state.status is not Status.SUPPLEMENT:
        return ()
    still = {item.code for item in open_items(state)}
    return tuple(
        ("todo" if item.code in still else "done", item.name, item.why)
        for notice in state.notices
        for item in notice.items
    )


def told_words(view: CaseView) -> tuple[Text, Text | str]:
    """The band over them: how many, and since when they are waited for."""
    lines = told_lines(view)
    if view.state.missing:
        day = story.day_words(view.state.accepted_on)
        return text("还差 {n} 样", n=len(lines)), text("{day} 容缺受理", day=day)
    left = sum(1 for state, _, _ in lines if state == "todo")
    count = text("要补 {n} 样，还差 {left} 样", n=len(lines), left=left)
    day = story.day_words(view.state.notice_on)
    return count, text("{day} 告知", day=day) if day else ""
