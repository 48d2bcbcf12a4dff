"""The fee catalogue (收费目录): items, their standards, which matter has which, and what is due.

Only what stands here may be charged, at the price that stands here on the day (art. 59): an item
with a legal basis, in force, valid on the day. A fee for the licence itself needs a law or an
administrative regulation (art. 58). Money is whole fen, quantities are whole thousandths of the
item's measure. Plans and reductions are in `feeplan`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

import msgspec

from counter.domain.errors import KnownError, text
from counter.domain.money import check_amount, half_up, parse_scaled, yuan

RULE_LICENCE = "行政许可法第五十八条第一款"
RULE_PUBLISHED = "行政许可法第五十九条"

BasisLevel = Literal[
    "", "law", "regulation", "local_regulation", "rule", "ministry", "province", "county"
]
BASIS_LEVELS: dict[BasisLevel, str] = {
    "law": "法律",
    "regulation": "行政法规",
    "local_regulation": "地方性法规",
    "rule": "规章",
    "ministry": "部委文件",
    "province": "省级文件",
    "county": "市县文件",
}
"""Level of the document that a fee rests on, highest first."""
LICENCE_LEVELS: frozenset[BasisLevel] = frozenset({"law", "regulation"})
"""Levels that may provide for a fee for the licence itself (art. 58)."""

TICKET_KINDS: dict[str, str] = {
    "0101": "非税收入通用票据（电子）",
    "0121": "非税收入通用票据（机打）",
    "0301": "非税收入一般缴款书（电子）",
    "0321": "非税收入一般缴款书（机打）",
    "0401": "资金往来结算票据（电子）",
    "0421": "资金往来结算票据（机打）",
}
"""Words for the kinds of ticket that are known by code; a province may have others."""
GENERAL_TICKET = "0121"
ONE = 1000
"""A quantity of one, in thousandths."""


# ---------------------------------------------------------------- standards


class Fixed(msgspec.Struct, frozen=True, kw_only=True, tag="fixed"):
    """定额: `fen` a time, whatever the size; quantity is `ONE`."""

    fen: int


class PerQuantity(msgspec.Struct, frozen=True, kw_only=True, tag="per"):
    """按量: `fen` for each measure (㎡, t, 本 …)."""

    fen: int


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """A band of a quantity: up to and with `upto` (thousandths; 0 = no end), its price in fen."""

    upto: int
    fen: int


class Tiers(msgspec.Struct, frozen=True, kw_only=True, tag="tiers"):
    """分档, ascending. mode: `each` 累进 every part of the quantity at its own band's price;
    `whole` 全额 all of it at the price of the band it falls in; `flat` 定额 that price once."""

    tiers: tuple[Tier, ...]
    mode: Literal["each", "whole", "flat"] = "each"


class Percent(msgspec.Struct, frozen=True, kw_only=True, tag="percent"):
    """比例: `ppm` millionths of a base in fen, at least `floor` and at most `ceiling` fen (0 = no
    such limit)."""

    ppm: int
    floor: int = 0
    ceiling: int = 0


Standard = Fixed | PerQuantity | Tiers | Percent


class FeeItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the fee catalogue (收费项目) in one version.

    unit: code of the unit whose fee it is; basis: the document with its number; account: where the
    money goes; valid_from, valid_until: ISO, both days included, empty until = no end.
    """

    code: str
    name: str
    unit: str
    standard: Standard
    measure: str = "项"
    basis: str = ""
    level: BasisLevel = ""
    ticket_kind: str = GENERAL_TICKET
    account: str = ""
    valid_from: str = ""
    valid_until: str = ""
    status: Literal["draft", "in_force"] = "in_force"
    licence_fee: bool = False  # for the licence itself, art. 58
    agency: bool = False  # 代理服务: free, whatever the standard says
    version: int = 1
    approved_by: str = ""  # 核准机关, of the yearly review
    historical: bool = False  # no longer charged anywhere; shown as 历史
    invented: bool = False  # code, number or price not taken from a source

    def valid_on(self, day: dt.date) -> bool:
        """True when the day lies within its validity."""
        iso = day.isoformat()
        return self.valid_from <= iso and (not self.valid_until or iso <= self.valid_until)

    @property
    def licence_basis(self) -> bool:
        """Art. 58: not a fee for the licence, or one that a law or regulation provides for."""
        return not self.licence_fee or self.level in LICENCE_LEVELS


class MatterFee(msgspec.Struct, frozen=True, kw_only=True):
    """A matter may have this fee; note: when it does (开挖城市道路的)."""

    matter: str
    fee: str
    note: str = ""


# ---------------------------------------------------------------- what is due


