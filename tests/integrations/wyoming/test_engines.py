"""Engines of Wyoming services: what goes there, what comes of it, and what is wrong with some."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wyoming.asr import Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.audio import AudioChunk
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Info, TtsProgram, TtsVoice

from hub.home.speech import (
    EngineDown,
    Expecting,
    Hints,
    SpeechToText,
    TextToSpeech,
    WakeWords,
)
from integrations.wyoming import service_link, wire
from integrations.wyoming.engines import engines_at
from integrations.wyoming.hearing import heard
from integrations.wyoming.sound import Converter
from integrations.wyoming.wire import NotWyoming, read_event
from tests.support.wyoming import (
    SPOKEN_RATE,
    WAKE,
    Handler,
    Service,
    asr,
    fact,
    served,
    tts,
    wake,
)

PIECE = bytes(640)
SPEECH = [AudioChunk(rate=SPOKEN_RATE, width=2, channels=1, audio=b"\x01\x00" * 1000)] * 3


async def sound(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield PIECE
        await asyncio.sleep(0.001)


async def hearing(service: Service) -> SpeechToText:
    (engine,) = await engines_at(service.uri)
    return cast("SpeechToText", engine)


async def speaking(service: Service) -> TextToSpeech:
    (engine,) = await engines_at(service.uri)
    return cast("TextToSpeech", engine)


async def waking(service: Service) -> WakeWords:
    (engine,) = await engines_at(service.uri)
    return cast("WakeWords", engine)


async def test_a_service_hears() -> None:
    async with served(Service(Info(asr=[asr()]))) as service:
        engine = await hearing(service)
        assert (engine.name, list(engine.languages)) == ("whisper", ["en"])
        assert not engine.hears_in_advance
        hints = Hints(names=["ceiling lamp"], terms=["turn on"], expecting=Expecting.PIN)
        found = await engine.hear(sound(PIECE, b"\x07\x00" * 9000), hints)
    assert found.text == "turn on the light"
    assert (found.confidence, found.others, found.is_speech) == (None, (), 1.0)
    (ask,) = service.told("transcribe")
    assert ask.data == {
        "language": "en",
        "context": {"lares": {"expecting": "pin"}},
        "transcript_names": ["ceiling lamp"],
        "transcript_terms": ["turn on"],
    }
    assert service.sound == PIECE + b"\x07\x00" * 9000
    assert service.told("audio-start")[0].data["rate"] == 16_000


async def test_the_hubs_own_engine_tells_more() -> None:
    more = {"confidence": 0.4, "others": ["turn off the light"], "is_speech": 0.75}
    transcript = Transcript(text=" on ", context={"lares": more}, language="en")
    async with served(Service(Info(asr=[asr()]), transcript)) as service:
        engine = await hearing(service)
        found = await engine.hear(sound(PIECE), Hints())
    assert (found.text, found.confidence, found.is_speech) == ("on", 0.4, 0.75)
    assert found.others == ("turn off the light",)


async def test_a_transcript_may_come_piece_by_piece() -> None:
    async def pieces(handler: Handler) -> bool:
        return await handler.say(
            TranscriptStart(),
            TranscriptChunk("turn on "),
            TranscriptChunk("the light"),
            TranscriptStop(),
        )

    async with served(Service(Info(asr=[asr()]), instead={"audio-stop": pieces})) as service:
        found = await (await hearing(service)).hear(sound(PIECE), Hints())
    assert found.text == "turn on the light"


async def test_a_service_that_knows_when_a_sentence_ends_answers_before_the_sound_does() -> None:
    async def answer(handler: Handler) -> bool:
        return await handler.say(handler.service.transcript)

    async with served(Service(Info(asr=[asr()]), instead={"audio-chunk": answer})) as service:
        found = await (await hearing(service)).hear(endless(), Hints())
    assert found.text == "turn on the light"


@pytest.mark.parametrize("streams", [False, True])
async def test_a_service_speaks(*, streams: bool) -> None:
    program = tts(supports_synthesize_streaming=streams)
    async with served(Service(Info(tts=[program]), speech=SPEECH)) as service:
        engine = await speaking(service)
        assert list(engine.voices) == ["joe", "amy"]
        spoken = [piece async for piece in engine.speak("Done.", language="en", voice="amy")]
        other = [piece async for piece in engine.speak("Done.", language="en", voice="gone")]
    assert b"".join(piece.pcm for piece in spoken) == b"\x01\x00" * 3000
    assert {piece.rate for piece in spoken + other} == {SPOKEN_RATE}
    asked = service.told("synthesize-start" if streams else "synthesize")
    assert [event.data["voice"] for event in asked] == [{"name": "amy"}, {"language": "en"}]
    assert bool(service.told("synthesize-chunk")) is streams


def robot(*languages: str) -> TtsProgram:
    voices = [TtsVoice(**fact(f"robot-{one}"), languages=[one]) for one in languages]
    return TtsProgram(**fact("robot"), voices=voices)


@pytest.mark.parametrize(
    ("language", "voice", "asked"),
    [
        ("fr", None, {"name": "robot-fr"}),
        # With a region, or written with an underscore, it is the same language.
        ("fr-CA", None, {"name": "robot-fr"}),
        ("it", None, {"name": "robot-it_IT"}),
        # A voice of another language is not taken, whoever prefers it.
        ("fr", "robot-de", {"name": "robot-fr"}),
        ("de-AT", "robot-de", {"name": "robot-de"}),
    ],
)
async def test_a_text_is_spoken_by_a_voice_of_its_language(
    language: str, voice: str | None, asked: dict[str, str]
) -> None:
    """The hub's own service has two programs that speak; the second knows many languages."""
    info = Info(tts=[tts(), robot("de", "fr", "it_IT")])
    async with served(Service(info, speech=SPEECH)) as service:
        _, engine = cast("list[TextToSpeech]", await engines_at(service.uri))
        assert engine.voices_of("it") == ["robot-it_IT"]
        assert engine.voices_of("nl") == []
        _ = [piece async for piece in engine.speak("Oui.", language=language, voice=voice)]
    (event,) = service.told("synthesize")
    assert event.data["voice"] == asked


