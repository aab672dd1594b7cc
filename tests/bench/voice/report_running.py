"""The parts of the report that say what a running hub did: times of stages, real microphones."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.voice.times import STAGES, TO_COMMAND

_ABOUT = """\
From the room to the device: a real `wyoming-satellite` whose microphone is a file, and the page in
Chromium, whose microphone is a file too. A running hub with its engines and its language model
hears a fan, talk, a kitchen and pink noise in turn, and three voices. At each level these are the
same sentences by the same voices; what moved is put back after each.

- right: a verified change. The command was seen on the broker, the hub reports the state that was
  wanted and calls the plan done, and nothing else moved.
- wrong: something else moved, or it was moved to something else. asked: the hub asked back.
- missed: nothing was done, or not all of it, or it was not verified.
- Times are the hub's own, median / 95th percentile in ms; the command is seen on the broker. They
  count from the last sound of the last word at the microphone; talk goes on for 2 s more.
- The satellite is nobody's: it has a guest's rights. At the page its owner is signed in; the
  browser takes out echo and noise, and levels the sound, as it does for people.
"""
_SHARES = ("word_errors", "right", "wrong", "asked", "missed")
_TITLES = ("WER", "right", "wrong", "asked", "missed")

Stages = Mapping[str, Mapping[str, Any]]


def microphones_lines(figures: Mapping[str, Any]) -> list[str]:
    """Return the section of the real microphones."""
    head = ("microphone", "level")
    rows: Sequence[Mapping[str, Any]] = figures["rows"]
    lines = [
        "## From the room to the device",
        "",
        f"Measured {figures['measured']}.",
        "",
        _ABOUT,
        f"Typed, {figures['typed_right']} of the {figures['typed']} sentences are right.",
        "",
        f"| {' | '.join((*head, 'n', *_TITLES))} |",
        "| --- | --- | ---: |" + " ---: |" * len(_TITLES),
    ]
    for row in rows:
        shares = " | ".join(f"{row[name] * 100:.1f} %" for name in _SHARES)
        lines.append(f"| {row['microphone']} | {row['level']} | {row['count']} | {shares} |")
    times = [((row["microphone"], row["level"]), row["stages"]) for row in rows]
    return [*lines, "", *times_lines(head, times), *_not_right(figures["not_right"])]


def times_lines(head: Sequence[str], rows: Sequence[tuple[Sequence[str], Stages]]) -> list[str]:
    """Return a table of stages: median / 95th percentile; nothing without rows."""
    if not rows:
        return []
    columns = (*STAGES, TO_COMMAND)
    lines = [
        f"| {' | '.join((*head, *columns))} |",
        "|" + " --- |" * len(head) + " ---: |" * len(columns),
    ]
    for names, stages in rows:
        cells = [_cell(stages.get(column)) for column in columns]
        lines.append(f"| {' | '.join((*names, *cells))} |")
    return [*lines, ""]


def _cell(each: Mapping[str, Any] | None) -> str:
    return "" if each is None else f"{each['p50_ms']} / {each['p95_ms']}"


def _not_right(found: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["| microphone | level | voice | said | heard | came to |", "|" + " --- |" * 6]
    for each in found:
        came = f"{each['came_to']}: {each['why']}".replace("|", "/")[:160]
        who = f"{each['microphone']} | {each['level']} | {each['voice']}"
        lines.append(f"| {who} | {each['said']} | {each['heard']} | {came} |")
    return [*lines, ""] if found else []
