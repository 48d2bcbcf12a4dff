"""The local store (`counter.ports.store.Store`) over one encrypted file.

One main connection, guarded by a lock, does all writing and the desk's reading. A second program
on the same file is refused by an operating-system lock beside it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, bindparam, func, select

from counter.domain.acts import Act, decode_payload
from counter.domain.case import CaseState, case_stream
from counter.domain.catalogue import Catalogue
from counter.domain.enquiry import Enquiry
from counter.domain.numbers import SeriesState
from counter.domain.people import StaffState
from counter.domain.project import Project
from counter.domain.records import StoreBorn
from counter.ports.store import (
    AccessRow,
    CasePage,
    CaseRow,
    Credential,
    Draft,
    JobState,
    OutboxInfo,
    PrintJob,
    SealRow,
    StoreInfo,
    TodoAsk,
    TodoCounts,
    TodoPage,
    Tx,
)
from counter.store import (
    enquiries,
    errors,
    grants,
    journal,
    lists,
    opening,
    projections,
    projects,
    schema,
    search,
    todos,
    witness,
    working,
)
from counter.store.engine import QUIET, make_engine
from counter.store.enquiries import ENQUIRIES
from counter.store.money import SqlMoneyBook
from counter.store.projects import PROJECTS
from counter.store.sql import Statement
from counter.store.tx import SqlTx, read_case

_k, _j = schema.catalogue_row.c, schema.journal.c
_CATALOGUE = Statement(select(_k.version, _k.digest).where(_k.version == bindparam("version")))
_NEWEST = Statement(select(_k.version, _k.digest).order_by(_k.version.desc()).limit(1))
_ALL_STAFF = Statement(
    select(schema.staff_row.c.state).order_by(schema.staff_row.c.unit, schema.staff_row.c.number)
)
_BORN = Statement(
    select(_j.kind, _j.version, schema.payload.c.body)
    .select_from(schema.journal.join(schema.payload, schema.payload.c.pos == _j.pos))
    .order_by(_j.pos)
    .limit(1)
)
_RECORDED = Statement(select(_j.recorded_at).where(_j.pos == bindparam("pos")))
_KINDS = Statement(select(_j.kind, func.count()).group_by(_j.kind))
RECEIVED_SETTING = "sync.received"
"""Position up to which the centre has received this journal."""

_staff_decoder = msgspec.json.Decoder(StaffState)
_catalogue_decoder = msgspec.json.Decoder(Catalogue)


class SqlStore:
    """The store of one terminal. Made by `create` or `open`, never directly."""

    def __init__(self, path: Path, key: bytes, engine: Engine, lock: opening.FileGuard) -> None:
        self.path, self._key = path, key
        self._engine, self._file_lock = engine, lock
        self._guard = threading.RLock()
        self._writing = False
        self._pooled = engine.connect()
        self._connection: Any = self._pooled.connection.driver_connection
        self._born = _info(self._connection)
        self._catalogues: dict[int, Catalogue] = {}
        self._newest: Catalogue | None = None  # None = not known
        self._head: journal.Head | None = None  # None = to be read
        self._witness = witness.Witness(path, key)
        self.money = SqlMoneyBook(self._reading)

    # --- opening and closing

    @classmethod
    def create(
        cls,
        path: Path | str,
        key: bytes,
        *,
        training: bool,
        centre: str,
        terminal: str,
        recorded_at: dt.datetime,
        epoch: int = 1,
        key_id: str = "",
    ) -> SqlStore:
        """A new store whose first act is `store.born`; never over an existing file.

        Raises KnownError `store.exists`, `store.in_use`, `store.disk_full`, `store.disk`.
        """
        path = Path(path)
        if not path.exists():
            witness.forget(path)
        born = StoreBorn(
            training=training, centre=centre, terminal=terminal, epoch=epoch, key_id=key_id
        )
        engine, lock = opening.create(path, key, born, recorded_at)
        return cls(path, key, engine, lock)

    @classmethod
    def open(cls, path: Path | str, key: bytes, *, accept_older: bool = False) -> SqlStore:
        """Open a store; one of an older version is migrated first (copy, verify, swap).

        Raises KnownError `store.missing`, `store.in_use`, `store.not_ours`, `store.damaged`,
        `store.newer`, `store.disk_full`, `store.disk`; `store.older` when acts that were committed
        here are not in it, unless `accept_older`.
        """
        path = Path(path)
        engine, lock = opening.open_(path, key, before=witness.set_log_aside)
        try:
            with errors.translated():
                store = cls(path, key, engine, lock)
            if not accept_older:
                store._check_seen()
            return store
        except BaseException:
            engine.dispose()
            lock.release()
            raise

    def _check_seen(self) -> None:
        try:
            with self._reading() as connection:
                self._witness.check(connection)
        except BaseException:
            self.close()
            raise
        witness.log_aside(self.path).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and let another program have it; closing twice is no fault."""
        with self._guard:
            self._witness.close()
            self._pooled.close()
            self._engine.dispose()
            self._file_lock.release()

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing

    def write(self) -> AbstractContextManager[Tx]:
        """A write transaction; commits on leaving, rolls back on an exception.

        Raises KnownError `store.disk_full`, `store.damaged`, `store.busy`, `store.disk`.
        """
        return self._write()

    @contextmanager
    def _write(self) -> Iterator[SqlTx]:
        with self._guard:
            known, self._head = self._head, None
            with self._transaction():
                tx = SqlTx(self._connection, self._born, known or journal.head(self._connection))
                yield tx
                tx.check()
            self._head = tx.head
            if tx.head is not None and tx.head != known:
                self._witness.keep(tx.head)
            if tx.imported:
                self._newest = None

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        """BEGIN IMMEDIATE … COMMIT on the main connection; one at a time."""
        with self._guard, errors.translated():
            if self._writing:
                raise RuntimeError("a write transaction is open already")
            self._connection.execute("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have rolled back already
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._writing = False

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self._guard, errors.translated():
            yield self._connection

    @contextmanager
    def maintaining(self) -> Iterator[tuple[Any, bytes]]:
        """The driver's connection in a write transaction and the key, for the store's own
        upkeep (rebuild, backup, bulk building); nothing outside this room calls it."""
        self._head = self._newest = None
        with self._transaction() as connection:
            yield connection, self._key

    @contextmanager
    def reader(self) -> Iterator[Any]:
        """A second, read-only SQLAlchemy connection, for reports beside the desk's work."""
        with errors.translated(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA query_only = ON")
            try:
                yield connection
            finally:
                driver.execute("PRAGMA query_only = OFF")

    def copy_to(self, place: Path) -> None:
        """A consistent copy of the file under the same key, made beside the desk's work."""
        with errors.translated(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("VACUUM INTO ?", (str(place.absolute()),))

    def info_of(self, copy: Path) -> StoreInfo:
        """What a copy of this store holds."""
        engine = make_engine(copy, self._key, QUIET)
        try:
            with errors.translated(), engine.connect() as connection:
                return _info(connection.connection.driver_connection)
        finally:
            engine.dispose()

    def play_full_disk(self, full: bool) -> None:
        """Let the file grow no further, as on a full disk; False ends that. Training stores only.

        What still fits into the pages there are is written, as it may be on a real disk.
        """
        if not self._born.training:
            raise RuntimeError("only a training store plays a full disk")
        with self._reading() as connection:
            most = connection.execute("PRAGMA page_count").fetchone()[0] if full else 2**32 - 2
            connection.execute(f"PRAGMA max_page_count = {most}")

    # --- what it is

    def info(self) -> StoreInfo:
        """What this store is and how far its journal goes."""
        with self._reading() as connection:
            return _info(connection)

    def kinds(self) -> dict[str, int]:
        """How many acts of each kind the journal holds."""
        with self._reading() as connection:
            return {kind: n for kind, n in _KINDS.rows(connection)}

    # --- folds

    def case(self, case_no: str) -> CaseState | None:
        """The fold of a case from its acts, or None."""
        with self._reading() as connection:
            return read_case(connection, case_no)

    def timeline(self, case_no: str) -> tuple[Act, ...]:
        """The acts of a case in order, with those of other streams that bear on it."""
        with self._reading() as connection:
            return tuple(p.act for p in journal.stream_acts(connection, case_stream(case_no)))

    def acts_of(self, stream: str) -> tuple[Act, ...]:
        """The acts of any stream in order."""
        with self._reading() as connection:
            return tuple(p.act for p in journal.stream_acts(connection, stream))

    def staff(self, number: str) -> StaffState | None:
        """The fold of a person's account, or None."""
        with self._reading() as connection:
            state, seen = projections.read_staff(connection, number)
        return state if seen else None

    def all_staff(self) -> tuple[StaffState, ...]:
        """All accounts, by unit and number."""
        with self._reading() as connection:
            return tuple(_staff_decoder.decode(row[0]) for row in _ALL_STAFF.rows(connection))

    def series(self, series: str) -> SeriesState:
        """A number series; an unknown one is empty."""
        with self._reading() as connection:
            return projections.read_series(connection, series)[0]

    def all_series(self) -> tuple[SeriesState, ...]:
        """All number series, by key."""
        with self._reading() as connection:
            return projections.all_series(connection)

    # --- lists

    def find(self, query: str, limit: int = 20, after: str | None = None) -> CasePage:
        """Cases that fit every word of the query, newest first."""
        with self._reading() as connection:
            return search.find(connection, query, limit, after)

    def cases_of(self, number: str, limit: int = 20) -> tuple[CaseRow, ...]:
        """Earlier cases of one applicant, newest first."""
        with self._reading() as connection:
            return search.cases_of(connection, number, limit)

    def open_cases(
        self, unit: str | None = None, limit: int = 50, after: str | None = None
    ) -> CasePage:
        """Cases not yet closed, earliest due first."""
        with self._reading() as connection:
            return lists.open_cases(connection, unit, limit, after)

    def open_of(self, matter: str) -> tuple[CaseRow, ...]:
        """Cases of a matter that are not yet closed, by number."""
        with self._reading() as connection:
            return lists.open_of(connection, matter)

    def renewals_due(self, until: str) -> tuple[str, ...]:
        """Case numbers of undecided renewals of licences that end by `until` (ISO date)."""
        with self._reading() as connection:
            return grants.renewals_due(connection, until)

    def unfiled(self, unit: str, limit: int = 30, after: str | None = None) -> CasePage:
        """Finished cases of a unit that are not in the archive, the longest finished first."""
        with self._reading() as connection:
            return lists.unfiled(connection, unit, limit, after)

    def open_count(self, unit: str | None = None) -> int:
        """How many cases are not yet closed."""
        with self._reading() as connection:
            return lists.open_count(connection, unit)

    def todo(self, ask: TodoAsk, limit: int = 60, after: str | None = None) -> TodoPage:
        """A page of somebody's work list."""
        with self._reading() as connection:
            return todos.page(connection, ask, limit, after)

    def todo_counts(
        self, ask: TodoAsk, today: str, until_today: str, until_soon: str
    ) -> TodoCounts:
        """How many of each band there are in the whole list."""
        with self._reading() as connection:
            return todos.counts(connection, ask, today, until_today, until_soon)

    def enquiry(self, number: str) -> Enquiry | None:
        """The fold of an enquiry, or None."""
        with self._reading() as connection:
            return ENQUIRIES.read(connection, number)

    def enquiries(self, limit: int = 100) -> tuple[Enquiry, ...]:
        """Enquiries: the open ones first, oldest first; then the answered, newest first."""
        with self._reading() as connection:
            return enquiries.listed(connection, limit)

    def project(self, number: str) -> Project | None:
        """The fold of a project, or None."""
        with self._reading() as connection:
            return PROJECTS.read(connection, number)

    def projects(self, limit: int = 100) -> tuple[Project, ...]:
        """Projects: the open ones first, oldest first; then the closed, newest first."""
        with self._reading() as connection:
            return projects.listed(connection, limit)

    # --- working tables

    def credential(self, staff: str) -> Credential | None:
        """A person's PIN hash and failures, or None."""
        with self._reading() as connection:
            return working.credential(connection, staff)

    def drafts(self, staff: str) -> tuple[Draft, ...]:
        """A person's drafts, newest first."""
        with self._reading() as connection:
            return working.drafts(connection, staff)

    def save_draft(self, draft: Draft) -> None:
        """Keep a draft, replacing the one with its id."""
        with self._transaction() as connection:
            working.put_draft(connection, draft)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        with self._transaction() as connection:
            working.drop_draft(connection, draft_id)

    def jobs(
        self, states: Sequence[JobState] = (), limit: int = 50, stream: str = ""
    ) -> tuple[PrintJob, ...]:
        """Print jobs, of one stream where given: those in given states oldest first, else newest
        first."""
        with self._reading() as connection:
            return working.jobs(connection, states, limit, stream)

    # --- registers

    def seal_register(
        self,
        limit: int = 100,
        seals: Sequence[str] | None = None,
        before: int | None = None,
        since: str = "",
        until: str = "",
    ) -> tuple[SealRow, ...]:
        """Lines of the seal register, newest first."""
        with self._reading() as connection:
            return lists.seal_register(connection, limit, seals, before, since, until)

    def access_log(self, limit: int = 100) -> tuple[AccessRow, ...]:
        """Lines of 查询留痕, newest first."""
        with self._reading() as connection:
            return lists.access_log(connection, limit)

    def outbox(self) -> OutboxInfo:
        """Acts that the centre has not received, and when the oldest was recorded."""
        with self._reading() as connection:
            received = int(working.setting(connection, RECEIVED_SETTING, "0"))
            last = journal.head(connection)
            count = last.pos - received if last else 0  # positions are dense
            row = _RECORDED.row(connection, pos=received + 1) if count > 0 else None
        return OutboxInfo(max(0, count), row[0] if row else "")

    # --- catalogue and settings

    def catalogue(self, version: int | None = None) -> Catalogue | None:
        """A catalogue version, or the newest; None when there is none."""
        if version is None and self._newest is not None:
            return self._newest
        with self._reading() as connection:
            if version is None:
                row = _NEWEST.row(connection)
            else:
                row = _CATALOGUE.row(connection, version=version)
            if row is None:
                return None
            number, digest = row
            if number not in self._catalogues:
                data = working.blob(connection, digest)
                if data is None:
                    raise errors.damaged()
                self._catalogues[number] = _catalogue_decoder.decode(data)
            if version is None:
                self._newest = self._catalogues[number]
            return self._catalogues[number]

    def blob(self, digest: str) -> bytes | None:
        """Content kept under its SHA-256 (hex), or None."""
        with self._reading() as connection:
            return working.blob(connection, digest)

    def setting(self, key: str, default: str = "") -> str:
        """A setting of this terminal, or the default."""
        with self._reading() as connection:
            return working.setting(connection, key, default)

    def put_setting(self, key: str, value: str) -> None:
        """Keep a setting of this terminal."""
        with self._transaction() as connection:
            working.put_setting(connection, key, value)


def _info(connection: Any) -> StoreInfo:
    """What a store is, from its first act, and how far its journal goes, from its last."""
    row, last = _BORN.row(connection), journal.head(connection)
    payload = decode_payload(*row) if row else None
    if last is None or not isinstance(payload, StoreBorn):
        raise errors.damaged()
    return StoreInfo(
        training=payload.training,
        centre=payload.centre,
        terminal=payload.terminal,
        epoch=payload.epoch,
        acts=last.pos,
        head=last.hash,
        last_recorded_at=last.recorded_at,
    )
