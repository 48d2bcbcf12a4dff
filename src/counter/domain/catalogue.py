"""The catalogue (事项目录): units, windows, matters, materials, form fields, seals, papers.

A catalogue is a version; cases remember the version they were accepted under. Values come from
a catalogue pack (see `counter.packs`), which checks each row; here are the types and look-ups.
"""

from __future__ import annotations

import datetime as dt
import enum
import unicodedata
from typing import Literal

import msgspec

from counter.domain.feeplan import FeePlan, PlanIndex
from counter.domain.fees import FeeIndex, FeeItem, MatterFee
from counter.domain.rules import DayKind, HallRules

Placement = Literal["resident", "agency", "branch", "room"]
"""常驻窗口, 委托代理窗口, 分厅, 代理室."""

SEAL_WORDS: dict[str, str] = {
    "acceptance": "受理专用章",
    "approval": "审批专用章",
    "department": "部门公章",
    "centre": "中心章",
}
"""Kinds of seal, as a hall's pack writes them."""

SCOPE_WORDS: dict[str, str] = {"accept": "受理", "review": "审核", "decide": "审批"}
"""What a letter of authority may carry."""

PLACEMENT_WORDS: dict[str, str] = {
    "resident": "常驻窗口",
    "agency": "委托代理窗口",
    "branch": "分厅",
    "room": "代理室",
}


class Handling(enum.StrEnum):
    """How a matter is handled (办件类型)."""

    SPOT = "spot"  # 即办件
    PROMISE = "promise"  # 承诺件
    JOINT = "joint"  # 联办件
    UPWARD = "upward"  # 上报件


HANDLING_WORDS = {
    Handling.SPOT: "即办件",
    Handling.PROMISE: "承诺件",
    Handling.JOINT: "联办件",
    Handling.UPWARD: "上报件",
}


class Centre(msgspec.Struct, frozen=True, kw_only=True):
    """The hall itself; printed on every paper."""

    code: str  # 6 digits, GB/T 2260
    name: str
    address: str = ""
    hotline: str = ""
    complaints: str = ""
    motto: str = ""
    closing: str = "17:30"  # a spot case taken later falls to the next working day


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that has moved in (进驻单位)."""

    code: str
    name: str  # 衡山县工商行政管理局
    short: str  # 工商局
    placement: Placement
    mark: str = ""  # organ mark of its paper numbers: 衡工商
    agent: str = ""  # 委托代理: code of the unit whose window and people act for it
    invented: bool = False  # the source names no such unit; marked wherever it is listed


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A window on the floor."""

    number: str
    unit: str
    name: str = ""


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """Legal basis; certain=False shows as 依据待核."""

    statute: str
    article: str = ""
    certain: bool = True


OWN_WORDS = ("申请书", "申请表")
"""Ends of the names of what is written for one application, where the catalogue says nothing."""


class MaterialSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A material that the catalogue asks for; nothing beyond the list may be asked (art. 31)."""

    code: str
    name: str
    original: bool = True  # False: a copy will do
    copies: int = 1
    note: str = ""
    required: bool = True
    by_card: bool = False  # the applicant's identity document itself: a card reading fulfils it
    may_follow: bool = False  # 容缺: the case may be accepted without it, it follows by a day
    this_once: bool | None = None  # written for one application (申请书); None = as its name says

    @property
    def for_one_application(self) -> bool:
        """It holds for the application it was written for and for no other."""
        return self.name.endswith(OWN_WORDS) if self.this_once is None else self.this_once


class FieldSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the matter's form (申办内容)."""

    key: str
    label: str
    kind: Literal["text", "number", "integer", "choice", "date"] = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    max_length: int = 60


