"""Papers on PDF pages and slips in ESC/POS, from the layouts in ``forms/``.

``FormPapers`` is the door: it implements ``counter.ports.papers.Papers``. Nothing here decides
what a paper says; that is ``counter.domain.papers``.
"""

from counter.documents.papers import FormPapers

__all__ = ["FormPapers"]
