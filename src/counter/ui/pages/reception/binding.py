"""The page's commands bound to its presenter: when each can be done, and why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from counter.domain.errors import Text, text
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.reception import commands as keys
from counter.ui.pages.reception import counits, lineup, telling
from counter.ui.pages.reception.f5 import printed
from counter.ui.pages.reception.offering import offered
from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.pages.reception.state import Doing, ReceptionState

ALREADY: dict[Doing, Text] = {
    "accept": Text("这件已经受理；按 F2 开新件"),
    "tell": Text("这件已经告知；按 F2 开新件"),
    "receive": Text("这件已经收件；按 F2 开新件"),
}
NOT_HERE = Text("这个岗位不能受理")
SAVING: dict[Doing, Text] = {
    "accept": Text("正在存，存好才算受理"),
    "tell": Text("正在存，存好才算告知"),
    "receive": Text("正在存，存好才算收件"),
}


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
        keys.NOTICE.bind(p.telling.open, lambda: can_tell(p)),
        keys.RECEIVE.bind(p.telling.receive, lambda: can_receive(p)),
        keys.TELL.bind(p.telling.tell, when(_can_print)),
        keys.FAULT.bind(p.telling.toggle, when(_in_notice)),
        keys.WHY.bind(p.telling.begin_why, when(_has_reason)),
        *(
            spec.bind(partial(p.telling.give, n), when(_has_reason))
            for n, spec in enumerate(keys.REASONS)
        ),
        *(
            spec.bind(partial(p.co_units.toggle, n), working(partial(_has_co_unit, n)))
            for n, spec in enumerate(keys.CO_UNITS)
        ),
        keys.ACCEPT.bind(p.f5.accept, lambda: can_accept(p)),
        keys.FOLLOW.bind(p.f5.follow, lambda: can_follow(p)),
        keys.DECIDE.bind(p.f5.decide, when(_can_decide)),
        keys.REPRINT.bind(p.f5.reprint, when(_can_reprint)),
        keys.BACK.bind(p.back, when(_can_go_back)),
        keys.HISTORY.bind(p.earlier.toggle, when(_has_history)),
        keys.CHOOSE.bind(lambda: p.choose(), when(_can_choose)),
        keys.NEXT.bind(lambda: p.new(""), when(_has_case)),
        keys.AGAIN.bind(p.again, working(_has_case)),
        keys.ONWARD.bind(p.onward, working(_onward)),
        keys.UP.bind(lambda: p.move(-1), when(_can_move)),
        keys.DOWN.bind(lambda: p.move(1), when(_can_move)),
        keys.TICK.bind(p.materials.toggle, when(_in_materials)),
        keys.REUSE.bind(p.offering.take, when(_can_reuse)),
        *(
            spec.bind(partial(p.materials.level, level), when(_can_level))
            for level, spec in keys.LEVELS.items()
        ),
        keys.LINE.bind(p.lineup.add, working(_can_line)),
        keys.LATER.bind(p.lineup.later, working(_has_line)),
        keys.LINE_DROP.bind(p.lineup.drop, working(_has_line)),
        keys.PRIOR_FIRST.bind(p.lineup.prior_first, working(_needs_prior)),
        keys.PAGES.bind(p.materials.begin_edit, when(_in_materials)),
        keys.ON_SPOT.bind(p.materials.begin_on_spot, when(_in_materials)),
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
    state, usable = p.state, _usable(p)
    if usable.ok and state.stops:
        return no(state.stops[0].what)
    return usable


def can_follow(p: ReceptionPresenter) -> Availability:
    """容缺: only what may follow is lacking."""
    state, usable = p.state, _usable(p)
    if not usable.ok or (state.preview and state.preview.follows):
        return usable
    if not state.stops:
        return no(Text("材料齐了，不用容缺；按 F5 受理"))
    words = telling.in_the_way(state)
    return no(words or Text("缺的材料不能后补，按 F4 一次告知"))


def can_tell(p: ReceptionPresenter) -> Availability:
    """F4: who and what must stand, and something must be lacking."""
    state, receivable = p.state, can_receive(p)
    if not receivable.ok or telling.lacking(state) or telling.wanted_priors(state):
        return receivable
    if state.matter is not None and not state.matter.materials:
        return no(Text("目录里没有列材料，没有可告知的"))
    return no(Text("材料齐了；哪份不合要求，先去掉它的勾"))


def can_receive(p: ReceptionPresenter) -> Availability:
    """先收件: everything but materials and the matter's own form must be in order."""
    state, usable = p.state, _usable(p)
    if not usable.ok:
        return usable
    if state.matter is None:
        return no(Text("还没选事项"))
    words = telling.in_the_way(state)
    return no(words) if words is not None else YES


