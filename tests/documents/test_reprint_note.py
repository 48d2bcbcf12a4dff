"""A new print notes what is no longer as the paper says; the first print never does."""

from __future__ import annotations

import pytest
from tests.documents.conftest import Render

NOTE = "到期日已改：承诺 1-11 → 1-13，法定 1-18 → 1-20（国务院公布 2027 年放假安排）"


DAYS = "2026-12-23 地方放假（抗洪），2026-12-24 地方放假（抗洪），国务院公布 2027 年放假安排"
LONG = f"到期日已改：承诺 12-30 → 1-13，法定 1-6 → 1-20（{DAYS}）"


def bare(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("form", ["accept_notice", "receipt_slip"])
@pytest.mark.parametrize("width", [384, 576])
def test_a_reprint_says_what_has_moved_since(render: Render, form: str, width: int) -> None:
    again = bare(render(form, nth=2, width=width, reprint_note=NOTE).text)
    assert bare(NOTE) in again and "补打第2次" in again
    assert "已改" not in bare(render(form, nth=1, width=width, reprint_note=NOTE).text)
    assert "已改" not in bare(render(form, nth=2, width=width).text)


def test_a_long_note_takes_two_lines_and_leaves_room_for_the_mark(render: Render) -> None:
    text = render("accept_notice", nth=2, reprint_note=LONG).text
    assert bare(LONG) in bare(text) or bare(LONG) in bare(text.replace("补打 第 2 次", ""))
    assert not any("补打" in line and "2027 年" in line for line in text.splitlines())
