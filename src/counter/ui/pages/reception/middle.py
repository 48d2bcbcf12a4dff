"""The middle column's widgets: matter, materials, the matter's own form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.reception.fields import PLACE, FieldGrid
from counter.ui.pages.reception.matchlist import MatchList
from counter.ui.pages.reception.model import (
    FormView,
    MaterialsView,
    MaterialView,
    MatterView,
    SideView,
)
from counter.ui.pages.reception.prose import Prose
from counter.ui.qt import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.text import say
from counter.ui.widgets.band import Band, Segmented
from counter.ui.widgets.basic import Label, LineLabel
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView

MATERIAL_KEYS = "[[reception.tick]]  [[reception.pages]]  [[reception.onspot]]  [[reception.reuse]]"
"""The keys of a material's row, in the head of the section."""


class MatterSection(QWidget):
    """Section 事项: the box, and at most three matches below it."""

    def __init__(
        self,
        search: Callable[[str], object],
        enter: Callable[[], object],
        choose: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._folded = False
        self.band = Band("事项")
        self.box = LineField(enter_moves=False)
        self.box.setProperty(PLACE, "matter")
        self.box.setAccessibleName("找事项")
        self.box.textChanged.connect(search)
        self.box.entered.connect(enter)
        self.count = Label("", "note", colour="ink2")
        self.others = LineLabel("[[reception.up|]][[reception.down]]", "note", colour="ink2")
        self.hint = Label("", "note", colour="ink2")
        self.matches = MatchList(choose)
        self.line = Prose("note")
        self.line.hide()
        self._row = QHBoxLayout()
        for widget in (self.box, self.count, self.others):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.hint)
        self._all = _column(self, self.band, self.line)
        self._all.addLayout(self._row)
        self._all.addWidget(self.matches)
        self.retheme()

    def show_view(self, view: MatterView, locked: bool, side: SideView) -> None:
        """Bring it up to date. side: its limit, later its papers, are said in the band while
        the folded column lies below."""
        self.band.set_fact(self._fact(view, side))
        blocked = self.box.blockSignals(True)
        self.box.fill(view.query)
        self.box.blockSignals(blocked)
        self.box.setReadOnly(locked)
        self.box.set_bad(view.error is not None)
        self.count.say(view.count)
        self.line.say(view.line)
        several = len(view.matches) > 1
        self.others.setVisible(several and not self._folded)
        self.hint.say(view.hint)
        self.matches.show_matches(view.matches)

    def _fact(self, view: MatterView, side: SideView) -> Line:
        limit = side.limit
        if not self._folded or not limit.sentence:
            return view.fact
        if side.papers:
            return (Run("·".join(f"{say(r.words)} {say(r.fact)}" for r in side.papers)),)
        detail = Run("  " + say(limit.detail))
        return (Run(say(limit.sentence), bold=True, colour="ink"), detail)

    def fold(self, folded: bool) -> None:
        """Folded: one match at a time beside the box, so that the materials stay in view."""
        self._folded = folded
        self.matches.set_inline(folded)
        self.hint.setVisible(not folded)
        self.retheme()
        if folded:
            self._row.insertWidget(1, self.matches, 1)
        else:
            self._all.addWidget(self.matches)

    def retheme(self) -> None:
        px = theme.px
        self._row.setContentsMargins(px(12), px(7), px(12), px(7))
        self._row.setSpacing(px(8))
        self.box.setFixedWidth(px(140 if self._folded else 200))


COLUMNS = (
    Column("got", "收", 32),
    Column("no", "序", 26, "centre"),
    Column("name", "材料名称", 0),
    Column("asked", "要求", 68),
    Column("received", "收到", 68),
    Column("pages", "页", 30, "centre"),
    Column("evidence", "等级", 40, "centre"),
    Column("how", "怎样核的", 96),
)


