"""用印登记: which seal was put on which paper, by whom and when; and that on paper."""

from __future__ import annotations

import msgspec

from counter.desk.hall import Hall, PaperTask
from counter.domain import sealpapers
from counter.domain.case import CaseState
from counter.domain.catalogue import Seal
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.ports.store import SealRow


class SealLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the register with the paper's title and number. at: ISO time."""

    pos: int
    at: str
    seal: str
    name: str
    paper: str
    number: str
    case_no: str
    who: str
    copies: int = 1


class SealPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the register. seals: those that the person may look at, by code and name;
    next_key: to ask for older lines with, None = the end."""

    lines: tuple[SealLine, ...]
    seals: tuple[tuple[str, str], ...]
    next_key: int | None


class SealDesk:
    """The register as the page shows it. On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def register(
        self, actor: Actor, seal: str = "", before: int | None = None, limit: int = 60
    ) -> SealPage:
        """The register, newest first: one seal's, or of all that the actor may look at.

        A window sees its unit's seals and the centre's; who manages or supervises sees all.
        """
        seals = self._seals(actor)
        codes = [s.code for s in seals if seal in ("", s.code)]
        rows = self._hall.store.seal_register(limit + 1, codes, before)
        page = rows[:limit]
        return SealPage(
            lines=self._lines(page),
            seals=tuple((s.code, s.name) for s in seals),
            next_key=page[-1].pos if len(rows) > limit else None,
        )

    def print_register(self, actor: Actor, code: str, since: str, until: str) -> PaperTask:
        """用印登记表 of one seal from one ISO date to another, for who may look at it.

        Raises `seals.one` (no such seal, or not theirs to look at), and what
        `sealpapers.check_period` and `print_register` raise.
        """
        hall = self._hall
        seal = next((s for s in self._seals(actor) if s.code == code), None)
        if seal is None:
            raise KnownError("seals.one", "一张登记表只打一枚章。", "先按 S 选一枚章，再打。")
        first, last = sealpapers.check_period(since, until, hall.today())
        days = first.isoformat(), last.isoformat()
        rows = hall.store.seal_register(sealpapers.MOST + 1, [code], None, *days)
        uses = [
            sealpapers.SealUse(
                at=line.at,
                paper=line.paper,
                number=line.number,
                copies=line.copies,
                case_no=line.case_no,
                who=line.who,
            )
            for line in reversed(self._lines(rows))
        ]
        with hall.store.write() as tx:
            place = hall.setting(tx, hall.catalogue())
            act = sealpapers.print_register(seal, uses, first, last, actor, place)
            _recorded, tasks = hall.record(tx, [act], hall.stamp(actor))
        hall.published_of(act.stream, "queue")
        return tasks[0]

    def _seals(self, actor: Actor) -> tuple[Seal, ...]:
        everything = actor.may(Role.MANAGER, Role.SUPERVISOR)
        return tuple(
            seal
            for seal in self._hall.catalogue().catalogue.seals
            if everything or seal.unit in ("", actor.unit)
        )

    def _lines(self, rows: tuple[SealRow, ...]) -> tuple[SealLine, ...]:
        store = self._hall.store
        cases: dict[str, CaseState | None] = {n: store.case(n) for n in {r.case_no for r in rows}}
        staff = {number: store.staff(number) for number in {r.staff for r in rows}}
        lines = []
        for row in rows:
            case, person = cases[row.case_no], staff[row.staff]
            paper = case.papers.get(row.paper_id) if case else None
            lines.append(
                SealLine(
                    pos=row.pos,
                    at=row.at,
                    seal=row.seal,
                    name=row.name,
                    paper=paper.issued.title if paper else "",
                    number=paper.issued.number if paper else "",
                    case_no=row.case_no,
                    copies=paper.issued.copies if paper else 1,
                    who=person.member.name if person and person.member else row.staff,
                )
            )
        return tuple(lines)
