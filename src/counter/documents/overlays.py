"""Sets an overlay (套打): the data of a pre-printed form, each text within its room on the paper.

Nothing is clipped: a text that is too wide gets smaller as far as its layout allows and is refused
beyond that. A printer's error is made good for the whole sheet when it is painted (`moved`), so
that every place moves by exactly the setting.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from counter.documents import content as words
from counter.documents import linebreak, overlaylayouts
from counter.documents.content import Content, Piece
from counter.documents.display import (
    BLACK,
    MM,
    LineMark,
    Mark,
    Moved,
    Page,
    TextMark,
    page_text,
    paint,
)
from counter.documents.fonts import PaperFonts, Role
from counter.documents.layouts import Block, Form
from counter.documents.linebreak import SetLine
from counter.documents.overlaylayouts import Field, Items, OverlayHead, Room
from counter.domain.errors import KnownError, text
from counter.domain.ticketcontent import AS_IS, Calibration, check_calibration, mask_holds

PRINTED = (0.62, 0.36, 0.20)
"""Colour of what the paper has printed by itself, in previews."""
STEP = 0.5
"""Points by which a text of several lines gets smaller."""
CLOSEST = 1.08
"""Lines of a text lie at least this many times its size apart."""
MIDDLE = 0.38
"""Of an em, from a line's baseline up to its middle."""
SLACK = 0.01
_SHIFT = {"left": 0.0, "centre": 0.5, "right": 1.0}


class SetOverlay(msgspec.Struct, frozen=True):
    """A set overlay: what is printed, what the paper shows under it, and the printed text."""

    page: Page
    under: Page
    size: tuple[float, float]
    text: str


def head_of(form: Form) -> OverlayHead:
    """The head of an overlay. Raises KnownError `form.no_overlay`."""
    if isinstance(form.head, OverlayHead):
        return form.head
    raise KnownError(
        "form.no_overlay",
        text("《{title}》不是套打票据的版式。", title=form.head.title),
        text("请技术员核对票据种类用的是哪个版式。"),
    )


def items_of(form: Form) -> Items | None:
    """The first list of items of an overlay."""
    return next((block for block in form.blocks if isinstance(block, Items)), None)


def set_overlay(form: Form, content: Content, fonts: PaperFonts, *, nth: int = 1) -> SetOverlay:
    """Set a form's fields. nth > 1 carries 补打 and its count.

    Raises KnownError `form.no_overlay`, `paper.mask`, `paper.too_wide`, `ticket.too_many_items`,
    and as `content.fill` does.
    """
    head = head_of(form)
    full = words.derive(content)
    _check_masks(head, full)
    setter = _Setter(full, fonts)
    for block in form.blocks:
        if words.holds(block.when, full):
            setter.place(block)
    setter.put_mark(head, nth)
    size = (head.paper.width * MM, head.paper.height * MM)
    page = setter.page
    return SetOverlay(page, list(_under(form, fonts)), size, page_text([page]))


def render_pdf(
    setting: SetOverlay,
    fonts: PaperFonts,
    title: str,
    subject: str,
    calibration: Calibration,
    *,
    preview: bool = False,
) -> bytes:
    """PDF bytes; preview: with the pre-printed form under the data."""
    under = setting.under if preview else None
    moved = moved_by(calibration)
    return paint([setting.page], setting.size, fonts, title, subject, moved=moved, under=under)


def moved_by(calibration: Calibration) -> Moved | None:
    """A calibration in points; None when nothing moves. Raises KnownError `overlay.calibration`."""
    check_calibration(calibration)
    if calibration == AS_IS:
        return None
    return Moved(
        scale_x=calibration.scale_x_ppm / 1e6,
        scale_y=calibration.scale_y_ppm / 1e6,
        dx=calibration.dx_um / 1000 * MM,
        dy=calibration.dy_um / 1000 * MM,
    )


def _check_masks(head: OverlayHead, content: Content) -> None:
    for field, mask in head.masks.items():
        value = words.tidy(content.get(field) or "")
        if value and not mask_holds(mask, value):
            raise KnownError(
                "paper.mask",
                text(
                    "“{field}”是 {value}，与这种票据的编号样式 {mask} 不符。",
                    field=words.field_word(field),
                    value=value,
                    mask=mask,
                ),
                text("请核对票据种类和纸上的编号；样式变了的，请技术员改版式。"),
                field=field,
            )


