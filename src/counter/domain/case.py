"""A case (办件): its acts and its fold. `evolve` never raises; refusals are in the deciders."""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from counter.domain.acts import Act, Payload, Unknown, act_kind
from counter.domain.persons import Agent, Applicant, Contact, IdDocument


def case_stream(case_no: str) -> str:
    """Journal stream of a case."""
    return f"case:{case_no}"


class Status(enum.StrEnum):
    """Where a case stands. More states come with the whole life of a case."""

    NONE = "none"
    RECEIVED = "received"  # 收件
    ACCEPTED = "accepted"  # 受理
    REVIEWED = "reviewed"  # 已审，等核
    DECIDED = "decided"  # 已决定，待送达
    CLOSED = "closed"  # 办结
    WITHDRAWN = "withdrawn"  # 撤销受理（误按）


STATUS_WORDS = {
    Status.NONE: "未收件",
    Status.RECEIVED: "收件",
    Status.ACCEPTED: "受理",
    Status.REVIEWED: "已审待核",
    Status.DECIDED: "已决定",
    Status.CLOSED: "办结",
    Status.WITHDRAWN: "已撤销受理",
}


class MaterialReceived(msgspec.Struct, frozen=True, kw_only=True):
    """A material as it came in. evidence: A issued by authority … D self-declared."""

    code: str
    name: str
    original: bool = True
    copies: int = 1
    pages: int = 1
    evidence: Literal["A", "B", "C", "D"] = "B"
    how: str = "窗口核对"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits and due dates as reckoned on acceptance; dates ISO, days working days.

    promised_days 0 = the same working day. estimated: a year without a calendar table.
    """

    promised_days: int
    promised_on: str
    legal_days: int
    legal_on: str
    estimated: bool = False
    calendar: str = ""


@act_kind("case.received")
class CaseReceived(Payload, frozen=True, kw_only=True):
    """收件: who, what, which materials, at which window, under which catalogue version."""

    case_no: str
    matter: str
    matter_title: str
    catalogue: int
    unit: str
    handling: str
    window: str
    applicant: Applicant
    agent: Agent | None = None
    contact: Contact
    materials: tuple[MaterialReceived, ...]
    form: dict[str, str] = {}
    ticket: str = ""
    training: bool = False
    simulated: bool = False  # a simulated device had a hand in it


@act_kind("case.accepted")
class CaseAccepted(Payload, frozen=True, kw_only=True):
    """受理 (art. 32(5)); the header's effective_on is the day of acceptance."""

    limits: Limits


@act_kind("case.reviewed")
class CaseReviewed(Payload, frozen=True, kw_only=True):
    """审: the reviewer's opinion; on a spot matter it goes with the acceptance."""

    opinion: Literal["grant", "refuse"]
    note: str = ""


@act_kind("case.decided")
class CaseDecided(Payload, frozen=True, kw_only=True):
    """核与决定: granted or refused, on the authority of which letter(s).

    for_absent: number of the A letter when B decided because A is away.
    """

    outcome: Literal["granted", "refused"]
    reason: str = ""
    letter: str = ""
    for_absent: str = ""
    certificate: str = ""
    valid_to: str = ""


@act_kind("case.corrected")
class CaseCorrected(Payload, frozen=True, kw_only=True):
    """更正: one field of an accepted case, with reason. Paths: see `CORRECTABLE`."""

    path: str
    before: str
    after: str
    reason: str


@act_kind("acceptance.withdrawn")
class AcceptanceWithdrawn(Payload, frozen=True, kw_only=True):
    """撤销受理: a wrong F5 taken back before anything else happened."""

    reason: str


@act_kind("paper.issued")
class PaperIssued(Payload, frozen=True, kw_only=True):
    """A paper with its number and everything that stands on it."""

    paper_id: str
    code: str  # PaperType.code
    form: str
    form_version: str
    title: str
    number: str  # empty where the type takes no number
    channel: Literal["page", "slip"]
    copies: int
    seals: tuple[str, ...] = ()
    content: dict[str, object] = {}


@act_kind("paper.printed")
class PaperPrinted(Payload, frozen=True, kw_only=True):
    """The fate of one print job: printed, failed, unknown. nth 1 = first, more = 补打."""

    paper_id: str
    job: int
    outcome: Literal["printed", "failed", "unknown"]
    nth: int
    copies: int
    why: str = ""
    settled_by: str = ""
    simulated: bool = False


@act_kind("seal.used")
class SealUsed(Payload, frozen=True, kw_only=True):
    """用印登记: which seal on which paper; stands in the seal's stream too."""

    paper_id: str
    seal: str
    kind: str
    name: str


@act_kind("case.delivered")
class CaseDelivered(Payload, frozen=True, kw_only=True):
    """送达: who collected, how, and how that person was matched."""

    method: Literal["window", "mail"]
    recipient: str
    document: IdDocument | None = None
    relation: Literal["applicant", "agent", "other"] = "applicant"
    matched: bool = True
    note: str = ""
    papers: tuple[str, ...] = ()


@act_kind("case.closed")
class CaseClosed(Payload, frozen=True, kw_only=True):
    """办结."""


CORRECTABLE = {
    "applicant.name": "申请人",
    "applicant.address": "住址",
    "contact.phone": "手机",
    "contact.mail_address": "邮寄地址",
}
"""Paths that 更正 may change, with their labels; `form.<key>` comes on top."""


