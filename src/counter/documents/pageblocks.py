"""How each block of a page form is set. `place` is the door; one function a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from counter.documents import content as words
from counter.documents import layouts, qr
from counter.documents.content import Content, Piece
from counter.documents.display import MM, RED, BoxMark, CircleMark, LineMark, TextMark
from counter.documents.layouts import Block
from counter.documents.linebreak import SetLine

if TYPE_CHECKING:
    from counter.documents.pages import Setter

ASCENT = 0.88
SMALL = 9.75
BESIDE = 10.5
PAD = 2.2 * MM
SEAL = 42 * MM
SEAL_PITCH = 28.5  # room between lines to sign on
RULE = 0.5 * MM


def place(setter: Setter, block: Block) -> None:
    """Set one block at the setter's place."""
    _PLACERS[type(block)](setter, block)


def _heavy(pieces: Sequence[Piece]) -> list[Piece]:
    return [Piece(piece.text, True, piece.field) for piece in pieces]


def _baseline(top: float, height: float, size: float) -> float:
    """Baseline of a line of `size` in the middle of a box."""
    return top + (height - size) / 2 + size * ASCENT


def _corner(setter: Setter, block: layouts.Corner) -> None:
    line = 15.0
    for n, template in enumerate(block.corner):
        pieces = words.fill(template, setter.content)
        setter.put_text(pieces, setter.left, _baseline(setter.y + n * line, line, SMALL), SMALL)
    data = words.fill_plain(block.qr, setter.content)
    if data:
        side = block.qr_size * MM
        _qr(setter, data, setter.right - side, setter.y, side)
    setter.y += len(block.corner) * line


def _scan(setter: Setter, block: layouts.Scan) -> None:
    """The code keeps its size, however close the lines of the paper move."""
    data, side, line = words.fill_plain(block.qr, setter.content), block.qr_size * MM, 17.0
    setter.room(side)
    if data:
        _qr(setter, data, setter.left, setter.y, side)
    x = setter.left + side + 5 * MM if data else setter.left
    for n, template in enumerate(block.scan):
        pieces = words.fill(template, setter.content)
        setter.put_text(pieces, x, _baseline(setter.y + n * line, line, BESIDE), BESIDE)
    setter.y += side


def _qr(setter: Setter, data: str, x: float, y: float, side: float) -> None:
    module = side / len(qr.matrix(data))
    for row, column, length in qr.runs(data):
        box = BoxMark(
            x=x + column * module, y=y + row * module, width=length * module, height=module
        )
        setter.page.append(box)


def _heading(setter: Setter, block: layouts.Heading) -> None:
    middle = (setter.left + setter.right) / 2
    narrow = setter.width - 2 * 30 * MM  # beside the QR code
    if block.organ:
        _fitted(setter, block.organ, middle, block.organ_size, narrow, 0.12)
        setter.y += 14.5
    _fitted(setter, block.heading, middle, block.title_size, setter.width, 0.1)
    setter.y += 14
    if block.rule:
        setter.put_rule(setter.y, RULE, red=True)
    setter.y += 5


def _fitted(
    setter: Setter, template: str, middle: float, size: float, room: float, spread: float
) -> None:
    """A bold line around `middle`, made smaller where it is wider than `room`."""
    pieces = _heavy(words.fill(template, setter.content))
    measure = setter.measure(size)
    natural = sum(measure(c, True) + spread for piece in pieces for c in piece.text) or 1
    size = min(size, room / natural)
    setter.put_text(pieces, middle, setter.y + size * ASCENT, size, "centre", spread)
    setter.y += size


def _paragraph(setter: Setter, block: layouts.Paragraph) -> None:
    pieces = words.fill(block.paragraph, setter.content)
    lines = setter.set_lines(
        pieces, block.size, setter.width, block.align == "justify", block.indent
    )
    pitch = block.line * setter.density
    for n, line in enumerate(lines):
        setter.room(pitch)
        x = setter.left + (block.indent * block.size if n == 0 else 0)
        slack = setter.right - x - line.width * block.size
        x += {"centre": slack / 2, "right": slack}.get(block.align, 0)
        setter.put_line(line, x, _baseline(setter.y, pitch, block.size), block.size)
        setter.y += pitch


def _cell(
    setter: Setter, lines: list[SetLine], box: tuple[float, float, float], size: float, align: str
) -> None:
    """Set lines in the middle of a cell: box = (x, width, height) at the setter's place."""
    x, width, height = box
    pitch = size * 1.35
    top = setter.y + (height - len(lines) * pitch) / 2
    for n, line in enumerate(lines):
        slack = width - 2 * PAD - line.width * size
        shift = {"centre": slack / 2, "right": slack}.get(align, 0)
        setter.put_line(line, x + PAD + shift, _baseline(top + n * pitch, pitch, size), size)


def _row(setter: Setter, block: layouts.Grid | layouts.Table) -> float:
    """Least height of a row."""
    return block.row * MM * setter.density


