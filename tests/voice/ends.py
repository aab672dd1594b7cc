"""Where sentences end that are said in rooms; Silero and llama.cpp cannot be in one process.

Both carry ggml, each its own. Prints JSON: by noise and voice, in seconds after the last word.
"""

import json

from hub.home.speech import Sound
from hub.voice.activity import FRAME_BYTES, SileroActivity
from hub.voice.foreground import Foreground
from hub.voice.sentence_end import OVER, Hearing, SentenceEnd
from hub.voice.settings import ListeningSettings
from tests.support.rooms import Noise, in_room
from tests.support.voices import THREE, say

SAID = "Turn off the kitchen ceiling light and close the living room blinds."
NOISES = (None, Noise.TALK, Noise.KITCHEN, Noise.PINK)


def main() -> None:
    """Print when each sentence ended; null if it did not."""
    ends = {}
    for noise in NOISES:
        for speaker in THREE:
            said = say(SAID, speaker)
            end = _ended(in_room(said, noise, snr_db=20, after_s=4.0, seed=1))
            after_s = end.now_s - said.seconds if end.state is Hearing.ENDED else None
            ends[f"{noise or 'quiet'}, {speaker.name}"] = after_s
    print(json.dumps(ends))  # noqa: T201 -- to the test


def _ended(sound: Sound) -> SentenceEnd:
    end, hears = SentenceEnd(ListeningSettings()), Foreground(SileroActivity())
    for at in range(0, len(sound.pcm) - FRAME_BYTES, FRAME_BYTES):
        if end.take(hears(sound.pcm[at : at + FRAME_BYTES])) in OVER:
            break
    return end


if __name__ == "__main__":
    main()
