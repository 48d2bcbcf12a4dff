"""Slips: the text, the working-day strip, narrow paper, reprint and trial marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.documents.conftest import Render

from counter.documents import FormPapers, samples, slipimage, slips, weeks
from counter.documents.slips import SlipCode, SlipLine, wrap
from counter.documents.weeks import Day
from counter.domain.case import Limits
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.papers import day_cells

STRIP = """\
         一    二    三    四    五    六    日
- - - - - - - - - - - - - - - - - - - - - - - -
9月      21    22    23    24    25    26    27
第几天       收件     1     2  中秋    休    休
- - - - - - - - - - - - - - - - - - - - - - - -
9月      28    29    30  10/1     2     3     4
第几天    3     4     5  国庆  国庆  国庆  国庆
- - - - - - - - - - - - - - - - - - - - - - - -
10月      5     6     7     8     9    10    11
第几天 国庆  国庆  国庆     6     7   补8    休
- - - - - - - - - - - - - - - - - - - - - - - -
10月     12    13    14    15    16    17    18
第几天    9    10    11    12    13    休    休
- - - - - - - - - - - - - - - - - - - - - - - -
10月     19    20
第几天   14    15
"""


def days(start: dt.date, limit: int, calendar: WorkCalendar = samples.CALENDAR) -> list[Day]:
    """The strip's days as content holds them."""
    due = calendar.due(start, limit).date.isoformat()
    limits = Limits(promised_days=limit, promised_on=due, legal_days=limit, legal_on=due)
    return [weeks.day_of(row) for row in day_cells(calendar, start, limits)]


def text_of(rows: list[weeks.Row]) -> str:
    return "".join("".join(cell[0] for cell in row) + "\n" for row in rows)


def test_strip_of_fifteen_days_over_two_holidays(render: Render) -> None:
    assert text_of(weeks.strip(days(dt.date(2026, 9, 22), 15), 48)) == STRIP
    assert STRIP in render("receipt_slip").text


def test_counted_days_are_bold_and_only_the_due_day_is_reversed() -> None:
    rows = weeks.strip(days(dt.date(2026, 9, 22), 15), 48)
    bold = [words for row in rows for words, heavy, _ in row if heavy]
    assert bold == [str(n) for n in range(1, 16)]
    assert [words for row in rows for words, _, reverse in row if reverse] == ["20", "15"]


def test_weekend_at_a_holidays_edge_is_a_weekend_and_inside_it_the_holiday() -> None:
    table = YearTable(2031, {dt.date(2031, 4, d): "清明节" for d in (5, 6, 7)}, {})
    rows = weeks.strip(days(dt.date(2031, 4, 3), 4, WorkCalendar([table])), 48)
    assert text_of(rows).split("\n")[3].split() == ["第几天", "收件", "1", "休", "休"]
    assert "清明" in text_of(rows)


def test_short_form_takes_a_line_a_week() -> None:
    rows = weeks.strip(days(dt.date(2026, 9, 22), 15), 48, short=True)
    assert text_of(rows) == (
        "9/22-9/27   第1-2天   中秋不计\n"
        "9/28-10/4   第3-5天   国庆不计\n"
        "10/5-10/11  第6-8天   国庆不计 10日补班\n"
        "10/12-10/18 第9-13天\n"
        "10/19-10/20 第14-15天 到期\n"
    )


def test_long_limits_are_set_short_by_themselves() -> None:
    rows = weeks.strip(days(dt.date(2026, 9, 22), 45), 48)
    assert 8 < len(rows) < 14


@pytest.mark.parametrize("start", [dt.date(2026, 9, 1) + n * dt.timedelta(1) for n in range(40)])
@pytest.mark.parametrize("room", [48, 32])
def test_strip_never_leaves_the_paper_nor_runs_together(start: dt.date, room: int) -> None:
    for row in weeks.strip(days(start, 20), room):
        line = "".join(cell[0] for cell in row)
        assert slips.columns(line) <= room
        for before, after in pairwise([c for c in row if c[0].strip()]):
            touching = before[0] + after[0] in line
            assert not touching or before[0] in ("补", "第几天"), line


def test_narrow_strip_has_no_month_column() -> None:
    rows = text_of(weeks.strip(days(dt.date(2026, 9, 22), 15), 32)).split("\n")
    assert rows[0] == "     一  二  三  四  五  六  日"
    assert rows[2:4] == ["   9/21  22  23  24  25  26  27", "         收   1   2  假  休  休"]
    assert rows[5] == "     28  29  30 10/1  2   3   4"
    assert not any("月" in row or "第几天" in row for row in rows)


