"""What opens beside a payment: money back, cash to the bank. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.domain.errors import Text, text
from counter.domain.finance.payment import WAY_WORDS, Payment
from counter.domain.money import yuan
from counter.ui.pages.case.panels import Fact, Panel, PanelField, PanelView
from counter.ui.pages.cash.panels import fen_of


@dataclass
class ReturnPanel(Panel):
    """F6: a sale goes back by the way it came. fen: how much; payer: to whom."""

    payment: Payment | None = None
    fen: int = 0
    payer: str = ""
    kind = "return"

    def base(self) -> PanelView:
        assert self.payment is not None
        pos = self.payment.way == "pos"
        how = (
            "请交款人拿原来那张卡；没结算的撤销，结算了的退货，几天后到账。"
            if pos
            else "当面点清，从抽屉里拿。"
        )
        amount = yuan(self.fen)
        return PanelView(
            title="退钱",
            remark=text("流水 {trace}", trace=self.payment.trace),
            facts=(
                Fact("returned", text("退 **{yuan}** 元给 {who}", yuan=amount, who=self.payer)),
                Fact("todo", how),
            ),
            confirm=text("{way}退 {yuan} 元", way=WAY_WORDS.get(self.payment.way, ""), yuan=amount),
        )


@dataclass
class BankPanel(Panel):
    """缴存: cash out of the drawer. drawer: fen that should be in it."""

    drawer: int = 0
    kind = "bank"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        fen = fen_of(self.get("amount"))
        if fen is None or fen <= 0:
            found["amount"] = "缴存多少元？比如 2000。"
        if not self.get("account"):
            found["account"] = "照缴款单填收款账户。"
        if not self.get("slip"):
            found["slip"] = "照银行回单填单号。"
        return found

    def base(self) -> PanelView:
        fen = fen_of(self.get("amount"))
        words = text("抽屉里应有 **{yuan}** 元。", yuan=yuan(self.drawer))
        if fen is not None and 0 < fen <= self.drawer:
            words = text(
                "抽屉里应有 {yuan} 元，缴存后剩 **{left}** 元。",
                yuan=yuan(self.drawer),
                left=yuan(self.drawer - fen),
            )
        return PanelView(
            title="缴存银行",
            remark="交给银行、拿到回单再记",
            facts=(Fact("todo", words),),
            fields=(
                PanelField("amount", "缴存", "元"),
                PanelField("account", "账户", "收款账户"),
                PanelField("slip", "回单号", "银行回单上的"),
            ),
            confirm="记缴存",
            first="amount",
        )
