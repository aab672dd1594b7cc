"""Measure voice: `make bench-voice`, or parts of it by name.

table: what sentences come to; latency: how long it takes; microphones: a real satellite and a real
browser; guarded: what must never happen.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.ending import end_cleanly
from tests.bench.voice import latency, report, tried
from tests.bench.voice.ear import Ear
from tests.bench.voice.guarded import Came, carry_out, dangers
from tests.bench.voice.house import House
from tests.bench.voice.levels import LEVELS, RUNNING, Level, levels_named
from tests.bench.voice.microphones import MICROPHONES
from tests.bench.voice.said_and_done import Saying
from tests.bench.voice.state_change import CameTo, Verdict, provable
from tests.bench.voice.suites import (
    development_cases,
    inventory,
    inventory_text,
    own_suite,
    some,
    timeable,
)
from tests.bench.voice.table import Plan, Trial, lost, rows, trials
from tests.bench.voice.times import Timed, by_level, summary, timed_json
from tests.support.voice_hub import VoiceHub, Wire, microphone
from tests.support.voices import ENGLISH, THREE, Speaker

EVERY = 20


def main() -> None:
    """Measure all parts, or those that are named."""
    parser = argparse.ArgumentParser(description="Measure voice under noise.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--dev", type=int, default=80, help="development sentences (80)")
    parser.add_argument("--noisy", type=int, default=50, help="sentences with noise (50)")
    parser.add_argument("--voices", nargs="*", default=[each.name for each in THREE])
    parser.add_argument("--levels", nargs="*", default=[each.name for each in LEVELS])
    parser.add_argument("--timed", type=int, default=82, help="sentences that are timed (82)")
    parser.add_argument("--spoken", type=int, default=24, help="to each microphone, a level (24)")
    parser.add_argument("--microphones", nargs="*", default=list(MICROPHONES))
    parser.add_argument("--trials", type=int, default=500, help="noisy trials (500)")
    arguments = parser.parse_args()
    end_cleanly()
    for name in arguments.parts or PARTS:
        if name not in PARTS:
            parser.error(f"unknown part {name}; there are {', '.join(PARTS)}")
        print(f"{name} ...", flush=True)
        asyncio.run(PARTS[name](arguments))


async def measure_table(arguments: argparse.Namespace) -> None:
    """Write what voices come to under noise."""
    cases = [*own_suite().cases, *development_cases(arguments.dev)]
    plan = Plan(
        cases=cases,
        noisy=arguments.noisy,
        speakers=_speakers(arguments),
        levels=levels_named(arguments.levels),
    )
    found: list[Trial] = []
    async with Ear() as ear:
        async for trial in trials(ear, plan):
            found.append(trial)
            if len(found) % EVERY == 0:
                right = sum(each.is_right for each in found)
                print(f"  {trial.level}, {trial.speaker}: {len(found)}, {right} right", flush=True)
                report.keep("table", _table_json(found))
    report.keep("table", _table_json(found))


async def measure_latency(arguments: argparse.Namespace) -> None:
    """Write how long each stage takes."""
    said = latency.rounds(timeable(own_suite().cases), _running_levels(arguments), arguments.timed)
    found: list[Timed] = []
    with _hub() as hub, Wire(hub.broker.port) as wire:
        house = House(hub.hub, wire, inventory())
        async with microphone(hub.hub) as talk:
            async for one in latency.timed(talk, wire, house, said):
                print(f"  {one.level}, {one.speaker}: {one.said} | {one.heard} | {one.command_ms}")
                found.append(one)
                if len(found) % EVERY == 0:
                    report.keep("latency", _latency_json(found))
    report.keep("latency", _latency_json(found))


async def measure_microphones(arguments: argparse.Namespace) -> None:
    """Write what a satellite's and a browser's microphone come to."""
    cases = some(provable(own_suite().cases), arguments.spoken)
    found: list[tried.Tried] = []
    with _hub() as hub, Wire(hub.broker.port) as wire:
        house = House(hub.hub, wire, inventory())
        saying = Saying(hub.hub, wire, house, _speakers(arguments))
        typed = [await saying.typed(case) for case in cases]
        for name in arguments.microphones:
            async with MICROPHONES[name](hub.hub, hub.folder / name) as listening:
                for level in _running_levels(arguments):
                    async for one in saying.spoken(name, listening, cases, level):
                        found.append(one)
                        print(f"  {tried.line(one)}", flush=True)
                    report.keep("microphones", _microphones_json(typed, found))


async def measure_guarded(arguments: argparse.Namespace) -> None:
    """Write what noise, television and cut sentences moved."""
    found: list[Came] = []
    with _hub() as hub, Wire(hub.broker.port) as wire:
        async with microphone(hub.hub) as talk:
            for number, danger in enumerate(dangers(arguments.trials), 1):
                came = await carry_out(talk, wire, danger)
                found.append(came)
                for sent in came.broke:
                    print(f"  BROKE {danger.kind}: {danger.said}: {sent}", flush=True)
                if number % EVERY == 0:
                    print(f"  {number} of {arguments.trials}", flush=True)
                    report.keep("guarded", _guarded_json(found))
    report.keep("guarded", _guarded_json(found))


@contextmanager
def _hub() -> Iterator[VoiceHub]:
    """A hub with our own sentences' home, its voice engines and its language model loaded."""
    with tempfile.TemporaryDirectory(prefix="lares-bench-") as folder:
        hub = VoiceHub(Path(folder) / "hub", inventory=inventory_text(), with_model=True)
        with hub:
            yield hub.wait_for_voice()


