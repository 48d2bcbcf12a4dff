"""Rows of the case page: papers with the fate of their prints, seals, materials, the applicant.

Read from the case's fold and the print queue; the words are the clerk's. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.domain.case import CaseState, PaperState, Status
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.catalogue import SEAL_WORDS
from counter.domain.errors import Text, text
from counter.domain.holding import holder_words
from counter.domain.numbers import group_case_number, group_id_number
from counter.domain.persons import DOC_WORDS
from counter.domain.printwords import why_words
from counter.ports.store import PrintJob
from counter.ui.state import ChipState

JOB_STATES = {
    "queued": ("todo", "在排队"),
    "sent": ("waiting", "在打"),
    "done": ("done", "打好"),
    "failed": ("differs", "没打成"),
    "unknown": ("unknown", "不知道"),
}
"""A print job's state as glyph state and word."""


@dataclass(frozen=True)
class PaperRow:
    """A paper: what it is, its number, what became of it. unknown_job: job to be settled, or 0."""

    paper_id: str
    title: str
    number: str
    copies: Text
    fate: ChipState
    why: Text | str = ""
    unknown_job: int = 0
    waiting: bool = False
    stream: str = ""


@dataclass(frozen=True)
class SealLine:
    """A seal that a paper must carry: logged, or still missing."""

    paper_id: str
    kind: str
    name: str
    paper: str
    logged: bool
    decision: bool
    printed: bool


@dataclass(frozen=True)
class MaterialLine:
    """A material as it came in."""

    name: str
    shape: Text
    evidence: Text


@dataclass(frozen=True)
class PersonLine:
    """A line about the applicant: label, value, and what was corrected."""

    label: Text | str
    value: str
    before: str = ""


EVIDENCE = {"A": "A 发证机关", "B": "B 窗口核对", "C": "C 待核原件", "D": "D 本人声明"}


def paper_rows(view: CaseView) -> tuple[PaperRow, ...]:
    """文书 in the order they were issued."""
    return tuple(
        _paper_row(paper, [j for j in view.jobs if j.paper_id == paper_id])
        for paper_id, paper in view.state.papers.items()
    )


def _paper_row(paper: PaperState, jobs: list[PrintJob]) -> PaperRow:
    issued = paper.issued
    latest = max(jobs, key=lambda j: j.id, default=None)
    unknown = max((j for j in jobs if j.state == "unknown"), key=lambda j: j.id, default=None)
    told = unknown or latest
    fate = _fate(told, paper.printed) if told else ChipState("todo", "还没打")
    why: Text | str = why_words(told.why) if told else ""
    return PaperRow(
        paper_id=issued.paper_id,
        title=issued.title,
        number=issued.number,
        copies=text("{n} 份", n=issued.copies) if issued.channel == "page" else text("小票"),
        fate=fate,
        why=why if told is not None and told.state != "done" else "",
        unknown_job=unknown.id if unknown else 0,
        waiting=told is not None and told.state in ("queued", "sent"),
        stream=paper.stream,
    )


def _fate(job: PrintJob, printed: int) -> ChipState:
    state, word = JOB_STATES[job.state]
    if job.state == "done":
        return ChipState(state, text("打好 {n} 次", n=printed or 1))
    return ChipState(state, word)


def seal_lines(view: CaseView) -> tuple[SealLine, ...]:
    """Every seal that the case's papers must carry, decision papers last as they are issued."""
    lines: list[SealLine] = []
    for paper in view.state.papers.values():
        logged = {s.kind: s.name for s in paper.seals}
        for kind in paper.issued.seals:
            name = logged.get(kind) or view.seal_names.get(kind) or SEAL_WORDS.get(kind, kind)
            lines.append(
                SealLine(
                    paper_id=paper.issued.paper_id,
                    kind=kind,
                    name=name,
                    paper=paper.issued.title,
                    logged=kind in logged,
                    decision=paper.issued.code.startswith("decision"),
                    printed=bool(paper.printed),
                )
            )
    return tuple(lines)


def material_lines(state: CaseState) -> tuple[MaterialLine, ...]:
    """材料 as received, then what came as a supplement."""
    if state.received is None:
        return ()
    later = tuple(m for s in state.supplements for m in s.materials)
    return tuple(
        MaterialLine(
            name=m.name,
            shape=text("原件 {n}", n=m.copies) if m.original else text("复印 {n}", n=m.copies),
            evidence=text(EVIDENCE[m.evidence]),
        )
        for m in (*state.received.materials, *later)
    )


def person_lines(view: CaseView) -> tuple[PersonLine, ...]:
    """申请人, agent, contact and the matter's form, with what was corrected."""
    state = view.state
    before: dict[str, str] = {}
    for fix in state.corrections:
        before.setdefault(fix.path, fix.before or "（空）")
    lines = [*_applicant_lines(state, before), *_contact_lines(state, before)]
    lines.append(PersonLine("事项", view.matter.title))
    lines.append(PersonLine("编号", group_case_number(state.case_no)))
    for spec in view.matter.fields:
        value = state.form.get(spec.key, "")
        if value:
            shown = f"{value} {spec.unit}".strip()
            lines.append(PersonLine(spec.label, shown, before.get(f"form.{spec.key}", "")))
    return tuple(lines)


