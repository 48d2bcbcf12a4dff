"""Money: whole fen, its figures and its capitals (大写), rounding and splitting without a float.

One amount is at most `MAX_FEN`, the amount field of a card terminal. Capitals follow
正确填写票据和结算凭证的基本规定 with this house's choices: 零 is written between 元 and 角 when the
digit of 元 is 0, none between 万 and 仟 when only the digit of 万 is 0, and 整 always follows 角.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from fractions import Fraction

from counter.domain.errors import KnownError, text

MAX_FEN = 999_999_999_999
"""The largest single amount in fen: 9,999,999,999.99 yuan."""

RULE_CAPITALS = "正确填写票据和结算凭证的基本规定"

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_NARROW = str.maketrans("０１２３４５６７８９，．－＋−", "0123456789,.-+-")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def check_amount(fen: int, *, negative: bool = False, zero: bool = True) -> int:
    """`fen` itself when it may stand as an amount.

    Raises KnownError `money.too_large` over `MAX_FEN` (either sign), `money.negative` below 0
    unless `negative`, `money.zero` at 0 unless `zero`.
    """
    if abs(fen) > MAX_FEN:
        raise KnownError(
            "money.too_large",
            text("金额太大，一笔最多 {most} 元。", most=yuan(MAX_FEN)),
            "请核对金额，大额的分几笔办。",
        )
    if fen < 0 and not negative:
        raise KnownError("money.negative", "金额不能是负数。", "退钱请走作废、撤销或退付。")
    if fen == 0 and not zero:
        raise KnownError("money.zero", "金额不能是零。", "请写大于零的金额。")
    return fen


def yuan(fen: int) -> str:
    """Fen as yuan in figures: 140950 → `1,409.50`; below zero with the ASCII `-`.

    The ASCII sign stands in every font and in GBK, so that screens, papers and CSV say the same.
    """
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def parse_yuan(source: str, *, negative: bool = False, zero: bool = True) -> int:
    """Fen of yuan in figures as a person types them: `1409.5`, `1,409.50`, `１４０９．５０`.

    Full-width digits, point, comma and sign count as half-width; commas only between thousands
    (`1,40` is refused: it may mean 1.40). Raises KnownError `money.empty`, `money.format`,
    `money.commas`, `money.decimals` (more than two) and those of `check_amount`.
    """
    return check_amount(parse_scaled(source, 2), negative=negative, zero=zero)


def parse_scaled(source: str, places: int) -> int:
    """A figure with up to `places` decimals as a whole number: (`2.5`, 3) → 2500; any sign.

    Raises KnownError `money.empty`, `money.format`, `money.commas`, `money.decimals`; a figure far
    over `MAX_FEN` is cut to one that is still over it.
    """
    narrow = source.strip().translate(_NARROW)
    if not narrow:
        raise KnownError("money.empty", "没写数。", "请写数字，例如 1409.50。")
    sign, digits = (narrow[0], narrow[1:]) if narrow[0] in "+-" else ("", narrow)
    if not _PLAIN.fullmatch(digits) and not _GROUPED.fullmatch(digits):
        raise _no_figure(source.strip(), digits)
    whole, _, decimals = digits.replace(",", "").partition(".")
    if len(decimals) > places:
        raise KnownError(
            "money.decimals",
            text("小数点后最多 {n} 位：{amount}。", n=places, amount=_short(source.strip())),
            "多出的小数请去掉。",
        )
    whole = whole.lstrip("0")[: len(str(MAX_FEN)) + 1]
    scaled = int(whole + decimals.ljust(places, "0") or "0")
    return -scaled if sign == "-" else scaled


def _short(source: str) -> str:
    """What was typed, short enough for a sentence."""
    return source if len(source) <= 24 else source[:24] + "…"


def _no_figure(source: str, digits: str) -> KnownError:
    """Words for what is no amount in figures."""
    if "," in digits and _PLAIN.fullmatch(digits.replace(",", "")):
        return KnownError(
            "money.commas",
            text("逗号的位置不对：{amount}。", amount=_short(source)),
            "逗号只能三位一隔；小数点请写“.”。",
        )
    return KnownError(
        "money.format",
        text("这不是数：{amount}。", amount=_short(source)),
        "只写数字和小数点，例如 1409.50。",
    )


# ---------------------------------------------------------------- capitals


def capitals(fen: int) -> str:
    """Fen in capitals without the prefix 人民币: 140950 → `壹仟肆佰零玖元伍角整`.

    Below zero (red ticket) 负 comes first. Raises KnownError `money.too_large`.
    """
    check_amount(fen, negative=True)
    whole, rest = divmod(abs(fen), 100)
    jiao, odd = divmod(rest, 10)
    words = _whole(whole) + "元" if whole else ""
    if whole and rest and (jiao == 0 or whole % 10 == 0):
        words += "零"
    words += (_DIGITS[jiao] + "角" if jiao else "") + (_DIGITS[odd] + "分" if odd else "")
    if not odd:
        words = (words or "零元") + "整"
    return ("负" if fen < 0 else "") + words


def _whole(value: int) -> str:
    """A positive whole number in capitals."""
    words, gap = "", False
    for power in (2, 1, 0):
        group = value // 10_000**power % 10_000
        if group == 0:
            gap = gap or bool(words)
            continue
        if words and (gap or group < 1_000):
            words += "零"
        words, gap = words + _group(group) + _GROUPS[power], False
    return words


def _group(value: int) -> str:
    """1 to 9999 in capitals; zeros between digits become one 零, those at either end none."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words


