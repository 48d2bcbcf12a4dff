"""Commands of the cash page."""

from __future__ import annotations

from counter.ui.commands import spec

OPEN_SHIFT = spec("cash.shift", "开班", "", title="点清底金，开班")
PICK = spec("cash.pick", "打开", "Enter", title="打开这张缴费单")
NEXT_NOW = spec("cash.next_now", "下一张单", "Enter", title="办完了：下一张单", hidden=True)
UP = spec("cash.up", "上一张", "Up", title="上一张等着的单", hidden=True)
DOWN = spec("cash.down", "下一行", "Down", title="下一张等着的单", hidden=True)
NEXT = spec("cash.next", "下一张单", "F2", title="放下这张单，看等着的单")
FIND = spec("cash.find", "找单", "/", title="扫单子上的码，或输单号、姓名")
BACK = spec("cash.send_back", "打回", "F4", title="打回受理窗口")
GO = spec("cash.go", "收款", "F5", title="做这一步：收款")
POS = spec("cash.pos", "刷卡", "P", doing="等 POS", title="用 POS 机收")
CASH = spec("cash.cash", "现金", "C", title="收现金")
TRANSFER = spec("cash.transfer", "转账", "T", title="记到账的转账")
TAKE = spec("cash.take", "收下", "", doing="正在存", title="收下这笔钱")
CHECK = spec("cash.check", "对票号", "N", title="再对一次票号")
PRINT = spec("cash.print", "开票", "F8", doing="正在存", title="用这个号开票")
PRINT_NOW = spec("cash.print_now", "开票", "Enter", title="用这个号开票", hidden=True)
GOOD = spec("cash.good", "打好了", "G", title="看过了：票打好了")
AGAIN = spec("cash.again", "再打", "R", title="纸上还是空的：再打这张票")
SPOILED = spec("cash.spoiled", "坏了", "B", title="打坏了：去作废")
ABORT = spec("cash.abort", "取消刷卡", "Esc", title="请 POS 机取消这一笔", hidden=True)
ASK = spec("cash.ask", "再问", "Q", title="再问 POS 机最后一笔")
CHARGED = spec("cash.charged", "已扣款", "1", title="看了签购单：已扣款")
NOT_CHARGED = spec("cash.not_charged", "没扣款", "2", title="看了签购单：没扣款")
UNCLEAR = spec("cash.unclear", "看不清", "3", title="看不清，挂着对银行账")