class MatterLaw(msgspec.Struct, frozen=True, kw_only=True):
    """What the law asks of a matter beside its limit; articles of 行政许可法."""

    day_kind: DayKind = "working"  # kind of day of the legal limit, art. 82
    extension_days: int = -1  # cap of the extension, art. 42; -1 = by the handling
    extension_post: Literal["", "organ_head", "government_head"] = ""  # who approves; "" likewise
    site_check: bool = False  # art. 34: two or more go and look
    third_party: bool = False  # art. 36: who is concerned must be told and heard
    hearing: bool = False  # arts 46, 47: the right to a hearing is told before the decision
    technical: bool = False  # art. 55: two technicians are sent within five working days
    limited: bool = False  # art. 57: limited in number, by order of acceptance
    other_order: bool = False  # art. 57 end: another law sets another order (招标, 拍卖, 抽签 …)
    secret: bool = False  # arts 5, 40: state or trade secrets, privacy; not on the public list
    safety: bool = False  # arts 78, 79: public safety, health, life and property
    renewal: bool = False  # art. 50: a renewal, asked 30 natural days before expiry
    renewal_days: int = 0  # art. 50: natural days where another law sets another term; 0 = 30
    needs: tuple[str, ...] = ()  # 前置: matters whose result must be there first
    co_units: tuple[str, ...] = ()  # 联办: units that take part beside the lead unit
    co_days: int = 0  # 联办: working days each of them has; 0 = the promise
    follow_days: int = 0  # 容缺: working days for what may follow; 0 = the hall's rule
    retention_years: int = 0  # 归档; 0 = the hall's rule


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """A matter (事项): what can be applied for."""

    code: str
    name: str
    variant: str = ""  # 新办, 变更, 延续 …
    unit: str
    kind: Literal["licence", "service"] = "licence"
    handling: Handling = Handling.PROMISE
    legal_days: int = 20  # working days, art. 42
    promised_days: int = 20  # working days; 0 = the same day
    basis: tuple[Basis, ...] = ()
    materials: tuple[MaterialSpec, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    review: Literal["window", "department"] = "window"
    result: str = ""  # name of the certificate or approval
    notice: bool = True  # print 受理通知书 also when decided on the spot
    charges: str = ""  # words on fees; the money itself comes later
    full: bool = False  # basis, materials, limits and fields are all there
    law: MatterLaw = MatterLaw()
    initials: str = ""  # pinyin initials of name+variant, lower case, made by the pack
    pinyin: str = ""

    @property
    def title(self) -> str:
        """食品流通许可（新办）."""
        return f"{self.name}（{self.variant}）" if self.variant else self.name


KEEPERS: dict[str, tuple[str, ...]] = {"approval": ("chief_a", "chief_b")}
"""Who keeps a kind of seal where the catalogue does not say: the representatives (双章制)."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A physical seal; `unit` empty = the centre's.

    keepers: roles of who keeps it and may use it; empty = as `KEEPERS` says for its kind.
    """

    code: str
    name: str  # 行政审批专用章
    kind: Literal["acceptance", "approval", "department", "centre"]
    unit: str = ""
    keepers: tuple[str, ...] = ()

    @property
    def kept_by(self) -> tuple[str, ...]:
        """Roles that may use it; none = whoever works at the unit's windows."""
        return self.keepers or KEEPERS.get(self.kind, ())


class PaperType(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper: its form, number mark, copies and the kinds of seal it must carry."""

    code: str  # accept_notice, receipt, decision_grant, decision_refuse, slip
    title: str
    mark: str  # 受, 收, 准, 否
    form: str
    channel: Literal["page", "slip", "overlay"] = "page"
    copies: int = 1
    seals: tuple[str, ...] = ()  # Seal.kind, in order; 双章制 = two
    series: bool = True  # takes a paper number


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the roster (花名册)."""

    number: str
    name: str
    unit: str
    window: str = ""
    post: str = ""
    roles: tuple[str, ...] = ()
    education: str = ""
    birth: str = ""
    established: bool = True  # 在编


class AuthorityLetter(msgspec.Struct, frozen=True, kw_only=True):
    """授权委托书: the unit empowers its representative."""

    number: str
    unit: str
    staff: str
    role: Literal["A", "B"]
    scope: tuple[str, ...]  # accept, review, decide
    matters: tuple[str, ...] = ()  # empty = all of the unit
    valid_from: str = ""
    valid_to: str = ""
    scan: str = ""  # SHA-256 (hex) of the picture of the signed letter; empty = none on file

    def covers(self, matter: Matter, act: str, day: dt.date) -> bool:
        """True when the letter allows `act` (accept, review, decide) on `matter` on `day`.

        A letter binds its own unit only: one without a list of matters means all of that unit's.
        """
        iso = day.isoformat()
        return (
            matter.unit == self.unit
            and act in self.scope
            and (not self.matters or matter.code in self.matters)
            and self.valid_from <= iso
            and (not self.valid_to or iso <= self.valid_to)
        )


class LocalDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the hall's own: a holiday by order of the county, or one on which the hall is shut.

    A holiday is no working day; a closure is one in law and stops no clock.
    """

    date: str  # ISO
    mark: Literal["holiday", "closed"]
    name: str
    order: str = ""  # number of the county's order


class ProjectLead(msgspec.Struct, frozen=True, kw_only=True):
    """全程代理: the unit that leads a kind of major project."""

    kind: str  # 立项, 招商引资, 进园区项目
    unit: str


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """One version of everything above."""

    version: int
    title: str
    historical: bool
    centre: Centre
    units: tuple[Unit, ...]
    windows: tuple[Window, ...]
    matters: tuple[Matter, ...]
    seals: tuple[Seal, ...]
    papers: tuple[PaperType, ...]
    staff: tuple[StaffMember, ...] = ()
    letters: tuple[AuthorityLetter, ...] = ()
    rules: HallRules = HallRules()
    local_days: tuple[LocalDay, ...] = ()
    project_leads: tuple[ProjectLead, ...] = ()
    fees: tuple[FeeItem, ...] = ()
    matter_fees: tuple[MatterFee, ...] = ()
    fee_plans: tuple[FeePlan, ...] = ()


class CatalogueIndex:
    """Look-ups over one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.centre = catalogue.centre
        self.units = {u.code: u for u in catalogue.units}
        self.windows = {w.number: w for w in catalogue.windows}
        self.matters = {m.code: m for m in catalogue.matters}
        self.papers = {p.code: p for p in catalogue.papers}
        self.seals = {s.code: s for s in catalogue.seals}
        self.rules = catalogue.rules
        self.fees = FeeIndex(catalogue.fees, catalogue.matter_fees)
        self.fee_plans = PlanIndex(catalogue.fee_plans)

    def unit_of_matter(self, matter: Matter) -> Unit:
        """The unit that decides the matter."""
        return self.units[matter.unit]

    def seal_for(self, kind: str, unit: str) -> Seal | None:
        """The unit's seal of that kind, else the centre's."""
        for owner in (unit, ""):
            for seal in self.catalogue.seals:
                if seal.kind == kind and seal.unit == owner:
                    return seal
        return None

    def find_matters(
        self, query: str, unit: str | None = None, limit: int = 20
    ) -> tuple[Matter, ...]:
        """Matters by code, name, pinyin or its initials; several words must all fit.

        A whole code comes first, then what fits well (the unit's own before others'), then loose
        fits (letters of the initials in order), each by fitness and place in the catalogue.
        """
        words = _plain(query).split()
        if not words:
            return ()
        scored: list[tuple[int, bool, int, int, Matter]] = []
        for place, matter in enumerate(self.catalogue.matters):
            ranks = [_fitness(matter, word) for word in words]
            known = [rank for rank in ranks if rank is not None]
            if len(known) == len(words):
                rank = max(known)
                band = 0 if rank == 0 else (2 if rank == _LOOSE else 1)
                scored.append((band, matter.unit != unit, rank, place, matter))
        scored.sort(key=lambda row: row[:4])
        return tuple(row[4] for row in scored[:limit])


_LOOSE = 4


def _plain(value: str) -> str:
    """Half-width and lower case, so that `ＳＰＬ` is `spl` and （变更） is (变更)."""
    return unicodedata.normalize("NFKC", value).lower()


def _fitness(matter: Matter, q: str) -> int | None:
    """0 the whole code … 4 loose; None = does not fit. `q` is plain (`_plain`)."""
    title, code = _plain(matter.title), matter.code.lower()
    if code == q:
        return 0
    if title.startswith(q) or matter.initials.startswith(q):
        return 1
    if q in title or q in matter.initials:
        return 2
    if q in code or q in matter.pinyin:
        return 3
    return _LOOSE if q.isascii() and _subsequence(q, matter.initials) else None


def _subsequence(needle: str, hay: str) -> bool:
    """Letters of `needle` in order inside `hay`, starting at its first letter."""
    if not hay or len(needle) < 2 or needle[0] != hay[0]:
        return False
    rest = iter(hay)
    return all(c in rest for c in needle)
