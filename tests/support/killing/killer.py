"""Kills a house again and again, and judges the marks that it left."""

import os
import pickle
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from tests.support.killing.rules import Plan, places, plan_of

REPOSITORY = Path(__file__).parents[3]
# How long a life lasts, in seconds; of some it counts from the fork, so that starts are killed too.
SHORTEST_S, LONGEST_S = 0.1, 0.6
KILLED_AT_START = 0.2
# A house must have read its rules, and written down what they wait for, before anything is due.
FIRST_S = 2.0
SETTLED_S = 0.5
# About how long a life and the start after it take together.
A_KILL_S = 0.5
START_WITHIN_S = 60.0
END_WITHIN_S = 90.0
_DATABASES = ("lares.db", "history.db")


@dataclass(slots=True)
class Toll:
    """What became of a house. `wrong` is what must not have been; empty if all is well."""

    kills: int = 0
    runs: int = 0
    marks: int = 0
    repeated: int = 0
    unsafe: int = 0
    unsafe_lost: int = 0
    wrong: list[str] = field(default_factory=list)


class HouseEnded(Exception):
    """The house ended by itself before it should, or did not answer."""


class _Process:
    """The process that forks houses."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.killing.house", str(folder)],
            cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        self._rest = b""
        self.pid = 0

    def fork(self) -> None:
        """Start a life."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"x")
        self.pid = 0

    def says(self, within_s: float) -> str | None:
        """Return the next line, None if none comes in time."""
        assert self._process.stdout is not None
        deadline = time.monotonic() + within_s
        while b"\n" not in self._rest:
            left_s = max(0.0, deadline - time.monotonic())
            if not select.select([self._process.stdout], [], [], left_s)[0]:
                return None
            found = os.read(self._process.stdout.fileno(), 4096)
            if not found:
                raise HouseEnded("the house ended")
            self._rest += found
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def until(self, word: str, within_s: float) -> str | None:
        """Read until a line that begins so; None if it does not come in time."""
        deadline = time.monotonic() + within_s
        while (line := self.says(max(0.0, deadline - time.monotonic()))) is not None:
            if line.startswith("pid"):
                self.pid = int(line.split()[1])
            if line.startswith(word):
                return line
            if line.startswith("gone"):
                return line
        return None

    def close(self) -> None:
        """End it, and the life that is."""
        if self.pid:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                self.pid = 0
        self._process.kill()
        self._process.communicate()


def kill_often(folder: Path, kills: int, seed: int) -> Toll:
    """Let a house live in `folder`, killed so often; returns what became of it."""
    chance = random.Random(seed)
    toll = Toll()
    process = _Process(folder)
    try:
        process.until("ready", START_WITHIN_S)
        plan = _settle(process, folder, kills, seed)
        _kill(process, folder, toll)
        for _ in range(kills - 1):
            if not _kill_once(process, chance, folder, toll):
                break
        _end(process, folder, toll)
    finally:
        process.close()
    _judge(plan, (folder / "marks").read_text(encoding="utf-8").splitlines(), toll)
    return toll


def _settle(process: _Process, folder: Path, kills: int, seed: int) -> Plan:
    """Begin a first life, anew with more time if this machine is too slow; returns its rules."""
    first_s = FIRST_S
    while True:
        plan = plan_of(seed, first_s, kills * A_KILL_S)
        plan.write(folder / "rules" / "automations")
        (folder / "plan").write_bytes(pickle.dumps(plan))
        process.fork()
        if process.until("up", START_WITHIN_S) != "up":
            raise HouseEnded(f"the first life did not begin; see {folder / 'log'}")
        time.sleep(SETTLED_S)
        if datetime.now(UTC) < plan.at(first_s):
            return plan
        os.kill(process.pid, signal.SIGKILL)
        process.until("gone", START_WITHIN_S)
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "log":
                path.unlink()
        first_s *= 2


def _kill_once(process: _Process, chance: random.Random, folder: Path, toll: Toll) -> bool:
    """Let it live for a while; returns whether it had to be killed."""
    process.fork()
    from_start = chance.random() < KILLED_AT_START
    process.until("pid" if from_start else "up", START_WITHIN_S)
    line = process.until("gone", chance.uniform(SHORTEST_S, LONGEST_S))
    if line is None:
        return _kill(process, folder, toll)
    return _ended_well(line, folder, toll)


def _kill(process: _Process, folder: Path, toll: Toll) -> bool:
    os.kill(process.pid, signal.SIGKILL)
    toll.kills += 1
    line = process.until("gone", START_WITHIN_S)
    if line == f"gone -{signal.SIGKILL.value}":
        _mark(folder, "kill")
        toll.wrong.extend(_damage(folder))
        return True
    return _ended_well(line, folder, toll)


