"""Parts of a charge sheet's fold: a unit's share, a sending-back, what the sheet came to."""

from __future__ import annotations

from typing import Literal

import msgspec

from counter.domain.finance.moment import Moment

BACK_REASONS: dict[str, str] = {
    "standard": "不按标准开票",
    "reduction": "随意减免",
    "missed": "遗漏收费",
    "other": "其他",
}
"""Why finance sends a sheet back."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that has to say what it charges. by: staff number, empty while it has not; agent: the
    unit whose window acts for it, where one does."""

    unit: str
    unit_short: str
    agent: str = ""
    by: str = ""
    by_name: str = ""
    at: str = ""


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """One sending-back and its answer. Times ISO."""

    reason: str
    requirement: str
    by_name: str
    at: str
    answered_at: str = ""
    until: str = ""

    @property
    def words(self) -> str:
        """Why, in words: 不按标准开票."""
        return BACK_REASONS.get(self.reason, self.reason)


class Sums(msgspec.Struct, frozen=True, array_like=True):
    """What a sheet came to after an act, in fen. held: nobody is asked to pay it, for it was sent
    back or withdrawn."""

    moment: Moment = Moment()
    due: int = 0
    reduced: int = 0
    paid: int = 0
    held: Literal["", "back", "cancelled"] = ""

    @property
    def left(self) -> int:
        """Fen payable and not here."""
        return self.due - self.reduced - self.paid

    def left_if(self, held: str) -> int:
        """`left` of a sheet that is held so, of another 0."""
        return self.left if self.held == held else 0
