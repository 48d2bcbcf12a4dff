"""Fixtures of the reception page's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ui.reception.kit import Kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    """A desk over a store of its own, a clerk signed in, the presenter started."""
    made = Kit(tmp_path)
    made.presenter.start()
    yield made
    made.close()
