"""Runs the assistant for a satellite: a sentence, the answers that it asks for, announcements."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from wyoming.audio import AudioFormat
from wyoming.error import Error
from wyoming.satellite import RunSatellite

from hub.home.ids import AreaId, EntityId
from hub.home.maker import House
from hub.home.speech import EngineDown, Failure, Play, Sound, Stage, Voice, VoiceAsk, VoiceRun
from hub.record import record
from integrations.wyoming.chime import chime
from integrations.wyoming.microphone import Microphone
from integrations.wyoming.post import Post
from integrations.wyoming.speaker import Speaker
from integrations.wyoming.telling import Phase, Telling
from integrations.wyoming.wanted import Wanted
from integrations.wyoming.wire import WireError

# How long an answer is waited for, how often again, and how long one may come late: from a
# satellite that has closed its microphone, and opens it when somebody speaks.
ANSWER_S = 8.0
MOST_UNANSWERED = 2
LATE_ANSWER_S = 15.0

NO_WAKE_WORDS = "nothing here waits for a wake word; install lares[voice] or adopt an engine"
NO_VOICE = "this hub has no voice assistant; install lares[voice] or adopt engines"


@record(frozen=True, slots=True)
class _Open:
    """A conversation in which an answer may come until a time of the loop's."""

    conversation_id: str
    until: float


