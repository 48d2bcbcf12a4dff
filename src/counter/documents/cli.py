"""``counter forms``: preview a layout with sample content, list the layouts, check all of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counter.documents import samples
from counter.documents.forms import FormLibrary, read_form
from counter.documents.layouts import Form
from counter.documents.papers import FormPapers
from counter.domain.errors import KnownError
from counter.domain.ticketcontent import Calibration
from counter.ports.papers import Rendered

WIDTHS = {"80": 576, "58": 384}

_ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the layouts; default: the product's own forms/.",
)


@click.group()
def forms() -> None:
    """Layouts of papers and slips (forms/)."""


@forms.command("list")
@_ROOT
def list_forms(root: Path | None) -> None:
    """List the layouts with kind, version string and title."""
    library = FormLibrary(root)
    for name in library.names():
        form = _load(library, name)
        click.echo(f"{name:<18} {form.head.channel:<7} {form.stamp:<30} {form.head.title}")


@forms.command("check")
@click.argument("names", nargs=-1)
@_ROOT
def check_forms(names: tuple[str, ...], root: Path | None) -> None:
    """Check layouts row by row and set each with sample content; exit code 1 when one is bad."""
    library = FormLibrary(root)
    bad = 0
    for name in names or library.names():
        faults = _faults(library, name)
        bad += bool(faults)
        click.echo(f"{name}: " + ("ok" if not faults else f"{len(faults)} wrong"))
        for fault in faults:
            click.echo(f"  {fault}", err=True)
    if bad:
        raise SystemExit(1)


def _faults(library: FormLibrary, name: str) -> list[str]:
    path = library.root / f"{name}.yaml"
    if not path.is_file():
        return [f"form {name}: no file {path.name}; known: {', '.join(library.names())}"]
    form, faults = read_form(path.read_bytes(), name, samples.known_fields())
    if form is None:
        return [str(fault) for fault in faults]
    try:
        _render(FormPapers(library.root), form, samples.sample(name), WIDTHS["80"])
    except KnownError as error:
        return [f"form {name}: with the sample content: {error}"]
    return []


@forms.command("preview")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="PDF of a page, .bin of a slip (.txt, .png beside it); default: NAME.pdf, NAME.bin.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON object whose fields go over the sample content.",
)
@click.option("--width", type=click.Choice(list(WIDTHS)), default="80", help="Slip paper in mm.")
@click.option("--nth", type=click.IntRange(1), default=1, help="How often printed; > 1 = reprint.")
@click.option("--bare", is_flag=True, help="As it is printed: no seals, no form under a ticket.")
@_ROOT
def preview(
    name: str,
    out: Path | None,
    data: Path | None,
    width: str,
    nth: int,
    bare: bool,
    root: Path | None,
) -> None:
    """Render the layout NAME with sample content; an overlay with the pre-printed form under it."""
    papers = FormPapers(root)
    form = _load(papers.library, name)
    content = samples.sample(name)
    if data is not None:
        content.update(_read_fields(data))
    dots = WIDTHS[width]
    try:
        rendered = _render(papers, form, content, dots, nth, preview=not bare)
    except KnownError as error:
        raise click.ClickException(str(error)) from error
    slip = form.head.channel == "slip"
    target = out or Path(f"{name}.bin" if slip else f"{name}.pdf")
    target.write_bytes(rendered.data)
    written = [target]
    if slip:
        written += _beside(target, papers, form, content, rendered, dots, nth)
    for path in written:
        click.echo(str(path))


@forms.command("crosshair")
@click.argument("name")
@click.option("--dx", type=float, default=0, help="Shift to the right, mm.")
@click.option("--dy", type=float, default=0, help="Shift down, mm.")
@click.option("--scale-x", type=float, default=1, help="Scale across, from the left edge.")
@click.option("--scale-y", type=float, default=1, help="Scale down, from the upper edge.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The PDF; default: NAME-crosshair.pdf.",
)
@_ROOT
def crosshair(
    name: str,
    dx: float,
    dy: float,
    scale_x: float,
    scale_y: float,
    out: Path | None,
    root: Path | None,
) -> None:
    """Cross-hairs in the size of the overlay NAME, to measure how a printer holds its paper."""
    calibration = Calibration(
        dx_um=round(dx * 1000),
        dy_um=round(dy * 1000),
        scale_x_ppm=round(scale_x * 1_000_000),
        scale_y_ppm=round(scale_y * 1_000_000),
    )
    try:
        rendered = FormPapers(root).crosshair(name, calibration)
    except KnownError as error:
        raise click.ClickException(str(error)) from error
    target = out or Path(f"{name}-crosshair.pdf")
    target.write_bytes(rendered.data)
    click.echo(str(target))


def _beside(
    target: Path,
    papers: FormPapers,
    form: Form,
    content: dict[str, object],
    rendered: Rendered,
    dots: int,
    nth: int,
) -> list[Path]:
    """A slip's text and picture beside its bytes."""
    from counter.documents import slipimage, slips

    words = target.with_suffix(".txt")
    words.write_text(rendered.text, encoding="utf-8")
    picture = target.with_suffix(".png")
    slip = slips.set_slip(form, {"title": form.head.title, **content}, nth=nth, width_dots=dots)
    slipimage.slip_image(slip, papers.fonts).save(picture)
    return [words, picture]


def _render(
    papers: FormPapers,
    form: Form,
    content: dict[str, object],
    dots: int,
    nth: int = 1,
    preview: bool = True,
) -> Rendered:
    issued = samples.issued(form.head.form, form.head.title, form.head.channel, content)
    return papers.render(issued, nth, dots, preview=preview)


def _load(library: FormLibrary, name: str) -> Form:
    try:
        return library.get(name)
    except KnownError as error:
        raise click.ClickException(str(error)) from error


def _read_fields(path: Path) -> dict[str, object]:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{path.name} is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise click.ClickException(f"{path.name} is no JSON object of fields")
    return fields
