"""argon2id for PINs (`counter.ports.keys.PinHasher`)."""

from __future__ import annotations

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError


class ArgonPins:
    """argon2id with 19 MiB, two passes, one lane: some 30 ms on a window's PC.

    A PIN has few digits, so the lock-out of the desk and the encryption of the store protect it
    more than the hash does; the parameters stand in each hash and can be raised later.
    """

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 19_456) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )

    def hash(self, pin: str) -> str:
        """A salted hash that carries its own parameters."""
        return self._hasher.hash(pin)

    def verify(self, hashed: str, pin: str) -> bool:
        """True when the PIN is the one that was hashed; a broken hash fits nothing."""
        try:
            return self._hasher.verify(hashed, pin)
        except (VerificationError, InvalidHashError):
            return False
