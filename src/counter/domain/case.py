"""A case (办件): the fold of its acts. `evolve` never raises; refusals are in the deciders.

The payloads stand in `caseacts`, the state machine in `states`; both are offered here again, so
that who works with cases imports one module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from counter.domain.acts import Act, ActHeader, Payload, Unknown
from counter.domain.away import Department, Upward, evolve_department, evolve_upward
from counter.domain.caseacts import (
    CORRECTABLE as CORRECTABLE,
)
from counter.domain.caseacts import (
    AcceptanceRefused as AcceptanceRefused,
)
from counter.domain.caseacts import (
    AcceptanceWithdrawn as AcceptanceWithdrawn,
)
from counter.domain.caseacts import (
    CaseAccepted as CaseAccepted,
)
from counter.domain.caseacts import (
    CaseArchived as CaseArchived,
)
from counter.domain.caseacts import (
    CaseCameBack as CaseCameBack,
)
from counter.domain.caseacts import (
    CaseClosed as CaseClosed,
)
from counter.domain.caseacts import (
    CaseCorrected as CaseCorrected,
)
from counter.domain.caseacts import (
    CaseDecided as CaseDecided,
)
from counter.domain.caseacts import (
    CaseDelivered as CaseDelivered,
)
from counter.domain.caseacts import (
    CaseHandedBack as CaseHandedBack,
)
from counter.domain.caseacts import (
    CaseHandedOver as CaseHandedOver,
)
from counter.domain.caseacts import (
    CaseRecalled as CaseRecalled,
)
from counter.domain.caseacts import (
    CaseReceived as CaseReceived,
)
from counter.domain.caseacts import (
    CaseReturned as CaseReturned,
)
from counter.domain.caseacts import (
    CaseReviewed as CaseReviewed,
)
from counter.domain.caseacts import (
    CaseSentUp as CaseSentUp,
)
from counter.domain.caseacts import (
    ClockPaused as ClockPaused,
)
from counter.domain.caseacts import (
    ClockResumed as ClockResumed,
)
from counter.domain.caseacts import (
    CorrectedOnSpot as CorrectedOnSpot,
)
from counter.domain.caseacts import (
    LimitExtended as LimitExtended,
)
from counter.domain.caseacts import (
    Limits as Limits,
)
from counter.domain.caseacts import (
    MaterialReceived as MaterialReceived,
)
from counter.domain.caseacts import (
    NoticeIssued as NoticeIssued,
)
from counter.domain.caseacts import (
    NoticeItem as NoticeItem,
)
from counter.domain.caseacts import (
    NoticeRefused as NoticeRefused,
)
from counter.domain.caseacts import (
    PriorResult as PriorResult,
)
from counter.domain.caseacts import (
    SupervisionAnswered as SupervisionAnswered,
)
from counter.domain.caseacts import (
    SupervisionRaised as SupervisionRaised,
)
from counter.domain.caseacts import (
    SupplementReceived as SupplementReceived,
)
from counter.domain.caseclock import Pause
from counter.domain.finance.casecharge import evolve_case_charge
from counter.domain.finance.charge import Charge
from counter.domain.inquiryacts import KINDS as INQUIRY_KINDS
from counter.domain.inquiryacts import Inquiry, evolve_inquiry
from counter.domain.joint import Joint, evolve_joint
from counter.domain.jointacts import (
    JointMet,
    JointOpened,
    JointOpinion,
    JointReceived,
    JointResumed,
    JointStopped,
)
from counter.domain.paperacts import (
    PaperIssued as PaperIssued,
)
from counter.domain.paperacts import (
    PaperPrinted as PaperPrinted,
)
from counter.domain.paperacts import (
    PaperState as PaperState,
)
from counter.domain.paperacts import (
    ReprintOrdered as ReprintOrdered,
)
from counter.domain.paperacts import (
    SealUsed as SealUsed,
)
from counter.domain.paperacts import (
    evolve_papers,
)
from counter.domain.persons import Applicant, Contact
from counter.domain.recalcacts import ClockRecalculated, evolve_recalculated
from counter.domain.renewing import RenewalDeemed, Renewing, evolve_renewing
from counter.domain.states import (
    ENDED as ENDED,
)
from counter.domain.states import (
    FINISHED as FINISHED,
)
from counter.domain.states import (
    STATUS_WORDS as STATUS_WORDS,
)
from counter.domain.states import (
    TRANSITIONS,
)
from counter.domain.states import (
    Status as Status,
)
from counter.domain.turn import Turn, evolve_turn


def case_stream(case_no: str) -> str:
    """Journal stream of a case."""
    return f"case:{case_no}"


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
    receiver: str = ""
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
    deemed: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    notices: tuple[NoticeIssued, ...] = ()
    notice_on: str = ""
    supplements: tuple[SupplementReceived, ...] = ()
    refusal: AcceptanceRefused | None = None
    ended_reason: str = ""
    pauses: tuple[Pause, ...] = ()
    before_pause: Status = Status.ACCEPTED
    extension: LimitExtended | None = None
    recalculated: tuple[ClockRecalculated, ...] = ()
    department: Department | None = None
    upward: Upward | None = None
    supervision: tuple[SupervisionRaised, ...] = ()
    answers: tuple[SupervisionAnswered, ...] = ()
    papers: dict[str, PaperState] = {}
    corrections: tuple[CaseCorrected, ...] = ()
    archived: CaseArchived | None = None
    ended_as: Status = Status.NONE  # how an archived case had ended
    joint: Joint | None = None
    inquiry: Inquiry | None = None
    turn: Turn | None = None
    charge: Charge | None = None  # the newest sheet
    renewal: Renewing | None = None
    last_seq: int = 0
    needs_upgrade: bool = False

    @property
    def due_on(self) -> str:
        """The promised day (ISO); empty before acceptance, and once the case has gone up: the
        local limit ended on that day (art. 43), and the upper organ's is not the hall's."""
        return self.limits.promised_on if self.limits and self.upward is None else ""

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
    state = _with(state, last_seq=max(state.last_seq, header.seq))
    if isinstance(payload, Unknown):
        return _with(state, needs_upgrade=True)
    step = _STEPS.get(type(payload))
    fresh = state if step is None else step(state, payload, header)
    charge = evolve_case_charge(fresh.charge, act)
    if charge is not fresh.charge:
        fresh = _with(fresh, charge=charge)
    return _moved(fresh, header.kind)


def _moved(state: CaseState, kind: str) -> CaseState:
    """The state machine: where the act leads from here, by the table."""
    move = TRANSITIONS.get(kind)
    if move is None or state.status not in move[0]:
        return state
    target = state.before_pause if kind == "clock.resumed" else move[1]
    before = state.status if kind == "clock.paused" else state.before_pause
    return _with(state, status=target, before_pause=before)


_with: Callable[..., CaseState] = msgspec.structs.replace


def _received(s: CaseState, p: CaseReceived, h: ActHeader) -> CaseState:
    return _with(
        s,
        received=p,
        applicant=p.applicant,
        contact=p.contact,
        form=p.form,
        received_at=h.recorded_at,
        receiver=h.actor,
        renewal=evolve_renewing(None, p, h),
    )


def _accepted(s: CaseState, p: CaseAccepted, h: ActHeader) -> CaseState:
    return _with(
        s,
        limits=p.limits,
        accepted_on=h.effective_on,
        acceptor=h.actor,
        deemed=p.deemed,
        missing=p.missing,
        turn=evolve_turn(p, h),
    )


def _supplied(s: CaseState, p: SupplementReceived, _h: ActHeader) -> CaseState:
    got = {m.name for m in p.materials}
    missing = tuple(x for x in s.missing if x[0] not in got)
    return _with(s, supplements=(*s.supplements, p), missing=missing)


def _paused(s: CaseState, p: ClockPaused, h: ActHeader) -> CaseState:
    pause = Pause(
        procedure=p.procedure,
        since=h.effective_on,
        expected_days=p.expected_days,
        expected_on=p.expected_on,
    )
    return _with(s, pauses=(*s.pauses, pause))


def _joint(s: CaseState, p: Payload, h: ActHeader) -> CaseState:
    return _with(s, joint=evolve_joint(s.joint, p, h))


def _resumed(s: CaseState, p: ClockResumed, h: ActHeader) -> CaseState:
    if not s.pauses:
        return s
    last = msgspec.structs.replace(s.pauses[-1], until=h.effective_on)
    return _with(s, pauses=(*s.pauses[:-1], last), limits=p.limits)


def _inquired(s: CaseState, p: Payload, h: ActHeader) -> CaseState:
    return _with(s, inquiry=evolve_inquiry(s.inquiry, p, h))


def _renewed(s: CaseState, p: CaseCorrected | RenewalDeemed, h: ActHeader) -> CaseState:
    return _with(s, renewal=evolve_renewing(s.renewal, p, h))


def _department(s: CaseState, p: CaseHandedOver | CaseHandedBack, h: ActHeader) -> CaseState:
    return _with(s, department=evolve_department(s.department, p, h))


def _upward(s: CaseState, p: CaseSentUp | CaseCameBack, h: ActHeader) -> CaseState:
    return _with(s, upward=evolve_upward(s.upward, p, h))


_STEPS: dict[type[Payload], Callable[[CaseState, Any, ActHeader], CaseState]] = {
    CaseReceived: _received,
    CaseAccepted: _accepted,
    NoticeIssued: lambda s, p, h: _with(
        s, notices=(*s.notices, p), notice_on=s.notice_on or h.effective_on
    ),
    SupplementReceived: _supplied,
    AcceptanceRefused: lambda s, p, h: _with(s, refusal=p, closed_on=h.effective_on),
    CaseReturned: lambda s, p, h: _with(s, ended_reason=p.reason, closed_on=h.effective_on),
    CaseRecalled: lambda s, p, h: _with(s, ended_reason=p.reason, closed_on=h.effective_on),
    AcceptanceWithdrawn: lambda s, p, h: _with(s, ended_reason=p.reason, closed_on=h.effective_on),
    ClockPaused: _paused,
    ClockResumed: _resumed,
    LimitExtended: lambda s, p, h: _with(s, extension=p, limits=p.limits),
    ClockRecalculated: lambda s, p, h: evolve_recalculated(s, p),
    CaseHandedOver: _department,
    CaseHandedBack: _department,
    CaseSentUp: _upward,
    CaseCameBack: _upward,
    CaseReviewed: lambda s, p, h: _with(s, reviewed=p, reviewer=p.by or h.actor),
    CaseDecided: lambda s, p, h: _with(s, decided=p, decided_on=h.effective_on, decider=h.actor),
    CaseDelivered: lambda s, p, h: _with(s, delivered=p, delivered_on=h.effective_on),
    CaseClosed: lambda s, p, h: _with(s, closed_on=h.effective_on),
    CaseArchived: lambda s, p, h: _with(s, archived=p, ended_as=s.status),
    CaseCorrected: lambda s, p, h: _renewed(_evolve_correction(s, p), p, h),
    RenewalDeemed: lambda s, p, h: _renewed(s, p, h),
    PaperIssued: lambda s, p, h: _with(s, papers=evolve_papers(s.papers, p, h)),
    PaperPrinted: lambda s, p, h: _with(s, papers=evolve_papers(s.papers, p, h)),
    ReprintOrdered: lambda s, p, h: s,
    SealUsed: lambda s, p, h: _with(s, papers=evolve_papers(s.papers, p, h)),
    SupervisionRaised: lambda s, p, h: _with(s, supervision=(*s.supervision, p)),
    SupervisionAnswered: lambda s, p, h: _with(s, answers=(*s.answers, p)),
    JointOpened: _joint,
    JointReceived: _joint,
    JointOpinion: _joint,
    JointMet: _joint,
    JointStopped: _joint,
    JointResumed: _joint,
    **dict.fromkeys(INQUIRY_KINDS, _inquired),
}


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
    applicant = state.applicant
    if head == "document" and applicant and applicant.document and field == "number":
        document = change(applicant.document, number=fix.after)
        return change(state, applicant=change(applicant, document=document))
    return state


def read_field(state: CaseState, path: str) -> str | None:
    """Present value of a correctable path; None when the path cannot be corrected."""
    head, _, field = path.partition(".")
    if head == "form":
        return state.form.get(field)
    if path not in CORRECTABLE:
        return None
    if head == "document":
        document = state.applicant.document if state.applicant else None
        typed = document is not None and document.source == "typed"
        return document.number if typed and document is not None else None
    if field in ("credit_code", "representative") and (
        state.applicant is None or state.applicant.kind != "organisation"
    ):
        return None
    owner = state.applicant if head == "applicant" else state.contact
    value = getattr(owner, field, None)
    return value if isinstance(value, str) else None
