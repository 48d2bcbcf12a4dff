"""Finding a case, without Qt: one box, what it suggests, what it found, page by page.

Suggestions leave no trace; a search that is carried through (Enter) and a case that is opened are
recorded by the desk. An answer that comes after the box has changed is dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counter.desk.cases import UNFILED, CasesDesk
from counter.domain.case import STATUS_WORDS, Status
from counter.domain.clock import list_date
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor
from counter.ports.store import CasePage, CaseRow
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.markup import Run
from counter.ui.pages.search import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Note, Row, cells
from counter.ui.state import ChipState, Header, NextStep, Trouble

SUGGEST_AFTER = 120
"""Milliseconds of quiet before the box suggests."""

PAGE = 30
"""Rows of one page of results."""

COLUMNS = (
    Column("state", "到哪一步", 124),
    Column("number", "办件编号", 204),
    Column("who", "申请人", 0),
    Column("matter", "事项", 264),
    Column("received", "收件", 92),
    Column("due", "到什么时候", 104),
    Column("key", "", 52, "right"),
)


class SearchPresenter(Presenter):
    """The box and its list. `go(case_no)` opens a case; `today` is the desk's date."""

    def __init__(
        self,
        cases: CasesDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        go: Callable[[str], object],
        today: Callable[[], dt.date],
    ) -> None:
        super().__init__()
        self.cases, self.runner, self.actor = cases, runner, actor
        self.go, self.today = go, today
        self.query = ""
        self.asked = ""
        """The query whose rows are shown; empty while nothing was asked."""
        self.carried = False
        """The rows are those of a search that was carried through, not suggestions."""
        self.rows: list[CaseRow] = []
        self.next_key: str | None = None
        self.current: str | None = None
        self.trouble: Trouble | None = None

    # --- asking

    def type(self, query: str) -> None:
        """The box was typed in; `suggest` follows when the hand rests."""
        self.query = query
        if not query.strip():
            self._show("", False, CasePage((), None))
        self.changed()

    def suggest(self) -> None:
        """What the box may mean; no trace."""
        query = self.query.strip()
        if query and not (self.carried and query == self.asked):
            self.runner.call(
                lambda: self.cases.suggest(query, 12),
                lambda page: self._suggested(query, page),
                self._refused,
            )

    def search(self) -> None:
        """Enter: carry the search through; it is recorded with what was asked."""
        query = self.query.strip()
        if not query:
            return
        actor = self.actor()
        self.runner.call(
            lambda: self.cases.search(actor, query, None, PAGE),
            lambda page: self._found(query, page),
            self._refused,
            busy=keys.SEARCH.id,
        )

    def more(self) -> None:
        """The next page, by key."""
        if self.next_key is None or not self.carried:
            return
        actor, query, after = self.actor(), self.asked, self.next_key
        self.next_key = None
        self.runner.call(
            lambda: self.cases.search(actor, query, after, PAGE),
            lambda page: self._added(query, page),
            self._refused,
        )

    def open(self, case_no: str | None = None) -> None:
        """Open the current row, or the one named."""
        chosen = case_no or self.current
        if chosen:
            self.go(chosen)

    def again(self) -> None:
        """Back from a case: the same rows as they are now, without another trace."""
        if self.asked:
            query, count, actor = self.asked, max(len(self.rows), PAGE), self.actor()
            self.runner.call(
                lambda: self.cases.suggest(query, count, actor),
                lambda page: self._show(query, self.carried, page, keep=True),
                self._refused,
            )

    def clear(self) -> None:
        """Another person works here: nothing that was found is kept."""
        self.query = ""
        self._show("", False, CasePage((), None))

    def _suggested(self, query: str, page: CasePage) -> None:
        if query == self.query.strip():
            self._show(query, False, page)

    def _found(self, query: str, page: CasePage) -> None:
        if query == self.query.strip():
            self._show(query, True, page)

    def _added(self, query: str, page: CasePage) -> None:
        if query == self.asked:
            self.rows += page.rows
            self.next_key = page.next_key
            self.changed()

    def _show(self, query: str, carried: bool, page: CasePage, keep: bool = False) -> None:
        self.asked, self.carried, self.trouble = query, carried, None
        self.rows, self.next_key = list(page.rows), page.next_key
        numbers = [row.case_no for row in self.rows]
        if not (keep and self.current in numbers):
            self.current = numbers[0] if numbers else None
        self.changed()

    def _refused(self, error: KnownError) -> None:
        self.trouble = Trouble.of(error)
        self.changed()

    # --- what is shown

    def header(self) -> Header:
        """Title, and how much was found."""
        if not self.asked:
            return Header("查件")
        if not self.carried:
            return Header("查件", text("边打边找，还没查"))
        count = len(self.rows)
        more = "，下面还有" if self.next_key else ""
        return Header("查件", text("找到 {n} 件{more}", n=count, more=more))

    def remark(self) -> Text | str:
        """The line above the list."""
        if not self.asked:
            return ""
        if not self.rows:
            return ""
        return "查过的会留痕：谁、什么时候、查了什么" if self.carried else "按 ↵ 查全部，会留痕"

    def empty(self) -> Text | str:
        """What stands where the first row would be."""
        if self.carried and self.asked == UNFILED:
            return "办完的件都归档了"
        if not self.query.strip():
            return "打两个字的姓名、拼音首字母、证号或末几位、手机、事项、办件编号，都能查"
        if not self.asked:
            return ""
        if not self.carried:
            return text("没有对得上 **{query}** 的件", query=self.asked)
        return text("没有对得上 **{query}** 的件。换末四位、手机或姓名再查", query=self.asked)

    def table(self, two: bool = False) -> list[AnyRow]:
        """The rows of the list; two: the matter below the applicant, where room is short."""
        shown: list[AnyRow] = [self._row(row, two) for row in self.rows]
        if self.next_key is not None and self.rows:
            if self.carried:
                shown.append(Note(text("下面还有 [[search.more|]]"), more=True))
            else:
                shown.append(Note(text("不止这些：[[search.run|]] 查全部")))
        return shown

    def _row(self, row: CaseRow, two: bool) -> Row:
        due = "" if row.closed_on or row.status == Status.PAUSED.value else _day(row.due_on)
        matter = (Run(row.matter_title),)
        return Row(
            row.case_no,
            cells(
                state=Cell(chip=self._chip(row)),
                number=group_case_number(row.case_no),
                who=Cell((Run(row.applicant, bold=True),), under=matter if two else ""),
                matter=matter,
                received=Cell((Run(_day(row.received_at)),), colour="ink2"),
                due=(Run(due),),
                key=Cell(key="Enter"),
            ),
            data=row,
        )

    def _chip(self, row: CaseRow) -> ChipState:
        status = Status(row.status)
        if status is Status.CLOSED:
            return ChipState("done", text("办结 {day}", day=_short(row.closed_on)))
        if status is Status.ARCHIVED:
            return ChipState("done", STATUS_WORDS[status])
        if status in (Status.WITHDRAWN, Status.RECALLED):
            return ChipState("todo", STATUS_WORDS[status])
        if status in (Status.REFUSED, Status.RETURNED):
            state = "differs" if status is Status.REFUSED else "returned"
            return ChipState(
                state, text("{w} {d}", w=STATUS_WORDS[status], d=_short(row.closed_on))
            )
        if status is Status.PAUSED:
            return ChipState("paused", STATUS_WORDS[status])
        if status is Status.SUPPLEMENT:
            return ChipState("todo", "等补正")
        if status is Status.DECIDED:
            return ChipState("waiting", "等用印" if row.missing_seals else "等送达")
        today = self.today().isoformat()
        word = STATUS_WORDS[status]
        if row.due_on and row.due_on < today:
            return ChipState("late", text("{word}·超期", word=word))
        if row.due_on == today:
            return ChipState("due", text("{word}·今天", word=word))
        away = (Status.REVIEWED, Status.DEPARTMENT, Status.UPPER)
        return ChipState("waiting" if status in away else "ok", word)

    def next_step(self) -> NextStep:
        """The 下一步 line."""
        if not self.query.strip():
            return NextStep(now=text("打要查的"), then=text("两个字、首字母、末四位都行"))
        if not (self.carried and self.asked == self.query.strip()):
            now = text("查 **{query}**", query=self.query.strip())
            return NextStep(keys.SEARCH.id, now, text("留痕，列出全部"))
        row = next((r for r in self.rows if r.case_no == self.current), None)
        if row is None:
            return NextStep("", text("没找到，再打一次"), text("换末四位、手机或姓名"))
        now = text("打开 **{who}** {matter}", who=row.applicant, matter=row.matter_title)
        return NextStep(keys.OPEN.id, now, "", text("[[shell.back|]] 重新查"))

    # --- commands

    def commands(self) -> tuple[Command, ...]:
        """The page's commands; the box itself takes Enter while it is typed in."""
        return (
            keys.SEARCH.bind(self.search, self._may_search),
            keys.OPEN.bind(self.open, self._may_open),
        )

    def _may_search(self) -> Availability:
        if not self.query.strip():
            return no("还没打要查的")
        if self.carried and self.asked == self.query.strip():
            return no("已经查过了")
        return YES

    def may_copy(self) -> Availability:
        """There is a number to copy only with a row under the hand."""
        return self._may_open()

    def _may_open(self) -> Availability:
        return YES if self.current else no("没有选中的件")


def _day(iso: str) -> str:
    return list_date(dt.date.fromisoformat(iso[:10])) if iso else ""


def _short(iso: str) -> str:
    day = dt.date.fromisoformat(iso[:10])
    return f"{day.month}-{day.day:02d}"
