"""A ticket's paper: what is printed on the numbered form, from the act that used the number."""

from __future__ import annotations

from counter.domain.catalogue import CatalogueIndex
from counter.domain.fees import quantity_words
from counter.domain.finance.charge import Charge
from counter.domain.finance.lines import ChargeLine
from counter.domain.finance.payment import WAY_WORDS, PayState
from counter.domain.finance.ticket import TicketBegun
from counter.domain.money import yuan
from counter.domain.ticketcontent import TicketContent, TicketItem


def kind_code(kind: str) -> str:
    """Code of the paper type of a ticket kind in the catalogue: ticket_0121."""
    return f"ticket_{kind}"


def ticket_content(
    begun: TicketBegun, charge: Charge, catalogue: CatalogueIndex, unit: str, *, training: bool
) -> TicketContent:
    """Everything the ticket says. unit: code of the unit that issues it (收款单位)."""
    agency = catalogue.units.get(unit)
    return TicketContent(
        bill_code=begun.code,
        serial_code=begun.number,
        check_code=begun.check,
        date=begun.written or begun.day,
        payer_name=begun.payer.name,
        payer_code=begun.payer.number,
        items=tuple(_item(line) for line in begun.lines),
        total=begun.fen,
        agency_name=agency.name if agency else catalogue.centre.name,
        payee=begun.clerk_name,
        remark=_remark(begun, charge),
        charge_sheet=begun.sheet,
        case_no=begun.case_no,
        pay_method=_ways(begun),
        pos_reference="、".join(
            p.slip.reference
            for p in charge.payments
            if p.state is PayState.DONE and p.purpose == "sale" and p.slip and p.slip.reference
        ),
        red=bool(begun.red_of),
        original_code=begun.code if begun.red_of else "",
        original_serial=begun.red_of,
        training=training,
        simulated=begun.simulated,
    )


def _item(line: ChargeLine) -> TicketItem:
    return TicketItem(
        code=line.code,
        name=line.name,
        unit=line.measure,
        quantity=quantity_words(line.quantity) if line.quantity else "",
        standard=line.standard,
        amount=line.payable,
    )


def _ways(begun: TicketBegun) -> str:
    ways = [(WAY_WORDS.get(way, way), fen) for way, fen in begun.ways]
    if len(ways) == 1:
        return ways[0][0]
    if sum(fen for _, fen in ways) != begun.fen:  # of several tickets: the ways are the sheet's
        return "、".join(word for word, _ in ways)
    return " ".join(f"{word} {yuan(fen)}" for word, fen in ways)


def _remark(begun: TicketBegun, charge: Charge) -> str:
    said: list[str] = []
    on_ticket = {(line.unit, line.code) for line in begun.lines if line.reduced}
    for cut in charge.reductions:
        if (cut.unit, cut.code) in on_ticket:
            said.append(f"减免 {yuan(cut.by)}（{cut.document}）")
    if begun.replaces:
        said.append(f"换开，原票 {begun.replaces} 作废")
    if begun.red_of:
        said.append(f"{begun.red_why}；退付 {begun.refund_paper}")
    if begun.written:
        said.append("手写票补录")
    return "；".join(said)
