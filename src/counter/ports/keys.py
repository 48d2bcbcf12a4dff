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