def _applicant_lines(state: CaseState, before: dict[str, str]) -> list[PersonLine]:
    applicant, received = state.applicant, state.received
    if applicant is None or received is None:
        return []
    lines: list[PersonLine] = []
    if applicant.kind == "organisation":
        lines.append(PersonLine("信用代码", applicant.number))
        lines.append(PersonLine("法定代表", applicant.representative))
    elif applicant.document is not None:
        kind = DOC_WORDS[applicant.document.kind]
        label = "身份证" if kind == "居民身份证" else "证件"
        number = group_id_number(applicant.number)
        lines.append(PersonLine(label, number if label == "身份证" else f"{kind} {number}"))
    if "applicant.name" in before:
        lines.insert(0, PersonLine("姓名", applicant.name, before["applicant.name"]))
    if applicant.address:
        where = "住所" if applicant.kind == "organisation" else "住址"
        lines.append(PersonLine(where, applicant.address, before.get("applicant.address", "")))
    if received.agent is not None:
        agent = received.agent.document
        lines.append(PersonLine("代办", f"{agent.name} {group_id_number(agent.number)}"))
        lines.append(PersonLine("委托书", received.agent.power_of_attorney))
    return lines


def _contact_lines(state: CaseState, before: dict[str, str]) -> list[PersonLine]:
    contact = state.contact
    if contact is None:
        return []
    lines = [PersonLine("手机", group_phone(contact.phone), before.get("contact.phone", ""))]
    mail = "contact.mail_address" in before
    if contact.mail_address or mail:
        was = before.get("contact.mail_address", "")
        lines.append(PersonLine("寄到", contact.mail_address, was))
    return lines


def group_phone(number: str) -> str:
    """`139 0000 0826`; anything else as it is."""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


GONE = {
    Status.WITHDRAWN: "受理已撤销",
    Status.RECALLED: "申请人撤回了",
    Status.RETURNED: "退件了",
    Status.REFUSED: "不予受理",
}
"""How a case ended without a decision."""


def gone(view: CaseView) -> str:
    """How the case ended without a decision; empty while it goes on or was decided."""
    state = view.state
    return GONE.get(state.ended_as if state.archived else state.status, "")


BEFORE_CHIP = {
    Status.WITHDRAWN: ("todo", "已撤销受理"),
    Status.RECALLED: ("todo", "申请人撤回"),
    Status.RETURNED: ("returned", "退件"),
    Status.REFUSED: ("differs", "不予受理"),
    Status.CLOSED: ("done", "办结"),
    Status.ARCHIVED: ("done", "已归档"),
    Status.SUPPLEMENT: ("todo", "等补正"),
    Status.DEPARTMENT: ("waiting", "在部门手里"),
    Status.UPPER: ("waiting", "报上级，等批回"),
}
"""States whose chip does not hang on the clock."""


def state_chip(view: CaseView) -> ChipState:
    """The chip of where the case stands."""
    state, clock = view.state, view.clock
    if state.needs_upgrade:
        return ChipState("unknown", "新版办的，只能看")
    if state.status in BEFORE_CHIP:
        return ChipState(*BEFORE_CHIP[state.status])
    if clock is not None and clock.paused is not None:
        return ChipState("paused", text("停表·{what}", what=PROCEDURE_WORDS[clock.paused]))
    if state.status is Status.DECIDED:
        word = "已准予" if state.decided and state.decided.outcome == "granted" else "已不予"
        what = "等用印" if state.missing_seals else "等送达"
        late = next((t for t in view.timers if t.code == "delivery" and t.left < 0), None)
        if late is not None:
            return ChipState("late", text("{word}·送达超期 {n} 天", word=word, n=-late.left))
        return ChipState("waiting", f"{word}·{what}")
    words = {Status.RECEIVED: "还没告知", Status.ACCEPTED: "办理中", Status.REVIEWED: "已审，等核"}
    word = words.get(state.status, "办理中")
    if state.upward is not None:
        answered = state.upward.opinion is not None
        return ChipState("ok", "批回了，等决定" if answered else "上级退回了")
    if clock is not None and clock.light == "bad":
        return ChipState("late", text("{word}·超期 {n} 天", word=word, n=-clock.left))
    if clock is not None and clock.light == "warn":
        last = "今天最后一天" if clock.telling else "今天到期"
        due = last if clock.left == 0 else text("剩 {n} 天", n=clock.left)
        return ChipState("due", text("{word}·{due}", word=word, due=str(due)))
    if clock is not None and clock.telling:
        return ChipState("ok", text("{word}·剩 {n} 天", word=word, n=clock.left))
    return ChipState("ok", text("{word}·不超期", word=word))


@dataclass(frozen=True)
class HeldLine:
    """A holder of the case: who, how many working days, what was lost. now: has it still."""

    who: Text
    days: Text
    lost: Text | str
    now: bool


def held_lines(view: CaseView) -> tuple[HeldLine, ...]:
    """谁手里多少天: a line for each holder."""
    return tuple(
        HeldLine(
            holder_words(share.holder),
            text("{n} 个工作日", n=share.working),
            _lost(share.rest, share.stopped),
            share.now,
        )
        for share in view.held
    )


def _lost(rest: int, stopped: int) -> Text | str:
    """Days that went by and did not count."""
    if rest and stopped:
        return text("周末节假日 {n} 天，停 {m} 天", n=rest, m=stopped)
    if rest:
        return text("周末节假日 {n} 天", n=rest)
    return text("停 {n} 天", n=stopped) if stopped else ""
