"""The sign-in page, which takes keys before there is a store: it opens behind the page meanwhile.

What the page asks of the session waits its turn on the store worker, behind the opening; whoever
comes in before the desk's pages are built waits for them here.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, cast

from counter import __version__
from counter.desk.session import SignedIn
from counter.ui.pages.signin.page import SignInPage
from counter.ui.pages.signin.presenter import Hall, SignInDesk, SignInPresenter
from counter.ui.state import StatusState

if TYPE_CHECKING:
    from counter.app.desktop import Desktop
    from counter.app.terminal import Terminal


class LateSession:
    """The terminal's session desk as soon as there is one; asked on the store worker's thread."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def __getattr__(self, name: str) -> Any:
        session = getattr(self._terminal, "session", None)
        if session is None:  # it could not be opened, and the window says so
            raise CancelledError
        return getattr(session, name)


class Front:
    """Page and presenter of sign-in; the desk's pages take over `came` and `again`."""

    def __init__(self, desktop: Desktop) -> None:
        config = desktop.config
        self.again: Callable[[], object] = lambda: None
        self._take: Callable[[SignedIn, bool], object] | None = None
        self._waiting: tuple[SignedIn, bool] | None = None
        self.presenter = SignInPresenter(
            cast(SignInDesk, LateSession(desktop.terminal)),
            desktop.bridge,
            desktop.session,
            desktop.clock.now,
            hall=Hall(window=config.window),
            came=self._came,
            again=lambda: self.again(),
        )
        self.page = SignInPage(self.presenter)
        desktop.shell.set_front(self.page)
        desktop.shell.set_status(
            StatusState(
                window=config.window,
                terminal=config.terminal,
                online=False,  # until somebody has looked
                training=config.training,
                version=__version__,
            )
        )
        desktop.shell.leave()

    def hand_over(self, take: Callable[[SignedIn, bool], object]) -> None:
        """The pages are there: they take who comes from now on, and who is waiting."""
        self._take = take
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            take(*waiting)

    def _came(self, signed: SignedIn, another: bool) -> None:
        if self._take is None:
            self._waiting = (signed, another)
        else:
            self._take(signed, another)
