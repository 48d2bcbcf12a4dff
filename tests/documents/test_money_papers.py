"""Papers of money: what somebody takes along who may have been charged, and the day's tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.documents import pdf
from tests.documents.conftest import Render

from counter.documents import FormPapers, samples
from counter.documents.content import Piece
from counter.documents.fieldwords import FIELD_WORDS
from counter.documents.linebreak import break_lines
from counter.domain.errors import KnownError

REPORTS = (
    "day_close",
    "ticket_usage",
    "fee_summary",
    "pos_reconcile",
    "bank_deposit",
    "ticket_writeoff",
    "shift_handover",
)
SLIPS = ("pos_pending",)


def said(render: Render, name: str, **changes: object) -> str:
    """Text of a paper without spaces."""
    return pdf.squeezed(render(name, **changes).text)


@pytest.mark.parametrize("width", [576, 384])
def test_who_may_have_been_charged_is_told_what_to_do(render: Render, width: int) -> None:
    text = pdf.squeezed(render("pos_pending", width=width).text)
    for words in (
        "20-000217",
        "850.50元",
        "人民币捌佰伍拾元零伍角整",
        "银行可能已经扣款，我们正在查，请您不要再刷。要是扣了没缴成，3到10天退回原卡。",
        "不是收款凭证",
    ):
        assert words in text


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_the_ones_that_were_looked_at(
    render: Render, golden: Callable[[str, str], None], name: str
) -> None:
    golden(f"{name}.txt", render(name).text)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_signed_by_who_made_and_who_checked_it(render: Render, name: str) -> None:
    text = said(render, name)
    pairs = ("交班：刘慧", "接班：谭明") if name == "shift_handover" else ("刘慧", "复核：何建平")
    assert all(words in text for words in pairs)
    assert re.search("(制表|缴款人|交班)：刘慧", text)


LONG: dict[str, tuple[str, str]] = {
    "day_close": ("differences", "说明"),
    "ticket_usage": ("spoiled", "换开"),
    "fee_summary": ("fees", "收费项目"),
    "pos_reconcile": ("trades", "参考号"),
    "ticket_writeoff": ("batches", "起号至止号"),
    "shift_handover": ("open_items", "接着要做"),
    "charge_notice": ("charges", "收费依据"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_table_goes_over_the_pages_under_its_head_and_none_is_lost(
    render: Render, name: str
) -> None:
    field, head = LONG[name]
    first = samples.sample(name)[field]
    assert isinstance(first, list)
    text_of = next(key for key, value in first[0].items() if isinstance(value, str))
    rows = [{**first[0], text_of: f"第{n}行"} for n in range(1, 151)]
    paper = render(name, **{field: rows})
    pages = [pdf.squeezed(page) for page in pdf.texts(paper.data)]
    assert paper.pages == len(pages) > 3
    for n in range(1, 151):
        assert sum(f"第{n}行" in page for page in pages) == 1, n
    for n, page in enumerate(pages, 1):
        assert f"第{n}页，共{len(pages)}页" in page
        assert head in page or ("第" + "1行" not in page and not re.search("第[0-9]+行", page))


@pytest.mark.parametrize("name", [*REPORTS, *SLIPS, "charge_notice"])
def test_a_report_without_what_it_must_say_names_it_in_a_clerks_words(
    papers: FormPapers, name: str
) -> None:
    head = papers.library.get(name).head
    for field in head.required:
        content = {"paper_number": "1", **samples.sample(name)}
        del content[field]
        with pytest.raises(KnownError) as refused:
            papers.check(name, content)
        assert refused.value.context["field"] == field
        assert FIELD_WORDS[field] in str(refused.value.what)


def test_figures_are_never_broken_over_lines() -> None:
    """A comma or a point of a number is no place to end a line, nor is a colon of a time."""
    for figure in ("1,234,567.89", "10:37:12"):
        for room in range(8, 20):
            pieces = [Piece(f"应收合计 {figure} 减免 {figure} 元", False, "x")]
            lines = break_lines(pieces, lambda c, _: 1.0 if ord(c) > 255 else 0.5, room)
            joined = ["".join(c.text for c in line) for line in lines]
            assert sum(line.count(figure) for line in joined) == 2, (room, joined)
