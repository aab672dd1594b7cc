"""The voice assistant: wake word, speech to text, the sentence, text to speech.

The stages and what is told of them are Home Assistant's (developer docs, "Assist pipelines"), so
that its clients follow a run. A failure ends a run with a short reply or with silence; it never
raises, and never reaches the next run.
"""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.home.asked import Questions
from hub.home.errors import HubError
from hub.home.ids import new_id
from hub.home.masking import DOTS
from hub.home.model import Source
from hub.home.plan import Heard, Request
from hub.home.speech import (
    Audio,
    AudioLost,
    Engine,
    EngineDown,
    Expecting,
    Failure,
    Hints,
    Play,
    Sound,
    SpeechToText,
    Stage,
    Tell,
    VoiceAsk,
    VoiceRun,
)
from hub.record import record
from hub.voice.activity import Activity, SileroActivity
from hub.voice.engines import Engines
from hub.voice.foreground import Foreground
from hub.voice.listening import Listened, Listener
from hub.voice.parts import Conversing, Spoken, VoiceRuns
from hub.voice.patience import Patience
from hub.voice.progress import Clock, Progress, RunEnded
from hub.voice.replies import reply_to
from hub.voice.sentence_end import Hearing
from hub.voice.settings import ListeningSettings
from hub.voice.wake_ups import WakeUps
from hub.voice.weighing import weighed

ENGLISH = "en"

_log = logging.getLogger(__name__)

# Nothing is kept of a microphone that nobody spoke to.
_NOBODY = frozenset({None, Failure.NO_SPEECH, Failure.NO_WAKE_WORD, Failure.DUPLICATE})
_NO_SOUND: tuple[bytes, ...] = ()
_FORMAT = {"format": "wav", "codec": "pcm", "bit_rate": 16, "sample_rate": 16_000, "channel": 1}


@record(frozen=True, slots=True)
class _Voice:
    """The speaker's side of a run."""

    progress: Progress
    language: str
    play: Play | None


