"""Commands as data: id, word, key, when they can be done and why not, handler.

A page declares its commands with `spec()` in its own commands module and binds them to its
presenter. The key bar, the palette, F1's list, hints, the player and docs/keys.md are all made
from here. No Qt: keys are written as on the key caps of the book (`F5`, `Ctrl+K`, `Space`, `Q`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import NamedTuple

from counter.domain.errors import Text


class Availability(NamedTuple):
    """Whether a command can be done now, and the reason when it cannot (现在不能：…)."""

    ok: bool
    why: Text | str = ""


YES = Availability(True)


def no(why: Text | str) -> Availability:
    """Cannot be done now, because of `why`."""
    return Availability(False, why)


def always() -> Availability:
    """The check of a command that can always be done."""
    return YES


@dataclass(frozen=True)
class CommandSpec:
    """What a command is, without its handler.

    key: where it sits, empty for palette only; word: two to four characters on the key; title:
    the longer words of the palette (else `word`); doing: the word while it runs (正在存);
    group: the page it belongs to, for the key map; hidden: not listed in the palette.
    """

    id: str
    word: str
    key: str = ""
    title: str = ""
    doing: str = ""
    group: str = ""
    hidden: bool = False

    def bind(
        self, handler: Callable[[], object], enabled: Callable[[], Availability] = always
    ) -> Command:
        """The command with what it does and when it can be done."""
        return Command(self, handler, enabled)


@dataclass(frozen=True)
class Command:
    """A bound command."""

    spec: CommandSpec
    handler: Callable[[], object]
    enabled: Callable[[], Availability] = always

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def key(self) -> str:
        return self.spec.key

    def worded(self, word: str) -> Command:
        """The same command with a narrower word on its key."""
        return replace(self, spec=replace(self.spec, word=word))


PLACES = {
    "F1": "规矩",
    "F2": "新件",
    "F3": "叫号",
    "F4": "一次告知",
    "F5": "受理",
    "F6": "决定",
    "F7": "缴费单",
    "F8": "开票",
    "F9": "投诉",
    "F10": "上传",
    "F11": "锁屏",
    "F12": "日结",
}
"""The twelve places of the key bar and the word each keeps where a page has no command for it."""

KEY_WORDS = {
    "Space": "空格",
    "Enter": "↵",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "PageDown": "PgDn",
    "PageUp": "PgUp",
}
"""What stands on a key cap where it is not the key's own name."""

_specs: dict[str, CommandSpec] = {}

SPEC_MODULES: list[str] = [
    "counter.ui.shell.commands",
    "counter.ui.palette.commands",
    "counter.ui.pages.signin.commands",
    "counter.ui.pages.devices.commands",
    "counter.ui.pages.printing.commands",
    "counter.ui.pages.seals.commands",
    "counter.ui.pages.staff.commands",
    "counter.ui.pages.reception.commands",
    "counter.ui.pages.worklist.commands",
    "counter.ui.pages.search.commands",
    "counter.ui.pages.case.commands",
    "counter.ui.pages.enquiry.commands",
    "counter.ui.pages.project.commands",
    "counter.ui.pages.cash.commands",
    "counter.ui.pages.tickets.commands",
    "counter.ui.pages.close.commands",
    "counter.ui.pages.ledger.commands",
]
"""Modules that declare commands; importing them fills the book of keys."""


def spec(
    id: str,
    word: str,
    key: str = "",
    *,
    title: str = "",
    doing: str = "",
    group: str = "",
    hidden: bool = False,
) -> CommandSpec:
    """Declare a command once; the id's first part is its group unless said otherwise.

    Raises ValueError when the id is taken by a different declaration.
    """
    made = CommandSpec(id, word, key, title, doing, group or id.partition(".")[0], hidden)
    if _specs.setdefault(id, made) != made:
        raise ValueError(f"command {id} is declared twice")
    return made


def find_spec(id: str) -> CommandSpec | None:
    """A declared command; None when nobody declared it."""
    return _specs.get(id)


def all_specs() -> tuple[CommandSpec, ...]:
    """Every declared command of the program, in order of declaration (imports the pages)."""
    for module in SPEC_MODULES:
        import_module(module)
    return tuple(_specs.values())


def cap(key: str) -> str:
    """What is printed on the key cap: 空格, ↵, F5, Ctrl+K."""
    return KEY_WORDS.get(key, key)


class Commands:
    """The commands that hold now: the shell's own and the current page's, which come first."""

    def __init__(self) -> None:
        self._shell: list[Command] = []
        self._page: list[Command] = []
        self._running: dict[str, str] = {}

    def set_shell(self, commands: Iterable[Command]) -> None:
        """The commands that hold on every page."""
        self._shell = list(commands)

    def set_page(self, commands: Iterable[Command]) -> None:
        """The commands of the page in front."""
        self._page = list(commands)

    def __iter__(self) -> Iterator[Command]:
        seen: set[str] = set()
        for command in (*self._page, *self._shell):
            if command.id not in seen:
                seen.add(command.id)
                yield command

    def by_id(self, id: str) -> Command | None:
        """The command of that id that holds now."""
        return next((c for c in self if c.id == id), None)

    def by_key(self, key: str) -> Command | None:
        """The command on that key: the first enabled one, else the first one."""
        on_key = [c for c in self if c.key == key]
        return next((c for c in on_key if c.enabled().ok), on_key[0] if on_key else None)

    def set_running(self, id: str, doing: str = "") -> None:
        """Mark a command as running (its word turns into `doing`); empty `doing` ends it."""
        if doing:
            self._running[id] = doing
        else:
            self._running.pop(id, None)

    def running(self, id: str) -> str:
        """The doing word of a running command, else empty."""
        return self._running.get(id, "")

    def state(self, command: Command) -> Availability:
        """Whether the command can be done now; a running one cannot be pressed again."""
        if command.id in self._running:
            return no("还在办上一下")
        return command.enabled()
