"""Random lives of cases: whatever people press in whatever order, the law holds.

Each walk is a list of steps; a step that the rules refuse changes nothing. After every step the
fold is checked against what must be true of every case at every moment.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_renewal import RENEW
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    DOCUMENT,
    NOW,
    PROMISE,
    SPOT,
    Place,
    application,
    material,
)

from counter.domain import (
    accepting,
    archive,
    caseclock,
    decision,
    departing,
    endings,
    follow,
    holding,
    inquiry,
    notice,
    procedures,
    recalculation,
    reception,
    renewal,
    sendingup,
    supervision,
    timeline,
    timers,
)
from counter.domain.acts import NewAct
from counter.domain.calendars import compare, tables_of
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
from counter.domain.catalogue import (
    CatalogueIndex,
    Handling,
    MaterialSpec,
    Matter,
    MatterLaw,
    PaperType,
)
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.delivery import Service, deliver
from counter.domain.errors import KnownError
from counter.domain.finance import chargeback, charging
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.grants import grant_of
from counter.domain.recalcacts import ClockRecalculated
from counter.domain.reception import Setting, received_of
from counter.domain.states import BEFORE_ACCEPTANCE, ENDED, TRANSITIONS
from counter.packs.calendars import load_calendar
from counter.resources import resource_root

CALENDAR = load_calendar(resource_root() / "calendars")
Come = Literal["accepted", "received", "bare"]
"""Accepted at once; only received, and complete; only received, without a material."""
NEW_YEAR = YearTable(
    2027,
    {dt.date(2027, 1, day): "元旦" for day in (1, 2, 3)}
    | {dt.date(2027, 2, day): "春节" for day in range(5, 13)},
    {dt.date(2027, 1, 9): "元旦", dt.date(2027, 2, 20): "春节"},
)
"""Invented: that year's notice is not out."""
_DAY = dt.date(2026, 10, 12)
TABLES = {
    "calendar of 2027": CALENDAR.with_tables([NEW_YEAR], "2027"),
    "calendar with days off": CALENDAR.with_local(
        {_DAY + dt.timedelta(days=n): "抗洪" for n in (-14, -13, 0, 1, 7, 8, 9)}, {}, "off"
    ),
    "calendar with days made up": CALENDAR.with_tables(
        [YearTable(2026, {}, {_DAY + dt.timedelta(days=n): "补" for n in (-2, 5, 6, 12, 13)})], "up"
    ),
    "calendar with the hall shut": CALENDAR.with_local({}, {NOW.date(): "停电"}, "shut"),
    "calendar as before": CALENDAR,
}
"""What may come in while a case lives."""
Step = Callable[["Life"], list[NewAct]]
with_ = msgspec.structs.replace
UPWARD = with_(PROMISE, code="430423-GS-0003-01", name="户外广告登记初审", handling=Handling.UPWARD)
LATER = with_(
    PROMISE,
    code="430423-GS-0004-01",
    name="广告经营登记",
    law=MatterLaw(follow_days=5),
    materials=(*PROMISE.materials, MaterialSpec(code="m2", name="平面图", may_follow=True)),
)
RENEWED = with_(RENEW, law=MatterLaw(renewal=True, limited=True))
MATTERS = {m.code: m for m in (SPOT, PROMISE, UPWARD, LATER, RENEWED)}
INDEX = CatalogueIndex(
    with_(
        CATALOGUE,
        matters=(*CATALOGUE.matters, UPWARD, LATER, RENEWED),
        papers=(
            *CATALOGUE.papers,
            PaperType(code=follow.NOTICE, title="补办件通知书", mark="补", form="follow_notice"),
            PaperType(
                code="follow_receipt", title="补办材料凭证", mark="凭", form="follow_receipt"
            ),
        ),
    )
)
ORGAN = "衡阳市工商行政管理局"


class Hall(Place):
    """The small hall with matters that go up and that may be completed later."""

    def setting(self) -> Setting:
        return with_(super().setting(), catalogue=INDEX)


