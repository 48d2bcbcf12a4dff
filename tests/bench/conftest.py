"""Benches with tiny numbers: what they tell is looked at, never how long it took."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from counter.bench import accept, big, journey, lists, start
from counter.bench.cli import bench

FEW = 300
"""Cases in the large store."""

Run = Callable[..., str]

SCRIPT = """\
title: one key
stage: {hall: demo, window: 3, clock: 2026-09-22 08:21, size: 1280x720, network: off}
steps:
  - sign in: {number: 0317, pin: 246802}
  - screenshot: not taken
  - keys: Alt+3
"""


@pytest.fixture(autouse=True)
def tiny(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A few rounds; the large store is kept for the whole test run."""
    cache = tmp_path_factory.getbasetemp() / "bench-cache"
    monkeypatch.setattr(big.platformdirs, "user_cache_dir", lambda _name: str(cache))
    monkeypatch.setattr(accept, "ROUNDS", 5)
    monkeypatch.setattr(accept, "WARM_UP", 1)
    monkeypatch.setattr(lists, "ROUNDS", 3)
    monkeypatch.setattr(start, "RUNS", 1)
    monkeypatch.setattr(journey, "ARRIVAL_SECONDS", 0.1)
    script = tmp_path / "one-key.yaml"
    script.write_text(SCRIPT, "utf-8")
    monkeypatch.setattr(journey, "SCRIPTS", (str(script),))


@pytest.fixture
def run() -> Run:
    """`counter bench …`; its standard output."""

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(bench, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def figures_of(json_text: str) -> dict[str, Any]:
    """The figures of a JSON output."""
    found = json.loads(json_text)
    assert isinstance(found, dict)
    return found


def names_of(table: str) -> set[str]:
    """The figures that a table names; lines of a list are indented."""
    return {line.split()[0] for line in table.splitlines() if not line.startswith(" ")}
