"""The voice assistant over the socket: sound goes in, stages are told, speech is fetched."""

import asyncio
import io
import wave
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.ids import AreaId, DeviceId
from hub.home.model import Device
from hub.home.people import Grant, Role
from hub.home.speech import Failure, VoiceAsk
from hub.recorder.tokens import Scope
from hub.server.microphone import MOST_UNHEARD_S
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.conftest import Running
from tests.server.websocket.client import Client, Refused, connected
from tests.support.fakes import ScriptedIntegration, put
from tests.support.voice import FakeVoice, said, silence, words_in

TTS = {"start_stage": "tts", "end_stage": "tts"}
STT = {"start_stage": "stt", "input": {"sample_rate": 16_000}}


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
async def empty(empty: ServerParts, voice: FakeVoice) -> ServerParts:
    return replace(empty, voice=voice)


async def begin(client: Client, **more: Any) -> tuple[int, bytes]:
    """Begin a run; returns its number and the byte that its sound begins with."""
    assert await client.say("assist_pipeline/run", **{**STT, "end_stage": "tts", **more}) is None
    number = client.number
    data = (await until(client, number, "run-start"))[-1]["data"]
    return number, bytes([data["runner_data"]["stt_binary_handler_id"]])


async def until(client: Client, number: int, kind: str) -> list[dict[str, Any]]:
    """Return the events of a run up to one; those of others stay where they are."""
    found, others = [], []
    while True:
        message = client.events.pop(0) if client.events else await client.hear()
        assert message["type"] == "event", message
        if message["id"] != number:
            others.append(message)
            continue
        found.append(message["event"])
        if message["event"]["type"] == kind:
            client.events[:0] = others
            return found


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


async def test_a_sentence_goes_in_and_speech_comes_out(hub: Running, voice: FakeVoice) -> None:
    async with connected(hub) as client:
        number, mark = await begin(client, conversation_id="c1")
        sound = said("turn on the light", pause_s=1.0)
        for at in range(0, len(sound), 1_001):  # pieces need not be whole samples
            await client.socket.send_bytes(mark + sound[at : at + 1_001])
        events = await until(client, number, "run-end")
        assert kinds(events) == [
            "stt-start", "stt-vad-end", "stt-end", "intent-start", "intent-end", "tts-start",
            "tts-end", "run-end",
        ]  # fmt: skip
        by_kind = {event["type"]: event["data"] for event in events}
        assert by_kind["stt-end"] == {"stt_output": {"text": "turn on the light"}}
        assert by_kind["stt-start"]["engine"] == "stt.test_ears"
        # Milliseconds of the sound; the fake knows half a second of silence for the end.
        assert 500 <= by_kind["stt-vad-end"]["timestamp"] <= 700
        assert by_kind["tts-start"]["engine"] == "tts.test_mouth"
        assert by_kind["intent-start"]["engine"] == "conversation.lares"
        assert by_kind["run-end"] is None
        assert all(event["timestamp"] for event in events)
        output = by_kind["tts-end"]["tts_output"]
        assert output["mime_type"] == "audio/wav"
        assert output["url"] == f"/api/tts_proxy/{output['token']}"
        assert output["media_id"].startswith("media-source://tts/")
        async with hub.http.get(hub.url + output["url"]) as answer:
            assert (answer.status, answer.content_type) == (200, "audio/wav")
            with wave.open(io.BytesIO(await answer.read())) as file:
                assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
                assert file.getframerate() == 22_050
                assert words_in(file.readframes(file.getnframes())).split() == [
                    "You", "said", "turn", "on", "the", "light"
                ]  # fmt: skip
        (ask,) = voice.asks
        assert ask == VoiceAsk(user_id=hub.owner.id, conversation_id="c1", language="en")
        # To unsubscribe what has told all is no mistake.
        await client.say("unsubscribe_events", subscription=number)


async def test_who_speaks_another_language_than_the_house_says_so(
    hub: Running, voice: FakeVoice
) -> None:
    async with connected(hub) as client:
        number, mark = await begin(client, language="de")
        await client.socket.send_bytes(mark + said("mach das licht an", pause_s=1.0))
        await until(client, number, "run-end")
    assert [ask.language for ask in voice.asks] == ["de"]


