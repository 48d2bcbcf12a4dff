"""Papers (文书) of any stream of acts: a case, an enquiry, a project, a charge, a shift.

A paper belongs to the stream of the act that issued it, and what becomes of it is told there. What
lists say of it (title, number, what it belongs to, whose it is) comes from that act alone, so that
the print queue needs to know no kind of stream.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from counter.domain.acts import Act, ActHeader, Payload, act_kind
from counter.domain.errors import KnownError
from counter.domain.numbers import series_stream
from counter.domain.people import Actor, Role, require_unit

VOID = "ticket.voided"
TILL_STREAMS = ("ticket:", "payment:", "shift:", "stock:")
"""What belongs to the finance window, not to the unit of a matter."""


@act_kind("paper.issued")
class PaperIssued(Payload, frozen=True, kw_only=True):
    """A paper with its number and everything that stands on it; belongs to the act's stream."""

    paper_id: str
    code: str  # PaperType.code
    form: str
    form_version: str
    title: str
    number: str  # empty where the type takes no number
    channel: Literal["page", "slip", "overlay"]
    copies: int
    seals: tuple[str, ...] = ()
    content: dict[str, object] = {}
    about: str = ""  # what it belongs to, as lists name it; empty in old acts


@act_kind("paper.printed")
class PaperPrinted(Payload, frozen=True, kw_only=True):
    """The fate of one print job: printed, failed, unknown. nth 1 = first, more = 补打."""

    paper_id: str
    job: int
    outcome: Literal["printed", "failed", "unknown"]
    nth: int
    copies: int
    why: str = ""
    settled_by: str = ""
    simulated: bool = False


@act_kind("paper.reprint_ordered")
class ReprintOrdered(Payload, frozen=True, kw_only=True):
    """补打: somebody wants the paper once more. nth: what the new print will be marked with; note:
    what is no longer as the paper says, noted on the new print, empty where nothing is."""

    paper_id: str
    job: int
    nth: int
    note: str = ""


@act_kind("seal.used")
class SealUsed(Payload, frozen=True, kw_only=True):
    """用印登记: which seal on which paper; stands in the seal's stream too."""

    paper_id: str
    seal: str
    kind: str
    name: str


PaperAct = PaperIssued | PaperPrinted | SealUsed
"""What changes the state of a paper."""


class PaperState(msgspec.Struct, frozen=True, kw_only=True):
    """A paper: what it is, whose, how often printed, which seals it has.

    stream: where it was issued and where its fate is told; touches: the other streams that it
    bears on, those of its numbers excepted; by: staff number of who issued it.
    """

    issued: PaperIssued
    stream: str = ""
    touches: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    by: str = ""
    prints: tuple[PaperPrinted, ...] = ()
    seals: tuple[SealUsed, ...] = ()

    @property
    def unit(self) -> str:
        """Code of the unit whose paper it is; empty where the act names none."""
        return self.units[0] if self.units else ""

    @property
    def printed(self) -> int:
        """How many print jobs ended as printed."""
        return sum(1 for p in self.prints if p.outcome == "printed")

    @property
    def missing_seals(self) -> tuple[str, ...]:
        """Seal kinds required and not yet logged."""
        used = [s.kind for s in self.seals]
        return tuple(kind for kind in self.issued.seals if kind not in used)


def evolve_papers(
    papers: Mapping[str, PaperState], payload: PaperAct, header: ActHeader
) -> dict[str, PaperState]:
    """Fold one act into the papers of a stream, by paper id. Never raises."""
    if isinstance(payload, PaperIssued):
        series = {series_stream(use.series) for use in payload.numbers}
        fresh = PaperState(
            issued=payload,
            stream=header.stream,
            touches=tuple(t for t in header.touches if t not in series),
            units=header.units,
            by=header.actor,
        )
        return {**papers, payload.paper_id: fresh}
    paper = papers.get(payload.paper_id)
    if paper is None:
        return dict(papers)
    if isinstance(payload, PaperPrinted):
        paper = msgspec.structs.replace(paper, prints=(*paper.prints, payload))
    else:
        paper = msgspec.structs.replace(paper, seals=(*paper.seals, payload))
    return {**papers, payload.paper_id: paper}


def papers_of(acts: Sequence[Act]) -> dict[str, PaperState]:
    """The papers of a stream from its acts, whatever else the stream holds."""
    papers: dict[str, PaperState] = {}
    for act in acts:
        if isinstance(act.payload, PaperAct):
            papers = evolve_papers(papers, act.payload, act.header)
    return papers


def require_reprint(actor: Actor, paper: PaperState, acts: Sequence[Act]) -> None:
    """Who may have a paper once more: its unit, who issued it, who opened its stream; papers of the
    till are whoever's who takes money.

    acts: the stream's, in order. Raises `print.void`, `role.*`.
    """
    if any(act.header.kind == VOID for act in acts):
        raise KnownError(
            "print.void", "这张票作废了，不能再打。", "到收费页用下一个号重开。", rule="一号一票"
        )
    if paper.stream.startswith(TILL_STREAMS) and actor.may(Role.FINANCE):
        return
    own = {paper.by, acts[0].header.actor if acts else ""}
    require_unit(actor, paper.unit, actor.number if actor.number in own else "")
