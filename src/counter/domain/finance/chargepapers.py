"""Papers of the charge sheet: 缴费通知单, 打回单, and the citizen's slip 请回窗口."""

from __future__ import annotations

import datetime as dt

from counter.domain import clock, papers
from counter.domain.acts import NewAct, NumberUse
from counter.domain.case import CaseState, case_stream
from counter.domain.catalogue import PaperType
from counter.domain.fees import quantity_words
from counter.domain.finance.charge import (
    REDUCTION_WORDS,
    Charge,
    ChargeReduced,
    ChargeSentBack,
    charge_stream,
)
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.money import capitals, yuan
from counter.domain.numbers import paper_number, paper_series, series_stream, use
from counter.domain.people import Actor
from counter.domain.reception import Setting, current_receipt

NOTICE, BACK, SLIP = "charge_notice", "send_back", "back_slip"
"""Codes of the papers in the catalogue."""


def notice(
    charge: Charge, state: CaseState, code: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """缴费通知单 of a sheet that every unit has confirmed; its number is the sheet's own.

    code: the signed code of the sheet, empty where it does not fit one QR.
    """
    kind, payer = place.catalogue.papers.get(NOTICE), charge.payer
    if kind is None or payer is None:
        return []
    content = {
        **_common(state, actor, place),
        **notice_fields(charge, payer),
        "sheet_code": code or charge.number,
    }
    return [_issue(kind, charge, charge.number, (), content, place)]


def notice_fields(charge: Charge, payer: Payer) -> dict[str, object]:
    """Lines, sums, payer and reductions as the paper says them."""
    priced = dt.date.fromisoformat(charge.priced_on)
    return {
        "sheet_number": charge.number,
        "charges": [_row(n, line) for n, line in enumerate(charge.lines, 1)],
        "due": yuan(charge.due),
        "reduced": yuan(charge.reduced) if charge.reduced else "",
        "payable": yuan(charge.payable),
        "payable_words": capitals(charge.payable),
        "account": "、".join(dict.fromkeys(line.account for line in charge.lines if line.account)),
        "reductions": [_reduction(r, charge.lines) for r in charge.reductions],
        "payer": payer.name,
        "payer_number": payer.number,
        "payer_other": not payer.applicant,
        "zero_units": "、".join(
            s.unit_short for s in charge.shares if all(x.unit != s.unit for x in charge.lines)
        ),
        "priced_words": clock.paper_date(priced),
    }


def _row(n: int, line: ChargeLine) -> dict[str, object]:
    return {
        "no": n,
        "unit": line.unit_short,
        "name": line.name,
        "basis": line.basis,
        "quantity": yuan(line.base) if line.base else quantity_words(line.quantity),
        "measure": "" if line.base else line.measure,
        "standard": line.standard,
        "due": yuan(line.due),
        "reduced": yuan(line.reduced) if line.reduced else "",
        "amount": yuan(line.payable),
    }


def _reduction(r: ChargeReduced, lines: tuple[ChargeLine, ...]) -> dict[str, object]:
    name = r.name or next((x.name for x in lines if x.code == r.code), r.code)
    return {
        "name": name,
        "amount": yuan(r.by),
        "basis": REDUCTION_WORDS.get(r.basis, r.basis),
        "document": r.document,
        "approver": r.approver,
        "approved_on": r.approved_on,
    }


def sent_back(
    charge: Charge, state: CaseState, back: ChargeSentBack, words: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """打回单 for the window and the slip for the citizen: where to go, why, without queueing."""
    window = charge.raised.window if charge.raised else ""
    content = {
        **_common(state, actor, place),
        "window": window,
        "sheet_number": charge.number,
        "reason_code": words,
        "reason": words,
        "requirement": back.requirement,
        "sender": f"{actor.name}（{actor.window} 号财政窗口）",
        "until_words": clock.paper_date(dt.date.fromisoformat(back.until)) if back.until else "",
        "time": place.now.strftime("%H:%M"),
    }
    acts: list[NewAct] = []
    for code in (BACK, SLIP):
        kind = place.catalogue.papers.get(code)
        if kind is not None:
            acts.append(_numbered(kind, charge, content, place))
    return acts


def _common(state: CaseState, actor: Actor, place: Setting) -> dict[str, object]:
    return papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today)


def _numbered(
    kind: PaperType, charge: Charge, content: dict[str, object], place: Setting
) -> NewAct:
    """A paper with a number of its own kind's series, of the sheet's unit."""
    unit = place.catalogue.units.get(charge.raised.unit if charge.raised else "")
    if not kind.series or unit is None:
        return _issue(kind, charge, "", (), content, place)
    series = paper_series(unit.code, kind.mark, place.today.year)
    n = place.take(series)
    number = paper_number(unit.mark or unit.short, kind.mark, place.today.year, n)
    return _issue(kind, charge, number, use(series, n), content, place)


def _issue(
    kind: PaperType,
    charge: Charge,
    number: str,
    numbers: tuple[NumberUse, ...],
    content: dict[str, object],
    place: Setting,
) -> NewAct:
    raised = charge.raised
    payload = papers.issue(
        kind,
        place.new_id(),
        number,
        numbers,
        content,
        place.form_version(kind.form),
        charge.number,
    )
    touches = tuple(series_stream(x.series) for x in numbers)
    return NewAct(
        stream=charge_stream(charge.number),
        payload=payload,
        effective_on=place.today.isoformat(),
        touches=(case_stream(raised.case_no), *touches) if raised else touches,
        units=(raised.unit, *(u for u, _ in raised.units if u != raised.unit)) if raised else (),
    )