async def test_run_start_tells_where_sound_goes_and_speech_comes_from(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("assist_pipeline/run", **STT, end_stage="tts", timeout=7)
        told = (await until(client, client.number, "run-start"))[0]["data"]
        assert told["pipeline"] == "lares"
        assert told["runner_data"]["timeout"] == 7
        assert told["runner_data"]["stt_binary_handler_id"] in range(1, 256)
        assert told["tts_output"]["url"].startswith("/api/tts_proxy/")
        await client.say("assist_pipeline/run", **STT, end_stage="intent")
        assert "tts_output" not in (await until(client, client.number, "run-start"))[0]["data"]


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
async def test_sound_of_another_rate_is_converted(
    hub: Running, voice: FakeVoice, rate: int
) -> None:
    """A steady level stays what it is: here that of the letter "a", five times as strong."""
    async with connected(hub) as client:
        level = ord("a").to_bytes(2, "little") * rate
        sound = {"sample_rate": rate, "volume_multiplier": 5}
        number, mark = await begin(client, end_stage="stt", input=sound)
        for at in range(0, len(level), 4_096):
            await client.socket.send_bytes(mark + level[at : at + 4_096])
        await client.socket.send_bytes(mark)
        await until(client, number, "run-end")
    (run,) = voice.runs
    assert run.text is not None
    assert run.text.count(chr(5 * ord("a"))) > 15_900


async def test_it_waits_for_its_name_first(hub: Running, voice: FakeVoice) -> None:
    async with connected(hub) as client:
        sound = {"sample_rate": 16_000, "timeout": 5}
        number, mark = await begin(client, start_stage="wake_word", end_stage="stt", input=sound)
        await client.socket.send_bytes(mark + silence(1))
        await client.socket.send_bytes(mark + said("okay nabu"))
        await client.socket.send_bytes(mark + said("good night", pause_s=1))
        events = await until(client, number, "run-end")
    assert kinds(events)[:3] == ["wake_word-start", "wake_word-end", "stt-start"]
    assert events[1]["data"] == {"wake_word_output": {"wake_word_id": "okay_nabu"}}
    assert (voice.runs[0].text, voice.asks[0].waits_s) == ("good night", 5)


async def test_a_text_is_spoken(hub: Running, voice: FakeVoice) -> None:
    async with connected(hub) as client:
        text = {"input": {"text": "  the oven\nis done "}}
        await client.say("assist_pipeline/run", start_stage="tts", end_stage="tts", **text)
        events = await until(client, client.number, "run-end")
        assert kinds(events) == ["run-start", "tts-start", "tts-end", "run-end"]
        url = events[2]["data"]["tts_output"]["url"]
        async with hub.http.get(hub.url + url) as answer:
            assert answer.status == 200
        assert voice.mouth.asked == [("the oven is done", "en", None)]
        await client.say("assist_pipeline/run", start_stage="intent", end_stage="tts", **text)
        await until(client, client.number, "run-end")
        assert voice.runs[-1].speech == "You said the oven is done"


async def test_several_speak_at_once(hub: Running) -> None:
    async with connected(hub) as client:
        one, first = await begin(client)
        two, second = await begin(client)
        assert first != second
        for mine, theirs in zip("turn left", "stop here", strict=True):
            await client.socket.send_bytes(first + said(mine))
            await client.socket.send_bytes(second + said(theirs))
        await client.socket.send_bytes(second)
        events = await until(client, two, "run-end")
        assert {"stt_output": {"text": "stop here"}} in [event["data"] for event in events]
        await client.socket.send_bytes(first)
        events = await until(client, one, "run-end")
        assert {"stt_output": {"text": "turn left"}} in [event["data"] for event in events]


async def test_what_still_comes_of_a_sentence_gets_into_no_other(
    hub: Running, voice: FakeVoice
) -> None:
    async with connected(hub) as client:
        number, first = await begin(client, end_stage="stt")
        await client.socket.send_bytes(first + said("one", pause_s=1))
        await until(client, number, "run-end")
        number, second = await begin(client, end_stage="stt")
        assert first != second
        await client.socket.send_bytes(first + said("late"))
        await client.socket.send_bytes(second + said("two", pause_s=1))
        await until(client, number, "run-end")
    assert [run.text for run in voice.runs] == ["one", "two"]


async def test_sound_after_the_sentence_is_passed_over(hub: Running, voice: FakeVoice) -> None:
    """A microphone that stays open while the answer is made does not fail the run."""
    busy = asyncio.Event()

    async def slowly(ask: VoiceAsk, text: str) -> str:  # noqa: ARG001
        await busy.wait()
        return text

    voice.answer = slowly
    async with connected(hub) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("one", pause_s=1))
        await until(client, number, "intent-start")
        for _ in range(int(MOST_UNHEARD_S) + 5):
            await client.socket.send_bytes(mark + silence(1))
        await client.say("ping")
        busy.set()
        events = await until(client, number, "run-end")
    assert kinds(events)[-1] == "run-end"
    assert "error" not in kinds(events)


