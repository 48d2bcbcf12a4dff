"""The five equations in words, as the screen, 日结单 and the tables say them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counter.domain.finance.dayclose import TITLES, Equation, Facts, Term, equations
from counter.domain.finance.shift import FACES, Shift
from counter.domain.finance.stock import StubSum
from counter.domain.money import yuan

FACE_WORDS: dict[int, str] = {
    10000: "100 元",
    5000: "50 元",
    2000: "20 元",
    1000: "10 元",
    500: "5 元",
    100: "1 元",
    50: "5 角",
    10: "1 角",
    1: "分",
}
RARE = frozenset(
    {"2.undone", "2.unticketed", "2.carried", "2.treasury", "5.start", "5.cancelled", "5.elsewhere"}
)
"""Terms that are said only where there is something in them."""


def amount_words(equation: int, amount: int) -> str:
    """Sheets in the first equation, yuan in the others."""
    return str(amount) if equation == 1 else yuan(amount)


def side_words(equation: int, terms: Sequence[Term]) -> str:
    """底金 500.00 + 收 4,845.00 − 存 2,000.00."""
    said = ""
    for term in terms:
        if not term.amount and f"{equation}.{term.key}" in RARE:
            continue
        sign = " + " if term.sign > 0 else " − "
        lead = sign if said else "− " if term.sign < 0 else ""
        said += f"{lead}{term.word} {amount_words(equation, term.amount)}"
    return said


def verdict(equation: Equation) -> str:
    """相等, 短 10.00, 长 10.00, 差 10.00; 缺号 where only a number is missing."""
    by = equation.difference
    if equation.holds:
        return "相等"
    if not by:
        return "缺号"
    word = ("长" if by > 0 else "短") if equation.n == 3 else "差"
    return f"{word} {amount_words(equation.n, abs(by))}"


def title(equation: Equation) -> str:
    """票, 钱, 现金, POS, 缴费单."""
    return TITLES[equation.n]


def stub_words(sums: StubSum) -> str:
    """领 100 = 用 63 + 废 2 + 余 35; lost ones only where there are any."""
    lost = f" + 失 {sums.lost}" if sums.lost else ""
    return f"领 {sums.received} = 用 {sums.used} + 废 {sums.void}{lost} + 余 {sums.left}"


def closed_equations(shift: Shift) -> tuple[Equation, ...]:
    """The equations of a closed shift, with the terms as they stood when two signed."""
    terms = shift.closed.terms if shift.closed else {}
    change = msgspec.structs.replace

    def kept(n: int, side: Sequence[Term]) -> tuple[Term, ...]:
        return tuple(
            change(term, amount=terms.get(f"{n}.{term.key}", term.amount)) for term in side
        )

    return tuple(
        change(eq, left=kept(eq.n, eq.left), right=kept(eq.n, eq.right), notes=())
        for eq in equations(Facts(shift=shift))
    )


def faces_of(counted: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Every face with its pieces, the largest first, 0 where none were counted."""
    pieces = dict(counted)
    return tuple((face, pieces.get(face, 0)) for face in FACES)
