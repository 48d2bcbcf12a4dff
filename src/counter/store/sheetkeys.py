"""The key that signs charge sheets (`counter.ports.keys.SheetKeys`).

A real terminal's key is derived from its store's key, so that it lies in the OS keyring with it
and is restored with it; whose sheets are believed besides its own stands in a setting. A training
terminal's key is made from its name: known to all, so that two training windows read each other's
sheets, and a real one believes neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PEERS = "sheet_keys"
"""Setting: JSON object, terminal → public key (32 bytes, hex)."""


class DerivedSheetKeys:
    """Keys of one terminal. peers: the JSON of the setting `PEERS`, read at each use."""

    def __init__(
        self, terminal: str, store_key: bytes, training: bool, peers: Callable[[], str]
    ) -> None:
        self._terminal, self._training, self._peers = terminal, training, peers
        seed = _training_seed(terminal) if training else _seed(store_key, terminal)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> str:
        """The public key in hex: what the other terminals' setting must hold."""
        return _raw(self._key.public_key()).hex()

    def sign(self, data: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        return self._key.sign(data)

    def verify(self, terminal: str, data: bytes, signature: bytes) -> bool:
        """Whether a terminal that is believed here signed these bytes."""
        public = self._public_of(terminal)
        if public is None:
            return False
        try:
            public.verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def _public_of(self, terminal: str) -> Ed25519PublicKey | None:
        if terminal == self._terminal:
            return self._key.public_key()
        if self._training:
            return Ed25519PrivateKey.from_private_bytes(_training_seed(terminal)).public_key()
        try:
            known = msgspec.json.decode(self._peers() or "{}", type=dict[str, str])
            return Ed25519PublicKey.from_public_bytes(bytes.fromhex(known[terminal]))
        except (KeyError, ValueError, msgspec.DecodeError):
            return None


def _training_seed(terminal: str) -> bytes:
    return hashlib.sha256(b"counter training sheet key\0" + terminal.encode()).digest()


def _seed(store_key: bytes, terminal: str) -> bytes:
    info = b"counter sheet key 1\0" + terminal.encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(store_key)


def _raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