class _Setter:
    """Places fields on one sheet."""

    def __init__(self, content: Content, fonts: PaperFonts) -> None:
        self.content = content
        self.fonts = fonts
        self.page: Page = []

    def place(self, block: Block) -> None:
        """Set a field or the items."""
        if isinstance(block, Field):
            self.put(block, words.fill(block.field, self.content), block.y)
        elif isinstance(block, Items):
            rows = list(words.rows(block.items, self.content))
            if len(rows) > block.most:
                raise too_many(len(rows), block.most)
            for n, row in enumerate(rows):
                for cell in block.columns:
                    pieces = words.fill(cell.cell, self.content, row)
                    self.put(cell, pieces, block.y + n * block.pitch)

    def put(self, room: Room, pieces: list[Piece], y: float) -> None:
        """Draw pieces in their room: one line on baseline `y` (mm), more around its middle."""
        if not pieces:
            return
        size, lines = self._fit(room, pieces)
        left, width = room.x * MM, room.width * MM
        sans = room.font == "hei"
        first = y * MM
        if len(lines) > 1:
            first -= (room.size - size) * MIDDLE + (len(lines) - 1) * room.leading * MM / 2
        for n, line in enumerate(lines):
            x = left + _SHIFT[room.align] * (width - line.width * size)
            baseline = first + n * room.leading * MM
            for run in line.runs:
                mark = TextMark(
                    text=run.text,
                    x=x + run.x * size,
                    y=baseline,
                    width=run.width * size,
                    size=size,
                    bold=run.bold,
                    spread=run.spread * size,
                    sans=sans,
                )
                self.page.append(mark)

    def _fit(self, room: Room, pieces: list[Piece]) -> tuple[float, list[SetLine]]:
        """Size and lines at which the text has room: as large as it can be, one line before more.

        Several lines are never so large that one would touch the next.
        """
        heavy = [Piece(p.text, p.bold or room.bold, p.field) for p in pieces]
        measure = self._measure(room.font == "hei")
        width = room.width * MM
        least = room.least if room.fit == "shrink" else room.size
        line = _one_line(heavy, measure)
        alone = min(room.size, width / line.width if line.width else room.size)
        size = min(room.size, room.leading * MM / CLOSEST)
        while room.lines > 1 and size > alone and size >= least - SLACK:
            em = width / size
            broken = linebreak.break_lines(heavy, measure, em)
            lines = [linebreak.set_line(each, em, False, True) for each in broken]
            if len(lines) <= room.lines and all(each.width <= em + SLACK for each in lines):
                return size, lines
            size -= STEP
        if alone < least - SLACK:
            raise too_wide(room, pieces, self.content)
        return alone, [line]

    def _measure(self, sans: bool) -> linebreak.Measure:
        roles: tuple[Role, Role] = ("sans", "sans_bold") if sans else ("regular", "bold")
        plain, bold = (self.fonts.chain(role) for role in roles)
        return lambda character, heavy: (bold if heavy else plain).advance(character)

    def put_mark(self, head: OverlayHead, nth: int) -> None:
        """模拟, 练习 and 补打: put here by the program, on every kind of ticket."""
        trial = words.tidy(self.content.get("trial", ""))
        said = [f"{trial}　不具法律效力"] if trial else []
        said += [f"补打 第 {nth} 次"] if nth > 1 else []
        place = head.mark
        room = Room(x=place.x, width=place.width, align="centre", size=place.size, bold=True)
        self.put(room, [Piece("　".join(said), True, words.LAYOUT_TEXT)] if said else [], place.y)


def _one_line(pieces: list[Piece], measure: linebreak.Measure) -> SetLine:
    """All pieces on one line, each piece a run; nothing is closed up or spread."""
    runs: list[linebreak.Run] = []
    x = 0.0
    for piece in pieces:
        width = sum(measure(character, piece.bold) for character in piece.text)
        runs.append(linebreak.Run(piece.text, piece.bold, x, width))
        x += width
    return SetLine(tuple(runs), x)


def too_wide(room: Room, pieces: list[Piece], content: Content) -> KnownError:
    """The refusal that names the field without room, and how long it is."""
    field = next((p.field for p in pieces if p.field != words.LAYOUT_TEXT), words.LAYOUT_TEXT)
    return KnownError(
        "paper.too_wide",
        text(
            "《{title}》的“{field}”有 {n} 个字，{mm} 毫米宽的栏里写不下。",
            title=words.tidy(content.get("title") or "票据"),
            field=words.field_word(field),
            n=sum(len(piece.text) for piece in pieces),
            mm=f"{room.width:g}",
        ),
        text("请写短一些再打；必须写全的，请技术员把版式里这一栏放宽或加行。"),
        field=field,
    )


def too_many(count: int, most: int) -> KnownError:
    """The refusal of more items than a sheet has rows."""
    return KnownError(
        "ticket.too_many_items",
        text("这张票有 {n} 项，纸上只有 {most} 行。", n=count, most=most),
        text("请分成几张票开，每张不超过 {most} 项。", most=most),
        count=count,
        most=most,
    )


