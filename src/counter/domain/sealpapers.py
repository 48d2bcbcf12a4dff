"""用印登记表: the register of one seal over a period, on paper; each seal has its own stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from counter.domain import clock, papers
from counter.domain.acts import NewAct
from counter.domain.catalogue import Seal
from counter.domain.errors import KnownError, text
from counter.domain.issuing import issue_on
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor
from counter.domain.setting import Setting

CODE = "seal_register"
"""Code of the paper in the catalogue."""
MOST = 1000
"""Lines that one paper takes."""


class SealUse(msgspec.Struct, frozen=True, kw_only=True):
    """One use of the seal. at: ISO time; copies: of the paper, so many prints it bears."""

    at: str
    paper: str
    number: str
    copies: int
    case_no: str
    who: str


def register_stream(seal: str) -> str:
    """Journal stream of the printed registers of a seal."""
    return f"seal_register:{seal}"


def check_period(since: str, until: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The two days of a period, both inclusive. Raises `seals.period`."""
    try:
        first, last = dt.date.fromisoformat(since.strip()), dt.date.fromisoformat(until.strip())
    except ValueError:
        raise KnownError("seals.period", "日期不对。", "两个日期都写成 2026-09-22 这样。") from None
    if first > last or first > today:
        raise KnownError("seals.period", "这段日子不对。", "先写早的一天，再写晚的；不到将来。")
    return first, min(last, today)


def print_register(
    seal: Seal,
    uses: Sequence[SealUse],
    since: dt.date,
    until: dt.date,
    actor: Actor,
    place: Setting,
) -> NewAct:
    """The register of the seal from `since` to `until`, oldest first; empty: it says so.

    Raises `seals.paper` (the catalogue lacks it), `seals.many` (more than one paper takes).
    """
    kind = place.catalogue.papers.get(CODE)
    if kind is None:
        raise KnownError("seals.paper", "文书目录里没有用印登记表。", "请管理员在“文书”表里补上。")
    if len(uses) > MOST:
        raise KnownError(
            "seals.many",
            text("这段日子盖了 {n} 次以上，一张表打不下。", n=MOST),
            "把日子分成两段，各打一张。",
        )
    unit = place.catalogue.units.get(seal.unit)
    hall = papers.hall_block(
        place.catalogue, actor.name, actor.window, place.today, training=place.training
    )
    content: dict[str, object] = {
        **hall,
        "organ": unit.name if unit else place.catalogue.centre.name,
        "seal": seal.name,
        "seal_code": seal.code,
        "since_words": clock.paper_date(since),
        "until_words": clock.paper_date(until),
        "uses": [_row(n, use) for n, use in enumerate(uses, 1)],
        "use_count": len(uses),
        "use_copies": sum(use.copies for use in uses),
        "query": f"{seal.code} {since.isoformat()} {until.isoformat()}",
    }
    about = f"{since.isoformat()} 至 {until.isoformat()}"
    return issue_on(register_stream(seal.code), kind, unit, content, place, about=about)


def _row(n: int, use: SealUse) -> dict[str, object]:
    return {
        "no": n,
        "when": use.at[:16].replace("T", " "),
        "paper": use.paper,
        "number": use.number,
        "copies": use.copies,
        "case_no_grouped": group_case_number(use.case_no),
        "who": use.who,
    }