class Life:
    """One case and the place it lives in."""

    def __init__(self, matter: str, come: Come) -> None:
        self.place = Hall(calendar=CALENDAR)
        place = self.place.setting()
        app = application(matter=matter)
        if matter != SPOT.code:
            form = {"licence_no": "1", "expires": "2026-10-30"} if matter == RENEW.code else {}
            app = with_(app, materials=(material("m1"),), form=form)
        if come != "accepted":
            app = app if come == "received" else with_(app, materials=())
            self.number, acts = notice.receive_only(app, CLERK, place)
        elif matter == LATER.code:
            self.number, acts = follow.accept_lacking(app, CLERK, place)
        else:
            self.number, acts = reception.accept(app, CLERK, place)
        self.place.record(CLERK, acts)

    @property
    def state(self) -> CaseState:
        return self.place.case(self.number)

    @property
    def sheet(self) -> Charge:
        """The case's charge sheet, or one that was never raised."""
        return self.state.charge or Charge(number="")

    def clock(self) -> Running | None:
        """The legal clock as it stands now; that of a 上报件 ends on the day it goes up."""
        state = self.state
        if state.limits is None:
            return None
        stopped = state.upward.sent_on if state.upward else state.decided_on
        extra = state.extension.days if state.extension else 0
        return caseclock.run(
            self.place.calendar,
            dt.date.fromisoformat(state.accepted_on),
            state.limits.legal_days + extra,
            self.place.now.date(),
            pauses=state.pauses,
            stopped_on=dt.date.fromisoformat(stopped) if stopped else None,
        )

    def recalculate(self, calendar: WorkCalendar) -> list[NewAct]:
        """The calendar changes, and the case follows; a year that is lost is no change."""
        change = compare(tables_of(self.place.calendar), tables_of(calendar))
        if change.lost:
            return []
        self.place.calendar = calendar
        return recalculation.recalculate(self.state, change, self.place.setting())

    def left(self) -> int | None:
        """Working days to the legal day as it stands in the acts, or as the stopped clock has
        them; None where no limit is open."""
        state, today = self.state, self.place.now.date()
        if state.limits is None or state.decided_on or state.status in ENDED:
            return None
        if state.upward is not None:
            return None
        if state.status is Status.PAUSED:
            found = (state.accepted_on, state.limits.legal_on, state.pauses[-1].since)
            start, legal, since = map(dt.date.fromisoformat, found)
            return caseclock.left_at_stop(self.place.calendar, start, legal, since)
        rules = self.place.setting().catalogue.rules
        open_ = {t.code: t for t in timers.timers(state, self.place.calendar, rules, today)}
        return (open_.get("legal") or open_["local"]).left


CHIEF_SIGNS = departing.Signer(name=CHIEF.name, number=CHIEF.number, unit=CHIEF.unit)


def _item(code: str) -> NoticeItem:
    return NoticeItem(code=code, name=code, fault="missing", why="没有带来")


def _answer(life: Life, answer: sendingup.Answer, day: dt.date | None = None) -> list[NewAct]:
    dated = (day or life.place.now.date()).isoformat()
    return sendingup.come_back(
        life.state, answer, "衡市批〔2026〕1 号", dated, "x", CLERK, life.place.setting()
    )


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
    "accept": lambda v: accepting.accept_received(v.state, CLERK, v.place.setting()),
    "renew": lambda v: renewal.deem_renewed(v.state, v.place.setting()),
    "another expiry": lambda v: reception.correct(
        v.state, "form.expires", "2026-11-15", "x", CLERK, v.place.now.date(), RENEWED
    ),
    "deem": lambda v: notice.deem_accepted(v.state, v.place.setting()),
    "follow": lambda v: follow.follow_up(
        v.state, (MaterialReceived(code="m2", name="平面图"),), CLERK, v.place.setting()
    ),
    "follow with another": lambda v: follow.follow_up(
        v.state, (MaterialReceived(code="m9", name="户口簿"),), CLERK, v.place.setting()
    ),
    "put right": lambda v: notice.correct_on_spot(v.state, "x", CLERK, v.place.setting()),
    "send up": lambda v: sendingup.send_up(v.state, ORGAN, "", "", CLERK, v.place.setting()),
    "upper grants": lambda v: _answer(v, "grant"),
    "upper refuses": lambda v: _answer(v, "refuse"),
    "upper returns": lambda v: _answer(v, "returned"),
    "answer of last year": lambda v: _answer(v, "grant", dt.date(2025, 9, 22)),
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
    "sheet": lambda v: charging.raise_charge(
        v.state, v.state.charge, CLERK, v.place.setting(), INDEX
    ),
    "sheet of nothing": lambda v: charging.confirm_unit(
        v.sheet, v.state, "GS", (), CLERK, v.place.setting(), INDEX, lambda _: ""
    ),
    "sheet withdrawn": lambda v: chargeback.cancel(v.sheet, v.state, "x", CLERK, v.place.setting()),
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
STEPS.update(
    {name: lambda v, c=calendar: v.recalculate(c) for name, calendar in TABLES.items()}  # type: ignore[misc]
)


