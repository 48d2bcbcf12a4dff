"""Devices as the desk knows them. Drivers live in counter.devices; simulators are other processes.

Every call has a deadline inside its driver and is made on that device's own thread. A fault of
the world is a KnownError with a code `card.*`, `printer.*`, `device.*`, `pos.*`.

The law of the fee terminal (POS): before the first byte of a request has left, a fault is a
KnownError whose words say that nothing was sent and nothing was charged. After the first byte
nothing is ever raised: the answer is a FeeReply, and an answer that did not come, or that cannot be
believed, is `unknown`. No driver ever sends a request a second time. Amounts are whole fen from 1
to `counter.domain.posrules.MAX_FEN`; card numbers are masked before they leave the driver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from counter.domain.persons import IdDocument

Light = Literal["ok", "warn", "bad", "unknown", "absent"]


class DeviceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the device page: words for the clerk, detail (masked) for the technician."""

    kind: Literal[
        "id_reader", "receipt_printer", "page_printer", "form_printer", "queue", "fee_terminal"
    ]
    name: str
    light: Light
    words: str
    detail: str = ""
    simulated: bool = False


class PrintOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Fate of one print: `unknown` when bytes left and nobody can say what became of them.

    why: code of the reason for failed and unknown (`printer.paper_out`, `printer.silent` …).
    held: only with `failed`: not one byte left, the device was not ready; the queue may try the
    same job again by itself.
    """

    outcome: Literal["printed", "failed", "unknown"]
    why: str = ""
    words: str = ""
    held: bool = False


class PhotoDecoder(Protocol):
    """Turns the 1,024-byte photo block into a picture; waits for the site's vendor library."""

    def decode(self, block: bytes) -> bytes | None:
        """BMP bytes, or None where no decoder is installed."""
        ...


class IdCardReader(Protocol):
    """Reader of resident ID cards and their three kin."""

    simulated: bool

    def poll(self) -> bool:
        """True when a card lies on the reader and can be selected. Quick (< 0.3 s)."""
        ...

    def read(self) -> IdDocument:
        """Find, select, read; raises KnownError `card.none`, `card.moved`, `card.rejected`,
        `card.unknown_layout`, `card.bad_data`, `device.lost`, `device.silent`, `device.fault`."""
        ...

    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class ReceiptPrinter(Protocol):
    """A 58 or 80 mm ESC/POS printer."""

    simulated: bool
    width_dots: int  # 384 or 576

    def print(self, data: bytes) -> PrintOutcome:
        """Ask for status, send, wait for the fence, ask again."""
        ...

    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class PagePrinter(Protocol):
    """Prints A4 PDF."""

    simulated: bool

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome: ...
    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class FormPrinter(Protocol):
    """A dot-matrix printer with pre-printed forms in its tractor (套打): one print goes through
    all parts of a set."""

    simulated: bool

    def print_overlay(
        self, pdf: bytes, width_mm: float, height_mm: float, title: str
    ) -> PrintOutcome:
        """One sheet of the given size at 100 %, never fitted to another paper.

        `unknown` also when the paper ran out or jammed in the middle: the sheet is spoiled or not,
        and only the clerk can see it.
        """
        ...

    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


class Visitor(msgspec.Struct, frozen=True):
    """Who was called: `A012`, and how many wait behind."""

    ticket: str
    waiting: int


class QueueMachine(Protocol):
    """The hall's queue machine (叫号)."""

    simulated: bool

    def call_next(self, window: str) -> Visitor | None:
        """Call the next visitor to `window`; None when nobody waits."""
        ...

    def waiting(self) -> int: ...
    def health(self) -> DeviceHealth: ...
    def close(self) -> None: ...


# --- the fee terminal ----------------------------------------------------------------------------

TradeKind = Literal["sign_in", "sale", "void", "refund", "query", "settle"]
Progress = Callable[[int], None]
"""Told about once a second how many whole seconds are left until the waiting ends."""
Cancel = Callable[[], bool]
"""Asked again and again while waiting; once it is True the terminal is asked to abort, and the
waiting goes on: the terminal decides, and its answer counts. `threading.Event().is_set` fits."""

WHY_WORDS = {
    "pos.silent": "POS 机到时间没有回话",
    "pos.no_ack": "POS 机没有确认收到",
    "pos.lost": "交易中途 POS 机断开了",
    "pos.bad_data": "POS 机的回话有误，重发也不对",
    "pos.wrong_echo": "POS 机回的不是这一笔（校验数不同）",
    "pos.wrong_type": "POS 机回的不是这一种交易",
    "pos.wrong_amount": "POS 机回的金额和这一笔不同",
    "pos.no_voucher": "POS 机说成功，但没有凭证号",
    "pos.repeated": "POS 机重复回了以前的一笔",
    "pos.bank_silent": "银行没有回话",
    "pos.left": "还没等到回话，程序就关了",
    "pos.running": "POS 机还在做这一笔",
}
"""Why an outcome is unknown, by code, in a clerk's words."""


class SaleOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A sale (消费). trace: our own id, unique, 1 to 10 letters and digits, durable before the
    call; fen: amount; operator: staff number; window: the window's number. Operator and window have
    room for 8 GBK bytes each."""

    trace: str
    fen: int
    operator: str
    window: str


class VoidOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A void (撤销) of a sale of the same batch, whole, by the voucher of its reply."""

    trace: str
    fen: int
    operator: str
    window: str
    voucher: str


class RefundOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A refund (退货) by the reference (12) and ISO date of the sale; fen may be a part of it."""

    trace: str
    fen: int
    operator: str
    window: str
    reference: str
    date: str


FeeOrder = SaleOrder | VoidOrder | RefundOrder


class FeeReply(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one request.

    result: `approved`; `declined` (code, words: the bank's or terminal's own); `unknown` (why: a
    code of `WHY_WORDS`, words: that sentence). The other fields are as the terminal gave them, ""
    where it gave none; with `unknown` they are what a reply that is not believed said, for the eye
    only. merchant 15, terminal 8, batch 6, voucher 6, reference 12, auth 6; card: first 6 and last
    4, stars between; date MMDD (NO YEAR, and none is guessed), time HHMMSS; fen: amount in the
    reply, None where blank.
    """

    kind: TradeKind
    result: Literal["approved", "declined", "unknown"]
    code: str = ""
    words: str = ""
    why: str = ""
    merchant: str = ""
    terminal: str = ""
    batch: str = ""
    voucher: str = ""
    reference: str = ""
    auth: str = ""
    card: str = ""
    bank: str = ""
    date: str = ""
    time: str = ""
    fen: int | None = None
    message: str = ""
    simulated: bool = False


class LastTrade(msgspec.Struct, frozen=True, kw_only=True):
    """The terminal's answer to "what was your last trade".

    state: `found` (reply: that trade, with its own approved or declined), `none` (it knows of no
    such trade, which proves nothing), `running` (ask again), `unknown` (no believable answer).
    ours: True when the terminal names our very request by its trace; operator: the staff number it
    names, "" where it names none. `counter.domain.posrules.resolve_last` says what this proves.
    """

    state: Literal["found", "none", "running", "unknown"]
    reply: FeeReply | None = None
    ours: bool = False
    operator: str = ""
    words: str = ""


class BatchTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and sums of a batch in fen, each sum positive."""

    sale_count: int = 0
    sale_fen: int = 0
    void_count: int = 0
    void_fen: int = 0
    refund_count: int = 0
    refund_fen: int = 0

    @property
    def net_fen(self) -> int:
        """Sales less voids and refunds."""
        return self.sale_fen - self.void_fen - self.refund_fen


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a settlement: totals is None where the terminal does not tell them; then they
    are typed from its settlement slip."""

    reply: FeeReply
    totals: BatchTotals | None = None


class FeeTerminal(Protocol):
    """A POS terminal. Calls block, at most as long as the driver's time-outs: make them on a
    device thread."""

    simulated: bool

    @property
    def signed_in(self) -> bool:
        """Whether this driver has seen a sign-in succeed since it was made."""
        ...

    def sign_in(self, operator: str, window: str) -> FeeReply:
        """签到; needed once before the first trade of a day, harmless when repeated."""
        ...

    def sale(
        self, order: SaleOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """Take money. KnownError `pos.bad_amount`, `pos.bad_order`, `pos.not_signed_in`,
        `pos.busy`, `device.*` mean that nothing was sent."""
        ...

    def void(
        self, order: VoidOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """Undo a sale of this batch. As `sale`."""
        ...

    def refund(
        self, order: RefundOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """Give back a sale of a former batch or day. As `sale`."""
        ...

    def query_last(self, order: FeeOrder) -> LastTrade:
        """Ask what became of `order`, or for the last trade where the terminal knows no ids. Moves
        no money, needs no sign-in, may be repeated, takes 30 s at most. KnownError `device.*`,
        `pos.busy` as above."""
        ...

    def settle(self, operator: str, window: str, progress: Progress | None = None) -> Settlement:
        """结算: close the batch at the bank. KnownError as `sale`."""
        ...

    def sign_out(self) -> None:
        """签退 where the terminal has it. Never raises."""
        ...

    def health(self) -> DeviceHealth:
        """Whether somebody answers; prints nothing and moves nothing."""
        ...

    def close(self) -> None:
        """Let the port go; a trade that still waits for its answer ends as unknown."""
        ...
