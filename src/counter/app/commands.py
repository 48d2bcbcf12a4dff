"""Commands that open a desk: `run` (this terminal), `demo` (the demo hall), `desk` (a file)."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import click

from counter.domain.errors import KnownError


def has_display() -> bool:
    """Whether a window can be shown to a person here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def make_haste() -> None:
    """No collecting of garbage while modules load: it would find none and keep the first window
    waiting (0.05 s). The desk turns it on again."""
    gc.disable()


def say_known(error: KnownError) -> None:
    """A refusal in words, on standard error, with exit code 2."""
    click.echo(f"{error.what}\n{error.next_step}（{error.code}）", err=True)
    raise SystemExit(2)


@click.command("desk")
@click.option("--config", "config_file", required=True, type=click.Path(path_type=Path))
@click.option("--agent", default="", help="Local socket on which the player's agent listens.")
@click.option("--size", default="", help="Window size, as 1280x720.")
def desk(config_file: Path, agent: str, size: str) -> None:
    """Open the desk that a configuration file describes (a training store is made if missing)."""
    make_haste()
    from counter.app.desktop import run_desktop
    from counter.config import load_config

    try:
        config = load_config(config_file)
    except KnownError as error:
        say_known(error)
    raise SystemExit(run_desktop(config, agent=agent, size=size))


@click.command("run")
@click.option("--config", "config_file", type=click.Path(path_type=Path), default=None)
def run(config_file: Path | None) -> None:
    """Open the desk of this terminal."""
    import platformdirs

    make_haste()
    from counter.app.desktop import run_desktop
    from counter.config import load_config

    path = config_file or Path(platformdirs.site_config_dir("counter")) / "terminal.toml"
    try:
        config = load_config(path)
    except KnownError as error:
        say_known(error)
    raise SystemExit(run_desktop(config))


@click.command("demo")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo-day"))
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Where the demo lives.")
@click.option("--window", default="3", show_default=True, help="Number of the window.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--big", is_flag=True, help="Big font.")
@click.option("--fresh", is_flag=True, help="Begin with an empty hall.")
@click.option("--citizen", is_flag=True, help="With the payer's screen beside the desk.")
def demo(
    out: Path,
    data: Path | None,
    window: str,
    theme: str,
    big: bool,
    fresh: bool,
    citizen: bool,
) -> None:
    """Open the demo hall with simulated devices; without a display, play its first day."""
    from counter.app.demo import open_demo, play_demo

    if not has_display():
        click.echo(f"没有显示屏：在后台的真窗口里把第一天演一遍，结果放在 {out}/。")
        click.echo(f"No display here: playing the first working day off screen into {out}/.")
        raise SystemExit(play_demo(out))
    try:
        raise SystemExit(open_demo(data, window, theme, big, fresh, citizen))
    except KnownError as error:
        say_known(error)
