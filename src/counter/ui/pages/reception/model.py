"""What the reception page shows, as plain data; built from the state, drawn by the widgets."""

from __future__ import annotations

from dataclasses import dataclass

from counter.domain.application import Problem
from counter.domain.errors import Text
from counter.ui.markup import Line
from counter.ui.state import ChipState, Trouble
from counter.ui.strip import Strip

Words = Text | str


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field: where it is, what is in it, what is wrong. choices: (value, words)."""

    path: str
    label: Words
    value: str
    kind: str = "text"  # text, number, integer, date, choice, check, long
    unit: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    optional: bool = False
    error: Problem | None = None
    warning: Problem | None = None  # to be known; stands in nobody's way
    note: Words = ""
    max_length: int = 200


@dataclass(frozen=True)
class Fact:
    """A labelled fact that a machine read: plain text. style: "", lead, warn."""

    label: Words
    value: Words
    style: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """A person as their document says: big name, one line, chip, facts, warnings."""

    name: str
    line: Words
    born: Words
    chip: ChipState
    facts: tuple[Fact, ...]
    warnings: tuple[Words, ...] = ()
    faults: tuple[Words, ...] = ()
    photo_note: Words = ""
    source: Words = ""
    trusted: bool = False


@dataclass(frozen=True, kw_only=True)
class ApplicantView:
    """Section 申请人. empty: what to do while nobody is there."""

    source: Words = ""
    trusted: bool = False
    person: PersonView | None = None
    organisation: tuple[FieldView, ...] = ()
    manual: tuple[FieldView, ...] = ()
    manual_for: str = ""
    empty: Line = ""
    trouble: Trouble | None = None
    said: Words = ""


@dataclass(frozen=True, kw_only=True)
class ContactView:
    """Section 怎样联系: who came (person, organisation, agent) and how to reach them."""

    who: str
    fields: tuple[FieldView, ...]
    agent: PersonView | None = None
    agent_fields: tuple[FieldView, ...] = ()
    agent_empty: Line = ""


@dataclass(frozen=True)
class HistoryRow:
    """An earlier case."""

    date: str
    title: str
    status: Words
    case_no: str


@dataclass(frozen=True, kw_only=True)
class HistoryView:
    """Section 他以前的件, or the clerk's drafts while nobody is there."""

    title: Words
    fact: Line = ""
    rows: tuple[HistoryRow, ...] = ()
    more: int = 0
    drafts: bool = False


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """A matter that fits. marks: positions in the name whose characters matched."""

    code: str
    name: str
    variant: str
    marks: tuple[int, ...]
    handling: Words
    unit: str
    materials: Words
    chosen: bool
    current: bool


@dataclass(frozen=True, kw_only=True)
class MatterView:
    """Section 事项."""

    query: str
    fact: Words
    count: Words
    matches: tuple[MatchView, ...]
    hint: Words = ""
    error: Problem | None = None
    line: Line = ""


@dataclass(frozen=True, kw_only=True)
class MaterialView:
    """A row of 材料."""

    no: int
    code: str
    name: str
    required: bool
    asked: Words
    received: Words
    pages: str
    evidence: str
    how: Words
    ticked: bool
    by_card: bool
    note: str
    original: bool = True
    copies: int = 1
    reused_from: str = ""
    on_spot: str = ""


@dataclass(frozen=True, kw_only=True)
class MaterialsView:
    """Section 材料."""

    rows: tuple[MaterialView, ...]
    count: Words
    current: int
    note: Line
    editing: str = ""
    mending: bool = False
    empty: Line = ""


@dataclass(frozen=True, kw_only=True)
class ToldRow:
    """A material in the panel of F4. state: glyph; told: it will stand in the notice."""

    no: int
    code: str
    name: str
    state: str
    word: Words
    why: Words
    told: bool


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """Section 一次告知, while it is open. reasons: common ones of the current row, by digit."""

    title: Words
    rows: tuple[ToldRow, ...]
    current: int
    count: Words
    why: str
    reasons: tuple[Words, ...]
    law: Line
    article: Words


@dataclass(frozen=True, kw_only=True)
class FormView:
    """Section 申办内容."""

    fields: tuple[FieldView, ...]
    draft: Words
    empty: Line = ""


@dataclass(frozen=True, kw_only=True)
class LimitView:
    """Section 时限. strip: the day of receipt and every day to the legal due date."""

    chip: ChipState | None = None
    sentence: Words = ""
    detail: Words = ""
    rows: tuple[tuple[Words, Line], ...] = ()
    strip: Strip | None = None
    words: Words = ""
    warning: Words = ""
    empty: Line = ""


@dataclass(frozen=True)
class AfterRow:
    """A line of F5 以后: state glyph, words, fact at the right end."""

    state: str
    words: Words
    fact: Words = ""


@dataclass(frozen=True, kw_only=True)
class SideView:
    """The right column."""

    limit: LimitView
    after_title: Words
    after: tuple[AfterRow, ...]
    papers: tuple[AfterRow, ...]  # the fate of each paper, once there is a case
    rule: Line
    article: Words
    fee: Words
    fee_words: Words


@dataclass(frozen=True, kw_only=True)
class ReceptionView:
    """The whole page."""

    applicant: ApplicantView
    contact: ContactView
    history: HistoryView
    matter: MatterView
    materials: MaterialsView
    form: FormView
    side: SideView
    notice: NoticeView | None = None
    trouble: Trouble | None = None
    locked: bool = False
