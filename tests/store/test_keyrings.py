"""Only keyrings that keep secrets are trusted; none may block for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from counter.domain.errors import KnownError
from counter.store.keyrings import ALLOWED, OsKeyRing, open_keyring, within


class Good:
    """A back end that works."""

    priority: ClassVar[float] = 5.0
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Better(Good):
    priority: ClassVar[float] = 6.0


class Forgetful(Good):
    """Like keyring's null: takes everything, gives nothing."""

    def set_password(self, service: str, name: str, value: str) -> None:
        return None


class KeyringLocked(Exception):
    """As keyring names it."""


class Locked(Good):
    def set_password(self, service: str, name: str, value: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class Broken(Good):
    def set_password(self, service: str, name: str, value: str) -> None:
        raise OSError("bus is gone")


class Waiting(Good):
    """A locked keyring on a display: waits for a person who does not come."""

    patience: ClassVar[threading.Event] = threading.Event()

    def set_password(self, service: str, name: str, value: str) -> None:
        self.patience.wait()


@pytest.fixture(autouse=True)
def made_up_backends(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module that holds the back ends above under their names."""
    module: Any = types.ModuleType("made_up_rings")
    for kind in (Good, Better, Forgetful, Locked, Broken, Waiting):
        setattr(module, kind.__name__, kind)
    monkeypatch.setitem(sys.modules, "made_up_rings", module)
    Good.kept.clear()
    Waiting.patience.clear()
    yield
    Waiting.patience.set()


def opened(*names: str, env: str = "", limit: float = 5.0) -> OsKeyRing:
    return open_keyring([f"made_up_rings.{n}" for n in names], limit, env)


def test_a_secret_goes_in_and_comes_out() -> None:
    ring = opened("Good")
    assert ring.get("k") is None
    ring.put("k", bytes(range(32)))
    assert ring.get("k") == bytes(range(32))
    assert ring.describe() == "made_up_rings.Good"
    assert [name for _, name in Good.kept] == ["k"]  # the self-test left nothing behind


def test_the_best_of_those_that_work_is_taken() -> None:
    assert opened("Good", "Better", "Missing").describe() == "made_up_rings.Better"


def test_the_environment_narrows_the_choice_only_within_the_list() -> None:
    assert opened("Good", "Better", env="made_up_rings.Good").describe() == "made_up_rings.Good"
    wish = "made_up_rings.Forgetful"
    assert opened("Good", "Better", env=wish).describe() == "made_up_rings.Better"


def test_nothing_that_forgets_or_lies_in_plain_files_is_on_the_list() -> None:
    assert not [n for n in ALLOWED if "alt" in n or "fail" in n or "null" in n or "chainer" in n]


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        ("Forgetful", "keyring.forgetful"),
        ("Locked", "keyring.locked"),
        ("Broken", "keyring.failed"),
        ("Missing", "keyring.none"),
    ],
)
def test_a_keyring_that_does_not_hold_is_refused_in_words(backend: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        opened(backend)
    assert caught.value.code == code
    assert str(caught.value.next_step)


def test_a_keyring_that_waits_for_ever_is_left() -> None:
    with pytest.raises(KnownError) as caught:
        opened("Waiting", limit=0.05)
    assert caught.value.code == "keyring.silent"


def test_a_call_s_own_fault_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        within(lambda: 1 // 0, 5)


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs gnome-keyring and dbus",
)
def test_a_real_secret_service_keeps_the_key(tmp_path: Path) -> None:
    code = (
        "from counter.store.keyrings import open_keyring\n"
        "ring = open_keyring(); ring.put('k', b'x' * 32)\n"
        "assert ring.get('k') == b'x' * 32; print(ring.describe())"
    )
    script = (
        "echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
        f'exec {sys.executable} -c "$CODE"'
    )
    told = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", script],
        env={**os.environ, "HOME": str(tmp_path), "CODE": code, "PYTHON_KEYRING_BACKEND": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SecretService" in told.stdout, told.stderr
