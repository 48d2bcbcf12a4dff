"""A finance window over a real training store: a desk with people of finance, paper and a sheet."""

from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
from tests.helpers.desk import CATALOGUE, LETTERS, PIN, STAFF, Desk
from tests.helpers.small_hall import NOW

from counter.desk.cashier import CashierDesk
from counter.desk.catalogues import import_catalogue
from counter.desk.session import SYSTEM
from counter.desk.shifts import ShiftDesk
from counter.desk.stock import StockDesk
from counter.desk.tickets import TicketDesk
from counter.domain.acts import NewAct
from counter.domain.catalogue import PaperType, StaffMember
from counter.domain.finance.charge import ChargeConfirmed, ChargeRaised, charge_stream
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.people import Actor
from counter.domain.ticketcontent import TicketContent, check_ticket
from counter.packs.catalogue import catalogue_digest
from counter.ports.papers import TicketForm

CODE = "43012126"
FINANCE = (
    StaffMember(number="2001", name="刘慧", unit="CZ", window="20", roles=("finance",)),
    StaffMember(number="2002", name="何建平", unit="CZ", window="20", roles=("finance",)),
)
KINDS = tuple(
    PaperType(
        code=f"ticket_{kind}", title=title, mark="", form=form, channel="overlay", series=False
    )
    for kind, title, form in (
        ("0121", "非税收入通用票据", "ticket_general"),
        ("0321", "非税收入一般缴款书", "ticket_payment"),
    )
)
REPORTS = tuple(
    PaperType(code=code, title=title, mark="", form=code, channel=channel, series=False)
    for code, title, channel in (
        ("pos_pending", "待查凭证", "slip"),
        ("day_close", "日结单", "page"),
        ("ticket_usage", "票据使用情况表", "page"),
        ("fee_summary", "收费汇总表", "page"),
        ("pos_reconcile", "POS 对账表", "page"),
        ("bank_deposit", "缴款单", "page"),
        ("ticket_writeoff", "票据核销表", "page"),
        ("shift_handover", "交接班单", "page"),
    )
)


class PlainTickets:
    """Forms of three parts and twelve rows, for every ticket kind."""

    def ticket_form(self, form: str, version: str = "") -> TicketForm:
        return TicketForm(
            form=form,
            version=f"{form}@1",
            title=form,
            width_mm=241,
            height_mm=139.7,
            parts=("存根", "收据", "记账"),
            most_items=12,
        )

    def check_ticket(self, form: str, content: TicketContent) -> None:
        check_ticket(content)


def line(
    unit: str = "GS", code: str = "103044908", due: int = 30000, kind: str = "0121"
) -> ChargeLine:
    """One fee of a unit, due in fen."""
    return ChargeLine(
        unit=unit,
        unit_short=unit,
        code=code,
        name=f"项目 {code}",
        basis="县价〔2024〕11 号",
        measure="项",
        quantity=1000,
        standard="300.00",
        due=due,
        ticket_kind=kind,
        account="财政专户",
    )


class Till(Desk):
    """A desk with a finance window 20, two people of finance, and paper 600001 to 600100."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, NOW)
        catalogue = msgspec.structs.replace(
            CATALOGUE,
            version=CATALOGUE.version + 1,
            staff=(*STAFF, *FINANCE),
            letters=LETTERS,
            papers=(*CATALOGUE.papers, *KINDS, *REPORTS),
        )
        body, digest = catalogue_digest(catalogue)
        import_catalogue(self.hall, catalogue, body, digest, SYSTEM)
        self.session.register_staff(catalogue)
        self.session.give_first_pins({m.number: PIN for m in FINANCE}, must_change=False)
        self.cashier = CashierDesk(self.hall)
        self.tickets = TicketDesk(self.hall, PlainTickets())  # type: ignore[arg-type]
        self.stock = StockDesk(self.hall)
        self.shifts = ShiftDesk(self.hall)
        self._numbers = itertools.count(1)

    def person(self, number: str = "2001") -> Actor:
        """Somebody of finance at window 20."""
        self.session.window = "20"
        return self.session.countersign(number, PIN)

    def paper(self, count: int = 100) -> None:
        """Receive a batch and lend it to window 20."""
        one = self.person()
        made = self.stock.receive(
            one, code=CODE, kind="0121", first=600001, last=600100, source="财政局", document="领1"
        )
        self.stock.lend(one, made.batch, count, "20", "2001")

    def sheet(self, *lines: ChargeLine) -> str:
        """A confirmed sheet; returns its number."""
        number = f"缴〔2026〕03-{next(self._numbers):04d}"
        lines = lines or (line(),)
        units = tuple(dict.fromkeys(x.unit for x in lines))
        raised = ChargeRaised(
            number=number,
            case_no="",
            matter="m",
            matter_title="测试事项",
            payer=Payer(name="衡山县开云镇明远粮油店", number="91430423MA4L00003J"),
            window="3",
            unit=units[0],
            units=tuple((u, u) for u in units),
            catalogue=1,
        )
        acts = [raised] + [
            ChargeConfirmed(unit=u, lines=tuple(x for x in lines if x.unit == u), by_name="李")
            for u in units
        ]
        with self.store.write() as tx:
            tx.append(
                [
                    NewAct(stream=charge_stream(number), payload=p, effective_on="2026-09-22")
                    for p in acts
                ],
                self.hall.stamp(self.person()),
            )
        return number
