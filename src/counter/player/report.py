"""The account of a played script: index.md for people, result.json for machines."""

from __future__ import annotations

import json
from pathlib import Path

from counter.player.conductor import Outcome, Played
from counter.player.results import Paper, keep_papers, keep_slips
from counter.player.stage import Stage


def write_report(played: Played, stage: Stage) -> None:
    """Write slips, papers, index.md and result.json into the stage's out folder."""
    slips = keep_slips(stage.slips, stage.out / "slips")
    papers = keep_papers(stage.papers)
    _write_json(played, stage.out, slips, papers)
    (stage.out / "index.md").write_text(_page(played, slips, papers), "utf-8")


def _write_json(played: Played, out: Path, slips: list[str], papers: list[Paper]) -> None:
    result = {
        "script": played.script.path.name,
        "title": played.script.title,
        "ok": played.ok,
        "seconds": round(played.seconds, 2),
        "steps": len(played.script.steps),
        "failures": len(played.failures),
        "played": [_case(outcome) for outcome in played.outcomes],
        "slips": [f"slips/{name}.txt" for name in slips],
        "papers": [f"papers/{paper.path.name}" for paper in papers],
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (out / "result.json").write_text(text + "\n", "utf-8")


def _case(outcome: Outcome) -> dict[str, object]:
    place = outcome.step.place
    return {
        "number": outcome.number,
        "file": place.file,
        "line": place.line,
        "step": place.step,
        "verb": outcome.step.verb,
        "words": outcome.words,
        "ok": outcome.ok,
        "seconds": round(outcome.seconds, 3),
        "picture": outcome.picture,
        **({} if outcome.ok else {"expected": outcome.expected, "was": outcome.was}),
        **({"notes": outcome.notes} if outcome.notes else {}),
    }


def _page(played: Played, slips: list[str], papers: list[Paper]) -> str:
    script = played.script
    verdict = "all as expected" if played.ok else f"{len(played.failures)} not as expected"
    done = f"{len(played.outcomes)} of {len(script.steps)} steps"
    lines = [f"# {script.title}", ""]
    if script.about:
        lines += [script.about, ""]
    lines += [f"{script.path.name}: {done}, {verdict}, {played.seconds:.1f} s.", ""]
    lines += ["| | step | screen |", "|---:|---|---|"]
    for outcome in played.outcomes:
        mark = "" if outcome.ok else "**✕** "
        shown = f"[{outcome.picture}]({outcome.picture})" if outcome.picture else ""
        words = outcome.words.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {outcome.number} | {mark}{words} | {shown} |")
    for outcome in played.failures:
        lines += ["", f"## ✕ {outcome.step.place}", "", *explain(outcome).splitlines()]
    if slips:
        lines += ["", "## Slips", ""]
        lines += [f"- [{name}](slips/{name}.txt) · [picture](slips/{name}.png)" for name in slips]
    if papers:
        lines += ["", "## Papers", ""]
    for paper in papers:
        name = paper.path.name
        picture = f"papers/{paper.path.stem}.png"
        lines.append(f"- [{name}](papers/{name}) · [picture]({picture})")
    return "\n".join(lines) + "\n"


def explain(outcome: Outcome) -> str:
    """What was expected and what was there, with crash reports and the picture."""
    lines = [f"{outcome.step.place} {outcome.words}", f"  expected: {outcome.expected}"]
    was = outcome.was.splitlines() or ["nothing"]
    lines += [f"  was:      {was[0]}", *(f"            {line}" for line in was[1:])]
    for note in outcome.notes:
        if note not in outcome.was:
            lines += [f"  {line}" for line in note.splitlines()]
    if outcome.picture:
        lines.append(f"  screen:   {outcome.picture}")
    return "\n".join(lines)
