"""When a terminal's last trade settles an unknown one, and when only people can."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.errors import KnownError
from counter.domain.posrules import (
    MAX_FEN,
    Asked,
    Recorded,
    Resolution,
    Seen,
    check_amount,
    is_newer,
    resolve_last,
)

CHINA = dt.timezone(dt.timedelta(hours=8))
SENT = dt.datetime(2026, 9, 22, 9, 30, 0, tzinfo=CHINA)
ASKED = Asked(fen=3500, operator="0411", sent_at=SENT, asked_at=SENT + dt.timedelta(seconds=150))
OURS = Seen(fen=3500, mmdd="0922", hhmmss="093012", batch="000012", voucher="000107")
LAST = Recorded("000012", "000106")


@pytest.mark.parametrize("fen", [1, 3500, MAX_FEN])
def test_a_terminal_takes_one_fen_up_to_twelve_digits(fen: int) -> None:
    check_amount(fen)


@pytest.mark.parametrize("fen", [0, -1, -3500, MAX_FEN + 1, 10**12, 10**15])
def test_no_other_amount_is_sent(fen: int) -> None:
    with pytest.raises(KnownError) as caught:
        check_amount(fen)
    assert caught.value.code == "pos.bad_amount"
    assert "没有扣款" in str(caught.value.what)
    assert str(caught.value.next_step)


def test_a_trade_that_fits_in_every_point_is_ours() -> None:
    assert resolve_last(ASKED, OURS, LAST) == Resolution("done", "fits")
    named = msgspec.structs.replace(OURS, operator="0411")
    assert resolve_last(ASKED, named, LAST).verdict == "done"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"fen": 3501}, "amount"),
        ({"fen": None}, "amount"),
        ({"operator": "0412"}, "operator"),
        ({"hhmmss": "092459"}, "time"),
        ({"hhmmss": "093731"}, "time"),
        ({"mmdd": "0921"}, "time"),
        ({"mmdd": ""}, "time"),
        ({"mmdd": "0230"}, "time"),
        ({"hhmmss": "9a3012"}, "time"),
        ({"voucher": "000106"}, "voucher"),
        ({"voucher": "000105"}, "voucher"),
        ({"voucher": ""}, "voucher"),
        ({"batch": "000011", "voucher": "000999"}, "voucher"),
        ({"approved": False}, "nothing"),
    ],
)
def test_one_point_that_does_not_fit_leaves_it_to_people(
    other: dict[str, object], why: str
) -> None:
    seen = msgspec.structs.replace(OURS, **other)
    assert resolve_last(ASKED, seen, LAST) == Resolution("people", why)


def test_a_terminal_that_knows_nothing_proves_nothing() -> None:
    assert resolve_last(ASKED, None, LAST) == Resolution("people", "nothing")


def test_a_refusal_of_our_very_request_settles_it() -> None:
    refused = msgspec.structs.replace(OURS, ours=True, approved=False, fen=None, voucher="")
    assert resolve_last(ASKED, refused, LAST) == Resolution("not_done", "refused")
    strange = msgspec.structs.replace(refused, operator="0412")
    assert resolve_last(ASKED, strange, LAST).verdict == "people"


def test_the_first_trade_on_record_needs_no_former_voucher() -> None:
    assert resolve_last(ASKED, OURS, None).verdict == "done"


def test_a_later_batch_is_newer_and_numbers_that_began_again_are_not() -> None:
    assert is_newer("000013", "000001", LAST)
    assert not is_newer("000001", "000001", LAST)
    assert not is_newer("", "000107", LAST)
    assert not is_newer("000012", "000000", None)


def test_the_turn_of_the_year_is_no_hole() -> None:
    asked = Asked(
        fen=3500,
        operator="0411",
        sent_at=dt.datetime(2026, 12, 31, 23, 59, 30, tzinfo=CHINA),
        asked_at=dt.datetime(2027, 1, 1, 0, 1, 30, tzinfo=CHINA),
    )
    for mmdd, hhmmss in (("1231", "235945"), ("0101", "000045")):
        seen = msgspec.structs.replace(OURS, mmdd=mmdd, hhmmss=hhmmss)
        assert resolve_last(asked, seen, LAST).verdict == "done"
    last_year = msgspec.structs.replace(OURS, mmdd="0101", hhmmss="235945")
    assert resolve_last(asked, last_year, LAST).why == "time"


digits = st.text(alphabet="0123456789", max_size=6) | st.text(max_size=6)


@given(
    fen=st.none() | st.integers(),
    mmdd=digits,
    hhmmss=digits,
    batch=digits,
    voucher=digits,
    operator=st.sampled_from(["", "0411", "0412"]),
    ours=st.booleans(),
    approved=st.booleans(),
)
def test_nothing_resolves_that_does_not_fit(
    fen: int | None,
    mmdd: str,
    hhmmss: str,
    batch: str,
    voucher: str,
    operator: str,
    ours: bool,
    approved: bool,
) -> None:
    seen = Seen(
        fen=fen,
        mmdd=mmdd,
        hhmmss=hhmmss,
        batch=batch,
        voucher=voucher,
        operator=operator,
        ours=ours,
        approved=approved,
    )
    found = resolve_last(ASKED, seen, LAST)
    if found.verdict == "done":
        assert approved and fen == ASKED.fen and operator in ("", "0411")
        assert mmdd == "0922" and "092500" <= hhmmss <= "093730"
        assert (int(batch), int(voucher)) > (12, 106)
    if found.verdict == "not_done":
        assert ours and not approved
