"""Tables of the finance window from its store: the figures of the papers, XML, the bank's side."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from click.testing import CliRunner, Result
from tests.desk.test_till import approved, printed
from tests.helpers.desk import KEY
from tests.helpers.till import CODE, Till, line

from counter.cli import main
from counter.domain.finance.shift import shift_stream
from counter.domain.paperacts import papers_of
from counter.ports.devices import BatchTotals

SHIFT = "20/2026-09-22/1"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    made.paper()
    made.shifts.open(made.person(), 50000)
    yield made
    made.close()


@pytest.fixture
def closed(till: Till, tmp_path: Path) -> Path:
    """A locked day: 300.00 cash of which 200.00 banked, 850.50 by POS, 500.00 by transfer, one
    ticket void and issued again. The store is at rest."""
    cash, card = till.sheet(line("GS", "A", 30000)), till.sheet(line("JS", "B", 85050))
    moved = till.sheet(line("GS", "A", 50000))
    one, two = till.person(), till.person("2002")
    till.cashier.cash(one, cash, 30000, 30000)
    till.cashier.transfer(one, moved, 50000, "HX2026092200017")
    order = till.cashier.begin_sale(one, card, 85050, "POS-20", simulated=True)
    reply = approved(order, 85050)
    till.cashier.answered(order.trace, reply)
    for sheet, seen in ((cash, "00001"), (card, "00002"), (moved, "00003")):
        printed(till, till.tickets.issue(one, sheet, seen, simulated=True).number)
    till.tickets.void(one, CODE, "0000600003", "misprint", "", 3, two)
    again = till.tickets.issue(one, moved, "00004", simulated=True, replaces="0000600003")
    printed(till, again.number)
    till.shifts.bank(one, 20000, "汇缴户", "回单 0922-17")
    till.shifts.settled(one, "POS-20", reply, BatchTotals(sale_count=1, sale_fen=85050))
    till.shifts.close(one, ((10000, 6),), "day", (), two)
    till.store.close()
    return tmp_path / "counter.store"


def ask(store: Path, command: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["report", command, *more, str(store), "--key-hex", KEY.hex()])


def test_the_workbook_has_the_figures_of_the_papers(closed: Path, tmp_path: Path) -> None:
    file = tmp_path / "day.xlsx"
    said = ask(closed, "close", "--shift", SHIFT, "--xlsx", str(file))
    assert said.exit_code == 0, said.output
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["日结单", "票据使用情况表", "收费汇总表", "POS 对账表", "缴款单"]
    fees = [tuple(c.value for c in row) for row in book["收费汇总表"].iter_rows()]
    assert ("GS", "项目 A", "A", 2, Decimal("800"), Decimal("0"), Decimal("800")) in [
        (*r[:4], *(Decimal(str(x)) for x in r[4:7])) for r in fees if r[0] == "GS"
    ]
    total = next(r for r in fees if r[0] == "合计")
    assert [Decimal(str(x)) for x in total[4:7]] == [Decimal("1650.5"), 0, Decimal("1650.5")]
    paid = [c for row in book["收费汇总表"].iter_rows() for c in row if c.value == total[6]]
    assert paid[-1].number_format == "#,##0.00"


def test_every_figure_of_a_paper_stands_in_its_sheet(
    till: Till, closed: Path, tmp_path: Path
) -> None:
    file = tmp_path / "day.xlsx"
    ask(closed, "close", "--day", "2026-09-22", "--xlsx", str(file))
    book = openpyxl.load_workbook(file)
    from counter.store import SqlStore

    with SqlStore.open(closed, KEY) as store:
        papers = papers_of(store.acts_of(shift_stream(SHIFT)))
    assert len(papers) == 5
    for paper in papers.values():
        there = {str(c.value) for row in book[paper.issued.title].iter_rows() for c in row}
        for rows in paper.issued.content.values():
            for row in rows if isinstance(rows, list) else ():
                for value in row.values():
                    plain = str(value).replace(",", "")
                    number = plain.replace(".", "", 1).lstrip("-").isdigit() and "." in plain
                    wanted = {plain, str(float(plain)) if number else plain}
                    wanted |= {str(int(float(plain)))} if number else set()
                    assert not value or str(value) in there or wanted & there, value


def test_a_shift_that_is_not_closed_is_said(till: Till, tmp_path: Path) -> None:
    till.store.close()
    said = ask(tmp_path / "counter.store", "close", "--shift", SHIFT)
    assert said.exit_code == 2 and "report.shift" in said.output


def test_the_month_counts_stubs_by_batch(closed: Path, tmp_path: Path) -> None:
    file = tmp_path / "month.xlsx"
    said = ask(closed, "tickets", "--month", "2026-09", "--xlsx", str(file))
    assert said.exit_code == 0, said.output
    assert "领 4 = 用 3 + 废 1 + 余 0" in said.output
    rows = [tuple(c.value for c in row) for row in openpyxl.load_workbook(file)["票据核销表"]]
    (batch,) = [r for r in rows if r[1] == CODE]
    assert batch[2:9] == ("0000600001", "0000600004", 4, 3, 1, 0, 0)
    assert "月份不对" in ask(closed, "tickets", "--month", "九月").output
    assert "领 0 = 用 0" in ask(closed, "tickets", "--month", "2026-08").output


def test_electronic_tickets_carry_items_check_and_what_replaces_what(
    closed: Path, tmp_path: Path
) -> None:
    file = tmp_path / "tickets.xml"
    said = ask(closed, "etickets", "--from", "2026-09-22", "--to", "2026-09-22", "--xml", str(file))
    assert said.exit_code == 0, said.output
    root = ET.parse(file).getroot()
    assert (root.get("count"), root.get("total")) == ("4", "1650.50")
    tickets = {node.get("number"): node for node in root}
    assert set(tickets) == {f"00006000{n:02d}" for n in (1, 2, 3, 4)}
    first, void, after = (tickets[f"00006000{n:02d}"] for n in (1, 3, 4))
    assert len(first.get("code", "")) == 8 and len(first.get("check", "")) == 6
    (item,) = first.findall("items/item")
    assert (item.get("code"), item.get("amount"), item.get("account")) == (
        "A",
        "300.00",
        "财政专户",
    )
    total = first.find("total")
    assert total is not None and total.get("capitals") == "叁佰元整"
    assert void.get("state") == "void"
    links = void.find("replacement"), after.find("replaces")
    assert [link.get("number") for link in links if link is not None] == [
        "0000600004",
        "0000600003",
    ]


def statement(tmp_path: Path, *lines: str, coding: str = "utf-8-sig") -> Path:
    file = tmp_path / "bank.csv"
    head = ("衡山农村商业银行 对账单", "日期,金额,流水号,摘要")
    file.write_bytes("\r\n".join((*head, *lines)).encode(coding))
    return file


PERIOD = ("--from", "2026-09-22", "--to", "2026-09-22")
ALL = (
    "2026-09-22,500.00,HX2026092200017,代缴费",
    "2026/09/23,850.50,,银联商务 000126",
    "20260922,200.00,,现金存入 回单 0922-17",
)


@pytest.mark.parametrize("coding", ["utf-8-sig", "gb18030"])
def test_a_statement_that_agrees_ends_with_0(closed: Path, tmp_path: Path, coding: str) -> None:
    said = ask(closed, "bank", str(statement(tmp_path, *ALL, coding=coding)), *PERIOD)
    assert said.exit_code == 0, said.output
    assert said.output.count("相符") == 3 and "只有" not in said.output


def test_what_only_one_side_has_is_listed_and_ends_with_1(closed: Path, tmp_path: Path) -> None:
    said = ask(
        closed, "bank", str(statement(tmp_path, *ALL[:2], "2026-09-22,77.00,X1,不明来款")), *PERIOD
    )
    assert said.exit_code == 1
    assert "只有本机有\t2026-09-22\t缴存\t200.00" in said.output
    assert "只有银行有\t2026-09-22\t第 5 行\t77.00\tX1\t不明来款" in said.output


def test_a_line_that_cannot_be_read_is_named(closed: Path, tmp_path: Path) -> None:
    bad = ("昨天,5.00,X,x", "2026-09-22,五元,X,x")
    said = ask(closed, "bank", str(statement(tmp_path, *ALL, *bad)), *PERIOD)
    assert said.exit_code == 1
    assert "第 6 行：日期“昨天”看不懂" in said.output
    assert "第 7 行：金额“五元”不是金额" in said.output


def test_money_that_went_out_is_not_ours_to_match(closed: Path, tmp_path: Path) -> None:
    said = ask(closed, "bank", str(statement(tmp_path, *ALL, "2026-09-22,-9.00,F,手续费")), *PERIOD)
    assert said.exit_code == 0, said.output


def test_a_file_without_the_columns_is_refused(closed: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("甲,乙\n1,2\n", "utf-8")
    said = ask(closed, "bank", str(file), *PERIOD)
    assert said.exit_code == 2 and "bank.file" in said.output
