"""Words of the acts on a charge sheet, for the timelines of the sheet and of its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.errors import Text, text
from counter.domain.finance.charge import (
    REDUCTION_WORDS,
    ChargeAnswered,
    ChargeCancelled,
    ChargeConfirmed,
    ChargePayerChanged,
    ChargeRaised,
    ChargeReduced,
    ChargeSentBack,
    ChargeTakenIn,
)
from counter.domain.finance.chargeparts import BACK_REASONS
from counter.domain.finance.lines import ChargeLine
from counter.domain.money import yuan

Told = tuple[str, "Text | str", "Text | str", "Text | str"]
"""State, title, detail, note."""


def _sum(lines: tuple[ChargeLine, ...]) -> str:
    return yuan(sum(line.due for line in lines))


def _names(lines: tuple[ChargeLine, ...]) -> str:
    return "、".join(f"{line.name} {yuan(line.due)}" for line in lines)


def _raised(p: ChargeRaised) -> Told:
    units = "、".join(short for _, short in p.units)
    payer = "" if p.payer.applicant else text("缴款人 {name}", name=p.payer.name)
    return "waiting", "开缴费单", text("{number}，{units}核定", number=p.number, units=units), payer


def _confirmed(p: ChargeConfirmed) -> Told:
    unit = p.unit_short or p.unit
    if not p.lines:
        note = text("一费制已经包了，{plan}", plan=p.plan) if p.plan else ""
        return "done", "核定收费", text("{unit} 0 元", unit=unit), note
    detail = text("{unit} {sum} 元", unit=unit, sum=_sum(p.lines))
    return "done", "核定收费", detail, _names(p.lines)


def _reduced(p: ChargeReduced) -> Told:
    detail = text("{name} 减 {by} 元", name=p.name or p.code, by=yuan(p.by))
    basis = REDUCTION_WORDS.get(p.basis, p.basis)
    note = text("{basis} {document}，{who} 批准", basis=basis, document=p.document, who=p.approver)
    return "due", "减免", detail, note


def _taken_in(p: ChargeTakenIn) -> Told:
    fen = sum(line.payable for line in p.lines)
    detail = text("{number}，{sum} 元", number=p.raised.number, sum=yuan(fen))
    return "done", "扫单收下", detail, text("终端 {origin} 开的，签名对得上", origin=p.origin)


TELLERS: dict[type[Payload], Callable[[Any], Told]] = {
    ChargeRaised: _raised,
    ChargeConfirmed: _confirmed,
    ChargeReduced: _reduced,
    ChargeSentBack: lambda p: (
        "returned",
        "财务打回",
        text("{reason}", reason=BACK_REASONS.get(p.reason, p.reason)),
        p.requirement,
    ),
    ChargeAnswered: lambda p: ("done", "改好交回财务", p.words, ""),
    ChargePayerChanged: lambda p: (
        "done",
        "换缴款人",
        p.payer.name,
        text("原因：{why}", why=p.why),
    ),
    ChargeCancelled: lambda p: ("differs", "撤缴费单", "", text("原因：{why}", why=p.why)),
    ChargeTakenIn: _taken_in,
}
