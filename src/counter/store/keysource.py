"""Where a store's key is found: the OS keyring, a passphrase, the sealed recovery key, a script.

The key file beside the store says which key it is; so each source can be asked for that very key
and a wrong one is told before the store is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from counter.domain.errors import KnownError
from counter.ports.keys import KeyRing
from counter.store import keys

Source = Literal["auto", "keyring", "passphrase", "recovery", "hex"]
Ask = Callable[[str], str]
"""Asks a person for a secret, given the words of the question."""


def keyring_name(key_id: str) -> str:
    """Name under which the keyring holds the key with this id."""
    return f"{keys.KEYRING_NAME}-{key_id}"


def keep_in_keyring(ring: KeyRing, key: bytes) -> None:
    """Put a store's key into the keyring; raises KnownError `keyring.*`."""
    ring.put(keyring_name(keys.key_id(key)), key)


def from_keyring(ring: KeyRing, content: keys.KeyFile) -> bytes:
    """The key that a key file speaks of; raises KnownError `key.not_in_keyring`, `keyring.*`."""
    key = ring.get(keyring_name(content.key_id))
    if key is None or keys.key_id(key) != content.key_id:
        raise KnownError(
            "key.not_in_keyring",
            "这个电脑账户的密码保险箱里没有本机数据的钥匙。",
            "请换建立它的电脑账户，或者用口令、封存的恢复密钥。",
        )
    return key


def find_key(
    store: Path,
    source: Source,
    *,
    ask: Ask,
    ring: Callable[[], KeyRing],
    hex_key: str = "",
) -> bytes:
    """The key of the store at `store` from one source; `auto` takes what the key file
    offers, and knows the demo hall's key.

    `ask` is called for a passphrase or a recovery key, `ring` opens the keyring. Raises KnownError
    `key.*`, `keyring.*`, `recovery.*`.
    """
    content = keys.read_key_file(store) or keys.KeyFile()
    if hex_key or source == "hex":
        return parse_hex(hex_key)
    if source == "auto" and content.key_id == keys.key_id(keys.TRAINING_KEY):
        return keys.TRAINING_KEY
    if source == "auto":
        source = "passphrase" if content.passphrase is not None else "keyring"
    if source == "passphrase":
        return keys.open_with_passphrase(store, ask("口令"))
    if source == "recovery":
        return keys.open_with_recovery(content, ask("恢复密钥"))
    return from_keyring(ring(), content)


def parse_hex(value: str) -> bytes:
    """A raw key of 64 hexadecimal digits (training stores); raises KnownError `key.hex`."""
    try:
        key = bytes.fromhex(value)
    except ValueError:
        key = b""
    if len(key) != keys.KEY_BYTES:
        raise KnownError("key.hex", "钥匙应为 64 位十六进制数字。", "请核对后再输一次。")
    return key
