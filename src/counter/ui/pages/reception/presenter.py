"""The reception page's mind, without Qt: holds the form, asks the desk, says what comes next.

Every change of the form goes through here: it asks `ReceptionDesk.preview` (pure) and tells its
watchers. What touches the store goes through the Runner. Device events come in by `card` and
`card_fault` and never move the focus.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence

from counter.desk.changes import Changes
from counter.desk.reception import Accepted, ReceptionForm
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.persons import IdDocument
from counter.ports.devices import Visitor
from counter.ports.store import CaseRow, Draft, PrintJob
from counter.ui.markup import Line
from counter.ui.pages.reception import cards, edits, matters, people, side, steps
from counter.ui.pages.reception.materials import Materials
from counter.ui.pages.reception.model import ReceptionView, Words
from counter.ui.pages.reception.services import ReceptionServices
from counter.ui.pages.reception.state import ReceptionState, Slot
from counter.ui.presenting import Presenter, Runner
from counter.ui.state import Header, NextStep, Queue, Trouble

MANY = 200
"""How many matches are looked for; the count beside the box is of these."""


class ReceptionPresenter(Presenter):
    """Reception. `wanted_focus` is a place the page should give the focus to, once."""

    def __init__(self, services: ReceptionServices, runner: Runner) -> None:
        super().__init__()
        self.services = services
        self._runner = runner
        self.state = ReceptionState(form=services.desk.new_form())
        self.materials = Materials(self)
        self.wanted_focus = ""
        self.dirty = False
        self._saving = False

    # --- coming and going ---------------------------------------------------------------------

    def start(self) -> None:
        """A clerk has signed in: an empty form, the catalogue, this clerk's drafts."""
        catalogue = self.state.catalogue
        self.state = ReceptionState(form=self.services.desk.new_form(), catalogue=catalogue)
        self.dirty = False
        self.wanted_focus = "matter"
        self._load_catalogue()
        self._load_drafts()
        self.refresh()

    def stop(self) -> None:
        """The clerk goes (sign-out, change): what is on the page becomes a draft."""
        self.save_draft()

    def on_changes(self, changes: Changes) -> None:
        """Something changed in the store; called on the ui thread."""
        if "catalogue" in changes.topics:
            self._load_catalogue()
        accepted = self.state.accepted
        if accepted and (accepted.case_no in changes.cases or "queue" in changes.topics):
            self._load_jobs(accepted.case_no)

    def _load_catalogue(self) -> None:
        self._runner.call(self.services.desk.catalogue, self._catalogue_came)

    def _catalogue_came(self, catalogue: CatalogueIndex) -> None:
        self.state.catalogue = catalogue
        self._search()
        self._load_chiefs()
        self.refresh()

    def _load_drafts(self) -> None:
        actor = self.services.actor()
        self._runner.call(lambda: self.services.desk.drafts(actor), self._drafts_came)

    def _drafts_came(self, drafts: tuple[tuple[Draft, ReceptionForm], ...]) -> None:
        self.state.drafts = tuple(d for d in drafts if d[1].id != self.state.form.id)
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------

    @property
    def now(self) -> dt.datetime:
        return self.services.now()

    def view(self) -> ReceptionView:
        """The whole page as data."""
        state, now = self.state, self.now
        closing = state.catalogue.centre.closing if state.catalogue else ""
        return ReceptionView(
            applicant=people.applicant_view(state, now),
            contact=people.contact_view(state, now),
            history=people.history_view(state),
            matter=matters.matter_view(state),
            materials=matters.materials_view(state),
            form=matters.form_view(state),
            side=side.side_view(state, closing),
            trouble=state.trouble,
            locked=state.locked,
        )

    def header(self) -> Header:
        """Page header: 受理, what is open, the number once there is one."""
        state = self.state
        if state.accepted is not None:
            title = state.matter.title if state.matter else ""
            return Header(Text("受理"), title, group_case_number(state.accepted.case_no))
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
        return steps.next_step(self.state, steps.onward(self.state, self.places()))

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
        self.changed()

    # --- writing ------------------------------------------------------------------------------

    def focus(self, place: str) -> None:
        """The focus is at `place` now; leaving a field checks and tidies it."""
        state = self.state
        if place == state.at:
            return
        left, state.at = state.at, place
        if left not in ("", "matter", "materials"):
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
            self._load_earlier()

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
        self._load_earlier()

    # --- matter -------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """The box of 事项 was typed in."""
        if self.state.locked or query == self.state.form.query:
            return
        self.state.form.query = query
        self._search()
        self.edited()

    def _search(self) -> None:
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
        self._load_chiefs()
        self.edited()

    def _change_matter(self, code: str) -> None:
        state, form = self.state, self.state.form
        state.shelf[form.matter] = (form.materials, form.fields)
        kept = form.fields
        form.matter = code
        form.materials, form.fields = state.shelf.get(code, ({}, {}))
        matter = state.matter
        if matter is not None and not form.fields:
            keys = {f.key for f in matter.fields}
            form.fields = {k: v for k, v in kept.items() if k in keys}
        state.touched = {t for t in state.touched if not t.startswith("form.")}
        state.tried = False
        cards.sync_by_card(form, matter)
        state.editing = ""
        self.materials.to_first_lacking()

    def _load_chiefs(self) -> None:
        state, matter = self.state, self.state.matter
        if matter is None or matter.unit in state.chiefs:
            return

        def came(rows: tuple[tuple[str, str, bool], ...]) -> None:
            state.chiefs[matter.unit] = rows
            self.changed()

        self._runner.call(lambda: self.services.on_duty(matter.unit), came)

    # --- cards --------------------------------------------------------------------------------

    def card(self, card: IdDocument) -> None:
        """A card was read. Never moves the focus, never overwrites somebody silently."""
        state = self.state
        if state.accepting:
            return
        state.card_trouble, state.card_said, state.said = None, None, None
        meaning = cards.meaning(state.form, card, state.accepted is not None)
        if meaning == "next":
            self.new()
            meaning = cards.meaning(self.state.form, card, False)
        if meaning == "ask":
            self.state.pending = card
            self.changed()
        elif meaning == "same":
            state.card_said = Text("这是申请人自己的证；代办要放代办人的证。")
            self.changed()
        elif meaning != "again":
            self._place("agent" if meaning == "agent" else "applicant", card)
        elif state.accepted is None:
            self._place("agent" if self._is_agent(card) else "applicant", card)

    def _is_agent(self, card: IdDocument) -> bool:
        agent = self.state.form.agent_document
        return self.state.form.by_agent and agent is not None and agent.number == card.number

    def _place(self, slot: Slot, card: IdDocument) -> None:
        state, form = self.state, self.state.form
        if slot == "agent":
            form.by_agent = True
            form.agent_document = card
        else:
            cards.put_applicant(form, card)
            cards.sync_by_card(form, state.matter)
        if state.manual == slot:
            state.manual = None
        state.pending = None
        if state.matter is not None:
            self.materials.off_ticked()
        self.edited()
        if slot == "applicant":
            self._load_earlier()

    def card_fault(self, error: KnownError) -> None:
        """The reader could not read; said in the section it would have filled."""
        self.state.card_trouble = Trouble.of(error)
        self.changed()

    def replace_card(self) -> None:
        """The waiting card is the applicant's."""
        if self.state.pending is not None:
            self._place("applicant", self.state.pending)

    def card_is_agent(self) -> None:
        """The waiting card is the agent's."""
        if self.state.pending is not None:
            self._place("agent", self.state.pending)

    def manual(self) -> None:
        """No card: the document by hand; for the agent once the applicant is there."""
        state, form = self.state, self.state.form
        if state.locked:
            return
        slot: Slot = "applicant"
        if form.by_agent and (form.kind == "organisation" or form.document is not None):
            slot = "agent"
        state.manual = slot
        self.wanted_focus = f"{slot}.document.name"
        self.refresh()

    # --- earlier cases --------------------------------------------------------------------------

    def _load_earlier(self) -> None:
        form, state = self.state.form, self.state
        number = form.credit_code if form.kind == "organisation" else ""
        if form.kind == "person" and form.document is not None:
            number = form.document.number
        if number == state.earlier_of:
            return
        state.earlier, state.earlier_of, state.all_earlier = (), number, False
        if len(number) < 5:
            return

        def came(rows: tuple[CaseRow, ...]) -> None:
            if state is self.state and state.earlier_of == number:
                state.earlier = rows
                self._offer_phone(rows)
                self.refresh()

        self._runner.call(lambda: self.services.desk.earlier_cases(number), came)

    def _offer_phone(self, rows: Sequence[CaseRow]) -> None:
        """The number left last time saves asking; the clerk is told where it comes from."""
        form = self.state.form
        last = next((r for r in rows if r.phone), None)
        if last is not None and not form.phone and not form.by_agent and not self.state.locked:
            form.phone = last.phone
            self.state.phone_since = last.received_at[:10]
            self.dirty = True

    def history(self) -> None:
        """Ctrl+H: all earlier cases, or the last two again."""
        self.state.all_earlier = not self.state.all_earlier
        self.changed()

    # --- drafts ---------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Keep the form as it is; the page calls this a moment after the last change."""
        state = self.state
        if not self.dirty or state.locked:
            return
        self.dirty = False
        actor, form = self.services.actor(), copy.deepcopy(state.form)
        title = draft_title(state)

        def came(at: str) -> None:
            if state is self.state and not state.locked:
                state.saved_at = at
                self.changed()

        self._runner.call(lambda: self.services.desk.save_draft(actor, form, title), came)

    def resume(self, draft_id: str = "") -> None:
        """Ctrl+D: a draft comes back as it was; what is in hand becomes one."""
        found = [d for d in self.state.drafts if not draft_id or d[0].id == draft_id]
        if not found:
            return
        self.save_draft()
        draft, form = found[0]
        ticket = self.state.form.ticket
        self._fresh(copy.deepcopy(form))
        self.state.form.ticket = self.state.form.ticket or ticket
        self.state.saved_at = draft.updated_at
        self._search()
        if self.state.matter is not None:
            self.materials.to_first_lacking()
            self.state.at = self.wanted_focus = "materials"
        self._load_chiefs()
        self._load_earlier()
        self._load_drafts()
        self.refresh()

    # --- F2, F3, F5 -----------------------------------------------------------------------------

    def new(self, ticket: str | None = None) -> None:
        """F2: an empty form; what is in hand becomes a draft. Keeps the visitor at the window."""
        self.save_draft()
        kept = self.state.form.ticket if ticket is None else ticket
        self._fresh(self.services.desk.new_form(kept))
        self._load_drafts()
        self.refresh()

    def _fresh(self, form: ReceptionForm) -> None:
        before = self.state
        self.state = ReceptionState(
            form=form, catalogue=before.catalogue, chiefs=before.chiefs, waiting=before.waiting
        )
        self.dirty = False
        self.wanted_focus = "matter"

    def call(self) -> None:
        """F3: the next visitor."""
        self._runner.call(
            self.services.call_next, self._visitor_came, self._failed, busy="reception.call"
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

    def accept(self) -> None:
        """F5. Nothing is said to be accepted before it is committed."""
        state = self.state
        if state.locked:
            return
        if state.stops:
            state.tried = True
            self.wanted_focus = steps.onward(state, self.places())
            self.refresh()
            return
        state.accepting, state.trouble = True, None
        actor, form = self.services.actor(), copy.deepcopy(state.form)
        self.changed()
        self._runner.call(
            lambda: self.services.desk.accept(actor, form),
            self._accepted,
            self._not_accepted,
            busy="reception.accept",
        )

    def _accepted(self, accepted: Accepted) -> None:
        state = self.state
        state.accepting, state.accepted = False, accepted
        state.saved_at, state.pending, state.manual, state.editing = "", None, None, ""
        self.dirty = False
        self.wanted_focus = "materials"
        self._load_jobs(accepted.case_no)
        self.refresh()

    def _not_accepted(self, error: KnownError) -> None:
        self.state.accepting = False
        self.state.tried = True
        self._failed(error)

    def _failed(self, error: KnownError) -> None:
        self.state.trouble = Trouble.of(error)
        self.refresh()

    def _load_jobs(self, case_no: str) -> None:
        state = self.state

        def came(jobs: Sequence[PrintJob]) -> None:
            state.jobs = tuple(jobs)
            self.changed()

        self._runner.call(lambda: self.services.jobs(case_no), came)

    def reprint(self) -> None:
        """Ctrl+P: the papers of the case just accepted, marked 补打."""
        accepted, actor = self.state.accepted, self.services.actor()
        if accepted is None:
            return

        def job() -> None:
            for paper in accepted.papers:
                self.services.reprint(actor, accepted.case_no, paper.paper_id)

        self._runner.call(job, self._reprinted, self._failed, busy="reception.reprint")

    def _reprinted(self, _none: object) -> None:
        self.state.trouble = None
        if self.state.accepted is not None:
            self._load_jobs(self.state.accepted.case_no)

    def open_case(self) -> None:
        """The case page of what was just accepted: 更正, 撤销受理."""
        if self.state.accepted is not None:
            self.services.open_case(self.state.accepted.case_no)

    def decide(self) -> None:
        """F6: to the decision of what was just accepted."""
        if self.state.accepted is not None:
            self.services.decide(self.state.accepted.case_no)

    # --- Enter and Esc --------------------------------------------------------------------------

    def onward(self) -> None:
        """Enter: the next place that still wants something."""
        state = self.state
        if state.editing:
            self.materials.end_edit()
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
        elif state.pending is not None:
            state.pending = None
        elif state.manual is not None:
            state.manual = None
            self.wanted_focus = "matter"
        elif state.trouble is not None or state.card_trouble is not None:
            state.trouble = state.card_trouble = None
        elif state.all_earlier:
            state.all_earlier = False
        elif state.accepted is not None:
            self.new()
            return
        elif state.at != "matter":
            self.wanted_focus = "matter"
        self.refresh()


def draft_title(state: ReceptionState) -> str:
    """How a draft is called in the list: who and what."""
    form = state.form
    who = form.organisation if form.kind == "organisation" else ""
    if form.document is not None and not who:
        who = form.document.name
    matter = state.matter.title if state.matter else ""
    return "·".join(part for part in (who, matter) if part) or str(text("没有名字的草稿"))
