"""Playing a script of a working day through the real windows, off screen, and what is asked of it.

The scripts of the demo stand in resources/scripts/, the others beside this file. They are dealt to
two test files, because the tests of a file run in one process and two processes share them.
"""

from __future__ import annotations

import re
from pathlib import Path

from counter.player.conductor import play
from counter.player.language import load_script
from counter.player.report import explain

HERE = Path(__file__).parent
SCRIPTS = sorted([*HERE.glob("*.yaml"), *(HERE.parents[1] / "resources/scripts").glob("*.yaml")])


def play_and_check(script: Path, tmp_path: Path) -> None:
    """Play a script; nothing that the desk leaves behind may name a person of it."""
    played = play(load_script(script), tmp_path / "out", pictures="failed")
    assert played.ok, "\n".join(explain(failure) for failure in played.failures)
    leaks = [
        f"{path.name}: {secret!r} as {coding}"
        for path in kept_by_the_desk(tmp_path / "out")
        for secret in secrets_of(script)
        for coding in ("utf-8", "utf-16-le", "gb18030")
        if secret.encode(coding) in path.read_bytes()
    ]
    assert leaks == []


def kept_by_the_desk(out: Path) -> list[Path]:
    """Store, write-ahead log, key file, logs, crash reports: everything the desk leaves behind."""
    return [path for path in (out / "desk").rglob("*") if path.is_file()]


def secrets_of(script: Path) -> set[str]:
    """Names, ID numbers and phones that the script's people have."""
    words = script.read_text("utf-8")
    numbers = set(re.findall(r"(?<!\d)\d{17}[\dX](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)", words))
    names = set(re.findall(r"name: ([\u4e00-\u9fff·]{2,})", words))
    return numbers | names
