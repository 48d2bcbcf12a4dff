"""The palette without Qt: what was typed, who may answer, what is shown and what Enter does.

Providers find people, cases, matters and papers on a worker thread; commands come from the
registry, and one that cannot be done now says why. `>` before the words looks for commands only;
Tab narrows to one category.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from counter.domain.errors import Text
from counter.ui.commands import Availability, Command, Commands
from counter.ui.markup import Line, Run
from counter.ui.palette.match import marked, span
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Group, Note, Row, cells
from counter.ui.text import say

COLUMNS = (Column("words", "", 0), Column("fact", "", 300, "right"), Column("key", "", 84, "right"))
PER_CATEGORY = 5


@dataclass(frozen=True)
class Hit:
    """Something found: its words (already marked), one fact at the right, what Enter does."""

    id: str
    words: Line
    fact: Text | str = ""
    open: Callable[[], object] | None = None


class Provider(Protocol):
    """One category of things to find."""

    category: str
    """人, 办件, 事项, 文件."""

    def find(self, query: str, limit: int) -> Sequence[Hit]:
        """On the store worker's thread. Mark the matching characters with `match.marked`."""
        ...


@dataclass(frozen=True)
class Found:
    """An answer: which words were asked, hits by category, matching commands with their runs."""

    query: str
    hits: dict[str, tuple[Hit, ...]]
    commands: dict[str, tuple[Run, ...]]


class PaletteModel(Presenter):
    """State of the palette while it is open."""

    def __init__(
        self, commands: Commands, runner: Runner, providers: Sequence[Provider] = ()
    ) -> None:
        super().__init__()
        self._commands, self._runner = commands, runner
        self.providers = tuple(providers)
        self.query = ""
        self.only = ""
        """The category that Tab narrowed to; empty = all."""
        self._found = Found("", {}, {})

    def open(self) -> None:
        """A fresh palette."""
        self.query, self.only, self._found = "", "", Found("", {}, {})
        self.changed()

    # --- asking ---

    def ask(self, query: str) -> None:
        """Other words were typed; answers that come too late are dropped."""
        self.query = query
        titles = {c.id: _title(c) for c in self._commands if not c.spec.hidden}
        wanted, bare = self.wanted, self.commands_only

        def job() -> Found:
            hits: dict[str, tuple[Hit, ...]] = {}
            if wanted and not bare:
                for provider in self.providers:
                    found = tuple(provider.find(wanted, PER_CATEGORY + 1))
                    if found:
                        hits[provider.category] = found
            matching = {
                id: marked(title, wanted)
                for id, title in titles.items()
                if wanted and span(title, wanted) is not None
            }
            return Found(query, hits, matching)

        self._runner.call(job, self._answered)

    def _answered(self, found: Found) -> None:
        if found.query == self.query:
            self._found = found
            if self.only and self.only not in found.hits:
                self.only = ""
            self.changed()

    @property
    def commands_only(self) -> bool:
        """Whether `>` stands before the words."""
        return self.query.startswith((">", "》"))

    @property
    def wanted(self) -> str:
        """The words without `>`."""
        return self.query.lstrip(">》").strip()

    @property
    def answered(self) -> bool:
        """Whether what is shown answers what was typed."""
        return self._found.query == self.query

    def narrow(self) -> None:
        """Tab: only the next category that has something; after the last all again."""
        names = ["", *self._found.hits]
        here = names.index(self.only) if self.only in names else 0
        self.only = names[(here + 1) % len(names)]
        self.changed()

    # --- what is shown ---

    def rows(self) -> list[AnyRow]:
        """Groups and rows, best first; the commands of this place always at the end."""
        rows: list[AnyRow] = []
        for category, hits in self._found.hits.items():
            if not self.only or self.only == category:
                rows += self._hit_rows(category, hits)
        if not self.only:
            rows += self._command_rows()
        return rows

    def _hit_rows(self, category: str, hits: Sequence[Hit]) -> list[AnyRow]:
        limit = 50 if self.only else PER_CATEGORY
        rows: list[AnyRow] = [Group(category, min(len(hits), limit))]
        for hit in hits[:limit]:
            line = cells(
                words=Cell(hit.words), fact=Cell(say(hit.fact), colour="ink2", role="note")
            )
            rows.append(Row(f"{category}:{hit.id}", line, hit))
        if len(hits) > limit:
            rows.append(Note("还有，多打一个字就更准"))
        return rows

    def _command_rows(self) -> list[AnyRow]:
        matching = self._found.commands
        listed = [c for c in self._commands if not c.spec.hidden and c.id != "shell.palette"]
        if self.wanted and (matching or self.commands_only):
            listed = [c for c in listed if c.id in matching]
            remark = ""
        else:
            remark = "不管打了什么，都在这里" if self.wanted else ""
        states = [(c, self._commands.state(c)) for c in listed]
        states.sort(key=lambda pair: not pair[1].ok)
        rows: list[AnyRow] = [Group("能做的" if matching else "现在能做的", None, remark)]
        rows += [self._command_row(c, can) for c, can in states]
        if not states:
            rows.append(Note("没有这样的命令"))
        return rows

    def _command_row(self, command: Command, can: Availability) -> Row:
        words = self._found.commands.get(command.id) or (Run(_title(command)),)
        if can.ok:
            fact = Cell("")
        else:
            why = say(can.why) if can.why else "这里用不上"
            words = tuple(Run(r.words, r.bold, "ink2", r.role, r.mark) for r in words)
            line = (Run(f"现在不能：{why}", colour="warn"),)
            fact = Cell(line, glyph="due", role="note")
        key = Cell(key=command.key) if command.key else Cell("")
        return Row(f"command:{command.id}", cells(words=Cell(words), fact=fact, key=key), command)

    # --- what Enter does ---

    def choose(self, row: Row | None) -> Callable[[], object] | None:
        """What the row does; None when it cannot be done now (its reason stands beside it)."""
        if row is None:
            return None
        if isinstance(row.data, Hit):
            return row.data.open
        if isinstance(row.data, Command) and self._commands.state(row.data).ok:
            return row.data.handler
        return None


def _title(command: Command) -> str:
    return say(command.spec.title or command.spec.word)
