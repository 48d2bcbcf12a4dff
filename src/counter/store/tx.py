"""The write transaction: acts, projections, numbers and print jobs, together or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from counter.domain.acts import Act, NewAct
from counter.domain.case import CaseState, case_stream
from counter.domain.enquiry import Enquiry
from counter.domain.numbers import SeriesState, series_stream
from counter.domain.people import StaffState
from counter.domain.project import Project
from counter.domain.records import CatalogueImported
from counter.ports.store import Credential, JobState, NewPrintJob, Stamp, StoreInfo
from counter.store import projections, working
from counter.store.enquiries import ENQUIRIES
from counter.store.journal import Appender, Head, Placed, stream_acts, streams_of
from counter.store.money import SqlMoneyBook
from counter.store.numbering import NumberTaker
from counter.store.projects import PROJECTS

BLOCK_SIZE_SETTING = "numbers.block_size"
BLOCK_SIZE = 500
ALONE_SETTING = "numbers.lend_self"
"""`no` once a centre lends the blocks; until then the terminal lends to itself."""


class SqlTx:
    """An open write transaction (`counter.ports.store.Tx`); made by `SqlStore.write`."""

    def __init__(self, connection: Any, info: StoreInfo, last: Head | None) -> None:
        self._connection, self._info = connection, info
        self.money = SqlMoneyBook(lambda: nullcontext(connection))
        self._whole: dict[str, list[Placed]] = {}  # streams of which every act was appended here
        self._appender = Appender(connection, info.terminal, info.epoch, last)
        self.imported = False  # whether a catalogue came in
        self._series: dict[str, tuple[SeriesState, int]] = {}  # read or folded, with its end
        self._taker = NumberTaker(
            self._read_series,
            lender=info.terminal,
            may_lend=lambda: working.setting(connection, ALONE_SETTING, "yes") == "yes",
            block_size=lambda: int(
                working.setting(connection, BLOCK_SIZE_SETTING, str(BLOCK_SIZE))
            ),
        )

    def info(self) -> StoreInfo:
        """What this store is, with what this transaction has appended."""
        return StoreInfo(
            training=self._info.training,
            centre=self._info.centre,
            terminal=self._info.terminal,
            epoch=self._info.epoch,
            acts=self._appender.pos,
            head=self._appender.hash,
            last_recorded_at=self._appender.recorded_at,
        )

    def case(self, case_no: str) -> CaseState | None:
        """The fold of a case, or None."""
        acts = self._whole.get(case_stream(case_no))
        if acts is not None:
            return projections.fold_case(case_no, acts)
        return read_case(self._connection, case_no)

    def staff(self, number: str) -> StaffState | None:
        """The fold of a person's account, or None."""
        state, seen = projections.read_staff(self._connection, number)
        return state if seen else None

    def acts_of(self, stream: str) -> tuple[Act, ...]:
        """The acts of any stream in order."""
        return tuple(p.act for p in stream_acts(self._connection, stream))

    def enquiry(self, number: str) -> Enquiry | None:
        """The fold of an enquiry, or None."""
        return ENQUIRIES.read(self._connection, number)

    def project(self, number: str) -> Project | None:
        """The fold of a project, or None."""
        return PROJECTS.read(self._connection, number)

    def take_number(self, series: str) -> int:
        """Next number of a series; raises KnownError `numbers.exhausted`."""
        return self._taker.take(series)

    def _read_series(self, series: str) -> SeriesState:
        if series not in self._series:
            self._series[series] = projections.read_series(self._connection, series)
            self._appender.known_ends[series_stream(series)] = self._series[series][1]
        return self._series[series][0]

    def append(self, acts: Sequence[NewAct], stamp: Stamp) -> tuple[Act, ...]:
        """Record acts as one command and refold their streams; returns the acts given.

        Blocks lent since the last call come first, as acts of the same command.
        """
        lent = self._taker.lent(stamp.now.date())
        if not acts and not lent:
            return ()
        done = self._appender.append([*lent, *acts], stamp)
        placed = done.acts
        self._taker.settle([p.act for p in placed])
        self.imported |= any(isinstance(p.act.payload, CatalogueImported) for p in placed)
        fresh: dict[str, list[Placed]] = {}
        for each in placed:
            for stream in streams_of(each.act.header):
                fresh.setdefault(stream, []).append(each)
        for stream, news in fresh.items():
            projections.refold(self._connection, stream, news, done.before[stream], self._series)
            if done.before[stream] == 0 or stream in self._whole:
                self._whole.setdefault(stream, []).extend(news)
        return tuple(p.act for p in placed[len(lent) :])

    def enqueue(self, job: NewPrintJob, now: dt.datetime) -> int:
        """Put a print job into the queue; returns its id."""
        return working.enqueue(self._connection, job, now)

    def set_job(self, job_id: int, state: JobState, now: dt.datetime, why: str = "") -> None:
        """Move a print job on."""
        working.set_job(self._connection, job_id, state, now, why)

    def put_blob(self, data: bytes) -> str:
        """Keep content under its SHA-256 (hex), which is returned."""
        return working.put_blob(self._connection, data)

    def put_credential(self, credential: Credential) -> None:
        """Keep a person's PIN hash and failures."""
        working.put_credential(self._connection, credential)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        working.drop_draft(self._connection, draft_id)

    @property
    def head(self) -> Head:
        """The end of the journal as this transaction leaves it."""
        last = self._appender
        return Head(
            last.pos,
            self._info.terminal,
            self._info.epoch,
            last.seq,
            last.hash,
            last.recorded_at,
        )

    def check(self) -> None:
        """Before the commit: every number taken must stand in an act."""
        self._taker.check()


def read_case(connection: Any, case_no: str) -> CaseState | None:
    """The fold of a case from the journal; None when the case has no acts."""
    acts = stream_acts(connection, case_stream(case_no))
    return projections.fold_case(case_no, acts) if acts else None
