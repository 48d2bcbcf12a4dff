"""用印登记 without Qt: the register newest first, of all seals or of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from counter.desk.hall import PaperTask
from counter.desk.seals import SealLine, SealPage
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.markup import Run
from counter.ui.pages.seals import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Note, Row, cells
from counter.ui.state import Header, NextStep, Trouble

COLUMNS = (
    Column("at", "什么时候", 140, narrow=124),
    Column("seal", "哪枚章", 0),
    Column("paper", "盖在哪份文书上", 232, narrow=200),
    Column("case", "办件编号", 212, narrow=186),
    Column("who", "谁盖的", 80, narrow=72),
    Column("key", "看件", 60, "right", narrow=52),
)


class Register(Protocol):
    """What the page asks of `desk.seals.SealDesk`."""

    def register(
        self, actor: Actor, seal: str = "", before: int | None = None, limit: int = 60
    ) -> SealPage: ...
    def print_register(self, actor: Actor, code: str, since: str, until: str) -> PaperTask: ...


class SealsPresenter(Presenter):
    """State of the page. seal: code of the seal that alone is shown, empty = all."""

    def __init__(
        self,
        desk: Register,
        runner: Runner,
        actor: Callable[[], Actor],
        open_case: Callable[[str], object],
        pick: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._actor, self._open_case = desk, runner, actor, open_case
        self.pick = pick
        """Brings the hand to the list of seals; set by the page."""
        self.ask_period: Callable[[], object] = lambda: None
        """Asks for two dates; set by the page."""
        self.done: Text | str = ""
        self.lines: tuple[SealLine, ...] = ()
        self.seals: tuple[tuple[str, str], ...] = ()
        self.seal = ""
        self.current: int | None = None
        self.next_key: int | None = None
        self.loaded = False
        self.trouble: Trouble | None = None

    # --- loading

    def load(self) -> None:
        """The newest lines; what is under the hand stays there."""
        actor, seal = self._actor(), self.seal
        self._runner.call(
            lambda: self._desk.register(actor, seal),
            lambda page: self._loaded(seal, page),
            self._refused,
        )

    def more(self) -> None:
        """Older lines, below those shown."""
        actor, seal, before = self._actor(), self.seal, self.next_key
        if before is not None:
            self._runner.call(
                lambda: self._desk.register(actor, seal, before),
                lambda page: self._added(seal, before, page),
                self._refused,
            )

    def _loaded(self, seal: str, page: SealPage) -> None:
        if seal != self.seal:
            return
        self.lines, self.seals, self.next_key = page.lines, page.seals, page.next_key
        self.loaded, self.trouble = True, None
        places = [line.pos for line in self.lines]
        if self.current not in places:
            self.current = places[0] if places else None
        self.changed()

    def _added(self, seal: str, before: int, page: SealPage) -> None:
        if seal == self.seal and before == self.next_key:
            self.lines, self.next_key = (*self.lines, *page.lines), page.next_key
            self.changed()

    def _refused(self, error: KnownError) -> None:
        self.trouble = Trouble.of(error)
        self.changed()

    def forget(self) -> None:
        """Another person works here: nothing of the one before is shown."""
        self.lines, self.seals, self.seal, self.current = (), (), "", None
        self.next_key, self.loaded, self.trouble, self.done = None, False, None, ""
        self.changed()

    # --- what is shown

    @property
    def line(self) -> SealLine | None:
        """The line under the hand."""
        return next((line for line in self.lines if line.pos == self.current), None)

    @property
    def seal_name(self) -> str:
        """Name of the seal that alone is shown; empty for all."""
        return next((name for code, name in self.seals if code == self.seal), "")

    def choices(self) -> list[tuple[str, Text | str]]:
        """The seals to choose from, all first."""
        return [("", text("全部印章")), *((code, text("{n}", n=n)) for code, n in self.seals)]

    def header(self) -> Header:
        """用印登记, and of which seal."""
        return Header("用印登记", text("只看 {seal}", seal=self.seal_name) if self.seal else "")

    def count(self) -> Text | str:
        """How many lines stand below."""
        if not self.lines:
            return ""
        shown = text("最近 {n} 次", n=len(self.lines))
        return shown if self.next_key is not None else text("{n} 次", n=len(self.lines))

    def empty(self) -> Text | str:
        """What stands where the first row would be."""
        if not self.loaded:
            return ""
        if self.seal:
            return text("**{seal}** 还没有用过。[[seals.all]]", seal=self.seal_name)
        return "还没有盖过章。文书打好了，在办件里盖章、登记。"

    def rows(self) -> list[AnyRow]:
        """Newest first, the end said."""
        shown: list[AnyRow] = [self._row(line) for line in self.lines]
        if self.next_key is not None:
            shown.append(Note(text("还有更早的 [[seals.more|]]"), more=True))
        return shown

    def _row(self, line: SealLine) -> Row:
        number = line.number or "不编号"
        return Row(
            line.pos,
            cells(
                at=Cell((Run(line.at[:16].replace("T", " ")),), colour="ink2"),
                seal=Cell((Run(line.name, bold=True),)),
                paper=Cell((Run(line.paper),), under=(Run(number),)),
                case=Cell((Run(group_case_number(line.case_no)),), colour="ink2"),
                who=Cell((Run(line.who),)),
                key=Cell(key=keys.OPEN.key),
            ),
            line,
        )

    def next_step(self) -> NextStep:
        """The 下一步 line: nothing waits here; a case can be opened."""
        other = text("[[seals.all]]") if self.seal else text("[[seals.pick]]")
        line = self.line
        if line is None:
            return NextStep("", text("这里只看，盖章在办件里登记"), "", self.done or other)
        now = text("看 **{paper}** 的办件", paper=line.paper or line.case_no)
        return NextStep(keys.OPEN.id, now, text("打开会留痕"), self.done or other)

    # --- what is done

    def select(self, pos: object) -> None:
        """Another line under the hand."""
        self.current = pos if isinstance(pos, int) else None
        self.changed()

    def choose(self, seal: str) -> None:
        """Only this seal's lines; empty = all."""
        if seal != self.seal:
            self.seal, self.current, self.done = seal, None, ""
            self.load()

    def print_register(
        self,
        since: str,
        until: str,
        closed: Callable[[], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        """用印登记表 of the seal that is shown, from one ISO date to another."""
        actor, seal = self._actor(), self.seal

        def queued(task: PaperTask) -> None:
            self.done = text("{t} 在排队", t=task.title)
            closed()
            self.changed()

        self._runner.call(
            lambda: self._desk.print_register(actor, seal, since, until),
            queued,
            failed,
            busy=keys.PRINT.id,
        )

    def may_print(self) -> Availability:
        """One seal is shown."""
        return YES if self.seal else no("先选一枚章")

    def open(self) -> None:
        """The case of the line."""
        if self.line is not None:
            self._open_case(self.line.case_no)

    def may_open(self) -> Availability:
        """There is a line under the hand."""
        return YES if self.line is not None else no("没有选中的登记")

    def may_all(self) -> Availability:
        """Only one seal is shown now."""
        return YES if self.seal else no("已经是全部印章")

    def commands(self) -> list[Command]:
        """The page's commands."""
        return [
            keys.OPEN.bind(self.open, self.may_open),
            keys.PICK.bind(lambda: self.pick()),
            keys.PRINT.bind(lambda: self.ask_period(), self.may_print),
            keys.ALL.bind(lambda: self.choose(""), self.may_all),
        ]
