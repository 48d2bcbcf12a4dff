"""A script as text: YAML read into a small tree that remembers its lines.

Every scalar stays the text that was written (`0317` is a staff number, `2026-09-22` a date for the
verb that wants one), so YAML's guesses about types can surprise nobody. What is wrong with a
script is collected as `Problem`s and raised together, before anything runs.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Place:
    """Where something stands: file, line (from 1) and, inside the steps, number of the step."""

    file: str
    line: int
    step: int = 0

    def __str__(self) -> str:
        step = f" step {self.step}:" if self.step else ""
        return f"{self.file}:{self.line}:{step}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a script, and what would be right."""

    place: Place
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.wrong}" + (f". {self.right}" if self.right else "")


class ScriptError(Exception):
    """A script that cannot be played; `problems` names all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Node:
    """A piece of the script: exactly one of text, items and entries is meant, by `kind`."""

    kind: str  # "text", "list", "mapping"
    place: Place
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = field(default=())
    empty: bool = False  # nothing stands here: `- kill:` without a value

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping by name."""
        return ((key.text, value) for key, value in self.entries)

    def at_step(self, step: int) -> Node:
        """The same node, told which step it belongs to."""
        place = Place(self.place.file, self.place.line, step)
        return Node(
            self.kind,
            place,
            self.text,
            tuple(item.at_step(step) for item in self.items),
            tuple((key.at_step(step), value.at_step(step)) for key, value in self.entries),
            self.empty,
        )


def read_script(path: Path, shown: str = "") -> Node:
    """The tree of a script file. Raises ScriptError when it cannot be read or is no YAML."""
    name = shown or path.name
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError([Problem(Place(name, 1), f"cannot be read: {error}")]) from None
    return parse_text(text, name)


def parse_text(text: str, name: str) -> Node:
    """The tree of a script's text; `name` stands in its errors."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1 if mark else 1)
        words = error.problem or error.context or "not YAML"
        raise ScriptError([Problem(place, f"not YAML: {words}")]) from None
    except yaml.YAMLError as error:
        raise ScriptError([Problem(Place(name, 1), f"not YAML: {error}")]) from None
    if root is None:
        raise ScriptError([Problem(Place(name, 1), "the script is empty")])
    problems: list[Problem] = []
    node = _node(root, name, problems)
    if problems:
        raise ScriptError(problems)
    return node


def _node(node: yaml.Node, name: str, problems: list[Problem]) -> Node:
    place = Place(name, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        nothing = not node.value and node.style is None
        return Node("text", place, str(node.value), empty=nothing)
    if isinstance(node, yaml.SequenceNode):
        return Node("list", place, items=tuple(_node(n, name, problems) for n in node.value))
    assert isinstance(node, yaml.MappingNode)
    entries: list[tuple[Node, Node]] = []
    seen: set[str] = set()
    for key, value in node.value:
        made = _node(key, name, problems)
        if made.kind != "text":
            problems.append(Problem(made.place, "a word must stand before the colon"))
            continue
        if made.text in seen:
            problems.append(Problem(made.place, f"{made.text!r} stands here twice"))
        seen.add(made.text)
        entries.append((made, _node(value, name, problems)))
    return Node("mapping", place, entries=tuple(entries))


def suggest(word: str, known: Iterable[str]) -> str:
    """`Did you mean 'sign in'? Known: …` for a word that is not known."""
    words = list(known)
    near = difflib.get_close_matches(word, words, 1, 0.6)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"{hint}Known: {', '.join(words)}"
