"""How a presenter, which knows no Qt, gets work done off the ui thread.

A presenter is given a `Runner` and never a thread: `InlineRunner` does the job at once and is what
the bare tests use; the desktop passes the bridge (counter.ui.bridge.Bridge).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from counter.domain.errors import KnownError

T = TypeVar("T")


class Runner(Protocol):
    """Runs a job elsewhere and brings its result back to the caller's thread."""

    def call(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        *,
        busy: str = "",
    ) -> None:
        """Do `job`: a plain callable for the store worker, or one that returns a Future.

        done gets the result; failed a KnownError (without it the page in front shows it). Any
        other exception is a fault of ours and ends in the crash report. busy: id of the command
        whose key shows the doing word when it takes more than 50 ms.
        """
        ...


class InlineRunner:
    """Does the job at once, in the same thread; for tests of presenters."""

    def __init__(self) -> None:
        self.errors: list[KnownError] = []

    def call(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        *,
        busy: str = "",
    ) -> None:
        try:
            result = job()
            if hasattr(result, "add_done_callback"):
                result = result.result(timeout=10)
        except KnownError as error:
            self.errors.append(error)
            if failed is not None:
                failed(error)
            return
        if done is not None:
            done(result)


class Watchers:
    """A presenter's own list of who wants to know that it changed; no Qt signal needed."""

    def __init__(self) -> None:
        self._watchers: list[Callable[[], object]] = []

    def add(self, watcher: Callable[[], object]) -> Callable[[], None]:
        """Be told of changes; the returned callable ends that."""
        self._watchers.append(watcher)

        def forget() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return forget

    def tell(self) -> None:
        """Say that something changed."""
        for watcher in tuple(self._watchers):
            watcher()


class Presenter:
    """Base of presenters: state in plain attributes, `changed()` when the page should redraw."""

    def __init__(self) -> None:
        self.watchers = Watchers()

    def changed(self) -> None:
        """Tell the page (and the shell) to draw itself again."""
        self.watchers.tell()
