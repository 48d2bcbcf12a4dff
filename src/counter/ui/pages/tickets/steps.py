"""What a panel of the page asks the desk to do, as a job for the store worker. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from counter.domain.people import Actor
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.tickets.panels import (
    LostPanel,
    RedPanel,
    ReprintPanel,
    TwoPeople,
    VoidPanel,
    WrittenPanel,
    date_of,
)
from counter.ui.pages.tickets.paperpanels import (
    CalibratePanel,
    LendPanel,
    ReceivePanel,
    WriteOffPanel,
    whole,
)
from counter.ui.pages.tickets.state import TicketServices

Job = Callable[[], object]


@singledispatch
def job(panel: Panel, services: TicketServices, actor: Actor, code: str) -> Job:
    """The job that a confirmed panel stands for. code: of the paper in the tractor."""
    raise TypeError(f"no job for {panel.kind}")


def _second(panel: TwoPeople, services: TicketServices) -> Actor:
    return services.countersign(panel.get("second"), panel.get("pin"))


@job.register
def _(panel: VoidPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    reason, words, copies = panel.chosen, panel.get("words"), whole(panel.get("copies")) or 0
    ticket = panel.ticket

    def do() -> object:
        second = _second(panel, services)
        if ticket is None:
            return services.tickets.void_blank(actor, code, reason, words, copies, second)
        void = services.tickets.void
        return void(actor, ticket.code, ticket.number, reason, words, copies, second)

    return do


@job.register
def _(panel: LostPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    issued = panel.ticket if panel.chosen == "issued" else None
    where = (issued.code, issued.number) if issued else (code, "")
    report, notice = panel.get("report"), panel.get("notice")
    return lambda: services.tickets.lose(actor, *where, report, notice, _second(panel, services))


@job.register
def _(panel: RedPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    ticket = panel.ticket
    assert ticket is not None
    return lambda: services.tickets.red(
        actor,
        ticket.code,
        ticket.number,
        panel.get("why"),
        panel.get("refund"),
        panel.get("seen"),
        _second(panel, services),
        simulated=services.simulated,
    )


@job.register
def _(panel: ReprintPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    ticket = panel.ticket
    assert ticket is not None
    return lambda: services.print_again(actor, ticket)


@job.register
def _(panel: WrittenPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    sheet, seen, written = panel.chosen, panel.get("seen"), date_of(panel.get("written"))
    cash = panel.owed > 0
    return lambda: services.tickets.enter_written(actor, sheet, seen, written, cash=cash)


@job.register
def _(panel: ReceivePanel, services: TicketServices, actor: Actor, code: str) -> Job:
    return lambda: services.stock.receive(
        actor,
        code=panel.get("code"),
        kind=panel.chosen,
        first=whole(panel.get("first")) or 0,
        last=whole(panel.get("last")) or 0,
        source=panel.get("source"),
        document=panel.get("document"),
        hand="hand" in panel.ticked,
    )


@job.register
def _(panel: LendPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    count, window, to = whole(panel.get("count")) or 0, panel.get("window"), panel.get("to")
    return lambda: services.stock.lend(actor, panel.chosen, count, window, to)


@job.register
def _(panel: WriteOffPanel, services: TicketServices, actor: Actor, code: str) -> Job:
    last, document = whole(panel.get("last")) or 0, panel.get("document")
    return lambda: services.stock.write_off(actor, panel.chosen, last, document)


@job.register
def _(panel: CalibratePanel, services: TicketServices, actor: Actor, code: str) -> Job:
    form, measured = panel.chosen, panel.measured
    assert measured is not None
    return lambda: services.calibrate(form, measured)
