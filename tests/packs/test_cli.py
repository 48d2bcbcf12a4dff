"""The commands of packs, as a person calls them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.domain.test_clock import CASES
from tests.packs.conftest import Hall

from counter.app.logs import CrashReporter
from counter.app.provision import TRAINING_KEY, make_training_store
from counter.app.terminal import Terminal, make_clock
from counter.cli import main
from counter.config import TerminalConfig, load_config, save_config
from counter.ports.clock import SetClock
from counter.resources import resource_root

HALL = str(resource_root() / "hall")


def call(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


# --- catalogue -----------------------------------------------------------------------------------


def test_check_tells_what_the_demo_hall_holds() -> None:
    result = call("catalogue", "check", HALL)
    assert result.exit_code == 0
    assert "进驻单位 41 = 常驻窗口 13 + 委托代理窗口 11 + 分厅 6 + 代理室 11" in result.output
    assert "事项 168 = 许可 157 + 服务 11" in result.output
    assert "即办 79；" in result.output
    assert "依据待核" in result.output
    assert "历史" in result.output


def test_check_prints_every_fault_and_fails(hall: Hall) -> None:
    row = hall.put("matters", "430423-WH-0007-01", "承诺时限", "30")
    hall.put("staff", "0317", "单位", "QQ")
    result = call("catalogue", "check", str(hall.folder))
    assert result.exit_code == 1
    assert f"matters.csv 第 {row} 行 承诺时限（H{row}） “30”：" in result.stdout
    assert "应为：不超过 20。" in result.stdout
    assert "staff.csv" in result.stdout
    assert "一处也没有装入" in result.stderr


def test_export_and_check_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "hall.xlsx"
    assert call("catalogue", "export", str(path)).exit_code == 0
    workbook, tables = call("catalogue", "check", str(path)), call("catalogue", "check", HALL)
    assert workbook.exit_code == 0
    assert workbook.output == tables.output


def test_export_writes_over_a_file_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "hall.xlsx"
    path.write_bytes(b"mine")
    result = call("catalogue", "export", str(path))
    assert result.exit_code == 2 and "--force" in result.stderr
    assert path.read_bytes() == b"mine"
    assert call("catalogue", "export", str(path), "--force").exit_code == 0
    assert path.read_bytes() != b"mine"


def test_export_of_a_halls_own_tables(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(HALL, own)
    text = (own / "centre.csv").read_text(encoding="utf-8").replace("便民中心", "服务中心")
    (own / "centre.csv").write_text(text, encoding="utf-8")
    path = tmp_path / "own.xlsx"
    assert call("catalogue", "export", str(path), "--from", str(own)).exit_code == 0
    assert "衡山县政务服务中心" in call("catalogue", "check", str(path)).output


def test_export_takes_only_the_workbooks_ending(tmp_path: Path) -> None:
    result = call("catalogue", "export", str(tmp_path / "hall.xls"))
    assert result.exit_code == 2 and ".xlsx" in result.stderr


def test_check_of_what_is_nowhere(tmp_path: Path) -> None:
    result = call("catalogue", "check", str(tmp_path / "none.xlsx"))
    assert result.exit_code == 1 and "没有这个文件" in result.stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    """The configuration of a training terminal whose store holds the demo hall."""
    config = TerminalConfig(
        data_dir=str(tmp_path / "data"),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        start_clock="2026-09-22T08:21:00+08:00",
    )
    clock = make_clock(config)
    made = Terminal(config, clock, CrashReporter(config.log_dir, clock))
    made.worker.submit(make_training_store, config, made).result()
    made.close()
    path = tmp_path / "terminal.toml"
    save_config(config, path)
    return path


def test_import_takes_only_a_newer_version_and_nothing_faulty(terminal: Path, hall: Hall) -> None:
    pack, config = str(hall.folder), ("--config", str(terminal))
    assert call("catalogue", "import", pack, *config).exit_code == 0  # the very same: no harm

    hall.put("matters", "430423-GS-0001-01", "名称", "食品流通许可证核发")
    older = call("catalogue", "import", pack, *config)
    assert older.exit_code == 2 and "catalogue.older" in older.stderr

    hall.put("centre", "430423", "目录版本", "2")
    newer = call("catalogue", "import", pack, *config)
    assert newer.exit_code == 0, newer.stderr
    assert "目录第 2 版" in newer.output

    hall.put("centre", "430423", "目录版本", "3")
    hall.put("matters", "430423-GS-0001-01", "法定时限", "")
    faulty = call("catalogue", "import", pack, *config)
    assert faulty.exit_code == 1 and "法定时限" in faulty.stdout

    setting = load_config(terminal)
    with_store = Terminal(setting, make_clock(setting), CrashReporter(terminal.parent, SetClock()))
    try:
        with_store.worker.submit(with_store.open, TRAINING_KEY).result()
        newest, first = with_store.store.catalogue(), with_store.store.catalogue(1)
        assert newest is not None and newest.version == 2
        assert any(m.name == "食品流通许可证核发" for m in newest.matters)
        assert first is not None and not any(m.name == "食品流通许可证核发" for m in first.matters)
    finally:
        with_store.close()


def test_import_without_a_terminal_is_said(tmp_path: Path) -> None:
    result = call("catalogue", "import", HALL, "--config", str(tmp_path / "none.toml"))
    assert result.exit_code == 2 and "config.missing" in result.stderr


# --- law -----------------------------------------------------------------------------------------


def test_due_tells_the_date_and_how_it_was_counted() -> None:
    result = call("law", "due", "2026-09-22", "15")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "2026-10-20",
        "2026-09-23 周三 至 2026-09-24 周四 计 2 天 第 1 至 2 天",
        "2026-09-25 周五 至 2026-09-27 周日 不计 3 天 中秋节",
        "2026-09-28 周一 至 2026-09-30 周三 计 3 天 第 3 至 5 天",
        "2026-10-01 周四 至 2026-10-07 周三 不计 7 天 国庆节",
        "2026-10-08 周四 至 2026-10-09 周五 计 2 天 第 6 至 7 天",
        "2026-10-10 周六 计 1 天 第 8 天 国庆节补班",
        "2026-10-11 周日 不计 1 天 周末",
        "2026-10-12 周一 至 2026-10-16 周五 计 5 天 第 9 至 13 天",
        "2026-10-17 周六 至 2026-10-18 周日 不计 2 天 周末",
        "2026-10-19 周一 至 2026-10-20 周二 计 2 天 第 14 至 15 天",
    ]


def test_pairs_from_standard_input_give_a_date_a_line() -> None:
    pairs = "2026-02-12 60\n2026-09-18 1\n\n2031-01-02 5\n2026-10-03 0\n"
    result = call("law", "due", "-", stdin=pairs)
    assert result.exit_code == 0
    assert "只有 2004 至 2026 年" in result.stderr
    assert result.stdout.splitlines() == [
        "2026-05-18",
        "2026-09-20",
        "2031-01-09 预计",
        "2026-10-08",
    ]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("2026-09-31", "5"), "不是日期"),
        (("2026-09-22", "5.5"), "不是天数"),
        (("2026-09-22", "-5"), ""),
        (("2026-09-22",), "还要天数"),
        (("9999-12-31", "5"), "太远"),
    ],
)
def test_what_cannot_be_counted_is_said(arguments: tuple[str, ...], word: str) -> None:
    result = call("law", "due", *arguments)
    assert result.exit_code == 2
    assert word in result.stderr


@pytest.mark.parametrize("line", ["2026-09-22", "2026-09-22 5 6", "2026-09-31 5", "2026-09-22 x"])
def test_a_wrong_line_is_named_and_no_other_line_is_answered(line: str) -> None:
    result = call("law", "due", "-", stdin=f"2026-09-22 5\n{line}\n2026-09-22 6\n")
    assert result.exit_code == 2
    assert "第 2 行" in result.stderr
    assert result.stdout == ""


@pytest.mark.article("82")
def test_every_vector_comes_out_of_the_command_too() -> None:
    assert len(CASES) == 42
    pairs = "".join(f"{start} {limit}\n" for start, limit, _ in CASES)
    result = call("law", "due", "-", stdin=pairs)
    assert result.stdout.splitlines() == [str(due) for _, _, due in CASES]
    for start, limit, due in CASES:
        assert call("law", "due", str(start), str(limit)).stdout.splitlines()[0] == str(due)


def test_a_year_without_a_table_is_said_to_be_an_estimate() -> None:
    result = call("law", "due", "2031-01-02", "5")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "2031-01-09 预计"
    assert "只除周末" in result.stderr
    assert call("law", "due", "2026-09-22", "5").stderr == ""


def test_a_halls_own_days_are_counted_and_named(hall: Hall) -> None:
    hall.change("local_days", lambda rows: rows.append(["2026-09-23", "地方放假", "县庆", "1 号"]))
    hall.change("local_days", lambda rows: rows.append(["2026-09-24", "闭馆", "停电检修", ""]))
    result = call("law", "due", "2026-09-22", "2", "--hall", str(hall.folder))
    assert result.stdout.splitlines() == [
        "2026-09-28",
        "2026-09-23 周三 不计 1 天 县庆",
        "2026-09-24 周四 计 1 天 第 1 天 停电检修（闭馆，不停钟）",
        "2026-09-25 周五 至 2026-09-27 周日 不计 3 天 中秋节",
        "2026-09-28 周一 计 1 天 第 2 天",
    ]


def test_tables_of_ones_own_and_a_hole_in_them(tmp_path: Path) -> None:
    table = "date,mark,name\n{0}-01-01,holiday,元旦\n"
    for year in (2030, 2032):
        (tmp_path / f"{year}.csv").write_text(table.format(year), encoding="utf-8")
    hole = call("law", "due", "2030-06-03", "1", "--calendars", str(tmp_path))
    assert hole.exit_code == 1 and "缺 2031 年的放假表" in hole.stderr and hole.stdout == ""
    (tmp_path / "2031.csv").write_text(table.format(2031), encoding="utf-8")
    found = call("law", "due", "2030-12-31", "1", "--calendars", str(tmp_path))
    assert found.stdout.splitlines()[0] == "2031-01-02"


def table(folder: Path, rows: str, name: str = "2027.csv") -> str:
    """A year's table as a file; its days are invented."""
    path = folder / name
    path.write_text("date,mark,name\n" + rows, encoding="utf-8")
    return str(path)