def _usable(p: ReceptionPresenter) -> Availability:
    """Whether the form in hand may become a case at all."""
    state, form = p.state, _open_form(p.state)
    if not form.ok:
        return form
    if not p.services.actor().works:
        return no(NOT_HERE)
    if state.catalogue is None:
        return no(Text("事项目录还没读出来"))
    if state.pending is not None:
        return no(Text("先说清刚放的卡是谁的"))
    return YES


def _not_saving(state: ReceptionState) -> Availability:
    return no(SAVING[state.doing]) if state.accepting else YES


def _open_form(state: ReceptionState) -> Availability:
    if state.accepting:
        return no(SAVING[state.doing])
    return no(ALREADY[state.doing]) if state.case is not None else YES


def _onward(state: ReceptionState) -> Availability:
    """In the panel of F4 Enter prints and does nothing else."""
    if state.telling and state.at == telling.TABLE:
        return no(Text("先告知，或者按 Esc 收起"))
    return _open_form(state)


def _has_co_unit(place: int, state: ReceptionState) -> Availability:
    if place < len(counits.co_units(state)):
        return _open_form(state)
    return no(Text("没有这个协办单位"))


def _has_case(state: ReceptionState) -> Availability:
    return YES if state.case is not None else no(Text("还没有受理，先按 F5"))


def _can_decide(state: ReceptionState) -> Availability:
    if state.told is not None:
        return no(Text("还没有受理，不能决定"))
    return _has_case(state)


def _in_notice(state: ReceptionState) -> Availability:
    if state.telling and not state.locked and state.at == telling.TABLE:
        return YES
    return no(Text("光标不在一次告知里"))


def _has_reason(state: ReceptionState) -> Availability:
    here, matter = _in_notice(state), state.matter
    if not here.ok or matter is None:
        return here
    spec = matter.materials[min(state.telling_at, len(matter.materials) - 1)]
    told = telling.mark_of(state, spec) is not None
    return YES if told else no(Text("这一样不用补"))


def _can_print(state: ReceptionState) -> Availability:
    here = _in_notice(state)
    if not here.ok:
        return here
    words = telling.in_the_way(state)
    if words is not None:
        return no(words)
    empty = telling.unexplained(state)
    if empty:
        return no(text("第 {n} 项没写原因", n=empty))
    return YES if telling.told_items(state) else no(Text("没有要补的材料"))


def _can_reprint(state: ReceptionState) -> Availability:
    if state.case is None:
        return _has_case(state)
    if not state.case.papers:
        return no(Text("这件没有打过文书"))
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
        return _open_form(state)
    if state.matter is None:
        return no(Text("还没选事项"))
    return YES if state.at == "materials" else no(Text("光标不在材料表里"))


def _can_reuse(state: ReceptionState) -> Availability:
    here = _in_materials(state)
    if here.ok and offered(state) is None:
        return no(Text("这一份没有能复用的"))
    return here


def _can_level(state: ReceptionState) -> Availability:
    here, matter = _in_materials(state), state.matter
    if not here.ok or matter is None or not matter.materials:
        return here
    spec = matter.materials[min(state.material_at, len(matter.materials) - 1)]
    tick = state.form.materials.get(spec.code)
    if tick is not None and tick.reused_from:
        return no(Text("复用的等级不变；见到原件，按空格重新收"))
    return here


def _can_line(state: ReceptionState) -> Availability:
    if state.locked or state.at != "matter":
        return no(Text("光标不在事项里"))
    return YES if state.matches else no(Text("先打首字母找事项"))


def _has_line(state: ReceptionState) -> Availability:
    here = _open_form(state)
    if here.ok and not state.form.line:
        return no(Text("后面没有要办的"))
    return here


def _needs_prior(state: ReceptionState) -> Availability:
    here = _open_form(state)
    if here.ok and not lineup.needed(state):
        return no(Text("这一项不差前置"))
    return here


def _can_move(state: ReceptionState) -> Availability:
    if state.at in ("materials", telling.TABLE) and state.matter is not None:
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
        or state.case
        or state.at != "matter"
    )
    return YES if something and not state.accepting else no(Text("已经在最前面"))
