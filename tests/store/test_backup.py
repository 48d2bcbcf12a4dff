"""A backup opens where the keyring is lost, is checked before use, and overwrites nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.hall import KEY, MORNING, ZENG, accept

from counter.domain.errors import KnownError
from counter.store import SqlStore, keys
from counter.store.backup import backup, read_manifest, restore
from counter.store.verify import verify


@pytest.fixture
def archive(store: SqlStore, tmp_path: Path) -> tuple[Path, str]:
    """A backup of a store with one case, and the recovery key of that store."""
    case_no = accept(store)
    printed = keys.make_recovery(store.path, KEY)
    target = tmp_path / "away" / "monday.counterbak"
    target.parent.mkdir()
    manifest = backup(store, target, MORNING)
    assert (manifest.acts, manifest.head) == (5, store.info().head)
    assert store.case(case_no) is not None
    return target, printed


def by_recovery(printed: str) -> Callable[[keys.KeyFile], bytes]:
    return lambda content: keys.open_with_recovery(content, printed)


def code(archive: Path, target: Path, key: Callable[[keys.KeyFile], bytes]) -> str:
    """Code of the refusal to restore; nothing may be left behind."""
    before = sorted(p.name for p in target.parent.iterdir())
    with pytest.raises(KnownError) as caught:
        restore(archive, target, key, MORNING)
    after = sorted(p.name for p in target.parent.iterdir() if p.name not in before)
    assert after in ([], [target.name + ".lock"])
    return caught.value.code


def test_the_sealed_recovery_key_brings_everything_back(
    archive: tuple[Path, str], store: SqlStore, tmp_path: Path
) -> None:
    accept(store, ZENG)  # after the backup
    place = tmp_path / "new" / "counter.db"
    place.parent.mkdir()
    manifest = restore(archive[0], place, by_recovery(archive[1]), MORNING)
    assert manifest == read_manifest(archive[0])
    with SqlStore.open(place, KEY) as again:
        with again.maintaining() as (connection, _key):
            heads = connection.execute("SELECT hash FROM journal WHERE pos = 5").fetchone()
        assert heads == (manifest.head,)
        assert [r.applicant for r in again.open_cases().rows] == ["王小明"]
        assert verify(again) == []
        accept(again)
    assert keys.open_with_recovery(place, archive[1]) == KEY
    assert {p.name for p in place.parent.iterdir()} <= {
        "counter.db",
        "counter.db.key.json",
        "counter.db.seen",
        "counter.db.lock",
    }


def test_numbers_handed_out_after_the_backup_are_not_handed_out_again(
    archive: tuple[Path, str], store: SqlStore, tmp_path: Path
) -> None:
    lost = [accept(store, ZENG) for _ in range(3)]
    papers = {a.payload.numbers[0].n for n in lost for a in store.timeline(n)[2:3]}
    place = tmp_path / "again.db"
    restore(archive[0], place, lambda _content: KEY, MORNING)
    with SqlStore.open(place, KEY) as again:
        fresh = accept(again, ZENG)
        assert fresh not in lost
        assert again.timeline(fresh)[2].payload.numbers[0].n not in papers
        assert verify(again) == []
        first = again.series("paper/gs/受/2026")
        assert first.blocks == ((1, 500), (501, 1000))


def test_the_store_s_own_key_does_as_well(archive: tuple[Path, str], tmp_path: Path) -> None:
    place = tmp_path / "again.db"
    restore(archive[0], place, lambda _content: KEY, MORNING)
    SqlStore.open(place, KEY).close()


def test_a_live_store_is_never_overwritten(archive: tuple[Path, str], store: SqlStore) -> None:
    before = store.info()
    assert code(archive[0], store.path, lambda _c: KEY) == "store.exists"
    assert store.info() == before


def test_an_older_backup_is_not_overwritten(archive: tuple[Path, str], store: SqlStore) -> None:
    before = archive[0].read_bytes()
    with pytest.raises(KnownError) as caught:
        backup(store, archive[0], MORNING)
    assert caught.value.code == "store.exists"
    assert archive[0].read_bytes() == before


def test_a_wrong_key_a_damaged_and_a_foreign_file_are_told_apart(
    archive: tuple[Path, str], tmp_path: Path
) -> None:
    place = tmp_path / "again.db"
    assert code(archive[0], place, lambda _c: bytes(32)) == "store.not_ours"
    data = bytearray(archive[0].read_bytes())
    data[len(data) // 2] ^= 1
    broken = tmp_path / "broken.counterbak"
    broken.write_bytes(data)
    assert code(broken, place, lambda _c: KEY) == "backup.damaged"
    (tmp_path / "text").write_text("hello", "utf-8")
    assert code(tmp_path / "text", place, lambda _c: KEY) == "backup.not_ours"
    assert code(tmp_path / "none", place, lambda _c: KEY) == "store.missing"


def test_a_backup_whose_journal_was_tampered_with_is_refused(
    store: SqlStore, tmp_path: Path
) -> None:
    accept(store)
    with store.maintaining() as (connection, _key):
        connection.execute("DROP TRIGGER payload_no_update")
        connection.execute("UPDATE payload SET salt = zeroblob(16) WHERE pos = 3")
    target = tmp_path / "bad.counterbak"
    backup(store, target, MORNING)
    assert code(target, tmp_path / "again.db", lambda _c: KEY) == "backup.unverified"


def test_a_backup_says_nothing_to_who_has_no_key(
    store: SqlStore, archive: tuple[Path, str], tmp_path: Path
) -> None:
    keys.protect_with_passphrase(store.path, KEY, "x", time_cost=1, memory_kib=64)
    target = tmp_path / "b.counterbak"
    backup(store, target, MORNING)
    data = target.read_bytes()
    assert "王小明".encode() not in data
    assert b"430423199001010014" not in data
    with zipfile.ZipFile(target) as file:
        content = keys.decode_key_file(file.read("key.json"))
    assert content.passphrase is None and content.recovery is not None
