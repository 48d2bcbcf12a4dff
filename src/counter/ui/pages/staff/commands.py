"""Commands of the staff page."""

from __future__ import annotations

from counter.ui.commands import spec

RESET = spec("staff.reset", "重设 PIN", "R", title="给这个人重设 PIN", doing="正在设")
AWAY = spec("staff.away", "登记离岗", "A", title="A 角离岗，由 B 角代行", doing="正在记")
BACK = spec("staff.back", "回岗", "B", title="A 角回岗，销离岗登记", doing="正在记")
SCAN = spec("staff.scan", "看扫描件", "S", title="看这个人授权委托书的扫描件", doing="正在取")
