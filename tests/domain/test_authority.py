"""The letters of authority: their days, their scope, and who records that A is away."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CHIEF, CLERK, DEPUTY, PROMISE

from counter.domain import authority
from counter.domain.catalogue import AuthorityLetter
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.domain.rules import HallRules

DAY = dt.date(2026, 9, 22)


def letter(first: str = "2026-01-01", last: str = "2026-12-31") -> AuthorityLetter:
    return msgspec.structs.replace(CHIEF.letters[0], valid_from=first, valid_to=last)


def chief(*letters: AuthorityLetter) -> Actor:
    return msgspec.structs.replace(CHIEF, letters=letters)


@pytest.mark.article("37")
@pytest.mark.parametrize(
    ("held", "words"),
    [
        ((letter(last="2026-09-21"),), "（2026-01-01 至 2026-09-21）已过期"),
        ((letter(first="2026-09-23"),), "（2026-09-23 至 2026-12-31）还没到生效的日子"),
        ((msgspec.structs.replace(letter(), scope=("accept",)),), "不包括这项决定"),
        ((), "没有登记授权委托书"),
    ],
)
def test_a_refusal_says_which_letter_and_its_dates(
    held: tuple[AuthorityLetter, ...], words: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        authority.authority(chief(*held), PROMISE, "decide", DAY)
    assert refusal.value.code == "authority.scope"
    assert words in str(refusal.value.what)
    assert all(one.number in str(refusal.value.what) for one in held)


def test_a_letter_carries_on_its_last_day_and_not_on_the_day_after() -> None:
    last = chief(letter(last="2026-09-22"))
    assert authority.authority(last, PROMISE, "decide", DAY).valid_to == "2026-09-22"
    with pytest.raises(KnownError):
        authority.authority(last, PROMISE, "decide", DAY + dt.timedelta(1))


@pytest.mark.parametrize(
    ("last", "soon"),
    [("2026-09-23", True), ("2026-09-29", True), ("2026-09-30", False), ("", False)],
)
def test_a_letter_is_spoken_of_a_week_before_it_ends(last: str, soon: bool) -> None:
    assert authority.ends_soon(letter(last=last), DAY, HallRules().letter_lead) is soon


def test_a_hall_settles_how_long_before_its_end_a_letter_is_spoken_of() -> None:
    assert authority.ends_soon(letter(last="2026-10-22"), DAY, 30)
    assert not authority.ends_soon(letter(last="2026-09-23"), DAY, 0)
    assert authority.ends_soon(letter(last="2026-09-22"), DAY, 0)


def test_nobody_is_warned_while_another_letter_lasts() -> None:
    ending, lasting = letter(last="2026-09-23"), letter(last="2027-12-31")
    assert authority.first_to_end((ending,), DAY, 7) == ending
    assert authority.first_to_end((ending, lasting), DAY, 7) is None
    assert authority.first_to_end((), DAY, 7) is None


@pytest.mark.parametrize("who", [CHIEF, DEPUTY, CLERK], ids=["a", "b", "clerk"])
def test_where_the_hall_says_so_only_the_manager_or_a_records_that_a_is_away(who: Actor) -> None:
    strict, usual = HallRules(b_needs_manager=True), HallRules()

    def record(actor: Actor, rules: HallRules) -> None:
        authority.require_may_record_absence(actor, CHIEF.number, "GS", "开会", rules)

    record(who, usual)
    if who is CHIEF:
        record(who, strict)
        return
    with pytest.raises(KnownError) as refusal:
        record(who, strict)
    assert refusal.value.code == "absence.manager"
    record(msgspec.structs.replace(who, unit="", roles=frozenset({Role.MANAGER})), strict)
