"""Plays sound on a satellite: in its format, and hardly faster than it can be heard."""

import asyncio

from wyoming.audio import AudioChunk, AudioChunkConverter, AudioFormat, AudioStart, AudioStop

from hub.home.speech import BYTES_PER_SAMPLE, Sound
from integrations.wyoming.post import Post

# How far sending may be ahead of hearing: enough for any network, and soon over if broken off.
LEAD_S = 3.0
# How much later than its length a sound may have been heard.
GRACE_S = 0.5
CHUNK_SAMPLES = 1024


class Speaker:
    """One piece of speech, or of several sounds in a row."""

    def __init__(self, post: Post, form: AudioFormat) -> None:
        self._post = post
        self._form = form
        self._convert = AudioChunkConverter(form.rate, form.width, form.channels).convert
        self._seconds = 0.0
        self._began: float | None = None
        self._played = asyncio.Event()

    async def play(self, sound: Sound) -> None:
        """Send a sound.

        Raises:
            WireLost: the satellite is gone.
        """
        loop, form = asyncio.get_running_loop(), self._form
        if self._began is None:
            self._began = loop.time()
            self._played.clear()
            await self._post.write(AudioStart(form.rate, form.width, form.channels, timestamp=0))
        whole = self._convert(AudioChunk(sound.rate, BYTES_PER_SAMPLE, 1, sound.pcm)).audio
        size = CHUNK_SAMPLES * form.width * form.channels
        for at in range(0, len(whole), size):
            milliseconds = int(self._seconds * 1000)
            piece = whole[at : at + size]
            chunk = AudioChunk(form.rate, form.width, form.channels, piece, milliseconds)
            await self._post.write(chunk)
            self._seconds += chunk.seconds
            await asyncio.sleep(max(0.0, self._ahead_s() - LEAD_S))

    async def end(self) -> bool:
        """Wait until all was heard; tells whether the satellite itself said so.

        Raises:
            WireLost: the satellite is gone.
        """
        if self._began is None:
            return False
        await self._post.write(AudioStop(timestamp=int(self._seconds * 1000)))
        try:
            async with asyncio.timeout(max(0.0, self._ahead_s()) + GRACE_S):
                await self._played.wait()
        except TimeoutError:
            return False
        return True

    def break_off(self) -> None:
        """Send no more; a satellite that plays stops."""
        if self._began is not None:
            self._post.put(AudioStop(timestamp=int(self._seconds * 1000)))

    def played(self) -> None:
        """Know that the satellite has played it."""
        self._played.set()

    def _ahead_s(self) -> float:
        began = self._began if self._began is not None else 0.0
        return self._seconds - (asyncio.get_running_loop().time() - began)
