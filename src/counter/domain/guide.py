"""办事指南: what art. 30 行政许可法 wants public of a matter, as words a clerk reads out."""

from __future__ import annotations

import msgspec

from counter.domain.catalogue import HANDLING_WORDS, Handling, MaterialSpec, Matter

UNKNOWN = "目录里没有写"


class GuidePart(msgspec.Struct, frozen=True):
    """One of the things to be made public: its name and its lines."""

    name: str
    lines: tuple[str, ...]
    known: bool = True


def guide(matter: Matter, unit: str) -> tuple[GuidePart, ...]:
    """What art. 30 lists and the catalogue knows, with result and charge. unit: its name.

    What the catalogue does not say is said to be missing; it is never made up.
    """
    materials = tuple(_material(place, m) for place, m in enumerate(matter.materials, 1))
    basis = tuple(
        f"《{b.statute}》{b.article}" + ("" if b.certain else "，待核") for b in matter.basis
    )
    return (
        _part("要带什么", materials),
        GuidePart("期限", (_limit(matter),)),
        GuidePart("收费", (matter.charges or UNKNOWN,), bool(matter.charges)),
        _part("依据", basis),
        GuidePart("条件", (UNKNOWN,), False),
        GuidePart("数量", (_number(matter),)),
        GuidePart("程序", (_procedure(matter, unit),)),
        GuidePart("示范文本", (UNKNOWN,), False),
    )


def _part(name: str, lines: tuple[str, ...]) -> GuidePart:
    return GuidePart(name, lines or (UNKNOWN,), bool(lines))


def _material(place: int, material: MaterialSpec) -> str:
    kind = "原件" if material.original else "复印件"
    copies = f" {material.copies} 份" if material.copies > 1 else ""
    need = "" if material.required else "，有就带"
    return f"{place}. {material.name}（{kind}{copies}{need}）"


def _limit(matter: Matter) -> str:
    days = "自然日" if matter.law.day_kind == "natural" else "工作日"
    promised = "当天办结" if matter.promised_days == 0 else f"承诺 {matter.promised_days} 个工作日"
    return f"{promised}；法定 {matter.legal_days} 个{days}"


def _number(matter: Matter) -> str:
    """Art. 57: whether there are only so many, and who then comes first."""
    if not matter.law.limited:
        return "没有数量限制"
    if matter.law.other_order:
        return "有数量限制，先后照法律、行政法规的另外规定"
    return "有数量限制，按受理先后"


def _procedure(matter: Matter, unit: str) -> str:
    where = "窗口审核" if matter.review == "window" else "移交部门审核"
    result = f"，发{matter.result}" if matter.result else ""
    return f"{HANDLING_WORDS[Handling(matter.handling)]}：{unit}收件、受理，{where}，决定{result}"
