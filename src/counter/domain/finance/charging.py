"""Deciding on a charge sheet (缴费通知单): raising it, what each unit charges, and what is less.

One case, one sheet (一票制). Every required unit says its amount or 0 before the sheet is handed
in; the price is the fee catalogue's of the day on which the sheet was raised (art. 59), also where
a unit confirms or somebody pays on a later day. There is no free-hand discount. All raise
KnownError and return acts; `chargeback` has what happens to a sheet afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from counter.domain.acts import Act, ActHeader, NewAct, Payload, nfc
from counter.domain.case import CaseState, case_stream
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, Text, text
from counter.domain.feeplan import Reduction
from counter.domain.fees import RULE_PUBLISHED
from counter.domain.finance import chargepapers
from counter.domain.finance.charge import (
    CHARGE_WORDS,
    Charge,
    ChargeConfirmed,
    ChargeRaised,
    ChargeStatus,
    charge_number,
    charge_series,
    charge_stream,
    evolve_charge,
)
from counter.domain.finance.chargelines import LineAsk as LineAsk
from counter.domain.finance.chargelines import firm_of, line_of, plan_of, reduction_of
from counter.domain.finance.lines import Payer
from counter.domain.identity import check_credit_code, check_id_number, normalise_number
from counter.domain.jointsteps import speakers
from counter.domain.money import check_amount
from counter.domain.numbers import series_stream, use
from counter.domain.people import Actor, require_unit
from counter.domain.reception import Setting, current_receipt, open_case, require_worker

RULE_ONE = "一票制：一件一单一票"
RULE_GATE = "联办件的规费，各单位都核定以后才能开票"

Seal = Callable[[Charge], str]
"""The signed code of a sheet for its paper; empty where it does not fit one QR."""


# ---------------------------------------------------------------- raising


def required_units(state: CaseState, fees: CatalogueIndex) -> tuple[str, ...]:
    """Codes of the units that must say what they charge, the case's own first.

    Of a joint case every co-unit to which the catalogue gives a fee of the matter, a draft too:
    what it may not charge yet it confirms as 0. Units without any fee of the matter have nothing
    to confirm. Of other cases the unit, and whose fees the matter has.
    """
    received = open_case(state)
    items = fees.fees.items
    owed = {i.unit for row in fees.fees.rows(received.matter) for i in items if i.code == row.fee}
    if state.joint is not None:
        owed &= {part.unit for part in state.joint.parts}
    order = [unit for unit in fees.units if unit in owed and unit != received.unit]
    return (received.unit, *order)


def raise_charge(
    state: CaseState,
    live: Charge | None,
    actor: Actor,
    place: Setting,
    fees: CatalogueIndex,
    payer: Payer | None = None,
    agency: bool = False,
) -> list[NewAct]:
    """开缴费单. live: the case's newest sheet; fees: the catalogue of the day; payer: who pays
    where it is not the applicant.

    Raises `charge.not_accepted`, `charge.twice`, `case.*`, `role.*`, and those of `checked_payer`.
    """
    received = open_case(state)
    require_unit(actor, received.unit, state.acceptor)
    if not state.accepted_on:
        raise KnownError(
            "charge.not_accepted", "还没受理，不能开缴费单。", "先受理；受理以前不收任何费用。"
        )
    if live is not None and live.live:
        raise KnownError(
            "charge.twice",
            text("这件已经有缴费单 {number}，{status}。", number=live.number, status=_words(live)),
            "一件只开一张。要改的请财务打回；没收过钱的可以撤单重开。",
            rule=RULE_ONE,
        )
    receipt = current_receipt(state)
    own = Payer(
        name=receipt.applicant.name, number=receipt.applicant.number, phone=receipt.contact.phone
    )
    centre = place.catalogue.centre.code
    series = charge_series(centre, place.today.year, place.terminal)
    n = place.take(series)
    number = charge_number(place.today.year, place.terminal, n)
    units = required_units(state, fees)
    agents = ((u, fees.units[u].agent) for u in units if u in fees.units)
    raised = ChargeRaised(
        number=number,
        case_no=state.case_no,
        matter=received.matter,
        matter_title=received.matter_title,
        payer=own if payer is None else checked_payer(payer, own, place.today),
        window=actor.window,
        unit=received.unit,
        units=tuple((u, _short(u, fees, place)) for u in units),
        catalogue=fees.catalogue.version,
        agency=agency,
        clerk_name=actor.name,
        priced_on=place.today.isoformat(),
        agents=tuple((unit, agent) for unit, agent in agents if agent),
        numbers=use(series, n),
    )
    return [on_sheet(Charge(number=number, raised=raised), raised, place, series_stream(series))]


def checked_payer(payer: Payer, applicant: Payer, today: dt.date) -> Payer:
    """Who pays, tidy; the same as the applicant counts as the applicant.

    Raises `charge.payer` without a name, `credit.*` or `id.*` for a number that cannot be right.
    """
    name, number = nfc(payer.name.strip()), normalise_number(payer.number)
    if not name:
        raise KnownError("charge.payer", "没写缴款人。", "请写缴款人的姓名或单位名称，票据上用。")
    if number and number[:6].isdigit() and number[6:14].isdigit():
        number = check_id_number(number, today)
    elif number:
        number = check_credit_code(number)
    same = (name, number or applicant.number) == (applicant.name, applicant.number)
    if same:
        return applicant
    return Payer(name=name, number=number, phone=payer.phone.strip(), applicant=False)


def _short(unit: str, fees: CatalogueIndex, place: Setting) -> str:
    known = fees.units.get(unit) or place.catalogue.units.get(unit)
    return known.short if known is not None else unit


# ---------------------------------------------------------------- what a unit charges


def confirm_unit(
    charge: Charge,
    state: CaseState,
    unit: str,
    asks: Sequence[LineAsk],
    actor: Actor,
    place: Setting,
    fees: CatalogueIndex,
    seal: Seal,
) -> list[NewAct]:
    """核定: a unit says its lines, or none = 0; what it said before is replaced.

    fees: the catalogue of the sheet. With the last unit the 缴费通知单 is issued, unless nothing is
    to be paid. Raises `charge.*`, `fee.*`, `reduction.*`, `money.too_large`, `case.*`, `role.*`.
    """
    open_case(state)
    _require_open(charge)
    _require_share(charge, unit, actor, fees)
    short = _short(unit, fees, place)
    firm = firm_of(state)
    lines = [line_of(ask, unit, short, charge, firm, fees) for ask in asks]
    confirmed = ChargeConfirmed(
        unit=unit,
        unit_short=short,
        lines=tuple(lines),
        by_name=actor.name,
        plan=plan_of(charge, unit, firm, fees),
    )
    acts = [on_sheet(charge, confirmed, place)]
    after = folded(charge, acts, actor, place)
    seen: dict[str, int] = {}
    for ask in asks:
        nth = seen[ask.code] = seen.get(ask.code, 0) + 1
        if ask.reduction is not None:
            less = reduction_of(after, unit, ask.code, nth, ask.reduction, place)
            acts.append(on_sheet(charge, less, place))
            after = folded(after, acts[-1:], actor, place)
    check_amount(after.due)
    return acts + handed_in(after, state, actor, place, seal)


def reduce_line(
    charge: Charge,
    state: CaseState,
    unit: str,
    code: str,
    reduction: Reduction,
    actor: Actor,
    place: Setting,
    fees: CatalogueIndex,
    nth: int = 1,
) -> list[NewAct]:
    """减免 of a line that its unit has confirmed; nth: which of the unit's lines of this fee.

    Raises `charge.*`, `reduction.*`, `case.*`, `role.*`.
    """
    open_case(state)
    _require_open(charge)
    _require_share(charge, unit, actor, fees)
    return [on_sheet(charge, reduction_of(charge, unit, code, nth, reduction, place), place)]


def handed_in(
    charge: Charge, state: CaseState, actor: Actor, place: Setting, seal: Seal
) -> list[NewAct]:
    """The 缴费通知单 once every unit has confirmed and there is something to pay; else nothing."""
    if charge.status is not ChargeStatus.READY:
        return []
    return chargepapers.notice(charge, state, seal(charge), actor, place)


def require_confirmed(charge: Charge) -> None:
    """The fee gate: no money and no ticket before every unit has said its amount or 0.

    Raises KnownError `charge.unconfirmed` with the names: 气象局 未核定.
    """
    if charge.unconfirmed:
        names = "、".join(share.unit_short for share in charge.unconfirmed)
        raise KnownError(
            "charge.unconfirmed",
            text("{names} 未核定，不能收款、开票。", names=names),
            text("请{names}核定金额；不收的核定为 0。", names=names),
            rule=RULE_GATE,
        )


def _require_open(charge: Charge) -> None:
    """The units may still say something. Raises `charge.*`."""
    if charge.status in (ChargeStatus.OPEN, ChargeStatus.BACK):
        return
    if charge.status in (ChargeStatus.READY, ChargeStatus.FREE):
        raise KnownError(
            "charge.handed_in",
            text("{number} 各单位都核定过，已经交给财务。", number=charge.number),
            "要改的请财务打回，或者撤单重开；旧的通知单收回。",
        )
    raise not_now(charge, "改")


def not_now(charge: Charge, doing: str) -> KnownError:
    """A sheet on which money moved, or that is no more, is not changed at the window."""
    if not charge.live:
        return KnownError(
            "charge.over",
            text("{number} {status}。", number=charge.number, status=_words(charge)),
            "要收的另开一张。",
        )
    return KnownError(
        "charge.money",
        text(
            "{number} {status}，不能{doing}。",
            number=charge.number,
            status=_words(charge),
            doing=doing,
        ),
        "钱已经动了的单：开错票的先作废或红冲，再重开单。",
        rule=RULE_ONE,
    )


def _words(charge: Charge) -> str:
    return CHARGE_WORDS[charge.status]


def _require_share(charge: Charge, unit: str, actor: Actor, fees: CatalogueIndex) -> None:
    """A required unit, and one of its people, or of the window that acts for it."""
    require_worker(actor)
    share = next((s for s in charge.shares if s.unit == unit), None)
    if share is None:
        raise KnownError(
            "charge.not_asked",
            text("{unit} 不在 {number} 的核定单位里。", unit=unit, number=charge.number),
            "收费目录里这个事项没有它的收费；该有的请中心补进目录，再重开单。",
            rule=RULE_PUBLISHED,
        )
    if actor.unit not in (*speakers(unit, fees), share.agent):
        raise KnownError(
            "charge.other_unit",
            text("{unit}的收费要由{unit}来核定。", unit=share.unit_short),
            text("请{unit}的人，或者代它办的窗口核定。", unit=share.unit_short),
            rule=RULE_GATE,
        )


# ---------------------------------------------------------------- acts


def on_sheet(charge: Charge, payload: Payload, place: Setting, *touches: str) -> NewAct:
    """An act of today on a sheet; its case and all its units are told."""
    raised = charge.raised
    case = (case_stream(raised.case_no),) if raised else ()
    return NewAct(
        stream=charge_stream(charge.number),
        payload=payload,
        effective_on=place.today.isoformat(),
        touches=(*case, *touches),
        units=units_of_sheet(raised) if raised else (),
    )


def units_of_sheet(raised: ChargeRaised) -> tuple[str, ...]:
    """Codes of the units that a sheet bears on, the case's own first."""
    return (raised.unit, *(unit for unit, _ in raised.units if unit != raised.unit))


def older_words(charge: Charge, today: dt.date) -> Text | None:
    """What to say of a sheet of an earlier day when it is paid; None on its own day."""
    day = charge.priced_on
    if not day or day >= today.isoformat():
        return None
    return text("这张单是 {day} 开的，照那天的价钱收，现在的收费目录不影响它。", day=day)


def folded(charge: Charge, acts: Sequence[NewAct], actor: Actor, place: Setting) -> Charge:
    """The sheet as it will be once these acts are recorded."""
    for new in acts:
        header = ActHeader(
            terminal=place.terminal,
            epoch=0,
            seq=charge.last_seq + 1,
            stream=new.stream,
            touches=new.touches,
            units=new.units,
            kind=new.kind,
            version=type(new.payload).VERSION,
            command_id="",
            n=1,
            m=1,
            base=0,
            recorded_at=place.now.isoformat(timespec="milliseconds"),
            effective_on=new.effective_on,
            actor=actor.number,
            grant="",
            payload_hash="",
            prev_hash="",
        )
        charge = evolve_charge(charge, Act(header, new.payload))
    return charge
