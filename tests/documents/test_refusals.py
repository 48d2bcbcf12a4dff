"""What stops a paper before anything is committed: a field, a character, a layout."""

from __future__ import annotations

import pytest
from tests.documents.conftest import Render

from counter.documents import FormPapers, samples
from counter.documents.fonts import FontChain, PaperFonts, packaged
from counter.domain.errors import KnownError

NOWHERE = "\U00031350"  # extension H: no font here has it
FORMS = FormPapers().library


def required() -> list[tuple[str, str]]:
    return [(name, field) for name in FORMS.names() for field in FORMS.get(name).head.required]


@pytest.mark.parametrize("name", FORMS.names())
def test_sample_content_passes(papers: FormPapers, name: str) -> None:
    head = FORMS.get(name).head
    papers.check(name, samples.issued(name, head.title, head.channel).content)


@pytest.mark.parametrize(("name", "field"), required())
@pytest.mark.parametrize("gone", ["absent", "empty"])
def test_missing_required_field_is_named(
    papers: FormPapers, name: str, field: str, gone: str
) -> None:
    head = FORMS.get(name).head
    content = dict(samples.issued(name, head.title, head.channel).content)
    if gone == "absent":
        del content[field]
    else:
        content[field] = [] if isinstance(content[field], list) else ""
    with pytest.raises(KnownError) as refused:
        papers.check(name, content)
    assert refused.value.code == "paper.field_missing"
    assert field in str(refused.value.what)
    assert str(refused.value.next_step)


def test_field_of_a_lists_item_is_named(papers: FormPapers) -> None:
    content = dict(samples.issued("accept_notice", "受理通知书", "page").content)
    content["materials"] = [{"no": 1, "name": "申请书", "form": "原件", "copies": 1}]
    with pytest.raises(KnownError) as refused:
        papers.check("accept_notice", content)
    assert refused.value.code == "paper.field_missing" and "pages" in str(refused.value.what)


@pytest.mark.parametrize("name", ["accept_notice", "receipt_slip"])
def test_character_that_no_font_has_is_named_with_its_field(papers: FormPapers, name: str) -> None:
    head = FORMS.get(name).head
    content = dict(samples.issued(name, head.title, head.channel).content)
    content["applicant"] = f"欧阳{NOWHERE}"
    with pytest.raises(KnownError) as refused:
        papers.check(name, content)
    assert refused.value.code == "paper.glyph_missing"
    words = str(refused.value.what)
    assert NOWHERE in words and "U+31350" in words and "申请人" in words


def test_character_in_a_material_is_found(papers: FormPapers) -> None:
    content = dict(samples.issued("accept_notice", "受理通知书", "page").content)
    content["materials"] = [
        {"no": 1, "name": f"证{NOWHERE}", "form": "原件", "copies": 1, "pages": 1}
    ]
    with pytest.raises(KnownError, match=r"paper\.glyph_missing"):
        papers.check("accept_notice", content)


@pytest.mark.parametrize("bad", ["\u0007", "\ue000", "\U000e0100", "\u200b"])
def test_what_cannot_be_seen_is_refused_by_its_number(papers: FormPapers, bad: str) -> None:
    """Controls, private-use characters and variation marks."""
    content = dict(samples.issued("accept_notice", "受理通知书", "page").content)
    content["applicant"] = f"王{bad}"
    with pytest.raises(KnownError, match=f"U\\+{ord(bad):04X}"):
        papers.check("accept_notice", content)


def test_chain_that_lacks_a_character_refuses_where_the_full_chain_prints(render: Render) -> None:
    song = FontChain([packaged("serif")])
    short = FormPapers(
        fonts=PaperFonts(dict.fromkeys(("regular", "bold", "sans", "sans_bold"), song))
    )
    content = {**samples.sample("accept_notice"), "applicant": "𠮷田"}
    issued = samples.issued("accept_notice", "受理通知书", "page", content)
    with pytest.raises(KnownError, match="U\\+20BB7"):
        short.render(issued, 1)
    assert "𠮷田" in render("accept_notice", applicant="𠮷田").text


def test_render_refuses_as_check_does(papers: FormPapers) -> None:
    content = {**samples.sample("accept_notice"), "applicant": ""}
    with pytest.raises(KnownError, match=r"paper\.field_missing"):
        papers.render(samples.issued("accept_notice", "受理通知书", "page", content), 1)


def test_unknown_form(papers: FormPapers) -> None:
    for call in (papers.form_version, lambda name: papers.check(name, {})):
        with pytest.raises(KnownError, match=r"form\.missing"):
            call("no_such_form")
