"""期限重算 in words: which day moved from when to when, and what came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.domain.acts import Act
from counter.domain.errors import Text, text
from counter.domain.paperacts import PaperIssued
from counter.domain.recalcacts import LIMIT_WORDS, ClockRecalculated, Limit

if TYPE_CHECKING:
    from counter.domain.case import CaseState


def moves_of(state: CaseState, *limits: Limit) -> tuple[Text, ...]:
    """How the day of a limit moved, a line for each change of the calendar."""
    return tuple(
        text(
            "{why}，到期日 {was} → {now}",
            why=act.why,
            was=_short(move.was),
            now=_short(move.now),
        )
        for act in state.recalculated
        for move in act.moved
        if move.limit in limits
    )


def reprint_note(acts: Sequence[Act], paper_id: str) -> str:
    """What a new print of a paper notes: days it names that the calendar has moved since.

    acts: of the paper's stream, in order. Empty where it names none, or none has moved.
    """
    names: tuple[str, ...] = ()
    days: dict[Limit, tuple[str, str]] = {}
    why: list[str] = []
    for act in acts:
        payload = act.payload
        if isinstance(payload, PaperIssued) and payload.paper_id == paper_id:
            names = tuple(x for x in ("promised", "legal") if payload.content.get(f"{x}_on"))
        elif isinstance(payload, ClockRecalculated) and not payload.stands:
            moved = [move for move in payload.moved if move.limit in names]
            for move in moved:
                days[move.limit] = (days.get(move.limit, (move.was, ""))[0], move.now)
            why += [payload.why] if moved else []
    said = "，".join(
        f"{LIMIT_WORDS[limit]} {_short(was)} → {_short(now)}"
        for limit, (was, now) in days.items()
        if was != now
    )
    return f"到期日已改：{said}（{'，'.join(dict.fromkeys(why))}）" if said else ""


def moved_words(act: ClockRecalculated) -> Text:
    """Every limit that moved, with its old and its new day."""
    said = "；".join(
        f"{LIMIT_WORDS[m.limit]}{f'（{m.of}）' if m.limit == 'follow' else ''} "
        f"{_short(m.was)} → {_short(m.now)}"
        for m in act.moved
    )
    stands = "（停着表，走表时再定）" if act.stands else ""
    return text("{moved}{stands}", moved=said or "日子没有动", stands=stands)


def _short(iso: str) -> str:
    """`1-8`: month and day."""
    day = dt.date.fromisoformat(iso)
    return f"{day.month}-{day.day}"
