"""办事指南: what the catalogue knows is said, what it does not know is said to be missing."""

from __future__ import annotations

import pytest
from tests.helpers.small_hall import OTHER_UNIT, PROMISE, SPOT

from counter.domain.guide import UNKNOWN, guide


@pytest.mark.article("30")
def test_the_guide_says_what_to_bring_by_when_and_on_what_basis() -> None:
    parts = {part.name: part for part in guide(SPOT, "工商局")}
    assert parts["要带什么"].lines == (
        "1. 食品流通许可申请书（原件）",
        "2. 名称预先核准通知书（复印件）",
        "3. 场所平面图（原件，有就带）",
    )
    assert parts["期限"].lines == ("当天办结；法定 20 个工作日",)
    assert parts["依据"].lines == ("《中华人民共和国食品安全法》第二十九条",)
    assert "工商局收件、受理，窗口审核" in parts["程序"].lines[0]
    assert guide(PROMISE, "工商局")[1].lines == ("承诺 15 个工作日；法定 20 个工作日",)


def test_what_the_catalogue_does_not_say_is_not_made_up() -> None:
    parts = {part.name: part for part in guide(OTHER_UNIT, "文化局")}
    for name in ("要带什么", "收费", "依据", "条件", "示范文本"):
        assert parts[name].lines == (UNKNOWN,) and not parts[name].known
