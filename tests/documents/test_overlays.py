"""套打: each text lies where its form says, moves as the printer needs it, and is never cut off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.documents import pdf
from tests.documents.test_refusals import NOWHERE

from counter.cli import main
from counter.documents import FormPapers, overlays, samplemoney, samples
from counter.documents import content as words
from counter.documents.forms import FormLibrary, read_form
from counter.documents.overlaylayouts import Field, Items, Room
from counter.domain.errors import KnownError
from counter.domain.fees import standard_short
from counter.domain.ticketcontent import Calibration, TicketItem, ticket_fields
from counter.packs.catalogue import demo_catalogue
from counter.ports.papers import TicketPapers

FORMS = ("ticket_general", "ticket_payment")
NEAR = 0.1  # mm


def kind_of(form: str) -> str:
    return form.removeprefix("ticket_")


def refused(papers: FormPapers, form: str, **changes: object) -> KnownError:
    content = msgspec.structs.replace(samplemoney.ticket(kind_of(form)), **changes)
    with pytest.raises(KnownError) as caught:
        papers.check_ticket(form, content)
    with pytest.raises(KnownError, match=caught.value.code):
        papers.render_ticket(form, "", content, 1)
    assert str(caught.value.next_step)
    return caught.value


# --- places --------------------------------------------------------------------------------------


def marked(form: str) -> tuple[dict[str, object], list[tuple[str, Room, float]]]:
    """A content that says something different in every place, and what to look for where."""
    layout = FormLibrary().get(form)
    content: dict[str, object] = {**samples.sample(form), "title": "票"}
    plain = [key for key, value in content.items() if isinstance(value, str)]
    for n, key in enumerate(plain):
        if key not in ("bill_code", "date"):
            content[key] = f"{n:010d}" if key == "serial_code" else f"栏{n:02d}"
    items = overlays.items_of(layout)
    assert items is not None
    keys = ("item_code", "item_name", "unit", "quantity", "standard", "amount")
    rows = [{key: f"行{n:02d}{i}" for i, key in enumerate(keys)} for n in range(items.most)]
    content["ticket_items"] = [{"no": n, **row} for n, row in enumerate(rows, 1)]
    expected: list[tuple[str, Room, float]] = []
    for block in layout.blocks:
        if isinstance(block, Field) and words.holds(block.when, content):
            said = words.fill_plain(block.field, content)
            expected.append((said, block, block.y))
        if isinstance(block, Items):
            for n, row in enumerate(rows):
                y = block.y + n * block.pitch
                expected += [(words.fill_plain(c.cell, row), c, y) for c in block.columns]
    return content, expected


def data_of(papers: FormPapers, form: str, content: dict[str, object]) -> bytes:
    return papers.render(samples.issued(form, "票", "overlay", content), 1).data


@pytest.mark.parametrize("form", FORMS)
def test_every_field_lies_where_the_form_says(papers: FormPapers, form: str) -> None:
    content, expected = marked(form)
    data = data_of(papers, form, content)
    assert len(expected) > 40
    for said, room, y in expected:
        left, right, baseline = pdf.placed(data, said)
        where = {
            "left": (left, room.x),
            "centre": ((left + right) / 2, room.x + room.width / 2),
            "right": (right, room.x + room.width),
        }[room.align]
        assert where[0] == pytest.approx(where[1], abs=NEAR), said
        assert baseline == pytest.approx(y, abs=NEAR), said
        assert left > room.x - NEAR and right < room.x + room.width + NEAR, said


@pytest.mark.parametrize(
    "set_to",
    [
        Calibration(dx_um=1500, dy_um=-800),
        Calibration(scale_x_ppm=1_012_000, scale_y_ppm=988_000),
        Calibration(dx_um=-2250, dy_um=3100, scale_x_ppm=995_500, scale_y_ppm=1_004_000),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_setting_moves_every_field_by_exactly_that(
    papers: FormPapers, form: str, set_to: Calibration
) -> None:
    content = samplemoney.ticket(kind_of(form))
    before = papers.render_ticket(form, "", content, 2)
    after = papers.render_ticket(form, "", content, 2, set_to)
    assert after.text == before.text
    assert pdf.size(after.data) == pdf.size(before.data)
    for said in set(before.text.replace("  ", "\n").splitlines()):
        left, right, baseline = pdf.placed(before.data, said)
        got = pdf.placed(after.data, said)
        across = (set_to.scale_x_ppm / 1e6, set_to.dx_um / 1e3)
        assert got[0] == pytest.approx(left * across[0] + across[1], abs=0.02), said
        assert got[1] == pytest.approx(right * across[0] + across[1], abs=0.02), said
        down = baseline * set_to.scale_y_ppm / 1e6 + set_to.dy_um / 1e3
        assert got[2] == pytest.approx(down, abs=0.02), said


@pytest.mark.parametrize("set_to", [Calibration(dx_um=30_001), Calibration(scale_y_ppm=899_999)])
def test_a_setting_that_no_printer_needs_is_refused(
    papers: FormPapers, set_to: Calibration
) -> None:
    with pytest.raises(KnownError, match=r"overlay\.calibration"):
        papers.render_ticket("ticket_general", "", samplemoney.ticket(), 1, set_to)


@pytest.mark.parametrize("form", FORMS)
def test_the_page_is_the_form_and_holds_data_only(papers: FormPapers, form: str) -> None:
    paper = papers.ticket_form(form)
    rendered = papers.render_ticket(form, "", samplemoney.ticket(kind_of(form)), 1)
    assert pdf.size(rendered.data) == pytest.approx((paper.width_mm, paper.height_mm), abs=0.01)
    assert b"/PrintScaling /None" in rendered.data
    assert pdf.paths(rendered.data) == []
    found = pdf.squeezed("".join(pdf.texts(rendered.data)))
    assert found and "交款人" not in found and "项目编码" not in found
    assert pdf.letters(found) == pdf.letters(rendered.text)
    assert all("CounterSong" in font for font in pdf.fonts(rendered.data))
    assert b"Helvetica" not in rendered.data


@pytest.mark.parametrize("form", FORMS)
def test_a_preview_shows_the_paper_under_the_data_and_moves_the_data_only(
    papers: FormPapers, form: str
) -> None:
    content = samplemoney.ticket(kind_of(form))
    shift = Calibration(dx_um=2000)
    still = papers.render_ticket(form, "", content, 1, preview=True)
    moved = papers.render_ticket(form, "", content, 1, shift, preview=True)
    assert pdf.placed(moved.data, "票据代码") == pdf.placed(still.data, "票据代码")
    assert pdf.paths(moved.data) == pdf.paths(still.data) != []
    here, there = pdf.placed(still.data, "刘慧")[0], pdf.placed(moved.data, "刘慧")[0]
    assert there == pytest.approx(here + 2, abs=0.02)


# --- what it says --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_ticket_says_what_was_looked_at(
    papers: FormPapers, golden: Callable[[str, str], None], form: str
) -> None:
    rendered = papers.render_ticket(form, "", samplemoney.ticket(kind_of(form)), 1)
    golden(f"{form}.txt", rendered.text)


def test_a_red_ticket_says_red_minus_and_which_one_it_answers(
    papers: FormPapers, golden: Callable[[str, str], None]
) -> None:
    red = papers.render_ticket("ticket_general", "", samplemoney.ticket(red=True), 1)
    golden("ticket_general-red.txt", red.text)
    for said in ("红字", "冲原票 43042126 0000000064", "人民币负捌佰伍拾元零伍角整", "￥-850.50"):
        assert said in red.text
    plain = papers.render_ticket("ticket_general", "", samplemoney.ticket(), 1)
    assert "红字" not in plain.text and "负" not in plain.text


def test_a_payment_order_has_its_date_in_capitals(papers: FormPapers) -> None:
    ticket = msgspec.structs.replace(samplemoney.ticket("payment"), date="2026-10-20")
    text = papers.render_ticket("ticket_payment", "", ticket, 1).text
    assert "贰零贰陆年零壹拾月零贰拾日" in text and "2026" not in text.replace("〔2026〕", "")


def test_a_reprint_and_a_simulated_ticket_carry_their_marks(papers: FormPapers) -> None:
    def text(nth: int, **changes: bool) -> str:
        content = msgspec.structs.replace(samplemoney.ticket(), **changes)
        return papers.render_ticket("ticket_general", "", content, nth).text

    assert "补打" not in text(1) and "模拟" not in text(1)
    assert "补打 第 3 次" in text(3)
    assert "模拟　不具法律效力" in text(1, simulated=True)
    both = text(2, simulated=True, training=True)
    assert "练习 · 模拟" in both and "补打 第 2 次" in both


def test_the_form_tells_the_desk_about_its_paper(papers: FormPapers) -> None:
    kept: TicketPapers = papers
    general, payment = (kept.ticket_form(form) for form in FORMS)
    assert (general.width_mm, general.height_mm, general.most_items) == (241, 139.7, 12)
    assert (general.copies, payment.copies) == (3, 5)
    assert general.parts[0] == "存根联" and general.number_mask == "##########"
    assert general.version == kept.form_version("ticket_general")  # type: ignore[attr-defined]


def test_a_ticket_is_reprinted_in_the_form_it_was_issued_in(tmp_path: Path) -> None:
    old = (FormLibrary().root / "ticket_general.yaml").read_text("utf-8")
    new = old.replace("version: 1", "version: 2").replace("人民币{total", "大写{total")
    (tmp_path / "ticket_general.v1.yaml").write_text(old, "utf-8")
    (tmp_path / "ticket_general.yaml").write_text(new, "utf-8")
    papers, ticket = FormPapers(tmp_path), samplemoney.ticket()
    issued_under = FormPapers().ticket_form("ticket_general").version
    assert "人民币" in papers.render_ticket("ticket_general", issued_under, ticket, 2).text
    assert "人民币" not in papers.render_ticket("ticket_general", "", ticket, 1).text


# --- what stops it -------------------------------------------------------------------------------


def test_a_long_name_gets_smaller_and_stays_in_its_room(papers: FormPapers) -> None:
    name = "衡山县开云镇新桥社区居民委员会第三居民小组春天里餐饮文化传播有限责任公司"
    ticket = msgspec.structs.replace(samplemoney.ticket(), payer_name=name + "分号")
    data = papers.render_ticket("ticket_general", "", ticket, 1).data
    left, right, _ = pdf.placed(data, name + "分号")
    assert left == pytest.approx(34, abs=NEAR) and right <= 154 + NEAR


def test_two_lines_stand_around_the_middle_of_the_one_and_do_not_touch(
    papers: FormPapers,
) -> None:
    name = "衡山县财政局非税收入汇缴结算户（衡山农村商业银行开云支行代理专户）"
    ticket = msgspec.structs.replace(samplemoney.ticket("payment"), payee_name=name)
    rendered = papers.render_ticket("ticket_payment", "", ticket, 1)
    assert name in pdf.squeezed("".join(pdf.texts(rendered.data)))
    lines = [line for line in rendered.text.splitlines() if line and line in name]
    assert "".join(lines) == name and len(lines) == 2
    (left, _, upper), (also, _, lower) = (pdf.placed(rendered.data, line) for line in lines)
    assert (left, also) == pytest.approx((149.5, 149.5), abs=NEAR)
    assert lower - upper == pytest.approx(3.2, abs=0.02)
    one = papers.render_ticket("ticket_payment", "", samplemoney.ticket("payment"), 1)
    baseline = pdf.placed(one.data, "衡山县财政局")[2]
    assert upper < baseline < lower


@pytest.mark.parametrize("form", FORMS)
def test_every_fee_of_the_demo_hall_has_room_on_its_ticket(papers: FormPapers, form: str) -> None:
    """What was paid must be printable: the longest names, measures and standards there are."""
    fees = demo_catalogue().fees
    assert len(fees) > 10
    for fee in fees:
        item = TicketItem(
            code=fee.code,
            name=fee.name,
            unit=fee.measure,
            quantity="999,999.999",
            standard=standard_short(fee),
            amount=999_999_999,
        )
        ticket = msgspec.structs.replace(
            samplemoney.ticket(kind_of(form)), items=(item,), total=item.amount
        )
        papers.check_ticket(form, ticket)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_long_day_writes_on_a_ticket_has_room(papers: FormPapers, form: str) -> None:
    """Two reductions with long documents, a ticket exchanged, three cards and cash."""
    ticket = msgspec.structs.replace(
        samplemoney.ticket(kind_of(form)),
        remark="减免 100.00（县政府专题纪要〔2026〕14 号）；减免 1,200.00（衡山县人民政府关于招商"
        "引资若干优惠政策的通知〔2025〕32 号）；换开，原票 0000600066 作废",
        pay_method="现金 1,000.00 POS 2,402.00",
        pos_reference="092210371846、092210371977、092210382003",
    )
    papers.check_ticket(form, ticket)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("payer_name", "衡" * 60),
        ("remark", "核" * 160),
        ("pay_code", "9" * 60),
        ("agency_name", "政" * 40),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_has_no_room_is_refused_and_named(
    papers: FormPapers, form: str, field: str, value: str
) -> None:
    error = refused(papers, form, **{field: value})
    assert (error.code, error.context["field"]) == ("paper.too_wide", field)
    assert words.FIELD_WORDS[field] in str(error.what) and str(len(value)) in str(error.what)


def test_figures_never_get_smaller(papers: FormPapers) -> None:
    huge = 999_999_999_999
    item = TicketItem(code="1", name="土地出让金", amount=huge)
    ticket = msgspec.structs.replace(samplemoney.ticket(), items=(item,), total=huge)
    assert "￥9,999,999,999.99" in papers.render_ticket("ticket_general", "", ticket, 1).text
    layout = FormLibrary().get("ticket_general")
    fits = {block.field: block.fit for block in layout.blocks if isinstance(block, Field)}
    assert fits["￥{total}"] == "refuse" and fits["{serial_code}"] == "refuse"


def test_more_items_than_rows_are_refused(papers: FormPapers) -> None:
    item = TicketItem(code="103", name="工本费", amount=100)
    error = refused(papers, "ticket_payment", items=(item,) * 7, total=700)
    assert error.code == "ticket.too_many_items"
    assert (error.context["count"], error.context["most"]) == (7, 6)


@pytest.mark.parametrize(
    ("field", "value"), [("serial_code", "64"), ("bill_code", "4304212"), ("bill_code", "4304212A")]
)
def test_a_number_of_another_shape_is_refused(papers: FormPapers, field: str, value: str) -> None:
    error = refused(papers, "ticket_general", **{field: value})
    assert (error.code, error.context["field"]) == ("paper.mask", field)
    assert value in str(error.what) and "#" in str(error.what)


def test_a_character_that_no_font_has_is_refused(papers: FormPapers) -> None:
    error = refused(papers, "ticket_general", payer_name=f"欧阳{NOWHERE}")
    assert error.code == "paper.glyph_missing" and "交款人" in str(error.what)


def test_a_rare_name_is_printed_with_another_font(papers: FormPapers) -> None:
    ticket = msgspec.structs.replace(samplemoney.ticket(), payer_name="周𠅤䶮")
    data = papers.render_ticket("ticket_general", "", ticket, 1).data
    assert "周𠅤䶮" in "".join(pdf.texts(data))


def test_a_page_is_no_ticket_form(papers: FormPapers) -> None:
    with pytest.raises(KnownError, match=r"form\.no_overlay"):
        papers.ticket_form("accept_notice")


# --- the language --------------------------------------------------------------------------------

GOOD = """\
form: note
version: 1
channel: overlay
title: 便条
paper: {width: 100, height: 60}
parts: [一联]
mark: {x: 60, y: 8, width: 30}
required: [payer_name]
fields:
  - {field: "{payer_name}", x: 10, y: 20, width: 40}
  - items: ticket_items
    y: 30
    pitch: 5
    most: 4
    columns:
      - {cell: "{item_name}", x: 10, width: 40}
