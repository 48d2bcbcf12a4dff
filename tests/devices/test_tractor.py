"""The simulated form printer: numbered paper that moves, runs out, jams and skips."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.devices.page import tractor
from counter.devices.page.tractor import Fault, TractorFormPrinter, load_paper, look, set_fault
from counter.devices.registry import Registry
from counter.ports.devices import FormPrinter, PrintOutcome


@pytest.fixture
def printer(tmp_path: Path) -> FormPrinter:
    load_paper(tmp_path, "0000000064", 37)
    made: FormPrinter = Registry().make(
        "tractor-sim", {"folder": str(tmp_path)}, allow_simulated=True
    )
    return made


def ticket(printer: FormPrinter, said: bytes = b"%PDF one") -> PrintOutcome:
    return printer.print_overlay(said, 241, 139.7, "通用票据 64")


def fates(folder: Path) -> list[tuple[str, str]]:
    return [(sheet.number, sheet.fate) for sheet in look(folder).gone]


def test_a_ticket_lands_on_the_sheet_that_lies_in_the_tractor(
    printer: FormPrinter, tmp_path: Path
) -> None:
    assert ticket(printer).outcome == "printed"
    assert ticket(printer, b"%PDF two").outcome == "printed"
    paper = look(tmp_path)
    assert (paper.number, paper.left) == ("0000000066", 35)
    assert fates(tmp_path) == [("0000000064", "whole"), ("0000000065", "whole")]
    files = [tmp_path / sheet.file for sheet in paper.gone]
    assert [file.read_bytes() for file in files] == [b"%PDF one", b"%PDF two"]
    assert files[0].name == "001-0000000064-通用票据_64.pdf"


@pytest.mark.parametrize(
    ("fault", "outcome", "why", "held", "sheets", "number", "left"),
    [
        ("offline", "failed", "printer.offline", True, [], 64, 37),
        ("error", "failed", "printer.error", False, [], 64, 37),
        ("lost", "unknown", "printer.silent", False, [], 64, 37),
        ("silent", "unknown", "printer.silent", False, [(64, "whole")], 65, 36),
        ("jam", "unknown", "printer.jam", False, [(64, "half")], 65, 36),
        ("paper_out", "unknown", "printer.paper_out", False, [(64, "half")], 65, 0),
        ("skip", "printed", "", False, [(64, "whole"), (65, "blank")], 66, 35),
    ],
)
def test_every_misfortune_leaves_the_paper_in_a_known_state(
    printer: FormPrinter,
    tmp_path: Path,
    fault: Fault,
    outcome: str,
    why: str,
    held: bool,
    sheets: list[tuple[int, str]],
    number: int,
    left: int,
) -> None:
    set_fault(tmp_path, fault)
    got = ticket(printer)
    assert (got.outcome, got.why, got.held) == (outcome, why, held)
    assert got.words and "补打" not in got.words
    assert fates(tmp_path) == [(f"{n:010d}", fate) for n, fate in sheets]
    assert (int(look(tmp_path).number), look(tmp_path).left) == (number, left)


def test_the_menu_has_a_test_for_every_misfortune() -> None:
    marks = test_every_misfortune_leaves_the_paper_in_a_known_state.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(tractor.FAULTS)


def test_a_misfortune_is_over_after_its_times(printer: FormPrinter, tmp_path: Path) -> None:
    set_fault(tmp_path, "jam", 2)
    assert [ticket(printer).outcome for _ in range(3)] == ["unknown", "unknown", "printed"]
    set_fault(tmp_path, "offline", -1)
    assert [ticket(printer).held for _ in range(3)] == [True] * 3
    assert printer.health().light == "bad"
    set_fault(tmp_path, "")
    assert ticket(printer).outcome == "printed"


def test_without_paper_nothing_is_taken_until_paper_is_put_in(
    printer: FormPrinter, tmp_path: Path
) -> None:
    set_fault(tmp_path, "paper_out")
    ticket(printer)
    again = ticket(printer)
    assert (again.why, again.held) == ("printer.paper_out", True)
    assert printer.health().light == "bad"
    load_paper(tmp_path, "0000000101", 100)
    assert ticket(printer).outcome == "printed" and fates(tmp_path)[-1][0] == "0000000101"


def test_a_trainee_is_told_the_number_on_the_paper(printer: FormPrinter) -> None:
    health = printer.health()
    assert (health.kind, health.simulated, health.light) == ("form_printer", True, "ok")
    assert "0000000064" in health.words and "37" in health.words


@pytest.mark.parametrize(
    ("number", "following"), [("0099", "0100"), ("湘A009", "湘A010"), ("99", "100")]
)
def test_numbers_keep_their_width(number: str, following: str) -> None:
    assert tractor.next_number(number) == following


def test_a_slip_of_the_script_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown fault 'fire'; known: offline"):
        set_fault(tmp_path, "fire")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ends with a digit"):
        load_paper(tmp_path, "六十四", 5)
    assert TractorFormPrinter(tmp_path).health().light == "ok"
