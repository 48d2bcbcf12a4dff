"""A matter that asks for no material is accepted like any other: its papers say so in one row."""

from __future__ import annotations

import msgspec
import pytest

from counter.documents import samples
from counter.documents.papers import FormPapers
from counter.domain.papers import material_fields


@pytest.mark.parametrize("form", ["accept_notice", "receipt_a4", "receipt_slip"])
def test_a_matter_without_materials_gets_its_papers(form: str) -> None:
    papers = FormPapers()
    issued = samples.issued(form, "样张", "slip" if form == "receipt_slip" else "page")
    content = {**issued.content, **material_fields(())}
    papers.check(form, content)
    rendered = papers.render(msgspec.structs.replace(issued, content=content), 1)
    if form != "receipt_slip":  # the slip only counts them
        assert "本事项不要求提交材料" in rendered.text.replace("\n", "")
