"""票据核销表 on paper: issued on the batch's stream with the write-off of its stubs."""

from __future__ import annotations

from counter.domain import clock, papers
from counter.domain.acts import NewAct
from counter.domain.finance.stock import stock_stream
from counter.domain.finance.ticketreport import Batch, writeoff_fields
from counter.domain.issuing import issue_on
from counter.domain.people import Actor
from counter.domain.setting import Setting

WRITE_OFF = "ticket_writeoff"
"""Code of the paper in the catalogue."""
BY_HAND = "　"
"""Who checks it signs on the paper: nobody signs in the program."""


def writeoff_paper(batch: Batch, actor: Actor, place: Setting) -> tuple[NewAct, ...]:
    """The table of the stubs that go back; none where the catalogue does not list the paper."""
    kind = place.catalogue.papers.get(WRITE_OFF)
    if kind is None:
        return ()
    content: dict[str, object] = {
        **papers.hall_block(
            place.catalogue, actor.name, actor.window, place.today, training=place.training
        ),
        "period_words": f"到 {clock.paper_date(place.today)}",
        "maker": actor.name,
        "checker": BY_HAND,
        **writeoff_fields((batch,)),
    }
    unit = place.catalogue.units.get(actor.unit)
    stream = stock_stream(batch.stock.batch)
    about = f"{batch.stock.code} {batch.first:010d} 至 {batch.last:010d}"
    return (issue_on(stream, kind, unit, content, place, about=about),)
