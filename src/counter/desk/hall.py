"""What every job at a window needs: the store, the clock, the catalogue of the day, the papers.

`Hall` is built once by the composition root and handed to each job of the desk.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

import msgspec

from counter.desk.changes import ChangeFeed, Changes
from counter.domain.acts import Act, NewAct
from counter.domain.case import CaseReviewed, CaseState, PaperIssued, case_stream
from counter.domain.catalogue import CatalogueIndex
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError
from counter.domain.numbers import terminal_of
from counter.domain.people import Actor
from counter.domain.reception import Setting
from counter.ports.clock import Clock
from counter.ports.papers import Papers
from counter.ports.store import NewPrintJob, Stamp, Store, StoreInfo, Tx


def new_id() -> str:
    """A random name for papers, commands and drafts."""
    return uuid.uuid4().hex


class Hall:
    """The shared things of a terminal. Store calls are made on the store worker's thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        papers: Papers,
        calendar: WorkCalendar,
        feed: ChangeFeed | None = None,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self.store = store
        self.clock = clock
        self.papers = papers
        self.calendar = calendar
        self.feed = feed or ChangeFeed()
        self.ids = ids
        self._catalogues: dict[int, CatalogueIndex] = {}
        self._info: StoreInfo = store.info()

    @property
    def training(self) -> bool:
        return self._info.training

    @property
    def terminal(self) -> str:
        return self._info.terminal

    def owns(self, case_no: str) -> bool:
        """Whether this terminal numbered the case: its owner alone fires automatic acts."""
        return terminal_of(case_no) == self.terminal

    def now(self) -> dt.datetime:
        return self.clock.now()

    def today(self) -> dt.date:
        return self.clock.now().date()

    def catalogue(self, version: int | None = None) -> CatalogueIndex:
        """Catalogue of a version, or the newest. Raises KnownError `catalogue.none`."""
        if version is not None and version in self._catalogues:
            return self._catalogues[version]
        found = self.store.catalogue(version)
        if found is None:
            raise KnownError("catalogue.none", "本机还没有事项目录。", "请管理员导入目录。")
        if found.version not in self._catalogues:
            self._catalogues[found.version] = CatalogueIndex(found)
        return self._catalogues[found.version]

    def setting(self, tx: Tx, catalogue: CatalogueIndex) -> Setting:
        """What the deciders need, inside a transaction."""
        return Setting(
            catalogue=catalogue,
            calendar=self.calendar,
            now=self.now(),
            terminal=self.terminal,
            training=self.training,
            form_version=self.papers.form_version,
            take=tx.take_number,
            new_id=self.ids,
        )

    def names(self, acts: Sequence[Act]) -> dict[str, str]:
        """Who did the acts: name by staff number; the program itself is 系统.

        With them who reviewed in a department, by number or by the name that was signed.
        """
        found: dict[str, str] = {}
        for act in acts:
            if isinstance(act.payload, CaseReviewed) and act.payload.by:
                by = act.payload.by
                reviewer = self.store.staff(by)
                found[by] = reviewer.member.name if reviewer and reviewer.member else by
        for number in dict.fromkeys(act.header.actor for act in acts):
            staff = self.store.staff(number)
            found[number] = staff.member.name if staff and staff.member else "系统"
        return found

    def stamp(self, actor: Actor, grant: str = "", command_id: str = "") -> Stamp:
        """Stamp of a command by `actor`; without a letter it rests on the post."""
        return Stamp(
            actor=actor.number,
            grant=grant or actor.post,
            now=self.now(),
            command_id=command_id or self.ids(),
        )

    def state(self, tx: Tx, case_no: str) -> CaseState:
        """Fold of a case inside a transaction. Raises KnownError `case.none`."""
        state = tx.case(case_no)
        if state is None:
            raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
        return state

    def record(
        self, tx: Tx, acts: Sequence[NewAct], stamp: Stamp, *, copies: int | None = None
    ) -> tuple[tuple[Act, ...], tuple[PaperTask, ...]]:
        """Check and record acts, and queue every paper they issue, in one transaction."""
        for act in acts:
            if isinstance(act.payload, PaperIssued):
                self.papers.check(act.payload.form, act.payload.content)
        recorded = tx.append(acts, stamp)
        tasks: list[PaperTask] = []
        for act in acts:
            if isinstance(act.payload, PaperIssued):
                tasks.append(self._queue(tx, act, stamp, copies))
        return recorded, tuple(tasks)

    def _queue(self, tx: Tx, act: NewAct, stamp: Stamp, copies: int | None) -> PaperTask:
        issued = act.payload
        assert isinstance(issued, PaperIssued)
        job = print_job(act.stream, issued, copies or issued.copies)
        number = tx.enqueue(job, stamp.now)
        return PaperTask(number, issued.paper_id, issued.title, issued.channel, job.copies)

    def published(self, case_no: str, *topics: str) -> Changes:
        """Tell the pages that a case changed; empty: none did."""
        return self.published_of(case_stream(case_no) if case_no else "", *topics)

    def published_of(self, stream: str, *topics: str) -> Changes:
        """Tell the pages that what a stream of acts tells of changed; empty: none did."""
        changes = Changes(
            streams=frozenset({stream} if stream else ()),
            topics=frozenset({"work", "outbox", *topics}),
        )
        self.feed.publish(changes)
        return changes


def print_job(stream: str, issued: PaperIssued, copies: int, nth: int = 1) -> NewPrintJob:
    """The job of a paper that belongs to `stream`; its words are those of the act."""
    return NewPrintJob(
        stream=stream,
        paper_id=issued.paper_id,
        title=issued.title,
        about=issued.about or stream.partition(":")[2],
        channel=issued.channel,
        copies=copies,
        nth=nth,
    )


class PaperTask(msgspec.Struct, frozen=True):
    """A paper that was queued with the command that issued it."""

    job: int
    paper_id: str
    title: str
    channel: str
    copies: int
