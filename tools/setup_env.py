"""Make this checkout ready and start it: what ``./run`` and ``./test`` are shims over.

Plain standard library, and readable by any Python 3.7+, because it must be able to say on a bare
machine what is missing. It looks at the Python version and the system's libraries, installs what
is missing by apt-get when it is root (else prints the one line that does it), makes ``.venv``,
installs the locked packages by their hashes, and hands over to the command. A stamp in ``.venv``
makes every later start immediate.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "dev.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "counter-setup.stamp"
WINDOWS = os.name == "nt"

OLDEST, NEWEST = (3, 11), (3, 13)
OLDEST_GLIBC = (2, 28)

# Shared library -> Debian package. CORE is what Qt's widgets and its offscreen platform load,
# XCB what a real X11 display needs besides (Qt's own message blames libxcb-cursor0 only).
CORE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class SetupProblem(Exception):
    """Something about this machine stops the set-up; the text is for the person at it."""


def check_python(version: tuple[int, int]) -> None:
    """Raise SetupProblem unless Counter and its pinned Qt run on this Python."""
    if not OLDEST <= version <= NEWEST:
        raise SetupProblem(
            "Counter needs Python 3.11, 3.12 or 3.13 (Qt's last packages for older Linux desktops "
            f"end there); this is {version[0]}.{version[1]}. Install one of them and start again, "
            "or name it: PYTHON=/path/to/python3.11 ./run"
        )


def check_platform(system: str, machine: str, libc: tuple[str, str]) -> None:
    """Raise SetupProblem on a Linux for which no pinned Qt package exists."""
    if system != "Linux":
        return
    if machine not in ("x86_64", "aarch64"):
        raise SetupProblem(
            f"There is no Qt package for a {machine} processor; Counter needs x86_64 or aarch64."
        )
    name, version = libc
    if name != "glibc":
        raise SetupProblem("Counter needs a Linux with glibc (this one has another C library).")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GLIBC:
        raise SetupProblem(f"Counter needs glibc 2.28 or newer; this system has {version}.")


def has_display(environ: Mapping[str, str], system: str) -> bool:
    """Whether a window can be shown here."""
    if system != "Linux":
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def loads(library: str) -> bool:
    """Whether the system's loader finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(
    wanted: Mapping[str, str], found: Callable[[str], bool], has_venv: bool
) -> list[str]:
    """Debian packages to install: python's venv first, then one for each library not found."""
    packages = [] if has_venv else [f"python3.{sys.version_info[1]}-venv"]
    packages += [package for library, package in wanted.items() if not found(library)]
    return packages


def install_line(packages: Iterable[str]) -> str:
    """The one line an administrator runs to install the packages."""
    return "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)


def install_by_apt(packages: list[str]) -> None:
    """Install Debian packages as root; SetupProblem when apt-get fails."""
    print("Installing system packages: " + " ".join(packages), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        if done.returncode != 0:
            raise SetupProblem(
                "apt-get failed (its own words are above). Mend its sources or the network, or "
                "run this yourself and start again:\n    " + install_line(packages)
            )


def ensure_system(wanted: Mapping[str, str]) -> None:
    """Bring in python's venv and the libraries, or say the one line that does."""
    has_venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    packages = missing_packages(wanted, loads, has_venv)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        libraries = [library for library in wanted if not loads(library)]
        names = libraries if has_venv else ["python's venv and ensurepip modules", *libraries]
        raise SetupProblem("Install these with the system's package manager: " + ", ".join(names))
    if os.geteuid() != 0:
        raise SetupProblem(
            "Some system packages are missing. Run this line as root, then start again:\n    "
            + install_line(packages)
        )
    install_by_apt(packages)


def venv_python() -> Path:
    """The interpreter inside the virtual environment."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def stamp_text() -> str:
    """What the environment was made from: lock, build file, Python and place."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(f"{sys.version_info[:2]} {ROOT}".encode())
    return digest.hexdigest()


def is_ready() -> bool:
    """Whether the environment was made from exactly what lies here."""
    try:
        return STAMP.read_text("ascii") == stamp_text() and venv_python().exists()
    except OSError:
        return False


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let a second start wait until the first has finished the set-up."""
    if WINDOWS:
        yield
        return
    import fcntl

    with (ROOT / ".venv.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def pip(*arguments: str) -> None:
    """Run the environment's pip; SetupProblem with the next step when it fails."""
    command = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=str(ROOT)).returncode != 0:
        raise SetupProblem(
            "The packages could not be installed (pip's own words are above). Check the network "
            "or the mirror that `pip config list` names, then start again."
        )


def right_venv() -> bool:
    """Whether ``.venv`` exists, works, and has this Python's version."""
    probe = "import sys, pip; print(sys.version_info[:2])"
    try:
        answer = subprocess.run([str(venv_python()), "-c", probe], stdout=subprocess.PIPE)
    except OSError:
        return False
    return answer.stdout.decode().strip() == str(sys.version_info[:2])


def make_venv() -> None:
    """Make the environment, install the locked packages by hash and this checkout editable."""
    print("Setting up .venv (once; about a minute) ...", flush=True)
    if not right_venv():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if made.returncode != 0:
            raise SetupProblem(f"Python could not make {VENV.name} (its own words are above).")
    pip("install", "-q", "--no-compile", "--require-hashes", "--only-binary", ":all:",
        "-r", str(LOCK))  # fmt: skip
    pip("install", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(stamp_text(), "ascii")


def ensure_ready(wanted: Mapping[str, str]) -> None:
    """Everything that must be true before a command of ours can start."""
    if is_ready() and all(map(loads, wanted)):
        return
    ensure_system(wanted)
    with only_one():
        if not is_ready():
            make_venv()


def hand_over(command: list[str]) -> NoReturn:
    """Become the command (on Windows: run it and return its exit code)."""
    sys.stdout.flush()
    if WINDOWS:
        raise SystemExit(subprocess.call(command, cwd=str(ROOT)))
    os.execv(command[0], command)


def run_command(arguments: list[str]) -> list[str]:
    """``./run`` opens the demo hall; ``./run NAME ...`` is ``counter NAME ...``."""
    first = arguments[0] if arguments else "-"
    own = not first.startswith("-") or first in ("-h", "--help", "--version")
    return [str(venv_python()), "-m", "counter.cli", *([] if own else ["demo"]), *arguments]


def main(arguments: list[str]) -> None:
    """``setup_env.py run|test|only [arguments]``; ``only`` sets up and stops."""
    what, rest = arguments[0], arguments[1:]
    shown = what == "run" and has_display(os.environ, platform.system())
    wanted: dict[str, str] = {}
    if platform.system() == "Linux":
        wanted = {**CORE, **XCB} if shown else CORE
    check_python(sys.version_info[:2])
    check_platform(platform.system(), platform.machine(), platform.libc_ver())
    ensure_ready(wanted)
    if what == "run":
        command = run_command(rest)
        if not shown and "demo" in command:
            print("There is no display here: the demo's first working day is played offscreen.")
        hand_over(command)
    elif what == "test":
        hand_over([str(venv_python()), str(ROOT / "tools" / "run_checks.py"), *rest])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupProblem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
