"""What may be wrong with the file, the disk or another program: one sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from tests.store.hall import KEY, MORNING, accept

from counter.domain.errors import KnownError
from counter.store import SqlStore
from counter.store.keys import key_file_path

OTHER = bytes(32)


def refusal(path: Path, key: bytes = KEY) -> KnownError:
    """How opening is refused."""
    with pytest.raises(KnownError) as caught:
        SqlStore.open(path, key)
    assert str(caught.value.what) and str(caught.value.next_step)
    return caught.value


@pytest.fixture
def closed(make_store: Callable[..., SqlStore]) -> Path:
    """A closed store with two cases."""
    store = make_store()
    accept(store)
    accept(store)
    store.close()
    return store.path


def raw(path: Path, *statements: str) -> None:
    """Run statements on the file as somebody with the key would."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_second_program_is_refused_while_the_first_works_on(closed: Path) -> None:
    with SqlStore.open(closed, KEY) as store:
        assert refusal(closed).code == "store.in_use"
        code = (
            "import sys; from pathlib import Path; from counter.store import SqlStore\n"
            "from counter.domain.errors import KnownError\n"
            "try: SqlStore.open(Path(sys.argv[1]), bytes(range(32)))\n"
            "except KnownError as error: print(error.code)"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, str(closed)], capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == "store.in_use"
        accept(store)
    SqlStore.open(closed, KEY).close()


def test_a_wrong_key_is_told_from_damage(closed: Path) -> None:
    error = refusal(closed, OTHER)
    assert error.code == "store.not_ours"
    assert "钥匙" in str(error.what)
    data = bytearray(closed.read_bytes())
    data[100:200] = os.urandom(100)
    closed.write_bytes(data)
    assert refusal(closed).code == "store.damaged"


def test_without_the_key_file_an_unreadable_file_is_not_ours(closed: Path) -> None:
    key_file_path(closed).unlink()
    assert refusal(closed, OTHER).code == "store.not_ours"
    SqlStore.open(closed, KEY).close()


def test_an_empty_file_in_the_store_s_place_is_damage(closed: Path) -> None:
    closed.write_bytes(b"")
    assert refusal(closed).code == "store.damaged"
    assert closed.read_bytes() == b""


def test_a_plain_database_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    assert refusal(path).code == "store.not_ours"
    assert path.read_bytes() == before


def test_somebody_else_s_encrypted_database_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw(path, "CREATE TABLE t (a)")
    assert refusal(path).code == "store.not_ours"


def test_a_text_file_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a store " * 1000, "utf-8")
    assert refusal(path).code == "store.not_ours"


def test_nothing_there_is_said_and_nothing_made(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.db").code == "store.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_newer_store_is_left_as_it_is(closed: Path) -> None:
    raw(closed, "PRAGMA user_version = 9003")
    before = closed.read_bytes()
    error = refusal(closed)
    assert error.code == "store.newer"
    assert "9.3" in str(error.what)
    assert closed.read_bytes() == before
    raw(closed, "PRAGMA user_version = 1000")
    with SqlStore.open(closed, KEY) as store:
        assert store.open_count() == 2


def test_damage_in_the_middle_is_told_when_it_is_met(closed: Path) -> None:
    data = bytearray(closed.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 + 50] ^= 1
    closed.write_bytes(data)
    with pytest.raises(KnownError) as caught, SqlStore.open(closed, KEY) as store:
        store.find("王小明")
    assert caught.value.code == "store.damaged"
    # The lock is free again, so that a backup can be put in its place.
    closed.unlink()
    SqlStore.create(
        closed, KEY, training=True, centre="430423", terminal="01", recorded_at=MORNING
    ).close()


def test_creating_never_overwrites(closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(KnownError) as caught:
        SqlStore.create(
            closed, KEY, training=True, centre="430423", terminal="01", recorded_at=MORNING
        )
    assert caught.value.code == "store.exists"
    assert closed.read_bytes() == before


def fill_up(store: SqlStore) -> tuple[int, KnownError]:
    """Accept cases until the disk refuses; returns how many were accepted and the refusal."""
    done = 0
    with pytest.raises(KnownError) as caught:
        while True:
            accept(store)
            done += 1
    return done, caught.value


def test_a_full_disk_loses_nothing_and_work_goes_on_after(closed: Path) -> None:
    with SqlStore.open(closed, KEY) as store:
        with store._guard:
            pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
            store._connection.execute(f"PRAGMA max_page_count = {pages + 6}")
        done, error = fill_up(store)
        assert error.code == "store.disk_full"
        assert store.open_count() == 2 + done
        store._connection.execute("PRAGMA max_page_count = 1073741823")
        accept(store)
        assert store.open_count() == 3 + done


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounting needs root"
)
def test_a_really_full_disk(closed: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        path = small / "counter.db"
        shutil.copy(closed, path)
        with SqlStore.open(path, KEY) as store:
            done, error = fill_up(store)
            assert error.code in ("store.disk_full", "store.disk")
            assert store.open_count() == 2 + done
            assert store.info().acts >= 2 * done
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)
