"""Fixtures of the search page's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ui.case.kit import Kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    """A desk over a store of its own."""
    made = Kit(tmp_path)
    yield made
    made.close()
