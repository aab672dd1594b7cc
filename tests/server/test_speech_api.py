"""Speech over HTTP: it is fetched by an address that is a secret, and sound becomes words."""

import asyncio
import io
import struct
import wave
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from hub.home.speech import Failure
from hub.recorder.tokens import Scope
from hub.server.parts import ServerParts
from hub.server.speech_api import GRACE_S
from tests.server.conftest import Running
from tests.support.voice import Ears, FakeVoice, Mouth, said, words_in

FORMAT = "format=wav; codec=pcm; sample_rate=16000; bit_rate=16; channel=1; language=en"


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
async def empty(empty: ServerParts, voice: FakeVoice) -> ServerParts:
    return replace(empty, voice=voice)


async def ask_for(hub: Running, **body: Any) -> tuple[int, Any]:
    return await hub.ask("POST", "/api/tts_get_url", json={"engine_id": "tts.test_mouth", **body})


async def fetch(hub: Running, path: str, **headers: str) -> tuple[int, bytes, Any]:
    async with hub.http.get(hub.url + path, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers


async def test_a_text_is_spoken_and_fetched(hub: Running, voice: FakeVoice) -> None:
    status, told = await ask_for(hub, message="dinner is ready", options={"voice": "joe"})
    assert status == 200
    assert told["url"] == hub.url + told["path"]
    assert voice.mouth.asked == [("dinner is ready", "en", "joe")]
    status, body, headers = await fetch(hub, told["path"])
    assert (status, headers["Content-Type"]) == (200, "audio/wav")
    assert headers["Content-Length"] == str(len(body))
    with wave.open(io.BytesIO(body)) as file:
        assert words_in(file.readframes(file.getnframes())) == "dinner is ready "
    async with hub.http.head(hub.url + told["path"]) as answer:
        assert (answer.status, answer.content_type) == (200, "audio/wav")
    assert (await fetch(hub, told["path"].replace(".wav", "")))[0] == 404
    assert (await fetch(hub, "/api/tts_proxy/guessed.wav"))[0] == 404


async def test_what_takes_long_is_streamed(hub: Running, voice: FakeVoice) -> None:
    voice.mouth.goes_on.clear()
    _, told = await ask_for(hub, message="one two")
    async with hub.http.get(hub.url + told["path"]) as answer:
        begin = await answer.content.readexactly(44 + 8)
        assert "Content-Length" not in answer.headers
        assert begin[:4] == b"RIFF"
        assert words_in(begin[44:]) == "one "
        voice.mouth.goes_on.set()
        assert words_in(await answer.content.read()) == "two "


async def test_a_part_of_it_may_be_asked_for(hub: Running) -> None:
    """Safari plays nothing else; until all is made, it waits."""
    _, told = await ask_for(hub, message="hello")
    whole = (await fetch(hub, told["path"]))[1]
    status, body, headers = await fetch(hub, told["path"], Range="bytes=0-1")
    assert (status, body) == (206, b"RI")
    assert headers["Content-Range"] == f"bytes 0-1/{len(whole)}"
    assert (await fetch(hub, told["path"], Range="bytes=44-"))[1] == whole[44:]
    assert (await fetch(hub, told["path"], Range="bytes=-4"))[1] == whole[-4:]
    for wrong in ("bytes=9999-", "lines=1-2", "bytes=5-1"):
        assert (await fetch(hub, told["path"], Range=wrong))[0] == 416, wrong


async def test_a_part_waits_until_all_is_made(hub: Running, voice: FakeVoice) -> None:
    voice.mouth.goes_on.clear()
    _, told = await ask_for(hub, message="one two")
    asking = asyncio.create_task(fetch(hub, told["path"], Range="bytes=0-1"))
    await asyncio.sleep(2 * GRACE_S)
    assert not asking.done()
    voice.mouth.goes_on.set()
    assert (await asking)[0] == 206


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": ""}, "message"),
        ({"message": "x", "language": "de"}, "not 'de'"),
        ({"message": "x", "options": {"voice": "nobody"}}, "heart, joe"),
    ],
)
async def test_what_cannot_be_spoken_is_told(
    hub: Running, body: dict[str, Any], words: str
) -> None:
    status, told = await ask_for(hub, **body)
    assert status == 400
    assert words in told["message"]


