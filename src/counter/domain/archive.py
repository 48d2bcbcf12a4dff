"""归档: the file of a finished case is listed (卷内目录), numbered, given its place, and closed.

What the file should hold and does not is named line by line; it goes to the archive with a reason
for each gap, or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from counter.domain import clock, papers
from counter.domain.acts import NewAct, nfc
from counter.domain.case import CaseArchived, CaseState, PaperState, case_stream
from counter.domain.caseacts import ArchiveItem
from counter.domain.catalogue import SEAL_WORDS, CatalogueIndex, Matter
from counter.domain.errors import KnownError, text
from counter.domain.numbers import paper_number, paper_series, series_stream, use
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    current_receipt,
    issue_paper,
    received_of,
    require_worker,
)
from counter.domain.states import FINISHED, Status

VOLUME_MARK = "卷"
"""Mark of the number series of volumes, one per organ and year as those of papers."""

RULE = "档案法：应归档的材料按规定移交归档（条号待核）"


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file that is not as it should be. key: stable within the case."""

    key: str
    title: str
    why: str


def _paper_gap(paper_id: str, paper: PaperState) -> Gap | None:
    """Why a paper cannot lie in the file as it is."""
    if not paper.printed:
        unknown = any(p.outcome == "unknown" for p in paper.prints)
        why = "不知道打好没有" if unknown else "没有打出来"
    elif paper.missing_seals:
        why = "没盖" + "、".join(SEAL_WORDS.get(kind, kind) for kind in paper.missing_seals)
    else:
        return None
    return Gap(key=paper_id, title=paper.issued.title, why=why)


def _filed(state: CaseState) -> tuple[tuple[str, PaperState], ...]:
    """The papers that belong into the file, oldest first; a slip is the citizen's."""
    return tuple((k, p) for k, p in state.papers.items() if p.issued.channel == "page")


def gaps(state: CaseState) -> tuple[Gap, ...]:
    """Everything that the file lacks, in the order of 卷内目录. Empty = it is whole."""
    owed = tuple(Gap(key=f"owed.{name}", title=name, why="没有补来") for name, _ in state.missing)
    found = (_paper_gap(paper_id, paper) for paper_id, paper in _filed(state))
    return owed + tuple(gap for gap in found if gap is not None)


def contents(state: CaseState, reasons: Mapping[str, str]) -> tuple[ArchiveItem, ...]:
    """卷内目录: materials as they came, then papers by the day they were issued.

    reasons: why a gap is let stand, by its key. Pages of a paper are 0: they are counted by hand.
    """
    received = received_of(state)
    came = received.materials + tuple(m for s in state.supplements for m in s.materials)
    lacking = {gap.key: gap for gap in gaps(state)}

    def missing(key: str) -> str:
        gap = lacking.get(key)
        return f"{gap.why}（{nfc(reasons.get(key, '').strip())}）" if gap else ""

    rows = [
        ArchiveItem(no=0, title=m.name, on=state.received_at[:10], pages=m.pages * m.copies)
        for m in came
    ]
    rows += [
        ArchiveItem(no=0, title=name, pages=0, missing=missing(f"owed.{name}"))
        for name, _ in state.missing
    ]
    rows += [
        ArchiveItem(
            no=0,
            title=paper.issued.title,
            number=paper.issued.number,
            on=str(paper.issued.content.get("date", "")),
            pages=0,
            missing=missing(paper_id),
        )
        for paper_id, paper in _filed(state)
    ]
    return tuple(msgspec.structs.replace(row, no=n) for n, row in enumerate(rows, 1))


def kept_until(closed_on: dt.date, years: int) -> dt.date:
    """Last day a file is kept: retention counts from the year after the case was closed."""
    return dt.date(closed_on.year + years, 12, 31)


def retention(matter: Matter, catalogue: CatalogueIndex) -> int:
    """Years that a file of the matter is kept: the matter's own, else the hall's rule."""
    return matter.law.retention_years or catalogue.rules.retention_years


def archive(
    state: CaseState, reasons: Mapping[str, str], shelf: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """归档 of a finished case, with its 卷内目录. shelf: where the file stands (柜、盒).

    Raises `archive.*` (unfinished, twice, a gap without a reason, no shelf), `case.*`, `role.*`.
    """
    received = received_of(state)
    _check_finished(state)
    require_worker(actor)
    require_unit(actor, received.unit)
    open_gaps = [gap for gap in gaps(state) if not reasons.get(gap.key, "").strip()]
    if open_gaps:
        names = "、".join(f"{gap.title}（{gap.why}）" for gap in open_gaps)
        raise KnownError(
            "archive.gaps",
            text("卷里缺：{names}。", names=names),
            "补打、补盖后再归档；补不了的，每样写明原因。",
            rule=RULE,
        )
    if not shelf.strip():
        raise KnownError("archive.shelf", "没写案卷放在哪里。", "写上柜号、盒号。")
    matter = place.catalogue.matters[received.matter]
    years = retention(matter, place.catalogue)
    ended = dt.date.fromisoformat(state.closed_on) if state.closed_on else place.today
    unit = place.catalogue.unit_of_matter(matter)
    series = paper_series(unit.code, VOLUME_MARK, place.today.year)
    n = place.take(series)
    filed = CaseArchived(
        volume=paper_number(unit.mark or unit.short, VOLUME_MARK, place.today.year, n),
        contents=contents(state, reasons),
        retention_years=years,
        keep_until=kept_until(ended, years).isoformat(),
        place=nfc(shelf.strip()),
        numbers=use(series, n),
    )
    act = NewAct(
        stream=case_stream(state.case_no),
        payload=filed,
        effective_on=place.today.isoformat(),
        touches=(series_stream(series),),
        units=(received.unit,),
    )
    return [act, *_list_of_contents(state, filed, matter, actor, place)]


def _check_finished(state: CaseState) -> None:
    if state.needs_upgrade:
        raise KnownError("case.newer", "这件是新版程序办的，本机只能看。", "请升级本机程序。")
    if state.status is Status.ARCHIVED:
        volume = state.archived.volume if state.archived else ""
        raise KnownError(
            "archive.twice", text("这件已经归档（{volume}）。", volume=volume), "不用再归。"
        )
    if state.status not in FINISHED:
        raise KnownError(
            "archive.state", "这件还没办完，不能归档。", "先办结、退件或撤回，再归档。", rule=RULE
        )


def _list_of_contents(
    state: CaseState, filed: CaseArchived, matter: Matter, actor: Actor, place: Setting
) -> list[NewAct]:
    """卷内目录 as a paper, where the catalogue has that kind."""
    kind = place.catalogue.papers.get("archive_list")
    if kind is None:
        return []
    content = {
        **papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today),
        **archive_fields(filed, state.closed_on),
    }
    return [issue_paper(kind, matter, state.case_no, content, place)]


def archive_fields(filed: CaseArchived, closed_on: str) -> dict[str, object]:
    """Fields of 卷内目录."""
    return {
        "volume": filed.volume,
        "shelf": filed.place,
        "retention": f"{filed.retention_years} 年",
        "keep_words": clock.paper_date(dt.date.fromisoformat(filed.keep_until)),
        "closed_words": clock.paper_date(dt.date.fromisoformat(closed_on)) if closed_on else "",
        "contents": [
            {
                "no": item.no,
                "title": item.title,
                "number": item.number,
                "on": item.on,
                "pages": str(item.pages) if item.pages else "",
                "missing": item.missing,
            }
            for item in filed.contents
        ],
        "content_count": len(filed.contents),
        "gap_count": sum(1 for item in filed.contents if item.missing),
    }
