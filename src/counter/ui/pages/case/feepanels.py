"""F7 on the case page: what a unit charges, what is less, and the sheet's other steps. No Qt.

One panel with a choice: 核定 of each unit that the person here speaks for; 改好交回 after 打回;
换缴款人; 撤单. What may be charged and at what price the desk says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from counter.desk.cases import CaseView
from counter.desk.charges import ChargeDesk, FeeAsk, LessAsk
from counter.desk.chargeview import FeeView, SheetView, UnitFees
from counter.domain.errors import KnownError, Text, text
from counter.domain.feeplan import REDUCTION_KINDS, ReductionKind
from counter.domain.fees import parse_quantity, quantity_words
from counter.domain.finance.charge import CHARGE_WORDS, Charge, ChargeStatus
from counter.domain.finance.chargeback import WITHOUT_MONEY
from counter.domain.finance.lines import Payer
from counter.domain.money import parse_scaled, parse_yuan, yuan
from counter.domain.people import Actor
from counter.domain.states import ENDED
from counter.ui.commands import YES, Availability, no
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import feerows
from counter.ui.pages.case.panels import (
    Fact,
    Option,
    Panel,
    PanelField,
    PanelView,
    Tick,
    date_error,
)
from counter.ui.state import NextStep

if TYPE_CHECKING:
    from counter.ui.pages.case.presenter import CasePresenter

OPEN = (ChargeStatus.OPEN, ChargeStatus.BACK)
NO_SHEET = SheetView(charge=None, units=())
LESS = "less"
"""Key of the line that opens the fields of a reduction."""
COPIES = 20
"""Most lines of one fixed fee on a sheet."""


def quantity_key(code: str) -> str:
    """Key of the field of a fee's quantity, base or copies."""
    return f"q.{code}"


