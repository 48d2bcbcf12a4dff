"""Who may touch the money, and in which shift: the checks that all deciders of money share."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain.acts import NewAct, Payload
from counter.domain.case import case_stream
from counter.domain.errors import KnownError, text
from counter.domain.finance.charge import Charge, charge_stream
from counter.domain.finance.shift import Shift
from counter.domain.money import yuan
from counter.domain.people import Actor, Role

ONE_TICKET = "一票制"
SEPARATION = "收支两条线"


class Till(msgspec.Struct, frozen=True, kw_only=True):
    """Where money is taken: by whom, in which shift, when, with which terminals of this window."""

    actor: Actor
    shift: Shift | None
    now: dt.datetime
    training: bool = True

    @property
    def day(self) -> str:
        """ISO business date."""
        return self.shift.day if self.shift else self.now.date().isoformat()


def require_finance(actor: Actor) -> None:
    """Only the finance window touches money and ticket paper (一票制). Raises
    `role.finance`."""
    if not actor.may(Role.FINANCE):
        raise KnownError(
            "role.finance",
            "只有财政窗口能收钱、开票。",
            "请交款人拿缴费通知单到财政窗口。",
            rule=ONE_TICKET,
        )


def require_shift(till: Till) -> Shift:
    """The open shift of whoever acts. Raises `role.finance`, `shift.none`, `shift.other`."""
    require_finance(till.actor)
    shift = till.shift
    if shift is None or not shift.is_open:
        raise KnownError("shift.none", "还没有开班，不能收钱、开票。", "先点清底金开班。")
    if shift.by != till.actor.number:
        raise KnownError(
            "shift.other",
            text("这个抽屉是 {who} 的班。", who=shift.opened.by_name if shift.opened else ""),
            "请他来收，或者先交接班。",
        )
    return shift


def require_second(actor: Actor, second: Actor | None) -> Actor:
    """Another person of finance or of the centre's management who has shown a PIN. Raises
    `second.none`, `second.same`, `second.role`."""
    if second is None:
        raise KnownError("second.none", "这件事要两个人在场。", "请第二个人输工号和 PIN。")
    if second.number == actor.number:
        raise KnownError("second.same", "两个人不能是同一个人。", "请另一个人输工号和 PIN。")
    if not second.may(Role.FINANCE, Role.MANAGER):
        raise KnownError(
            "second.role",
            text("{who} 不能做复核。", who=second.name),
            "请财政的另一个人，或者中心管理的人来。",
        )
    return second


def require_here(charge: Charge, window: str) -> None:
    """Who takes money issues its ticket: no other window holds money of the sheet without a
    ticket. Raises `pay.window`."""
    holder = charge.holder(window)
    if holder:
        raise KnownError(
            "pay.window",
            text(
                "{window} 号窗收了这张单 {yuan} 元，票还没开。",
                window=holder,
                yuan=yuan(charge.unticketed_at(holder)),
            ),
            text("请到 {window} 号窗开票；要在这里收，先在那边退。", window=holder),
            rule="谁收钱谁开票",
        )


def units_of(charge: Charge) -> tuple[str, ...]:
    """Units that a sheet bears on."""
    return tuple(dict.fromkeys(share.unit for share in charge.shares))


def money_act(stream: str, payload: Payload, day: str, charge: Charge | None, *more: str) -> NewAct:
    """An act of this room that bears on a sheet and its case; `more`: other streams it bears on."""
    sheet = (charge_stream(charge.number),) if charge else ()
    raised = charge.raised if charge else None
    case = (case_stream(raised.case_no),) if raised and raised.case_no else ()
    touches = dict.fromkeys((*sheet, *case, *more))
    return NewAct(
        stream=stream,
        payload=payload,
        effective_on=day,
        touches=tuple(t for t in touches if t != stream),
        units=units_of(charge) if charge else (),
    )
