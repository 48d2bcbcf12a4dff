"""``FormPapers``: issued papers to printable bytes and their text, from the layouts in forms/."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from counter.documents import checks, overlays
from counter.documents import content as words
from counter.documents.fonts import PAPER_ROLES, PaperFonts, glyph_missing
from counter.documents.forms import FormLibrary
from counter.documents.layouts import Form
from counter.documents.outlines import common_characters
from counter.domain.case import PaperIssued
from counter.domain.catalogue import SEAL_WORDS
from counter.domain.errors import KnownError
from counter.domain.ticketcontent import AS_IS, Calibration, TicketContent, ticket_fields
from counter.ports.papers import Rendered, TicketForm

TRIED: tuple[tuple[str, Literal["page", "slip"]], ...] = (
    ("accept_notice", "page"),
    ("receipt_slip", "slip"),
)


def _stay() -> bool:
    return False


class FormPapers:
    """Implements ``counter.ports.papers.Papers`` and ``TicketPapers``. Safe to call from any
    thread."""

    def __init__(self, forms: Path | None = None, fonts: PaperFonts | None = None) -> None:
        self.library = FormLibrary(forms)
        self.fonts = fonts or PaperFonts()
        self._needs: dict[str, checks.Needs] = {}

    def form_version(self, form: str) -> str:
        """`name@version+digest`. Raises KnownError `form.missing`, `form.bad`."""
        return self.library.get(form).stamp

    def check(self, form: str, content: Mapping[str, object]) -> None:
        """Required fields are there and every character can be drawn; milliseconds, no setting of
        pages. On an overlay everything has room besides.

        Raises KnownError `form.missing`, `form.bad`, `paper.field_missing`, `paper.glyph_missing`;
        for an overlay as `overlays.set_overlay` does.
        """
        layout = self.library.get(form)
        self._check(layout, content)
        if layout.head.channel == "overlay":
            overlays.set_overlay(layout, {"title": layout.head.title, **content}, self.fonts)

    def render(
        self,
        issued: PaperIssued,
        nth: int,
        width_dots: int = 576,
        preview: bool = False,
        calibration: Calibration = AS_IS,
    ) -> Rendered:
        """PDF of a page, ESC/POS of a slip; nth > 1 is marked 补打 with its count.

        width_dots: 576 (80 mm) or 384 (58 mm), slips only. preview: show where seals go, those that
        the paper's type asks for, else those that the layout names. calibration: overlays only.
        Raises as `check` does.
        """
        form = self.library.get(issued.form, issued.form_version)
        content = {"title": issued.title, "paper_number": issued.number, **issued.content}
        if form.head.channel == "overlay":
            return self._overlay(form, content, nth, calibration, preview, issued.paper_id)
        self._check(form, content)
        if form.head.channel == "slip":
            return self._slip(form, content, nth, width_dots)
        from counter.documents import pages

        named = tuple(SEAL_WORDS.get(kind, kind) for kind in issued.seals)
        seals = named if preview else None
        setting = pages.set_form(form, content, self.fonts, nth=nth, seals=seals)
        subject = f"{form.stamp} {issued.paper_id}"
        data = pages.render_pdf(setting, self.fonts, issued.title, subject)
        return Rendered(data=data, text=setting.text, pages=len(setting.pages))

    def ticket_form(self, form: str, version: str = "") -> TicketForm:
        """See `TicketPapers`."""
        layout = self.library.get(form, version)
        head, items = overlays.head_of(layout), overlays.items_of(layout)
        return TicketForm(
            form=form,
            version=layout.stamp,
            title=head.title,
            width_mm=head.paper.width,
            height_mm=head.paper.height,
            parts=head.parts,
            most_items=items.most if items else 0,
            code_mask=head.masks.get("bill_code", ""),
            number_mask=head.masks.get("serial_code", ""),
        )

    def check_ticket(self, form: str, content: TicketContent) -> None:
        """See `TicketPapers`."""
        self.check(form, ticket_fields(content))

    def render_ticket(
        self,
        form: str,
        version: str,
        content: TicketContent,
        nth: int,
        calibration: Calibration = AS_IS,
        preview: bool = False,
    ) -> Rendered:
        """See `TicketPapers`."""
        layout = self.library.get(form, version)
        fields = {"title": layout.head.title, **ticket_fields(content)}
        return self._overlay(layout, fields, nth, calibration, preview, content.serial_code)

    def crosshair(self, form: str, calibration: Calibration = AS_IS) -> Rendered:
        """See `TicketPapers`."""
        layout = self.library.get(form)
        setting = overlays.set_crosshair(layout, self.fonts, calibration)
        title = f"{layout.head.title} 套打校准页"
        data = overlays.render_pdf(setting, self.fonts, title, layout.stamp, calibration)
        return Rendered(data=data, text=setting.text)

    def _overlay(
        self,
        form: Form,
        content: Mapping[str, object],
        nth: int,
        calibration: Calibration,
        preview: bool,
        name: str,
    ) -> Rendered:
        self._check(form, content)
        setting = overlays.set_overlay(form, content, self.fonts, nth=nth)
        title, subject = form.head.title, f"{form.stamp} {name}"
        data = overlays.render_pdf(
            setting, self.fonts, title, subject, calibration, preview=preview
        )
        return Rendered(data=data, text=setting.text)

    def warm(self, keep: Path, characters: str = "", leave: Callable[[], bool] = _stay) -> None:
        """Do ahead what the first papers would wait for: layouts, renderers, the outlines of what
        the layouts say, of `characters` and of the common ones (once on a machine: 10 s, in a
        process of its own).

        keep: file in which the outlines lie between runs. leave: asked meanwhile; True ends it.
        """
        wanted = {*characters, *common_characters()}
        for name in self.library.names():
            with suppress(KnownError):  # told when the paper is wanted, not before
                wanted |= checks.needs_of(self.library.get(name)).fixed
        self.fonts.load(keep)
        chains = [self.fonts.chain(role) for role in PAPER_ROLES]
        if not all(chain.made(character) for chain in chains for character in wanted):
            from counter.documents.making import make_apart

            if not make_apart("".join(sorted(wanted)), keep, leave):
                return
            self.fonts.load(keep)
        self._try_out()

    def rest(self) -> None:
        """Between papers: close font files that a rare character had opened."""
        self.fonts.close()

    def _try_out(self) -> None:
        """Set one paper of each kind, for what is loaded at first use only."""
        from counter.documents import samples

        for form, channel in TRIED:
            with suppress(KnownError):
                self.render(samples.issued(form, "样张", channel), 1)

    def _slip(
        self, form: Form, content: Mapping[str, object], nth: int, width_dots: int
    ) -> Rendered:
        from counter.documents import escpos, slips

        slip = slips.set_slip(form, content, nth=nth, width_dots=width_dots)
        return Rendered(data=escpos.encode(slip, self.fonts), text=slips.slip_text(slip))

    def _check(self, form: Form, content: Mapping[str, object]) -> None:
        words.require(form.head.required, content)
        if form.stamp not in self._needs:
            self._needs[form.stamp] = checks.needs_of(form)
        every = checks.characters(self._needs[form.stamp], content)
        if every is not None and not self.fonts.missing("".join(every)):
            return
        # Something is missing: look piece by piece, so that the refusal names the field.
        for piece in checks.form_pieces(form, content):
            lost = self.fonts.missing(piece.text)
            if lost:
                raise glyph_missing(lost, words.field_word(piece.field))
