"""The engines that come with the hub, as their clients meet them: real ones, in their process."""

import asyncio
import os
import random
import re
from itertools import pairwise

import pytest
from wyoming.asr import Transcribe
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncUnixClient
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.ping import Ping
from wyoming.tts import Synthesize, SynthesizeVoice
from wyoming.wake import Detect

from hub.home.speech import Sound
from hub.voice.embedded.wire import LONGEST_PAYLOAD
from tests.support.rooms import Noise, room_alone
from tests.voice.embedded.conftest import Ask, sound_events, spoken

ORDER = "Turn on the kitchen light."
# Loading takes two seconds, on a busy machine many.
pytestmark = pytest.mark.timeout(60)


async def test_what_is_said_is_heard(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize(ORDER)))
    (heard,) = await ask(Transcribe(language="en"), *sound_events(speech))
    assert heard.data["text"].lower().startswith("turn on the kitchen light")
    ours = heard.data["context"]["lares"]
    assert 0.5 < ours["confidence"] <= 1
    assert ours["is_speech"] > 0.5
    assert heard.data["text"] not in ours["others"]
    assert 0 < len(ours["others"]) <= 4


async def test_it_says_at_once_what_it_is(ask: Ask) -> None:
    (event,) = await ask(Describe())
    told = Info.from_event(event)
    assert told.asr[0].models[0].languages == ["en"]
    assert "MIT" in told.asr[0].models[0].attribution.name
    assert told.tts[0].voices[0].name == "heart"
    assert told.wake[0].models[0].name == "okay_nabu"
    assert told.wake[0].models[0].phrase == "Okay Nabu"


async def test_it_tells_when_it_is_loaded(ask: Ask) -> None:
    (event,) = await ask(_Raw("lares-ready"))
    assert event.data == {"asr": None, "tts": None}


async def test_speech_comes_in_pieces(ask: Ask) -> None:
    start, *pieces, stop = await ask(Synthesize("It is 21.5 °C in the kitchen. All is well."))
    assert (start.type, start.data["rate"], stop.type) == ("audio-start", 24000, "audio-stop")
    assert len(pieces) > 20
    assert all(len(piece.payload or b"") <= 24000 * 2 // 10 for piece in pieces)


async def test_silence_is_said_in_silence(ask: Ask) -> None:
    assert [event.type for event in await ask(Synthesize(""))] == ["audio-start", "audio-stop"]


async def test_another_language_has_another_voice(ask: Ask) -> None:
    asked = Synthesize("Das Licht ist an.", SynthesizeVoice(language="de_DE"))
    assert spoken(await ask(asked)).seconds > 0.5


@pytest.mark.parametrize("voice", [SynthesizeVoice("nobody"), SynthesizeVoice(language="tlh")])
async def test_an_unknown_voice_is_refused(ask: Ask, voice: SynthesizeVoice) -> None:
    (error,) = await ask(Synthesize("Hello.", voice))
    assert error.data["code"] == "engine"
    assert "no engine on this machine" in error.data["text"]


async def test_a_language_it_does_not_hear_is_refused(ask: Ask) -> None:
    (error,) = await ask(Transcribe(language="de"), *sound_events(Sound(b"\0" * 3200)))
    assert "hears English only" in error.data["text"]


async def test_wake_words_are_told_apart(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize("Hey Jarvis! Turn on the light.")))
    quiet = Sound(b"\0" * speech.rate * 2 + speech.pcm + b"\0" * speech.rate, speech.rate)
    woke, *_ = await ask(Detect(), *sound_events(quiet), until=("detection", "not-detected"))
    assert (woke.type, woke.data["name"]) == ("detection", "hey_jarvis")
    (slept,) = await ask(Detect(["alexa"]), *sound_events(quiet))
    assert slept.type == "not-detected"


async def test_one_word_wakes_once(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize("Hey Mycroft!")))
    quiet = Sound(b"\0" * speech.rate * 2 + speech.pcm + b"\0" * speech.rate * 6, speech.rate)
    answers = await ask(Detect(), *sound_events(quiet), Ping(), until=("pong",))
    assert [event.data.get("name") for event in answers[:-1]] == ["hey_mycroft"]


async def test_an_odd_sound_is_converted(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize(ORDER)))
    two_channels = b"".join(speech.pcm[at : at + 2] * 2 for at in range(0, len(speech.pcm), 2))
    events = [AudioStart(24000, 2, 2), AudioChunk(24000, 2, 2, two_channels), AudioStop()]
    (heard,) = await ask(*events)
    assert "kitchen" in heard.data["text"].lower()


