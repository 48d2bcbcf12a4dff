"""Commands and status words of the SAM module, and what each status is called at a window.

Source: the published serial protocol of SAM readers (GA/T 467). Every reply begins with three
status bytes of which the third decides; find answers 9F on success, all other commands 90.
"""

from __future__ import annotations

import enum

import msgspec

from counter.domain.errors import KnownError, text


class Command(enum.Enum):
    """CMD PARA of the requests that the driver sends."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_FINGERPRINT = b"\x30\x10"
    READ_ADDRESS = b"\x30\x03"


OK = 0x90
FOUND = 0x9F
RETRY = frozenset({0x10, 0x11, 0x21})
"""Check, length and command error in what we sent: never shown, logged, sent once more."""
_NO_CARD = frozenset({0x80})
_MOVED = frozenset({0x81, 0x41})
_REJECTED = frozenset({0x31, 0x32, 0x33, 0x40})
_NO_ITEM = frozenset({0x91})


class Reply(msgspec.Struct, frozen=True):
    """A reply: the deciding status byte and the data behind the three status bytes."""

    status: int
    data: bytes

    @property
    def good(self) -> bool:
        return self.status in (OK, FOUND)


def parse_reply(payload: bytes) -> Reply | None:
    """The reply in a frame's payload; None when it is too short or SW1 SW2 are not 00 00."""
    if len(payload) < 3 or payload[:2] != b"\x00\x00":
        return None
    return Reply(payload[2], payload[3:])


_LEAST_DATA = {
    Command.FIND: 4,
    Command.SELECT: 8,
    Command.READ: 4,
    Command.READ_FINGERPRINT: 6,
    Command.SAM_ID: 16,
}


def answers(command: Command, reply: Reply) -> bool:
    """Whether `reply` can be the answer to `command`, and not an earlier one that came twice."""
    if not reply.good:
        return True
    wanted = FOUND if command is Command.FIND else OK
    return reply.status == wanted and len(reply.data) >= _LEAST_DATA.get(command, 0)


def error_of(status: int) -> KnownError:
    """What a clerk reads for a status that is not good."""
    if status in _NO_CARD:
        return KnownError("card.none", text("没有放卡，或放偏了。"), text("请把证件平放在读卡区。"))
    if status in _MOVED:
        return KnownError("card.moved", text("卡移动了。"), text("请拿起重放。"))
    if status in _REJECTED:
        return KnownError(
            "card.rejected",
            text("这张卡读不了，可能不是有效身份证件。"),
            text("请换一张或核对原件。"),
            status=status,
        )
    if status in _NO_ITEM:
        return bad_data("no such item")
    return KnownError(
        "device.fault", text("读卡器故障。"), text("请联系技术员。"), status=f"{status:02X}"
    )


def bad_data(detail: str) -> KnownError:
    """KnownError `card.bad_data`: what came from the reader does not hold together."""
    return KnownError(
        "card.bad_data",
        text("读卡器返回的数据有误，已自动重试。"),
        text("请拿起证件重放；仍不行请核对原件后手工录入。"),
        detail=detail,
    )


def split_read(data: bytes) -> tuple[bytes, bytes]:
    """Text block and photo block of the reply to `READ`.

    Raises KnownError `card.bad_data` when the lengths inside do not add up.
    """
    if len(data) < 4:
        raise bad_data("reply too short")
    text_length = int.from_bytes(data[0:2], "big")
    photo_length = int.from_bytes(data[2:4], "big")
    if text_length != 256 or len(data) != 4 + text_length + photo_length:
        raise bad_data("lengths do not add up")
    return data[4 : 4 + text_length], data[4 + text_length :]


def format_sam_id(data: bytes) -> str:
    """The SAM's number as printed on it, `AA.BB-YYYYMMDD-NNNNNNNNNN-CCCCCCCCCC`.

    The field order is common knowledge, not published; compare with a real reader's label.
    """
    words = [int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12)]
    head = int.from_bytes(data[0:2], "little"), int.from_bytes(data[2:4], "little")
    return f"{head[0]:02d}.{head[1]:02d}-{words[0]:08d}-{words[1]:010d}-{words[2]:010d}"
