"""Working rows: drafts, PIN hashes, the print queue, settings and blobs; not truth."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from counter.ports.clock import stamp
from counter.ports.store import Credential, Draft, JobState, NewPrintJob, PrintJob
from counter.store import schema
from counter.store.sql import Statement, replacing

_d, _b, _s, _k = schema.draft.c, schema.print_job.c, schema.setting.c, schema.credential.c
_JOB_COLUMNS = [c for c in schema.print_job.columns if c.name != "id"]
_ENDED = ("done", "failed", "unknown")

_PUT_DRAFT = replacing(schema.draft)
_DRAFTS = Statement(
    select(schema.draft).where(_d.staff == bindparam("staff")).order_by(_d.updated_at.desc(), _d.id)
)
_DROP_DRAFT = Statement(delete(schema.draft).where(_d.id == bindparam("id")))
_PUT_CREDENTIAL = replacing(schema.credential)
_CREDENTIAL = Statement(select(schema.credential).where(_k.staff == bindparam("staff")))
_PUT_SETTING = replacing(schema.setting)
_SETTING = Statement(select(_s.value).where(_s.key == bindparam("key")))
_PUT_BLOB = Statement(sqlite_insert(schema.blob).on_conflict_do_nothing())
_BLOB = Statement(select(schema.blob.c.data).where(schema.blob.c.digest == bindparam("digest")))
_ADD_JOB = Statement(
    schema.print_job.insert().values({c.name: bindparam(c.name) for c in _JOB_COLUMNS})
)
_JOB = Statement(select(schema.print_job).where(_b.id == bindparam("job")))
_MOVE_JOB = Statement(
    update(schema.print_job)
    .where(_b.id == bindparam("job"))
    .values(
        state=bindparam("state"),
        why=bindparam("why"),
        sent_at=bindparam("sent_at"),
        ended_at=bindparam("ended_at"),
    )
)


def put_draft(connection: Any, draft: Draft) -> None:
    """Keep a draft, replacing the one with its id."""
    row = (draft.id, draft.staff, draft.page, draft.title, draft.body, draft.updated_at)
    _PUT_DRAFT.many(connection, (row,))


def drafts(connection: Any, staff: str) -> tuple[Draft, ...]:
    """A person's drafts, newest first."""
    return tuple(
        Draft(id=i, staff=who, page=page, title=title, body=body, updated_at=at)
        for i, who, page, title, body, at in _DRAFTS.rows(connection, staff=staff)
    )


def drop_draft(connection: Any, draft_id: str) -> None:
    """Forget a draft; one that is not there is no fault."""
    _DROP_DRAFT.run(connection, id=draft_id)


def put_credential(connection: Any, credential: Credential) -> None:
    """Keep a person's PIN hash and failures."""
    row = (
        credential.staff,
        credential.hash,
        credential.failures,
        credential.locked_until,
        int(credential.must_change),
    )
    _PUT_CREDENTIAL.many(connection, (row,))


def credential(connection: Any, staff: str) -> Credential | None:
    """A person's PIN hash and failures, or None."""
    row = _CREDENTIAL.row(connection, staff=staff)
    if row is None:
        return None
    number, hashed, failures, until, must = row
    return Credential(
        staff=number, hash=hashed, failures=failures, locked_until=until, must_change=bool(must)
    )


def put_setting(connection: Any, key: str, value: str) -> None:
    """Keep a setting of this terminal."""
    _PUT_SETTING.many(connection, ((key, value),))


def setting(connection: Any, key: str, default: str = "") -> str:
    """A setting of this terminal, or the default."""
    row = _SETTING.row(connection, key=key)
    return row[0] if row else default


def put_blob(connection: Any, data: bytes) -> str:
    """Keep content under its SHA-256 (hex), once."""
    digest = hashlib.sha256(data).hexdigest()
    _PUT_BLOB.run(connection, digest=digest, data=data)
    return digest


def blob(connection: Any, digest: str) -> bytes | None:
    """Content by its SHA-256 (hex), or None."""
    row = _BLOB.row(connection, digest=digest)
    return row[0] if row else None


def enqueue(connection: Any, job: NewPrintJob, now: dt.datetime) -> int:
    """Put a print job into the queue; returns its id, which is never used again."""
    cursor = _ADD_JOB.run(
        connection,
        stream=job.stream,
        paper_id=job.paper_id,
        title=job.title,
        channel=job.channel,
        copies=job.copies,
        nth=job.nth,
        state="queued",
        why="",
        created_at=stamp(now),
        sent_at="",
        ended_at="",
        about=job.about,
    )
    return int(cursor.lastrowid)


def set_job(connection: Any, job_id: int, state: JobState, now: dt.datetime, why: str) -> None:
    """Move a print job on; a job that is not there is our own fault (LookupError)."""
    row = _JOB.row(connection, job=job_id)
    if row is None:
        raise LookupError(f"no print job {job_id}")
    job = _job(row)
    at = stamp(now)
    _MOVE_JOB.run(
        connection,
        job=job_id,
        state=state,
        why=why,
        sent_at=at if state == "sent" else job.sent_at,
        ended_at=at if state in _ENDED else "",
    )


def jobs(
    connection: Any, states: Sequence[JobState], limit: int, stream: str
) -> tuple[PrintJob, ...]:
    """Print jobs: those in given states oldest first (a queue), else newest first (a history)."""
    statement = _jobs_statement(tuple(states), bool(stream))
    return tuple(_job(row) for row in statement.rows(connection, most=limit, stream=stream))


@lru_cache(maxsize=32)
def _jobs_statement(states: tuple[JobState, ...], of_stream: bool) -> Statement:
    """Compiled once for each set of states: a page asks at every change."""
    query = select(schema.print_job).order_by(_b.id if states else _b.id.desc())
    if of_stream:
        query = query.where(_b.stream == bindparam("stream"))
    if states:
        query = query.where(or_(*(_b.state == state for state in states)))
    return Statement(query.limit(bindparam("most")))


def _job(row: Sequence[Any]) -> PrintJob:
    values = dict(zip((c.name for c in schema.print_job.columns), row, strict=True))
    return PrintJob(**values)
