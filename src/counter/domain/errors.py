"""What can go wrong and be said to a person.

`KnownError` is what the environment or a person did (wrong PIN, no paper, a rule that refuses);
it always carries words and a next step. Our own faults are ordinary exceptions and end in a
crash report, never here.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A sentence for people: Chinese source with `{name}` slots; only ui translates it."""

    source: str
    params: dict[str, str | int] = {}

    def __str__(self) -> str:
        return self.source.format(**self.params) if self.params else self.source


def text(source: str, **params: str | int) -> Text:
    """Short form of `Text`; also the marker by which sentences are extracted for translation."""
    return Text(source, params)


class KnownError(Exception):
    """A fault of the environment or a refusal by rule.

    code: stable, lower-case, dotted (`card.none`, `law.same_person`); what: what happened, one
    sentence; next_step: what to do now; rule: the article or regime that decides, if one does.
    """

    def __init__(
        self, code: str, what: Text | str, next_step: Text | str, *, rule: str = "", **context: Any
    ) -> None:
        self.code = code
        self.what = what if isinstance(what, Text) else Text(what)
        self.next_step = next_step if isinstance(next_step, Text) else Text(next_step)
        self.rule = rule
        self.context = context
        super().__init__(f"{code}: {self.what} {self.next_step}")
