"""What Ctrl+K finds beside commands: people, cases, matters. On the store worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counter.desk.cases import CasesDesk
from counter.domain.case import STATUS_WORDS, Status
from counter.domain.catalogue import HANDLING_WORDS, CatalogueIndex
from counter.domain.errors import text
from counter.domain.identity import mask_number
from counter.ports.store import CaseRow
from counter.ui.markup import Run
from counter.ui.palette.match import marked
from counter.ui.palette.model import Hit


class People:
    """Applicants, one line a person; Enter shows the newest case."""

    category = "人"

    def __init__(self, cases: CasesDesk, open_case: Callable[[str], object]) -> None:
        self._cases, self._open_case = cases, open_case

    def find(self, query: str, limit: int) -> Sequence[Hit]:
        """Applicants of the cases that fit, newest first."""
        newest: dict[str, list[CaseRow]] = {}
        for row in self._cases.suggest(query, 40).rows:
            newest.setdefault(row.number, []).append(row)
        return [self._hit(rows, query) for rows in list(newest.values())[:limit]]

    def _hit(self, rows: list[CaseRow], query: str) -> Hit:
        first = rows[0]
        fact = text("{tail}·{n} 件", tail=mask_number(first.number), n=len(rows))
        return Hit(
            f"person:{first.number}",
            marked(first.applicant, query),
            fact,
            lambda: self._open_case(first.case_no),
        )


class Cases:
    """Cases."""

    category = "办件"

    def __init__(self, cases: CasesDesk, open_case: Callable[[str], object]) -> None:
        self._cases, self._open_case = cases, open_case

    def find(self, query: str, limit: int) -> Sequence[Hit]:
        """Cases that fit, newest first."""
        return [self._hit(row, query) for row in self._cases.suggest(query, limit).rows]

    def _hit(self, row: CaseRow, query: str) -> Hit:
        day = row.closed_on or row.accepted_on
        fact = text(
            "{month}-{day} {state}",
            month=int(day[5:7]),
            day=day[8:10],
            state=STATUS_WORDS[Status(row.status)],
        )
        words = (*marked(row.matter_title, query), Run("　"), *marked(row.applicant, query))
        return Hit(f"case:{row.case_no}", words, fact, lambda: self._open_case(row.case_no))


class Matters:
    """Matters of the catalogue; Enter begins a new case with it."""

    category = "事项"

    def __init__(
        self,
        catalogue: Callable[[], CatalogueIndex],
        unit: Callable[[], str],
        begin: Callable[[str], object],
    ) -> None:
        self._catalogue, self._unit, self._begin = catalogue, unit, begin

    def find(self, query: str, limit: int) -> Sequence[Hit]:
        """Matters that fit, the unit's own first."""
        index = self._catalogue()
        return [
            Hit(
                f"matter:{m.code}",
                marked(m.title, query),
                text(
                    "{unit}·{kind}",
                    unit=index.units[m.unit].short,
                    kind=HANDLING_WORDS[m.handling],
                ),
                lambda code=m.code: self._begin(code),  # type: ignore[misc]
            )
            for m in index.find_matters(query, self._unit(), limit)
        ]
