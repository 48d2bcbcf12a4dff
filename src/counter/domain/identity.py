"""Identity numbers: resident ID (GB 11643), unified social credit code (GB 32100, GB 11714).

Checks say *what* is wrong and never what the right digit would be.
"""

from __future__ import annotations

import datetime as dt
import unicodedata

from counter.domain.errors import KnownError, text

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_NEXT_ID = text("请对着证件再输一次。")


def normalise_number(value: str) -> str:
    """Full-width to half-width, spaces removed, upper case: `４３…ｘ ` → `43…X`."""
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()


def id_check_digit(first17: str) -> str:
    """Last character of a resident ID number (MOD 11-2, GB 11643-1999)."""
    return _ID_CHECK[sum(int(c) * w for c, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def check_id_number(value: str, today: dt.date | None = None) -> str:
    """Normalised 18-character ID number (resident, 港澳台居住证 81/82/83, 外国人 9…).

    Raises KnownError `id.length`, `id.characters`, `id.birth`, `id.check`, in that order.
    """
    number = normalise_number(value)
    if len(number) != 18:
        raise KnownError(
            "id.length", text("证号应为 18 位，现在是 {n} 位。", n=len(number)), _NEXT_ID
        )
    if not (number[:17].isascii() and number[:17].isdigit()) or number[17] not in "0123456789X":
        raise KnownError("id.characters", "证号只能是数字，末位可以是 X。", _NEXT_ID)
    if number[0] == "0":
        raise KnownError("id.characters", "证号开头不对。", _NEXT_ID)
    birth = birth_of(number)
    if birth is None or birth.year < 1850 or (today is not None and birth > today):
        raise KnownError("id.birth", "证号里的出生日期不成立。", _NEXT_ID)
    if id_check_digit(number[:17]) != number[17]:
        raise KnownError("id.check", "证号末位不对。", _NEXT_ID)
    return number


def birth_of(number: str) -> dt.date | None:
    """Birth date inside an 18-character number; None when it is not a date."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1 code from the 17th digit: '1' male, '2' female."""
    return "1" if int(number[16]) % 2 else "2"


def from_15_digits(value: str) -> str:
    """18-character form of an old 15-digit number; for look-up only, never for acceptance."""
    digits = normalise_number(value)
    if len(digits) != 15 or not (digits.isascii() and digits.isdigit()):
        raise KnownError("id.length", "旧证号应为 15 位数字。", _NEXT_ID)
    first17 = digits[:6] + "19" + digits[6:]
    return first17 + id_check_digit(first17)


def check_credit_code(value: str) -> str:
    """Normalised 18-character credit code; checks its own digit and the nested GB 11714 code.

    Raises KnownError `credit.length`, `credit.characters`, `credit.check`.
    """
    code = normalise_number(value)
    again = text("请对着执照再输一次。")
    if len(code) != 18:
        raise KnownError(
            "credit.length", text("信用代码应为 18 位，现在是 {n} 位。", n=len(code)), again
        )
    if any(c not in _CREDIT_ALPHABET for c in code) or not code[2:8].isdigit():
        raise KnownError("credit.characters", "信用代码里有不该出现的字符。", again)
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(code, _CREDIT_WEIGHTS, strict=False))
    if _CREDIT_ALPHABET[(31 - total % 31) % 31] != code[17] or not _organisation_ok(code[8:17]):
        raise KnownError("credit.check", "信用代码校验位不对。", again)
    return code


def _organisation_ok(code9: str) -> bool:
    """GB 11714: 11 − Σ mod 11, where 10 is X and 11 is 0."""
    total = sum(_ORG_ALPHABET.index(c) * w for c, w in zip(code9, _ORG_WEIGHTS, strict=False))
    return "0123456789X0"[11 - total % 11] == code9[8]


def mask_number(number: str) -> str:
    """For lists and papers that need no full number: last four, `尾号 0014`."""
    return f"尾号 {number[-4:]}" if len(number) >= 8 else "尾号不详"


def age_on(birth: dt.date, day: dt.date) -> int:
    """Full years of age on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
