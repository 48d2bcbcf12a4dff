"""Invented money: tickets, as the finance desk would fill them.

Credit codes, identity numbers, accounts and names do not exist; check digits are right.
"""

from __future__ import annotations

import msgspec

from counter.documents.samplehall import CATALOGUE, DAY
from counter.domain.ticketcontent import TicketContent, TicketItem, ticket_fields

ITEMS = (
    TicketItem(
        code="103044101",
        name="食品流通许可证工本费",
        unit="证",
        quantity="1",
        standard="10.00",
        amount=10_00,
    ),
    TicketItem(
        code="103044102",
        name="经营场所检测费",
        unit="平方米",
        quantity="120.5",
        standard="5.00",
        amount=602_50,
    ),
    TicketItem(
        code="103044103",
        name="图纸复制费",
        unit="张",
        quantity="34",
        standard="7.00",
        amount=238_00,
    ),
)


def ticket(kind: str = "general", *, red: bool = False) -> TicketContent:
    """A ticket over 850.50, general or a payment order; red: −850.50, answers ticket 64."""
    sign = -1 if red else 1
    items = tuple(
        TicketItem(
            code=item.code,
            name=item.name,
            unit=item.unit,
            quantity=item.quantity,
            standard=item.standard,
            amount=sign * item.amount,
        )
        for item in ITEMS
    )
    plain = TicketContent(
        bill_code="43042126",
        serial_code="0000000071" if red else "0000000064",
        date=DAY.isoformat(),
        payer_name="衡山县春天里餐饮有限责任公司",
        payer_code="91430423MA4L00003J",
        items=items,
        total=sum(item.amount for item in items),
        agency_name=CATALOGUE.centre.name,
        payee="刘慧",
        checker="谭明",
        remark="已核对，退付申请 2026-012 号" if red else "",
        charge_sheet="衡工商缴〔2026〕0031 号",
        case_no="4304232609220900218",
        pay_code="43042326092200000317",
        pay_method="刷卡",
        pos_reference="092210371846",
        red=red,
        original_code="43042126" if red else "",
        original_serial="0000000064" if red else "",
    )
    if kind == "general":
        return plain
    return msgspec.structs.replace(
        plain,
        payer_account="8201 0750 0012 3456 789",
        payer_bank="衡山农村商业银行开云支行（演示）",
        payee_name="衡山县财政局非税收入汇缴结算户",
        payee_account="8201 0750 0000 0000 118",
        payee_bank="衡山农村商业银行营业部（演示）",
    )


def general() -> dict[str, object]:
    """非税收入通用票据."""
    return ticket_fields(ticket())


def payment() -> dict[str, object]:
    """非税收入一般缴款书."""
    return ticket_fields(ticket("payment"))
