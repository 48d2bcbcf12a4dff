"""The three pages in a real window over the kit's desk, for tests with pytest-qt."""

from __future__ import annotations

from collections.abc import Callable

from tests.helpers.small_hall import CLERK
from tests.ui.case.kit import Kit

from counter.desk.worker import InlineWorker
from counter.domain.people import Actor
from counter.ui import theme
from counter.ui.bridge import Bridge
from counter.ui.pages.case.page import CasePage
from counter.ui.pages.search.page import SearchPage
from counter.ui.pages.worklist.page import WorkPage
from counter.ui.qt import (
    QApplication,
    QCoreApplication,
    QEvent,
    QInputMethodEvent,
    QKeyEvent,
    QWidget,
)
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell
from counter.ui.theme import Theme


class Desk:
    """Shell and pages; `who` may be set to another person."""

    def __init__(self, kit: Kit, look: Theme | None = None) -> None:
        self.kit = kit
        self.who: Actor = CLERK
        self.faults: list[BaseException] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, look or Theme())
        self.bridge = Bridge(InlineWorker().submit, self.faults.append)
        self.shell = Shell(kit.clock, self.bridge, idle_seconds=0)
        self.case = CasePage(
            kit.cases,
            kit.decision,
            kit.reception,
            kit.printing,
            kit.law,
            kit.charges,
            self.bridge,
            lambda: self.who,
            kit.today,
            lambda: self.shell.go("search"),
        )
        actor: Callable[[], Actor] = lambda: self.who  # noqa: E731
        self.work = WorkPage(kit.cases, kit.decision, self.bridge, actor, self.open, kit.today)
        self.search = SearchPage(kit.cases, self.bridge, actor, self.open, kit.today)
        for page in (self.work, self.search, self.case):
            self.shell.add_page(page)
        self.leave = kit.hall.feed.subscribe(self.shell.publish)
        self.shell.resize(1280, 720)
        self.shell.show()
        self.shell.enter("worklist")
        self.settle()

    def open(self, case_no: str) -> None:
        """Bring up a case."""
        self.case.open(case_no, "work_list")
        self.shell.go("case")
        self.settle()

    def settle(self) -> None:
        """Let queued results and timers of zero arrive."""
        app = QApplication.instance()
        assert app is not None
        for _ in range(12):
            app.processEvents()

    @property
    def focus(self) -> QWidget:
        """The widget that has the focus."""
        found = self.shell.focusWidget()
        assert found is not None
        return found

    def write(self, words: str) -> None:
        """Typed words, as an input method commits them."""
        app = QApplication.instance()
        assert app is not None
        event = QInputMethodEvent()
        event.setCommitString(words)
        app.sendEvent(self.focus, event)
        self.settle()

    def press(self, key: int, modifiers: object = None) -> None:
        """A key on whatever has the focus."""
        from counter.ui.qt import Qt

        app = QApplication.instance()
        assert app is not None
        held = modifiers or Qt.KeyboardModifier.NoModifier
        text = chr(key).lower() if 0x20 < key < 0x7F else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            app.sendEvent(self.focus, QKeyEvent(kind, key, held, text))
        self.settle()

    def said(self) -> str:
        """Everything that stands on the screen."""
        return screen_text(self.shell)

    def close(self) -> None:
        """Take the window away; nothing of ours may have gone wrong."""
        self.leave()
        self.shell.close()
        self.shell.deleteLater()
        # Without a running event loop nothing is deleted, and every later window gets slower.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert self.faults == []
