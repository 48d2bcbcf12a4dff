"""What the case page shows and does, without Qt.

The presenter holds one `CaseView` from the desk and at most one open panel. Every step goes to
the desk and comes back as a new view, or as the desk's refusal in the panel; nothing is decided
here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from counter.desk.cases import CasesDesk, CaseView
from counter.desk.changes import Changes
from counter.desk.charges import ChargeDesk
from counter.desk.decision import DecisionDesk
from counter.desk.law import LawDesk
from counter.desk.printing import PrintDesk
from counter.desk.reception import ReceptionDesk
from counter.domain.actwords import Entry, TimelineWords
from counter.domain.case import ENDED, Status, case_stream
from counter.domain.catalogue import HANDLING_WORDS, Handling
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor
from counter.domain.persons import IdDocument
from counter.ui.commands import Command
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import feerows, lawsteps, rows, steps, story, timerline
from counter.ui.pages.case.awaypanel import AwayPanel
from counter.ui.pages.case.bound import bind
from counter.ui.pages.case.jointhand import JointHand
from counter.ui.pages.case.panels import Panel
from counter.ui.presenting import Presenter, Runner
from counter.ui.session import looks_on
from counter.ui.state import ChipState, Header, NextStep, Trouble

Why = Literal["search", "work_list", "reception", "palette"]


class CasePresenter(Presenter):
    """One open case. `actor` gives the signed-in person, `today` the desk's date."""

    def __init__(
        self,
        cases: CasesDesk,
        decision: DecisionDesk,
        reception: ReceptionDesk,
        printing: PrintDesk,
        law: LawDesk,
        charges: ChargeDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        today: Callable[[], dt.date],
    ) -> None:
        super().__init__()
        self.cases, self.decision = cases, decision
        self.reception, self.printing, self.law = reception, printing, law
        self.charges = charges
        self.runner, self.actor, self.today = runner, actor, today
        self.case_no = ""
        self.view: CaseView | None = None
        self.panel: Panel | None = None
        self.trouble: Trouble | None = None
        self.trouble_rule = ""
        self.paper = 0
        self.seal = -1
        self.joint = JointHand(self)
        self.said: Text | str = ""
        """The 下一步 line with what the last step brought: 今天受理了，2 份文书去打；…"""
        self.busy = False
        """A step is under way; a second press does nothing until it has ended."""

    # --- opening and refreshing

    def open(self, case_no: str, why: Why = "search") -> None:
        """Open a case; who opened it is recorded by the desk."""
        self.case_no, self.view, self.panel, self.trouble = case_no, None, None, None
        self.paper, self.seal, self.said = 0, -1, ""
        self.joint.unit = ""
        actor = self.actor()
        self.runner.call(lambda: self.cases.open(actor, case_no, why), self._shown, self._refused)

    def refresh(self) -> None:
        """Read the open case again, without a trace; an open panel stays open."""
        if self.case_no:
            number = self.case_no
            self.runner.call(lambda: self.cases.view(number), self._shown, self._refused)

    def on_changes(self, changes: Changes) -> None:
        """Something changed: refresh when it is this case, or another day."""
        sheet = self.view.state.charge if self.view is not None else None
        printed = sheet is not None and sheet.number in changes.of("charge")
        if self.case_no in changes.cases or printed or "day" in changes.topics:
            self.refresh()

    def _shown(self, view: CaseView) -> None:
        if view.state.case_no != self.case_no:
            return
        fresh = self.view is None or len(view.state.papers) > len(self.view.state.papers)
        if self.view is not None:
            self.said = steps.what_came(self.view, view) or self.said
        self.view = view
        if fresh:
            self.paper, self.seal = max(0, len(view.state.papers) - 1), -1
        self.paper = min(self.paper, max(0, len(view.state.papers) - 1))
        self._settle_seal()
        self.joint.settle()
        self.changed()

    def _refused(self, error: KnownError) -> None:
        """The desk said no: beside the panel that asked, else over the page."""
        self.busy = False
        trouble = Trouble.of(error)
        if error.code == "notice.second":  # refused, and recorded: it stands over the whole page
            self.panel, trouble = None, Trouble.of(error, keys.SUPPLEMENT.id)
            self.refresh()
        if self.panel is not None:
            if error.code == "authority.b":
                trouble = Trouble.of(error, keys.AWAY.id)
            self.panel.trouble, self.panel.rule = trouble, error.rule
        else:
            self.trouble, self.trouble_rule = trouble, error.rule
        self.changed()

    def page_trouble(self) -> Trouble | None:
        """The strip over the page, the rule in small type before the code."""
        if self.trouble is None or not self.trouble_rule:
            return self.trouble
        return replace(self.trouble, code=f"{self.trouble_rule}  {self.trouble.code}")

    # --- what is shown

    def header(self) -> Header:
        """Applicant, matter, number, chips."""
        view = self.view
        if view is None or view.state.applicant is None:
            return Header("办件", "正在打开" if self.case_no and not self.trouble else "")
        handling = HANDLING_WORDS[Handling(view.matter.handling)]
        chips = (ChipState("kind", handling), rows.state_chip(view), feerows.chip(view.sheet))
        return Header(
            text("{who} {matter}", who=view.state.applicant.name, matter=view.matter.title),
            number=group_case_number(view.state.case_no),
            chips=tuple(c for c in chips if c is not None),
        )

    def timeline(self) -> tuple[Entry, ...]:
        """经过, oldest first."""
        if self.view is None:
            return ()
        labels = {f.key: f.label for f in self.view.matter.fields}
        return TimelineWords(self.view.names, labels).entries(self.view.timeline)

    def papers(self) -> tuple[rows.PaperRow, ...]:
        """文书."""
        return rows.paper_rows(self.view) if self.view else ()

    def seals(self) -> tuple[rows.SealLine, ...]:
        """用印: logged and missing seals."""
        return rows.seal_lines(self.view) if self.view else ()

    def missing(self) -> tuple[rows.SealLine, ...]:
        """Seals still missing; those of the decision first, for they stand before delivery."""
        left = [line for line in self.seals() if not line.logged]
        return tuple(sorted(left, key=lambda line: not line.decision))

    def current_paper(self) -> rows.PaperRow | None:
        """The paper that Ctrl+P, 看到了 and 没看到 act on."""
        papers = self.papers()
        return papers[self.paper] if self.paper < len(papers) else None

    def current_seal(self) -> rows.SealLine | None:
        """The seal that the next press logs."""
        seals = self.seals()
        if 0 <= self.seal < len(seals) and not seals[self.seal].logged:
            return seals[self.seal]
        return None

    def rule(self) -> tuple[Text | str, ...]:
        """F1: how the date was counted, stretch by stretch, and the article that decides."""
        clock = self.view.clock if self.view else None
        if self.view is None or clock is None:
            return ("这件还没有走表。",)
        article = story.rule(clock, self.view.matter.kind == "licence")
        more = (*story.more_rules(clock), *timerline.rules(self.view))
        room = max(4, 11 - len(more) - 2 * len(clock.moved))
        return (*story.paragraphs(clock, room), article, *more)

    def next_step(self) -> NextStep:
        """The 下一步 line."""
        return steps.next_step(self)

    @property
    def deliverable(self) -> bool:
        """Decided and sealed: the next step is 送达."""
        state = self.view.state if self.view else None
        return bool(state and state.status is Status.DECIDED and not state.missing_seals)

    @property
    def looks_on(self) -> bool:
        """Whoever is here does no window's work: no key of a step is shown."""
        return self.view is not None and looks_on(self.actor)

    @property
    def open_case(self) -> bool:
        """True while anything may still be done to the case."""
        ended = ENDED
        return bool(
            self.view and self.view.state.status not in ended and not self.view.state.needs_upgrade
        )

    # --- moving about

    def move(self, step: int) -> None:
        """The next or previous paper."""
        count = len(self.papers())
        if count:
            self.paper = min(max(self.paper + step, 0), count - 1)
            self.changed()

    def pick_paper(self, place: int) -> None:
        """The paper that was clicked."""
        self.paper = place
        self.changed()

    def pick_seal(self, place: int) -> None:
        """The seal line that was clicked or moved to."""
        if place < len(self.seals()):
            self.seal = place
            self.changed()

    def _settle_seal(self) -> None:
        """Keep a missing seal current: the chosen one, else the next in order."""
        if self.current_seal() is None:
            seals, missing = self.seals(), self.missing()
            self.seal = seals.index(missing[0]) if missing else -1

    def cancel(self) -> bool:
        """Esc: close the panel or the strip; False when there was nothing to close."""
        if self.panel is None and self.trouble is None:
            return False
        self.panel, self.trouble = None, None
        self.changed()
        return True

    def show(self, panel: Panel) -> None:
        """Open a panel in place."""
        self.panel, self.trouble = panel, None
        self.changed()

    # --- the steps

    def confirm(self) -> None:
        """Do what the open panel says."""
        if self.panel is None:
            return
        steps.after_choice(self)
        if not self.panel.check():
            self.changed()
            return
        steps.put(self, self.panel)

    def go_on(self) -> None:
        """F5: the seal that is missing, else hand over."""
        if self.panel is not None and self.panel.kind == "deliver":
            self.confirm()
        elif self.deliverable:
            self.deliver()
        elif self.current_seal() is not None:
            self.use_seal()

    def decide(self) -> None:
        """F6: open the panel; pressed again, do it."""
        if self.panel is not None and self.panel.kind == "decide":
            self.confirm()
        elif self.view is not None and self.panel is None:
            self.show(steps.decide_panel(self.view, self.actor(), self.today()))

    def a_away(self) -> None:
        """Open 登记 A 角离岗, also from the refused decision."""
        if self.view is not None and (self.panel is None or self.panel.kind == "decide"):
            self.show(AwayPanel())

    def deliver(self) -> None:
        """Open 送达."""
        if self.view is not None and self.panel is None:
            self.show(steps.deliver_panel(self.view))

    def correct(self) -> None:
        """Open 更正."""
        if self.view is not None and self.panel is None:
            self.show(steps.correct_panel(self.view))

    def withdraw(self) -> None:
        """Open 撤销受理."""
        if self.panel is not None and self.panel.kind == "withdraw":
            self.confirm()
        elif self.view is not None and self.panel is None:
            self.show(steps.withdraw_panel(self.view))

    def law_step(self, kind: str) -> None:
        """A step of the law: open its panel; pressed again, do it."""
        if self.panel is not None and self.panel.kind == kind:
            self.confirm()
        elif self.view is not None and self.panel is None:
            self.show(lawsteps.panel(kind, self.view))

    def tick(self, key: str, on: bool) -> None:
        """A line of the open panel was ticked, or not any more."""
        if self.panel is not None:
            self.panel.tick(key, on)
            self.changed()

    def use_seal(self) -> None:
        """Log the current seal; the one after it becomes current."""
        line = self.current_seal()
        if line is None:
            return
        actor, number = self.actor(), self.case_no
        self.do(
            lambda: self.decision.use_seal(actor, number, line.paper_id, line.kind), keys.SEAL.id
        )

    def reprint(self) -> None:
        """补打 of the current paper."""
        paper = self.current_paper()
        if paper is not None:
            actor, stream = self.actor(), paper.stream or case_stream(self.case_no)
            self.do(lambda: self.printing.reprint(actor, stream, paper.paper_id), keys.REPRINT.id)

    def print_life(self) -> None:
        """办件经过单: the whole life of the case on paper."""
        actor, number = self.actor(), self.case_no
        self.do(lambda: self.law.print_life(actor, number), keys.LIFE.id)

    def settle(self, seen: bool) -> None:
        """An unknown print: somebody looked."""
        paper = self.current_paper()
        if paper is not None and paper.unknown_job:
            actor = self.actor()
            busy = keys.SEEN.id if seen else keys.UNSEEN.id
            self.do(lambda: self.printing.settle(actor, paper.unknown_job, seen), busy)

    def on_card(self, document: IdDocument) -> bool:
        """A card was laid: on a case that can be handed over it is the collector's.

        Returns False when this page has no use for a card now.
        """
        if self.view is None or not self.deliverable:
            return False
        if self.panel is None:
            self.show(steps.deliver_panel(self.view))
        elif self.panel.kind != "deliver":
            return False
        steps.lay_card(self, document)
        self.changed()
        return True

    def put(self, key: str, value: str) -> None:
        """A field of the open panel was typed in."""
        if self.panel is not None:
            self.panel.put(key, value)
            steps.after_typing(self, key)

    def choose(self, value: str) -> None:
        """A choice of the open panel."""
        if self.panel is not None and value != self.panel.chosen:
            self.panel.choose(value)
            steps.after_choice(self)
            self.changed()

    def do(self, job: Callable[[], object], busy: str) -> None:
        """A step on the store worker; afterwards the case as it is then."""
        if self.busy:
            return
        self.busy, self.trouble, self.said = True, None, ""
        self.runner.call(job, lambda _: self.done(), self._refused, busy=busy)

    def done(self) -> None:
        """The step is in the journal: close the panel, show the case as it is now."""
        self.busy, self.panel = False, None
        self.refresh()

    def clear(self) -> None:
        """Another person works here: the case is closed, nothing begun is kept."""
        self.case_no, self.view, self.panel, self.trouble = "", None, None, None
        self.busy = False
        self.changed()

    def on_card_fault(self, error: KnownError) -> None:
        """The collector's card could not be read: said where it was waited for."""
        if self.panel is not None and self.panel.kind == "deliver":
            self.panel.trouble, self.panel.rule = Trouble.of(error), ""
            self.changed()

    def commands(self) -> tuple[Command, ...]:
        """The page's commands with when they can be done."""
        return bind(self)

    def words_of(self, key: str) -> Text | str:
        """The panel's error at a field, for tests and the player."""
        return self.panel.errors.get(key, "") if self.panel else ""
