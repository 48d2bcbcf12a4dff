"""What rows of the fee sheets owe to the law, to each other, to the matters; their prices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from counter.domain.errors import KnownError, text
from counter.domain.fees import LICENCE_LEVELS, Fixed, Percent, PerQuantity, Standard, Tier, Tiers
from counter.domain.identity import check_credit_code
from counter.domain.money import MAX_FEN, parse_scaled, parse_yuan
from counter.packs.cells import Unfit
from counter.packs.tables import Pack, Row

_TIER = re.compile(r"(?:至\s*(?P<upto>[^：:]+?)|以上)\s*[：:]\s*(?P<price>.+)")
_PERCENT = re.compile(r"(?P<figure>.+?)\s*(?P<sign>[%％‰])")


def standard_of(row: Row) -> Standard:
    """The standard that a row's 计费方式, 标准, 最低 and 最高 make. Raises Unfit at 标准."""
    how, price = row.get("how"), row.get("price")
    if how in ("each", "whole", "flat"):
        return Tiers(tiers=_tiers(price), mode=how)
    if how == "percent":
        return Percent(
            ppm=_ppm(price), floor=row.get("floor") or 0, ceiling=row.get("ceiling") or 0
        )
    try:
        fen = parse_yuan(price, zero=row.get("agency") is True)
    except KnownError as error:
        raise Unfit(error.what, text("元，例如 25.00。")) from None
    return Fixed(fen=fen) if how == "fixed" else PerQuantity(fen=fen)


def _tiers(price: str) -> tuple[Tier, ...]:
    right = text("至 1000：8.00、至 10000：4.00、以上：0。")
    tiers = []
    for part in re.split("[、；;]", price):
        found = _TIER.fullmatch(part.strip())
        if not found:
            raise Unfit(text("“{part}”不是一档。", part=part.strip()), right)
        try:
            upto = parse_scaled(found["upto"], 3) if found["upto"] else 0
            tiers.append(Tier(upto=upto, fen=parse_yuan(found["price"])))
        except KnownError as error:
            raise Unfit(error.what, right) from None
        if found["upto"] and not 0 < upto <= MAX_FEN:
            raise Unfit(text("“{part}”的数量不对。", part=part.strip()), right)
    bounds = [tier.upto for tier in tiers]
    if 0 in bounds[:-1] or any(b <= a for a, b in pairwise(bounds) if b):
        raise Unfit(text("各档没有从小到大，或者“以上”不在最后。"), right)
    if not any(tier.fen for tier in tiers):
        raise Unfit(text("每一档都是 0。"), right)
    return tuple(tiers)


def _ppm(price: str) -> int:
    right = text("例如 0.1% 或 1‰，不超过 100%。")
    found = _PERCENT.fullmatch(price.strip())
    if not found:
        raise Unfit(text("不是比例。"), right)
    try:
        ppm = parse_scaled(found["figure"], 3 if found["sign"] == "‰" else 4)
    except KnownError as error:
        raise Unfit(error.what, right) from None
    if not 0 < ppm <= 1_000_000:
        raise Unfit(text("比例超出范围。"), right)
    return ppm


def _standards(pack: Pack) -> None:
    """标准 fits 计费方式; limits stand with a percentage only, the lower below the upper."""
    for row in pack.rows("fees"):
        how, floor, ceiling = row.get("how"), row.get("floor"), row.get("ceiling")
        if how and row.get("price"):
            try:
                standard_of(row)
            except Unfit as unfit:
                pack.fault("fees", row, "price", unfit.wrong, unfit.right)
        for attr, limit in (("floor", floor), ("ceiling", ceiling)):
            if how not in (None, "percent") and limit not in (None, ""):
                wrong = text("不是比例，没有最低和最高。")
                pack.fault("fees", row, attr, wrong, text("空着。"))
        if floor and ceiling and floor > ceiling:
            pack.fault("fees", row, "ceiling", text("比最低还低。"), text("不低于“最低”。"))


def _codes(pack: Pack) -> None:
    """Nine digits, four digits, one name and unit a code; the agency service is free."""
    first: dict[str, Row] = {}
    for row in pack.rows("fees"):
        code, kind = row.get("code"), row.get("ticket_kind")
        if code and not re.fullmatch(r"[0-9]{9}", code):
            pack.fault("fees", row, "code", text("不是九位数字。"), text("例如 103044908。"))
        if kind and not re.fullmatch(r"[0-9]{4}", kind):
            pack.fault("fees", row, "ticket_kind", text("不是四位数字。"), text("例如 0121。"))
        before = first.setdefault(code, row) if code else row
        if row.get("unit") and before.get("unit") and row.get("unit") != before.get("unit"):
            wrong = text("与第 {row} 行是同一编码，单位却不同。", row=before.number)
            pack.fault("fees", row, "unit", wrong, text("同一个单位，或者另用编码。"))
        if row.get("agency") is True and (
            row.get("how") not in (None, "fixed") or row.get("price") not in (None, "0", "0.00")
        ):
            wrong = text("代理服务不收费。")
            pack.fault("fees", row, "price", wrong, text("计费方式写定额，标准写 0。"))


