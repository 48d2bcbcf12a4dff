"""Who works at this window now, as the ui knows it: one place that pages ask for the actor."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.people import Actor


class NobodyHere(RuntimeError):
    """A page asked for the actor while nobody is signed in: a fault of ours."""


def looks_on(actor: Callable[[], Actor]) -> bool:
    """Whether the person here does no window's work; False too while nobody is here."""
    try:
        return not actor().works
    except NobodyHere:
        return False  # pages are built before the first sign-in


class Session:
    """The signed-in person; a locked desk keeps its person until another comes."""

    def __init__(self) -> None:
        self._actor: Actor | None = None
        self.locked = False

    @property
    def person(self) -> Actor | None:
        """The person, or None."""
        return self._actor

    def actor(self) -> Actor:
        """The person; raises NobodyHere when there is none."""
        if self._actor is None:
            raise NobodyHere("no one is signed in")
        return self._actor

    def open(self, actor: Actor) -> None:
        """Somebody signed in, or came back."""
        self._actor, self.locked = actor, False

    def lock(self) -> None:
        """The person went away and will come back."""
        self.locked = self._actor is not None

    def close(self) -> None:
        """The person signed out."""
        self._actor, self.locked = None, False
