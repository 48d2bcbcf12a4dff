"""What every page printer owes the desk. Only the file sink can be run everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.devices.page.file_sink import CONTROL, Mood, set_mood
from counter.devices.registry import Registry
from counter.ports.devices import PagePrinter


@pytest.fixture
def printer(tmp_path: Path) -> PagePrinter:
    made: PagePrinter = Registry().make(
        "file-sink", {"folder": str(tmp_path / "paper")}, allow_simulated=True
    )
    return made


def papers(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "paper").glob("*.pdf"))


def test_a_job_is_one_file_numbered_in_order(printer: PagePrinter, tmp_path: Path) -> None:
    assert printer.print(b"%PDF-1", 2, "受理通知书").outcome == "printed"
    assert printer.print(b"%PDF-2", 1, "材料/接收 凭证").outcome == "printed"
    assert papers(tmp_path) == ["001-受理通知书×2.pdf", "002-材料_接收_凭证.pdf"]
    assert (tmp_path / "paper" / "002-材料_接收_凭证.pdf").read_bytes() == b"%PDF-2"


@pytest.mark.parametrize(
    ("mood", "outcome", "held", "written"),
    [("fail", "failed", False, 0), ("hold", "failed", True, 0), ("silent", "unknown", False, 1)],
)
def test_a_bad_day_ends_when_it_is_over(
    printer: PagePrinter, tmp_path: Path, mood: Mood, outcome: str, held: bool, written: int
) -> None:
    set_mood(tmp_path / "paper", mood, times=1)
    assert printer.health().light == "bad"
    got = printer.print(b"%PDF", 1, "x")
    assert (got.outcome, got.held) == (outcome, held)
    assert got.why and got.words
    assert len(papers(tmp_path)) == written
    assert printer.health().light == "ok"
    assert printer.print(b"%PDF", 1, "x").outcome == "printed"


def test_a_mood_stays_until_told_otherwise(printer: PagePrinter, tmp_path: Path) -> None:
    set_mood(tmp_path / "paper", "silent")
    assert [printer.print(b"%PDF", 1, "x").outcome for _ in range(3)] == ["unknown"] * 3
    set_mood(tmp_path / "paper", "ok")
    assert printer.print(b"%PDF", 1, "x").outcome == "printed"


def test_a_mood_nobody_knows_is_an_error(printer: PagePrinter, tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / CONTROL).write_text('{"mood": "sad", "times": 1}')
    with pytest.raises(ValueError, match="sad"):
        printer.print(b"%PDF", 1, "x")


def test_it_is_simulated_and_says_so(printer: PagePrinter) -> None:
    assert printer.simulated
    assert printer.health().simulated
