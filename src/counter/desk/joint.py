"""Joint cases (联办) at the window: opening the parts, 签收, 会签, meetings, one unit's stop.

All on the store worker's thread; all raise KnownError and do nothing by halves.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec
import structlog

from counter.desk.hall import Hall
from counter.desk.session import SYSTEM
from counter.desk.supervision import open_rows
from counter.domain import jointsteps
from counter.domain.acts import NewAct
from counter.domain.case import CaseState
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex, Handling, Matter
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError
from counter.domain.joint import Part
from counter.domain.jointacts import OPINION_WORDS, Meeting, MeetingVoice, Opinion
from counter.domain.people import Actor
from counter.domain.reception import Setting

log = structlog.get_logger(__name__)

OnCase = Callable[[Actor, str, Callable[[CaseState, Setting], list[NewAct]]], list[NewAct]]
Standing = Literal["new", "taken", "stopped", "late", "agree", "conditional", "disagree"]


class PartView(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's part as the case page shows it. speakers: units whose people speak for it;
    due: ISO date, empty while it stands; left: working days to it, negative when past."""

    part: Part
    speakers: tuple[str, ...]
    standing: Standing
    due: str
    left: int

    @property
    def unit(self) -> str:
        return self.part.unit

    @property
    def name(self) -> str:
        return self.part.opened.name


def part_views(
    state: CaseState, catalogue: CatalogueIndex, calendar: WorkCalendar, today: dt.date
) -> tuple[PartView, ...]:
    """The parts of a case as they stand today; none where no unit takes part. Pure."""
    if state.joint is None:
        return ()
    found = []
    for part in state.joint.parts:
        running = part.clock(calendar, today, state.decided_on)
        found.append(
            PartView(
                part=part,
                speakers=jointsteps.speakers(part.unit, catalogue),
                standing=_standing(part, today),
                due="" if part.stopped else part.due_on,
                left=running.left,
            )
        )
    return tuple(found)


def _standing(part: Part, today: dt.date) -> Standing:
    if part.opinion is not None:
        return part.opinion.opinion
    if part.stopped:
        return "stopped"
    if part.late(today):
        return "late"
    return "taken" if part.received_on else "new"


def candidates(matter: Matter, catalogue: CatalogueIndex) -> tuple[tuple[str, str], ...]:
    """Units that may take part: those of the matter, else all others of the hall. Pure."""
    if matter.handling is not Handling.JOINT:
        return ()
    codes = matter.law.co_units or tuple(u for u in catalogue.units if u != matter.unit)
    return tuple((c, catalogue.units[c].short) for c in codes if c in catalogue.units)


def voice_of(unit: str, said: str) -> MeetingVoice | None:
    """A line of the sign-in, 刘强 有条件同意 防火间距补图; None when it cannot be read."""
    words = re.split(r"[\s，,：:；;]+", said.strip(), maxsplit=2)
    opinions: dict[str, Opinion] = {
        "同意": "agree",
        OPINION_WORDS["conditional"]: "conditional",
        OPINION_WORDS["disagree"]: "disagree",
    }
    if len(words) < 2 or words[1] not in opinions:
        return None
    return MeetingVoice(
        unit=unit,
        person=words[0],
        opinion=opinions[words[1]],
        words=words[2] if len(words) > 2 else "",
    )


class JointDesk:
    """抄告, 签收, 会签, 会议, 停走, and naming who is late."""

    def __init__(self, hall: Hall, on_case: OnCase) -> None:
        self._hall, self._on_case = hall, on_case

    def open(self, actor: Actor, case_no: str, units: tuple[str, ...]) -> None:
        """抄告 of a case whose acceptance did not bring it."""
        self._on_case(actor, case_no, lambda s, p: jointsteps.open_parts(s, units, actor, p))

    def receive(self, actor: Actor, case_no: str, unit: str) -> None:
        """签收 by the co-unit."""
        self._on_case(actor, case_no, lambda s, p: jointsteps.take(s, unit, actor, p))

    def opine(
        self, actor: Actor, case_no: str, unit: str, opinion: Opinion, said: Mapping[str, str]
    ) -> None:
        """会签 of a unit. said: words, person and letter (where it came on paper), changed."""

        def decide(state: CaseState, place: Setting) -> list[NewAct]:
            return jointsteps.give_opinion(
                state,
                unit,
                opinion,
                said.get("words", ""),
                actor,
                place,
                person=said.get("person", ""),
                letter=said.get("letter", ""),
                changed=said.get("changed", ""),
            )

        self._on_case(actor, case_no, decide)

    def meet(self, actor: Actor, case_no: str, meeting: Meeting, said: Mapping[str, str]) -> None:
        """A joint meeting. said: at (2026-10-12 09:30), where, convenor, minutes, and by unit
        `voice.<unit>` who came and what they said."""
        voices: list[MeetingVoice] = []
        for key, words in said.items():
            head, _, unit = key.partition(".")
            if head != "voice":
                continue
            voice = voice_of(unit, words)
            if voice is None:
                raise KnownError(
                    "joint.voice_words", "到会人的意见看不懂。", "写成：刘强 同意，后面可写条件。"
                )
            voices.append(voice)

        def decide(state: CaseState, place: Setting) -> list[NewAct]:
            return jointsteps.meet(
                state,
                meeting,
                _moment(said.get("at", ""), place),
                said.get("where", ""),
                said.get("convenor", ""),
                tuple(voices),
                said.get("minutes", ""),
                actor,
                place,
            )

        self._on_case(actor, case_no, decide)

    def stop(
        self,
        actor: Actor,
        case_no: str,
        unit: str,
        procedure: Procedure,
        days: int,
        reason: str = "",
    ) -> None:
        """特别程序 of one unit."""
        self._on_case(
            actor,
            case_no,
            lambda s, p: jointsteps.stop(s, unit, procedure, days, reason, actor, p),
        )

    def resume(self, actor: Actor, case_no: str, unit: str, result: str) -> None:
        """The unit's part runs again."""
        self._on_case(actor, case_no, lambda s, p: jointsteps.resume(s, unit, result, actor, p))

    def automatic(self) -> int:
        """Copy to their units the cases that the law itself accepted, and name the units that let
        their term pass; at start, and when the day changes. Returns in how many cases."""
        done = 0
        for case_no in self._joint_cases():
            copied = self._on_case(
                SYSTEM, case_no, lambda s, p: jointsteps.copies_of_deemed(s, SYSTEM, p)
            )
            late = self._on_case(SYSTEM, case_no, jointsteps.mark_late)
            done += bool(copied or late)
        if done:
            log.info("joint.automatic", cases=done)
        return done

    def _joint_cases(self) -> list[str]:
        joint = Handling.JOINT.value
        return [row.case_no for row in open_rows(self._hall) if row.handling == joint]


def _moment(said: str, place: Setting) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(said.strip()).replace(tzinfo=place.now.tzinfo)
    except ValueError:
        raise KnownError(
            "joint.when", "开会的时间看不懂。", "写成 2026-10-12 09:30 这样。"
        ) from None