class Conversing:
    """One satellite's side of the assistant. `phase` is called with what it is at.

    `streams` tells whether its microphone is open at present.
    """

    def __init__(  # noqa: PLR0913 -- both sides, and what is between them
        self,
        house: House,
        post: Post,
        form: AudioFormat,
        *,
        key: tuple[str, str],
        phase: Callable[[Phase], None],
        streams: Callable[[], bool],
    ) -> None:
        self._microphone: Microphone | None = None
        # That of the run that is about to begin: what is said meanwhile belongs to it.
        self._next: Microphone | None = None
        self.speaker: Speaker | None = None
        self._house = house
        self._post = post
        self._form = form
        self._key = key
        self._tell_phase = phase
        self._streams = streams
        self._open: _Open | None = None
        self._is_deaf = False

    @property
    def microphone(self) -> Microphone | None:
        """Where sound goes at present; None: nobody listens."""
        return self._microphone or self._next

    def open(self) -> None:
        """Keep what is heard from now on for a run that is about to begin."""
        self._next = Microphone()

    def close(self) -> None:
        """Keep nothing for a run that will not come."""
        self._next = None

    async def converse(self, asked: Wanted, conversation_id: str | None = None) -> Failure | None:
        """Go through a run and those that it asks for; returns why nothing came of it."""
        voice = self._house.voice
        if voice is None:
            self._post.put(Error(NO_VOICE, Failure.NO_ENGINE))
            return Failure.NO_ENGINE
        asked, conversation_id = self._continued(asked, conversation_id)
        if asked.start is Stage.WAKE and not voice.engines.wake_words:
            self._say_deaf()
            return Failure.WAKE_ENGINE
        self._is_deaf = False
        telling = Telling(self._post.put, self._at)
        try:
            failure = await self._rounds(voice, asked, telling, conversation_id)
        finally:
            self._tell_phase(Phase.IDLE)
        # Not for one that was broken off: what comes next needs the microphone open.
        telling.close()
        if asked.start is Stage.STT and not telling.has_closed:
            # wyoming-satellite 1.0 goes on streaming after an error.
            self._post.put(RunSatellite())
        return failure

    async def say(
        self, sounds: AsyncGenerator[Sound, None], form: AudioFormat, *, with_chime: bool
    ) -> bool:
        """Play speech; tells whether the satellite said that it has played it.

        Raises:
            WireError: the satellite is gone.
            EngineDown: the speech broke off.
        """
        self._tell_phase(Phase.RESPONDING)
        speaker = self.speaker = Speaker(self._post, form)
        try:
            if with_chime:
                await speaker.play(chime())
            async with aclosing(sounds):
                async for sound in sounds:
                    await speaker.play(sound)
            return await speaker.end()
        except BaseException:
            speaker.break_off()
            raise
        finally:
            self.speaker = None
            self._tell_phase(Phase.IDLE)

    def _say_deaf(self) -> None:
        """Tell the satellite, once, that nothing here waits for a wake word."""
        if not self._is_deaf:
            self._is_deaf = True
            self._post.put(Error(NO_WAKE_WORDS, Failure.WAKE_ENGINE))

    def _continued(self, asked: Wanted, given: str | None) -> tuple[Wanted, str | None]:
        """Take a run as the answer that a conversation waits for, if one does."""
        waiting, self._open = self._open, None
        if given is not None or waiting is None or asked.question_id is not None:
            return asked, given
        if asyncio.get_running_loop().time() > waiting.until:
            return asked, None
        if asked.start is Stage.WAKE:
            asked = replace(asked, start=Stage.STT)
        return asked, waiting.conversation_id

    async def _rounds(
        self, voice: Voice, asked: Wanted, telling: Telling, conversation_id: str | None
    ) -> Failure | None:
        is_asked = conversation_id is not None or asked.question_id is not None
        unanswered, waits_s = 0, ANSWER_S if is_asked else None
        while True:
            run = await self._run(voice, self._ask(asked, conversation_id, waits_s), telling, asked)
            is_silent = run.failure is Failure.NO_SPEECH and conversation_id is not None
            unanswered = unanswered + 1 if is_silent else 0
            if not (run.wants_answer or is_silent) or unanswered >= MOST_UNANSWERED:
                return run.failure
            conversation_id, waits_s = run.conversation_id or conversation_id, ANSWER_S
            asked = replace(asked, start=Stage.STT, text=None, woken_by=None)
            if not self._streams() and conversation_id is not None:
                until = asyncio.get_running_loop().time() + LATE_ANSWER_S
                self._open = _Open(conversation_id, until)
                return run.failure

    async def _run(self, voice: Voice, ask: VoiceAsk, telling: Telling, asked: Wanted) -> VoiceRun:
        microphone = self._microphone = self._next or Microphone()
        self._next = None
        speaker = self.speaker = Speaker(self._post, asked.sound or self._form)
        try:
            run = await voice.run(ask, microphone, tell=telling.tell, play=_playing(speaker))
            await speaker.end()
        except BaseException:
            speaker.break_off()
            raise
        else:
            return run
        finally:
            self._microphone = self.speaker = None

    def _ask(self, asked: Wanted, conversation_id: str | None, waits_s: float | None) -> VoiceAsk:
        entity_id = self._house.entity_id(*self._key)
        return VoiceAsk(
            start=asked.start,
            end=asked.end,
            area_id=self._area_of(entity_id),
            satellite_id=entity_id,
            conversation_id=conversation_id,
            text=asked.text,
            wake_words=asked.wake_words,
            woken_by=asked.woken_by,
            waits_s=waits_s if asked.start is Stage.STT else None,
            question_id=asked.question_id,
        )

    def _area_of(self, entity_id: EntityId | None) -> AreaId | None:
        """Return where the satellite is at present: people move it on the page."""
        if entity_id is None:
            return None
        area = self._house.home.area_of(self._house.home.entity(entity_id))
        return None if area is None else area.id

    def _at(self, phase: Phase) -> None:
        if self._microphone is not None:
            self._microphone.must_not_stall = phase is Phase.LISTENING
            if phase in {Phase.PROCESSING, Phase.RESPONDING}:
                # What is said from now on is no part of the sentence.
                self._microphone = None
        self._tell_phase(phase)


def _playing(speaker: Speaker) -> Play:
    """Return what plays on a satellite; one that is gone speaks no more, as an engine."""

    async def play(sound: Sound) -> None:
        try:
            await speaker.play(sound)
        except WireError as error:
            raise EngineDown(str(error)) from None

    return play
