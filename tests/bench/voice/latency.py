"""How long it takes from the last word until something happens, on a real hub.

Sound is sent as it is spoken, over the WebSocket; the first command is seen on the broker.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np

from hub.home.speech import HEARING_RATE, Sound
from hub.language.evaluation.cases import Case, Does
from hub.language.evaluation.report import quantile
from hub.record import record
from tests.bench.voice.suites import SENSITIVE
from tests.support.rooms import FRAME, PAUSE_DB, Noise, in_room
from tests.support.voice_hub import Talk, Told, Wire
from tests.support.voices import THREE, say, to_samples

BEFORE_S = 0.4
AFTER_S = 2.0
# Every other sentence is said in a noisy room.
NOISE = Noise.FAN
SNR_DB = 10.0
# Of each run, as the hub notes them itself.
STAGES = ("silence", "stt", "weigh", "plan", "guard", "act", "tts")
TO_COMMAND = "end of speech to first command"


@record(frozen=True, slots=True, kw_only=True)
class Timed:
    """One sentence: the hub's own stage times, and when its first command came; in ms.

    `command_ms` counts from the last sound of the last word; None where none came.
    """

    said: str
    speaker: str
    is_noisy: bool
    heard: str
    stages: dict[str, float]
    command_ms: float | None


def timeable(cases: Sequence[Case]) -> list[Case]:
    """Return the sentences that send a command at once."""
    return [
        case
        for case in cases
        if case.category != SENSITIVE
        and all(isinstance(each, Does) and not each.chores for each in case.expected)
    ]


async def timed(talk: Talk, wire: Wire, cases: Sequence[Case]) -> AsyncIterator[Timed]:
    """Say sentences at the pace of speech, the voices taking turns."""
    for number, case in enumerate(cases):
        speaker = THREE[number % len(THREE)]
        words = say(case.say, speaker)
        is_noisy = number % 2 == 1
        sound = in_room(
            words,
            NOISE if is_noisy else None,
            snr_db=SNR_DB,
            before_s=BEFORE_S,
            after_s=AFTER_S,
            seed=number,
        )
        told = await talk.speak(sound, is_paced=True)
        ended_s = told.sending_at_s + BEFORE_S + spoken_until_s(words)
        sent = wire.first_after(told.began_at_s)
        yield Timed(
            said=case.say,
            speaker=speaker.name,
            is_noisy=is_noisy,
            heard=told.text,
            stages=await stages_of(talk, told),
            command_ms=None if sent is None else (sent.at_s - ended_s) * 1000,
        )


def spoken_until_s(words: Sound) -> float:
    """Return when the last sound of a sentence ends that is worth the name."""
    samples = to_samples(words)
    count = len(samples) // FRAME
    levels = np.sqrt(np.mean(samples[: count * FRAME].reshape(count, FRAME) ** 2, axis=1))
    loud = np.nonzero(levels > levels.max() * 10 ** (-PAUSE_DB / 20))[0]
    return float((loud[-1] + 1) * FRAME / HEARING_RATE)


async def stages_of(talk: Talk, told: Told) -> dict[str, float]:
    """Return the hub's own stage times of a run, in ms; empty if it kept none."""
    listed = await talk.ask("assist_pipeline/pipeline_debug/list", {"pipeline_id": "lares"})
    runs = listed["result"]["pipeline_runs"]
    if not runs or not told.text:
        return {}
    asked = {"pipeline_id": "lares", "pipeline_run_id": runs[-1]["pipeline_run_id"]}
    shown = await talk.ask("assist_pipeline/pipeline_debug/get", asked)
    last = shown["result"]["events"][-1]["data"] or {}
    return {each["stage"]: each["took_ms"] for each in last.get("lares", {}).get("times", [])}


def summary(found: Sequence[Timed]) -> dict[str, dict[str, Any]]:
    """Return median and 95th percentile of each stage, and of all until the command."""
    made = {}
    for stage in STAGES:
        times = sorted(one.stages[stage] for one in found if stage in one.stages)
        if times:
            made[stage] = _figures(times)
    commands = sorted(one.command_ms for one in found if one.command_ms is not None)
    if commands:
        made[TO_COMMAND] = _figures(commands)
    return made


def _figures(times: Sequence[float]) -> dict[str, Any]:
    return {
        "count": len(times),
        "p50_ms": round(quantile(times, 0.5)),
        "p95_ms": round(quantile(times, 0.95)),
    }
