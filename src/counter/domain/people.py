"""Staff: roles, accounts as a fold of acts, absence of the A representative, sessions.

PIN hashes are not in the journal; they are the store's own credentials. What is recorded here is
that a PIN was set or reset, and by whom.
"""

from __future__ import annotations

import datetime as dt
import enum

import msgspec

from counter.domain.acts import Act, Payload, act_kind
from counter.domain.catalogue import AuthorityLetter, Matter, StaffMember
from counter.domain.errors import KnownError


class Role(enum.StrEnum):
    """What a person may do at a terminal."""

    CLERK = "clerk"  # 经办
    CHIEF_A = "chief_a"  # 首席代表 A 角
    CHIEF_B = "chief_b"  # 首席代表 B 角
    FINANCE = "finance"  # 财政
    MANAGER = "manager"  # 中心管理
    SUPERVISOR = "supervisor"  # 监察（只读）
    INSTALLER = "installer"  # 安装维护


ROLE_WORDS = {
    Role.CLERK: "经办",
    Role.CHIEF_A: "首席代表 A 角",
    Role.CHIEF_B: "首席代表 B 角",
    Role.FINANCE: "财政",
    Role.MANAGER: "中心管理",
    Role.SUPERVISOR: "监察",
    Role.INSTALLER: "安装维护",
}


def staff_stream(number: str) -> str:
    """Journal stream of a person's account."""
    return f"staff:{number}"


@act_kind("staff.registered")
class StaffRegistered(Payload, frozen=True, kw_only=True):
    """A person is on the roster, or their row has changed."""

    member: StaffMember


@act_kind("letter.filed")
class LetterFiled(Payload, frozen=True, kw_only=True):
    """A 授权委托书 is on file."""

    letter: AuthorityLetter


@act_kind("pin.set")
class PinSet(Payload, frozen=True, kw_only=True):
    """A PIN was set (by its owner) or reset (by another); the PIN itself is nowhere."""

    staff: str
    by: str
    reset: bool


@act_kind("account.locked")
class AccountLocked(Payload, frozen=True, kw_only=True):
    """Too many wrong PINs. until: ISO local time."""

    staff: str
    failures: int
    until: str


@act_kind("session.opened")
class SessionOpened(Payload, frozen=True, kw_only=True):
    """上岗 at a window."""

    staff: str
    window: str


@act_kind("session.closed")
class SessionClosed(Payload, frozen=True, kw_only=True):
    """离岗: signed out, changed or locked out; why: change, sign_out, idle, crash."""

    staff: str
    window: str
    why: str


@act_kind("absence.recorded")
class AbsenceRecorded(Payload, frozen=True, kw_only=True):
    """The A representative is away; B may act. Ended by `absence.ended`."""

    staff: str
    reason: str
    by: str


@act_kind("absence.ended")
class AbsenceEnded(Payload, frozen=True, kw_only=True):
    """The A representative is back."""

    staff: str
    by: str


class StaffState(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one person's stream."""

    number: str
    member: StaffMember | None = None
    letters: tuple[AuthorityLetter, ...] = ()
    absent: bool = False
    last_seen: str = ""
    last_window: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        known = {r.value for r in Role}
        return frozenset(Role(r) for r in (self.member.roles if self.member else ()) if r in known)


def evolve_staff(state: StaffState, act: Act) -> StaffState:
    """Fold one act into a staff account. Never raises."""
    payload, change = act.payload, msgspec.structs.replace
    if isinstance(payload, StaffRegistered):
        return change(state, member=payload.member)
    if isinstance(payload, LetterFiled):
        kept = tuple(x for x in state.letters if x.number != payload.letter.number)
        return change(state, letters=(*kept, payload.letter))
    if isinstance(payload, SessionOpened):
        return change(state, last_seen=act.header.recorded_at, last_window=payload.window)
    if isinstance(payload, AbsenceRecorded):
        return change(state, absent=True)
    if isinstance(payload, AbsenceEnded):
        return change(state, absent=False)
    return state


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts now: the signed-in person with roles and letters, at a window.

    a_absent: for a B representative, whether the unit's A is recorded absent at this moment.
    """

    number: str
    name: str
    unit: str
    window: str
    roles: frozenset[Role]
    letters: tuple[AuthorityLetter, ...] = ()
    a_absent: bool = False

    def may(self, *roles: Role) -> bool:
        """True when the person has one of the roles."""
        return bool(self.roles.intersection(roles))

    @property
    def works(self) -> bool:
        """True for those who do a window's work; the others look on, or do their own."""
        return self.may(Role.CLERK, Role.CHIEF_A, Role.CHIEF_B)

    def letter_for(self, matter: Matter, act: str, day: dt.date) -> AuthorityLetter | None:
        """The first letter that covers `act` on `matter` on `day`."""
        return next((x for x in self.letters if x.covers(matter, act, day)), None)

    @property
    def post(self) -> str:
        """The post the person acts from when no letter is needed: `工商局 经办`."""
        first = next((r for r in Role if r in self.roles), None)
        return ROLE_WORDS[first] if first else ""


def require_unit(actor: Actor, unit: str, acceptor: str = "") -> None:
    """Whose case it is: the matter's unit, and who accepted it. Raises `role.*`."""
    if not actor.works:
        raise KnownError("role.clerk", "这个岗位只看，不办件。", "请窗口经办人上岗后办理。")
    if actor.unit != unit and actor.number != acceptor:
        raise KnownError(
            "role.unit", "这件是别的单位的，不能动。", "请该单位的窗口人员或受理人来办。"
        )
