"""From sound to a device that reports it: three voices, a quiet room and a loud one."""

import pytest

from tests.support.rooms import Noise, in_room
from tests.support.voice_hub import VoiceHub, Wire
from tests.support.voices import ESPEAK_US, HEART, JOE, Speaker, say

AFTER_S = 1.2

pytestmark = pytest.mark.timeout(180)

# Each has something of its own, which no noisy trial moves either: no test depends on another.
SENTENCES = (
    (ESPEAK_US, None, "Turn on the coffee machine.", "switch.coffee_machine"),
    (ESPEAK_US, Noise.PINK, "Turn on the porch light.", "light.porch"),
    (JOE, None, "Turn on the nursery light.", "light.nursery"),
    (JOE, Noise.PINK, "Turn on the living room ceiling light.", "light.living_room_ceiling"),
    (HEART, None, "Turn on the hallway light.", "light.hallway"),
    (HEART, Noise.PINK, "Turn on the garage light.", "light.garage"),
)


@pytest.mark.parametrize(("speaker", "noise", "text", "entity_id"), SENTENCES)
def test_what_is_said_is_done_and_seen(  # noqa: PLR0913, PLR0917 -- pytest's own
    voice_hub: VoiceHub,
    wire: Wire,
    speaker: Speaker,
    noise: Noise | None,
    text: str,
    entity_id: str,
) -> None:
    voice_hub.hub.wait_for(entity_id, "off")
    told = voice_hub.hear(in_room(say(text, speaker), noise, snr_db=10, after_s=AFTER_S))
    assert told.error is None, told.events
    success = told.output["response"]["data"]["success"]
    assert [each["id"] for each in success] == [entity_id], told.text
    assert voice_hub.hub.state(entity_id)["state"] == "on"
    topic = f"virtual/{entity_id.replace('.', '/')}/set"
    assert {sent.topic for sent in wire.sent} == {topic}
    assert told.speech_url.startswith("/api/tts_proxy/")


def test_a_value_arrives_as_it_was_said(voice_hub: VoiceHub) -> None:
    told = voice_hub.hear(
        in_room(say("Set the bedside lamp to forty percent.", HEART), after_s=AFTER_S)
    )
    assert told.error is None, told.events
    lamp = voice_hub.hub.wait_for("light.bedside_lamp", "on")
    assert lamp["attributes"]["brightness"] == 102


def test_a_question_is_answered_and_moves_nothing(voice_hub: VoiceHub, wire: Wire) -> None:
    before = len(wire.sent)
    told = voice_hub.hear(
        in_room(say("What is the temperature in the nursery?", JOE), after_s=AFTER_S)
    )
    assert "20.9" in told.speech
    assert wire.sent[before:] == []


def test_every_stage_is_told_in_its_order(voice_hub: VoiceHub) -> None:
    """The stages are told in Home Assistant's order, each with its end."""
    told = voice_hub.hear(in_room(say("Which lights are on?", HEART), after_s=AFTER_S))
    stages = [kind for kind in told.kinds if not kind.startswith("lares-")]
    assert stages == [
        "run-start", "stt-start", "stt-vad-start", "stt-vad-end", "stt-end", "intent-start",
        "intent-end", "tts-start", "tts-end", "run-end",
    ]  # fmt: skip
