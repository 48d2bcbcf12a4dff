"""Building a training store with very many cases, for measuring: real acts, hashes and rows.

The acts go through the same encoding, chain, fold and rows as the desk's; only the waiting is
left out: thousands of cases to a transaction and no synchronous writes. A build that breaks off
leaves a file to be thrown away.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from counter.domain.acts import NewAct, Payload
from counter.domain.case import (
    CaseAccepted,
    CaseClosed,
    CaseDecided,
    CaseDelivered,
    CaseReceived,
    CaseReviewed,
    Limits,
    MaterialReceived,
    PaperIssued,
    SealUsed,
    case_stream,
)
from counter.domain.catalogue import Catalogue, Matter, Unit
from counter.domain.numbers import (
    BlockLent,
    SeriesState,
    case_number,
    case_series,
    evolve_series,
    group_case_number,
    paper_number,
    paper_series,
    use,
)
from counter.domain.persons import Applicant, Contact, DocKind, IdDocument
from counter.ports.clock import CHINA
from counter.ports.store import Stamp
from counter.store import errors, journal, projections
from counter.store.engine import QUIET, make_engine
from counter.store.invented import Person, people, working_days_before
from counter.store.journal import Appender, Placed
from counter.store.numbering import NumberTaker
from counter.store.opening import FileGuard

A_DAY = 1200
"""Cases a day: far more than a window has, so that a year holds the whole store."""

BATCH = 2000
STILL_OPEN = 2000
"""The newest so many cases are not yet decided."""

_PRAGMAS = (*QUIET, "journal_mode = WAL", "synchronous = OFF", "cache_size = -400000")
_BLOCK = 1_000_000

Progress = Callable[[int, int], None]


def build(
    path: Path,
    key: bytes,
    catalogue: Catalogue,
    count: int,
    *,
    last_day: dt.date,
    seed: int = 1,
    progress: Progress = lambda done, count: None,
) -> None:
    """Append `count` cases to the closed training store at `path`, the newest on `last_day`.

    The store's last act must lie before the first of the days. `progress(done, count)` is called
    after each batch.
    """
    guard = FileGuard(path)
    guard.acquire()
    engine = make_engine(path, key, _PRAGMAS)
    try:
        with errors.translated(), engine.connect() as pooled:
            connection: Any = pooled.connection.driver_connection
            builder = _Builder(connection, catalogue, count, last_day, seed)
            for done in builder.run():
                progress(done, count)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("ANALYZE")
    finally:
        engine.dispose()
        guard.release()


class _BulkAppender(Appender):
    """Knows the streams' ends without asking, and keeps rows for the end of the batch."""

    def __init__(self, connection: Any, head: journal.Head) -> None:
        super().__init__(connection, head.terminal, head.epoch, head)
        if self.pos != self.seq:
            raise ValueError("a bulk store has one terminal and one epoch")
        self._ends: dict[str, int] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.bodies: list[tuple[Any, ...]] = []
        self.streams: list[tuple[str, int]] = []

    def stream_end(self, stream: str) -> int:
        if stream not in self._ends:
            new = stream.startswith(projections.CASE)
            self._ends[stream] = 0 if new else super().stream_end(stream)
        return self._ends[stream]

    def seq_at(self, pos: int) -> int:
        return pos

    def write(
        self,
        rows: Sequence[tuple[Any, ...]],
        bodies: Sequence[tuple[Any, ...]],
        streams: Sequence[tuple[str, int]],
    ) -> None:
        self.rows += rows
        self.bodies += bodies
        self.streams += streams
        self._ends.update(streams)

    def flush(self) -> None:
        """Insert what was kept; ends of cases are forgotten, they will not be asked again."""
        super().write(self.rows, self.bodies, self.streams)
        self.rows, self.bodies, self.streams = [], [], []
        self._ends = {s: e for s, e in self._ends.items() if not s.startswith(projections.CASE)}
        self.known_ends.clear()