class MaterialsSection(QWidget):
    """Section 材料: the table, and below it the note or the editor of the current row."""

    def __init__(
        self,
        moved: Callable[[int], object],
        edit: Callable[[str, int], object],
        put_right: Callable[[str], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__()
        self._view = MaterialsView(rows=(), count="", current=0, note="")
        self._moved = moved
        self.band = Band("材料", fact=MATERIAL_KEYS)
        self.empty = Prose()
        self.tables = {
            "row": TableView(COLUMNS, row="row"),
            "row_two": TableView(COLUMNS, row="row_two"),
        }
        self.note = LineLabel("", "note")
        self.editor = Editor(edit, done)
        self._foot = QStackedWidget()
        self._foot.addWidget(self._padded(self.note))
        self._foot.addWidget(self.editor)
        self.mender = Mender(put_right, done)
        self._foot.addWidget(self.mender)
        column = _column(self, self.band, self.empty)
        for table in self.tables.values():
            table.setProperty(PLACE, "materials")
            table.setAccessibleName("材料")
            table.moved.connect(self._row_moved)
            column.addWidget(table)
        column.addWidget(self._foot)
        self.retheme()

    def _padded(self, widget: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.measure("pad"), 0, theme.measure("pad"), 0)
        row.addWidget(widget)
        row.addStretch(1)
        return holder

    @property
    def table(self) -> TableView:
        """The table that is shown: two-line rows where a name needs them."""
        return self.tables["row_two" if self._long() else "row"]

    def _name_room(self) -> float:
        fixed = sum(c.width for c in COLUMNS)
        return self.width() - theme.px(fixed) - theme.measure("pad") - 6

    def _long(self) -> bool:
        room = self._name_room()
        metrics = theme.metrics("body", True)
        return any(metrics.horizontalAdvance(r.name) > room for r in self._view.rows)

    def _row_moved(self, code: object) -> None:
        place = next((n for n, r in enumerate(self._view.rows) if r.code == code), None)
        if place is not None and place != self._view.current:
            self._moved(place)

    def show_view(self, view: MaterialsView) -> None:
        """Bring it up to date."""
        self._view = view
        self.band.set_count(view.count)
        self.empty.say(view.empty)
        shown = self.table
        had_focus = any(t.hasFocus() for t in self.tables.values())
        if had_focus and view.rows and not shown.hasFocus():
            shown.show()  # before the other goes, or the focus goes on to the form
            shown.setFocus()
        for table in self.tables.values():
            table.setVisible(bool(view.rows) and table is shown)
        self._foot.setVisible(bool(view.rows))
        if not view.rows:
            return
        room = self._name_room()
        rows = [
            _row(r, n == view.current, room if shown is self.tables["row_two"] else 0)
            for n, r in enumerate(view.rows)
        ]
        blocked = shown.blockSignals(True)
        shown.show_rows(rows, view.rows[view.current].code)
        shown.blockSignals(blocked)
        head = theme.measure("head")
        shown.setFixedHeight(head + shown.row_height * len(rows) + 1)
        self.note.say(view.note)
        row = next((r for r in view.rows if r.code == view.editing), None)
        if row is not None and view.mending:
            self.mender.show_row(row)
        elif row is not None:
            self.editor.show_row(row)
        self._foot.setCurrentIndex(0 if row is None else 2 if view.mending else 1)

    def retheme(self) -> None:
        self._foot.setFixedHeight(theme.px(34))
        if self._view.rows:
            self.show_view(self._view)

    def resizeEvent(self, event: object) -> None:
        if self._view.rows:
            self.show_view(self._view)


def _row(row: MaterialView, current: bool, room: float) -> Row:
    name, under = row.name, ""
    if room:
        metrics = theme.metrics("body", True)
        cut = len(name)
        while cut > 1 and metrics.horizontalAdvance(name[:cut]) > room:
            cut -= 1
        name, under = name[:cut], name[cut:]
    ink = "ink" if row.ticked else "ink2"
    second = (Run(under, colour="ink"),) if under else ""
    return Row(
        row.code,
        cells(
            got=Cell(check=row.ticked),
            no=Cell(str(row.no), colour="ink2"),
            name=Cell((Run(name, bold=current),), under=second),
            asked=Cell(row.asked, colour="ink2"),
            received=Cell(row.received, colour=ink),
            pages=Cell(row.pages, colour=ink),
            evidence=Cell(row.evidence, colour=ink),
            how=Cell(row.how, colour="ink2"),
        ),
    )


class Editor(QWidget):
    """E: form, copies and pages of one material, in the line below the table."""

    def __init__(self, edit: Callable[[str, int], object], done: Callable[[], object]) -> None:
        super().__init__()
        self.title = Label("", "label", bold=True, colour="accent")
        self.form = Segmented(("原件", "复印件"), compact=True)
        self.form.setProperty(PLACE, "materials.form")
        self.form.chosen.connect(lambda place: edit("original", 1 - place))
        self.copies = LineField(unit="份", digits=True, length=3, cell=True, enter_moves=False)
        self.pages = LineField(unit="页", digits=True, length=3, cell=True, enter_moves=False)
        self.copies.setProperty(PLACE, "materials.copies")
        self.pages.setProperty(PLACE, "materials.pages")
        self.copies.setAccessibleName("份数")
        self.pages.setAccessibleName("页数")
        self.copies.textChanged.connect(lambda words: edit("copies", int(words or 0)))
        self.pages.textChanged.connect(lambda words: edit("pages", int(words or 0)))
        self.copies.entered.connect(self._to_pages)
        self.pages.entered.connect(done)
        self._row = QHBoxLayout(self)
        for widget in (self.title, self.copies, self.pages, self.form):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(LineLabel("[[reception.onward|]] 好了", "note", colour="ink2"))
        self._code = ""
        self.retheme()

    @property
    def stops(self) -> list[QWidget]:
        """What can hold the focus, in reading order."""
        return [self.copies, self.pages, self.form]

    def _to_pages(self) -> None:
        self.pages.setFocus()
        self.pages.selectAll()

    def show_row(self, row: MaterialView) -> None:
        """Which row; the numbers only when it is another row, so that typing is left alone."""
        self.title.say(Text("第 {n} 项", {"n": row.no}))
        self.form.choose(0 if row.original else 1)
        if row.code != self._code or not (self.copies.hasFocus() or self.pages.hasFocus()):
            self._code = row.code
            for field, value in ((self.copies, row.copies), (self.pages, row.pages)):
                blocked = field.blockSignals(True)
                field.setText(str(value))
                field.blockSignals(blocked)

    def retheme(self) -> None:
        px = theme.px
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))
        for field in (self.copies, self.pages):
            field.setFixedWidth(px(72))


