"""How long it takes from the last word until something happens, on a real hub.

Sound is sent as it is spoken, over the WebSocket; the first command is seen on the broker. What
moved is put back, so that a sentence can be said again at another level of noise.
"""

from collections.abc import AsyncIterator, Sequence

from hub.language.evaluation.cases import Case
from tests.bench.voice.house import House, entity_of
from tests.bench.voice.levels import KINDS, Level, said_at
from tests.bench.voice.times import Timed, until_command_ms
from tests.support.voice_hub import Talk, Told, Wire
from tests.support.voices import THREE, say

BEFORE_S = 0.4
AFTER_S = 2.0


def rounds(cases: Sequence[Case], levels: Sequence[Level], count: int) -> list[tuple[Case, Level]]:
    """Return what is said at which level: levels take turns, in each round of sentences anew."""
    turns = [divmod(number, len(cases)) for number in range(count)]
    return [(cases[at], levels[(at + turn) % len(levels)]) for turn, at in turns]


async def timed(
    talk: Talk, wire: Wire, house: House, said: Sequence[tuple[Case, Level]]
) -> AsyncIterator[Timed]:
    """Say sentences at the pace of speech, the voices taking turns."""
    for number, (case, level) in enumerate(said):
        speaker = THREE[number % len(THREE)]
        words = say(case.say, speaker)
        # So that no level meets one kind of noise alone.
        room = number // len(KINDS)
        sound = said_at(level, words, room, before_s=BEFORE_S, after_s=AFTER_S)
        before = len(wire.sent)
        told = await talk.speak(sound, is_paced=True)
        sent = await house.sent_since(before)
        yield Timed(
            said=case.say,
            speaker=speaker.name,
            level=level.name,
            heard=told.text,
            stages=await stages_of(talk, told),
            command_ms=until_command_ms(told.sending_at_s + BEFORE_S, words, sent),
        )
        await house.put_back({entity_of(each) for each in sent})


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
