"""What a form would draw of a content, found without setting it: quick enough before a commit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import msgspec

from counter.documents import content as words
from counter.documents import layouts
from counter.documents.content import Content, Piece
from counter.documents.forms import templates
from counter.documents.layouts import Block, Form
from counter.documents.overlaylayouts import Items


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
    own, lists = _block_templates(block)
    for name, cells in lists:
        for row in words.rows(name, content):
            for template in cells:
                yield from words.fill(template, content, row)
    for template in own:
        yield from words.fill(template, content)


# --- all characters at once ----------------------------------------------------------------------

_ALWAYS = frozenset("0123456789是否")
"""Page numbers, and how yes and no are written."""
_SPACES = frozenset("\t\r\n\u2028\u2029")


class Ask(msgspec.Struct, frozen=True):
    """Fields that templates ask for: those that must be there, those with a stand-in."""

    must: tuple[str, ...]
    may: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """What the blocks under one condition ask for: fields, and fields of each list's items."""

    when: str
    ask: Ask
    lists: tuple[tuple[str, Ask], ...]


class Needs(msgspec.Struct, frozen=True):
    """What a form needs to be drawn: its own characters and the fields it asks for."""

    fixed: frozenset[str]
    groups: tuple[Group, ...]


def needs_of(form: Form) -> Needs:
    """Gather once what `characters` asks of every content."""
    fixed: set[str] = set(_ALWAYS)
    plain: dict[str, list[str]] = {}
    lists: dict[str, list[tuple[str, list[str]]]] = {}
    for block in form.blocks:
        own, rows = _block_templates(block)
        plain.setdefault(block.when, []).extend(own)
        lists.setdefault(block.when, []).extend(rows)
    groups = tuple(
        Group(
            when,
            _ask(plain[when], fixed),
            tuple((name, _ask(cells, fixed)) for name, cells in lists[when]),
        )
        for when in plain
    )
    footer = form.head.footer
    if footer:
        known = {"page", "pages"}
        ask = _ask([footer.left, footer.right], fixed)
        must = tuple(f for f in ask.must if f not in known)
        groups += (Group("", Ask(must, ask.may), ()),)
    return Needs(frozenset(fixed), groups)


def characters(needs: Needs, content: Content) -> frozenset[str] | None:
    """Every character that the form draws of `content`, perhaps some more.

    None when something is missing: `form_pieces` then tells what, and whether it matters.
    """
    full = words.derive(content)
    values: list[object] = []
    for group in needs.groups:
        if not words.holds(group.when, full):
            continue
        if not _gather(group.ask, full, full, values):
            return None
        for name, ask in group.lists:
            items = full.get(name)
            if not isinstance(items, list | tuple):
                return None
            for item in items:
                if not isinstance(item, Mapping) or not _gather(ask, item, full, values):
                    return None
    joined = unicodedata.normalize("NFC", "\n".join(map(str, values)))
    return needs.fixed.union(joined).difference(_SPACES)


def _gather(ask: Ask, item: Content, full: Content, values: list[object]) -> bool:
    """Add what `ask` finds in `item`, else in `full`; False when a field that must be is not."""
    for field in ask.must:
        value = item[field] if field in item else full.get(field)
        if value is None:
            return False
        values.append(value)
    for field in ask.may:
        value = item[field] if field in item else full.get(field)
        if value is not None:
            values.append(value)
    return True


def _ask(texts: list[str], fixed: set[str]) -> Ask:
    """Fields of some templates; their own words go into `fixed`."""
    parts = [part for template in texts for part in words.parse(template)]
    for part in parts:
        fixed.update(part.words)
    slots = [part for part in parts if part.field]
    must = dict.fromkeys(p.field for p in slots if not p.stand_in)
    may = dict.fromkeys(p.field for p in slots if p.stand_in and p.field not in must)
    return Ask(tuple(must), tuple(may))


def _block_templates(block: Block) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """A block's templates of the content, and those of each list's items."""
    if isinstance(block, layouts.Weeks):
        return [], [("days", ["{name|}"])]
    if isinstance(block, layouts.Materials):
        return [], [(block.each, [block.line])]
    if isinstance(block, Items):
        return [], [(block.items, [cell.cell for cell in block.columns])]
    if isinstance(block, layouts.Table):
        own = [block.total, *block.totals, *(c.head for c in block.columns)]
        return own, [(block.table, [c.cell for c in block.columns])]
    return [template for _, template in templates(block)], []