@dataclass
class FeePanel(Panel):
    """F7: the sheet as it was when the panel opened, and what can be done with it here."""

    sheet: SheetView = NO_SHEET
    choices: tuple[Option, ...] = ()

    kind = "fees"

    @property
    def unit(self) -> UnitFees | None:
        """The unit that the choice confirms; None for the other steps."""
        code = self.chosen.removeprefix("unit.")
        return next((u for u in self.sheet.units if u.unit == code), None)

    @property
    def after(self) -> Text | str:
        """What comes of it, for the 下一步 line."""
        if self.unit is None:
            return {
                "answer": "打新的缴费通知单，旧的收回",
                "cancel": "这张单不再收；要收的另开",
                "payer": "票据开给新的缴款人",
            }[self.chosen]
        charge = self.sheet.live
        if charge is not None and charge.status is ChargeStatus.BACK:
            return "改完再按 [[case.fees]] 交回财务"
        asked = charge.unconfirmed if charge is not None else self.sheet.units
        others = {share.unit for share in asked} - {self.unit.unit}
        if others:
            return text("还等 {n} 个单位核定", n=len(others))
        return "打缴费通知单，请缴款人到财政窗口"

    @property
    def offered(self) -> tuple[FeeView, ...]:
        """Fees of the unit that may be charged now."""
        return tuple(i for i in self.unit.items if i.barred is None) if self.unit else ()

    @property
    def taken(self) -> tuple[FeeView, ...]:
        """Those that are ticked."""
        return tuple(item for item in self.offered if item.code in self.ticked)

    def choose(self, value: str) -> None:
        super().choose(value)
        self.begin()

    def begin(self) -> None:
        """Put in what the unit said before."""
        self.ticked, self.values = set(), {}
        charge, unit = self.sheet.live, self.unit
        if charge is None or unit is None:
            return
        for line in charge.lines:
            if line.unit == unit.unit:
                self.ticked.add(line.code)
                same = sum(1 for x in charge.lines if (x.unit, x.code) == (line.unit, line.code))
                said = yuan(line.base) if line.base else quantity_words(line.quantity)
                asks = next((i.asks for i in unit.items if i.code == line.code), "")
                self.values[quantity_key(line.code)] = str(same) if asks == "copies" else said
        self._begin_less(charge, unit.unit)

    def _begin_less(self, charge: Charge, unit: str) -> None:
        before = [r for r in charge.reductions if r.unit == unit]
        if not before:
            return
        first = before[0]
        codes = [item.code for item in self.taken]
        self.ticked.add(LESS)
        self.values |= {
            "less.which": " ".join(str(codes.index(r.code) + 1) for r in before if r.code in codes),
            "less.kind": str(list(REDUCTION_KINDS).index(first.basis) + 1),  # type: ignore[arg-type]
            "less.number": first.document,
            "less.approver": first.approver,
            "less.on": first.approved_on,
            "less.by": yuan(first.by),
            "less.scan": first.scan,
        }

    # --- what is missing

    def missing(self) -> dict[str, Text | str]:
        if self.unit is not None:
            return self._wrong_quantities() | (self._wrong_less() if LESS in self.ticked else {})
        needs = {
            "answer": (("words", "写一句给财务：改了哪一项。"),),
            "cancel": (("why", "还没写原因。会留在经过里。"),),
            "payer": (
                ("name", "还没写缴款人。票据开给谁就写谁。"),
                ("why", "还没写为什么由别人缴。"),
            ),
        }[self.chosen]
        return {key: text(words) for key, words in needs if not self.get(key)}

    def _wrong_quantities(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        for item in self.taken:
            key = quantity_key(item.code)
            try:
                self._ask(item)
            except KnownError as error:
                found[key] = text("{a}{b}", a=str(error.what), b=str(error.next_step))
        return found

    def _wrong_less(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not self._reduced():
            found["less.which"] = text("没有这一项。写上面打了勾的第几项。")
        if self._kind() is None:
            found["less.kind"] = text("写 1、2 或 3。")
        for key, words in (
            ("less.number", "还没写文号。没有文号不能减。"),
            ("less.approver", "还没写谁批准的。"),
        ):
            if not self.get(key):
                found[key] = text(words)
        if date_error(self.get("less.on")):
            found["less.on"] = date_error(self.get("less.on"))
        if self._by() == (0, 0):
            found["less.by"] = text("写减百分之几（50%），或者减多少元（100.00）。")
        if not self.get("less.file") and not self.get("less.scan"):
            found["less.file"] = text("还没有扫描件。写文件放在哪里。")
        return found

    # --- what is asked of the desk

    def asks(self) -> tuple[FeeAsk, ...]:
        """The lines that the unit states; a fixed fee of several copies is as many lines."""
        less = self._less() if LESS in self.ticked else None
        reduced = self._reduced() if less is not None else ()
        found: list[FeeAsk] = []
        for item in self.taken:
            ask, copies = self._ask(item)
            if item in reduced:
                ask = _reduced_ask(ask, less)
            found += [ask] * copies
        return tuple(found)

    def _ask(self, item: FeeView) -> tuple[FeeAsk, int]:
        """A fee as typed, and how many lines of it. Raises KnownError."""
        said = self.get(quantity_key(item.code))
        if item.asks == "base":
            return FeeAsk(code=item.code, base=parse_yuan(said, zero=False)), 1
        if item.asks == "quantity":
            return FeeAsk(code=item.code, quantity=parse_quantity(said)), 1
        copies = parse_quantity(said or "1")
        if copies % 1000 or copies > COPIES * 1000:
            raise KnownError("fee.copies", text("份数写 1 到 {n}。", n=COPIES), "")
        return FeeAsk(code=item.code), copies // 1000

    def _reduced(self) -> tuple[FeeView, ...]:
        """The ticked fees that are less: by their place, or all of them."""
        said = self.get("less.which").replace("，", " ").replace(",", " ").split()
        if not said:
            return self.taken
        if any(not n.isdigit() or not 0 < int(n) <= len(self.taken) for n in said):
            return ()
        return tuple(self.taken[int(n) - 1] for n in said)

    def _kind(self) -> ReductionKind | None:
        kinds = get_args(ReductionKind)
        said = self.get("less.kind")
        found = next((k for k in kinds if REDUCTION_KINDS[k] == said), None)
        return kinds[int(said) - 1] if said in ("1", "2", "3") else found

    def _by(self) -> tuple[int, int]:
        """(ppm, fen) of what is taken off; both 0 where nothing can be read."""
        said = self.get("less.by").replace("％", "%")
        try:
            if said.endswith("%"):
                return parse_scaled(said[:-1], 4), 0
            return 0, parse_yuan(said, zero=False)
        except KnownError:
            return 0, 0

    def _less(self) -> LessAsk | None:
        kind = self._kind()
        if kind is None:
            return None
        ppm, fen = self._by()
        return LessAsk(
            kind=kind,
            number=self.get("less.number"),
            approver=self.get("less.approver"),
            approved_on=self.get("less.on"),
            file=self.get("less.file"),
            scan=self.get("less.scan"),
            ppm=ppm,
            fen=fen,
        )

    def job(self, charges: ChargeDesk, actor: Actor, case_no: str) -> None:
        """The step itself, on the store worker. Raises KnownError."""
        charge, unit = self.sheet.live, self.unit
        if charge is None:
            charges.raise_sheet(actor, case_no, self.asks() if unit is not None else None)
        elif unit is not None:
            charges.confirm(actor, charge.number, unit.unit, self.asks())
        elif self.chosen == "answer":
            charges.answer(actor, charge.number, self.get("words"))
        elif self.chosen == "cancel":
            charges.cancel(actor, charge.number, self.get("why"))
        else:
            payer = Payer(name=self.get("name"), number=self.get("number"))
            charges.change_payer(actor, charge.number, payer, self.get("why"))

    # --- how it looks

    def base(self) -> PanelView:
        unit = self.unit
        if unit is None:
            return self._other()
        n = len(self.taken)
        ticks = [_tick(item) for item in self.offered]
        if n:
            ticks.append(Tick(LESS, "减免", remark="凭文件才能少收：优惠政策、合同文本、专题纪要"))
        word = text("核定 {unit}：{n} 项", unit=unit.name, n=n)
        if not n:
            word = text("核定 {unit}：0 元", unit=unit.name)
        return PanelView(
            title="缴费单",
            remark=text("照收费目录，不能写价钱"),
            options=self.choices,
            listed=True,
            facts=self._facts(unit),
            ticks=tuple(ticks),
            fields=_less_fields(n) if LESS in self.ticked and n else (),
            confirm=word,
            first=f"tick.{self.offered[0].code}" if self.offered else "confirm",
            wide=LESS in self.ticked and n > 0,
            beside=False,
        )

    def _facts(self, unit: UnitFees) -> tuple[Fact, ...]:
        red = feerows.red_card(self.sheet)
        found = [Fact("returned", red)] if red is not None else []
        found += [
            Fact("differs", text("{why}", why=str(item.barred)))
            for item in unit.items
            if item.barred is not None
        ]
        if not unit.items:
            found.append(Fact("", text("目录里这个事项没有{unit}的收费", unit=unit.name)))
        return tuple(found)

    def _other(self) -> PanelView:
        fields = {
            "answer": (PanelField("words", "改了", "财务看得懂的一句", lines=2),),
            "cancel": (PanelField("why", "原因"),),
            "payer": (
                PanelField("name", "缴款人", "票据上的名称"),
                PanelField("number", "证号", "信用代码或身份证号，可不填"),
                PanelField("why", "原因", "如：法定代表人代缴"),
            ),
        }[self.chosen]
        word = {
            "answer": "交回财务，打新的通知单",
            "cancel": "撤掉这张缴费单",
            "payer": "换缴款人",
        }[self.chosen]
        red = feerows.red_card(self.sheet)
        return PanelView(
            title="缴费单",
            options=self.choices,
            listed=True,
            facts=(Fact("returned", red),) if red is not None else (),
            fields=fields,
            confirm=word,
            first=fields[0].key,
        )


def _tick(item: FeeView) -> Tick:
    label = {"copies": "几份", "base": "基数", "quantity": "数量"}[item.asks]
    hint = {"copies": "1", "base": f"{item.measure}，元", "quantity": item.measure}[item.asks]
    key = quantity_key(item.code)
    named = f"{label} {item.name}"
    return Tick(
        item.code,
        f"{item.name}　{item.standard}",
        remark=item.note,
        field=PanelField(key, label, hint, named=named),
    )


def _less_fields(n: int) -> tuple[PanelField, ...]:
    fields = [
        PanelField("less.kind", "依据", "1 优惠政策 2 合同文本 3 专题纪要", named="减免依据"),
        PanelField("less.number", "文号", named="减免文号"),
        PanelField("less.approver", "批准人", named="减免批准人"),
        PanelField("less.on", "日期", "批准日期，如 2026-09-18", named="减免批准日期"),
        PanelField("less.by", "减", "50%，或 100.00 元", named="减多少"),
        PanelField("less.file", "扫描件", "文件放在哪里，PDF 或图片", named="减免扫描件"),
    ]
    if n > 1:
        fields.insert(0, PanelField("less.which", "哪几项", "如 1 3；空着是全部", named="减哪几项"))
    return tuple(fields)


def _reduced_ask(ask: FeeAsk, less: LessAsk | None) -> FeeAsk:
    return FeeAsk(code=ask.code, quantity=ask.quantity, base=ask.base, less=less)


# --- which choices there are, and when --------------------------------------------------------


def choices(sheet: SheetView, lead: str, acceptor: str, actor: Actor) -> tuple[Option, ...]:
    """What the one at the window can do with the sheet, the most likely first."""
    charge = sheet.live
    own = actor.unit == lead or actor.number == acceptor
    found: list[Option] = []
    if charge is None:
        units = [u for u in sheet.units if u.unit == lead] if own else []
        return tuple(Option(f"unit.{u.unit}", text("开单：{unit}核定", unit=u.name)) for u in units)
    if charge.status in OPEN:
        mine = [u for u in sheet.units if actor.unit in u.speakers]
        mine.sort(key=lambda u: bool(u.confirmed))
        found += [Option(f"unit.{u.unit}", text("{unit}核定", unit=u.name)) for u in mine]
    if own and charge.status is ChargeStatus.BACK:
        at = 0 if _touched(charge) else len(found)
        found.insert(at, Option("answer", text("改好交回财务")))
    if own and charge.status in WITHOUT_MONEY:
        found += [Option("payer", text("换缴款人")), Option("cancel", text("撤单"))]
    return tuple(found)


def _touched(charge: Charge) -> bool:
    """A unit has stated its lines anew since finance sent the sheet back."""
    back = charge.sent_back
    return back is not None and any(share.at > back.at for share in charge.shares)


def may(page: CasePresenter) -> Availability:
    """F7 in the case that is open here."""
    view = page.view
    if view is None or view.state.received is None:
        return no("还没打开办件")
    if not view.state.accepted_on:
        return no("还没受理，不收任何费用")
    if view.sheet is None:
        return no("收费目录里这个事项不收费")
    received = view.state.received
    if choices(view.sheet, received.unit, view.state.acceptor, page.actor()):
        return YES
    charge = view.sheet.live
    if charge is None:
        return no("请受理单位的窗口开单")
    if charge.status in OPEN:
        names = "、".join(s.unit_short for s in charge.unconfirmed or charge.shares)
        return no(text("等{names}核定", names=names))
    return no(text("缴费单{status}", status=CHARGE_WORDS[charge.status]))


def next_step(view: CaseView, actor: Actor, other: Text | str) -> NextStep | None:
    """The 下一步 line where finance wants the sheet put right, or a co-unit owes its word."""
    state = view.state
    charge = view.sheet.live if view.sheet else None
    if view.sheet is None or charge is None or state.received is None or state.status in ENDED:
        return None
    lead = state.received.unit
    if charge.status is ChargeStatus.BACK and actor.unit == lead:
        if _touched(charge):
            return NextStep(keys.FEES.id, text("缴费单改过了，**交回财务**"), "", other)
        now = text("财务打回了缴费单，**改好** 再交回")
        return NextStep(keys.FEES.id, now, text("打新的通知单，不用重新排队"), other)
    silent = {share.unit for share in charge.unconfirmed}
    owed = [u for u in view.sheet.units if u.unit in silent and actor.unit in u.speakers]
    if charge.status is ChargeStatus.OPEN and owed and actor.unit != lead:
        now = text("核定 **{unit}** 的收费，不收的核定 0", unit=owed[0].name)
        return NextStep(keys.FEES.id, now, text("都核定了才能缴费、开票"), other)
    return None


def press(page: CasePresenter) -> None:
    """F7: open the panel; pressed again, do what it says."""
    if page.panel is not None and page.panel.kind == FeePanel.kind:
        page.confirm()
    elif page.view is not None and page.view.sheet is not None and page.panel is None:
        state = page.view.state
        lead = state.received.unit if state.received else ""
        found = choices(page.view.sheet, lead, state.acceptor, page.actor())
        if found:
            panel = FeePanel(sheet=page.view.sheet, choices=found)
            panel.choose(found[0].value)
            page.show(panel)