def test_a_table_is_brought_into_the_terminal_and_holds_at_its_next_start(
    terminal: Path, tmp_path: Path
) -> None:
    config = ("--config", str(terminal))
    file = table(tmp_path, "2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n")
    first = call("law", "calendar", "import", file, *config)
    assert first.exit_code == 0, first.stderr
    assert first.output.splitlines() == [
        "2027 年放假表已装入：放假 2 天，补班 0 天。",
        "没有在办件的日子要动。",
    ]
    same = call("law", "calendar", "import", file, *config)
    assert same.exit_code == 0 and "本机已经有了" in same.output
    setting = load_config(terminal)
    desk = Terminal(setting, make_clock(setting), CrashReporter(terminal.parent, SetClock()))
    try:
        desk.worker.submit(desk.open, TRAINING_KEY).result()
        assert desk.hall.calendar.years[-1] == 2027
        assert not desk.hall.calendar.is_working(dt.date(2027, 1, 4))
        busy = call("law", "calendar", "import", file, *config)
        assert busy.exit_code == 2 and "store.in_use" in busy.stderr
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2027-01-01,holiday,元旦\n2027-01-01,make_up,元旦\n", "第 3 行 date"),
        ("2027-01-04,make_up,元旦\n", "补班日不是周六、周日。"),
        ("2026-12-31,holiday,元旦\n", "不是这一年的日期。"),
        ("2027-01-01,holiday,\n", "没有写节日。"),
        ("2027-01-01,off,元旦\n", "不认识的标记。"),
    ],
)
def test_a_faulty_table_is_refused_with_its_row(
    terminal: Path, tmp_path: Path, rows: str, said: str
) -> None:
    file = table(tmp_path, rows)
    result = call("law", "calendar", "import", file, "--config", str(terminal))
    assert result.exit_code == 1 and "pack.refused" in result.stderr
    assert "2027.csv 第 " in result.stdout and said in result.stdout


def test_a_table_that_leaves_a_hole_or_is_not_there_is_refused(
    terminal: Path, tmp_path: Path
) -> None:
    config = ("--config", str(terminal))
    file = table(tmp_path, "2032-01-01,holiday,元旦\n", "2032.csv")
    hole = call("law", "calendar", "import", file, *config)
    assert hole.exit_code == 2 and "先装 2027 年的。（calendar.hole）" in hole.stderr
    none = call("law", "calendar", "import", str(tmp_path / "2033.csv"), *config)
    assert none.exit_code == 1 and "打不开" in none.stdout