class PaperState(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a case: what it is, how often printed, which seals it has."""

    issued: PaperIssued
    prints: tuple[PaperPrinted, ...] = ()
    seals: tuple[SealUsed, ...] = ()

    @property
    def printed(self) -> int:
        """How many print jobs ended as printed."""
        return sum(1 for p in self.prints if p.outcome == "printed")

    @property
    def missing_seals(self) -> tuple[str, ...]:
        """Seal kinds required and not yet logged."""
        used = [s.kind for s in self.seals]
        return tuple(kind for kind in self.issued.seals if kind not in used)


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of a case's acts. Dates ISO; people by staff number."""

    case_no: str
    status: Status = Status.NONE
    received: CaseReceived | None = None
    applicant: Applicant | None = None
    contact: Contact | None = None
    form: dict[str, str] = {}
    limits: Limits | None = None
    received_at: str = ""
    accepted_on: str = ""
    acceptor: str = ""
    reviewed: CaseReviewed | None = None
    reviewer: str = ""
    decided: CaseDecided | None = None
    decided_on: str = ""
    decider: str = ""
    delivered: CaseDelivered | None = None
    delivered_on: str = ""
    closed_on: str = ""
    papers: dict[str, PaperState] = {}
    corrections: tuple[CaseCorrected, ...] = ()
    last_seq: int = 0
    needs_upgrade: bool = False

    @property
    def missing_seals(self) -> tuple[tuple[str, str], ...]:
        """(paper_id, seal kind) still missing on papers of the decision."""
        return tuple(
            (paper_id, kind)
            for paper_id, paper in self.papers.items()
            for kind in paper.missing_seals
            if paper.issued.code.startswith("decision")
        )


def evolve_case(state: CaseState, act: Act) -> CaseState:
    """Fold one act into a case. Never raises; unknown kinds mark the case as read-only here."""
    payload, header = act.payload, act.header
    change = msgspec.structs.replace
    state = change(state, last_seq=max(state.last_seq, header.seq))
    if isinstance(payload, Unknown):
        return change(state, needs_upgrade=True)
    if isinstance(payload, PaperIssued | PaperPrinted | SealUsed):
        return change(state, papers=_evolve_papers(state.papers, payload))
    if isinstance(payload, CaseReceived):
        return change(
            state,
            status=Status.RECEIVED,
            received=payload,
            applicant=payload.applicant,
            contact=payload.contact,
            form=payload.form,
            received_at=header.recorded_at,
        )
    return _evolve_steps(state, act)


def _evolve_steps(state: CaseState, act: Act) -> CaseState:
    payload, header = act.payload, act.header
    change = msgspec.structs.replace
    if isinstance(payload, CaseAccepted):
        return change(
            state,
            status=Status.ACCEPTED,
            limits=payload.limits,
            accepted_on=header.effective_on,
            acceptor=header.actor,
        )
    if isinstance(payload, CaseReviewed):
        return change(state, status=Status.REVIEWED, reviewed=payload, reviewer=header.actor)
    if isinstance(payload, CaseDecided):
        return change(
            state,
            status=Status.DECIDED,
            decided=payload,
            decided_on=header.effective_on,
            decider=header.actor,
        )
    if isinstance(payload, CaseDelivered):
        return change(state, delivered=payload, delivered_on=header.effective_on)
    if isinstance(payload, CaseClosed):
        return change(state, status=Status.CLOSED, closed_on=header.effective_on)
    if isinstance(payload, AcceptanceWithdrawn):
        return change(state, status=Status.WITHDRAWN, closed_on=header.effective_on)
    if isinstance(payload, CaseCorrected):
        return _evolve_correction(state, payload)
    return state


def _evolve_papers(
    papers: dict[str, PaperState], payload: PaperIssued | PaperPrinted | SealUsed
) -> dict[str, PaperState]:
    if isinstance(payload, PaperIssued):
        return {**papers, payload.paper_id: PaperState(issued=payload)}
    paper = papers.get(payload.paper_id)
    if paper is None:
        return papers
    if isinstance(payload, PaperPrinted):
        paper = msgspec.structs.replace(paper, prints=(*paper.prints, payload))
    else:
        paper = msgspec.structs.replace(paper, seals=(*paper.seals, payload))
    return {**papers, payload.paper_id: paper}


def _evolve_correction(state: CaseState, fix: CaseCorrected) -> CaseState:
    change = msgspec.structs.replace
    state = change(state, corrections=(*state.corrections, fix))
    head, _, field = fix.path.partition(".")
    if head == "form":
        return change(state, form={**state.form, field: fix.after})
    if head == "applicant" and state.applicant and hasattr(state.applicant, field):
        return change(state, applicant=change(state.applicant, **{field: fix.after}))
    if head == "contact" and state.contact and hasattr(state.contact, field):
        return change(state, contact=change(state.contact, **{field: fix.after}))
    return state


def read_field(state: CaseState, path: str) -> str | None:
    """Present value of a correctable path; None when the path cannot be corrected."""
    head, _, field = path.partition(".")
    if head == "form":
        return state.form.get(field)
    if path not in CORRECTABLE:
        return None
    owner = state.applicant if head == "applicant" else state.contact
    value = getattr(owner, field, None)
    return value if isinstance(value, str) else None
