"""Every second script of a working day, from the first on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.playing import SCRIPTS, play_and_check


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS[0::2], ids=lambda path: path.stem)
def test_the_day_goes_as_its_script_says(script: Path, tmp_path: Path) -> None:
    play_and_check(script, tmp_path)
