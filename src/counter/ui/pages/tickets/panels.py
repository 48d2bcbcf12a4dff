"""What opens beside a number: 作废, 遗失, 红冲, 补打, 补录 and what becomes of the paper. No Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counter.domain.errors import Text, text
from counter.domain.finance.charge import CHARGE_WORDS, Charge
from counter.domain.finance.ticket import VOID_REASONS, Ticket
from counter.domain.money import yuan
from counter.ui.markup import Run
from counter.ui.pages.case.panels import Fact, Option, Panel, PanelField, PanelView, Tick
from counter.ui.pages.cash.panels import SECOND


def date_of(words: str) -> str:
    """ISO date that was typed (2026-09-22 or 20260922); empty while it is none."""
    digits = words.replace("-", "").replace(".", "").replace("/", "")
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date().isoformat()
    except ValueError:
        return ""


def short(number: str) -> str:
    """The digits by which people at the window tell numbers apart."""
    return number[-5:]


@dataclass
class TwoPeople(Panel):
    """A panel that a second person signs with number and PIN."""

    def missing(self) -> dict[str, Text | str]:
        found = self.own_missing()
        if not self.get("second"):
            found["second"] = "要两个人在场：请第二个人输工号。"
        elif not self.get("pin"):
            found["pin"] = "请第二个人自己输。"
        return found

    def own_missing(self) -> dict[str, Text | str]:
        """What is missing of the fields above the signature."""
        return {}


@dataclass
class VoidPanel(TwoPeople):
    """作废 a number of the open day; ticket None: the next blank sheet, `number`. copies: how many
    a set has."""

    chosen: str = "misprint"
    ticket: Ticket | None = None
    number: str = ""
    copies: int = 0
    kind = "void"

    def own_missing(self) -> dict[str, Text | str]:
        got = self.get("copies")
        if not got.isdigit() or not got.isascii():
            return {"copies": text("数一数桌上有几联，这种票一式 {n} 联。", n=self.copies)}
        return {}

    def base(self) -> PanelView:
        blank = self.ticket is None
        facts: tuple[Fact, ...] = (
            Fact("due", text("票 **{n}** 作废？号码不能再用。", n=short(self.number))),
            Fact("todo", text("{n} 联都收回，盖“作废”章，放在一起。", n=self.copies)),
        )
        if self.ticket is not None and self.ticket.begun is not None:
            begun = self.ticket.begun
            words = text("{who} {yuan} 元", who=begun.payer.name, yuan=yuan(begun.fen))
            facts = (Fact("", words), *facts)
        return PanelView(
            title="作废空白票" if blank else "作废",
            remark=text("本机下一张，票还没开") if blank else text("钱不动，票重开或者退款"),
            options=tuple(Option(key, word) for key, word in VOID_REASONS.items()),
            listed=True,
            asked="原因",
            facts=facts,
            fields=(
                PanelField("words", "说明", "可不填"),
                PanelField("copies", "收回", text("几联，要 {n} 联", n=self.copies)),
                *SECOND,
            ),
            confirm=text("作废 {n}，两个人签", n=short(self.number)),
            first="choice",
        )


@dataclass
class LostPanel(TwoPeople):
    """遗失: the number under the hand, or the next blank one. issued, blank: those numbers."""

    ticket: Ticket | None = None
    issued: str = ""
    blank: str = ""
    kind = "lost"

    def own_missing(self) -> dict[str, Text | str]:
        if not self.get("report"):
            return {"report": "遗失要书面报财政部门，填报告的文号。"}
        return {}

    def base(self) -> PanelView:
        options = []
        if self.issued:
            options.append(Option("issued", text("已开的 {n}", n=short(self.issued))))
        if self.blank:
            options.append(Option("blank", text("空白的 {n}", n=short(self.blank))))
        return PanelView(
            title="登记遗失",
            remark="登了就不能再用",
            options=tuple(options),
            facts=(
                Fact("due", "先书面报财政部门，再登报声明作废。"),
                Fact("todo", "已开的票钱照算，要冲销，日结后开红字。"),
            ),
            fields=(
                PanelField("report", "报告", "报财政部门的文号"),
                PanelField("notice", "公告", "声明作废的公告，可以后补"),
                *SECOND,
            ),
            confirm="登记遗失，两个人签",
            first="choice" if len(options) > 1 else "report",
        )


@dataclass
class RedPanel(TwoPeople):
    """红冲 a number of a closed day. expected: the whole number of the sheet in the tractor."""

    ticket: Ticket | None = None
    expected: str = ""
    kind = "red"

    def own_missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not self.get("why"):
            found["why"] = "写一句为什么冲，红字票上也印这一句。"
        if not self.get("refund"):
            found["refund"] = "先办退付申请，填它的文号。"
        if len(self.get("seen")) < 5:
            found["seen"] = "看票据机里那张纸，输末 5 位。"
        return found

    def base(self) -> PanelView:
        assert self.ticket is not None
        amount = yuan(-self.ticket.fen)
        return PanelView(
            title="红冲",
            remark=text("冲 {n}，{yuan} 元", n=short(self.ticket.number), yuan=amount),
            facts=(
                Fact("returned", text("用 **{n}** 开红字票，原票留着。", n=short(self.expected))),
                Fact("todo", "钱由国库退付，不从抽屉里拿。"),
            ),
            fields=(
                PanelField("why", "原因", "比如：项目开错"),
                PanelField("refund", "退付", "退付申请的文号"),
                PanelField("seen", "纸上号", "票据机里那张，末 5 位"),
                *SECOND,
            ),
            confirm="开红字票，两个人签",
            first="why",
        )


@dataclass
class ReprintPanel(Panel):
    """补打: another copy, marked; it must not use up a numbered sheet."""

    ticket: Ticket | None = None
    kind = "reprint"

    def missing(self) -> dict[str, Text | str]:
        if "plain" not in self.ticked:
            return {"plain": "先换上白纸。"}
        return {}

    def base(self) -> PanelView:
        assert self.ticket is not None
        return PanelView(
            title="补打",
            remark=text("票 {n}，印“补打”字样", n=short(self.ticket.number)),
            facts=(
                Fact("due", "补打的不是票，不能占票号：先把票据机里的票退下来。"),
                *(
                    (Fact("differs", "还没有换白纸。换好按空格打勾。"),)
                    if self.errors.get("plain")
                    else ()
                ),
            ),
            ticks=(Tick("plain", "票据机里已经换成白纸"),),
            confirm="补打一份",
            first="tick.plain",
        )


@dataclass
class WrittenPanel(Panel):
    """补录 a ticket written by hand. sheets: those that it may belong to; expected: the whole
    number that comes next in the book for outages."""

    sheets: tuple[Charge, ...] = ()
    expected: str = ""
    kind = "written"

    @property
    def sheet(self) -> Charge | None:
        """The chosen sheet."""
        return next((c for c in self.sheets if c.number == self.chosen), None)

    @property
    def owed(self) -> int:
        """Fen of the chosen sheet that were taken by hand too."""
        return self.sheet.payable - self.sheet.paid if self.sheet else 0

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if len(self.get("seen")) < 5:
            found["seen"] = "照手写票输号码的末 5 位。"
        if not date_of(self.get("written")):
            found["written"] = "照手写票上的日期填，比如 2026-09-22。"
        return found

    def base(self) -> PanelView:
        who = self.sheet.payer.name if self.sheet and self.sheet.payer else ""
        facts = [Fact("", (Run(who, bold=True),))] if who else []
        facts += [Fact("todo", text("手写本下一张是 **{n}**，不打印。", n=self.expected))]
        if self.owed > 0:
            words = text("那天收的现金 **{yuan}** 元一起记进来。", yuan=yuan(self.owed))
            facts.append(Fact("due", words))
        else:
            facts.append(Fact("ok", "这张单的钱已经收齐了。"))
        return PanelView(
            title="补录手写票",
            remark="停机时手写的",
            options=tuple(Option(c.number, _sheet_words(c)) for c in self.sheets),
            listed=True,
            asked="缴费单",
            facts=tuple(facts),
            fields=(
                PanelField("seen", "票号", "手写票的末 5 位"),
                PanelField("written", "开票日", "票上的日期，2026-09-22"),
            ),
            confirm="补录",
            first="choice",
        )


def _sheet_words(sheet: Charge) -> Text:
    return text(
        "{n} {yuan} 元 {state}",
        n=sheet.number,
        yuan=yuan(sheet.payable),
        state=CHARGE_WORDS[sheet.status],
    )
