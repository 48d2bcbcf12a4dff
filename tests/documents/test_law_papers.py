"""Papers of the law: told once, refused, stopped, extended, given back; what each must say."""

from __future__ import annotations

import pytest
from tests.documents import pdf
from tests.documents.conftest import Render

from counter.documents import FormPapers, samplelaw, samples
from counter.domain.errors import KnownError


def said(render: Render, name: str, **changes: object) -> str:
    """Text of a paper without spaces."""
    return pdf.squeezed(render(name, **changes).text)


def test_the_notice_names_each_item_with_fault_why_and_basis(render: Render) -> None:
    text = said(render, "notice")
    for words in (
        "房产权属或租赁证明不合要求租赁合同没有出租人签名",
        "消防安全检查合格证缺没有带来《娱乐场所管理条例（2006）》第九条",
        "环境影响评价审批意见缺没有带来公示的材料目录",
        "申请人签收",
    ):
        assert words in text


def test_the_notice_says_by_when_and_what_happens_otherwise(render: Render) -> None:
    text = said(render, "notice")
    assert "请在2026年10月22日以前" in text and "出具退件单，退还已收到的材料" in text


def test_a_notice_without_a_day_threatens_with_none(render: Render) -> None:
    text = said(render, "notice", until_words="")
    assert "退件" not in text and "没有补齐以前，本件不能受理" in text


def test_forty_items_go_over_the_page_and_none_is_lost(render: Render) -> None:
    items = [
        {"no": n, "name": f"第{n}号材料", "fault": "缺", "why": "没有带来", "basis": ""}
        for n in range(1, 41)
    ]
    paper = render("notice", items=items)
    found = "".join(pdf.texts(paper.data))
    assert paper.pages > 1 and all(f"第{n}号材料" in found for n in range(1, 41))


def test_the_receipt_of_supplements_says_what_is_open_or_that_nothing_is(render: Render) -> None:
    part = said(render, "supplement_receipt")
    assert "尚未补齐，还缺：环境影响评价审批意见" in part and "全部补齐。" not in part
    whole = said(render, "supplement_receipt", complete=True, open_words="", until_words="")
    assert "已全部补齐" in whole and "自2026年9月29日起受理" in whole and "还缺" not in whole


def test_a_matter_that_is_not_ours_names_whose_it_is(render: Render) -> None:
    text = said(render, "refuse_acceptance")
    assert "不属于本机关职权范围" in text and "应当向哪里申请：南岳区文化主管部门" in text


def test_a_matter_that_needs_no_licence_sends_nobody_elsewhere(render: Render) -> None:
    text = said(render, "refuse_acceptance", **samplelaw.refusal("not_needed"))
    assert "第三十二条第一款第一项" in text and "不需要取得行政许可" in text
    assert "应当向哪里申请" not in text


def test_a_stop_tells_kind_days_start_and_the_days_foreseen(render: Render) -> None:
    text = said(render, "special_procedure")
    for words in ("听证", "约12个工作日", "自2026年9月28日起", "2026年10月20日", "2026年11月5日"):
        assert words in text
    assert "不承担行政机关组织听证的费用" in text


def test_only_a_hearing_speaks_of_the_costs_of_hearings(render: Render) -> None:
    assert "听证的费用" not in said(render, "special_procedure", procedure="检测")


def test_an_extension_tells_reason_approver_old_and_new_day_and_the_reckoning(
    render: Render,
) -> None:
    text = said(render, "extension")
    for words in (
        "消防设施正在整改",
        "经行政机关负责人唐局长批准",
        "原定最迟在2026年10月20日",
        "最迟在2026年11月3日作出决定",
        "10-1…10-7国庆节，7天不计",
        "第25个工作日=2026-11-03",
    ):
        assert words in text


def test_what_goes_back_is_listed_and_named_by_whose_wish(render: Render) -> None:
    returned = said(render, "return_slip")
    assert "退件单" in returned and "共5项6份13页，全部退还" in returned
    recalled = said(render, "return_slip", **samplelaw.return_slip(by_applicant=True))
    assert "申请撤回单" in recalled and "现按你的要求撤回" in recalled
    assert "退件单" not in recalled


