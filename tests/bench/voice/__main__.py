"""Measure voice: `make bench-voice`, or parts of it by name (table, latency, guarded)."""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.voice import latency, report
from tests.bench.voice.ear import Ear
from tests.bench.voice.guarded import Came, carry_out, dangers
from tests.bench.voice.suites import development_cases, inventory_text, own_suite
from tests.bench.voice.table import LEVELS, Plan, Trial, lost, rows, trials
from tests.support.voice_hub import VoiceHub, Wire, microphone
from tests.support.voices import ENGLISH, THREE

EVERY = 20


def main() -> None:
    """Measure all parts, or those that are named."""
    parser = argparse.ArgumentParser(description="Measure voice under noise.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--dev", type=int, default=80, help="development sentences (80)")
    parser.add_argument("--noisy", type=int, default=50, help="sentences with noise (50)")
    parser.add_argument("--voices", nargs="*", default=[each.name for each in THREE])
    parser.add_argument("--levels", nargs="*", default=[each.name for each in LEVELS])
    parser.add_argument("--timed", type=int, default=42, help="sentences that are timed (42)")
    parser.add_argument("--trials", type=int, default=500, help="noisy trials (500)")
    arguments = parser.parse_args()
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
        speakers=[each for each in ENGLISH if each.name in arguments.voices],
        levels=[each for each in LEVELS if each.name in arguments.levels],
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
    cases = latency.timeable(own_suite().cases)[: arguments.timed]
    found = []
    with _hub() as hub, Wire(hub.broker.port) as wire:
        async with microphone(hub.hub) as talk:
            async for one in latency.timed(talk, wire, cases):
                print(f"  {one.speaker}: {one.said} | {one.heard} | {one.command_ms}", flush=True)
                found.append(one)
    figures = {
        "count": len(found),
        "stages": latency.summary(found),
        "sentences": [_timed_json(one) for one in found],
    }
    report.keep("latency", figures)


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


def _table_json(found: Sequence[Trial]) -> dict[str, Any]:
    return {"rows": [row.to_json() for row in rows(found)], "lost": lost(found)}


def _timed_json(one: latency.Timed) -> dict[str, Any]:
    return {
        "said": one.said,
        "voice": one.speaker,
        "noisy": one.is_noisy,
        "heard": one.heard,
        "stages": one.stages,
        "command_ms": None if one.command_ms is None else round(one.command_ms),
    }


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
    "guarded": measure_guarded,
}

if __name__ == "__main__":
    main()
