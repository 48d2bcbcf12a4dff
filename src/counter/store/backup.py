"""Backups: one file with the encrypted store, its key file and what is in it; and the way back.

The archive is a plain zip without compression: `manifest.json`, `store.db` (SQLCipher, the same
key), `key.json` (key id, recovery-wrapped key). Nothing in it can be read without the key, the
passphrase or the sealed recovery key. Restoring checks everything before a file is put in place,
and never over an existing store.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from counter.domain.acts import NewAct
from counter.domain.errors import KnownError, text
from counter.domain.numbers import NumberVoided, case_series, series_stream, use
from counter.domain.records import STORE_STREAM, StoreRestored
from counter.ports.clock import stamp
from counter.ports.store import Stamp, StoreInfo
from counter.store import errors, keys, opening, schema, witness
from counter.store.numbering import CASE_MOST
from counter.store.sqlstore import SqlStore
from counter.store.verify import verify_file

_STORE, _KEY, _MANIFEST = "store.db", "key.json", "manifest.json"
_CHUNK = 1 << 20
_SKIPPED = 500  # more cases than a window has between a backup and the loss on one day
_SKIP_REASON = "从备份恢复：备份之后可能已用过这以前的号"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; readable without the key, so nothing personal is in it."""

    format: int = 1
    made_at: str
    training: bool
    centre: str
    terminal: str
    epoch: int
    acts: int
    head: str
    last_recorded_at: str
    schema_version: str
    sha256: str


def backup(store: SqlStore, target: Path, now: dt.datetime) -> Manifest:
    """Write a backup of an open store; work goes on meanwhile.

    Raises KnownError `store.exists` when there is a file already, `store.disk_full`,
    `store.disk`.
    """
    if target.exists():
        raise errors.exists(str(target))
    copy, fresh = _beside(target, ".copy"), _beside(target, ".new")
    try:
        with errors.translated():
            store.copy_to(copy)
            manifest = _manifest(copy, store, now)
        content = keys.read_key_file(store.path) or keys.KeyFile()
        _write(fresh, copy, manifest, content)
        os.replace(fresh, target)
    except OSError as error:
        raise _os_error(error) from error
    finally:
        copy.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return manifest


def _manifest(copy: Path, store: SqlStore, now: dt.datetime) -> Manifest:
    """What the copy holds: the journal may have gone on since."""
    info = store.info_of(copy)
    return Manifest(
        made_at=stamp(now),
        training=info.training,
        centre=info.centre,
        terminal=info.terminal,
        epoch=info.epoch,
        acts=info.acts,
        head=info.head,
        last_recorded_at=info.last_recorded_at,
        schema_version="{}.{}".format(*schema.VERSION),
        sha256=_sha256(copy),
    )


def _write(fresh: Path, copy: Path, manifest: Manifest, content: keys.KeyFile) -> None:
    # A passphrase can be guessed at leisure once a backup is carried off; only the recovery key,
    # which cannot, goes along.
    kept = msgspec.structs.replace(content, passphrase=None)
    with fresh.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
            archive.writestr(_KEY, msgspec.json.encode(kept))
            archive.write(copy, _STORE)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(archive: Path) -> Manifest:
    """What a backup says of itself; raises KnownError `backup.not_ours`, `store.missing`."""
    with _opened(archive) as file:
        return _decode_manifest(file)


def restore(
    archive: Path,
    target: Path,
    open_key: Callable[[keys.KeyFile], bytes],
    now: dt.datetime,
) -> Manifest:
    """Put the store of a backup at `target`, after checking all of it.

    `open_key` gives the key from the backup's key file (recovery key, keyring …). Numbers that
    may have been handed out after the backup are skipped, see `_skip_numbers`.
    Raises KnownError `store.exists`, `store.in_use`, `backup.not_ours`, `backup.damaged`,
    `backup.unverified`, `store.not_ours` (wrong key), `store.newer`, `store.disk_full`.
    """
    if target.exists():
        raise errors.exists(str(target))
    guard = opening.FileGuard(target)
    guard.acquire()
    fresh = _beside(target, ".restoring")
    try:
        with _opened(archive) as file:
            manifest, content = _decode_manifest(file), keys.decode_key_file(file.read(_KEY))
            _unpack(file, fresh, manifest)
        key = open_key(content)
        if content.key_id and content.key_id != keys.key_id(key):
            raise errors.wrong_key()
        keys.write_key_file(fresh, msgspec.structs.replace(content, key_id=keys.key_id(key)))
        _check(fresh, key)
        _skip_numbers(fresh, key, manifest, now)
        witness.forget(target)
        os.replace(keys.key_file_path(fresh), keys.key_file_path(target))
        os.replace(fresh, target)
    except OSError as error:
        raise _os_error(error) from error
    finally:
        for left in fresh.parent.glob(fresh.name + "*"):
            left.unlink()
        guard.release()
    return manifest


