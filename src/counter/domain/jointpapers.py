"""Papers of a joint case: 抄告单, 会签单, 会议纪要, and the list of opinions on the decision."""

from __future__ import annotations

import datetime as dt

from counter.domain import clock, papers
from counter.domain.acts import NewAct
from counter.domain.case import CaseState
from counter.domain.joint import Joint, Part
from counter.domain.jointacts import (
    MEETING_WORDS,
    OPINION_WORDS,
    JointMet,
    JointPart,
    MeetingVoice,
)
from counter.domain.people import Actor
from counter.domain.reception import Setting, current_receipt, issue_paper


def copies(
    state: CaseState, parts: tuple[JointPart, ...], actor: Actor, place: Setting
) -> list[NewAct]:
    """抄告单: one for each co-unit, with its number, its term and what was applied for."""
    receipt = current_receipt(state)
    matter = place.catalogue.matters[receipt.matter]
    asked = {
        "form_rows": [
            {"label": f.label, "value": f"{receipt.form[f.key]} {f.unit}".strip()}
            for f in matter.fields
            if receipt.form.get(f.key)
        ],
        **papers.material_fields(receipt.materials),
    }
    acts: list[NewAct] = []
    for part in parts:
        fields = {
            "co_unit": place.catalogue.units[part.unit].name,
            "co_number": part.number,
            "co_days": part.days,
            "co_due_words": _day(part.due_on),
            "co_others": "、".join(p.name for p in parts if p.unit != part.unit),
            "legal_words": _day(state.limits.legal_on) if state.limits else "",
        }
        acts += paper("joint_copy", state, {**asked, **fields}, actor, place)
    return acts


def opinion_rows(parts: tuple[Part, ...]) -> list[dict[str, object]]:
    """What each unit said, in the order of the parts; units that are silent are left out."""
    spoken = [(part, part.opinion) for part in parts]
    return [
        {
            "no": n,
            "unit": part.opened.name,
            "opinion": OPINION_WORDS[said.opinion],
            "words": said.words,
            "person": said.person,
            "letter": said.letter,
            "day": part.opinion_on,
        }
        for n, (part, said) in enumerate(((p, s) for p, s in spoken if s is not None), 1)
    ]


def decision_rows(joint: Joint | None) -> list[dict[str, object]]:
    """The opinions that the decision lists (art. 26); none where no unit takes part."""
    return opinion_rows(joint.parts) if joint is not None else []


def sign_sheet(
    state: CaseState, parts: tuple[Part, ...], actor: Actor, place: Setting
) -> list[NewAct]:
    """会签单, once every unit has spoken, and again when one has changed its word."""
    if any(part.opinion is None for part in parts):
        return []
    return paper("joint_sign", state, {"opinions": opinion_rows(parts)}, actor, place)


def minutes(
    state: CaseState, met: JointMet, lead: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """会议纪要. lead: short name of the lead unit, whose voice has no part of its own."""
    held = dt.datetime.fromisoformat(met.held_at)
    fields: dict[str, object] = {
        "meeting": MEETING_WORDS[met.meeting],
        "held_words": f"{clock.paper_date(held.date())} {held:%H:%M}",
        "place": met.where,
        "convenor": met.convenor,
        "minutes": met.minutes,
        "voices": [_voice(n, v, lead) for n, v in enumerate(met.voices, 1)],
    }
    return paper("meeting_minutes", state, fields, actor, place)


def _voice(n: int, voice: MeetingVoice, lead: str) -> dict[str, object]:
    return {
        "no": n,
        "unit": voice.name or lead,
        "person": voice.person,
        "opinion": OPINION_WORDS[voice.opinion],
        "words": voice.words,
    }


def paper(
    code: str, state: CaseState, fields: dict[str, object], actor: Actor, place: Setting
) -> list[NewAct]:
    """A paper of the case, where the catalogue has that kind."""
    kind = place.catalogue.papers.get(code)
    if kind is None:
        return []
    receipt = current_receipt(state)
    common = papers.common_block(receipt, place.catalogue, actor.name, place.today)
    matter = place.catalogue.matters[receipt.matter]
    return [issue_paper(kind, matter, state.case_no, {**common, **fields}, place)]


def _day(iso: str) -> str:
    return clock.paper_date(dt.date.fromisoformat(iso))
