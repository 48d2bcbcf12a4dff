"""What opens beside a sheet: float, cash, transfer, sending back, what two people saw. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.domain.errors import KnownError, Text, text
from counter.domain.finance.chargeparts import BACK_REASONS
from counter.domain.finance.payment import ANSWER_WORDS
from counter.domain.money import parse_yuan, yuan
from counter.ui.pages.case.panels import Fact, Option, Panel, PanelField, PanelView

SECOND = (
    PanelField("second", "第二个人", "工号"),
    PanelField("pin", "PIN", "第二个人的 PIN", secret=True),
)


def fen_of(words: str) -> int | None:
    """An amount that was typed; None while it is none."""
    try:
        return parse_yuan(words)
    except KnownError:
        return None


@dataclass
class ShiftPanel(Panel):
    """开班: the float in the drawer. handed: fen counted by the shift before, -1 = none."""

    handed: int = -1
    kind = "shift"

    def missing(self) -> dict[str, Text | str]:
        if fen_of(self.get("float")) is None:
            return {"float": "底金写多少元，比如 500。没有就写 0。"}
        return {}

    def base(self) -> PanelView:
        facts: tuple[Fact, ...] = (Fact("todo", "点清抽屉里的钱，再开班。没开班不能收钱、开票。"),)
        if self.handed >= 0:
            facts = (Fact("todo", text("上一班交下来 **{y}** 元，当面点。", y=yuan(self.handed))),)
        return PanelView(
            title="开班",
            facts=facts,
            fields=(PanelField("float", "底金", "元"),),
            confirm="开班",
            first="float",
        )


@dataclass
class CashPanel(Panel):
    """现金. left: fen of the sheet still to be taken; a part may be taken in cash, the rest by
    another way."""

    left: int = 0
    kind = "cash"

    @property
    def fen(self) -> int | None:
        """What of the sheet is taken now."""
        return fen_of(self.get("part")) if self.get("part") else self.left

    def missing(self) -> dict[str, Text | str]:
        got, fen = fen_of(self.get("received")), self.fen
        if fen is None or not 0 < fen <= self.left:
            return {"part": text("这次收的要在 {y} 元以内。", y=yuan(self.left))}
        if got is None:
            return {"received": "收到多少元？比如 1000。"}
        if got < fen:
            return {"received": text("还差 {y} 元。", y=yuan(fen - got))}
        return {}

    def base(self) -> PanelView:
        got, fen = fen_of(self.get("received")), self.fen
        words: Text | str = "收到的钱一输，这里就是找零"
        enough = got is not None and fen is not None and got >= fen
        if got is not None and fen is not None:
            short = text("还差 **{y}** 元", y=yuan(fen - got))
            words = text("找零 **{y}** 元", y=yuan(got - fen)) if enough else short
        return PanelView(
            title="收现金",
            remark=text("应收 {y}", y=yuan(self.left)),
            facts=(Fact("ok" if enough else "todo", words),),
            fields=(
                PanelField("part", "这次收", text("全部 {y}；分开收的写一部分", y=yuan(self.left))),
                PanelField("received", "收到", "元"),  # last, so that one Enter takes the money
            ),
            confirm="收下",
            first="received",
        )


@dataclass
class TransferPanel(Panel):
    """转账: the bank's number of it. left: fen."""

    left: int = 0
    kind = "transfer"

    def missing(self) -> dict[str, Text | str]:
        if not self.get("reference"):
            return {"reference": "照进账单抄银行流水号。"}
        return {}

    def base(self) -> PanelView:
        return PanelView(
            title="记转账",
            remark=text("应收 {y}", y=yuan(self.left)),
            facts=(Fact("todo", "看到进账再记；没到账的不记。"),),
            fields=(PanelField("reference", "流水号", "银行进账单上的"),),
            confirm="收下",
            first="reference",
        )


@dataclass
class BackPanel(Panel):
    """打回 to the accepting window. window: where to."""

    window: str = ""
    chosen: str = "standard"
    kind = "back"

    def missing(self) -> dict[str, Text | str]:
        if not self.get("requirement"):
            return {"requirement": "写清楚要窗口改什么，交款人的单子上也印这一句。"}
        return {}

    def base(self) -> PanelView:
        return PanelView(
            title="打回",
            remark=text("回 {w} 号窗口，时限照样走", w=self.window),
            options=tuple(Option(key, word) for key, word in BACK_REASONS.items()),
            facts=(Fact("returned", "交款人拿打回单回窗口，不用再排队。"),),
            fields=(PanelField("requirement", "要改的", "比如：气象局这一行不在目录里"),),
            confirm="打回，出打回单",
            first="choice",
        )


@dataclass
class JudgePanel(Panel):
    """Two people say what the terminal's slip shows. answer: charged, not_charged, unclear."""

    answer: str = "charged"
    kind = "judge"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if self.answer == "charged" and not self.get("voucher"):
            found["voucher"] = "照签购单抄凭证号；单子上没有，就选看不清。"
        if self.answer == "unclear" and not self.get("words"):
            found["words"] = "写一句单子是什么样子。"
        if not self.get("second"):
            found["second"] = "三种都要两个人在场。"
        elif not self.get("pin"):
            found["pin"] = "请第二个人自己输。"
        return found

    def base(self) -> PanelView:
        own: tuple[PanelField, ...] = ()
        if self.answer == "charged":
            own = (PanelField("voucher", "凭证号", "签购单上的 6 位"),)
        if self.answer == "unclear":
            own = (PanelField("words", "看到的", "比如：单子断了，看不到结果"),)
        said = {
            "charged": "签购单写着“交易成功”。记成功，接着打票。",
            "not_charged": "没出单子，或者写着“失败”。记失败，可以重新收。",
            "unclear": "单子断了、没纸、说不准。挂着不动，当天对银行账。",
        }
        return PanelView(
            title=ANSWER_WORDS[self.answer],
            remark="两个人看签购单",
            facts=(Fact("unknown", said[self.answer]),),
            fields=(*own, *SECOND),
            confirm=text("记“{a}”，两个人签", a=ANSWER_WORDS[self.answer]),
            first=own[0].key if own else "second",
        )
