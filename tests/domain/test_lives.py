"""Random lives of cases: whatever people press in whatever order, the law holds.

Each walk is a list of steps; a step that the rules refuse changes nothing. After every step the
fold is checked against what must be true of every case at every moment.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.small_hall import (
    CHIEF,
    CLERK,
    DOCUMENT,
    INDEX,
    PROMISE,
    SPOT,
    Place,
    application,
    material,
)

from counter.domain import (
    archive,
    caseclock,
    decision,
    departing,
    endings,
    holding,
    inquiry,
    notice,
    procedures,
    reception,
    supervision,
    timeline,
    timers,
)
from counter.domain.acts import NewAct
from counter.domain.case import (
    CaseState,
    ClockPaused,
    LimitExtended,
    MaterialReceived,
    NoticeItem,
    PaperPrinted,
    Status,
    case_stream,
)
from counter.domain.caseclock import Procedure, Running
from counter.domain.delivery import Service, deliver
from counter.domain.errors import KnownError
from counter.domain.states import ENDED, TRANSITIONS
from counter.packs.calendars import load_calendar
from counter.resources import resource_root

CALENDAR = load_calendar(resource_root() / "calendars")
Step = Callable[["Life"], list[NewAct]]


class Life:
    """One case and the place it lives in."""

    def __init__(self, spot: bool, whole: bool) -> None:
        self.place = Place(calendar=CALENDAR)
        matter = SPOT if spot else PROMISE
        app = application(matter=matter.code)
        if not spot:
            app = msgspec.structs.replace(app, materials=(material("m1"),), form={})
        if whole:
            self.number, acts = reception.accept(app, CLERK, self.place.setting())
        else:
            empty = msgspec.structs.replace(app, materials=())
            self.number, acts = notice.receive_only(empty, CLERK, self.place.setting())
        self.place.record(CLERK, acts)

    @property
    def state(self) -> CaseState:
        return self.place.case(self.number)

    def clock(self) -> Running | None:
        """The legal clock as it stands now."""
        state = self.state
        if state.limits is None:
            return None
        extra = state.extension.days if state.extension else 0
        return caseclock.run(
            CALENDAR,
            dt.date.fromisoformat(state.accepted_on),
            state.limits.legal_days + extra,
            self.place.now.date(),
            pauses=state.pauses,
            stopped_on=dt.date.fromisoformat(state.decided_on) if state.decided_on else None,
        )


CHIEF_SIGNS = departing.Signer(name=CHIEF.name, number=CHIEF.number, unit=CHIEF.unit)


def _item(code: str) -> NoticeItem:
    return NoticeItem(code=code, name=code, fault="missing", why="没有带来")


def _print(life: Life) -> list[NewAct]:
    papers = [p for p, s in life.state.papers.items() if not s.prints]
    return [
        NewAct(
            stream=case_stream(life.number),
            payload=PaperPrinted(paper_id=p, job=1, outcome="printed", nth=1, copies=1),
            effective_on=life.place.now.date().isoformat(),
        )
        for p in papers
    ]


def _seal(life: Life) -> list[NewAct]:
    missing = life.state.missing_seals
    if not missing:
        return []
    paper, kind = missing[0]
    return decision.use_seal(life.state, paper, kind, CHIEF, INDEX, life.place.now.date())


STEPS: dict[str, Step] = {
    "tell m1": lambda v: notice.notify(v.state, (_item("m1"),), CLERK, v.place.setting()),
    "tell m2": lambda v: notice.notify(v.state, (_item("m2"),), CLERK, v.place.setting()),
    "tell x9": lambda v: notice.notify(v.state, (_item("x9"),), CLERK, v.place.setting()),
    "supply": lambda v: notice.supplement(
        v.state, (MaterialReceived(code="m1", name="m1"),), CLERK, v.place.setting()
    ),
    "deem": lambda v: notice.deem_accepted(v.state, v.place.setting()),
    "not ours": lambda v: endings.refuse_acceptance(
        v.state, "not_ours", "x", "y", CLERK, v.place.setting()
    ),
    "return": lambda v: endings.give_back(v.state, "x", False, CLERK, v.place.setting()),
    "recall": lambda v: endings.give_back(v.state, "x", True, CLERK, v.place.setting()),
    "pause": lambda v: procedures.pause(
        v.state, Procedure.HEARING, 5, "", CLERK, v.place.setting()
    ),
    "hand over": lambda v: departing.hand_over(v.state, CHIEF_SIGNS, CLERK, v.place.setting()),
    "hand back": lambda v: departing.hand_back(
        v.state, departing.Signer(name="向家驹"), "grant", "", CLERK, v.place.setting()
    ),
    "chief hands back": lambda v: departing.hand_back(
        v.state, CHIEF_SIGNS, "refuse", "x", CLERK, v.place.setting()
    ),
    "back unseen": lambda v: departing.hand_back(
        v.state, CHIEF_SIGNS, "", "x", CLERK, v.place.setting()
    ),
    "told": lambda v: inquiry.tell(v.state, ("x",), CLERK, v.place.setting()),
    "ask": lambda v: inquiry.ask(v.state, "x", CLERK, v.place.setting()),
    "waive": lambda v: inquiry.waive(v.state, "x", CLERK, v.place.setting()),
    "site": lambda v: inquiry.check_site(v.state, ("x", "y"), "x", True, CLERK, v.place.setting()),
    "third party": lambda v: inquiry.tell_third_party(v.state, "x", "y", CLERK, v.place.setting()),
    "technicians": lambda v: inquiry.send_technicians(
        v.state, ("x", "y"), CLERK, v.place.setting()
    ),
    "call": lambda v: inquiry.call(
        v.state,
        v.place.now.date() + dt.timedelta(days=7),
        "09:30",
        "x",
        "y",
        CLERK,
        v.place.setting(),
    ),
    "held": lambda v: inquiry.hold(v.state, "y", "x", "x", CLERK, v.place.setting()),
    "resume": lambda v: procedures.resume(v.state, "x", CLERK, v.place.setting()),
    "extend": lambda v: procedures.extend(v.state, 10, "x", "y", CLERK, v.place.setting()),
    "supervise": lambda v: supervision.overdue(v.state, v.place.setting()),
    "answer": lambda v: supervision.answer(
        v.state, supervision.LATE, "人手不够", CLERK, v.place.setting()
    ),
    "review": lambda v: decision.review(v.state, "grant", "", CLERK, v.place.now.date()),
    "grant": lambda v: decision.decide(v.state, "granted", "", CHIEF, v.place.setting()),
    "refuse": lambda v: decision.decide(v.state, "refused", "x", CHIEF, v.place.setting()),
    "clerk decides": lambda v: decision.decide(v.state, "granted", "", CLERK, v.place.setting()),
    "withdraw": lambda v: reception.withdraw(v.state, "x", CLERK, v.place.now.date()),
    "archive": lambda v: archive.archive(
        v.state, {gap.key: "x" for gap in archive.gaps(v.state)}, "y", CLERK, v.place.setting()
    ),
    "print": _print,
    "print its life": lambda v: timeline.print_life(
        v.state, v.place.acts, {}, CLERK, v.place.setting()
    ),
    "seal": _seal,
    "leave": lambda v: deliver(
        v.state,
        Service(method="left", witness="x", note="y"),
        CLERK,
        v.place.setting(),
    ),
    "deliver": lambda v: deliver(
        v.state, Service(method="direct", document=DOCUMENT), CLERK, v.place.setting()
    ),
}


@given(
    spot=st.booleans(),
    whole=st.booleans(),
    walk=st.lists(
        st.one_of(st.sampled_from(sorted(STEPS)), st.integers(1, 9)), min_size=1, max_size=25
    ),
)
def test_whatever_is_pressed_the_law_holds(spot: bool, whole: bool, walk: list[str | int]) -> None:
    life = Life(spot, whole)
    for step in walk:
        before, clock = life.state, life.clock()
        acts: list[NewAct] = []
        if isinstance(step, int):
            life.place.now += dt.timedelta(days=step)
        else:
            try:
                acts = STEPS[step](life)
            except KnownError as refusal:
                assert str(refusal.what) and str(refusal.next_step)
            life.place.record(CHIEF if step in ("grant", "refuse") else CLERK, acts)
        check_state(before, life.state, acts)
        check_clock(before, clock, life, acts)
        check_holding(life)
        check_timers(life)


def check_state(before: CaseState, after: CaseState, acts: list[NewAct]) -> None:
    """Every step is one of the table's; ends are ends; two people; nothing before its time."""
    kinds = [act.kind for act in acts]
    reachable = {before.status}
    for kind in kinds:
        sources, target = TRANSITIONS.get(kind, ((), before.status))
        if kind in TRANSITIONS:
            assert reachable & set(sources), (before.status, kinds)
            reachable = {before.before_pause} if kind == "clock.resumed" else {target}
    assert after.status in reachable
    if before.status in ENDED:
        on_paper = [getattr(act.payload, "code", "") == timeline.CODE for act in acts]
        moved = {kind for kind, only in zip(kinds, on_paper, strict=True) if not only}
        assert not moved - {"paper.printed", "seal.used", "supervision.answered", "case.archived"}
    if after.decided is not None:
        assert after.accepted_on and after.reviewer != after.decider == CHIEF.number
    if after.status is Status.CLOSED:
        assert after.delivered is not None and not after.missing_seals
    assert len(after.notices) <= 1
    raised = [(event.code, event.on) for event in after.supervision if event.on]
    assert len(raised) == len(set(raised))
    if after.decided is not None and after.inquiry is not None:
        assert not after.inquiry.open
        assert not (after.inquiry.waived and after.inquiry.asked)


