"""Who is at the window: sign-in with PIN, lock-out, change of clerk, PIN reset, A absence."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.desk.hall import Hall
from counter.domain import authority
from counter.domain.acts import NewAct, Payload
from counter.domain.catalogue import AuthorityLetter, Catalogue
from counter.domain.errors import KnownError, text
from counter.domain.people import (
    AbsenceEnded,
    AbsenceRecorded,
    AccountLocked,
    Actor,
    LetterFiled,
    PinSet,
    Role,
    SessionClosed,
    SessionOpened,
    StaffRegistered,
    StaffState,
    staff_stream,
)
from counter.domain.records import AccessOpened, access_stream
from counter.ports.clock import stamp as iso
from counter.ports.keys import PinHasher
from counter.ports.store import Credential, Stamp, Tx

SYSTEM = Actor(number="system", name="系统", unit="", window="", roles=frozenset())
"""Acts that no person does: provisioning, automatic acts."""


class HeldLetter(msgspec.Struct, frozen=True):
    """A letter of authority of a person, with the titles of the matters it is limited to."""

    letter: AuthorityLetter
    matters: tuple[str, ...] = ()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the sign-in page and the staff page list them."""

    number: str
    name: str
    post: str
    unit: str
    last_seen: str = ""
    drafts: int = 0
    absent: bool = False
    locked_until: str = ""
    has_pin: bool = False
    roles: tuple[str, ...] = ()
    letter_ends: str = ""
    """ISO date on which the last of the letters ends, where that is near or past."""
    letters: tuple[HeldLetter, ...] = ()


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """An open session."""

    actor: Actor
    drafts: int
    must_change_pin: bool


