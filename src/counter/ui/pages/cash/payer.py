"""What the payer has said on the second screen about the amount that stands there. No Qt.

It is no act: nobody has signed it, and it may be taken back. It holds for one sheet and one
amount only; what was taken afterwards says in its own act whether the payer had said yes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Said = Literal["", "right", "doubt"]
"""Nothing yet; 金额对，请收款; 有疑问，先别收."""


@dataclass
class Payer:
    """The payer at the second screen. shown: there is such a screen, and it can be seen;
    put_away: traces of unknown payments whose payer has gone."""

    shown: bool = False
    put_away: set[str] = field(default_factory=set)
    _about: tuple[str, int] = ("", 0)
    _said: Said = ""

    def press(self, sheet: str, fen: int, said: Said) -> None:
        """A button was touched while `fen` of a sheet stood there."""
        self._about, self._said = (sheet, fen), said

    def about(self, sheet: str, fen: int) -> Said:
        """What was said about this amount; another amount has to be looked at anew."""
        return self._said if sheet and (sheet, fen) == self._about else ""

    def forget(self) -> None:
        """The sheet is closed, or somebody else stands here."""
        self._about, self._said = ("", 0), ""