under:
  - {words: 交款人, x: 2, y: 20}
  - {frame: [8, 25, 50, 30], rows: [10], columns: [20]}
"""


def faults(text: str) -> list[str]:
    form, found = read_form(text.encode(), "note", samples.known_fields())
    assert (form is None) == bool(found)
    return [str(fault) for fault in found]


def test_a_good_overlay_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("y: 20, width: 40}", "y: 20, width: 95}", "line 10, element 1: ends 105 mm from the left"),
        ("y: 20, width: 40}", "y: 61, width: 40}", "line 10, element 1: ends 61 mm from the top"),
        ("most: 4", "most: 9", "line 11, element 2: ends 70 mm from the top; the paper is 60"),
        (
            "x: 10, width: 40}",
            "x: 10, width: 0}",
            "element 2: columns.0.width: expected `float` > 0",
        ),
        ("x: 10, width: 40}", "x: 10, wide: 40}", "line 16, element 2: unknown key wide; known"),
        ("y: 20, width: 40}", "y: 20, width: 40, size: 6.5}", "least 7 is more than size 6.5"),
        ("y: 20, width: 40}", "y: 20, width: 40, gap: 2}", "gap is for pages"),
        ("x: 10, width: 40}", "x: 10, width: 40, when: red}", "takes neither when nor gap"),
        ("{payer_name}", "{payer_nam}", "line 10, element 1: no paper has a field payer_nam"),
        (
            "items: ticket_items",
            "items: tickets",
            "line 11, element 2: no paper has a field tickets",
        ),
        ("parts: [一联]", "parts: []", "line 6: parts: expected `array` of length >= 1"),
        ("width: 100,", "widht: 100,", "line 5: unknown key widht; known here: width, height"),
        ("mark: {x: 60, y: 8, width: 30}\n", "", "object missing required field `mark`"),
        ("fields:", "body:", "no fields; a overlay form has its blocks under fields:"),
        ("words: 交款人", "word: 交款人", "line 18, element 1: no block of a pre-printed form"),
        ("25, 50, 30]", "25, 50, 40]", "line 19, element 2: ends 65 mm from the top"),
        ("parts: [一联]", "parts: [一联]\nmasks: {seral: '#'}", "no paper has a field seral"),
    ],
)
def test_a_fault_names_line_and_element(before: str, after: str, fault: str) -> None:
    assert before in GOOD
    found = faults(GOOD.replace(before, after))
    assert any(fault in line for line in found), found


# --- the page to measure with --------------------------------------------------------------------


def test_the_crosshairs_lie_where_they_say_and_move_with_the_setting(tmp_path: Path) -> None:
    def page(*options: str) -> bytes:
        out = tmp_path / "cross.pdf"
        order = ["forms", "crosshair", "ticket_general", "--out", str(out), *options]
        done = CliRunner().invoke(main, order)
        assert done.exit_code == 0, done.output
        return out.read_bytes()

    def crosses(data: bytes) -> set[tuple[float, float]]:
        flat = [p for p in pdf.paths(data) if 9.5 < p[2] - p[0] < 10.8]
        return {(round((p[0] + p[2]) / 2, 1), round((p[1] + p[3]) / 2, 1)) for p in flat}

    assert crosses(page()) == {(x, y) for x in (20, 120, 221) for y in (20, 70, 120)}
    assert "左 20" in "".join(pdf.texts(page()))
    moved = crosses(page("--dx", "1.5", "--dy", "-0.8", "--scale-x", "1.01"))
    assert {x for x, _ in moved} == {21.7, 122.7, 224.7}
    assert {y for _, y in moved} == {19.2, 69.2, 119.2}


def test_a_setting_out_of_reason_is_told_on_the_command_line() -> None:
    done = CliRunner().invoke(main, ["forms", "crosshair", "ticket_general", "--dx", "45"])
    assert done.exit_code == 1 and "30 毫米" in done.output


def test_a_ticket_of_any_day_can_be_checked(papers: FormPapers) -> None:
    """Capitals of dates differ in length; the longest has room."""
    for day in (dt.date(2026, 12, 29), dt.date(2027, 11, 17), dt.date(2028, 2, 29)):
        ticket = msgspec.structs.replace(samplemoney.ticket("payment"), date=day.isoformat())
        papers.check_ticket("ticket_payment", ticket)
    assert ticket_fields(samplemoney.ticket())["total"] == "850.50"
