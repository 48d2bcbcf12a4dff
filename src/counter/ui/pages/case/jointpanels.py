"""联办 on the case page: panels of 抄告, 会签, 会议, and one unit's stop. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from counter.desk.joint import voice_of
from counter.desk.law import LawDesk
from counter.domain.caseclock import PROCEDURE_WORDS, Procedure
from counter.domain.errors import Text, text
from counter.domain.jointacts import MEETING_WORDS, OPINION_WORDS, Meeting, Opinion
from counter.domain.people import Actor
from counter.ui.pages.case import commands as keys
from counter.ui.pages.case.lawpanels import PROCEDURES, LawPanel
from counter.ui.pages.case.panels import Option, PanelField, PanelView, Tick


@dataclass
class CopiesPanel(LawPanel):
    """抄告 of a case that came to acceptance another way than by F5."""

    units: tuple[tuple[str, str], ...] = ()  # code, short name

    kind = "joint_copies"
    busy = keys.COPIES.id
    after = "各单位打一份抄告单，各有各的期限"

    def base(self) -> PanelView:
        n = len(self.ticked)
        return PanelView(
            title="抄告协办单位",
            ticks=tuple(Tick(code, name) for code, name in self.units),
            confirm=text("抄告 {n} 个单位", n=n) if n else text("要会签的单位，给它打勾"),
            first="confirm",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        chosen = tuple(code for code, _ in self.units if code in self.ticked)
        law.joint.open(actor, number, chosen)


_OPINIONS = tuple(Option(value, word) for value, word in OPINION_WORDS.items())


@dataclass
class OpinionPanel(LawPanel):
    """会签: what the unit says; on paper, by whose letter."""

    chosen: str = "agree"
    unit: str = ""
    name: str = ""
    own: bool = True
    before: str = ""  # what the unit said until now

    kind = "joint_opinion"
    busy = keys.OPINION.id
    after = "各单位都会签了，才能决定"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if self.chosen != "agree":
            found |= self._needs("words", "还没写条件或理由。决定书要列出。")
        if not self.own:
            found |= self._needs("letter", "还没写函号。没有函的，请该单位的人来写。")
            found |= self._needs("person", "还没写签字人。照来函写。")
        if self.before:
            found |= self._needs("changed", "还没写为什么改。")
        return found

    def base(self) -> PanelView:
        hint = "可不填" if self.chosen == "agree" else "条件或理由，决定书要列出"
        fields = [PanelField("words", "意见", hint, lines=2)]
        if not self.own:
            fields += [PanelField("letter", "函号", "来函代录"), PanelField("person", "签字人")]
        if self.before:
            fields.append(PanelField("changed", "为什么改"))
        word = OPINION_WORDS[self.chosen]
        return PanelView(
            title=text("{unit} 会签", unit=self.name),
            remark=text("原来：{word}", word=self.before) if self.before else "",
            options=_OPINIONS,
            facts=self.facts,
            fields=tuple(fields),
            confirm=text("记下：{unit} {word}", unit=self.name, word=word),
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        said = {key: self.get(key) for key in ("words", "letter", "person", "changed")}
        law.joint.opine(actor, number, self.unit, cast(Opinion, self.chosen), said)


_MEETINGS = tuple(Option(value, word) for value, word in MEETING_WORDS.items())


def _voice_key(unit: str) -> str:
    return f"voice.{unit}"


@dataclass
class MeetingPanel(LawPanel):
    """联合论证, 审图, 验收, 会商: when, where, who came and what they said, the minutes."""

    chosen: str = "argument"
    units: tuple[tuple[str, str], ...] = ()  # code, short name; the lead unit first

    kind = "joint_meeting"
    busy = keys.MEETING.id
    after = "打会议纪要，到会的人签字"

    def missing(self) -> dict[str, Text | str]:
        found = self._needs("at", "还没写时间，如 2026-10-12 09:30。")
        found |= self._needs("where", "还没写地点。") | self._needs("convenor", "还没写主持人。")
        found |= self._needs("minutes", "还没写会议怎么定的。")
        for code, _ in self.units:
            key = _voice_key(code)
            if code in self.ticked and voice_of(code, self.get(key)) is None:
                found[key] = text("写成：刘强 同意，后面可写条件。")
        return found

    def base(self) -> PanelView:
        ticks = tuple(
            Tick(
                code,
                name,
                field=PanelField(
                    _voice_key(code), "谁、意见", "谁、意见，如 刘强 同意", named=f"到会 {name}"
                ),
            )
            for code, name in self.units
        )
        n = len(self.ticked)
        word = MEETING_WORDS[self.chosen]
        return PanelView(
            title="联办会议",
            remark="到会的打勾",
            options=_MEETINGS,
            listed=True,
            facts=self.facts,
            ticks=ticks,
            fields=(
                PanelField("at", "时间", "2026-10-12 09:30"),
                PanelField("where", "地点"),
                PanelField("convenor", "主持人"),
                PanelField("minutes", "纪要", "会议怎么定的", lines=2),
            ),
            confirm=text("记下：{word}，{n} 个单位到会", word=word, n=n)
            if n
            else text("哪个单位到会，给它打勾"),
            first="choice",
            wide=True,
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        said = {key: self.get(key) for key in ("at", "where", "convenor", "minutes")}
        said |= {_voice_key(c): self.get(_voice_key(c)) for c, _ in self.units if c in self.ticked}
        law.joint.meet(actor, number, cast(Meeting, self.chosen), said)


@dataclass
class PartStopPanel(LawPanel):
    """One unit's special procedure: its clock stands (art. 45)."""

    chosen: str = Procedure.EXPERT_REVIEW.value
    unit: str = ""
    name: str = ""

    kind = "joint_stop"
    busy = keys.PART_STOP.id
    after = "打特别程序告知书，这个单位今天起不走表"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if not self._days("days"):
            found["days"] = text("还没写大约几个工作日。要书面告诉申请人。")
        return found | self._needs("reason", "还没写为什么要停。")

    def base(self) -> PanelView:
        what = PROCEDURE_WORDS[Procedure(self.chosen)]
        return PanelView(
            title=text("{unit} 停表", unit=self.name),
            options=PROCEDURES,
            listed=True,
            facts=self.facts,
            fields=(
                PanelField("days", "大约几天", "工作日"),
                PanelField("reason", "理由", lines=2),
            ),
            confirm=text("{unit} 停表：{what}", unit=self.name, what=what),
            first="choice",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        days, why = self._days("days"), self.get("reason")
        law.joint.stop(actor, number, self.unit, Procedure(self.chosen), days, why)


@dataclass
class PartResumePanel(LawPanel):
    """The unit's special procedure has ended."""

    unit: str = ""
    name: str = ""

    kind = "joint_resume"
    busy = keys.PART_RESUME.id
    after = "这个单位今天起接着数"

    def missing(self) -> dict[str, Text | str]:
        return self._needs("result", "还没写结果：评审通过、检验合格……")

    def base(self) -> PanelView:
        return PanelView(
            title=text("{unit} 走表", unit=self.name),
            facts=self.facts,
            fields=(PanelField("result", "结果", "评审通过、检验合格……"),),
            confirm=text("{unit} 走表", unit=self.name),
            first="result",
        )

    def job(self, law: LawDesk, actor: Actor, number: str) -> None:
        law.joint.resume(actor, number, self.unit, self.get("result"))
