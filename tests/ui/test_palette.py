"""Ctrl+K: people, cases and commands from one line; why a command cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from counter.ui.commands import Commands, no, spec
from counter.ui.palette.match import marked, span
from counter.ui.palette.model import Hit, PaletteModel
from counter.ui.palette.view import Palette
from counter.ui.presenting import InlineRunner
from counter.ui.qt import Qt
from counter.ui.rows import Group
from counter.ui.shell.reading import table_lines
from counter.ui.shell.window import Shell

CALL = spec("pal.call", "叫号", "F3", title="叫下一个号")
ACCEPT = spec("pal.accept", "受理", "F5")


class People:
    category = "人"

    def __init__(self, opened: list[str]) -> None:
        self.opened = opened
        self.asked: list[str] = []

    def find(self, query: str, limit: int) -> Sequence[Hit]:
        self.asked.append(query)
        return [
            Hit(name, marked(name, query), "尾号 0014", lambda n=name: self.opened.append(n))  # type: ignore[misc]
            for name in ("周明远", "曾美玉", "谭子豪")
            if span(name, query)
        ]


class Cases(People):
    category = "办件"


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def model(opened: list[str]) -> PaletteModel:
    book = Commands()
    book.set_page(
        [
            CALL.bind(lambda: opened.append("call")),
            ACCEPT.bind(lambda: opened.append("accept"), lambda: no("还差第 3 项材料")),
        ]
    )
    return PaletteModel(book, InlineRunner(), [People(opened), Cases(opened)])


@pytest.fixture
def palette(shell: Shell, model: PaletteModel, qtbot: Any) -> Palette:
    made = Palette(shell.ground, model)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    made.open()
    return made


def groups(model: PaletteModel) -> list[str]:
    return [str(row.name) for row in model.rows() if isinstance(row, Group)]


@pytest.mark.parametrize(
    ("words", "query", "part"),
    [
        ("周明远", "zmy", "周明远"),
        ("曾美玉", "zmy", "曾美玉"),
        ("食品流通许可", "spl", "食品流"),
        ("食品流通许可", "流通", "流通"),
        ("A4 打印", "a4", "A4"),
        ("周明远", "xyz", ""),
        ("周明远", "", ""),
    ],
)
def test_initials_and_characters_both_match(words: str, query: str, part: str) -> None:
    found = span(words, query)
    assert (words[slice(*found)] if found else "") == part


def test_the_matching_characters_carry_a_rule() -> None:
    runs = marked("办事证明页样式", "zmy")
    assert [(r.words, r.mark) for r in runs] == [("办事", False), ("证明页", True), ("样式", False)]


def test_everything_is_found_and_commands_are_always_there(palette: Palette) -> None:
    palette.box.setText("zmy")
    palette._ask_now()
    lines = table_lines(palette.table)
    assert lines == [
        "人 2",
        "▸周明远 尾号 0014",
        "曾美玉 尾号 0014",
        "办件 2",
        "周明远 尾号 0014",
        "曾美玉 尾号 0014",
        "现在能做的 不管打了什么，都在这里",
        "叫下一个号 [F3]",
        "受理 现在不能：还差第 3 项材料 [F5]",
    ]
    palette.grab()


def test_enter_opens_what_was_typed_not_what_stood_there(
    palette: Palette, opened: list[str], qtbot: Any
) -> None:
    qtbot.keyClicks(palette.box, "zmy")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert opened == ["周明远"]
    assert palette.isHidden()


def test_older_rows_are_not_under_the_hand_while_new_words_wait(palette: Palette) -> None:
    palette.box.setText("zmy")
    palette._ask_now()
    assert palette.table.current_id == "人:周明远"
    palette.box.setText("zmyy")
    assert palette.table.rows.rows and palette.table.current_row is None
    palette.draw()
    assert palette.table.current_row is None
    palette.box.setText("zeng")
    palette._ask_now()
    assert palette.table.current_row is not None


def test_arrows_choose_while_the_words_keep_the_focus(
    palette: Palette, opened: list[str], qtbot: Any
) -> None:
    qtbot.keyClicks(palette.box, "zmy")
    palette._ask_now()
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert opened == ["曾美玉"]


def test_a_sign_before_the_words_looks_for_commands_only(model: PaletteModel) -> None:
    model.ask(">受理")
    assert groups(model) == ["能做的"]
    assert all(provider.asked == [] for provider in model.providers)  # type: ignore[attr-defined]


def test_a_command_that_cannot_be_done_stays_and_says_why(
    palette: Palette, opened: list[str], qtbot: Any
) -> None:
    qtbot.keyClicks(palette.box, ">shouli")
    palette.box.setText(">sl")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert opened == []
    assert not palette.isHidden()
    assert "受理 现在不能：还差第 3 项材料 [F5]" in "\n".join(table_lines(palette.table))


def test_tab_narrows_to_one_kind_and_back(model: PaletteModel) -> None:
    model.ask("zmy")
    model.narrow()
    assert groups(model) == ["人"]
    model.narrow()
    assert groups(model) == ["办件"]
    model.narrow()
    assert groups(model) == ["人", "办件", "现在能做的"]


def test_esc_gives_the_focus_back(shell: Shell, palette: Palette, qtbot: Any) -> None:
    qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_a_late_answer_is_dropped(opened: list[str]) -> None:
    waiting: list[Any] = []

    class Later:
        def call(self, job: Any, done: Any = None, failed: Any = None, *, busy: str = "") -> None:
            waiting.append((job, done))

    model = PaletteModel(Commands(), Later(), [People(opened)])
    model.ask("z")
    model.ask("zmy")
    late, answer = waiting[0]
    answer(late())
    assert groups(model) == ["现在能做的"]
    last, answer = waiting[1]
    answer(last())
    assert groups(model) == ["人", "现在能做的"]
