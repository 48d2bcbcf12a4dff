"""What was last seen of a journal, kept beside the store: tells the newest file from an older one.

A file that was copied back, or a log that lost its end to one wrong byte, is whole in itself: its
chain holds, only the last hours are gone, and their numbers would be used again. So the place and
hash of the last act are noted in `NAME.seen` after every commit, under a checksum that needs the
store's key. The note is never ahead of the store (it is written after the commit and not flushed),
and a power cut may leave it behind: that is no finding. Who sets store and note back together is
not caught here; `counter journal head` and the centre are for that.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
from pathlib import Path
from typing import Any

import msgspec
import structlog

from counter.domain.errors import KnownError, text
from counter.store import journal

_SLOT = 256
"""Bytes of one record; there are two, written by turns, so that a torn one leaves the other."""

log = structlog.get_logger(__name__)


class Seen(msgspec.Struct, frozen=True):
    """Position and hash of an act that was committed."""

    pos: int
    hash: str


def seen_path(store: Path) -> Path:
    """The note's place beside a store."""
    return store.with_name(store.name + ".seen")


def forget(store: Path) -> None:
    """Drop the note: another journal begins at this place."""
    seen_path(store).unlink(missing_ok=True)


def log_aside(store: Path) -> Path:
    """Where the write-ahead log of a store that lost acts is kept for who may mend it."""
    return store.with_name(store.name + ".lost-wal")


def set_log_aside(store: Path) -> None:
    """Copy what a killed program left in the log, before opening may cut it off at a wrong byte."""
    log_file = store.with_name(store.name + "-wal")
    try:
        if log_file.stat().st_size and seen_path(store).exists() and not log_aside(store).exists():
            shutil.copyfile(log_file, log_aside(store))
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("witness.log_not_kept", why=type(error).__name__)
        log_aside(store).unlink(missing_ok=True)


class Witness:
    """The note beside one open store."""

    def __init__(self, store: Path, key: bytes) -> None:
        self._path = seen_path(store)
        self._key = hashlib.sha256(b"counter journal witness\0" + key).digest()
        self._file: Any = None
        self._next = 0

    def read(self) -> Seen | None:
        """The newest valid record; None when there is no note, or none that is ours."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        found = [self._decode(data[at : at + _SLOT]) for at in (0, _SLOT)]
        return max((f for f in found if f), key=lambda seen: seen.pos, default=None)

    def keep(self, head: journal.Head) -> None:
        """Note the last act. What the disk says against it is logged: the act is committed."""
        try:
            if self._file is None:
                self._open()
            self._file.seek(self._next * _SLOT)
            self._file.write(self._encode(Seen(head.pos, head.hash)))
            self._next = 1 - self._next
        except OSError as error:
            log.warning("witness.unwritten", why=type(error).__name__)

    def check(self, connection: Any) -> None:
        """Raises KnownError `store.older` when an act that was committed is not in the journal."""
        seen = self.read()
        last = journal.head(connection)
        if seen is None or last is None:
            return  # nothing to compare with: a store that was moved here alone, or of before
        if last.pos < seen.pos:
            raise _older(text("本机数据比用过的旧，少了 {n} 条流水。", n=seen.pos - last.pos))
        if journal.hash_at(connection, seen.pos) != seen.hash:
            raise _older(text("本机数据和用过的对不上，不是同一本账的后续。"))

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> None:
        if not self._path.exists():
            self._path.write_bytes(bytes(2 * _SLOT))
        self._file = self._path.open("r+b", buffering=0)

    def _encode(self, seen: Seen) -> bytes:
        body = msgspec.json.encode(seen)
        return (self._mac(body) + b" " + body).ljust(_SLOT, b"\n")

    def _decode(self, record: bytes) -> Seen | None:
        mac, _, body = record.rstrip(b"\n").partition(b" ")
        if not hmac.compare_digest(mac, self._mac(body)):
            return None
        return msgspec.json.decode(body, type=Seen)

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, "sha256").hexdigest().encode()


def _older(words: Any) -> KnownError:
    return KnownError(
        "store.older",
        words,
        "请不要办件。先找回最新的数据文件；找不回，请管理员运行 counter store accept-loss。",
    )
