"""What sheets and tickets have in common: who pays, and for what."""

from __future__ import annotations

import msgspec


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays: need not be the applicant. number: credit code or ID number."""

    name: str
    number: str = ""
    phone: str = ""
    applicant: bool = True


class ChargeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One fee of one unit. due, reduced: fen; quantity: thousandths of `measure`; base: fen that
    a percentage is taken of; standard, basis: as printed."""

    unit: str
    unit_short: str
    code: str
    name: str
    basis: str
    measure: str
    quantity: int
    standard: str
    due: int
    ticket_kind: str
    account: str
    base: int = 0
    reduced: int = 0

    @property
    def payable(self) -> int:
        """Fen to be paid for this line."""
        return self.due - self.reduced
