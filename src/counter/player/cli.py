"""`counter play`: plays a script of a working day, or only checks it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from counter.player.language import Script, load_script
from counter.player.source import ScriptError

EXIT_FAILED, EXIT_WRONG, EXIT_ENDED = 1, 2, 143


@click.command("play")
@click.argument("script", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for screens and papers.")
@click.option("--check", "only_check", is_flag=True, help="Only read the script.")
@click.option("--keep-going", is_flag=True, help="Go on after a step that failed.")
@click.option("--speed", default=0.0, show_default=True, help="1: as a person; 0: no pauses.")
@click.option("--show", is_flag=True, help="On this machine's display instead of off screen.")
@click.option(
    "--pictures",
    type=click.Choice(["all", "named", "failed"]),
    default="all",
    show_default=True,
    help="Screenshots of which steps.",
)
def play(
    script: Path,
    out: Path | None,
    only_check: bool,
    keep_going: bool,
    speed: float,
    show: bool,
    pictures: str,
) -> None:
    """Play SCRIPT through the real windows with simulated devices (see docs/player.md).

    Exit code 0: all as expected; 1: something was not; 2: the script or the stage is wrong.
    """
    try:
        ready = load_script(script)
    except ScriptError as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_WRONG) from None
    if only_check:
        click.echo(f"{script.name}: {len(ready.steps)} steps, nothing wrong with the script.")
        return
    if out is None:
        raise click.UsageError("--out DIR is wanted to play a script.")
    raise SystemExit(_play(ready, out, keep_going, speed, show, pictures))


def _play(
    script: Script, out: Path, keep_going: bool, speed: float, show: bool, pictures: str
) -> int:
    from counter.player.conductor import Outcome
    from counter.player.conductor import play as play_script
    from counter.player.report import explain
    from counter.player.stage import StageError

    # Told to end, it ends like any program that unwinds: the desk and the simulators go with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_ENDED))

    def tell(outcome: Outcome) -> None:
        if outcome.ok:
            click.echo(f"{outcome.number:4d}  {outcome.words}")
        else:
            click.echo(explain(outcome), err=True)

    try:
        played = play_script(
            script, out, show=show, keep_going=keep_going, speed=speed, pictures=pictures, tell=tell
        )
    except StageError as error:
        click.echo(str(error), err=True)
        return EXIT_WRONG
    verdict = "all as expected" if played.ok else f"{len(played.failures)} NOT as expected"
    done = f"{len(played.outcomes)} of {len(script.steps)} steps"
    click.echo(f"{script.title}: {done}, {verdict}, {played.seconds:.1f} s; see {out}/index.md")
    return 0 if played.ok else EXIT_FAILED
