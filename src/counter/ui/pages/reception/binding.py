"""The page's commands bound to its presenter: when each can be done, and why not."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import Text
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.reception import commands as keys
from counter.ui.pages.reception.f5 import printed
from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.pages.reception.state import ReceptionState

ACCEPTED = Text("这件已经受理；按 F2 开新件")
NOT_HERE = Text("这个岗位不能受理")
SAVING = Text("正在存，存好才算受理")


def bind(presenter: ReceptionPresenter) -> list[Command]:
    """Every command of the page."""
    p = presenter

    def when(check: Callable[[ReceptionState], Availability]) -> Callable[[], Availability]:
        return lambda: check(p.state)

    def working(check: Callable[[ReceptionState], Availability]) -> Callable[[], Availability]:
        """Only for who receives; the others find no key here."""
        works = p.services.actor
        return lambda: check(p.state) if works().works else no(NOT_HERE)

    return [
        keys.NEW.bind(lambda: p.new(), working(_not_saving)),
        keys.CALL.bind(p.call, working(_not_saving)),
        keys.NOTICE.bind(lambda: None, lambda: no(Text("一次告知还没开通"))),
        keys.ACCEPT.bind(p.f5.accept, lambda: can_accept(p)),
        keys.DECIDE.bind(p.f5.decide, when(_has_case)),
        keys.REPRINT.bind(p.f5.reprint, when(_can_reprint)),
        keys.BACK.bind(p.back, when(_can_go_back)),
        keys.HISTORY.bind(p.earlier.toggle, when(_has_history)),
        keys.CHOOSE.bind(lambda: p.choose(), when(_can_choose)),
        keys.NEXT.bind(lambda: p.new(""), when(_has_case)),
        keys.ONWARD.bind(p.onward, working(_open_form)),
        keys.UP.bind(lambda: p.move(-1), when(_can_move)),
        keys.DOWN.bind(lambda: p.move(1), when(_can_move)),
        keys.TICK.bind(p.materials.toggle, when(_in_materials)),
        keys.PAGES.bind(p.materials.begin_edit, when(_in_materials)),
        keys.MANUAL.bind(p.reader.by_hand, working(_open_form)),
        keys.REPLACE.bind(p.reader.replace, when(_card_waits)),
        keys.AS_AGENT.bind(p.reader.is_agents, when(_card_waits)),
        keys.DRAFT.bind(lambda: p.drafts.resume(), working(_has_draft)),
        keys.OPEN.bind(p.f5.open_case, when(_has_case)),
        keys.PERSON.bind(lambda: p.come_as("person"), working(_open_form)),
        keys.ORGANISATION.bind(lambda: p.come_as("organisation"), working(_open_form)),
        keys.AGENT.bind(lambda: p.come_as("agent"), working(_open_form)),
    ]


def can_accept(p: ReceptionPresenter) -> Availability:
    """F5: the first thing that stands in the way is the reason."""
    state = p.state
    if state.accepting:
        return no(SAVING)
    if state.accepted is not None:
        return no(ACCEPTED)
    if not p.services.actor().works:
        return no(NOT_HERE)
    if state.catalogue is None:
        return no(Text("事项目录还没读出来"))
    if state.pending is not None:
        return no(Text("先说清刚放的卡是谁的"))
    if state.stops:
        return no(state.stops[0].what)
    return YES


def _not_saving(state: ReceptionState) -> Availability:
    return no(SAVING) if state.accepting else YES


def _open_form(state: ReceptionState) -> Availability:
    if state.accepting:
        return no(SAVING)
    return no(ACCEPTED) if state.accepted is not None else YES


def _has_case(state: ReceptionState) -> Availability:
    return YES if state.accepted is not None else no(Text("还没有受理，先按 F5"))


def _can_reprint(state: ReceptionState) -> Availability:
    if state.accepted is None:
        return _has_case(state)
    return YES if printed(state) else no(Text("文书还在排队，打出来才能补打"))


def _has_history(state: ReceptionState) -> Availability:
    return YES if state.earlier else no(Text("没有以前的件"))


def _has_draft(state: ReceptionState) -> Availability:
    return YES if state.drafts else no(Text("没有草稿"))


def _card_waits(state: ReceptionState) -> Availability:
    return YES if state.pending is not None else no(Text("没有等着认的卡"))


def _can_choose(state: ReceptionState) -> Availability:
    if state.locked or state.at != "matter":
        return no(Text("光标不在事项里"))
    return YES if state.matches else no(Text("没有对得上的事项"))


def _in_materials(state: ReceptionState) -> Availability:
    if state.locked:
        return no(ACCEPTED)
    if state.matter is None:
        return no(Text("还没选事项"))
    return YES if state.at == "materials" else no(Text("光标不在材料表里"))


def _can_move(state: ReceptionState) -> Availability:
    if state.at == "materials" and state.matter is not None:
        return YES
    return YES if state.at == "matter" and state.matches else no(Text("没有可换的"))


def _can_go_back(state: ReceptionState) -> Availability:
    something = (
        state.editing
        or state.pending
        or state.manual
        or state.trouble
        or state.card_trouble
        or state.all_earlier
        or state.accepted
        or state.at != "matter"
    )
    return YES if something and not state.accepting else no(Text("已经在最前面"))
