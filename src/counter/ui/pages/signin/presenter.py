"""Sign-in, lock and first PIN without Qt: what is asked, what is said, who comes in.

The desk's session service does the checking (on the store worker's thread); here is only the
order of questions and the words around them.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from counter.desk.session import Person, SignedIn
from counter.domain.clock import list_date
from counter.domain.errors import KnownError, Text, text
from counter.domain.people import ROLE_WORDS, Actor, Role
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.signin import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.session import Session
from counter.ui.state import ChipState

PIN_DIGITS = 6
Step = Literal["number", "pin", "new", "repeat"]


class SignInDesk(Protocol):
    """What the page asks of `desk.session.SessionDesk`."""

    def whois(self, number: str) -> Person | None: ...
    def recent(self, limit: int = 3) -> tuple[Person, ...]: ...
    def on_duty(self, unit: str) -> tuple[tuple[str, str, bool], ...]: ...
    def sign_in(self, number: str, pin: str) -> SignedIn: ...
    def unlock(self, number: str, pin: str) -> None: ...
    def sign_out(
        self, actor: Actor, why: Literal["sign_out", "change", "idle", "crash"] = "sign_out"
    ) -> None: ...
    def change_pin(self, actor: Actor, old: str, new: str) -> None: ...


class Mode(enum.Enum):
    """What the page is for now."""

    SIGN_IN = "sign_in"
    LOCKED = "locked"
    NEW_PIN = "new_pin"


@dataclass(frozen=True)
class Hall:
    """The hall and window on the plate: static facts from catalogue and settings."""

    centre: str = ""
    window: str = ""
    unit: str = ""
    unit_code: str = ""
    placement: str = ""
    motto: str = ""


@dataclass(frozen=True)
class TestRow:
    """A line of the self-test: what, its state's name (see ui.state.STATES), in words."""

    __test__ = False

    name: Text | str
    state: str
    words: Text | str


@dataclass(frozen=True)
class SelfTest:
    """The self-test at start: rows, when and how long, whether the window can open, a remark."""

    __test__ = False

    rows: Sequence[TestRow] = ()
    at: str = ""
    seconds: int = 0
    good: bool = True
    verdict: Text | str = "可以开门"
    remark: Text | str = ""


