"""Where the store's key comes from, and how PINs are kept."""

from __future__ import annotations

from typing import Protocol


class KeyRing(Protocol):
    """The OS keyring behind an allow-list of back ends."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, secret: bytes) -> None: ...
    def describe(self) -> str: ...


class PinHasher(Protocol):
    """argon2id for PINs."""

    def hash(self, pin: str) -> str: ...
    def verify(self, hashed: str, pin: str) -> bool: ...


class SheetKeys(Protocol):
    """Signs charge sheets as this terminal, and knows the terminals whose sheets are believed."""

    def sign(self, data: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        ...

    def verify(self, terminal: str, data: bytes, signature: bytes) -> bool:
        """Whether `terminal` signed these bytes; False for a terminal that is not known."""
        ...
