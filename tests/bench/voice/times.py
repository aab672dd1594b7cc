"""Times of sentences that were said at the pace of speech, and what they come to."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from hub.home.speech import HEARING_RATE, Sound
from hub.language.evaluation.report import quantile
from hub.record import record
from tests.support.rooms import FRAME, PAUSE_DB
from tests.support.voice_hub import Sent
from tests.support.voices import to_samples

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
    level: str
    heard: str
    stages: dict[str, float]
    command_ms: float | None


def until_command_ms(begun_at_s: float, words: Sound, sent: Sequence[Sent]) -> float | None:
    """Return the time from the last sound of words until the first command, if any came."""
    ended_at_s = begun_at_s + spoken_until_s(words)
    return (sent[0].at_s - ended_at_s) * 1000 if sent else None


def spoken_until_s(words: Sound) -> float:
    """Return when the last sound of a sentence ends that is worth the name."""
    samples = to_samples(words)
    count = len(samples) // FRAME
    levels = np.sqrt(np.mean(samples[: count * FRAME].reshape(count, FRAME) ** 2, axis=1))
    loud = np.nonzero(levels > levels.max() * 10 ** (-PAUSE_DB / 20))[0]
    return float((loud[-1] + 1) * FRAME / HEARING_RATE)


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


def by_level(found: Sequence[Timed]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the same for each level of noise."""
    levels = dict.fromkeys(one.level for one in found)
    return {each: summary([one for one in found if one.level == each]) for each in levels}


def timed_json(one: Timed) -> dict[str, Any]:
    """Return it as plain JSON types."""
    return {
        "said": one.said,
        "voice": one.speaker,
        "level": one.level,
        "heard": one.heard,
        "stages": one.stages,
        "command_ms": None if one.command_ms is None else round(one.command_ms),
    }


def _figures(times: Sequence[float]) -> dict[str, Any]:
    return {
        "count": len(times),
        "p50_ms": round(quantile(times, 0.5)),
        "p95_ms": round(quantile(times, 0.95)),
    }