def check_chargeable(item: FeeItem, day: dt.date) -> None:
    """Whether the item may be charged on the day at all.

    Raises KnownError `fee.draft`, `fee.no_basis`, `fee.licence_basis` (art. 58), `fee.not_valid`.
    """
    if item.status == "draft":
        raise KnownError(
            "fee.draft",
            text("“{name}”还是草案，不能收。", name=item.name),
            "等县政府审定、目录生效以后再收；这次核定为 0。",
            rule=RULE_PUBLISHED,
        )
    if not item.basis.strip() or not item.level:
        raise KnownError(
            "fee.no_basis",
            text("“{name}”没有收费依据，不能收。", name=item.name),
            "请单位提供依据，由中心补进收费目录；这次核定为 0。",
            rule=RULE_PUBLISHED,
        )
    if not item.licence_basis:
        raise KnownError(
            "fee.licence_basis",
            text("“{name}”是许可本身的收费，依据只是{level}。", name=item.name, level=_level(item)),
            "只有法律、行政法规规定的才能收；这次核定为 0。",
            rule=RULE_LICENCE,
        )
    if not item.valid_on(day):
        until = item.valid_until or "无期限"
        raise KnownError(
            "fee.not_valid",
            text(
                "“{name}”第 {version} 版 {start} 起、{until} 止，{day} 不能收。",
                name=item.name,
                version=item.version,
                start=item.valid_from,
                until=until,
                day=day.isoformat(),
            ),
            "请按当天有效的收费目录收。",
            rule=RULE_PUBLISHED,
        )


def _level(item: FeeItem) -> str:
    return BASIS_LEVELS[item.level] if item.level else "空白"


def reckon(
    item: FeeItem, day: dt.date, *, quantity: int | None = None, base: int | None = None
) -> int:
    """Fen due for an item on a day, rounded half up once, at the item.

    quantity: thousandths of the item's measure (`ONE` where left out and the standard is fixed);
    base: fen, for a percentage only. Raises KnownError as `check_chargeable` does, and
    `fee.quantity` (missing, 0, negative, or other than one of a fixed fee), `fee.base` likewise,
    `fee.no_tier` above the last band, `money.too_large`. An agency service is always 0.
    """
    check_chargeable(item, day)
    if item.agency:
        return 0
    return check_amount(half_up(_exact(item, quantity, base)))


def _exact(item: FeeItem, quantity: int | None, base: int | None) -> Fraction:
    """What the standard gives, before rounding."""
    standard = item.standard
    if isinstance(standard, Percent):
        return _percent(standard, _positive(item, base, "base"))
    if isinstance(standard, Fixed):
        if quantity not in (None, ONE):
            raise KnownError(
                "fee.quantity",
                text("“{name}”是定额，一次一份，不论数量。", name=item.name),
                "数量写 1；要收几份的，分几行。",
            )
        return Fraction(standard.fen)
    amount = _positive(item, quantity, "quantity")
    if isinstance(standard, PerQuantity):
        return Fraction(standard.fen * amount, ONE)
    return _tiers(item, standard, amount)


def _positive(item: FeeItem, value: int | None, what: Literal["quantity", "base"]) -> int:
    if value is None or value <= 0:
        word = "数量" if what == "quantity" else "计费基数"
        raise KnownError(
            f"fee.{what}",
            text("“{name}”的{word}要大于零。", name=item.name, word=word),
            "请照申报材料写；不该收的，核定为 0，不要写数量 0。",
        )
    return value


def _percent(standard: Percent, base: int) -> Fraction:
    due = Fraction(base * standard.ppm, 1_000_000)
    if standard.ceiling:
        due = min(due, Fraction(standard.ceiling))
    return max(due, Fraction(standard.floor))


def _tiers(item: FeeItem, standard: Tiers, quantity: int) -> Fraction:
    if not any(tier.upto == 0 or quantity <= tier.upto for tier in standard.tiers):
        raise KnownError(
            "fee.no_tier",
            text("“{name}”没有这么大数量的档次。", name=item.name),
            "请核对数量；确实这么大的，请中心查收费依据。",
            rule=RULE_PUBLISHED,
        )
    below, due = 0, 0
    for tier in standard.tiers:
        last = tier.upto == 0 or quantity <= tier.upto
        if standard.mode == "each":
            due += ((quantity if last else tier.upto) - below) * tier.fen
        elif last:
            due = (quantity if standard.mode == "whole" else ONE) * tier.fen
        if last:
            break
        below = tier.upto
    return Fraction(due, ONE)


def check_due(
    item: FeeItem, day: dt.date, due: int, *, quantity: int | None = None, base: int | None = None
) -> None:
    """Only the catalogue's price (art. 59). Raises KnownError `fee.price` when `due` is another."""
    right = reckon(item, day, quantity=quantity, base=base)
    if due != right:
        raise KnownError(
            "fee.price",
            text(
                "“{name}”写的是 {due} 元，按收费目录是 {right} 元。",
                name=item.name,
                due=yuan(due),
                right=yuan(right),
            ),
            "请按目录的标准收；要减免的，写减免依据。",
            rule=RULE_PUBLISHED,
        )


# ---------------------------------------------------------------- words


def parse_quantity(source: str) -> int:
    """Thousandths of what a person types: `225.25` → 225250.

    Raises KnownError `fee.quantity` at 0 or below, `money.*` as `money.parse_scaled`.
    """
    value = parse_scaled(source, 3)
    if value <= 0:
        raise KnownError("fee.quantity", "数量要大于零。", "不该收的，核定为 0，不要写数量 0。")
    return value