@pytest.mark.parametrize(("width", "suffix"), [(576, ""), (384, "-58")])
def test_text_is_the_one_that_was_looked_at(
    render: Render, golden: Callable[[str, str], None], width: int, suffix: str
) -> None:
    for name in ("receipt_slip", "guide_slip"):
        golden(f"{name}{suffix}.txt", render(name, width=width).text)


def test_the_slip_of_a_sheet_sent_back_says_where_to_go_without_queueing(
    render: Render, golden: Callable[[str, str], None]
) -> None:
    golden("back_slip.txt", render("back_slip").text)


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("spot", [False, True])
def test_no_line_is_wider_than_the_paper(papers: FormPapers, width: int, spot: bool) -> None:
    form = papers.library.get("receipt_slip")
    content = {**samples.case_content(spot), "title": "收件回执", "simulated": True}
    content["applicant"] = "湖南衡山源远流长文化娱乐投资管理有限责任公司"
    slip = slips.set_slip(form, content, width_dots=width)
    assert all(p.columns <= slip.columns for p in slip.parts if isinstance(p, SlipLine))


def test_due_date_and_hall_are_double_and_stay_in_the_middle(papers: FormPapers) -> None:
    form = papers.library.get("receipt_slip")
    content = {**samples.case_content(), "title": "收件回执"}
    wide = slips.set_slip(form, content)
    double = [p.text for p in wide.parts if isinstance(p, SlipLine) and p.double]
    assert double == ["衡山县政务便民中心", "10月20日 星期二"]
    narrow = slips.set_slip(form, content, width_dots=384)
    assert [p.text for p in narrow.parts if isinstance(p, SlipLine) and p.double] == double[1:]


def test_case_decided_on_the_spot_has_no_strip(render: Render) -> None:
    text = render("receipt_slip", **samples.case_content(spot=True)).text
    assert "即办件，承诺当日作出决定" in text and "9月22日 星期二" in text
    assert "第几天" not in text and "不计" not in text


def test_last_line_counts_the_printings(render: Render) -> None:
    assert render("receipt_slip").text.split("\n")[-2].strip() == "第 1 次打印"
    assert render("receipt_slip", nth=2).text.split("\n")[-2].strip() == "补打 第 2 次"


def test_trial_slips_say_so_first(render: Render) -> None:
    first = render("receipt_slip", simulated=True, training=True).text.split("\n")[0]
    assert first.strip() == "练习 · 模拟　不具法律效力"


def test_everything_but_the_code_is_text(papers: FormPapers) -> None:
    form = papers.library.get("receipt_slip")
    content = {**samples.case_content(), "title": "收件回执"}
    codes = [p for p in slips.set_slip(form, content).parts if isinstance(p, SlipCode)]
    assert [code.data for code in codes] == [content["case_no"]]


class TestWrap:
    """Lines of receipt paper."""

    @staticmethod
    def lines(words: str, room: int, hang: int = 0) -> list[str]:
        return ["".join(c for c, _ in ln) for ln in wrap([(c, False) for c in words], room, hang)]

    def test_no_mark_begins_a_line(self) -> None:
        assert self.lines("周末不计，补班计入。", 8) == ["周末不", "计，补班", "计入。"]

    def test_no_bracket_ends_a_line(self) -> None:
        assert self.lines("工作日（法定）", 8) == ["工作日", "（法定）"]

    def test_a_number_is_not_parted(self) -> None:
        assert self.lines("编号 430423 文", 10) == ["编号", "430423 文"]

    def test_following_lines_hang(self) -> None:
        assert self.lines("事项 娱乐场所经营许可", 13, 5) == ["事项 娱乐场所", "     经营许可"]

    def test_a_word_longer_than_the_line_is_cut(self) -> None:
        assert self.lines("A" * 25, 10) == ["A" * 10, "A" * 10, "A" * 5]


def test_picture_is_as_wide_as_the_paper_and_has_the_due_day_reversed(papers: FormPapers) -> None:
    form = papers.library.get("receipt_slip")
    slip = slips.set_slip(form, {**samples.case_content(), "title": "收件回执"})
    image = slipimage.slip_image(slip, papers.fonts, margin=0)
    assert image.width == 576
    row = next(
        n for n, p in enumerate(slip.parts) if isinstance(p, SlipLine) and p.text.endswith(" 15")
    )
    top = sum(60 if isinstance(p, SlipLine) and p.double else 30 for p in slip.parts[:row])
    cell = image.crop((180, top, 204, top + 24))  # columns 15 and 16
    dark = cell.convert("L").histogram()[0]
    assert dark > 24 * 24 / 2
