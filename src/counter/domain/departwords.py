"""Words of the acts by which a case leaves the window and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.caseacts import CaseCameBack, CaseHandedBack, CaseHandedOver, CaseSentUp
from counter.domain.errors import Text, text
from counter.domain.sendingup import ANSWER_WORDS

Told = tuple[str, "Text | str", "Text | str", "Text | str"]


def _over(p: CaseHandedOver) -> Told:
    detail = text("{giver} 交，{taker} 收", giver=p.giver, taker=p.taker)
    slip = f"{p.slip} 共 {len(p.along) + 1} 件" if p.along else ""
    return "waiting", "移交部门", detail, _joined(p.to, _count(p.materials), slip)


def _back(p: CaseHandedBack) -> Told:
    detail = text("{giver} 交，{taker} 收", giver=p.giver, taker=p.taker)
    if not p.opinion and p.note:
        return "returned", "部门退回", detail, p.note
    return "done", "部门交回", detail, _joined(p.note if not p.opinion else "", _count(p.materials))


def _up(p: CaseSentUp) -> Told:
    return "waiting", "上报", p.to, _joined(p.number, p.note)


def _answered(p: CaseCameBack) -> Told:
    if p.opinion == "returned":
        return "returned", "上级退回", p.note, p.number
    state = "done" if p.opinion == "grant" else "differs"
    said = text("{word}，{number}", word=ANSWER_WORDS[p.opinion], number=p.number)
    detail = said if p.number else ANSWER_WORDS[p.opinion]
    return state, "上级批回", detail, _joined(p.dated, p.note)


def _count(materials: tuple[str, ...]) -> str:
    return f"材料 {len(materials)} 样" if materials else ""


def _joined(*parts: str) -> Text | str:
    said = "，".join(part for part in parts if part)
    return text("{said}", said=said) if said else ""


TELLERS: dict[type[Payload], Callable[[Any], Told]] = {
    CaseHandedOver: _over,
    CaseHandedBack: _back,
    CaseSentUp: _up,
    CaseCameBack: _answered,
}
