"""`counter play` as a process: what it leaves behind when it is ended, and its exit codes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

SCRIPT = """\
title: 一直等
steps:
  - expect: {screen: 上岗}
  - expect: {screen: 永远不会有的字, within: 100 s}
"""


def start(tmp_path: Path) -> subprocess.Popen[bytes]:
    script = tmp_path / "wait.yaml"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, "-m", "counter.cli", "play", str(script)]
    return subprocess.Popen(
        [*command, "--out", str(tmp_path / "out"), "--pictures", "failed"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
def test_a_play_that_is_ended_takes_its_processes_with_it(tmp_path: Path) -> None:
    with start(tmp_path) as playing:
        assert playing.stdout is not None
        assert "上岗" in playing.stdout.readline().decode()  # the first step: the desk is up
        family = psutil.Process(playing.pid).children(recursive=True)
        assert len(family) == 4  # three simulators and the desk
        playing.send_signal(signal.SIGTERM)
        assert playing.wait(20) == 143
    _, left = psutil.wait_procs(family, timeout=10)
    assert left == []


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_desk_whose_conductor_was_killed_ends_itself(tmp_path: Path) -> None:
    with start(tmp_path) as playing:
        assert playing.stdout is not None
        playing.stdout.readline()
        family = psutil.Process(playing.pid).children(recursive=True)
        playing.kill()
    _, left = psutil.wait_procs(family, timeout=40)
    assert left == []