def quantity_words(quantity: int) -> str:
    """Thousandths as figures without needless zeros: 225250 → `225.25`."""
    return _scaled(quantity, 3)


def _scaled(value: int, places: int) -> str:
    whole, rest = divmod(value, 10**places)
    return f"{whole:,}.{rest:0{places}d}".rstrip("0").rstrip(".")


def standard_short(item: FeeItem) -> str:
    """The standard as it stands in a column: `25.00`, `分 3 档`, `0.1%`."""
    standard = item.standard
    if isinstance(standard, Percent):
        return _scaled(standard.ppm, 4) + "%"
    if isinstance(standard, Tiers):
        return f"分 {len(standard.tiers)} 档"
    return yuan(standard.fen)


def standard_words(item: FeeItem) -> str:
    """The standard in full: `每 ㎡ 25.00 元`, `0.1%，最低 500.00 元，最高 50,000.00 元`."""
    standard = item.standard
    if isinstance(standard, Percent):
        limits = (("最低", standard.floor), ("最高", standard.ceiling))
        return standard_short(item) + "".join(f"，{w} {yuan(fen)} 元" for w, fen in limits if fen)
    if isinstance(standard, Fixed):
        return "免费" if item.agency else f"{yuan(standard.fen)} 元"
    if isinstance(standard, PerQuantity):
        return f"每 {item.measure} {yuan(standard.fen)} 元"
    per = "" if standard.mode == "flat" else f"每 {item.measure} "
    rest = "超过的部分" if standard.mode == "each" else "再多的"
    bands = [
        (f"{quantity_words(t.upto)} {item.measure}以内" if t.upto else rest)
        + f" {per}{yuan(t.fen)} 元"
        for t in standard.tiers
    ]
    return "；".join(bands)


# ---------------------------------------------------------------- look-ups


class FeeIndex:
    """Look-ups over the fees of one catalogue version."""

    def __init__(self, items: Iterable[FeeItem], matter_fees: Iterable[MatterFee] = ()) -> None:
        self.items = tuple(items)
        self._versions: dict[str, list[FeeItem]] = defaultdict(list)
        for item in self.items:
            self._versions[item.code].append(item)
        self._matters: dict[str, list[MatterFee]] = defaultdict(list)
        for row in matter_fees:
            self._matters[row.matter].append(row)

    def versions(self, code: str) -> tuple[FeeItem, ...]:
        """Every version of an item, in the catalogue's order; empty for an unknown code."""
        return tuple(self._versions.get(code, ()))

    def item(self, code: str, day: dt.date) -> FeeItem:
        """The version of an item that may be charged on the day.

        Raises KnownError `fee.unknown`, else as `check_chargeable` says of the nearest version.
        """
        found = self.versions(code)
        if not found:
            raise KnownError(
                "fee.unknown",
                text("收费目录里没有 {code} 这一项。", code=code),
                "目录以外的不能收；写错了编码的，请改过来。",
                rule=RULE_PUBLISHED,
            )
        ranked = sorted(found, key=lambda i: (not i.valid_on(day), i.status == "draft", -i.version))
        check_chargeable(ranked[0], day)
        return ranked[0]

    def chargeable(self, code: str, day: dt.date) -> FeeItem | None:
        """As `item`, or None where that refuses."""
        try:
            return self.item(code, day)
        except KnownError:
            return None

    def rows(self, matter: str) -> tuple[MatterFee, ...]:
        """The fees a matter may have, drafts and past ones too, with when."""
        return tuple(self._matters.get(matter, ()))

    def for_matter(self, matter: str, day: dt.date, unit: str = "") -> tuple[FeeItem, ...]:
        """Items of a matter that may be charged on the day; `unit`: of that unit only."""
        found = (self.chargeable(row.fee, day) for row in self.rows(matter))
        return tuple(i for i in found if i is not None and unit in ("", i.unit))

    def units_for(self, matter: str, day: dt.date) -> tuple[str, ...]:
        """Codes of the units with an item of the matter on the day, in the catalogue's order."""
        return tuple(dict.fromkeys(item.unit for item in self.for_matter(matter, day)))

    def of_unit(self, unit: str, day: dt.date) -> tuple[FeeItem, ...]:
        """Every item of a unit that may be charged on the day."""
        codes = dict.fromkeys(i.code for i in self.items if i.unit == unit)
        return tuple(i for code in codes if (i := self.chargeable(code, day)) is not None)

    def require_in_matter(self, matter: str, code: str) -> None:
        """Raises KnownError `fee.not_of_matter` for an item that the matter does not have."""
        if code not in {row.fee for row in self.rows(matter)}:
            raise KnownError(
                "fee.not_of_matter",
                text("收费目录里，这个事项不收 {code}。", code=code),
                "只收目录里这个事项有的项目。",
                rule=RULE_PUBLISHED,
            )
