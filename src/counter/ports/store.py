"""What the desk asks of the local store.

One writer: `write()` opens the only kind of transaction there is; acts, projections, numbers and
print jobs commit together or not at all. All calls are made on the store worker's thread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol

import msgspec

from counter.domain.acts import Act, NewAct
from counter.domain.case import CaseState
from counter.domain.catalogue import Catalogue
from counter.domain.enquiry import Enquiry
from counter.domain.errors import Text
from counter.domain.numbers import SeriesState
from counter.domain.people import StaffState
from counter.domain.project import Project
from counter.ports.money import MoneyBook

JobState = Literal["queued", "sent", "done", "failed", "unknown"]


class StoreInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What this store is, from its first act, and how far its journal goes."""

    training: bool
    centre: str
    terminal: str
    epoch: int
    acts: int
    head: str  # hash of the last act
    last_recorded_at: str


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, on what authority, when, in which command; the same for all acts of a command."""

    actor: str
    grant: str
    now: dt.datetime
    command_id: str


class NewPrintJob(msgspec.Struct, frozen=True, kw_only=True):
    """A paper to be printed; rendered from the act `paper.issued` when its turn comes.

    stream: where that act stands; title, about: what lists say of it, as the act has them.
    """

    stream: str
    paper_id: str
    title: str
    channel: Literal["page", "slip", "overlay"]
    copies: int
    nth: int  # 1 = first print; more = 补打
    about: str = ""


class PrintJob(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the print queue. Times ISO, empty where not yet. stream: where the paper belongs
    and where its fate is told; about: that in words."""

    id: int
    stream: str
    paper_id: str
    title: str
    channel: Literal["page", "slip", "overlay"]
    copies: int
    nth: int
    state: JobState
    why: str
    created_at: str
    sent_at: str
    ended_at: str
    about: str


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case as lists show it. Dates ISO, empty where not yet. The key of a page is `sort_key`."""

    case_no: str
    status: str
    applicant: str
    number: str
    phone: str
    matter: str
    matter_title: str
    unit: str
    window: str
    handling: str
    received_at: str
    accepted_on: str
    due_on: str
    legal_on: str
    decided_on: str
    closed_on: str
    acceptor: str
    reviewer: str
    decider: str
    missing_seals: int
    last_seq: int


class CasePage(msgspec.Struct, frozen=True):
    """A page of a list and the key to ask for the next one with (None = the end)."""

    rows: tuple[CaseRow, ...]
    next_key: str | None


class TodoAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Whose work list: what waits for one of `whose` in `unit` (or everywhere) and is not
    barred to `staff` is theirs; the rest of the unit, and what its cases wait for elsewhere,
    waits for others."""

    unit: str
    whose: tuple[str, ...]
    staff: str
    everywhere: bool = False


class TodoRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a case waits for, as the work list shows it. n: its place in the case, from
    0; due_on: ISO date, empty where none can be named; mine: theirs who asked."""

    case: CaseRow
    n: int
    what: str
    whose: str
    unit: str
    due_on: str
    why: Text
    mine: bool


class TodoPage(msgspec.Struct, frozen=True):
    """A page of a work list and the key to ask for the next one with (None = the end)."""

    rows: tuple[TodoRow, ...]
    next_key: str | None


class TodoCounts(msgspec.Struct, frozen=True):
    """How many things there are in each band of a whole work list."""

    over: int = 0
    today: int = 0
    soon: int = 0
    later: int = 0
    others: int = 0

    @property
    def all(self) -> int:
        return self.over + self.today + self.soon + self.later + self.others


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A clerk's unfinished form; a working row, not truth. body: JSON of the page's own draft."""

    id: str
    staff: str
    page: str
    title: str
    body: bytes
    updated_at: str


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """A PIN's argon2id hash and its failures; not in the journal. locked_until ISO or empty."""

    staff: str
    hash: str
    failures: int = 0
    locked_until: str = ""
    must_change: bool = False


class SealRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the seal register (用印登记). pos: its place in the journal, ascending; at: ISO."""

    pos: int
    at: str
    seal: str
    name: str
    case_no: str
    paper_id: str
    staff: str


class AccessRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of 查询留痕."""

    at: str
    staff: str
    what: Literal["searched", "opened"]
    detail: str
    found: int


class OutboxInfo(msgspec.Struct, frozen=True):
    """Acts not yet received by the centre: how many, and when the oldest was recorded (ISO)."""

    unsent: int
    oldest: str


