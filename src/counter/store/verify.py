"""`counter journal verify`: is the journal whole, and does everything else follow from it?

Four questions: does every page of the file carry its own checksum; does the chain hold from the
first act to the last, payloads included; is every number used once and only out of a lent block;
are the projections what the journal makes of them. Each finding names the act, the table or the
number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import msgspec

from counter.domain.acts import GENESIS, Unknown, payload_hash
from counter.domain.case import CaseReceived
from counter.domain.errors import Text, text
from counter.domain.numbers import COUNTED, BlockLent, is_valid_number
from counter.domain.records import StoreBorn
from counter.store import errors, opening
from counter.store.engine import QUIET, make_engine
from counter.store.journal import Raw, all_acts
from counter.store.rebuild import Maintained, differences


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it should be. where: act (terminal/epoch/seq), table or number."""

    code: str
    where: str
    what: Text


class Verifiable(Maintained, Protocol):
    """An open store as `verify` sees it."""

    @property
    def path(self) -> Path: ...


def verify(store: Verifiable) -> list[Finding]:
    """All findings about an open store; none = whole. Takes some minutes for a large one."""
    with store.maintaining() as (_connection, key):
        pass  # waits for a write under way, so that what is read is committed
    return verify_file(store.path, key)


def verify_file(path: Path, key: bytes) -> list[Finding]:
    """The same for a file that no program has open, or by a second connection.

    Raises KnownError `store.not_ours` (also: a wrong key), `store.damaged`.
    """
    opening.look(path, key)
    engine = make_engine(path, key, QUIET)
    try:
        with errors.translated(), engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            found = _pages(driver)
            if found:
                return found
            found = _structure(driver)
            found += _Journal().read(driver)
    finally:
        engine.dispose()
    if not found:
        with errors.translated():
            found = _projections(path, key)
    return found


def _pages(connection: Any) -> list[Finding]:
    """Pages whose checksum is wrong: bytes changed in the encrypted file."""
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [
        Finding("file.page", str(row[0]), text("数据文件有一页的校验不对：{page}。", page=row[0]))
        for row in rows
    ]


def _structure(connection: Any) -> list[Finding]:
    rows = connection.execute("PRAGMA integrity_check(10)").fetchall()
    return [
        Finding("file.structure", "file", text("数据文件结构不对：{why}。", why=row[0]))
        for row in rows
        if row[0] != "ok"
    ]


def _projections(path: Path, key: bytes) -> list[Finding]:
    return [
        Finding(
            "projection." + each.kind,
            f"{each.table} {each.key}",
            text("{table} 表里的 {key} 和流水推出来的不一样。", table=each.table, key=each.key),
        )
        for each in differences(path, key)
    ]


class _Journal:
    """One walk over all acts, with what has been seen so far."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._ends: dict[tuple[str, int], tuple[int, str]] = {}  # (terminal, epoch): seq, hash
        self._pos = 0
        self._command: tuple[str, int, int] = ("", 0, 0)  # id, n, m of the act before
        self._used: dict[tuple[str, str], int] = {}  # (terminal, series): highest number
        self._blocks: dict[tuple[str, str], list[tuple[int, int]]] = {}

    def read(self, connection: Any) -> list[Finding]:
        """All findings about chain and numbers."""
        for raw in all_acts(connection):
            self._chain(raw)
            self._numbers(raw)
        if self._pos == 0:
            self.found.append(Finding("chain.empty", "journal", text("流水是空的。")))
        self._end_command()
        return self.found

    def _say(self, code: str, raw: Raw, words: str) -> None:
        header = raw.act.header
        where = f"{header.terminal}/{header.epoch}/{header.seq}"
        self.found.append(Finding(code, where, text(words, act=where)))

    def _chain(self, raw: Raw) -> None:
        header = raw.act.header
        if payload_hash(raw.salt, raw.body) != header.payload_hash:
            self._say("chain.payload", raw, "第 {act} 号流水的内容被改过。")
        if header.hash() != raw.hash:
            self._say("chain.header", raw, "第 {act} 号流水的抬头被改过。")
        seq, last = self._ends.get((header.terminal, header.epoch), (0, GENESIS))
        if header.seq != seq + 1 or raw.pos != self._pos + 1:
            self._say("chain.gap", raw, "第 {act} 号流水之前缺了流水。")
        elif header.prev_hash != last:
            self._say("chain.link", raw, "第 {act} 号流水接不上前一条。")
        if raw.pos == 1 and not isinstance(raw.act.payload, StoreBorn):
            self._say("chain.born", raw, "第 {act} 号流水应是建账，却不是。")
        self._pos = raw.pos
        self._ends[header.terminal, header.epoch] = (header.seq, raw.hash)
        self._in_command(raw)

    def _in_command(self, raw: Raw) -> None:
        header = raw.act.header
        command, n, m = self._command
        begins = header.n == 1 and n == m
        goes_on = header.command_id == command and header.m == m and header.n == n + 1
        if not (begins or goes_on):
            self._say("chain.command", raw, "第 {act} 号流水所在的一步不完整。")
        self._command = (header.command_id, header.n, header.m)

    def _end_command(self) -> None:
        command, n, m = self._command
        if n != m:
            self.found.append(Finding("chain.command", command, text("最后一步的流水不完整。")))

    def _numbers(self, raw: Raw) -> None:
        payload, terminal = raw.act.payload, raw.act.header.terminal
        if isinstance(payload, Unknown):
            return
        if isinstance(payload, BlockLent):
            self._block(raw, payload)
        for use in payload.numbers:
            place = (terminal, use.series)
            if use.n <= self._used.get(place, 0):
                self._say("number.twice", raw, "第 {act} 号流水用了已用过的号。")
            if not use.series.startswith(COUNTED) and not any(
                lo <= use.n <= hi for lo, hi in self._blocks.get(place, ())
            ):
                self._say("number.outside", raw, "第 {act} 号流水用了没有领过的号。")
            self._used[place] = max(use.n, self._used.get(place, 0))
        if isinstance(payload, CaseReceived) and not is_valid_number(payload.case_no):
            self._say("number.check", raw, "第 {act} 号流水的办件编号校验位不对。")

    def _block(self, raw: Raw, block: BlockLent) -> None:
        blocks = self._blocks.setdefault((raw.act.header.terminal, block.series), [])
        overlaps = any(lo <= block.last and block.first <= hi for lo, hi in blocks)
        if overlaps or block.first > block.last:
            self._say("number.block", raw, "第 {act} 号流水领的号段和以前的重叠。")
        blocks.append((block.first, block.last))