def test_a_return_without_materials_says_that_none_were_taken(render: Render) -> None:
    assert "没有收到过申请材料" in said(render, "return_slip", materials=[])


def test_the_life_of_a_case_says_who_held_it_how_the_day_was_found_and_what_was_done(
    render: Render,
) -> None:
    text = said(render, "timeline")
    for words in (
        "申请人补材料2026-09-222026-09-242002",
        "9号窗口2026-09-242026-10-14511420",
        "合计711422",
        "9-28…10-8停：听证，11天不计",
        "第15个工作日=2026-10-28",
        "2026-09-2815:40停表听证，约3个工作日；场所邻近居民楼，利害关系人要求听证曾伟",
        "截至2026年10月14日打印时",
    ):
        assert words in text


def test_the_life_of_a_case_without_acceptance_names_no_day(render: Render) -> None:
    none = dict.fromkeys(("accepted_words", "promised_words", "legal_words", "reckoning"), "")
    text = said(render, "timeline", **none)
    assert "还没有受理，没有到期日" in text and "承诺办结日" not in text


def test_a_hundred_acts_go_over_the_pages_under_their_heads_and_none_is_lost(
    render: Render,
) -> None:
    acts = [
        {
            "no": n,
            "when": "2026-09-22 10:21",
            "what": f"第{n}步",
            "more": "说明" * 9,
            "who": "曾伟",
        }
        for n in range(1, 101)
    ]
    paper = render("timeline", acts=acts)
    pages = pdf.texts(paper.data)
    found = "".join(pages)
    assert paper.pages > 3 and all(f"第{n}步" in found for n in range(1, 101))
    assert all("办了什么" in page and "经手人" in page for page in pages[:-1])


@pytest.mark.article("32 end")
@pytest.mark.parametrize("name", ["accept_notice", "refuse_acceptance", "notice"])
def test_what_article_32_asks_in_writing_has_a_date_and_a_place_for_the_seal(
    papers: FormPapers, name: str
) -> None:
    head = papers.library.get(name).head
    assert {"date_chinese", "organ"} <= set(head.required)
    issued = samples.issued(name, head.title, "page")
    assert "此处盖受理专用章" in papers.render(issued, 1, preview=True).text.replace("\n", "")
    undated = {k: v for k, v in issued.content.items() if k != "date_chinese"}
    with pytest.raises(KnownError) as refusal:
        papers.check(name, undated)
    assert refusal.value.context["field"] == "date_chinese"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("notice", "items"),
        ("supplement_receipt", "materials"),
        ("refuse_acceptance", "reason"),
        ("special_procedure", "expected_days"),
        ("extension", "approver"),
        ("return_slip", "reason"),
        ("timeline", "acts"),
    ],
)
def test_a_paper_that_lacks_what_it_must_say_is_not_issued(
    papers: FormPapers, name: str, field: str
) -> None:
    content = {k: v for k, v in samples.sample(name).items() if k != field}
    head = papers.library.get(name).head
    with pytest.raises(KnownError) as refusal:
        papers.render(samples.issued(name, head.title, "page", content), 1)
    assert refusal.value.code == "paper.field_missing"
    assert refusal.value.context["field"] == field


def test_the_right_to_a_hearing_is_told_with_its_last_day_and_that_it_costs_nothing(
    render: Render,
) -> None:
    text = said(render, "hearing_told")
    for words in (
        "拟作出不予行政许可的决定",
        "5个工作日内，即在2026年10月9日以前",
        "申请人、利害关系人不承担行政机关组织听证的费用",
    ):
        assert words in text
    open_yet = said(render, "hearing_told", intended="", reason="", ask_kind="自然日")
    assert "尚未作出决定" in open_yet and "拟作出" not in open_yet and "5个自然日内" in open_yet


def test_the_call_to_a_hearing_tells_when_where_and_who_presides(render: Render) -> None:
    text = said(render, "hearing_called")
    for words in ("2026年10月14日09:30", "中心二楼会议室", "赵主持", "申请回避", "不收费用"):
        assert words in text


def test_the_record_of_a_hearing_is_signed_by_those_who_were_there(render: Render) -> None:
    text = said(render, "hearing_record")
    for words in ("一百八十六米", "主持人签名", "利害关系人签名", "审查人员签名"):
        assert words in text
