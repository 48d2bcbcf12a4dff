"""What stands on a paper: the common block and each paper's own fields, from the case's facts.

The content is plain JSON-able data and becomes part of the act `paper.issued`, so that a reprint
years later says the same. Layouts are in forms/; here is only what they are filled with.
"""

from __future__ import annotations

import datetime as dt

from counter.domain import clock
from counter.domain.acts import NumberUse
from counter.domain.case import (
    AcceptanceRefused,
    CaseDecided,
    CaseReceived,
    Limits,
    MaterialReceived,
    NoticeIssued,
    PaperIssued,
)
from counter.domain.catalogue import (
    HANDLING_WORDS,
    CatalogueIndex,
    Handling,
    MaterialSpec,
    Matter,
    PaperType,
)
from counter.domain.clock import WorkCalendar
from counter.domain.identity import mask_number
from counter.domain.numbers import group_case_number
from counter.domain.persons import DOC_WORDS
from counter.domain.rules import DAY_WORDS
from counter.domain.turn import Turn

REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，"
    "或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
REMEDIES_NOTICE = REMEDIES.replace("决定书", "通知书")


def hall_block(
    catalogue: CatalogueIndex, clerk: str, window: str, today: dt.date, *, training: bool
) -> dict[str, object]:
    """What every paper says of the hall and of its making, also one that belongs to no case."""
    centre = catalogue.centre
    return {
        "centre": centre.name,
        "centre_address": centre.address,
        "hotline": centre.hotline,
        "complaints": centre.complaints,
        "motto": centre.motto,
        "window": window,
        "clerk": clerk,
        "date": today.isoformat(),
        "date_words": clock.paper_date(today),
        "date_chinese": clock.chinese_date(today),
        "training": training,
        "simulated": False,
    }


def common_block(
    received: CaseReceived, catalogue: CatalogueIndex, clerk: str, today: dt.date
) -> dict[str, object]:
    """The block every paper bears (文书公共项)."""
    matter = catalogue.matters[received.matter]
    unit = catalogue.unit_of_matter(matter)
    applicant, agent = received.applicant, received.agent
    document = applicant.document
    return {
        **hall_block(catalogue, clerk, received.window, today, training=received.training),
        "organ": unit.name,
        "organ_short": unit.short,
        "case_no": received.case_no,
        "case_no_grouped": group_case_number(received.case_no),
        "matter": matter.title,
        "matter_code": matter.code,
        "handling": HANDLING_WORDS[Handling(received.handling)],
        "applicant": applicant.name,
        "applicant_doc": "统一社会信用代码"
        if applicant.kind == "organisation"
        else (DOC_WORDS[document.kind] if document else ""),
        "applicant_number": applicant.number,
        "applicant_tail": mask_number(applicant.number),
        "representative": applicant.representative,
        "agent": agent.document.name if agent else "无",
        "power_of_attorney": agent.power_of_attorney if agent else "",
        "phone": received.contact.phone,
        "address": applicant.address,
        "delivery": "邮寄" if received.contact.delivery == "mail" else "窗口领取",
        "query": received.case_no,
        "simulated": received.simulated,
    }


def acceptance_fields(
    received: CaseReceived,
    matter: Matter,
    limits: Limits,
    calendar: WorkCalendar,
    today: dt.date,
    turn: Turn | None = None,
) -> dict[str, object]:
    """Fields of 受理通知书, 收件凭证 and the slip: dates, reckoning, materials.

    turn: place in the order of acceptance (art. 57), None where the matter is not limited.
    """
    legal = dt.date.fromisoformat(limits.legal_on)
    promised = dt.date.fromisoformat(limits.promised_on)
    return {
        "accepted_words": clock.paper_date(today),
        "promised_days": limits.promised_days,
        "promised_on": limits.promised_on,
        "promised_words": clock.paper_date(promised),
        "promised_short": clock.slip_date(promised),
        "legal_days": limits.legal_days,
        "legal_kind": DAY_WORDS[limits.day_kind],
        "legal_on": limits.legal_on,
        "legal_words": clock.paper_date(legal),
        "estimated": limits.estimated,
        "same_day": limits.promised_days == 0,
        "order": turn.words if turn else "",
        "order_time": _moment(turn.at) if turn else "",
        "fee": matter.charges or "不收费",
        **material_fields(received.materials),
        "days": day_cells(calendar, today, limits),
        "not_counted": not_counted_words(calendar, today, limits),
    }


