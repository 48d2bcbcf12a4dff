"""The commands of the work list."""

from __future__ import annotations

from counter.ui.commands import spec

DECIDE = spec("worklist.decide", "审核决定", "F6", title="审核或决定这一件", doing="正在定")
AWAY = spec("worklist.away", "A 角离岗", "K", title="登记 A 角离岗，由 B 角代行", doing="正在记")
OPEN = spec("worklist.open", "打开", "Enter", title="打开这件")
NEWER = spec("worklist.newer", "看新的", "R", title="把新来的件排进来")
PREVIOUS = spec("worklist.previous", "前一类", "Left", hidden=True)
NEXT = spec("worklist.next", "后一类", "Right", hidden=True)
MORE = spec("worklist.more", "再往下", "Down", hidden=True)
CONFIRM = spec("worklist.confirm", "办", "Enter", title="办眼前这一步", hidden=True)
