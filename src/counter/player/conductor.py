"""The conductor: plays a script step by step on its stage and keeps account of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counter.devices.sim.control import SimRefused
from counter.player.expecting import LOOKS, ON_PAPER, Difference, counted
from counter.player.kinds import fill_in
from counter.player.language import VERBS, Script, Step
from counter.player.results import slips_of
from counter.player.stage import Setting, Stage, StageError
from counter.player.wire import AgentGone, AgentRefused

WITHIN = 10.0
"""Seconds an expectation may take to come true unless the script says otherwise."""
PAUSE = 0.05
KEY_PAUSE, STEP_PAUSE = 0.12, 0.7
"""Seconds after a key and after a step at speed 1."""

Pictures = str  # "all", "named" or "failed"


class StepFailed(Exception):
    """A step did not go as the script says."""

    def __init__(self, expected: str, was: str) -> None:
        self.expected, self.was = expected, was
        super().__init__(f"expected {expected}; was {was}")


@dataclass
class Outcome:
    """What became of one step; picture: file name in the out folder, '' where none was taken."""

    number: int
    step: Step
    words: str
    ok: bool = True
    expected: str = ""
    was: str = ""
    seconds: float = 0.0
    picture: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Played:
    """A script that was played: what became of every step, in how many seconds."""

    script: Script
    outcomes: list[Outcome]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether all steps went as the script says, to the last one."""
        return len(self.outcomes) == len(self.script.steps) and not self.failures

    @property
    def failures(self) -> list[Outcome]:
        """The steps that did not."""
        return [outcome for outcome in self.outcomes if not outcome.ok]