def check_clock(before: CaseState, clock: Running | None, life: Life, acts: list[NewAct]) -> None:
    """Remaining days go up only by an extension, or by the one day on which the clock is stopped
    (it does not count after all); a stopped clock stands; the fold agrees with the reckoning."""
    after, now = life.state, life.clock()
    if now is None or clock is None:
        return
    given_back = 10 * any(isinstance(act.payload, LimitExtended) for act in acts)
    given_back += any(isinstance(act.payload, ClockPaused) for act in acts)
    assert now.left <= clock.left + given_back
    if not acts and before.status is Status.PAUSED:
        assert now.walked == clock.walked
    if now.due is not None and after.limits is not None and after.status is not Status.PAUSED:
        assert after.limits.legal_on == now.due.isoformat()


def check_timers(life: Life) -> None:
    """A limit has a day unless the clock stands; what ended has none open; each explains itself."""
    state, place = life.state, life.place.setting()
    for timer in timers.timers(state, CALENDAR, place.catalogue.rules, place.today):
        assert timer.due or state.pauses
        assert timer.done_on or state.status not in ENDED
        assert (
            timer.light != "bad"
            or timer.due < (timer.done_on or place.today.isoformat())
            or (state.deemed)
        )
        assert timers.explain(timer, state, CALENDAR)


def check_holding(life: Life) -> None:
    """All stretches together are the calendar days from the receipt to the end, without a gap."""
    state, today = life.state, life.place.now.date()
    held = holding.stretches(life.place.acts, CALENDAR, today)
    received = dt.date.fromisoformat(state.received_at[:10])
    end = dt.date.fromisoformat(state.closed_on) if state.status in ENDED else today
    assert held[0].since == received
    assert sum(stretch.days for stretch in held) == (end - received).days
    assert all(one.until == other.since for one, other in itertools.pairwise(held))
    assert all(min(s.working, s.rest, s.stopped) >= 0 for s in held)