class _Builder:
    def __init__(
        self, connection: Any, catalogue: Catalogue, count: int, last_day: dt.date, seed: int
    ) -> None:
        head = journal.head(connection)
        if head is None:
            raise ValueError("the store was never born")
        self._connection, self._count = connection, count
        self._random = random.Random(seed)
        self._people = people(self._random)
        self._catalogue = catalogue
        self._units = {u.code: u for u in catalogue.units}
        self._appender = _BulkAppender(connection, head)
        self._terminal = head.terminal
        self._days = working_days_before(last_day, -(-count // A_DAY))
        self._cases: list[tuple[str, list[Placed]]] = []
        self._fresh: dict[str, list[Placed]] = {}
        self._before: dict[str, int] = {}
        self._taker = self._new_taker()

    def run(self) -> Iterator[int]:
        """Make all cases, a batch to a transaction; yields how many are done."""
        for first in range(0, self._count, BATCH):
            last = min(first + BATCH, self._count)
            self._connection.execute("BEGIN IMMEDIATE")
            for index in range(first, last):
                self._case(index)
            self._flush()
            self._connection.execute("COMMIT")
            yield last

    def _new_taker(self) -> NumberTaker:
        self._series: dict[str, SeriesState] = {}
        return NumberTaker(
            self._read_series,
            lender=self._terminal,
            may_lend=lambda: True,
            block_size=lambda: _BLOCK,
        )

    def _read_series(self, series: str) -> SeriesState:
        """A series before the batch, with the blocks lent in it."""
        if series not in self._series:
            self._series[series] = projections.read_series(self._connection, series)[0]
        return self._series[series]

    def _flush(self) -> None:
        self._appender.flush()
        projections.put_new_cases(self._connection, self._cases)
        for stream, fresh in self._fresh.items():
            projections.refold(self._connection, stream, fresh, self._before[stream])
        self._cases, self._fresh, self._before = [], {}, {}
        self._taker.check()
        self._taker = self._new_taker()

    # --- one case

    def _case(self, index: int) -> None:
        day = self._days[index // A_DAY]
        minutes = 9 * 60 * (index % A_DAY) // A_DAY
        now = dt.datetime.combine(day, dt.time(8, 30), CHINA) + dt.timedelta(minutes=minutes)
        matter = self._random.choice(self._catalogue.matters)
        unit, person = self._units[matter.unit], next(self._people)
        series = case_series(self._catalogue.centre.code, day, self._terminal)
        n = self._taker.take(series)
        case_no = case_number(self._catalogue.centre.code, day, self._terminal, n)
        self._now_placed: list[Placed] = []
        received = self._received(case_no, matter, unit, person, series, n)
        limits = _limits(day, matter)
        notice = self._paper(received, unit, "accept_notice", "受理通知书", "受", 1)
        self._command(case_no, unit, now, received, CaseAccepted(limits=limits), notice)
        if index < self._count - STILL_OPEN:
            self._finish(received, unit, now + dt.timedelta(minutes=1), index)
        self._cases.append((case_stream(case_no), self._now_placed))

    def _finish(self, received: CaseReceived, unit: Unit, now: dt.datetime, index: int) -> None:
        """The rest of a case's life; every tenth with all of its papers and seals."""
        acts: list[Payload] = [
            CaseReviewed(opinion="grant"),
            CaseDecided(outcome="granted", certificate=f"{index:08d}"),
        ]
        if index % 10 == 0:
            paper = self._paper(received, unit, "decision_grant", "准予行政许可决定书", "准", 2)
            acts.append(paper)
            acts += [
                SealUsed(paper_id=paper.paper_id, seal=f"{unit.code}-{kind}", kind=kind, name=name)
                for kind, name in (("approval", "行政审批专用章"), ("department", "公章"))
            ]
            acts.append(CaseDelivered(method="direct", recipient=received.applicant.name))
        self._command(received.case_no, unit, now, *acts, CaseClosed())

    def _command(self, case_no: str, unit: Unit, now: dt.datetime, *payloads: Payload) -> None:
        stream, day = case_stream(case_no), now.date().isoformat()
        acts = self._taker.lent(now.date())
        acts += [
            NewAct(stream=stream, payload=p, effective_on=day, units=(unit.code,)) for p in payloads
        ]
        command = f"bulk-{self._appender.pos}"
        stamp = Stamp(actor="1001", grant=f"{unit.short} 经办", now=now, command_id=command)
        done = self._appender.append(acts, stamp)
        self._taker.settle([p.act for p in done.acts])
        for placed in done.acts[: len(acts) - len(payloads)]:
            lent = placed.act.payload
            if isinstance(lent, BlockLent):
                state = self._read_series(lent.series)
                self._series[lent.series] = evolve_series(state, placed.act)
        for placed in done.acts:
            header = placed.act.header
            if header.stream == stream:
                self._now_placed.append(placed)
            for each in journal.streams_of(header):
                if not each.startswith(projections.CASE):
                    self._before.setdefault(each, done.before[each])
                    self._fresh.setdefault(each, []).append(placed)

    def _received(
        self, case_no: str, matter: Matter, unit: Unit, person: Person, series: str, n: int
    ) -> CaseReceived:
        document = IdDocument(
            kind=DocKind.RESIDENT,
            name=person.name,
            number=person.number,
            address=person.address,
            source="card",
            simulated=True,
        )
        materials = tuple(
            MaterialReceived(code=m.code, name=m.name, original=m.original, copies=m.copies)
            for m in matter.materials
        )
        return CaseReceived(
            case_no=case_no,
            matter=matter.code,
            matter_title=matter.title,
            catalogue=self._catalogue.version,
            unit=unit.code,
            handling=matter.handling.value,
            window=str(3 + n % 20),
            applicant=Applicant(name=person.name, document=document, address=person.address),
            contact=Contact(phone=person.phone),
            materials=materials,
            training=True,
            simulated=True,
            numbers=use(series, n),
        )

    def _paper(
        self, received: CaseReceived, unit: Unit, code: str, title: str, mark: str, nth: int
    ) -> PaperIssued:
        year = 2000 + int(received.case_no[6:8])
        series = paper_series(unit.code, mark, year)
        n = self._taker.take(series)
        number = paper_number(unit.mark, mark, year, n)
        content: dict[str, object] = {
            "centre": self._catalogue.centre.name,
            "organ": unit.name,
            "case_no_grouped": group_case_number(received.case_no),
            "matter": received.matter_title,
            "applicant": received.applicant.name,
            "phone": received.contact.phone,
            "title": title,
            "paper_number": number,
            "materials": msgspec.to_builtins(received.materials),
        }
        return PaperIssued(
            paper_id=f"{received.case_no}-{nth}",
            code=code,
            form=code,
            form_version="1",
            title=title,
            number=number,
            channel="page",
            copies=2,
            seals=("approval", "department") if nth == 2 else ("acceptance",),
            content=content,
            numbers=use(series, n),
        )


def _limits(day: dt.date, matter: Matter) -> Limits:
    """Due dates by weekdays alone: close enough to sort and page by."""

    def after(days: int) -> str:
        return (day + dt.timedelta(days=days * 7 // 5)).isoformat()

    return Limits(
        promised_days=matter.promised_days,
        promised_on=after(matter.promised_days),
        legal_days=matter.legal_days,
        legal_on=after(matter.legal_days),
        calendar="bulk",
    )