async def test_more_sound_than_is_listened_to_fails_the_run(hub: Running, voice: FakeVoice) -> None:
    async def never(ask: VoiceAsk, text: str) -> str:  # noqa: ARG001
        raise AssertionError

    voice.answer = never
    async with connected(hub) as client:
        number, mark = await begin(client)
        # All of it is in before anybody is at work.
        whole = mark + silence(MOST_UNHEARD_S + 1)
        await client.socket.send_bytes(whole)
        events = await until(client, number, "run-end")
    assert kinds(events)[-2:] == ["error", "run-end"]
    assert events[-2]["data"]["code"] == Failure.CUT_OFF
    assert "as it is spoken" in events[-2]["data"]["message"]


@pytest.mark.parametrize("way", ["unsubscribe", "close", "abort"])
async def test_who_leaves_while_speaking_has_said_nothing(
    hub: Running, voice: FakeVoice, way: str
) -> None:
    async with connected(hub) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("open the"))
        await until(client, number, "stt-start")
        if way == "unsubscribe":
            await client.say("unsubscribe_events", subscription=number)
            await client.socket.send_bytes(mark + said(" door", pause_s=2))
            await client.say("ping")
        elif way == "close":
            await client.socket.close()
        else:
            client.socket._response.close()
        await voice.until(1)
        assert client.events == []
    (run,) = voice.runs
    assert run.failure is Failure.CUT_OFF


async def test_what_was_said_is_done_even_if_its_speaker_leaves(
    hub: Running, voice: FakeVoice
) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(ask: VoiceAsk, text: str) -> str:  # noqa: ARG001
        begun.set()
        await goes_on.wait()
        return text

    voice.answer = slowly
    async with connected(hub) as client:
        _, mark = await begin(client)
        await client.socket.send_bytes(mark + said("lock the door", pause_s=1))
        await begun.wait()
    goes_on.set()
    await voice.until(1)
    assert (voice.runs[0].failure, voice.runs[0].speech) == (None, "lock the door")


async def test_a_revoked_token_is_not_listened_to(hub: Running, voice: FakeVoice) -> None:
    token, secret = await hub.parts.tokens.create(hub.owner.id, "stolen")
    async with connected(hub, secret) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("open the "))
        await until(client, number, "stt-start")
        await hub.parts.tokens.revoke(token.id)
        with suppress(ConnectionError):
            await client.socket.send_bytes(mark + said("door", pause_s=1))
        await voice.until(1)
        async with asyncio.timeout(10):
            while not client.socket.closed:
                await client.socket.receive()
    assert voice.runs[0].failure is Failure.CUT_OFF


async def test_a_run_that_takes_too_long_is_ended(hub: Running) -> None:
    async with connected(hub) as client:
        number, mark = await begin(client, timeout=0.2)
        events = await until(client, number, "run-end")
        assert events[-2]["data"]["code"] == "timeout"
        await client.socket.send_bytes(mark + said("hello"))
        assert await client.say("ping") == "pong"


async def test_an_error_of_the_hub_is_told_as_one(
    hub: Running, voice: FakeVoice, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(ask: VoiceAsk, text: str) -> str:  # noqa: ARG001
        raise ZeroDivisionError

    voice.answer = broken
    async with connected(hub) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("hello", pause_s=1))
        events = await until(client, number, "run-end")
        assert events[-2]["data"]["code"] == "unknown"
        assert await client.say("ping") == "pong"
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()


async def test_a_slow_reader_gets_all_of_it(hub: Running, voice: FakeVoice) -> None:
    """What is told waits; the run does not."""
    async with connected(hub) as client:
        marks = []
        for _ in range(5):
            number, mark = await begin(client)
            marks.append((number, mark))
            await client.socket.send_bytes(mark + said("hello there", pause_s=1))
            await voice.until(len(marks))
        for number, _ in marks:
            assert kinds(await until(client, number, "run-end"))[-2] == "tts-end"


