"""What a satellite is at: one thing after the other, and what may be broken off for what."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from wyoming.audio import AudioFormat

from hub.home.speech import EngineDown, Failure, Sound, Stage
from integrations.wyoming.conversing import Conversing
from integrations.wyoming.telling import Phase
from integrations.wyoming.wanted import Wanted
from integrations.wyoming.wire import WireError

# How many announcements may wait for their turn.
MOST_SAYINGS = 4
# How long a sentence that was heard to its end may still be carried out after the connection went.
FINISH_S = 10.0
# How long a satellite that streams all the time rests when there is nothing to wake it.
RESTS_S = (2.0, 30.0)
_NO_ENGINE = frozenset({Failure.WAKE_ENGINE, Failure.NO_ENGINE, Failure.STT_ENGINE})
# A new call of the wake word breaks these off; what is being carried out goes on.
_CALLED_OFF = frozenset({Phase.WAITING, Phase.LISTENING, Phase.RESPONDING})

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Saying:
    """Something to be said. `listens`: the microphone is open for an answer then.

    `question_id`: the answer is for whoever asked.
    """

    sounds: AsyncGenerator[Sound, None]
    with_chime: bool = True
    listens: bool = False
    question_id: str | None = None


class Work:
    """Does what is wanted while `run` runs. `phase` is what the satellite is at.

    `sent` is called when a satellite had the time to play an announcement of which it took all,
    `played` when it told that it has played it.
    """

    def __init__(
        self,
        conversing: Conversing,
        form: AudioFormat,
        *,
        streams: Callable[[], bool],
        sent: Callable[[], None],
        played: Callable[[], None],
    ) -> None:
        self.phase = Phase.IDLE
        self._conversing = conversing
        self._form = form
        self._streams = streams
        self._sent = sent
        self._played = played
        # What it goes back to, and what comes first, once.
        self._wanted: Wanted | None = None
        self._first: Wanted | None = None
        self._sayings: deque[Saying] = deque()
        self._talk: asyncio.Task[Failure | None] | None = None
        self._news = asyncio.Event()
        self._is_lost = False
        self._rest_s = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether a conversation goes on, or is about to."""
        return self._talk is not None or self._first is not None or self._wanted is not None

    @property
    def is_full(self) -> bool:
        """Whether nothing more can wait to be said."""
        return len(self._sayings) >= MOST_SAYINGS

    def want(self, asked: Wanted) -> None:
        """Do a run, in place of one that is not yet being carried out."""
        self._wanted = asked
        self._conversing.open()
        self._break_off(_CALLED_OFF)
        self._news.set()

    def say(self, saying: Saying) -> None:
        """Say something as soon as nobody is talked to."""
        self._sayings.append(saying)
        self._break_off(frozenset({Phase.WAITING}))
        self._news.set()

    def stop(self) -> None:
        """Listen to nobody: the microphone is off."""
        self._wanted = self._first = None
        self._conversing.close()
        self._break_off(_CALLED_OFF)

    def lose(self, why: str) -> None:
        """End: the satellite is gone. What is being carried out may end by itself."""
        self._is_lost = True
        if self._conversing.microphone is not None:
            self._conversing.microphone.lose(why)
        if self._talk is not None:
            asyncio.get_running_loop().call_later(FINISH_S, self._talk.cancel)
        self._news.set()

    async def run(self) -> None:
        """Do one thing after the other, until the satellite is lost."""
        try:
            while not self._is_lost:
                if self._sayings:
                    await self._say(self._sayings.popleft())
                elif self._first is not None:
                    first, self._first = self._first, None
                    await self._talk_through(first)
                elif self._wanted is not None:
                    await self._talk_through(self._wanted)
                else:
                    self._news.clear()
                    await self._news.wait()
        finally:
            for saying in self._sayings:
                await saying.sounds.aclose()

    async def _say(self, saying: Saying) -> None:
        try:
            with_chime = saying.with_chime
            is_played = await self._conversing.say(saying.sounds, self._form, with_chime=with_chime)
            self._sent()
            if is_played:
                self._played()
        except EngineDown as error:
            _log.warning("wyoming: an announcement broke off: %s", error)
        except WireError:
            return
        if saying.listens:
            end = Stage.TTS if saying.question_id is None else Stage.STT
            self._first = Wanted(start=Stage.STT, end=end, question_id=saying.question_id)

    async def _talk_through(self, asked: Wanted) -> None:
        talk = asyncio.get_running_loop().create_task(
            self._conversing.converse(asked), name="wyoming-talk"
        )
        self._talk = talk
        try:
            await asyncio.wait({talk})
        finally:
            self._talk = None
            talk.cancel()
            with contextlib.suppress(asyncio.CancelledError, WireError):
                await talk
        if not talk.cancelled() and self._wanted is asked:
            await self._after(asked, talk.result() if talk.exception() is None else None)

    async def _after(self, asked: Wanted, failure: Failure | None) -> None:
        """Do the same again for a satellite that goes on streaming, not too soon if it failed."""
        is_deaf = failure in _NO_ENGINE
        goes_on = asked.restarts or (asked.start is Stage.WAKE and (is_deaf or self._streams()))
        if not goes_on or self._is_lost:
            self._wanted = None
            return
        least_s, most_s = RESTS_S
        self._rest_s = min(most_s, self._rest_s * 2 or least_s) if is_deaf else 0.0
        if self._rest_s:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._rest_s):
                    await self._news.wait()

    def _break_off(self, phases: frozenset[Phase]) -> None:
        if self._talk is not None and self.phase in phases:
            self._talk.cancel()
