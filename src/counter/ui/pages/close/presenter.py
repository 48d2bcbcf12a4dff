"""The close page without Qt: what was counted, which equations hold, what is still to be done.

The equations are reckoned here again at every digit, by the domain, over facts that were read
once; the desk reads everything anew inside the transaction that locks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from counter.domain.errors import KnownError, text
from counter.domain.finance import dayclose
from counter.domain.finance.dayclose import DIFFERENCE_REASONS, Equation
from counter.domain.finance.shift import FACES, Difference, Shift, shift_stream
from counter.ports.devices import BatchTotals, FeeReply, Settlement
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.case.panels import Panel
from counter.ui.pages.close import commands as keys
from counter.ui.pages.close.panels import BankPanel, SettlePanel, fen_of
from counter.ui.pages.close.state import CloseServices, Snapshot, read
from counter.ui.presenting import Presenter, Runner
from counter.ui.state import Trouble

Kind = Literal["day", "handover"]


class ClosePresenter(Presenter):
    """pieces: what stands in the count fields by face, "" where nothing was typed yet."""

    def __init__(self, services: CloseServices, runner: Runner) -> None:
        super().__init__()
        self.services, self._runner = services, runner
        self.snap = Snapshot()
        self.loaded = False
        self.panel: Panel | None = None
        self.trouble: Trouble | None = None
        self.settling = False
        self.paper: str | None = None
        self._reply: FeeReply | None = None
        self.ask_focus: Callable[[str], object] = lambda _where: None
        self.go_page: Callable[[str], object] = lambda _page: None
        self._clean()

    def _clean(self) -> None:
        self.pieces: dict[int, str] = dict.fromkeys(FACES, "")
        self.counted_out = False
        self.reasons: dict[int, str] = {}
        self.words: dict[int, str] = {}
        self.second = self.pin = ""
        self.panel, self.trouble = None, None

    # --- loading

    def load(self) -> None:
        """Read everything again; what is typed stays while the shift is the same."""
        self._runner.call(lambda: read(self.services), self._loaded, self._refused)

    def _loaded(self, snap: Snapshot) -> None:
        before, self.snap, self.loaded = self.snap.shift, snap, True
        if before is not None and (snap.shift is None or snap.shift.name != before.name):
            self._clean()
        papers = [p.issued.paper_id for p in snap.closed.papers] if snap.closed else []
        if self.paper not in papers:
            self.paper = papers[0] if papers else None
        self.changed()

    def _refused(self, error: KnownError) -> None:
        self.settling = False
        self.trouble = Trouble.of(error)
        if error.code.startswith(("second.", "pin.", "sign.")):
            self.pin = ""
            self.ask_focus("second")
        self.changed()

    def forget(self) -> None:
        """Another person works here."""
        self.snap, self.loaded = Snapshot(), False
        self._clean()
        self.changed()

    # --- what is typed

    def count(self, face: int, typed: str) -> None:
        """Pieces of a face, as they are typed."""
        if self.pieces[face] != typed:
            self.pieces[face] = typed
            self.counted_out = all(self.pieces.values())
            self.changed()

    def count_out(self) -> None:
        """Enter on the smallest coin: what was left empty is not there."""
        self.counted_out = True
        self.changed()

    def count_again(self) -> None:
        """N: from the largest note once more; what was typed stays until it is typed over."""
        self.counted_out = False
        self.ask_focus("count")
        self.changed()

    def choose_reason(self, equation: int, reason: str) -> None:
        """Why an equation does not hold."""
        self.reasons[equation] = reason
        self.changed()

    def put_words(self, equation: int, words: str) -> None:
        """What there is to say of it."""
        if self.words.get(equation, "") != words:
            self.words[equation] = words
            self.changed()

    def sign(self, second: str, pin: str) -> None:
        """Who signs as the second person."""
        if (second, pin) != (self.second, self.pin):
            self.second, self.pin = second, pin
            self.changed()

    # --- what follows from it

    @property
    def counted(self) -> tuple[tuple[int, int], ...]:
        """(face in fen, pieces), every face."""
        closed = self.snap.closed
        if closed is not None and closed.shift.closed is not None:
            kept = dict(closed.shift.closed.counted)
            return tuple((face, kept.get(face, 0)) for face in FACES)
        return tuple((face, int(self.pieces[face] or 0)) for face in FACES)

    @property
    def counted_fen(self) -> int:
        """Sum of what was counted, fen."""
        return sum(face * n for face, n in self.counted)

    @property
    def shift(self) -> Shift | None:
        """The shift that is shown, open or closed."""
        return self.snap.shift

    @property
    def is_open(self) -> bool:
        """There is something to close."""
        return self.snap.view is not None

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The five with what is counted now, or as they were signed."""
        if self.snap.closed is not None:
            return self.snap.closed.equations
        view = self.snap.view
        if view is None:
            return ()
        facts = msgspec.structs.replace(view.facts, counted=self.counted)
        return dayclose.equations(facts)

    @property
    def unsettled(self) -> bool:
        """There were POS trades in this shift and the terminal has not settled."""
        view = self.snap.view
        if view is None or view.shift.settled:
            return False
        return any(p.way == "pos" and p.counts for p in view.facts.payments)

    def standing(self, equation: Equation) -> str:
        """holds, broken, or later: nothing to judge yet."""
        if not self.is_open:
            return "holds" if equation.holds else "broken"
        if equation.n == 3 and not self.counted_out:
            return "later"
        if equation.n == 4 and self.unsettled:
            return "later"
        return "holds" if equation.holds else "broken"

    @property
    def broken(self) -> tuple[Equation, ...]:
        """Those that do not hold and can be judged."""
        return tuple(eq for eq in self.equations if self.standing(eq) == "broken")

    def reason(self, equation: int) -> str:
        """Key of the reason that is chosen."""
        return self.reasons.get(equation, "")

    @property
    def unexplained(self) -> Equation | None:
        """The first difference without a reason; 其他 needs words."""
        for eq in self.broken:
            reason = self.reason(eq.n)
            bare = reason == "other" and not self.words.get(eq.n, "").strip()
            if eq.n != 1 and (reason not in DIFFERENCE_REASONS[eq.n] or bare):
                return eq
        return None

    @property
    def step(self) -> str:
        """none, refused, closed, clear, count, settle, gap, explain, sign, lock."""
        view = self.snap.view
        if view is None:
            if self.snap.refused is not None:
                return "refused"
            return "closed" if self.snap.closed else "none"
        if view.waiting:
            return "clear"
        if not self.counted_out:
            return "count"
        if self.unsettled:
            return "settle"
        if any(eq.n == 1 for eq in self.broken):
            return "gap"
        if self.unexplained is not None:
            return "explain"
        return "lock" if self.second.strip() and self.pin else "sign"

    # --- keys

    def lock(self, kind: Kind = "day") -> None:
        """Two sign, the shift is locked, its papers print."""
        actor, counted = self.services.actor(), self.counted
        second, pin = self.second.strip(), self.pin
        differences = tuple(
            Difference(
                equation=eq.n,
                by=eq.difference,
                reason=self.reason(eq.n),
                words=self.words.get(eq.n, ""),
            )
            for eq in self.broken
        )
        self.trouble = None
        services = self.services

        def job() -> Shift:
            other = services.countersign(second, pin)
            return services.shifts.close(actor, counted, kind, differences, other)

        busy = keys.LOCK.id if kind == "day" else keys.HANDOVER.id
        self._runner.call(job, self._locked, self._refused, busy=busy)

    def _locked(self, _shift: Shift) -> None:
        self._clean()
        self.load()

    def settle(self) -> None:
        """S: the terminal settles its batch on its own thread."""
        line, actor = self.services.line, self.services.actor()
        if line is None:
            self.open_panel(SettlePanel())
            return
        self.settling, self.trouble = True, None
        self.changed()
        self._runner.call(
            lambda: line.settle(actor), self._settlement, self._refused, busy=keys.SETTLE.id
        )

    def _settlement(self, answer: Settlement) -> None:
        self.settling = False
        if answer.reply.result != "approved":
            self.trouble = Trouble(
                text("POS 机没有结算成：{words}", words=answer.reply.words or answer.reply.code),
                "看 POS 机。单子吐出来了，按 T 照单子抄；没有，再按 S。",
                code=answer.reply.why or answer.reply.code,
            )
            self.changed()
            return
        self._reply = answer.reply
        if answer.totals is None:
            self.open_panel(SettlePanel(silent=True))
            return
        self._note_totals(answer.totals, typed=False)

    def _note_totals(self, totals: BatchTotals, *, typed: bool) -> None:
        services, actor = self.services, self.services.actor()
        device = services.line.device if services.line else f"POS-{actor.window}"
        reply = self._reply or FeeReply(kind="settle", result="approved")
        self._runner.call(
            lambda: services.shifts.settled(actor, device, reply, totals, typed=typed),
            lambda _shift: self._panel_done(),
            self._field_refused,
        )

    def _panel_done(self) -> None:
        self.panel, self._reply = None, None
        self.load()
        self.ask_focus("next")

    def _field_refused(self, error: KnownError) -> None:
        if self.panel is None:
            self._refused(error)
            return
        self.panel.trouble, self.panel.rule = Trouble.of(error), error.rule
        self.changed()

    def open_panel(self, panel: Panel | None) -> None:
        """Fields below the equations."""
        self.panel = panel
        self.changed()

    def confirm(self) -> None:
        """Do what the open panel says."""
        panel = self.panel
        if panel is None or not panel.check():
            self.changed()
        elif isinstance(panel, SettlePanel):
            self._note_totals(panel.totals, typed=True)
        elif isinstance(panel, BankPanel):
            self._bank(panel)

    def _bank(self, panel: BankPanel) -> None:
        services, actor, fen = self.services, self.services.actor(), fen_of(panel.get("fen")) or 0
        account, slip = panel.get("account"), panel.get("slip")
        self._runner.call(
            lambda: services.shifts.bank(actor, fen, account, slip),
            lambda _shift: self._panel_done(),
            self._field_refused,
            busy=keys.BANK.id,
        )

    def clear(self) -> None:
        """U: where the unknown is settled."""
        view = self.snap.view
        self.go_page("cash" if view is None or view.unknown or not view.unsettled else "tickets")

    def select_paper(self, paper: object) -> None:
        """Another paper under the hand."""
        self.paper = paper if isinstance(paper, str) else None
        self.changed()

    def reprint(self) -> None:
        """Ctrl+P: the paper under the hand once more, marked 补打."""
        closed, paper, actor = self.snap.closed, self.paper, self.services.actor()
        if closed is None or paper is None:
            return
        stream = shift_stream(closed.shift.name)
        self._runner.call(
            lambda: self.services.reprint(actor, stream, paper),
            lambda _job: self.load(),
            self._refused,
            busy=keys.REPRINT.id,
        )

    # --- what may be done

    def _when_open(self) -> Availability:
        view = self.snap.view
        if view is None:
            return no("这一班已经锁了" if self.snap.closed else "没有开着的班")
        return no("正在等 POS 机结算") if self.settling else YES

    def may_lock(self) -> Availability:
        """Everything stands and two people are there."""
        reasons = {
            "clear": "先查清不知道的那一笔",
            "count": "先点现金",
            "settle": "POS 机还没有结算",
            "gap": "票号缺着，先作废或登记遗失",
            "explain": "先写差额的原因",
            "sign": "请第二个人输工号和 PIN",
        }
        why = reasons.get(self.step)
        return no(why) if why else self._when_open()

    def _may_settle(self) -> Availability:
        if self.services.line is None:
            return no("这个窗口没有接 POS 机，按 T 抄结算单")
        if self.snap.view is not None and self.snap.view.unknown:
            return no("有一笔不知道扣了没有，先查清")
        return self._when_open()

    def _may_clear(self) -> Availability:
        return YES if self.step == "clear" else no("没有要查清的")

    def _may_reprint(self) -> Availability:
        return YES if self.snap.closed and self.paper else no("锁了账才有表")

    def commands(self) -> list[Command]:
        """The page's commands."""
        drawer = self.snap.view
        should = dayclose.drawer_fen(drawer.shift, drawer.facts.payments) if drawer else 0
        return [
            keys.LOCK.bind(lambda: self.lock("day"), self.may_lock),
            keys.HANDOVER.bind(lambda: self.lock("handover"), self.may_lock),
            keys.SETTLE.bind(self.settle, self._may_settle),
            keys.TYPED.bind(lambda: self.open_panel(SettlePanel()), self._when_open),
            keys.BANK.bind(lambda: self.open_panel(BankPanel(drawer=should)), self._when_open),
            keys.CLEAR.bind(self.clear, self._may_clear),
            keys.GAP.bind(
                lambda: self.go_page("tickets"),
                lambda: YES if self.step == "gap" else no("没有缺的号"),
            ),
            keys.COUNT.bind(self.count_again, self._when_open),
            keys.REPRINT.bind(self.reprint, self._may_reprint),
        ]
