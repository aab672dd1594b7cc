"""Wake words by a Wyoming service."""

from collections.abc import Sequence

from wyoming.event import Event
from wyoming.info import WakeProgram
from wyoming.wake import Detect, Detection, NotDetected

from hub.home.speech import Audio
from integrations.wyoming.describing import installed
from integrations.wyoming.service_link import Link


class WyomingWake:
    """Implements `hub.home.speech.WakeWords`."""

    def __init__(self, uri: str, program: WakeProgram, *, is_only: bool = True) -> None:
        self.name = program.name
        self.words: Sequence[str] = [model.name for model in installed(program.models)]
        self.link = Link(uri, self.name, select=None if is_only else program.name)

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        """Return the word that was said, None if the sound ended before.

        Raises:
            EngineDown: the service is not there, or is lost meanwhile.
        """
        wanted = list(words)

        def read(event: Event) -> tuple[str | None] | None:
            if NotDetected.is_type(event.type):
                return (None,)
            if not Detection.is_type(event.type):
                return None
            word = self._known(event.data.get("name"), wanted)
            return (word,) if not wanted or word in wanted else None

        (word,) = await self.link.answer(Detect(names=wanted or None), audio, read)
        return word

    def _known(self, name: object, wanted: Sequence[str]) -> str:
        """Return what was said; a service may tell no name, or one of its own ("ok_nabu_v0.1")."""
        if isinstance(name, str) and name in self.words:
            return name
        return next(iter(wanted or self.words), "")
