"""The journal: acts get their place, their bytes, their hash and their streams, once and for ever.

Only this module inserts into the journal. What it writes is canonical (deterministic JSON, NFC)
and is read back through the same bytes, so that a fold made on the spot and one made years later
see the same values.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from counter.domain.acts import (
    GENESIS,
    Act,
    ActHeader,
    NewAct,
    Payload,
    decode_payload,
    encode,
    nfc,
    payload_hash,
)
from counter.domain.numbers import series_stream
from counter.ports.clock import stamp as iso_stamp
from counter.ports.store import Stamp
from counter.store import schema
from counter.store.sql import Statement, inserting

_j, _p, _s = schema.journal.c, schema.payload.c, schema.act_stream.c
_HEADER = (
    _j.terminal,
    _j.epoch,
    _j.seq,
    _j.stream,
    _j.touches,
    _j.units,
    _j.kind,
    _j.version,
    _j.command_id,
    _j.n,
    _j.m,
    _j.base,
    _j.recorded_at,
    _j.effective_on,
    _j.actor,
    _j.grant,
    _j.payload_hash,
    _j.prev_hash,
)
_ACT = (_j.pos, _p.body, *_HEADER)

_INSERT_ACT = inserting(schema.journal)
_INSERT_PAYLOAD = inserting(schema.payload)
_INSERT_STREAM = inserting(schema.act_stream)
_HASH_AT = Statement(select(_j.hash).where(_j.pos == bindparam("pos")))
_HEAD = Statement(
    select(_j.pos, _j.terminal, _j.epoch, _j.seq, _j.hash, _j.recorded_at)
    .order_by(_j.pos.desc())
    .limit(1)
)
_STREAM_HEAD = Statement(select(func.max(_s.pos)).where(_s.stream == bindparam("stream")))
_SEQ_OF = Statement(select(_j.seq).where(_j.pos == bindparam("pos")))
_STREAM_ACTS = Statement(
    select(*_ACT)
    .select_from(
        schema.act_stream.join(schema.journal, _j.pos == _s.pos).join(
            schema.payload, _p.pos == _j.pos
        )
    )
    .where(_s.stream == bindparam("stream"), _s.pos > bindparam("after"))
    .order_by(_s.pos)
)
_ALL_ACTS = Statement(
    select(_j.pos, func.coalesce(_p.body, b""), *_HEADER, func.coalesce(_p.salt, b""), _j.hash)
    .select_from(schema.journal.outerjoin(schema.payload, _p.pos == _j.pos))
    .where(_j.pos > bindparam("after"))
    .order_by(_j.pos)
)


_ALL_HEADERS = Statement(select(_j.pos, *_HEADER).order_by(_j.pos))


class Head(msgspec.Struct, frozen=True):
    """The end of the journal."""

    pos: int
    terminal: str
    epoch: int
    seq: int
    hash: str
    recorded_at: str


class Placed(msgspec.Struct, frozen=True):
    """An act with its position in this file."""

    pos: int
    act: Act


class Raw(msgspec.Struct, frozen=True):
    """An act as it lies on disk, for checking."""

    pos: int
    act: Act
    salt: bytes
    body: bytes
    hash: str


def head(connection: Any) -> Head | None:
    """The last act's place; None in an empty journal."""
    row = _HEAD.row(connection)
    return Head(*row) if row else None


def hash_at(connection: Any, pos: int) -> str:
    """Hash of the act at a position; '' when there is none."""
    row = _HASH_AT.row(connection, pos=pos)
    return row[0] if row else ""


def stream_acts(connection: Any, stream: str, after: int = 0) -> list[Placed]:
    """Acts of a stream in order, from the position behind `after`."""
    rows = _STREAM_ACTS.rows(connection, stream=stream, after=after)
    return [Placed(row[0], _act(row)) for row in rows]


