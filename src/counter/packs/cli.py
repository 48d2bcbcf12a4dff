"""``counter catalogue``: check a pack, export the demo hall's, import one into this terminal."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from counter.domain.errors import KnownError
from counter.packs.catalogue import Loaded, load_pack, read_pack
from counter.packs.errors import PackRefused
from counter.packs.summary import summary
from counter.packs.workbook import write_workbook
from counter.resources import resource_root

PACK = click.argument("pack", metavar="FILE|DIR", type=click.Path(path_type=Path))


@click.group()
def catalogue() -> None:
    """Catalogue packs: the hall's units, matters, staff as a workbook or text tables."""


@catalogue.command("check")
@PACK
def check_pack(pack: Path) -> None:
    """Check every sheet; print each fault with its place, or what the pack holds."""
    for line in summary(_load(pack).catalogue):
        click.echo(line)


@catalogue.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of text tables; default: the demo hall.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export_pack(file: Path, source: Path | None, force: bool) -> None:
    """Write text tables as an .xlsx workbook, such as a hall keeps."""
    if file.suffix != ".xlsx":
        raise click.BadParameter("文件名要以 .xlsx 结尾。", param_hint="FILE")
    if file.exists() and not force:
        raise click.BadParameter("文件已在；要盖掉它，加 --force。", param_hint="FILE")
    folder = source or resource_root() / "hall"
    _load(folder)
    try:
        write_workbook(read_pack(folder), file)
    except KnownError as error:
        _say(error, 2)
    click.echo(str(file))


@catalogue.command("import")
@PACK
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="The terminal's configuration; default: this machine's.",
)
def import_pack(pack: Path, config_file: Path | None) -> None:
    """Load a pack into this terminal's store as a new version of the catalogue."""
    loaded = _load(pack)
    # The composition root knows the rooms; by name, because this room may not know it.
    root = import_module("counter.app.catalogues")
    try:
        root.import_with_options(loaded.catalogue, config_file, loaded.scans)
    except KnownError as error:
        _say(error, 2)
    for line in summary(loaded.catalogue):
        click.echo(line)


def _load(pack: Path) -> Loaded:
    """What the pack holds, or its faults on standard output and exit code 1."""
    try:
        return load_pack(pack)
    except PackRefused as refused:
        for error in refused.errors:
            click.echo(str(error))
        _say(refused, 1)
        raise


def _say(error: KnownError, code: int) -> None:
    """A refusal in words on standard error; leaves with `code`."""
    click.echo(f"{error.what}{error.next_step}（{error.code}）", err=True)
    raise SystemExit(code)
