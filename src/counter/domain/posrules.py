"""Rules of the fee terminal (POS): the amount it takes, and when its last trade settles an unknown.

A trade whose answer never came is *unknown*, and is never sent a second time. The terminal can be
asked for its last trade; whether that trade is ours is decided here, and only here, from plain
values. Whatever does not fit in every point is for people: they read the slip.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain.errors import KnownError, text

MAX_FEN = 999_999_999_999
"""The most that the amount field of a terminal holds, in fen (12 digits)."""

CLOCK_SLACK = dt.timedelta(minutes=5)
"""How far the terminal's own clock may be from ours."""


def check_amount(fen: int) -> None:
    """KnownError `pos.bad_amount` for 0, a negative amount, or one over `MAX_FEN` fen."""
    if 1 <= fen <= MAX_FEN:
        return
    what = text("金额不对，POS 机收不了：{fen} 分。没有发出，没有扣款。", fen=fen)
    if fen > MAX_FEN:
        raise KnownError("pos.bad_amount", what, "一笔最多 9,999,999,999.99 元，请分开收。")
    raise KnownError("pos.bad_amount", what, "金额要大于 0，请核对缴费通知单。")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The trade of ours whose end is unknown.

    fen: its amount; operator: staff number; sent_at: when its first byte left; asked_at: when the
    terminal was asked for its last trade (both aware, hall time).
    """

    fen: int
    operator: str
    sent_at: dt.datetime
    asked_at: dt.datetime


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The last trade as the terminal tells it.

    mmdd, hhmmss: its date (no year) and time, "" where it says nothing; operator: "" where the
    terminal's answer does not name one (the 148-byte answer has no such field); ours: True when the
    terminal itself says that this is the very request asked about, by its unique id; approved:
    False when the bank refused that trade.
    """

    fen: int | None
    mmdd: str
    hhmmss: str
    batch: str
    voucher: str
    operator: str = ""
    ours: bool = False
    approved: bool = True


class Recorded(msgspec.Struct, frozen=True):
    """Batch and voucher of the newest trade that the books hold for this terminal."""

    batch: str
    voucher: str


Verdict = Literal["done", "not_done", "people"]


class Resolution(msgspec.Struct, frozen=True):
    """What an answer proves. why: `fits`, `refused`, or the first point that does not fit:
    `nothing`, `amount`, `operator`, `time`, `voucher`."""

    verdict: Verdict
    why: str


def resolve_last(
    asked: Asked,
    seen: Seen | None,
    last: Recorded | None,
    slack: dt.timedelta = CLOCK_SLACK,
) -> Resolution:
    """Whether the terminal's last trade settles the unknown trade `asked`.

    `done` only if amount, operator and time fit and the voucher is newer than the last one on
    record. `not_done` only if the terminal names our very request and says that it was refused.
    Everything else is for people: "the terminal does not know it" proves nothing.
    """
    if seen is None:
        return Resolution("people", "nothing")
    if seen.operator and seen.operator != asked.operator:
        return Resolution("people", "operator")
    if seen.ours and not seen.approved:
        return Resolution("not_done", "refused")
    if not seen.approved:
        return Resolution("people", "nothing")
    if seen.fen != asked.fen:
        return Resolution("people", "amount")
    if not _within(seen.mmdd, seen.hhmmss, asked.sent_at - slack, asked.asked_at + slack):
        return Resolution("people", "time")
    if not is_newer(seen.batch, seen.voucher, last):
        return Resolution("people", "voucher")
    return Resolution("done", "fits")


def is_newer(batch: str, voucher: str, last: Recorded | None) -> bool:
    """Whether batch and voucher come after those on record; False when they cannot be compared.

    A later batch is newer whatever its voucher; numbers that have started again from 1 are not
    newer: a person looks.
    """
    if not (_is_number(voucher) and int(voucher) > 0):
        return False
    if last is None:
        return True
    if batch == last.batch:
        return _is_number(last.voucher) and int(voucher) > int(last.voucher)
    return _is_number(batch) and _is_number(last.batch) and int(batch) > int(last.batch)


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()


def _within(mmdd: str, hhmmss: str, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether the date without a year and the time fall between two moments, over New Year too."""
    digits = mmdd + hhmmss
    if len(mmdd) != 4 or len(hhmmss) != 6 or not _is_number(digits):
        return False
    for year in range(start.year, end.year + 1):
        try:
            moment = dt.datetime.strptime(f"{year}{digits}", "%Y%m%d%H%M%S")
        except ValueError:
            continue
        if start <= moment.replace(tzinfo=start.tzinfo) <= end:
            return True
    return False
