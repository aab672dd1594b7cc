"""Holds sentences that may have been said against the sound once more: which fits it best?

Free hearing writes what sounds alike ("I'm locked the front door"). Among the few sentences that
make sense in this home the sound itself decides, far better than their spelling could.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hub.home.plan import Heard
from hub.home.speech import Audio, EngineDown, Hints, SpeechToText

# Each takes some 25 ms of one core.
MOST_READINGS = 15


async def weighed(
    engine: SpeechToText,
    sound: Callable[[], Audio],
    heard: Heard,
    readings: Sequence[str],
    hints: Hints,
) -> Heard:
    """Return what was heard, with the readings as `others`, the likelier first, and `weights`.

    An engine that cannot weigh leaves it as it was.
    """
    if not readings:
        return heard
    asked = tuple(dict.fromkeys((heard.text, *readings)))[: MOST_READINGS + 1]
    try:
        answer = await engine.hear(sound(), replace(hints, readings=asked))
    except EngineDown:
        return heard
    weights = dict(zip((answer.text, *answer.others), answer.weights, strict=False))
    if not answer.weights or set(weights) != set(asked):
        return heard
    own = weights.pop(heard.text)
    ranked = sorted(weights, key=lambda text: -weights[text])
    return replace(heard, others=tuple(ranked), weights=(own, *(weights[text] for text in ranked)))
