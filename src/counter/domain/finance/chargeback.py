"""What happens to a sheet between the window and finance: 打回 and answer, payer, 撤单, scanned in.

打回 is finance's word alone: the case's clock runs on, the window gets a red card,
the citizen a slip and no new place in the queue. A sheet of an earlier day is taken at the prices
it was raised with: nothing here reckons anew.
"""

from __future__ import annotations

import datetime as dt

from counter.domain.acts import NewAct, nfc
from counter.domain.case import CaseState, case_stream
from counter.domain.errors import KnownError, text
from counter.domain.finance import chargepapers
from counter.domain.finance.charge import (
    Charge,
    ChargeAnswered,
    ChargeCancelled,
    ChargePayerChanged,
    ChargeSentBack,
    ChargeStatus,
    ChargeTakenIn,
    charge_stream,
)
from counter.domain.finance.chargeparts import BACK_REASONS
from counter.domain.finance.charging import (
    Seal,
    checked_payer,
    folded,
    handed_in,
    not_now,
    on_sheet,
    require_confirmed,
    units_of_sheet,
)
from counter.domain.finance.lines import Payer
from counter.domain.finance.rules import require_finance
from counter.domain.money import yuan
from counter.domain.people import Actor, Role, require_unit
from counter.domain.reception import Setting, current_receipt, open_case

RULE_BACK = "财务打回受理窗口重办"
WITHOUT_MONEY = frozenset(
    {ChargeStatus.OPEN, ChargeStatus.READY, ChargeStatus.FREE, ChargeStatus.BACK}
)
"""No money was taken on a sheet that stands here."""


def send_back(
    charge: Charge,
    state: CaseState,
    reason: str,
    requirement: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """打回: the sheet goes back to the window with its reason; 打回单 and the citizen's slip print.

    reason: key of `BACK_REASONS`. Raises `role.finance`, `charge.*`.
    """
    require_finance(actor)
    back = charge.sent_back
    if back is not None:
        raise KnownError(
            "charge.back_twice",
            text(
                "{number} 已经打回：{reason}，窗口还没改好。",
                number=charge.number,
                reason=back.words,
            ),
            "等窗口改好交回来再看。",
            rule=RULE_BACK,
        )
    if charge.status not in WITHOUT_MONEY:
        raise not_now(charge, "打回")
    require_confirmed(charge)
    if reason not in BACK_REASONS:
        raise KnownError(
            "charge.back_reason",
            "没选打回的原因。",
            text("选一个：{list}。", list="、".join(BACK_REASONS.values())),
            rule=RULE_BACK,
        )
    said = nfc(requirement.strip())
    if not said:
        raise KnownError(
            "charge.back_words",
            "没写要窗口改什么。",
            "写一句：哪一项错了，怎样改。",
            rule=RULE_BACK,
        )
    payload = ChargeSentBack(
        reason=reason,
        requirement=said,
        by_name=actor.name,
        until=place.today.isoformat(),
    )
    words = BACK_REASONS[reason]
    papers = chargepapers.sent_back(charge, state, payload, words, actor, place)
    return [on_sheet(charge, payload, place), *papers]


def answer_back(
    charge: Charge, state: CaseState, words: str, actor: Actor, place: Setting, seal: Seal
) -> list[NewAct]:
    """改好交回: the window hands the sheet in again; a new 缴费通知单 is issued.

    Raises `charge.*`, `case.*`, `role.*`; `charge.unconfirmed` while a unit is silent.
    """
    received = open_case(state)
    require_unit(actor, received.unit, state.acceptor)
    if charge.sent_back is None or charge.status is not ChargeStatus.BACK:
        raise KnownError(
            "charge.not_back",
            text("{number} 没有被打回，不用交回。", number=charge.number),
            "看单子现在到了哪一步。",
        )
    require_confirmed(charge)
    said = nfc(words.strip())
    if not said:
        raise KnownError(
            "charge.answer_words", "没写改了什么。", "写一句给财务：改了哪一项；没改的，写为什么。"
        )
    acts = [on_sheet(charge, ChargeAnswered(words=said), place)]
    return acts + handed_in(folded(charge, acts, actor, place), state, actor, place, seal)


def change_payer(
    charge: Charge, state: CaseState, payer: Payer, why: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """换缴款人: another pays than was written; at the window or at finance, before money is taken.

    Raises `charge.*`, `credit.*`, `id.*`, `role.*`.
    """
    received = current_receipt(state)
    if not actor.may(Role.FINANCE):
        require_unit(actor, received.unit, state.acceptor)
    if charge.status not in WITHOUT_MONEY:
        raise not_now(charge, "换缴款人")
    applicant = Payer(
        name=received.applicant.name, number=received.applicant.number, phone=received.contact.phone
    )
    fresh = checked_payer(payer, applicant, place.today)
    if fresh == charge.payer:
        raise KnownError("charge.payer_same", "缴款人没有变。", "不用换。")
    said = nfc(why.strip())
    if not said:
        raise KnownError(
            "charge.payer_why", "没写为什么由别人缴。", "写一句，例如：法定代表人代缴。"
        )
    return [on_sheet(charge, ChargePayerChanged(payer=fresh, why=said), place)]


def cancel(
    charge: Charge, state: CaseState, why: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """撤单: the sheet is withdrawn before any money. Raises `charge.*`, `role.*`."""
    require_unit(actor, current_receipt(state).unit, state.acceptor)
    if charge.status not in WITHOUT_MONEY:
        raise not_now(charge, "撤单")
    said = nfc(why.strip())
    if not said:
        raise KnownError("charge.cancel_why", "撤单没有写原因。", "请写一句原因，会留在经过里。")
    return [on_sheet(charge, ChargeCancelled(why=said), place)]


def lapse(state: CaseState, today: dt.date) -> list[NewAct]:
    """A case that the applicant takes back takes its sheet along, unless money was taken on it:
    nobody is to pay for what is not dealt with."""
    charge = state.charge
    if charge is None or charge.raised is None or charge.status not in WITHOUT_MONEY:
        return []
    raised = charge.raised
    return [
        NewAct(
            stream=charge_stream(charge.number),
            payload=ChargeCancelled(why="申请人撤回，办件结束"),
            effective_on=today.isoformat(),
            touches=(case_stream(state.case_no),),
            units=units_of_sheet(raised),
        )
    ]


def take_in(said: ChargeTakenIn, held: Charge | None, actor: Actor, place: Setting) -> list[NewAct]:
    """扫单收下: a sheet whose signature holds. Held here already: nothing is to be recorded.

    Raises `role.finance`; `sheet.changed` when the paper is older than the sheet held here.
    """
    require_finance(actor)
    if held is not None:
        fen = sum(line.payable for line in said.lines)
        if held.lines != said.lines or held.status is ChargeStatus.CANCELLED:
            raise KnownError(
                "sheet.changed",
                text(
                    "{number} 打印以后改过：纸上 {paper} 元，现在 {now} 元。",
                    number=held.number,
                    paper=yuan(fen),
                    now="0.00（已撤单）" if held.cancelled else yuan(held.payable),
                ),
                "以电脑里的为准：把旧单收回，按单号找出来办。",
            )
        return []
    raised = said.raised
    return [
        NewAct(
            stream=charge_stream(raised.number),
            payload=said,
            effective_on=place.today.isoformat(),
            touches=(case_stream(raised.case_no),),
            units=units_of_sheet(raised),
        )
    ]
