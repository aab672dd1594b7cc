"""One connection to the hub's own Wyoming service: what it asks, and what it is answered."""

import asyncio
import contextlib
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.intent import IntentsStart, IntentsStop, NotRecognized
from wyoming.ping import Pong

from hub.home.errors import HubError
from hub.home.ids import new_id
from hub.home.model import Source
from hub.home.plan import PlanResult, Refusal, Request, Status
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, EngineDown, Hints, base_of
from integrations.wyoming.intents import intents_of
from integrations.wyoming.microphone import Microphone
from integrations.wyoming.offer import offer_of
from integrations.wyoming.sound import Converter
from integrations.wyoming.wire import NotWyoming, Wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from integrations.wyoming.service import ServiceParts

MOST_TEXT = 1_000
# Whoever comes over the network names conversations of their own; nobody takes part in another's.
CONVERSATION = "wyoming "
_LONGEST_ID = 100
_LONGEST_SOUND = 60 * HEARING_RATE * BYTES_PER_SAMPLE
_NO = frozenset({Status.FAILED, Status.DENIED})


class Guest:
    """Answers one connection, one request after the other."""

    def __init__(self, parts: "ServiceParts", wire: Wire) -> None:
        self._parts = parts
        self._wire = wire
        self._answers: Mapping[str, Callable[[Event], Awaitable[None]]] = {
            "describe": self._describe,
            "ping": self._pong,
            "transcript": self._handle,
            "recognize": self._recognize,
            "synthesize": self._speak,
            "transcribe": self._begin_to_hear,
            "audio-chunk": self._hear,
            "audio-stop": self._end_to_hear,
        }
        self._language = parts.language
        self._microphone: Microphone | None = None
        self._converter = Converter()
        self._heard = 0
        self._hearing: asyncio.Task[Eventable] | None = None
        self._conversation_id = CONVERSATION + new_id()

    async def take(self, event: Event) -> None:
        """Answer an event; one that is not known is passed over, as the protocol wants.

        Raises:
            WireError: the connection is lost, or nothing more is to be expected of it.
        """
        answer = self._answers.get(event.type)
        if answer is None:
            return
        try:
            await answer(event)
        except EngineDown as error:
            await self._wire.write(Error(text=str(error), code="engine"))

    async def leave(self) -> None:
        """End what is not finished."""
        if self._hearing is not None:
            self._hearing.cancel()
            with contextlib.suppress(asyncio.CancelledError, HubError):
                await self._hearing

    async def _describe(self, event: Event) -> None:
        del event
        parts = self._parts
        await self._wire.write(offer_of(parts.voice, parts.language, parts.version))

    async def _pong(self, event: Event) -> None:
        text = event.data.get("text")
        await self._wire.write(Pong(text=text[:200] if isinstance(text, str) else None))

    async def _handle(self, event: Event) -> None:
        """Carry a sentence out."""
        request = self._request(event)
        context: dict[str, Any] = {"conversation_id": self._own_name(request)}
        try:
            said = await self._parts.answer(request)
        except HubError as error:
            await self._wire.write(NotHandled(text=str(error), context=context))
            return
        context["lares"] = {"wants_answer": said.wants_answer}
        answer = Handled if _is_handled(said.result) else NotHandled
        await self._wire.write(answer(text=said.text, context=context))

    async def _recognize(self, event: Event) -> None:
        """Tell what a sentence would do."""
        request = self._request(event)
        context: dict[str, Any] = {"conversation_id": self._own_name(request)}
        try:
            plan = await self._parts.plan(request)
        except HubError as error:
            await self._wire.write(NotRecognized(text=str(error), context=context))
            return
        intents = intents_of(plan, context)
        if not intents:
            text = getattr(plan.body, "text", None)
            await self._wire.write(NotRecognized(text=text, context=context))
        elif len(intents) == 1:
            await self._wire.write(*intents)
        else:
            start, stop = IntentsStart(context=context), IntentsStop(context=context)
            await self._wire.write(start, *intents, stop)

    async def _speak(self, event: Event) -> None:
        """Speak a text."""
        if self._parts.voice is None:
            raise EngineDown("this hub has no voice")
        voice = event.data.get("voice")
        name = voice.get("name") if isinstance(voice, dict) else None
        text, begun = _text(event), False
        name = name if isinstance(name, str) else None
        sounds = self._parts.voice.speak(text, language=self._parts.language, voice=name)
        async with aclosing(sounds):
            async for sound in sounds:
                if not begun:
                    begun = True
                    await self._wire.write(AudioStart(sound.rate, BYTES_PER_SAMPLE, 1))
                await self._wire.write(AudioChunk(sound.rate, BYTES_PER_SAMPLE, 1, sound.pcm))
        if not begun:
            await self._wire.write(AudioStart(HEARING_RATE, BYTES_PER_SAMPLE, 1))
        await self._wire.write(AudioStop())

    async def _begin_to_hear(self, event: Event) -> None:
        await self.leave()
        language = event.data.get("language")
        language = language[:20] if isinstance(language, str) else self._parts.language
        self._microphone, self._converter, self._heard = Microphone(), Converter(), 0
        transcript = self._transcript(self._microphone, language)
        self._hearing = asyncio.get_running_loop().create_task(transcript, name="wyoming-hear")

    async def _hear(self, event: Event) -> None:
        if self._microphone is None:
            return
        pcm = self._converter.convert(event)
        self._heard += len(pcm)
        if self._heard > _LONGEST_SOUND:
            raise NotWyoming("a sentence without an end")
        self._microphone.feed(pcm)

    async def _end_to_hear(self, event: Event) -> None:
        del event
        if self._microphone is None or self._hearing is None:
            return
        self._microphone.end()
        hearing, self._microphone, self._hearing = self._hearing, None, None
        await self._wire.write(await hearing)

    async def _transcript(self, microphone: Microphone, language: str) -> Eventable:
        engines = self._parts.voice.engines.speech_to_text if self._parts.voice else ()
        base = base_of(language)
        engine = next((it for it in engines if base in map(base_of, it.languages)), None)
        if engine is None:
            raise EngineDown(f"nothing here hears {language!r}")
        heard = await engine.hear(microphone, Hints(language=language))
        more = {
            "confidence": heard.confidence,
            "others": list(heard.others),
            "is_speech": heard.is_speech,
        }
        return Transcript(text=heard.text, language=heard.language, context={"lares": more})

    def _request(self, event: Event) -> Request:
        context, language = event.data.get("context"), event.data.get("language")
        given = context.get("conversation_id") if isinstance(context, dict) else None
        if isinstance(given, str) and 0 < len(given) <= _LONGEST_ID:
            self._conversation_id = CONVERSATION + given
        return Request(
            text=_text(event),
            source=Source.VOICE,
            user_id=None,
            area_id=self._parts.area_id(),
            language=language[:20] if isinstance(language, str) and language else self._language,
            conversation_id=self._conversation_id,
        )

    def _own_name(self, request: Request) -> str:
        """Return what whoever comes calls the conversation."""
        return (request.conversation_id or "").removeprefix(CONVERSATION)


def _text(event: Event) -> str:
    text = event.data.get("text")
    return " ".join(text.split())[:MOST_TEXT] if isinstance(text, str) else ""


def _is_handled(result: PlanResult) -> bool:
    """Tell whether something came of a sentence: done, asked back or answered."""
    ends = [*(one.status for one in result.outcomes), *(one.status for one in result.chores)]
    is_refused = isinstance(result.plan.body, Refusal)
    is_in_vain = bool(ends) and all(end in _NO for end in ends)
    return not is_refused and not is_in_vain
