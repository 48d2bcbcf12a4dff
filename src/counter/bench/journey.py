"""Blocks of the ui thread while scripts of a working day are played after sign-in.

The player drives the real desk, a process of its own with simulated devices, as fast as the desk
answers; a watchdog in the desk notes every block of more than 50 ms and where the ui thread stood.
Blocks that the player's own orders make (reading the screen, pictures) are counted apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from counter.player.conductor import Conductor
from counter.player.language import Script, load_script
from counter.player.stage import Setting, Stage, real_desk
from counter.resources import resource_root
from counter.ui.watchdog import LIMIT

SCRIPTS = ("day-one.yaml", "tour.yaml")
LONGEST = 5
QUIT_SECONDS = 20.0
ARRIVAL_SECONDS = 6.0
"""Between the sign-in page and the first key: nobody signs in faster, and the desk uses it."""


def measure() -> dict[str, Any]:
    """Counts, milliseconds and stacks of `journey.*`."""
    found: list[dict[str, Any]] = []
    watched = steps = failed = 0
    for name in SCRIPTS:
        script = without_pictures(load_script(resource_root() / "scripts" / name))
        with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
            played, report = _play(script, Path(folder))
        steps += len(played.outcomes)
        failed += len(played.failures)
        watched += report["watched"]
        found += report["blocks"]
    ours = [b for b in found if not _is_the_players(b["stack"])]
    ours.sort(key=lambda b: -b["seconds"])
    return {
        "journey.seconds": round(watched, 1),
        "journey.steps": steps,
        "journey.failed_steps": failed,
        "journey.blocks_over_50_ms": len(ours),
        "journey.blocks_of_own_work": sum(b["work"] > LIMIT for b in ours),
        "journey.blocks_by_the_player": len(found) - len(ours),
        "journey.longest_ms": round(ours[0]["seconds"] * 1000, 1) if ours else 0.0,
        "journey.longest": [_told(block) for block in ours[:LONGEST]],
    }


def without_pictures(script: Script) -> Script:
    """The script without its screenshots: taking one is no work of the desk's."""
    return replace(script, steps=tuple(s for s in script.steps if s.verb != "screenshot"))


def _play(script: Script, folder: Path) -> tuple[Any, dict[str, Any]]:
    report = folder / "watched.json"

    def command(config: Path, socket: str, size: tuple[int, int]) -> list[str]:
        python, _module, _cli, *rest = real_desk(config, socket, size)
        assert python == sys.executable
        return [python, "-m", "counter.bench.watched", "journey", str(report), *rest]

    with Stage(folder / "out", Setting.of(script.stage), command=command) as stage:
        time.sleep(ARRIVAL_SECONDS)
        played = Conductor(script, stage, pictures="failed", keep_going=True).play()
        _quit(stage)
    found: dict[str, Any] = msgspec.json.decode(report.read_bytes())
    return played, found


def _quit(stage: Stage) -> None:
    """Close the desk as a person does, so that it writes its report."""
    if stage.agent is not None and not stage.desk_ended:
        stage.agent.call("quit")
    until = time.monotonic() + QUIT_SECONDS
    while not stage.desk_ended and time.monotonic() < until:
        time.sleep(0.05)


def _is_the_players(stack: str) -> bool:
    """Taking a picture or reading the screen; a key's handler below the player's hands is ours."""
    frames = [line for line in stack.splitlines() if "/counter/" in line]
    innermost = frames[-1] if frames else ""
    return "in _do_screenshot" in stack or "/counter/player/" in innermost


def _told(block: dict[str, Any]) -> str:
    """`84 ms (60 at work), 12.3 s after sign-in:` and the innermost frames of ours."""
    frames = [line.strip() for line in block["stack"].splitlines() if line.startswith("  File")]
    ours = [frame for frame in frames if "/counter/" in frame][-3:] or frames[-2:]
    shown = " < ".join(_frame(frame) for frame in reversed(ours)) or "no stack seen"
    took, work = block["seconds"] * 1000, block["work"] * 1000
    return f"{took:.0f} ms ({work:.0f} at work), {block['at']:.1f} s after sign-in: {shown}"


def _frame(line: str) -> str:
    """`File "…/counter/ui/x.py", line 7, in draw` as `ui/x.py:7 draw`."""
    path, number, where = line.split(", ")
    file = path.rsplit("counter/", 1)[-1].strip('"')
    return f"{file}:{number.removeprefix('line ')} {where.removeprefix('in ')}"
