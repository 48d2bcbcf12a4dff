"""A4 papers: what can be read from the file, where it stands, what a reprint and a trial carry."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
import pytest
from tests.documents import pdf
from tests.documents.conftest import GOLDENS, Render

from counter.documents import FormPapers, checks, pages, samples
from counter.documents.display import TextMark
from counter.ports.papers import Rendered

PAGES = (
    "accept_notice",
    "receipt_a4",
    "decision_grant",
    "decision_refuse",
    "delivery_receipt",
    "recovery_key",
    "notice",
    "supplement_receipt",
    "refuse_acceptance",
    "special_procedure",
    "hearing_told",
    "hearing_called",
    "hearing_record",
    "extension",
    "return_slip",
    "handover",
    "handover_list",
    "follow_notice",
    "follow_receipt",
    "joint_copy",
    "joint_sign",
    "meeting_minutes",
    "project_sheet",
    "project_minutes",
    "seal_register",
    "promise_notice",
    "charge_notice",
    "send_back",
    "complaint_receipt",
    "complaint_reply",
    "urge",
    "rectify",
    "timeline",
    "archive_list",
    "day_close",
    "ticket_usage",
    "fee_summary",
    "pos_reconcile",
    "bank_deposit",
    "ticket_writeoff",
    "shift_handover",
)


@pytest.mark.parametrize("name", PAGES)
def test_text_can_be_extracted_and_is_what_was_drawn(render: Render, name: str) -> None:
    paper = render(name)
    assert pdf.letters("".join(pdf.texts(paper.data))) == pdf.letters(paper.text)


def test_a_name_of_rare_characters_can_be_extracted_too(render: Render) -> None:
    paper = render("accept_notice", applicant="周𠅤䶮")
    assert "周𠅤䶮" in "".join(pdf.texts(paper.data))


@pytest.mark.parametrize("name", PAGES)
def test_text_is_the_one_that_was_looked_at(
    render: Render, golden: Callable[[str, str], None], name: str
) -> None:
    golden(f"{name}.txt", render(name).text)


@pytest.mark.parametrize("name", PAGES)
def test_every_font_is_embedded_and_none_is_a_viewers_own(render: Render, name: str) -> None:
    data = render(name).data
    names = pdf.fonts(data)
    assert names and all("CounterSong" in font for font in names)
    assert b"Helvetica" not in data
    assert data.count(b"/FontFile2 ") == data.count(b"/Type /FontDescriptor") == len(names)
    assert data.count(b"/ToUnicode ") == len(names)


def test_the_same_paper_gives_the_same_bytes(render: Render) -> None:
    first = render("accept_notice")
    render("decision_refuse")
    assert render("accept_notice").data == first.data


def test_a_paper_does_not_depend_on_the_one_before(render: Render, papers: FormPapers) -> None:
    """Every document draws with its own characters, not with those of the first one."""
    render("accept_notice", applicant="陈建国")
    after = render("accept_notice", applicant="欧阳雪娉婷")
    alone = FormPapers().render(
        samples.issued(
            "accept_notice",
            papers.library.get("accept_notice").head.title,
            "page",
            {**samples.sample("accept_notice"), "applicant": "欧阳雪娉婷"},
        ),
        1,
    )
    assert after.data == alone.data
    assert pdf.ink(after.data) == pdf.ink(alone.data)


def test_threads_may_render_at_the_same_time(render: Render) -> None:
    expected = {name: render(name).data for name in PAGES}
    seen: dict[str, bytes] = {}

    def work(name: str) -> None:
        seen[name] = render(name).data

    threads = [threading.Thread(target=work, args=(name,)) for name in PAGES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == expected


def test_metadata_names_no_person_and_forbids_scaling(render: Render) -> None:
    data = render("accept_notice").data
    assert b"/PrintScaling /None" in data
    document = pdf.pdfium.PdfDocument(data)
    facts = document.get_metadata_dict()
    document.close()
    assert facts["Title"] == "行政许可受理通知书"
    assert all("欧阳雪" not in value and "430423" not in value for value in facts.values())


class TestPlaces:
    """Millimetres of the notice: margins 17, 26, 28; QR 24; red rule 0.5."""

    @pytest.fixture
    def notice(self, render: Render) -> bytes:
        return render("accept_notice").data

    def test_left_margin(self, notice: bytes) -> None:
        assert pdf.box_of(notice, "文书编号")[0] == pytest.approx(28, abs=0.1)
        assert pdf.box_of(notice, "经办人")[0] == pytest.approx(28, abs=0.1)

    def test_top_margin_is_the_codes(self, notice: bytes) -> None:
        codes = [p for p in pdf.paths(notice) if p[0] > 150 and p[3] < 45]
        left, top = min(p[0] for p in codes), min(p[1] for p in codes)
        right, bottom = max(p[2] for p in codes), max(p[3] for p in codes)
        assert (left, top, right, bottom) == pytest.approx((160, 17, 184, 41), abs=0.1)

    def test_red_rule(self, notice: bytes) -> None:
        (rule,) = [rule for rule in pdf.rules(notice) if rule[4] == "red"]
        assert rule[:4] == pytest.approx((28, rule[1], 184, 0.5), abs=0.1)
        assert pdf.box_of(notice, "行政许可受理通知书")[3] < rule[1] < pdf.box_of(notice, "你于")[1]

    def test_black_rules_are_the_tables_and_the_foots(self, notice: bytes) -> None:
        black = [rule for rule in pdf.rules(notice) if rule[4] == "black" and rule[2] > 180]
        assert len(black) == 5 + 10 + 1
        assert all(rule[0] == pytest.approx(28, abs=0.1) for rule in black)
        assert all(rule[2] == pytest.approx(184, abs=0.1) for rule in black)

    def test_right_margin_of_a_justified_line(self, notice: bytes) -> None:
        assert pdf.box_of(notice, "本机关决定自")[2] == pytest.approx(184, abs=0.1)

    def test_second_line_indent_is_two_characters(self, notice: bytes) -> None:
        em = 11.25 / pdf.MM
        assert pdf.box_of(notice, "你于")[0] == pytest.approx(28 + 2 * em, abs=0.1)

    def test_lines_are_26_pixels_apart(self, notice: bytes) -> None:
        first, second = pdf.box_of(notice, "你于"), pdf.box_of(notice, "根据《")
        assert second[3] - first[3] == pytest.approx(19.5 / pdf.MM, abs=0.1)

    def test_title_is_in_the_middle(self, notice: bytes) -> None:
        left, _, right, _ = pdf.box_of(notice, "行政许可受理通知书")
        assert (left + right) / 2 == pytest.approx((28 + 184) / 2, abs=1.0)

    def test_foot(self, notice: bytes) -> None:
        assert pdf.box_of(notice, "第 1 页，共 1 页")[2] == pytest.approx(184, abs=0.1)
        assert pdf.box_of(notice, "一式两份")[1] > 297 - 19


def test_picture_of_the_notice(render: Render) -> None:
    """Ink by cells of 5 mm; bold faces differ between machines, so a few cells may."""
    seen = "".join(pdf.ink(render("accept_notice").data))
    kept = (GOLDENS / "accept_notice.ink").read_text(encoding="utf-8").split()
    wrong = sum(a != b for a, b in zip(seen, "".join(kept), strict=True))
    assert wrong <= 25


def test_seal_circles_show_in_previews_only(papers: FormPapers) -> None:
    head = papers.library.get("decision_grant").head
    issued = samples.issued("decision_grant", head.title, "page")
    shown = papers.render(issued, 1, preview=True)
    printed = papers.render(issued, 1)
    assert "此处盖行政审批专用章" in shown.text and "此处盖机关印章" in shown.text
    assert "此处盖" not in printed.text
    assert len(pdf.paths(shown.data)) - len(pdf.paths(printed.data)) == 2


def test_preview_shows_the_seals_that_the_papers_type_asks_for(papers: FormPapers) -> None:
    head = papers.library.get("decision_grant").head
    issued = samples.issued("decision_grant", head.title, "page")
    issued = msgspec.structs.replace(issued, seals=("approval", "centre"))
    text = papers.render(issued, 1, preview=True).text
    assert "此处盖审批专用章" in text and "此处盖中心章" in text and "部门公章" not in text


def test_first_print_has_no_mark_and_a_reprint_counts(render: Render) -> None:
    assert "补打" not in render("accept_notice").text
    again = render("accept_notice", nth=3)
    assert "补打 第 3 次" in "".join(pdf.texts(again.data))


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"simulated": True}, "模拟　不具法律效力"),
        ({"training": True}, "练习　不具法律效力"),
        ({"training": True, "simulated": True}, "练习 · 模拟　不具法律效力"),
    ],
)
def test_trial_papers_say_so_on_top_of_every_page(
    render: Render, flags: dict[str, bool], words: str
) -> None:
    paper = render("accept_notice", **flags, materials=many(40))
    for page, text in enumerate(pdf.texts(paper.data)):
        assert pdf.squeezed(words) in pdf.squeezed(text)
        assert pdf.box_of(paper.data, "不具法律效力", page)[3] < 17


def many(count: int) -> list[dict[str, object]]:
    """A list of materials."""
    return [
        {"no": n, "name": f"第{n}号材料", "form": "原件", "copies": 1, "pages": 2}
        for n in range(1, count + 1)
    ]


def test_a_few_more_materials_stay_on_one_page(render: Render) -> None:
    assert render("accept_notice", materials=many(10)).pages == 1


def test_many_materials_go_over_the_page_with_the_head_repeated(render: Render) -> None:
    paper = render("accept_notice", materials=many(60))
    found = pdf.texts(paper.data)
    assert paper.pages == len(found) >= 3
    with_rows = [page for page in found if "号材料" in page]
    assert all("收到的材料" in page for page in with_rows)
    assert [n for n in range(1, 61) if f"第{n}号材料" not in "".join(found)] == []
    assert f"第 {paper.pages} 页，共 {paper.pages} 页" in found[-1]
    assert "合计" in found[-1] or "合计" in found[-2]


def test_signature_is_never_parted(render: Render) -> None:
    for count in range(8, 40):
        found = pdf.texts(render("accept_notice", materials=many(count)).data)
        page = next(text for text in found if "经办人" in text)
        assert "签收日期" in page and "二〇二六年九月二十二日" in page


def test_check_sees_every_character_that_is_drawn(papers: FormPapers) -> None:
    for name in PAGES:
        form = papers.library.get(name)
        head = form.head
        issued = samples.issued(name, head.title, "page")
        checked = {c for p in checks.form_pieces(form, issued.content) for c in p.text}
        checked |= set("0123456789 ")  # page numbers
        quick = checks.characters(checks.needs_of(form), issued.content)
        assert quick is not None and checked <= quick | {" "}, name
        setting = pages.set_form(form, issued.content, papers.fonts)
        drawn = {
            c for page in setting.pages for m in page if isinstance(m, TextMark) for c in m.text
        }
        assert drawn <= checked, name


def test_notice_of_a_case_decided_on_the_spot(render: Render) -> None:
    paper: Rendered = render("accept_notice", **samples.case_content(spot=True))
    assert "本事项为即办件" in paper.text
    assert "工作日内作出决定（法定" not in paper.text


def test_estimated_date_says_so(render: Render) -> None:
    assert "上述日期为预计" in render("accept_notice", estimated=True).text
    assert "预计" not in render("accept_notice").text


def test_an_organisation_is_not_addressed_as_a_person(render: Render) -> None:
    text = pdf.squeezed(
        render("accept_notice", applicant_doc="统一社会信用代码", applicant="某公司").text
    )
    assert "你单位于2026年9月22日提出" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("accept_notice", "《中华人民共和国行政许可法》第三十二条第一款第五项"),
        ("receipt_a4", "《中华人民共和国行政许可法》第三十二条第一款第四项"),
        ("decision_grant", "《中华人民共和国行政许可法》第三十八条第一款"),
        ("decision_grant", "第四十四条，本机关自作出决定之日起十日内"),
        ("decision_refuse", "《中华人民共和国行政许可法》第三十八条第二款"),
        ("notice", "《中华人民共和国行政许可法》第三十二条第一款第四项"),
        ("notice", "逾期不告知的，自收到申请材料之日起即为受理"),
        ("refuse_acceptance", "《中华人民共和国行政许可法》第三十二条第一款第二项"),
        ("refuse_acceptance", "自收到本通知书之日起六十日内依法申请行政复议"),
        ("refuse_acceptance", "六个月内依法向人民法院提起行政诉讼"),
        ("special_procedure", "《中华人民共和国行政许可法》第四十五条"),
        ("extension", "《中华人民共和国行政许可法》第四十二条第一款"),
        ("decision_refuse", "六十日内依法申请行政复议"),
        ("decision_refuse", "六个月内依法向人民法院提起行政诉讼"),
    ],
)
def test_citations_and_remedies(render: Render, name: str, words: str) -> None:
    assert words in pdf.squeezed(render(name).text)


def test_decision_of_b_for_an_absent_a_names_both_letters(render: Render) -> None:
    text = render("decision_grant", for_absent="衡工商授〔2026〕0 号").text
    assert "衡工商授〔2026〕1 号" in text and "衡工商授〔2026〕0 号" in text and "B 角代行" in text
