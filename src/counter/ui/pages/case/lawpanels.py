"""Panels of the steps that the law gives a window beside acceptance and decision: telling what is
missing, supplements, refusing acceptance, giving back, stopping the clock and extending. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from counter.desk.law import LawDesk
from counter.domain.case import MaterialReceived, NoticeItem
from counter.domain.caseclock import PROCEDURE_WORDS, Procedure
from counter.domain.errors import Text, text
from counter.domain.people import Actor
from counter.domain.prior import PRIOR
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case.panels import Fact, Option, Panel, PanelField, PanelView, Tick


@dataclass
class LawPanel(Panel):
    """A panel whose step is the law desk's."""

    facts: tuple[Fact, ...] = ()

    busy = ""
    """Id of the command that stays pressed while the step is under way."""
    after: ClassVar[Text | str] = ""
    """What comes of it, for the 下一步 line."""

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        """The step itself, on the store worker. Raises KnownError."""
        raise NotImplementedError

    def _needs(self, key: str, words: str) -> dict[str, Text | str]:
        return {} if self.get(key) else {key: text(words)}

    def _days(self, key: str) -> int:
        """A field of working days; 0 where no number stands in it."""
        said = self.get(key)
        return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def why_key(code: str) -> str:
    """Key of the field that says why a material is asked for."""
    return f"why.{code}"


def number_key(code: str) -> str:
    """Key of the field of a prior result's number."""
    return f"number.{code}"


