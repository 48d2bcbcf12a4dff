"""The key file beside a store: its key under a passphrase and a recovery key, never plain.

`NAME.key.json` holds a key id (tells a wrong key from a damaged file), and where wanted the key
wrapped by AES-GCM under a passphrase (argon2id) and under the recovery key that is printed and
sealed at set-up. Where the key itself lives day by day is `keyrings`' matter.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Literal

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from counter.domain.errors import KnownError

KEY_BYTES = 32
KEYRING_NAME = "store-key"
"""Name of the store's key in the OS keyring is this and the store's key id."""

TRAINING_KEY = bytes.fromhex("7e" * 32)
"""Key of the demo hall: known to all, because nothing in it is anybody's."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_RECOVERY_BYTES = 20
_GROUP = 4


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """The store's key under another key. All bytes in base64."""

    salt: str
    nonce: str
    sealed: str
    kdf: Literal["argon2id", "hkdf-sha256"]
    time_cost: int = 0
    memory_kib: int = 0
    lanes: int = 0


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the file beside the store."""

    format: int = 1
    key_id: str = ""
    passphrase: Box | None = None
    recovery: Box | None = None
    recovery_id: str = ""


def new_key() -> bytes:
    """A fresh store key."""
    return secrets.token_bytes(KEY_BYTES)


def training_key(name: str) -> bytes:
    """Key of a training store, made from the script's name: known to all who have the script."""
    return hashlib.sha256(b"counter training store\0" + name.encode()).digest()


def key_id(key: bytes) -> str:
    """What a key is known by; says nothing about it (SHA-256, 64 bits, hex)."""
    return hashlib.sha256(b"counter store key id\0" + key).hexdigest()[:16]


def key_file_path(store: Path) -> Path:
    """The key file's place beside a store."""
    return store.with_name(store.name + ".key.json")


def read_key_file(store: Path) -> KeyFile | None:
    """The key file beside a store; None when there is none.

    Raises KnownError `key.file` when it is not readable as one.
    """
    try:
        return decode_key_file(key_file_path(store).read_bytes())
    except FileNotFoundError:
        return None


def decode_key_file(data: bytes) -> KeyFile:
    """A key file from its bytes; raises KnownError `key.file`."""
    try:
        return msgspec.json.decode(data, type=KeyFile)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise KnownError(
            "key.file",
            "钥匙文件（.key.json）读不出来。",
            "请用封存的恢复密钥和一份备份恢复数据。",
        ) from error


def write_key_file(store: Path, content: KeyFile) -> None:
    """Write the key file whole or not at all."""
    path = key_file_path(store)
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(content), indent=1))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


# --- passphrase ----------------------------------------------------------------------------------


def protect_with_passphrase(
    store: Path, key: bytes, passphrase: str, *, time_cost: int = 3, memory_kib: int = 65_536
) -> None:
    """Keep the key beside the store, wrapped under a passphrase (argon2id, then AES-GCM)."""
    box = _seal_with_passphrase(key, passphrase, time_cost, memory_kib)
    write_key_file(store, msgspec.structs.replace(_file_of(store, key), passphrase=box))


def open_with_passphrase(store: Path, passphrase: str) -> bytes:
    """The store's key; raises KnownError `key.no_passphrase`, `key.passphrase`, `key.file`."""
    content = read_key_file(store)
    if content is None or content.passphrase is None:
        raise KnownError(
            "key.no_passphrase",
            "这份数据没有设口令。",
            "请在建立它的电脑账户下打开，或者用封存的恢复密钥。",
        )
    box = content.passphrase
    wrapping = _stretch(passphrase, _bytes(box.salt), box.time_cost, box.memory_kib, box.lanes)
    key = _unseal(box, wrapping, content.key_id)
    if key is None:
        raise KnownError("key.passphrase", "口令不对。", "请再输一次；注意大小写和输入法。")
    return key


def _seal_with_passphrase(key: bytes, passphrase: str, time_cost: int, memory_kib: int) -> Box:
    salt = secrets.token_bytes(16)
    wrapping = _stretch(passphrase, salt, time_cost, memory_kib, 1)
    nonce, sealed = _seal(key, wrapping)
    return Box(
        salt=_text(salt),
        nonce=nonce,
        sealed=sealed,
        kdf="argon2id",
        time_cost=time_cost,
        memory_kib=memory_kib,
        lanes=1,
    )


