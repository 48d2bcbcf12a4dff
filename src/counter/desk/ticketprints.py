"""A void ticket and the print queue: it waits for no printer, and nobody is asked about it."""

from __future__ import annotations

from counter.desk.hall import Hall
from counter.domain.acts import NewAct
from counter.domain.errors import KnownError, text
from counter.domain.finance.ticket import Ticket, ticket_stream
from counter.domain.paperacts import PaperPrinted
from counter.domain.people import Actor
from counter.ports.store import Tx


def require_printed(hall: Hall, ticket: Ticket) -> None:
    """A void ticket must not come out of the printer afterwards, on the next number's paper.

    Raises `void.printing`.
    """
    stream = ticket_stream(ticket.code, ticket.number)
    if hall.store.jobs(("queued", "sent"), 1, stream=stream):
        raise KnownError(
            "void.printing",
            text("票 {number} 还在打印队列里。", number=ticket.number),
            "等打完再作废；不打了，先在打印队列里取消。",
        )


def settle_spoiled(hall: Hall, tx: Tx, ticket: Ticket, void: NewAct, actor: Actor) -> list[NewAct]:
    """Prints of which nobody knew: with every copy in hand somebody has looked. Returns the acts
    that say so, to follow that of the void."""
    acts = []
    stream = ticket_stream(ticket.code, ticket.number)
    for job in hall.store.jobs(("unknown",), stream=stream):
        looked = PaperPrinted(
            paper_id=job.paper_id,
            job=job.id,
            outcome="printed",
            nth=job.nth,
            copies=job.copies,
            why="void",
            settled_by=actor.number,
        )
        acts.append(
            NewAct(
                stream=stream,
                payload=looked,
                effective_on=void.effective_on,
                touches=void.touches,
                units=void.units,
            )
        )
        tx.set_job(job.id, "done", hall.now(), "void")
    return acts
