"""`counter money`: one amount, many amounts, and lines that are none."""

from __future__ import annotations

from click.testing import CliRunner

from counter.cli import main


def test_an_amount_is_printed_in_capitals() -> None:
    result = CliRunner().invoke(main, ["money", "capitals", "1409.50"])
    assert (result.exit_code, result.stdout) == (0, "壹仟肆佰零玖元伍角整\n")


def test_a_red_amount_needs_no_double_dash() -> None:
    assert CliRunner().invoke(main, ["money", "capitals", "-50"]).stdout == "负伍拾元整\n"


def test_what_is_no_amount_goes_to_stderr_with_an_exit_code() -> None:
    result = CliRunner().invoke(main, ["money", "capitals", "1.005"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "小数点后最多 2 位" in result.stderr


def test_each_line_of_stdin_is_printed_and_bad_ones_are_named_by_number() -> None:
    lines = "\ufeff1409.50\r\nabc\n０．０５\n\n-50\n10000000000".encode()
    result = CliRunner().invoke(main, ["money", "capitals", "-"], input=lines)
    assert result.stdout.splitlines() == ["壹仟肆佰零玖元伍角整", "伍分", "负伍拾元整"]
    assert [line.split("：")[0] for line in result.stderr.splitlines()] == [
        "第 2 行",
        "第 4 行",
        "第 6 行",
    ]
    assert result.exit_code == 1


def test_good_lines_alone_end_well() -> None:
    result = CliRunner().invoke(main, ["money", "capitals", "-"], input="0\n0.15\n")
    assert (result.exit_code, result.stdout) == (0, "零元整\n壹角伍分\n")
