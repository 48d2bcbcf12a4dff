"""The simulated printer reads ESC/POS strictly: what a real one would spoil stands in `errors`."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.devices.sim.escpos import EscPosReader, Incomplete, Slip, columns


def read(data: bytes, width: int = 576) -> Slip:
    reader = EscPosReader(width)
    while data:
        data = data[reader.step(data) :]
    return reader.finished[0] if reader.finished else reader.slip


def gb(text: str) -> bytes:
    return text.encode("gb18030")


CHINESE = b"\x1b@\x1c&"


def test_text_with_its_look() -> None:
    slip = read(
        CHINESE + b"\x1ba\x01\x1dB\x01\x1d!\x11\x1bE\x01" + gb("中心") + b"\x1bE\x00ab\x1dB\x00\n"
    )
    assert slip.errors == []
    assert slip.items == [
        {
            "align": "centre",
            "spans": [
                {"text": "中心", "bold": True, "reverse": True, "underline": False, "size": [2, 2]},
                {"text": "ab", "bold": False, "reverse": True, "underline": False, "size": [2, 2]},
            ],
        }
    ]


def test_chinese_size_may_differ_from_latin_size() -> None:
    slip = read(CHINESE + b"\x1c!\x0c" + gb("大a") + b"\n")
    assert [span["size"] for span in slip.items[0]["spans"]] == [[2, 2], [1, 1]]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"\x1b@" + gb("中"), "outside Chinese mode"),
        (CHINESE + b"\x1c." + gb("中"), "outside Chinese mode"),
        (CHINESE + gb("𠮷"), "four-byte"),
        (CHINESE + gb("¥"), "four-byte"),
        (CHINESE + b"\xff\xff", "no character"),
        (b"\x1bz", "unknown command 1B 7A"),
        (b"\x1d*", "unknown command 1D 2A"),
        (b"\x07", "unknown command 07"),
        (CHINESE + b"\x1bt\x10", "ESC t"),
        (b"a\x1ba\x01", "inside a line"),
        (b"\x1d(k\x03\x001Q0", "before it was stored"),
        (b"\x1dv0\x00\x60\x00\x01\x00" + bytes(96), "image of 768 dots on 576"),
    ],
)
def test_what_a_printer_would_spoil(data: bytes, complaint: str) -> None:
    assert complaint in "; ".join(read(data + b"   \n").errors)


def test_a_line_wider_than_the_paper_wraps() -> None:
    slip = read(CHINESE + gb("一" * 17) + b"\n", width=384)
    assert [item.get("wrapped", False) for item in slip.items] == [True, False]
    assert slip.text == "一" * 16 + "\n一"


def test_qr_code_image_feed_and_cut() -> None:
    link = b"https://example.invalid/q?n=1"
    store = b"\x1d(k" + (len(link) + 3).to_bytes(2, "little") + b"1P0" + link
    qr = (
        b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x05\x1d(k\x03\x001E1" + store + b"\x1d(k\x03\x001Q0"
    )
    image = b"\x1dv0\x00\x02\x00\x03\x00" + b"\xaa\x55" * 3
    slip = read(b"\x1b@\x1ba\x01" + qr + image + b"\x1bd\x02\x1dVB\x03")
    assert slip.errors == []
    assert slip.text == f"[QR {link.decode()}]\n[图 16×3]"
    assert slip.items[0] == {"align": "centre", "qr": link.decode(), "module": 5}
    assert slip.items[1]["image"]["sha256"] == hashlib.sha256(b"\xaa\x55" * 3).hexdigest()
    assert slip.items[2:] == [{"feed": 60}, {"cut": "partial"}]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    reader = EscPosReader(576)
    while data:
        try:
            used = reader.step(data)
        except Incomplete:
            break
        assert used > 0
        data = data[used:]


def test_columns_as_the_printer_counts_them() -> None:
    assert columns("A012 请到3号") == 12
    assert columns("—“”①·") == 10
