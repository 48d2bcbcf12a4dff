"""The reception page's mind, without Qt: holds the form, asks the desk, says what comes next.

Every change of the form goes through here: it asks `ReceptionDesk.preview` (pure) and tells its
watchers. What touches the store goes through the Runner. Its parts: `reader` (cards), `materials`,
`earlier`, `drafts`, `f5`, `telling` (F4); device events come in by `card` and `card_fault`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counter.desk.changes import Changes
from counter.desk.reception import ReceptionForm
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.persons import IdDocument
from counter.ports.devices import Visitor
from counter.ui.markup import Line
from counter.ui.pages.reception import cards, edits, matters, noticeview, people, side, steps
from counter.ui.pages.reception.cardwork import CardWork
from counter.ui.pages.reception.counits import CoUnits
from counter.ui.pages.reception.drafting import Drafting
from counter.ui.pages.reception.earlier import Earlier
from counter.ui.pages.reception.f5 import F5
from counter.ui.pages.reception.lineup import Lineup, done_item, lined, total
from counter.ui.pages.reception.materials import Materials
from counter.ui.pages.reception.model import ReceptionView, Words
from counter.ui.pages.reception.offering import Offering
from counter.ui.pages.reception.services import ReceptionServices
from counter.ui.pages.reception.state import ReceptionState
from counter.ui.pages.reception.telling import TABLE, WHY_FIELD, Telling
from counter.ui.presenting import Presenter, Runner
from counter.ui.session import looks_on
from counter.ui.state import Header, NextStep, Queue, Trouble

MANY = 200
"""How many matches are looked for; the count beside the box is of these."""


class ReceptionPresenter(Presenter):
    """Reception. `wanted_focus` is a place the page should give the focus to, once."""

    def __init__(self, services: ReceptionServices, runner: Runner) -> None:
        super().__init__()
        self.services = services
        self.runner = runner
        self.state = ReceptionState(form=services.desk.new_form())
        self.materials, self.reader = Materials(self), CardWork(self)
        self.earlier, self.drafts, self.f5 = Earlier(self), Drafting(self), F5(self)
        self.telling, self.offering, self.lineup = Telling(self), Offering(self), Lineup(self)
        self.co_units = CoUnits(self)
        self.wanted_focus = ""
        self.dirty = False

    # --- coming and going ---------------------------------------------------------------------

    def start(self) -> None:
        """A clerk has signed in: an empty form, the catalogue, this clerk's drafts."""
        catalogue = self.state.catalogue
        self.state = ReceptionState(form=self.services.desk.new_form(), catalogue=catalogue)
        self.dirty = False
        self.wanted_focus = "matter"
        self._load_catalogue()
        self.drafts.of(self.services.actor())
        self.refresh()

    def stop(self) -> None:
        """The clerk goes (sign-out, change): what is on the page becomes a draft."""
        self.drafts.save()

    def card(self, card: IdDocument) -> None:
        """A card was read; on the ui thread."""
        self.reader.laid(card)

    def card_fault(self, error: KnownError) -> None:
        """The reader could not read; on the ui thread."""
        self.reader.fault(error)

    def on_changes(self, changes: Changes) -> None:
        """Something changed in the store; called on the ui thread."""
        if "catalogue" in changes.topics:
            self._load_catalogue()
        if "day" in changes.topics:
            self.refresh()
        case = self.state.case
        if case and (case.case_no in changes.cases or "queue" in changes.topics):
            self.f5.load_jobs(case.case_no)

    def _load_catalogue(self) -> None:
        self.runner.call(self.services.desk.catalogue, self._catalogue_came)

    def _catalogue_came(self, catalogue: CatalogueIndex) -> None:
        self.state.catalogue = catalogue
        self.find()
        self.load_chiefs()
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------

    @property
    def now(self) -> dt.datetime:
        return self.services.now()

    def view(self) -> ReceptionView:
        """The whole page as data."""
        state, now = self.state, self.now
        works = not looks_on(self.services.actor)
        closing = state.catalogue.centre.closing if state.catalogue else ""
        return ReceptionView(
            applicant=people.applicant_view(state, now, works=works),
            contact=people.contact_view(state, now),
            history=people.history_view(state),
            matter=matters.matter_view(state),
            materials=matters.materials_view(state),
            form=matters.form_view(state),
            side=side.side_view(state, closing, self.telling.last_day()),
            notice=noticeview.notice_view(state, self.telling.last_day()),
            trouble=state.trouble,
            locked=state.case is not None,
        )

    def header(self) -> Header:
        """Page header: 受理, what is open, the number once there is one."""
        state = self.state
        if state.case is not None:
            title = state.matter.title if state.matter else ""
            return Header(Text("受理"), title, group_case_number(state.case.case_no))
        if lined(state.form):
            words = "第 {n} 件，共 {all} 件·还没有编号"
            return Header(Text("受理"), text(words, n=state.form.nth, all=total(state.form)))
        if state.form.nth > 1:
            return Header(Text("受理"), text("同一人第 {n} 件·还没有编号", n=state.form.nth))
        return Header(Text("受理"), Text("新件·还没有编号"))

    def queue(self) -> Queue:
        """The visitor at the window."""
        form = self.state.form
        if not form.ticket:
            return Queue(waiting=self.state.waiting)
        since = int((self.now - dt.datetime.fromisoformat(form.started_at)).total_seconds())
        minutes, seconds = divmod(max(since, 0), 60)
        return Queue(form.ticket, f"{minutes:02d}:{seconds:02d}", self.state.waiting)

    def next_step(self) -> NextStep:
        """The 下一步 line."""
        if not self.services.actor().works:
            return steps.LOOKS_ON
        state = self.state
        if state.told is not None:
            return steps.after_telling(state, self.telling.last_day())
        return steps.next_step(state, steps.onward(state, self.places()))

    def rule(self) -> tuple[Line, Words]:
        """F1: the rule that decides here and its article."""
        return side.rule_of(self.state)

    def places(self) -> tuple[str, ...]:
        """Every place that can hold the focus, in the hand's order."""
        applicant = people.applicant_view(self.state, self.now)
        contact = people.contact_view(self.state, self.now)
        form = matters.form_view(self.state)
        first = (*applicant.manual, *applicant.organisation, *contact.agent_fields)
        return (
            *(f.path for f in first),
            "matter",
            "materials",
            *(f.path for f in form.fields),
            *(f.path for f in contact.fields),
        )

    def refresh(self) -> None:
        """Ask the desk what the form means now, and tell the watchers."""
        state = self.state
        if state.catalogue is not None:
            state.preview = self.services.desk.preview(state.form, state.catalogue)
        self.offering.load()
        self.changed()

    # --- writing ------------------------------------------------------------------------------

    def focus(self, place: str) -> None:
        """The focus is at `place` now; leaving a field checks and tidies it."""
        state = self.state
        if place == state.at:
            return
        left, state.at = state.at, place
        if left not in ("", "matter", "materials", TABLE, WHY_FIELD):
            state.touched.add(left)
            if not state.locked and left in self.places() and edits.tidy(state.form, left):
                self.edited()
                self._identity_changed(left)
                return
            self._identity_changed(left)
        self.refresh()

    def write(self, path: str, value: str) -> None:
        """A field was typed in or chosen."""
        state = self.state
        if state.locked or edits.read(state.form, path) == value:
            return
        edits.write(state.form, path, value)
        if path == "contact.phone":
            state.phone_since = ""
        if path.startswith("applicant.document"):
            cards.sync_by_card(state.form, state.matter)
        self.edited()

    def edited(self) -> None:
        """The form changed: there is something to save, and problems may be gone."""
        self.dirty = True
        self.refresh()

    def _identity_changed(self, path: str) -> None:
        if path in ("applicant.document.number", "applicant.credit_code", "applicant.kind"):
            self.earlier.load()

    def come_as(self, who: str) -> None:
        """Who came: person (本人), organisation (单位), agent (代办)."""
        form = self.state.form
        if self.state.locked:
            return
        form.by_agent = who == "agent"
        if who != "agent":
            form.kind = "organisation" if who == "organisation" else "person"
        if form.kind == "organisation" and form.document and not form.representative:
            form.representative = form.document.name
        self.edited()
        self.earlier.load()

    # --- matter -------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """The box of 事项 was typed in."""
        if self.state.locked or query == self.state.form.query:
            return
        self.state.form.query = query
        self.find()
        self.edited()

    def find(self) -> None:
        """Look the query of the form up in the catalogue."""
        state = self.state
        state.match_at = 0
        state.matches = ()
        if state.catalogue is not None:
            unit = self.services.actor().unit
            state.matches = state.catalogue.find_matters(state.form.query, unit, MANY)

    def move(self, step: int) -> None:
        """↑↓: another match in 事项, another row in 材料."""
        state = self.state
        if state.at == "materials":
            self.materials.move(step)
        elif state.at == TABLE:
            self.telling.move(step)
        elif state.matches:
            state.match_at = max(0, min(len(state.matches) - 1, state.match_at + step))
            self.changed()

    def choose(self, code: str = "") -> None:
        """Enter: the current match is the matter."""
        state = self.state
        if state.locked or (not code and not state.matches):
            return
        code = code or state.matches[state.match_at].code
        if code != state.form.matter:
            self._change_matter(code)
        state.at = self.wanted_focus = "materials"
        self.load_chiefs()
        self.edited()

    def _change_matter(self, code: str) -> None:
        state, form = self.state, self.state.form
        state.shelf[form.matter] = (form.materials, form.fields)
        kept = form.fields
        form.matter, form.co_units = code, None
        form.materials, form.fields = state.shelf.get(code, ({}, {}))
        matter = state.matter
        if matter is not None and not form.fields:
            keys = {f.key for f in matter.fields}
            form.fields = {k: v for k, v in kept.items() if k in keys}
        state.touched = {t for t in state.touched if not t.startswith("form.")}
        state.tried = False
        cards.sync_by_card(form, matter)
        state.editing, state.telling, state.marks = "", False, {}
        self.materials.to_first_lacking()

    def load_chiefs(self) -> None:
        """Who decides next on the chosen matter, for F5 以后."""
        state, matter = self.state, self.state.matter
        if matter is None or matter.unit in state.chiefs:
            return

        def came(rows: tuple[tuple[str, str, bool], ...]) -> None:
            state.chiefs[matter.unit] = rows
            self.changed()

        self.runner.call(lambda: self.services.on_duty(matter.unit), came)

    # --- F2, F3 -----------------------------------------------------------------------------

    def new(self, ticket: str | None = None) -> None:
        """F2: an empty form; what is in hand becomes a draft. Keeps the visitor at the window."""
        self.drafts.save()
        before = self.state.form
        form = self.services.desk.new_form(before.ticket if ticket is None else ticket)
        if form.ticket and form.ticket == before.ticket:
            form.started_at = before.started_at
        self.fresh(form)
        self.drafts.load()
        self.refresh()

    def again(self) -> None:
        """Ctrl+N: the same applicant wants another matter, the next of the line if there is one."""
        if self.state.case is None:
            return
        phone_since = self.state.phone_since
        done = done_item(self.state)
        self.fresh(self.services.desk.another_of(self.state.form, done))
        self.state.phone_since = phone_since
        self.lineup.settle()
        self.earlier.load()
        self.drafts.load()
        self.refresh()

    def fresh(self, form: ReceptionForm) -> None:
        """Begin with another form; what is known of the hall stays."""
        before = self.state
        self.state = ReceptionState(
            form=form, catalogue=before.catalogue, chiefs=before.chiefs, waiting=before.waiting
        )
        self.dirty = False
        self.wanted_focus = "matter"

    def call(self) -> None:
        """F3: the next visitor."""
        self.runner.call(
            self.services.call_next, self._visitor_came, self.failed, busy="reception.call"
        )

    def _visitor_came(self, visitor: Visitor | None) -> None:
        if visitor is None:
            self.state.waiting = 0
            self.state.said = Text("没有人在等；有人来了再叫号")
            self.refresh()
            return
        self.new(visitor.ticket)
        self.state.waiting = visitor.waiting
        self.refresh()

    def failed(self, error: KnownError) -> None:
        """What could not be done, at the top of the page."""
        trouble = Trouble.of(error)
        if error.rule:  # the rule that decides, in small type before the code
            trouble = replace(trouble, code=f"{error.rule}  {trouble.code}")
        self.state.trouble = trouble
        self.refresh()

    # --- Enter and Esc --------------------------------------------------------------------------

    def onward(self) -> None:
        """Enter: the next place that still wants something."""
        state = self.state
        if state.editing:
            self.materials.end_edit()
            return
        if state.at == WHY_FIELD:
            self.telling.end_why()
            return
        if state.telling:
            self.wanted_focus = TABLE
            self.changed()
            return
        slot = state.manual
        done = slot and not any(p.field.startswith(f"{slot}.document") for p in state.stops)
        target = steps.onward(state, self.places())
        if slot and done:
            state.manual = None
            target = target or "matter"
        self.wanted_focus = target
        self.focus(state.at)
        self.refresh()

    def back(self) -> None:
        """Esc: one step back; nothing that was written is lost."""
        state = self.state
        if state.editing:
            self.materials.end_edit()
        elif state.at == WHY_FIELD:
            self.telling.end_why()
        elif state.pending is not None:
            state.pending = None
        elif state.telling:
            self.telling.close()
        elif state.manual is not None:
            state.manual = None
            self.wanted_focus = "matter"
        elif state.trouble is not None or state.card_trouble is not None:
            state.trouble = state.card_trouble = None
        elif state.all_earlier:
            state.all_earlier = False
        elif state.case is not None:
            self.new()
            return
        elif state.at != "matter":
            self.wanted_focus = "matter"
        self.refresh()
