"""The scan of a letter of authority: kept with the catalogue, every look at it recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest
from tests.helpers.desk import HALL_CATALOGUE, LETTERS, PIN, Desk

from counter.desk.catalogues import import_catalogue
from counter.desk.session import SYSTEM
from counter.domain.catalogue import AuthorityLetter
from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.packs.catalogue import catalogue_digest

SCAN = b"\x89PNG\r\n\x1a\n the signed letter"
DIGEST = hashlib.sha256(SCAN).hexdigest()
NUMBER = LETTERS[0].number


def load(desk: Desk, *scans: bytes) -> None:
    """A newer catalogue whose first letter names its scan, as a terminal takes it."""
    letters = (msgspec.structs.replace(LETTERS[0], scan=DIGEST), *LETTERS[1:])
    newer = msgspec.structs.replace(
        HALL_CATALOGUE, version=HALL_CATALOGUE.version + 1, letters=letters
    )
    assert import_catalogue(desk.hall, newer, *catalogue_digest(newer), SYSTEM, scans)
    desk.session.register_staff(newer)


def clerk(desk: Desk) -> Actor:
    return desk.session.sign_in("0317", PIN).actor


def test_the_scan_is_kept_under_its_digest_and_each_look_leaves_a_trace(desk: Desk) -> None:
    load(desk, SCAN)
    assert desk.store.blob(DIGEST) == SCAN
    (held,) = next(p for p in desk.session.everybody() if p.number == "0309").letters
    assert held.letter.scan == DIGEST
    assert desk.store.access_log() == ()
    assert desk.session.letter_scan(clerk(desk), "0309", NUMBER) == SCAN
    (row,) = desk.store.access_log()
    assert (row.staff, row.what, row.detail) == ("0317", "opened", NUMBER)


def test_the_scan_does_not_lie_readable_in_the_stores_files(desk: Desk, tmp_path: Path) -> None:
    load(desk, SCAN)
    files = [p for p in tmp_path.iterdir() if p.is_file()]
    assert files
    assert all(b"the signed letter" not in p.read_bytes() for p in files)


def test_a_letter_without_a_scan_shows_none_and_leaves_no_trace(desk: Desk) -> None:
    load(desk, SCAN)
    with pytest.raises(KnownError) as refusal:
        desk.session.letter_scan(clerk(desk), "0322", LETTERS[1].number)
    assert refusal.value.code == "letter.no_scan"
    assert desk.store.access_log() == ()


def test_a_scan_that_never_came_is_said_and_leaves_no_trace(desk: Desk) -> None:
    load(desk)
    assert desk.store.blob(DIGEST) is None
    with pytest.raises(KnownError) as refusal:
        desk.session.letter_scan(clerk(desk), "0309", NUMBER)
    assert refusal.value.code == "letter.scan_gone"
    assert desk.store.access_log() == ()


def test_a_letter_filed_before_there_were_scans_still_reads() -> None:
    old = msgspec.json.encode(
        {k: v for k, v in msgspec.to_builtins(LETTERS[0]).items() if k != "scan"}
    )
    assert msgspec.json.decode(old, type=AuthorityLetter) == LETTERS[0]
