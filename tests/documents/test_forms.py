"""Layouts as data: errors by line, versions, the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from counter.cli import main
from counter.documents import FormPapers, samples
from counter.documents.forms import FormLibrary, read_form
from counter.domain.errors import KnownError
from counter.resources import forms_root

GOOD = """\
form: note
version: 1
channel: page
title: 便条
required: [applicant]
body:
  - heading: 便条
  - paragraph: 致 {applicant}
    indent: 0
"""


def faults(text: str, name: str = "note") -> list[str]:
    form, found = read_form(text.encode(), name)
    assert (form is None) == bool(found)
    return [str(fault) for fault in found]


def test_good_form_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            "indent: 0",
            "indant: 0",
            "form note: line 9, element 2: unknown key indant; known",
        ),
        ("indent: 0", "indent: zero", "form note: line 9, element 2: indent: expected `int`"),
        ("indent: 0", "indent: 99", "form note: line 9, element 2: indent: expected `int` <= 10"),
        ("{applicant}", "{Applicant}", "form note: line 8, element 2: {Applicant} is no slot"),
        ("{applicant}", "**x", "form note: line 8, element 2: ** opens and never closes"),
        ("{applicant}", "}{", "form note: line 8, element 2: } is no slot"),
        ("- paragraph:", "- paragraf:", "form note: line 8, element 2: no block of a page form"),
        ("indent: 0", "when: a b", "form note: line 9, element 2: “a b” is no condition"),
        ("version: 1", "version: 0", "form note: line 2: version: expected `int` >= 1"),
        ("form: note", "form: other", "form note: line 1: form is other, the file note"),
        ("channel: page", "channel: web", "form note: line 3: channel: invalid enum value"),
        ("title: 便条\n", "", "form note: line 1: object missing required field `title`"),
        ("body:", "bodies:", "form note: line 1: no body; a page form has its blocks under body:"),
        ("indent: 0", "indent: [", "not YAML"),
    ],
)
def test_fault_names_line_element_and_what_is_right(before: str, after: str, fault: str) -> None:
    assert before in GOOD
    found = faults(GOOD.replace(before, after))
    assert any(fault in line for line in found), found


def test_fault_in_a_tables_column_is_on_its_line() -> None:
    table = "  - table: materials\n    columns:\n      - {head: 序, cell: n, widht: 5}\n"
    (fault,) = faults(GOOD + table)
    assert fault.startswith("form note: line 12, element 3: unknown key widht; known here: head")


def test_grid_rows_match_its_widths() -> None:
    grid = "  - grid:\n      - [甲, 乙]\n      - [丙]\n    widths: [20, 30]\n"
    assert faults(GOOD + grid) == ["form note: line 12, element 3: 1 cells; widths has 2"]


def test_all_faults_are_told_at_once() -> None:
    text = GOOD.replace("indent: 0", "indant: 0").replace("heading: 便条", "heading: '{x'")
    assert len(faults(text.replace("version: 1", "version: no"))) == 1  # the head first
    assert len(faults(text)) == 2


def test_bad_utf8_and_empty_files() -> None:
    assert "UTF-8" in str(read_form(b"\xff\xfe", "note")[1][0])
    assert "no mapping" in str(read_form(b"", "note")[1][0])


def test_bad_form_stops_the_paper_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(GOOD.replace("indent", "indant"), encoding="utf-8")
    with pytest.raises(KnownError, match=r"form\.bad.*line 9, element 2"):
        FormLibrary(tmp_path).get("note")


def test_version_string_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_text(GOOD, encoding="utf-8")
    first = FormPapers(tmp_path).form_version("note")
    path.write_text(GOOD.replace("致", "给"), encoding="utf-8")
    second = FormPapers(tmp_path).form_version("note")
    assert first.startswith("note@1+") and len(first) == len("note@1+") + 8
    assert second.startswith("note@1+") and second != first


def test_paper_issued_under_a_kept_version_is_reprinted_in_it(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(GOOD, encoding="utf-8")
    papers = FormPapers(tmp_path)
    content: dict[str, object] = {"applicant": "欧阳雪", "organ_short": ""}
    issued = samples.issued("note", "便条", "page", content, papers.form_version("note"))
    (tmp_path / "note.v1.yaml").write_text(GOOD, encoding="utf-8")
    changed = GOOD.replace("version: 1", "version: 2").replace("致", "送交")
    (tmp_path / "note.yaml").write_text(changed, encoding="utf-8")
    later = FormPapers(tmp_path)
    assert later.library.names() == ("note",)
    assert "致 欧阳雪" in later.render(issued, 2).text
    anew = samples.issued("note", "便条", "page", content, later.form_version("note"))
    assert "送交 欧阳雪" in later.render(anew, 1).text


@pytest.mark.parametrize("name", FormLibrary().names())
def test_products_own_forms_are_good(name: str) -> None:
    _, found = read_form((forms_root() / f"{name}.yaml").read_bytes(), name)
    assert found == []


# --- counter forms -------------------------------------------------------------------------------


def test_list_and_check() -> None:
    runner = CliRunner()
    listed = runner.invoke(main, ["forms", "list"])
    assert listed.exit_code == 0
    for name in ("accept_notice", "receipt_slip", "decision_grant", "recovery_key"):
        assert name in listed.output
    checked = runner.invoke(main, ["forms", "check"])
    assert checked.exit_code == 0, checked.output
    assert checked.output.count(": ok") == len(FormLibrary().names())


def test_check_tells_the_line_and_fails(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(GOOD.replace("indent", "indant"), encoding="utf-8")
    result = CliRunner().invoke(main, ["forms", "check", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "form note: line 9, element 2: unknown key indant" in result.output


def test_check_finds_a_field_that_no_case_has(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(GOOD.replace("{applicant}", "{aplicant}"), encoding="utf-8")
    result = CliRunner().invoke(main, ["forms", "check", "note", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "aplicant" in result.output


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("{applicant}", "{aplicant}", "line 8, element 2: no paper has a field aplicant; did you"),
        ("{applicant}", "{phoen|无}", "line 8, element 2: no paper has a field phoen; did you"),
        (
            "indent: 0",
            "when: same_dya",
            "line 9, element 2: no paper has a field same_dya; did you",
        ),
        ("[applicant]", "[qwxz]", "line 5: no paper has a field qwxz; forms/README.md lists"),
    ],
)
def test_check_finds_a_misspelt_field_by_line_even_where_a_stand_in_would_hide_it(
    before: str, after: str, fault: str, tmp_path: Path
) -> None:
    (tmp_path / "note.yaml").write_text(GOOD.replace(before, after), encoding="utf-8")
    result = CliRunner().invoke(main, ["forms", "check", "note", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert fault in result.output


def test_every_field_that_the_readme_lists_is_known_and_the_other_way_round() -> None:
    page = (forms_root() / "README.md").read_text(encoding="utf-8")
    listed = page.split("### Fields", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"`([a-z_]+)`", listed)) - {"weeks"}
    inside = {"date", "mark", "number", "name", "trial"}  # cells of `days`; marks made by us
    assert samples.known_fields() - inside == named - inside


def test_preview_of_a_page(tmp_path: Path) -> None:
    out = tmp_path / "notice.pdf"
    data = tmp_path / "data.json"
    data.write_text(json.dumps({"applicant": "龙小满"}), encoding="utf-8")
    arguments = ["forms", "preview", "accept_notice", "--out", str(out), "--data", str(data)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("width", "dots"), [("80", 576), ("58", 384)])
def test_preview_of_a_slip_has_text_and_picture_beside(
    tmp_path: Path, width: str, dots: int
) -> None:
    out = tmp_path / "slip.bin"
    arguments = ["forms", "preview", "receipt_slip", "--out", str(out), "--width", width]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"\x1b@\x1c&")
    assert "10月20日 星期二" in out.with_suffix(".txt").read_text(encoding="utf-8")
    with Image.open(out.with_suffix(".png")) as picture:
        assert picture.width == dots + 32


def test_preview_says_what_is_missing_in_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text(json.dumps({"applicant": ""}), encoding="utf-8")
    result = CliRunner().invoke(main, ["forms", "preview", "accept_notice", "--data", str(data)])
    assert result.exit_code == 1
    assert "申请人（applicant）" in result.output and "Traceback" not in result.output
    unknown = CliRunner().invoke(main, ["forms", "preview", "nope"])
    assert unknown.exit_code == 1 and "nope" in unknown.output


KEPT = sorted(path.stem for path in forms_root().glob("*.v*.yaml"))


@pytest.mark.parametrize("kept", KEPT)
def test_a_kept_layout_still_sets_the_papers_of_its_time(kept: str) -> None:
    name, _, version = kept.rpartition(".v")
    papers = FormPapers()
    head = papers.library.get(name, f"{name}@{version}+00000000").head
    assert head.version == int(version) < papers.library.get(name).head.version
    issued = samples.issued(name, head.title, "page", stamp=f"{name}@{version}+00000000")
    assert papers.render(issued, 2).pages == 1
