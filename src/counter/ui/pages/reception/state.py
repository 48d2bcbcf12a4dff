"""What the reception presenter remembers between two key presses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from counter.desk.admission import Offers
from counter.desk.law import Told
from counter.desk.reception import Accepted, MaterialTick, Preview, ReceptionForm
from counter.domain.application import Problem
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import Text
from counter.domain.persons import IdDocument
from counter.ports.store import CaseRow, Draft, PrintJob
from counter.ui.state import Trouble

Slot = Literal["applicant", "agent"]
Doing = Literal["accept", "tell", "receive"]
"""What a form in hand becomes: 受理 (F5), 一次告知 (F4), or only 收件."""


@dataclass(frozen=True)
class Mark:
    """What the notice says of one material."""

    fault: Literal["missing", "wrong"]
    why: str


@dataclass
class ReceptionState:
    """Everything about the form in hand that is not the form itself.

    at: where the focus is (`matter`, `materials`, or a field's path); touched: fields that were
    left once, whose errors may show; pending: a card laid over another one, waiting for a word;
    shelf: ticks and fields of matters that were chosen before, given back when chosen again;
    editing: code of the material whose line is open below the table; mending: that of 当场更正;
    doing: which of the three is under way or done; told: the case that F4 or 先收件 made;
    marks: what was said of materials in the panel of F4, by code; kept when it is closed.
    """

    form: ReceptionForm
    catalogue: CatalogueIndex | None = None
    preview: Preview | None = None
    at: str = "matter"
    touched: set[str] = field(default_factory=set)
    tried: bool = False
    matches: tuple[Matter, ...] = ()
    match_at: int = 0
    material_at: int = 0
    editing: str = ""
    mending: bool = False
    manual: Slot | None = None
    pending: IdDocument | None = None
    accepting: bool = False
    accepted: Accepted | None = None
    told: Told | None = None
    doing: Doing = "accept"
    telling: bool = False
    telling_at: int = 0
    marks: dict[str, Mark] = field(default_factory=dict)
    jobs: tuple[PrintJob, ...] = ()
    earlier: tuple[CaseRow, ...] = ()
    earlier_of: str = ""
    all_earlier: bool = False
    phone_since: str = ""
    saved_at: str = ""
    waiting: int | None = None
    trouble: Trouble | None = None
    card_trouble: Trouble | None = None
    said: Text | None = None
    card_said: Text | None = None
    offers: Offers = field(default_factory=Offers)
    offers_of: tuple[str, str] = ("", "")
    shelf: dict[str, tuple[dict[str, MaterialTick], dict[str, str]]] = field(default_factory=dict)
    chiefs: dict[str, tuple[tuple[str, str, bool], ...]] = field(default_factory=dict)
    drafts: tuple[tuple[Draft, ReceptionForm], ...] = ()

    @property
    def matter(self) -> Matter | None:
        """The chosen matter."""
        return self.catalogue.matters.get(self.form.matter) if self.catalogue else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that stands in the way or is to be noted."""
        return self.preview.problems if self.preview else ()

    @property
    def stops(self) -> tuple[Problem, ...]:
        """What stands in the way of F5."""
        return tuple(p for p in self.problems if p.stops)

    @property
    def follows(self) -> tuple[tuple[str, str], ...]:
        """容缺: name and ISO day of what may follow, when that is all that is lacking."""
        return self.preview.follows if self.preview else ()

    @property
    def locked(self) -> bool:
        """True while F5 is under way and after it: nothing can be changed here."""
        return self.accepting or self.case is not None

    @property
    def case(self) -> Accepted | Told | None:
        """The case that was made of the form: accepted, told or only received."""
        return self.accepted or self.told

    def warning_at(self, path: str) -> Problem | None:
        """What is to be known about a field and stands in nobody's way."""
        return next((p for p in self.problems if p.field == path and not p.stops), None)

    def problem_at(self, path: str) -> Problem | None:
        """What is wrong at a field, once the field was left or F5 was tried.

        A field that is only empty shows nothing until F5 was tried.
        """
        if path not in self.touched and not self.tried:
            return None
        found = next((p for p in self.stops if p.field == path), None)
        if found is None or self.tried:
            return found
        return None if found.code.startswith(("missing.", "field.missing")) else found