_CAPITALS = re.compile(
    r"(?P<sign>负?)"
    r"(?:(?P<whole>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?"
    r"零?(?:(?P<jiao>[壹贰叁肆伍陆柒捌玖])角)?零?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?整?"
)


def parse_capitals(source: str) -> int:
    """Fen of an amount in capitals; the way back of `capitals`.

    人民币 in front, 圆 and 正 are understood, and the spellings that the payment rules leave free
    (零 between 元 and 角 and between 万 and 仟; 整 after 角). Raises KnownError `money.capitals`.
    """
    words = source.strip().removeprefix("人民币").replace("圆", "元").replace("正", "整")
    found = _CAPITALS.fullmatch(words)
    if found and words:
        digit = {key: _DIGITS.index(found[key] or "零") for key in ("jiao", "fen")}
        fen = _number(found["whole"] or "") * 100 + digit["jiao"] * 10 + digit["fen"]
        fen = -fen if found["sign"] else fen
        if abs(fen) <= MAX_FEN and words in _spellings(fen):
            return fen
    raise KnownError(
        "money.capitals",
        text("这不是大写金额：{amount}。", amount=_short(source.strip())),
        "请照“壹仟肆佰零玖元伍角整”的样子写。",
        rule=RULE_CAPITALS,
    )


def _number(words: str) -> int:
    """Value of a whole number in capitals; nonsense gives some number that does not come back."""
    total = group = digit = 0
    for char in words:
        if char in "亿万":
            total, group, digit = total + (group + digit) * 10_000 ** _GROUPS.index(char), 0, 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            group, digit = group + digit * 10 ** _PLACES.index(char), 0
    return total + group + digit


def _spellings(fen: int) -> set[str]:
    """Every spelling of an amount that the payment rules allow; `capitals` is one of them."""
    said = {capitals(fen)}
    said |= {re.sub(r"元零(.角)", r"元\1", s) for s in said}
    said |= {re.sub(r"([拾佰仟])([万亿])([壹贰叁肆伍陆柒捌玖]仟)", r"\1\2零\3", s) for s in said}
    return said | {s.removesuffix("整") for s in said if s.endswith("角整")}


def capital_date(day: dt.date) -> str:
    """A date as bank papers write it: 2026-01-15 → `贰零贰陆年零壹月壹拾伍日`.

    Months 壹, 贰, 壹拾 and days 壹 to 玖, 壹拾, 贰拾, 叁拾 take 零 in front.
    """
    year = "".join(_DIGITS[int(d)] for d in f"{day.year:04d}")
    month = ("零" if day.month in (1, 2, 10) else "") + _group(day.month)
    date = ("零" if day.day < 10 or day.day % 10 == 0 else "") + _group(day.day)
    return f"{year}年{month}月{date}日"


# ---------------------------------------------------------------- reckoning


def half_up(numerator: int | Fraction, denominator: int | Fraction = 1) -> int:
    """Nearest whole number of numerator/denominator, halves away from zero; exact.

    Away from zero, so that a red amount is the mirror of its black one. Raises ZeroDivisionError.
    """
    exact = Fraction(numerator) / Fraction(denominator)
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -whole if exact < 0 else whole


def split(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """`total` fen in proportion to `weights`, to the fen: the largest remainders get what is left.

    The parts sum to `total`; of equal remainders the earlier comes first; a weight of 0 gets 0.
    Raises ValueError when a weight is negative or none is above 0.
    """
    if any(w < 0 for w in weights) or not any(weights):
        raise ValueError("weights must be 0 or more, one of them above 0")
    whole = sum((Fraction(w) for w in weights), Fraction(0))
    exact = [abs(total) * Fraction(w) / whole for w in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in order[: abs(total) - sum(parts)]:
        parts[i] += 1
    return tuple(-p if total < 0 else p for p in parts)
