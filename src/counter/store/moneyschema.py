"""Tables of what the money leaves behind: sheets, payments, tickets, batches of paper, shifts.

All are projections, a row for each stream with the fold in `state` (see `folded`).
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _state() -> Column[bytes]:
    return Column("state", LargeBinary, nullable=False)


def tables(metadata: MetaData) -> tuple[Table, ...]:
    """Declare the tables in `metadata`: charge, payment, ticket, stock, shift rows, in order."""
    charge = Table(
        "charge_row",
        metadata,
        Column("number", Text, primary_key=True),
        _integer("ord"),  # place of the sheet's first act
        _text("case_no"),
        _text("window"),
        _text("status"),
        _text("payer"),
        _text("payer_number"),
        _text("raised_at"),
        _integer("payable"),  # fen
        _integer("paid"),
        _state(),
        Index("charge_status", "status", "ord"),
        Index("charge_case", "case_no", "ord"),
        Index("charge_raised", "raised_at"),
        Index("charge_payer", "payer_number", "ord"),
        # what is asked of all sheets there ever were reads these, not the rows with their folds
        Index("charge_sums", "status", "payable", "paid"),
        Index("charge_names", "ord", "number", "case_no", "payer"),
    )
    payment = Table(
        "payment_row",
        metadata,
        Column("trace", Text, primary_key=True),
        _integer("ord"),
        _text("sheet"),
        _text("shift"),
        _text("device"),
        _text("status"),
        _text("at"),
        _state(),
        Index("payment_status", "status", "ord"),
        Index("payment_shift", "shift", "ord"),
        Index("payment_sheet", "sheet", "ord"),
        Index("payment_device", "device", "ord"),
    )
    ticket = Table(
        "ticket_row",
        metadata,
        Column("code", Text, primary_key=True),
        Column("number", Text, primary_key=True),
        _integer("ord"),
        _text("sheet"),
        _text("shift"),
        _text("window"),
        _text("day"),
        _text("stock"),
        _text("status"),
        _integer("fen"),
        _state(),
        Index("ticket_status", "status", "ord"),
        Index("ticket_shift", "shift", "ord"),
        Index("ticket_sheet", "sheet", "ord"),
        Index("ticket_day", "day", "ord"),
        Index("ticket_stock", "stock", "number", "status"),
    )
    stock = Table(
        "stock_row",
        metadata,
        Column("batch", Text, primary_key=True),
        _text("code"),
        _integer("first"),
        _integer("last"),
        _state(),
    )
    shift = Table(
        "shift_row",
        metadata,
        Column("name", Text, primary_key=True),
        _integer("ord"),
        _text("window"),
        _text("day"),
        _integer("open"),
        _state(),
        Index("shift_window", "window", "ord"),
        Index("shift_day", "day", "ord"),
    )
    return charge, payment, ticket, stock, shift
