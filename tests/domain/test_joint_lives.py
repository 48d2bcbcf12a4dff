"""Random lives of joint cases: whatever the units press in whatever order, arts 26 and 45 hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import test_lives
from tests.domain.test_joint import CULTURE, FIRE, MATTER, JointPlace
from tests.helpers.small_hall import CHIEF, CLERK, application, material

from counter.domain import jointsteps, reception
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, Status
from counter.domain.caseclock import Procedure
from counter.domain.errors import KnownError
from counter.domain.jointacts import JointMet, JointOpinion, MeetingVoice
from counter.domain.people import Actor
from counter.domain.recalcacts import ClockRecalculated


class JointLife(test_lives.Life):
    """A joint case whose parts are open, and the place it lives in."""

    def __init__(self, waits: bool) -> None:
        self.place = JointPlace(calendar=test_lives.CALENDAR)
        self.place.waits = waits
        app = application(matter=MATTER.code, materials=(material("m1"),), form={})
        self.number, acts = reception.accept(app, CLERK, self.place.setting())
        self.place.record(CLERK, acts)
        self.place.record(
            CLERK, jointsteps.open_parts(self.state, None, CLERK, self.place.setting())
        )

    @property
    def lefts(self) -> dict[str, int]:
        """Days that each unit has left."""
        joint, today = self.state.joint, self.place.now.date()
        parts = joint.parts if joint else ()
        return {p.unit: p.clock(test_lives.CALENDAR, today).left for p in parts}


JointStep = Callable[[JointLife], list[NewAct]]


def _speak(unit: str, opinion: str, actor: Actor, letter: str = "", changed: str = "") -> JointStep:
    return lambda v: jointsteps.give_opinion(
        v.state,
        unit,
        opinion,  # type: ignore[arg-type]
        "x",
        actor,
        v.place.setting(),
        person="y",
        letter=letter,
        changed=changed,
    )


def _meet(meeting: str) -> JointStep:
    voice = MeetingVoice(unit="XF", person="刘强", opinion="agree")
    return lambda v: jointsteps.meet(
        v.state,
        meeting,  # type: ignore[arg-type]
        v.place.now,
        "x",
        "y",
        (voice,),
        "z",
        CLERK,
        v.place.setting(),
    )


JOINT: dict[str, tuple[Actor, JointStep]] = {
    "take": (FIRE, lambda v: jointsteps.take(v.state, "XF", FIRE, v.place.setting())),
    "fire agrees": (FIRE, _speak("XF", "agree", FIRE)),
    "fire is against": (FIRE, _speak("XF", "disagree", FIRE)),
    "fire says another thing": (FIRE, _speak("XF", "conditional", FIRE, changed="改图")),
    "culture writes": (CLERK, _speak("WH", "agree", CLERK, letter="函 1 号")),
    "culture agrees": (CULTURE, _speak("WH", "conditional", CULTURE)),
    "drawings": (CLERK, _meet("drawings")),
    "consult": (CLERK, _meet("consultation")),
    "fire stops": (
        FIRE,
        lambda v: jointsteps.stop(
            v.state, "XF", Procedure.EXPERT_REVIEW, 8, "", FIRE, v.place.setting()
        ),
    ),
    "fire runs": (
        FIRE,
        lambda v: jointsteps.resume(v.state, "XF", "x", FIRE, v.place.setting()),
    ),
    "culture stops": (
        CULTURE,
        lambda v: jointsteps.stop(
            v.state, "WH", Procedure.HEARING, 5, "", CULTURE, v.place.setting()
        ),
    ),
    "culture runs": (
        CULTURE,
        lambda v: jointsteps.resume(v.state, "WH", "x", CULTURE, v.place.setting()),
    ),
    "late": (CLERK, lambda v: jointsteps.mark_late(v.state, v.place.setting())),
}
PRESSED = sorted([*test_lives.STEPS, *JOINT])


@pytest.mark.article("26", "45")
@given(
    waits=st.booleans(),
    walk=st.lists(st.one_of(st.sampled_from(PRESSED), st.integers(1, 9)), min_size=1, max_size=25),
)
def test_whatever_the_units_press_there_is_one_answer_over_all(
    waits: bool, walk: list[str | int]
) -> None:
    life = JointLife(waits)
    for step in walk:
        before, left, lefts = life.state, life.left(), life.lefts
        acts: list[NewAct] = []
        if isinstance(step, int):
            life.place.now += test_lives.dt.timedelta(days=step)
        else:
            actor, do = JOINT.get(step, (CHIEF if step in ("grant", "refuse") else CLERK, None))
            try:
                acts = do(life) if do is not None else test_lives.STEPS[step](life)
            except KnownError as refusal:
                assert str(refusal.what) and str(refusal.next_step)
            life.place.record(actor, acts)
        test_lives.check_state(before, life.state, acts)
        test_lives.check_clock(before, left, life, acts)
        test_lives.check_holding(life)
        check_joint(before, life, acts, waits)
        stopped = any(act.kind == "joint.stopped" for act in acts)
        assert all(life.lefts[unit] <= days + stopped for unit, days in lefts.items())
        check_terms(before, life.state, acts)


def check_terms(before: CaseState, after: CaseState, acts: list[NewAct]) -> None:
    """The term of a unit moves by its own resumption and by the calendar, each saying from when
    to when; by nothing else."""
    was = {part.unit: part.due_on for part in before.joint.parts} if before.joint else {}
    moved = (
        {part.unit for part in after.joint.parts if was.get(part.unit) != part.due_on}
        if (after.joint and was)
        else set()
    )
    for act in acts:
        if isinstance(act.payload, ClockRecalculated):
            assert moved == {m.of for m in act.payload.moved if m.limit == "joint"}
            return
    assert not moved or "joint.resumed" in [act.kind for act in acts]


def check_joint(before: CaseState, life: JointLife, acts: list[NewAct], waits: bool) -> None:
    """No answer over a silent unit; an opinion is never lost, nor moved after the answer; one
    unit's stop leaves the case alone unless all wait; a late unit is named once."""
    after, was = life.state, before.joint
    now = after.joint
    assert now is not None and was is not None
    if after.decided is not None:
        assert not now.silent
        assert now.parts == was.parts or before.decided is None
        assert not now.against or after.decided.reason
    for old, new in zip(was.parts, now.parts, strict=True):
        assert new.opinions[: len(old.opinions)] == old.opinions
        assert not (new.stopped and new.opinions)
    for act in acts:
        if isinstance(act.payload, JointOpinion) and was.consulted:
            part = was.part(act.payload.unit)
            assert part is not None and part.opinion is None
    if any(act.kind.startswith("joint.") for act in acts) and not waits:
        assert (after.status, after.limits) == (before.status, before.limits)
    if now.holding:
        assert waits and (after.status is Status.PAUSED or after.status in test_lives.ENDED)
    assert all(m.minutes and m.voices for m in now.meetings if isinstance(m, JointMet))
    named = [event.code for event in after.supervision if event.code.startswith("joint.late")]
    assert len(named) == len(set(named))
