"""What rows of 法定要求 and 大厅规矩 owe to the matter's handling, to each other, to the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from counter.domain.errors import text
from counter.domain.renewing import EXPIRES, NUMBER
from counter.packs.cells import Unfit, convert
from counter.packs.lawsheets import BY_RULE
from counter.packs.tables import Pack

_NOT_THE_SAME_DAY = {
    "site_check": "现场核查",
    "hearing": "听证",
    "technical": "检验检测",
}


def _rules(pack: Pack) -> None:
    """Each value fits its rule; the row then holds the value, not the word."""
    for row in pack.rows("rules"):
        rule, value = row.get("rule"), row.get("value")
        if rule is None or value is None:
            continue
        try:
            row.values["value"] = convert(BY_RULE[rule], value)
        except Unfit as unfit:
            pack.fault("rules", row, "value", unfit.wrong, unfit.right)


def _joint(pack: Pack) -> None:
    """协办单位 stand with 联办件 only, the lead is none of them, their days within the limit."""
    matters = {row.get("code"): row for row in pack.rows("matters")}
    for row in pack.rows("law"):
        matter = matters.get(row.get("matter"))
        if matter is None:
            continue
        units, days = row.get("co_units"), row.get("co_days")
        if units and matter.get("handling") not in (None, "joint"):
            wrong = text("不是联办件，没有协办单位。")
            pack.fault("law", row, "co_units", wrong, text("空着，或者改成联办件。"))
        elif units and matter.get("unit") in units:
            wrong = text("“{unit}”是主办单位。", unit=str(matter.get("unit")))
            pack.fault("law", row, "co_units", wrong, text("只写别的单位。"))
        if days and units == ():
            pack.fault("law", row, "co_days", text("没有协办单位。"), text("空着。"))
        elif days and matter.get("legal_days") and days > matter.get("legal_days"):
            right = text("不超过 {legal}。", legal=matter.get("legal_days"))
            pack.fault("law", row, "co_days", text("比法定时限还长。"), right)


def _same_day(pack: Pack) -> None:
    """What takes days by law cannot be asked of a matter decided on the spot."""
    handling = {row.get("code"): row.get("handling") for row in pack.rows("matters")}
    for row in pack.rows("law"):
        for attr, word in _NOT_THE_SAME_DAY.items():
            if row.get(attr) is True and handling.get(row.get("matter")) == "spot":
                wrong = text("即办件当天办结，做不了{word}。", word=word)
                pack.fault("law", row, attr, wrong, text("否，或者改成承诺件。"))


def _order(pack: Pack) -> None:
    """另定顺序 says something of a matter limited in number only."""
    for row in pack.rows("law"):
        if row.get("other_order") is True and row.get("limited") is not True:
            right = text("空着，或者数量限制写是。")
            pack.fault("law", row, "other_order", text("没有数量限制，不论顺序。"), right)


def _renewal(pack: Pack) -> None:
    """A renewal asks for number and expiry of the licence: without them no day can be told."""
    kinds = {(row.get("matter"), row.get("key")): row.get("kind") for row in pack.rows("fields")}
    for row in pack.rows("law"):
        matter = row.get("matter")
        if row.get("renewal") is not True:
            if row.get("renewal_days"):
                right = text("空着，或者延续写是。")
                pack.fault("law", row, "renewal_days", text("不是延续的事项。"), right)
            continue
        if (matter, NUMBER) not in kinds or kinds.get((matter, EXPIRES)) != "date":
            right = text("在“表单”表里加 {a}（文本）和 {b}（日期）两行。", a=NUMBER, b=EXPIRES)
            wrong = text("延续的事项没有原证号、原有效期两栏。")
            pack.fault("law", row, "renewal", wrong, right)


def _needs(pack: Pack) -> None:
    """前置事项 do not lead back to the matter itself: nobody could begin."""
    rows = {row.get("matter"): row for row in pack.rows("law") if row.get("needs")}
    needs = {code: row.get("needs") for code, row in rows.items()}
    for code, row in rows.items():
        ring = _ring(code, needs)
        if ring:
            wrong = text("绕回了自己：{ring}。", ring=" → ".join(ring))
            pack.fault("law", row, "needs", wrong, text("去掉其中一个前置事项。"))


def _ring(code: str, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The way from `code` through what it needs back to `code`; empty when there is none."""
    ways: list[tuple[str, ...]] = [(code,)]
    seen = set()
    while ways:
        way = ways.pop()
        for need in needs.get(way[-1], ()):
            if need == code:
                return (*way, code)
            if need not in seen:
                seen.add(need)
                ways.append((*way, need))
    return ()


def _local_days(pack: Pack) -> None:
    """A holiday rests on an order: without one the day counts, whoever stays at home."""
    for row in pack.rows("local_days"):
        if row.get("mark") == "holiday" and row.get("order") == "":
            right = text("县政府放假通知的文号，或者改成闭馆。")
            pack.fault("local_days", row, "order", text("地方放假没有写文号。"), right)


LAW_RULES: tuple[Callable[[Pack], None], ...] = (
    _rules,
    _joint,
    _same_day,
    _order,
    _renewal,
    _needs,
    _local_days,
)