def _row_height(
    setter: Setter, cells: Sequence[list[SetLine]], block: layouts.Grid | layouts.Table
) -> float:
    most = max((len(lines) for lines in cells), default=1)
    air = (1.5 if setter.density == 1 else 0.6) * MM
    return max(_row(setter, block), most * block.size * 1.35 + air)


def _frame_row(setter: Setter, edges: Sequence[float], height: float) -> None:
    """Rules of one row: its sides and its foot."""
    y1, y2 = setter.y, setter.y + height
    for x in edges:
        setter.page.append(LineMark(x1=x, y1=y1, x2=x, y2=y2))
    setter.page.append(LineMark(x1=edges[0], y1=y2, x2=edges[-1], y2=y2))


def _edges(setter: Setter, widths: Sequence[float]) -> list[float]:
    """x of all column edges; a width of 0 takes what is left."""
    fixed = sum(widths) * MM
    free = [w for w in widths if not w]
    rest = (setter.width - fixed) / len(free) if free else 0
    edges = [setter.left]
    for width in widths:
        edges.append(edges[-1] + (width * MM or rest))
    return edges


def _grid(setter: Setter, block: layouts.Grid) -> None:
    edges = _edges(setter, block.widths)
    fresh = True
    for row in block.grid:
        cells = [
            setter.set_lines(
                _heavy(words.fill(t, setter.content))
                if n % 2 == 0
                else words.fill(t, setter.content),
                block.size,
                edges[n + 1] - edges[n] - 2 * PAD,
                False,
            )
            for n, t in enumerate(row)
        ]
        height = _row_height(setter, cells, block)
        fresh = setter.room(height) or fresh
        if fresh:
            setter.put_rule(setter.y)
            fresh = False
        for n, lines in enumerate(cells):
            box = (edges[n], edges[n + 1] - edges[n], height)
            _cell(setter, lines, box, block.size, "centre" if n % 2 == 0 else "left")
        _frame_row(setter, edges, height)
        setter.y += height


def _table(setter: Setter, block: layouts.Table) -> None:
    edges = _edges(setter, [column.width for column in block.columns])
    body = list(words.rows(block.table, setter.content))
    _table_head(setter, block, edges, room_for=_row(setter, block))
    for n, row in enumerate(body):
        cells = _table_cells(setter, block, edges, row)
        height = _row_height(setter, cells, block)
        # The last item keeps the totals with it.
        more = _row(setter, block) if block.total and n == len(body) - 1 else 0
        if setter.room(height + more):
            _table_head(setter, block, edges)
        _table_row(setter, block, edges, cells, height)
    if block.total:
        _table_total(setter, block, edges)


def _table_cells(
    setter: Setter, block: layouts.Table, edges: Sequence[float], row: Content
) -> list[list[SetLine]]:
    return [
        setter.set_lines(
            words.fill(column.cell, setter.content, row),
            block.size,
            edges[n + 1] - edges[n] - 2 * PAD,
            False,
        )
        for n, column in enumerate(block.columns)
    ]


def _table_row(
    setter: Setter,
    block: layouts.Table,
    edges: Sequence[float],
    cells: Sequence[list[SetLine]],
    height: float,
) -> None:
    for n, column in enumerate(block.columns):
        box = (edges[n], edges[n + 1] - edges[n], height)
        _cell(setter, cells[n], box, block.size, column.align)
    _frame_row(setter, edges, height)
    setter.y += height


def _table_head(
    setter: Setter, block: layouts.Table, edges: Sequence[float], room_for: float = 0
) -> None:
    height = _row(setter, block)
    setter.room(height + room_for)
    setter.put_rule(setter.y)
    for n, column in enumerate(block.columns):
        width = edges[n + 1] - edges[n]
        head = [Piece(column.head, True, words.LAYOUT_TEXT)]
        lines = setter.set_lines(head, block.size, width, False)
        _cell(setter, lines, (edges[n], width, height), block.size, "centre")
    _frame_row(setter, edges, height)
    setter.y += height


def _table_total(setter: Setter, block: layouts.Table, edges: Sequence[float]) -> None:
    height = _row(setter, block)
    first = len(block.columns) - len(block.totals)
    cells = [(edges[0], edges[first], block.total, "right")]
    cells += [
        (edges[first + n], edges[first + n + 1], template, block.columns[first + n].align)
        for n, template in enumerate(block.totals)
    ]
    for x1, x2, template, align in cells:
        pieces = words.fill(template, setter.content)
        lines = setter.set_lines(pieces, block.size, x2 - x1, False)
        _cell(setter, lines, (x1, x2 - x1, height), block.size, align)
    _frame_row(setter, [edges[0], *edges[first:]], height)
    setter.y += height


