"""From a pack to a `Catalogue`: all of it or nothing, every fault at once.

`load_pack` takes a workbook or a folder of text tables; `demo_catalogue` is the demo hall.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from counter.domain.catalogue import (
    AuthorityLetter,
    Basis,
    Catalogue,
    Centre,
    FieldSpec,
    Handling,
    LocalDay,
    MaterialSpec,
    Matter,
    MatterLaw,
    PaperType,
    ProjectLead,
    Seal,
    StaffMember,
    Unit,
    Window,
)
from counter.domain.errors import text
from counter.domain.feeplan import FeePlan, PlanLine
from counter.domain.fees import FeeItem, MatterFee
from counter.domain.rules import HallRules
from counter.packs.checks import check
from counter.packs.errors import PackError, PackRefused
from counter.packs.feechecks import standard_of
from counter.packs.pinyin import read as read_pinyin
from counter.packs.scans import take_scans
from counter.packs.tables import Pack, Row, read_folder, read_workbook
from counter.resources import resource_root

S = TypeVar("S", bound=msgspec.Struct)


class Loaded(NamedTuple):
    """What a pack holds: the catalogue, and the pictures that it names by their SHA-256."""

    catalogue: Catalogue
    scans: tuple[bytes, ...] = ()


def load_pack(path: Path) -> Loaded:
    """Catalogue and pictures of a workbook (.xlsx) or of a folder of text tables.

    Raises PackRefused (`pack.refused`) with every fault found; nothing is loaded by halves.
    """
    pack = read_pack(path)
    return Loaded(build(pack), tuple(pack.scans.values()))


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue alone. Raises PackRefused as `load_pack`."""
    return load_pack(path).catalogue


def read_pack(path: Path) -> Pack:
    """The tables of a workbook or of a folder, and the pictures beside them.

    Raises PackRefused when there is no such file, or it is no workbook.
    """
    if path.is_dir():
        pack = read_folder(path)
        take_scans(pack, path)
        return pack
    if not path.exists():
        raise PackRefused(
            [
                PackError(
                    file=path.name,
                    wrong=text("没有这个文件。"),
                    right=text(".xlsx 工作簿，或者放着 CSV 表的文件夹。"),
                )
            ]
        )
    pack = read_workbook(path)
    take_scans(pack, path.parent)
    return pack


def demo_hall() -> Loaded:
    """The demo hall: a county's hall of about 2012, with invented people, codes and numbers."""
    return load_pack(resource_root() / "hall")


def demo_catalogue() -> Catalogue:
    """The catalogue of the demo hall alone."""
    return demo_hall().catalogue


def catalogue_digest(catalogue: Catalogue) -> tuple[bytes, str]:
    """Canonical JSON of a catalogue and its SHA-256 (hex)."""
    data = msgspec.json.encode(catalogue, order="deterministic")
    return data, hashlib.sha256(data).hexdigest()


def build(pack: Pack) -> Catalogue:
    """Domain values of a pack. Raises PackRefused when anything in it is wrong."""
    check(pack)
    if pack.errors:
        raise PackRefused(pack.errors)
    centre = pack.rows("centre")[0]
    return Catalogue(
        version=centre.get("version"),
        title=centre.get("title"),
        historical=centre.get("historical"),
        centre=_struct(Centre, centre),
        units=tuple(_struct(Unit, row) for row in pack.rows("units")),
        windows=tuple(_struct(Window, row) for row in pack.rows("windows")),
        matters=_matters(pack),
        seals=tuple(_struct(Seal, row) for row in pack.rows("seals")),
        papers=tuple(_struct(PaperType, row) for row in pack.rows("papers")),
        staff=tuple(_struct(StaffMember, row) for row in pack.rows("staff")),
        letters=tuple(_struct(AuthorityLetter, row) for row in pack.rows("letters")),
        rules=_rules(pack),
        local_days=tuple(_struct(LocalDay, row) for row in pack.rows("local_days")),
        project_leads=tuple(_struct(ProjectLead, row) for row in pack.rows("projects")),
        fees=tuple(_struct(FeeItem, row, standard=standard_of(row)) for row in pack.rows("fees")),
        matter_fees=tuple(_struct(MatterFee, row) for row in pack.rows("fee_matters")),
        fee_plans=_plans(pack),
    )


