"""A shift (班): one person's time at one drawer of one window; its acts and fold.

A shift belongs to a business day. It ends by handing the drawer over, or by closing the day; after
the day is closed the next shift, and with it the next ticket, belongs to the next day.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain.acts import Act, Payload, act_kind
from counter.domain.finance.moment import Moment, moment

SHIFT = "shift:"

FACES: tuple[int, ...] = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 1)
"""Notes and coins that are counted, in fen; the last is loose coins under 1 角, counted in fen."""


def shift_stream(name: str) -> str:
    """Journal stream of a shift."""
    return f"{SHIFT}{name}"


def shift_name(window: str, day: dt.date, n: int) -> str:
    """Name of the n-th shift of a window on a business day: 20/2026-09-22/1."""
    return f"{window}/{day.isoformat()}/{n}"


def same_drawer(shift: str, other: str) -> bool:
    """Two shifts of one window and business day: what one took lies in the other's drawer."""
    return shift.rpartition("/")[0] == other.rpartition("/")[0]


@act_kind("shift.opened")
class ShiftOpened(Payload, frozen=True, kw_only=True):
    """开班. day: ISO business date; float_fen: 底金 in the drawer; after: name of the shift it
    takes the drawer over from; tickets_left: unused numbers the window holds, by ticket code;
    unticketed: fen taken at this window before and not yet on a ticket; uncollected: fen payable
    and not paid on all sheets of the hall."""

    name: str
    window: str
    day: str
    float_fen: int
    by_name: str
    after: str = ""
    tickets_left: tuple[tuple[str, int], ...] = ()
    unticketed: int = 0
    uncollected: int = 0


@act_kind("cash.banked")
class CashBanked(Payload, frozen=True, kw_only=True):
    """缴存: cash taken to the bank. fen > 0; slip: number of the bank's receipt."""

    fen: int
    account: str
    slip: str


@act_kind("pos.settled")
class PosSettled(Payload, frozen=True, kw_only=True):
    """The terminal settled its batch and gave its totals: counts and fen of sales, voids,
    refunds. at: ISO moment, empty in old acts; typed: read off its slip by a person."""

    device: str
    batch: str
    sales: int
    sales_fen: int
    voids: int
    voids_fen: int
    refunds: int
    refunds_fen: int
    at: str = ""
    typed: bool = False


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An equation that does not hold, with its cause: fen or sheets, signed; reason is a word of
    the list, words the rest."""

    equation: int
    by: int
    reason: str
    words: str = ""


@act_kind("shift.closed")
class ShiftClosed(Payload, frozen=True, kw_only=True):
    """The drawer is counted, the five equations stand, two have signed. kind: day (日结, locks
    the business day) or handover (交接). counted: (face in fen, pieces); facts: the terms of the
    equations as they stood, fen and counts."""

    kind: Literal["day", "handover"]
    counted: tuple[tuple[int, int], ...]
    counted_fen: int
    terms: dict[str, int]
    differences: tuple[Difference, ...]
    second: str
    second_name: str
    by_name: str


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of a shift. Amounts fen, times ISO."""

    name: str
    opened: ShiftOpened | None = None
    opened_at: str = ""
    moment: Moment = Moment()
    by: str = ""
    banked: tuple[CashBanked, ...] = ()
    settled: tuple[PosSettled, ...] = ()
    closed: ShiftClosed | None = None
    closed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Money may be taken in it."""
        return self.opened is not None and self.closed is None

    @property
    def day_locked(self) -> bool:
        """It was closed by 日结."""
        return self.closed is not None and self.closed.kind == "day"

    @property
    def day(self) -> str:
        """ISO business date."""
        return self.opened.day if self.opened else ""

    @property
    def banked_fen(self) -> int:
        """Cash taken to the bank, fen."""
        return sum(b.fen for b in self.banked)


def evolve_shift(state: Shift, act: Act) -> Shift:
    """Fold one act into a shift. Never raises."""
    payload, at, change = act.payload, act.header.recorded_at, msgspec.structs.replace
    if isinstance(payload, ShiftOpened):
        return change(
            state, opened=payload, opened_at=at, moment=moment(act.header), by=act.header.actor
        )
    if isinstance(payload, CashBanked):
        return change(state, banked=(*state.banked, payload))
    if isinstance(payload, PosSettled):
        return change(state, settled=(*state.settled, payload))
    if isinstance(payload, ShiftClosed):
        return change(state, closed=payload, closed_at=at)
    return state
