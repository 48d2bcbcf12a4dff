"""The acts of a case (办件): their payloads. Each kind is a fact and is never changed.

Sources: the articles of the Administrative Licensing Law (行政许可法) that the acts carry out.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain.acts import Payload, act_kind
from counter.domain.caseclock import Procedure
from counter.domain.persons import Agent, Applicant, Contact, IdDocument
from counter.domain.rules import DayKind


class MaterialReceived(msgspec.Struct, frozen=True, kw_only=True):
    """A material as it came in. evidence: A issued by authority … D self-declared.

    reused_from: number of the case it came with, where this hall held it already; number: that of
    the certificate, where a prior result comes in as a supplement.
    """

    code: str
    name: str
    original: bool = True
    copies: int = 1
    pages: int = 1
    evidence: Literal["A", "B", "C", "D"] = "B"
    how: str = "窗口核对"
    reused_from: str = ""
    number: str = ""


class PriorResult(msgspec.Struct, frozen=True, kw_only=True):
    """前置: the result of another matter that this one rests on.

    case_no: the case in which this hall granted it; empty where a certificate was seen.
    """

    matter: str
    title: str
    number: str
    case_no: str = ""
    evidence: Literal["A", "B", "C", "D"] = "B"


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """延续 (art. 50): the licence that is to be renewed. expires_on: ISO, empty while unknown.

    days: natural days before the expiry by which it is to be asked for; case_no: the case in which
    this hall gave it, empty where a certificate was seen.
    """

    number: str
    expires_on: str
    days: int
    case_no: str = ""

    @property
    def ask_by(self) -> str:
        """ISO; the last day for asking, empty while the expiry is unknown."""
        if not self.expires_on:
            return ""
        expires = dt.date.fromisoformat(self.expires_on)
        return (expires - dt.timedelta(days=self.days)).isoformat()


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
    day_kind: DayKind = "working"  # of the legal limit
    technicians_on: str = ""  # art. 55: last day to send them, where the matter asks for it


@act_kind("case.received")
class CaseReceived(Payload, frozen=True, kw_only=True):
    """收件: who, what, which materials, at which window, under which catalogue version.

    co_units: 联办, the units chosen to take part; None = the matter's own.
    """

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
    tell_by: str = ""  # ISO; last day for telling (art. 32(4)), empty in old acts
    prior: tuple[PriorResult, ...] = ()
    renews: Renewal | None = None
    co_units: tuple[str, ...] | None = None


@act_kind("case.accepted")
class CaseAccepted(Payload, frozen=True, kw_only=True):
    """受理 (art. 32(5)); the header's effective_on is the day of acceptance.

    deemed: nobody told the applicant in time, so the law accepts from the day of receipt (32(4));
    missing: 容缺, what is still to come and by when (name, ISO date). order: place in the order of
    acceptance of a matter limited in number (art. 57), from 1 within the terminal, 0 = not limited;
    order_at: ISO moment that counts for it across terminals.
    """

    limits: Limits
    deemed: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    order: int = 0
    order_at: str = ""


@act_kind("case.reviewed")
class CaseReviewed(Payload, frozen=True, kw_only=True):
    """审: the reviewer's opinion; on a spot matter it goes with the acceptance.

    by: staff number (or the name, where there is none) of who reviewed in the department, when
    the window wrote it down from the 移交单; empty = who recorded it.
    """

    opinion: Literal["grant", "refuse"]
    note: str = ""
    by: str = ""


@act_kind("case.decided")
class CaseDecided(Payload, frozen=True, kw_only=True):
    """核与决定: granted or refused, on the authority of which letter(s).

    for_absent: number of the A letter when B decided because A is away; deliver_by: ISO date of the
    last day for delivery (art. 44); record: ISO date of the hearing whose record it rests on;
    deemed: ISO date from which the law had renewed already what this confirms (art. 50(2)).
    """

    outcome: Literal["granted", "refused"]
    reason: str = ""
    letter: str = ""
    for_absent: str = ""
    certificate: str = ""
    valid_to: str = ""
    deliver_by: str = ""  # ISO; art. 44, empty in old acts
    record: str = ""
    deemed: str = ""


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


@act_kind("case.delivered")
class CaseDelivered(Payload, frozen=True, kw_only=True):
    """送达: how, who received it, and how that person was matched.

    method: `window` stands in old acts for `direct`; published_on: ISO date; late: after the last
    day of art. 44.
    """

    method: Literal["window", "direct", "left", "entrusted", "mail", "public"]
    recipient: str
    document: IdDocument | None = None
    relation: Literal["applicant", "agent", "other"] = "applicant"
    matched: bool = True
    note: str = ""
    papers: tuple[str, ...] = ()
    witness: str = ""
    entrusted: str = ""
    mail_number: str = ""
    published: str = ""
    published_on: str = ""
    late: bool = False


@act_kind("case.closed")
class CaseClosed(Payload, frozen=True, kw_only=True):
    """办结."""


class ArchiveItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of 卷内目录: what lies in the file, how many pages, why it is lacking if it is."""

    no: int
    title: str
    number: str = ""
    on: str = ""  # ISO date of the paper
    pages: int = 1
    missing: str = ""


@act_kind("case.archived")
class CaseArchived(Payload, frozen=True, kw_only=True):
    """归档: the file is closed, listed and given its place. keep_until: ISO date, empty = for ever.

    volume: 卷号; place: where it stands (cabinet, box).
    """

    volume: str
    contents: tuple[ArchiveItem, ...]
    retention_years: int
    keep_until: str
    place: str = ""


