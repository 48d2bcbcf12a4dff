"""A case that is out of the window's hands: with its department, or with the upper organ.

What the fold keeps of both; who may do what with it is in `departing` and `sendingup`.
"""

from __future__ import annotations

import msgspec

from counter.domain.acts import ActHeader
from counter.domain.caseacts import CaseCameBack, CaseHandedBack, CaseHandedOver, CaseSentUp


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """The case at its department: the last 移交 and, once it is back, the day. Dates ISO."""

    over: CaseHandedOver
    since: str
    back_on: str = ""


class Upward(msgspec.Struct, frozen=True, kw_only=True):
    """The case at the upper organ.

    sent_on: ISO date on which it went up first, the end of the local limit of art. 43: what the
    upper organ returns for mending does not begin it anew; last_sent: date of the last sending.
    """

    sent: CaseSentUp
    sent_on: str
    last_sent: str
    answer: CaseCameBack | None = None
    back_on: str = ""

    @property
    def opinion(self) -> CaseCameBack | None:
        """The upper organ's opinion; None while there is none (waiting, or returned)."""
        if self.answer is None or self.answer.opinion == "returned":
            return None
        return self.answer


def evolve_department(
    sub: Department | None, payload: CaseHandedOver | CaseHandedBack, header: ActHeader
) -> Department | None:
    """Fold a hand-over or a hand-back."""
    if isinstance(payload, CaseHandedOver):
        return Department(over=payload, since=header.effective_on)
    return sub and msgspec.structs.replace(sub, back_on=header.effective_on)


def evolve_upward(
    sub: Upward | None, payload: CaseSentUp | CaseCameBack, header: ActHeader
) -> Upward | None:
    """Fold a sending up or an answer."""
    day = header.effective_on
    if isinstance(payload, CaseSentUp):
        return Upward(sent=payload, sent_on=sub.sent_on if sub else day, last_sent=day)
    return sub and msgspec.structs.replace(sub, answer=payload, back_on=day)
