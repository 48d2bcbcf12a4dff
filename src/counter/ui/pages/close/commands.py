"""Commands of the close page. Its count fields take digits only, so letters reach the page."""

from __future__ import annotations

from counter.ui.commands import spec

OPEN = spec("close.open", "日结", "F12", title="日结：点现金、对五个等式、锁账")
LOCK = spec("close.lock", "锁账", "F12", doing="正在锁", title="日结：锁账，打五张表")
HANDOVER = spec("close.handover", "交接班", "H", doing="正在存", title="交接班：抽屉交给下一个人")
SETTLE = spec("close.settle", "结算", "S", doing="等 POS", title="POS 机结算这一批")
TYPED = spec("close.typed", "抄结算单", "T", title="照结算单抄笔数和金额")
BANK = spec("close.bank", "缴存", "B", doing="正在存", title="记存到银行的现金")
CLEAR = spec("close.clear", "去查清", "U", title="去查清不知道的那一笔、那张票")
GAP = spec("close.gap", "去票据", "K", title="去票据页：缺的号作废或登记遗失")
COUNT = spec("close.count", "再点一遍", "N", title="从 100 元起再点一遍")
REPRINT = spec("close.reprint", "补打", "Ctrl+P", title="补打这张表")
