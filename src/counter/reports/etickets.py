"""The data of electronic tickets as XML: what each number says, and what answers it.

The structure is ours and is described in docs/money.md; it follows the fields of the finance
ministry's bill record (票据代码, 票据号码, 校验码 …) without claiming to be its exchange format.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from counter.domain.fees import quantity_words
from counter.domain.finance.lines import ChargeLine
from counter.domain.finance.ticket import Ticket
from counter.domain.money import capitals

VERSION = "1"


def plain(fen: int) -> str:
    """Yuan with two places, no grouping: 1409.50, -50.00."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def tickets_xml(centre: str, first: str, last: str, tickets: Sequence[Ticket]) -> bytes:
    """Every number of the period, in order of code and number; UTF-8 with declaration. Numbers that
    were voided or lost blank are there too, without items."""
    root = ET.Element("tickets", version=VERSION, centre=centre, first=first, last=last)
    root.set("count", str(len(tickets)))
    root.set("total", plain(sum(t.fen for t in tickets if t.stands)))
    for ticket in sorted(tickets, key=lambda t: (t.code, t.number)):
        _ticket(root, ticket)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _ticket(root: ET.Element, ticket: Ticket) -> None:
    node = ET.SubElement(root, "ticket", code=ticket.code, number=ticket.number)
    node.set("state", ticket.state.value)
    node.set("date", ticket.day)
    node.set("window", ticket.window)
    begun = ticket.begun
    if begun is not None:
        node.set("check", begun.check)
        node.set("kind", begun.kind)
        node.set("payee", begun.clerk_name)
        payer = begun.payer
        ET.SubElement(node, "payer", name=payer.name, number=payer.number)
        items = ET.SubElement(node, "items")
        for line in begun.lines:
            _item(items, line)
        ET.SubElement(node, "total", amount=plain(begun.fen), capitals=capitals(begun.fen))
        for way, fen in begun.ways:
            ET.SubElement(node, "paid", way=way, amount=plain(fen))
        ET.SubElement(node, "sheet", number=begun.sheet, case=begun.case_no)
        if begun.written:
            ET.SubElement(node, "written", date=begun.written)
        if begun.red_of:
            red = ET.SubElement(node, "original", code=begun.code, number=begun.red_of)
            red.set("reason", begun.red_why)
            red.set("refund", begun.refund_paper)
        if begun.replaces:
            ET.SubElement(node, "replaces", code=begun.code, number=begun.replaces)
    if ticket.red_by:
        ET.SubElement(node, "red", code=ticket.code, number=ticket.red_by)
    if ticket.replaced_by:
        ET.SubElement(node, "replacement", code=ticket.code, number=ticket.replaced_by)
    if ticket.voided is not None:
        ET.SubElement(node, "void", reason=ticket.voided.reason, words=ticket.voided.words)
    if ticket.lost is not None:
        ET.SubElement(node, "lost", report=ticket.lost.report, notice=ticket.lost.notice)


def _item(items: ET.Element, line: ChargeLine) -> None:
    node = ET.SubElement(items, "item", code=line.code, name=line.name)
    node.set("department", line.unit_short)
    node.set("account", line.account)
    node.set("measure", line.measure)
    node.set("quantity", quantity_words(line.quantity) if line.quantity else "")
    node.set("standard", line.standard)
    node.set("due", plain(line.due))
    node.set("reduced", plain(line.reduced))
    node.set("amount", plain(line.payable))
