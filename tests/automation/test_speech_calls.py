"""Rules that have a player speak: the satellites near it do, as the guard lets them."""

from typing import Any

import pytest

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import HOUSE, AreaId
from hub.home.model import Area
from hub.home.speech_calls import is_speech, speech_steps
from hub.server.services import steps_of
from tests.support.fakes import put
from tests.support.satellites import Satellites

SAID = {"message": "The mail is here"}


@pytest.fixture
def home() -> Home:
    home = Home()
    for area in ("kitchen", "den", "attic"):
        home.put_area(Area(AreaId(area), area.capitalize()))
        put(home, f"media_player.{area}", "idle", area_id=AreaId(area))
    put(home, "media_player.nowhere", "idle")
    satellites = Satellites(home)
    satellites.add("kitchen", "kitchen")
    satellites.add("den", "den")
    return home


@pytest.mark.parametrize(
    ("action", "body", "targets"),
    [
        ("tts.speak", {"entity_id": "tts.piper", "media_player_entity_id": "media_player.kitchen"},
         ["kitchen"]),
        ("tts.speak", {"media_player_entity_id": ["media_player.den", "media_player.kitchen"]},
         ["den", "kitchen"]),
        ("tts.google_translate_say", {"entity_id": "media_player.den", "cache": True}, ["den"]),
        ("tts.cloud_say", {"target": {"entity_id": "assist_satellite.den"}}, ["den"]),
    ],
)  # fmt: skip
def test_satellites_speak_for_the_players_near_them(
    home: Home, action: str, body: dict[str, Any], targets: list[str]
) -> None:
    assert is_speech(action)
    (step,) = steps_of(home, action, {**body, **SAID, "language": "en"})
    assert step.command.data() == {"message": "The mail is here", "preannounce": False}
    assert list(step.targets) == [f"assist_satellite.{name}" for name in targets]


def test_players_without_a_satellite_speak_themselves(home: Home) -> None:
    players = ["media_player.attic", "media_player.den", "media_player.nowhere"]
    near, alone = speech_steps(home, "tts.speak", {**SAID, "media_player_entity_id": players}, [])
    assert near.targets == ("assist_satellite.den",)
    assert alone.targets == (HOUSE,)
    assert alone.command.data()["media_player_entity_id"] == [players[0], players[2]]
    (said,) = speech_steps(home, "tts.x_say", {**SAID, "cache": False}, ["media_player.attic"])
    assert said.command.action == "tts.speak"


@pytest.mark.parametrize(
    ("action", "data", "named", "words"),
    [
        ("tts.speak", SAID, [], "media_player_entity_id: Field required"),
        ("tts.x_say", SAID, [], "entity_id: name a media player"),
        ("tts.x_say", {}, ["media_player.den"], "message: Field required"),
        ("tts.x_say", {**SAID, "mesage": "x"}, ["media_player.den"], "unknown key 'mesage'"),
        ("tts.x_say", SAID, ["media_player.gone"], "media_player.gone"),
    ],
)
def test_what_cannot_be_said_is_named(
    home: Home, action: str, data: dict[str, Any], named: list[str], words: str
) -> None:
    with pytest.raises(HubError, match=words):
        speech_steps(home, action, data, named)
