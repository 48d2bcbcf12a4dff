"""What opens below the equations: the terminal's totals off its slip, cash taken to the bank."""

from __future__ import annotations

from dataclasses import dataclass

from counter.domain.errors import KnownError, Text, text
from counter.domain.money import parse_yuan, yuan
from counter.ports.devices import BatchTotals
from counter.ui.pages.case.panels import Fact, Panel, PanelField, PanelView

KINDS = (("sale", "消费"), ("void", "撤销"), ("refund", "退货"))


def fen_of(words: str) -> int | None:
    """An amount that was typed; None while it is none."""
    try:
        return parse_yuan(words)
    except KnownError:
        return None


@dataclass
class SettlePanel(Panel):
    """What the settlement slip says. silent: the terminal settled and told no totals."""

    silent: bool = False
    kind = "settle"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        for key, word in KINDS:
            count, amount = self.get(f"{key}_count"), self.get(f"{key}_fen")
            if count and not count.isdigit():
                found[f"{key}_count"] = text("{word}几笔？没有就空着。", word=word)
            if amount and fen_of(amount) is None:
                found[f"{key}_fen"] = "金额写元，比如 850.50。"
            if bool(int(count) if count.isdigit() else 0) != bool(fen_of(amount)):
                found.setdefault(f"{key}_fen", "笔数和金额要一起写。")
        return found

    @property
    def totals(self) -> BatchTotals:
        """What was typed; nothing typed is 0."""
        return BatchTotals(
            sale_count=int(self.get("sale_count") or 0),
            sale_fen=fen_of(self.get("sale_fen")) or 0,
            void_count=int(self.get("void_count") or 0),
            void_fen=fen_of(self.get("void_fen")) or 0,
            refund_count=int(self.get("refund_count") or 0),
            refund_fen=fen_of(self.get("refund_fen")) or 0,
        )

    def base(self) -> PanelView:
        fields: list[PanelField] = []
        for key, word in KINDS:
            fields.append(PanelField(f"{key}_count", text("{w}笔数", w=word), "没有就空着"))
            fields.append(PanelField(f"{key}_fen", text("{w}金额", w=word), "元"))
        said = "POS 机结算了，没有说合计。" if self.silent else "POS 机吐出的结算单上写着什么。"
        return PanelView(
            title="抄结算单",
            remark="照单子抄，不照本机的账抄",
            facts=(Fact("todo", said),),
            fields=tuple(fields),
            confirm="记下结算",
            first="sale_count",
        )


@dataclass
class BankPanel(Panel):
    """缴存 of cash. drawer: fen that should be in it."""

    drawer: int = 0
    kind = "bank"

    def missing(self) -> dict[str, Text | str]:
        fen = fen_of(self.get("fen"))
        found: dict[str, Text | str] = {}
        if fen is None or not 0 < fen <= self.drawer:
            found["fen"] = text("存了多少元？抽屉里应有 {y}。", y=yuan(self.drawer))
        if not self.get("slip"):
            found["slip"] = "照回单抄号。"
        return found

    def base(self) -> PanelView:
        return PanelView(
            title="记缴存",
            remark=text("抽屉里应有 {y}", y=yuan(self.drawer)),
            facts=(Fact("todo", "钱交给银行、拿到回单以后再记。"),),
            fields=(
                PanelField("fen", "金额", "元"),
                PanelField("account", "账户", "汇缴户"),
                PanelField("slip", "回单号", "银行回单上的"),
            ),
            confirm="记下",
            first="fen",
        )
