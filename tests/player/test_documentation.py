"""The examples of docs/player.md, one after another, are a script that plays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counter.player.conductor import play
from counter.player.language import EXPECTATIONS, STAGE, VERBS, load_script
from counter.player.report import explain

PAGE = Path(__file__).parents[2] / "docs" / "player.md"
_BLOCK = re.compile(r"```yaml(?: file=(\S+))?\n(.*?)```", re.DOTALL)


def write_script(folder: Path) -> Path:
    """The page's examples as a script, with the files they include."""
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    head, *steps = [text for name, text in blocks if not name]
    for name, text in blocks:
        if name:
            (folder / name).write_text(text, "utf-8")
    script = folder / "every-word.yaml"
    script.write_text(f"{head}steps:\n{''.join(steps)}", "utf-8")
    return script


def test_every_word_is_explained() -> None:
    page = PAGE.read_text("utf-8")
    for name, verb in VERBS.items():
        assert f"### `{name}`" in page, name
        section = page.split(f"### `{name}`")[1].split("\n### ")[0]
        for argument in verb.shape.args if name != "expect" else ("within",):
            if list(verb.shape.args) != [verb.shape.bare]:
                assert f"`{argument}`" in section, (name, argument)
    for name in EXPECTATIONS:
        assert f"#### `{name}`" in page, name
    for name in STAGE.args:
        assert f"| `{name}` |" in page, name


def test_every_word_has_an_example(tmp_path: Path) -> None:
    steps = load_script(write_script(tmp_path)).steps
    used = {step.verb for step in steps} | {"include"}
    assert set(VERBS) - used == set()
    expected = {name for step in steps if step.verb == "expect" for name in step.args}
    assert set(EXPECTATIONS) - expected == set()


@pytest.mark.journey
@pytest.mark.slow
def test_the_examples_play(tmp_path: Path) -> None:
    played = play(load_script(write_script(tmp_path)), tmp_path / "out", pictures="named")
    assert played.ok, "\n".join(explain(failure) for failure in played.failures)
