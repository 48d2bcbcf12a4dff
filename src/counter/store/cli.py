"""`counter journal …` and `counter store …`: looking after a store from the command line.

Everything works on a path and a key source; no room of the desk is needed, so a store can be
checked and restored on a machine that has nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from counter.domain.errors import KnownError
from counter.store import keys
from counter.store.errors import missing
from counter.store.keyrings import open_keyring
from counter.store.keysource import Source, find_key

F = TypeVar("F", bound=Callable[..., Any])

_SOURCES = ("auto", "keyring", "passphrase", "recovery", "hex")


class Opener(msgspec.Struct, frozen=True):
    """A store's path and where its key comes from."""

    path: Path
    source: Source
    hex_key: str

    def key(self) -> bytes:
        """The key; asks on the terminal where it must. A missing store is said to be missing."""
        if not self.path.is_file():
            raise missing(str(self.path))
        return find_key(self.path, self.source, ask=_ask, ring=open_keyring, hex_key=self.hex_key)


def _ask(words: str) -> str:
    answer: str = click.prompt(words, hide_input=True, err=True)
    return answer


def _place(_context: click.Context, _parameter: click.Parameter, given: Path | None) -> Path:
    """The store meant: a file, a folder that holds one, a terminal's configuration; else this
    machine's terminal, else its demo hall."""
    import platformdirs

    from counter.config import load_config

    site = Path(platformdirs.site_config_dir("counter")) / "terminal.toml"
    demo = Path(platformdirs.user_data_dir("counter")) / "demo"
    given = given or (site if site.exists() else demo)
    if given.suffix == ".toml":
        try:
            return load_config(given).store_path
        except KnownError as error:
            fail(error)
    return given / "counter.store" if given.is_dir() else given


def with_store(function: F) -> F:
    """The argument STORE (see `_place`) and the options that say where its key is."""
    function = click.option(
        "--key",
        "source",
        type=click.Choice(_SOURCES),
        default="auto",
        show_default=True,
        help="Where the store's key comes from.",
    )(function)
    function = click.option(
        "--key-hex", default="", help="Raw key of a training store (64 hex digits)."
    )(function)
    return click.argument(
        "store", type=click.Path(path_type=Path), required=False, callback=_place
    )(function)


def fail(error: KnownError) -> NoReturn:
    """Say a refusal on the error stream and end with exit code 2."""
    click.echo(f"{error.what}\n{error.next_step}\n[{error.code}]", err=True)
    sys.exit(2)


@click.group()
def journal() -> None:
    """Check and look at a store's journal."""


@journal.command("verify")
@with_store
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
def journal_verify(store: Path, source: Source, key_hex: str, as_json: bool) -> None:
    """Check chain, numbers, folds and projections. Exit code 1 when something is found."""
    from counter.store.sqlstore import SqlStore
    from counter.store.verify import verify

    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            info, findings = opened.info(), verify(opened)
    except KnownError as error:
        fail(error)
    if as_json:
        lines = [{"code": f.code, "where": f.where, "what": str(f.what)} for f in findings]
        report = {"acts": info.acts, "head": info.head, "findings": lines}
        click.echo(msgspec.json.encode(report))
    else:
        for finding in findings:
            click.echo(f"{finding.code}  {finding.where}  {finding.what}")
        words = "流水完整，推出的表一致" if not findings else f"发现 {len(findings)} 处不对"
        click.echo(f"{words}：{info.acts} 条，末条 {info.head}")
    sys.exit(1 if findings else 0)


@journal.command("head")
@with_store
def journal_head(store: Path, source: Source, key_hex: str) -> None:
    """Print the last act's place and hash, to be compared with what was witnessed."""
    info = _info(Opener(store, source, key_hex))
    click.echo(f"{info.terminal}/{info.epoch}/{info.acts}  {info.last_recorded_at}  {info.head}")


@click.group("store")
def store_group() -> None:
    """Back up, restore and look after a store."""


@store_group.command("info")
@with_store
def store_info(store: Path, source: Source, key_hex: str) -> None:
    """Print what the store is, as JSON."""
    info = _info(Opener(store, source, key_hex))
    click.echo(msgspec.json.format(msgspec.json.encode(info)))


def _info(opener: Opener) -> Any:
    from counter.store.sqlstore import SqlStore

    try:
        with SqlStore.open(opener.path, opener.key()) as opened:
            return opened.info()
    except KnownError as error:
        fail(error)


