"""The fee catalogue: what may be charged on a day, and how much to the fen."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.errors import KnownError
from counter.domain.fees import (
    ONE,
    FeeIndex,
    FeeItem,
    Fixed,
    MatterFee,
    Percent,
    PerQuantity,
    Standard,
    Tier,
    Tiers,
    check_chargeable,
    check_due,
    parse_quantity,
    quantity_words,
    reckon,
    standard_short,
    standard_words,
)
from counter.domain.money import MAX_FEN
from counter.packs.catalogue import demo_catalogue

DAY = dt.date(2026, 9, 22)
BANDS = (
    Tier(upto=1000 * ONE, fen=800),
    Tier(upto=10_000 * ONE, fen=400),
    Tier(upto=0, fen=0),
)


def item(standard: Standard | None = None, **more: object) -> FeeItem:
    values: dict[str, object] = {
        "code": "103044908",
        "name": "城市道路挖掘修复费",
        "unit": "JS",
        "standard": standard or PerQuantity(fen=2500),
        "measure": "㎡",
        "basis": "县价〔2024〕11 号",
        "level": "county",
        "valid_from": "2024-04-01",
        **more,
    }
    return FeeItem(**values)  # type: ignore[arg-type]


def refusal(fee: FeeItem, day: dt.date = DAY, quantity: int | None = ONE) -> KnownError:
    with pytest.raises(KnownError) as caught:
        reckon(fee, day, quantity=quantity)
    assert str(caught.value.what) and str(caught.value.next_step)
    return caught.value


# --- what may be charged ---------------------------------------------------------------------


def test_a_draft_cannot_be_charged() -> None:
    assert refusal(item(status="draft")).code == "fee.draft"


@pytest.mark.parametrize("lacking", [{"basis": ""}, {"basis": "  "}, {"level": ""}])
def test_an_item_without_a_legal_basis_cannot_be_charged(lacking: dict[str, str]) -> None:
    assert refusal(item(**lacking)).code == "fee.no_basis"


@pytest.mark.article("58")
@pytest.mark.parametrize("level", ["local_regulation", "rule", "ministry", "province", "county"])
def test_a_fee_for_the_licence_rests_on_a_law_or_an_administrative_regulation(level: str) -> None:
    refused = refusal(item(licence_fee=True, level=level))
    assert refused.code == "fee.licence_basis" and "五十八" in refused.rule
    assert reckon(item(licence_fee=True, level="law"), DAY, quantity=ONE) == 2500
    assert reckon(item(licence_fee=True, level="regulation"), DAY, quantity=ONE) == 2500
    assert reckon(item(licence_fee=False, level=level), DAY, quantity=ONE) == 2500


def test_an_item_is_charged_on_its_days_both_ends_included_and_on_no_other() -> None:
    fee = item(valid_from="2024-04-01", valid_until="2026-09-22")
    check_chargeable(fee, dt.date(2024, 4, 1))
    check_chargeable(fee, dt.date(2026, 9, 22))
    assert refusal(fee, dt.date(2024, 3, 31)).code == "fee.not_valid"
    late = refusal(fee, dt.date(2026, 9, 23))
    assert late.code == "fee.not_valid" and "2026-09-22" in str(late.what)


# --- how much ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standard", "quantity", "base", "fen"),
    [
        (Fixed(fen=20000), None, None, 20000),
        (Fixed(fen=20000), ONE, None, 20000),
        (PerQuantity(fen=2500), 12 * ONE, None, 30000),
        (PerQuantity(fen=200), 225_250, None, 45050),
        (PerQuantity(fen=1), 499, None, 0),
        (PerQuantity(fen=1), 500, None, 1),
        (PerQuantity(fen=333), 1_500, None, 500),  # 4.995 yuan: half a fen goes up
        (Tiers(tiers=BANDS), 500 * ONE, None, 400_000),
        (Tiers(tiers=BANDS), 1000 * ONE, None, 800_000),
        (Tiers(tiers=BANDS), 1000 * ONE + 1, None, 800_000),
        (Tiers(tiers=BANDS), 3000 * ONE, None, 1_600_000),
        (Tiers(tiers=BANDS), 20_000 * ONE, None, 4_400_000),
        (Tiers(tiers=BANDS, mode="whole"), 1000 * ONE, None, 800_000),
        (Tiers(tiers=BANDS, mode="whole"), 1001 * ONE, None, 400_400),
        (Tiers(tiers=BANDS, mode="flat"), 1, None, 800),
        (Tiers(tiers=BANDS, mode="flat"), 9999 * ONE, None, 400),
        (Percent(ppm=1000), None, 123_450, 123),
        (Percent(ppm=1000), None, 123_500, 124),
        (Percent(ppm=1000, floor=50_000), None, 100, 50_000),
        (Percent(ppm=1000, ceiling=5_000_000), None, MAX_FEN, 5_000_000),
        (Percent(ppm=1000, floor=50_000, ceiling=5_000_000), None, 60_000_000, 60_000),
    ],
)
def test_every_kind_of_standard_gives_its_amount_to_the_fen(
    standard: Standard, quantity: int | None, base: int | None, fen: int
) -> None:
    assert reckon(item(standard), DAY, quantity=quantity, base=base) == fen


@pytest.mark.parametrize("quantity", [None, 0, -1, -1000])
@pytest.mark.parametrize("standard", [PerQuantity(fen=2500), Tiers(tiers=BANDS)])
def test_a_quantity_of_nothing_or_less_is_refused(standard: Standard, quantity: int | None) -> None:
    assert refusal(item(standard), quantity=quantity).code == "fee.quantity"


@pytest.mark.parametrize("base", [None, 0, -100])
def test_a_percentage_of_nothing_is_refused_even_with_a_floor(base: int | None) -> None:
    with pytest.raises(KnownError) as caught:
        reckon(item(Percent(ppm=1000, floor=500)), DAY, base=base)
    assert caught.value.code == "fee.base"


@pytest.mark.parametrize("quantity", [0, 2 * ONE, 999, -1])
def test_a_fixed_fee_is_charged_once_a_line(quantity: int) -> None:
    assert refusal(item(Fixed(fen=100)), quantity=quantity).code == "fee.quantity"


def test_a_quantity_above_the_last_band_has_no_price() -> None:
    closed = item(Tiers(tiers=BANDS[:2]))
    assert reckon(closed, DAY, quantity=10_000 * ONE) == 4_400_000
    assert refusal(closed, quantity=10_000 * ONE + 1).code == "fee.no_tier"


def test_an_amount_over_the_most_is_refused() -> None:
    assert reckon(item(PerQuantity(fen=MAX_FEN)), DAY, quantity=ONE) == MAX_FEN
    assert refusal(item(PerQuantity(fen=MAX_FEN)), quantity=ONE + 1).code == "money.too_large"


def test_the_agency_service_is_free_whatever_its_standard_says() -> None:
    assert reckon(item(Fixed(fen=9900), agency=True), DAY) == 0


@given(st.integers(1, 10**9), st.integers(1, 10**6))
def test_an_amount_is_within_half_a_fen_of_price_times_quantity(quantity: int, fen: int) -> None:
    exact = Fraction(quantity * fen, ONE)
    if exact < MAX_FEN:
        got = reckon(item(PerQuantity(fen=fen)), DAY, quantity=quantity)
        assert abs(exact - got) <= Fraction(1, 2)


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_more_of_a_progressive_fee_never_costs_less(a: int, b: int) -> None:
    few, many = sorted((a, b))
    fee = item(Tiers(tiers=BANDS))
    assert reckon(fee, DAY, quantity=few) <= reckon(fee, DAY, quantity=many)


@pytest.mark.article("59")
def test_only_the_catalogues_price_is_charged() -> None:
    fee = item()
    check_due(fee, DAY, 30_000, quantity=12 * ONE)
    for other in (29_999, 30_001, 0):
        with pytest.raises(KnownError) as caught:
            check_due(fee, DAY, other, quantity=12 * ONE)
        assert caught.value.code == "fee.price" and "五十九" in caught.value.rule
        assert "300.00" in str(caught.value.what)


# --- look-ups ------------------------------------------------------------------------------------

OLD = item(version=1, standard=PerQuantity(fen=2000), valid_from="2011-03-01")
OLD = msgspec.structs.replace(OLD, valid_until="2024-03-31")
NEW = item(version=2)
DRAFT = item(code="103046901", unit="KJ", status="draft", basis="", level="", valid_from="")
WIND = item(code="103046102", unit="QX", standard=Fixed(fen=20000))
INDEX = FeeIndex(
    [OLD, NEW, DRAFT, WIND],
    [MatterFee(matter="M", fee=code) for code in ("103044908", "103046901", "103046102")],
)


def code_of(code: str, day: dt.date = DAY) -> str:
    with pytest.raises(KnownError) as caught:
        INDEX.item(code, day)
    return caught.value.code


def test_the_version_of_the_day_is_charged() -> None:
    assert INDEX.item("103044908", dt.date(2024, 3, 31)) == OLD
    assert INDEX.item("103044908", dt.date(2024, 4, 1)) == NEW
    assert code_of("103044908", dt.date(2011, 2, 28)) == "fee.not_valid"


@pytest.mark.article("59")
def test_what_is_not_in_the_catalogue_cannot_be_charged() -> None:
    assert code_of("999999999") == "fee.unknown"
    assert INDEX.chargeable("999999999", DAY) is None


def test_a_draft_is_listed_with_its_matter_and_never_offered_for_charging() -> None:
    assert code_of("103046901") == "fee.draft"
    assert "103046901" in {row.fee for row in INDEX.rows("M")}
    assert [i.code for i in INDEX.for_matter("M", DAY)] == ["103044908", "103046102"]
    assert INDEX.units_for("M", DAY) == ("JS", "QX")
    assert INDEX.for_matter("M", DAY, "QX") == (WIND,)
    assert INDEX.for_matter("M", DAY, "KJ") == INDEX.of_unit("KJ", DAY) == ()


def test_a_draft_of_the_next_version_leaves_the_one_in_force_chargeable() -> None:
    planned = item(version=3, status="draft", valid_from="2026-01-01")
    assert FeeIndex([NEW, planned]).item("103044908", DAY) == NEW


def test_a_matter_has_only_the_items_of_its_rows() -> None:
    INDEX.require_in_matter("M", "103044908")
    with pytest.raises(KnownError) as caught:
        INDEX.require_in_matter("N", "103044908")
    assert caught.value.code == "fee.not_of_matter"


# --- words ---------------------------------------------------------------------------------


def test_standards_are_said_in_a_column_and_in_full() -> None:
    tiers = item(Tiers(tiers=BANDS), measure="万元")
    percent = item(Percent(ppm=1000, floor=50_000, ceiling=5_000_000))
    assert [standard_short(i) for i in (item(), tiers, percent)] == ["25.00", "分 3 档", "0.1%"]
    assert standard_words(item()) == "每 ㎡ 25.00 元"
    assert standard_words(percent) == "0.1%，最低 500.00 元，最高 50,000.00 元"
    assert standard_words(tiers) == (
        "1,000 万元以内 每 万元 8.00 元；10,000 万元以内 每 万元 4.00 元；"
        "超过的部分 每 万元 0.00 元"
    )
    assert standard_words(item(Fixed(fen=0), agency=True)) == "免费"


@given(st.integers(1, 10**12))
def test_a_quantity_comes_back_from_its_figures(quantity: int) -> None:
    assert parse_quantity(quantity_words(quantity)) == quantity


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("0", "fee.quantity"),
        ("-2", "fee.quantity"),
        ("1.0001", "money.decimals"),
        ("", "money.empty"),
    ],
)
def test_what_is_no_quantity_is_refused(source: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_quantity(source)
    assert caught.value.code == code


def test_items_come_back_from_json_with_their_standard() -> None:
    for fee in demo_catalogue().fees:
        assert msgspec.json.decode(msgspec.json.encode(fee), type=FeeItem) == fee