class SignInPresenter(Presenter):
    """State of the page. The texts of the fields live in the page and are handed in."""

    def __init__(
        self,
        desk: SignInDesk,
        runner: Runner,
        session: Session,
        now: Callable[[], dt.datetime],
        *,
        hall: Hall = Hall(),
        came: Callable[[SignedIn, bool], object],
        again: Callable[[], object] | None = None,
    ) -> None:
        """came: somebody is in; the flag says whether it is another person than before.

        again: do the self-test once more.
        """
        super().__init__()
        self._desk, self._runner, self._session, self._now = desk, runner, session, now
        self._came, self._again = came, again
        self.hall = hall
        self.mode = Mode.SIGN_IN
        self.step: Step = "number"
        self.person: Person | None = None
        self.recent: tuple[Person, ...] = ()
        self.on_duty: tuple[tuple[str, str, bool], ...] = ()
        self.test: SelfTest | None = None
        self.error: Text | str = ""
        self.next_hint: Text | str = ""
        self.working = False
        self._fresh: tuple[SignedIn, str] | None = None
        self._first_new = ""

    # --- coming to the front ---

    def load(self) -> None:
        """Who was here last, and who of the chief representatives is in."""

        def ask() -> tuple[tuple[Person, ...], tuple[tuple[str, str, bool], ...]]:
            unit = self.hall.unit_code
            return self._desk.recent(3), self._desk.on_duty(unit) if unit else ()

        self._runner.call(ask, self._loaded)

    def _loaded(self, found: tuple[tuple[Person, ...], tuple[tuple[str, str, bool], ...]]) -> None:
        self.recent, self.on_duty = found
        self.changed()

    def ask_sign_in(self) -> None:
        """Nobody works here: ask for number and PIN."""
        self._session.close()
        self._start(Mode.SIGN_IN, "number", None)

    def ask_unlock(self) -> None:
        """The desk is locked: ask the same person's PIN, or another's number."""
        self._session.lock()
        person = self._session.person
        if person is None:
            self.ask_sign_in()
            return
        known = Person(number=person.number, name=person.name, post=person.post, unit=person.unit)
        self._start(Mode.LOCKED, "pin", known)

    def _start(self, mode: Mode, step: Step, person: Person | None) -> None:
        self.mode, self.step, self.person = mode, step, person
        self.error, self.next_hint, self.working = "", "", False
        self._fresh, self._first_new = None, ""
        self.load()
        self.changed()

    # --- what is shown ---

    @property
    def title(self) -> Text | str:
        """上岗, or who locked the desk."""
        if self.mode is Mode.LOCKED and self._session.person is not None:
            return text("锁着，{name} 在岗", name=self._session.person.name)
        return "设一个新 PIN" if self.mode is Mode.NEW_PIN else "上岗"

    @property
    def enter_word(self) -> Text | str:
        """What Enter will do."""
        if self.mode is Mode.NEW_PIN:
            return "换好，上岗"
        same = self.person is not None and self._is_same(self.person.number)
        return "回来接着办" if self.mode is Mode.LOCKED and same else "上岗"

    @property
    def whose(self) -> str:
        """Name and post beside the number."""
        if self.person is None:
            return ""
        return f"{self.person.name} {post_words(self.person)}".strip()

    @property
    def note(self) -> Text | str:
        """The line below the PIN: an error, else what to know."""
        if self.error:
            return self.error
        if self.mode is Mode.NEW_PIN:
            return "6 位数字，不要连号，也不要同一个数字。"
        if self.mode is Mode.LOCKED:
            return "别人要用：换上自己的工号，各人的草稿各归各。"
        return "6 位。输错 5 次锁 10 分钟，找管理员解。"

    @property
    def draft_chip(self) -> ChipState | None:
        """Drafts of the person whose number stands there."""
        if self.person is None or not self.person.drafts:
            return None
        words = text("{name} 有 {n} 份草稿", name=self.person.name, n=self.person.drafts)
        return ChipState("waiting", words)

    def age_of(self, person: Person) -> str:
        """When somebody was here last: 昨天 17:42, 今天 8:31, 9-17."""
        if not person.last_seen:
            return ""
        seen = dt.datetime.fromisoformat(person.last_seen)
        days = (self._now().date() - seen.date()).days
        if days == 0:
            return f"今天 {seen:%H:%M}"
        if days == 1:
            return f"昨天 {seen:%H:%M}"
        return f"{seen.month}-{seen.day:02d}"

    def today_words(self) -> str:
        """2026 年 9 月 22 日 周二 08:21."""
        now = self._now()
        week = list_date(now.date()).partition(" ")[2]
        return f"{now.year} 年 {now.month} 月 {now.day} 日 {week} {now:%H:%M}"

    def duty_lines(self) -> tuple[tuple[str, str], ...]:
        """首席代表 王志刚 A 角，在岗; B 角 陈蓉，候补."""
        lines = []
        a_away = any(role == "A" and absent for role, _name, absent in self.on_duty)
        for role, name, absent in self.on_duty:
            if role == "A":
                lines.append(("首席代表", f"{name} A 角，{'不在岗' if absent else '在岗'}"))
            else:
                word = "不在岗" if absent else "代行" if a_away else "候补"
                lines.append(("B 角", f"{name}，{word}"))
        return tuple(lines)

    # --- what is done ---

    def number_changed(self, number: str) -> None:
        """Another number is being typed: the name beside it goes."""
        if self.person is not None and self.person.number != number.strip():
            self.person = None
            self.error = ""
            self.changed()

    def number_given(self, number: str) -> None:
        """Enter or Tab in the number field: who is that, then the PIN."""
        if not number.strip():
            return
        self._runner.call(lambda: self._desk.whois(number), lambda p: self._known(p, number))

    def _known(self, person: Person | None, number: str) -> None:
        self.person = person
        if person is None:
            self.error = "没有这个工号。请核对工号，或请管理员登记。"
            self.step = "number"
        else:
            self.error = ""
            self.step = "pin"
        self.changed()

    def pick(self, place: int) -> None:
        """One of the recent people (0, 1, 2)."""
        if place < len(self.recent):
            self.person = self.recent[place]
            self.error, self.step = "", "pin"
            self.changed()

    def submit(self, number: str, pin: str) -> None:
        """Enter in the PIN field. In NEW_PIN: `pin` is the new one, first and then repeated."""
        if self.working or self.mode is Mode.NEW_PIN:
            return
        number = number.strip()
        if not number or not pin:
            self.step = "pin" if number else "number"
            self.changed()
            return
        self.working, self.error = True, ""
        self.changed()
        before = self._session.person
        if before is not None and self._is_same(number):
            self._runner.call(
                lambda: self._desk.unlock(number, pin),
                lambda _none: self._unlocked(before),
                self._refused,
                busy=keys.ENTER.id,
            )
            return
        self._runner.call(
            lambda: self._change(before, number, pin),
            lambda signed: self._signed_in(signed, pin),
            self._refused,
            busy=keys.ENTER.id,
        )

    def _change(self, before: Actor | None, number: str, pin: str) -> SignedIn:
        """On the worker: another clerk's PIN is checked before the first one is signed out."""
        if before is not None:
            self._desk.unlock(number, pin)
            self._desk.sign_out(before, "change")
        return self._desk.sign_in(number, pin)

    def _is_same(self, number: str) -> bool:
        person = self._session.person
        return self._session.locked and person is not None and person.number == number

    def _unlocked(self, actor: Actor) -> None:
        self.working = False
        self._session.open(actor)
        self._came(SignedIn(actor=actor, drafts=0, must_change_pin=False), False)

    def _signed_in(self, signed: SignedIn, pin: str) -> None:
        self.working = False
        if signed.must_change_pin:
            self._session.open(signed.actor)
            self.mode, self.step = Mode.NEW_PIN, "new"
            self._fresh = (signed, pin)
            self.changed()
            return
        self._session.open(signed.actor)
        self._came(signed, True)

    def new_pin(self, new: str, repeated: str) -> None:
        """The new PIN, twice. Refusals (too easy) come from the desk."""
        if self._fresh is None or self.working:
            return
        if len(new) != PIN_DIGITS or not new.isdigit():
            self._say(text("PIN 应为 {n} 位数字。", n=PIN_DIGITS), "new")
            return
        if not repeated:
            self._say("", "repeat")
            return
        if new != repeated:
            self._say("两次不一样，从头再设一次。", "new")
            return
        signed, old = self._fresh
        self.working, self.error = True, ""
        self.changed()
        self._runner.call(
            lambda: self._desk.change_pin(signed.actor, old, new),
            lambda _none: self._came_with_pin(signed),
            self._refused,
            busy=keys.ENTER.id,
        )

    def _came_with_pin(self, signed: SignedIn) -> None:
        self.working, self._fresh = False, None
        self._came(signed, True)

    def _say(self, words: Text | str, step: Step) -> None:
        self.error, self.step = words, step
        self.changed()

    def _refused(self, error: KnownError) -> None:
        self.working = False
        self.error = Text(
            f"{error.what.source}{error.next_step.source}",
            {**error.what.params, **error.next_step.params},
        )
        if error.code == "session.unknown":
            self.person = None
        if self.mode is Mode.NEW_PIN:
            self.step = "new"
        else:
            self.step = "number" if error.code == "session.unknown" else "pin"
        self.changed()

    # --- commands ---

    def may_pick(self, place: int) -> Availability:
        """Whether there is such a recent person."""
        if self.mode is Mode.NEW_PIN:
            return no("先设好新 PIN")
        return YES if place < len(self.recent) else no("最近没有这么多人")

    def commands(self) -> list[Command]:
        """Alt+1 … Alt+3 and the self-test; Enter belongs to the fields."""
        bound = [
            spec.bind(lambda p=i: self.pick(p), lambda p=i: self.may_pick(p))  # type: ignore[misc]
            for i, spec in enumerate(keys.RECENT)
        ]
        if self._again is not None:
            bound.append(keys.AGAIN.bind(self._again))
        return bound

    def show_test(self, test: SelfTest) -> None:
        """The self-test's result."""
        self.test = test
        self.changed()


def post_words(person: Person) -> str:
    """经办, 首席代表 A 角 …: the first role, else the post on the roster."""
    known = {r.value: r for r in Role}
    for role in Role:
        if role.value in person.roles and role.value in known:
            return ROLE_WORDS[role]
    return person.post
