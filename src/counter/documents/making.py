"""Makes outlines in a process of its own: `python -m counter.documents.making FILE` < characters.

Opening whole fonts takes 100 MB that a process never quite gives back, and ten seconds of work; a
desk has neither to spare. It ends with the desk that started it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from counter.documents.fonts import PAPER_ROLES, PaperFonts

_PAUSE = 0.1


def make_apart(characters: str, keep: Path, leave: Callable[[], bool]) -> bool:
    """Have the outlines of `characters` made and kept at `keep`; False when they were not.

    leave: asked meanwhile; True ends it.
    """
    command = [sys.executable, "-m", "counter.documents.making", str(keep)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write(characters.encode())
        process.stdin.close()
        while process.poll() is None:
            if leave():
                process.terminate()
                return False
            time.sleep(_PAUSE)
    return process.returncode == 0


def main() -> None:
    """Make what is missing of the characters on standard input, and keep it."""
    parent, keep = os.getppid(), Path(sys.argv[1])
    characters = sorted(set(sys.stdin.buffer.read().decode()))
    if hasattr(os, "nice"):
        os.nice(10)
    fonts = PaperFonts()
    fonts.load(keep)
    for role in PAPER_ROLES:
        chain = fonts.chain(role)
        for character in characters:
            if os.getppid() != parent:
                return
            if not chain.made(character):
                chain.glyph(character)
    fonts.save(keep, set(characters))


if __name__ == "__main__":
    main()
