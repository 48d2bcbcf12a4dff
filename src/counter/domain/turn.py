"""Art. 57: the place of a case in the order of acceptance, for matters limited in number.

The number comes from a series of this terminal and matter and is taken in the transaction of the
acceptance, so that on one terminal it cannot lie. Across terminals only the moment of acceptance
tells who came first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from counter.domain.acts import ActHeader
from counter.domain.caseacts import CaseAccepted
from counter.domain.catalogue import Matter
from counter.domain.numbers import ORDER, series_stream, use


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the order. n: from 1 within (terminal, matter); at: ISO moment of acceptance.

    deemed: accepted by the law from the day of receipt, so that the moment counts and not n.
    """

    n: int
    at: str
    terminal: str
    deemed: bool = False

    @property
    def words(self) -> str:
        """`03-0007`: the terminal and its number."""
        return f"{self.terminal}-{self.n:04d}"


def order_series(terminal: str, matter: str) -> str:
    """Key of the series that the order numbers of one terminal and matter come from."""
    return f"{ORDER}{terminal}/{matter}"


def with_turn(
    accepted: CaseAccepted,
    matter: Matter,
    moment: dt.datetime,
    terminal: str,
    take: Callable[[str], int],
) -> tuple[CaseAccepted, tuple[str, ...]]:
    """The acceptance with its order number and the streams it touches, where the matter is limited.

    moment: of the acceptance, or of the receipt from which the law dates it.
    """
    if not matter.law.limited:
        return accepted, ()
    series = order_series(terminal, matter.code)
    n = take(series)
    at = moment.isoformat(timespec="seconds")
    numbered = msgspec.structs.replace(accepted, order=n, order_at=at, numbers=use(series, n))
    return numbered, (series_stream(series),)


def turn_of(accepted: CaseAccepted, terminal: str) -> Turn | None:
    """The place that an acceptance at a terminal gives; None where the matter is not limited."""
    if not accepted.order:
        return None
    return Turn(n=accepted.order, at=accepted.order_at, terminal=terminal, deemed=accepted.deemed)


def evolve_turn(accepted: CaseAccepted, header: ActHeader) -> Turn | None:
    """Fold an acceptance. Never raises."""
    return turn_of(accepted, header.terminal)
