"""One cell of a pack to one value, whatever a table program may have made of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from counter.domain.errors import KnownError, Text, text
from counter.domain.money import parse_yuan
from counter.packs.columns import LIST_MARK, Column

Value = str | int | bool | tuple[str, ...]


class Unfit(Exception):
    """The cell does not fit its column: what is wrong, what would be right."""

    def __init__(self, wrong: Text, right: Text) -> None:
        super().__init__(str(wrong))
        self.wrong, self.right = wrong, right


def shown(cell: object) -> str:
    """The cell as people see it: `20` for 20.0, 是 for TRUE, dates in ISO, no outer blanks."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return unicodedata.normalize("NFC", str(cell)).strip()


def convert(column: Column, cell: object) -> Value:
    """The value of a cell. Raises Unfit."""
    found = shown(cell)
    if not found:
        if column.required:
            raise Unfit(text("空着。"), expected(column))
        return (
            () if column.kind in ("list", "choices") else (False if column.kind == "bool" else "")
        )
    if found.startswith("#") and found.rstrip("!?").isupper():
        raise Unfit(text("公式算错了。"), expected(column))
    return _CONVERTERS[column.kind](column, found, cell)


def _text(column: Column, found: str, cell: object) -> Value:
    if "\n" in found or "\t" in found:
        raise Unfit(text("格子里有换行或制表符。"), text("写成一行。"))
    return found


def _int(column: Column, found: str, cell: object) -> Value:
    digits = unicodedata.normalize("NFKC", found)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,9}", digits):
        raise Unfit(text("不是整数。"), expected(column))
    number = int(digits)
    if not column.low <= number <= column.high:
        raise Unfit(text("超出范围。"), expected(column))
    return number


def _bool(column: Column, found: str, cell: object) -> Value:
    if found not in ("是", "否"):
        raise Unfit(text("不是“是”或“否”。"), expected(column))
    return found == "是"


def _choice(column: Column, found: str, cell: object) -> Value:
    if found not in column.choices:
        raise Unfit(text("不认识的写法。"), expected(column))
    return column.choices[found]


def _choices(column: Column, found: str, cell: object) -> Value:
    words = _split(found)
    unknown = [word for word in words if word not in column.choices]
    if unknown:
        raise Unfit(text("不认识“{word}”。", word=unknown[0]), expected(column))
    return tuple(column.choices[word] for word in words)


def _list(column: Column, found: str, cell: object) -> Value:
    words = _split(found)
    twice = next((w for i, w in enumerate(words) if w in words[:i]), None)
    if twice is not None:
        raise Unfit(text("“{word}”写了两遍。", word=twice), text("每项一遍。"))
    return words


def _date(column: Column, found: str, cell: object) -> Value:
    match = re.fullmatch(
        r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", unicodedata.normalize("NFKC", found)
    )
    try:
        if match is None:
            raise ValueError(found)
        return dt.date(*map(int, match.groups())).isoformat()
    except ValueError:
        raise Unfit(text("不是日期。"), expected(column)) from None


def _time(column: Column, found: str, cell: object) -> Value:
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?:[:：]00)?", found)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise Unfit(text("不是时刻。"), expected(column))
    return f"{int(match[1]):02d}:{match[2]}"


def _money(column: Column, found: str, cell: object) -> Value:
    """Fen of an amount in yuan."""
    try:
        return parse_yuan(found)
    except KnownError as error:
        raise Unfit(error.what, expected(column)) from None


_CONVERTERS = {
    "text": _text,
    "int": _int,
    "bool": _bool,
    "choice": _choice,
    "choices": _choices,
    "list": _list,
    "date": _date,
    "time": _time,
    "money": _money,
}


def _split(found: str) -> tuple[str, ...]:
    """Items of a list cell; 、 ; ； and ， all part items."""
    return tuple(word for part in re.split("[、;；，,]", found) if (word := part.strip()))


def expected(column: Column) -> Text:
    """What would be right in a column, in words."""
    words = LIST_MARK.join(column.choices)
    if column.kind == "int":
        return text("{low} 到 {high} 的整数。", low=column.low, high=column.high)
    if column.kind == "bool":
        return text("“是”或“否”。")
    if column.kind == "choice":
        return text("其中一个：{words}。", words=words)
    if column.kind == "choices":
        return text("其中几个，用顿号隔开：{words}。", words=words)
    if column.kind == "date":
        return text("年-月-日，例如 2026-01-01。")
    if column.kind == "time":
        return text("时:分，例如 17:30。")
    if column.kind == "money":
        return text("元，例如 25.00。")
    return text("{head}。", head=column.note or column.head)
