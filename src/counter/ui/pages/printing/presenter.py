"""The print queue without Qt: groups by what a person has to do, words for why, what keys settle.

A paper's fate: in the queue, being printed, done, not done, or unknown. Unknown is settled only by
somebody who looked; the program never prints a second time by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from counter.domain import printwords
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.ports.store import JobState, PrintJob
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.printing import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Group, Note, Row, cells
from counter.ui.session import looks_on
from counter.ui.state import Badge, ChipState, Header, NextStep

COLUMNS = (
    Column("state", "到哪一步", 100, narrow=92),
    Column("paper", "文书", 0),
    Column("about", "哪一件", 216, narrow=172),
    Column("where", "在哪台打", 116, narrow=100),
    Column("why", "为什么", 226, narrow=176),
    Column("age", "等了多久", 100, "right", narrow=86),
    Column("key", "怎么办", 108, "right", narrow=74),
)

STATE_WORDS: dict[JobState, tuple[str, str]] = {
    "queued": ("todo", "在排队"),
    "sent": ("waiting", "在打"),
    "done": ("done", "打好"),
    "failed": ("gone", "没打成"),
    "unknown": ("unknown", "不知道"),
}

LOOKS_ON = "这个岗位只看，不办件"

SHOWN = 60
LINGER_DONE = 12
"""How many finished papers are listed below."""


class PrintQueue(Protocol):
    """What the page asks of `desk.printing.PrintDesk`."""

    def jobs(self, limit: int = 50) -> tuple[PrintJob, ...]: ...
    def reprint(self, actor: Actor, stream: str, paper_id: str) -> int: ...
    def settle(self, actor: Actor, job_id: int, seen: bool) -> None: ...
    def cancel(self, actor: Actor, job_id: int) -> None: ...


@dataclass(frozen=True)
class Outbox:
    """What waits to be sent to the centre; ages in words."""

    unsent: int = 0
    oldest: str = ""
    connected: bool = False
    away: str = ""


class PrintingPresenter(Presenter):
    """State of the page. `outbox` answers at once, from status; `openers` show what a paper
    belongs to, by the kind of its stream: `{"case": …}` is given a case number."""

    def __init__(
        self,
        desk: PrintQueue,
        runner: Runner,
        actor: Callable[[], Actor],
        now: Callable[[], dt.datetime],
        *,
        outbox: Callable[[], Outbox] = Outbox,
        openers: Mapping[str, Callable[[str], object]] | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._actor, self._now = desk, runner, actor, now
        self._outbox, self._openers = outbox, openers or {}
        self.jobs: tuple[PrintJob, ...] = ()
        self.current: int | None = None

    # --- loading ---

    def load(self) -> None:
        """The queue from the store."""
        self._runner.call(lambda: self._desk.jobs(SHOWN), self._loaded)

    def _loaded(self, jobs: tuple[PrintJob, ...]) -> None:
        self.jobs = jobs
        self.changed()

    def forget(self) -> None:
        """Another person works here: nothing is under the hand."""
        self.current = None

    @property
    def job(self) -> PrintJob | None:
        """The job under the hand."""
        return next((j for j in self.jobs if j.id == self.current), None)

    def of(self, *states: JobState) -> list[PrintJob]:
        """Jobs in these states, newest first."""
        return [j for j in self.jobs if j.state in states]

    # --- what is shown ---

    def rows(self) -> list[AnyRow]:
        """Groups by what a person has to do."""
        rows: list[AnyRow] = []
        unknown, failed = self.of("unknown"), self._failed()
        waiting, done = self.of("sent", "queued"), self.of("done")
        if unknown:
            remark = "去打印机旁看一眼：有纸没有"
            rows.append(Group("不知道打没打出来", len(unknown), remark, "unknown"))
            rows += [self._row(j) for j in unknown]
        if failed:
            rows.append(Group("没打成", len(failed), "补打会记次数", "gone"))
            rows += [self._row(j) for j in failed]
        if waiting:
            rows.append(Group("在排队", len(waiting), "打印机好了自己接着打", "todo"))
            rows += [self._row(j) for j in reversed(waiting)]
        if done:
            rows.append(Group("打好的", len(done), "最近的在上面", "done"))
            rows += [self._row(j) for j in done[:LINGER_DONE]]
            if len(done) > LINGER_DONE:
                rows.append(Note(text("还有 {n} 份，在办件的文书里", n=len(done) - LINGER_DONE)))
        return rows

    def _failed(self) -> list[PrintJob]:
        """Failed jobs whose paper has no later job: the others have been taken care of."""
        newest: dict[str, int] = {}
        for job in self.jobs:
            newest[job.paper_id] = max(newest.get(job.paper_id, 0), job.id)
        return [j for j in self.of("failed") if newest[j.paper_id] == j.id]

    def _row(self, job: PrintJob) -> Row:
        state, word = STATE_WORDS[job.state]
        paper = "**{title}**" + ("  补打 第 {n} 次" if job.nth > 1 else "")
        where = "小票机" if job.channel == "slip" else f"A4 打印·{job.copies} 份"
        keys_of = {"unknown": keys.SEEN.key, "failed": keys.REPRINT.key, "queued": keys.CANCEL.key}
        key = "" if self.looks_on else keys_of.get(job.state, "")
        return Row(
            job.id,
            cells(
                state=Cell(chip=ChipState(state, word)),
                paper=Cell(Text(paper, {"title": job.title, "n": job.nth})),
                about=Cell(Text("{c}", {"c": job.about}), colour="ink2"),
                where=Cell(where, colour="ink2"),
                why=Cell(why_words(job), colour="ink2"),
                age=Cell(self._age(job), colour="ink2"),
                key=Cell(key=key) if key else Cell(""),
            ),
            job,
        )

    def _age(self, job: PrintJob) -> str:
        at = job.ended_at or job.created_at
        moment = dt.datetime.fromisoformat(at)
        if job.state in ("done", "failed"):
            return f"{moment:%H:%M}" if moment.date() == self._now().date() else at[5:10]
        return age_words(self._now() - dt.datetime.fromisoformat(job.created_at))

    def header(self) -> Header:
        """待传·每一件在哪里、为什么、怎么办."""
        return Header("待传", "每一件在哪里、为什么、怎么办")

    def sending(self) -> tuple[Text, Text, bool]:
        """The line on top: what waits to be sent, what it means, whether all is well."""
        box = self._outbox()
        if box.connected:
            if not box.unsent:
                return text("都传完了"), text("中心已经收到每一件。"), True
            return (
                text("待传 {n} 笔", n=box.unsent),
                text("最早 {age}前，正在传。", age=box.oldest or "刚才"),
                True,
            )
        title = text("断网 {t}", t=box.away) if box.away else text("没有连中心")
        if not box.unsent:
            return title, text("照常办件、打文书；没有等着传的。"), False
        means = text(
            "照常办件、打文书；待传 {n} 笔，最早 {age}前，一笔都不会丢。",
            n=box.unsent,
            age=box.oldest or "刚才",
        )
        return title, means, False

    def badge(self) -> Badge | None:
        """Unknown and failed papers wait for a person."""
        count = len(self.of("unknown")) + len(self._failed())
        return Badge(count, passed=True) if count else None

    def next_step(self) -> NextStep:
        """What to do now."""
        if self.looks_on:
            return NextStep("", LOOKS_ON)
        job = self.job
        if job is not None and job.state == "unknown":
            said = text("去看一眼，**{title}** 打出来了就按这个键", title=job.title)
            return NextStep(keys.SEEN.id, said, "没有纸按 [[printing.not_seen]]，再补打")
        if job is not None and job.state == "failed":
            said = text("补打 **{title}**", title=job.title)
            return NextStep(keys.REPRINT.id, said, "纸上会写第几次打印", "[[printing.open]]")
        unknown = self.of("unknown")
        if unknown:
            return NextStep("", text("有 **{n} 份** 不知道打没打出来，用 ↑ 选过去", n=len(unknown)))
        if self.of("queued", "sent"):
            return NextStep("", text("等打印机，还有 **{n} 份**", n=len(self.of("queued", "sent"))))
        return NextStep("", "没有要打的，也没有要看的")

    # --- what is done ---

    def select(self, id: object) -> None:
        """Another job under the hand."""
        self.current = id if isinstance(id, int) else None
        self.changed()

    @property
    def looks_on(self) -> bool:
        """Whoever is here does no window's work: the queue is only looked at."""
        return looks_on(self._actor)

    def working(self, check: Callable[[], Availability]) -> Callable[[], Availability]:
        """Only for who works at a window, as the desk asks it; the others are told why."""
        return lambda: no(LOOKS_ON) if self.looks_on else check()

    def may_settle(self) -> Availability:
        """Only an unknown one can be settled."""
        job = self.job
        if job is None or job.state != "unknown":
            return no("这份不用人去看")
        return YES

    def may_reprint(self) -> Availability:
        """What was printed, failed or was settled can be printed again."""
        job = self.job
        if job is None:
            return no("先选一份文书")
        if job.state in ("queued", "sent"):
            return no("这份正在排队，等打好再补打")
        if job.state == "unknown":
            return no("先去看一眼有纸没有")
        return YES

    def may_cancel(self) -> Availability:
        """Only what waits can be taken out."""
        job = self.job
        return YES if job is not None and job.state == "queued" else no("这份不在排队")

    def may_open(self) -> Availability:
        """Whether there is a page of what the paper belongs to."""
        if self.job is None:
            return no("先选一份文书")
        return YES if self._opener() else no("这份文书没有单独的页面")

    def _opener(self) -> Callable[[], object] | None:
        kind, _, number = self.job.stream.partition(":") if self.job else ("", "", "")
        opener = self._openers.get(kind)
        return (lambda: opener(number)) if opener else None

    def settle(self, seen: bool) -> None:
        """Somebody looked."""
        job, actor = self.job, self._actor()
        if job is not None:
            command = keys.SEEN if seen else keys.NOT_SEEN
            self._do(lambda: self._desk.settle(actor, job.id, seen), command.id)

    def reprint(self) -> None:
        """Print again, marked and counted."""
        job, actor = self.job, self._actor()
        if job is not None:
            stream, paper = job.stream, job.paper_id
            self._do(lambda: self._desk.reprint(actor, stream, paper), keys.REPRINT.id)

    def cancel(self) -> None:
        """Take it out of the queue."""
        job, actor = self.job, self._actor()
        if job is not None:
            self._do(lambda: self._desk.cancel(actor, job.id), keys.CANCEL.id)

    def open(self) -> None:
        """What the paper belongs to: a case, a project, an enquiry."""
        opener = self._opener()
        if opener is not None:
            opener()

    def _do(self, step: Callable[[], object], command: str) -> None:
        self._runner.call(step, lambda _result: self.load(), busy=command)

    def commands(self) -> list[Command]:
        """The page's commands."""
        return [
            keys.SEEN.bind(lambda: self.settle(True), self.working(self.may_settle)),
            keys.NOT_SEEN.bind(lambda: self.settle(False), self.working(self.may_settle)),
            keys.REPRINT.bind(self.reprint, self.working(self.may_reprint)),
            keys.CANCEL.bind(self.cancel, self.working(self.may_cancel)),
            keys.OPEN.bind(self.open, self.may_open),
        ]


def why_words(job: PrintJob) -> Text | str:
    """Why a job stands where it stands."""
    if job.why and (job.state != "done" or job.why == "settled"):
        return printwords.why_words(job.why, printed=job.state == "done")
    return {"queued": "等前面的打完", "sent": "打印机还没答话"}.get(job.state, "")


def age_words(age: dt.timedelta) -> str:
    """4 分钟, 6 小时 2 分, 2 天 3 小时; under a minute: 刚才."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "刚才"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    days, hours = divmod(hours, 24)
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"


def unsettled(jobs: Sequence[PrintJob]) -> int:
    """How many papers nobody knows the fate of; for the status bar's violet light."""
    return sum(1 for job in jobs if job.state == "unknown")
