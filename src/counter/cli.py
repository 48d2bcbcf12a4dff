"""The command line ``counter``: a registry of sub-commands that are imported only when called.

A room adds a command by writing a click command in a module of its own and one line in
``COMMANDS``; nothing here imports Qt, SQLAlchemy or a room, so ``counter --help`` stays fast.
"""

from __future__ import annotations

from importlib import import_module

import click

from counter import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    # name: ("module:attribute", one line of help)
    "catalogue": ("counter.packs.cli:catalogue", "Check, export and import catalogue packs."),
    "law": ("counter.packs.law_cli:law", "Statutory days by the holiday tables."),
    "money": ("counter.packs.money_cli:money", "Amounts as papers write them."),
    "forms": ("counter.documents.cli:forms", "Preview, list and check layouts of papers."),
    "run": ("counter.app.commands:run", "Open the desk of this terminal."),
    "demo": ("counter.app.commands:demo", "Open the demo hall with simulated devices."),
    "play": ("counter.player.cli:play", "Play a script of a working day."),
    "journal": ("counter.store.cli:journal", "Check and look at a store's journal."),
    "store": ("counter.store.cli:store_group", "Back up, restore and look after a store."),
    "report": ("counter.app.reports:report", "The manager's questions to a store."),
    "bench": ("counter.bench.cli:bench", "Measure against yardsticks of the same run."),
    "setup": ("counter.app.setup:setup", "Set up this terminal's real store."),
    "desk": ("counter.app.commands:desk", "Open the desk that a configuration file describes."),
}


class LazyGroup(click.Group):
    """A click group whose commands live in ``COMMANDS`` until one of them is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the named command; None when the registry does not know it."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is not a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the registry's own help lines, so that ``--help`` imports no room."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="counter")
def main() -> None:
    """Counter (窗口终端): the desk of a government service hall's window.

    In a checkout `./run NAME ...` is `counter NAME ...`; `./run` alone opens the demo hall.
    """


if __name__ == "__main__":
    main(prog_name="counter")
