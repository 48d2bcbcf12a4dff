"""What a catalogue holds, in lines for people."""

from __future__ import annotations

from collections import Counter

from counter.domain.catalogue import HANDLING_WORDS, PLACEMENT_WORDS, Catalogue, Matter
from counter.packs.catalogue import catalogue_digest


def unverified(matter: Matter) -> bool:
    """True when a basis of the matter, or all of it, is still 依据待核."""
    return not matter.basis or any(not basis.certain for basis in matter.basis)


def summary(catalogue: Catalogue) -> list[str]:
    """Units by placement, matters by kind and handling, people, digest."""
    placements = Counter(str(unit.placement) for unit in catalogue.units)
    kinds = Counter(str(matter.kind) for matter in catalogue.matters)
    handlings = Counter(str(matter.handling) for matter in catalogue.matters)
    invented = sum(unit.invented for unit in catalogue.units)
    full = sum(matter.full for matter in catalogue.matters)
    basis = sum(unverified(matter) for matter in catalogue.matters)
    past = "，历史目录，不作现行依据" if catalogue.historical else ""
    return [
        f"{catalogue.centre.name}（{catalogue.centre.code}）",
        f"目录第 {catalogue.version} 版：{catalogue.title}{past}",
        _sum("进驻单位", placements, PLACEMENT_WORDS) + (f"；虚构 {invented}" if invented else ""),
        _sum("事项", kinds, {"licence": "许可", "service": "服务"}),
        _sum("办件类型", handlings, {h.value: word for h, word in HANDLING_WORDS.items()}),
        f"即办 {handlings['spot']}；要素齐全 {full}；依据待核 {basis}",
        f"人员 {len(catalogue.staff)}；授权委托书 {len(catalogue.letters)}；"
        f"印章 {len(catalogue.seals)}；文书 {len(catalogue.papers)}",
        *_fees(catalogue),
        f"指纹 {catalogue_digest(catalogue)[1]}",
    ]


def _fees(catalogue: Catalogue) -> list[str]:
    """How many fee items, matters that charge and plans; nothing for a hall without fees."""
    if not catalogue.fees:
        return []
    codes = {item.code for item in catalogue.fees}
    drafts = codes - {item.code for item in catalogue.fees if item.status == "in_force"}
    matters = {row.matter for row in catalogue.matter_fees}
    return [
        f"收费项目 {len(codes)}（草案 {len(drafts)}）；收费的事项 {len(matters)}；"
        f"一费制企业 {len({plan.credit_code for plan in catalogue.fee_plans})}"
    ]


def _sum(name: str, counts: Counter[str], words: dict[str, str]) -> str:
    """进驻单位 41 = 常驻窗口 13 + …"""
    parts = [f"{word} {counts[key]}" for key, word in words.items() if counts[key]]
    return f"{name} {counts.total()} = " + " + ".join(parts)