def _moment(iso: str) -> str:
    """2026 年 9 月 22 日 14 时 6 分 31 秒."""
    at = dt.datetime.fromisoformat(iso)
    return f"{clock.paper_date(at.date())} {at.hour} 时 {at.minute} 分 {at.second} 秒"


NO_MATERIALS: dict[str, object] = {
    "no": "—",
    "name": "本事项不要求提交材料",
    "form": "—",
    "copies": 0,
    "pages": 0,
    "evidence": "—",
}


def material_fields(materials: tuple[MaterialReceived, ...]) -> dict[str, object]:
    """The list of materials with its sums; a matter that asks for none says so in one row."""
    rows: list[dict[str, object]] = [
        {
            "no": i,
            "name": named(m),
            "form": "原件" if m.original else "复印件",
            "copies": m.copies,
            "pages": m.pages,
            "evidence": m.evidence,
        }
        for i, m in enumerate(materials, 1)
    ]
    return {
        "materials": rows or [NO_MATERIALS],
        "material_copies": sum(m.copies for m in materials),
        "material_pages": sum(m.pages for m in materials),
        "reused": reused_words(materials),
    }


def named(material: MaterialReceived) -> str:
    """A material as papers list it: with its number, and the case it was taken over from."""
    number = f"　{material.number}" if material.number else ""
    if not material.reused_from:
        return material.name + number
    return f"{material.name}{number}（复用 {group_case_number(material.reused_from)}）"


def reused_words(materials: tuple[MaterialReceived, ...]) -> str:
    """复用 line of the slip: which materials, from which cases; empty where none."""
    places: dict[str, list[int]] = {}
    for n, material in enumerate(materials, 1):
        if material.reused_from:
            places.setdefault(material.reused_from, []).append(n)
    return "；".join(
        f"第 {'、'.join(map(str, numbers))} 项，上次 {group_case_number(case_no)}"
        for case_no, numbers in places.items()
    )


def notice_fields(
    told: NoticeIssued, received: CaseReceived, received_on: dt.date
) -> dict[str, object]:
    """Fields of 一次性告知书: every item with its why and basis, the day of receipt."""
    return {
        **material_fields(received.materials),
        "items": [
            {
                "no": n,
                "name": item.name,
                "fault": "缺" if item.fault == "missing" else "不合要求",
                "why": item.why,
                "basis": item.basis,
            }
            for n, item in enumerate(told.items, 1)
        ],
        "received_words": clock.paper_date(received_on),
        "until_words": clock.paper_date(dt.date.fromisoformat(told.until)) if told.until else "",
    }


def supplement_fields(
    came: tuple[MaterialReceived, ...], open_names: tuple[str, ...], until: str
) -> dict[str, object]:
    """Fields of 补正材料接收凭证: what came, what of the notice is still open. until: ISO date."""
    return {
        **material_fields(came),
        "complete": not open_names,
        "open_words": "、".join(open_names),
        "until_words": clock.paper_date(dt.date.fromisoformat(until)) if until else "",
    }


def follow_fields(
    gaps: tuple[MaterialSpec, ...], until: dt.date, accepted_on: dt.date
) -> dict[str, object]:
    """Fields of 补办件通知书: what may follow, in which form, and the last day for it."""
    return {
        "gaps": [
            {
                "no": n,
                "name": m.name,
                "form": "原件" if m.original else "复印件",
                "copies": m.copies,
                "note": m.note,
            }
            for n, m in enumerate(gaps, 1)
        ],
        "gap_count": len(gaps),
        "until_words": clock.paper_date(until),
        "accepted_words": clock.paper_date(accepted_on),
    }


