"""复用: a material that this hall holds already need not be brought a second time.

Offered are materials of the applicant's own cases under the same name; the level of evidence
stays what it was when the material came in, and is never raised by taking it over.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Literal

import msgspec

from counter.domain.case import CaseState, MaterialReceived, Status
from counter.domain.catalogue import Matter
from counter.domain.errors import KnownError, text

Level = Literal["A", "B", "C", "D"]

EVIDENCE_WORDS: dict[Level, str] = {
    "A": "签发机关直接取得",
    "B": "窗口核对",
    "C": "上传待核对原件",
    "D": "自己申报",
}
"""The levels of evidence, most trusted first."""

GIVEN_BACK = (Status.REFUSED, Status.RETURNED, Status.RECALLED, Status.WITHDRAWN)
"""Cases whose materials went back to the applicant."""

_SILENT = str.maketrans("", "", "《》〈〉“”\"'「」·,，、")


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A material in the hall's hands. received_on: ISO date of the case it came with."""

    code: str  # as the matter in hand names it
    name: str
    case_no: str
    received_on: str
    evidence: Level
    original: bool
    copies: int
    pages: int


def same_name(name: str) -> str:
    """Name by which materials are compared: width, case, blanks and quotation marks are nothing.

    Words are not: 身份证 and 身份证明 stay two materials.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_SILENT)
    return "".join(plain.split())


def reusable(
    cases: Iterable[CaseState], matter: Matter, today: dt.date, days: int
) -> dict[str, Held]:
    """What of the matter's materials is in hand, newest first, by the matter's material codes.

    Only what came in itself within `days` natural days (one that was taken over does not begin
    anew), was not found wrong, and did not go back with its case or end in a refusal.
    """
    oldest = (today - dt.timedelta(days=days)).isoformat()
    wanted = {
        same_name(spec.name): spec.code
        for spec in matter.materials
        if not spec.by_card and not spec.for_one_application
    }
    found: dict[str, Held] = {}
    for case in sorted(cases, key=lambda c: c.received_at, reverse=True):
        day = case.received_at[:10]
        if case.received is None or case.status in GIVEN_BACK or day < oldest:
            continue
        if case.decided is not None and case.decided.outcome == "refused":
            continue
        for material in _sound(case):
            code = wanted.get(same_name(material.name))
            if code is not None and code not in found:
                found[code] = _held(code, material, case.case_no, day)
    return found


def _sound(case: CaseState) -> list[MaterialReceived]:
    """Materials of a case that came with it and that nobody found wrong."""
    assert case.received is not None
    later = [m for supplement in case.supplements for m in supplement.materials]
    again = {m.code for m in later}
    wrong = {i.code for n in case.notices for i in n.items if i.fault == "wrong"}
    first = [m for m in case.received.materials if m.code not in again | wrong]
    return [m for m in (*first, *later) if not m.reused_from]


def _held(code: str, material: MaterialReceived, case_no: str, day: str) -> Held:
    return Held(
        code=code,
        name=material.name,
        case_no=case_no,
        received_on=day,
        evidence=material.evidence,
        original=material.original,
        copies=material.copies,
        pages=material.pages,
    )


def check_reuse(
    materials: Iterable[MaterialReceived],
    cases: Iterable[CaseState],
    matter: Matter,
    today: dt.date,
    days: int,
) -> None:
    """Raises `reuse.gone` or `reuse.raised` where a material says it is taken over and may not."""
    taken = [m for m in materials if m.reused_from]
    held = reusable(cases, matter, today, days) if taken else {}
    for material in taken:
        source = held.get(material.code)
        if source is None or source.case_no != material.reused_from:
            raise KnownError(
                "reuse.gone",
                text("{name} 不能复用：那一件里没有，或者已经过期、退还。", name=material.name),
                text("复用只在 {n} 天以内；请按空格去掉，收这一份。", n=days),
            )
        if material.evidence < source.evidence:
            raise KnownError(
                "reuse.raised",
                text(
                    "{name} 上次是 {was} 级，复用不能变成 {now} 级。",
                    name=material.name,
                    was=source.evidence,
                    now=material.evidence,
                ),
                "见到原件的，按空格重新收这一份。",
            )
