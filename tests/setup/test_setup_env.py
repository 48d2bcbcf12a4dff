"""The pure parts of ``tools/setup_env.py``, and what the shims and lock files must never hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools import run_checks, setup_env

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements" / name for name in ("runtime.txt", "dev.txt")]
SHIMS = [ROOT / name for name in ("run", "test", "run.cmd", "test.cmd", ".ci/run")]
SCRIPTS = [ROOT / "tools" / name for name in ("setup_env.py", "run_checks.py")]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)( ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(lock: Path) -> dict[str, str]:
    """Requirement line (name and marker) to version."""
    found = [PIN.match(line) for line in lock.read_text("utf-8").splitlines()]
    return {f"{pin[1]}{pin[3] or ''}": pin[2] for pin in found if pin}


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_these_pythons_are_taken(version: tuple[int, int]) -> None:
    setup_env.check_python(version)


@pytest.mark.parametrize("version", [(3, 7), (3, 10), (3, 14)])
def test_another_python_gets_one_sentence_that_names_it(version: tuple[int, int]) -> None:
    with pytest.raises(setup_env.SetupProblem, match=rf"this is {version[0]}\.{version[1]}\."):
        setup_env.check_python(version)


@pytest.mark.parametrize(
    ("machine", "libc", "words"),
    [
        ("loongarch64", ("glibc", "2.36"), "loongarch64 processor"),
        ("x86_64", ("", ""), "another C library"),
        ("x86_64", ("glibc", "2.27"), "this system has 2.27"),
    ],
)
def test_a_linux_without_qt_packages_is_told(
    machine: str, libc: tuple[str, str], words: str
) -> None:
    with pytest.raises(setup_env.SetupProblem, match=words):
        setup_env.check_platform("Linux", machine, libc)


def test_the_linuxes_we_know_and_other_systems_pass() -> None:
    setup_env.check_platform("Linux", "aarch64", ("glibc", "2.31"))
    setup_env.check_platform("Linux", "x86_64", ("glibc", "2.28"))
    setup_env.check_platform("Windows", "AMD64", ("", ""))


def test_missing_libraries_become_their_packages() -> None:
    wanted = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
    missing = setup_env.missing_packages(wanted, lambda library: library == "libGL.so.1", True)
    assert missing == ["libegl1"]


def test_a_python_without_venv_asks_for_its_own_package() -> None:
    missing = setup_env.missing_packages({}, lambda library: True, False)
    assert missing == [f"python3.{sys.version_info[1]}-venv"]


def test_the_line_to_run_names_every_package() -> None:
    assert setup_env.install_line(["libegl1", "libgl1"]) == (
        "apt-get update && apt-get install -y --no-install-recommends libegl1 libgl1"
    )


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Debian on which no library is found; nothing is really run."""
    monkeypatch.setattr(setup_env, "loads", lambda library: False)
    monkeypatch.setattr(setup_env.shutil, "which", lambda name: f"/usr/bin/{name}")
    return monkeypatch


def test_who_is_not_root_gets_the_line_and_nothing_is_run(bare_debian: pytest.MonkeyPatch) -> None:
    bare_debian.setattr(os, "geteuid", lambda: 1000, raising=False)
    bare_debian.setattr(setup_env.subprocess, "run", lambda *a, **k: pytest.fail("ran something"))
    with pytest.raises(setup_env.SetupProblem, match="as root") as told:
        setup_env.ensure_system({"libEGL.so.1": "libegl1"})
    assert str(told.value).endswith("--no-install-recommends libegl1")


def test_root_installs_by_apt_get(bare_debian: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    bare_debian.setattr(os, "geteuid", lambda: 0, raising=False)
    bare_debian.setattr(setup_env.subprocess, "run", run)
    setup_env.ensure_system({"libEGL.so.1": "libegl1"})
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert ran[1][-1] == "libegl1"


def test_a_failing_apt_get_ends_in_the_line(bare_debian: pytest.MonkeyPatch) -> None:
    bare_debian.setattr(os, "geteuid", lambda: 0, raising=False)
    bare_debian.setattr(
        setup_env.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 100)
    )
    with pytest.raises(setup_env.SetupProblem, match="apt-get failed"):
        setup_env.ensure_system({"libEGL.so.1": "libegl1"})


def test_another_linux_is_told_the_libraries(bare_debian: pytest.MonkeyPatch) -> None:
    bare_debian.setattr(setup_env.shutil, "which", lambda name: None)
    with pytest.raises(setup_env.SetupProblem, match=r"package manager: libEGL\.so\.1"):
        setup_env.ensure_system({"libEGL.so.1": "libegl1"})


def test_a_display_is_x11_or_wayland_on_linux_and_given_elsewhere() -> None:
    assert setup_env.has_display({"DISPLAY": ":0"}, "Linux")
    assert setup_env.has_display({"WAYLAND_DISPLAY": "wayland-0"}, "Linux")
    assert not setup_env.has_display({"DISPLAY": ""}, "Linux")
    assert setup_env.has_display({}, "Windows")


def test_run_opens_the_demo_or_the_named_command() -> None:
    assert setup_env.run_command([])[-2:] == ["counter.cli", "demo"]
    assert setup_env.run_command(["--dark"])[-2:] == ["demo", "--dark"]
    assert setup_env.run_command(["journal", "verify"])[-2:] == ["journal", "verify"]
    assert setup_env.run_command(["--help"])[-2:] == ["counter.cli", "--help"]


def test_the_stamp_changes_with_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = setup_env.stamp_text()
    other = tmp_path / "dev.txt"
    other.write_text("another lock", "utf-8")
    monkeypatch.setattr(setup_env, "LOCK", other)
    assert setup_env.stamp_text() != before


def test_tests_run_in_two_processes_unless_told_otherwise() -> None:
    assert "-n" in run_checks.pytest_command([])
    assert "-n" not in run_checks.pytest_command(["--serial"])
    assert run_checks.pytest_command(["-n0"]).count("-n") == 0
    assert run_checks.pytest_command(["--long", "tests/desk"])[-1] == "tests/desk"


@pytest.mark.parametrize("path", SHIMS + SCRIPTS, ids=lambda path: path.name)
def test_nothing_of_the_set_up_calls_sudo(path: Path) -> None:
    assert not re.search(r"\bsudo\b", path.read_text("utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_a_pin_or_a_hash(lock: Path) -> None:
    lines = lock.read_text("utf-8").splitlines()
    strange = [x for x in lines if x and not x.startswith("# ") and not PIN.match(x)]
    assert [line for line in strange if not HASH.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_of_a_lock_has_a_hash(lock: Path) -> None:
    lines = lock.read_text("utf-8").splitlines()
    followers = [lines[number + 1] for number, line in enumerate(lines) if PIN.match(line)]
    assert followers and all(HASH.match(line) for line in followers)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_bears_no_address(lock: Path) -> None:
    assert not re.search(r"://|--index|--find-links|--trusted|@ ", lock.read_text("utf-8"))


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    runtime, dev = map(pins, LOCKS)
    assert runtime.items() <= dev.items()


def test_the_wheel_asks_for_what_the_lock_was_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=;!\s]", line)[0] for line in project["dependencies"]}
    source = (ROOT / "requirements" / "runtime.in").read_text("utf-8").splitlines()
    asked = {re.split(r"[<>=;!\s]", line)[0] for line in source if line and line[0] not in "#-"}
    assert declared == asked
