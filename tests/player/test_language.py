"""The language of scripts: what it takes, and the exact words for what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.player.keynames import key_of
from counter.player.kinds import fill_in
from counter.player.language import VERBS, Script, load_script
from counter.player.source import ScriptError


def load(tmp_path: Path, steps: str, header: str = "title: 试") -> Script:
    path = tmp_path / "script.yaml"
    path.write_text(f"{header}\nsteps:\n{steps}", "utf-8")
    return load_script(path)


def problems(tmp_path: Path, steps: str, header: str = "title: 试") -> list[str]:
    with pytest.raises(ScriptError) as caught:
        load(tmp_path, steps, header)
    return [str(problem) for problem in caught.value.problems]


def test_values_are_taken_as_written(tmp_path: Path) -> None:
    script = load(
        tmp_path,
        "  - sign in: {number: 0317, pin: 0010}\n  - network: off\n  - kill\n  - lift card:\n",
    )
    assert [(step.verb, step.args) for step in script.steps] == [
        ("sign in", {"number": "0317", "pin": "0010"}),
        ("network", {"is": "off"}),
        ("kill", {}),
        ("lift card", {}),
    ]


@pytest.mark.parametrize(
    ("written", "pressed"),
    [
        ("F5", ["F5"]),
        ("Down*3 Space", ["Down", "Down", "Down", "Space"]),
        ("[Ctrl+P, Alt+2]", ["Ctrl+P", "Alt+2"]),
        ("Shift+Tab q ?", ["Shift+Tab", "q", "?"]),
    ],
)
def test_keys(tmp_path: Path, written: str, pressed: list[str]) -> None:
    assert load(tmp_path, f"  - keys: {written}\n").steps[0].args == {"press": pressed}


def test_key_codes_are_those_of_qt() -> None:
    from counter.ui.qt import Qt

    ctrl, alt = Qt.KeyboardModifier.ControlModifier.value, Qt.KeyboardModifier.AltModifier.value
    assert key_of("F12") == (Qt.Key.Key_F12.value, 0, "")
    assert key_of("Alt+Ctrl+b") == (Qt.Key.Key_B.value, ctrl | alt, "")
    assert key_of("Ctrl++") == (Qt.Key.Key_Plus.value, ctrl, "")
    assert key_of("Enter") == (Qt.Key.Key_Return.value, 0, "\r")
    assert key_of("G") == key_of("g") == (Qt.Key.Key_G.value, 0, "g")
    assert key_of("F13") is None


@pytest.mark.parametrize(
    ("written", "seconds"), [("500 ms", 0.5), ("11 min", 660.0), ("2h", 7200.0), ("1 day", 86400.0)]
)
def test_lengths_of_time(tmp_path: Path, written: str, seconds: float) -> None:
    assert load(tmp_path, f"  - advance clock: {written}\n").steps[0].args == {"by": seconds}


def test_times_of_day_are_the_halls(tmp_path: Path) -> None:
    step = load(tmp_path, "  - set clock: 2026-09-22 08:21\n").steps[0]
    assert step.args == {"to": "2026-09-22T08:21:00+08:00"}


def test_an_unknown_verb_is_told_with_the_words_that_would_be_right(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, "  - note: gut\n  - sigh in: {number: 1, pin: 2}\n")
    known = ", ".join(VERBS)
    assert said == (
        f"script.yaml:4: step 2: unknown verb 'sigh in'. Did you mean 'sign in'? Known: {known}"
    )


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("sign in: {number: 1}", "the argument 'pin' is missing"),
        (
            "sign in: {number: 1, pin: 2, window: 3}",
            "unknown argument 'window'. Known: number, pin",
        ),
        ("sign in: 0317", "a bare value is not understood here. It takes number, pin"),
        ("kill: now", "a bare value is not understood here. It takes no argument"),
        ("network: of", "'of' is not known here. Did you mean 'off'? Known: on, off"),
        ("set clock: tomorrow", "'tomorrow' is no date and time. Write it like 2026-09-22 08:21"),
        ("set clock: 2026-02-30 08:00", "'2026-02-30 08:00' is no date and time. Write it like"),
        (
            "advance clock: 11",
            "'11' is no length of time. Write a number and ms, s, min, h or days: 20 s",
        ),
        ("keys: Fünf", "'Fünf' is no key. Known: Esc, Tab,"),
        ("keys: ''", "no key is named. Write for example F5 or Down Down Space"),
        ("expect: {}", "at least one of screen, field, focus,"),
        ("expect: {screen: {in: page}}", "at least one of contains, not contains is wanted"),
        ("expect: {scren: 受理}", "unknown argument 'scren'. Did you mean 'screen'? Known: screen"),
        ("expect: {slip: {count: some}}", "'some' is no count. Write '3', 'at least 3' or"),
        ("expect: {slip: {nth: 0, contains: x}}", "'0' names none. Write a number from 1, or"),
        ("expect: {case: {fields: {colour: red}}}", "unknown field 'colour'. Known: applicant,"),
        ("expect: {case: {status: accpted}}", "'accpted' is not known here. Did you mean 'accept"),
        ("expect: {screen: {contains: {a: b}}}", "a mapping stands where a text is wanted"),
        ("lay card: {kind: foreign}", "no such card: unknown kind of card 'foreign'; known: resid"),
        ("lay card: {name: 周, colour: x}", "no such card: a resident card has no field 'colour'"),
        ("type: $nobody", "nobody has set $nobody. Set it by 'let' before; set: none yet"),
        ("let: {a b: c}", "'a b' is no name. Write letters, digits and _"),
        ("let: {a: {from: field}}", "the argument 'label' is missing"),
        ("let: {a: {from: case, in: page}}", "'in' has no meaning with 'case'. It goes with scree"),
        (
            "reader: {fault: silent, seconds: 3 s}",
            "'seconds' has no meaning with 'silent'. It goes",
        ),
        ("printer: {fault: near end, lines: 3}", "'lines' has no meaning with 'near end'. It goes"),
        ("let: {a: {from: moon}}", "'moon' is not known here. Known: case, screen, slip, field"),
        ("let: {a: {from: screen, matching: '('}}", "'(' is no regular expression: "),
        ("[kill, restart]", "a step is one verb with its arguments. Write '- verb: value'"),
        ("{kill: , restart: }", "a step is one verb with its arguments. Write '- verb: value'"),
    ],
)
def test_what_is_wrong_with_a_step(tmp_path: Path, step: str, said: str) -> None:
    found = problems(tmp_path, f"  - {step}\n")
    assert [each for each in found if each.startswith(f"script.yaml:3: step 1: {said}")], found


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("about: 没有题目", "script.yaml:1: the argument 'title' is missing"),
        ("title: x\nstep: []", "script.yaml:2: unknown word 'step'. Did you mean 'steps'?"),
        ("title: x\nstage: {size: big}", "script.yaml:2: 'big' is no size. Write width x height"),
        ("title: x\nstage: {hall: mine}", "script.yaml:2: 'mine' is not known here. Known: demo"),
        ("title: x\ntitle: y", "script.yaml:2: 'title' stands here twice"),
        ("title: [x", "not YAML"),
    ],
)
def test_what_is_wrong_with_the_head(tmp_path: Path, header: str, said: str) -> None:
    assert any(said in each for each in problems(tmp_path, "  - kill\n", header))


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "  - kil\n  - keys: F13\n  - type: $x\n")) == 3


def test_a_script_without_steps_or_without_a_file_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("", "utf-8")
    with pytest.raises(ScriptError, match="the script is empty"):
        load_script(empty)
    with pytest.raises(ScriptError, match="cannot be read"):
        load_script(tmp_path / "none.yaml")
    for without in ("title: x\n", "title: x\nsteps: []\n"):
        empty.write_text(without, "utf-8")
        with pytest.raises(ScriptError, match="a list of 'steps' is wanted"):
            load_script(empty)


def test_an_included_file_brings_its_steps_and_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("steps:\n  - keys: F3\n  - keys: F2\n", "utf-8")
    script = load(tmp_path, "  - include: part.yaml\n  - kill\n")
    assert [(s.place.file, s.place.line, s.verb) for s in script.steps] == [
        ("part.yaml", 2, "keys"),
        ("part.yaml", 3, "keys"),
        ("script.yaml", 4, "kill"),
    ]


def test_an_include_that_is_missing_or_goes_round_is_told(tmp_path: Path) -> None:
    assert (
        "include: none.yaml:1: cannot be read" in problems(tmp_path, "  - include: none.yaml\n")[0]
    )
    assert "script.yaml includes itself" in problems(tmp_path, "  - include: script.yaml\n")[0]


def test_variables_are_filled_when_the_step_runs(tmp_path: Path) -> None:
    script = load(
        tmp_path,
        "  - let: {name: {from: screen, in: header, matching: 'A\\d+'}}\n"
        "  - type: ${case}-$name costs $$5\n",
        "title: x\nlet: {case: 4304}",
    )
    args = fill_in(script.steps[1].args, {"case": "4304", "name": "A012"})
    assert args == {"text": "4304-A012 costs $5"}
