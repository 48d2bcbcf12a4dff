"""The desk's frame: rail, header, the page, next-step line and key bar, drawn from plain state."""

from __future__ import annotations

from collections.abc import Iterable

from counter.ui.commands import Commands
from counter.ui.qt import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from counter.ui.shell.header import PageHeader
from counter.ui.shell.keybar import KeyBar, KeyFace
from counter.ui.shell.nextstep import NextStepLine
from counter.ui.shell.page import Page
from counter.ui.shell.rail import Rail, RailItem
from counter.ui.state import NextStep, Queue, StatusState
from counter.ui.text import say


class DeskFrame(QWidget):
    """What stands round the page while somebody works."""

    def __init__(self) -> None:
        super().__init__()
        self.rail, self.header = Rail(), PageHeader()
        self.stack = QStackedWidget()
        self.next, self.keys = NextStepLine(), KeyBar()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.next)
        whole.addWidget(self.keys)

    def show_page(
        self,
        page: Page,
        places: Iterable[tuple[Page, str]],
        status: StatusState,
        queue: Queue,
    ) -> None:
        """Rail, header and next step for the page in front; places: each page's on the rail."""
        standing = sorted(places, key=lambda item: (item[1] == "0", item[1]))
        items = tuple(
            RailItem(place, say(p.word), p.badge() or status.badges.get(place))
            for p, place in standing
            if place
        )
        here = next((place for p, place in standing if p is page), "")
        self.rail.show_items(items, here or page.under, status.window, status.training)
        self.header.show_header(page.header(), queue)
        self.next.show_step(page.next_step())

    def show_keys(self, commands: Commands, step: NextStep) -> None:
        """The key bar from the commands that hold now; the next step's key is filled."""
        faces: dict[str, KeyFace] = {}
        for command in commands:
            if command.key in faces and not _better(commands, command.id, faces[command.key]):
                continue
            can = commands.state(command)
            faces[command.key] = KeyFace(
                command.spec.word,
                can.ok,
                can.ok and command.id == step.command,
                commands.running(command.id),
            )
        self.keys.show_faces(faces)


def _better(commands: Commands, id: str, taken: KeyFace) -> bool:
    """An enabled command takes a key from a dim one that was listed before it."""
    command = commands.by_id(id)
    return command is not None and not taken.enabled and commands.state(command).ok