def _rules(pack: Pack) -> HallRules:
    """What the hall settles; a rule without a row has its default."""
    return HallRules(**{row.get("rule"): row.get("value") for row in pack.rows("rules")})


def _matters(pack: Pack) -> tuple[Matter, ...]:
    """Matters with their basis, materials, fields and pinyin."""
    basis, materials, fields = (_by_matter(pack, key) for key in ("basis", "materials", "fields"))
    laws = {row.get("matter"): _law(row) for row in pack.rows("law")}
    charged = _charged(pack)
    result = []
    for row in pack.rows("matters"):
        code = row.get("code")
        initials, full = read_pinyin(row.get("name") + row.get("variant"))
        result.append(
            _struct(
                Matter,
                row,
                handling=Handling(row.get("handling")),
                basis=tuple(_struct(Basis, r) for r in basis[code]),
                materials=tuple(_material(r) for r in materials[code]),
                fields=tuple(_struct(FieldSpec, r) for r in fields[code]),
                law=laws.get(code, MatterLaw()),
                charges=row.get("charges") or charged.get(code, ""),
                initials=row.get("initials") or initials,
                pinyin=row.get("pinyin") or full,
            )
        )
    return tuple(result)


THIS_ONCE = {"yes": True, "no": False}


def _material(row: Row) -> MaterialSpec:
    """A material; an empty 只用一次 leaves it to the name."""
    return _struct(
        MaterialSpec,
        row,
        original=row.get("original") == "original",
        this_once=THIS_ONCE.get(row.get("this_once")),
    )


def _law(row: Row) -> MatterLaw:
    """What the law asks of a matter; an empty cell has its default."""
    values = {name: value for name, value in row.values.items() if value not in ("", None)}
    return MatterLaw(
        **{name: values[name] for name in MatterLaw.__struct_fields__ if name in values}
    )


def _charged(pack: Pack) -> dict[str, str]:
    """Matter -> words on its fees, where the pack does not say: never 不收费 when it charges."""
    names = {
        row.get("code"): row.get("name")
        for row in pack.rows("fees")
        if row.get("status") == "in_force" and not row.get("agency")
    }
    gathered: dict[str, list[str]] = defaultdict(list)
    for row in pack.rows("fee_matters"):
        if row.get("fee") in names:
            gathered[row.get("matter")].append(names[row.get("fee")])
    return {
        code: "、".join(items) + "，按收费目录，凭缴费通知单到财政窗口缴"
        for code, items in gathered.items()
    }


def _plans(pack: Pack) -> tuple[FeePlan, ...]:
    """Plans of firms, each gathered from its rows."""
    units = {row.get("code"): row.get("unit") for row in pack.rows("fees")}
    gathered: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in pack.rows("fee_plans"):
        gathered[row.get("credit_code"), row.get("year")].append(row)
    return tuple(
        _struct(
            FeePlan,
            rows[0],
            lines=tuple(_struct(PlanLine, r, unit=units[r.get("fee")]) for r in rows),
        )
        for rows in gathered.values()
    )


def _by_matter(pack: Pack, key: str) -> dict[str, list[Row]]:
    """Rows of a sheet gathered by the matter they belong to."""
    gathered: dict[str, list[Row]] = defaultdict(list)
    for row in pack.rows(key):
        gathered[row.get("matter")].append(row)
    return gathered


def _struct(kind: type[S], row: Row, **more: Any) -> S:
    """A struct from those values of the row that it has fields for; `more` wins."""
    values = {**row.values, **more}
    return kind(**{name: values[name] for name in kind.__struct_fields__ if name in values})
