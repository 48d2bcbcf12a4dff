"""What the citizen's screen shows, as plain values. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counter.domain.errors import Text

STEPS = ("核对信息", "确认金额", "缴费")
"""The steps of a payment as the payer sees them."""

INFORM, AMOUNT, PAY, OVER = 0, 1, 2, 3
"""Which of them stands now; OVER: all are done."""

Mood = Literal["", "ok", "warn", "unk"]
"""Colour of a notice: plain, in order, a doubt, nobody knows."""


@dataclass(frozen=True)
class Place:
    """What stands at the top: the centre, the window and its unit."""

    centre: str = ""
    window: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Due:
    """One line of what is due: the unit, what for, yuan as printed."""

    unit: str
    item: Text | str
    amount: str


@dataclass(frozen=True)
class Notice:
    """What happens now. count: seconds that are left, 0 = not counted."""

    now: Text | str
    more: Text | str = ""
    mood: Mood = ""
    count: int = 0


@dataclass(frozen=True)
class Matter:
    """Whose matter it is; tail: of the payer's number, its last four characters only."""

    title: str = ""
    payer: str = ""
    tail: Text | str = ""
    dues: tuple[Due, ...] = ()
    notes: tuple[Text, ...] = ()
    foot: Text | str = ""


@dataclass(frozen=True)
class CitizenView:
    """The whole screen. Without `matter` and `notice` it is the welcome, which names nobody.

    label, amount, capitals: the sum; yes, doubt: which of the two buttons stand there.
    """

    step: int = INFORM
    matter: Matter | None = None
    label: Text | str = ""
    amount: str = ""
    capitals: str = ""
    notice: Notice | None = None
    yes: bool = False
    doubt: bool = False

    @property
    def idle(self) -> bool:
        """Nobody's matter is shown."""
        return self.matter is None and self.notice is None


WELCOME = CitizenView()
