"""What a form would draw of a content, found without setting it: quick enough before a commit."""

from __future__ import annotations

from collections.abc import Iterator

from counter.documents import content as words
from counter.documents import layouts
from counter.documents.content import Content, Piece
from counter.documents.forms import templates
from counter.documents.layouts import Block, Form


def form_pieces(form: Form, content: Content) -> Iterator[Piece]:
    """Every piece of text that the form's blocks and foot draw of `content`.

    Raises KnownError `paper.field_missing`.
    """
    full = words.derive(content)
    for block in form.blocks:
        if words.holds(block.when, full):
            yield from _block_pieces(block, full)
    footer = form.head.footer
    if footer:
        facts = {**full, "page": 1, "pages": 1}
        for template in (footer.left, footer.right):
            yield from words.fill(template, facts)


def _block_pieces(block: Block, content: Content) -> Iterator[Piece]:
    if isinstance(block, layouts.Weeks):
        for row in words.rows("days", content):
            yield from words.fill("{name|}", content, row)
    elif isinstance(block, layouts.Materials):
        for row in words.rows(block.each, content):
            yield from words.fill(block.line, content, row)
    elif isinstance(block, layouts.Table):
        for row in words.rows(block.table, content):
            for column in block.columns:
                yield from words.fill(column.cell, content, row)
        for template in (block.total, *block.totals, *(c.head for c in block.columns)):
            yield from words.fill(template, content)
    else:
        for _, template in templates(block):
            yield from words.fill(template, content)
