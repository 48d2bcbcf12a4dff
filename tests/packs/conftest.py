"""A copy of the demo hall's tables that a test may spoil."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counter.packs.catalogue import load_catalogue
from counter.packs.errors import PackError, PackRefused
from counter.resources import resource_root


class Hall:
    """Text tables of a hall in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, table: str) -> list[list[str]]:
        """Heads and rows of a table."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, table: str, rows: list[list[str]]) -> None:
        """Put a table's rows back."""
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    def change(self, table: str, edit: Callable[[list[list[str]]], None]) -> None:
        """Edit a table's rows in place."""
        rows = self.rows(table)
        edit(rows)
        self.write(table, rows)

    def row_of(self, table: str, first: str) -> int:
        """1-based number of the row whose first cell is `first`."""
        return next(n for n, row in enumerate(self.rows(table), 1) if row[0] == first)

    def put(self, table: str, first: str, head: str, value: str) -> int:
        """Set the cell under `head` in the row that begins with `first`; returns its number."""
        number = self.row_of(table, first)

        def edit(rows: list[list[str]]) -> None:
            rows[number - 1][rows[0].index(head)] = value

        self.change(table, edit)
        return number

    def faults(self) -> tuple[PackError, ...]:
        """Every fault found; fails when there is none."""
        with pytest.raises(PackRefused) as caught:
            load_catalogue(self.folder)
        assert caught.value.code == "pack.refused"
        assert caught.value.context["errors"] == caught.value.errors
        return caught.value.errors

    def fault(self) -> PackError:
        """The one fault found."""
        found = self.faults()
        assert len(found) == 1, [str(error) for error in found]
        return found[0]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """The demo hall, to be spoilt."""
    return Hall(shutil.copytree(resource_root() / "hall", tmp_path / "hall"))
