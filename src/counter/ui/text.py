"""Words for people: the only place that translates.

Chinese is the source language. `tr` is for sentences of the ui itself, `say` for the `Text` values
that the rooms below hand up. Both fill the `{name}` slots after translating.
"""

from __future__ import annotations

from counter.domain.errors import Text
from counter.ui.qt import QCoreApplication

CONTEXT = "counter"
"""The one translation context of the program."""


def tr(source: str, **params: str | int) -> str:
    """A sentence in the language of the desk, its `{name}` slots filled from `params`."""
    words = QCoreApplication.translate(CONTEXT, source)
    return words.format(**params) if params else words


def say(words: Text | str) -> str:
    """A `Text` (or a bare source string) in the language of the desk."""
    if isinstance(words, Text):
        return tr(words.source, **words.params)
    return tr(words)
