"""A real wyoming-satellite beside a real hub: from the sound of a sentence to the light."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hub import remote
from tests.support.owner import become_owner
from tests.support.real_satellite import RealSatellite, free_port
from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, JOE, say

SATELLITE = "assist_satellite.kitchen_satellite"
LIGHT = "light.kitchen_ceiling"
DOOR = "lock.front_door"
# By itself: within a time or a longer number it may stand by chance.
THE_PIN = re.compile(r"(?<![\d.:,])2[ ,.]*5[ ,.]*8[ ,.]*0(?!\d)")

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """The demo, with its engines loaded."""
    folder = tmp_path_factory.mktemp("voice") / "hub"
    with RunningHub(folder, "--no-model", voice=True) as running:
        running.wait_for(LIGHT, "on", "off")
        running.wait_for_voice()
        yield running


@pytest.fixture(scope="module")
def owner(hub: RunningHub) -> remote.Remote:
    """The owner of the house, who has a PIN."""
    owner = remote.Remote(hub.url, become_owner(hub, "Ada"))
    owner.request("PUT", "/api/lares/me/pin", {"pin": "2580"})
    return owner


@pytest.fixture(scope="module")
def port() -> int:
    """Where each test's satellite is: it is known by its address, and keeps its entity's id."""
    return free_port()


@pytest.fixture
def satellite(hub: RunningHub, port: int, tmp_path: Path) -> Iterator[RealSatellite]:
    """A satellite in the kitchen, adopted."""
    with RealSatellite(tmp_path / "satellite", port) as satellite:
        entry = satellite.adopted_by(hub)
        yield satellite
        hub.remote.request("DELETE", f"/api/lares/entries/{entry}")


def set_light(hub: RunningHub, state: str) -> None:
    hub.ask(f"turn {state} the kitchen ceiling")
    hub.wait_for(LIGHT, state)


def test_a_sentence_in_the_room_switches_the_light_there(
    hub: RunningHub, satellite: RealSatellite
) -> None:
    set_light(hub, "off")
    satellite.wake()
    satellite.hear(say("Turn on the kitchen ceiling.", HEART))
    hub.wait_for(LIGHT, "on", timeout_s=60)
    satellite.wait_until_played()
    hub.wait_for(SATELLITE, "idle", timeout_s=30)


def test_of_two_that_hear_the_same_sentence_the_first_acts_and_the_other_is_silent(
    hub: RunningHub, satellite: RealSatellite, tmp_path: Path
) -> None:
    set_light(hub, "off")
    before = len(hub.remote.request("GET", "/api/lares/voice/runs"))
    with RealSatellite(tmp_path / "other", free_port(), name="Hallway satellite") as other:
        entry = other.adopted_by(hub, "hallway")
        for one in (satellite, other):
            one.wake()
            time.sleep(0.2)
        for one in (satellite, other):
            one.hear(say("Toggle the kitchen ceiling.", HEART))
        hub.wait_for(LIGHT, "on", timeout_s=60)
        satellite.wait_until_played()
        hub.wait_for("assist_satellite.hallway_satellite", "idle", timeout_s=30)
        assert not other.played.pcm
        assert "Waiting for wake word" in other.output().rsplit("Streaming audio", 1)[1]
        assert len(hub.remote.request("GET", "/api/lares/voice/runs")) == before + 1
        assert hub.state(LIGHT)["state"] == "on"
        hub.remote.request("DELETE", f"/api/lares/entries/{entry}")


def test_here_is_where_the_satellite_is(hub: RunningHub, satellite: RealSatellite) -> None:
    set_light(hub, "on")
    satellite.wake()
    satellite.hear(say("Turn off the lights.", HEART))
    hub.wait_for(LIGHT, "off", timeout_s=60)


def latest_runs(hub: RunningHub, count: int) -> list[dict[str, Any]]:
    """Return the latest runs once the last one is kept: its reply is played before."""
    deadline = time.monotonic() + 20
    while True:
        runs: list[dict[str, Any]] = hub.remote.request("GET", "/api/lares/voice/runs")[:count]
        if (len(runs) == count and not runs[0]["wants_answer"]) or time.monotonic() > deadline:
            return runs
        time.sleep(0.1)


def test_a_question_is_answered_without_the_wake_word(
    hub: RunningHub, satellite: RealSatellite
) -> None:
    satellite.wake()
    satellite.hear(say("Set a timer.", HEART))
    asked = satellite.wait_until_played()
    hub.wait_for(SATELLITE, "listening", timeout_s=30)
    satellite.hear(say("Five minutes.", HEART))
    satellite.wait_until_played(asked.seconds + 0.5)
    answered, first = latest_runs(hub, 2)
    assert (first["wants_answer"], answered["wants_answer"]) == (True, False)
    assert answered["conversation_id"] == first["conversation_id"]
    assert (answered["user_id"], answered["area_id"]) == (None, "kitchen")
    assert "5 minutes" in answered["speech"]


def test_a_door_is_unlocked_by_a_pin_that_nobody_is_told(
    hub: RunningHub, owner: remote.Remote, satellite: RealSatellite
) -> None:
    owner.request("POST", "/api/services/lock/lock", {"entity_id": DOOR})
    hub.wait_for(DOOR, "locked")
    satellite.wake()
    satellite.hear(say("Unlock the front door.", HEART))
    asked = satellite.wait_until_played()
    hub.wait_for(SATELLITE, "listening", timeout_s=30)
    assert hub.state(DOOR)["state"] == "locked"
    satellite.hear(say("Two, five, eight, zero.", HEART))
    hub.wait_for(DOOR, "unlocked", timeout_s=60)
    satellite.wait_until_played(asked.seconds + 0.5)
    hub.wait_for(SATELLITE, "idle", timeout_s=30)
    runs = json.dumps(hub.remote.request("GET", "/api/lares/voice/runs"))
    for told in (satellite.output(), runs, hub.output()):
        assert not THE_PIN.search(told)
        assert not re.search(r"\beight\b", told.lower())
    assert "transcript" in satellite.output()


@pytest.mark.parametrize("pin", ["PIN two five eight zero.", "with code two five eight zero."])
def test_an_order_and_its_pin_in_one_breath(
    hub: RunningHub, owner: remote.Remote, satellite: RealSatellite, pin: str
) -> None:
    owner.request("POST", "/api/services/lock/lock", {"entity_id": DOOR})
    hub.wait_for(DOOR, "locked")
    satellite.wake()
    satellite.hear(say(f"Unlock the front door, {pin}", HEART))
    hub.wait_for(DOOR, "unlocked", timeout_s=60)
    satellite.wait_until_played()
    hub.wait_for(SATELLITE, "idle", timeout_s=30)
    runs = hub.remote.request("GET", "/api/lares/voice/runs")
    assert runs[0]["text"].lower() == "unlock the front door ••••"
    traces = hub.remote.request("GET", "/api/lares/traces")
    for told in (satellite.output(), json.dumps([runs, traces]), hub.output()):
        assert not THE_PIN.search(told)
        assert not re.search(r"\beight\b", told.lower())
    assert "unlock the front door" in satellite.output().lower()


def test_a_satellite_killed_mid_sentence_does_nothing_and_comes_back(
    hub: RunningHub, satellite: RealSatellite
) -> None:
    set_light(hub, "off")
    satellite.wake()
    satellite.hear(say("Turn on the kitchen ceiling, and then, please, the other ones.", HEART))
    hub.wait_for(SATELLITE, "listening", timeout_s=30)
    time.sleep(1.5)
    satellite.kill()
    hub.wait_for(SATELLITE, "unavailable", timeout_s=30)
    time.sleep(1)
    assert hub.state(LIGHT)["state"] == "off"
    satellite.start()
    hub.wait_for(SATELLITE, "idle", timeout_s=60)
    satellite.wake()
    satellite.hear(say("Turn on the kitchen ceiling.", HEART))
    hub.wait_for(LIGHT, "on", timeout_s=60)


def test_an_announcement_is_heard_in_the_room(hub: RunningHub, satellite: RealSatellite) -> None:
    body = {"entity_id": SATELLITE, "message": "Dinner is ready."}
    hub.remote.request("POST", "/api/services/assist_satellite/announce", body)
    assert satellite.wait_until_played(1.0).seconds < 6
    hub.wait_for(SATELLITE, "idle", timeout_s=30)
    # It does not tell that it has played it; that it took it, is seen.
    assert hub.state(SATELLITE)["attributes"]["last_sent"]
    said = hub.ask("Announce lunch is ready.")
    assert said["response"]["speech"]["plain"]["speech"] == "I sent it to Kitchen."
    assert said["lares"]["outcomes"][0]["status"] == "done"


def test_a_satellite_that_streams_all_the_time_waits_for_the_hubs_wake_word(
    hub: RunningHub, port: int, tmp_path: Path
) -> None:
    set_light(hub, "off")
    with RealSatellite(tmp_path / "always", port, has_wake_word=False) as satellite:
        satellite.adopted_by(hub)
        # Not called, it does nothing.
        satellite.hear(say("Turn on the kitchen ceiling.", HEART))
        time.sleep(4)
        assert hub.state(LIGHT)["state"] == "off"
        satellite.hear(say("Okay, Nabu.", JOE))
        hub.wait_for(SATELLITE, "listening", timeout_s=30)
        satellite.hear(say("Turn on the kitchen ceiling.", HEART))
        hub.wait_for(LIGHT, "on", timeout_s=60)
        satellite.wait_until_played()
        # It goes on streaming, and is waited for again.
        hub.wait_for(SATELLITE, "idle", timeout_s=30)


ASK_FOR_LIGHT = {
    "alias": "Ask for light",
    "sequence": [
        {
            "action": "assist_satellite.ask_question",
            "data": {
                "entity_id": "assist_satellite.asking_satellite",
                "question": "Do you want the light on?",
                "answers": [
                    {"id": "yes", "sentences": ["yes [please]", "[please] turn it on"]},
                    {"id": "no", "sentences": ["no [thanks]"]},
                ],
            },
            "response_variable": "answer",
        },
        {
            "if": "{{ answer.id == 'yes' }}",
            "then": [{"action": "light.turn_on", "target": {"entity_id": LIGHT}}],
        },
    ],
}


def start_script(owner: remote.Remote, entity_id: str) -> None:
    """Start it once the satellite's microphone is known to be open."""
    deadline = time.monotonic() + 20
    while True:
        try:
            owner.request("POST", "/api/services/script/turn_on", {"entity_id": entity_id})
        except remote.Rejected:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def test_a_script_asks_in_the_room_and_does_as_it_is_answered(
    hub: RunningHub, owner: remote.Remote, tmp_path: Path
) -> None:
    """On a satellite that streams all the time: the answer needs no wake word."""
    set_light(hub, "off")
    owner.request("POST", "/api/config/script/config/ask_for_light", ASK_FOR_LIGHT)
    with (
        ThreadPoolExecutor(1) as beside,
        RealSatellite(
            tmp_path / "asking", free_port(), name="Asking satellite", has_wake_word=False
        ) as satellite,
    ):
        entry = satellite.adopted_by(hub)
        before = len(owner.request("GET", "/api/lares/voice/runs"))
        # Who starts a script waits for it, a while.
        started = beside.submit(start_script, owner, "script.ask_for_light")
        satellite.wait_until_played(1.0)
        hub.wait_for(satellite.entity_id, "listening", timeout_s=30)
        satellite.hear(say("Yes, please.", HEART))
        hub.wait_for(LIGHT, "on", timeout_s=60)
        started.result(timeout=30)
        runs = owner.request("GET", "/api/lares/voice/runs")
        # The answer was heard, and not planned.
        assert len(runs) == before + 1
        assert (runs[0]["plan_id"], runs[0]["speech"]) == (None, "")
        hub.remote.request("DELETE", f"/api/lares/entries/{entry}")
