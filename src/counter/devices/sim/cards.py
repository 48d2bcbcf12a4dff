"""Cards for the simulated reader: named fields to the 256-byte text block of any of four layouts.

Written from the published tables and on purpose without the driver's own: a slip in one shows up
against the other.
"""

from __future__ import annotations

import re
from typing import Any

from counter.devices.id_reader.ethnicity import ETHNICITIES

_CODES = {word: code for code, word in ETHNICITIES.items()}
_SEXES = {"男": "1", "女": "2", "未知": "0", "未说明": "9"}
_MARKS = {"resident": " ", "hmt": "J", "foreign2017": "I", "foreign2023": "Y"}

# Field → (first byte, width in bytes).
_RESIDENT = {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnicity": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}
_HMT = {
    **{name: place for name, place in _RESIDENT.items() if name != "ethnicity"},
    "pass_number": (220, 18),
    "issue_count": (238, 4),
}
_FOREIGN_2017 = {
    "foreign_name": (0, 120),
    "sex": (120, 2),
    "number": (122, 30),
    "nationality": (152, 6),
    "name": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "birth": (220, 16),
    "version": (236, 4),
    "issuer": (240, 8),
}
_FOREIGN_2023 = {
    "name": (0, 30),
    "sex": (30, 2),
    "issue_count": (32, 4),
    "birth": (36, 16),
    "foreign_name": (52, 70),
    "number": (122, 36),
    "untold": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "nationality": (242, 6),
    "former_number": (250, 6),
}
_LAYOUTS = {
    "resident": _RESIDENT,
    "hmt": _HMT,
    "foreign2017": _FOREIGN_2017,
    "foreign2023": _FOREIGN_2023,
}


def make_block(card: dict[str, Any]) -> bytes:
    """The text block of a card.

    card: `kind` (resident, hmt, foreign2017, foreign2023; resident if absent), the fields of that
    kind, `mark` to put another type mark; or `raw`, the whole block as hex. Sex and ethnicity by
    word or code, dates with or without hyphens, birth and sex taken from the number if absent.
    ValueError names what is wrong.
    """
    if "raw" in card:
        raw = bytes.fromhex(card["raw"])
        if len(raw) != 256:
            raise ValueError(f"raw is {len(raw)} bytes, 256 are wanted")
        return raw
    kind = card.get("kind", "resident")
    if kind not in _LAYOUTS:
        raise ValueError(f"unknown kind of card {kind!r}; known: {', '.join(_LAYOUTS)}")
    places = _LAYOUTS[kind]
    fields = _with_defaults(kind, {k: str(v) for k, v in card.items() if k not in ("kind", "mark")})
    block = bytearray(" ".encode("utf-16-le") * 128)
    for name, value in fields.items():
        if name not in places:
            raise ValueError(f"a {kind} card has no field {name!r}; it has {', '.join(places)}")
        first, width = places[name]
        data = _coded(name, value).encode("utf-16-le", "surrogatepass")
        if len(data) > width:
            raise ValueError(f"{name} is {len(data)} bytes long, {width} fit")
        block[first : first + len(data)] = data
    block[248:250] = str(card.get("mark", _MARKS[kind])).encode("utf-16-le")[:2]
    return bytes(block)


def _with_defaults(kind: str, fields: dict[str, str]) -> dict[str, str]:
    number = fields.get("number", "")
    if re.fullmatch(r"\d{17}[\dX]", number):
        fields.setdefault("birth", number[6:14])
        fields.setdefault("sex", "1" if int(number[16]) % 2 else "2")
    if kind == "resident":
        fields.setdefault("ethnicity", "01")
    fields.setdefault("valid_from", "20200101")
    fields.setdefault("valid_to", "20400101")
    return fields


def _coded(name: str, value: str) -> str:
    if name == "sex":
        return _SEXES.get(value, value)
    if name == "ethnicity":
        return _CODES.get(value.removesuffix("族"), value)
    if name in ("birth", "valid_from", "valid_to"):
        return value.replace("-", "")
    return value