class Tx(Protocol):
    """An open write transaction. Reads inside it see its own writes."""

    def info(self) -> StoreInfo: ...
    def case(self, case_no: str) -> CaseState | None: ...
    def staff(self, number: str) -> StaffState | None: ...
    def acts_of(self, stream: str) -> tuple[Act, ...]: ...
    def enquiry(self, number: str) -> Enquiry | None: ...
    def project(self, number: str) -> Project | None: ...
    @property
    def money(self) -> MoneyBook: ...

    def take_number(self, series: str) -> int:
        """Next number of a series; in a store that is alone a block series lends itself a new
        block when it runs out (`block.lent` is appended first). The caller must put the number
        into the payload of an act that it appends in this transaction.

        Raises KnownError `numbers.exhausted` when a lent block is used up and nobody may lend.
        """
        ...

    def append(self, acts: Sequence[NewAct], stamp: Stamp) -> tuple[Act, ...]:
        """Record acts in order as one command (n of m) and refold every stream they touch."""
        ...

    def enqueue(self, job: NewPrintJob, now: dt.datetime) -> int:
        """Put a print job into the queue; returns its id."""
        ...

    def set_job(self, job_id: int, state: JobState, now: dt.datetime, why: str = "") -> None:
        """Move a print job on."""
        ...

    def put_blob(self, data: bytes) -> str:
        """Keep content under its SHA-256 (hex), which is returned."""
        ...

    def put_credential(self, credential: Credential) -> None: ...
    def drop_draft(self, draft_id: str) -> None: ...


class Store(Protocol):
    """The local store."""

    def write(self) -> AbstractContextManager[Tx]:
        """A write transaction; commits on leaving, rolls back on an exception.

        Raises KnownError `store.disk_full`, `store.damaged`, `store.busy`.
        """
        ...

    def info(self) -> StoreInfo: ...

    # folds
    def case(self, case_no: str) -> CaseState | None: ...
    def timeline(self, case_no: str) -> tuple[Act, ...]: ...
    def acts_of(self, stream: str) -> tuple[Act, ...]: ...
    def staff(self, number: str) -> StaffState | None: ...
    def all_staff(self) -> tuple[StaffState, ...]: ...
    def series(self, series: str) -> SeriesState: ...

    # lists, by key and never by offset
    def find(self, query: str, limit: int = 20, after: str | None = None) -> CasePage:
        """Cases by case number, ID number or credit code (whole or last digits), phone, name
        (also two characters, also a part), pinyin or its initials, matter; newest first."""
        ...

    def cases_of(self, number: str, limit: int = 20) -> tuple[CaseRow, ...]:
        """Earlier cases of one applicant, newest first."""
        ...

    def open_of(self, matter: str) -> tuple[CaseRow, ...]:
        """Cases of a matter that are not yet closed, by number."""
        ...

    def renewals_due(self, until: str) -> tuple[str, ...]:
        """Case numbers of undecided renewals of licences that end by `until` (ISO date)."""
        ...

    def open_cases(
        self, unit: str | None = None, limit: int = 50, after: str | None = None
    ) -> CasePage:
        """Cases not yet closed, earliest due first."""
        ...

    def unfiled(self, unit: str, limit: int = 30, after: str | None = None) -> CasePage:
        """Finished cases of a unit that are not in the archive, the longest finished first."""
        ...

    def open_count(self, unit: str | None = None) -> int: ...

    def todo(self, ask: TodoAsk, limit: int = 60, after: str | None = None) -> TodoPage:
        """A page of somebody's work list: theirs, earliest due first; then what waits for
        others."""
        ...

    def todo_counts(
        self, ask: TodoAsk, today: str, until_today: str, until_soon: str
    ) -> TodoCounts:
        """How many of each band there are in the whole list. ISO dates: what is due before
        `today` is over, what is due up to `until_today` is for today, up to `until_soon` soon."""
        ...

    def enquiry(self, number: str) -> Enquiry | None: ...
    def enquiries(self, limit: int = 100) -> tuple[Enquiry, ...]:
        """Enquiries: the open ones first, oldest first; then the answered, newest first."""
        ...

    def project(self, number: str) -> Project | None: ...
    def projects(self, limit: int = 100) -> tuple[Project, ...]:
        """Projects: the open ones first, oldest first; then the closed, newest first."""
        ...

    @property
    def money(self) -> MoneyBook:
        """Sheets, payments, tickets, ticket paper, shifts."""
        ...

    # working tables
    def credential(self, staff: str) -> Credential | None: ...
    def drafts(self, staff: str) -> tuple[Draft, ...]: ...
    def save_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, draft_id: str) -> None: ...
    def jobs(
        self, states: Sequence[JobState] = (), limit: int = 50, stream: str = ""
    ) -> tuple[PrintJob, ...]:
        """Print jobs, of one stream where given: those in given states oldest first (a queue),
        else newest first (a history)."""
        ...

    # registers
    def seal_register(
        self,
        limit: int = 100,
        seals: Sequence[str] | None = None,
        before: int | None = None,
        since: str = "",
        until: str = "",
    ) -> tuple[SealRow, ...]:
        """用印登记, newest first. seals: codes, None = every seal; before: only lines older than
        this place (`SealRow.pos` of the last line shown); since, until: ISO dates, both
        inclusive, empty = open."""
        ...

    def access_log(self, limit: int = 100) -> tuple[AccessRow, ...]: ...
    def outbox(self) -> OutboxInfo: ...

    # catalogue, blobs and settings
    def blob(self, digest: str) -> bytes | None:
        """Content kept under its SHA-256 (hex), or None."""
        ...

    def catalogue(self, version: int | None = None) -> Catalogue | None:
        """A catalogue version, or the newest; None when none was imported."""
        ...

    def setting(self, key: str, default: str = "") -> str: ...
    def put_setting(self, key: str, value: str) -> None: ...
    def close(self) -> None: ...
