"""A voice assistant that hears what the test wrote down.

A sentence ends at a piece of `SILENCE`, nobody spoke if that is the first piece; a piece with
`WAKE` in it is the wake word.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from hub.home.speech import Audio, EngineDown, Sound
from tests.support.staged_voice import Going, StagedVoice, Turn

WAKE = b"\x01\x02" * 160
SPEECH = b"\x07\x00" * 320
SILENCE = bytes(640)
RATE = 24_000


class Nabu:
    """An engine that would wait for a wake word; the scripted voice does so itself."""

    name = "nabu"
    words = ("okay_nabu",)

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        raise NotImplementedError(audio, words)


@dataclass
class ScriptedVoice(StagedVoice):
    """Takes its `turns` one by one.

    `sounds` are those of the sentences, `done` what was heard in them, `spoken` what was said.
    """

    turns: list[Turn] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    is_down: bool = False
    seconds: float = 0.05

    async def woken(self, going: Going) -> str | None:
        self._must_be_up()
        async for piece in going.sounds:
            if WAKE in piece:
                return "okay_nabu"
        return None

    async def heard(self, going: Going) -> str:
        sentence = bytearray()
        async for piece in going.sounds:
            if piece == SILENCE:
                break
            if not sentence:
                going.say("stt-vad-start", timestamp=0)
            sentence += piece
        self.sounds.append(bytes(sentence))
        if not sentence:
            return ""
        going.say("stt-vad-end", timestamp=0)
        going.turn = self.turns.pop(0) if self.turns else Turn()
        self.done.append(going.turn.text)
        return going.turn.text

    async def answered(self, going: Going) -> Turn:
        return going.turn

    async def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        del language, voice
        self._must_be_up()
        self.spoken.append(text)
        for _ in range(2):
            yield Sound(b"\x09\x01" * int(RATE * self.seconds / 2), RATE)

    def _must_be_up(self) -> None:
        if self.is_down:
            raise EngineDown("nothing here speaks")
