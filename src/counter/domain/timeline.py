"""办件经过单: the whole life of a case on paper, from its acts and from nothing else.

What was done, by whom and when; who held the case how many working days; how the due date was
reckoned. The words of the acts are those of the screen (`actwords`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from counter.domain import caseclock, clock, papers, recalcwords
from counter.domain.acts import Act, NewAct
from counter.domain.actwords import TimelineWords
from counter.domain.case import (
    ENDED,
    STATUS_WORDS,
    CaseState,
    PaperIssued,
    PaperPrinted,
    ReprintOrdered,
    Status,
)
from counter.domain.errors import KnownError
from counter.domain.holding import Stretch, holder_words, stretches
from counter.domain.people import Actor, require_unit
from counter.domain.reception import Setting, current_receipt, issue_paper, received_of

CODE = "timeline"
"""Code of the paper's type in the catalogue."""


def print_life(
    state: CaseState,
    acts: Sequence[Act],
    names: Mapping[str, str],
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """经过单 as the case stands now; acts: its stream in order, names: by staff number.

    It changes nothing of the case and can be asked for at any time, also after the end. Raises
    `case.newer`, `role.*`, `timeline.none` (no such paper), `timeline.same` (nothing has
    happened since the last one was made today: that one is to be printed again).
    """
    received = received_of(state)
    if state.needs_upgrade:
        raise KnownError("case.newer", "这件是新版程序办的，本机只能看。", "请升级本机程序。")
    require_unit(actor, received.unit, state.acceptor)
    kind = place.catalogue.papers.get(CODE)
    if kind is None:
        raise KnownError(
            "timeline.none", "文书目录里没有办件经过单。", "请管理员在“文书”表里补上。"
        )
    if _same_as_last(acts, place.today):
        raise KnownError(
            "timeline.same", "今天打过经过单，以后没有新的动作。", "选那一份，按 Ctrl+P 补打。"
        )
    receipt = current_receipt(state)
    matter = place.catalogue.matters[receipt.matter]
    content: dict[str, object] = {
        **papers.common_block(receipt, place.catalogue, actor.name, place.today),
        **_reckoning(state, place),
        "status_words": STATUS_WORDS[state.status],
        "acts": act_rows(acts, names, {f.key: f.label for f in matter.fields}),
        **holding_fields(stretches(acts, place.calendar, place.today)),
    }
    return [issue_paper(kind, matter, state.case_no, content, place)]


def _same_as_last(acts: Sequence[Act], today: dt.date) -> bool:
    """Whether the last thing that happened is a paper of this kind, made today."""
    for act in reversed(acts):
        payload = act.payload
        if isinstance(payload, PaperIssued):
            return payload.code == CODE and act.header.effective_on == today.isoformat()
        if not isinstance(payload, PaperPrinted | ReprintOrdered):
            return False
    return False


def act_rows(
    acts: Sequence[Act], names: Mapping[str, str], labels: Mapping[str, str]
) -> list[dict[str, object]]:
    """A row for each act: no, when (`2026-09-22 14:05`), what, more, who."""
    words = TimelineWords(names, labels)
    rows: list[dict[str, object]] = []
    for n, act in enumerate(acts, 1):
        entry, header = words.entry(act), act.header
        more = [str(entry.detail), str(entry.note)]
        if header.effective_on < header.recorded_at[:10]:  # by law: dated back
            more.append(f"自 {clock.list_date(dt.date.fromisoformat(header.effective_on))} 起算")
        rows.append(
            {
                "no": n,
                "when": header.recorded_at[:16].replace("T", " "),
                "what": str(entry.title),
                "more": "；".join(part.rstrip("。；") for part in more if part),
                "who": entry.who,
            }
        )
    return rows


def holding_fields(held: Sequence[Stretch]) -> dict[str, object]:
    """The holding table and its sums; all calendar days from the receipt to the end or today."""
    return {
        "holding": [
            {
                "holder": str(holder_words(each.holder)),
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
                "days": each.days,
                "working": each.working,
                "rest": each.rest,
                "stopped": each.stopped,
            }
            for each in held
        ],
        "all_days": sum(each.days for each in held),
        "all_working": sum(each.working for each in held),
        "all_rest": sum(each.rest for each in held),
        "all_stopped": sum(each.stopped for each in held),
    }


def _reckoning(state: CaseState, place: Setting) -> dict[str, object]:
    """How the promised day was found; nothing of it before acceptance."""
    limits = state.limits
    if limits is None or not state.accepted_on:
        return {"accepted_words": "", "promised_words": "", "legal_words": "", "reckoning": ""}
    paused = state.status is Status.PAUSED
    return {
        "accepted_words": _words(state.accepted_on),
        "promised_words": "停表中，走表后再定" if paused else _words(limits.promised_on),
        "legal_words": "停表中，走表后再定" if paused else _words(limits.legal_on),
        "estimated": limits.estimated,
        "reckoning": "；".join(_explain(state, place)),
    }


def _explain(state: CaseState, place: Setting) -> tuple[str, ...]:
    """The reckoning of the promise, stretch by stretch; that of a spot matter is one day."""
    assert state.limits is not None
    start = dt.date.fromisoformat(state.accepted_on)
    days = state.limits.promised_days
    if not days:
        return (f"即办件，{_words(state.limits.promised_on)}当天办结",)
    end = state.decided_on or (state.closed_on if state.status in ENDED else "")
    until = dt.date.fromisoformat(end) if end else place.today
    extra = state.extension.days if state.extension else 0
    running = caseclock.run(
        place.calendar,
        start,
        days + extra,
        until,
        pauses=state.pauses,
        stopped_on=until if end else None,
    )
    lines = caseclock.explain(running)
    lines += tuple(str(line) for line in recalcwords.moves_of(state, "promised"))
    kept = state.limits.promised_on
    if running.due is not None and running.due.isoformat() != kept:
        lines += (f"到期日仍是 {_short(kept)}，过了的不再改",)
    if state.decided_on:
        lines += (f"{_short(state.decided_on)} 决定，用了 {running.walked} 个工作日",)
    elif end:
        lines += (f"{_short(end)} 办完，用了 {running.walked} 个工作日",)
    elif running.stopped_by is not None:
        lines += (f"停表中，已走 {running.walked} 个工作日",)
    return lines


def _words(iso: str) -> str:
    return clock.paper_date(dt.date.fromisoformat(iso))


def _short(iso: str) -> str:
    day = dt.date.fromisoformat(iso)
    return f"{day.month}-{day.day}"
