"""The left column's widgets: the person, how to reach them, their earlier cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counter.ui import theme
from counter.ui.markup import GlyphRun, Line, Run
from counter.ui.pages.reception.fields import PLACE, FieldGrid
from counter.ui.pages.reception.model import (
    ApplicantView,
    ContactView,
    Fact,
    HistoryRow,
    HistoryView,
    PersonView,
    Words,
)
from counter.ui.pages.reception.prose import Prose
from counter.ui.pages.reception.silhouette import Photo
from counter.ui.qt import (
    QGridLayout,
    QHBoxLayout,
    QModelIndex,
    QSizePolicy,
    Qt,
    QVBoxLayout,
    QWidget,
)
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band, ErrorStrip, Segmented
from counter.ui.widgets.basic import Chip, Label
from counter.ui.widgets.table import TableView

WHO = ("person", "organisation", "agent")
Write = Callable[[str, str], object]
Today = Callable[[], dt.date]


class Facts(QWidget):
    """Labelled facts as plain text; labels right-aligned in a column of four characters."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._shown: tuple[Fact, ...] = ()
        self.retheme()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these."""
        if facts == self._shown:
            return
        self._shown = facts
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for n, fact in enumerate(facts):
            label = Label(fact.label, "label", colour="ink2")
            label.setAlignment(paint.ALIGN_RIGHT)
            label.setFixedWidth(theme.measure("label_column"))
            lead = fact.style == "lead"
            value = Label(
                fact.value,
                "lead" if lead else "body",
                bold=lead,
                colour="warn" if fact.style == "warn" else "ink",
                wrap=True,
            )
            line = theme.metrics("lead" if lead else "body", lead).lineSpacing()
            label.setFixedHeight(round(line))
            self._grid.addWidget(label, n, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, n, 1)
            label.show()
            value.show()
        self._grid.setColumnStretch(1, 1)

    def retheme(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.measure("gap"))
        self._grid.setVerticalSpacing(theme.px(3))
        shown, self._shown = self._shown, ()
        self.show_facts(shown)


class PersonCard(QWidget):
    """Photo, big name, one line, chip; the facts; warnings that do not stop."""

    def __init__(self, *, small: bool = False) -> None:
        super().__init__()
        self._small = small
        self.photo = Photo()
        self.name = Label("", "title" if small else "name", bold=True, wrap=True)
        self.line, self.born = Label(wrap=True), Label("", "note", colour="ink2")
        self.chip, self.facts = Chip(), Facts()
        self.warning = Label("", "label", colour="warn", wrap=True)
        self.fault = Label("", "label", colour="bad", wrap=True)
        self._head = QHBoxLayout()
        beside = QWidget()
        beside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout(beside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.px(2))
        for widget in (self.name, self.line, self.born, self.chip):
            words.addWidget(widget)
        words.addStretch(1)
        if not small:
            self._head.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(beside, 1)
        self._all = QVBoxLayout(self)
        self._all.addLayout(self._head)
        self._all.addWidget(self.facts)
        self._all.addWidget(self.warning)
        self._all.addWidget(self.fault)
        self.retheme()
        self.hide()

    def show_person(self, view: PersonView | None) -> None:
        """Show a person, or nobody."""
        self.setVisible(view is not None)
        if view is None:
            return
        self.name.say(view.name)
        self.line.say(view.line)
        self.born.say(view.born)
        self.born.setVisible(bool(view.born))
        self.chip.show_state(view.chip)
        self.photo.say(view.photo_note)
        self.facts.show_facts(view.facts[:1] if self._small else view.facts)
        self.warning.say("\n".join(say(w) for w in view.warnings))
        self.warning.setVisible(bool(view.warnings))
        self.fault.say("\n".join("✕ " + say(w) for w in view.faults))
        self.fault.setVisible(bool(view.faults))

    def retheme(self) -> None:
        px = theme.px
        self._all.setContentsMargins(px(12), px(12), px(12), px(8))
        self._all.setSpacing(px(12) if not self._small else px(4))
        self._head.setSpacing(px(12))


class ApplicantSection(QWidget):
    """Section 申请人."""

    def __init__(self, write: Write, enter: Callable[[], object], today: Today) -> None:
        super().__init__()
        self.band = Band("申请人")
        self.strip = ErrorStrip()
        self.card, self.beside = PersonCard(), PersonCard(small=True)
        self.empty = Prose()
        self.said = Label("", "label", colour="warn", wrap=True)
        self.organisation = FieldGrid(write, enter, today)
        self.manual = FieldGrid(write, enter, today)
        column = _stack(self, self.band, self.strip)
        for widget in (
            self.organisation,
            self.manual,
            self.empty,
            self.card,
            self.beside,
            self.said,
        ):
            column.addWidget(widget)
        self.retheme()

    def show_view(self, view: ApplicantView, locked: bool) -> None:
        """Bring it up to date."""
        self.band.set_fact(_source(view.source, view.trusted), "ok" if view.trusted else "ink2")
        self.strip.show_trouble(view.trouble)
        person, organisation = view.person, bool(view.organisation)
        self.card.show_person(None if organisation else person)
        self.beside.show_person(person if organisation else None)
        self.empty.say(view.empty)
        self.said.say(view.said)
        self.said.setVisible(bool(view.said))
        self.organisation.show_fields(view.organisation, locked)
        self.manual.show_fields(view.manual, locked)

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self.said.setContentsMargins(pad, 0, pad, theme.px(8))


def _source(words: Words, trusted: bool) -> Line:
    if not words:
        return ""
    if trusted:
        return (GlyphRun("tick", "ok"), Run(say(words), colour="ok"))
    return (Run(say(words)),)


class ContactSection(QWidget):
    """Section 怎样联系."""

    def __init__(
        self,
        write: Write,
        enter: Callable[[], object],
        today: Today,
        come_as: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.band = Band("怎样联系")
        self.who = Segmented(("本人", "单位", "代办"), compact=True)
        self.who.setProperty(PLACE, "who")
        self.who.chosen.connect(lambda place: come_as(WHO[place]))
        self.band.add(self.who)
        self.agent = PersonCard(small=True)
        self.agent_empty = Prose()
        self.agent_fields = FieldGrid(write, enter, today)
        self.fields = FieldGrid(write, enter, today)
        column = _stack(self, self.band)
        for widget in (self.agent, self.agent_empty, self.agent_fields, self.fields):
            column.addWidget(widget)

    def show_view(self, view: ContactView, locked: bool) -> None:
        """Bring it up to date."""
        self.who.choose(WHO.index(view.who))
        self.who.setEnabled(not locked)
        self.agent.show_person(view.agent)
        self.agent_empty.say(view.agent_empty)
        self.agent_fields.show_fields(view.agent_fields, locked)
        self.fields.show_fields(view.fields, locked)


DATE, STATUS = 88, 60
COLUMNS = {
    "line": (
        Column("date", "", DATE),
        Column("title", "", 0),
        Column("status", "", STATUS, "right"),
    ),
    "two": (Column("date", "", DATE), Column("title", "", 0)),
}


class HistorySection(QWidget):
    """Section 他以前的件, or the drafts; Enter opens a row."""

    def __init__(self, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.band = Band("以前的件")
        self.tables = {
            "line": TableView(COLUMNS["line"], row="row_dense", head=False, opens=True),
            "two": TableView(COLUMNS["two"], row="row_two", head=False, opens=True),
        }
        column = _stack(self, self.band)
        for table in self.tables.values():
            table.opened.connect(opened)
            table.setProperty(PLACE, "history")
            table.setAccessibleName("以前的件")
            column.addWidget(table)
            table.hide()
        self._view = HistoryView(title="")

    def show_view(self, view: HistoryView) -> None:
        """Bring it up to date."""
        self._view = view
        self.band.set_title(view.title)
        self.band.set_fact(view.fact)
        kind = "line" if all(self._fits(row) for row in view.rows) else "two"
        for name, table in self.tables.items():
            table.setVisible(bool(view.rows) and name == kind)
        if not view.rows:
            return
        table = self.tables[kind]
        table.show_rows([_history_row(row, kind) for row in view.rows])
        if not table.hasFocus():
            table.setCurrentIndex(QModelIndex())
        table.setFixedHeight(table.row_height * len(view.rows) + 1)

    def _fits(self, row: HistoryRow) -> bool:
        room = self.width() - theme.px(DATE + STATUS) - 2 * theme.measure("pad") - 6
        return theme.metrics("body").horizontalAdvance(row.title) <= room

    def retheme(self) -> None:
        self.show_view(self._view)

    def resizeEvent(self, event: object) -> None:
        self.show_view(self._view)


def _history_row(row: HistoryRow, kind: str) -> Row:
    date = Cell(row.date, colour="ink2")
    if kind == "line":
        status = Cell((Run(say(row.status)),) if row.status else "", colour="ink2")
        return Row(row.case_no, cells(date=date, title=(Run(row.title),), status=status))
    under = (Run(say(row.status)),) if row.status else ""
    return Row(row.case_no, cells(date=date, title=Cell((Run(row.title),), under=under)))


def _stack(owner: QWidget, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column


__all__ = ["ApplicantSection", "ContactSection", "HistorySection", "PersonCard"]
