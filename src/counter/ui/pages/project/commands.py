"""Commands of the page of projects."""

from __future__ import annotations

from counter.ui.commands import spec

NEW = spec("project.new", "新项目", "N", title="接一个全程代理的项目", doing="正在记")
STEP = spec("project.step", "加一步", "S", title="要办的事项，加一步", doing="正在记")
LINK = spec("project.link", "记办件", "L", title="这一步的办件编号", doing="正在记")
DONE = spec("project.done", "办成", "D", title="这一步办成了", doing="正在记")
TRIP = spec("project.trip", "跑一趟", "T", title="投资人来了一趟，为什么", doing="正在记")
MEET = spec("project.meet", "会商", "M", title="会商：哪些单位、怎么说的", doing="正在记")
CLOSE = spec("project.close", "办结", "E", title="都办成了，代理件办结", doing="正在记")
PRINT = spec("project.print", "打代理单", "P", title="打项目代理单", doing="正在排队")
LOOK = spec("project.look", "看这家", "V", title="看别的单位代理的项目，留痕")
PREVIOUS = spec("project.previous", "上个项目", "Left", title="上一个项目", hidden=True)
NEXT = spec("project.next", "下个项目", "Right", title="下一个项目", hidden=True)
