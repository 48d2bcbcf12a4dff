"""The command registry, and lines of words that draw their hints from it."""

from __future__ import annotations

import pytest

from counter.domain.errors import text
from counter.ui.commands import YES, Commands, all_specs, no, spec
from counter.ui.keymap import GROUPS, key_map
from counter.ui.markup import HintRun, Run, parse
from counter.ui.widgets import paint

SAVE = spec("trial.save", "存好", "F5", doing="正在存")
KEEP = spec("trial.keep", "留着", "F5")
LETTER = spec("trial.letter", "缺这项", "Q")


def test_the_enabled_command_of_a_key_wins() -> None:
    book = Commands()
    book.set_page([SAVE.bind(print, lambda: no("还差一项")), KEEP.bind(print)])
    found = book.by_key("F5")
    assert found is not None
    assert found.id == "trial.keep"


def test_a_page_comes_before_the_shell() -> None:
    book = Commands()
    book.set_shell([KEEP.bind(print)])
    book.set_page([SAVE.bind(print)])
    found = book.by_key("F5")
    assert found is not None
    assert found.id == "trial.save"


def test_a_running_command_cannot_be_pressed_again() -> None:
    book = Commands()
    command = SAVE.bind(print)
    book.set_page([command])
    book.set_running("trial.save", "正在存")
    assert not book.state(command).ok
    book.set_running("trial.save")
    assert book.state(command) == YES


def test_an_id_is_declared_once() -> None:
    assert spec("trial.save", "存好", "F5", doing="正在存") == SAVE
    with pytest.raises(ValueError, match=r"trial\.save"):
        spec("trial.save", "别的", "F5")


def test_markup_knows_bold_words_and_hints() -> None:
    assert parse("收到 **第 3 项**，按 [[trial.save]]") == (
        Run("收到 "),
        Run("第 3 项", bold=True),
        Run("，按 "),
        HintRun("trial.save"),
    )


def test_a_name_cannot_become_markup() -> None:
    line = text("收到 **{name}**", name="**甲** [[trial.save]] {x}")
    assert parse(line) == (Run("收到 "), Run("**甲** [[trial.save]] {x}", bold=True))


def test_a_hint_is_read_with_key_and_verb() -> None:
    assert paint.words_of("缺材料按 [[trial.letter]]") == "缺材料按 [Q] 缺这项"
    assert paint.words_of("[[trial.letter|]]") == "[Q]"


def test_a_hint_of_an_unknown_command_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"trial\.nowhere"):
        paint.words_of("[[trial.nowhere]]")


ON_ONE_KEY = 4
"""Most commands of a page on one key, each for another state: F5 of a case goes on from where it
stands (受理, 收补正, 走表, 用印送达)."""


def test_bare_letters_and_f_keys_are_unique_within_a_page() -> None:
    taken: dict[tuple[str, str], list[str]] = {}
    for each in all_specs():
        if each.key and each.group != "trial":
            taken.setdefault((each.group, each.key), []).append(each.id)
    many = {k: v for k, v in taken.items() if len(v) > ON_ONE_KEY}
    assert many == {}


def test_the_key_map_is_current() -> None:
    from pathlib import Path

    import counter

    root = Path(counter.__file__).parents[2]
    page = (root / "docs" / "keys.md").read_text(encoding="utf-8")
    mine = [each for each in all_specs() if each.group in GROUPS]
    assert page == key_map(mine), "run: python -m counter.ui.keymap docs/keys.md"
