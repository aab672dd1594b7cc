"""What is no order to this hub: silence, noise, other languages, pieces of sentences."""

import pytest

from hub.home.speech import Sound
from tests.bench.voice.guarded import is_sensitive
from tests.support.rooms import Noise, in_room, room_alone
from tests.support.voice_hub import Told, VoiceHub, Wire
from tests.support.voices import GERMAN, HEART, JOE, say, silence

AFTER_S = 1.2

pytestmark = pytest.mark.timeout(180)


def heard_in_vain(hub: VoiceHub, wire: Wire, sound: Sound) -> Told:
    """Have a hub hear a sound; nothing may go out to any device."""
    before = len(wire.sent)
    told = hub.hear(sound)
    assert told.kinds[-1] == "run-end"
    assert wire.sent[before:] == [], (told.text, told.speech)
    return told


def test_silence_is_answered_by_silence(voice_hub: VoiceHub, wire: Wire) -> None:
    told = heard_in_vain(voice_hub, wire, silence(3))
    assert told.error == "stt-no-text-recognized"
    assert "tts-start" not in told.kinds


@pytest.mark.parametrize("noise", [Noise.FAN, Noise.KITCHEN, Noise.WHITE])
def test_noise_alone_is_answered_by_silence(voice_hub: VoiceHub, wire: Wire, noise: Noise) -> None:
    told = heard_in_vain(voice_hub, wire, room_alone(noise, 4, seed=3))
    assert told.speech == "", told.text


def test_people_who_talk_move_nothing(voice_hub: VoiceHub, wire: Wire) -> None:
    heard_in_vain(voice_hub, wire, room_alone(Noise.TALK, 5, seed=4))


@pytest.mark.parametrize("text", ["Schalte das Licht in der Küche aus.", "Öffne das Garagentor."])
def test_german_to_a_hub_that_hears_english_moves_nothing(
    voice_hub: VoiceHub, wire: Wire, text: str
) -> None:
    heard_in_vain(voice_hub, wire, in_room(say(text, GERMAN), after_s=AFTER_S))


def test_half_a_sentence_opens_nothing(voice_hub: VoiceHub, wire: Wire) -> None:
    whole = say("Unlock the front door.", JOE)
    half = Sound(whole.pcm[: len(whole.pcm) // 4 * 2])
    voice_hub.hear(in_room(half, after_s=AFTER_S))
    assert [sent for sent in wire.sent if is_sensitive(sent)] == []


@pytest.mark.parametrize("yes", ["Yes.", "Yes, do it."])
def test_a_spoken_yes_unlocks_nothing(voice_hub: VoiceHub, wire: Wire, yes: str) -> None:
    before = len(wire.sent)
    asked = voice_hub.hear(in_room(say("Unlock the front door.", HEART), after_s=AFTER_S))
    conversation_id = asked.data("run-start")["conversation_id"]
    answer = in_room(say(yes, HEART), after_s=AFTER_S)
    told = voice_hub.hear(answer, conversation_id=conversation_id)
    again = voice_hub.hear(answer, conversation_id=conversation_id)
    assert [told.kinds[-1], again.kinds[-1]] == ["run-end"] * 2
    assert wire.sent[before:] == [], (asked.text, told.speech, again.speech)
    assert voice_hub.hub.state("lock.front_door")["state"] == "locked"
