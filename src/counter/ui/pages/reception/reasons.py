"""Common reasons why a material is to be supplied, as data: the first is filled in beforehand.

At most six of each, as many as there are keys for them (1 to 6); a clerk may write any other.
"""

from __future__ import annotations

from typing import Literal

REASONS: dict[Literal["missing", "wrong"], tuple[str, ...]] = {
    "missing": ("没有带来", "还没有办下来", "份数不够", "缺页"),
    "wrong": (
        "没有签字",
        "没有盖章",
        "已经过期",
        "只有复印件，要核对原件",
        "填写的和申请书不一致",
        "看不清",
    ),
}
"""By fault: missing (缺) and wrong (不合要求, art. 32(4): not in the statutory form)."""
