"""How the assistant listens, and how long its steps may take."""

from collections.abc import Mapping
from types import MappingProxyType

from hub.record import record

# Milliseconds that each step may take on two cores with the embedded engines; from the end of
# speech until the first command they come to less than 2.5 s. "guard" is all between plan and
# device: the guard, the queue, the trace. "act" runs until the device reported.
BUDGETS_MS: Mapping[str, float] = MappingProxyType(
    {"silence": 800, "stt": 500, "weigh": 400, "plan": 600, "guard": 150, "act": 1_000, "tts": 500}
)


@record(frozen=True, slots=True, kw_only=True)
class ListeningSettings:
    """When somebody speaks, and when they have ended; durations in seconds.

    `silence_s`: a pause this long ends a sentence. `draft_after_s`: a pause this long may be the
    end, so that hearing begins. `draft_every_s`: how often unfinished speech is heard, so that
    words appear. `waits_s`: how long it waits for the first word, `longest_s` for the last one.
    `before_s` is what is kept of the sound before the first word.
    """

    silence_s: float = 0.7
    draft_after_s: float = 0.25
    draft_every_s: float = 1.0
    waits_s: float = 6.0
    longest_s: float = 15.0
    before_s: float = 0.4
    speech_from: float = 0.5
    speech_until: float = 0.35
    shortest_speech_s: float = 0.12


@record(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Which engines count first, by name; None: whichever came last."""

    stt: str | None = None
    tts: str | None = None
    wake_word: str | None = None
    voice: str | None = None