ROADS: dict[str, tuple[str, Come, tuple[str | int, ...]]] = {
    "spot": (SPOT.code, "accepted", ()),
    "spot, only received": (SPOT.code, "bare", ()),
    "spot, received whole": (SPOT.code, "received", ()),
    "promise, received whole": (PROMISE.code, "received", ()),
    "promise": (PROMISE.code, "accepted", ()),
    "promise, only received": (PROMISE.code, "bare", ()),
    "up": (UPWARD.code, "accepted", ("review", "send up")),
    "up, only received": (UPWARD.code, "bare", ("put right", "tell m1", "put right", "supply")),
    "up and back": (UPWARD.code, "accepted", ("review", "send up", "upper refuses")),
    "up and returned": (UPWARD.code, "accepted", ("review", "send up", "upper returns", "send up")),
    "renewal": (RENEWED.code, "accepted", ()),
    "renewal, only received": (RENEWED.code, "bare", ()),
    "renewal, ended": (RENEWED.code, "accepted", (9, 9, 9, 9, 9)),
    "renewal, ended and renewed": (RENEWED.code, "accepted", (9, 9, 9, 9, 9, "renew")),
    "later": (LATER.code, "accepted", ()),
    "later, reviewed": (LATER.code, "accepted", ("review",)),
}
"""How a life begins: its matter, whether it is accepted at once, and its first steps, so that
walks get to where only few of them would by chance."""


def walk_on(life: Life, walk: Iterable[str | int]) -> None:
    """Take the steps; a refused one says why and changes nothing. All is checked after each."""
    for step in walk:
        before, left = life.state, life.left()
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
        check_upward(before, life.state, acts)
        check_later(before, life, acts)
        check_licence(before, life.state)
        check_put_right(before, life.state, acts)
        check_clock(before, left, life, acts)
        check_holding(life)
        check_timers(life)
        check_sheet(life.state)


@given(
    road=st.sampled_from(sorted(ROADS)),
    walk=st.lists(
        st.one_of(st.sampled_from(sorted(STEPS)), st.integers(1, 9)), min_size=1, max_size=25
    ),
)
def test_whatever_is_pressed_the_law_holds(road: str, walk: list[str | int]) -> None:
    matter, come, begun = ROADS[road]
    walk_on(Life(matter, come), (*begun, *walk))


@pytest.mark.parametrize(
    ("matter", "walk", "end"),
    [
        (
            UPWARD,
            ("review", "send up", 3, "upper returns", 2, "send up", 9, "upper grants", "grant"),
            Status.DECIDED,
        ),
        (UPWARD, ("review", "send up", "upper refuses", "grant"), Status.REVIEWED),
        (UPWARD, ("review", "send up", "upper refuses", "refuse"), Status.DECIDED),
        (UPWARD, ("review", "send up", "answer of last year", "grant"), Status.UPPER),
        (LATER, ("review", "follow with another", "grant"), Status.REVIEWED),
        (LATER, ("review", "follow", "follow", "grant"), Status.DECIDED),
        (LATER, ("review", 9, "refuse"), Status.DECIDED),
        (RENEWED, (30, 8, "renew", "review", "refuse"), Status.DECIDED),
        (RENEWED, (30, 9, "renew", "recall", "review", "refuse"), Status.REVIEWED),
        (RENEWED, (30, 9, "renew", "review", "grant"), Status.DECIDED),
    ],
)
def test_the_random_lives_can_get_all_the_way(
    matter: Matter, walk: tuple[str | int, ...], end: Status
) -> None:
    """The steps of the random walks do what they are called, in the order the law means."""
    life = Life(matter.code, "accepted")
    walk_on(life, walk)
    assert life.state.status is end


def test_putting_right_is_for_the_time_before_acceptance() -> None:
    life = Life(PROMISE.code, "bare")
    walk_on(life, ("put right", "tell m1", "put right", "supply", "put right"))
    kinds = [act.header.kind for act in life.place.acts]
    assert kinds.count("corrected.on_spot") == 2 and life.state.status is Status.ACCEPTED


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
        after_end = {"paper.printed", "seal.used", "supervision.answered", "case.archived"}
        assert not moved - after_end - {"charge.cancelled"}
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


def check_sheet(state: CaseState) -> None:
    """Nothing is charged before acceptance, nor for what the applicant has taken back."""
    assert state.charge is None or state.accepted_on
    if state.charge is not None and state.status in (Status.RECALLED, Status.WITHDRAWN):
        assert state.charge.status is ChargeStatus.CANCELLED


def check_upward(before: CaseState, after: CaseState, acts: list[NewAct]) -> None:
    """Art. 43: only a 上报件 goes up, after its review; its local limit ends once and for all on
    that day; it is decided as it was answered."""
    went = any(act.kind == "case.sent_up" for act in acts)
    if after.upward is None:
        assert after.status is not Status.UPPER
        assert not (sendingup.is_upward(after) and after.decided)
        return
    assert sendingup.is_upward(after) and after.reviewed is not None
    assert after.due_on == ""
    if before.upward is not None:
        assert after.upward.sent_on == before.upward.sent_on
        assert not (went and before.upward.opinion)
    assert after.upward.sent_on <= after.upward.last_sent <= (after.upward.back_on or "9999")
    assert (after.status is Status.UPPER) == (after.upward.answer is None)
    opinion = after.upward.opinion
    if opinion is not None:
        assert opinion.number and after.upward.last_sent <= opinion.dated <= after.upward.back_on
    if after.decided is not None:
        assert opinion is not None
        assert (opinion.opinion == "grant") == (after.decided.outcome == "granted")


