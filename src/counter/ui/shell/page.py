"""The contract of a page: what the shell asks of it, and what it may ask of the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.desk.changes import Changes
from counter.domain.errors import KnownError, Text
from counter.domain.persons import IdDocument
from counter.ui.commands import Command
from counter.ui.qt import Qt, QVBoxLayout, QWidget, Signal
from counter.ui.state import Badge, Header, NextStep, Trouble
from counter.ui.widgets.band import ErrorStrip

if TYPE_CHECKING:
    from counter.ui.shell.window import Shell


class Page(QWidget):
    """Base of all pages. Put the content into `self.body` (a QVBoxLayout without margins).

    Override what differs: `header`, `next_step`, `commands`, `shown`, `left`, `back`, `badge`,
    `refresh`. Call `self.changed()` whenever any of those would answer differently.
    """

    id = "page"
    place = ""  # "1" … "9", "0": Alt+place; empty = not on the rail
    under = ""  # place that the rail marks while a page without its own place is in front
    word: Text | str = ""  # two characters on the rail
    topics: frozenset[str] = frozenset()  # desk.changes topics that this page wants

    state_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.shell: Shell | None = None
        self.strip = ErrorStrip()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.strip)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)

    # --- what the shell asks ---

    def header(self) -> Header:
        """Title and what is open."""
        return Header(self.word)

    def next_step(self) -> NextStep:
        """The 下一步 line; from the presenter."""
        return NextStep()

    def commands(self) -> Sequence[Command]:
        """Commands that hold while this page is in front."""
        return ()

    def badge(self) -> Badge | None:
        """What waits here, for the rail; None = nothing."""
        return None

    def shown(self) -> None:
        """The page has come to the front: load, set the focus."""

    def left(self) -> None:
        """The page goes to the back: save what is half done."""

    def reset(self) -> None:
        """Another person works here from now on: show nothing of the one before. What was half
        done has been saved by `left`; the next `shown` loads the new person's own."""

    def back(self) -> bool:
        """Esc: one step back inside the page; False when there is none."""
        return False

    def refresh(self, changes: Changes) -> None:
        """Something changed that this page watches; called on the ui thread."""

    def on_card(self, document: IdDocument) -> bool:
        """A card was read while this page is in front; True when the page took it."""
        return False

    def on_card_fault(self, error: KnownError) -> None:
        """The reader could not read the laid card; pages that take no cards do not mind."""

    def rule(self) -> Sequence[Text | str]:
        """F1: the rule that decides here, in sentences; the keys are listed by the shell."""
        return ()

    # --- what the page may ask ---

    def changed(self) -> None:
        """Header, next step, commands or badge would answer differently now."""
        self.state_changed.emit()

    def show_trouble(self, trouble: Trouble | KnownError | None) -> None:
        """An error strip at the top of the page, or none."""
        if isinstance(trouble, KnownError):
            trouble = Trouble.of(trouble)
        self.strip.show_trouble(trouble)
        self.changed()
