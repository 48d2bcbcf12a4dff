"""A paper of a stream that no room of the program knows: what any new kind of stream may do."""

from __future__ import annotations

from counter.domain.acts import NewAct
from counter.domain.catalogue import PaperType
from counter.domain.papers import issue

STREAM = "errand:7"
KIND = PaperType(
    code="errand", title="跑腿单", mark="", form="errand", seals=(), copies=1, channel="slip"
)


def errand(paper_id: str, unit: str = "GS", *touches: str, stream: str = STREAM) -> NewAct:
    """The act that issues one."""
    content: dict[str, object] = {"applicant": "谭文华"}
    return NewAct(
        stream=stream,
        payload=issue(KIND, paper_id, "", (), content, "errand@1", "跑腿 7 号"),
        effective_on="2026-09-22",
        touches=touches,
        units=(unit,) if unit else (),
    )
