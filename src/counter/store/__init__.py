"""The local store: an encrypted journal of acts and everything derived from it.

`SqlStore` is imported on first use, so that the key modules can be had without SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter.store.sqlstore import SqlStore

__all__ = ["SqlStore"]


def __getattr__(name: str) -> object:
    if name == "SqlStore":
        from counter.store.sqlstore import SqlStore

        return SqlStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
