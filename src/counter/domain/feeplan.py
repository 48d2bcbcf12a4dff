"""企业一费制 and reductions: what a firm has paid for already, and on what paper less is charged.

A firm on a plan pays one amount a year, split by item and unit; no window charges it again for
what the plan covers. There is no free-hand discount: a reduction names its kind of basis, the
document's number, who approved it and when, and the scan of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from counter.domain.errors import KnownError, Text, text
from counter.domain.money import half_up, yuan

RULE_PLAN = "企业一费制"
RULE_REDUCTION = "规费减免按优惠政策、合同文本、专题纪要执行，不得随意减免"


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """A fee item that a plan covers, its unit, and its part of the amount in fen (0 = included)."""

    fee: str
    unit: str
    fen: int


class FeePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a firm pays at once for a calendar year; document: the paper it rests on."""

    credit_code: str
    name: str
    year: int
    document: str
    lines: tuple[PlanLine, ...]

    @property
    def fen(self) -> int:
        """The amount of the plan."""
        return sum(line.fen for line in self.lines)

    @property
    def by_unit(self) -> dict[str, int]:
        """Unit code -> fen of it, in the order of the lines."""
        shares: dict[str, int] = {}
        for line in self.lines:
            shares[line.unit] = shares.get(line.unit, 0) + line.fen
        return shares


def covered_by(plan: FeePlan, code: str, day: dt.date) -> bool:
    """True when the plan covers the fee item on the day."""
    return plan.year == day.year and any(line.fee == code for line in plan.lines)


class PlanIndex:
    """Look-ups over the plans of one catalogue version."""

    def __init__(self, plans: Iterable[FeePlan] = ()) -> None:
        self.plans = tuple(plans)
        self._by_firm = {(p.credit_code, p.year): p for p in self.plans}

    def of(self, credit_code: str, year: int) -> FeePlan | None:
        """The firm's plan of a year, if it has one."""
        return self._by_firm.get((credit_code, year))

    def covering(self, credit_code: str, code: str, day: dt.date) -> FeePlan | None:
        """The plan that covers the item for the firm on the day, if one does."""
        plan = self.of(credit_code, day.year)
        return plan if plan is not None and covered_by(plan, code, day) else None

    def require_uncovered(self, credit_code: str, code: str, day: dt.date) -> None:
        """Raises KnownError `fee.covered` when the firm's plan covers the item."""
        plan = self.covering(credit_code, code, day)
        if plan is not None:
            raise KnownError(
                "fee.covered",
                text(
                    "{name} {year} 年实行一费制，{code} 已经包在里面。",
                    name=plan.name,
                    year=plan.year,
                    code=code,
                ),
                text("不能再收；依据 {document}。这一项核定为 0。", document=plan.document),
                rule=RULE_PLAN,
            )


# ---------------------------------------------------------------- reductions

ReductionKind = Literal["policy", "contract", "minutes"]
REDUCTION_KINDS: dict[ReductionKind, str] = {
    "policy": "优惠政策",
    "contract": "合同文本",
    "minutes": "专题纪要",
}


class Reduction(msgspec.Struct, frozen=True, kw_only=True):
    """On what paper less is charged, and how much less: a share of what is due, or an amount.

    ppm: millionths of what is due (500_000 = half); fen: an amount; exactly one of them above 0.
    approved_on: ISO; scan: SHA-256 of the scanned document, 64 lower-case hex digits.
    """

    kind: ReductionKind
    number: str
    approver: str
    approved_on: str
    scan: str
    pages: int = 1
    ppm: int = 0
    fen: int = 0


def check_reduction(reduction: Reduction, due: int, day: dt.date) -> int:
    """Fen that are taken off `due` (fen), a share rounded half up; whole and certain or not at all.

    Raises KnownError `reduction.kind`, `.number`, `.approver`, `.approved_on` (missing, no date,
    or after the day), `.scan`, `.amount` (nothing, both a share and an amount, more than is due).
    """
    _check_paper(reduction, day)
    by = reduction.fen or half_up(due * reduction.ppm, 1_000_000)
    one_of_both = (reduction.ppm > 0) != (reduction.fen > 0)
    if not one_of_both or reduction.ppm > 1_000_000 or not 0 < by <= due:
        raise _refused(
            "amount",
            text("应收 {due} 元，减 {by} 元不行。", due=yuan(due), by=yuan(by)),
            "写减多少元，或者减百分之几，二选一，不超过应收。",
        )
    return by


def _check_paper(reduction: Reduction, day: dt.date) -> None:
    """The paper is there, named and approved."""
    if reduction.kind not in REDUCTION_KINDS:
        raise _refused("kind", "没写凭什么减免。", "选优惠政策、合同文本或者专题纪要。")
    if not reduction.number.strip():
        raise _refused("number", "没写文号，不能减免。", "请写依据的文号或合同号。")
    if not reduction.approver.strip():
        raise _refused("approver", "没写谁批准的，不能减免。", "请写批准人。")
    if not _by(reduction.approved_on, day):
        raise _refused(
            "approved_on", "批准日期没写、不对，或者在今天以后。", "请照文件写批准日期。"
        )
    if not re.fullmatch(r"[0-9a-f]{64}", reduction.scan) or reduction.pages < 1:
        raise _refused("scan", "没有依据的扫描件，不能减免。", "请把文件扫描进来。")


def _by(iso: str, day: dt.date) -> bool:
    """True for an ISO date that is not after the day."""
    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return False
    return date.isoformat() == iso and date <= day


def _refused(what: str, said: Text | str, way: str) -> KnownError:
    """A reduction that is not made."""
    return KnownError(f"reduction.{what}", said, way, rule=RULE_REDUCTION)
