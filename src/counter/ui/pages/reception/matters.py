"""The middle column as data: the matter found by letters, its materials, its form."""

from __future__ import annotations

import datetime as dt

from counter.desk.reception import MaterialTick, PriorEntry
from counter.domain.catalogue import HANDLING_WORDS, CatalogueIndex, MaterialSpec, Matter
from counter.domain.errors import Text, text
from counter.domain.numbers import group_case_number
from counter.domain.prior import PRIOR
from counter.domain.reuse import EVIDENCE_WORDS, Level
from counter.ui.markup import Line
from counter.ui.pages.reception.lineup import line_words
from counter.ui.pages.reception.model import (
    FieldView,
    FormView,
    MatchView,
    MaterialsView,
    MaterialView,
    MatterView,
    Words,
)
from counter.ui.pages.reception.offering import offer_words, offered
from counter.ui.pages.reception.state import ReceptionState

VISIBLE = 3
"""Matches that are shown at once; the count says how many there are."""

BY_CARD = "读卡核验"
BY_HAND = "窗口核对"

HOW: dict[Level, str] = {"A": "机关直取", "B": BY_HAND, "C": "上传待核", "D": "自己申报"}
"""The levels of evidence as the table says them; the line below it says them in full."""
LEVEL_WORDS: dict[str, str] = {str(level): words for level, words in EVIDENCE_WORDS.items()}


def marks(matter: Matter, query: str) -> tuple[int, ...]:
    """Positions in the title whose characters matched the query, by word or by initials."""
    q, title = query.strip().lower(), matter.title.lower()
    if not q:
        return ()
    at = title.find(q)
    if at >= 0:
        return tuple(range(at, at + len(q)))
    spoken = [i for i, c in enumerate(title) if c.isalnum()]
    if len(spoken) != len(matter.initials):
        return ()
    at = matter.initials.find(q)
    if at >= 0:
        return tuple(spoken[at : at + len(q)])
    found, start = [], 0
    for letter in q:
        place = matter.initials.find(letter, start)
        if place < 0:
            return ()
        found.append(spoken[place])
        start = place + 1
    return tuple(found)


def window(count: int, at: int) -> range:
    """The slice of matches in view, so that the current one is among them."""
    first = min(max(0, at - VISIBLE + 1), max(0, count - VISIBLE))
    return range(first, min(count, first + VISIBLE))


def matter_view(state: ReceptionState) -> MatterView:
    """Section 事项."""
    form, catalogue = state.form, state.catalogue
    if catalogue is None:
        return MatterView(query=form.query, fact="", count="", matches=())
    fact = text(
        "目录第 {version} 版·{n} 项",
        version=catalogue.catalogue.version,
        n=len(catalogue.matters),
    )
    matches, count = state.matches, len(state.matches)
    chosen = state.matter
    if not matches and chosen is not None:
        views: tuple[MatchView, ...] = (_match(catalogue, chosen, "", True, True),)
    else:
        views = tuple(
            _match(catalogue, matches[i], form.query, matches[i] is chosen, i == state.match_at)
            for i in window(count, state.match_at)
        )
    return MatterView(
        query=form.query,
        fact=fact,
        count=_count(form.query, count, state.match_at),
        matches=views,
        hint=Text("编码、名称、首字母都能找"),
        error=state.problem_at("matter"),
        line=line_words(state),
    )


def _count(query: str, count: int, at: int) -> Words:
    if not query.strip():
        return ""
    if count == 0:
        return Text("没有对得上的，换个字试试")
    if count <= VISIBLE:
        return text("{n} 项对得上", n=count)
    return text("{n} 项对得上，第 {at} 项", n=count, at=at + 1)


def _match(
    catalogue: CatalogueIndex, matter: Matter, query: str, chosen: bool, current: bool
) -> MatchView:
    return MatchView(
        code=matter.code,
        name=matter.name,
        variant=matter.variant,
        marks=marks(matter, query),
        handling=Text(HANDLING_WORDS[matter.handling]),
        unit=catalogue.unit_of_matter(matter).short,
        materials=text("{n} 份材料", n=len(matter.materials)) if matter.full else Text("依据待核"),
        chosen=chosen,
        current=current,
    )


# --- materials ------------------------------------------------------------------------------------


def fresh_tick(spec: MaterialSpec, *, by_card: bool = False) -> MaterialTick:
    """A material as it comes: as asked for, checked at the window or read from the card."""
    return MaterialTick(
        received=True,
        original=spec.original,
        copies=spec.copies,
        pages=1,
        evidence="A" if by_card else "B",
        how=BY_CARD if by_card else BY_HAND,
    )


def materials_view(state: ReceptionState) -> MaterialsView:
    """Section 材料."""
    matter = state.matter
    if matter is None:
        empty = Text("选了事项，要的材料就列在这里；目录以外的不能要。")
        return MaterialsView(rows=(), count="", current=0, note="", empty=empty)
    if not matter.materials:
        empty = Text("目录里没有列材料，不能向申请人要材料。")
        return MaterialsView(rows=(), count="", current=0, note="", empty=empty)
    rows = tuple(
        _row(n, spec, state.form.materials.get(spec.code), spec.code in state.offers.reuse)
        for n, spec in enumerate(matter.materials, 1)
    )
    at = min(state.material_at, len(rows) - 1)
    return MaterialsView(
        rows=rows,
        count=_counted(rows),
        current=at,
        note=_note(state, rows[at]),
        editing=state.editing,
        mending=state.mending,
    )


