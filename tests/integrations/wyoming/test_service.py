"""The hub as a Wyoming service: whoever comes is a guest that speaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Recognize
from wyoming.ping import Ping
from wyoming.tts import Synthesize

from hub.home.domains.light import TurnOn
from hub.home.domains.lock import Unlock
from hub.home.errors import HubError
from hub.home.ids import AreaId, EntityId
from hub.home.maker import Refused, Service
from hub.home.model import Source
from hub.home.plan import (
    Answer,
    Body,
    Effect,
    Heard,
    Outcome,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Status,
    Steps,
    Verdict,
)
from hub.home.speech import Audio, Hints
from hub.home.step import Step
from integrations.wyoming import service
from integrations.wyoming.maker import MAKER
from integrations.wyoming.service import ServiceParts, WyomingService
from tests.support.scripted_voice import ScriptedVoice

LAMP = EntityId("light.lamp")
ON = Steps(steps=(Step(targets=(LAMP,), command=TurnOn(brightness_pct=40)),))


@dataclass
class Said:
    """What the conversation says."""

    text: str
    result: PlanResult
    wants_answer: bool = False


@dataclass
class Talk:
    """A conversation that answers with what the test put into it."""

    bodies: dict[str, Body] = field(default_factory=dict)
    status: Status = Status.DONE
    asked: list[Request] = field(default_factory=list)
    error: HubError | None = None

    async def plan(self, request: Request) -> Plan:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        body = self.bodies.get(request.text, Refusal(text="I did not understand that."))
        return Plan(request=request, body=body, planner="test")

    async def answer(self, request: Request) -> Said:
        plan = await self.plan(request)
        outcomes = tuple(
            Outcome(step=0, entity_id=target, action=step.command.action, status=self.status)
            for step in plan.steps
            for target in step.targets
        )
        verdict = Verdict(effect=Effect.ALLOW, policy="test", reason="")
        result = PlanResult(plan=plan, verdict=verdict, outcomes=outcomes)
        is_question = isinstance(plan.body, Question)
        text = getattr(plan.body, "text", "Done.")
        return Said(text, result, is_question)


class Ear:
    """An engine of the hub's."""

    name = "whisper"
    languages = ("en",)
    hears_in_advance = False

    def __init__(self) -> None:
        self.heard = b""

    async def hear(self, audio: Audio, hints: Hints) -> Heard:
        assert hints.language == "en"
        self.heard = b"".join([piece async for piece in audio])
        return Heard(text="turn on the lamp", confidence=0.5)


class Mouth:
    """An engine of the hub's that speaks."""

    name = "hibari"
    languages = ("en",)
    voices = ("heart",)

    def voices_of(self, language: str) -> Any:
        raise NotImplementedError(language)

    def speak(self, text: str, *, language: str, voice: str | None = None) -> Any:
        raise NotImplementedError(text, language, voice)


@dataclass
class Guest:
    """Somebody who uses the service."""

    client: AsyncTcpClient

    async def ask(self, *events: Eventable | Event, until: str = "") -> list[Event]:
        """Send events, and return what comes, to the first of a type."""
        for event in events:
            await self.client.write_event(event if isinstance(event, Event) else event.event())
        found: list[Event] = []
        async with asyncio.timeout(5):
            while True:
                answer = await self.client.read_event()
                assert answer is not None, "it hung up"
                found.append(answer)
                if until in {"", answer.type}:
                    return found


@asynccontextmanager
async def serving(
    talk: Talk | None = None, voice: ScriptedVoice | None = None, **more: Any
) -> AsyncIterator[WyomingService]:
    talk = talk or Talk()
    parts = ServiceParts(answer=talk.answer, plan=talk.plan, voice=voice, **more)
    async with WyomingService(parts, "127.0.0.1", 0) as running:
        yield running


@asynccontextmanager
async def visiting(running: WyomingService) -> AsyncIterator[Guest]:
    async with AsyncTcpClient("127.0.0.1", running.port) as client:
        yield Guest(client)


async def test_a_sentence_is_carried_out_for_a_guest() -> None:
    talk = Talk({"turn on the lamp": ON})
    hall = AreaId("hall")
    async with serving(talk, area_id=lambda: hall) as running, visiting(running) as guest:
        asked = Transcript("turn on the lamp", context={"conversation_id": "c1"}, language="de")
        (event,) = await guest.ask(asked)
    handled = Handled.from_event(event)
    assert event.type == "handled"
    assert (handled.text, handled.context) == (
        "Done.",
        {"conversation_id": "c1", "lares": {"wants_answer": False}},
    )
    (request,) = talk.asked
    assert (request.user_id, request.source, request.area_id) == (None, Source.VOICE, hall)
    assert request.language == "de"
    # Nobody takes part in a conversation of the house by knowing what it is called.
    assert request.conversation_id == "wyoming c1"


async def test_a_conversation_goes_on_without_a_name_too() -> None:
    talk = Talk({"turn on the lamp": Question(text="Which one?")})
    async with serving(talk) as running:
        async with visiting(running) as guest:
            (event,) = await guest.ask(Transcript("turn on the lamp"))
            await guest.ask(Transcript("the desk lamp"))
        async with visiting(running) as other:
            await other.ask(Transcript("the desk lamp"))
    assert event.data["context"]["lares"] == {"wants_answer": True}
    first, second, stranger = (request.conversation_id for request in talk.asked)
    assert first == second != stranger


