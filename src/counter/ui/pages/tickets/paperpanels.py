"""What opens for the paper itself: 领票, 发票, 核销, and where the tractor prints. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from counter.desk.stock import StockLine
from counter.desk.ticketlists import TicketKind
from counter.domain.errors import Text, text
from counter.domain.finance.stock import Stock
from counter.domain.ticketcontent import AS_IS, Calibration
from counter.ui.pages.case.panels import Fact, Option, Panel, PanelField, PanelView, Tick


def whole(words: str) -> int | None:
    """A whole number that was typed; None while it is none."""
    words = words.strip()
    return int(words) if words.isascii() and words.isdigit() else None


@dataclass
class ReceivePanel(Panel):
    """领票: a batch from the finance office. kinds: what the catalogue knows."""

    kinds: tuple[TicketKind, ...] = ()
    kind = "receive"

    @property
    def count(self) -> int:
        """Sheets between the two numbers; 0 while they are none."""
        first, last = whole(self.get("first")), whole(self.get("last"))
        return max(last - first + 1, 0) if first is not None and last is not None else 0

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if whole(self.get("code")) is None or len(self.get("code")) != 8:
            found["code"] = "票据代码 8 位，照票上印的填。"
        for key, what in (("first", "起号"), ("last", "止号")):
            if whole(self.get(key)) is None:
                found[key] = text("{what}照封签填，全是数字。", what=what)
        if not self.get("source"):
            found["source"] = "从哪里领的？比如：县财政局票据股。"
        if not self.get("document"):
            found["document"] = "照领用单填单号。"
        return found

    def base(self) -> PanelView:
        words: Text | str = "起号、止号一输，这里就是张数。和封签对一对。"
        if self.count:
            words = text("这一批 **{n}** 张，和封签对一对。", n=self.count)
        return PanelView(
            title="领票",
            remark="核旧领新，分次限量",
            options=tuple(Option(k.kind, text("{k} {t}", k=k.kind, t=k.title)) for k in self.kinds),
            listed=True,
            asked="票种",
            facts=(Fact("ok" if self.count else "todo", words),),
            ticks=(Tick("hand", "是手写本，停机时用"),),
            fields=(
                PanelField("code", "代码", "8 位票据代码"),
                PanelField("first", "起号", "封签上的第一张"),
                PanelField("last", "止号", "封签上的最后一张"),
                PanelField("source", "来处", "从哪里领的"),
                PanelField("document", "领用单", "领用单号"),
            ),
            confirm="入库",
            first="choice",
        )


def batch_words(stock: Stock) -> Text:
    """A batch in a list: 43012126 0000600001 至 0000600100."""
    return text(
        "{code} {first} 至 {last}",
        code=stock.code,
        first=f"{stock.first:010d}",
        last=f"{stock.last:010d}",
    )


@dataclass
class LendPanel(Panel):
    """发票: the next sheets of a batch go to a window. batches: those that have some left."""

    batches: tuple[StockLine, ...] = ()
    kind = "lend"

    @property
    def stock(self) -> Stock | None:
        """The chosen batch."""
        return next((b.stock for b in self.batches if b.stock.batch == self.chosen), None)

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not whole(self.get("count")):
            found["count"] = "发几张？"
        if not self.get("window"):
            found["window"] = "发到几号窗口？"
        if not self.get("to"):
            found["to"] = "谁领的？输他的工号。"
        return found

    def base(self) -> PanelView:
        facts: tuple[Fact, ...] = ()
        if self.stock is not None:
            left, first = self.stock.last - self.stock.next_free + 1, self.stock.next_free
            n = whole(self.get("count")) or 0
            words = text(
                "还有 {left} 张没发，从 **{first}** 发起。", left=left, first=f"{first:010d}"
            )
            if 0 < n <= left:
                words = text(
                    "发 **{first}** 至 **{last}**，{n} 张。",
                    first=f"{first:010d}",
                    last=f"{first + n - 1:010d}",
                    n=n,
                )
            facts = (Fact("todo", words),)
        return PanelView(
            title="发到窗口",
            remark="谁领谁签",
            options=tuple(Option(b.stock.batch, batch_words(b.stock)) for b in self.batches),
            listed=True,
            asked="哪一批",
            facts=facts,
            fields=(
                PanelField("count", "张数", "要几张"),
                PanelField("window", "窗口", "窗口号"),
                PanelField("to", "领票人", "财政窗口的人，工号"),
            ),
            confirm="发出去",
            first="choice",
        )


@dataclass
class WriteOffPanel(Panel):
    """核销 stubs of a batch up to a number. batches: those not yet wholly written off."""

    batches: tuple[StockLine, ...] = ()
    kind = "write_off"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if whole(self.get("last")) is None:
            found["last"] = "核销到哪个号？输 10 位票号。"
        if not self.get("document"):
            found["document"] = "照财政部门的核销单填。"
        return found

    def base(self) -> PanelView:
        line = next((b for b in self.batches if b.stock.batch == self.chosen), None)
        facts: tuple[Fact, ...] = ()
        if line is not None:
            words = text(
                "从 **{first}** 起，到填的号为止。", first=f"{line.stock.closed_to + 1:010d}"
            )
            facts = (
                Fact("todo", words),
                Fact("todo", "没用的、没登记的号不能核销；存根留五年。"),
            )
        return PanelView(
            title="核销",
            remark="用 + 废 + 失 = 这一段的张数",
            options=tuple(Option(b.stock.batch, batch_words(b.stock)) for b in self.batches),
            listed=True,
            asked="哪一批",
            facts=facts,
            fields=(
                PanelField("last", "止号", "核销到这个号"),
                PanelField("document", "核销单", "财政部门的单号"),
            ),
            confirm="核销",
            first="choice",
        )


@dataclass
class CalibratePanel(Panel):
    """Where the tractor prints a form. forms: layout and title; kept: what was measured before."""

    forms: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, Calibration], ...] = ()
    kind = "calibrate"

    def choose(self, value: str) -> None:
        super().choose(value)
        self.fill()

    def fill(self) -> None:
        """The fields show what is kept for the chosen form."""
        now = dict(self.kept).get(self.chosen, AS_IS)
        self.values = {
            "dx": _plain(Decimal(now.dx_um) / 1000),
            "dy": _plain(Decimal(now.dy_um) / 1000),
            "sx": _plain(Decimal(now.scale_x_ppm) / 10_000),
            "sy": _plain(Decimal(now.scale_y_ppm) / 10_000),
        }

    @property
    def measured(self) -> Calibration | None:
        """What is typed; None while a field holds no number."""
        dx, dy = _thousandths(self.get("dx")), _thousandths(self.get("dy"))
        sx, sy = _ppm(self.get("sx")), _ppm(self.get("sy"))
        if dx is None or dy is None or sx is None or sy is None:
            return None
        return Calibration(dx_um=dx, dy_um=dy, scale_x_ppm=sx, scale_y_ppm=sy)

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        for key in ("dx", "dy"):
            if _thousandths(self.get(key)) is None:
                found[key] = "写多少毫米，比如 1.5 或 -0.8。"
        for key in ("sx", "sy"):
            if _ppm(self.get(key)) is None:
                found[key] = "写百分之几，比如 100 或 99.6。"
        return found

    def base(self) -> PanelView:
        return PanelView(
            title="对票样",
            remark="每种票各对一次",
            options=tuple(Option(form, title) for form, title in self.forms),
            listed=True,
            asked="票样",
            facts=(
                Fact("todo", "放一张作废的票或白纸，[[tickets.cross]]，量十字线离框线多少。"),
                Fact("todo", "印得偏左、偏上写正数，偏右、偏下写负数。"),
            ),
            fields=(
                PanelField("dx", "往右", "毫米"),
                PanelField("dy", "往下", "毫米"),
                PanelField("sx", "横放大", "%，不变写 100"),
                PanelField("sy", "竖放大", "%，不变写 100"),
            ),
            confirm="记下",
            first="choice",
        )


def _number(words: str) -> Decimal | None:
    try:
        value = Decimal(words.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 1000 else None


def _thousandths(words: str) -> int | None:
    value = _number(words)
    return None if value is None else int(value * 1000)


def _ppm(words: str) -> int | None:
    value = _number(words)
    return None if value is None else int(value * 10_000)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
