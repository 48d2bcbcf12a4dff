"""Loads layouts from ``forms/*.yaml`` and says row-exactly what is wrong with one.

Every fault of a file is told at once: `form NAME: line N, element M: what is wrong; what would be
right`. A form's version string stands in the act that issues a paper, so it names the layout's
own version and a short digest of its file.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import threading
from pathlib import Path
from typing import Any

import msgspec
import yaml

from counter.documents import content as words
from counter.documents import layouts, overlaylayouts
from counter.documents.layouts import Block, Form, Head
from counter.documents.overlaylayouts import Cell, Items, OverlayHead
from counter.domain.errors import KnownError, text
from counter.resources import forms_root

_PATH = re.compile(r" - at `(.*)`$")
_STEP = re.compile(r"\.([a-z_]+)|\[(\d+)\]")
_NO_TEMPLATE = {
    *("when", "align", "size", "table", "each", "rule", "weeks", "divider"),
    *("items", "font", "fit"),
}
_BODY = {"page": "body", "slip": "lines", "overlay": "fields"}
_BLOCKS: dict[str, dict[str, type[Block]]] = {
    "page": layouts.PAGE_BLOCKS,
    "slip": layouts.SLIP_BLOCKS,
    "overlay": overlaylayouts.FIELD_BLOCKS,
    "pre-printed": overlaylayouts.UNDER_BLOCKS,
}
UNDER = "under"
_OWNERS: dict[str, type[Any]] = {
    "margins": layouts.Margins,
    "footer": layouts.Footer,
    "paper": overlaylayouts.Paper,
    "mark": overlaylayouts.MarkPlace,
}


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a form file; element 0 = outside the list of blocks."""

    form: str
    line: int
    element: int
    what: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", element {self.element}" if self.element else "")
        return f"form {self.form}: {place}: {self.what}"


class FormLibrary:
    """The layouts of one folder, loaded when first asked for. Safe to share between threads."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or forms_root()
        self._forms: dict[str, Form] = {}
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Names of all layouts, sorted; older versions kept as NAME.vN.yaml are not listed."""
        return tuple(sorted(p.stem for p in self.root.glob("*.yaml") if "." not in p.stem))

    def get(self, name: str, stamp: str = "") -> Form:
        """A layout; with the stamp of an issued paper, the kept layout of that version if any.

        Raises KnownError `form.missing`, `form.bad` (all faults, row by row).
        """
        with self._lock:
            for key in filter(None, (_kept(name, stamp), name)):
                if key in self._forms:
                    return self._forms[key]
                path = self.root / f"{key}.yaml"
                if path.is_file():
                    return self._forms.setdefault(key, self._load(path, name))
        raise KnownError(
            "form.missing",
            text("没有名为 {name} 的版式。", name=name),
            text("请联系技术员，把 {name}.yaml 放回 forms 文件夹。", name=name),
        )

    def _load(self, path: Path, name: str) -> Form:
        form, faults = read_form(path.read_bytes(), name)
        if form is None:
            raise KnownError(
                "form.bad",
                text("版式 {name} 有错：{faults}", name=name, faults="；".join(map(str, faults))),
                text("请联系技术员，用 counter forms check 逐行核对。"),
            )
        return form


def _kept(name: str, stamp: str) -> str:
    """File stem of the kept layout that an issued paper's stamp asks for."""
    match = re.fullmatch(re.escape(name) + r"@(\d+)\+[0-9a-f]+", stamp)
    return f"{name}.v{match[1]}" if match else ""


def read_form(
    data: bytes, name: str, known: frozenset[str] | None = None
) -> tuple[Form | None, list[Fault]]:
    """A form file's layout, or None and every fault found in it.

    known: fields there are; one that a text or a condition asks for and that is not among them is
    a fault. None: any field may be.
    """
    reader = _Reader(name, known)
    form = reader.read(data)
    return (None if reader.faults else form), reader.faults


