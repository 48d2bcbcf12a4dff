"""Whatever stands in a cell, the pack is loaded whole or refused with places; it never breaks."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.packs.conftest import Hall

from counter.packs.catalogue import load_catalogue
from counter.packs.errors import PackRefused
from counter.packs.schema import SHEETS
from counter.resources import resource_root

PLACES = st.sampled_from([(sheet.key, column.head) for sheet in SHEETS for column in sheet.columns])
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "0", "-1", "1e9", "是", "GS", "、", "A、B", "2026-02-30", "#N/A", "=A1"]),
)


@settings(max_examples=60)
@given(PLACES, st.integers(1, 500), WORDS)
@example(("letters", "事项"), 1, "、")
@example(("staff", "角色"), 11, "")
@example(("units", "代码"), 3, "")
@example(("matters", "编码"), 1, "430423-[-0001-01")
@example(("units", "代码"), 3, "(")
def test_any_cell(place: tuple[str, str], row: int, word: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(shutil.copytree(resource_root() / "hall", Path(folder) / "hall")))
        table, head = place

        def edit(rows: list[list[str]]) -> None:
            rows[1 + row % (len(rows) - 1)][rows[0].index(head)] = word

        hall.change(table, edit)
        try:
            load_catalogue(hall.folder)
        except PackRefused as refused:
            assert refused.errors
            for error in refused.errors:
                assert error.file and str(error.wrong) and str(error.right)
