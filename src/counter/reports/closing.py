"""The papers of a close as tables: the same contents that were issued with the lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from counter.reports.tables import Cell

Kind = Literal["words", "count", "yuan"]


class Table(msgspec.Struct, frozen=True):
    """A list of a paper's content as a table. columns: head, key, what stands in it."""

    rows: str
    title: str
    columns: tuple[tuple[str, str, Kind], ...]
    totals: tuple[tuple[str, Kind], ...] = ()


def _words(*columns: tuple[str, str]) -> tuple[tuple[str, str, Kind], ...]:
    return tuple((head, key, "words") for head, key in columns)


_SPOILED = Table(
    "spoiled",
    "作废和遗失",
    _words(
        ("票号", "number"),
        ("怎么了", "state"),
        ("原因", "reason"),
        ("联次", "copies"),
        ("两人", "people"),
        ("换开", "replaced"),
    ),
)
_FACES = Table(
    "faces",
    "点现金",
    (("面额", "face", "words"), ("张数", "pieces", "count"), ("金额", "amount", "yuan")),
)

TABLES: dict[str, tuple[Table, ...]] = {
    "day_close": (
        Table(
            "equations",
            "五个等式",
            (
                ("序", "no", "count"),
                *_words(
                    ("查什么", "name"),
                    ("一边", "left_words"),
                    ("另一边", "right_words"),
                    ("结果", "verdict"),
                ),
            ),
        ),
        Table(
            "differences",
            "差额",
            (
                ("等式", "no", "count"),
                *_words(("差多少", "by"), ("原因", "reason"), ("说明", "words")),
            ),
        ),
        Table(
            "ways",
            "收款方式",
            (
                ("方式", "way", "words"),
                ("笔数", "count", "count"),
                ("收款", "taken", "yuan"),
                ("退款", "returned", "yuan"),
                ("净额", "net", "yuan"),
            ),
            (("taken_sum", "yuan"), ("returned_sum", "yuan"), ("net_sum", "yuan")),
        ),
        msgspec.structs.replace(_FACES, totals=(("counted", "yuan"),)),
    ),
    "ticket_usage": (
        Table(
            "stocks",
            "票据",
            (
                ("票据", "name", "words"),
                ("代码", "code", "words"),
                ("原有", "opening", "count"),
                ("领入", "received", "count"),
                ("已开", "issued", "count"),
                ("作废", "void", "count"),
                ("遗失", "lost", "count"),
                ("结存", "left", "count"),
            ),
            tuple(
                (f"{key}_sum", "count")
                for key in ("opening", "received", "issued", "void", "lost", "left")
            ),
        ),
        Table(
            "runs",
            "用了哪些号",
            (
                ("代码", "code", "words"),
                ("起号", "first", "words"),
                ("止号", "last", "words"),
                ("张数", "count", "count"),
                ("正票金额", "amount", "yuan"),
                ("红字金额", "red_amount", "yuan"),
            ),
        ),
        _SPOILED,
    ),
    "fee_summary": (
        Table(
            "fees",
            "部门 × 项目",
            (
                ("部门", "unit_short", "words"),
                ("收费项目", "name", "words"),
                ("编码", "code", "words"),
                ("笔数", "count", "count"),
                ("应收", "due", "yuan"),
                ("减免", "reduced", "yuan"),
                ("实收", "paid", "yuan"),
            ),
            (
                ("count_sum", "count"),
                ("due_sum", "yuan"),
                ("reduced_sum", "yuan"),
                ("paid_sum", "yuan"),
            ),
        ),
        Table(
            "accounts",
            "各账户应收到",
            (("账户", "account", "words"), ("金额", "amount", "yuan")),
            (("paid_sum", "yuan"),),
        ),
    ),
    "pos_reconcile": (
        Table(
            "pos_totals",
            "合计",
            (
                ("种类", "trade", "words"),
                ("本机笔数", "count", "count"),
                ("本机金额", "amount", "yuan"),
                ("终端笔数", "their_count", "count"),
                ("终端金额", "their_amount", "yuan"),
                ("差额", "by", "yuan"),
            ),
        ),
        Table(
            "trades",
            "逐笔",
            (
                *_words(
                    ("时间", "time"),
                    ("种类", "trade"),
                    ("本机流水", "trace"),
                    ("凭证号", "voucher"),
                    ("参考号", "reference"),
                    ("卡号", "card"),
                ),
                ("金额", "amount", "yuan"),
                ("结果", "verdict", "words"),
            ),
        ),
    ),
    "bank_deposit": (msgspec.structs.replace(_FACES, totals=(("amount", "yuan"),)),),
    "shift_handover": (
        Table(
            "handed", "交什么", _words(("交什么", "what"), ("交班时", "value"), ("说明", "words"))
        ),
        msgspec.structs.replace(_FACES, totals=(("counted", "yuan"),)),
        Table(
            "open_items",
            "还没了结的",
            (
                ("什么事", "what", "words"),
                ("单号", "number", "words"),
                ("金额", "amount", "yuan"),
                ("接着要做", "next", "words"),
            ),
        ),
    ),
    "ticket_writeoff": (
        Table(
            "batches",
            "批次",
            (
                *_words(("票据", "name"), ("代码", "code"), ("起号", "first"), ("止号", "last")),
                ("领", "received", "count"),
                ("用", "issued", "count"),
                ("废", "void", "count"),
                ("失", "lost", "count"),
                ("余", "left", "count"),
                ("开票金额", "amount", "yuan"),
            ),
            (
                ("received_sum", "count"),
                ("issued_sum", "count"),
                ("void_sum", "count"),
                ("lost_sum", "count"),
                ("left_sum", "count"),
                ("amount_sum", "yuan"),
            ),
        ),
        _SPOILED,
    ),
}
"""The tables of each paper, by its form."""

_HEAD = (
    ("中心", "centre"),
    ("期间", "period_words"),
    ("窗口", "window"),
    ("班次", "shift"),
    ("制表", "maker"),
    ("复核", "checker"),
)


def sheet_rows(form: str, title: str, content: Mapping[str, object]) -> list[list[Cell]]:
    """A paper as rows: its title, its head, then its tables with their sums."""
    rows: list[list[Cell]] = [[title]]
    for word, key in _HEAD:
        if content.get(key):
            rows.append([word, str(content[key])])
    for table in TABLES.get(form, ()):
        rows += [[], [table.title], [head for head, _, _ in table.columns]]
        found = content.get(table.rows)
        for row in found if isinstance(found, Sequence) and not isinstance(found, str) else ():
            assert isinstance(row, Mapping)
            rows.append([_cell(row.get(key, ""), kind) for _, key, kind in table.columns])
        if table.totals:
            blank: list[Cell] = [""] * (len(table.columns) - len(table.totals) - 1)
            rows.append(
                ["合计", *blank, *(_cell(content.get(k, ""), kind) for k, kind in table.totals)]
            )
    return rows


def _cell(value: object, kind: Kind) -> Cell:
    """A number where it is one: counts as int, amounts as exact decimals of yuan."""
    words = str(value)
    if kind == "words" or not words:
        return words
    try:
        amount = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return words
    return int(amount) if kind == "count" else amount