def stream_end(connection: Any, stream: str) -> int:
    """Position of the last act of a stream; 0 when it has none."""
    (pos,) = _STREAM_HEAD.row(connection, stream=stream)
    return pos or 0


def headers(connection: Any) -> Iterator[tuple[int, ActHeader]]:
    """Position and header of every act in order, without payloads."""
    for row in _ALL_HEADERS.run(connection):
        yield row[0], _header((row[0], b"", *row[1:]))


def all_acts(connection: Any, after: int = 0) -> Iterator[Raw]:
    """Every act in order, read as it goes; a lost payload reads as empty."""
    for row in _ALL_ACTS.run(connection, after=after):
        yield Raw(row[0], _act(row), row[-2], row[1], row[-1])


def _act(row: Sequence[Any]) -> Act:
    """Act from a row of `_ACT` columns."""
    header = _header(row)
    return Act(header, decode_payload(header.kind, header.version, row[1]))


def _header(row: Sequence[Any]) -> ActHeader:
    """Header from a row of `_ACT` columns."""
    (terminal, epoch, seq, stream, touches, units, kind, version) = row[2:10]
    (command, n, m, base, recorded, effective, actor, grant, digest, previous) = row[10:20]
    return ActHeader(
        terminal=terminal,
        epoch=epoch,
        seq=seq,
        stream=stream,
        touches=_strings(touches),
        units=_strings(units),
        kind=kind,
        version=version,
        command_id=command,
        n=n,
        m=m,
        base=base,
        recorded_at=recorded,
        effective_on=effective,
        actor=actor,
        grant=grant,
        payload_hash=digest,
        prev_hash=previous,
    )


_list = msgspec.json.Decoder(tuple[str, ...])


def _strings(value: str) -> tuple[str, ...]:
    return () if value == "[]" else _list.decode(value)


def streams_of(header: ActHeader) -> tuple[str, ...]:
    """Every stream the act stands in: its own, then those it touches."""
    return tuple(dict.fromkeys((header.stream, *header.touches)))


def canonical(payload: Payload) -> bytes:
    """Canonical bytes of a payload, with all text in NFC."""
    body = encode(payload)
    if unicodedata.is_normalized("NFC", body.decode()):
        return body
    # Not on the JSON text itself: an escape such as \\n and a following accent would melt.
    walked = _walk(msgspec.json.decode(body))
    return encode(msgspec.convert(walked, type(payload)))


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_walk(v) for v in value]
    if isinstance(value, dict):
        return {nfc(k): _walk(v) for k, v in value.items()}
    return value


class Appended(msgspec.Struct, frozen=True):
    """What an append did: the acts as they will be read back, and where their streams ended."""

    acts: list[Placed]
    before: dict[str, int]