async def test_speech_of_several_kinds_has_one_rate() -> None:
    speech = [
        AudioChunk(rate=8000, width=1, channels=1, audio=b"\x80" * 800),
        AudioChunk(rate=48000, width=4, channels=2, audio=bytes(4 * 2 * 4800)),
    ]
    async with served(Service(Info(tts=[tts()]), speech=speech)) as service:
        engine = await speaking(service)
        spoken = [piece async for piece in engine.speak("Done.", language="en")]
    assert [(piece.rate, round(piece.seconds, 2)) for piece in spoken] == [(8000, 0.1)] * 2


async def test_a_service_wakes_and_what_follows_is_left() -> None:
    async with served(Service(Info(wake=[wake()]))) as service:
        engine = await waking(service)
        assert list(engine.words) == ["okay_nabu"]
        rest = [PIECE] * 200

        async def audio() -> AsyncIterator[bytes]:
            yield PIECE
            yield WAKE
            while rest:
                await asyncio.sleep(0.002)
                yield rest.pop()

        stream = audio()
        async with asyncio.timeout(5):
            assert await engine.wait(stream, ["okay_nabu"]) == "okay_nabu"
        left = len(rest)
        assert left > 100
        # The sound goes on where it was, for whoever hears the sentence.
        assert await anext(stream) == PIECE
        assert await engine.wait(sound(PIECE)) is None
    assert [event.data["names"] for event in service.told("detect")] == [["okay_nabu"], None]


async def test_programs_of_a_kind_are_told_apart() -> None:
    info = Info(asr=[asr("small"), asr("large")], tts=[tts(), tts("espeak")])
    async with served(Service(info, speech=SPEECH)) as service:
        found = await engines_at(service.uri)
        assert [engine.name for engine in found] == ["small", "large", "piper", "espeak"]
        large: Any = found[1]
        await large.hear(sound(PIECE), Hints())
        espeak: Any = found[3]
        [piece async for piece in espeak.speak("Done.", language="en")]
    selected = [event.data["name"] for event in service.told("select-program")]
    assert selected == ["large", "espeak"]
    # A service that knows no `select-program` goes by the voice.
    assert service.told("synthesize")[0].data["voice"] == {"name": "joe"}


async def test_what_is_not_installed_is_no_engine() -> None:
    info = Info(asr=[asr(installed=False), asr(models=[])])
    async with served(Service(info)) as service:
        assert list(await engines_at(service.uri)) == []


async def test_a_service_at_a_unix_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "voice.sock")
    async with served(Service(Info(asr=[asr()])), path=path):
        (engine,) = await engines_at(f"unix://{path}")
        hears: Any = engine
        assert hears.hears_in_advance
        assert (await hears.hear(sound(PIECE), Hints())).text == "turn on the light"


async def test_nobody_there_is_said_with_the_place_and_the_remedy() -> None:
    with pytest.raises(EngineDown, match=r"127\.0\.0\.1:1 cannot be reached: .*started"):
        await engines_at("tcp://127.0.0.1:1")
    with pytest.raises(EngineDown, match="tcp://HOST:PORT"):
        await engines_at("http://127.0.0.1")
    with pytest.raises(EngineDown, match="tcp://HOST:PORT"):
        await engines_at("tcp://127.0.0.1:70000")


async def test_a_service_that_dies_mid_sentence_is_down() -> None:
    async with served(Service(Info(asr=[asr()]), dies_after=3)) as service:
        engine = await hearing(service)
        with pytest.raises(EngineDown, match="whisper: 127.0.0.1:.*see whether"):
            await engine.hear(endless(), Hints())


async def test_an_error_of_the_service_is_told() -> None:
    async def fail(handler: Handler) -> bool:
        return await handler.say(Error(text="no\nmemory", code="x"))

    info = Info(asr=[asr()])
    async with served(Service(info, instead={"transcribe": fail})) as service:
        engine = await hearing(service)
        with pytest.raises(EngineDown, match=r"whisper says: no\\nmemory"):
            await engine.hear(endless(), Hints())


