"""Make the pictures of the README anew: `.venv/bin/python tools/make_pictures.py`.

Plays resources/scripts/tour.yaml in light, in dark and in big font, and a day of the finance window
(tests/journeys/s7-close.yaml), and copies the named screens, the slip and the notice into
docs/pictures. Needs no display.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOUR = ROOT / "resources" / "scripts" / "tour.yaml"
OUT = ROOT / "docs" / "pictures"
SCREENS = ("sign-in", "reception", "palette", "worklist", "search", "outbox", "devices", "case")
MONEY = ROOT / "tests" / "journeys" / "s7-close.yaml"
MONEY_SCREENS = {
    "cash": "cash",
    "nobody-knows": "pos-unknown",
    "tickets": "tickets",
    "short": "daily-close",
}
VARIANTS = {
    "": {"theme": "light"},
    "-dark": {"theme": "dark"},
    "-big": {"font": "big", "size": "1366x768"},
}


def play(stage: dict[str, str], out: Path) -> None:
    """Play the tour on a stage; exits when an expectation does not hold."""
    script = TOUR.read_text("utf-8")
    head, tail = script.split("stage: {", 1)
    size = stage.pop("size", "1280x720")
    tail = tail.replace("size: 1280x720", f"size: {size}", 1)
    more = "".join(f"{key}: {value}, " for key, value in stage.items())
    path = out.parent / f"{out.name}.yaml"
    path.write_text(f"{head}stage: {{{more}{tail}", "utf-8")
    run(path, out)


def run(script: Path, out: Path) -> None:
    """Play a script; exits when an expectation does not hold."""
    command = [sys.executable, "-m", "counter.cli", "play", str(script), "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """All pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for suffix, stage in VARIANTS.items():
            out = Path(folder) / f"tour{suffix}"
            play(dict(stage), out)
            wanted = SCREENS if not suffix else ("reception", "case")
            for name in wanted:
                shutil.copyfile(out / f"{name}.png", OUT / f"{name}{suffix}.png")
            if not suffix:
                shutil.copyfile(sorted((out / "slips").glob("*.png"))[-1], OUT / "slip.png")
                notice = sorted((out / "papers").glob("*受理通知书*.png"))[-1]
                shutil.copyfile(notice, OUT / "notice.png")
        out = Path(folder) / "money"
        run(MONEY, out)
        for name, target in MONEY_SCREENS.items():
            shutil.copyfile(out / f"{name}.png", OUT / f"{target}.png")
    for path in sorted(OUT.glob("*.png")):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
