"""Words for acts: what a case's timeline says of each kind of act, with who and when.

Every kind that can stand in a case's stream has its words here. An act of a kind or version this
program does not know is said to be that, and is never dressed up as something else. No Qt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counter.domain import departwords, jointwords, lawwords
from counter.domain.acts import Act, Payload, Unknown
from counter.domain.case import (
    CORRECTABLE,
    AcceptanceWithdrawn,
    CaseAccepted,
    CaseClosed,
    CaseCorrected,
    CaseDecided,
    CaseDelivered,
    CaseReceived,
    CaseReviewed,
    PaperIssued,
    PaperPrinted,
    ReprintOrdered,
    SealUsed,
)
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.finance import chargewords, moneywords
from counter.domain.printwords import why_words

RELATION_WORDS = {"applicant": "申请人本人", "agent": "代办人", "other": "别人代领"}


@dataclass(frozen=True)
class Entry:
    """A line of the timeline. state: glyph by name of counter.ui.state.STATES; when: `09-22 14:05`;
    note: a second line (reason, before → after), empty where there is nothing more to say."""

    state: str
    title: Text | str
    detail: Text | str = ""
    note: Text | str = ""
    who: str = ""
    when: str = ""
    seq: int = 0


def short_time(iso: str) -> str:
    """`09-22 14:05` of an ISO time; the bare string where it is not one."""
    try:
        return dt.datetime.fromisoformat(iso).strftime("%m-%d %H:%M")
    except ValueError:
        return iso


def short_day(iso: str) -> str:
    """`9-22 周二` of an ISO date or time; empty stays empty."""
    return list_date(dt.date.fromisoformat(iso[:10])) if iso else ""


class TimelineWords:
    """Turns the acts of one case into lines. labels: the matter's form fields by key."""

    def __init__(self, names: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self._names = names
        self._labels = labels
        self._titles: dict[str, str] = {}

    def entries(self, timeline: tuple[Act, ...]) -> tuple[Entry, ...]:
        """The timeline, oldest first."""
        return tuple(self.entry(act) for act in timeline)

    def entry(self, act: Act) -> Entry:
        """One act in words."""
        header = act.header
        state, title, detail, note = self._words(act.payload)
        return Entry(
            state=state,
            title=title,
            detail=detail,
            note=note,
            who=self._names.get(header.actor, header.actor),
            when=short_time(header.recorded_at),
            seq=header.seq,
        )

    def _words(self, payload: Payload | Unknown) -> tuple[str, Text | str, Text | str, Text | str]:
        if isinstance(payload, Unknown):
            return (
                "unknown",
                "不认识的办理动作",
                text("{kind} 第 {version} 版", kind=payload.kind, version=payload.version),
                "是新版程序记的，照原样留着；升级本机后才看得懂。",
            )
        teller = _TELLERS.get(type(payload))
        if teller is None:
            return (
                "unknown",
                "这里还没有话说的动作",
                text("{kind}", kind=type(payload).KIND),
                "已经照实记下。",
            )
        return teller(self, payload)

    def paper_title(self, paper_id: str) -> str:
        """Title of a paper issued earlier in this timeline."""
        return self._titles.get(paper_id, "文书")

    def label(self, path: str) -> str:
        """Label of a correctable path."""
        head, _, field = path.partition(".")
        return self._labels.get(field, field) if head == "form" else CORRECTABLE.get(path, path)

    def _received(self, p: CaseReceived) -> _Words:
        detail = text("材料 {n} 份，{window} 号窗口", n=len(p.materials), window=p.window)
        note: Text | str = text("代办 {name}", name=p.agent.document.name) if p.agent else ""
        if p.renews is not None and p.renews.expires_on and not note:
            said = "延续 {number}，{day} 到期"
            note = text(said, number=p.renews.number, day=p.renews.expires_on)
        return "done", "收件", detail, note

    def _accepted(self, p: CaseAccepted) -> _Words:
        limits = p.limits
        day = short_day(limits.promised_on)
        if limits.promised_days == 0:
            detail = text("当天办结，到 {day}", day=day)
        else:
            detail = text("承诺 {n} 个工作日，到 {day}", n=limits.promised_days, day=day)
        guess = "日子是预计的：那一年还没有放假表。" if limits.estimated else ""
        if p.deemed:
            told = "没有按期告知，自收件那天起就算受理。"
            return "late", "视为受理", detail, told + _order(p) + guess
        if p.missing:
            names, day = "、".join(name for name, _ in p.missing), short_day(p.missing[0][1])
            return "done", "容缺受理", detail, text("{names}，{day} 前补来", names=names, day=day)
        return "done", "受理", detail, _order(p) + guess

    def _reviewed(self, p: CaseReviewed) -> _Words:
        word = "拟准予" if p.opinion == "grant" else "拟不予"
        if p.by:
            who = self._names.get(p.by, p.by)
            return "done", "部门审", text("{who} {word}", who=who, word=word), p.note
        return "done", "审核", word, p.note

    def _decided(self, p: CaseDecided) -> _Words:
        rests = text("凭 {letter}", letter=p.letter)
        if p.for_absent:
            rests = text("B 角代行，凭 {letter}；A 角离岗（{a}）", letter=p.letter, a=p.for_absent)
        if p.outcome == "granted":
            until = text("{what}，有效到 {day}", what=p.certificate, day=p.valid_to)
            return "done", "准予", until if p.valid_to else p.certificate, p.reason or rests
        return "differs", "不予", rests, p.reason

    def _corrected(self, p: CaseCorrected) -> _Words:
        before = p.before or "（空）"
        detail = text(
            "{label}：{before} → {after}", label=self.label(p.path), before=before, after=p.after
        )
        return "returned", "更正", detail, text("原因：{why}", why=p.reason)

    def _withdrawn(self, p: AcceptanceWithdrawn) -> _Words:
        return "differs", "撤销受理", "", text("原因：{why}", why=p.reason)

    def _issued(self, p: PaperIssued) -> _Words:
        self._titles[p.paper_id] = p.title
        return "done", "出文书", p.title, p.number

    def _printed(self, p: PaperPrinted) -> _Words:
        title = self.paper_title(p.paper_id)
        nth = text("补打第 {n} 次", n=p.nth) if p.nth > 1 else ""
        why = why_words(p.why) if p.why != "settled" else ""
        if p.outcome == "printed":
            detail = text("{title} {n} 份", title=title, n=p.copies)
            note: Text | str = nth
            if p.settled_by:
                note = text("{who} 看过，是打好的", who=self._names.get(p.settled_by, p.settled_by))
            return "done", "打好", detail, note
        if p.outcome == "failed":
            if p.settled_by and p.why != "cancelled":
                who = self._names.get(p.settled_by, p.settled_by)
                return "differs", "没打成", title, text("{who} 看过，没有打出来", who=who)
            return "differs", "没打成", title, why or nth
        return "unknown", "不知道打没打成", title, why or nth

    def _reprint(self, p: ReprintOrdered) -> _Words:
        return "done", "补打", self.paper_title(p.paper_id), text("第 {n} 次", n=p.nth)

    def _sealed(self, p: SealUsed) -> _Words:
        return "done", "用印", p.name, self.paper_title(p.paper_id)

    def _delivered(self, p: CaseDelivered) -> _Words:
        state = "late" if p.late else "done" if p.matched else "due"
        return state, "送达", _served(p), _served_note(p)

    def _closed(self, p: CaseClosed) -> _Words:
        return "done", "办结", "", ""


def _order(p: CaseAccepted) -> str:
    """Art. 57: the place in the order of acceptance, where the matter is limited in number."""
    return f"有数量限制，本机受理顺序第 {p.order} 号。" if p.order else ""


def _served(p: CaseDelivered) -> Text:
    """How a decision was served."""
    if p.method in ("window", "direct"):
        return text("{who} 领走，{relation}", who=p.recipient, relation=RELATION_WORDS[p.relation])
    words = {
        "mail": "邮寄给 {who}",
        "left": "留置，{who} 拒收",
        "entrusted": "委托 {body} 送达",
        "public": "公告：{where}",
    }[p.method]
    return text(words, who=p.recipient, body=p.entrusted, where=p.published)


def _served_note(p: CaseDelivered) -> str:
    """What that way names, and that it came too late."""
    parts = [
        "超过十个工作日" if p.late else "",
        f"邮件号 {p.mail_number}" if p.mail_number else "",
        f"见证人 {p.witness}" if p.witness else "",
        f"{p.published_on} 公告" if p.published_on else "",
        p.note,
    ]
    return "；".join(part for part in parts if part)


_Words = tuple[str, "Text | str", "Text | str", "Text | str"]
_TELLERS: dict[type[Payload], Callable[..., _Words]] = {
    CaseReceived: TimelineWords._received,
    CaseAccepted: TimelineWords._accepted,
    CaseReviewed: TimelineWords._reviewed,
    CaseDecided: TimelineWords._decided,
    CaseCorrected: TimelineWords._corrected,
    AcceptanceWithdrawn: TimelineWords._withdrawn,
    PaperIssued: TimelineWords._issued,
    PaperPrinted: TimelineWords._printed,
    ReprintOrdered: TimelineWords._reprint,
    SealUsed: TimelineWords._sealed,
    CaseDelivered: TimelineWords._delivered,
    CaseClosed: TimelineWords._closed,
    **{
        kind: lambda _words, payload, tell=tell: tell(payload)
        for kind, tell in {
            **lawwords.TELLERS,
            **jointwords.TELLERS,
            **departwords.TELLERS,
            **chargewords.TELLERS,
            **moneywords.TELLERS,
        }.items()
    },
}
