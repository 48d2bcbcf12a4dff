"""Shared by the tests of papers: one renderer for the session (fonts are opened once), samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from counter.documents import FormPapers, samples
from counter.ports.papers import Rendered

GOLDENS = Path(__file__).parent / "goldens"

Render = Callable[..., Rendered]


@pytest.fixture(scope="session")
def papers() -> FormPapers:
    """The product's own forms and fonts."""
    return FormPapers()


@pytest.fixture
def render(papers: FormPapers) -> Render:
    """Render a form with its sample content, changed by keyword arguments."""

    def rendered(name: str, nth: int = 1, width: int = 576, **changes: object) -> Rendered:
        head = papers.library.get(name).head
        content = {**samples.sample(name), **changes}
        issued = samples.issued(name, head.title, head.channel, content)
        return papers.render(issued, nth, width)

    return rendered


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare with a kept text; `--update-goldens` is deliberately absent: write by hand, look."""

    def compare(name: str, text: str) -> None:
        path = GOLDENS / name
        assert path.is_file(), f"no golden {name}; look at the output, then keep it:\n{text}"
        assert text == path.read_text(encoding="utf-8")

    return compare
