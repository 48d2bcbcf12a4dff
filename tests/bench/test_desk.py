"""`counter bench desk`: every part runs, and the table and the JSON tell the same figures."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.bench.conftest import FEW, Run, figures_of, names_of

from counter.bench import big, lists
from counter.bench.cli import bench
from counter.bench.desk import PARTS
from counter.bench.report import percentile
from counter.store.opening import FileGuard

KEYS = {
    "accept": {"accept.p50_ms", "accept.p99_ms", "accept.ratio_same_rows", "accept.ratio_one_row"},
    "lists": {"lists.cases", "lists.point_select_p50_ms", "lists.p99_ms", "lists.name_two.p99_ms"},
    "memory": {"memory.cases", "memory.rss_mb"},
    "start": {"start.ratio_first_paint", "start.ratio_usable", "start.bare_window_ms"},
    "journey": {"journey.blocks_over_50_ms", "journey.longest", "journey.failed_steps"},
}


def test_every_part_has_its_figures_named_here() -> None:
    assert set(KEYS) == set(PARTS)


@pytest.mark.parametrize(
    "part",
    [
        "accept",
        "lists",
        pytest.param("memory", marks=pytest.mark.slow),
        pytest.param("start", marks=pytest.mark.slow),
        pytest.param("journey", marks=pytest.mark.slow),
    ],
)
def test_a_part_tells_its_figures(run: Run, part: str) -> None:
    found = figures_of(run("desk", "--only", part, "--cases", str(FEW), "--json"))
    assert found.keys() >= KEYS[part]
    assert {name.partition(".")[0] for name in found} == {part}
    numbers = [value for value in found.values() if not isinstance(value, list)]
    assert numbers and all(value >= 0 for value in numbers)
    assert found.get("journey.failed_steps", 0) == 0


@pytest.mark.parametrize("arguments", [("desk", "--only", "accept"), ("law", "--cases", str(FEW))])
def test_table_and_json_tell_the_same(run: Run, arguments: tuple[str, ...]) -> None:
    assert names_of(run(*arguments)) == set(figures_of(run(*arguments, "--json")))


def test_an_unknown_part_is_refused() -> None:
    result = CliRunner().invoke(bench, ["desk", "--only", "speed"])
    assert result.exit_code == 2
    assert "speed" in result.output and "journey" in result.output


def test_a_large_store_that_is_in_use_is_said_in_a_sentence() -> None:
    guard = FileGuard(big.large_store(FEW) / "counter.store")
    guard.acquire()
    try:
        arguments = ["desk", "--only", "lists", "--cases", str(FEW)]
        result = CliRunner().invoke(bench, arguments)
    finally:
        guard.release()
    assert result.exit_code == 1
    assert "store.in_use" in result.output and "Traceback" not in result.output


def test_the_large_store_is_built_once() -> None:
    first = big.large_store(FEW)
    made = (first / "counter.store").stat().st_mtime_ns
    assert big.large_store(FEW) == first
    assert (first / "counter.store").stat().st_mtime_ns == made
    few = [p.name for p in first.parent.iterdir() if p.name.startswith(f"{FEW}-")]
    assert few == [first.name]


def test_questions_are_of_cases_that_are_there() -> None:
    folder = big.large_store(FEW)
    terminal = big.terminal_at(folder, big.NOW)
    terminal.open(bytes.fromhex(terminal.config.key_hex))
    try:
        texts = lists.question_texts(terminal)
        for kind, several in texts.items():
            answers = [len(terminal.store.find(text, 5).rows) for text in several[:20]]
            if kind == "nobody":
                assert not any(answers)
            elif kind != "two_surnames":  # two people's: perhaps nobody has both
                assert all(answers), kind
    finally:
        terminal.close()


def test_a_percentile_is_one_of_the_values() -> None:
    values = [5.0, 1.0, 3.0, 2.0, 4.0]
    assert percentile(values, 0.5) == 3.0
    assert percentile(values, 0.99) == 5.0
    assert percentile([7.0], 0.5) == 7.0
