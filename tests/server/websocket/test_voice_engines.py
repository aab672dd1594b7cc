"""Which engines, satellites and runs there are, as Home Assistant's pages ask."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hub.home.ids import AreaId, DeviceId, EntityId
from hub.home.model import Area, Device
from hub.home.people import EVERYTHING, Grant, Role
from hub.home.speech import Failure, StageTime, VoiceRun
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected
from tests.support.fakes import put
from tests.support.voice import Ears, FakeVoice, Mouth

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
RUNS = [
    VoiceRun(
        id="r2", at=AT, text="turn on the light", engine="Test ears", confidence=0.9,
        speech="Done.", plan_id="p1", conversation_id="c1",
        satellite_id=EntityId("assist_satellite.kitchen"),
        times=(StageTime(stage="stt", took_ms=400, budget_ms=900),),
    ),
    VoiceRun(id="r1", at=AT, engine="Test ears", failure=Failure.NO_SPEECH),
]  # fmt: skip


class Kept:
    """Keeps the runs above."""

    async def add(self, run: VoiceRun) -> None:
        raise NotImplementedError

    async def of_plan(self, plan_id: str) -> VoiceRun | None:
        return next((run for run in RUNS if run.plan_id == plan_id), None)

    async def latest(self, limit: int) -> list[VoiceRun]:
        return RUNS[:limit]

    async def get(self, run_id: str) -> VoiceRun | None:
        return next((run for run in RUNS if run.id == run_id), None)


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
def language() -> str:
    """The language of the hub."""
    return "en"


@pytest.fixture
async def empty(empty: ServerParts, voice: FakeVoice, language: str) -> ServerParts:
    config = replace(empty.config, language=language)
    return replace(empty, voice=voice, voice_runs=Kept(), config=config)


async def test_the_pipeline_names_its_engines(hub: Running) -> None:
    async with connected(hub) as client:
        pipeline = await client.say("assist_pipeline/pipeline/get")
        assert pipeline["stt_engine"] == "stt.test_ears"
        assert pipeline["stt_language"] == "en"
        assert (pipeline["tts_engine"], pipeline["tts_voice"]) == ("tts.test_mouth", "heart")
        assert pipeline["wake_word_entity"] == "wake_word.test_waker"
        assert pipeline["wake_word_id"] == "okay_nabu"
        # The mouth speaks no German.
        assert await client.say("assist_pipeline/language/list") == {"languages": ["en"]}


async def test_the_pipeline_names_what_hears_and_speaks_the_language_of_the_hub(
    hub: Running, voice: FakeVoice
) -> None:
    """What was adopted last counts most, but not for a language that it does not know."""
    voice.offer(Ears(name="French ears", languages=("fr",)))
    voice.offer(Mouth(name="French mouth", languages=("fr",), voices=("siwis",)))
    async with connected(hub) as client:
        pipeline = await client.say("assist_pipeline/pipeline/get")
    assert (pipeline["stt_engine"], pipeline["stt_language"]) == ("stt.test_ears", "en")
    assert (pipeline["tts_engine"], pipeline["tts_voice"]) == ("tts.test_mouth", "heart")


@pytest.mark.parametrize("language", ["nl"])
async def test_a_pipeline_whose_language_nothing_hears_has_no_ears(hub: Running) -> None:
    async with connected(hub) as client:
        pipeline = await client.say("assist_pipeline/pipeline/get")
    assert pipeline["language"] == "nl"
    assert (pipeline["stt_engine"], pipeline["stt_language"]) == (None, None)
    assert (pipeline["tts_engine"], pipeline["tts_voice"]) == (None, None)


async def test_engines_are_listed(hub: Running, voice: FakeVoice) -> None:
    voice.offer(Mouth(languages=("nl",), voices=()))
    async with connected(hub) as client:
        (ears,) = (await client.say("stt/engine/list"))["providers"]
        assert ears["engine_id"] == "stt.test_ears"
        assert ears["supported_languages"] == ["en", "de-DE"]
        (ears,) = (await client.say("stt/engine/list", language="de"))["providers"]
        assert ears["supported_languages"] == ["de-DE"]
        listed = (await client.say("tts/engine/list", language="en"))["providers"]
        assert [(each["engine_id"], each["supported_languages"]) for each in listed] == [
            ("tts.test_mouth", ["en"]), ("tts.test_mouth_2", [])
        ]  # fmt: skip
        got = await client.say("tts/engine/get", engine_id="tts.test_mouth_2")
        assert got["provider"]["supported_languages"] == ["nl"]
        told = await client.say("tts/engine/voices", engine_id="tts.test_mouth", language="en")
        assert [each["voice_id"] for each in told["voices"]] == ["heart", "joe"]
        for asked in ({"engine_id": "tts.test_mouth_2"}, {"engine_id": "tts.test_mouth"}):
            told = await client.say("tts/engine/voices", **asked, language="nl")
            assert told == {"voices": None}
        told = await client.say("wake_word/info", entity_id="wake_word.test_waker")
        assert told["wake_words"][0] == {"id": "okay_nabu", "name": "okay nabu", "phrase": None}
        for name in ("tts/engine/get", "tts/engine/voices"):
            with pytest.raises(Refused) as caught:
                await client.say(name, engine_id="tts.none", language="en")
            assert caught.value.code == "not_found"


async def test_satellites_are_listed_to_who_sees_them(hub: Running) -> None:
    home = hub.parts.home
    home.put_area(Area(AreaId("bedroom"), "Bedroom"))
    for area in ("kitchen", "bedroom"):
        home.put_device(Device(DeviceId(f"in_{area}"), area, AreaId(area)))
        put(home, f"assist_satellite.{area}", "idle", device_id=DeviceId(f"in_{area}"))
    words = {"active_wake_words": ["okay_nabu"]}
    home.report(EntityId("assist_satellite.kitchen"), "idle", words)
    home.report(EntityId("assist_satellite.bedroom"), "unavailable", {})
    async with connected(hub) as client:
        listed = await client.say("assist_pipeline/device/list")
        assert [each["device_id"] for each in listed] == ["in_kitchen", "in_bedroom"]
        kitchen = {"entity_id": "assist_satellite.kitchen"}
        told = await client.say("assist_satellite/get_configuration", **kitchen)
        assert told["active_wake_words"] == ["okay_nabu"]
        assert told["available_wake_words"][0]["wake_word"] == "okay nabu"
        assert told["max_active_wake_words"] == 1
        bedroom = {"entity_id": "assist_satellite.bedroom"}
        told = await client.say("assist_satellite/get_configuration", **bedroom)
        assert told["available_wake_words"] == []
        for asked, status in ((kitchen, "success"), (bedroom, "timeout")):
            told = await client.say("assist_satellite/test_connection", **asked)
            assert told == {"status": status}
        with pytest.raises(Refused):
            await client.say("assist_satellite/get_configuration", entity_id="light.kitchen")
    secret = await hub.token_for("Kim", Role.CHILD)
    kim = hub.parts.users.named("Kim")
    assert kim is not None
    sees = Grant(areas=frozenset({AreaId("kitchen")}))
    await hub.parts.users.set_grants(kim.id, sees=sees, moves=EVERYTHING)
    async with connected(hub, secret) as client:
        listed = await client.say("assist_pipeline/device/list")
        assert [each["device_id"] for each in listed] == ["in_kitchen"]
        with pytest.raises(Refused):
            await client.say("assist_satellite/test_connection", **bedroom)


async def test_runs_are_looked_back_at(hub: Running) -> None:
    async with connected(hub) as client:
        listed = await client.say("assist_pipeline/pipeline_debug/list", pipeline_id="lares")
        assert [each["pipeline_run_id"] for each in listed["pipeline_runs"]] == ["r1", "r2"]
        other = await client.say("assist_pipeline/pipeline_debug/list", pipeline_id="other")
        assert other == {"pipeline_runs": []}
        this = {"pipeline_id": "lares", "pipeline_run_id": "r2"}
        events = (await client.say("assist_pipeline/pipeline_debug/get", **this))["events"]
        assert [each["type"] for each in events] == [
            "run-start", "stt-start", "stt-end", "intent-start", "intent-end", "run-end"
        ]  # fmt: skip
        assert events[2]["data"]["stt_output"]["text"] == "turn on the light"
        speech = events[4]["data"]["intent_output"]["response"]["speech"]["plain"]["speech"]
        assert speech == "Done."
        assert events[5]["data"]["lares"]["times"] == [
            {"stage": "stt", "took_ms": 400, "budget_ms": 900}
        ]
        this["pipeline_run_id"] = "r1"
        events = (await client.say("assist_pipeline/pipeline_debug/get", **this))["events"]
        assert [each["type"] for each in events] == ["run-start", "stt-start", "error", "run-end"]
        assert events[2]["data"]["code"] == "stt-no-text-recognized"
        this["pipeline_run_id"] = "gone"
        with pytest.raises(Refused) as caught:
            await client.say("assist_pipeline/pipeline_debug/get", **this)
        assert caught.value.code == "not_found"
    async with connected(hub, await hub.token_for("Gil", Role.GUEST)) as client:
        with pytest.raises(Refused, match="may not"):
            await client.say("assist_pipeline/pipeline_debug/list", pipeline_id="lares")