@dataclass
class TellPanel(LawPanel):
    """F4 一次告知: which of the listed materials, and why each. `received` came in already."""

    materials: tuple[tuple[str, str], ...] = ()  # code, name
    received: frozenset[str] = frozenset()
    basis: str = ""
    again: bool = False

    kind = "tell"
    busy = keys.TELL.id
    after = "打一次性告知书，等申请人补来"

    def missing(self) -> dict[str, Text | str]:
        return {
            why_key(code): text("写一句为什么要补。")
            for code, _ in self.materials
            if code in self.ticked and not self.get(why_key(code))
        }

    def items(self) -> tuple[NoticeItem, ...]:
        """What is told."""
        return tuple(
            NoticeItem(
                code=code,
                name=name,
                fault="wrong" if code in self.received else "missing",
                why=self.get(why_key(code)),
                basis=self.basis,
            )
            for code, name in self.materials
            if code in self.ticked
        )

    def base(self) -> PanelView:
        ticks = tuple(
            Tick(
                code,
                name,
                remark="已收到，不合要求才打勾" if code in self.received else "",
                field=PanelField(
                    why_key(code), "为什么", "写一句，申请人看得懂", named=f"为什么 {name}"
                ),
            )
            for code, name in self.materials
        )
        n = len(self.ticked)
        return PanelView(
            title="再告知" if self.again else "一次告知",
            remark=text("要补的一次说全"),
            facts=self.facts,
            ticks=ticks,
            confirm=text("告知 {n} 样", n=n) if n else text("还没选要补的"),
            first=f"tick.{self.materials[0][0]}" if self.materials else "confirm",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.tell(actor, number, self.items())


@dataclass
class SupplementPanel(LawPanel):
    """补正材料收到: what of the notice came in today."""

    open_items: tuple[NoticeItem, ...] = ()
    originals: frozenset[str] = frozenset()

    kind = "supplement"
    busy = keys.SUPPLEMENT.id

    def missing(self) -> dict[str, Text | str]:
        """A prior result comes in with the number of its certificate."""
        return {
            number_key(item.code): text("照证件写证号。")
            for item in self.open_items
            if self._prior(item)
            and item.code in self.ticked
            and not self.get(number_key(item.code))
        }

    @staticmethod
    def _prior(item: NoticeItem) -> bool:
        return item.code.startswith(PRIOR)

    def _tick(self, item: NoticeItem) -> Tick:
        if not self._prior(item):
            return Tick(item.code, item.name, remark=item.why)
        field = PanelField(number_key(item.code), "证号", "照证件写")
        return Tick(item.code, item.name, remark=item.why, field=field)

    @property
    def complete(self) -> bool:
        """Nothing of the notice is left open."""
        return {item.code for item in self.open_items} <= self.ticked

    def base(self) -> PanelView:
        n, all_ = len(self.ticked), len(self.open_items)
        words = text("收下 {n} 样，还差 {left} 样", n=n, left=all_ - n)
        if self.complete:
            words = text("{n} 样都收下，今天受理", n=n)
        return PanelView(
            title="补正材料收到",
            remark=text("要补 {n} 样", n=all_),
            facts=self.facts,
            ticks=tuple(self._tick(item) for item in self.open_items),
            confirm=words if n else text("收到哪样，给哪样打勾"),
            first=f"tick.{self.open_items[0].code}" if self.open_items else "confirm",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        came = tuple(
            MaterialReceived(
                code=i.code,
                name=i.name,
                original=i.code in self.originals,
                number=self.get(number_key(i.code)),
            )
            for i in self.open_items
            if i.code in self.ticked
        )
        law.supplement(actor, number, came)


LIMBS = (Option("not_needed", "依法不需要许可"), Option("not_ours", "不属本机关职权"))


@dataclass
class RefusePanel(LawPanel):
    """不予受理 by one of the two limbs of art. 32."""

    chosen: str = "not_needed"

    kind = "refuse"
    busy = keys.REFUSE.id
    after = "打不予受理通知书，写明复议、诉讼的日子"

    def missing(self) -> dict[str, Text | str]:
        found = self._needs("reason", "还没写理由。申请人有权知道为什么。")
        if self.chosen == "not_ours":
            found |= self._needs("body", "还没写应找哪个机关。要告诉申请人向哪里申请。")
        return found

    def base(self) -> PanelView:
        fields = [PanelField("reason", "理由", lines=2)]
        if self.chosen == "not_ours":
            fields.append(PanelField("body", "应找", "哪个机关"))
        return PanelView(
            title="不予受理",
            options=LIMBS,
            facts=self.facts,
            fields=tuple(fields),
            confirm="不予受理，出通知书",
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        reason, body = self.get("reason"), self.get("body")
        if self.chosen == "not_ours":
            law.refuse_acceptance(actor, number, "not_ours", reason, body)
        else:
            law.refuse_acceptance(actor, number, "not_needed", reason)


@dataclass
class ReturnPanel(LawPanel):
    """退件 (not supplied in time) or 撤回 (the applicant's wish); the materials go back."""

    options: tuple[Option, ...] = ()

    kind = "return"
    busy = keys.RETURN.id
    after = "材料还给申请人，这件到此为止"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("reason", "还没写原因。写一句，会留在经过里。")

    def base(self) -> PanelView:
        by_applicant = self.chosen == "recalled"
        return PanelView(
            title="退件撤回",
            options=self.options,
            facts=self.facts,
            fields=(PanelField("reason", "原因", lines=2),),
            confirm="撤回，材料退还" if by_applicant else "退件，材料退还",
            first="reason" if len(self.options) == 1 else "choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.give_back(actor, number, self.get("reason"), self.chosen == "recalled")


PROCEDURES = tuple(Option(p.value, PROCEDURE_WORDS[p]) for p in Procedure)


@dataclass
class PausePanel(LawPanel):
    """停表: one of the eight procedures of art. 45, how long about, why."""

    chosen: str = Procedure.EXPERT_REVIEW.value

    kind = "pause"
    busy = keys.PAUSE.id
    after = "打特别程序告知书，今天起不走表"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not self._days("days"):
            found["days"] = text("还没写大约几个工作日。要书面告诉申请人。")
        return found | self._needs("reason", "还没写为什么要停。")

    def base(self) -> PanelView:
        return PanelView(
            title="停表",
            remark="只有这八种程序能停",
            options=PROCEDURES,
            listed=True,
            facts=self.facts,
            fields=(
                PanelField("days", "大约几天", "工作日"),
                PanelField("reason", "理由", lines=2),
            ),
            confirm=text("停表：{what}", what=PROCEDURE_WORDS[Procedure(self.chosen)]),
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        procedure = Procedure(self.chosen)
        law.pause(actor, number, procedure, self._days("days"), self.get("reason"))


@dataclass
class ResumePanel(LawPanel):
    """走表: the procedure has ended, with this result."""

    kind = "resume"
    busy = keys.RESUME.id
    after = "今天起接着数，到期的日子重新算"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("result", "还没写结果：评审通过、检验合格……")

    def base(self) -> PanelView:
        return PanelView(
            title="走表",
            facts=self.facts,
            fields=(PanelField("result", "结果", "评审通过、检验合格……"),),
            confirm="走表",
            first="result",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.resume(actor, number, self.get("result"))


@dataclass
class ExtendPanel(LawPanel):
    """延期: once, at most `cap` working days, approved by `post`."""

    cap: int = 10
    post: str = ""
    values: dict[str, str] = field(default_factory=dict)

    kind = "extend"
    busy = keys.EXTEND.id
    after = "打延期通知书，到期的日子重新算"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not 1 <= self._days("days") <= self.cap:
            found["days"] = text("写 1 到 {n} 的天数，按工作日。", n=self.cap)
        found |= self._needs("reason", "还没写理由。要告诉申请人。")
        return found | self._needs("approver", "还没写谁批准的。")

    def base(self) -> PanelView:
        return PanelView(
            title="延期",
            remark="只能延一次",
            facts=self.facts,
            fields=(
                PanelField("days", "延几天", text("最多 {n} 个工作日", n=self.cap)),
                PanelField("reason", "理由", lines=2),
                PanelField("approver", "批准人", self.post),
            ),
            confirm="延期，出通知书",
            first="days",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        days, reason = self._days("days"), self.get("reason")
        law.extend(actor, number, days, reason, self.get("approver"))