# --- before acceptance (art. 32) -----------------------------------------------------------------


class NoticeItem(msgspec.Struct, frozen=True, kw_only=True):
    """One missing or wrong material of a one-time notice: what, why, on what basis."""

    code: str
    name: str
    fault: Literal["missing", "wrong"]
    why: str
    basis: str = ""


@act_kind("notice.issued")
class NoticeIssued(Payload, frozen=True, kw_only=True):
    """一次性告知 (art. 32(4)): everything that is to be supplied, told once. until: ISO date."""

    items: tuple[NoticeItem, ...]
    until: str = ""


@act_kind("notice.refused")
class NoticeRefused(Payload, frozen=True, kw_only=True):
    """A second notice that asked for what the first did not name: stopped, and recorded."""

    items: tuple[NoticeItem, ...]


@act_kind("corrected.on_spot")
class CorrectedOnSpot(Payload, frozen=True, kw_only=True):
    """当场更正 (art. 32(3)): an error put right at the window, no notice needed."""

    what: str


@act_kind("supplement.received")
class SupplementReceived(Payload, frozen=True, kw_only=True):
    """补正材料 came in; complete: nothing of the notice is left open."""

    materials: tuple[MaterialReceived, ...]
    complete: bool


@act_kind("acceptance.refused")
class AcceptanceRefused(Payload, frozen=True, kw_only=True):
    """不予受理 (art. 32): no licence needed (1), or not our power (2) and whose it is."""

    limb: Literal["not_needed", "not_ours"]
    reason: str
    right_body: str = ""


@act_kind("case.returned")
class CaseReturned(Payload, frozen=True, kw_only=True):
    """退件: not supplied in time (a county setting); the materials go back."""

    reason: str
    materials: tuple[str, ...] = ()


@act_kind("case.recalled")
class CaseRecalled(Payload, frozen=True, kw_only=True):
    """撤回: the applicant takes the application back; the materials go back."""

    reason: str
    materials: tuple[str, ...] = ()


# --- while it is handled -------------------------------------------------------------------------


@act_kind("clock.paused")
class ClockPaused(Payload, frozen=True, kw_only=True):
    """特别程序 begins (art. 45): the needed time is told in writing. days: working days;
    expected_on: ISO date on which they are over, empty in old acts."""

    procedure: Procedure
    expected_days: int
    reason: str = ""
    expected_on: str = ""


@act_kind("clock.resumed")
class ClockResumed(Payload, frozen=True, kw_only=True):
    """特别程序 ends; limits: as reckoned anew."""

    result: str
    limits: Limits


@act_kind("limit.extended")
class LimitExtended(Payload, frozen=True, kw_only=True):
    """延期 (art. 42): once, by whom it must be approved; limits: as reckoned anew."""

    days: int
    reason: str
    approver: str
    post: Literal["organ_head", "government_head"]
    limits: Limits


@act_kind("case.handed_over")
class CaseHandedOver(Payload, frozen=True, kw_only=True):
    """移交 from the window to the department, both signatures.

    to: name of the department; giver, taker: names as signed; taker_number: staff number where
    the roster has one; materials: names of what went along; slip: number of the 移交单; along:
    numbers of the other cases on the same slip.
    """

    to: str
    giver: str
    taker: str
    taker_number: str = ""
    materials: tuple[str, ...] = ()
    slip: str = ""
    along: tuple[str, ...] = ()


@act_kind("case.handed_back")
class CaseHandedBack(Payload, frozen=True, kw_only=True):
    """The department gives the case back, both signatures.

    opinion: the department's, which counts as the review; empty = given back without one.
    """

    giver: str
    taker: str
    note: str = ""
    giver_number: str = ""
    opinion: Literal["", "grant", "refuse"] = ""
    materials: tuple[str, ...] = ()
    slip: str = ""


@act_kind("case.sent_up")
class CaseSentUp(Payload, frozen=True, kw_only=True):
    """上报 to the upper organ after the local review (art. 43). number: of the covering letter."""

    to: str
    note: str = ""
    number: str = ""


@act_kind("case.came_back")
class CaseCameBack(Payload, frozen=True, kw_only=True):
    """The upper organ's answer with its document's number and date (ISO).

    opinion returned: sent back without a word on the application itself.
    """

    opinion: Literal["grant", "refuse", "returned"]
    note: str = ""
    number: str = ""
    dated: str = ""


@act_kind("supervision.raised")
class SupervisionRaised(Payload, frozen=True, kw_only=True):
    """电子监察: a rule was broken or is about to be. ISO dates: reply_by; on: the day that it is
    about, empty where it is about none."""

    code: str
    light: Literal["warn", "bad"]
    why: str
    rule: str
    reply_by: str = ""
    on: str = ""


@act_kind("supervision.answered")
class SupervisionAnswered(Payload, frozen=True, kw_only=True):
    """The answer to a supervision event, by its code."""

    code: str
    answer: str


CORRECTABLE = {
    "applicant.name": "申请人",
    "document.number": "证件号",
    "applicant.credit_code": "信用代码",
    "applicant.representative": "法定代表人",
    "applicant.address": "住址",
    "contact.phone": "手机",
    "contact.mail_address": "邮寄地址",
}
"""Paths that 更正 may change, with their labels; `form.<key>` comes on top.

A document's number only where it was typed: what a card said is not corrected but read again.
"""
