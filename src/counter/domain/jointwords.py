"""Words of the acts of a joint case in the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.errors import Text, text
from counter.domain.jointacts import (
    MEETING_WORDS,
    OPINION_WORDS,
    JointMet,
    JointOpened,
    JointOpinion,
    JointReceived,
    JointResumed,
    JointStopped,
)

Words = tuple[str, "Text | str", "Text | str", "Text | str"]

_STATES = {"agree": "done", "conditional": "due", "disagree": "differs"}


def _opened(p: JointOpened) -> Words:
    names = "、".join(part.name for part in p.parts)
    days = p.parts[0].days if p.parts else 0
    return (
        "waiting",
        text("抄告 {n} 个单位", n=len(p.parts)),
        names,
        text("各 {n} 个工作日", n=days),
    )


def _opinion(p: JointOpinion) -> Words:
    detail = text("{unit} {opinion}", unit=p.name or p.unit, opinion=OPINION_WORDS[p.opinion])
    return _STATES[p.opinion], "改会签意见" if p.changed else "会签意见", detail, p.words


def _met(p: JointMet) -> Words:
    detail = text("{where}，{n} 个单位到会", where=p.where, n=len({v.unit for v in p.voices}))
    return "done", MEETING_WORDS[p.meeting], detail, p.minutes


def _stopped(p: JointStopped) -> Words:
    what = PROCEDURE_WORDS[p.procedure]
    detail = text(
        "{unit} {what}，约 {n} 个工作日", unit=p.name or p.unit, what=what, n=p.expected_days
    )
    return "paused", "协办停表", detail, p.reason


TELLERS: dict[type[Payload], Callable[[Any], Words]] = {
    JointOpened: _opened,
    JointReceived: lambda p: ("done", "签收抄告单", p.name or p.unit, p.person),
    JointOpinion: _opinion,
    JointMet: _met,
    JointStopped: _stopped,
    JointResumed: lambda p: ("done", "协办走表", p.name or p.unit, p.result),
}