def check_later(before: CaseState, life: Life, acts: list[NewAct]) -> None:
    """容缺: what may follow is settled by the acceptance and only ever becomes less, by coming in;
    nothing is granted without it, and nothing refused for it before its day is over."""
    after = life.state
    spec = {m.name: m.may_follow for m in MATTERS[received_of(after).matter].materials}
    assert all(spec[name] for name, _ in after.missing)
    moved = any(isinstance(act.payload, ClockRecalculated) for act in acts)
    if before.accepted_on and moved:
        assert [name for name, _ in after.missing] == [name for name, _ in before.missing]
        assert all(a >= b for a, b in zip(after.missing, before.missing, strict=True))
    elif before.accepted_on:
        assert set(after.missing) <= set(before.missing)
        came = any(act.kind == "supplement.received" for act in acts)
        assert after.missing == before.missing or came
    if after.decided is not None and after.missing:
        assert after.decided.outcome == "refused"
        assert all(after.decided_on > by for _, by in after.missing)


def check_licence(before: CaseState, after: CaseState) -> None:
    """What the law renewed stays so and is never refused or taken back (art. 50); a place in the
    order is given once, with the acceptance (art. 57)."""
    asked, turn = after.renewal, after.turn
    assert (asked is not None) == (received_of(after).matter == RENEWED.code)
    if asked is not None and asked.deemed_on:
        assert asked.in_time and after.accepted_on <= asked.deemed_on == asked.asked.expires_on
        assert after.decided is None or after.decided.outcome == "granted"
        assert after.status is not Status.RECALLED
        assert grant_of(after) is not None
    if before.renewal is not None and before.renewal.deemed_on:
        assert asked == before.renewal
    assert (turn is not None) == (asked is not None and bool(after.accepted_on))
    assert before.turn in (None, turn)


def check_put_right(before: CaseState, after: CaseState, acts: list[NewAct]) -> None:
    """Art. 32(3): an error put right on the spot asks, prints and moves nothing."""
    if not any(act.kind == "corrected.on_spot" for act in acts):
        return
    assert before.status in BEFORE_ACCEPTANCE and len(acts) == 1
    assert with_(after, last_seq=before.last_seq) == before


def check_clock(before: CaseState, was: int | None, life: Life, acts: list[NewAct]) -> None:
    """Remaining days go up only by an extension, by a calendar that moved the day, or by the one
    day on which the clock is stopped (it does not count after all); what is late stays late."""
    after, now, clock = life.state, life.left(), life.clock()
    if now is None or was is None or clock is None:
        return
    payloads = [act.payload for act in acts]
    given_back = 10 * any(isinstance(payload, LimitExtended) for payload in payloads)
    given_back += any(isinstance(payload, ClockPaused) for payload in payloads)
    moved = any(
        isinstance(payload, ClockRecalculated) and any(m.limit == "legal" for m in payload.moved)
        for payload in payloads
    )
    if was < 0:
        assert now < 0 or given_back
    elif not moved:
        assert now <= was + given_back
    if not acts and before.status is Status.PAUSED and before.status is after.status:
        assert now == was or max(now, was) < 0  # late; by how many days hangs on the tables
    untouched = not after.recalculated and life.place.calendar is CALENDAR
    if clock.due is not None and after.limits is not None and untouched:
        assert after.limits.legal_on == clock.due.isoformat()


def check_timers(life: Life) -> None:
    """A limit has a day unless the clock stands; what ended has none open; each explains itself."""
    state, place = life.state, life.place.setting()
    for timer in timers.timers(state, place.calendar, place.catalogue.rules, place.today):
        assert timer.due or state.pauses
        assert timer.done_on or state.status not in ENDED
        assert (
            timer.light != "bad"
            or timer.due < (timer.done_on or place.today.isoformat())
            or state.deemed
            or timer.code == "renewal"
        )
        assert timers.explain(timer, state, place.calendar)


def check_holding(life: Life) -> None:
    """All stretches together are the calendar days from the receipt to the end, without a gap."""
    state, today = life.state, life.place.now.date()
    held = holding.stretches(life.place.acts, life.place.calendar, today)
    received = dt.date.fromisoformat(state.received_at[:10])
    end = dt.date.fromisoformat(state.closed_on) if state.status in ENDED else today
    assert held[0].since == received
    assert sum(stretch.days for stretch in held) == (end - received).days
    assert all(one.until == other.since for one, other in itertools.pairwise(held))
    assert all(min(s.working, s.rest, s.stopped) >= 0 for s in held)
