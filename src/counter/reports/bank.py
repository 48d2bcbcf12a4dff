"""A bank statement as CSV: 日期, 金额, 流水号, 摘要; what cannot be read is refused by its line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from counter.domain.errors import KnownError, text
from counter.domain.finance.bankmatch import BankLine
from counter.domain.money import parse_yuan

HEADS: dict[str, tuple[str, ...]] = {
    "day": ("日期", "交易日期", "记账日期", "入账日期"),
    "amount": ("金额", "贷方金额", "收入金额", "贷方发生额", "发生额"),
    "reference": ("流水号", "交易流水号", "凭证号", "参考号", "回单号"),
    "summary": ("摘要", "附言", "用途", "备注"),
}
"""Names that banks give the four columns; the first two must be there."""
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d")


def read_statement(path: Path) -> tuple[tuple[BankLine, ...], tuple[str, ...]]:
    """Lines with money that came in, and a sentence for every line that cannot be read.

    UTF-8 or GB18030. Lines without an amount, and money that went out, are not ours to match.
    Raises `bank.file` when the file is no such table.
    """
    rows = list(csv.reader(io.StringIO(_words(path))))
    places, start = _head(rows)
    lines: list[BankLine] = []
    refused: list[str] = []
    for n, row in enumerate(rows[start:], start + 1):
        if not any(cell.strip() for cell in row):
            continue
        try:
            line = _line(n, row, places)
        except KnownError as error:
            refused.append(str(text("第 {n} 行：{what}", n=n, what=str(error.what))))
        else:
            if line is not None:
                lines.append(line)
    return tuple(lines), tuple(refused)


def _words(path: Path) -> str:
    data = path.read_bytes()
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise KnownError("bank.file", "对账单不是文本。", "请从网银导出 CSV。")


def _head(rows: list[list[str]]) -> tuple[dict[str, int], int]:
    """Places of the columns; banks put a few lines above the head."""
    for n, row in enumerate(rows[:20]):
        cells = [cell.strip() for cell in row]
        found = {
            key: next(i for i, cell in enumerate(cells) if cell in names)
            for key, names in HEADS.items()
            if any(cell in names for cell in cells)
        }
        if "day" in found and "amount" in found:
            return found, n + 1
    raise KnownError("bank.file", "对账单里没有“日期”和“金额”两列。", "请从网银导出带表头的 CSV。")


def _line(n: int, row: list[str], places: dict[str, int]) -> BankLine | None:
    def cell(key: str) -> str:
        place = places.get(key, -1)
        return row[place].strip().strip("\t'") if 0 <= place < len(row) else ""

    if not cell("amount"):
        return None
    try:
        fen = parse_yuan(cell("amount"), negative=True)
    except KnownError as error:
        raise KnownError(
            "bank.amount", text("金额“{got}”不是金额。", got=cell("amount")), error.next_step
        ) from None
    if fen <= 0:
        return None
    return BankLine(
        line=n,
        day=_day(cell("day")),
        fen=fen,
        reference=cell("reference"),
        summary=cell("summary"),
    )


def _day(words: str) -> dt.date:
    for form in _DAYS:
        try:
            return dt.datetime.strptime(words[:10], form).date()
        except ValueError:
            continue
    raise KnownError("bank.day", text("日期“{got}”看不懂。", got=words), "请写成 2026-09-22。")
