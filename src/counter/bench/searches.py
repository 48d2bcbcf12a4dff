"""What a clerk does in a large store before the memory is read: searches, pages, cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.bench.lists import PAGE, question_texts

if TYPE_CHECKING:
    from counter.app.desktop import Desktop


def visits(desktop: Desktop) -> list[Callable[[], object]]:
    """Steps to be taken one after another, each when the desk is idle."""
    terminal, bridge, pages = desktop.terminal, desktop.bridge, desktop.pages
    assert pages is not None
    actor = desktop.session.actor
    texts = [text for several in question_texts(terminal).values() for text in several[:10]]

    def search(text: str) -> None:
        def look() -> None:
            page = terminal.cases.search(actor(), text, limit=PAGE)
            for row in page.rows[:3]:
                terminal.cases.open(actor(), row.case_no)

        bridge.call(look)

    steps: list[Callable[[], object]] = [
        lambda: desktop.shell.go("worklist"),
        lambda: desktop.shell.go("search"),
        lambda: desktop.shell.go("reception"),
    ]
    steps += [lambda text=text: search(text) for text in texts]  # type: ignore[misc]
    steps += [lambda: desktop.shell.go("worklist"), lambda: desktop.shell.go("search")]
    return steps
