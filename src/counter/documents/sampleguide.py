"""An invented guide slip: what to bring for the promised matter of the sample hall."""

from __future__ import annotations

from counter.documents.samplehall import CATALOGUE, DAY, PROMISE
from counter.domain import guidepaper, papers
from counter.domain.enquiry import enquiry_number


def slip() -> dict[str, object]:
    """要带什么 of an enquiry about it."""
    matter = CATALOGUE.matters[PROMISE]
    number = enquiry_number(2026, "09", 12)
    return {
        **papers.hall_block(CATALOGUE, "曾伟", "9", DAY, training=False),
        "enquiry_no": number,
        "query": number,
        **guidepaper.guide_fields(matter, CATALOGUE),
    }
