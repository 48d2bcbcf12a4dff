"""The string of ChinaUMS's posinf: 59 bytes out, 148 bytes back, fixed widths in GBK BYTES.

The string is published; how it travels on a wire is not (see `framer`). The answer has no field
for the kind of trade and none for the operator, its date has no year, and its amount may be blank
where the trade failed. The field that makers call "LRC" holds three random digits that come back;
here it is the echo.
"""

from __future__ import annotations

from enum import Enum
from itertools import accumulate

import msgspec

from counter.devices.fee_terminal.masking import mask_card
from counter.devices.health import mask
from counter.ports.devices import BatchTotals

OK = "00"
NOT_SIGNED_IN = "77"
BANK_SILENT = frozenset({"68", "98", "A0"})
"""Codes after which nobody knows what the bank did: time-out, no answer, an answer with a bad MAC.
The terminal reverses such a trade by itself, sooner or later."""

CODE_WORDS = {
    "01": "请持卡人与发卡行联系",
    "05": "银行不承兑",
    "13": "金额无效",
    "14": "卡号无效",
    "25": "没有原交易",
    "40": "终端不支持这种交易",
    "51": "余额不足",
    "54": "卡过期",
    "55": "密码错",
    "61": "超过取款限额",
    "64": "与原交易金额不符",
    "75": "密码错误次数超限",
    "77": "请先签到",
    "94": "重复交易",
    "96": "银行系统故障",
    "X1": "已取消",
}
"""Words where the terminal's own message is blank. X1 is our bridge's: aborted at the terminal."""


class Type(Enum):
    """Kind of a request, as the string has it."""

    SALE = "00"
    VOID = "01"
    REFUND = "02"
    REPRINT = "04"
    SIGN_IN = "05"
    SETTLE = "06"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request. fen: amount; date: ISO date of the original (refund); echo: three digits."""

    type: Type
    window: str
    operator: str
    echo: str
    fen: int = 0
    date: str = ""
    reference: str = ""
    voucher: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, blanks cut; fen: None where the field was blank or no number."""

    code: str
    bank: str = ""
    card: str = ""
    voucher: str = ""
    fen: int | None = None
    message: str = ""
    merchant: str = ""
    terminal: str = ""
    batch: str = ""
    date: str = ""
    time: str = ""
    reference: str = ""
    auth: str = ""
    settle_date: str = ""
    echo: str = ""
    totals: BatchTotals | None = None


class WrongString(ValueError):
    """The bytes are not such a string; says which field, never what stood in it."""


_REQUEST = (
    ("window", 8),
    ("operator", 8),
    ("type", 2),
    ("fen", 12),
    ("date", 8),
    ("reference", 12),
    ("voucher", 6),
    ("echo", 3),
)
_REPLY = (
    ("code", 2),
    ("bank", 4),
    ("card", 20),
    ("voucher", 6),
    ("fen", 12),
    ("message", 40),
    ("merchant", 15),
    ("terminal", 8),
    ("batch", 6),
    ("date", 4),
    ("time", 6),
    ("reference", 12),
    ("auth", 6),
    ("settle_date", 4),
    ("echo", 3),
)
REQUEST_BYTES = sum(width for _, width in _REQUEST)
REPLY_BYTES = sum(width for _, width in _REPLY)
_TOTALS = b"T"
_TOTALS_BYTES = 1 + 3 * (6 + 12)


def fits(words: str, width: int) -> bool:
    """Whether `words` can stand in a field of `width` GBK bytes."""
    try:
        return len(words.encode("gbk")) <= width
    except UnicodeEncodeError:
        return False


def _field(words: str, width: int) -> bytes:
    data = words.encode("gbk")
    if len(data) > width:
        raise WrongString(f"a field of {width} bytes would overflow")
    return data.ljust(width)


def build_request(request: Request) -> bytes:
    """59 bytes; WrongString where something does not fit."""
    values = {name: getattr(request, name) for name, _ in _REQUEST}
    values["type"] = request.type.value
    values["fen"] = f"{request.fen:012d}"
    values["date"] = request.date.replace("-", "")
    return b"".join(_field(values[name], width) for name, width in _REQUEST)


