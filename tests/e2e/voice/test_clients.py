"""Speaking with a real hub over its WebSocket: a WAV goes in, the light is on, a WAV comes out."""

import asyncio
import io
import urllib.request
import wave
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, JOE, Speaker, pieces, say, silence

LAMP = "light.kitchen_ceiling"
SENTENCE = "Turn on the kitchen ceiling light."
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with RunningHub(tmp_path_factory.mktemp("speaking") / "hub", "--no-model", voice=True) as hub:
        hub.wait_for(LAMP, "on", "off")
        hub.wait_for_voice()
        yield hub


def turn(hub: RunningHub, state: str) -> None:
    hub.remote.request("POST", f"/api/services/light/turn_{state}", {"entity_id": LAMP})
    hub.wait_for(LAMP, state)


async def speak(
    hub: RunningHub, sound: bytes, *, pace_s: float = 0.0, **more: Any
) -> list[dict[str, Any]]:
    """Run the assistant with a sound in pieces of 64 ms; returns what was told."""
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{hub.url}/api/websocket") as socket,
    ):
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hub.token})
        await socket.receive_json()
        asked = {"id": 1, "type": "assist_pipeline/run", "start_stage": "stt", "end_stage": "tts"}
        await socket.send_json({**asked, "input": {"sample_rate": 16_000}, **more})
        assert (await socket.receive_json())["success"]
        events = [(await socket.receive_json())["event"]]
        mark = bytes([events[0]["data"]["runner_data"]["stt_binary_handler_id"]])
        for at in range(0, len(sound), 2_048):
            await socket.send_bytes(mark + sound[at : at + 2_048])
            await asyncio.sleep(pace_s)
        await socket.send_bytes(mark)
        while events[-1]["type"] != "run-end":
            async with asyncio.timeout(60):
                events.append((await socket.receive_json())["event"])
    return events


def data_of(events: list[dict[str, Any]], kind: str) -> Any:
    found = [event["data"] for event in events if event["type"] == kind]
    assert len(found) == 1, [(event["type"], event["data"]) for event in events]
    return found[0]


@pytest.mark.parametrize("speaker", [HEART, JOE], ids=str)
async def test_a_sentence_turns_on_the_light_and_is_answered(
    hub: RunningHub, speaker: Speaker
) -> None:
    await asyncio.to_thread(turn, hub, "off")
    sound = silence(0.3).pcm + say(SENTENCE, speaker).pcm + silence(1.5).pcm
    events = await speak(hub, sound)
    assert "kitchen" in data_of(events, "stt-end")["stt_output"]["text"].lower()
    output = data_of(events, "intent-end")["intent_output"]
    assert output["response"]["response_type"] == "action_done"
    assert LAMP in [each["id"] for each in output["response"]["data"]["success"]]
    state = await asyncio.to_thread(hub.state, LAMP)
    assert state["state"] == "on"
    url = hub.url + data_of(events, "tts-end")["tts_output"]["url"]
    spoken = await asyncio.to_thread(fetched, url)
    with wave.open(io.BytesIO(spoken)) as file:
        assert file.getnframes() / file.getframerate() > 0.3
        assert any(file.readframes(file.getnframes()))
    run_id = await last_run(hub)
    assert run_id is not None


async def last_run(hub: RunningHub) -> str | None:
    """Return the id of the latest run that was kept."""
    runs = await asyncio.to_thread(hub.remote.request, "GET", "/api/lares/voice/runs")
    return runs[0]["id"] if runs else None


def fetched(url: str) -> bytes:
    """Return what lies at an address, which needs no token."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 -- our own hub
        assert answer.headers["Content-Type"] == "audio/wav"
        found: bytes = answer.read()
        return found


async def test_it_is_called_by_its_wake_word(hub: RunningHub) -> None:
    await asyncio.to_thread(turn, hub, "off")
    parts = (silence(0.5), say("Hey Jarvis!", HEART), silence(0.8), say(SENTENCE, HEART))
    sound = b"".join(part.pcm for part in (*parts, silence(1.5)))
    asked = {"sample_rate": 16_000, "timeout": 5}
    # As it is spoken: what goes to the engine before it wakes is no part of the sentence.
    events = await speak(hub, sound, pace_s=0.064, start_stage="wake_word", input=asked)
    assert data_of(events, "wake_word-end")["wake_word_output"]["wake_word_id"] == "hey_jarvis"
    assert "kitchen" in data_of(events, "stt-end")["stt_output"]["text"].lower()
    state = await asyncio.to_thread(hub.state, LAMP)
    assert state["state"] == "on"


async def test_a_wake_word_that_nobody_says_is_not_waited_for_for_ever(hub: RunningHub) -> None:
    asked = {"sample_rate": 16_000, "timeout": 2}
    events = await speak(hub, silence(10).pcm, start_stage="wake_word", input=asked)
    assert data_of(events, "error")["code"] == "wake-word-timeout"


async def test_silence_moves_nothing(hub: RunningHub) -> None:
    events = await speak(hub, silence(2).pcm)
    assert data_of(events, "error")["code"] == "stt-no-text-recognized"
    assert "intent-start" not in [event["type"] for event in events]


def test_sound_over_rest_becomes_words(hub: RunningHub) -> None:
    request = urllib.request.Request(  # noqa: S310 -- our own hub
        f"{hub.url}/api/stt/{_first_engine(hub)}",
        data=b"".join(pieces(say(SENTENCE, JOE))),
        headers={
            "Authorization": f"Bearer {hub.token}",
            "Content-Type": "audio/wav",
            "X-Speech-Content": "format=wav; codec=pcm; sample_rate=16000; bit_rate=16; channel=1;"
            " language=en",
        },
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 -- our own hub
        told = answer.read().decode()
    assert '"success"' in told
    assert "kitchen" in told.lower()


def _first_engine(hub: RunningHub) -> str:
    async def ask() -> str:
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"{hub.url}/api/websocket") as socket,
        ):
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": hub.token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": "stt/engine/list"})
            listed = (await socket.receive_json())["result"]
            return str(listed["providers"][0]["engine_id"])

    return asyncio.run(ask())
