"""Acts about the store itself and about who looked at whose data (查询留痕)."""

from __future__ import annotations

from counter.domain.acts import Payload, act_kind

STORE_STREAM = "store"


def access_stream(staff: str, day: str) -> str:
    """Journal stream of one person's look-ups on one ISO day."""
    return f"access:{staff}:{day}"


@act_kind("store.born")
class StoreBorn(Payload, frozen=True, kw_only=True):
    """First act of every journal: a store is born real or training, once."""

    training: bool
    centre: str
    terminal: str
    epoch: int
    key_id: str = ""


@act_kind("catalogue.imported")
class CatalogueImported(Payload, frozen=True, kw_only=True):
    """A catalogue version; its canonical bytes are the blob named by `digest` (SHA-256 hex)."""

    version: int
    title: str
    digest: str
    units: int
    matters: int


@act_kind("access.searched")
class AccessSearched(Payload, frozen=True, kw_only=True):
    """A search that was carried through, with what was asked and how many cases it showed."""

    query: str
    found: int


@act_kind("access.opened")
class AccessOpened(Payload, frozen=True, kw_only=True):
    """A case was opened, or an enquiry, a project, the scan of a letter of authority (its number
    stands in `case_no`).

    why: search, work_list, reception, palette; enquiry, project, letter.
    """

    case_no: str
    why: str


@act_kind("recovery.printed")
class RecoveryPrinted(Payload, frozen=True, kw_only=True):
    """A sealed recovery key was made; its fingerprint only."""

    fingerprint: str


@act_kind("store.restored")
class StoreRestored(Payload, frozen=True, kw_only=True):
    """The journal goes on from a backup: acts after `acts` may be lost. made_at: ISO."""

    made_at: str
    acts: int
    head: str


@act_kind("clock.stepped")
class ClockStepped(Payload, frozen=True, kw_only=True):
    """The wall clock stood before the last recorded act. seconds: how far back."""

    last_recorded_at: str
    seconds: int