class Conductor:
    """Plays one script."""

    def __init__(
        self,
        script: Script,
        stage: Stage,
        *,
        keep_going: bool = False,
        speed: float = 0.0,
        pictures: Pictures = "all",
        tell: Callable[[Outcome], object] = lambda _outcome: None,
    ) -> None:
        """keep_going: go on after a failed step; speed: pauses as a person makes them, times this;
        pictures: screenshots of all steps, of named ones, or only of failed ones; tell: is told of
        every step when it is over."""
        self._script, self._stage = script, stage
        self._keep_going, self._speed = keep_going, speed
        self._pictures, self._tell = pictures, tell
        self._variables = dict(script.variables)
        self._last_picture = b""
        self._last_name = ""

    def play(self) -> Played:
        """Play all steps, or up to the first that fails."""
        started = time.monotonic()
        outcomes: list[Outcome] = []
        for number, step in enumerate(self._script.steps, 1):
            outcome = self._play_step(number, step)
            outcomes.append(outcome)
            self._tell(outcome)
            if not outcome.ok and not self._keep_going:
                break
        return Played(self._script, outcomes, time.monotonic() - started)

    def _play_step(self, number: int, step: Step) -> Outcome:
        started = time.monotonic()
        outcome = Outcome(number, step, words_of(step))
        try:
            args = fill_in(step.args, self._variables)
            outcome.words = words_of(Step(step.place, step.verb, args))
            self._do(step.verb, args, outcome)
        except StepFailed as failure:
            outcome.ok, outcome.expected, outcome.was = False, failure.expected, failure.was
        except (AgentRefused, SimRefused, StageError) as error:
            outcome.ok, outcome.expected, outcome.was = False, outcome.words, str(error)
        except AgentGone as error:
            outcome.ok, outcome.expected = False, outcome.words
            outcome.was = f"{error}\n{self._stage.desk_says()}".strip()
        self._look_for_crashes(outcome)
        outcome.picture = self._picture(outcome, step)
        outcome.seconds = time.monotonic() - started
        time.sleep(STEP_PAUSE * self._speed)
        return outcome

    def _look_for_crashes(self, outcome: Outcome) -> None:
        crashes = self._stage.new_crashes()
        if crashes:
            outcome.notes += crashes
            if outcome.ok:
                outcome.ok, outcome.expected = False, "no crash report"
                outcome.was = "\n".join(crashes)

    def _do(self, verb: str, args: dict[str, Any], outcome: Outcome) -> None:
        method = getattr(self, "_" + verb.replace(" ", "_"))
        method(**{name.replace(" ", "_"): value for name, value in args.items()})

    # --- pictures --------------------------------------------------------------------------------

    def _picture(self, outcome: Outcome, step: Step) -> str:
        """Take a picture of the screen if one is wanted; one that shows nothing new is not kept."""
        wanted = self._pictures == "all" and VERBS[step.verb].group != "telling"
        if step.verb == "screenshot" or self._stage.desk_ended or (outcome.ok and not wanted):
            return ""
        name = f"{outcome.number:02d}-{slug(outcome.words)}.png"
        if not outcome.ok:
            name = f"{outcome.number:02d}-FAILED.png"
        path = self._stage.out / name
        try:
            saved = self._stage.ask_desk("screenshot", path=str(path))["saved"]
        except (AgentGone, AgentRefused) as error:
            outcome.notes.append(f"no screenshot: {error}")
            return ""
        pictures = [Path(name) for name in saved]
        shown = b"".join(picture.read_bytes() for picture in pictures)
        if shown == self._last_picture and outcome.ok:
            for picture in pictures:
                picture.unlink()
            return self._last_name
        self._last_picture, self._last_name = shown, name
        return name

    # --- stage -----------------------------------------------------------------------------------

    def _set_clock(self, to: str) -> None:
        self._stage.set_clock("set_clock", to=to)
        self._stage.idle()

    def _advance_clock(self, by: float) -> None:
        self._stage.set_clock("advance_clock", by=by)
        self._stage.idle()

    def _reader(self, fault: str, times: int | None = None, seconds: float | None = None) -> None:
        self._stage.reader_fault(fault, times, seconds)

    def _printer(
        self,
        fault: str,
        lines: int | None = None,
        bytes: int | None = None,
    ) -> None:
        self._stage.printer_fault(fault, None, lines, bytes)

    def _page_printer(self, fault: str, times: int | None = None) -> None:
        self._stage.page_fault(fault, times)

    def _ticket_paper(self, number: str, sheets: int) -> None:
        self._stage.load_tickets(number, sheets)

    def _ticket_printer(self, fault: str, times: int | None = None) -> None:
        self._stage.ticket_fault(fault, times)

    def _pos(
        self,
        fault: str,
        times: int | None = None,
        on: str | None = None,
        seconds: float | None = None,
        code: str | None = None,
    ) -> None:
        occasion = on and on.replace(" ", "_")
        self._stage.pos_fault(fault, times, on=occasion, seconds=seconds, code=code)

    def _queue(self, waiting: list[str]) -> None:
        self._stage.take_tickets(waiting)

    def _network(self, **args: str) -> None:
        self._stage.set_network(args["is"] == "on")

    def _disk(self, **args: str) -> None:
        self._stage.ask_desk("ask", question="disk", full=args["is"] == "full")

    def _holidays(self, year: int, off: list[str], worked: Sequence[str] = ()) -> None:
        self._stage.ask_desk("ask", question="holidays", year=year, off=off, worked=list(worked))
        self._stage.idle()

    def _kill(self) -> None:
        self._stage.kill()

    def _restart(self) -> None:
        self._stage.restart()
        self._stage.idle()

    # --- hands -----------------------------------------------------------------------------------

    def _sign_in(self, number: str, pin: str) -> None:
        for field_name, text in (("工号", number), ("PIN", pin)):
            self._type(text, into=field_name, replace=True)
        self._press_key("Enter")

    def _lay_card(self, card: dict[str, str]) -> None:
        self._stage.lay_card(card)
        self._stage.idle()

    def _lift_card(self) -> None:
        self._stage.lift_card()
        self._stage.idle()

    def _keys(self, press: list[str]) -> None:
        for key in press:
            self._press_key(key)

    def _press_key(self, key: str) -> None:
        self._stage.ask_desk("key", key=key)
        self._stage.idle()
        time.sleep(KEY_PAUSE * self._speed)

    def _type(self, text: str, into: str = "", replace: bool = False) -> None:
        if into:
            self._stage.ask_desk("focus", field=into)
        if replace:
            self._stage.ask_desk("clear")
        for piece in [text] if not self._speed else list(text):
            self._stage.ask_desk("type", text=piece)
            time.sleep(KEY_PAUSE * self._speed)
        self._stage.idle()

    def _fill(self, fields: Mapping[str, str]) -> None:
        for name, text in fields.items():
            self._type(text, into=name, replace=True)

    def _focus(self, label: str) -> None:
        self._stage.ask_desk("focus", field=label)
        self._stage.idle()

    def _press(self, what: str, **where: str) -> None:
        self._stage.ask_desk("touch" if where.get("in") == "citizen" else "click", what=what)
        self._stage.idle()

    # --- expect ----------------------------------------------------------------------------------

    def _expect(self, within: float = WITHIN, **expected: Any) -> None:
        deadline = time.monotonic() + within
        if ON_PAPER & set(expected) and not self._stage.desk_ended:
            self._stage.idle(within, printing=True)
        for name, said in expected.items():
            for one in said if isinstance(said, list) else [said]:
                self._wait_for(name, one, deadline)

    def _wait_for(self, name: str, said: dict[str, Any], deadline: float) -> None:
        while True:
            try:
                wrong = LOOKS[name](self._stage, said)
            except AgentRefused as error:
                wrong = Difference(f"{name} {said}", str(error))
            if wrong is None:
                return
            if time.monotonic() > deadline:
                raise StepFailed(wrong.expected, wrong.was)
            time.sleep(PAUSE)

    # --- telling ---------------------------------------------------------------------------------

    def _note(self, text: str) -> None:
        """Only for the report."""

    def _screenshot(self, name: str) -> None:
        path = self._stage.out / f"{slug(name, 60)}.png"
        self._stage.ask_desk("screenshot", path=str(path))

    def _let(self, variables: Mapping[str, Any]) -> None:
        for name, value in variables.items():
            told = (
                value
                if isinstance(value, str)
                else self._read(
                    **{"source": value["from"]},
                    **{key: each for key, each in value.items() if key != "from"},
                )
            )
            self._variables[name] = told

    def _read(self, source: str, matching: str = "", label: str = "", **place: str) -> str:
        """A value for a variable: from the newest case, the screen, the last slip, a field."""
        if source == "case":
            text = str(self._stage.ask_desk("ask", question="case", number="last")["number"])
        elif source == "field":
            text = str(self._stage.ask_desk("field", label=label)["value"])
        elif source == "slip":
            slips = slips_of(self._stage.slips)
            text = slips[-1]["text"] if slips else ""
        else:
            text = "\n".join(self._stage.ask_desk("screen", region=place.get("in", ""))["lines"])
        if not matching:
            return text
        found = re.search(matching, text)
        if found is None:
            raise StepFailed(f"{source} matches {matching!r}", text)
        return found[1] if found.groups() else found[0]


