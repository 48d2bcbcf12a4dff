"""票据 on the first day: no number was used yet, and there is no paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.helpers.till import Till
from tests.ui.tickets.conftest import Window

from counter.ui.pages.tickets.paperpanels import ReceivePanel
from counter.ui.shell.window import Shell


def test_while_no_number_is_used_the_keys_of_the_paper_are_keys(
    tmp_path: Path, shell: Shell, qtbot: Any
) -> None:
    till = Till(tmp_path)
    window = Window(till, shell, qtbot)
    try:
        qtbot.keyClick(shell.focusWidget(), "n")
        window.settle()
        assert not window.page.seek.text()
        assert isinstance(window.presenter.panel, ReceivePanel)
    finally:
        till.close()
