"""Numbers that cannot be taken back: case numbers, paper numbers and their series.

A case number is centre(6) + yyMMdd + terminal(2) + sequence(4) + check digit (ISO 7064
MOD 11,10 over all that stands before). The terminal field is text, so that more than 99
terminals fit by widening it.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.acts import Act, NumberUse, Payload, act_kind


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 check digit of a string of decimal digits."""
    product = 10
    for c in digits:
        total = (product + int(c)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def is_valid_number(digits: str) -> bool:
    """True when the last digit is the ISO 7064 MOD 11,10 check digit of the rest."""
    plain = digits.isascii() and digits.isdigit()
    return plain and len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


def case_number(centre: str, day: dt.date, terminal: str, sequence: int) -> str:
    """A case number; `sequence` 1..9999 within (terminal, day). Raises ValueError beyond."""
    if not 1 <= sequence <= 9999:
        raise ValueError(f"case sequence {sequence} is out of range")
    body = f"{centre}{day:%y%m%d}{terminal}{sequence:04d}"
    return body + check_digit(body)


def terminal_of(number: str) -> str:
    """The terminal that gave a case its number, which owns the case."""
    return number[12:-5]


def group_case_number(number: str) -> str:
    """For eyes: groups 6 6 2 4 1 (the terminal's group takes what is left)."""
    if len(number) < 19 or not (number.isascii() and number.isdigit()):
        return number
    return f"{number[:6]} {number[6:12]} {number[12:-5]} {number[-5:-1]} {number[-1]}"


def group_id_number(number: str) -> str:
    """For eyes: groups 6 8 4."""
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


def case_series(centre: str, day: dt.date, terminal: str) -> str:
    """Key of the series that case sequences of one terminal and day come from."""
    return f"case/{centre}/{day:%y%m%d}/{terminal}"


ORDER = "order/"
"""Head of the series that count acceptances of a matter limited in number (art. 57)."""
COUNTED = ("case/", ORDER)
"""Heads of the series that a terminal counts by itself: nobody lends it blocks of them."""


def paper_series(unit: str, mark: str, year: int) -> str:
    """Key of a paper series: per organ, type mark (受, 收, 准 …) and year."""
    return f"paper/{unit}/{mark}/{year}"


def paper_number(organ_mark: str, mark: str, year: int, n: int) -> str:
    """Paper number as printed: 衡工商受〔2026〕0087 号."""
    return f"{organ_mark}{mark}〔{year}〕{n:04d} 号"


def series_stream(series: str) -> str:
    """Journal stream of a series."""
    return f"series:{series}"


@act_kind("block.lent")
class BlockLent(Payload, frozen=True, kw_only=True):
    """A block of numbers lent to this terminal (alone, the terminal lends to itself)."""

    series: str
    first: int
    last: int
    lender: str


@act_kind("number.voided")
class NumberVoided(Payload, frozen=True, kw_only=True):
    """A number that was taken and spoiled; it stays used (its use stands in `numbers`)."""

    series: str
    n: int
    reason: str


class SeriesState(msgspec.Struct, frozen=True):
    """Fold of a series: blocks lent and the highest number used."""

    series: str
    blocks: tuple[tuple[int, int], ...] = ()
    last: int = 0
    used: int = 0

    @property
    def left(self) -> int:
        """Numbers still free in the lent blocks; what two blocks share counts once."""
        free, last = 0, self.last
        for lo, hi in sorted(self.blocks):
            free += max(0, hi - max(lo - 1, last))
            last = max(last, hi)
        return free

    def next(self) -> int | None:
        """Next number; None when a block series is exhausted. `COUNTED` series have no blocks."""
        if self.series.startswith(COUNTED):
            return self.last + 1
        for lo, hi in sorted(self.blocks):
            if self.last < hi:
                return max(self.last + 1, lo)
        return None


def evolve_series(state: SeriesState, act: Act) -> SeriesState:
    """Fold one act into a series. Never raises."""
    payload = act.payload
    if isinstance(payload, BlockLent) and payload.series == state.series:
        state = msgspec.structs.replace(
            state, blocks=(*state.blocks, (payload.first, payload.last))
        )
    uses = [u.n for u in payload.numbers if u.series == state.series]
    if uses:
        state = msgspec.structs.replace(
            state, last=max(state.last, *uses), used=state.used + len(uses)
        )
    return state


def use(series: str, n: int) -> tuple[NumberUse, ...]:
    """The `numbers` of a payload that takes one number."""
    return (NumberUse(series, n),)
