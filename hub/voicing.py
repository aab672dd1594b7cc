"""The voice assistant of this hub: the pipeline, and the engines that it brings by itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from hub.config import VoiceSettings
from hub.home.asked import Questions
from hub.home.plan import Plan, PlanResult
from hub.home.speech import EngineDown, SpeechToText, TextToSpeech, base_of
from hub.record import record
from hub.server.speeches import Speeches
from hub.speaking_players import SpeakingPlayers
from hub.voice.embedded.child import EmbeddedEngines
from hub.voice.embedded.launch import NotInstalled, missing_libraries
from hub.voice.embedded.settings import EngineSettings
from hub.voice.engines import Engines
from hub.voice.parts import Conversing, VoiceRuns
from hub.voice.pipeline import Pipeline
from hub.voice.settings import ListeningSettings, Preferences

# On a slow card they may take minutes to load for the first time.
LONGEST_LOADING_S = 600.0

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What the assistant gets from the rest of the hub.

    `conversing` is called when somebody spoke: the conversation is made later. `address`: where
    players fetch what the hub says.
    """

    settings: VoiceSettings
    folder: Path
    language: str
    runs: VoiceRuns
    conversing: Callable[[], Conversing]
    now: Callable[[], datetime]
    run_plan: Callable[[Plan], Awaitable[PlanResult]]
    address: Callable[[], str]
    questions: Questions


class Voicing:
    """Enter it when the hub answers: its own engines load then, in a process of their own."""

    def __init__(self, around: Around) -> None:
        settings = around.settings
        self._settings = settings
        self._folder = around.folder
        self._language = base_of(around.language)
        self._engines = Engines(
            Preferences(
                stt=settings.stt,
                tts=settings.tts,
                wake_word=settings.wake_word,
                voice=settings.voice,
            )
        )
        self._pipeline = Pipeline(
            self._engines,
            around.conversing,
            around.runs,
            language=around.language,
            now=around.now,
            listening=ListeningSettings(silence_s=settings.silence_s),
            questions=around.questions,
        )
        self.speeches = Speeches()
        self.players = SpeakingPlayers(
            lambda: self.voice, self.speeches, around.run_plan, around.address
        )
        self._own: EmbeddedEngines | None = None
        self._stack = AsyncExitStack()

    @property
    def voice(self) -> Pipeline | None:
        """The assistant; None if the owner switched it off."""
        return self._pipeline if self._settings.enabled else None

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.players)
            if self._why_none() is None:
                settings = EngineSettings(threads=self._settings.threads)
                self._own = await stack.enter_async_context(EmbeddedEngines(self._folder, settings))
                tasks = await stack.enter_async_context(asyncio.TaskGroup())
                taking = tasks.create_task(self._take_in(self._own), name="take in voice engines")
                stack.callback(taking.cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def health(self) -> Mapping[str, Any]:
        """Tell what hears, speaks and wakes, and how the hub's own engines are."""
        own, engines = self._own, self._engines
        return {
            "state": "off" if own is None else own.state.name,
            "reason": self._why_none() or "" if own is None else own.state.reason,
            "language": self._language,
            "languages": self._languages(),
            "spoken": self._in_order(self._engines.text_to_speech),
            "stt": [one.name for one in engines.speech_to_text],
            "tts": [one.name for one in engines.text_to_speech],
            "wake_word": [one.name for one in engines.wake_words],
        }

    def _warn_if_deaf(self) -> None:
        """Say so in the log if nothing hears the language that is spoken here."""
        heard = self._languages()
        if self._language not in heard:
            _log.warning(
                "nothing here hears %r, the language of this home; the engines hear %s. Satellites"
                " understand nothing until a Wyoming service that hears it is adopted",
                self._language,
                ", ".join(heard) or "nothing",
            )

    def _languages(self) -> list[str]:
        """Return the languages that are heard, the house's own first."""
        return self._in_order(self._engines.speech_to_text)

    def _in_order(self, engines: Sequence[SpeechToText] | Sequence[TextToSpeech]) -> list[str]:
        """Return the languages that engines know, the house's own first."""
        known = {base_of(tag) for engine in engines for tag in engine.languages}
        return sorted(known, key=lambda one: (one != self._language, one))

    def _why_none(self) -> str | None:
        """Tell why the hub has no engines of its own; None if it has."""
        if not (self._settings.enabled and self._settings.embedded):
            return "they are switched off in the configuration"
        missing = missing_libraries()
        return str(NotInstalled(missing)) if missing else None

    async def _take_in(self, own: EmbeddedEngines) -> None:
        """Take in the hub's own engines once they answer; those that people adopt count more."""
        # Imported late: a hub without engines of its own has no use for it at its start.
        from integrations.wyoming.engines import engines_at  # noqa: PLC0415

        try:
            await own.wait_ready(LONGEST_LOADING_S)
            for engine in await engines_at(own.uri):
                self._engines.offer(engine, is_spare=True)
            self._warn_if_deaf()
        except (EngineDown, TimeoutError):
            _log.warning("the hub's own voice engines do not answer: %s", own.state.reason)