async def test_a_satellite_says_where_its_speaker_is(hub: Running, voice: FakeVoice) -> None:
    home = hub.parts.home
    home.put_device(Device(DeviceId("s1"), "Kitchen satellite", AreaId("kitchen")))
    put(home, "assist_satellite.kitchen", "idle", device_id=DeviceId("s1"))
    async with connected(hub) as client:
        number, mark = await begin(client, device_id="s1")
        await client.socket.send_bytes(mark)
        await until(client, number, "run-end")
        assert voice.asks[0].area_id == "kitchen"
        assert voice.asks[0].satellite_id == "assist_satellite.kitchen"
        number, mark = await begin(client, device_id="d1")
        await client.socket.send_bytes(mark)
        await until(client, number, "run-end")
        assert (voice.asks[1].area_id, voice.asks[1].satellite_id) == ("kitchen", None)
        with pytest.raises(Refused, match="no device 'ghost'"):
            await client.say("assist_pipeline/run", **STT, end_stage="tts", device_id="ghost")


async def test_who_is_signed_in_speaks(hub: Running, voice: FakeVoice) -> None:
    secret = await hub.token_for("Gil", Role.GUEST)
    async with connected(hub, secret) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("hello", pause_s=1))
        await until(client, number, "run-end")
    gil = hub.parts.users.named("Gil")
    assert gil is not None
    assert voice.asks[0].user_id == gil.id


@pytest.mark.parametrize("is_held", [False, True])
async def test_a_button_that_is_held_says_so(
    hub: Running, voice: FakeVoice, *, is_held: bool
) -> None:
    sound = {"sample_rate": 16_000} | ({"no_vad": True} if is_held else {})
    async with connected(hub) as client:
        number, mark = await begin(client, input=sound)
        await client.socket.send_bytes(mark + said("hello", pause_s=1))
        await until(client, number, "run-end")
    assert voice.asks[0].ends_by_pause is not is_held


@pytest.mark.parametrize("phrase", [None, "", "Okay Nabu"])
async def test_a_client_tells_what_it_woke_up_to(
    hub: Running, voice: FakeVoice, phrase: str | None
) -> None:
    sound = {"sample_rate": 16_000, "wake_word_phrase": phrase}
    async with connected(hub) as client:
        number, mark = await begin(client, input=sound)
        await client.socket.send_bytes(mark + said("hello", pause_s=1))
        await until(client, number, "run-end")
    assert voice.asks[0].woken_by == (phrase or None)


async def test_a_token_that_may_only_look_has_no_voice(hub: Running, voice: FakeVoice) -> None:
    _, secret = await hub.parts.tokens.create(hub.owner.id, "looks", scope=Scope.READ)
    async with connected(hub, secret) as client:
        with pytest.raises(Refused) as caught:
            await client.say("assist_pipeline/run", **STT, end_stage="tts")
        assert caught.value.code == "unauthorized"
        await client.socket.send_bytes(b"\x01" + said("hello"))
        assert await client.say("ping") == "pong"
    assert voice.asks == []


async def test_an_agents_server_has_no_voice(hub: Running, voice: FakeVoice) -> None:
    """Else it would pass by what the policies say of agents."""
    headers = {"Lares-Channel": "mcp"}
    async with hub.http.ws_connect(f"{hub.url}/api/websocket", headers=headers) as socket:
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hub.secret})
        await socket.receive_json()
        client = Client(socket)
        for more in (STT, {"start_stage": "intent", "input": {"text": "unlock the door"}}):
            with pytest.raises(Refused) as caught:
                await client.say("assist_pipeline/run", **more, end_stage="tts")
            assert caught.value.code == "unauthorized"
    assert voice.asks == []


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"start_stage": "tts", "end_stage": "stt"}, "validation-error", "end with stt"),
        ({**STT, "end_stage": "wake_word"}, "invalid_format", "end_stage"),
        ({**STT, "end_stage": "tts", "pipeline": "other"}, "pipeline-not-found", "other"),
        ({**STT, "end_stage": "tts", "input": {}}, "invalid_format", "sample_rate"),
        ({**STT, "end_stage": "tts", "input": {"sample_rate": 3}}, "invalid_format", "48000"),
        ({**STT, "end_stage": "tts", "timeout": -1}, "invalid_format", "timeout"),
        ({**TTS, "input": {"text": " "}}, "invalid_format", "say something"),
        (TTS, "invalid_format", "say something"),
    ],
)
async def test_what_cannot_be_run_is_told(
    hub: Running, more: dict[str, Any], code: str, words: str
) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused, match=words) as caught:
            await client.say("assist_pipeline/run", **more)
        assert caught.value.code == code