def _bases(pack: Pack) -> None:
    """An item in force rests on a document and a day; one for the licence on a law (art. 58)."""
    for row in pack.rows("fees"):
        level = row.get("level")
        if row.get("licence_fee") is True and level and level not in LICENCE_LEVELS:
            wrong = text("许可本身的收费，依据只能是法律、行政法规（行政许可法第五十八条）。")
            pack.fault("fees", row, "level", wrong, text("法律或行政法规；没有的，去掉这一项。"))
        if row.get("status") != "in_force":
            continue
        for attr, word in (("basis", "依据"), ("level", "依据层级"), ("valid_from", "生效日期")):
            if row.get(attr) == "":
                wrong = text("没有写{word}，不能收。", word=word)
                pack.fault("fees", row, attr, wrong, text("补上，或者改成草案。"))


def _days(pack: Pack) -> None:
    """失效 is not before 生效; versions in force of one item do not overlap."""
    spans: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
    for row in pack.rows("fees"):
        begins, ends = row.get("valid_from"), row.get("valid_until")
        if begins and ends and ends < begins:
            right = text("生效以后的日期。")
            pack.fault("fees", row, "valid_until", text("比生效还早。"), right)
        elif begins and ends is not None and row.get("code") and row.get("status") == "in_force":
            for other_begins, other_ends, other in spans[row.get("code")]:
                if begins <= (other_ends or "9999") and other_begins <= (ends or "9999"):
                    wrong = text("与第 {row} 行的有效期重叠。", row=other.number)
                    right = text("前一版先失效，后一版才生效。")
                    pack.fault("fees", row, "valid_from", wrong, right)
            spans[row.get("code")].append((begins, ends, row))


def _matters(pack: Pack) -> None:
    """A fee of a matter is its lead unit's or a co-unit's."""
    matters = {row.get("code"): row for row in pack.rows("matters")}
    co_units = {row.get("matter"): row.get("co_units") for row in pack.rows("law")}
    fees = {row.get("code"): row for row in pack.rows("fees")}
    for row in pack.rows("fee_matters"):
        matter, fee = matters.get(row.get("matter")), fees.get(row.get("fee"))
        if matter is None or fee is None or None in (matter.get("unit"), fee.get("unit")):
            continue
        partners = co_units.get(row.get("matter"), ())
        if partners is not None and fee.get("unit") not in (matter.get("unit"), *partners):
            wrong = text("“{unit}”不办这个事项。", unit=fee.get("unit"))
            pack.fault("fee_matters", row, "fee", wrong, text("主办或协办单位的项目。"))


def _plans(pack: Pack) -> None:
    """A plan is of a real credit code, says one name and paper, and covers no draft."""
    drafts = {row.get("code") for row in pack.rows("fees")} - {
        row.get("code") for row in pack.rows("fees") if row.get("status") != "draft"
    }
    first: dict[tuple[str, int], Row] = {}
    for row in pack.rows("fee_plans"):
        firm, year = row.get("credit_code"), row.get("year")
        try:
            if firm and check_credit_code(firm) != firm:
                raise KnownError("code", "字母写成大写、半角。", "")
        except KnownError as error:
            right = text("十八位统一社会信用代码。")
            pack.fault("fee_plans", row, "credit_code", error.what, right)
        if row.get("fee") and row.get("fee") in drafts:
            wrong = text("这一项还是草案，不能收。")
            pack.fault("fee_plans", row, "fee", wrong, text("生效的项目。"))
        before = first.setdefault((firm, year), row) if firm and year else row
        for attr in ("name", "document"):
            if None not in (row.get(attr), before.get(attr)) and row.get(attr) != before.get(attr):
                wrong = text("与第 {row} 行是同一企业同一年，却写得不同。", row=before.number)
                pack.fault("fee_plans", row, attr, wrong, text("与那一行相同。"))


FEE_RULES: tuple[Callable[[Pack], None], ...] = (
    _standards,
    _codes,
    _bases,
    _days,
    _matters,
    _plans,
)
