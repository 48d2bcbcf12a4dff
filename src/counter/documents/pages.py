"""Sets an A4 form: fills its blocks, breaks lines and pages, and puts head and foot on each page.

Everything is measured in points from the top left corner of the page; layouts give millimetres.
"""

from __future__ import annotations

import msgspec

from counter.documents import content as words
from counter.documents import linebreak, pageblocks
from counter.documents.content import Content, Piece
from counter.documents.display import BLACK, MM, RED, LineMark, Page, TextMark, page_text, paint
from counter.documents.fonts import PaperFonts
from counter.documents.layouts import Form
from counter.documents.linebreak import SetLine

A4 = (210 * MM, 297 * MM)
ASCENT = 0.88  # of an em, from the top of a character to its baseline
SMALL = 9.75
DENSITIES = (1.0, 0.92, 0.85, 0.78)


class Setter:
    """Places blocks downwards, page after page.

    seals: names of the seals to show where they go, in previews; empty = as the layout names
    them, None = the paper itself, which shows none.
    """

    def __init__(
        self,
        form: Form,
        content: Content,
        fonts: PaperFonts,
        seals: tuple[str, ...] | None,
        density: float,
    ) -> None:
        self.content = content
        self.seals = seals
        self.density = density
        self.fonts = fonts
        self.footer = form.head.footer
        margins = form.head.margins
        self.left, self.right = margins.left * MM, A4[0] - margins.right * MM
        self.top, self.bottom = margins.top * MM, A4[1] - margins.bottom * MM
        self.pages: list[Page] = []
        self.y = 0.0
        self.new_page()

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.right - self.left

    @property
    def page(self) -> Page:
        """The page being set."""
        return self.pages[-1]

    def new_page(self) -> None:
        """Begin another page."""
        self.pages.append([])
        self.y = self.top

    def room(self, height: float) -> bool:
        """Begin another page unless `height` is left on this one; True when it did."""
        foot = 1.5 * MM if self.footer else 0
        if self.y + height <= self.bottom - foot or self.y <= self.top:
            return False
        self.new_page()
        return True

    def measure(self, size: float) -> linebreak.Measure:
        """Advance in em; `size` is there for faces that differ by it (none does yet)."""
        del size
        regular, bold = self.fonts.chain("regular"), self.fonts.chain("bold")
        return lambda character, heavy: (bold if heavy else regular).advance(character)

    def set_lines(
        self, pieces: list[Piece], size: float, width: float, justify: bool, indent: float = 0
    ) -> list[SetLine]:
        """Lines of `width` points; indent of the first in em."""
        em = width / size
        broken = linebreak.break_lines(pieces, self.measure(size), em, indent)
        return [
            linebreak.set_line(line, em - (indent if n == 0 else 0), justify, n == len(broken) - 1)
            for n, line in enumerate(broken)
        ]

    def put_line(self, line: SetLine, x: float, baseline: float, size: float) -> None:
        """Draw a set line from `x`."""
        for run in line.runs:
            self.page.append(
                TextMark(
                    text=run.text,
                    x=x + run.x * size,
                    y=baseline,
                    width=run.width * size,
                    size=size,
                    bold=run.bold,
                    spread=run.spread * size,
                )
            )

    def put_text(
        self,
        pieces: list[Piece],
        x: float,
        baseline: float,
        size: float,
        align: str = "left",
        spread: float = 0,
    ) -> float:
        """Draw pieces on one line at, around or before `x`; spread in em. Returns the width."""
        measure = self.measure(size)
        widths = [sum((measure(c, p.bold) + spread) * size for c in p.text) for p in pieces]
        width = sum(widths) - (spread * size if pieces else 0)
        x -= {"centre": width / 2, "right": width}.get(align, 0)
        for piece, own in zip(pieces, widths, strict=True):
            self.page.append(
                TextMark(
                    text=piece.text,
                    x=x,
                    y=baseline,
                    width=own,
                    size=size,
                    bold=piece.bold,
                    spread=spread * size,
                )
            )
            x += own
        return width

    def put_rule(self, y: float, width: float = 0.75, red: bool = False) -> None:
        """A rule over the whole width."""
        colour = RED if red else BLACK
        self.page.append(
            LineMark(x1=self.left, y1=y, x2=self.right, y2=y, width=width, colour=colour)
        )


