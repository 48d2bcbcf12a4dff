"""Finding and opening cases, the work list, and who looked (查询留痕)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.desk.caseclocks import ClockView as ClockView
from counter.desk.caseclocks import Light, case_clock, telling_clock
from counter.desk.hall import Hall
from counter.domain.acts import Act, NewAct
from counter.domain.case import ENDED, CaseState, Status
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError
from counter.domain.holding import Share, shares, stretches
from counter.domain.notice import NOTICE_DAYS
from counter.domain.people import Actor, Role
from counter.domain.reception import received_of
from counter.domain.records import AccessOpened, AccessSearched, access_stream
from counter.ports.store import CasePage, CaseRow, PrintJob

What = Literal[
    "tell",
    "supplement",
    "resume",
    "department",
    "upper",
    "review",
    "decide",
    "seal",
    "deliver",
    "wait_decision",
]


WAITING: dict[Status, tuple[What, str, str, bool]] = {
    Status.RECEIVED: ("tell", "不按期告知就算受理", "↵", True),
    Status.SUPPLEMENT: ("supplement", "已一次告知，等申请人补材料", "↵", False),
    Status.PAUSED: ("resume", "特别程序，停着表", "↵", False),
    Status.DEPARTMENT: ("department", "移交部门办理", "↵", False),
    Status.UPPER: ("upper", "上报，等上级批回", "↵", False),
}
"""What a case waits for, why, the key, and whether it is the window that must act."""


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the case page shows; held: who had the case how many days."""

    state: CaseState
    matter: Matter
    unit_short: str
    timeline: tuple[Act, ...]
    names: dict[str, str]
    jobs: tuple[PrintJob, ...]
    clock: ClockView | None
    seal_names: dict[str, str]
    held: tuple[Share, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the work list: what is to be done, by when, why, with which key.

    due: ISO date, empty where no date can be named (not accepted, or the clock stands still);
    left: working days to it.
    """

    row: CaseRow
    light: Light
    group: Literal["over", "today", "soon", "later", "others"]
    due: str
    left: int
    what: What
    why: str
    key: str


class WorkList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the work list with the counts of its groups over the whole list."""

    tasks: tuple[Task, ...]
    open_count: int
    next_key: str | None


class CasesDesk:
    """Reads, and the traces they leave. On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._glanced: set[tuple[str, str, dt.date]] = set()

    def suggest(self, query: str, limit: int = 6) -> CasePage:
        """As-you-type look-up for palette and box; leaves a trace only once something is opened
        or the search is carried through by `search`."""
        return self._hall.store.find(query, limit)

    def search(
        self, actor: Actor, query: str, after: str | None = None, limit: int = 30
    ) -> CasePage:
        """A search that was carried through (Enter); recorded with what was asked."""
        page = self._hall.store.find(query, limit, after)
        if after is None:
            self._trace(actor, AccessSearched(query=query.strip(), found=len(page.rows)))
        return page

    def open(
        self,
        actor: Actor,
        case_no: str,
        why: Literal["search", "work_list", "reception", "palette"] = "search",
    ) -> CaseView:
        """Open a case; recorded. Raises KnownError `case.none`."""
        view = self.view(case_no)
        self._trace(actor, AccessOpened(case_no=case_no, why=why))
        return view

    def glance(self, actor: Actor, case_no: str) -> CaseView:
        """The case beside the work list: recorded once a person, case and day."""
        view, key = self.view(case_no), (actor.number, case_no, self._hall.today())
        if key not in self._glanced:
            self._glanced.add(key)
            self._trace(actor, AccessOpened(case_no=case_no, why="work_list"))
        return view

    def view(self, case_no: str) -> CaseView:
        """The case as it is now, without a trace (refresh of an open page)."""
        hall = self._hall
        state = hall.store.case(case_no)
        if state is None or state.received is None:
            raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
        catalogue = hall.catalogue(received_of(state).catalogue)
        timeline = hall.store.timeline(case_no)
        matter = catalogue.matters[received_of(state).matter]
        return CaseView(
            state=state,
            matter=matter,
            unit_short=catalogue.unit_of_matter(matter).short,
            timeline=timeline,
            names=hall.names(timeline),
            jobs=hall.store.jobs(case_no=case_no),
            clock=self._clock(state),
            seal_names=self._seal_names(catalogue, matter),
            held=shares(
                stretches(timeline, hall.calendar, hall.today()), ended=state.status in ENDED
            ),
        )

    def work(self, actor: Actor, after: str | None = None, limit: int = 60) -> WorkList:
        """Open cases of the actor's unit (all for manager and supervisor), earliest due first."""
        everything = actor.may(Role.MANAGER, Role.SUPERVISOR)
        unit = None if everything else actor.unit
        page = self._hall.store.open_cases(unit, limit, after)
        tasks = tuple(self._task(actor, row) for row in page.rows)
        return WorkList(
            tasks=tasks, open_count=self._hall.store.open_count(unit), next_key=page.next_key
        )

    def _task(self, actor: Actor, row: CaseRow) -> Task:
        what, why, key, mine = self._next_of(actor, row)
        due = self._due(row)
        left = self._days_left(due)
        light: Light = "bad" if left < 0 else "warn" if left <= 1 else "ok"
        if not mine:
            group: Literal["over", "today", "soon", "later", "others"] = "others"
        elif left < 0:
            group = "over"
        elif left == 0:
            group = "today"
        else:
            group = "soon" if left <= 3 else "later"
        return Task(
            row=row, light=light, group=group, due=due, left=left, what=what, why=why, key=key
        )

    def _next_of(self, actor: Actor, row: CaseRow) -> tuple[What, str, str, bool]:
        waiting = WAITING.get(Status(row.status))
        if waiting is not None:
            return waiting
        chief = actor.may(Role.CHIEF_A, Role.CHIEF_B)
        if row.status == Status.ACCEPTED.value:
            return "review", "已受理，等审核意见", "F6", True
        if row.status == Status.REVIEWED.value:
            if chief and row.reviewer != actor.number:
                return "decide", "已审，等核定", "F6", True
            return "wait_decision", "已审，等首席代表核定", "↵", False
        if row.missing_seals:
            return "seal", f"决定已出，还差 {row.missing_seals} 枚章", "↵", True
        return "deliver", "章已盖齐，等申请人来领", "↵", True

    def _due(self, row: CaseRow) -> str:
        """By when: the promise, or for a case only received the last day for telling.

        While a special procedure is open no date can be named honestly.
        """
        if row.status == Status.PAUSED.value:
            return ""
        if row.status != Status.RECEIVED.value:
            return row.due_on
        received = dt.date.fromisoformat(row.received_at[:10])
        return self._hall.calendar.due(received, NOTICE_DAYS).date.isoformat()

    def _days_left(self, due_on: str) -> int:
        """Working days from today to the due date; 0 = today; negative = past."""
        today, calendar = self._hall.today(), self._hall.calendar
        if not due_on:
            return 999
        due = dt.date.fromisoformat(due_on)
        if due >= today:
            return calendar.working_days_between(today, due)
        return -max(1, calendar.working_days_between(due, today))

    def _clock(self, state: CaseState) -> ClockView | None:
        calendar, today = self._hall.calendar, self._hall.today()
        if state.status is Status.RECEIVED and state.received_at:
            return telling_clock(calendar, dt.date.fromisoformat(state.received_at[:10]), today)
        return case_clock(calendar, state, today)

    def _seal_names(self, catalogue: CatalogueIndex, matter: Matter) -> dict[str, str]:
        kinds = {s.kind for s in catalogue.catalogue.seals}
        found = {kind: catalogue.seal_for(kind, matter.unit) for kind in kinds}
        return {kind: seal.name for kind, seal in found.items() if seal}

    def _trace(self, actor: Actor, payload: AccessSearched | AccessOpened) -> None:
        hall = self._hall
        day = hall.today().isoformat()
        act = NewAct(
            stream=access_stream(actor.number, day),
            payload=payload,
            effective_on=day,
        )
        with hall.store.write() as tx:
            tx.append([act], hall.stamp(actor))
