"""A tiny desk for the player's own tests: one window, the real agent, a store of three lists.

`python fake_desk.py --config FILE --agent SOCKET --size 800x600`. F5 accepts what is typed, F6
opens a dialogue with a loop of its own, F9 crashes with a report, F12 ends the process at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from counter.config import load_config
from counter.desk.worker import StoreWorker
from counter.domain.case import CaseReceived, CaseState, Limits, Status
from counter.domain.persons import Applicant, Contact
from counter.player.agent import Agent
from counter.player.host import DeskHost
from counter.ports.clock import SetClock
from counter.ui.qt import (
    QAbstractListModel,
    QApplication,
    QCheckBox,
    QComboBox,
    QKeyEvent,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QModelIndex,
    Qt,
    QVBoxLayout,
    QWidget,
)


class FakeStore:
    """The questions that the agent's host asks, answered from lists."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def info(self) -> Any:
        return SimpleNamespace(training=True, acts=2 * len(self.names))

    def jobs(self, states: Any = (), limit: int = 50, case_no: str = "") -> Any:
        rows = [
            SimpleNamespace(stream=f"case:case-{n}", state="done", why="", title="notice", nth=1)
            for n in range(1, len(self.names) + 1)
        ]
        return tuple(r for r in rows if not states or r.state in states)

    def open_cases(self, unit: Any = None, limit: int = 50, after: Any = None) -> Any:
        return SimpleNamespace(rows=())

    def timeline(self, case_no: str) -> Any:
        seq = int(case_no.removeprefix("case-"))
        kinds = ("case.received", "case.accepted")
        return tuple(SimpleNamespace(header=SimpleNamespace(seq=seq, kind=k)) for k in kinds)

    def case(self, case_no: str) -> CaseState | None:
        number = int(case_no.removeprefix("case-")) if case_no.startswith("case-") else 0
        if not 1 <= number <= len(self.names):
            return None
        applicant = Applicant(name=self.names[number - 1])
        received = CaseReceived(
            case_no=case_no, matter="m", matter_title="食品经营", catalogue=1, unit="u",
            handling="spot", window="3", applicant=applicant, contact=Contact(), materials=(),
        )  # fmt: skip
        limits = Limits(
            promised_days=15, promised_on="2026-10-20", legal_days=20, legal_on="2026-10-27"
        )
        return CaseState(
            case_no=case_no, status=Status.ACCEPTED, received=received, applicant=applicant,
            contact=Contact(), limits=limits, accepted_on="2026-09-22",
        )  # fmt: skip

    def find(self, text: str, limit: int = 20, after: Any = None) -> Any:
        rows = [
            SimpleNamespace(case_no=f"case-{n}", applicant=name, matter_title="食品经营")
            for n, name in enumerate(self.names, 1)
            if text in name
        ]
        return SimpleNamespace(rows=tuple(rows))

    def drafts(self, staff: str) -> Any:
        return ()


class Names(QAbstractListModel):
    """The accepted names as a list."""

    def __init__(self, store: FakeStore) -> None:
        super().__init__()
        self.store = store

    def rowCount(self, parent: Any = None) -> int:
        return len(self.store.names)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        return f"第 {index.row() + 1} 行" if role == Qt.ItemDataRole.DisplayRole else None


class Painted(QWidget):
    """A widget that would paint its words."""

    words = "下一步 按 F5"

    def visible_text(self) -> list[str]:
        return self.words.split()


class Window(QMainWindow):
    """Fields, a list, a painted line."""

    def __init__(self, store: FakeStore, crashes: Path) -> None:
        super().__init__()
        self.store, self.crashes = store, crashes
        body = QWidget()
        column = QVBoxLayout(body)
        self.head = QLabel("窗口 3")
        self.head.setProperty("region", "header")
        self.number, self.pin, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.number.setAccessibleName("工号")
        self.pin.setAccessibleName("PIN")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        label = QLabel("姓名")
        label.setBuddy(self.name)
        self.box = QCheckBox("邮寄")
        self.choice = QComboBox()
        self.choice.setAccessibleName("方式")
        self.choice.addItems(["窗口", "邮寄到家"])
        self.list = QListView()
        self.model = Names(store)
        self.list.setModel(self.model)
        self.next = Painted()
        self.next.setObjectName("next_step")
        self.next.setMinimumHeight(20)
        for widget in (
            self.head, self.number, self.pin, label, self.name, self.box, self.choice,
            self.list, self.next,
        ):  # fmt: skip
            column.addWidget(widget)
        self.setCentralWidget(body)
        self.number.returnPressed.connect(self.pin.setFocus)
        self.pin.returnPressed.connect(self.sign_in)
        self.number.setFocus()

    def sign_in(self) -> None:
        right = self.pin.text() == "246802"
        self.head.setText(f"窗口 3 · {self.number.text()}" if right else "PIN 不对")
        if right:
            self.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_F5:
            self.store.names.append(self.name.text())
            self.model.layoutChanged.emit()
            self.head.setText(f"已受理 case-{len(self.store.names)}")
        elif key == Qt.Key.Key_F9:
            self.crashes.mkdir(parents=True, exist_ok=True)
            (self.crashes / "crash-1.txt").write_text("ValueError: a fault of ours\n", "utf-8")
        elif key == Qt.Key.Key_F12:
            print("no way on", file=sys.stderr, flush=True)
            os._exit(7)
        else:
            super().keyPressEvent(event)


def main() -> None:
    parser = argparse.ArgumentParser()
    for option in ("--config", "--agent", "--size"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    config = load_config(Path(options.config))
    app = QApplication([])
    clock = SetClock()
    import datetime as dt

    clock.set(dt.datetime.fromisoformat(config.start_clock))
    store, worker = FakeStore(), StoreWorker()
    window = Window(store, config.log_dir)
    host = DeskHost(store, worker, clock, verify=lambda: [], kinds=lambda: {"case.received": 1})
    agent = Agent(host, options.agent)
    agent.listen()
    width, height = map(int, options.size.split("x"))
    window.resize(width, height)
    window.show()
    code = app.exec()
    agent.close()
    worker.close()
    sys.exit(code)


if __name__ == "__main__":
    main()
