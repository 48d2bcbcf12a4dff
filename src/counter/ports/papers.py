"""Papers as the desk knows them: content in, bytes and text out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from counter.domain.case import PaperIssued
from counter.domain.ticketcontent import AS_IS, Calibration, TicketContent


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered paper: PDF bytes for a page, ESC/POS bytes for a slip; its text for checks."""

    data: bytes
    text: str
    pages: int = 1


class Papers(Protocol):
    """Renders issued papers from layouts in forms/."""

    def form_version(self, form: str) -> str:
        """Version of a layout, to stand in the act. Raises KnownError `form.missing`."""
        ...

    def check(self, form: str, content: Mapping[str, object]) -> None:
        """Before anything is committed: required fields are there, every character can be drawn.

        Raises KnownError `paper.field_missing` (names the field), `paper.glyph_missing` (names
        the character and the field).
        """
        ...

    def render(self, issued: PaperIssued, nth: int, width_dots: int = 576) -> Rendered:
        """Render for printing; nth > 1 is marked 补打 with its count."""
        ...


class TicketForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket's form says of its paper.

    version: stands in the act that issues a ticket; width_mm, height_mm: a sheet with its tear-off
    strips; parts: the copies of a set (联次), top sheet first; most_items: lines on one ticket;
    code_mask, number_mask: see `ticketcontent.mask_holds`, empty = anything.
    """

    form: str
    version: str
    title: str
    width_mm: float
    height_mm: float
    parts: tuple[str, ...]
    most_items: int
    code_mask: str = ""
    number_mask: str = ""

    @property
    def copies(self) -> int:
        """How many copies a set has; all of them must be in hand to void it."""
        return len(self.parts)


class TicketPapers(Protocol):
    """Renders tickets onto pre-printed paper (套打), from the overlay layouts in forms/."""

    def ticket_form(self, form: str, version: str = "") -> TicketForm:
        """A ticket's form; `version` of an issued ticket for the layout it was issued under.

        Raises KnownError `form.missing`, `form.bad`, `form.no_overlay`.
        """
        ...

    def check_ticket(self, form: str, content: TicketContent) -> None:
        """Before a number is taken: everything is there, can be drawn and has room.

        Raises KnownError `ticket.no_items`, `ticket.sum`, `ticket.sign`, `ticket.no_original`,
        `ticket.too_many_items`, `paper.field_missing`, `paper.glyph_missing`, `paper.mask`,
        `paper.too_wide` (context `field` names the field).
        """
        ...

    def render_ticket(
        self,
        form: str,
        version: str,
        content: TicketContent,
        nth: int,
        calibration: Calibration = AS_IS,
        preview: bool = False,
    ) -> Rendered:
        """PDF in the size of the form, with the data only; nth > 1 is marked 补打 with its count.

        preview: with the pre-printed form under it, unmoved. Raises as `check_ticket` does, and
        `overlay.calibration`.
        """
        ...

    def crosshair(self, form: str, calibration: Calibration = AS_IS) -> Rendered:
        """A page of cross-hairs and rulers in the size of the form, to measure a printer with."""
        ...