def words_of(step: Step) -> str:
    """A step in one line, for the report."""

    def plain(value: Any) -> str:
        if isinstance(value, dict) and value and set(value) <= {"least", "most"}:
            return counted(value)
        if isinstance(value, dict):
            return ", ".join(f"{key}: {plain(each)}" for key, each in value.items())
        if isinstance(value, list):
            return " · ".join(plain(each) for each in value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)

    args = {k: "••••" if k == "pin" else v for k, v in step.args.items()}
    if len(args) == 1:
        return f"{step.verb}: {plain(next(iter(args.values())))}"
    return f"{step.verb} {plain(args)}".strip()


def slug(words: str, limit: int = 32) -> str:
    """Words as part of a file name."""
    return re.sub(r"[^\w]+", "-", words.lower()).strip("-")[:limit].strip("-") or "step"


def play(
    script: Script,
    out: Path,
    *,
    show: bool = False,
    **options: Any,
) -> Played:
    """Set the stage, play the script, leave the results in `out`. Raises StageError."""
    from counter.player.report import write_report

    with Stage(out, Setting.of(script.stage), show=show) as stage:
        played = Conductor(script, stage, **options).play()
        write_report(played, stage)
    return played


__all__ = ["Conductor", "Outcome", "Played", "StepFailed", "play"]
