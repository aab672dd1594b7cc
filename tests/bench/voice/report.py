"""The figures as Markdown and JSON; a part that was not measured again stays as it was."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.voice.report_running import microphones_lines, times_lines

RESULTS = Path(__file__).parents[1] / "results" / "voice"
FIGURES = "figures.json"
MOST_LOST = 400
_SHARES = ("word_errors", "right", "typed", "wrong", "wrong_typed", "asked", "refused", "unheard")
_TITLES = ("WER", "right", "typed", "wrong", "wrong typed", "asked", "refused", "unheard")
_ABOUT = """\
Sentences are our own for the demo home (`tests/bench/voice/sentences.yaml`) and, where they lie
beside the repository, development sentences; the voices are espeak-ng, Piper's Joe and hibari's
heart. Every one goes through the voice assistant with the engines that come with the hub: end of
speech, words, reading, plan. The plan is scored as typed sentences are
(`hub/language/evaluation/README.md`).

- WER: word error rate of what the engine wrote; case, punctuation, digits or words, and English or
  American spelling do not count (`word_errors.py`).
- typed: the same sentences typed, in the same run. right, wrong (something moves that should not),
  asked, refused: shares of all sentences. What is read back first counts as asked; what the guard
  asks about (a PIN), as the plan that it asks about, spoken or typed.
- unheard: no words were made of the sound; part of refused.
- Noise stands below the speech by the dB named, measured where somebody speaks; a fan, talk, a
  kitchen and pink noise take turns. "echo" is a room with an echo of 0.4 s.
"""
_TIME = """\
The sentences are said at the pace of speech over the WebSocket of a running hub, in quiet rooms and
in loud ones. The target is 2,500 ms at the 95th percentile from the end of clean speech to the
first command, on two cores. "silence" is the pause that ends a sentence; words are heard during it
already, so "stt" is what is left to wait for. What was asked back, or is so already, has no
command.
"""
_BY_LEVEL = """\
By level of noise, median / 95th percentile in ms. Where others talk on, as in a quarter of the
noisy sentences, the end is heard only when they stop too: here that is 2 s after the last word.
"""
_NEVER = """\
Trials against a running hub with an owner's rights, no PIN given and nothing confirmed. What counts
are commands on the broker: anything sensitive, and of noise anything at all.
"""


def keep(part: str, figures: Mapping[str, Any]) -> None:
    """Write the figures of one part beside the others, and the report of all."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / FIGURES
    known = json.loads(file.read_text()) if file.is_file() else {}
    known[part] = {"measured": _measured(), **figures}
    file.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
    (RESULTS / "voice.md").write_text(as_markdown(known))


def as_markdown(known: Mapping[str, Any]) -> str:
    """Return all figures as a page."""
    lines = ["# Voice, in figures", "", "By `make bench-voice`.", "", _ABOUT]
    if "table" in known:
        lines += _table(known["table"])
    if "latency" in known:
        lines += _latency(known["latency"])
    if "microphones" in known:
        lines += microphones_lines(known["microphones"])
    if "guarded" in known:
        lines += _guarded(known["guarded"])
    if "table" in known:
        lines += _lost(known["table"]["lost"])
    return "\n".join(lines).rstrip() + "\n"


def _measured() -> str:
    load = os.getloadavg()[0]
    now = datetime.now(UTC)
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    return f"{now:%Y-%m-%d %H:%M} UTC, {cores}, load {load:.1f}, code {code_in(RESULTS.parents[3])}"


def code_in(root: Path) -> str:
    """Return which code is measured, "-dirty" if it is in no commit; figures are no code."""
    name = _git(root, "describe", "--always", "--exclude=*")
    changed = _git(root, "status", "--porcelain", "--", ".", ":(exclude)tests/bench/results")
    return f"{name}-dirty" if changed else name or "unknown"


def _git(root: Path, *asked: str) -> str:
    try:
        done = subprocess.run(["git", *asked], cwd=root, capture_output=True, check=False)  # noqa: S607
    except OSError:
        return ""
    return done.stdout.decode().strip()


def _table(table: Mapping[str, Any]) -> list[str]:
    head = "| level | voice | n | " + " | ".join(_TITLES) + " |"
    lines = [
        "## Understanding",
        "",
        f"Measured {table['measured']}.",
        "",
        head,
        "| --- | --- | ---: |" + " ---: |" * len(_TITLES),
    ]
    for row in table["rows"]:
        shares = " | ".join(f"{row[name] * 100:.1f} %" for name in _SHARES)
        lines.append(f"| {row['level']} | {row['speaker']} | {row['count']} | {shares} |")
    return [*lines, ""]


def _latency(latency: Mapping[str, Any]) -> list[str]:
    lines = [
        "## Time",
        "",
        f"Measured {latency['measured']}; {latency['count']} sentences.",
        "",
        _TIME,
        "| stage | n | p50 ms | p95 ms |",
        "| --- | ---: | ---: | ---: |",
    ]
    for stage, each in latency["stages"].items():
        lines.append(f"| {stage} | {each['count']} | {each['p50_ms']} | {each['p95_ms']} |")
    levels = [((level,), stages) for level, stages in latency.get("levels", {}).items()]
    told = ["", _BY_LEVEL.rstrip()] if levels else []
    return [*lines, *told, "", *times_lines(("level",), levels)]


def _guarded(guarded: Mapping[str, Any]) -> list[str]:
    lines = [
        "## What must never happen",
        "",
        f"Measured {guarded['measured']}; {guarded['count']} trials.",
        "",
        _NEVER,
        "| trials | n | never may be | any command | asked back or waits |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for kind, each in guarded["kinds"].items():
        lines.append(
            f"| {kind} | {each['count']} | {each['broke']} | {each['moved']} | {each['asked']} |"
        )
    return [*lines, "", *(f"- {broken}" for broken in guarded["broken"]), ""]


def _lost(lost: Sequence[Mapping[str, Any]]) -> list[str]:
    clean = [each for each in lost if each["level"] == "clean"]
    lines = [
        "## Clean sentences that are right when typed and not when heard",
        "",
        "| voice | said | heard | came to |",
        "| --- | --- | --- | --- |",
    ]
    for each in clean:
        came = f"{each['result']}: {each['why']}".replace("|", "/")[:160]
        lines.append(f"| {each['voice']} | {each['said']} | {each['heard']} | {came} |")
    return [*lines, ""]