def _check(fresh: Path, key: bytes) -> None:
    version = opening.look(fresh, key)
    if version > schema.VERSION:
        raise errors.newer("{}.{}".format(*version), "{}.{}".format(*schema.VERSION))
    # An older one is verified by its migration when it is opened.
    findings = verify_file(fresh, key) if version == schema.VERSION else []
    if findings:
        raise KnownError(
            "backup.unverified",
            text("这份备份核对没有通过：{why}", why=str(findings[0].what)),
            "请换一份更早的备份；这份请留着，交给维护人员。",
        )


def _skip_numbers(fresh: Path, key: bytes, manifest: Manifest, now: dt.datetime) -> None:
    """Record the restoration and void the ends of what may have been used since the backup.

    Papers printed after the backup bear numbers that this journal does not know. So the last
    number of each lent block is voided, which leaves the rest of the block behind, and today's
    case sequence goes on well above.
    """
    with SqlStore.open(fresh, key) as store:
        restored = StoreRestored(made_at=manifest.made_at, acts=manifest.acts, head=manifest.head)
        _go_on_from(store, restored, now)


def accept_loss(path: Path, key: bytes, now: dt.datetime) -> StoreInfo:
    """Go on with a store that lost its last acts (`store.older`), as if it were a backup: the loss
    is an act, numbers that may have been used are skipped. Returns what the store held.

    Raises KnownError `store.*`.
    """
    with SqlStore.open(path, key, accept_older=True) as store:
        info = store.info()
        witness.forget(path)
        lost = StoreRestored(made_at=info.last_recorded_at, acts=info.acts, head=info.head)
        _go_on_from(store, lost, now)
    return info


def _go_on_from(store: SqlStore, restored: StoreRestored, now: dt.datetime) -> None:
    info = store.info()
    today = store.series(case_series(info.centre, now.date(), info.terminal))
    last = [
        (state.series, max(hi for _, hi in state.blocks))
        for state in store.all_series()
        if state.left
    ]
    last.append((today.series, min(today.last + _SKIPPED, CASE_MOST - 1)))
    day = now.date().isoformat()
    acts = [NewAct(stream=STORE_STREAM, payload=restored, effective_on=day)]
    for series, n in last:
        voided = NumberVoided(series=series, n=n, reason=_SKIP_REASON, numbers=use(series, n))
        acts.append(NewAct(stream=series_stream(series), payload=voided, effective_on=day))
    command = f"restored-{restored.head[:16]}-{stamp(now)}"
    with store.write() as tx:
        tx.append(acts, Stamp(actor="system", grant="", now=now, command_id=command))


def _unpack(file: zipfile.ZipFile, fresh: Path, manifest: Manifest) -> None:
    whole = hashlib.sha256()
    with file.open(_STORE) as source, fresh.open("wb") as place:
        for chunk in _chunks(source):
            whole.update(chunk)
            place.write(chunk)
        place.flush()
        os.fsync(place.fileno())
    if whole.hexdigest() != manifest.sha256:
        raise _damaged()


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as file:
            if set(file.namelist()) != {_STORE, _KEY, _MANIFEST}:
                raise _not_ours()
            yield file
    except FileNotFoundError as error:
        raise errors.missing(str(archive)) from error
    except zipfile.BadZipFile as error:
        raise (_damaged() if "CRC" in str(error) else _not_ours()) from error


def _decode_manifest(file: zipfile.ZipFile) -> Manifest:
    try:
        return msgspec.json.decode(file.read(_MANIFEST), type=Manifest)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise _not_ours() from error


def _not_ours() -> KnownError:
    return KnownError(
        "backup.not_ours", "这个文件不是本程序的备份。", "请核对文件；备份以 .counterbak 结尾。"
    )


def _damaged() -> KnownError:
    return KnownError(
        "backup.damaged", "这份备份有损坏，不能用。", "请换一份备份，或者重新拷贝这一份。"
    )


def _os_error(error: OSError) -> KnownError:
    return (
        errors.disk_full() if error.errno == errno.ENOSPC else errors.disk_error(str(error.errno))
    )


def _beside(path: Path, tail: str) -> Path:
    return path.with_name(path.name + tail)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
