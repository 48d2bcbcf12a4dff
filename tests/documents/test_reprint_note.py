"""A new print notes what is no longer as the paper says; the first print never does."""

from __future__ import annotations

import pytest
from tests.documents.conftest import Render

NOTE = "到期日已改：承诺 1-11 → 1-13，法定 1-18 → 1-20（国务院公布 2027 年放假安排）"


def bare(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("form", ["accept_notice", "receipt_slip"])
@pytest.mark.parametrize("width", [384, 576])
def test_a_reprint_says_what_has_moved_since(render: Render, form: str, width: int) -> None:
    again = bare(render(form, nth=2, width=width, reprint_note=NOTE).text)
    assert bare(NOTE) in again and "补打第2次" in again
    assert "已改" not in bare(render(form, nth=1, width=width, reprint_note=NOTE).text)
    assert "已改" not in bare(render(form, nth=2, width=width).text)