def _stretch(passphrase: str, salt: bytes, time_cost: int, memory_kib: int, lanes: int) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, time_cost, memory_kib, lanes, KEY_BYTES, Type.ID
    )


# --- recovery key --------------------------------------------------------------------------------


def make_recovery(store: Path, key: bytes) -> str:
    """A new recovery key for the store: nine groups of four letters and digits, to print and seal.

    An earlier one opens nothing any more (backups made with it keep theirs).
    """
    secret = secrets.token_bytes(_RECOVERY_BYTES)
    salt = secrets.token_bytes(16)
    nonce, sealed = _seal(key, _derive(secret, salt))
    box = Box(salt=_text(salt), nonce=nonce, sealed=sealed, kdf="hkdf-sha256")
    printable = _print(secret)
    content = msgspec.structs.replace(
        _file_of(store, key), recovery=box, recovery_id=recovery_fingerprint(printable)
    )
    write_key_file(store, content)
    return printable


def recovery_fingerprint(printable: str) -> str:
    """What a recovery key is known by in the journal; says nothing about it."""
    return hashlib.sha256(b"counter recovery\0" + _parse(printable)).hexdigest()[:16]


def open_with_recovery(content: KeyFile | Path, printable: str) -> bytes:
    """The store's key from its key file (or the store's path) and the sealed recovery key.

    Raises KnownError `recovery.typing` (a slip of the pen), `recovery.none`, `recovery.other`.
    """
    if isinstance(content, Path):
        content = read_key_file(content) or KeyFile()
    secret = _parse(printable)
    if content.recovery is None:
        raise KnownError(
            "recovery.none", "这份数据没有做过恢复密钥。", "请换一份带恢复密钥的备份。"
        )
    key = _unseal(content.recovery, _derive(secret, _bytes(content.recovery.salt)), content.key_id)
    if key is None:
        raise KnownError(
            "recovery.other",
            "这把恢复密钥不是这份数据的。",
            "请核对封存信封上的窗口号和日期。",
        )
    return key


def _derive(secret: bytes, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, b"counter recovery key").derive(secret)


def _print(secret: bytes) -> str:
    """Groups of four, the last of them a check on the rest."""
    number = int.from_bytes(secret)
    count = _RECOVERY_BYTES * 8 // 5
    letters = "".join(_ALPHABET[number >> 5 * i & 31] for i in reversed(range(count)))
    letters += _check(letters)
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def _check(letters: str) -> str:
    number = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:3])
    return "".join(_ALPHABET[number >> 5 * i & 31] for i in range(_GROUP))


def _parse(printable: str) -> bytes:
    letters = re.sub(r"[\s\-－—]", "", printable).upper()
    letters = letters.translate(str.maketrans("OIL", "011"))
    body, check = letters[:-_GROUP], letters[-_GROUP:]
    whole = len(body) == _RECOVERY_BYTES * 8 // 5 and all(c in _ALPHABET for c in letters)
    if not whole or _check(body) != check:
        raise KnownError(
            "recovery.typing",
            "恢复密钥抄错了：应为 9 组、每组 4 位的字母和数字。",
            "请对着信封里的纸再输一次。",
        )
    number = 0
    for letter in body:
        number = number << 5 | _ALPHABET.index(letter)
    return number.to_bytes(_RECOVERY_BYTES)


# --- wrapping ------------------------------------------------------------------------------------


def _file_of(store: Path, key: bytes) -> KeyFile:
    """The present key file, or a new one; one of another key is started afresh."""
    present = read_key_file(store)
    if present is None or present.key_id != key_id(key):
        return KeyFile(key_id=key_id(key))
    return present


def _seal(key: bytes, wrapping: bytes) -> tuple[str, str]:
    nonce = secrets.token_bytes(12)
    return _text(nonce), _text(AESGCM(wrapping).encrypt(nonce, key, key_id(key).encode()))


def _unseal(box: Box, wrapping: bytes, known_by: str) -> bytes | None:
    try:
        return AESGCM(wrapping).decrypt(_bytes(box.nonce), _bytes(box.sealed), known_by.encode())
    except InvalidTag:
        return None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