async def test_engines_go_by_id_by_name_and_by_platform(hub: Running, voice: FakeVoice) -> None:
    other = Mouth(name="Test mouth")
    voice.offer(other)
    for wanted in (
        {"engine_id": "tts.test_mouth_2"},
        {"engine_id": None, "platform": "Test mouth"},
        {"engine_id": None},
    ):
        assert (await ask_for(hub, message="hi", **wanted))[0] == 200
    assert (len(other.asked), len(voice.mouth.asked)) == (1, 2)
    status, told = await ask_for(hub, message="hi", engine_id="tts.none")
    assert status == 404
    assert "tts.test_mouth" in told["message"]


async def test_an_engine_that_is_down_is_told(hub: Running, voice: FakeVoice) -> None:
    voice.mouth.is_down = voice.ears.is_down = True
    status, told = await ask_for(hub, message="hello")
    assert (status, "start it again" in told["message"]) == (503, True)
    other = Ears(name="Other", is_down=True)
    voice.offer(other)
    assert (await heard(hub, said("hello")))[1] == {"text": None, "result": "error"}
    status, told = await heard(hub, said("hello"), engine="stt.other")
    assert (status, "start it again" in told["message"]) == (503, True)


async def heard(
    hub: Running, sound: Any, form: str = FORMAT, engine: str = "stt.test_ears"
) -> tuple[int, Any]:
    headers = {"X-Speech-Content": form} if form else {}
    return await hub.ask("POST", f"/api/stt/{engine}", data=sound, headers=headers)


async def test_sound_becomes_words(hub: Running, voice: FakeVoice) -> None:
    status, told = await heard(hub, said("turn on the light", pause_s=1))
    assert (status, told) == (200, {"text": "turn on the light", "result": "success"})
    (ask,) = voice.asks
    assert (ask.start, ask.end, ask.user_id) == ("stt", "stt", hub.owner.id)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", ""))
        writer.writeframes(said("good night"))
    assert (await heard(hub, file.getvalue()))[1]["text"] == "good night"
    assert (await heard(hub, b""))[1] == {"text": None, "result": "error"}


async def test_another_engine_is_asked_by_itself(hub: Running, voice: FakeVoice) -> None:
    other = Ears(name="Other ears", languages=("de",))
    voice.offer(other)
    german = FORMAT.replace("language=en", "language=de-AT")
    assert (await heard(hub, said("Licht an"), german, "stt.other_ears"))[1]["text"] == "Licht an"
    assert other.hints[0].language == "de-AT"
    assert voice.asks == []


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ("", 400, "X-Speech-Content"),
        (FORMAT.replace("channel=1", "channel=2"), 400, "channel"),
        (FORMAT + "; more=1", 400, "more"),
        (FORMAT.replace("codec=pcm", "codec=opus"), 400, "codec"),
        (FORMAT.replace("16000", "1600"), 415, "16000"),
        (FORMAT.replace("language=en", "language=nl"), 415, "en"),
    ],
)
async def test_sound_that_is_not_understood_is_told(
    hub: Running, form: str, status: int, words: str
) -> None:
    found, told = await heard(hub, said("hello"), form)
    assert found == status
    assert words in told["message"]
    assert (await heard(hub, said("hello"), FORMAT, "stt.none"))[0] == 404


async def test_what_an_engine_understands_is_told(hub: Running) -> None:
    status, told = await hub.ask("GET", "/api/stt/stt.test_ears")
    assert status == 200
    assert told["languages"] == ["en", "de-DE"]
    assert 48_000 in told["sample_rates"]


async def test_sound_without_end_is_not_listened_to(hub: Running, voice: FakeVoice) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield struct.pack("<h", 97) * 16_000

    told = await heard(hub, endless())
    assert told == (200, {"text": None, "result": "error"})
    assert voice.runs[0].failure is Failure.CUT_OFF


async def test_a_token_that_may_only_look_has_nothing_spoken(hub: Running) -> None:
    _, secret = await hub.parts.tokens.create(hub.owner.id, "looks", scope=Scope.READ)
    body = {"engine_id": "tts.test_mouth", "message": "hello"}
    assert (await hub.ask("POST", "/api/tts_get_url", secret=secret, json=body))[0] == 403
    status, _ = await hub.ask("POST", "/api/stt/stt.test_ears", secret=secret, data=b"")
    assert status == 403
