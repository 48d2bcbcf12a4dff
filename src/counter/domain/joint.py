"""What a joint case (联合审批) stands at: the part of each unit, the meetings. No deciders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from counter.domain import caseclock
from counter.domain.acts import ActHeader, Payload
from counter.domain.caseclock import Pause, Running
from counter.domain.clock import WorkCalendar
from counter.domain.jointacts import (
    JointMet,
    JointOpened,
    JointOpinion,
    JointPart,
    JointReceived,
    JointResumed,
    JointStopped,
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's part. due_on: ISO date as last reckoned; opinions: all of them, last one counts."""

    opened: JointPart
    opened_on: str
    due_on: str
    received_on: str = ""
    opinions: tuple[JointOpinion, ...] = ()
    opinion_on: str = ""
    pauses: tuple[Pause, ...] = ()
    holds_main: bool = False

    @property
    def unit(self) -> str:
        return self.opened.unit

    @property
    def opinion(self) -> JointOpinion | None:
        """What the unit says now; None while it has not spoken."""
        return self.opinions[-1] if self.opinions else None

    @property
    def stopped(self) -> bool:
        """A special procedure of the unit is open."""
        return bool(self.pauses) and not self.pauses[-1].until

    def late(self, today: dt.date) -> bool:
        """Past its term, silent, and not stopped."""
        return self.opinion is None and not self.stopped and today.isoformat() > self.due_on

    def clock(self, calendar: WorkCalendar, today: dt.date, ended_on: str = "") -> Running:
        """The part's own clock; it ends with the unit's first opinion, or with the case on
        `ended_on` (ISO)."""
        end = self.opinion_on or ended_on
        return caseclock.run(
            calendar,
            dt.date.fromisoformat(self.opened_on),
            self.opened.days,
            today,
            pauses=self.pauses,
            stopped_on=dt.date.fromisoformat(end) if end else None,
        )


class Joint(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of the joint acts of a case."""

    parts: tuple[Part, ...] = ()
    meetings: tuple[JointMet, ...] = ()

    def part(self, unit: str) -> Part | None:
        """The part of a unit, None where it takes no part."""
        return next((p for p in self.parts if p.unit == unit), None)

    @property
    def silent(self) -> tuple[Part, ...]:
        """Parts whose opinion is still to come."""
        return tuple(p for p in self.parts if p.opinion is None)

    @property
    def against(self) -> tuple[Part, ...]:
        """Parts that do not agree."""
        return tuple(
            p for p in self.parts if p.opinion is not None and p.opinion.opinion == "disagree"
        )

    @property
    def holding(self) -> tuple[Part, ...]:
        """Stopped parts for which the whole case waits."""
        return tuple(p for p in self.parts if p.stopped and p.holds_main)

    @property
    def consulted(self) -> bool:
        """联合会商 has its result: opinions stand from then on."""
        return any(m.meeting == "consultation" for m in self.meetings)


def evolve_joint(joint: Joint | None, payload: Payload, header: ActHeader) -> Joint | None:
    """Fold one joint act. Never raises; what names an unknown unit changes nothing."""
    if isinstance(payload, JointOpened):
        day = header.effective_on
        parts = tuple(Part(opened=p, opened_on=day, due_on=p.due_on) for p in payload.parts)
        return Joint(parts=parts)
    if joint is None:
        return None
    change = msgspec.structs.replace
    if isinstance(payload, JointMet):
        return change(joint, meetings=(*joint.meetings, payload))
    step = _STEPS.get(type(payload))
    unit = getattr(payload, "unit", "")
    if step is None or joint.part(unit) is None:
        return joint
    parts = tuple(step(p, payload, header) if p.unit == unit else p for p in joint.parts)
    return change(joint, parts=parts)


_with: Callable[..., Part] = msgspec.structs.replace


def _received(part: Part, _p: Payload, h: ActHeader) -> Part:
    return _with(part, received_on=part.received_on or h.effective_on)


def _opinion(part: Part, p: Payload, h: ActHeader) -> Part:
    return _with(part, opinions=(*part.opinions, p), opinion_on=part.opinion_on or h.effective_on)


def _stopped(part: Part, p: Payload, h: ActHeader) -> Part:
    if not isinstance(p, JointStopped):
        return part
    pause = Pause(procedure=p.procedure, since=h.effective_on, expected_days=p.expected_days)
    return _with(part, pauses=(*part.pauses, pause), holds_main=p.main)


def _resumed(part: Part, p: Payload, h: ActHeader) -> Part:
    if not isinstance(p, JointResumed) or not part.pauses:
        return part
    last = msgspec.structs.replace(part.pauses[-1], until=h.effective_on)
    return _with(part, pauses=(*part.pauses[:-1], last), due_on=p.due_on, holds_main=False)


_STEPS: dict[type[Payload], Callable[[Part, Payload, ActHeader], Part]] = {
    JointReceived: _received,
    JointOpinion: _opinion,
    JointStopped: _stopped,
    JointResumed: _resumed,
}
