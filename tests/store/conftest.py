"""A training store in a temporary folder, and a small hall to work in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.store.hall import KEY, MORNING

from counter.store import SqlStore


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[Callable[..., SqlStore]]:
    """Stores made by the test; all are closed at its end."""
    made: list[SqlStore] = []

    def make(name: str = "counter.db") -> SqlStore:
        store = SqlStore.create(
            tmp_path / name,
            KEY,
            training=True,
            centre="430423",
            terminal="01",
            recorded_at=MORNING,
        )
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Callable[..., SqlStore]) -> SqlStore:
    """One new training store."""
    return make_store()
