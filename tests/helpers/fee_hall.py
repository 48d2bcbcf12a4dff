"""The small hall with fees: a matter of one unit, a joint one of three, a finance window."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
from tests.helpers.small_hall import CATALOGUE, CLERK, PROMISE, Place, application, material

from counter.domain import jointsteps, reception
from counter.domain.acts import NewAct
from counter.domain.case import CaseState
from counter.domain.catalogue import CatalogueIndex, Handling, MatterLaw, PaperType, Unit
from counter.domain.feeplan import FeePlan, PlanLine, Reduction
from counter.domain.fees import FeeItem, Fixed, MatterFee, Percent, PerQuantity, Tier, Tiers
from counter.domain.finance import chargeback, charging
from counter.domain.finance.charge import Charge, evolve_charge
from counter.domain.finance.charging import LineAsk
from counter.domain.people import Actor, Role
from counter.domain.persons import Applicant
from counter.domain.reception import Setting

FIRM = "91430423MA4L00011D"
FIRE = Actor(number="0501", name="刘强", unit="XF", window="5", roles=frozenset({Role.CLERK}))
CULTURE = Actor(number="0901", name="谭芳", unit="WH", window="9", roles=frozenset({Role.CLERK}))
FINANCE = Actor(number="2006", name="刘慧", unit="CZ", window="20", roles=frozenset({Role.FINANCE}))
JOINT = msgspec.structs.replace(
    PROMISE,
    code="430423-GS-0009-01",
    name="大型活动许可",
    handling=Handling.JOINT,
    legal_days=45,
    promised_days=30,
    law=MatterLaw(co_units=("WH", "XF", "QX"), co_days=10),
)


def _item(code: str, name: str, unit: str, standard: object, **more: object) -> FeeItem:
    values: dict[str, object] = {
        "basis": "县价〔2012〕5 号",
        "level": "county",
        "account": "县非税财政专户",
        "valid_from": "2012-01-01",
        **more,
    }
    return FeeItem(code=code, name=name, unit=unit, standard=standard, **values)  # type: ignore[arg-type]


ITEMS = (
    _item(
        "A1",
        "场地占用费",
        "GS",
        PerQuantity(fen=25_00),
        measure="㎡",
        valid_until="2026-09-30",
    ),
    _item(
        "A1",
        "场地占用费",
        "GS",
        PerQuantity(fen=30_00),
        measure="㎡",
        valid_from="2026-10-01",
        version=2,
    ),
    _item("A2", "交易服务费", "GS", Percent(ppm=1_000, floor=500_00, ceiling=50_000_00)),
    _item("A3", "换牌工本费", "GS", Fixed(fen=10_50)),
    _item("A4", "旧项目", "GS", Fixed(fen=5_00), valid_until="2020-12-31"),
    _item("B1", "检测费", "WH", Fixed(fen=200_00), measure="次"),
    _item(
        "B2",
        "处置费",
        "WH",
        Tiers(tiers=(Tier(upto=100_000, fen=8_00), Tier(upto=0, fen=0)), mode="whole"),
        measure="t",
    ),
    _item("C1", "审查费（拟定）", "XF", PerQuantity(fen=1_00), status="draft", level="", basis=""),
    _item("Z1", "全程代理", "GS", Fixed(fen=0), agency=True),
)
MATTER_FEES = tuple(
    MatterFee(matter=matter, fee=code)
    for matter, codes in (
        (PROMISE.code, ("A1", "A2", "A3", "A4")),
        (JOINT.code, ("A1", "A2", "A3", "B1", "B2", "C1")),
    )
    for code in codes
)
PLAN = FeePlan(
    credit_code=FIRM,
    name="衡山县开云建材有限公司",
    year=2026,
    document="县政府专题纪要〔2026〕3 号",
    lines=(PlanLine(fee="A1", unit="GS", fen=80_000),),
)
PAPERS = (
    PaperType(
        code="charge_notice", title="缴费通知单", mark="缴", form="charge_notice", series=False
    ),
    PaperType(code="send_back", title="打回单", mark="打", form="send_back"),
    PaperType(
        code="back_slip",
        title="请回窗口",
        mark="",
        form="back_slip",
        channel="slip",
        series=False,
    ),
)
_UNITS = (
    Unit(code="XF", name="衡山县公安消防大队", short="消防", placement="resident"),
    Unit(code="QX", name="衡山县气象局", short="气象局", placement="agency", agent="GS"),
    Unit(code="CZ", name="衡山县财政局", short="财政局", placement="resident"),
)
FEES = CatalogueIndex(
    msgspec.structs.replace(
        CATALOGUE,
        units=(*CATALOGUE.units, *_UNITS),
        matters=(*CATALOGUE.matters, JOINT),
        papers=(*CATALOGUE.papers, *PAPERS),
        fees=ITEMS,
        matter_fees=MATTER_FEES,
        fee_plans=(PLAN,),
    )
)
SCAN = hashlib.sha256(b"scan").hexdigest()


def less(**changes: object) -> Reduction:
    """Half, on the minutes of a meeting."""
    values: dict[str, object] = {
        "kind": "minutes",
        "number": "县政府专题纪要〔2026〕14 号",
        "approver": "唐国华",
        "approved_on": "2026-09-18",
        "scan": SCAN,
        "pages": 2,
        "ppm": 500_000,
        **changes,
    }
    return Reduction(**values)  # type: ignore[arg-type]


class FeePlace(Place):
    """The small hall whose catalogue has fees."""

    def setting(self) -> Setting:
        return msgspec.structs.replace(super().setting(), catalogue=FEES)


class Sheet:
    """An accepted case and the steps on its sheet, on 2026-09-22. code: what the paper bears."""

    def __init__(self, joint: bool = False, firm: bool = False) -> None:
        self.place = FeePlace()
        self.codes: list[str] = []
        changes: dict[str, object] = {"matter": (JOINT if joint else PROMISE).code}
        if firm:
            changes["applicant"] = Applicant(
                kind="organisation",
                name="衡山县开云建材有限公司",
                credit_code=FIRM,
                representative="谭建国",
                address="开云镇",
            )
        app = application(**changes, materials=(material("m1"),), form={})
        self.number, acts = reception.accept(app, CLERK, self.place.setting())
        self.place.record(CLERK, acts)
        if joint:
            self.record(CLERK, lambda p: jointsteps.open_parts(self.state, None, CLERK, p))

    @property
    def state(self) -> CaseState:
        return self.place.case(self.number)

    @property
    def charge(self) -> Charge:
        """The sheet as the store folds it, from its own stream."""
        held = self.state.charge
        assert held is not None
        stream, charge = f"charge:{held.number}", Charge(number=held.number)
        for act in self.place.acts:
            if stream in (act.header.stream, *act.header.touches):
                charge = evolve_charge(charge, act)
        return charge

    def seal(self, charge: Charge) -> str:
        self.codes.append(charge.number)
        return "JF1CODE"

    def record(self, actor: Actor, step: Callable[[Setting], list[NewAct]]) -> list[NewAct]:
        acts = step(self.place.setting())
        self.place.record(actor, acts)
        return acts

    def open(self, actor: Actor = CLERK, **named: object) -> list[NewAct]:
        return self.record(
            actor,
            lambda p: charging.raise_charge(
                self.state,
                self.state.charge,
                actor,
                p,
                FEES,
                **named,  # type: ignore[arg-type]
            ),
        )

    def confirm(self, unit: str, *asks: LineAsk, actor: Actor = CLERK) -> list[NewAct]:
        return self.record(
            actor,
            lambda p: charging.confirm_unit(
                self.charge, self.state, unit, asks, actor, p, FEES, self.seal
            ),
        )

    def reduce(self, unit: str, code: str, reduction: Reduction, actor: Actor = CLERK) -> None:
        self.record(
            actor,
            lambda p: charging.reduce_line(
                self.charge, self.state, unit, code, reduction, actor, p, FEES
            ),
        )

    def back(
        self,
        reason: str = "standard",
        words: str = "面积按图纸 12 ㎡ 算。",
        actor: Actor = FINANCE,
    ) -> list[NewAct]:
        return self.record(
            actor,
            lambda p: chargeback.send_back(self.charge, self.state, reason, words, actor, p),
        )

    def answer(self, words: str = "面积改成 12 ㎡", actor: Actor = CLERK) -> list[NewAct]:
        return self.record(
            actor,
            lambda p: chargeback.answer_back(self.charge, self.state, words, actor, p, self.seal),
        )

    def cancel(self, why: str = "开错了", actor: Actor = CLERK) -> list[NewAct]:
        return self.record(
            actor, lambda p: chargeback.cancel(self.charge, self.state, why, actor, p)
        )


AREA = LineAsk(code="A1", quantity=12_000)
"""12 ㎡ at 25.00 = 300.00."""
