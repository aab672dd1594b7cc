"""The sound before an announcement: two soft tones, made here."""

import array
import math

from hub.home.speech import Sound

RATE = 22_050
TONES_HZ = (660.0, 880.0)
TONE_S = 0.18
VOLUME = 6_000


def chime() -> Sound:
    """Return the sound."""
    samples = array.array("h")
    count = int(RATE * TONE_S)
    for tone in TONES_HZ:
        for at in range(count):
            # It fades in and out, or each tone would click.
            fade = math.sin(math.pi * at / count)
            samples.append(int(VOLUME * fade * math.sin(2 * math.pi * tone * at / RATE)))
    return Sound(samples.tobytes(), RATE)