def _running_levels(arguments: argparse.Namespace) -> list[Level]:
    found = [each for each in levels_named(arguments.levels) if each.name in RUNNING]
    if not found:
        raise SystemExit(f"a running hub is measured at the levels {', '.join(RUNNING)}")
    return found


def _speakers(arguments: argparse.Namespace) -> list[Speaker]:
    return [each for each in ENGLISH if each.name in arguments.voices]


def _latency_json(found: Sequence[Timed]) -> dict[str, Any]:
    return {
        "count": len(found),
        "stages": summary(found),
        "levels": by_level(found),
        "sentences": [timed_json(one) for one in found],
    }


def _microphones_json(typed: Sequence[Verdict], found: Sequence[tried.Tried]) -> dict[str, Any]:
    return {
        "typed": len(typed),
        "typed_right": sum(each.came_to is CameTo.RIGHT for each in typed),
        "rows": tried.rows(found),
        "not_right": tried.not_right(found),
    }


def _table_json(found: Sequence[Trial]) -> dict[str, Any]:
    return {"rows": [row.to_json() for row in rows(found)], "lost": lost(found)}


def _guarded_json(found: Sequence[Came]) -> dict[str, Any]:
    kinds = Counter(came.danger.kind for came in found)
    return {
        "count": len(found),
        "kinds": {kind: _of_kind(found, kind) for kind in sorted(kinds)},
        "broken": [
            f"{came.danger.kind}, {came.danger.speaker}: {came.danger.said} was heard as "
            f"{' / '.join(one.text for one in came.told)} and sent {sent.topic} {sent.payload}"
            for came in found
            for sent in came.broke
        ],
        "moved": [
            {
                "kind": came.danger.kind,
                "voice": came.danger.speaker,
                "said": came.danger.said,
                "heard": [one.text for one in came.told],
                "sent": [f"{sent.topic} {sent.payload}" for sent in came.moved],
            }
            for came in found
            if came.moved
        ],
    }


def _of_kind(found: Sequence[Came], kind: str) -> dict[str, int]:
    of_it = [came for came in found if came.danger.kind == kind]
    return {
        "count": len(of_it),
        "broke": sum(bool(came.broke) for came in of_it),
        "moved": sum(bool(came.moved) for came in of_it),
        "asked": sum(
            any(one.output.get("continue_conversation") for one in came.told) for came in of_it
        ),
    }


Part = Callable[[argparse.Namespace], Coroutine[Any, Any, None]]
PARTS: dict[str, Part] = {
    "table": measure_table,
    "latency": measure_latency,
    "microphones": measure_microphones,
    "guarded": measure_guarded,
}

if __name__ == "__main__":
    main()
