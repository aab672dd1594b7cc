"""The engines of one process, shared by all who talk to it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from hub.child_process import give_memory_back
from hub.home.speech import EngineDown
from hub.voice.embedded.desk import Ears, HearingDesk
from hub.voice.embedded.espeak_speaker import EspeakSpeaker
from hub.voice.embedded.hibari_speaker import HibariSpeaker
from hub.voice.embedded.info import info
from hub.voice.embedded.speakers import Speaker, Speakers
from hub.voice.embedded.wake import installed_models

T = TypeVar("T")


class Parts:
    """What hears, what speaks and what wakes. All of it loads while `run` runs."""

    first_rate = 24_000

    def __init__(self, *, threads: int) -> None:
        speakers: Sequence[Speaker | None] = (HibariSpeaker(), EspeakSpeaker.if_installed())
        self.speakers = Speakers([speaker for speaker in speakers if speaker is not None])
        self.desk = HearingDesk(lambda: _ears(threads))
        self.info = info(self.speakers.all, installed_models())
        self._waking = ThreadPoolExecutor(1, thread_name_prefix="wake")
        self._speaks = asyncio.Event()
        self._mute: str | None = None

    async def run(self) -> None:
        """Load everything, and serve for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.desk.run(), name="hearing")
            group.create_task(self._load_speakers(), name="loading voices")
            await self.loaded()
            give_memory_back()

    async def loaded(self) -> dict[str, Any]:
        """Wait until all is loaded; return why each cannot work, None for what can."""
        await self.desk.loaded.wait()
        await self._speaks.wait()
        return {"asr": self.desk.trouble, "tts": self._mute}

    async def waking(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do a piece of work of the wake words in their thread."""
        return await asyncio.get_running_loop().run_in_executor(self._waking, work, *arguments)

    async def _load_speakers(self) -> None:
        try:
            for speaker in self.speakers.all:
                await speaker.load()
        except EngineDown as error:
            self._mute = str(error)
        self._speaks.set()


def _ears(threads: int) -> Ears:
    # Imported in the thread that loads: it takes as long as loading does.
    from hub.voice.embedded.whisper import Whisper  # noqa: PLC0415
    from hub.voice.embedded.whisper_files import model_folder  # noqa: PLC0415

    return Whisper(model_folder(), threads=threads)
