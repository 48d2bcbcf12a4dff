"""What fills a layout: templates with slots and bold runs, conditions, and the fields' words.

A template is text with ``{field}`` slots, ``{field|words if empty}`` and ``**bold**``; braces are
doubled to stand for themselves. A condition is ``field``, ``not field``, ``field = value`` or
``field != value``. Filling gives pieces, each of which remembers the field it came from, so that
a refusal can name it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from counter.documents.fieldwords import FIELD_WORDS
from counter.domain.clock import weekday_word
from counter.domain.errors import KnownError, text

Content = Mapping[str, object]

LAYOUT_TEXT = "版式文字"
"""Field name of characters that stand in the layout itself."""

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|([^{}]*))?\}")
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|\*\*|[{}]")
_CONDITION = re.compile(r"(?:(not) )?([a-z][a-z0-9_]*)(?: (!?=) (.+))?")


class TemplateError(ValueError):
    """A template or condition that cannot be understood; says what would be right."""


class Part(msgspec.Struct, frozen=True):
    """A part of a parsed template: fixed words (field empty) or a slot with its stand-in."""

    words: str
    field: str = ""
    bold: bool = False
    stand_in: bool = False


class Piece(msgspec.Struct, frozen=True):
    """Filled text, its weight, and the field it came from."""

    text: str
    bold: bool
    field: str


def field_word(field: str) -> str:
    """A field in a clerk's words: `申请人（applicant）`, or the bare name where none is known."""
    word = FIELD_WORDS.get(field)
    return f"{word}（{field}）" if word else field


@lru_cache(maxsize=1024)
def parse(template: str) -> tuple[Part, ...]:
    """Parts of a template. Raises TemplateError."""
    parts: list[Part] = []
    bold, place = False, 0
    for token in _TOKEN.finditer(template):
        if token.start() > place:
            parts.append(Part(template[place : token.start()], bold=bold))
        place = token.end()
        found = token.group()
        if found == "**":
            bold = not bold
        elif found in ("{{", "}}"):
            parts.append(Part(found[0], bold=bold))
        else:
            parts.append(_slot(found, bold))
    if place < len(template):
        parts.append(Part(template[place:], bold=bold))
    if bold:
        raise TemplateError("** opens and never closes; write **bold words**")
    return tuple(parts)


def _slot(found: str, bold: bool) -> Part:
    slot = _SLOT.fullmatch(found)
    if slot is None:
        raise TemplateError(f"{found} is no slot; write {{field}} or {{field|words if empty}}")
    return Part(slot[2] or "", field=slot[1], bold=bold, stand_in=slot[2] is not None)


def slots(template: str) -> tuple[str, ...]:
    """Fields a template asks for."""
    return tuple(part.field for part in parse(template) if part.field)


def tidy(value: object) -> str:
    """A field's value as text: NFC, tabs and line ends as spaces, other controls kept to refuse."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return unicodedata.normalize("NFC", re.sub(r"[\t\r\n\u2028\u2029]+", " ", str(value)))


def fill(template: str, content: Content, row: Content | None = None) -> list[Piece]:
    """Pieces of a filled template; `row` (a list's item) goes before `content`.

    Raises KnownError `paper.field_missing` for a slot whose field is in neither.
    """
    pieces: list[Piece] = []
    for part in parse(template):
        if not part.field:
            pieces.append(Piece(part.words, part.bold, LAYOUT_TEXT))
            continue
        value = _look_up(part.field, content, row)
        if value is None and not part.stand_in:
            raise missing(part.field, content)
        words = tidy(value) if value is not None else ""
        pieces.append(Piece(words or part.words, part.bold, part.field))
    return [piece for piece in pieces if piece.text]


def fill_plain(template: str, content: Content, row: Content | None = None) -> str:
    """A filled template as one string."""
    return "".join(piece.text for piece in fill(template, content, row))


def _look_up(field: str, content: Content, row: Content | None) -> object:
    if row is not None and field in row:
        return row[field]
    return content.get(field)


@lru_cache(maxsize=256)
def parse_condition(condition: str) -> tuple[bool, str, str, str]:
    """(negated, field, operator, value) of a condition. Raises TemplateError."""
    match = _CONDITION.fullmatch(condition)
    if match is None or (match[1] and match[3]):
        raise TemplateError(
            f"“{condition}” is no condition; write field, not field, field = value, field != value"
        )
    return bool(match[1]), match[2], match[3] or "", match[4] or ""


def holds(condition: str, content: Content) -> bool:
    """True when a block's `when` holds; an empty condition always does."""
    if not condition:
        return True
    negated, field, operator, wanted = parse_condition(condition)
    value = content.get(field)
    if operator:
        return (tidy(value if value is not None else "") == wanted) == (operator == "=")
    return bool(value) != negated


def rows(field: str, content: Content) -> Iterator[Content]:
    """Items of a list field. Raises KnownError `paper.field_missing` when it is no list of rows."""
    value = content.get(field)
    if not isinstance(value, list | tuple):
        raise missing(field, content)
    for item in value:
        if not isinstance(item, Mapping):
            raise missing(field, content)
        yield item


def missing(field: str, content: Content) -> KnownError:
    """The refusal that names a missing field."""
    return KnownError(
        "paper.field_missing",
        text(
            "《{title}》缺少“{field}”，不能出具。",
            title=tidy(content.get("title") or "文书"),
            field=field_word(field),
        ),
        text("请补填后再办；窗口上没有这一项的，请联系技术员核对版式。"),
        field=field,
    )


def require(fields: tuple[str, ...], content: Content) -> None:
    """Raises KnownError `paper.field_missing` for the first required field absent or empty."""
    for field in fields:
        value = content.get(field)
        if value is None or value == "" or (isinstance(value, list | tuple) and not value):
            raise missing(field, content)


def derive(content: Content) -> dict[str, object]:
    """The content with what every layout may use besides.

    received_words: the day of application, that of acceptance unless the case says another;
    you: 你 or 你单位; date_line: `2026-09-22 周二`; legal_short: `10月27日`; material_count;
    trial: 练习, 模拟 or empty; agent_words: the agent with the power of attorney.
    """
    day = content.get("date")
    line = ""
    if isinstance(day, str) and day:
        line = f"{day} {weekday_word(dt.date.fromisoformat(day))}"
    materials = content.get("materials")
    legal = content.get("legal_on")
    short = ""
    if isinstance(legal, str) and legal:
        due = dt.date.fromisoformat(legal)
        short = f"{due.month}月{due.day}日"
    marks = [
        word for key, word in (("training", "练习"), ("simulated", "模拟")) if content.get(key)
    ]
    agent, letter = tidy(content.get("agent") or ""), tidy(content.get("power_of_attorney") or "")
    return {
        "agent_words": f"{agent}（委托书：{letter}）" if letter else agent,
        "you": "你单位" if content.get("applicant_doc") == "统一社会信用代码" else "你",
        "date_line": line,
        "legal_short": short,
        "material_count": len(materials) if isinstance(materials, list | tuple) else 0,
        "trial": " · ".join(marks),
        "received_words": content.get("accepted_words") or "",
        **content,
    }
