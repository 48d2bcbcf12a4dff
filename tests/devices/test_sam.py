"""Status words become a clerk's words; replies that cannot belong to a question are told apart."""

from __future__ import annotations

import pytest

from counter.devices.id_reader import sam
from counter.devices.id_reader.sam import Command, Reply
from counter.domain.errors import KnownError


@pytest.mark.parametrize(
    ("statuses", "code", "sentence"),
    [
        ((0x80,), "card.none", "没有放卡，或放偏了。请把证件平放在读卡区。"),
        ((0x81, 0x41), "card.moved", "卡移动了。请拿起重放。"),
        (
            (0x31, 0x32, 0x33, 0x40),
            "card.rejected",
            "这张卡读不了，可能不是有效身份证件。请换一张或核对原件。",
        ),
        (
            (0x60, 0x66, 0x24, 0x47, 0x10, 0x11, 0x21, 0xEE),
            "device.fault",
            "读卡器故障。请联系技术员。",
        ),
    ],
)
def test_words(statuses: tuple[int, ...], code: str, sentence: str) -> None:
    for status in statuses:
        error = sam.error_of(status)
        assert (error.code, f"{error.what}{error.next_step}") == (code, sentence)


def test_no_such_item_is_bad_data() -> None:
    assert sam.error_of(0x91).code == "card.bad_data"


@pytest.mark.parametrize(
    ("command", "reply", "fits"),
    [
        (Command.FIND, Reply(0x9F, bytes(4)), True),
        (Command.FIND, Reply(0x90, bytes(8)), False),
        (Command.SELECT, Reply(0x9F, bytes(4)), False),
        (Command.SELECT, Reply(0x90, bytes(8)), True),
        (Command.READ, Reply(0x90, b""), False),
        (Command.READ, Reply(0x41, b""), True),
    ],
)
def test_a_late_duplicate_is_not_the_answer(command: Command, reply: Reply, fits: bool) -> None:
    assert sam.answers(command, reply) is fits


@pytest.mark.parametrize("payload", [b"", b"\x00\x00", b"\x01\x00\x90", b"\x00\x07\x90"])
def test_what_is_no_reply(payload: bytes) -> None:
    assert sam.parse_reply(payload) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x00\x04\x00",
        b"\x01\x00\x04\x00" + bytes(1279),
        b"\x00\xff\x04\x00" + bytes(1279),
    ],
)
def test_lengths_inside_must_add_up(data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        sam.split_read(data)
    assert caught.value.code == "card.bad_data"


def test_text_and_photo_are_split() -> None:
    text, photo = sam.split_read(b"\x01\x00\x04\x00" + b"t" * 256 + b"p" * 1024)
    assert (text, photo) == (b"t" * 256, b"p" * 1024)


def test_sam_number_is_shown_as_printed_on_it() -> None:
    data = bytes.fromhex("0500 0100") + b"".join(
        n.to_bytes(4, "little") for n in (20140101, 1234567, 89)
    )
    assert sam.format_sam_id(data) == "05.01-20140101-0001234567-0000000089"
