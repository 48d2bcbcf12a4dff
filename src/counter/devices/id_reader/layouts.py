"""The 256-byte text block of a card: which of the four layouts it has, and what it says.

The block is UTF-16LE, padded with spaces. The mark at byte 248 decides the layout before anything
else is read: blank for a resident, `J` for 港澳台居民居住证, `I` for the foreigner's card of 2017,
`Y` for that of 2023. Another mark is refused and shown raw, because a wrong layout would put a
wrong name on an official paper. Sources: GA/T 490 for the resident card, the published tables for
J and I; the table for Y is only partly confirmed and waits for a real card.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.devices.id_reader.ethnicity import ethnicity_word
from counter.devices.id_reader.sam import bad_data
from counter.domain.errors import KnownError, text
from counter.domain.identity import birth_of, check_id_number
from counter.domain.persons import LONG_TERM, DocKind, IdDocument

BLOCK_BYTES = 256
UNREADABLE = "〔此字无法显示〕"
_MARK = slice(248, 250)
_PADDING = " \x00"

_KIND_BY_MARK = {
    " ": DocKind.RESIDENT,
    "\x00": DocKind.RESIDENT,
    "J": DocKind.HMT,
    "I": DocKind.FOREIGN_2017,
    "Y": DocKind.FOREIGN_2023,
}

_COMMON = {
    "name": (0, 30),
    "sex": (30, 32),
    "birth": (36, 52),
    "address": (52, 122),
    "number": (122, 158),
    "issuer": (158, 188),
    "valid_from": (188, 204),
    "valid_to": (204, 220),
}

FIELDS: dict[DocKind, dict[str, tuple[int, int]]] = {
    DocKind.RESIDENT: {**_COMMON, "ethnicity": (32, 36)},
    DocKind.HMT: {**_COMMON, "pass_number": (220, 238), "issue_count": (238, 242)},
    DocKind.FOREIGN_2017: {
        "foreign_name": (0, 120),
        "sex": (120, 122),
        "number": (122, 152),
        "nationality": (152, 158),
        "name": (158, 188),
        "valid_from": (188, 204),
        "valid_to": (204, 220),
        "birth": (220, 236),
        "issuer": (240, 248),  # code of the office that accepted the application
    },
    DocKind.FOREIGN_2023: {
        "name": (0, 30),
        "sex": (30, 32),
        "issue_count": (32, 36),
        "birth": (36, 52),
        "foreign_name": (52, 122),
        "number": (122, 158),
        "valid_from": (188, 204),
        "valid_to": (204, 220),
        "nationality": (242, 248),
        "former_number": (250, 256),
    },
}
"""Byte ranges of the fields, per layout."""

# What the 2023 card keeps between number and dates is not published: noted, never interpreted.
_UNTOLD_2023 = slice(158, 188)


class _Field(msgspec.Struct, frozen=True):
    value: str
    readable: bool


def kind_of(block: bytes) -> DocKind:
    """The layout that byte 248 names.

    Raises KnownError `card.bad_data` for a block of another length and `card.unknown_layout` for
    another mark; its context holds `mark` (code point) and `raw` (the block as visible text).
    """
    if len(block) != BLOCK_BYTES:
        raise bad_data(f"text block of {len(block)} bytes")
    mark = int.from_bytes(block[_MARK], "little")
    kind = _KIND_BY_MARK.get(chr(mark))
    if kind is None:
        raise KnownError(
            "card.unknown_layout",
            text("这张卡的类型标记是“{mark}”，本程序不认识。", mark=visible(block[_MARK])),
            text("请核对原件后手工录入，并告诉技术员。"),
            mark=f"U+{mark:04X}",
            raw=visible(block),
        )
    return kind


def decode_block(block: bytes, *, read_at: str = "", simulated: bool = False) -> IdDocument:
    """The document that a text block describes; read_at: ISO time of the reading.

    Raises KnownError `card.unknown_layout`, and `card.bad_data` when a date is not a date.
    """
    kind = kind_of(block)
    parts = {name: _decode(block[a:b]) for name, (a, b) in FIELDS[kind].items()}
    values = {name: part.value for name, part in parts.items()}
    for name in ("birth", "valid_from", "valid_to"):
        values[name] = _date(values[name], name)
    if "ethnicity" in values:
        values["ethnicity"] = ethnicity_word(values["ethnicity"])
    if not values["name"]:
        values["name"] = values.get("foreign_name", "")
    return IdDocument(
        kind=kind,
        unreadable=tuple(name for name, part in parts.items() if not part.readable),
        notes=_notes(kind, values, block),
        source="card",
        read_at=read_at,
        simulated=simulated,
        **values,
    )


def visible(data: bytes) -> str:
    """UTF-16LE as text to look at; what cannot be shown stands as 〔此字无法显示〕."""
    return _decode(data).value


def _decode(data: bytes) -> _Field:
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    while units and chr(units[-1]) in _PADDING:
        units.pop()
    shown: list[str] = []
    readable = True
    at = 0
    while at < len(units):
        point, width = _code_point(units, at)
        at += width
        if point is None or not _can_be_shown(point):
            shown.append(UNREADABLE)
            readable = False
        else:
            shown.append(chr(point))
    return _Field("".join(shown), readable)


def _code_point(units: list[int], at: int) -> tuple[int | None, int]:
    """Code point at `at` and how many units it takes; None for half a surrogate pair."""
    unit = units[at]
    if not 0xD800 <= unit <= 0xDFFF:
        return unit, 1
    if unit <= 0xDBFF and at + 1 < len(units) and 0xDC00 <= units[at + 1] <= 0xDFFF:
        return 0x10000 + ((unit - 0xD800) << 10) + (units[at + 1] - 0xDC00), 2
    return None, 1


def _can_be_shown(point: int) -> bool:
    """False for controls, private-use characters (old 政务 fonts) and non-characters."""
    if point < 0x20 or 0x7F <= point <= 0x9F:
        return False
    if 0xE000 <= point <= 0xF8FF or point >= 0xF0000:
        return False
    return not (0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE)


def _date(value: str, name: str) -> str:
    """yyyymmdd as ISO; `长期` stays a value of its own; blank stays blank."""
    if not value or (name == "valid_to" and value == LONG_TERM):
        return value
    try:
        if len(value) != 8 or not (value.isascii() and value.isdigit()):
            raise ValueError(value)
        return dt.datetime.strptime(value, "%Y%m%d").date().isoformat()
    except ValueError as error:
        raise bad_data(f"{name} is not a date") from error


def _notes(kind: DocKind, values: dict[str, str], block: bytes) -> tuple[str, ...]:
    """Codes of what a clerk should be told beside the data."""
    notes: list[str] = []
    if kind is not DocKind.FOREIGN_2017:
        notes += _number_notes(values["number"], values["birth"])
    if kind is DocKind.FOREIGN_2023 and visible(block[_UNTOLD_2023]):
        notes.append("card.untold")
    return tuple(notes)


def _number_notes(number: str, birth: str) -> list[str]:
    try:
        check_id_number(number)
    except KnownError as error:
        return [error.code]
    born = birth_of(number)
    return [] if born is None or born.isoformat() == birth else ["card.birth_differs"]


NOTE_WORDS = {
    "id.length": text("卡内证号不是 18 位，请核对原件。"),
    "id.characters": text("卡内证号有不该出现的字符，请核对原件。"),
    "id.birth": text("卡内证号里的出生日期不成立，请核对原件。"),
    "id.check": text("卡内证号末位不对，请核对原件。"),
    "card.birth_differs": text("卡内证号与出生日期不一致，请核对原件。"),
    "card.untold": text("卡内有一栏本程序不认识，没有采用，请核对原件。"),
}
"""What a clerk reads for each code in `IdDocument.notes`."""
