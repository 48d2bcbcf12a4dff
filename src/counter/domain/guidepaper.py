"""带什么: the guide of a matter on a slip, for who asked; belongs to the enquiry.

It says what the catalogue says (art. 30 行政许可法) and nothing of a case: what is wrong with
papers that were handed in is told by the one-time notice alone (art. 32(4)).
"""

from __future__ import annotations

from counter.domain import guide, papers
from counter.domain.acts import NewAct
from counter.domain.catalogue import CatalogueIndex, MaterialSpec, Matter
from counter.domain.enquiry import Enquiry, enquiry_stream, none
from counter.domain.errors import KnownError
from counter.domain.issuing import issue_on
from counter.domain.people import Actor
from counter.domain.setting import Setting

CODE = "guide_slip"
"""Code of the paper in the catalogue."""


def print_guide(state: Enquiry, actor: Actor, place: Setting) -> NewAct:
    """The slip for an enquiry about a matter, open or answered; anybody who works may give it.

    Raises `enquiry.none`, `role.clerk`, `enquiry.no_matter`, `enquiry.slip_none` (the catalogue
    lacks the paper), `enquiry.slip_same` (given today already: that one is to be printed again).
    """
    if state.opened is None:
        raise none(state.number)
    if not actor.works:
        raise KnownError("role.clerk", "这个岗位只看，不办。", "请窗口经办人来打。")
    catalogue = place.catalogue
    matter = catalogue.matters.get(state.opened.matter)
    if matter is None:
        raise KnownError(
            "enquiry.no_matter",
            "这件咨询没有记事项，不知道要带什么。",
            "按 N 另登记一件，写上事项首字母。",
        )
    kind = catalogue.papers.get(CODE)
    if kind is None:
        raise KnownError(
            "enquiry.slip_none", "文书目录里没有办事指南小票。", "请管理员在“文书”表里补上。"
        )
    if state.guide_on == place.today.isoformat():
        raise KnownError(
            "enquiry.slip_same",
            "这件今天打过一份要带什么。",
            "再要一份，到待传页选那一份，按 Ctrl+P 补打。",
        )
    unit = catalogue.unit_of_matter(matter)
    hall = papers.hall_block(
        catalogue, actor.name, actor.window, place.today, training=place.training
    )
    content: dict[str, object] = {
        **hall,
        "organ": unit.name,
        "organ_short": unit.short,
        "enquiry_no": state.number,
        "query": state.number,
        **guide_fields(matter, catalogue),
    }
    stream = enquiry_stream(state.number)
    return issue_on(stream, kind, unit, content, place, about=state.number)


def guide_fields(matter: Matter, catalogue: CatalogueIndex) -> dict[str, object]:
    """What to bring, where, by when, for how much; what the catalogue does not say is missing."""
    unit = catalogue.unit_of_matter(matter)
    said = {
        part.name: "；".join(part.lines) if part.known else f"{guide.UNKNOWN}，请问窗口"
        for part in guide.guide(matter, unit.short)
    }
    windows = "、".join(w.number for w in catalogue.catalogue.windows if w.unit == unit.code)
    return {
        "matter": matter.title,
        "matter_code": matter.code,
        "where": f"{windows} 号窗口 {unit.short}" if windows else unit.short,
        "limit": said["期限"],
        "fee": said["收费"],
        "result_name": matter.result,
        "materials": [_row(n, m) for n, m in enumerate(matter.materials, 1)],
    }


def _row(n: int, material: MaterialSpec) -> dict[str, object]:
    return {
        "no": n,
        "name": material.name,
        "form": "原件" if material.original else "复印件",
        "copies": material.copies,
        "need": "" if material.required else "，有就带",
        "note": f"（{material.note}）" if material.note else "",
    }