async def test_a_sound_without_end_is_cut(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize(ORDER)))
    long = Sound(speech.pcm + b"\0" * speech.rate * 2 * 60, speech.rate)
    (heard,) = await ask(*sound_events(long, piece_s=5))
    assert "kitchen" in heard.data["text"].lower()


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"[1, 2]\n",
        b'{"type": 7}\n',
        b'{"type": "audio-chunk"}\n',
        b'{"type": "audio-chunk", "data": {"rate": 0, "width": 2, "channels": 1}}\n',
        b'{"type": "synthesize", "data": []}\n',
        b'{"type": "detect", "data": {"names": 7}}\n',
        b'{"type": "audio-chunk", "payload_length": %d}\n' % (LONGEST_PAYLOAD + 1),
        b'{"type": "audio-chunk", "payload_length": -1}\n',
        b"x" * 100_000,
        bytes(range(256)) + b"\n",
    ],
)
async def test_garbage_is_answered_by_an_error(ask: Ask, engines: str, garbage: bytes) -> None:
    await ask(Ping())
    reader, writer = await asyncio.open_unix_connection(engines.removeprefix("unix://"))
    writer.write(garbage)
    assert b'"error"' in await reader.readline()
    writer.close()
    (pong,) = await ask(Ping("still there?"))
    assert pong.data["text"] == "still there?"


async def test_noise_is_no_speech(ask: Ask) -> None:
    dice = random.Random(7)  # noqa: S311 (noise)
    noise = b"".join(
        int(dice.gauss(0, 900)).to_bytes(2, "little", signed=True) for _ in range(32000)
    )
    (heard,) = await ask(*sound_events(Sound(noise)))
    ours = heard.data["context"]["lares"]
    assert ours["is_speech"] < 0.2
    assert ours["confidence"] < 0.2


async def test_talk_is_no_pin(ask: Ask) -> None:
    talk = room_alone(Noise.TALK, 2.5, snr_db=5, seed=3)
    context = {"lares": {"expecting": "pin"}}
    (heard,) = await ask(Transcribe(context=context), *sound_events(talk))
    assert heard.data["context"]["lares"]["confidence"] < 0.2


async def test_a_pin_is_heard_as_digits(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize("7 7 3 1.")))
    context = {"lares": {"expecting": "pin"}}
    (heard,) = await ask(Transcribe(context=context), *sound_events(speech))
    assert re.findall(r"\d", heard.data["text"]) == list("7731")


async def test_names_of_the_home_are_heard(ask: Ask) -> None:
    speech = spoken(await ask(Synthesize("Turn on the Mistral.")))
    names = ["Mistral", "Brewery mixer"]
    (heard,) = await ask(Transcribe(transcript_names=names), *sound_events(speech))
    assert heard.data["text"] == "Turn on the Mistral."


async def test_whoever_leaves_costs_nothing(ask: Ask, engines: str) -> None:
    speech = spoken(await ask(Synthesize(ORDER)))
    for _ in range(8):
        client = AsyncUnixClient(engines.removeprefix("unix://"))
        await client.connect()
        for event in sound_events(speech, piece_s=1):
            await client.write_event(event.event())
        await client.disconnect()
    loop = asyncio.get_running_loop()
    began = loop.time()
    (heard,) = await ask(*sound_events(speech))
    took_s = loop.time() - began
    assert "kitchen" in heard.data["text"].lower()
    (heard,) = await ask(*sound_events(speech))
    assert took_s < 4 * (loop.time() - began - took_s) + 0.5


async def test_a_client_that_takes_no_speech_keeps_nobody(ask: Ask, engines: str) -> None:
    speech = spoken(await ask(Synthesize(ORDER)))
    async with AsyncUnixClient(engines.removeprefix("unix://")) as deaf:
        await deaf.write_event(Synthesize("This goes on and on and on. " * 300).event())
        (heard,) = await ask(*sound_events(speech))
        assert "kitchen" in heard.data["text"].lower()
        assert spoken(await ask(Synthesize("Still here."))).seconds > 0.3


async def test_requests_of_one_client_are_answered_in_order(engines: str) -> None:
    async with AsyncUnixClient(engines.removeprefix("unix://")) as client:
        for text in ("One.", "Two.", ""):
            await client.write_event(Synthesize(text).event())
        kinds: list[str] = []
        while kinds.count("audio-stop") < 3:
            event = await client.read_event()
            assert event is not None
            kinds.append(event.type)
    assert all(pair != ("audio-start", "audio-start") for pair in pairwise(kinds))


async def test_the_socket_is_its_users_alone(ask: Ask, engines: str) -> None:
    await ask(Ping())
    path = engines.removeprefix("unix://")
    mode = (await asyncio.to_thread(os.stat, path)).st_mode
    assert mode & 0o077 == 0


class _Raw:
    def __init__(self, kind: str) -> None:
        self._kind = kind

    def event(self) -> Event:
        return Event(self._kind)
