"""Commands of the page of payments."""

from __future__ import annotations

from counter.ui.commands import spec

BACK = spec("ledger.back", "退钱", "F6", doing="等 POS", title="撤销、退货：把这一笔退回去")
BANK = spec("ledger.bank", "缴存", "B", title="把现金缴存银行")
CASH = spec("ledger.cash", "查清", "Enter", title="到收费页查清不知道的一笔")
EARLIER = spec("ledger.earlier", "前一天", "Left", title="看前一天的流水")
LATER = spec("ledger.later", "后一天", "Right", title="看后一天的流水")
