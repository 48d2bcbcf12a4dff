"""The key file: what opens a store when the keyring cannot, and what it never says."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from tests.store.hall import KEY

from counter.app.provision import TRAINING_KEY
from counter.domain.errors import KnownError
from counter.store import keys
from counter.store.keysource import find_key, from_keyring, keep_in_keyring
from counter.store.pins import ArgonPins

FAST = {"time_cost": 1, "memory_kib": 64}


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self.kept[name] = secret

    def describe(self) -> str:
        return "memory"


def unasked(words: str) -> str:
    raise AssertionError(f"nobody was to be asked for {words}")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The path of a store; the file itself is not needed here."""
    return tmp_path / "counter.db"


def code_of(caught: pytest.ExceptionInfo[KnownError]) -> str:
    return caught.value.code


def test_a_passphrase_opens_and_another_does_not(store: Path) -> None:
    keys.protect_with_passphrase(store, KEY, "开门 Sesame", **FAST)
    assert keys.open_with_passphrase(store, "开门 Sesame") == KEY
    with pytest.raises(KnownError) as caught:
        keys.open_with_passphrase(store, "开门 sesame")
    assert code_of(caught) == "key.passphrase"


def test_without_a_passphrase_it_says_so(store: Path) -> None:
    with pytest.raises(KnownError) as caught:
        keys.open_with_passphrase(store, "x")
    assert code_of(caught) == "key.no_passphrase"


def test_the_key_itself_is_nowhere_in_the_file(store: Path) -> None:
    keys.protect_with_passphrase(store, KEY, "x", **FAST)
    keys.make_recovery(store, KEY)
    data = keys.key_file_path(store).read_bytes()
    import base64

    for form in (KEY, KEY.hex().encode(), base64.b64encode(KEY)):
        assert form not in data
    if sys.platform != "win32":
        assert stat.S_IMODE(keys.key_file_path(store).stat().st_mode) == 0o600


def test_a_recovery_key_is_typed_back_as_people_type(store: Path) -> None:
    printed = keys.make_recovery(store, KEY)
    assert [len(group) for group in printed.split("-")] == [4] * 9
    assert keys.open_with_recovery(store, printed) == KEY
    sloppy = printed.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert keys.open_with_recovery(store, sloppy) == KEY


def test_a_slip_of_the_pen_is_told_from_another_s_key(store: Path, tmp_path: Path) -> None:
    printed = keys.make_recovery(store, KEY)
    other = keys.make_recovery(tmp_path / "other.db", bytes(32))
    wrong = ("A" if printed[0] != "A" else "B") + printed[1:]
    for typed, code in (
        (wrong, "recovery.typing"),
        ("", "recovery.typing"),
        (other, "recovery.other"),
    ):
        with pytest.raises(KnownError) as caught:
            keys.open_with_recovery(store, typed)
        assert code_of(caught) == code


def test_a_new_recovery_key_ends_the_old_one_and_keeps_the_passphrase(store: Path) -> None:
    keys.protect_with_passphrase(store, KEY, "x", **FAST)
    first = keys.make_recovery(store, KEY)
    second = keys.make_recovery(store, KEY)
    assert keys.open_with_recovery(store, second) == KEY
    with pytest.raises(KnownError) as caught:
        keys.open_with_recovery(store, first)
    assert code_of(caught) == "recovery.other"
    assert keys.open_with_passphrase(store, "x") == KEY
    content = keys.read_key_file(store)
    assert content is not None
    assert content.recovery_id == keys.recovery_fingerprint(second)


def test_a_broken_key_file_is_said(store: Path) -> None:
    keys.key_file_path(store).write_text("{", "utf-8")
    with pytest.raises(KnownError) as caught:
        keys.read_key_file(store)
    assert code_of(caught) == "key.file"


# --- sources -------------------------------------------------------------------------------------


def test_the_keyring_holds_the_key_under_its_id(store: Path) -> None:
    ring = Ring()
    keep_in_keyring(ring, KEY)
    keys.write_key_file(store, keys.KeyFile(key_id=keys.key_id(KEY)))
    assert find_key(store, "auto", ask=unasked, ring=lambda: ring) == KEY
    content = keys.KeyFile(key_id=keys.key_id(bytes(32)))
    with pytest.raises(KnownError) as caught:
        from_keyring(ring, content)
    assert code_of(caught) == "key.not_in_keyring"


def test_auto_takes_what_the_key_file_offers(store: Path) -> None:
    keys.protect_with_passphrase(store, KEY, "x", **FAST)
    assert find_key(store, "auto", ask=lambda _words: "x", ring=Ring) == KEY
    printed = keys.make_recovery(store, KEY)
    assert find_key(store, "recovery", ask=lambda _words: printed, ring=Ring) == KEY


def test_the_demo_hall_s_key_is_known(store: Path) -> None:
    assert keys.TRAINING_KEY == TRAINING_KEY
    keys.write_key_file(store, keys.KeyFile(key_id=keys.key_id(TRAINING_KEY)))
    assert find_key(store, "auto", ask=unasked, ring=Ring) == TRAINING_KEY
    assert find_key(store, "auto", ask=unasked, ring=Ring, hex_key=KEY.hex()) == KEY
    with pytest.raises(KnownError) as caught:
        find_key(store, "hex", ask=unasked, ring=Ring, hex_key="abc")
    assert code_of(caught) == "key.hex"


# --- PINs ----------------------------------------------------------------------------------------


def test_a_pin_is_verified_and_salted() -> None:
    pins = ArgonPins(time_cost=1, memory_kib=64)
    one, two = pins.hash("246802"), pins.hash("246802")
    assert one != two and one.startswith("$argon2id$")
    assert "246802" not in one
    assert pins.verify(one, "246802")
    assert not pins.verify(one, "246803")
    assert not pins.verify("not a hash", "246802")
    assert ArgonPins().verify(one, "246802")  # the parameters stand in the hash
