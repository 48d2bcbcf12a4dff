"""Matching a statement: a reference proves, an amount alone only where it can mean one thing."""

from __future__ import annotations

import datetime as dt

from counter.domain.finance.bankmatch import BankLine, OurLine, reconcile

DAY = dt.date(2026, 9, 22)


def ours(fen: int, reference: str = "", days: int = 0, name: str = "a") -> OurLine:
    day = DAY + dt.timedelta(days=days)
    return OurLine(kind="转账", day=day, fen=fen, reference=reference, name=name)


def bank(fen: int, reference: str = "", days: int = 0, line: int = 1) -> BankLine:
    day = DAY + dt.timedelta(days=days)
    return BankLine(line=line, day=day, fen=fen, reference=reference)


def test_the_reference_decides_between_equal_amounts() -> None:
    found = reconcile(
        (ours(500, "A"), ours(500, "B", name="b")), (bank(500, "B", line=1), bank(500, "A", line=2))
    )
    assert found.clean
    assert {(m.ours.reference, m.bank.line) for m in found.matched} == {("A", 2), ("B", 1)}


def test_an_amount_alone_is_matched_only_when_it_is_the_only_one() -> None:
    one = reconcile((ours(500),), (bank(500),))
    assert one.clean and not one.matched[0].sure
    two = reconcile((ours(500), ours(500, name="b")), (bank(500),))
    assert len(two.ours_only) == 2 and len(two.bank_only) == 1


def test_a_line_many_days_away_is_another_movement() -> None:
    assert not reconcile((ours(500, "A"),), (bank(500, "A", days=4),)).clean
    assert reconcile((ours(500, "A"),), (bank(500, "A", days=3),)).clean


def test_a_reference_over_another_amount_proves_nothing() -> None:
    assert not reconcile((ours(500, "A"),), (bank(501, "A"),)).clean


def test_what_lies_outside_the_period_is_only_there_to_be_matched() -> None:
    found = reconcile((ours(500, "A", days=-1),), (bank(500, "A"), bank(700, days=2)))
    inside = found.within(DAY, DAY)
    assert inside.clean and not inside.matched
