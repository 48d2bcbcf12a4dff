"""The enquiry page without Qt: the list, the form above it, the guide beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counter.desk.enquiries import EnquiryDesk, EnquiryLine
from counter.desk.hall import PaperTask
from counter.domain.catalogue import Matter
from counter.domain.enquiry import CHANNEL_WORDS, Channel, Enquiry, Told, is_late
from counter.domain.errors import KnownError, Text, text
from counter.domain.guide import GuidePart
from counter.domain.people import Actor
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.markup import Run
from counter.ui.pages.enquiry import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Group, Row, cells
from counter.ui.state import Badge, ChipState, Header, NextStep, Trouble

COLUMNS = (
    Column("state", "", 92, narrow=92),
    Column("number", "编号", 132, narrow=124),
    Column("question", "问什么", 0),
    Column("owner", "谁负责", 76, narrow=68),
    Column("asked", "什么时候问的", 108, "right", narrow=100),
)

Done = Callable[[], object]
Failed = Callable[[KnownError], object]


class EnquiryPresenter(Presenter):
    """State of the page. today: the desk's date; receive(matter): F2 goes to reception."""

    def __init__(
        self,
        desk: EnquiryDesk,
        runner: Runner,
        actor: Callable[[], Actor],
        today: Callable[[], dt.date],
        receive: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.desk, self._runner, self._actor = desk, runner, actor
        self._today, self._receive = today, receive
        self.ask_answer: Callable[[Enquiry], object] = lambda _e: None
        self.ask_taker: Callable[[Enquiry], object] = lambda _e: None
        self.ask_case: Callable[[Enquiry], object] = lambda _e: None
        self.go_form: Callable[[], object] = lambda: None
        self.asked: Callable[[], object] = lambda: None
        self.loaded = False
        self.forget()

    def forget(self) -> None:
        """Another person works here."""
        self.lines: tuple[EnquiryLine, ...] = ()
        self.loaded = False
        self.current = ""
        self.channel: Channel = "window"
        self.matter: Matter | None = None
        self.wanted = ""
        self.guide: tuple[GuidePart, ...] = ()
        self.guide_of = ""
        self.seen: dict[str, Enquiry] = {}
        self.done: Text | str = ""
        self.trouble: Trouble | None = None

    # --- reading

    def load(self) -> None:
        """The list, from the store."""
        actor = self._actor()
        self._runner.call(lambda: self.desk.listed(actor), self._loaded)

    def _loaded(self, lines: tuple[EnquiryLine, ...]) -> None:
        self.lines, self.loaded = lines, True
        if self.enquiry is None:
            self.current = lines[0].state.number if lines else ""
        self._read_guide()
        self.changed()

    @property
    def enquiry(self) -> Enquiry | None:
        """The enquiry under the hand, with the asker where this person may see it."""
        found = next((x.state for x in self.lines if x.state.number == self.current), None)
        seen = self.seen.get(self.current)
        if found is None or found.opened is None or seen is None or seen.opened is None:
            return found
        return seen if found.owner != self._actor().number else found

    def select(self, number: object) -> None:
        """Another row under the hand."""
        self.current = str(number or "")
        self._read_guide()
        self.changed()

    def seek(self, words: str) -> None:
        """The matter field was typed in: the first match is meant."""
        self.wanted = words.strip()
        actor, wanted = self._actor(), self.wanted
        if not wanted:
            self._matched("", ())
            return
        self._runner.call(
            lambda: self.desk.matters(wanted, actor, 1), lambda found: self._matched(wanted, found)
        )

    def _matched(self, wanted: str, found: tuple[Matter, ...]) -> None:
        if wanted == self.wanted:
            self.matter = found[0] if found else None
            self._read_guide()
            self.changed()

    def _read_guide(self) -> None:
        """The guide of the matter in the form, else of the row under the hand."""
        opened = self.enquiry.opened if self.enquiry else None
        code = self.matter.code if self.matter else (opened.matter if opened else "")
        if code == self.guide_of:
            return
        self.guide_of, self.guide = code, ()
        if code:
            self._runner.call(lambda: self.desk.guide(code), lambda g: self._guided(code, g))

    def _guided(self, code: str, parts: tuple[GuidePart, ...]) -> None:
        if code == self.guide_of:
            self.guide = parts
            self.changed()

    @property
    def guide_title(self) -> str:
        """The matter whose guide is shown."""
        if self.matter is not None:
            return self.matter.title
        opened = self.enquiry.opened if self.enquiry else None
        return opened.matter_title if opened else ""

    # --- what is shown

    def rows(self) -> list[AnyRow]:
        """The open ones, oldest first, then the answered."""
        opened = [x for x in self.lines if x.state.is_open]
        closed = [x for x in self.lines if not x.state.is_open]
        rows: list[AnyRow] = []
        if opened:
            rows.append(Group("没有答完", len(opened), "先问的在上面"))
            rows += [self._row(x) for x in opened]
        if closed:
            rows.append(Group("答复了", len(closed)))
            rows += [self._row(x) for x in closed]
        return rows

    def _row(self, line: EnquiryLine) -> Row:
        state = line.state
        opened = state.opened
        assert opened is not None
        said = (
            Run(opened.question),
            Run(f"  {opened.matter_title}", colour="ink2" if state.is_open else ""),
        )
        mine = state.owner == self._actor().number
        return Row(
            state.number,
            cells(
                state=Cell(chip=self._chip(line)),
                number=Cell((Run(state.number),), colour="ink2"),
                question=Cell(said),
                owner=Cell((Run("我" if mine else state.owner_name, bold=mine),)),
                asked=Cell((Run(_moment(state.opened_at, self._today())),), colour="ink2"),
            ),
            state,
            dim=not state.is_open,
        )

    def _chip(self, line: EnquiryLine) -> ChipState:
        if not line.state.is_open:
            return ChipState("done", "已答")
        if line.late:
            return ChipState("late", "过了线")
        return ChipState("todo", "等答复")

    def badge(self) -> Badge | None:
        """Mine that are open (all, for those who only look); red when one is late."""
        actor = self._actor()
        mine = [
            x
            for x in self.lines
            if x.state.is_open and (x.state.owner == actor.number or not actor.works)
        ]
        return Badge(len(mine), any(x.late for x in mine)) if mine else None

    def header(self) -> Header:
        """咨询, how many are open, how many late."""
        opened = sum(1 for x in self.lines if x.state.is_open)
        late = sum(1 for x in self.lines if x.late)
        if late:
            return Header("咨询", text("{n} 件没有答完，{k} 件过了线", n=opened, k=late))
        return Header("咨询", text("{n} 件没有答完", n=opened) if opened else "都答了")

    def next_step(self) -> NextStep:
        """What to do now."""
        if not self._actor().works:
            return NextStep("", "这个岗位只看，不接咨询", "", self.done)
        state = self.enquiry
        if state is not None and self.may_answer().ok:
            opened = state.opened
            said = text("答复 **{q}**", q=_short(opened.question if opened else ""))
            return NextStep(keys.ANSWER.id, said, "答了就办结；不归我的，转给答应接的人", self.done)
        return NextStep(keys.NEW.id, "有人来问，写一句就登记", "谁先被问到，谁负责到底", self.done)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """About the enquiry under the hand: who asked, where, by when, handed over, answered."""
        state = self.enquiry
        if state is None or state.opened is None:
            return ()
        opened = state.opened
        hidden = state.owner != self._actor().number and state.number not in self.seen
        who = " ".join(x for x in (opened.asker, opened.phone) if x) or "没有留"
        rows = [
            ("来人", "别人的件，看了留痕" if hidden else who),
            ("怎么问的", CHANNEL_WORDS[opened.channel]),
            ("谁负责", f"{state.owner_name}（{state.owner}）"),
        ]
        if state.is_open:
            late = "，过了线" if is_late(opened.due_on, self._today()) else ""
            rows.append(("最迟", f"{opened.due_on} 答复{late}"))
        first = opened.owner_name
        for move in state.handed:
            rows.append(("转手", f"{first} 转给 {move.to_name}：{move.why}"))
            first = move.to_name
        if state.closed is not None:
            rows.append(("答复", state.closed.answer))
        rows += [("办件", number) for number in state.cases]
        return tuple(rows)

    # --- whether

    def may_ask(self) -> Availability:
        """Those who do a window's work."""
        return YES if self._actor().works else no("这个岗位只看，不接咨询")

    def may_answer(self) -> Availability:
        """The owner, while it is open."""
        state = self.enquiry
        if state is None:
            return no("先选一件")
        if not state.is_open:
            return no("这件已经答复办结")
        if state.owner != self._actor().number:
            return no(text("由 {name} 负责到底", name=state.owner_name))
        return YES

    def may_link(self) -> Availability:
        """Any enquiry, by those who work."""
        if self.enquiry is None:
            return no("先选一件")
        return self.may_ask()

    def may_slip(self) -> Availability:
        """A registered enquiry about a matter; the guide of what stands in the form is not yet
        anybody's."""
        state = self.enquiry
        if self.matter is not None:
            return no("先登记，再打")
        if state is None or state.opened is None:
            return no("先选一件")
        if not state.opened.matter:
            return no("这件没有记事项")
        return self.may_ask()

    def may_look(self) -> Availability:
        """Another's enquiry whose asker is not shown yet."""
        state = self.enquiry
        if state is None:
            return no("先选一件")
        if state.owner == self._actor().number or state.number in self.seen:
            return no("来人已经在右边")
        return YES

    # --- what is done

    def swap_channel(self) -> None:
        """At the window, or by telephone."""
        self.channel = "phone" if self.channel == "window" else "window"
        self.changed()

    def ask(self, question: str, asker: str, phone: str) -> None:
        """Register the question in the form."""
        if self.wanted and self.matter is None:
            self._refused(
                KnownError("enquiry.matter", "没有这个事项。", "改首字母，或把事项空着。")
            )
            return
        actor, channel = self._actor(), self.channel
        matter = self.matter.code if self.matter else ""
        self._runner.call(
            lambda: self.desk.ask(
                actor, question, channel=channel, asker=asker, phone=phone, matter=matter
            ),
            self._registered,
            self._refused,
            busy=keys.ASK.id,
        )

    def _registered(self, number: str) -> None:
        self.current, self.trouble = number, None
        self.channel, self.matter, self.wanted = "window", None, ""
        self.done = text("{n} 登记了", n=number)
        self.asked()
        self.load()

    def answer(self, number: str, words: str, closed: Done, failed: Failed) -> None:
        """Answer and close: by telephone when it came by telephone, by slip when one was given."""
        state = next((x.state for x in self.lines if x.state.number == number), None)
        opened = state.opened if state else None
        by_phone = opened is not None and opened.channel == "phone" and bool(opened.phone)
        by_slip = state is not None and bool(state.guide_on)
        told: Told = "phone" if by_phone else "slip" if by_slip else "said"
        actor = self._actor()
        self._do(
            lambda: self.desk.answer(actor, number, words, told),
            text("{n} 答复了", n=number),
            closed,
            failed,
            keys.ANSWER.id,
        )

    def hand_over(self, number: str, to: str, why: str, closed: Done, failed: Failed) -> None:
        """Give it to one who agreed."""
        actor = self._actor()
        self._do(
            lambda: self.desk.hand_over(actor, number, to, why, agreed=True),
            text("{n} 转了", n=number),
            closed,
            failed,
            keys.HAND.id,
        )

    def link(self, number: str, case_no: str, closed: Done, failed: Failed) -> None:
        """Note the case that came of it; spaces in the number do not matter."""
        actor = self._actor()
        bare = "".join(case_no.split())
        self._do(
            lambda: self.desk.lead_to(actor, number, bare),
            text("{n} 记上了办件", n=number),
            closed,
            failed,
            keys.LINK.id,
        )

    def look(self) -> None:
        """Who asked, of another's enquiry; recorded."""
        actor, number = self._actor(), self.current
        self._runner.call(lambda: self.desk.view(actor, number), self._seen, self._refused)

    def _seen(self, state: Enquiry) -> None:
        self.seen[state.number] = state
        self.changed()

    def receive(self) -> None:
        """To reception, with the matter asked about."""
        opened = self.enquiry.opened if self.enquiry else None
        self._receive(opened.matter if opened else "")

    def _do(
        self, job: Callable[[], object], said: Text, closed: Done, failed: Failed, busy: str
    ) -> None:
        def done(_none: object) -> None:
            self.done, self.trouble = said, None
            closed()
            self.load()

        self._runner.call(job, done, failed, busy=busy)

    def _refused(self, error: KnownError) -> None:
        self.trouble = Trouble.of(error)
        self.changed()

    def print_slip(self) -> None:
        """要带什么 for who asked."""
        actor, number = self._actor(), self.current

        def queued(task: PaperTask) -> None:
            self.done, self.trouble = text("{t} 在排队", t=task.title), None
            self.load()

        self._runner.call(
            lambda: self.desk.print_guide(actor, number), queued, self._refused, busy=keys.SLIP.id
        )

    def _with(self, ask: Callable[[Enquiry], object]) -> None:
        if self.enquiry is not None:
            ask(self.enquiry)

    def commands(self) -> list[Command]:
        """The page's commands."""
        return [
            keys.RECEIVE.bind(self.receive, self.may_link),
            keys.NEW.bind(lambda: self.go_form(), self.may_ask),
            keys.ANSWER.bind(lambda: self._with(self.ask_answer), self.may_answer),
            keys.HAND.bind(lambda: self._with(self.ask_taker), self.may_answer),
            keys.LINK.bind(lambda: self._with(self.ask_case), self.may_link),
            keys.SLIP.bind(self.print_slip, self.may_slip),
            keys.LOOK.bind(self.look, self.may_look),
            keys.CHANNEL.bind(self.swap_channel, self.may_ask),
        ]


def _moment(iso: str, today: dt.date) -> str:
    day = dt.date.fromisoformat(iso[:10])
    return iso[11:16] if day == today else f"{day.month}-{day.day:02d} {iso[11:16]}"


def _short(words: str, most: int = 16) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
