"""Voices for tests without a model: loud is speech, and a script tells what a sound says."""

import asyncio
from array import array
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence

from hub.home.ids import UserId
from hub.home.masking import DOTS
from hub.home.plan import Answer, Heard, Plan, PlanResult, Question, Request, Verdict
from hub.home.speech import (
    HEARING_RATE,
    Audio,
    AudioLost,
    EngineDown,
    Expecting,
    Hints,
    Sound,
    VoiceRun,
)
from hub.voice.activity import FRAME_BYTES
from hub.voice.parts import Spoken

LOUD = 9_000


def tone(seconds: float) -> bytes:
    """Return a loud sound."""
    count = int(seconds * HEARING_RATE)
    return array("h", [LOUD if n % 40 < 20 else -LOUD for n in range(count)]).tobytes()


def quiet(seconds: float) -> bytes:
    """Return silence."""
    return bytes(2 * int(seconds * HEARING_RATE))


def loudness(frame: bytes) -> float:
    """Take what is loud for speech."""
    samples = array("h", frame)
    return 1.0 if sum(map(abs, samples)) / len(samples) > LOUD / 3 else 0.0


async def played(sound: bytes, *, is_lost: bool = False, pace: float = 0.0) -> AsyncIterator[bytes]:
    """Yield a sound as a microphone does; `is_lost`: then the microphone goes away."""
    for begin in range(0, len(sound), FRAME_BYTES):
        await asyncio.sleep(pace)
        yield sound[begin : begin + FRAME_BYTES]
    if is_lost:
        raise AudioLost("the microphone went away")


class ScriptedEar:
    """Hears what is given, one text for each sentence; keeps what it was given to hear."""

    name = "scripted ear"
    languages: Sequence[str] = ("en",)

    def __init__(self, *texts: str, in_advance: bool = False, takes_s: float = 0.0) -> None:
        self.texts = list(texts)
        self.hears_in_advance = in_advance
        self.is_down = False
        self.weights: dict[str, float] = {}
        self.sounds: list[tuple[float, Hints]] = []
        self._takes_s = takes_s

    async def hear(self, audio: Audio, hints: Hints) -> Heard:
        """Return the next text; drafts get the same one that the sentence gets."""
        sound = b"".join([chunk async for chunk in audio])
        await asyncio.sleep(self._takes_s)
        self.sounds.append((len(sound) / 2 / HEARING_RATE, hints))
        if self.is_down:
            raise EngineDown("the ear is off; switch it on")
        if hints.readings:
            return self._weighed(hints.readings)
        text = self.texts[0] if self.hears_in_advance or hints.is_draft else self.texts.pop(0)
        return Heard(text=text, confidence=0.9)

    def _weighed(self, readings: Sequence[str]) -> Heard:
        """Weigh by the script, what it does not know the least."""
        ranked = sorted(readings, key=lambda text: self.weights.get(text, -9.0), reverse=True)
        return Heard(
            text=ranked[0],
            others=tuple(ranked[1:]),
            weights=tuple(self.weights.get(text, -9.0) for text in ranked),
        )


class ToneMouth:
    """Speaks a tone for each word."""

    name = "tone mouth"
    languages: Sequence[str] = ("en",)
    voices: Sequence[str] = ("low",)

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked_voices: list[str | None] = []
        self.by_language: dict[str, Sequence[str]] = {}
        self.is_down = False

    def voices_of(self, language: str) -> Sequence[str]:
        """Return its voices of a language."""
        return self.by_language.get(language, () if self.by_language else self.voices)

    async def speak(
        self, text: str, *, language: str, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield one piece a word."""
        del language
        self.asked_voices.append(voice)
        if self.is_down:
            raise EngineDown("the mouth is off")
        self.said.append(text)
        for _ in text.split():
            yield Sound(tone(0.05))


class LoudWakeWord:
    """Takes the first loud sound for its name, and eats no more than that."""

    name = "loud wake word"
    words: Sequence[str] = ("okay_nabu",)

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        """Return its name once it is loud."""
        del words
        async for chunk in audio:
            if loudness(chunk):
                return "okay_nabu"
        return None


class Talk:
    """A conversation that answers from a table and keeps what it was asked."""

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[Request] = []
        self.is_pin: Callable[[str], bool] = str.isdigit
        self.expects = Expecting.ORDER
        self.may_be: tuple[str, ...] = ()

    async def answer(self, request: Request) -> Spoken:
        """Answer; what ends with a question mark keeps the microphone open."""
        self.asked.append(request)
        text = self.answers.get(request.text, "Done.")
        body = Question(text=text) if text.endswith("?") else Answer(text=text)
        verdict = Verdict(effect="allow", policy="", reason="")  # type: ignore[arg-type]
        result = PlanResult(
            plan=Plan(request=request, body=body, planner="table", took_ms=1.0), verdict=verdict
        )
        return Spoken(text=text, result=result, wants_answer=text.endswith("?"))

    def gives_pin(self, request: Request) -> bool:
        """Take figures for a PIN."""
        return self.is_pin(request.text)

    def shown(self, request: Request) -> str:
        """Show dots in place of a PIN."""
        return DOTS if self.gives_pin(request) else request.text

    def expecting(self, conversation_id: str, user_id: UserId | None) -> Expecting:
        """Return what is expected."""
        del conversation_id, user_id
        return self.expects

    async def readings(self, request: Request) -> Sequence[str]:
        """Return what it may have been."""
        del request
        return self.may_be

    def hints(self, request: Request) -> Hints:
        """Return nothing but what is expected."""
        return Hints(language=request.language, expecting=self.expects)


class Kept:
    """Keeps runs in memory."""

    def __init__(self) -> None:
        self.runs: list[VoiceRun] = []

    async def add(self, run: VoiceRun) -> None:
        """Keep a run."""
        self.runs.append(run)

    async def latest(self, limit: int) -> list[VoiceRun]:
        """Return the latest."""
        return self.runs[::-1][:limit]

    async def get(self, run_id: str) -> VoiceRun | None:
        """Return one."""
        return next((run for run in self.runs if run.id == run_id), None)

    async def of_plan(self, plan_id: str) -> VoiceRun | None:
        """Return the one that became a plan."""
        return next((run for run in self.runs if run.plan_id == plan_id), None)
