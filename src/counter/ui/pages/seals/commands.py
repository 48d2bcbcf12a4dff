"""Commands of the seal register: it is looked at and printed, never written in here."""

from __future__ import annotations

from counter.ui.commands import spec

OPEN = spec("seals.open", "看办件", "Enter", title="打开盖章的那件")
PICK = spec("seals.pick", "选印章", "S", title="只看一枚章的登记")
ALL = spec("seals.all", "全部章", "A", title="看全部印章的登记")
PRINT = spec("seals.print", "打登记表", "P", title="打一枚章一段日子的登记表", doing="正在排队")
MORE = spec("seals.more", "再往下", "Down", title="更早的登记", hidden=True)
