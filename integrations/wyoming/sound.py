"""Sound of any rate, width and number of channels, as the hub has it: 16 bits, mono.

What a header says is not believed beyond what sound can be.
"""

from wyoming.audio import AudioChunk, AudioChunkConverter
from wyoming.event import Event

from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE
from integrations.wyoming.wire import NONSENSE, NotWyoming

LOWEST_RATE, HIGHEST_RATE = 4_000, 192_000
MOST_CHANNELS = 8
WIDTHS = (1, 2, 3, 4)


class Converter:
    """Turns a stream of audio chunks into samples at one rate, None for that of the first."""

    def __init__(self, rate: int | None = HEARING_RATE) -> None:
        self.rate = rate
        self._to = AudioChunkConverter(rate=rate, width=BYTES_PER_SAMPLE, channels=1)
        self._from: tuple[int, int, int] | None = None

    def convert(self, event: Event) -> bytes:
        """Return the samples of an `audio-chunk` event.

        Raises:
            NotWyoming: its data is not that of sound.
        """
        chunk = _checked(event)
        kind = (chunk.rate, chunk.width, chunk.channels)
        if kind != self._from:
            self._from = kind
            self.rate = self.rate or chunk.rate
            self._to = AudioChunkConverter(rate=self.rate, width=BYTES_PER_SAMPLE, channels=1)
        try:
            return self._to.convert(_mono(chunk)).audio
        except Exception as error:  # noqa: BLE001 -- `audioop.error` is an Exception, not more
            raise NotWyoming(f"sound that cannot be converted: {error}") from None


def _checked(event: Event) -> AudioChunk:
    try:
        chunk = AudioChunk.from_event(event)
        rate, width, channels = chunk.rate, chunk.width, chunk.channels
    except NONSENSE:
        raise NotWyoming("sound of no rate, width or channels") from None
    if not all(type(number) is int for number in (rate, width, channels)):
        raise NotWyoming("sound of no rate, width or channels")
    if not LOWEST_RATE <= rate <= HIGHEST_RATE or width not in WIDTHS:
        raise NotWyoming(f"sound of {rate} samples a second, {width} bytes each")
    if not 1 <= channels <= MOST_CHANNELS:
        raise NotWyoming(f"sound of {channels} channels")
    # What is left of a frame that was cut in two says nothing.
    whole = len(chunk.audio) - len(chunk.audio) % (width * channels)
    return AudioChunk(rate, width, channels, chunk.audio[:whole])


def _mono(chunk: AudioChunk) -> AudioChunk:
    """Return the first channel: of several microphones, one that is meant to be heard."""
    if chunk.channels == 1:
        return chunk
    frame, width = chunk.width * chunk.channels, chunk.width
    samples = bytearray(len(chunk.audio) // chunk.channels)
    for byte in range(width):
        samples[byte::width] = chunk.audio[byte::frame]
    return AudioChunk(chunk.rate, width, 1, bytes(samples))
