"""The conductor over a tiny desk of our own: hands, eyes, kill, failures told exactly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from counter.player.conductor import Conductor, Played
from counter.player.language import load_script
from counter.player.report import explain, write_report
from counter.player.stage import Setting, Stage, StageError

FAKE = Path(__file__).with_name("fake_desk.py")


def fake_desk(config: Path, socket: str, size: tuple[int, int]) -> list[str]:
    width, height = size
    options = ["--config", str(config), "--agent", socket, "--size", f"{width}x{height}"]
    return [sys.executable, str(FAKE), *options]


def play(tmp_path: Path, steps: str, **options: Any) -> Played:
    script = tmp_path / "script.yaml"
    script.write_text(f"title: 试\nstage: {{size: 800x600}}\nsteps:\n{steps}", "utf-8")
    ready = load_script(script)
    setting = Setting.of(ready.stage)
    with Stage(tmp_path / "out", setting, command=fake_desk, simulated=False) as stage:
        options.setdefault("pictures", "failed")
        played = Conductor(ready, stage, **options).play()
        write_report(played, stage)
    return played


def told(played: Played) -> str:
    return "\n".join(explain(failure) for failure in played.failures)


SIGN_IN = "  - sign in: {number: 0317, pin: 246802}\n"


def test_hands_and_eyes_work_as_a_persons_would(tmp_path: Path) -> None:
    steps = (
        SIGN_IN
        + """
  - expect: {screen: {contains: 窗口3·0317, in: header}, focus: 姓名}
  - type: 周明远 a9
  - expect: {field: {label: 姓名, value: 周明远 a9}}
  - keys: F5
  - expect:
      screen: [{contains: 第 1 行}, {contains: [下一步, F5], in: next}]
      case: {number: last, status: accepted, fields: {applicant: 周明远 a9, due_on: 2026-10-20}}
      search: [{text: 明远, finds: 周明远, count: 1}, {text: 没有, count: 0}]
      journal: {verify: clean, kinds: {case.received: at least 1}}
  - let: {nr: {from: case}, line: {from: screen, in: header, matching: '(case-\\d)'}}
  - expect:
      screen: {contains: 已受理 $nr, not contains: PIN 不对}
      case: {number: $line, status: accepted}
  - fill: {姓名: 李晓梅, 方式: 邮寄到家}
  - press: 邮寄
  - expect: {field: [{label: 邮寄, value: yes}, {label: 方式, value: 邮寄到家}]}
  - expect: {field: {label: 姓名, value: 李晓梅}}
"""
    )
    played = play(tmp_path, steps)
    assert played.ok, told(played)


def test_a_failed_expectation_names_place_what_was_expected_and_what_was_there(
    tmp_path: Path,
) -> None:
    played = play(tmp_path, SIGN_IN + "  - expect: {screen: 窗口 5 · 0317, within: 100 ms}\n")
    (failure,) = played.failures
    said = explain(failure)
    assert said.startswith("script.yaml:5: step 2: expect")
    assert "expected: the screen contains '窗口 5 · 0317'" in said
    assert "nearest: '窗口 3 · 0317'" in said
    assert (tmp_path / "out" / failure.picture).exists()
    result = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert (result["ok"], result["failures"]) == (False, 1)


def test_a_field_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    played = play(tmp_path, "  - focus: 电话\n")
    assert "no field is called '电话'; on the screen: 工号, PIN, 姓名, 邮寄, 方式" in told(played)


def test_keep_going_plays_the_rest(tmp_path: Path) -> None:
    steps = "  - focus: 电话\n" + SIGN_IN + "  - expect: {screen: 0317}\n"
    played = play(tmp_path, steps, keep_going=True)
    assert [outcome.ok for outcome in played.outcomes] == [False, True, True]


def test_kill_and_restart_bring_a_new_desk_at_the_same_hour(tmp_path: Path) -> None:
    steps = """
  - set clock: 2026-09-23 10:00
  - kill
  - expect: {desk: ended}
  - restart
  - expect: {desk: running, screen: 窗口 3}
  - restart
  - expect: {screen: {contains: 窗口 3}}
  - advance clock: 2 h
"""
    played = play(tmp_path, steps)
    assert played.ok, told(played)


def test_a_desk_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    played = play(tmp_path, "  - keys: F12\n  - expect: {screen: 窗口}\n")
    assert "no way on" in told(played)


def test_a_crash_report_fails_the_step_that_caused_it(tmp_path: Path) -> None:
    played = play(tmp_path, SIGN_IN + "  - keys: F9\n")
    assert "ValueError: a fault of ours" in told(played)


def test_every_step_leaves_a_picture_unless_nothing_changed(tmp_path: Path) -> None:
    steps = SIGN_IN + "  - expect: {screen: 窗口}\n  - screenshot: 上岗以后\n"
    played = play(tmp_path, steps, pictures="all")
    pictures = sorted(path.name for path in (tmp_path / "out").glob("*.png"))
    assert pictures == ["01-sign-in-number-0317-pin.png", "上岗以后.png"]
    assert played.outcomes[1].picture == pictures[0]


def test_an_out_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out" / "papers").mkdir(parents=True)
    with pytest.raises(StageError, match="holds other things"):
        play(tmp_path, SIGN_IN)
    assert (tmp_path / "out" / "papers").exists()


def test_a_desk_that_does_not_start_is_told(tmp_path: Path) -> None:
    def broken(config: Path, socket: str, size: tuple[int, int]) -> list[str]:
        return [sys.executable, "-c", "raise SystemExit('没有这个文件')"]

    with (
        pytest.raises(StageError, match="没有这个文件"),
        Stage(tmp_path / "out", Setting(), command=broken, simulated=False),
    ):
        pass


def test_check_plays_nothing_and_says_what_is_wrong(tmp_path: Path) -> None:
    script = tmp_path / "wrong.yaml"
    script.write_text("title: x\nsteps:\n  - sigh in: {}\n", "utf-8")
    command = [sys.executable, "-m", "counter.cli", "play", "--check", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 2
    assert "wrong.yaml:3: step 1: unknown verb 'sigh in'. Did you mean 'sign in'?" in done.stderr