class _Reader:
    """Reads one file and gathers its faults."""

    def __init__(self, name: str, known: frozenset[str] | None = None) -> None:
        self.name = name
        self.known = known
        self.faults: list[Fault] = []
        self.element = 0
        self.paper: overlaylayouts.Paper | None = None

    def fault(self, line: int, what: str) -> None:
        self.faults.append(Fault(self.name, line, self.element, what))

    def read(self, data: bytes) -> Form | None:
        root = self._compose(data)
        if root is None:
            return None
        body_key, body = self._body(root)
        overlay = body_key == _BODY["overlay"]
        kind = OverlayHead if overlay else Head
        head = self._convert(root, kind, leave_out=(body_key, UNDER) if overlay else (body_key,))
        if not isinstance(head, Head):
            return None
        self._check_head(head, root)
        self.paper = head.paper if isinstance(head, OverlayHead) else None
        blocks = self._blocks(body, head.channel)
        under = self._blocks(self._under(root), "pre-printed") if overlay else ()
        digest = hashlib.sha256(data).hexdigest()[:8]
        return Form(
            head=head,
            blocks=blocks,
            stamp=f"{self.name}@{head.version}+{digest}",
            under=under,
        )

    def _blocks(self, nodes: list[yaml.Node], channel: str) -> tuple[Block, ...]:
        """The blocks of a list; elements are counted from 1."""
        self.element = 0
        blocks = [self._block(node, channel) for node in nodes]
        self.element = 0
        return tuple(block for block in blocks if block is not None)

    def _under(self, root: yaml.MappingNode) -> list[yaml.Node]:
        """What an overlay says of its paper; none is allowed."""
        for node, value in root.value:
            if node.value == UNDER:
                if isinstance(value, yaml.SequenceNode):
                    return list(value.value)
                self.fault(line_of(node), "under is no list of what the paper has printed")
        return []

    def _compose(self, data: bytes) -> yaml.MappingNode | None:
        try:
            root = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            self.fault(1, "not UTF-8; save the file as UTF-8")
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self.fault(mark.line + 1 if mark else 1, f"not YAML: {error.problem}")
            return None
        if not isinstance(root, yaml.MappingNode):
            self.fault(1, "empty or no mapping; a form begins with form, version, channel, title")
            return None
        return root

    def _body(self, root: yaml.MappingNode) -> tuple[str, list[yaml.Node]]:
        channel = next((v.value for k, v in root.value if k.value == "channel"), "page")
        key = _BODY.get(str(channel), "body")
        for node, value in root.value:
            if node.value == key:
                if isinstance(value, yaml.SequenceNode) and value.value:
                    return key, list(value.value)
                self.fault(line_of(node), f"{key} is empty; it is the list of blocks")
                return key, []
        self.fault(1, f"no {key}; a {channel} form has its blocks under {key}:")
        return key, []

    def _check_head(self, head: Head, root: yaml.MappingNode) -> None:
        if head.form != self.name:
            self.fault(line_at(root, ("form",)), f"form is {head.form}, the file {self.name}")
        for place, field in enumerate(head.required):
            self._check_field(field, line_at(root, ("required", place)))
        if isinstance(head, OverlayHead):
            for field in head.masks:
                self._check_field(field, line_at(root, ("masks", field)))
        for template in (head.footer.left, head.footer.right) if head.footer else ():
            self._check_template(template, line_at(root, ("footer",)), ("page", "pages"))

    def _block(self, node: yaml.Node, channel: str) -> Block | None:
        self.element += 1
        kinds = _BLOCKS[channel]
        keys = [k.value for k, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        kind = next((key for key in keys if key in kinds), None)
        if kind is None:
            known = ", ".join(kinds)
            self.fault(
                line_of(node), f"no block of a {channel} form; it begins with one of {known}"
            )
            return None
        block = self._convert(node, kinds[kind])
        if not isinstance(block, Block):
            return None
        self._check_block(block, node)
        return block

    def _convert(self, node: yaml.Node, kind: type[Any], leave_out: tuple[str, ...] = ()) -> object:
        values = yaml.SafeLoader("").construct_document(node)
        for key in leave_out:
            values.pop(key, None)
        try:
            return msgspec.convert(values, kind)
        except msgspec.ValidationError as error:
            message = str(error)
            path = _PATH.search(message)
            steps = _steps(path[1]) if path else ()
            unknown = re.search(r"unknown field `(.+?)`", message)
            line = line_at(node, (*steps, unknown[1]) if unknown else steps)
            self.fault(line, _in_words(message, kind, steps))
            return None

    def _check_block(self, block: Block, node: yaml.Node) -> None:
        if block.when:
            try:
                _, field, _, _ = words.parse_condition(block.when)
                self._check_field(field, line_at(node, ("when",)))
            except words.TemplateError as error:
                self.fault(line_at(node, ("when",)), str(error))
        for path, template in templates(block):
            self._check_template(template, line_at(node, path))
        line = line_of(node)
        if isinstance(block, layouts.Grid):
            for place, row in enumerate(block.grid):
                if len(row) != len(block.widths):
                    what = f"{len(row)} cells; widths has {len(block.widths)}"
                    self.fault(line_at(node, ("grid", place)), what)
        if self.paper is not None:
            for what in overlaylayouts.misplaced(block, self.paper):
                self.fault(line, what)
        if isinstance(block, Items):
            self._check_field(block.items, line)
        if isinstance(block, layouts.Materials):
            self._check_field(block.each, line)
        if isinstance(block, layouts.Table):
            self._check_field(block.table, line)
            if sum(1 for column in block.columns if not column.width) > 1:
                self.fault(line, "two columns without width; leave at most one to take the rest")
            if len(block.totals) >= len(block.columns):
                self.fault(line, "as many totals as columns; the first column holds the word")

    def _check_template(self, template: str, line: int, made: tuple[str, ...] = ()) -> None:
        try:
            fields = words.slots(template)
        except words.TemplateError as error:
            self.fault(line, str(error))
            return
        for field in fields:
            if field not in made:
                self._check_field(field, line)

    def _check_field(self, field: str, line: int) -> None:
        if self.known is None or field in self.known:
            return
        near = difflib.get_close_matches(field, sorted(self.known), 1)
        meant = f"; did you mean {near[0]}?" if near else "; forms/README.md lists the fields"
        self.fault(line, f"no paper has a field {field}{meant}")


def templates(block: Block) -> list[tuple[tuple[str | int, ...], str]]:
    """Every text of a block that is a template, with its place in the block."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    for field, value in msgspec.structs.asdict(block).items():
        if field not in _NO_TEMPLATE:
            found += _texts(value, (field,))
    return found


def _texts(value: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, tuple):
        return [hit for i, each in enumerate(value) for hit in _texts(each, (*path, i))]
    if isinstance(value, layouts.Column):
        return [((*path, "head"), value.head), ((*path, "cell"), value.cell)]
    if isinstance(value, Cell):
        return [((*path, "cell"), value.cell)]
    return []


def _steps(path: str) -> tuple[str | int, ...]:
    """`$.columns[2].width` → ("columns", 2, "width")."""
    return tuple(m[1] if m[1] else int(m[2]) for m in _STEP.finditer(path))


def line_of(node: yaml.Node) -> int:
    """Line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def line_at(node: yaml.Node, path: tuple[str | int, ...]) -> int:
    """Line of what lies at `path` below `node`; as near as it gets."""
    line = line_of(node)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    line, node = line_of(key), value
                    break
            else:
                return line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                return line
            node = node.value[step]
            line = line_of(node)
    return line


def _in_words(message: str, kind: type[Any], steps: tuple[str | int, ...]) -> str:
    """msgspec's message with its place put first and the known keys added where one is unknown."""
    plain = _PATH.sub("", message)
    place = ".".join(str(step) for step in steps)
    unknown = re.search(r"unknown field `(.+?)`", plain)
    if unknown:
        column: type[Any] = Cell if kind is Items else layouts.Column
        owner = column if "columns" in steps else kind
        owner = _OWNERS.get(str(steps[0]) if steps else "", owner)
        known = ", ".join(field.name for field in msgspec.structs.fields(owner))
        return f"unknown key {unknown[1]}; known here: {known}"
    return f"{place + ': ' if place else ''}{plain[:1].lower()}{plain[1:]}"