@pytest.mark.parametrize(
    ("body", "status"),
    [(Refusal(text="no"), Status.DONE), (ON, Status.DENIED), (ON, Status.FAILED)],
)
async def test_what_came_to_nothing_is_not_handled(body: Body, status: Status) -> None:
    talk = Talk({"x": body}, status)
    async with serving(talk) as running, visiting(running) as guest:
        (event,) = await guest.ask(Transcript("x"))
        assert NotHandled.is_type(event.type)
        talk.error = HubError("nobody listens")
        (event,) = await guest.ask(Transcript("x"))
        assert (event.type, event.data["text"]) == ("not-handled", "nobody listens")


async def test_what_a_sentence_would_do_is_recognised_and_not_done() -> None:
    code = Steps(steps=(Step(targets=(EntityId("lock.door"),), command=Unlock(code="1234")),))
    both = Steps(steps=(*ON.steps, *code.steps))
    warm = Answer(text="21 degrees.", entities=(EntityId("sensor.hall"),))
    talk = Talk({"on": ON, "both": both, "how warm": warm})
    async with serving(talk) as running, visiting(running) as guest:
        (event,) = await guest.ask(Recognize("on"))
        assert event.type == "intent"
        assert event.data["name"] == "light.turn_on"
        assert event.data["entities"] == [
            {"name": "entity_id", "value": "light.lamp"},
            {"name": "brightness_pct", "value": 40},
        ]
        events = await guest.ask(Recognize("both"), until="intents-stop")
        assert [event.type for event in events] == [
            "intents-start", "intent", "intent", "intents-stop",
        ]  # fmt: skip
        assert "1234" not in str(events)
        (event,) = await guest.ask(Recognize("how warm"))
        assert (event.data["name"], event.data["text"]) == ("answer", "21 degrees.")
        (event,) = await guest.ask(Recognize("gibberish"))
        assert event.type == "not-recognized"


async def test_it_hears_and_speaks_with_the_hubs_engines() -> None:
    ear, voice = Ear(), ScriptedVoice()
    voice.offer(ear)
    voice.offer(Mouth())
    async with serving(voice=voice) as running, visiting(running) as guest:
        (event,) = await guest.ask(Describe())
        info = Info.from_event(event)
        assert [model.name for model in info.asr[0].models] == ["whisper"]
        assert [known.name for known in info.tts[0].voices] == ["heart"]
        assert info.handle[0].supports_home_control
        chunk = AudioChunk(16_000, 2, 1, b"\x07\x00" * 320)
        (event,) = await guest.ask(Transcribe(language="en"), chunk, chunk, AudioStop())
        assert event.data["text"] == "turn on the lamp"
        assert event.data["context"]["lares"]["confidence"] == 0.5
        assert ear.heard == b"\x07\x00" * 640
        events = await guest.ask(Synthesize("Done."), until="audio-stop")
        assert events[0].type == "audio-start"
        assert sum(len(event.payload or b"") for event in events) == 24_000 * 2 * 0.05
        voice.is_down = True
        (event,) = await guest.ask(Synthesize("Done."))
        assert (event.type, event.data["text"]) == ("error", "nothing here speaks")
        (event,) = await guest.ask(Transcribe(language="fi"), chunk, AudioStop())
        assert "nothing here hears 'fi'" in event.data["text"]


async def test_without_a_voice_it_still_carries_out_sentences() -> None:
    async with serving(Talk({"on": ON})) as running, visiting(running) as guest:
        (event,) = await guest.ask(Describe())
        info = Info.from_event(event)
        assert not info.asr
        assert not info.tts
        (event,) = await guest.ask(Ping(text="there?"))
        assert (event.type, event.data["text"]) == ("pong", "there?")
        (event,) = await guest.ask(Synthesize("Done."))
        assert "no voice" in event.data["text"]


async def test_nonsense_and_crowds_cost_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_GUESTS", 2)
    talk = Talk({"on": ON})
    async with serving(talk) as running:
        async with visiting(running) as guest:
            for data in ({}, {"text": 3}, {"text": ["x"], "context": 3, "language": {}}):
                (event,) = await guest.ask(Event("transcript", data))
                assert event.type == "not-handled"
            await guest.client.write_event(Event("tea"))
            await guest.client.write_event(Event("audio-stop"))
            await guest.client.write_event(Event("audio-chunk", {"rate": "x"}))
            async with visiting(running), visiting(running) as third:
                assert await third.client.read_event() is None
            (event,) = await guest.ask(Transcript("on"))
            assert event.type == "handled"
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        assert await reader.read() == b""
        writer.close()
        async with visiting(running) as guest:
            await guest.client.write_event(Transcribe().event())
            minute = AudioChunk(16_000, 2, 1, bytes(32_000 * 30))
            with pytest.raises(AssertionError, match="hung up"):
                await guest.ask(minute, minute, minute)


async def test_a_hub_takes_no_engines_of_a_hub() -> None:
    voice = ScriptedVoice()
    voice.offer(Ear())
    async with serving(voice=voice) as running, aiohttp.ClientSession() as http:
        with pytest.raises(Refused, match="a hub like this one"):
            await MAKER.identify({"host": "127.0.0.1", "port": running.port}, http)
    found = Service(
        protocol="zeroconf",
        type="_wyoming._tcp.local.",
        name="Home",
        host="192.0.2.7",
        port=10_500,
        properties={"lares": "1" * 32},
    )
    assert MAKER.recognise(found) is None


async def test_an_address_that_is_taken_is_said() -> None:
    async with serving() as running:
        parts = ServiceParts(answer=Talk().answer, plan=Talk().plan, voice=None)
        with pytest.raises(HubError, match="cannot listen at 127.0.0.1"):
            async with WyomingService(parts, "127.0.0.1", running.port):
                pass
