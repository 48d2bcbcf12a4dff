"""What opens in place when a case is moved on: decide, hand over, correct, withdraw.

A panel is plain data (a choice, facts, fields, one confirming word) with its own check of what is
still missing; whether the step is allowed is the desk's to say. No Qt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from counter.domain.errors import Text, text
from counter.ui.markup import Line
from counter.ui.state import Trouble


@dataclass(frozen=True)
class Option:
    """One of a panel's choices."""

    value: str
    word: Text | str


@dataclass(frozen=True)
class Fact:
    """A line of the panel that is only read: state name (empty: no glyph) and words."""

    state: str
    words: Line


@dataclass(frozen=True)
class PanelField:
    """A field: key, label, what stands in it while empty, and what is wrong with it.

    named: its name for who cannot see where it stands; empty: the label. secret: a PIN.
    """

    key: str
    label: Text | str
    hint: Text | str = ""
    value: str = ""
    error: Text | str = ""
    lines: int = 1
    named: str = ""
    secret: bool = False


@dataclass(frozen=True)
class Tick:
    """A line to be ticked: key, words, a remark below, and the field that opens when it is."""

    key: str
    words: str
    on: bool = False
    remark: Text | str = ""
    field: PanelField | None = None


@dataclass(frozen=True)
class PanelView:
    """A panel as it is to be drawn. confirm: the word on its button; ready: nothing is missing;
    first: key of the field (or `choice`, `confirm`, `tick.<key>`) that has the focus first; wide:
    so many lines that the panel takes the place of two columns, lines to tick on its left side and
    fields on its right one."""

    title: Text | str
    remark: Text | str = ""
    options: tuple[Option, ...] = ()
    chosen: str = ""
    listed: bool = False  # many options: a list to choose from, not segments
    asked: Text | str = "哪一项"  # the label of a list
    facts: tuple[Fact, ...] = ()
    ticks: tuple[Tick, ...] = ()
    fields: tuple[PanelField, ...] = ()
    confirm: Text | str = ""
    first: str = "confirm"
    trouble: Trouble | None = None
    rule: Text | str = ""
    wide: bool = False
    beside: bool = True  # wide: the field of a line stands beside it, else below

    @property
    def all_fields(self) -> tuple[PanelField, ...]:
        """The fields from top to bottom, those of ticked lines first."""
        return (*(t.field for t in self.ticks if t.field is not None), *self.fields)


@dataclass
class Panel:
    """Base: a choice and fields by key; `view()` says how it looks, `check()` what is missing."""

    chosen: str = ""
    values: dict[str, str] = field(default_factory=dict)
    trouble: Trouble | None = None
    rule: str = ""
    errors: dict[str, Text | str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)

    kind = ""

    def choose(self, value: str) -> None:
        """Another choice; what was typed is kept."""
        self.chosen = value
        self.errors.clear()
        self.trouble = None

    def tick(self, key: str, on: bool) -> None:
        """A line was ticked, or not any more."""
        (self.ticked.add if on else self.ticked.discard)(key)
        self.trouble = None

    def put(self, key: str, value: str) -> None:
        """What stands in a field."""
        self.values[key] = value
        self.errors.pop(key, None)

    def get(self, key: str) -> str:
        """A field's words without the blanks around them."""
        return self.values.get(key, "").strip()

    def check(self) -> bool:
        """Fill `errors`; True when the step may be put to the desk."""
        self.errors = self.missing()
        return not self.errors

    def missing(self) -> dict[str, Text | str]:
        """Fields that stand in the way, with what is wrong and what to do."""
        return {}

    def base(self) -> PanelView:
        """How the panel looks, before errors and trouble are put in."""
        raise NotImplementedError

    def view(self) -> PanelView:
        """How the panel looks now."""
        drawn = self.base()
        ticks = tuple(
            replace(
                t,
                on=t.key in self.ticked,
                field=self._filled(t.field) if t.field and t.key in self.ticked else None,
            )
            for t in drawn.ticks
        )
        fields = tuple(self._filled(f) for f in drawn.fields)
        return replace(
            drawn,
            ticks=ticks,
            fields=fields,
            chosen=self.chosen,
            trouble=self.trouble,
            rule=self.rule,
        )

    def _filled(self, shown: PanelField) -> PanelField:
        key = shown.key
        return replace(shown, value=self.values.get(key, ""), error=self.errors.get(key, ""))