async def test_there_is_an_end_to_how_many_speak(hub: Running) -> None:
    async with connected(hub) as client:
        number, mark = await begin(client)
        for _ in range(7):
            await begin(client)
        with pytest.raises(Refused, match="8 sounds"):
            await client.say("assist_pipeline/run", **STT, end_stage="tts")
        await client.socket.send_bytes(mark)
        await until(client, number, "run-end")
        await begin(client)


async def test_an_engine_that_is_down_is_told(hub: Running, voice: FakeVoice) -> None:
    voice.ears.is_down = True
    async with connected(hub) as client:
        number, mark = await begin(client)
        await client.socket.send_bytes(mark + said("hello", pause_s=1))
        events = await until(client, number, "run-end")
        assert kinds(events)[-2:] == ["error", "run-end"]
        assert "start it again" in events[-2]["data"]["message"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.binary(max_size=40).map(lambda sound: b"\x01" + sound),
            st.just(b"\x01"),
        ),
        max_size=20,
    )
)
async def test_no_binary_message_breaks_anything(hub: Running, frames: list[bytes]) -> None:
    """Whatever comes, the run ends as soon as its sound does, and the connection goes on."""
    async with connected(hub) as client:
        number, mark = await begin(client)
        assert mark == b"\x01"
        for frame in frames:
            await client.socket.send_bytes(frame)
        await client.socket.send_bytes(mark)
        assert kinds(await until(client, number, "run-end"))[-1] == "run-end"
        assert await client.say("ping") == "pong"


async def test_a_voice_in_a_room_is_not_its_client(hub: Running, voice: FakeVoice) -> None:
    async with connected(hub) as client:
        text = {"start_stage": "intent", "end_stage": "intent", "input": {"text": "hello"}}
        more = {"anonymous": True, "area_id": "Kitchen", "wake_words": ["okay_nabu"]}
        await client.say("assist_pipeline/run", **text, **more)
        await until(client, client.number, "run-end")
        (ask,) = voice.asks
        assert (ask.user_id, ask.area_id, ask.wake_words) == (None, "kitchen", ("okay_nabu",))
        with pytest.raises(Refused, match="no area 'Attic'"):
            await client.say("assist_pipeline/run", **text, anonymous=True, area_id="Attic")


async def test_who_sees_less_than_a_guest_is_not_made_one(hub: Running, voice: FakeVoice) -> None:
    guest = await hub.parts.users.create("Gil", Role.GUEST)
    _, secret = await hub.parts.tokens.create(guest.id, "test")
    text = {"start_stage": "intent", "end_stage": "intent", "input": {"text": "hello"}}
    async with connected(hub, secret) as client:
        await client.say("assist_pipeline/run", **text, anonymous=True)
        await until(client, client.number, "run-end")
    kitchen = Grant(areas=frozenset({AreaId("kitchen")}))
    await hub.parts.users.set_grants(guest.id, sees=kitchen, moves=kitchen)
    async with connected(hub, secret) as client:
        with pytest.raises(Refused, match="speak as you"):
            await client.say("assist_pipeline/run", **text, anonymous=True)
    assert len(voice.asks) == 1


async def test_the_server_stops_while_somebody_speaks_and_somebody_listens(
    empty: ServerParts, voice: FakeVoice
) -> None:
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    voice.mouth.goes_on.clear()
    async with aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        server = await stack.enter_async_context(Server(empty, port=0))
        hub = Running(server.url, empty, ScriptedIntegration(empty.home), http, secret, owner)
        async with connected(hub) as client:
            speaking, mark = await begin(client)
            await client.socket.send_bytes(mark + said("hello"))
            await until(client, speaking, "stt-start")
            await client.say("assist_pipeline/run", **TTS, input={"text": "one two"})
            events = await until(client, client.number, "tts-start")
            url = hub.url + events[0]["data"]["tts_output"]["url"]
            async with http.get(url) as answer:
                assert (await answer.content.readexactly(4)) == b"RIFF"
                async with asyncio.timeout(10):
                    await stack.aclose()
                assert words_in((await answer.content.read())[40:]) == "one "
