"""A new recovery key, and the act that says one was made (its fingerprint only)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

from counter.domain.acts import NewAct
from counter.domain.records import STORE_STREAM, RecoveryPrinted
from counter.ports.store import Stamp, Store
from counter.store.keys import make_recovery, recovery_fingerprint


class StoreFile(Store, Protocol):
    """An open store that knows its file."""

    @property
    def path(self) -> Path: ...


def make_and_record(store: StoreFile, key: bytes, actor: str, now: dt.datetime) -> str:
    """Make a recovery key for the store, record that it was made, and return it for printing.

    Raises KnownError `store.*`.
    """
    printable = make_recovery(store.path, key)
    fingerprint = recovery_fingerprint(printable)
    stamp = Stamp(actor=actor, grant="", now=now, command_id=f"recovery-{fingerprint}")
    act = NewAct(
        stream=STORE_STREAM,
        payload=RecoveryPrinted(fingerprint=fingerprint),
        effective_on=now.date().isoformat(),
    )
    with store.write() as tx:
        tx.append((act,), stamp)
    return printable
