"""Finding and adopting what speaks Wyoming, and services whose engines the assistant gets."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wyoming.event import Event
from wyoming.info import Info

from hub.devices.manifest import read_manifest
from hub.home.errors import UnsupportedCommand
from hub.home.maker import LinkLost, Refused, Service
from hub.home.speech import Hints
from integrations.wyoming import service_session
from integrations.wyoming.maker import MAKER
from integrations.wyoming.wanted import wanted
from integrations.wyoming.wire import NotWyoming
from tests.support.maker_home import adopted
from tests.support.scripted_voice import ScriptedVoice
from tests.support.wyoming import Service as Fake
from tests.support.wyoming import asr, served, tts, wake
from tests.support.wyoming_satellite import Dish, dished, satellite_info

FOLDER = Path(__file__).parents[3] / "integrations/wyoming"


def announced(name: str = "Hall-Satellite._wyoming._tcp.local.", **more: Any) -> Service:
    """Return what a satellite announces."""
    found: dict[str, Any] = {
        "type": "_wyoming._tcp.local.",
        "host": "192.0.2.7",
        "port": 10_700,
    } | more
    return Service(protocol="zeroconf", name=name, **found)


async def identified(data: dict[str, Any]) -> Any:
    async with aiohttp.ClientSession() as http:
        return await MAKER.identify(data, http)


def test_it_is_recognised_by_the_name_it_announces() -> None:
    found = MAKER.recognise(announced())
    assert found is not None
    assert (found.title, found.unique_id) == (
        "Hall-Satellite",
        "hall-satellite._wyoming._tcp.local.",
    )
    moved = MAKER.recognise(announced(host="192.0.2.8"))
    assert moved is not None
    assert moved.unique_id == found.unique_id
    assert moved.data == {**found.data, "host": "192.0.2.8"}
    assert "is_muted" not in found.data
    assert MAKER.recognise(announced(type="_wled._tcp.local.")) is None
    assert MAKER.recognise(announced(port=None)) is None


async def test_it_is_known_by_its_name_or_else_by_its_place() -> None:
    async with dished(Dish(satellite_info("Hall"))) as dish:
        found = await identified(dish.data)
        assert (found.title, found.model) == ("Hall", "Voice satellite")
        assert found.unique_id == f"127.0.0.1:{dish.port}"
        named = await identified({**dish.data, "service": "Hall._wyoming._tcp.local."})
        assert named.unique_id == "hall._wyoming._tcp.local."
        # One that moved stays muted: nothing is said of that here.
        assert set(named.data) == {"host", "port", "service"}


@pytest.mark.parametrize(
    ("info", "title", "model"),
    [
        (Info(asr=[asr()]), "whisper", "Speech to text"),
        (Info(tts=[tts()]), "piper", "Text to speech"),
        (Info(wake=[wake()]), "openwakeword", "Wake words"),
        (Info(asr=[asr()], tts=[tts()]), "whisper, piper", "Speech to text, text to speech"),
    ],
)
async def test_services_are_told_apart(info: Info, title: str, model: str) -> None:
    async with served(Fake(info)) as fake:
        found = await identified({"host": "127.0.0.1", "port": fake.port})
    assert (found.title, found.model) == (title, model)


async def test_what_cannot_be_adopted_is_said() -> None:
    with pytest.raises(LinkLost, match="127.0.0.1:1 cannot be reached"):
        await identified({"host": "127.0.0.1", "port": 1})
    with pytest.raises(Refused, match="key 'port'"):
        await identified({"host": "127.0.0.1", "port": 0})
    async with served(Fake(Info())) as fake:
        with pytest.raises(Refused, match="is it a satellite"):
            await identified({"host": "127.0.0.1", "port": fake.port})
    async with dished(Dish(garbage=b"SSH-2.0-OpenSSH_9.2\r\n")) as dish:
        with pytest.raises(Refused, match="does not speak Wyoming"):
            await identified(dish.data)


async def test_the_assistant_has_the_engines_of_a_service_while_it_is_there() -> None:
    voice = ScriptedVoice()
    fake = Fake(Info(asr=[asr()], tts=[tts()], wake=[wake()]))
    async with served(fake):
        data = {"host": "127.0.0.1", "port": fake.port}
        async with adopted(MAKER, data, voice=voice) as it:
            kinds = sorted(entity.domain for entity in it.home.entities.values())
            assert kinds == ["stt", "tts", "wake_word"]
            (hears,) = voice.engines.speech_to_text
            assert len(voice.engines.text_to_speech) == len(voice.engines.wake_words) == 1
            (stt,) = [entity.id for entity in it.home.entities_of(["stt"])]
            assert it.state(stt).state == "unknown"

            async def sound() -> Any:
                yield bytes(640)

            assert (await hears.hear(sound(), Hints())).text == "turn on the light"
            await it.until(lambda: it.state(stt).state.startswith("2"))
            with pytest.raises(UnsupportedCommand):
                await it.send(stt, "switch.turn_on")
        assert not voice.offered.all


async def test_a_service_that_goes_takes_its_engines_along_and_brings_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service_session, "LOOK_S", 0.02)
    voice = ScriptedVoice()
    fake = Fake(Info(asr=[asr()]))
    async with served(fake):
        data = {"host": "127.0.0.1", "port": fake.port}
        async with adopted(MAKER, data, voice=voice) as it:
            await it.until(lambda: len(voice.offered.all) == 1)
            fake.info = Info(asr=[asr()], tts=[tts()])
            await it.until(lambda: len(voice.offered.all) == 2)
            fake.info = Info()
            await it.until(lambda: not voice.offered.all)
            fake.info = Info(asr=[asr()])
            await it.until(lambda: len(voice.offered.all) == 1)
    await asyncio.sleep(0)


async def test_a_service_that_is_gone_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_session, "LOOK_S", 0.02)
    voice = ScriptedVoice()
    fake = Fake(Info(asr=[asr()]))
    async with served(fake) as service:
        data = {"host": "127.0.0.1", "port": service.port}
        async with adopted(MAKER, data, voice=voice) as it:
            (stt,) = it.home.entities
            service.instead = {"describe": hang_up}
            await it.becomes(stt, "unavailable")
            assert not voice.offered.all
            service.instead = {}
            await it.until(lambda: len(voice.offered.all) == 1)


async def hang_up(_: Any) -> bool:
    return False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
STAGES = st.sampled_from(["wake", "asr", "intent", "handle", "tts"]) | JSON


@given(
    start=STAGES,
    end=STAGES,
    more=st.dictionaries(
        st.sampled_from(
            ["wake_word_names", "wake_word_name", "restart_on_end", "snd_format", "announce_text"]
        ),
        JSON | st.dictionaries(st.sampled_from(["rate", "width", "channels"]), JSON),
    ),
)
def test_any_run_is_understood_or_refused(start: Any, end: Any, more: dict[str, Any]) -> None:
    data = {"start_stage": start, "end_stage": end} | more
    try:
        found = wanted(Event("run-pipeline", data))
    except NotWyoming:
        return
    assert all(isinstance(word, str) for word in found.wake_words)
    assert found.text is None or isinstance(found.text, str)
    if found.sound is not None:
        assert found.sound.width in {2, 4}


def test_the_manifest_is_right() -> None:
    manifest = read_manifest(FOLDER / "manifest.json")
    assert manifest.zeroconf[0].type == "_wyoming._tcp.local."


def test_without_satellites_the_library_is_not_imported() -> None:
    code = "import sys, integrations.wyoming.maker; assert 'wyoming' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