# --- what the paper has printed ------------------------------------------------------------------


def _under(form: Form, fonts: PaperFonts) -> Iterator[Mark]:
    for block in form.under:
        if isinstance(block, overlaylayouts.Words):
            yield _words(block, fonts)
        elif isinstance(block, overlaylayouts.Line):
            yield _rule(*block.line)
        elif isinstance(block, overlaylayouts.Frame):
            x, y, width, height = block.frame
            for down in (0, *block.rows, height):
                yield _rule(x, y + down, x + width, y + down)
            for across in (0, *block.columns, width):
                yield _rule(x + across, y, x + across, y + height)


def _rule(x1: float, y1: float, x2: float, y2: float) -> LineMark:
    return LineMark(x1=x1 * MM, y1=y1 * MM, x2=x2 * MM, y2=y2 * MM, width=0.5, colour=PRINTED)


def _words(block: overlaylayouts.Words, fonts: PaperFonts) -> TextMark:
    chain = fonts.chain("bold" if block.bold else "regular")
    width = sum(chain.advance(character) for character in block.words) * block.size
    x = block.x * MM - _SHIFT[block.align] * width
    return TextMark(
        text=block.words,
        x=x,
        y=block.y * MM,
        width=width,
        size=block.size,
        bold=block.bold,
        colour=PRINTED,
    )


# --- the page to measure a printer with ----------------------------------------------------------

ARM = 5.0
INSET = 20.0
NOTE = 8.0


def set_crosshair(form: Form, fonts: PaperFonts, calibration: Calibration) -> SetOverlay:
    """Cross-hairs at known places, rulers along two edges, and how to reckon from them."""
    paper = head_of(form).paper
    width, height = paper.width, paper.height
    setter = _Setter({}, fonts)
    across = (INSET, round(width / 2), round(width - INSET))
    down = (INSET, round(height / 2), round(height - INSET))
    for y in down:
        for x in across:
            setter.page += _cross(x, y)
            label = Room(x=x + 1.5, width=40, size=NOTE)
            said = f"左 {x:g}　上 {y:g}"
            if x + 42 > width:
                label = Room(x=x - 41.5, width=40, size=NOTE, align="right")
            setter.put(label, [Piece(said, False, words.LAYOUT_TEXT)], y - 1.5)
    setter.page += _rulers(width, height)
    for n, line in enumerate(_notes(form, calibration)):
        room = Room(x=INSET + 6, width=width - 2 * INSET - 12, size=NOTE + 1)
        setter.put(room, [Piece(line, False, words.LAYOUT_TEXT)], INSET + 9 + 5 * n)
    size = (width * MM, height * MM)
    return SetOverlay(setter.page, list(_under(form, fonts)), size, page_text([setter.page]))


def _cross(x: float, y: float) -> list[Mark]:
    flat = LineMark(x1=(x - ARM) * MM, y1=y * MM, x2=(x + ARM) * MM, y2=y * MM, width=0.4)
    upright = LineMark(x1=x * MM, y1=(y - ARM) * MM, x2=x * MM, y2=(y + ARM) * MM, width=0.4)
    return [flat, upright]


def _rulers(width: float, height: float) -> Iterator[Mark]:
    """Ticks every 5 mm along the upper and the left edge, longer ones every 10."""
    for step in range(1, int(width / 5) + 1):
        arm = 4 if step % 2 == 0 else 2
        yield _tick(step * 5, 6, step * 5, 6 + arm)
    for step in range(1, int(height / 5) + 1):
        arm = 4 if step % 2 == 0 else 2
        yield _tick(6, step * 5, 6 + arm, step * 5)


def _tick(x1: float, y1: float, x2: float, y2: float) -> LineMark:
    return LineMark(x1=x1 * MM, y1=y1 * MM, x2=x2 * MM, y2=y2 * MM, width=0.4, colour=BLACK)


def _notes(form: Form, now: Calibration) -> tuple[str, ...]:
    return (
        f"{form.head.title}（{form.stamp}）套打校准页",
        "用直尺量每个十字的中心离纸左边、上边多少毫米，与旁边印的数相比。",
        "偏移：印的数减去量出的数，填入左右、上下偏移；向右、向下为正。",
        "缩放：左右两个十字印的距离除以量出的距离，上下同样；先调缩放，再打一页量偏移。",
        f"现在：左右 {now.dx_um / 1000:g}，上下 {now.dy_um / 1000:g} 毫米；"
        f"缩放 {now.scale_x_ppm / 1e6:g}，{now.scale_y_ppm / 1e6:g}。",
    )