class Mender(QWidget):
    """O: what was put right of one material, in the line below the table."""

    def __init__(self, write: Callable[[str], object], done: Callable[[], object]) -> None:
        super().__init__()
        self.title = Label("", "label", bold=True, colour="accent")
        self.field = LineField(enter_moves=False, length=200)
        self.field.setProperty(PLACE, "materials.onspot")
        self.field.setAccessibleName("当场更正")
        self.field.setPlaceholderText("哪里错了，改成了什么")
        self.field.textChanged.connect(write)
        self.field.entered.connect(done)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(LineLabel("[[reception.onward|]] 好了", "note", colour="ink2"))
        self._row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        self._row.setSpacing(theme.px(8))
        self._code = ""

    def show_row(self, row: MaterialView) -> None:
        """Which row; the words only when it is another row, so that typing is left alone."""
        self.title.say(Text("第 {n} 项 当场更正", {"n": row.no}))
        if row.code != self._code or not self.field.hasFocus():
            self._code = row.code
            blocked = self.field.blockSignals(True)
            self.field.setText(row.on_spot)
            self.field.blockSignals(blocked)


class FormSection(QWidget):
    """Section 申办内容."""

    def __init__(
        self,
        write: Callable[[str, str], object],
        enter: Callable[[], object],
        today: Callable[[], dt.date],
    ) -> None:
        super().__init__()
        self.band = Band("申办内容")
        self.fields = FieldGrid(write, enter, today, columns=2)
        self.empty = Prose()
        _column(self, self.band, self.fields, self.empty)

    def show_view(self, view: FormView, locked: bool) -> None:
        """Bring it up to date."""
        self.band.set_fact(view.draft)
        self.empty.say(view.empty)
        self.fields.show_fields(view.fields, locked)


def _column(owner: QWidget, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column
