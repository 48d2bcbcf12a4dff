"""Finding and opening cases, the work list, and who looked (查询留痕)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.desk import work
from counter.desk.caseclocks import ClockView as ClockView
from counter.desk.caseclocks import case_clock, telling_clock
from counter.desk.chargeview import SheetView, sheet_view
from counter.desk.departing import Along, along
from counter.desk.hall import Hall
from counter.desk.joint import PartView, candidates, part_views
from counter.desk.work import Task as Task
from counter.desk.work import WorkList as WorkList
from counter.domain import timers
from counter.domain.accepting import in_the_way
from counter.domain.acts import Act, NewAct
from counter.domain.case import ENDED, CaseState, Status, case_stream
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.endings import supplement_over
from counter.domain.errors import KnownError, Text
from counter.domain.holding import Share, shares, stretches
from counter.domain.people import Actor
from counter.domain.reception import received_of
from counter.domain.records import AccessOpened, AccessSearched, access_stream
from counter.domain.timers import Timer
from counter.ports.store import CasePage, PrintJob

UNFILED = "待归档"
"""The query that lists what has ended and is not yet filed."""


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
    parts: tuple[PartView, ...] = ()
    co_units: tuple[tuple[str, str], ...] = ()  # 联办: who may take part, code and short name
    joint_waits: bool = False  # 联办: one unit's stop stops the whole case
    timers: tuple[Timer, ...] = ()
    reckoned: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    """How each timer is reckoned, by its code."""
    along: tuple[Along, ...] = ()  # what may go to the department with it, on one 移交单
    sheet: SheetView | None = None
    """The charge sheet and what may be charged; None where the matter has no fee."""
    letter_lead: int = 7  # a letter of authority is spoken of so many days before it ends
    unsupplied: bool = False  # 补正: the day that was told has passed, 退件 is due
    lacks: Text | None = None
    """Why a case only received cannot be accepted; None when it can, and for all others."""


class CasesDesk:
    """Reads, and the traces they leave. On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._glanced: set[tuple[str, str, dt.date]] = set()

    def suggest(self, query: str, limit: int = 6, actor: Actor | None = None) -> CasePage:
        """As-you-type look-up for palette and box; leaves a trace only once something is opened
        or the search is carried through by `search`."""
        return self._find(actor, query, limit, None)

    def _find(self, actor: Actor | None, query: str, limit: int, after: str | None) -> CasePage:
        """What a query means: 待归档 is the unit's finished cases that lie in no archive yet."""
        if actor is not None and query.strip() == UNFILED:
            return self._hall.store.unfiled(actor.unit, limit, after)
        return self._hall.store.find(query, limit, after)

    def search(
        self, actor: Actor, query: str, after: str | None = None, limit: int = 30
    ) -> CasePage:
        """A search that was carried through (Enter); recorded with what was asked."""
        page = self._find(actor, query, limit, after)
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
        found = timers.timers(state, hall.calendar, catalogue.rules, hall.today())
        return CaseView(
            state=state,
            matter=matter,
            unit_short=catalogue.unit_of_matter(matter).short,
            timeline=timeline,
            names=hall.names(timeline),
            jobs=self._jobs(state),
            clock=self._clock(state),
            seal_names=self._seal_names(catalogue, matter),
            held=shares(
                stretches(timeline, hall.calendar, hall.today()), ended=state.status in ENDED
            ),
            parts=part_views(state, catalogue, hall.calendar, hall.today()),
            co_units=candidates(matter, catalogue),
            joint_waits=catalogue.rules.joint_waits,
            timers=found,
            reckoned=tuple((t.code, timers.explain(t, state, hall.calendar)) for t in found),
            along=along(hall, state, matter),
            sheet=sheet_view(hall, state),
            letter_lead=hall.catalogue().rules.letter_lead,
            unsupplied=supplement_over(state, catalogue.rules, hall.today()),
            lacks=self._lacks(state, catalogue),
        )

    def _jobs(self, state: CaseState) -> tuple[PrintJob, ...]:
        """Print jobs of the case's papers, those of its charge sheet with them."""
        streams = dict.fromkeys(
            (case_stream(state.case_no), *(p.stream for p in state.papers.values() if p.stream))
        )
        return tuple(job for stream in streams for job in self._hall.store.jobs(stream=stream))

    def _lacks(self, state: CaseState, catalogue: CatalogueIndex) -> Text | None:
        if state.status is not Status.RECEIVED:
            return None
        wrong = in_the_way(state, catalogue, self._hall.today())
        return wrong.what if wrong else None

    def work(self, actor: Actor, after: str | None = None, limit: int = 60) -> WorkList:
        """What is to be done: the actor's own, earliest due first, then what waits for others."""
        return work.work_list(self._hall, actor, after, limit)

    def _clock(self, state: CaseState) -> ClockView | None:
        calendar, today = self._hall.calendar, self._hall.today()
        lead = self._hall.catalogue().rules.yellow_lead
        if state.status is Status.RECEIVED and state.received_at:
            return telling_clock(calendar, state, today, lead)
        return case_clock(calendar, state, today, lead)

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