async def test_a_service_that_never_answers_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(handler: Handler) -> bool:
        return handler.service is not None

    monkeypatch.setattr(service_link, "ANSWER_S", 0.05)
    async with served(Service(Info(asr=[asr()]), instead={"audio-stop": silent})) as service:
        engine = await hearing(service)
        with pytest.raises(EngineDown, match=r"does not answer within 0\.05 s"):
            await engine.hear(sound(PIECE), Hints())


async def test_a_service_that_takes_nothing_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stuck(handler: Handler) -> bool:
        await asyncio.sleep(30)
        return handler.service is not None

    async def flood() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1_000_000)

    monkeypatch.setattr(wire, "WRITE_S", 0.2)
    async with served(Service(Info(wake=[wake()]), instead={"detect": stuck})) as service:
        engine = await waking(service)
        with pytest.raises(EngineDown, match="takes nothing any more"):
            await engine.wait(flood())


async def test_a_voice_without_a_sound_is_down() -> None:
    async with served(Service(Info(tts=[tts()]))) as service:
        engine = await speaking(service)
        with pytest.raises(EngineDown, match="makes no sound"):
            [piece async for piece in engine.speak("Done.", language="en")]


async def test_what_the_sound_raises_goes_through() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PIECE
        raise LookupError("the microphone is gone")

    async with served(Service(Info(asr=[asr()]))) as service:
        engine = await hearing(service)
        with pytest.raises(LookupError, match="microphone"):
            await engine.hear(broken(), Hints())


@pytest.mark.parametrize(
    "info",
    [
        {"asr": [1]},
        {"asr": [{"name": "x"}]},
        {"asr": "x"},
        {"tts": {"a": 1}},
        {"wake": [{"models": None}]},
        {"satellite": 3},
    ],
)
async def test_nonsense_in_place_of_a_description(info: dict[str, Any]) -> None:
    async def nonsense(handler: Handler) -> bool:
        await handler.write_event(Event("info", info))
        return True

    async with served(Service(instead={"describe": nonsense})) as service:
        with pytest.raises(EngineDown, match="describes itself in no way known"):
            await engines_at(service.uri)


def bytes_of(*events: Any) -> Iterator[bytes]:
    for head, data, payload in events:
        yield json.dumps(head).encode() + b"\n" + data + payload


async def events_in(stream: bytes) -> list[Event]:
    reader = asyncio.StreamReader(limit=wire.MOST_LINE)
    reader.feed_data(stream)
    reader.feed_eof()
    found = []
    while True:
        try:
            found.append(await read_event(reader))
        except EOFError:
            return found


@pytest.mark.parametrize(
    "stream",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"[1]\n",
        b"{}\n",
        b'{"type": 3}\n',
        b'{"type": "x", "data": 3}\n',
        b'{"type": "x", "data_length": 1e9}\n',
        b'{"type": "x", "data_length": 2000000}\n',
        b'{"type": "x", "payload_length": 99999999999}\n',
        b'{"type": "x", "payload_length": -1}\n',
        b'{"type": "x", "data_length": 3}\n[1]',
        b"[" * 60_000 + b"\n",
        b"x" * 200_000,
    ],
)
async def test_what_is_no_event_is_refused(stream: bytes) -> None:
    with pytest.raises(NotWyoming):
        await events_in(stream)


@given(st.binary(max_size=300))
async def test_any_bytes_are_events_or_refused(stream: bytes) -> None:
    try:
        found = await events_in(stream)
    except NotWyoming:
        return
    assert all(isinstance(event.type, str) for event in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(text=JSON, context=JSON, more=JSON, language=JSON)
def test_any_transcript_is_heard_as_something(
    text: Any, context: Any, more: Any, language: Any
) -> None:
    for given_context in (context, {"lares": more}):
        found = heard({"text": text, "context": given_context, "language": language}, "en")
        assert isinstance(found.text, str)
        assert found.confidence is None or 0 <= found.confidence <= 1
        assert 0 <= found.is_speech <= 1
        assert found.language


@given(
    rate=st.integers(-1, 200_000) | JSON,
    width=st.integers(0, 5) | JSON,
    channels=st.integers(-1, 9) | JSON,
    payload=st.none() | st.binary(max_size=2000),
)
def test_any_sound_is_converted_or_refused(
    rate: Any, width: Any, channels: Any, payload: bytes | None
) -> None:
    data = {"rate": rate, "width": width, "channels": channels}
    try:
        pcm = Converter().convert(Event("audio-chunk", data, payload))
    except NotWyoming:
        return
    seconds = len(payload or b"") / (rate * width * channels)
    assert len(pcm) % 2 == 0
    assert abs(len(pcm) / 32_000 - seconds) < 0.01


def test_of_several_channels_the_first_is_heard() -> None:
    frames = b"".join(left.to_bytes(2, "little") + b"\xff\x7f" for left in (1, 2, 3))
    data = {"rate": 16_000, "width": 2, "channels": 2}
    assert Converter().convert(Event("audio-chunk", data, frames)) == b"\x01\0\x02\0\x03\0"
