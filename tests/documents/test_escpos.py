"""Bytes for receipt printers, read back by a parser that knows only the printer's tables."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest
from tests.documents.conftest import Render

from counter.devices.sim.escpos import EscPosReader
from counter.documents import FormPapers, escpos, samples, slips
from counter.documents.encoding import code, columns, normalise, width
from counter.documents.escpos import encode, encode_text, qr_command
from counter.documents.slips import Segment, Slip, SlipCode, SlipLine


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("￥35.00", b"\xa3\xa435.00"),
        ("（）、。", b"\xa3\xa8\xa3\xa9\xa1\xa2\xa1\xa3"),
        ("/：", b"/\xa3\xba"),
        ("〇", b"\xa9\x96"),
        ("䶮", b"\xfe\x9f"),
        ("①②", b"\xa2\xd9\xa2\xda"),
        ("—“”·", b"\xa1\xaa\xa1\xb0\xa1\xb1\xa1\xa4"),
        ("€", b"\xa2\xe3"),
    ],
)
def test_two_byte_codes(words: str, data: bytes) -> None:
    assert encode_text(words) == data


@pytest.mark.parametrize("character", ["𠮷", "㙓", "¥", "•"])
def test_four_byte_codes_are_never_sent_as_text(character: str) -> None:
    """A printer prints such a code as two strange characters."""
    assert code(character) is None
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
        encode_text(character)


def test_gbk_printers_lack_what_gb18030_added() -> None:
    assert code("䶮", "gbk") is None and code("€", "gbk") is None
    assert code("衡", "gbk") == code("衡", "gb18030")


def test_normalising() -> None:
    assert normalise("¥35•é\u00a0") == "￥35·é "
    assert encode_text(normalise("¥•")) == b"\xa3\xa4\xa1\xa4"


def test_widths_in_chinese_mode() -> None:
    assert [width(c) for c in "—“”①·（A1 "] == [2, 2, 2, 2, 2, 2, 1, 1, 1]
    assert columns("9 号窗口") == 8 and columns("𠮷") == 2


# --- a job ---------------------------------------------------------------------------------------


class Printed:
    """What a job did: lines of text, images, QR data; raises at a byte it does not know."""

    def __init__(self, job: bytes) -> None:
        self.lines: list[str] = []
        self.images: list[tuple[int, int, bytes]] = []
        self.codes: list[bytes] = []
        self.bold: list[str] = []
        self.reversed: list[str] = []
        self.double: list[str] = []
        self.cut = False
        self._read(job)

    def _read(self, job: bytes) -> None:
        text, mode, place = b"", {"bold": False, "reversed": False, "double": False}, 0
        runs: list[tuple[str, dict[str, bool]]] = []
        assert job.startswith(b"\x1b@\x1c&\x1b3\x1e")
        fixed = {b"\x1b@": 2, b"\x1c&": 2, b"\x1b3": 3, b"\x1ba": 3, b"\x1bd": 3}

        def flush() -> None:
            nonlocal text
            if text:
                runs.append((text.decode("gb18030"), dict(mode)))
                text = b""

        while place < len(job):
            two = job[place : place + 2]
            if two in fixed:
                assert not text or two == b"\x1bd"
                place += fixed[two]
            elif two in (b"\x1bE", b"\x1dB", b"\x1d!"):
                flush()
                key = {b"\x1bE": "bold", b"\x1dB": "reversed", b"\x1d!": "double"}[two]
                mode[key] = job[place + 2] != 0
                place += 3
            elif job[place : place + 1] == b"\n":
                flush()
                self.lines.append("".join(words for words, _ in runs))
                for words, how in runs:
                    for key, wanted in how.items():
                        if wanted:
                            getattr(self, key).append(words)
                runs = []
                place += 1
            elif job[place : place + 4] == b"\x1dv0\x00":
                across = int.from_bytes(job[place + 4 : place + 6], "little")
                down = int.from_bytes(job[place + 6 : place + 8], "little")
                self.images.append((across, down, job[place + 8 : place + 8 + across * down]))
                place += 8 + across * down
            elif job[place : place + 3] == b"\x1d(k":
                length = int.from_bytes(job[place + 3 : place + 5], "little")
                body = job[place + 5 : place + 5 + length]
                assert body[:1] == b"1"
                if body[1:3] == b"P0":
                    self.codes.append(body[3:])
                place += 5 + length
            elif two == b"\x1dV":
                assert job[place + 2] == 66
                self.cut = True
                place += 4
            else:
                assert job[place] >= 0x20, f"unknown control {job[place]:02x} at {place}"
                step = 2 if job[place] >= 0x80 else 1
                text += job[place : place + step]
                place += step
        assert not text and not runs


def test_job_prints_the_slips_text_line_by_line(render: Render) -> None:
    slip = render("receipt_slip")
    printed = Printed(slip.data)
    expected = [line.strip() for line in slip.text.rstrip("\n").split("\n")]
    assert [line.strip() for line in printed.lines] == expected
    assert printed.codes == [str(samples.case_content()["case_no"]).encode()]
    assert printed.cut and not printed.images


def test_job_sets_weight_reverse_and_size(render: Render) -> None:
    printed = Printed(render("receipt_slip").data)
    assert printed.reversed == ["20", "15"]
    assert [words for words in printed.bold if words.isdigit()] == [str(n) for n in range(1, 16)]
    assert printed.double == ["衡山县政务便民中心", "10月20日 星期二"]


def test_rare_name_is_drawn_and_logged_without_it(
    render: Render, log_entries: list[MutableMapping[str, Any]]
) -> None:
    printed = Printed(render("receipt_slip", applicant="𠮷田").data)
    ((across, down, data),) = printed.images
    assert (across, down) == (72, 30)
    assert 200 < sum(byte.bit_count() for byte in data) < 72 * 30 * 8 / 4  # ink, on white paper
    assert not any("申请人" in line for line in printed.lines)
    (entry,) = [e for e in log_entries if e["event"] == "slip.lines_drawn"]
    assert entry["lines"] == 1 and "𠮷" not in str(entry)


def test_name_in_gb18030s_two_byte_part_is_text(render: Render) -> None:
    printed = Printed(render("receipt_slip", applicant="䶮〇①").data)
    assert any("䶮〇①" in line for line in printed.lines) and not printed.images


def test_gbk_profile_draws_what_gb18030_spells(papers: FormPapers) -> None:
    slip = Slip(576, (SlipLine((Segment("田䶮"),)), SlipLine((Segment("田"),))))
    assert len(Printed(encode(slip, papers.fonts, "gbk")).images) == 1
    assert not Printed(encode(slip, papers.fonts, "gb18030")).images


def test_same_slip_same_bytes(render: Render) -> None:
    assert render("receipt_slip").data == render("receipt_slip").data


def test_qr_command_is_the_published_sequence() -> None:
    assert qr_command("430423", 6) == (
        b"\x1d(k\x04\x001A2\x00"
        b"\x1d(k\x03\x001C\x06"
        b"\x1d(k\x03\x001E1"
        b"\x1d(k\x09\x001P0430423"
        b"\x1d(k\x03\x001Q0"
    )


def test_empty_line_feeds(papers: FormPapers) -> None:
    job = encode(Slip(576, (SlipLine(()), SlipCode("1", 4))), papers.fonts)
    assert Printed(job).lines == [""]


def test_slips_do_not_depend_on_escpos() -> None:
    assert not hasattr(slips, "escpos") and escpos.PITCH == 30


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("applicant", ["欧阳雪", "𠮷田"])
def test_simulated_printer_takes_every_byte(render: Render, width: int, applicant: str) -> None:
    """The strict reader of the printer simulator, written from the makers' tables elsewhere."""
    slip = render("receipt_slip", width=width, applicant=applicant, training=True)
    reader = EscPosReader(width)
    place = 0
    while place < len(slip.data):
        place += reader.step(slip.data[place:])
    (paper,) = reader.finished
    assert paper.errors == []
    lines = [line.strip() for line in slip.text.rstrip("\n").split("\n")]
    drawn = [line for line in lines if "𠮷" in line]
    printed = [line.strip() for line in paper.text.split("\n")]
    assert [line for line in lines if line not in drawn] == [
        line for line in printed if not line.startswith(("[QR", "[图")) and line
    ]