def return_fields(
    materials: tuple[MaterialReceived, ...], reason: str, by_applicant: bool, received_on: dt.date
) -> dict[str, object]:
    """Fields of 退件（撤回）单: on whose wish, why, the materials that go back."""
    return {
        **material_fields(materials),
        "reason": reason,
        "by_applicant": by_applicant,
        "received_words": clock.paper_date(received_on),
    }


def refusal_fields(refusal: AcceptanceRefused, received_on: dt.date) -> dict[str, object]:
    """Fields of 不予受理通知书: the limb of art. 32, reason, the right body, remedies."""
    not_ours = refusal.limb == "not_ours"
    return {
        "limb": "申请事项依法不属于本机关职权范围"
        if not_ours
        else "申请事项依法不需要取得行政许可",
        "article": "第三十二条第一款第二项" if not_ours else "第三十二条第一款第一项",
        "not_ours": not_ours,
        "received_words": clock.paper_date(received_on),
        "reason": refusal.reason,
        "right_body": refusal.right_body,
        "remedies": REMEDIES_NOTICE,
    }


def day_cells(calendar: WorkCalendar, start: dt.date, limits: Limits) -> list[dict[str, object]]:
    """The working-day strip: one cell a day from receipt to the promised day."""
    cells: list[dict[str, object]] = [
        {"date": start.isoformat(), "mark": "receipt", "name": "收件", "number": 0}
    ]
    if limits.promised_days > 0:
        cells += [
            {"date": c.date.isoformat(), "mark": c.mark.value, "name": c.name, "number": c.number}
            for c in calendar.reckon(start, limits.promised_days).cells
        ]
    return cells


def not_counted_words(calendar: WorkCalendar, start: dt.date, limits: Limits) -> str:
    """One sentence: which days do not count, which make-up days do."""
    days = limits.promised_days
    if days == 0:
        return ""
    names: dict[str, list[dt.date]] = {}
    extra: list[dt.date] = []
    for cell in calendar.reckon(start, days).cells:
        if cell.mark is clock.DayMark.MAKE_UP:
            extra.append(cell.date)
        elif not cell.mark.counts:
            names.setdefault(cell.name or "周末", []).append(cell.date)
    parts = [name if name == "周末" else f"{name} {len(dates)} 天" for name, dates in names.items()]
    words = "、".join(parts) + "不计" if parts else "其间没有节假日"
    if extra:
        words += "；" + "、".join(f"{d.month} 月 {d.day} 日" for d in extra) + "补班计入"
    return words


def decision_fields(
    decided: CaseDecided, limits: Limits | None, accepted_on: str
) -> dict[str, object]:
    """Fields of the decision papers."""
    return {
        "outcome": decided.outcome,
        "reason": decided.reason,
        "certificate": decided.certificate,
        "valid_to": clock.paper_date(dt.date.fromisoformat(decided.valid_to))
        if decided.valid_to
        else "",
        "deemed_words": clock.paper_date(dt.date.fromisoformat(decided.deemed))
        if decided.deemed
        else "",
        "letter": decided.letter,
        "for_absent": decided.for_absent,
        "accepted_words": clock.paper_date(dt.date.fromisoformat(accepted_on)),
        "legal_words": clock.paper_date(dt.date.fromisoformat(limits.legal_on)) if limits else "",
        "remedies": REMEDIES,
    }


def issue(
    kind: PaperType,
    paper_id: str,
    number: str,
    numbers: tuple[NumberUse, ...],
    content: dict[str, object],
    form_version: str,
    about: str = "",
) -> PaperIssued:
    """The act's payload for a paper of `kind`. about: what it belongs to, as lists name it; a
    paper with the common block of a case needs no telling."""
    return PaperIssued(
        paper_id=paper_id,
        code=kind.code,
        form=kind.form,
        form_version=form_version,
        title=kind.title,
        number=number,
        channel=kind.channel,
        copies=kind.copies,
        seals=kind.seals,
        content={**content, "title": kind.title, "paper_number": number},
        about=about or str(content.get("case_no_grouped", "")),
        numbers=numbers,
    )