def date_error(value: str) -> Text | str:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return text("不是日期。请照 2029-09-21 这样写。")
    return ""


OUTCOMES = (Option("granted", "准予"), Option("refused", "不予"))
OPINIONS = (Option("grant", "拟准予"), Option("refuse", "拟不予"))


@dataclass
class DecidePanel(Panel):
    """F6: the clerk's opinion (mode review) or the decision of the representative."""

    mode: str = "review"
    who: str = ""
    facts: tuple[Fact, ...] = ()
    renewed: bool = False  # the law has granted it already: nothing to choose

    kind = "decide"

    @property
    def refusing(self) -> bool:
        return self.chosen in ("refuse", "refused")

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        if self.refusing and not self.get("reason"):
            found["reason"] = text("还没写理由。申请人有权知道为什么不予。")
        until = self.get("valid_to")
        if not self.refusing and until and date_error(until):
            found["valid_to"] = date_error(until)
        return found

    def base(self) -> PanelView:
        review = self.mode == "review"
        fields = [
            PanelField(
                "reason",
                "理由" if self.refusing or not review else "意见",
                "" if self.refusing else "可不填",
                lines=2,
            )
        ]
        if not review and not self.refusing:
            fields.append(PanelField("valid_to", "有效期至", "可不填，如 2029-09-21"))
        words = {
            "grant": "提交：拟准予",
            "refuse": "提交：拟不予",
            "granted": "准予，出决定书",
            "refused": "不予，出决定书",
        }
        return PanelView(
            title="审核意见" if review else "核与决定",
            remark=self.who,
            options=() if self.renewed else OPINIONS if review else OUTCOMES,
            facts=self.facts,
            fields=tuple(fields),
            confirm=words[self.chosen],
            first="choice",
        )


@dataclass
class CorrectPanel(Panel):
    """更正: one field of an accepted case. paths: what can be corrected, with label and value."""

    paths: tuple[tuple[str, str, str], ...] = ()  # path, label, present value
    judge: Callable[[str, str], Text | str] = lambda path, value: ""

    kind = "correct"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        after = self.get("after")
        wrong = self.judge(self.chosen, after)
        if not after:
            found["after"] = text("还没写改成什么。")
        elif wrong:
            found["after"] = wrong
        if not self.get("reason"):
            found["reason"] = text("还没写原因。会留在经过里。")
        return found

    def base(self) -> PanelView:
        before = next((value for path, _, value in self.paths if path == self.chosen), "")
        return PanelView(
            title="更正",
            remark="原来的和改后的都留在经过里",
            options=tuple(Option(path, label) for path, label, _ in self.paths),
            listed=True,
            facts=(Fact("", text("现在是 **{before}**", before=before or "（空）")),),
            fields=(PanelField("after", "改成"), PanelField("reason", "原因")),
            confirm="更正",
            first="choice",
        )


@dataclass
class WithdrawPanel(Panel):
    """撤销受理 of a wrong F5."""

    applicant: str = ""

    kind = "withdraw"

    def missing(self) -> dict[str, Text | str]:
        return {} if self.get("reason") else {"reason": text("还没写原因。写一句，会留在经过里。")}

    def base(self) -> PanelView:
        return PanelView(
            title="撤销受理",
            remark=text("{who} 这件，当没受理过；编号不再用", who=self.applicant),
            facts=(Fact("due", text("只用来收回误按的 F5。材料还给申请人，已打的通知书收回。")),),
            fields=(PanelField("reason", "原因", lines=2),),
            confirm="撤销受理",
            first="reason",
        )