def _ended_well(line: str | None, folder: Path, toll: Toll) -> bool:
    if line != "gone 0":
        toll.wrong.append(f"a life broke ({line}); see {folder / 'log'}")
    return False


def _end(process: _Process, folder: Path, toll: Toll) -> None:
    """Let it live until nothing is left to do."""
    process.fork()
    line = process.until("gone", END_WITHIN_S)
    if line != "gone 0":
        toll.wrong.append(f"the last life did not end ({line}); see {folder / 'log'}")
    toll.wrong.extend(_damage(folder))
    left = sqlite3.connect(folder / "lares.db").execute("SELECT document FROM automation_runs")
    toll.wrong.extend(f"a run is left: {row}" for row in left.fetchall())


def _mark(folder: Path, line: str) -> None:
    with (folder / "marks").open("a", encoding="utf-8") as marks:
        marks.write(f"{line}\n")


def _damage(folder: Path) -> Iterator[str]:
    """Look for damage in copies of the databases, as the kill left them."""
    copies = folder / "copies"
    shutil.rmtree(copies, ignore_errors=True)
    copies.mkdir()
    for name in _DATABASES:
        for file in folder.glob(f"{name}*"):
            if not file.name.endswith("-shm"):  # made of the log by whoever opens it first
                shutil.copy(file, copies / file.name)
        if not (copies / name).exists():
            continue
        db = sqlite3.connect(copies / name)
        found = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall()]
        db.close()
        if found != ["ok"]:
            yield f"{name} is damaged: {found[:3]}"


@dataclass(slots=True)
class _Marks:
    """The marks of one run: by branch, each with its life, its place and whether it is safe."""

    branches: dict[str, list[tuple[int, tuple[int, ...], bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    facts: set[str] = field(default_factory=set)


def _judge(plan: Plan, lines: list[str], toll: Toll) -> None:
    life = 0
    runs: dict[tuple[str, str], _Marks] = defaultdict(_Marks)
    starts: dict[str, int] = defaultdict(int)
    waiting: set[str] = set()
    for line in lines:
        match line.split():
            case ["kill"]:
                life += 1
            case ["start", timer]:
                starts[timer.partition(".")[2]] += 1
            case ["waits", item]:
                waiting.add(item)
            case [("safe" | "unsafe") as kind, item, run, branch, place, fact]:
                toll.marks += 1
                toll.unsafe += kind == "unsafe"
                marks = runs[item, run]
                marks.branches[branch].append((life, places(place), kind == "safe"))
                marks.facts |= {fact} - {"-"}
            case _:
                toll.wrong.append(f"what is {line!r}?")
    toll.runs = len(runs)
    for (item, _), marks in runs.items():
        toll.wrong.extend(f"{item}: {why}" for why in _wrong_in(marks, toll))
    toll.wrong.extend(_wrong_counts(plan, [item for item, _ in runs], starts, waiting))
    toll.unsafe_lost = max(0, plan.unsafe - toll.unsafe)


def _wrong_in(marks: _Marks, toll: Toll) -> Iterator[str]:
    if len(marks.facts) > 1:
        yield f"a variable was lost: {marks.facts}"
    if "wrong" in marks.branches:
        yield "it chose anew"
    if marks.branches["main"][-1:] == [] or marks.branches["main"][-1][1] != (99,):
        yield f"a run did not end: {dict(marks.branches)}"
    for branch, found in marks.branches.items():
        for (life, place, _), (later, next_place, is_safe) in pairwise(found):
            if next_place == place:
                toll.repeated += 1
            is_repeat = next_place == place and is_safe and later > life
            if next_place <= place and not is_repeat:
                yield f"{branch}: {place} in life {life}, then {next_place} in life {later}"


def _wrong_counts(
    plan: Plan, ran: list[str], starts: dict[str, int], waiting: set[str]
) -> Iterator[str]:
    counts: dict[str, int] = defaultdict(int)
    groups: dict[str, int] = defaultdict(int)
    for item in ran:
        counts[item] += 1
        groups[item.partition("/")[0]] += 1
    for item in plan.exact:
        if counts[item] != 1:
            yield f"{item} ran {counts[item]} times, not once"
    for item in plan.several:
        if groups[item] == 0:
            yield f"{item} never ran"
    for item, count in counts.items():
        most = max(1, starts[item.removesuffix("e")]) if item.endswith("e") else 1
        if count > most:
            yield f"{item} ran {count} times, {most} at most"
    lasting = {sensor.partition(".")[2] for sensor in plan.sensors} & waiting - plan.exact
    for item in lasting:
        if counts[item] == 0:
            yield f"{item} waited, and never ran"