class Pipeline:
    """Implements `hub.home.speech.Voice`.

    `conversing` is called when somebody spoke; `language` is spoken where nobody says which;
    `activity` makes what tells speech from noise; answers to `questions` are handed over there.
    """

    def __init__(  # noqa: PLR0913 -- what a run passes through
        self,
        engines: Engines,
        conversing: Callable[[], Conversing],
        runs: VoiceRuns,
        *,
        language: str,
        now: Callable[[], datetime],
        listening: ListeningSettings | None = None,
        activity: Callable[[], Activity] = SileroActivity,
        questions: Questions | None = None,
    ) -> None:
        self._questions = questions or Questions()
        self.engines = engines
        self._conversing = conversing
        self._runs = runs
        self._language = language
        self._now = now
        self._listening = listening or ListeningSettings()
        self._activity = activity
        self._wake_ups = WakeUps()

    def offer(self, engine: Engine) -> Callable[[], None]:
        """Take an engine in; returns what takes it out again."""
        return self.engines.offer(engine)

    async def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound.

        Raises:
            EngineDown: no engine could.
        """
        language = language or self._language
        engine = self.engines.speaking(language)
        if engine is None:
            raise EngineDown(f"nothing here speaks {language!r}; install lares[voice] or adopt one")
        wanted = voice or self.engines.voice
        known = wanted if wanted in engine.voices_of(language) else None
        async with aclosing(engine.speak(text, language=language, voice=known)) as sounds:
            async for sound in sounds:
                yield sound

    async def run(
        self,
        ask: VoiceAsk,
        audio: Audio | None = None,
        *,
        tell: Tell | None = None,
        play: Play | None = None,
    ) -> VoiceRun:
        """Go through the stages; failures are told, never raised."""
        conversation_id = ask.conversation_id or new_id()
        progress = Progress(ask, conversation_id, tell, self._now)
        language = ask.language or self._language
        ids = {"conversation_id": conversation_id, "run_id": progress.run.id}
        progress.tell("run-start", {"language": language} | ids)
        try:
            await self._stages(ask, _Voice(progress, language, play), audio)
        except Exception:  # noqa: BLE001 -- whatever it was, the next run goes on
            _log.exception("a run of the voice assistant failed")
            progress.fail(Failure.INTENT, "something went wrong; the hub's log tells what")
        finally:
            self._settle(ask, None)
        progress.tell("run-end")
        await self._keep(progress.run)
        return progress.run

    async def _stages(self, ask: VoiceAsk, voice: "_Voice", audio: Audio | None) -> None:
        progress = voice.progress
        try:
            spoken = await self._heard_and_done(ask, voice, audio)
            text = ask.text or "" if ask.start is Stage.TTS else spoken.text if spoken else ""
        except AudioLost as error:
            progress.fail(Failure.CUT_OFF, str(error))
            return
        except RunEnded as error:
            progress.fail(error.failure, error.message)
            voice = replace(voice, language=self._said_in(voice.language))
            text = reply_to(error.failure, voice.language)
        if text:
            progress.note(speech=text)
            if ask.end is Stage.TTS:
                await self._say(voice, text)

    def _said_in(self, language: str) -> str:
        """Return the language to speak of a failure in: English where nothing speaks the other."""
        is_spoken = self.engines.speaking(language) or not self.engines.speaking(ENGLISH)
        return language if is_spoken else ENGLISH

    async def _heard_and_done(
        self, ask: VoiceAsk, voice: "_Voice", audio: Audio | None
    ) -> Spoken | None:
        sound = aiter(audio) if audio is not None else _silence()
        if ask.start is Stage.WAKE:
            await self._wake(ask, voice, sound)
        elif ask.start is Stage.STT and ask.woken_by is not None:
            self._check_first(ask, ask.woken_by)
        if ask.end is Stage.WAKE or ask.start is Stage.TTS:
            return None
        request = self._request(ask, voice)
        if ask.start in {Stage.WAKE, Stage.STT}:
            request = await self._hear(ask, voice, request, sound)
        if ask.end is Stage.STT or ask.question_id is not None:
            # What may be a PIN is for nobody to keep, rules included.
            is_shown = self._conversing().shown(request) == request.text
            self._settle(ask, request.text if is_shown else None)
            return None
        return await self._answer(voice, request)

    def _settle(self, ask: VoiceAsk, words: str | None) -> None:
        if ask.question_id is not None:
            self._questions.settle(ask.question_id, words)

    async def _wake(self, ask: VoiceAsk, voice: "_Voice", sound: AsyncIterator[bytes]) -> None:
        engine = self.engines.waking(ask.wake_words)
        if engine is None:
            known = ", ".join(word for one in self.engines.wake_words for word in one.words)
            raise RunEnded(Failure.WAKE_ENGINE, f"nothing here knows the wake word; known: {known}")
        started = {"entity_id": engine.name, "metadata": _FORMAT, "timeout": ask.waits_s or 0}
        voice.progress.tell("wake_word-start", started)
        try:
            word = await engine.wait(self._patient(ask, sound), ask.wake_words)
        except EngineDown as error:
            raise RunEnded(Failure.WAKE_ENGINE, str(error)) from None
        if word is None:
            raise RunEnded(Failure.NO_WAKE_WORD, "nobody said the wake word")
        self._check_first(ask, word)
        voice.progress.tell("wake_word-end", {"wake_word_output": {"wake_word_id": word}})

    def _check_first(self, ask: VoiceAsk, word: str) -> None:
        """Let only the first act of several satellites that heard one wake word.

        Who was asked something is listened to in any case.

        Raises:
            RunEnded: another woke up just before.
        """
        was_asked = ask.conversation_id is not None and (
            self._conversing().expecting(ask.conversation_id, ask.user_id) is not Expecting.ORDER
        )
        if not self._wake_ups.is_first(word, ask.satellite_id) and not was_asked:
            named = repr(word) if word else "a wake word"
            raise RunEnded(Failure.DUPLICATE, f"another satellite woke up to {named} just before")

    def _patient(self, ask: VoiceAsk, sound: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Return the sound as long as the wake word is worth waiting for."""
        if ask.waits_s is None:
            return sound
        speech_from = self._listening.speech_from
        return Patience(sound, ask.waits_s, self._activity(), speech_from=speech_from)

    async def _hear(
        self, ask: VoiceAsk, voice: "_Voice", request: Request, sound: AsyncIterator[bytes]
    ) -> Request:
        """Return the request with the words that were said.

        Raises:
            RunEnded: nobody spoke, or nothing could be heard.
            AudioLost: the microphone went away.
        """
        listened = await self._listened(ask, voice, request, sound)
        heard = listened.heard
        if heard is None or not heard.text.strip():
            raise RunEnded(Failure.NO_SPEECH, "no words were heard")
        if listened.end is Hearing.TOO_LONG:
            raise RunEnded(Failure.TOO_LONG, "the sentence did not end")
        progress = voice.progress
        if ask.ends_by_pause:
            progress.time("silence", listened.silence_ms)
        progress.time("stt", listened.stt_ms)
        if heard.weights:
            progress.time("weigh", listened.weigh_ms)
        text = " ".join(heard.text.split())
        spoken = _said(request, text, heard)
        shown = self._conversing().shown(spoken)
        progress.note(text=shown, confidence=None if shown == DOTS else heard.confidence)
        progress.tell("stt-end", {"stt_output": {"text": shown}})
        return spoken

    async def _listened(
        self, ask: VoiceAsk, voice: "_Voice", request: Request, sound: AsyncIterator[bytes]
    ) -> Listened:
        engine = self.engines.hearing(voice.language)
        if engine is None:
            raise RunEnded(Failure.NO_ENGINE, self._deaf_to(voice.language))
        progress = voice.progress
        progress.note(engine=engine.name)
        progress.tell("stt-start", {"engine": engine.name, "metadata": _format_of(voice.language)})
        hints = self._conversing().hints(request)
        is_secret = hints.expecting is Expecting.PIN

        def show(text: str) -> None:
            if not is_secret and not self._conversing().gives_pin(_said(request, text, None)):
                progress.tell("lares-stt-progress", {"text": text})

        listener = Listener(
            engine, hints, Foreground(self._activity()), self._listening, draft=show
        )
        try:
            listened = await listener.listen(
                sound,
                waits_s=None if ask.start is Stage.WAKE else ask.waits_s,
                ends_by_pause=ask.ends_by_pause,
                began=lambda: progress.tell("stt-vad-start", {"timestamp": 0}),
                ended=lambda: progress.tell("stt-vad-end", {"timestamp": 0}),
            )
        except EngineDown as error:
            raise RunEnded(Failure.STT_ENGINE, str(error)) from None
        is_order = ask.question_id is None
        if listened.heard is None or not engine.hears_in_advance or not is_order:
            return listened  # nobody spoke, or it is no engine of our own, which could weigh
        clock = Clock()
        heard = await self._weighed(engine, listener, listened.heard, request, hints)
        return replace(listened, heard=heard, weigh_ms=clock.ms)

    def _deaf_to(self, language: str) -> str:
        """Say what hears here, and what to do."""
        heard = sorted({one for ear in self.engines.speech_to_text for one in ear.languages})
        here = f"the engines here hear {', '.join(heard)}" if heard else "there is no engine here"
        return (
            f"nothing here hears {language!r}: {here}; adopt a Wyoming service that hears it, such"
            " as wyoming-faster-whisper, under Devices"
        )

    async def _weighed(
        self, engine: SpeechToText, listener: Listener, heard: Heard, request: Request, hints: Hints
    ) -> Heard:
        """Return what was heard, unclear readings held against the sound once more."""
        said, conversing = _said(request, " ".join(heard.text.split()), heard), self._conversing()
        if conversing.gives_pin(said):
            return heard
        readings = await conversing.readings(said)
        return await weighed(engine, listener.sentence, heard, readings, hints)

    async def _answer(self, voice: "_Voice", request: Request) -> Spoken:
        """Do what was said.

        Raises:
            RunEnded: it could not even be tried.
        """
        progress, clock = voice.progress, Clock()
        shown = self._conversing().shown(request)
        asked = {"engine": "conversation.lares", "language": voice.language, "intent_input": shown}
        progress.tell("intent-start", asked | {"conversation_id": request.conversation_id})
        try:
            spoken = await self._conversing().answer(request)
        except HubError as error:
            raise RunEnded(Failure.INTENT, str(error)) from None
        progress.time_plan(spoken.result, clock.ms)
        progress.note(plan_id=spoken.result.plan.id, wants_answer=spoken.wants_answer)
        if not spoken.text:  # it was no sentence, so silence is the answer
            progress.note(failure=Failure.UNSURE)
        told = {"processed_locally": True, "intent_output": spoken.output}
        progress.tell("intent-end", told)
        return spoken

    async def _say(self, voice: "_Voice", text: str) -> None:
        """Speak a reply to whoever plays it. It was given in words already, whatever happens."""
        progress, clock = voice.progress, Clock()
        engine = self.engines.speaking(voice.language)
        if engine is None:
            progress.fail(Failure.NO_VOICE, f"nothing here speaks {voice.language!r}")
            return
        about = {"engine": engine.name, "language": voice.language, "voice": self.engines.voice}
        progress.tell("tts-start", about | {"tts_input": text})
        is_first = True
        try:
            async with aclosing(self.speak(text, language=voice.language)) as sounds:
                async for sound in sounds:
                    if is_first:
                        progress.time("tts", clock.ms)
                        is_first = False
                    if voice.play is None:
                        break
                    await voice.play(sound)
        except EngineDown as error:
            progress.fail(Failure.TTS_ENGINE, str(error))
        else:
            progress.tell("tts-end", {"tts_output": {}})

    def _request(self, ask: VoiceAsk, voice: "_Voice") -> Request:
        return Request(
            text=" ".join((ask.text or "").split()),
            source=Source.VOICE,
            user_id=ask.user_id,
            area_id=ask.area_id,
            language=voice.language,
            conversation_id=voice.progress.run.conversation_id,
            at=self._now(),
        )

    async def _keep(self, run: VoiceRun) -> None:
        """Keep what somebody said."""
        if run.text is None and run.failure in _NOBODY:
            return
        try:
            await self._runs.add(run)
        except HubError:
            _log.exception("a run of the voice assistant could not be kept")


def _said(request: Request, text: str, heard: Heard | None) -> Request:
    return replace(request, text=text, heard=heard)


def _format_of(language: str) -> dict[str, Any]:
    return {"language": language, **_FORMAT}


async def _silence() -> AsyncIterator[bytes]:
    """Yield no sound at all."""
    for chunk in _NO_SOUND:
        yield chunk
