"""A payment: its acts, its states and their fold.

States: sent → done | failed | unknown; unknown → done | failed, by the terminal's own
last transaction or by two people. Nothing is ever sent twice: a second try is another payment. A
return of money (撤销, 退货, cash handed back) is a payment too, with `purpose` and `of`. 冲正 is
between terminal and bank and does not appear here.
"""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from counter.domain.acts import Act, Payload, act_kind

Way = Literal["cash", "pos", "transfer"]
"""现金, POS, 转账."""

WAY_WORDS: dict[str, str] = {"cash": "现金", "pos": "POS", "transfer": "转账"}

Purpose = Literal["sale", "void", "refund"]
"""消费; 撤销 (the same batch, before settlement); 退货 (later, money comes back by the bank)."""

PURPOSE_WORDS: dict[str, str] = {"sale": "收款", "void": "撤销", "refund": "退货"}

PeoplesAnswer = Literal["charged", "not_charged", "unclear"]
"""已扣款, 没扣款, 看不清: what two people read on the terminal's slip."""

ANSWER_WORDS: dict[str, str] = {"charged": "已扣款", "not_charged": "没扣款", "unclear": "看不清"}


class PayState(enum.StrEnum):
    """Where a payment stands."""

    SENT = "sent"  # 已发送: durable before the first byte; after a crash the same as unknown
    DONE = "done"  # 成功
    FAILED = "failed"  # 失败: nothing was charged
    UNKNOWN = "unknown"  # 未知


PAY_WORDS = {
    PayState.SENT: "已发送",
    PayState.DONE: "成功",
    PayState.FAILED: "失败",
    PayState.UNKNOWN: "未知",
}
OPEN_STATES = frozenset({PayState.SENT, PayState.UNKNOWN})
"""Nobody knows yet: blocks the ticket, the next sale on that terminal, and the close."""


def payment_stream(trace: str) -> str:
    """Journal stream of a payment; trace: our own order number, unique for ever."""
    return f"payment:{trace}"


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """What a fee terminal said of a transaction. card: first six and last four digits only;
    date: MMDD as the terminal gives it (it knows no year); fen: integer."""

    fen: int
    voucher: str = ""
    reference: str = ""
    auth: str = ""
    batch: str = ""
    merchant: str = ""
    terminal: str = ""
    card: str = ""
    bank: str = ""
    date: str = ""
    time: str = ""
    message: str = ""


@act_kind("payment.sent")
class PaymentSent(Payload, frozen=True, kw_only=True):
    """The intent, durable before the first byte leaves. fen > 0; device: name of the terminal;
    last_voucher: the newest voucher known of it, so that an answer can be told from an old one;
    confirmed_by_payer: the payer had touched 金额对 on the second screen for this amount."""

    trace: str
    sheet: str
    purpose: Purpose
    fen: int
    window: str
    shift: str
    device: str
    of: str = ""
    of_slip: Slip | None = None
    last_voucher: str = ""
    simulated: bool = False
    confirmed_by_payer: bool = False


@act_kind("payment.taken")
class PaymentTaken(Payload, frozen=True, kw_only=True):
    """Money that needs no machine: cash, or a transfer that the bank shows.

    fen: what counts for the sheet; received, change: cash over the counter, fen; purpose void =
    cash handed back from the drawer on the same shift; reference: of the transfer; taken_on: ISO
    date when it was taken, if it is entered later; confirmed_by_payer: as with `PaymentSent`.
    """

    trace: str
    sheet: str
    purpose: Purpose
    way: Way
    fen: int
    window: str
    shift: str
    received: int = 0
    change: int = 0
    of: str = ""
    reference: str = ""
    taken_on: str = ""
    confirmed_by_payer: bool = False


@act_kind("payment.confirmed")
class PaymentConfirmed(Payload, frozen=True, kw_only=True):
    """The terminal said yes and amount, kind and echo agree. how: at once, or by asking again."""

    slip: Slip
    how: Literal["answer", "asked"] = "answer"


@act_kind("payment.failed")
class PaymentFailed(Payload, frozen=True, kw_only=True):
    """Nothing was charged. code: the bank's or the device's; why: words for the clerk."""

    code: str
    why: str
    how: Literal["answer", "asked", "unsent"] = "answer"