class Appender:
    """Gives acts their place in the journal of one terminal and epoch, one command at a time."""

    def __init__(self, connection: Any, terminal: str, epoch: int, last: Head | None) -> None:
        self._connection = connection
        self._terminal, self._epoch = terminal, epoch
        self.pos = last.pos if last else 0
        same = last is not None and (last.terminal, last.epoch) == (terminal, epoch)
        self.seq = last.seq if last and same else 0
        self.hash = last.hash if last and same else GENESIS
        self.recorded_at = last.recorded_at if last else ""
        self.known_ends: dict[str, int] = {}
        """Ends of streams that the caller has read already, kept up here."""

    def append(self, acts: Sequence[NewAct], stamp: Stamp) -> Appended:
        """Write the acts of one command."""
        recorded = iso_stamp(stamp.now)
        before: dict[str, int] = {}  # position at which each stream ended
        ends: dict[str, int] = {}  # sequence at which it ends now
        placed: list[Placed] = []
        rows: list[tuple[Any, ...]] = []
        bodies: list[tuple[Any, ...]] = []
        streams: list[tuple[str, int]] = []
        for n, new in enumerate(acts, 1):
            salt, body = os.urandom(16), canonical(new.payload)
            touches = _touches(new)
            for stream in (new.stream, *touches):
                if stream not in before:
                    before[stream] = self.stream_end(stream)
            base = self._base(new.stream, before, ends)
            header = self._header(new, touches, base, stamp, recorded, (n, len(acts)), salt, body)
            self.pos, self.seq, self.hash = self.pos + 1, header.seq, header.hash()
            for stream in streams_of(header):
                streams.append((stream, self.pos))
                ends[stream] = header.seq
            rows.append((self.pos, *_columns(header), self.hash, ""))
            bodies.append((self.pos, salt, body))
            payload = decode_payload(header.kind, header.version, body)
            placed.append(Placed(self.pos, Act(header, payload)))
        self.write(rows, bodies, streams)
        self.recorded_at = recorded
        return Appended(placed, before)

    def stream_end(self, stream: str) -> int:
        """Position at which a stream ends; 0 when it is empty."""
        end = self.known_ends.get(stream)
        return stream_end(self._connection, stream) if end is None else end

    def write(
        self,
        rows: Sequence[tuple[Any, ...]],
        bodies: Sequence[tuple[Any, ...]],
        streams: Sequence[tuple[str, int]],
    ) -> None:
        """Insert the rows of one command."""
        _INSERT_ACT.many(self._connection, rows)
        _INSERT_PAYLOAD.many(self._connection, bodies)
        _INSERT_STREAM.many(self._connection, streams)
        self.known_ends.update(streams)

    def _header(
        self,
        new: NewAct,
        touches: tuple[str, ...],
        base: int,
        stamp: Stamp,
        recorded: str,
        place: tuple[int, int],
        salt: bytes,
        body: bytes,
    ) -> ActHeader:
        return ActHeader(
            terminal=self._terminal,
            epoch=self._epoch,
            seq=self.seq + 1,
            stream=new.stream,
            touches=touches,
            units=new.units,
            kind=new.payload.KIND,
            version=new.payload.VERSION,
            command_id=stamp.command_id,
            n=place[0],
            m=place[1],
            base=base,
            recorded_at=recorded,
            effective_on=new.effective_on,
            actor=stamp.actor,
            grant=nfc(stamp.grant),
            payload_hash=payload_hash(salt, body),
            prev_hash=self.hash,
        )

    def _base(self, stream: str, before: dict[str, int], ends: dict[str, int]) -> int:
        """Sequence of the stream's last act before this one; 0 when there is none."""
        if stream in ends:
            return ends[stream]
        pos = before[stream]
        return self.seq_at(pos) if pos else 0

    def seq_at(self, pos: int) -> int:
        """Sequence of the act at a position."""
        seq: int = _SEQ_OF.row(self._connection, pos=pos)[0]
        return seq


def _touches(new: NewAct) -> tuple[str, ...]:
    """Streams that the act bears on besides its own: those named, and its numbers' series."""
    series = (series_stream(use.series) for use in new.payload.numbers)
    touches = dict.fromkeys((*new.touches, *series))
    touches.pop(new.stream, None)
    return tuple(touches)


def _columns(header: ActHeader) -> tuple[Any, ...]:
    return (
        header.terminal,
        header.epoch,
        header.seq,
        header.stream,
        encode(header.touches).decode(),
        encode(header.units).decode(),
        header.kind,
        header.version,
        header.command_id,
        header.n,
        header.m,
        header.base,
        header.recorded_at,
        header.effective_on,
        header.actor,
        header.grant,
        header.payload_hash,
        header.prev_hash,
    )


def born_act(
    connection: Any, payload: Payload, terminal: str, epoch: int, now: dt.datetime, stream: str
) -> Placed:
    """Write the first act of a new journal."""
    appender = Appender(connection, terminal, epoch, None)
    stamp = Stamp(actor="", grant="", now=now, command_id="born")
    new = NewAct(stream=stream, payload=payload, effective_on=now.date().isoformat())
    return appender.append((new,), stamp).acts[0]
