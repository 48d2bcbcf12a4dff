"""Identity numbers: what is accepted, what is refused and with which words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.errors import KnownError
from counter.domain.identity import (
    age_on,
    birth_of,
    check_credit_code,
    check_id_number,
    from_15_digits,
    id_check_digit,
    mask_number,
    normalise_number,
    sex_of,
)

TODAY = dt.date(2026, 9, 22)
VALID_IDS = [
    "11010519491231002X",
    "440524188001010014",
    "430423199001010014",
    "430423198511120024",
    "430423200002290033",
]
VALID_CREDIT = [
    "91350100M000100Y43",
    "91430423MA4L00003J",
    "11430423006000001A",
    "12430423MB1A000017",
]
FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def refused(check: object, value: str) -> KnownError:
    with pytest.raises(KnownError) as caught:
        check(value)  # type: ignore[operator]
    return caught.value


# --- resident ID ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", VALID_IDS)
def test_valid_numbers_are_returned_as_they_are(number: str) -> None:
    assert check_id_number(number, TODAY) == number


@pytest.mark.parametrize("number", VALID_IDS)
def test_full_width_lower_case_and_blanks_are_normalised(number: str) -> None:
    typed = f" {number[:6]} {number[6:14].translate(FULL_WIDTH)}\u3000{number[14:].lower()} "
    assert check_id_number(typed, TODAY) == number


def test_full_width_lower_case_x_at_the_end() -> None:
    assert check_id_number("11010519491231002ｘ", TODAY) == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("430423199001010015", "id.check"),
        ("430423200102290013", "id.birth"),  # 2001 had no 29 February
        ("430423199013010013", "id.birth"),
        ("430423199000010013", "id.birth"),
        ("000000000000000000", "id.characters"),
        ("43042319900101001", "id.length"),
        ("4304231990010100145", "id.length"),
        ("", "id.length"),
        ("4304231990010100Ⅹ4", "id.characters"),
        ("X30423199001010014", "id.characters"),
        ("43042319900101001Y", "id.characters"),
        ("43042319900101-014", "id.characters"),
        ("４３０４２３１９９００１０１００１५", "id.characters"),  # a Devanagari digit
        ("43042319900101②014", "id.check"),  # a circled digit is its digit; the number is wrong
    ],
)
def test_wrong_numbers_are_refused(number: str, code: str) -> None:
    assert refused(check_id_number, number).code == code


def test_a_birth_date_to_come_is_refused_only_against_a_day() -> None:
    number = "43042320270101001"
    number += id_check_digit(number)
    assert check_id_number(number) == number
    with pytest.raises(KnownError) as caught:
        check_id_number(number, TODAY)
    assert caught.value.code == "id.birth"


def test_someone_born_today_has_a_number() -> None:
    number = "43042320260922001"
    number += id_check_digit(number)
    assert check_id_number(number, TODAY) == number


@pytest.mark.parametrize("prefix", ["81", "82", "83"])
def test_residence_permits_of_hong_kong_macao_and_taiwan(prefix: str) -> None:
    first17 = prefix + "000019900101001"
    number = first17 + id_check_digit(first17)
    assert check_id_number(number, TODAY) == number


@pytest.mark.parametrize("number", VALID_IDS)
def test_the_right_digit_is_never_said(number: str) -> None:
    """Every wrong last digit gets the same words, so that nobody learns the right one."""
    said = set()
    for last in "0123456789X":
        if last != number[-1]:
            error = refused(check_id_number, number[:-1] + last)
            said.add((error.code, str(error), tuple(error.context.items()), error.rule))
    assert len(said) == 1
    words = said.pop()[1].removeprefix("id.check: ")
    assert not any(c in words for c in "0123456789")


@given(
    st.sampled_from(["430423", "110105", "810000"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 9, 22)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(0, 10),
)
def test_one_wrong_digit_is_always_caught(
    region: str, birth: dt.date, order: int, place: int, digit: int
) -> None:
    first17 = f"{region}{birth:%Y%m%d}{order:03d}"
    number = first17 + id_check_digit(first17)
    assert check_id_number(number, TODAY) == number
    wrong = "0123456789X"[digit]
    if number[place] == wrong:
        return
    with pytest.raises(KnownError):
        check_id_number(number[:place] + wrong + number[place + 1 :], TODAY)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2026, 9, 22)), st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_caught(birth: dt.date, order: int, place: int) -> None:
    first17 = f"430423{birth:%Y%m%d}{order:03d}"
    number = first17 + id_check_digit(first17)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(KnownError):
            check_id_number(swapped, TODAY)


@given(st.text(max_size=24))
def test_any_text_is_either_a_number_or_a_known_refusal(value: str) -> None:
    try:
        number = check_id_number(value, TODAY)
    except KnownError as error:
        assert error.code in {"id.length", "id.characters", "id.birth", "id.check"}
    else:
        assert len(number) == 18 and number.isascii()


def test_what_the_number_tells() -> None:
    assert birth_of("430423200002290033") == dt.date(2000, 2, 29)
    assert birth_of("430423200102290033") is None
    assert sex_of("430423199001010014") == "1"
    assert sex_of("430423198511120024") == "2"


def test_age_turns_on_the_birthday() -> None:
    born = dt.date(1990, 9, 22)
    assert age_on(born, dt.date(2026, 9, 21)) == 35
    assert age_on(born, dt.date(2026, 9, 22)) == 36
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 2, 28)) == 25
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 3, 1)) == 26


def test_old_numbers_of_15_digits_are_for_look_up_only() -> None:
    assert from_15_digits("110105491231002") == "11010519491231002X"
    assert from_15_digits("１１０１０５４９１２３１００２") == "11010519491231002X"
    assert refused(check_id_number, "110105491231002").code == "id.length"
    assert refused(from_15_digits, "11010549123100X").code == "id.length"
    assert refused(from_15_digits, "१" * 15).code == "id.length"


def test_lists_show_only_the_tail() -> None:
    assert mask_number("430423199001010014") == "尾号 0014"
    assert mask_number("1234567") == "尾号不详"


def test_normalising_twice_changes_nothing() -> None:
    once = normalise_number(" ４３ ｘ　")
    assert once == "43X"
    assert normalise_number(once) == once


# --- credit code ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", VALID_CREDIT)
def test_valid_credit_codes(code: str) -> None:
    assert check_credit_code(code) == code
    typed = f" {code[:8].lower()} {code[8:].translate(FULL_WIDTH)} "
    assert check_credit_code(typed) == code


def test_a_sum_divisible_by_31_gives_the_digit_0() -> None:
    """The formula 31 − Σ mod 31 alone would ask for a 31st character that is not there."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = [pow(3, i, 31) for i in range(17)]
    found = 0
    for n in range(2000):
        body = "9143" + f"{n:04d}" + _organisation(f"{n:08d}")
        if sum(alphabet.index(c) * w for c, w in zip(body, weights, strict=True)) % 31 == 0:
            found += 1
            assert check_credit_code(body + "0") == body + "0"
    assert found > 10


