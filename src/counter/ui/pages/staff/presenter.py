"""The staff page without Qt: who has an account, who is away, whose PIN is to be reset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from counter.desk.session import HeldLetter, Person
from counter.domain import authority
from counter.domain.catalogue import SCOPE_WORDS, AuthorityLetter
from counter.domain.errors import KnownError, Text, text
from counter.domain.people import ROLE_WORDS, Actor, Role
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.staff import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Group, Row, cells
from counter.ui.state import STATES, ChipState, Header, NextStep

COLUMNS = (
    Column("state", "", 116, narrow=108),
    Column("number", "工号", 84, narrow=64),
    Column("name", "姓名", 110, narrow=92),
    Column("role", "岗位", 240, narrow=200),
    Column("post", "职务", 0),
    Column("seen", "上次上岗", 150, "right"),
    Column("key", "动手", 76, "right", narrow=56),
)


class StaffDesk(Protocol):
    """What the page asks of `desk.session.SessionDesk`."""

    def everybody(self) -> tuple[Person, ...]: ...
    def reset_pin(self, actor: Actor, number: str, new: str) -> None: ...
    def mark_absent(self, actor: Actor, number: str, reason: str) -> None: ...
    def end_absence(self, actor: Actor, number: str) -> None: ...
    def letter_scan(self, actor: Actor, staff: str, number: str) -> bytes: ...


class StaffPresenter(Presenter):
    """State of the page. units: words of unit codes. The sheets are the page's."""

    def __init__(
        self,
        desk: StaffDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        now: Callable[[], dt.datetime],
        units: Callable[[str], str] = lambda code: code,
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._actor, self._now = desk, runner, actor, now
        self._units = units
        self.people: tuple[Person, ...] = ()
        self.current = ""
        self.done: Text | str = ""
        self.ask_pin: Callable[[Person], object] = lambda _person: None
        self.ask_reason: Callable[[Person], object] = lambda _person: None
        self.show_scan: Callable[[AuthorityLetter, bytes], object] = lambda _letter, _data: None

    def load(self) -> None:
        """Everybody, from the store."""
        self._runner.call(self._desk.everybody, self._loaded)

    def _loaded(self, people: tuple[Person, ...]) -> None:
        self.people = people
        self.changed()

    def forget(self) -> None:
        """Another person works here."""
        self.people, self.current, self.done = (), "", ""

    @property
    def person(self) -> Person | None:
        """The person under the hand."""
        return next((p for p in self.people if p.number == self.current), None)

    # --- what is shown ---

    def rows(self) -> list[AnyRow]:
        """Everybody by unit; own unit first."""
        mine = self._actor().unit
        units: dict[str, list[Person]] = {}
        for person in self.people:
            units.setdefault(person.unit, []).append(person)
        rows: list[AnyRow] = []
        for unit in sorted(units, key=lambda u: (u != mine, u)):
            rows.append(Group(self._units(unit), len(units[unit])))
            rows += [self._row(p) for p in units[unit]]
        return rows

    def _row(self, person: Person) -> Row:
        key = ""
        if person.absent:
            key = keys.BACK.key
        elif not person.has_pin or person.locked_until:
            key = keys.RESET.key
        return Row(
            person.number,
            cells(
                state=Cell(chip=self._chip(person)),
                number=Cell(person.number),
                name=Cell(Text("**{n}**", {"n": person.name})),
                role=Cell(role_words(person)),
                post=self._post(person),
                seen=Cell(self._seen(person), colour="ink2"),
                key=Cell(key=key) if key else Cell(""),
            ),
            person,
        )

    def _post(self, person: Person) -> Cell:
        """The post, and a letter that ends soon or has ended."""
        if not person.letter_ends:
            return Cell(Text("{p}", {"p": person.post}), colour="ink2")
        past = person.letter_ends < self._now().date().isoformat()
        words = "{p}，委托书 {day} 已过期" if past else "{p}，委托书 {day} 到期，请续"
        params = {"p": person.post, "day": person.letter_ends}
        state = "late" if past else "due"
        return Cell(text(words, **params), glyph=state, colour=STATES[state].colour)

    def letters(self) -> list[Text]:
        """Letters of authority of the person under the hand: scope, matters, dates."""
        person, today = self.person, self._now().date().isoformat()
        if person is None:
            return []
        return [_letter(x, self._units(x.letter.unit), today) for x in person.letters]

    def _chip(self, person: Person) -> ChipState | None:
        if self._locked(person):
            return ChipState("due", text("锁到 {t}", t=person.locked_until[11:16]))
        if person.absent:
            return ChipState("paused", "离岗")
        if not person.has_pin:
            return ChipState("todo", "没有 PIN")
        return None

    def _locked(self, person: Person) -> bool:
        if not person.locked_until:
            return False
        return dt.datetime.fromisoformat(person.locked_until) > self._now()

    def _seen(self, person: Person) -> str:
        if not person.last_seen:
            return "没上过岗"
        return person.last_seen[:16].replace("T", " ")

    def header(self) -> Header:
        """人员·114 人."""
        away = sum(1 for p in self.people if p.absent)
        words = text("{n} 人，{a} 人离岗", n=len(self.people), a=away)
        return Header("人员", words if away else text("{n} 人", n=len(self.people)))

    def next_step(self) -> NextStep:
        """What to do now."""
        person = self.person
        other = self.done
        if person is None:
            return NextStep("", "选一个人", "", other)
        if person.absent:
            said = text("**{name}** 回来了就销离岗", name=person.name)
            return NextStep(keys.BACK.id, said, "销了以后 B 角不再代行", other)
        if self.may_reset().ok and (not person.has_pin or self._locked(person)):
            said = text("给 **{name}** 重设 PIN", name=person.name)
            return NextStep(keys.RESET.id, said, "本人第一次上岗时换成自己的", other)
        if self.may_mark_away().ok:
            said = text("**{name}** 要是不在，登记离岗", name=person.name)
            return NextStep(keys.AWAY.id, said, "B 角才能代行", other)
        return NextStep("", text("**{name}** 没有要办的", name=person.name), "", other)

    # --- what is done ---

    def select(self, id: object) -> None:
        """Another person under the hand."""
        self.current = str(id or "")
        self.changed()

    def may_reset(self) -> Availability:
        """Manager and installer only."""
        if not self._actor().may(Role.MANAGER, Role.INSTALLER):
            return no("重设 PIN 要中心管理或安装维护人员")
        return YES if self.person is not None else no("先选一个人")

    def may_mark_away(self) -> Availability:
        """A representatives of the own unit; the manager for all."""
        person = self.person
        if person is None:
            return no("先选一个人")
        if Role.CHIEF_A.value not in person.roles:
            return no("只登记首席代表 A 角的离岗")
        if person.absent:
            return no("已经登记离岗了")
        return self._same_unit(person)

    def may_end_away(self) -> Availability:
        """Who is away can come back."""
        person = self.person
        if person is None or not person.absent:
            return no("没有登记过离岗")
        return self._same_unit(person)

    def may_see_scan(self) -> Availability:
        """Anybody, where there is a scan; the desk records who looked."""
        person = self.person
        if person is None:
            return no("先选一个人")
        if not person.letters:
            return no("这个人没有授权委托书")
        return YES if scanned(person) else no("授权委托书没有扫描件，请看窗口上存的原件")

    def see_scan(self, nth: int = 0) -> None:
        """Show the scan of a letter: `nth` of those that have one, going round."""
        person, actor = self.person, self._actor()
        held = scanned(person) if person is not None else ()
        if person is None or not held:
            return
        letter, staff = held[nth % len(held)], person.number
        self._runner.call(
            lambda: self._desk.letter_scan(actor, staff, letter.number),
            lambda data: self.show_scan(letter, data),
            busy=keys.SCAN.id,
        )

    def _same_unit(self, person: Person) -> Availability:
        actor = self._actor()
        if actor.may(Role.MANAGER) or actor.unit == person.unit:
            return YES
        return no("不是本单位的人，请中心管理来登记")

    def start_reset(self) -> None:
        """Ask for the new PIN."""
        if self.person is not None:
            self.ask_pin(self.person)

    def start_away(self) -> None:
        """Ask for the reason."""
        if self.person is not None:
            self.ask_reason(self.person)

    def reset_pin(
        self,
        number: str,
        new: str,
        closed: Callable[[], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        """Set it; `closed` when done, `failed` keeps the sheet open with its reason."""
        actor = self._actor()
        name = next((p.name for p in self.people if p.number == number), number)

        def done(_none: object) -> None:
            self.done = text("{name} 的 PIN 重设好了", name=name)
            closed()
            self.load()

        self._runner.call(
            lambda: self._desk.reset_pin(actor, number, new), done, failed, busy=keys.RESET.id
        )

    def mark_away(
        self,
        number: str,
        reason: str,
        closed: Callable[[], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        """Record the absence with its reason."""
        actor = self._actor()

        def done(_none: object) -> None:
            self.done = ""
            closed()
            self.load()

        self._runner.call(
            lambda: self._desk.mark_absent(actor, number, reason), done, failed, busy=keys.AWAY.id
        )

    def end_away(self) -> None:
        """The A representative is back."""
        person, actor = self.person, self._actor()
        if person is not None:
            number = person.number
            self._runner.call(
                lambda: self._desk.end_absence(actor, number),
                lambda _none: self.load(),
                busy=keys.BACK.id,
            )

    def commands(self) -> list[Command]:
        """The page's commands."""
        return [
            keys.RESET.bind(self.start_reset, self.may_reset),
            keys.AWAY.bind(self.start_away, self.may_mark_away),
            keys.BACK.bind(self.end_away, self.may_end_away),
            keys.SCAN.bind(self.see_scan, self.may_see_scan),
        ]


def scanned(person: Person) -> tuple[AuthorityLetter, ...]:
    """Those letters of a person that have a scan."""
    return tuple(x.letter for x in person.letters if x.letter.scan)


def _letter(held: HeldLetter, unit: str, today: str) -> Text:
    letter = held.letter
    scope = "、".join(words for code, words in SCOPE_WORDS.items() if code in letter.scope)
    ended = bool(letter.valid_to) and letter.valid_to < today
    early = letter.valid_from > today
    return text(
        "{number}　{role} 角　{scope}　{matters}　{span}{state}　{scan}",
        number=letter.number,
        role=letter.role,
        scope=scope,
        matters=f"{unit}{'、'.join(held.matters) or '全部事项'}",
        span=authority.span(letter),
        state="（已过期）" if ended else "（还没生效）" if early else "",
        scan="有扫描件" if letter.scan else "没有扫描件",
    )


def role_words(person: Person) -> str:
    """经办、首席代表 A 角 …"""
    words = [ROLE_WORDS[role] for role in Role if role.value in person.roles]
    return "、".join(words)