@store_group.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@with_store
def store_backup(store: Path, source: Source, key_hex: str, target: Path) -> None:
    """Write a backup to TARGET (a new file)."""
    from counter.ports.clock import SystemClock
    from counter.store.backup import backup
    from counter.store.sqlstore import SqlStore

    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            manifest = backup(opened, target, SystemClock().now())
    except KnownError as error:
        fail(error)
    click.echo(f"已备份 {manifest.acts} 条流水：{target}")


@store_group.command("restore")
@click.argument("archive", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--key", "source", type=click.Choice(_SOURCES), default="recovery", show_default=True)
@click.option("--key-hex", default="", help="Raw key of a training store (64 hex digits).")
def store_restore(archive: Path, target: Path, source: Source, key_hex: str) -> None:
    """Put the store of a backup at TARGET, after checking all of it."""
    from counter.ports.clock import SystemClock
    from counter.store.backup import restore

    def key_of(content: keys.KeyFile) -> bytes:
        return _key_of(content, source, key_hex)

    try:
        manifest = restore(archive, target, key_of, SystemClock().now())
    except KnownError as error:
        fail(error)
    click.echo(f"已恢复 {manifest.acts} 条流水，末条记于 {manifest.last_recorded_at}：{target}")
    click.echo(
        "备份之后可能用过的号已跳过。请核对备份之后办的件并补录；"
        "再用 counter store keep-key 把钥匙存进本机。",
        err=True,
    )


def _key_of(content: keys.KeyFile, source: Source, key_hex: str) -> bytes:
    from counter.store.keysource import from_keyring, parse_hex

    if key_hex:
        return parse_hex(key_hex)
    if source == "recovery":
        return keys.open_with_recovery(content, _ask("恢复密钥"))
    return from_keyring(open_keyring(), content)


@store_group.command("accept-loss")
@with_store
def store_accept_loss(store: Path, source: Source, key_hex: str) -> None:
    """Go on with a store whose last acts are lost and not to be found again.

    Where a newer file or backup exists, use that instead.
    """
    from counter.ports.clock import SystemClock
    from counter.store.backup import accept_loss

    try:
        info = accept_loss(store, Opener(store, source, key_hex).key(), SystemClock().now())
    except KnownError as error:
        fail(error)
    click.echo(f"从 {info.acts} 条流水接着办，末条记于 {info.last_recorded_at}。")
    click.echo("可能用过的号已跳过。请核对那以后办的件并补录。", err=True)


@store_group.command("rebuild")
@with_store
def store_rebuild(store: Path, source: Source, key_hex: str) -> None:
    """Drop everything derived and make it again from the journal."""
    from counter.store.rebuild import rebuild
    from counter.store.sqlstore import SqlStore

    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            rebuild(opened)
    except KnownError as error:
        fail(error)
    click.echo("已从流水重建。")


@store_group.command("recovery-key")
@with_store
@click.option("--actor", required=True, help="Staff number of who prints and seals it.")
def store_recovery_key(store: Path, source: Source, key_hex: str, actor: str) -> None:
    """Make a new recovery key and print it once, to be sealed in an envelope."""
    from counter.ports.clock import SystemClock
    from counter.store.recovery import make_and_record
    from counter.store.sqlstore import SqlStore

    try:
        opener = Opener(store, source, key_hex)
        key = opener.key()
        with SqlStore.open(store, key) as opened:
            printable = make_and_record(opened, key, actor, SystemClock().now())
    except KnownError as error:
        fail(error)
    click.echo(printable)
    click.echo("请抄写或打印后封入信封；本机不再显示它，旧的恢复密钥作废。", err=True)


@store_group.command("keep-key")
@with_store
@click.option("--in", "place", type=click.Choice(["keyring", "passphrase"]), required=True)
def store_keep_key(store: Path, source: Source, key_hex: str, place: str) -> None:
    """Keep the key for daily use: in this account's keyring, or under a passphrase."""
    from counter.store.keysource import keep_in_keyring
    from counter.store.opening import look

    try:
        key = Opener(store, source, key_hex).key()
        look(store, key)  # a wrong key is refused before it is kept
        if place == "keyring":
            keep_in_keyring(open_keyring(), key)
        else:
            words = click.prompt("新口令", hide_input=True, confirmation_prompt=True, err=True)
            keys.protect_with_passphrase(store, key, words)
    except KnownError as error:
        fail(error)
    click.echo("钥匙已存好。")
