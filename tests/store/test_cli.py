"""Looking after a store from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.store.hall import KEY, accept

from counter.cli import main
from counter.store import SqlStore, keys


@pytest.fixture
def path(make_store: Callable[..., SqlStore]) -> Path:
    """A closed store with one case."""
    store = make_store()
    accept(store)
    store.close()
    return store.path


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=typed)


def test_a_whole_journal_is_verified(path: Path) -> None:
    result = run("journal", "verify", path, "--key-hex", KEY.hex())
    assert result.exit_code == 0, result.output
    assert "5 条" in result.output
    report = run("journal", "verify", path, "--key-hex", KEY.hex(), "--json")
    assert json.loads(report.stdout)["findings"] == []


def test_a_tampered_journal_is_told_with_the_act(path: Path) -> None:
    with SqlStore.open(path, KEY) as store, store.maintaining() as (connection, _key):
        connection.execute("DROP TRIGGER journal_no_update")
        connection.execute("UPDATE journal SET actor = '9999' WHERE pos = 3")
    result = run("journal", "verify", path, "--key-hex", KEY.hex())
    assert result.exit_code == 1
    assert "01/1/3" in result.output


def test_head_and_info_speak_of_the_last_act(path: Path) -> None:
    head = run("journal", "head", path, "--key-hex", KEY.hex())
    info = json.loads(run("store", "info", path, "--key-hex", KEY.hex()).stdout)
    assert info["head"] in head.stdout and info["acts"] == 5
    assert head.stdout.startswith("01/1/5")


def test_recovery_key_backup_and_restore_go_round(path: Path, tmp_path: Path) -> None:
    made = run("store", "recovery-key", path, "--key-hex", KEY.hex(), "--actor", "9001")
    assert made.exit_code == 0, made.output
    printed = made.stdout.splitlines()[0]
    archive, place = tmp_path / "b.counterbak", tmp_path / "again.db"
    assert run("store", "backup", archive, path, "--key-hex", KEY.hex()).exit_code == 0
    restored = run("store", "restore", archive, place, typed=printed + "\n")
    assert restored.exit_code == 0, restored.output
    with SqlStore.open(place, KEY) as store:
        kinds = [a.header.kind for a in store.acts_of("store")]
        assert kinds == ["store.born", "recovery.printed", "store.restored"]
    assert keys.open_with_recovery(place, printed) == KEY
    kept = run(
        "store",
        "keep-key",
        place,
        "--key",
        "recovery",
        "--in",
        "passphrase",
        typed=f"{printed}\n新口令\n新口令\n",
    )
    assert kept.exit_code == 0, kept.output
    assert run("journal", "head", place, typed="新口令\n").exit_code == 0


def test_rebuild_leaves_a_verified_store(path: Path) -> None:
    with SqlStore.open(path, KEY) as store, store.maintaining() as (connection, _key):
        connection.execute("DELETE FROM token")
    assert run("journal", "verify", path, "--key-hex", KEY.hex()).exit_code == 1
    assert run("store", "rebuild", path, "--key-hex", KEY.hex()).exit_code == 0
    assert run("journal", "verify", path, "--key-hex", KEY.hex()).exit_code == 0


def test_a_passphrase_is_asked_for(path: Path) -> None:
    keys.protect_with_passphrase(path, KEY, "开门", time_cost=1, memory_kib=64)
    assert run("journal", "head", path, typed="开门\n").exit_code == 0
    wrong = run("journal", "head", path, typed="关门\n")
    assert wrong.exit_code == 2 and "口令不对" in wrong.output


@pytest.mark.parametrize("command", [("journal", "verify"), ("store", "info")])
def test_a_refusal_is_a_sentence_and_not_a_traceback(command: tuple[str, str]) -> None:
    result = run(*command, "/nowhere/at/all.db", "--key-hex", KEY.hex())
    assert result.exit_code == 2
    assert "找不到" in result.output and "Traceback" not in result.output
