"""容缺受理: accepted now without what may follow, which is brought by a day that the notice names.

Only materials that the catalogue marks may follow. The applicant is told on paper what and by
when, and nothing is granted before it has come.
"""

from __future__ import annotations

import datetime as dt

from counter.domain import papers
from counter.domain.acts import NewAct
from counter.domain.application import Application
from counter.domain.case import CaseReceived, CaseState, MaterialReceived, SupplementReceived
from counter.domain.catalogue import Handling, MaterialSpec, Matter
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    accept,
    act_on,
    current_receipt,
    issue_paper,
    open_case,
    require_worker,
)
from counter.domain.rules import HallRules

NOTICE = "follow_notice"
"""The paper that tells the applicant; without it in the catalogue nothing is accepted so."""
RULE = "容缺受理：目录里标明可后补的材料"


def lacking(application: Application, matter: Matter) -> tuple[MaterialSpec, ...]:
    """Required materials that did not come, in the order of the catalogue."""
    got = {m.code for m in application.materials}
    return tuple(m for m in matter.materials if m.required and m.code not in got)


def due(matter: Matter, rules: HallRules, calendar: WorkCalendar, today: dt.date) -> dt.date:
    """The last day for what follows: working days of the matter, else of the hall's rule."""
    return calendar.due(today, matter.law.follow_days or rules.follow_days).date


def refusal(application: Application, matter: Matter) -> KnownError | None:
    """Why the application cannot be accepted 容缺; None when it can, other problems apart."""
    gaps = lacking(application, matter)
    if not gaps:
        return KnownError("follow.none", "材料齐了，不用容缺。", "请按 F5 受理。")
    if matter.handling is Handling.SPOT:
        return KnownError(
            "follow.spot", "即办件今天就作决定，不能容缺受理。", "缺的请按 F4 一次告知。", rule=RULE
        )
    fixed = "、".join(m.name for m in gaps if not m.may_follow)
    if fixed:
        return KnownError(
            "follow.not_marked",
            text("{names} 不能后补。", names=fixed),
            "目录里没有标明可后补的材料，缺了请按 F4 一次告知。",
            rule=RULE,
        )
    return None


def accept_lacking(
    application: Application, actor: Actor, place: Setting
) -> tuple[str, list[NewAct]]:
    """容缺受理: accepted today, the acceptance names what is to come and by when, told on paper.

    Raises `follow.*`, and what F5 raises for all that is wrong beside those materials.
    """
    matter = place.catalogue.matters.get(application.matter)
    if matter is None:
        return accept(application, actor, place)
    wrong = refusal(application, matter)
    if wrong is not None:
        raise wrong
    kind = place.catalogue.papers.get(NOTICE)
    if kind is None:
        raise KnownError(
            "follow.paper",
            "目录里没有补办件通知书，不能容缺受理。",
            "缺的请按 F4 一次告知；要容缺，请管理员在目录里加上这种文书。",
            rule=RULE,
        )
    gaps = lacking(application, matter)
    last = due(matter, place.catalogue.rules, place.calendar, place.today)
    number, acts = accept(application, actor, place, later={m.code: last.isoformat() for m in gaps})
    received = acts[0].payload
    assert isinstance(received, CaseReceived)
    content = {
        **papers.common_block(received, place.catalogue, actor.name, place.today),
        **papers.follow_fields(gaps, last, place.today),
    }
    return number, [*acts, issue_paper(kind, matter, number, content, place)]


def follow_up(
    state: CaseState, materials: tuple[MaterialReceived, ...], actor: Actor, place: Setting
) -> list[NewAct]:
    """What was left to follow comes in, also after its day; its receipt is printed.

    Raises `follow.*`, `supplement.*`, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if not state.missing:
        raise KnownError("follow.none", "这件没有在等后补的材料。", "请看经过。")
    if not materials:
        raise KnownError("supplement.none", "没有收到材料。", "收到哪样，先打勾。")
    wanted = dict(state.missing)
    for m in materials:
        if m.name not in wanted:
            raise KnownError(
                "supplement.other",
                text("{name} 不在容缺要后补的里面。", name=m.name),
                "多带的请还给申请人。",
            )
    came = {m.name for m in materials}
    still_open = {name: by for name, by in wanted.items() if name not in came}
    matter = place.catalogue.matters[received.matter]
    payload = SupplementReceived(materials=materials, complete=not still_open)
    acts = [act_on(state.case_no, matter, place, payload)]
    kind = place.catalogue.papers.get("follow_receipt")
    if kind is not None:
        until = max(still_open.values(), default="")
        content = {
            **papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today),
            **papers.supplement_fields(materials, tuple(still_open), until),
        }
        acts.append(issue_paper(kind, matter, state.case_no, content, place))
    return acts


def lacks(missing: tuple[tuple[str, str], ...], today: dt.date) -> str:
    """What has not come yet, each with its day; those past it say so."""
    iso = today.isoformat()
    return "、".join(f"{name}（{by} 前{'，已逾期' if iso > by else ''}）" for name, by in missing)


def check_complete(state: CaseState, granting: bool, today: dt.date) -> None:
    """No decision while something is to follow; a refusal may come once its day is over.

    Raises KnownError `decide.missing`, naming what and by when.
    """
    if not state.missing:
        return
    late = all(today.isoformat() > by for _, by in state.missing)
    if late and not granting:
        return
    raise KnownError(
        "decide.missing",
        text("容缺的材料还没补来：{names}。", names=lacks(state.missing, today)),
        "催申请人补来，收下后再决定；到期不补的，可以写明理由不予许可。"
        if not late
        else "请催申请人补来；不补的，写明理由不予许可。",
        rule=RULE,
    )
