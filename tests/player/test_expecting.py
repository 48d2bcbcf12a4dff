"""What an expectation compares, and the words it finds when it does not hold."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from counter.devices.page.tractor import Sheet, Tractor
from counter.player import expecting
from counter.player.expecting import Difference, nearest, packed
from counter.player.results import papers_in, pdf_text


class FakeStage:
    """A stage with printed things, and a desk that answers from a table."""

    def __init__(self, folder: Path, slips: list[str], answers: dict[str, Any]) -> None:
        printed = [{"text": text} for text in slips]
        self.slips = SimpleNamespace(slips=lambda: printed)
        self.papers = folder
        self.answers = answers
        self.desk_ended = False
        self.pos_ledger = lambda: {
            "charged_fen": 2450,
            "trades": [{"kind": "sale"}, {"kind": "refund"}],
            "settled": [{}],
        }

    @property
    def tractor(self) -> Path:
        return self.papers

    def ticket_paper(self) -> Tractor:
        gone = (Sheet("0064", "whole", "001-accept-1×2.pdf"), Sheet("0065", "blank"))
        return Tractor(number="0066", left=35, gone=gone)

    def ask_desk(self, do: str, **fields: Any) -> Any:
        return self.answers[fields.get("question", do)]


@pytest.fixture
def stage(tmp_path: Path) -> FakeStage:
    for name in ("001-accept-1×2.pdf", "002-grant-3.pdf", "010-accept-9.pdf"):
        canvas = Canvas(str(tmp_path / name))
        canvas.drawString(72, 700, f"Notice {name[:3]}")
        canvas.showPage()
        canvas.save()
    answers = {
        "screen": {"lines": ["受理  430423 19900101 0014", "下一步  按 F5"]},
        "field": {"value": "周记食品店"},
        "case": {
            "number": "4304",
            "status": "decided",
            "fields": {"due_on": "2026-10-20"},
            "timeline": ["case.received", "paper.issued", "case.accepted"],
        },
        "search": {"rows": [{"number": "4304", "applicant": "周明远", "matter": "食品"}]},
        "journal": {"acts": 3, "problems": [], "kinds": {"case.received": 1}},
        "drafts": {"titles": ["周明远 食品"]},
        "prints": {"jobs": [{"title": "回执", "state": "failed", "why": "printer.error"}]},
    }
    return FakeStage(tmp_path, ["收件回执\n第 1 次打印", "补打 第 2 次"], answers)


def look(stage: FakeStage, kind: str, **said: Any) -> Difference | None:
    wanted = {name.replace("_", " ").replace("inside", "in"): value for name, value in said.items()}
    return expecting.LOOKS[kind](stage, wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("screen", {"contains": ["430423199001010014", "按F5"], "not_contains": ["出错"]}),
        ("field", {"label": "字号", "value": "周记食品店"}),
        ("slip", {"contains": ["第2次"], "count": {"least": 2, "most": 2}}),
        ("slip", {"nth": 1, "contains": ["收件回执"], "not contains": ["补打"]}),
        ("paper", {"title": "accept", "nth": 1, "copies": {"least": 2}, "pages": {"most": 1}}),
        ("paper", {"title": "accept", "contains": ["Notice 010"], "count": {"least": 2}}),
        ("paper", {"count": {"least": 3, "most": 3}}),
        ("case", {"status": "decided", "fields": {"due_on": "2026-10-20"}}),
        ("case", {"timeline": ["case.received", "case.accepted"]}),
        ("search", {"text": "zmy", "finds": ["周明远"], "count": {"least": 1, "most": 1}}),
        ("journal", {"verify": "clean", "kinds": {"case.received": {"least": 1}}}),
        ("drafts", {"clerk": "0317", "count": {"most": 1}}),
        ("prints", {"failed": {"least": 1}, "done": {"most": 0}}),
        (
            "ledger",
            {"charged": "24.50", "sales": {"least": 1, "most": 1}, "voids": {"most": 0}},
        ),
        ("ledger", {"settlements": {"least": 1}, "refunds": {"least": 1}}),
        ("tickets", {"next": "0066", "left": {"least": 35, "most": 35}, "half": {"most": 0}}),
        ("tickets", {"whole": {"least": 1}, "blank": {"least": 1}, "contains": ["Notice 001"]}),
        ("desk", {"is": "running"}),
    ],
)
def test_what_holds(stage: FakeStage, kind: str, said: dict[str, Any]) -> None:
    assert look(stage, kind, **said) is None


@pytest.mark.parametrize(
    ("kind", "said", "expected", "was"),
    [
        ("screen", {"contains": ["按 F6"]}, "the screen contains '按 F6'", "nearest: '下一步  按"),
        (
            "screen",
            {"inside": "next", "not_contains": ["F5"]},
            "the screen (next) does not contain 'F5'",
            "下一步  按 F5",
        ),
        ("field", {"label": "字号", "value": "周"}, "field '字号' is '周'", "'周记食品店'"),
        ("slip", {"count": {"least": 3}}, "number of slips: at least 3", "2"),
        ("slip", {"nth": 3, "contains": ["x"]}, "slip 3", "2 slips were printed"),
        ("paper", {"title": "refuse", "contains": ["x"]}, "one of the papers titled", "printed: a"),
        ("paper", {"title": "grant", "copies": {"least": 2, "most": 2}}, "copies: 2", "1"),
        ("case", {"status": "closed"}, "case 4304 is closed", "decided"),
        ("case", {"timeline": ["case.accepted", "paper.issued"]}, "in this order", "case.received"),
        ("search", {"text": "x", "finds": ["李四"]}, "a search for 'x' contains '李四'", "4304"),
        ("journal", {"kinds": {"case.closed": {"least": 1, "most": 1}}}, "'case.closed': 1", "0"),
        ("ledger", {"charged": "35.00"}, "the POS has charged 35.00", "24.50"),
        ("ledger", {"sales": {"least": 2, "most": 2}}, "sales at the POS: 2", "1"),
        ("prints", {"failed": {"most": 0}}, "failed print jobs: at most 0", "printer.error"),
        ("tickets", {"next": "0065"}, "the sheet in the tractor is 0065", "0066"),
        ("tickets", {"half": {"least": 1, "most": 1}}, "half sheets: 1", "0065 blank"),
        ("tickets", {"contains": ["红字"]}, "ticket 0064 contains '红字'", "Notice 001"),
        ("desk", {"is": "ended"}, "the desk is ended", "running"),
    ],
)
def test_what_does_not_hold(
    stage: FakeStage, kind: str, said: dict[str, Any], expected: str, was: str
) -> None:
    wrong = look(stage, kind, **said)
    assert wrong is not None
    assert expected in wrong.expected
    assert was in wrong.was


def test_problems_of_the_journal_are_shown(stage: FakeStage) -> None:
    stage.answers["journal"]["problems"] = ["act 7: the hash does not fit"]
    wrong = look(stage, "journal", verify="clean")
    assert wrong is not None and "act 7" in wrong.was


def test_papers_are_read_in_the_order_of_printing(stage: FakeStage) -> None:
    papers = papers_in(stage.papers)
    assert [(p.title, p.copies) for p in papers] == [
        ("accept-1", 2),
        ("grant-3", 1),
        ("accept-9", 1),
    ]
    text, pages = pdf_text(papers[0].path)
    assert (packed(text), pages) == ("Notice001", 1)


def test_the_nearest_line_shares_the_longest_stretch() -> None:
    lines = ["离线 待传 3 件", "周明远 食品流通许可", "周明 已受理"]
    assert nearest("周明远 食品流通", lines) == lines[1]
    assert nearest("zzz", lines) == ""