REPRINT_ROOM = 30 * MM
"""Width that 补打 第 n 次 takes in the top margin."""


class SetPage(msgspec.Struct, frozen=True):
    """A set paper: pages of marks and their text."""

    pages: list[Page]
    text: str


def set_form(
    form: Form,
    content: Content,
    fonts: PaperFonts,
    *,
    nth: int = 1,
    seals: tuple[str, ...] | None = None,
) -> SetPage:
    """Set a page form. nth > 1 carries 补打 and its count; raises as `content.fill` does.

    seals: for a preview, names of the seals (empty = the layout's own); None for the paper.
    """
    full = words.derive(content)
    settings = (_set(form, full, fonts, seals, density) for density in DENSITIES)
    setter = next(settings)
    if len(setter.pages) > 1:
        # One page where it can be: a little closer before a second sheet.
        setter = next((closer for closer in settings if len(closer.pages) == 1), setter)
    for number in range(1, len(setter.pages) + 1):
        _dress(setter, number, nth)
    return SetPage(setter.pages, page_text(setter.pages))


def _set(
    form: Form,
    content: Content,
    fonts: PaperFonts,
    seals: tuple[str, ...] | None,
    density: float,
) -> Setter:
    setter = Setter(form, content, fonts, seals, density)
    for block in form.blocks:
        if words.holds(block.when, content):
            setter.y += block.gap * MM * density
            pageblocks.place(setter, block)
    setter.pages = [page for page in setter.pages if page] or [[]]
    return setter


def _dress(setter: Setter, number: int, nth: int) -> None:
    """Foot of a page, and what stands in its top margin: 模拟, 练习, 补打."""
    page, total = setter.pages[number - 1], len(setter.pages)
    current, setter.pages = setter.pages, [page]
    if setter.footer:
        facts = {**setter.content, "page": number, "pages": total}
        y = setter.bottom
        setter.put_rule(y)
        baseline = y + 2 * MM + SMALL * ASCENT
        setter.put_text(words.fill(setter.footer.left, facts), setter.left, baseline, SMALL)
        setter.put_text(
            words.fill(setter.footer.right, facts), setter.right, baseline, SMALL, "right"
        )
    trial = words.tidy(setter.content.get("trial", ""))
    baseline = setter.top - 6 * MM
    if trial:
        middle = (setter.left + setter.right) / 2
        line = [Piece(f"{trial}　不具法律效力", True, words.LAYOUT_TEXT)]
        width = setter.put_text(line, middle, baseline, 14, "centre", 0.3)
        for x1, x2 in (
            (setter.left, middle - width / 2 - 4 * MM),
            (middle + width / 2 + 4 * MM, setter.right),
        ):
            rule = LineMark(x1=x1, y1=baseline - 4.5, x2=x2, y2=baseline - 4.5, dash=(3, 3))
            page.append(rule)
    if nth > 1:
        mark = [Piece(f"补打 第 {nth} 次", True, words.LAYOUT_TEXT)]
        setter.put_text(mark, setter.right, 6 * MM, SMALL, "right")
        if note := words.tidy(setter.content.get("reprint_note", "")):
            _note(setter, note)
    setter.pages = current


def _note(setter: Setter, note: str) -> None:
    """What a reprint notes, in the top margin beside 补打; a long one takes several lines."""
    room = setter.right - setter.left - REPRINT_ROOM
    broken = setter.set_lines([Piece(note, True, words.LAYOUT_TEXT)], SMALL, room, justify=False)
    for n, line in enumerate(broken):
        setter.put_line(line, setter.left, 6 * MM + n * SMALL * 1.4, SMALL)


def render_pdf(setting: SetPage, fonts: PaperFonts, title: str, subject: str) -> bytes:
    """PDF bytes of a set paper."""
    return paint(setting.pages, A4, fonts, title, subject)