def parse_request(data: bytes) -> Request:
    """For the simulator and helpers; WrongString for anything else than 59 bytes that fit."""
    if len(data) != REQUEST_BYTES:
        raise WrongString("a request has 59 bytes")
    raw = _cut(data, _REQUEST)
    try:
        values = {name: field.decode("gbk").strip() for name, field in raw.items()}
        kind = Type(values.pop("type"))
        fen = int(values.pop("fen"))
    except ValueError as error:
        raise WrongString("a field of the request is wrong") from error
    date = values.pop("date")
    iso = f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else ""
    return Request(type=kind, fen=fen, date=iso, **values)


def build_reply(reply: Reply, padding: int = 0) -> bytes:
    """148 bytes, the totals if there are any, and `padding` blanks; for the simulator."""
    values = {name: getattr(reply, name) for name, _ in _REPLY}
    values["fen"] = "" if reply.fen is None else f"{reply.fen:012d}"
    data = b"".join(_field(values[name], width) for name, width in _REPLY)
    return data + (_totals_bytes(reply.totals) if reply.totals else b"") + b" " * padding


def parse_reply(data: bytes) -> Reply:
    """Cut by bytes, then decode; never shows more of a card than six and four digits.

    Raises WrongString for fewer than 148 bytes, for a tail that is neither padding nor totals, and
    for a field that cannot be what it should be.
    """
    if len(data) < REPLY_BYTES:
        raise WrongString("an answer has at least 148 bytes")
    raw = _cut(data, _REPLY)
    message = raw.pop("message").decode("gbk", "replace").strip(" \0")
    words = {name: _ascii(name, field) for name, field in raw.items()}
    code, fen = words.pop("code"), words.pop("fen")
    if len(code) != 2 or not code.isalnum():
        raise WrongString("code")
    for name in ("voucher", "batch", "date", "time", "echo"):
        if words[name] and not words[name].isdigit():
            raise WrongString(name)
    words["card"] = mask_card(words["card"])
    return Reply(
        code=code,
        fen=int(fen) if fen.isdigit() else None,
        message=mask(message),
        totals=_totals_of(data[REPLY_BYTES:]),
        **words,
    )


def _cut(data: bytes, fields: tuple[tuple[str, int], ...]) -> dict[str, bytes]:
    ends = list(accumulate(width for _, width in fields))
    starts = [0, *ends[:-1]]
    names = [name for name, _ in fields]
    return {name: data[start:end] for name, start, end in zip(names, starts, ends, strict=True)}


def _ascii(name: str, field: bytes) -> str:
    """A field of printable ASCII; the bank's name may be Chinese in some versions."""
    try:
        words = field.decode("gbk" if name == "bank" else "ascii").strip(" \0")
    except UnicodeDecodeError:
        raise WrongString(name) from None
    if not words.isprintable():
        raise WrongString(name)
    return words


# --- the totals of a settlement: an appendix of our bridge ---------------------------------------


def _totals_bytes(totals: BatchTotals) -> bytes:
    """`T`, then count (6) and sum (12) of sales, voids and refunds."""
    pairs = (
        (totals.sale_count, totals.sale_fen),
        (totals.void_count, totals.void_fen),
        (totals.refund_count, totals.refund_fen),
    )
    return _TOTALS + b"".join(f"{count:06d}{fen:012d}".encode() for count, fen in pairs)


def _totals_of(tail: bytes) -> BatchTotals | None:
    tail = tail.rstrip(b" \0")
    if not tail:
        return None
    digits = tail[1:].decode("ascii", "replace")
    if tail[:1] != _TOTALS or len(tail) != _TOTALS_BYTES or not digits.isdigit():
        raise WrongString("padding")
    counts = [int(digits[at : at + 6]) for at in (0, 18, 36)]
    sums = [int(digits[at : at + 12]) for at in (6, 24, 42)]
    return BatchTotals(
        sale_count=counts[0],
        sale_fen=sums[0],
        void_count=counts[1],
        void_fen=sums[1],
        refund_count=counts[2],
        refund_fen=sums[2],
    )
