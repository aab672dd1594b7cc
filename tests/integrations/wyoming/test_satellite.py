"""Satellites: what they are told as a sentence goes, and what they say and how it is taken."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wyoming.audio import AudioChunk
from wyoming.event import Event
from wyoming.ping import Ping
from wyoming.wake import Detection

from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Area
from hub.home.speech import Failure, Stage
from integrations.wyoming import conversing, microphone, satellite, speaker, work
from integrations.wyoming.maker import MAKER
from tests.support.maker_home import MakerHome, adopted
from tests.support.scripted_voice import SILENCE, SPEECH, WAKE, Nabu, ScriptedVoice
from tests.support.staged_voice import Turn
from tests.support.wyoming_satellite import Dish, dished, satellite_info

KITCHEN = "assist_satellite.kitchen"
MUTE = "switch.kitchen_mute"
SENTENCE = (SPEECH, SPEECH, SILENCE)


@asynccontextmanager
async def living(
    dish: Dish | None = None, *turns: Turn, home: Home | None = None, **more: Any
) -> AsyncIterator[tuple[Dish, ScriptedVoice, MakerHome]]:
    """Have a satellite adopted, with an assistant that hears what the turns say."""
    dish = dish or Dish()
    voice = ScriptedVoice(turns=list(turns))
    voice.offer(Nabu())
    async with dished(dish), adopted(MAKER, dish.data, voice=voice, home=home, **more) as it:
        await it.until(lambda: it.condition.status == "connected" and dish.writer is not None)
        yield dish, voice, it


async def test_the_hub_says_that_it_is_ready_and_the_satellite_is_idle() -> None:
    async with living() as (dish, _, it):
        await it.until(lambda: "run-satellite" in dish.types)
        assert it.state(KITCHEN).state == "idle"
        assert it.state(MUTE).state == "off"
        assert it.home.entity(KITCHEN).actions == satellite.ACTIONS
        await it.until(lambda: bool(dish.all("describe")))


async def test_a_sentence_after_the_satellites_own_wake_word() -> None:
    states: list[str] = []
    async with living() as (dish, voice, it):
        it.home.listen_reports(
            it.home.entity(KITCHEN).id, lambda report: states.append(report.new.state)
        )
        await dish.say(Detection(name="okay_nabu"))
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 1)
        await it.becomes(KITCHEN, "idle")
        await it.until(lambda: states[-1] == "idle")
        changes = [state for at, state in enumerate(states) if state not in states[at - 1 : at]]
    assert dish.types == [
        "run-satellite", "transcribe", "voice-started", "voice-stopped", "transcript",
        "synthesize", "audio-start", "audio-stop",
    ]  # fmt: skip
    assert voice.sounds == [SPEECH * 2]
    assert dish.all("transcript")[0].data["text"] == "turn on the light"
    assert dish.all("synthesize")[0].data["text"] == "Done."
    assert [ask.start for ask in voice.asks] == [Stage.STT]
    assert (voice.asks[0].user_id, voice.asks[0].satellite_id) == (None, KITCHEN)
    assert changes == ["listening", "processing", "responding", "idle"]
    # Home Assistant's satellites play 22050 samples a second.
    assert dish.all("audio-start")[0].data["rate"] == 22_050
    assert len(dish.sound) / 2 / 22_050 == pytest.approx(0.05, abs=0.005)
    assert any(dish.sound)


async def test_a_satellite_that_streams_all_the_time_waits_for_the_hubs_wake_word() -> None:
    async with living() as (dish, voice, it):
        await dish.run("wake", wake_word_names=["okay_nabu"])
        await dish.hear(SPEECH, SPEECH)
        await it.until(lambda: "detect" in dish.types)
        assert it.state(KITCHEN).state == "idle"
        await dish.hear(WAKE, *SENTENCE)
        await it.until(lambda: len(voice.runs) == 1)
        assert voice.asks[0].wake_words == ("okay_nabu",)
        assert dish.all("detection")[0].data["name"] == "okay_nabu"
        # It goes on streaming, so it is listened to again without asking for it.
        await it.until(lambda: len(voice.asks) == 2)
        await dish.hear(WAKE, *SENTENCE)
        await it.until(lambda: len(voice.runs) == 2)
    assert voice.done == ["turn on the light"] * 2


async def test_a_satellite_that_closes_its_microphone_is_not_listened_to() -> None:
    async with living() as (dish, voice, it):
        await dish.run("wake")
        await dish.hear(SPEECH)
        await dish.stop()
        await it.until(lambda: len(voice.runs) == 1)
        await asyncio.sleep(0.05)
        assert voice.runs[0].failure is Failure.NO_WAKE_WORD
        # Nobody called it: that is no error to show.
        assert "error" not in dish.types
        assert len(voice.asks) == 1


async def test_a_satellite_that_is_to_be_restarted_is() -> None:
    async with living() as (dish, voice, it):
        await dish.run("wake", restart_on_end=True)
        await it.until(lambda: "detect" in dish.types)
        await dish.stop()
        await it.until(lambda: len(voice.asks) > 1)


async def test_a_question_leaves_the_microphone_open_for_the_answer() -> None:
    asking = Turn("open the door", "Which one?", wants_answer=True)
    async with living(None, asking, Turn("the front one", "Open.")) as (dish, voice, it):
        await dish.run()
        await dish.hear(*SENTENCE)
        # wyoming-satellite closes its microphone at a transcript: it gets none before the end.
        await it.until(lambda: "audio-stop" in dish.types)
        assert "transcript" not in dish.types
        await it.until(lambda: len(voice.asks) == 2)
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 2)
        await it.until(lambda: dish.types.count("audio-stop") == 2)
    assert [ask.start for ask in voice.asks] == [Stage.STT, Stage.STT]
    assert voice.asks[1].conversation_id == voice.runs[0].conversation_id
    assert voice.asks[1].waits_s == conversing.ANSWER_S
    assert [event.data["text"] for event in dish.all("transcript")] == ["the front one"]


async def test_two_answers_that_nobody_gives_end_it() -> None:
    async with living(None, Turn("open the door", "Which?", wants_answer=True)) as (
        dish,
        voice,
        it,
    ):
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.asks) == 2)
        await dish.hear(SILENCE)
        await it.until(lambda: len(voice.asks) == 3)
        await dish.hear(SILENCE)
        await it.until(lambda: "transcript" in dish.types)
        await it.becomes(KITCHEN, "idle")
        assert [run.failure for run in voice.runs] == [None, *[Failure.NO_SPEECH] * 2]


async def test_an_answer_may_come_from_a_microphone_that_was_closed_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(satellite, "STREAMS_S", -1.0)
    asking = Turn("open the door", "Which one?", wants_answer=True)
    async with living(None, asking) as (dish, voice, it):
        await dish.run("wake")
        await dish.hear(WAKE, *SENTENCE)
        await it.until(lambda: "transcript" in dish.types)
        # It has heard somebody speak; what comes is the answer, no wake word.
        await dish.run("wake")
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 2)
    assert voice.asks[1].start is Stage.STT
    assert voice.asks[1].conversation_id == voice.runs[0].conversation_id


async def test_a_satellite_lost_mid_sentence_does_nothing_and_comes_back() -> None:
    async with living() as (dish, voice, it):
        await dish.run()
        await dish.hear(SPEECH, SPEECH)
        await it.becomes(KITCHEN, "listening")
        dish.kill()
        await it.becomes(KITCHEN, "unavailable")
        await it.until(lambda: len(voice.runs) == 1)
        assert voice.runs[0].failure is Failure.CUT_OFF
        assert voice.done == []
        await it.becomes(KITCHEN, "idle")
        assert dish.connections == 2
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])


async def test_a_microphone_that_stalls_mid_sentence_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(microphone, "STALLED_AFTER_S", 0.05)
    async with living() as (dish, voice, it):
        await dish.run()
        await dish.hear(SPEECH, SPEECH)
        await it.until(lambda: len(voice.runs) == 1)
        assert voice.runs[0].failure is Failure.CUT_OFF
        # wyoming-satellite 1.0 streams on after an error unless it is told that it starts anew.
        await it.until(lambda: dish.types[-2:] == ["error", "run-satellite"])


async def test_the_wake_word_breaks_off_a_long_reply() -> None:
    async with living(None, Turn(speech="A long story.")) as (dish, voice, it):
        voice.seconds = 60.0
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.becomes(KITCHEN, "responding")
        await it.until(lambda: len(dish.sound) > 2 * 22_050)
        # No more than a few seconds are on the way to it.
        assert len(dish.sound) < 2 * 22_050 * (speaker.LEAD_S + 12)
        voice.seconds = 0.05
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 1)
    # What broke off closed no microphone.
    assert "run-satellite" not in dish.types[1:]
    assert len(voice.done) == 2


async def test_an_announcement_is_done_when_it_was_played() -> None:
    dish = Dish(satellite_info(supports_trigger=True))
    async with living(dish) as (_, voice, it):
        assert it.state(KITCHEN).attributes["last_played"] is None
        await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")
        await it.until(lambda: it.state(KITCHEN).attributes["last_played"] is not None)
        await it.becomes(KITCHEN, "idle")
        chimed = len(dish.sound)
        await it.send(
            KITCHEN, "assist_satellite.announce", message="Dinner is ready", preannounce=False
        )
        await it.until(lambda: dish.types.count("audio-stop") == 2)
        assert len(dish.sound) - chimed < chimed / 2
    assert voice.spoken == ["Dinner is ready"] * 2


async def test_a_satellite_that_does_not_tell_is_given_the_time_to_play() -> None:
    async with living(Dish(plays=False)) as (dish, _, it):
        loop = asyncio.get_running_loop()
        began = loop.time()
        await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")
        await it.becomes(KITCHEN, "responding")
        await it.becomes(KITCHEN, "idle")
        assert "audio-stop" in dish.types
        assert loop.time() - began > len(dish.sound) / 2 / 22_050
        # It took all, and nobody knows of more.
        await it.until(lambda: it.state(KITCHEN).attributes["last_sent"] is not None)
        assert "last_played" not in it.state(KITCHEN).attributes


async def test_a_satellite_that_is_lost_has_not_taken_an_announcement() -> None:
    async with living(Dish(plays=False)) as (dish, _, it):
        told: list[object] = []
        it.home.listen_reports(
            it.home.entity(KITCHEN).id,
            lambda report: told.append(report.new.attributes.get("last_sent")),
        )
        await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")
        await it.becomes(KITCHEN, "responding")
        dish.kill()
        await it.becomes(KITCHEN, "unavailable")
        await it.becomes(KITCHEN, "idle")
        assert it.state(KITCHEN).attributes["last_sent"] is None
        assert not any(told)


async def test_an_announcement_goes_before_waiting_for_the_wake_word() -> None:
    async with living() as (dish, voice, it):
        await dish.run("wake")
        await it.until(lambda: "detect" in dish.types)
        await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")
        await it.until(lambda: "audio-stop" in dish.types)
        await it.until(lambda: dish.types.count("detect") == 2)
        await dish.hear(WAKE, *SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])


async def test_a_conversation_that_the_hub_starts() -> None:
    async with living() as (dish, voice, it):
        await dish.run("wake")
        await dish.hear(SPEECH)
        await it.until(lambda: "detect" in dish.types)
        await it.send(KITCHEN, "assist_satellite.start_conversation", start_message="Coffee?")
        await it.until(lambda: "transcribe" in dish.types)
        await dish.hear(*SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])
        # And then it waits for its wake word, as before.
        await it.until(lambda: voice.asks[-1].start is Stage.WAKE and len(voice.asks) == 3)
    assert voice.spoken[0] == "Coffee?"


async def test_a_question_of_a_rule_is_asked_and_its_answer_only_heard() -> None:
    question = {"question": "Coffee?", "answers": [{"id": "yes", "sentences": "yes [please]"}]}
    async with living(None, Turn("yes please")) as (dish, voice, it):
        await dish.run("wake")
        await dish.hear(SPEECH)
        await it.until(lambda: "detect" in dish.types)
        await it.send(KITCHEN, "assist_satellite.ask_question", question_id="q1", **question)
        await it.until(lambda: "transcribe" in dish.types)
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 1)
        asked = voice.asks[1]
        assert (asked.start, asked.end, asked.question_id) == (Stage.STT, Stage.STT, "q1")
        assert asked.waits_s == conversing.ANSWER_S
        # And then it waits for its wake word, as before, and no answer is waited for any more.
        await it.until(lambda: voice.asks[-1].start is Stage.WAKE and len(voice.asks) == 3)
        assert voice.asks[-1].question_id is None
    assert (voice.spoken, voice.done) == (["Coffee?"], ["yes please"])
    assert dish.types.count("synthesize") == 0


async def test_what_a_satellite_cannot_do_is_said() -> None:
    async with living() as (_, voice, it):
        with pytest.raises(UnsupportedCommand, match="opens only by its wake word"):
            await it.send(KITCHEN, "assist_satellite.start_conversation", start_message="Coffee?")
        with pytest.raises(UnsupportedCommand, match="words, not media"):
            await it.send(KITCHEN, "assist_satellite.announce", media_id="http://x/y.mp3")
        voice.is_down = True
        with pytest.raises(DeliveryError, match="nothing here speaks"):
            await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")


async def test_a_muted_satellite_is_not_listened_to_and_stays_so() -> None:
    async with living() as (dish, voice, it):
        await dish.run()
        await it.becomes(KITCHEN, "listening")
        await it.send(MUTE, "switch.turn_on")
        await it.becomes(MUTE, "on")
        await it.until(lambda: dish.types[-1] == "pause-satellite")
        await it.becomes(KITCHEN, "idle")
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")
        await it.until(lambda: "audio-stop" in dish.types)
        assert voice.done == []
        dish.told.clear()
        dish.kill()
        await it.until(lambda: dish.connections == 2)
        await it.becomes(MUTE, "on")
        assert it.store.kept["e1"].data["is_muted"] is True
        assert "run-satellite" not in dish.types
        await it.send(MUTE, "switch.turn_off")
        await it.until(lambda: dish.types == ["run-satellite"])


async def test_the_speakers_area_is_the_satellites() -> None:
    home = Home()
    home.put_area(Area(id=AreaId("hall"), name="Hall"))
    home.put_area(Area(id=AreaId("attic"), name="Attic", aliases=("Loft",)))
    dish = Dish(satellite_info(area="loft"))
    async with living(dish, home=home) as (_, voice, it):
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: len(voice.runs) == 1)
        assert voice.asks[0].area_id == "attic"
    dish = Dish(satellite_info(area="Vault"))
    async with living(dish, home=Home()) as (_, voice, it):
        # No satellite makes rooms.
        assert not it.home.areas
    fresh = Home()
    fresh.put_area(Area(id=AreaId("hall"), name="Hall"))
    fresh.put_area(Area(id=AreaId("loft"), name="Loft"))
    dish = Dish(satellite_info(area="Loft"))
    async with living(dish, home=fresh, area="hall") as (_, voice, it):
        await dish.run()
        await it.until(lambda: len(voice.asks) == 1)
        assert voice.asks[0].area_id == "hall"


async def test_audio_after_a_detection_is_a_sentence() -> None:
    async with living() as (dish, voice, it):
        await dish.hear(SPEECH)
        await dish.say(Detection(name="okay_nabu"))
        await dish.hear(SPEECH)
        await it.until(lambda: "transcribe" in dish.types)
        await dish.hear(*SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])


async def test_a_satellite_may_have_something_said() -> None:
    async with living() as (dish, voice, it):
        await dish.run("tts", announce_text="Timer finished")
        await it.until(lambda: voice.spoken == ["Timer finished"])
        await it.until(lambda: "audio-stop" in dish.types)


async def test_speech_is_played_in_the_format_a_satellite_asks_for() -> None:
    async with living() as (dish, _, it):
        await dish.run(snd_format={"rate": 48_000, "width": 2, "channels": 2})
        await dish.hear(*SENTENCE)
        await it.until(lambda: "audio-stop" in dish.types)
    data = dish.all("audio-start")[0].data
    assert (data["rate"], data["width"], data["channels"]) == (48_000, 2, 2)
    assert len(dish.sound) / 4 / 48_000 == pytest.approx(0.05, abs=0.005)


async def test_without_a_wake_word_engine_it_waits_until_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "RESTS_S", (0.02, 0.05))
    async with living() as (dish, voice, it):
        voice.offered.all.clear()
        await dish.run("wake")
        await it.until(lambda: "error" in dish.types)
        await asyncio.sleep(0.2)
        # It is told once, and no run is made of it.
        assert dish.types.count("error") == 1
        assert voice.asks == []
        voice.offer(Nabu())
        await it.until(lambda: "detect" in dish.types)
        await dish.hear(WAKE, *SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])


async def test_an_engine_that_is_down_is_tried_less_and_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "RESTS_S", (0.05, 0.2))
    async with living() as (dish, voice, it):
        voice.is_down = True
        await dish.run("wake")
        await it.until(lambda: len(voice.runs) == 3)
        voice.is_down = False
        await it.until(lambda: "detect" in dish.types)


async def test_a_hub_without_an_assistant_says_so() -> None:
    dish = Dish()
    async with dished(dish), adopted(MAKER, dish.data) as it:
        await it.until(lambda: dish.writer is not None)
        await dish.run()
        await it.until(lambda: "error" in dish.types)
        assert "no voice assistant" in dish.all("error")[0].data["text"]
        with pytest.raises(DeliveryError, match="no voice assistant"):
            await it.send(KITCHEN, "assist_satellite.announce", message="Dinner is ready")


async def test_pings_are_answered_and_a_satellite_that_falls_silent_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(satellite, "PING_S", 0.02)
    monkeypatch.setattr(satellite, "SILENT_S", 1.0)
    async with living() as (dish, _, it):
        await dish.say(Ping(text="there?"))
        await it.until(lambda: [event.data["text"] for event in dish.all("pong")] == ["there?"])
        await it.until(lambda: len(dish.all("ping")) > 2)
        assert dish.connections == 1
        dish.pongs = False
        await it.until(lambda: dish.connections > 1)
        assert dish.connections == 2


NONSENSE = [
    Event("run-pipeline"),
    Event("run-pipeline", {"start_stage": "tea", "end_stage": "tts"}),
    Event("run-pipeline", {"start_stage": "tts", "end_stage": "wake"}),
    Event("run-pipeline", {"start_stage": "handle", "end_stage": "tts"}),
    Event("run-pipeline", {"start_stage": [], "end_stage": {}}),
    Event("audio-chunk"),
    Event("audio-chunk", {"rate": "x", "width": 2, "channels": 1}, b"12"),
    Event("audio-chunk", {"rate": 16_000, "width": 0, "channels": 0}, b"12"),
    Event("audio-chunk", {"rate": 10**30, "width": 2, "channels": 1}, b"12"),
    Event("audio-stop"),
    Event("played"),
    Event("ping", {"text": ["x"]}),
    Event("info", {"asr": 1}),
    Event("transcript", {"text": 3}),
    Event("tea", {"x": {"y": []}}, b"z"),
]


async def test_nonsense_costs_one_log_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with living() as (dish, voice, it):
        for event in NONSENSE * 3:
            head = {"type": event.type, "data": event.data}
            payload = event.payload or b""
            await dish.raw(
                json.dumps(head | {"payload_length": len(payload)}).encode() + b"\n" + payload
            )
        await dish.run(wake_word_names=3, snd_format=[1], restart_on_end="x")
        await dish.hear(*SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])
        assert dish.connections == 1
    lines = [record.message for record in caplog.records if record.name.startswith("integrations")]
    assert len(lines) == 1
    assert "what else makes no sense is not logged" in lines[0]


SENT = st.one_of(
    st.sampled_from(NONSENSE),
    st.builds(
        lambda start, end, more: Event(
            "run-pipeline", {"start_stage": start, "end_stage": end} | more
        ),
        st.sampled_from(["wake", "asr", "tts", "handle"]),
        st.sampled_from(["wake", "asr", "tts", "handle"]),
        st.dictionaries(
            st.sampled_from(["restart_on_end", "announce_text", "snd_format"]),
            st.booleans() | st.text(max_size=5) | st.integers(),
        ),
    ),
    st.builds(
        lambda rate, width, channels, sound: Event(
            "audio-chunk", {"rate": rate, "width": width, "channels": channels}, sound
        ),
        st.sampled_from([8_000, 16_000, 44_100, 0, -1]),
        st.sampled_from([1, 2, 3, 4, 9]),
        st.sampled_from([1, 2, 6, 0]),
        st.sampled_from([SPEECH, WAKE, SILENCE, b"123"]),
    ),
    st.sampled_from([Event("detection", {"name": 3}), Event("audio-stop"), Event("played")]),
)


@settings(max_examples=12)
@given(st.lists(SENT, max_size=25))
async def test_in_whatever_order_things_come_the_satellite_goes_on(events: list[Event]) -> None:
    async with living() as (dish, _, it):
        for event in events:
            head = {"type": event.type, "data": event.data}
            payload = event.payload or b""
            await dish.raw(
                json.dumps(head | {"payload_length": len(payload)}).encode() + b"\n" + payload
            )
        await dish.stop()
        await dish.say(Ping(text="there?"))
        await it.until(lambda: any(event.data["text"] == "there?" for event in dish.all("pong")))
        assert dish.connections == 1
        assert it.condition.status == "connected"


@pytest.mark.parametrize(
    "sent",
    [
        b"x" * 200_000,
        b'{"type": "audio-chunk", "payload_length": 999999999}\n',
        b'{"type": "x", "data_length": 9}\n{"a": 1}}\n',
        b"[]\n",
    ],
)
async def test_what_is_no_wyoming_ends_the_connection_and_nothing_else(
    sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with living() as (dish, voice, it):
        await dish.raw(sent)
        await it.until(lambda: dish.connections == 2)
        await it.becomes(KITCHEN, "idle")
        await dish.run()
        await dish.hear(*SENTENCE)
        await it.until(lambda: voice.done == ["turn on the light"])
    assert len(caplog.records) == 1
    assert "does not speak Wyoming" in caplog.records[0].message


async def test_a_flood_ends_the_connection() -> None:
    async with living() as (dish, _, it):
        await dish.run()
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                await dish.say(AudioChunk(16_000, 2, 1, bytes(320_000)))
        await it.until(lambda: dish.connections == 2)
    async with living() as (dish, _, it):
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                await dish.raw(b'{"type": "run-pipeline"}\n' * 100)
        await it.until(lambda: dish.connections == 2)


async def test_what_answers_nonsense_is_not_adopted() -> None:
    dish = Dish(garbage=b"HTTP/1.1 400 Bad Request\r\n\r\n")
    async with dished(dish), adopted(MAKER, dish.data, is_connected=False) as it:
        await it.until(lambda: it.condition.status == "needs_attention")
        assert "does not speak Wyoming" in it.condition.problem
