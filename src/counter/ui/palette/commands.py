"""Keys inside the palette; they are drawn at its foot."""

from __future__ import annotations

from counter.ui.commands import spec

UP = spec("palette.up", "", "Up", title="上一行", hidden=True)
DOWN = spec("palette.down", "选", "Down", title="下一行", hidden=True)
OPEN = spec("palette.open", "打开", "Enter", title="打开，或做这件事", hidden=True)
NARROW = spec("palette.narrow", "只看这一类", "Tab", title="只看下一类，再按看全部", hidden=True)
