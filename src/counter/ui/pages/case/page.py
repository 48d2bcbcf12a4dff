"""The case page: the clock above; timeline, papers and seals, applicant below; panels in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from counter.desk.cases import CasesDesk
from counter.desk.changes import Changes
from counter.desk.charges import ChargeDesk
from counter.desk.decision import DecisionDesk
from counter.desk.law import LawDesk
from counter.desk.printing import PrintDesk
from counter.desk.reception import ReceptionDesk
from counter.domain.errors import KnownError, Text, text
from counter.domain.people import Actor
from counter.domain.persons import IdDocument
from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import Run
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case import lawsteps, rows, timerline
from counter.ui.pages.case.feeview import ChargeSection
from counter.ui.pages.case.jointview import JointSection
from counter.ui.pages.case.panelview import PanelWidget
from counter.ui.pages.case.presenter import CasePresenter, Why
from counter.ui.pages.case.scroll import column
from counter.ui.pages.case.sections import (
    PAPER_COLUMNS,
    SEAL_COLUMNS,
    ClockSection,
    Held,
    Materials,
    Person,
    TallTable,
    Told,
    paper_row,
    seal_row,
)
from counter.ui.pages.case.timeline import Timeline
from counter.ui.presenting import Runner
from counter.ui.qt import QGuiApplication, QHBoxLayout, QVBoxLayout, QWidget
from counter.ui.shell.page import Page
from counter.ui.state import Header, NextStep
from counter.ui.text import say
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Rule

MIDDLE, RIGHT = 438, 328
"""How the room beside the timeline is shared."""


class CasePage(Page):
    """One case. `done()` is where Esc goes when there is nothing left to close here."""

    id = "case"
    under = "3"
    word = "办件"
    topics = frozenset({"cases", "day"})

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
        done: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.presenter = CasePresenter(
            cases, decision, reception, printing, law, charges, runner, actor, today
        )
        self._done = done
        self._panel: PanelWidget | None = None
        self._folded: bool | None = None
        self._build()
        self.fold(False)
        self.presenter.watchers.add(self._draw)

    # --- building

    def _build(self) -> None:
        self.clock = ClockSection()
        self.timeline = Timeline()
        self.papers = TallTable(PAPER_COLUMNS, row="row_two", head=False)
        self.papers.setAccessibleName("文书")
        self.papers.moved.connect(self._paper_moved)
        self.seals = TallTable(SEAL_COLUMNS, row="row_two", head=False)
        self.seals.setAccessibleName("用印")
        self.seals.moved.connect(self._seal_moved)
        self.told = Told()
        self.joint = JointSection(self.presenter.joint)
        self.fees = ChargeSection()
        self.materials, self.person = Materials(), Person()
        self._acts = Band("经过")
        self._held_band = Band("谁手里多少天")
        self.held = Held()
        self._paper_band = Band("文书", "", "[[case.reprint]]")
        self._seal_band = Band("用印")
        self._told_band = Band("一次告知")
        self._material_band = Band("材料")
        self._person_band = Band("申请人", "", "[[case.correct]]")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._acts)
        left.addWidget(self.timeline, 1)
        left.addWidget(self._held_band)
        left.addWidget(self.held)
        self._middle, self._sections = column()
        self._sections.addWidget(self._told_band)
        self._sections.addWidget(self.told)
        self._sections.addWidget(self.joint)
        self._sections.addWidget(self.fees)
        for widget in (self._paper_band, self.papers, self._seal_band, self.seals):
            self._sections.addWidget(widget)
        self._sections.addWidget(self._material_band)
        self._sections.addWidget(self.materials)
        self._sections.addStretch(1)
        self._right, self._side = column()
        self._panel_slot = QVBoxLayout()
        self._panel_slot.setSpacing(0)
        self._side.addLayout(self._panel_slot)
        self._side.addWidget(self._person_band)
        self._side.addWidget(self.person)
        self._side.addStretch(1)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self._columns.addLayout(left, 430)
        self._columns.addWidget(Rule(upright=True))
        self._columns.addWidget(self._middle, MIDDLE)
        self._edge = Rule(upright=True)
        self._columns.addWidget(self._edge)
        self._columns.addWidget(self._right, RIGHT)
        self.body.addWidget(self.clock)
        self.body.addLayout(self._columns, 1)

    def fold(self, folded: bool) -> None:
        """In a narrow window the third column becomes sections of the second."""
        if folded == self._folded:
            return
        self._folded = folded
        target = self._sections if folded else self._side
        target.insertLayout(0, self._take_slot())
        for at, widget in enumerate((self._person_band, self.person), 1):
            target.insertWidget(at if not folded else target.count() - 1, widget)
        self._right.setVisible(not folded)
        self._edge.setVisible(not folded)
        if self._panel is not None:  # a wide one is narrow now, or the other way round
            self._drop_panel()
            self._draw_panel()

    def _take_slot(self) -> QVBoxLayout:
        """The panel's place, taken out of the column where it was."""
        for layout in (self._sections, self._side):
            layout.removeItem(self._panel_slot)
        self._panel_slot.setParent(None)
        return self._panel_slot

    # --- what the shell asks

    def header(self) -> Header:
        """Shortened until it fits beside the visitor: what is left out stands under 申请人."""
        whole = self.presenter.header()
        view = self.presenter.view
        if self.shell is None or view is None or view.state.applicant is None:
            return whole
        for header in (whole, replace(whole, number="")):
            if self.shell.desk.header.fits(header):
                return header
        return replace(whole, number="", title=view.state.applicant.name)

    def next_step(self) -> NextStep:
        return self.presenter.next_step()

    def commands(self) -> Sequence[Command]:
        return (
            *self.presenter.commands(),
            keys.COPY.bind(self._copy),
            keys.LOWER.bind(lambda: self._scroll(1)),
            keys.UPPER.bind(lambda: self._scroll(-1)),
        )

    def rule(self) -> Sequence[Text | str]:
        return self.presenter.rule()

    def shown(self) -> None:
        self.fold(theme.current().folds(self.window().width()))
        self.papers.setFocus()

    def reset(self) -> None:
        self.presenter.clear()

    def on_card_fault(self, error: KnownError) -> None:
        self.presenter.on_card_fault(error)

    def back(self) -> bool:
        if self.presenter.cancel():
            self.papers.setFocus()
            return True
        self._done()
        return True

    def refresh(self, changes: Changes) -> None:
        self.presenter.on_changes(changes)

    # --- hands

    def _copy(self) -> None:
        """The bare number to the clipboard; the groups are only painted."""
        QGuiApplication.clipboard().setText(self.presenter.case_no)

    def open(self, case_no: str, why: Why = "search") -> None:
        """Show a case; who opened it is recorded."""
        self.presenter.open(case_no, why)

    def on_card(self, document: IdDocument) -> bool:
        """A card was laid while this page is in front; False: no use for it here."""
        return self.presenter.on_card(document)

    def _scroll(self, way: int) -> None:
        """PgDn, PgUp: the columns that have more than there is room for."""
        for area in (self._middle, self._right):
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + way * (bar.pageStep() - theme.measure("row")))

    def _keep_in_sight(self, table: TallTable) -> None:
        """The column scrolls to the row under the hand."""
        if table.hasFocus():
            inner = self._middle.widget()
            at = table.mapTo(inner, table.row_rect().center())
            self._middle.ensureVisible(0, at.y(), 0, table.row_height)

    def _paper_moved(self, paper_id: object) -> None:
        self._keep_in_sight(self.papers)
        ids = [paper.paper_id for paper in self.presenter.papers()]
        if paper_id in ids and ids.index(str(paper_id)) != self.presenter.paper:
            self.presenter.pick_paper(ids.index(str(paper_id)))

    def _seal_moved(self, place: object) -> None:
        self._keep_in_sight(self.seals)
        if isinstance(place, int) and place != self.presenter.seal:
            self.presenter.pick_seal(place)

    # --- drawing

    def _draw(self) -> None:
        shown = self.presenter
        self.strip.show_trouble(shown.page_trouble())
        view = shown.view
        self.clock.show_clock(view.clock if view else None, rows.gone(view) if view else "")
        self.clock.show_timers(timerline.line(view) if view else "")
        entries = shown.timeline()
        self._acts.set_count(text("{n} 个动作", n=len(entries)) if entries else "")
        self.timeline.show_entries(entries)
        does = shown.open_case and not shown.looks_on
        self._acts.set_fact(lawsteps.offered(view.state) if view and does else "")
        self._draw_held()
        self._draw_told()
        self.joint.show_parts(does)
        self.fees.show_sheet(view.sheet if view else None, does)
        self._draw_papers()
        self._draw_seals()
        self._person_band.set_fact("[[case.correct]]" if does else "")
        lines = rows.material_lines(view.state) if view else ()
        self._material_band.set_count(text("{n} 份", n=len(lines)))
        self.materials.show_lines(lines)
        applicant = view.state.applicant if view else None
        self.person.show_lines(
            applicant.name if applicant else "", rows.person_lines(view) if view else ()
        )
        self._draw_panel()
        self.changed()

    def _draw_held(self) -> None:
        view = self.presenter.view
        lines = rows.held_lines(view) if view else ()
        for widget in (self._held_band, self.held):
            widget.setVisible(bool(lines))
        self._held_band.set_fact("" if self.presenter.looks_on else f"[[{keys.LIFE.id}]]")
        self.held.show_lines(lines)

    def _draw_told(self) -> None:
        view = self.presenter.view
        lines = lawsteps.told_lines(view) if view else ()
        self._told_band.setVisible(bool(lines))
        self.told.setVisible(bool(lines))
        if view is not None and lines:
            count, fact = lawsteps.told_words(view)
            self._told_band.set_title("要后补的" if view.state.missing else "一次告知")
            self._told_band.set_count(count)
            self._told_band.set_fact((Run(say(fact)),) if fact else "")
            self.told.show_lines(lines)

    def _draw_papers(self) -> None:
        papers = self.presenter.papers()
        self._paper_band.set_count(text("{n} 份", n=len(papers)))
        current = self.presenter.current_paper()
        if self.presenter.looks_on:
            self._paper_band.set_fact("")
        elif current is not None and current.unknown_job:
            self._paper_band.set_fact("[[case.seen]]  [[case.unseen]]")
        else:
            self._paper_band.set_fact("[[case.reprint]]")
        self.papers.show_rows(
            [paper_row(paper) for paper in papers], current.paper_id if current else None
        )
        self.papers.fit()

    def _draw_seals(self) -> None:
        seals = self.presenter.seals()
        missing = sum(1 for line in seals if not line.logged)
        for widget in (self._seal_band, self.seals):
            widget.setVisible(bool(seals))
        said = text("还差 {n} 枚", n=missing) if missing else text("齐了")
        self._seal_band.set_count(said)
        at = self.presenter.seal if self.presenter.open_case else -1
        key_at = -1 if self.presenter.looks_on else at
        self.seals.show_rows(
            [seal_row(i, line, i == key_at) for i, line in enumerate(seals)],
            at if at >= 0 else None,
        )
        self.seals.fit()

    def _draw_panel(self) -> None:
        panel = self.presenter.panel
        if panel is None:
            if self._panel is not None:
                held = bool(self._panel.focused())
                self._drop_panel()
                self._widen(False)
                if held:
                    self.papers.setFocus()
            return
        view = panel.view()
        if self._panel is not None and self._panel.fits(view):
            self._panel.show_view(view)
            return
        fresh = self._panel is None or self._panel.title != view.title
        before = self._panel.focused() if self._panel is not None else ""
        self._drop_panel()
        self._widen(view.wide)
        made = PanelWidget(view if not self._folded else replace(view, wide=False))
        made.typed.connect(self.presenter.put)
        made.chosen.connect(self.presenter.choose)
        made.ticked.connect(self.presenter.tick)
        made.confirmed.connect(self.presenter.confirm)
        self._panel = made
        self._panel_slot.addWidget(made)
        made.show()
        (self._middle if self._folded else self._right).verticalScrollBar().setValue(0)
        wrong = next((f.key for f in view.all_fields if f.error), "")
        made.focus(wrong or (view.first if fresh or before == "confirm" else before or view.first))

    def _widen(self, wide: bool) -> None:
        """A wide panel has the room of the second column too; in a narrow window there is none."""
        wide = wide and not self._folded
        if wide:
            self.setFocus()  # else Qt looks for another widget of the column, and scrolls it there
        self._middle.setVisible(not wide)
        self._columns.setStretchFactor(self._right, RIGHT + (MIDDLE if wide else 0))
        self._edge.setVisible(not wide and not self._folded)

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self._panel_slot.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def retheme(self) -> None:
        if self._panel is not None:
            self._drop_panel()
        self.fold(theme.current().folds(self.window().width()))
        self._draw()
