"""Where the key of this terminal's store comes from, as its configuration says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from counter.config import TerminalConfig


def store_key(config: TerminalConfig, ask: Callable[[str], str]) -> bytes:
    """The key; `ask` is called for a passphrase. Raises KnownError `key.*`, `keyring.*`."""
    from counter.store.keys import TRAINING_KEY

    if config.training:
        return TRAINING_KEY
    from counter.store.keyrings import open_keyring
    from counter.store.keysource import find_key

    source: Literal["keyring", "passphrase"] = (
        "passphrase" if config.key == "passphrase" else "keyring"
    )
    return find_key(config.store_path, source, ask=ask, ring=open_keyring)
