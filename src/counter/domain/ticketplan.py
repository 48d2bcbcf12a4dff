"""Which tickets the lines of a charge sheet go on: the fewest that the rules allow, usually one.

Lines of different ticket kinds carry different 票据代码 and cannot share a ticket; nor can two
payers, nor more rows than the form has. A plan of more than one ticket says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from counter.domain.fees import TICKET_KINDS


class PlannedLine(Protocol):
    """What the planning needs of a line of a charge sheet."""

    @property
    def ticket_kind(self) -> str:
        """Code of the kind of ticket that its fee takes."""

    @property
    def payable(self) -> int:
        """Fen to be paid; a line of 0 takes no room on a ticket."""


L = TypeVar("L", bound=PlannedLine)


class TicketPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket to be. lines: places of its lines in what was given, ascending; fen: their sum;
    why: why it is not the only ticket, empty when it is."""

    kind: str
    payer: str
    lines: tuple[int, ...]
    fen: int
    why: str = ""


def plan_tickets(
    lines: Sequence[L],
    *,
    payer_of: Callable[[L], str] = lambda line: "",
    max_rows: Mapping[str, int] | None = None,
) -> tuple[TicketPlan, ...]:
    """The fewest tickets for the lines, in the order in which their first lines come.

    payer_of: who pays a line (one payer where left out); max_rows: ticket kind -> rows that its
    form has (a kind that is not there has room for all). Lines with nothing payable need no ticket.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(lines):
        if line.payable:
            groups.setdefault((line.ticket_kind, payer_of(line)), []).append(place)
    sheets = [
        (kind, payer, part)
        for (kind, payer), places in groups.items()
        for part in _parts(places, (max_rows or {}).get(kind, 0))
    ]
    why = _why(groups, sheets)
    return tuple(
        TicketPlan(
            kind=kind,
            payer=payer,
            lines=tuple(part),
            fen=sum(lines[place].payable for place in part),
            why=why,
        )
        for kind, payer, part in sheets
    )


def _parts(places: list[int], rows: int) -> list[list[int]]:
    """Filled from the first sheet on; `rows` 0 = no limit."""
    step = rows or len(places)
    return [places[i : i + step] for i in range(0, len(places), step)]


def _why(
    groups: Mapping[tuple[str, str], list[int]], sheets: Sequence[tuple[str, str, list[int]]]
) -> str:
    """Why there is more than one ticket; empty when there is not."""
    if len(sheets) < 2:
        return ""
    kinds = dict.fromkeys(kind for kind, _ in groups)
    reasons = []
    if len(kinds) > 1:
        words = "、".join(TICKET_KINDS.get(kind, kind) for kind in kinds)
        reasons.append(f"票据种类不同（{words}）")
    if len({payer for _, payer in groups}) > 1:
        reasons.append("缴款人不同")
    if len(sheets) > len(groups):
        reasons.append("一张票写不下")
    return f"分 {len(sheets)} 张票：" + "，".join(reasons) + "。"
