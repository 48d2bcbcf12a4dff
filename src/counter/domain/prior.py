"""前置: a matter that rests on the result of another one, which must be there first.

The result is a case of the applicant that this hall granted, or a certificate that somebody saw;
its number stands in the act of receiving. What only the applicant says (level D) is no result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from counter.domain.case import CaseState, NoticeItem, PriorResult
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError, text
from counter.domain.grants import decision_number

PRIOR = "prior."
"""Head of the code of a gap that is a prior result and no material: `prior.<matter>`."""

MISSING = "prior.missing"


def title_of(code: str, catalogue: CatalogueIndex) -> str:
    """Name of a needed matter; its code where the catalogue has it no more."""
    matter = catalogue.matters.get(code)
    return matter.title if matter else code


def granted(
    cases: Iterable[CaseState], matter: Matter, catalogue: CatalogueIndex, today: dt.date
) -> dict[str, PriorResult]:
    """The needed results that this hall gave and that hold today, by matter; newest first."""
    found: dict[str, PriorResult] = {}
    for case in sorted(cases, key=lambda c: c.decided_on, reverse=True):
        code = case.received.matter if case.received else ""
        if code not in matter.law.needs or code in found:
            continue
        decided = case.decided
        if decided is None or decided.outcome != "granted":
            continue
        if decided.valid_to and decided.valid_to < today.isoformat():
            continue
        found[code] = PriorResult(
            matter=code,
            title=title_of(code, catalogue),
            number=decision_number(case) or case.case_no,
            case_no=case.case_no,
            evidence="A",
        )
    return found


def lacking(
    matter: Matter, prior: Iterable[PriorResult], catalogue: CatalogueIndex
) -> tuple[tuple[str, str, bool], ...]:
    """(code, title, only declared) of every needed matter whose result nobody has seen yet."""
    said = {p.matter: p for p in prior if p.number.strip()}
    return tuple(
        (code, title_of(code, catalogue), code in said)
        for code in matter.law.needs
        if code not in said or said[code].evidence == "D"
    )


def gap(code: str, title: str) -> NoticeItem:
    """The gap as a one-time notice tells it."""
    return NoticeItem(
        code=PRIOR + code,
        name=f"{title}的结果（证件或决定书）",
        fault="missing",
        why=f"先办{title}，有了结果再办这一项",
        basis="",
    )


def check_prior(
    prior: Iterable[PriorResult],
    cases: Iterable[CaseState],
    matter: Matter,
    catalogue: CatalogueIndex,
    today: dt.date,
) -> None:
    """Raises `prior.gone` where a result is said to be a case's, and that case gave none."""
    given = {(p.matter, p.case_no, p.number) for p in _all_granted(cases, matter, catalogue, today)}
    for result in prior:
        if result.case_no and (result.matter, result.case_no, result.number) not in given:
            raise KnownError(
                "prior.gone",
                text("{title} 的那一件没有准予，或者已经过期。", title=result.title),
                text("先办 {title}，有了结果再办这一项；已有证的，写证号。", title=result.title),
            )


def _all_granted(
    cases: Iterable[CaseState], matter: Matter, catalogue: CatalogueIndex, today: dt.date
) -> list[PriorResult]:
    return [
        result for case in cases for result in granted((case,), matter, catalogue, today).values()
    ]
