"""A store that lost its last acts is told from the newest one, and never goes on as if whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.store.hall import KEY, MORNING, accept

from counter.domain.errors import KnownError
from counter.domain.numbers import case_series
from counter.store import SqlStore
from counter.store.backup import accept_loss
from counter.store.cli import store_group
from counter.store.verify import verify
from counter.store.witness import log_aside, seen_path

Make = Callable[..., SqlStore]


def killed(make_store: Make, cases: int) -> Path:
    """A store as a killed program leaves it: the last acts only in the write-ahead log."""
    store = make_store()
    accept(store)
    store.close()
    store = SqlStore.open(store.path, KEY)
    for _ in range(cases):
        accept(store)
    place = store.path.with_name("killed") / store.path.name
    place.parent.mkdir()
    for file in store.path.parent.glob(store.path.name + "*"):
        if file.is_file() and not file.name.endswith(".lock"):
            shutil.copy(file, place.parent / file.name)
    store.close()
    return place


def refused(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        SqlStore.open(path, KEY)
    return caught.value


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def test_a_killed_store_opens_with_all_its_acts(make_store: Make) -> None:
    path = killed(make_store, 3)
    with SqlStore.open(path, KEY) as store:
        assert store.info().acts > 3
        assert not log_aside(path).exists()
        assert verify(store) == []


def test_one_wrong_byte_in_the_log_that_hides_acts_is_said(make_store: Make) -> None:
    path = killed(make_store, 3)
    log = log_of(path)
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    log.write_bytes(data)
    error = refused(path)
    assert error.code == "store.older" and "少了" in str(error.what)
    assert refused(path).code == "store.older"
    assert log_aside(path).read_bytes() == bytes(data)  # opening cuts the log off; this is kept


def test_an_old_copy_over_the_new_file_is_said(make_store: Make, tmp_path: Path) -> None:
    store = make_store()
    accept(store)
    store.close()
    old = tmp_path / "old"
    shutil.copy(store.path, old)
    with SqlStore.open(store.path, KEY) as again:
        accept(again)
    shutil.copy(old, store.path)
    assert refused(store.path).code == "store.older"


def test_a_journal_that_went_another_way_is_said(make_store: Make, tmp_path: Path) -> None:
    store = make_store()
    accept(store)
    store.close()
    twin = tmp_path / "twin" / store.path.name
    twin.parent.mkdir()
    shutil.copy(store.path, twin)
    for path, more in ((store.path, 1), (twin, 2)):
        with SqlStore.open(path, KEY) as again:
            for _ in range(more):
                accept(again)
    shutil.copy(twin, store.path)
    error = refused(store.path)
    assert error.code == "store.older" and "对不上" in str(error.what)


def test_no_note_or_a_note_that_is_not_ours_stops_nobody(make_store: Make) -> None:
    store = make_store()
    accept(store)
    store.close()
    seen_path(store.path).write_bytes(b"x" * 512)
    SqlStore.open(store.path, KEY).close()
    seen_path(store.path).unlink()
    SqlStore.open(store.path, KEY).close()


def test_a_note_that_a_power_cut_tore_leaves_the_one_before(make_store: Make) -> None:
    store = make_store()
    accept(store)
    accept(store)
    store.close()
    note = bytearray(seen_path(store.path).read_bytes())
    note[10] ^= 1
    seen_path(store.path).write_bytes(note)
    SqlStore.open(store.path, KEY).close()


def test_the_note_says_nothing_about_anybody(make_store: Make) -> None:
    store = make_store()
    accept(store)
    store.close()
    note = seen_path(store.path).read_bytes()
    assert len(note) == 512 and "周明远".encode() not in note and b"430423" not in note


def test_after_an_accepted_loss_no_number_is_used_twice(make_store: Make) -> None:
    path = killed(make_store, 3)
    log_of(path).unlink()
    assert refused(path).code == "store.older"
    run = CliRunner().invoke(store_group, ["accept-loss", str(path), "--key-hex", KEY.hex()])
    assert run.exit_code == 0, run.output
    with SqlStore.open(path, KEY) as store:
        assert verify(store) == []
        assert store.acts_of("store")[-1].header.kind == "store.restored"


def test_an_accepted_loss_skips_todays_numbers(make_store: Make) -> None:
    path = killed(make_store, 3)
    log_of(path).unlink()
    accept_loss(path, KEY, MORNING)
    with SqlStore.open(path, KEY) as store:
        info = store.info()
        today = store.series(case_series(info.centre, MORNING.date(), info.terminal))
        assert today.last >= 500
        assert verify(store) == []
