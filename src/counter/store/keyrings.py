"""The OS keyring behind an allow-list (`counter.ports.keys.KeyRing`).

Only back ends that are known to keep a secret are ever asked, by name: what a plug-in, a
configuration file or an environment variable proposes is not. Each call runs on a thread of its
own with a time limit, because a locked keyring may wait for a person for ever; and before a
keyring is trusted it must give back what it was told to keep.
"""

from __future__ import annotations

import base64
import os
import queue
import secrets
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar

from counter.domain.errors import KnownError, text

SERVICE = "counter-window-terminal"
LIMIT_SECONDS = 15.0
ALLOWED = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
)
"""Back ends that may hold the store's key. Not here on purpose: fail, null, everything of
keyrings.alt (plain files), and the chainer, which would hand the key to any of them."""

T = TypeVar("T")


class OsKeyRing:
    """One allowed back end. Made by `open_keyring`."""

    def __init__(self, backend: Any, name: str, limit: float = LIMIT_SECONDS) -> None:
        self._backend, self._name, self._limit = backend, name, limit

    def get(self, name: str) -> bytes | None:
        """A secret, or None.

        Raises KnownError `keyring.locked`, `keyring.silent`, `keyring.failed`.
        """
        value = self._ask(lambda: self._backend.get_password(SERVICE, name))
        return None if value is None else base64.b64decode(value)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a small secret; raises as `get` does."""
        value = base64.b64encode(secret).decode()
        self._ask(lambda: self._backend.set_password(SERVICE, name, value))

    def forget(self, name: str) -> None:
        """Drop a secret; raises as `get` does."""
        self._ask(lambda: self._backend.delete_password(SERVICE, name))

    def describe(self) -> str:
        """Name of the back end."""
        return self._name

    def check(self) -> None:
        """Write, read back, drop; raises KnownError `keyring.forgetful` when it does not hold."""
        name, secret = f"self-test-{secrets.token_hex(4)}", secrets.token_bytes(32)
        self.put(name, secret)
        kept = self.get(name)
        if kept != secret:
            raise KnownError(
                "keyring.forgetful",
                "系统的密码保险箱存不住东西。",
                "请改用开机口令，并告诉管理员。",
            )
        self.forget(name)

    def _ask(self, call: Callable[[], T]) -> T:
        try:
            return within(call, self._limit)
        except TimeoutError as error:
            raise KnownError(
                "keyring.silent",
                "系统的密码保险箱一直没有回答。",
                "请看有没有被挡住的解锁窗口；没有就改用开机口令。",
            ) from error
        except Exception as error:
            raise _known(error) from error


def within(call: Callable[[], T], seconds: float) -> T:
    """Result of a call made on a thread of its own; TimeoutError when it takes too long."""
    answer: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put((True, call()))
        except BaseException as error:  # handed to the caller's thread, whatever it is
            answer.put((False, error))

    threading.Thread(target=work, name="keyring", daemon=True).start()
    try:
        good, value = answer.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if not good:
        raise value
    result: T = value
    return result


def _known(error: Exception) -> KnownError:
    if type(error).__name__ == "KeyringLocked":
        return KnownError(
            "keyring.locked", "系统密码环被锁着。", "请解锁后重试，或者这次改用开机口令。"
        )
    return KnownError(
        "keyring.failed",
        text("系统的密码保险箱出错（{kind}）。", kind=type(error).__name__),
        "请改用开机口令，并告诉管理员。",
    )


def open_keyring(
    candidates: Sequence[str] = ALLOWED, limit: float = LIMIT_SECONDS, env: str | None = None
) -> OsKeyRing:
    """The best usable keyring of the allow-list, tested.

    `env` stands for `PYTHON_KEYRING_BACKEND` (read from the environment when None): it narrows
    the choice when it names an allowed back end and is ignored when it does not.

    Raises KnownError `keyring.none` when there is no usable one, else as `OsKeyRing.get`.
    """
    wish = os.environ.get("PYTHON_KEYRING_BACKEND", "") if env is None else env
    names = [wish] if wish in candidates else list(candidates)
    try:
        found = within(lambda: _viable(names), limit)
    except TimeoutError:
        found = []
    if not found:
        raise KnownError(
            "keyring.none",
            "本机没有可用的密码保险箱。",
            "每次开程序时请输入口令；也可请管理员装好系统的密码环。",
        )
    _priority, name, backend = max(found, key=lambda each: each[0])
    ring = OsKeyRing(backend, name, limit)
    ring.check()
    return ring


def _viable(names: Sequence[str]) -> list[tuple[float, str, Any]]:
    """(priority, name, back end) of those that work on this machine."""
    found = []
    for name in names:
        module, _, attribute = name.rpartition(".")
        try:
            kind = getattr(import_module(module), attribute)
            priority = float(kind.priority)
        except (ImportError, AttributeError, RuntimeError, OSError):
            continue  # by keyring's own rule: a back end that does not fit here raises
        if priority > 0:
            found.append((priority, name, kind()))
    return found
