"""What a ticket says: sums, signs, the fields of its form, and the shape of its numbers."""

from __future__ import annotations

import msgspec
import pytest

from counter.domain.errors import KnownError
from counter.domain.ticketcontent import (
    AS_IS,
    Calibration,
    TicketContent,
    TicketItem,
    check_calibration,
    check_ticket,
    mask_holds,
    ticket_fields,
)

TICKET = TicketContent(
    bill_code="43042126",
    serial_code="0000000064",
    date="2026-09-02",
    payer_name="欧阳雪",
    items=(
        TicketItem(code="01", name="工本费", amount=30_000),
        TicketItem(code="02", name="检测费", quantity="2", standard="225.25", amount=45_050),
        TicketItem(code="03", name="复制费", amount=10_000),
    ),
    total=85_050,
    agency_name="衡山县政务便民中心",
    payee="刘慧",
)


def changed(**changes: object) -> TicketContent:
    return msgspec.structs.replace(TICKET, **changes)


RED_ITEM = TicketItem(code="01", name="工本费", amount=-5_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (changed(items=()), "ticket.no_items"),
        (changed(total=85_051), "ticket.sum"),
        (changed(red=True, original_serial="0000000063"), "ticket.sign"),
        (changed(items=(RED_ITEM,), total=-5_000), "ticket.sign"),
        (changed(items=(RED_ITEM,), total=-5_000, red=True), "ticket.no_original"),
        (changed(items=(RED_ITEM,), total=0), "ticket.sum"),
    ],
)
def test_a_ticket_that_cannot_be_true_is_refused(content: TicketContent, code: str) -> None:
    for look in (check_ticket, ticket_fields):
        with pytest.raises(KnownError) as refused:
            look(content)
        assert refused.value.code == code and str(refused.value.next_step)


def test_the_fields_say_figures_capitals_and_dates() -> None:
    fields = ticket_fields(TICKET)
    assert (fields["total"], fields["total_capitals"]) == ("850.50", "捌佰伍拾元零伍角整")
    assert fields["date_capitals"] == "贰零贰陆年玖月零贰日"
    assert [fields[k] for k in ("date_year", "date_month", "date_day")] == ["2026", "09", "02"]
    rows = fields["ticket_items"]
    assert isinstance(rows, list) and [row["amount"] for row in rows] == [
        "300.00",
        "450.50",
        "100.00",
    ]


def test_a_red_ticket_names_the_one_it_answers() -> None:
    red = changed(
        items=(RED_ITEM,),
        total=-5_000,
        red=True,
        original_code="43042126",
        original_serial="0000000063",
    )
    fields = ticket_fields(red)
    assert (fields["total"], fields["total_capitals"]) == ("-50.00", "负伍拾元整")
    assert fields["original"] == "43042126 0000000063" and fields["red_words"] == "红字"


@pytest.mark.parametrize(
    ("mask", "value", "holds"),
    [
        ("####", "0064", True),
        ("####", "064", False),
        ("####", "00640", False),
        ("####", "００６４", False),
        ("湘@##", "湘A12", True),
        ("湘@##", "湘a12", False),
        ("(.)#", "(.)1", True),
        ("(.)#", "(x)1", False),
    ],
)
def test_a_mask_is_the_shape_of_a_number(mask: str, value: str, holds: bool) -> None:
    assert mask_holds(mask, value) is holds


def test_a_setting_that_no_printer_needs_is_refused() -> None:
    check_calibration(AS_IS)
    check_calibration(Calibration(dx_um=-30_000, dy_um=30_000, scale_x_ppm=1_100_000))
    for far in (Calibration(dy_um=30_001), Calibration(scale_x_ppm=1_100_001)):
        with pytest.raises(KnownError, match=r"overlay\.calibration"):
            check_calibration(far)
