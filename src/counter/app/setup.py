"""`counter setup`: a terminal's real store: key, catalogue, first administrator, recovery sheet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counter.app.logs import CrashReporter
from counter.app.provision import create_store, load_hall
from counter.app.terminal import Terminal, make_clock
from counter.config import TerminalConfig, load_config
from counter.domain.errors import KnownError, text

if TYPE_CHECKING:
    from counter.packs.catalogue import Loaded


@click.command("setup")
@click.option("--config", "config_file", required=True, type=click.Path(path_type=Path))
@click.option("--catalogue", "pack", required=True, type=click.Path(path_type=Path))
@click.option("--admin", required=True, help="Staff number of the first administrator.")
@click.option(
    "--sheet",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the recovery sheet (PDF) goes: print it, seal it, delete the file.",
)
def setup(config_file: Path, pack: Path, admin: str, sheet: Path) -> None:
    """Set up this terminal's real store; asks for secrets on the terminal."""
    from counter.app.commands import say_known

    try:
        config = load_config(config_file)
        passphrase = ""
        if config.key == "passphrase":
            passphrase = click.prompt("开机口令", hide_input=True, confirmation_prompt=True)
        pin = click.prompt(f"{admin} 的第一个 PIN", hide_input=True, confirmation_prompt=True)
        set_up(config, pack, admin, pin, passphrase, sheet)
    except KnownError as error:
        say_known(error)
    click.echo(f"本机账已建好：{config.store_path}")
    click.echo(f"恢复密钥在 {sheet}：打印一份封存，然后删掉这个文件。")


def set_up(
    config: TerminalConfig, pack: Path, admin: str, pin: str, passphrase: str, sheet: Path
) -> None:
    """Make the store. Raises KnownError `setup.*`, `pack.refused`, `store.*`, `keyring.*`.

    Nothing is left behind when the pack, the keyring or the administrator is refused.
    """
    from counter.packs.catalogue import load_pack
    from counter.store import keys

    if config.training:
        raise KnownError("setup.training", "这是练习用的设置。", "练习账打开时自己建，不用安装。")
    loaded = load_pack(pack)
    if admin not in {member.number for member in loaded.catalogue.staff}:
        raise KnownError(
            "setup.admin", text("花名册里没有工号 {n}。", n=admin), "请核对目录包里的人员表。"
        )
    if config.store_path.exists():
        raise KnownError("store.exists", "这里已经有一本账。", "要重建，请先备份并移走旧的。")
    clock = make_clock(config)
    key = keys.new_key()
    if config.key == "keyring":
        from counter.store.keyrings import open_keyring
        from counter.store.keysource import keep_in_keyring

        keep_in_keyring(open_keyring(), key)
    create_store(config, key, clock.now(), keys.key_id(key))
    if config.key == "passphrase":
        keys.protect_with_passphrase(config.store_path, key, passphrase)
    terminal = Terminal(config, clock, CrashReporter(config.log_dir, clock))
    try:
        terminal.worker.submit(terminal.open, key).result()
        terminal.worker.submit(_fill, terminal, loaded, admin, pin, key, sheet).result()
    finally:
        terminal.close()


def _fill(
    terminal: Terminal, loaded: Loaded, admin: str, pin: str, key: bytes, sheet: Path
) -> None:
    """Catalogue, roster, first PIN, recovery sheet; on the store worker's thread."""
    from counter.store.recovery import make_and_record
    from counter.store.sqlstore import SqlStore

    assert isinstance(terminal.store, SqlStore)
    load_hall(terminal, loaded.catalogue, loaded.scans)
    terminal.session.give_first_pins({admin: pin}, must_change=True)
    printable = make_and_record(terminal.store, key, admin, terminal.clock.now())
    write_sheet(terminal, printable, sheet)


def write_sheet(terminal: Terminal, printable: str, sheet: Path) -> None:
    """The recovery sheet as PDF, readable by its owner only."""
    from counter.documents.samples import issued
    from counter.domain.clock import paper_date

    today = terminal.hall.today()
    content: dict[str, object] = {
        "centre": terminal.reception.catalogue().centre.name,
        "terminal": terminal.config.terminal,
        "date": today.isoformat(),
        "date_words": paper_date(today),
        "recovery_key": printable.replace(" ", "").replace("-", ""),
    }
    paper = issued("recovery_key", "恢复密钥封存页", "page", content)
    data = terminal.papers.render(paper, 1).data
    descriptor = os.open(sheet, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