def _counted(rows: tuple[MaterialView, ...]) -> Words:
    got = sum(row.ticked for row in rows)
    lacking = sum(row.required and not row.ticked for row in rows)
    if lacking == 0:
        return text("已收 {got}·齐了", got=got)
    return text("已收 {got}·还差 {lacking}", got=got, lacking=lacking)


def _note(state: ReceptionState, row: MaterialView) -> Line:
    held = offered(state)
    if held is not None and not row.ticked and not state.locked:
        said = str(offer_words(held, dt.date.fromisoformat(held.received_on)))
        return text("**第 {n} 项**  {said}  [[reception.reuse]]", n=row.no, said=said)
    if row.reused_from:
        number = group_case_number(row.reused_from)
        full = LEVEL_WORDS[row.evidence]
        kept = "**第 {n} 项**  复用 {number}，{level} {full}，等级不变"
        return text(kept, n=row.no, number=number, level=row.evidence, full=full)
    if row.ticked and row.evidence != "B" and not row.by_card:
        full = LEVEL_WORDS[row.evidence]
        return text("**第 {n} 项**  等级 {level}：{full}", n=row.no, level=row.evidence, full=full)
    if row.on_spot:
        return text("**第 {n} 项**  当场更正：{what}", n=row.no, what=row.on_spot)
    words = row.note or ("可不交" if not row.required else "")
    return text("**第 {n} 项**  {note}", n=row.no, note=words) if words else ""


def _row(n: int, spec: MaterialSpec, tick: MaterialTick | None, offer: bool) -> MaterialView:
    got = tick is not None and tick.received
    held = tick if got and tick is not None else MaterialTick()
    by_card = got and held.how == BY_CARD
    asked = Text("原件 {n}" if spec.original else "复印件 {n}", {"n": spec.copies})
    received: Words = "—"
    if got:
        form = (
            "读卡 {n}"
            if by_card
            else "复用 {n}"
            if held.reused_from
            else "原件 {n}"
            if held.original
            else "复印件 {n}"
        )
        received = Text(form, {"n": held.copies})
    return MaterialView(
        no=n,
        code=spec.code,
        name=spec.name,
        required=spec.required,
        asked=asked,
        received=received,
        pages=str(held.pages) if got else "—",
        evidence=held.evidence if got else "—",
        how=Text(held.how) if got else _not_yet(spec, offer),
        reused_from=held.reused_from if got else "",
        on_spot=held.on_spot if got else "",
        ticked=got,
        by_card=by_card,
        note=spec.note,
        original=held.original if got else spec.original,
        copies=held.copies if got else spec.copies,
    )


def _not_yet(spec: MaterialSpec, offer: bool) -> Words:
    if offer:
        return Text("上次已收")
    if not spec.required:
        return Text("可不交")
    return Text("可后补" if spec.may_follow else "待核")


# --- the matter's own form ------------------------------------------------------------------------


def form_view(state: ReceptionState) -> FormView:
    """Section 申办内容."""
    matter = state.matter
    draft = text("草稿已存 {time}", time=state.saved_at[11:19]) if state.saved_at else ""
    if matter is None:
        return FormView(fields=(), draft=draft)
    if not matter.fields and not matter.law.needs:
        return FormView(fields=(), draft=draft, empty=Text("这一项没有要另填的内容。"))
    fields = tuple(
        FieldView(
            path=f"form.{spec.key}",
            label=spec.label,
            value=state.form.fields.get(spec.key, ""),
            kind="long" if spec.kind == "text" and spec.max_length > 60 else spec.kind,
            unit=spec.unit,
            choices=(("", Text("请选")), *((c, c) for c in spec.choices)) if spec.choices else (),
            optional=not spec.required,
            max_length=spec.max_length,
            error=state.problem_at(f"form.{spec.key}"),
            warning=state.warning_at(f"form.{spec.key}"),
        )
        for spec in matter.fields
    )
    prior = tuple(
        field
        for n, code in enumerate(matter.law.needs, 1)
        for field in _prior_fields(state, code, n if len(matter.law.needs) > 1 else 0)
    )
    return FormView(fields=(*prior, *fields), draft=draft)


SEEN: tuple[tuple[str, Words], ...] = (
    ("A", Text("A 本厅准予的件")),
    ("B", Text("B 窗口看过证")),
    ("C", Text("C 上传，待核对原件")),
    ("D", Text("D 自己申报，没见证")),
)


def _prior_fields(state: ReceptionState, code: str, n: int) -> tuple[FieldView, FieldView]:
    """前置: the number of the needed result, and how it was seen."""
    entry = state.form.prior.get(code, PriorEntry())
    own = bool(entry.case_no)
    seen = SEEN[:1] if own else SEEN[1:]
    return (
        FieldView(
            path=f"{PRIOR}{code}",
            label=text("前置证号 {n}", n=n) if n else Text("前置证号"),
            value=entry.number,
            error=state.problem_at(f"{PRIOR}{code}"),
            max_length=60,
        ),
        FieldView(
            path=f"{PRIOR}{code}/evidence",
            label=Text("怎样见到"),
            value=entry.evidence,
            kind="choice",
            choices=seen,
        ),
    )
