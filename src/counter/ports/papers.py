"""Papers as the desk knows them: content in, bytes and text out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from counter.domain.case import PaperIssued


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
