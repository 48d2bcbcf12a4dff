"""What the store says when the file, the disk or another program is in the way.

Every fault of the environment becomes one KnownError with a sentence and a next step; anything
else that the driver raises is our own mistake and goes on unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy.exc
from sqlcipher3 import dbapi2

from counter.domain.errors import KnownError, text

_FULL = {"SQLITE_FULL"}
_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_DISK = {"SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM"}


def disk_full() -> KnownError:
    """The disk has no room for what was to be written."""
    return KnownError(
        "store.disk_full",
        "磁盘已满，刚才这一步没有办成，已办的都在。",
        "请清出磁盘空间，再办一次。",
    )


def busy() -> KnownError:
    """Another connection holds the write lock for too long."""
    return KnownError(
        "store.busy", "本机数据正被占用，刚才这一步没有办成。", "请稍等片刻，再办一次。"
    )


def in_use(path: str) -> KnownError:
    """A second program on the same store."""
    return KnownError(
        "store.in_use",
        "本机的窗口程序已经开着，同一份数据不能开两次。",
        "请回到已打开的窗口；找不到就注销电脑账户后再开。",
        path=path,
    )


def damaged() -> KnownError:
    """The file is ours and cannot be read as such."""
    return KnownError(
        "store.damaged",
        "本机数据文件有损坏，读不出来。",
        "请不要再办件，也不要删除文件；请管理员用备份恢复（counter store restore）。",
    )


def disk_error(why: str) -> KnownError:
    """The operating system refuses to read or write the file."""
    return KnownError(
        "store.disk",
        text("读写本机数据文件时出错（{why}）。", why=why),
        "请检查磁盘和文件权限，再开程序；已办的都在。",
    )


def not_ours() -> KnownError:
    """Not a store, or a store under another key."""
    return KnownError(
        "store.not_ours",
        "这个数据文件打不开：它不是本程序的数据，或者钥匙不对。",
        "请核对数据文件的位置；钥匙丢了，请用封存的恢复密钥。",
    )


def wrong_key() -> KnownError:
    """The key is known to be another one than this store's."""
    return KnownError(
        "store.not_ours",
        "这把钥匙不是本机数据文件的钥匙。",
        "请换正确的口令，或者用封存的恢复密钥。",
    )


def missing(path: str) -> KnownError:
    """There is no store at the path."""
    return KnownError(
        "store.missing",
        "找不到本机数据文件。",
        "请核对数据文件的位置；新装的窗口请先做初始设置。",
        path=path,
    )


def exists(path: str) -> KnownError:
    """There is something at the path already; nothing is overwritten."""
    return KnownError(
        "store.exists",
        "那里已经有一份数据，不会覆盖它。",
        "请换一个位置，或者先把原来的文件移走保存。",
        path=path,
    )


def newer(found: str, ours: str) -> KnownError:
    """Made by a newer version of the program."""
    return KnownError(
        "store.newer",
        text(
            "这份数据由更新的程序版本建立（数据版本 {found}，本程序只认到 {ours}）。",
            found=found,
            ours=ours,
        ),
        "请先升级本机程序；数据没有改动。",
    )


def known(error: BaseException) -> KnownError | None:
    """The KnownError that a driver's error stands for; None when it is our own fault."""
    if isinstance(error, sqlalchemy.exc.DBAPIError) and error.orig is not None:
        error = error.orig
    if not isinstance(error, dbapi2.Error):
        return None
    name: str = getattr(error, "sqlite_errorname", None) or _name_of(str(error))
    primary = "_".join(name.split("_")[:2])
    if primary in _FULL:
        return disk_full()
    if primary in _BUSY:
        return busy()
    if primary in _DAMAGED:
        return damaged()
    if primary in _DISK:
        return disk_error(name)
    return None


def _name_of(message: str) -> str:
    """Result code behind a message, for errors that the driver raises without one."""
    for part, name in (
        ("disk is full", "SQLITE_FULL"),
        ("is locked", "SQLITE_BUSY"),
        ("malformed", "SQLITE_CORRUPT"),
        ("not a database", "SQLITE_NOTADB"),
        ("disk I/O", "SQLITE_IOERR"),
        ("unable to open", "SQLITE_CANTOPEN"),
        ("readonly", "SQLITE_READONLY"),
    ):
        if part in message:
            return name
    return ""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors inside into KnownErrors where the environment is at fault."""
    try:
        yield
    except (dbapi2.Error, sqlalchemy.exc.DBAPIError) as error:
        words = known(error)
        if words is None:
            raise
        raise words from error