@act_kind("payment.unknown")
class PaymentUnknown(Payload, frozen=True, kw_only=True):
    """After the first byte there was no answer that can be believed. why: silent, amount, cut …"""

    why: str
    words: str = ""


@act_kind("payment.asked")
class PaymentAsked(Payload, frozen=True, kw_only=True):
    """The terminal was asked for its last transaction; it did not settle the matter.

    answer: silent, none, other, in_progress.
    """

    answer: str
    words: str = ""


@act_kind("payment.judged")
class PaymentJudged(Payload, frozen=True, kw_only=True):
    """Two people read the terminal's slip. unclear leaves the payment unknown.

    second: staff number of the other one; slip: what they read off it, where charged.
    """

    answer: PeoplesAnswer
    second: str
    second_name: str
    words: str = ""
    slip: Slip | None = None


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one payment. Times ISO; fen > 0 whatever the purpose."""

    trace: str
    sheet: str = ""
    purpose: Purpose = "sale"
    way: Way = "pos"
    fen: int = 0
    window: str = ""
    shift: str = ""
    device: str = ""
    of: str = ""
    received: int = 0
    change: int = 0
    reference: str = ""
    taken_on: str = ""
    last_voucher: str = ""
    state: PayState = PayState.SENT
    slip: Slip | None = None
    why: str = ""
    words: str = ""
    asked: tuple[PaymentAsked, ...] = ()
    judged: tuple[PaymentJudged, ...] = ()
    by: str = ""
    at: str = ""
    ended_at: str = ""
    simulated: bool = False
    confirmed_by_payer: bool = False

    @property
    def is_open(self) -> bool:
        """Sent or unknown: the money may be gone or not."""
        return self.state in OPEN_STATES

    @property
    def counts(self) -> int:
        """Fen for the sheet: a sale that is done counts, a return that is done counts against."""
        if self.state is not PayState.DONE:
            return 0
        return self.fen if self.purpose == "sale" else -self.fen


def _begun(payload: PaymentSent | PaymentTaken, act: Act) -> Payment:
    taken = isinstance(payload, PaymentTaken)
    common = Payment(
        trace=payload.trace,
        sheet=payload.sheet,
        purpose=payload.purpose,
        fen=payload.fen,
        window=payload.window,
        shift=payload.shift,
        of=payload.of,
        state=PayState.DONE if taken else PayState.SENT,
        by=act.header.actor,
        at=act.header.recorded_at,
        confirmed_by_payer=payload.confirmed_by_payer,
    )
    change = msgspec.structs.replace
    if isinstance(payload, PaymentTaken):
        return change(
            common,
            way=payload.way,
            received=payload.received,
            change=payload.change,
            reference=payload.reference,
            taken_on=payload.taken_on,
            ended_at=act.header.recorded_at,
        )
    return change(
        common,
        device=payload.device,
        last_voucher=payload.last_voucher,
        simulated=payload.simulated,
    )


_JUDGED: dict[str, PayState] = {
    "charged": PayState.DONE,
    "not_charged": PayState.FAILED,
    "unclear": PayState.UNKNOWN,
}


def evolve_payment(state: Payment, act: Act) -> Payment:
    """Fold one act into a payment; a return that bears on it changes nothing. Never raises."""
    payload, at, change = act.payload, act.header.recorded_at, msgspec.structs.replace
    if act.header.stream != payment_stream(state.trace):
        return state
    if isinstance(payload, PaymentSent | PaymentTaken):
        return _begun(payload, act)
    if isinstance(payload, PaymentConfirmed):
        return change(state, state=PayState.DONE, slip=payload.slip, ended_at=at)
    if isinstance(payload, PaymentFailed):
        return change(
            state, state=PayState.FAILED, why=payload.code, words=payload.why, ended_at=at
        )
    if isinstance(payload, PaymentUnknown):
        return change(state, state=PayState.UNKNOWN, why=payload.why, words=payload.words)
    if isinstance(payload, PaymentAsked):
        return change(state, asked=(*state.asked, payload))
    if isinstance(payload, PaymentJudged):
        now = _JUDGED[payload.answer]
        return change(
            state,
            state=now,
            slip=payload.slip or state.slip,
            judged=(*state.judged, payload),
            ended_at=at if now is not PayState.UNKNOWN else "",
        )
    return state
