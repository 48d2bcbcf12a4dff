"""The reception page: three columns of sections over the presenter's view.

It draws what the presenter says, tells it where the focus is, and puts the focus where the
presenter wants it. Everything that decides stands in the presenter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise

from counter.desk.changes import Changes
from counter.domain.errors import KnownError, Text
from counter.domain.persons import IdDocument
from counter.ui.commands import Command
from counter.ui.markup import parse, plain
from counter.ui.pages.reception.binding import bind
from counter.ui.pages.reception.column import Column
from counter.ui.pages.reception.fields import PLACE
from counter.ui.pages.reception.left import ApplicantSection, ContactSection, HistorySection
from counter.ui.pages.reception.materials import ON_SPOT_FIELD
from counter.ui.pages.reception.middle import (
    MATERIAL_KEYS,
    FormSection,
    MaterialsSection,
    MatterSection,
)
from counter.ui.pages.reception.model import NoticeView
from counter.ui.pages.reception.noticepanel import NoticeSection
from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.pages.reception.right import SideColumn
from counter.ui.pages.reception.telling import TABLE, WHY_FIELD
from counter.ui.qt import QApplication, QHBoxLayout, QLineEdit, Qt, QTimer, QWidget
from counter.ui.session import looks_on
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import tr

SAVE_AFTER = 300
"""Milliseconds after the last change until the draft is saved."""

LEFT, RIGHT, LEFT_FOLDED = 304, 300, 336
"""Widths of the outer columns in px at 100 %."""


class ReceptionPage(Page):
    """受理."""

    id = "reception"
    place = "1"
    word = "受理"
    topics = frozenset({"cases", "queue", "drafts", "catalogue", "day"})

    def __init__(self, presenter: ReceptionPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self._commands: Sequence[Command] = bind(presenter)
        self._clerk, self._drawing, self._accepting = "", False, False
        self._chain: list[QWidget] = []
        self._shown: dict[str, object] = {}
        self._build()
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(SAVE_AFTER)
        self._save.timeout.connect(presenter.drafts.save)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tell_queue)
        presenter.watchers.add(self.draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_went)

    def _build(self) -> None:
        p = self.presenter
        self.applicant = ApplicantSection(p.write, self._enter, self._today)
        self.contact = ContactSection(p.write, self._enter, self._today, p.come_as)
        self.history = HistorySection(self._open_row)
        self.matter = MatterSection(p.search, self._enter, p.choose)
        self.materials = MaterialsSection(
            p.materials.go, self._edit_material, p.materials.put_right, p.materials.end_edit
        )
        self.notice = NoticeSection(p.telling.go, p.telling.write, self._enter)
        self.form = FormSection(p.write, self._enter, self._today)
        self.side = SideColumn()
        self._left, self._middle = Column(LEFT), Column()
        self._right = Column(RIGHT, last=True)
        self._left.add(self.applicant)
        self._left.add(self.contact)
        self._left.add(self.history)
        self._middle.add(self.matter)
        self._middle.add(self.materials)
        self._middle.add(self.notice)
        self._middle.add(self.form)
        self._right.add(self.side)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(self._middle, 1)
        row.addWidget(self._right)
        self.body.addLayout(row, 1)
        self._folded = False

    # --- what the shell asks ------------------------------------------------------------------

    def header(self) -> Header:
        return self.presenter.header()

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return self._commands

    def rule(self) -> Sequence[Text | str]:
        line, article = self.presenter.rule()
        return (plain(parse(line, tr)), *((article,) if article else ()))

    def shown(self) -> None:
        """To the front; a new clerk starts afresh with the drafts of their own."""
        clerk = self.presenter.services.actor().number
        if clerk != self._clerk:
            self._clerk = clerk
            self.presenter.start()
        else:
            self.presenter.wanted_focus = self.presenter.state.at or "matter"
        self._second.start()
        self.draw()
        self._tell_queue()

    def left(self) -> None:
        """The page goes to the back."""
        self._second.stop()
        self.presenter.stop()

    def refresh(self, changes: Changes) -> None:
        self.presenter.on_changes(changes)

    def fold(self, folded: bool) -> None:
        """A narrow window: the third column folds under the second; nothing is dropped."""
        if folded == self._folded:
            return
        self._folded = folded
        (self._middle if folded else self._right).add(self.side)
        self._right.setVisible(not folded)
        self._left.set_width(LEFT_FOLDED if folded else LEFT)
        self.matter.fold(folded)
        self._shown.clear()
        self.draw()

    # --- devices ------------------------------------------------------------------------------

    def on_card(self, document: IdDocument) -> bool:
        """A card was read; on the ui thread."""
        self.presenter.card(document)
        return True

    def on_card_fault(self, error: KnownError) -> None:
        """The reader could not read; on the ui thread."""
        self.presenter.card_fault(error)

    # --- drawing ------------------------------------------------------------------------------

    def draw(self) -> None:
        """Bring every section up to date."""
        if self._drawing:
            return
        self._drawing = True
        try:
            self._draw_sections()
        finally:
            self._drawing = False
        if self.presenter.dirty:
            self._save.start()
        self._place_focus()
        self._tell_queue()
        self.changed()

    def _draw_sections(self) -> None:
        view, accepting = self.presenter.view(), self.presenter.state.accepting
        if self._accepting and not accepting:
            self._shown.clear()  # keys pressed while it was saved are in no form: off the page
        self._accepting = accepting
        locked = view.locked
        self._draw_one("applicant", self.applicant.show_view, view.applicant, locked)
        self._draw_one("contact", self.contact.show_view, view.contact, locked)
        self._draw_one("history", self.history.show_view, view.history)
        self._draw_one("matter", self.matter.show_view, view.matter, locked, view.side)
        self._draw_one("materials", self.materials.show_view, view.materials)
        offered = "" if looks_on(self.presenter.services.actor) else MATERIAL_KEYS
        self._draw_one("material_keys", self.materials.band.set_fact, offered)
        room = self._middle.viewport().height()
        self._draw_one("notice", self._draw_notice, view.notice, room)
        self._draw_one("form", self.form.show_view, view.form, locked)
        self._draw_one("side", self.side.show_view, view.side)
        self._order_tabs()
        if view.trouble != self.strip.trouble:
            self.strip.show_trouble(view.trouble)

    def _draw_notice(self, view: NoticeView | None, room: int) -> None:
        """The panel of F4 takes the place of the middle column while it is open."""
        opens = view is not None and self.notice.isHidden()
        if view is not None:
            self.notice.show_view(view, room)
        self.notice.setVisible(view is not None)
        for section in (self.matter, self.materials, self.form):
            section.setVisible(view is None)
        if opens:  # the focus went on from what was hidden, and the column with it
            self._middle.to_top()

    def _draw_one(self, name: str, show: Callable[..., object], *view: object) -> None:
        """Show a section again only when it would look different: a key press stays quick."""
        if self._shown.get(name) != view:
            self._shown[name] = view
            show(*view)

    def retheme(self) -> None:
        """Another theme: everything is measured again."""
        self._shown.clear()
        self.draw()

    def _order_tabs(self) -> None:
        """Tab follows the reading order, also over fields that were made later."""
        chain: list[QWidget] = [
            *self.applicant.organisation.fields(),
            *self.applicant.manual.fields(),
            self.contact.who,
            *self.contact.agent_fields.fields(),
            *self.contact.fields.fields(),
            *self.history.tables.values(),
            self.matter.box,
            *self.materials.tables.values(),
            *self.materials.editor.stops,
            self.materials.mender.field,
            *self.notice.stops,
            *self.form.fields.fields(),
        ]
        if chain != self._chain:
            self._chain = chain
            for one, after in pairwise(chain):
                QWidget.setTabOrder(one, after)

    def _today(self) -> dt.date:
        return self.presenter.now.date()

    def _tell_queue(self) -> None:
        queue = self.presenter.queue()
        if self.shell is not None and self.isVisible() and queue != self.shell.queue:
            self.shell.set_queue(queue)

    # --- focus and keys -----------------------------------------------------------------------

    def _place_focus(self) -> None:
        wanted = self.presenter.wanted_focus
        if not wanted or not self.isVisible():
            return
        if self.shell is not None and self.shell.overlay is not None:
            return
        self.presenter.wanted_focus = ""
        widget = self.widget_at(wanted)
        if widget is None or not widget.isEnabled() or widget.isHidden():
            widget = self
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()

    def widget_at(self, place: str) -> QWidget | None:
        """The widget of a place of the form, if it is on the page now."""
        if place == "matter":
            return self.matter.box
        if place == "materials":
            return self.materials.table
        if place in (TABLE, WHY_FIELD):
            return self.notice.table if place == TABLE else self.notice.why
        if place == ON_SPOT_FIELD:
            return self.materials.mender.field
        if place.startswith("materials."):
            return self.materials.editor.copies
        grids = (
            self.applicant.manual,
            self.applicant.organisation,
            self.contact.agent_fields,
            self.contact.fields,
            self.form.fields,
        )
        for grid in grids:
            if place in grid.boxes:
                return grid.boxes[place].field
        return None

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        at: QWidget | None = new
        while at is not None and at is not self:
            place = at.property(PLACE)
            if place:
                if place != TABLE:  # which stands on top, and scrolls by itself
                    self._reveal(at)
                self.presenter.focus(str(place))
                return
            at = at.parentWidget()

    def _reveal(self, widget: QWidget) -> None:
        for column in (self._left, self._middle):
            if column.isAncestorOf(widget):
                column.reveal(widget)

    def _enter(self) -> None:
        self.press("Enter")

    def press(self, key: str) -> None:
        """A key that a field took and that means a command here."""
        if self.shell is not None:
            self.shell.press(key)
            return
        on_key = [c for c in self._commands if c.key == key]
        command = next((c for c in on_key if c.enabled().ok), None)
        if command is not None:
            command.handler()

    def _edit_material(self, what: str, value: int) -> None:
        materials = self.presenter.materials
        if what == "original":
            materials.set(original=bool(value))
        elif what == "copies":
            materials.set(copies=value)
        else:
            materials.set(pages=value)

    def _open_row(self, row_id: object) -> None:
        state = self.presenter.state
        if any(draft.id == row_id for draft, _ in state.drafts):
            self.presenter.drafts.resume(str(row_id))
        else:
            self.presenter.services.open_case(str(row_id))
