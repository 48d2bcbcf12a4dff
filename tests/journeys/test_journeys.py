"""Every script of a working day is played through the real windows, off screen.

Those of the demo stand in resources/scripts/, the others beside this file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.player.conductor import play
from counter.player.language import load_script
from counter.player.report import explain

HERE = Path(__file__).parent
SCRIPTS = sorted([*HERE.glob("*.yaml"), *(HERE.parents[1] / "resources/scripts").glob("*.yaml")])


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_the_day_goes_as_its_script_says(script: Path, tmp_path: Path) -> None:
    played = play(load_script(script), tmp_path / "out", pictures="failed")
    assert played.ok, "\n".join(explain(failure) for failure in played.failures)
