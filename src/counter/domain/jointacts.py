"""The acts of a joint case (联合审批): parts, opinions, meetings; all in the case's own stream."""

from __future__ import annotations

from typing import Literal

import msgspec

from counter.domain.acts import Payload, act_kind
from counter.domain.caseclock import Procedure

Opinion = Literal["agree", "conditional", "disagree"]
Meeting = Literal["argument", "drawings", "inspection", "consultation"]

OPINION_WORDS: dict[str, str] = {
    "agree": "同意",
    "conditional": "有条件同意",
    "disagree": "不同意",
}
MEETING_WORDS: dict[str, str] = {
    "argument": "联合论证",
    "drawings": "联合审图",
    "inspection": "联合验收",
    "consultation": "联合会商",
}


class JointPart(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's part as it is opened. number: case number-01 …; days: working days of its term;
    due_on: ISO date; agent: code of the unit that acts for it (委托代理), empty where none does."""

    number: str
    unit: str
    name: str
    days: int
    due_on: str
    agent: str = ""


@act_kind("joint.opened")
class JointOpened(Payload, frozen=True, kw_only=True):
    """抄告: the lead unit hands each co-unit its part, with its term."""

    parts: tuple[JointPart, ...]


@act_kind("joint.received")
class JointReceived(Payload, frozen=True, kw_only=True):
    """A co-unit has its 抄告单. name: the unit's short name, as in all acts of a part."""

    unit: str
    person: str
    name: str = ""


@act_kind("joint.opinion")
class JointOpinion(Payload, frozen=True, kw_only=True):
    """会签: what a co-unit says. letter: number of the letter it came by, empty when its own
    people gave it here; changed: why it is another than before, empty the first time."""

    unit: str
    opinion: Opinion
    words: str
    person: str
    letter: str = ""
    changed: str = ""
    name: str = ""


class MeetingVoice(msgspec.Struct, frozen=True, kw_only=True):
    """A unit at a meeting: who signed in, and what the unit said."""

    unit: str
    person: str
    opinion: Opinion
    words: str = ""
    name: str = ""


@act_kind("joint.met")
class JointMet(Payload, frozen=True, kw_only=True):
    """A joint meeting and its minutes. held_at: ISO local time."""

    meeting: Meeting
    held_at: str
    where: str
    convenor: str
    voices: tuple[MeetingVoice, ...]
    minutes: str


@act_kind("joint.stopped")
class JointStopped(Payload, frozen=True, kw_only=True):
    """特别程序 of one unit (art. 45): its part stands still. main: the whole case waits with it."""

    unit: str
    procedure: Procedure
    expected_days: int
    reason: str
    main: bool = False
    name: str = ""


@act_kind("joint.resumed")
class JointResumed(Payload, frozen=True, kw_only=True):
    """The unit's part runs again. due_on: its term reckoned anew, ISO date."""

    unit: str
    result: str
    due_on: str
    name: str = ""
