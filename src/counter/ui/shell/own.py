"""What the shell itself can do, bound to its commands: palette, rule, lock, pages, theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.ui import theme
from counter.ui.commands import Availability, Command, always, no
from counter.ui.qt import QApplication
from counter.ui.shell import commands as own
from counter.ui.shell.rule import RuleSheet
from counter.ui.theme import BIG, DARK, LIGHT, Theme

if TYPE_CHECKING:
    from counter.ui.shell.window import Shell


class ShellCommands:
    """Binds the shell's commands to a window."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.open_palette: Callable[[], object] | None = None
        self.sign_out: Callable[[], object] | None = None

    def commands(self) -> list[Command]:
        """The bound commands."""
        pages = [
            spec.bind(lambda p=place: self._shell.go_place(p))  # type: ignore[misc]
            for place, spec in own.RAIL.items()
        ]
        return [
            own.PALETTE.bind(self._palette, self._at_work),
            own.RULE.bind(self._rule, self._at_work),
            own.LOCK.bind(lambda: self._shell.lock("key"), self._at_work),
            own.SIGN_OUT.bind(self._leave, self._at_work),
            own.BIG_FONT.bind(self.switch_size),
            own.THEME.bind(self.switch_colours),
            *pages,
        ]

    def _at_work(self) -> Availability:
        return always() if self._shell.signed_in else no("先上岗")

    def _palette(self) -> None:
        if self.open_palette is not None:
            self.open_palette()

    def _leave(self) -> None:
        if self.sign_out is not None:
            self.sign_out()

    def _rule(self) -> None:
        page = self._shell.current
        if page is not None:
            self._shell.ask(RuleSheet(self._shell, page))

    def switch_size(self) -> None:
        """Big font on or off."""
        now = theme.current()
        self._apply(Theme(now.palette, 1.0 if now.big else BIG))

    def switch_colours(self) -> None:
        """Light or dark."""
        now = theme.current()
        self._apply(Theme(LIGHT if now.palette is DARK else DARK, now.factor))

    def _apply(self, wanted: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, wanted)
        self._shell.renew()
