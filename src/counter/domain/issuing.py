"""Issuing a paper on a stream of acts: a case's, a project's, any other's."""

from __future__ import annotations

from counter.domain import papers
from counter.domain.acts import NewAct, NumberUse
from counter.domain.catalogue import PaperType, Unit
from counter.domain.numbers import paper_number, paper_series, series_stream, use
from counter.domain.setting import Setting


def issue_on(
    stream: str,
    kind: PaperType,
    unit: Unit | None,
    content: dict[str, object],
    place: Setting,
    *,
    about: str = "",
    touches: tuple[str, ...] = (),
) -> NewAct:
    """`paper.issued` on `stream`, with its own number from the series of (organ, type, year).

    unit: whose paper it is, None = the centre's, which numbers none; about: what it belongs to, as
    lists name it (a case's common block says it by itself); touches: other streams that the paper
    bears on.
    """
    number = ""
    numbers: tuple[NumberUse, ...] = ()
    if kind.series and unit is not None:
        series = paper_series(unit.code, kind.mark, place.today.year)
        n = place.take(series)
        number = paper_number(unit.mark or unit.short, kind.mark, place.today.year, n)
        numbers, touches = use(series, n), (*touches, series_stream(series))
    version = place.form_version(kind.form)
    payload = papers.issue(kind, place.new_id(), number, numbers, content, version, about)
    return NewAct(
        stream=stream,
        payload=payload,
        effective_on=place.today.isoformat(),
        touches=touches,
        units=(unit.code,) if unit is not None else (),
    )