def _organisation(first8: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(first8, weights, strict=True))
    return first8 + "0123456789X0"[11 - total % 11]


def _credit(body: str) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def test_the_nested_organisation_code_is_checked_too() -> None:
    inner = "MA4L00001"  # GB 11714 asks for another last character
    code = _credit("91430423" + inner)
    assert refused(check_credit_code, code).code == "credit.check"
    assert check_credit_code(_credit("91430423" + "MA4L00003")) == "91430423MA4L00003J"


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("91430423MA4L00003K", "credit.check"),
        ("91430423MA4L00003", "credit.length"),
        ("91430423MA4L00003JJ", "credit.length"),
        ("91430423MA4L0000IJ", "credit.characters"),  # I, O, S, V, Z are not in the alphabet
        ("91430423MA4LO0003J", "credit.characters"),
        ("9143042AMA4L00003J", "credit.characters"),
        ("91430423MA4L00003中", "credit.characters"),
    ],
)
def test_wrong_credit_codes(code: str, refusal: str) -> None:
    assert refused(check_credit_code, code).code == refusal


@pytest.mark.parametrize("code", VALID_CREDIT)
def test_the_right_character_of_a_credit_code_is_never_said(code: str) -> None:
    said = {
        str(refused(check_credit_code, code[:-1] + last))
        for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"
        if last != code[-1]
    }
    assert len(said) == 1


@given(
    st.sampled_from(VALID_CREDIT),
    st.integers(0, 17),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_one_wrong_character_of_a_credit_code_is_always_caught(
    code: str, place: int, wrong: str
) -> None:
    if code[place] == wrong:
        return
    with pytest.raises(KnownError):
        check_credit_code(code[:place] + wrong + code[place + 1 :])


@given(st.text(max_size=24))
def test_any_text_is_either_a_credit_code_or_a_known_refusal(value: str) -> None:
    try:
        assert len(check_credit_code(value)) == 18
    except KnownError as error:
        assert error.code in {"credit.length", "credit.characters", "credit.check"}