class SessionDesk:
    """Sign-in and accounts. On the store worker's thread; argon2id takes its 50 ms there."""

    def __init__(
        self,
        hall: Hall,
        pins: PinHasher,
        window: str,
        *,
        tries: int = 5,
        lock_minutes: int = 10,
        pin_digits: int = 6,
    ) -> None:
        self._hall = hall
        self._pins = pins
        self.window = window
        self._tries = tries
        self._lock = dt.timedelta(minutes=lock_minutes)
        self._pin_digits = pin_digits

    def whois(self, number: str) -> Person | None:
        """The person behind a staff number, for the hint beside the field."""
        state = self._hall.store.staff(number.strip())
        return self._person(state) if state and state.member else None

    def recent(self, limit: int = 3) -> tuple[Person, ...]:
        """Who was at this window last."""
        seen = [s for s in self._hall.store.all_staff() if s.last_window == self.window]
        seen.sort(key=lambda s: s.last_seen, reverse=True)
        return tuple(self._person(s) for s in seen[:limit])

    def everybody(self) -> tuple[Person, ...]:
        """All accounts, by number."""
        states = sorted(self._hall.store.all_staff(), key=lambda s: s.number)
        return tuple(self._person(s) for s in states if s.member)

    def on_duty(self, unit: str) -> tuple[tuple[str, str, bool], ...]:
        """(A or B, name, absent) of a unit's chief representatives."""
        rows = []
        for letter in self._hall.catalogue().catalogue.letters:
            if letter.unit == unit:
                state = self._hall.store.staff(letter.staff)
                if state and state.member:
                    rows.append((letter.role, state.member.name, state.absent))
        return tuple(sorted(set(rows)))

    def sign_in(self, number: str, pin: str) -> SignedIn:
        """上岗. Raises `session.unknown`, `session.locked`, `session.pin`, `session.no_pin`."""
        hall = self._hall
        state = self._account(number)
        credential = self._check_pin(state, pin)
        actor = self._actor(state)
        with hall.store.write() as tx:
            if credential.failures:
                tx.put_credential(msgspec.structs.replace(credential, failures=0, locked_until=""))
            self._record(tx, state, SessionOpened(staff=state.number, window=self.window), actor)
        hall.published("", "session")
        return SignedIn(
            actor=actor,
            drafts=len(hall.store.drafts(state.number)),
            must_change_pin=credential.must_change,
        )

    def unlock(self, number: str, pin: str) -> None:
        """The same person comes back to a locked desk; same refusals as sign-in."""
        credential = self._check_pin(self._account(number), pin)
        if credential.failures:
            with self._hall.store.write() as tx:
                tx.put_credential(msgspec.structs.replace(credential, failures=0, locked_until=""))

    def countersign(self, number: str, pin: str) -> Actor:
        """The second of two people shows a PIN beside the first; nobody is signed in by it.

        Raises what sign-in raises for a PIN.
        """
        state = self._account(number)
        credential = self._check_pin(state, pin)
        if credential.failures:
            with self._hall.store.write() as tx:
                tx.put_credential(msgspec.structs.replace(credential, failures=0, locked_until=""))
        return self._actor(state)

    def sign_out(
        self, actor: Actor, why: Literal["sign_out", "change", "idle", "crash"] = "sign_out"
    ) -> None:
        """离岗."""
        state = self._account(actor.number)
        closed = SessionClosed(staff=actor.number, window=self.window, why=why)
        with self._hall.store.write() as tx:
            self._record(tx, state, closed, actor)
        self._hall.published("", "session")

    def change_pin(self, actor: Actor, old: str, new: str) -> None:
        """The owner sets a new PIN. Raises `session.pin`, `pin.weak`."""
        state = self._account(actor.number)
        self._check_pin(state, old)
        if new == old:
            raise KnownError("pin.weak", "新 PIN 和旧的一样。", "请换一个。")
        self._set_pin(state, new, actor, reset=False)

    def reset_pin(self, actor: Actor, number: str, new: str) -> None:
        """The manager or installer resets somebody's PIN; it must be changed at first use."""
        if not actor.may(Role.MANAGER, Role.INSTALLER):
            raise KnownError(
                "role.manager", "只有管理员能重设 PIN。", "请中心管理或安装维护人员来。"
            )
        self._set_pin(self._account(number), new, actor, reset=True)

    def mark_absent(self, actor: Actor, number: str, reason: str) -> None:
        """登记 A 角离岗, so that B may act. By A, B of the same unit, or the manager."""
        state = self._account(number)
        if state.absent:
            raise KnownError("absence.twice", "已经登记离岗了。", "回来时再销。")
        unit = state.member.unit if state.member else ""
        rules = self._hall.catalogue().rules
        authority.require_may_record_absence(actor, number, unit, reason, rules)
        self._absence(
            state, AbsenceRecorded(staff=number, reason=reason.strip(), by=actor.number), actor
        )

    def end_absence(self, actor: Actor, number: str) -> None:
        """销 A 角离岗."""
        state = self._account(number)
        if not state.absent:
            raise KnownError("absence.none", "没有登记过离岗。", "不用销。")
        self._check_same_unit(actor, state)
        self._absence(state, AbsenceEnded(staff=number, by=actor.number), actor)

    def letter_scan(self, actor: Actor, staff: str, number: str) -> bytes:
        """The picture of a letter of authority; looking at it leaves a trace (查询留痕).

        Raises `letter.no_scan`, and `letter.scan_gone` when the store lacks the picture.
        """
        hall = self._hall
        held = (x for x in self._account(staff).letters if x.number == number and x.scan)
        letter = next(held, None)
        if letter is None:
            raise KnownError(
                "letter.no_scan",
                text("{number} 没有扫描件。", number=number),
                "请看窗口上存的原件；扫描件随目录包装入。",
            )
        data = hall.store.blob(letter.scan)
        if data is None:
            raise KnownError(
                "letter.scan_gone",
                text("{number} 的扫描件不在本机。", number=number),
                "请看窗口上存的原件，请管理员带上图片再导入目录包。",
            )
        day = hall.today().isoformat()
        trace = NewAct(
            stream=access_stream(actor.number, day),
            payload=AccessOpened(case_no=number, why="letter"),
            effective_on=day,
        )
        with hall.store.write() as tx:
            tx.append([trace], hall.stamp(actor))
        return data

    # provisioning
    def register_staff(self, catalogue: Catalogue) -> None:
        """Accounts and letters of a catalogue's roster, those that are new or have changed."""
        hall = self._hall
        acts: list[NewAct] = []
        known = {s.number: s for s in hall.store.all_staff()}
        for member in catalogue.staff:
            state = known.get(member.number)
            if state is None or state.member != member:
                acts.append(self._act(member.number, StaffRegistered(member=member)))
        for letter in catalogue.letters:
            state = known.get(letter.staff)
            if state is None or letter not in state.letters:
                acts.append(self._act(letter.staff, LetterFiled(letter=letter)))
        if acts:
            with hall.store.write() as tx:
                tx.append(acts, hall.stamp(SYSTEM, grant="花名册"))

    def give_first_pins(self, pins: dict[str, str], *, must_change: bool) -> None:
        """First PINs at provisioning (training stores: from the script)."""
        hashes: dict[str, str] = {}
        with self._hall.store.write() as tx:
            for number, pin in pins.items():
                hashed = hashes.get(pin) or self._pins.hash(pin)
                if not must_change:
                    hashes[pin] = hashed
                tx.put_credential(Credential(staff=number, hash=hashed, must_change=must_change))

    def _check_pin(self, state: StaffState, pin: str) -> Credential:
        hall, now = self._hall, self._hall.now()
        credential = hall.store.credential(state.number)
        if credential is None:
            raise KnownError("session.no_pin", "这个工号还没有 PIN。", "请管理员重设 PIN。")
        if credential.locked_until > iso(now):
            raise KnownError(
                "session.locked",
                text(
                    "连输 {n} 次不对，锁到 {until}。",
                    n=self._tries,
                    until=credential.locked_until[11:16],
                ),
                "等到那时再试，或找管理员重设 PIN。",
            )
        if self._pins.verify(credential.hash, pin):
            return credential
        failures = credential.failures + 1
        locked = failures >= self._tries
        until = iso(now + self._lock) if locked else ""
        with hall.store.write() as tx:
            tx.put_credential(
                msgspec.structs.replace(
                    credential, failures=0 if locked else failures, locked_until=until
                )
            )
            if locked:
                act = AccountLocked(staff=state.number, failures=failures, until=until)
                self._record(tx, state, act, SYSTEM)
        if locked:
            raise KnownError(
                "session.locked",
                text("连输 {n} 次不对，锁到 {until}。", n=self._tries, until=until[11:16]),
                "等到那时再试，或找管理员重设 PIN。",
            )
        raise KnownError(
            "session.pin",
            "PIN 不对。",
            text("再输一次；还能试 {n} 次。", n=self._tries - failures),
        )

    def _set_pin(self, state: StaffState, new: str, actor: Actor, *, reset: bool) -> None:
        if not (new.isascii() and new.isdigit() and len(new) == self._pin_digits):
            raise KnownError(
                "pin.weak", text("PIN 应为 {n} 位数字。", n=self._pin_digits), "请重新设一个。"
            )
        if len(set(new)) == 1 or new in "01234567890" or new in "09876543210":
            raise KnownError("pin.weak", "这个 PIN 太好猜。", "不要用连号或同一个数字。")
        hashed = self._pins.hash(new)
        with self._hall.store.write() as tx:
            tx.put_credential(Credential(staff=state.number, hash=hashed, must_change=reset))
            act = PinSet(staff=state.number, by=actor.number, reset=reset)
            self._record(tx, state, act, actor)
        self._hall.published("", "people")

    def _absence(
        self, state: StaffState, payload: AbsenceRecorded | AbsenceEnded, actor: Actor
    ) -> None:
        with self._hall.store.write() as tx:
            self._record(tx, state, payload, actor)
        self._hall.published("", "people")

    def _check_same_unit(self, actor: Actor, state: StaffState) -> None:
        unit = state.member.unit if state.member else ""
        if not actor.may(Role.MANAGER) and actor.unit != unit:
            raise KnownError("role.unit", "不是本单位的人。", "请本单位的人或中心管理来登记。")

    def _account(self, number: str) -> StaffState:
        state = self._hall.store.staff(number.strip())
        if state is None or state.member is None:
            raise KnownError("session.unknown", "没有这个工号。", "请核对工号，或请管理员登记。")
        return state

    def _actor(self, state: StaffState) -> Actor:
        actor = account_actor(state, self.window)
        assert actor is not None
        return actor

    def _act(self, number: str, payload: Payload) -> NewAct:
        return NewAct(
            stream=staff_stream(number),
            payload=payload,
            effective_on=self._hall.today().isoformat(),
        )

    def _record(self, tx: Tx, state: StaffState, payload: Payload, actor: Actor) -> None:
        stamp: Stamp = self._hall.stamp(actor)
        tx.append([self._act(state.number, payload)], stamp)

    def _person(self, state: StaffState) -> Person:
        assert state.member is not None
        catalogue, credential = self._hall.catalogue(), self._hall.store.credential(state.number)
        lead = catalogue.rules.letter_lead
        ending = authority.first_to_end(state.letters, self._hall.today(), lead)
        known = catalogue.matters
        return Person(
            number=state.number,
            name=state.member.name,
            post=state.member.post,
            unit=state.member.unit,
            last_seen=state.last_seen,
            drafts=len(self._hall.store.drafts(state.number)),
            absent=state.absent,
            locked_until=credential.locked_until if credential else "",
            has_pin=credential is not None,
            roles=tuple(state.member.roles),
            letter_ends=ending.valid_to if ending else "",
            letters=tuple(
                HeldLetter(x, tuple(known[m].title for m in x.matters if m in known))
                for x in state.letters
            ),
        )


def account_actor(state: StaffState | None, window: str) -> Actor | None:
    """The person of an account at a window; None when there is no such account."""
    if state is None or state.member is None:
        return None
    return Actor(
        number=state.number,
        name=state.member.name,
        unit=state.member.unit,
        window=window,
        roles=state.roles,
        letters=state.letters,
    )
