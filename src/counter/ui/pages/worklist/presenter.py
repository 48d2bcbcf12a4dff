"""The work list without Qt: what is to be done, by when, why, and with which key.

Rows come from the desk page by page, earliest due first. A refresh keeps the current row under
the hand; cases that are new wait behind a line until they are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counter.desk.cases import CasesDesk, CaseView, Task, WorkList
from counter.desk.changes import Changes
from counter.desk.decision import DecisionDesk
from counter.domain.clock import weekday_word
from counter.domain.errors import KnownError, Text, text
from counter.domain.people import Actor, Role
from counter.ports.store import TodoCounts
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.case import steps
from counter.ui.pages.case.awaypanel import AwayPanel
from counter.ui.pages.case.panels import DecidePanel
from counter.ui.pages.worklist import commands as keys
from counter.ui.pages.worklist import groups
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow
from counter.ui.state import Badge, Header, NextStep, Trouble

PAGE = 60
"""Cases of one page of the list."""

PANEL_AFTER = 80
"""Milliseconds on a row before its clock is read for the side panel."""


class WorkPresenter(Presenter):
    """The list and the side panel of its current row. `go(case_no)` opens a case."""

    def __init__(
        self,
        cases: CasesDesk,
        decision: DecisionDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        go: Callable[[str], object],
        today: Callable[[], dt.date],
    ) -> None:
        super().__init__()
        self.cases, self.decision, self.runner = cases, decision, runner
        self.actor, self.go, self.today = actor, go, today
        self.tasks: list[Task] = []
        self.waiting: list[Task] = []
        """New tasks that are not yet in the list (有 2 件新的)."""
        self.counts = TodoCounts()
        """How many of each band in the whole list, read or not."""
        self.next_key: str | None = None
        self.loaded = False
        self.filter = ""
        self.current: str | None = None
        self.view: CaseView | None = None
        self.panel: DecidePanel | AwayPanel | None = None
        self.trouble: Trouble | None = None
        self.looking = True
        """The list is in front: at the back no case is read, for nobody looks at it."""
        self.busy = False
        """A decision is under way; a second press does nothing until it has ended."""

    # --- loading

    def load(self, *, hold: bool = False, least: int = 0) -> None:
        """Read the list again. hold: new cases wait behind their line instead of moving rows."""
        actor, count = self.actor(), max(least, PAGE, len(self.tasks))
        self.runner.call(
            lambda: self.cases.work(actor, None, count),
            lambda work: self._loaded(work, hold),
            self._refused,
        )

    def on_changes(self, changes: Changes) -> None:
        """Something changed in the hall: refresh without moving what is under the hand."""
        if self.loaded and (changes.cases or "work" in changes.topics):
            self.load(hold=True)

    def more(self) -> None:
        """The next page, by key."""
        if self.next_key is None:
            return
        actor, after, self.next_key = self.actor(), self.next_key, None
        self.runner.call(lambda: self.cases.work(actor, after, PAGE), self._added, self._refused)

    def show_newer(self) -> None:
        """R: put the waiting cases into the list."""
        self.load()

    def clear(self) -> None:
        """Nobody, or another person, works here now: nothing of the list is kept."""
        self.tasks, self.waiting, self.loaded = [], [], False
        self.counts, self.next_key, self.filter = TodoCounts(), None, ""
        self.current, self.view, self.panel, self.busy = None, None, None, False
        self.changed()

    def _loaded(self, work: WorkList, hold: bool) -> None:
        known = {task.id for task in self.tasks}
        tasks = list(work.tasks)
        self.waiting = []
        if hold and self.loaded and known:
            self.waiting = [t for t in tasks if t.id not in known]
            tasks = [t for t in tasks if t.id in known]
        self.tasks, self.counts = tasks, work.counts
        self.next_key, self.loaded = work.next_key, True
        self._keep_current()
        self.changed()

    def _added(self, work: WorkList) -> None:
        known = {task.id for task in self.tasks}
        self.tasks += [t for t in work.tasks if t.id not in known]
        self.next_key, self.counts = work.next_key, work.counts
        self.changed()

    def _keep_current(self) -> None:
        numbers = [task.id for task in self.shown_tasks()]
        if self.current not in numbers:
            self.move_to(numbers[0] if numbers else None)
        else:
            self.read_current()

    def _refused(self, error: KnownError) -> None:
        self.busy = False
        trouble = Trouble.of(error, keys.AWAY.id if error.code == "authority.b" else "")
        if self.panel is not None:
            self.panel.trouble, self.panel.rule = trouble, error.rule
        else:
            self.trouble = trouble
        self.changed()

    # --- what is shown

    def shown_tasks(self) -> list[Task]:
        """The tasks of the chosen group, in the order of the groups."""
        return groups.arranged(self.tasks, self.filter)

    def task(self) -> Task | None:
        """The current task."""
        return next((t for t in self.tasks if t.id == self.current), None)

    def header(self) -> Header:
        """Who, which day, how much is to be done today."""
        day, actor = self.today(), self.actor()
        due = self.counts.over + self.counts.today
        return Header(
            "待办",
            text(
                "{who}·{m} 月 {d} 日 {week}·今天要做 {n} 件",
                who=actor.name,
                m=day.month,
                d=day.day,
                week=weekday_word(day),
                n=due,
            ),
        )

    def badge(self) -> Badge | None:
        """The rail's badge: what waits; red when something has passed its line."""
        return Badge(self.counts.all, bool(self.counts.over)) if self.counts.all else None

    def segments(self) -> tuple[tuple[str, Text, str], ...]:
        """The filter's choices: group, words with the count, colour role."""
        return groups.segments(self.counts)

    def table(self, two: bool = False) -> list[AnyRow]:
        """Group rows, task rows (of two lines where asked), and what else there is."""
        hidden = groups.count(self.counts, self.filter) - len(self.shown_tasks())
        if not self.filter or self.filter == "others":
            hidden -= len(self.waiting)
        return groups.table(
            self.shown_tasks(),
            self.counts,
            self.today(),
            new=len(self.waiting),
            hidden=max(hidden, 0) if self.next_key is not None else 0,
            two=two,
        )

    def next_step(self) -> NextStep:
        """The 下一步 line."""
        task = self.task()
        if self.panel is not None:
            view = self.panel.view()
            return NextStep(keys.CONFIRM.id, view.confirm, "", text("[[shell.back|]] 先不办"))
        if task is None:
            return NextStep("", text("今天没有要做的事"))
        return groups.next_step(task)

    # --- moving about

    def choose(self, group: str) -> None:
        """Another group of the filter; empty = all. What stands below the page is read."""
        self.filter = group
        self.panel = None
        least = groups.before(self.counts, group) + PAGE if group else 0
        if self.next_key is not None and least > len(self.tasks):
            self.load(least=least)
        self._keep_current()
        self.changed()

    def step_filter(self, step: int) -> None:
        """← →: the neighbouring group."""
        names = [name for name, _, _ in self.segments()]
        at = names.index(self.filter) if self.filter in names else 0
        self.choose(names[min(max(at + step, 0), len(names) - 1)])

    def move_to(self, row: str | None) -> None:
        """Another current row; its clock is read for the side panel."""
        if row == self.current:
            return
        self.current, self.view, self.panel = row, None, None
        self.changed()

    def read_current(self) -> None:
        """Read the current case for the side panel; recorded by the desk as a look at it."""
        task = self.task()
        if task is not None and self.looking:
            actor, number, row = self.actor(), task.row.case_no, task.id
            self.runner.call(
                lambda: self.cases.glance(actor, number),
                lambda view: self._read(row, view),
                self._refused,
            )

    def _read(self, row: str, view: CaseView) -> None:
        if row == self.current:
            self.view = view
            self.changed()

    def open(self, row: str | None = None) -> None:
        """Enter: open the case of a row, the current one's where none is named."""
        chosen = row or self.current
        if chosen:
            self.go(chosen.partition("/")[0])

    # --- acting in place

    def decide(self) -> None:
        """F6: the panel in the side column; pressed again, do it."""
        if self.panel is not None:
            self.confirm()
        elif self.view is not None:
            self.panel = steps.decide_panel(self.view, self.actor(), self.today())
            self.trouble = None
            self.changed()

    def confirm(self) -> None:
        """Put the open panel to the desk."""
        panel, task = self.panel, self.task()
        if panel is None or task is None or self.busy:
            return
        row, number = task.id, task.row.case_no
        if not panel.check():
            self.changed()
            return
        self.busy = True
        if isinstance(panel, AwayPanel):
            actor, reason = self.actor(), panel.get("reason")
            self.runner.call(
                lambda: self.decision.mark_a_absent(actor, reason),
                lambda _: self._away(),
                self._refused,
                busy=keys.AWAY.id,
            )
            return
        self.runner.call(
            steps.decision_job(self.decision, panel, self.actor(), number),
            lambda _: self._done(row),
            self._refused,
            busy=keys.DECIDE.id,
        )

    def a_away(self) -> None:
        """登记 A 角离岗 in the place of the refused decision."""
        self.panel, self.trouble = AwayPanel(), None
        self.changed()

    def _away(self) -> None:
        """A is recorded away: the decision is before B again."""
        self.busy, self.panel = False, None
        self.decide()

    def _done(self, done: str) -> None:
        """It is in the journal: the hand goes on to the row that follows."""
        self.busy, self.panel, self.view = False, None, None
        order = [task.id for task in self.shown_tasks()]
        if done in order:
            rest = order[order.index(done) + 1 :] or order[: order.index(done)]
            self.current = rest[0] if rest else done
        self.load()

    def put(self, key: str, value: str) -> None:
        """A field of the open panel."""
        if self.panel is not None:
            self.panel.put(key, value)

    def choose_outcome(self, value: str) -> None:
        """The choice of the open panel."""
        if self.panel is not None and value != self.panel.chosen:
            self.panel.choose(value)
            self.changed()

    def cancel(self) -> bool:
        """Esc: close the panel; False when there is none."""
        if self.panel is None and self.trouble is None:
            return False
        self.panel, self.trouble = None, None
        self.changed()
        return True

    # --- commands

    def commands(self) -> tuple[Command, ...]:
        """The page's commands."""
        task = self.task()
        word = "审核" if task is not None and task.what == "review" else "决定"
        bound = [
            keys.DECIDE.bind(self.decide, self._may_decide).worded(word),
            keys.NEWER.bind(self.show_newer, self._may_show_newer),
            keys.PREVIOUS.bind(lambda: self.step_filter(-1)),
            keys.NEXT.bind(lambda: self.step_filter(1)),
        ]
        deciding = isinstance(self.panel, DecidePanel) and self.panel.mode == "decide"
        if deciding and self.actor().may(Role.CHIEF_B):
            bound.append(keys.AWAY.bind(self.a_away))
        if self.panel is not None:
            return (*bound, keys.CONFIRM.bind(self.confirm))
        return (*bound, keys.OPEN.bind(self.open, self._may_open))

    def _may_open(self) -> Availability:
        return YES if self.current else no("没有选中的件")

    def _may_decide(self) -> Availability:
        task = self.task()
        if task is None or self.view is None:
            return no("没有选中的件")
        if task.what in ("review", "decide"):
            return YES
        return no(groups.NOT_NOW.get(task.what, "已经决定了"))

    def _may_show_newer(self) -> Availability:
        return YES if self.waiting else no("没有新的")
