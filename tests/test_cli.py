"""The command line starts fast: it knows its commands without importing a room."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from counter import __version__, cli


def test_help_lists_every_command_of_the_registry() -> None:
    said = CliRunner().invoke(cli.main, ["--help"]).output
    assert [name for name in cli.COMMANDS if f"\n  {name} " not in said] == []


def test_version_is_the_packages() -> None:
    assert __version__ in CliRunner().invoke(cli.main, ["--version"]).output


def test_an_unknown_command_is_refused_by_its_name() -> None:
    result = CliRunner().invoke(cli.main, ["nonesuch"])
    assert result.exit_code == 2
    assert "nonesuch" in result.output


def test_a_command_is_imported_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "probe", ("click.testing:CliRunner", "Not a command."))
    with pytest.raises(TypeError, match="not a click command"):
        cli.main.get_command(click.Context(cli.main), "probe")


def test_help_imports_neither_qt_nor_sql() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from counter import cli\n"
        "CliRunner().invoke(cli.main, ['--help'])\n"
        "sys.exit(bool({'PySide6', 'sqlalchemy', 'sqlcipher3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
