"""Taking numbers inside a transaction: case sequences, paper numbers, blocks lent to oneself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from counter.domain.acts import Act, NewAct
from counter.domain.errors import KnownError, text
from counter.domain.numbers import BlockLent, SeriesState, series_stream

CASE_MOST = 9999
"""Last sequence of a case series: the number has four places for it."""

PAPERED = "ticket/"
"""Numbers that are printed on paper already: nobody lends them to himself."""


class NumberTaker:
    """Numbers taken and not yet written; one for each transaction.

    `read` gives a series as it stands, `may_lend` whether this store lends blocks to itself,
    `block_size` how many numbers a block has.
    """

    def __init__(
        self,
        read: Callable[[str], SeriesState],
        *,
        lender: str,
        may_lend: Callable[[], bool],
        block_size: Callable[[], int],
    ) -> None:
        self._read, self._lender = read, lender
        self._may_lend, self._block_size = may_lend, block_size
        self._taken: dict[str, int] = {}
        self._lent: list[BlockLent] = []
        self._open: set[tuple[str, int]] = set()

    def take(self, series: str) -> int:
        """Next number of a series; raises KnownError `numbers.exhausted`."""
        state = self._state(series)
        n = state.next()
        if n is None:
            state = self._lend(state)
            n = state.next()
        if n is None or (series.startswith("case/") and n > CASE_MOST):
            raise exhausted(series)
        self._taken[series] = n
        self._open.add((series, n))
        return n

    def _state(self, series: str) -> SeriesState:
        """The series as it stands, with what was taken and lent here and is not yet written."""
        state = self._read(series)
        lent = tuple((b.first, b.last) for b in self._lent if b.series == series)
        last = max(state.last, self._taken.get(series, 0))
        return msgspec.structs.replace(state, last=last, blocks=(*state.blocks, *lent))

    def _lend(self, state: SeriesState) -> SeriesState:
        if state.series.startswith(PAPERED) or not self._may_lend():
            raise exhausted(state.series)
        first = max([state.last, *(hi for _, hi in state.blocks)]) + 1
        last = first + self._block_size() - 1
        self._lent.append(
            BlockLent(series=state.series, first=first, last=last, lender=self._lender)
        )
        return msgspec.structs.replace(state, blocks=(*state.blocks, (first, last)))

    def lent(self, day: dt.date) -> list[NewAct]:
        """Acts of the blocks lent since the last call; they go before those that use them."""
        acts = [
            NewAct(stream=series_stream(block.series), payload=block, effective_on=day.isoformat())
            for block in self._lent
        ]
        self._lent = []
        return acts

    def settle(self, acts: list[Act]) -> None:
        """Note that the acts carry the numbers they use; numbers used untaken are a fault."""
        for act in acts:
            for use in act.payload.numbers:
                self._open.discard((use.series, use.n))

    def check(self) -> None:
        """Refuse to commit a number that no act carries: it would be handed out twice."""
        if self._open or self._lent:
            names = ", ".join(f"{series} {n}" for series, n in sorted(self._open))
            raise RuntimeError(f"numbers taken and not written in an act: {names}")


def exhausted(series: str) -> KnownError:
    """No number is left and none may be lent."""
    return KnownError(
        "numbers.exhausted",
        text("号段用完了（{series}）。", series=series),
        "请联系中心领取新的号段，再办这一件。",
    )