def _signature(setter: Setter, block: layouts.Signature) -> None:
    seals = max(1, len(block.seals)) if block.organ or block.seals else 0
    height = max(len(block.signature) * SEAL_PITCH, SEAL if seals else 0)
    setter.room(height)
    top = setter.y
    first = top + (4 * MM if seals else 0)
    for n, template in enumerate(block.signature):
        pieces = words.fill(template, setter.content)
        baseline = _baseline(first + n * SEAL_PITCH, SEAL_PITCH, block.size)
        _signature_line(setter, pieces, baseline, block.size)
    if seals:
        _sealed(setter, block, setter.right - 31.7 * MM, top + SEAL / 2)
    setter.y = top + height


def _signature_line(setter: Setter, pieces: list[Piece], baseline: float, size: float) -> None:
    """A line at the left; `____` in it becomes a rule of 42 mm to write on."""
    x = setter.left
    for piece in pieces:
        for n, part in enumerate(piece.text.split("____")):
            if n:
                rule = LineMark(x1=x + 1 * MM, y1=baseline + 2, x2=x + 43 * MM, y2=baseline + 2)
                setter.page.append(rule)
                x += 44 * MM
            if part:
                own = [Piece(part, piece.bold, piece.field)]
                x += setter.put_text(own, x, baseline, size)


def _sealed(setter: Setter, block: layouts.Signature, x: float, y: float) -> None:
    """Body and date with the seal across them; the circles show in previews only."""
    organ = words.fill(block.organ, setter.content)
    date = words.fill(block.date, setter.content)
    room = 2 * (setter.right - x)
    for pieces, shift in ((organ, -11.0), (date, 15.0)):
        measure = setter.measure(block.size)
        natural = sum(measure(c, p.bold) for p in pieces for c in p.text) or 1
        size = min(block.size, room / natural)
        setter.put_text(pieces, x, y + shift + size * ASCENT / 2, size, "centre")
    if setter.seals is None:
        return
    for n, name in enumerate(setter.seals or block.seals):
        centre = x - n * (SEAL + 4 * MM)
        setter.page.append(CircleMark(x=centre, y=y, radius=SEAL / 2))
        label = [Piece(f"此处盖{name}", False, words.LAYOUT_TEXT)]
        mark_from = len(setter.page)
        setter.put_text(label, centre, y + SEAL / 2 - 10 * MM, 7.5, "centre")
        _redden(setter, mark_from)


def _redden(setter: Setter, first: int) -> None:
    import msgspec

    for n in range(first, len(setter.page)):
        mark = setter.page[n]
        if isinstance(mark, TextMark):
            setter.page[n] = msgspec.structs.replace(mark, colour=RED)


def _panel(setter: Setter, block: layouts.Panel) -> None:
    content = words.fill_plain(block.panel, setter.content)
    groups = _groups(content, block.group)
    size, pitch = block.size, block.size * 1.9
    measure = setter.measure(size)
    widest = max(sum(measure(c, True) + 0.06 for c in g) for g in groups) * size + 1.1 * size
    per_line = max(1, int((setter.width - 10 * MM) / widest))
    lines = [groups[n : n + per_line] for n in range(0, len(groups), per_line)]
    height = len(lines) * pitch + 8 * MM
    setter.room(height)
    setter.put_rule(setter.y, 1.2)
    _frame_row(setter, (setter.left, setter.right), height)
    y = setter.y + 4 * MM
    for line in lines:
        piece = [Piece("　".join(line), True, block.panel)]
        middle = (setter.left + setter.right) / 2
        setter.put_text(piece, middle, _baseline(y, pitch, size), size, "centre", 0.06)
        y += pitch
    setter.y += height


def _groups(content: str, group: int) -> list[str]:
    if not group:
        return content.split() or [""]
    bare = "".join(content.split()).replace("-", "")
    return [bare[n : n + group] for n in range(0, len(bare), group)] or [""]


def _divider(setter: Setter, block: layouts.Divider) -> None:
    height = 5 * MM
    setter.room(height)
    y = setter.y + height / 2
    dash = (3.0, 3.0) if block.divider == "dashed" else ()
    pieces = words.fill(block.words, setter.content)
    if not pieces:
        setter.page.append(LineMark(x1=setter.left, y1=y, x2=setter.right, y2=y, dash=dash))
    else:
        middle = (setter.left + setter.right) / 2
        half = setter.put_text(pieces, middle, y + SMALL * 0.36, SMALL, "centre") / 2 + 2 * MM
        for x1, x2 in ((setter.left, middle - half), (middle + half, setter.right)):
            setter.page.append(LineMark(x1=x1, y1=y, x2=x2, y2=y, dash=dash))
    setter.y += height


_PLACERS: dict[type[Block], Callable[[Setter, Any], None]] = {
    layouts.Corner: _corner,
    layouts.Scan: _scan,
    layouts.Heading: _heading,
    layouts.Paragraph: _paragraph,
    layouts.Grid: _grid,
    layouts.Table: _table,
    layouts.Signature: _signature,
    layouts.Panel: _panel,
    layouts.Divider: _divider,
}
