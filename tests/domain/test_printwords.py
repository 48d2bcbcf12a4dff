"""Every reason that a print's fate may carry has one set of words, the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import counter
from counter.devices.errors import Reason
from counter.devices.receipt.status import FAILED_WORDS, UNKNOWN_WORDS
from counter.domain.errors import Text
from counter.domain.printwords import PRINT_WHY, SEEN, why_words

ROOT = Path(counter.__file__).parent
CODE = re.compile(r"(?:unknown|held|failed)\(\s*\"([a-z_]+\.[a-z_]+)\"|why=\"([a-z_.]+)\"")


def codes_in(*places: str) -> set[str]:
    """The codes that the printers' drivers and the desk's print queue write."""
    files = [path for place in places for path in (ROOT / place).rglob("*.py")]
    files += [ROOT / place for place in places if place.endswith(".py")]
    found = {a or b for path in files for a, b in CODE.findall(path.read_text("utf-8"))}
    return {code for code in found if code}


def test_every_code_of_the_printers_and_the_queue_has_words() -> None:
    written = codes_in("devices/page", "devices/receipt") | codes_in("desk/printing.py")
    assert {"printer.refused", "interrupted", "cancelled", "settled"} <= written
    assert written - set(PRINT_WHY) == set()


def test_every_reason_of_a_lost_port_and_of_the_receipt_printer_has_words() -> None:
    codes = {f"device.{reason}" for reason in get_args(Reason)}
    assert codes | set(FAILED_WORDS) | set(UNKNOWN_WORDS) <= set(PRINT_WHY)


def test_no_word_is_a_code() -> None:
    assert not [words for words in PRINT_WHY.values() if words.isascii()]


def test_a_code_of_a_later_program_is_said_as_a_code() -> None:
    assert why_words("printer.new_fault") == Text("原因 {code}", {"code": "printer.new_fault"})
    assert why_words("") == ""


def test_who_looked_says_whether_there_was_paper() -> None:
    assert why_words("settled", printed=True) == SEEN
    assert why_words("settled") == "有人看过，没有纸"


def test_the_pages_have_no_table_of_their_own() -> None:
    pages = (ROOT / "ui" / "pages").rglob("*.py")
    assert not [p.name for p in pages if '"printer.paper_out"' in p.read_text("utf-8")]
