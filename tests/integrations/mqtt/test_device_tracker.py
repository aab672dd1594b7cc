"""Device trackers over a real broker, and the persons who carry them."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.home.home import Home
from hub.home.model import UNKNOWN
from tests.integrations.mqtt.handmade import Handmade, until
from tests.support.presence import MemoryPresence, person, zone
from tests.support.tracks import MIDDLE, point_at

WORK = point_at((5000.0, 0.0))
FAR = point_at((20_000.0, 0.0))
TAG: dict[str, Any] = {
    "name": "Tag",
    "unique_id": "t1",
    "state_topic": "tag",
    "payload_home": "in",
    "payload_not_home": "out",
    "source_type": "bluetooth_le",
}
PHONE: dict[str, Any] = {
    "name": "Phone",
    "unique_id": "p1",
    "json_attributes_topic": "phone/attributes",
    "device": {"identifiers": ["p1"], "name": "Phone"},
}
TRACKER = "device_tracker.phone"


class Minutes:
    """A clock that moves on a minute whenever it is read: nobody is everywhere at once."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@asynccontextmanager
async def placing(home: Home, device: Handmade) -> AsyncIterator[Presence]:
    """Decides where trackers are; Anna carries the phone, and works somewhere."""
    place = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))
    presence = Presence(home, place, Minutes(), MemoryPresence())
    presence.configure(
        [
            zone("work", "Work", WORK, radius=200),
            zone("hall", "Hall", WORK, radius=100, passive=True),
            person("anna", TRACKER),
        ]
    )
    async with presence:
        end = device.hub.place_by(presence)
        yield presence
        end()


@pytest.fixture
async def presence(home: Home, device: Handmade) -> AsyncIterator[Presence]:
    async with placing(home, device) as presence:
        yield presence


def spot(point: tuple[float, float], **more: object) -> dict[str, object]:
    return {"latitude": point[0], "longitude": point[1], "gps_accuracy": 10, **more}


async def test_a_tracker_says_home_away_or_a_place(device: Handmade) -> None:
    await device.announce("device_tracker/tag", TAG)
    await device.reports("device_tracker.tag", UNKNOWN)
    for payload, state in (("in", "home"), ("out", "not_home"), ("Gym", "Gym"), ("None", UNKNOWN)):
        device.say("tag", payload)
        await device.reports("device_tracker.tag", state)
    shown = device.home.state("device_tracker.tag")
    assert shown.attributes["source_type"] == "bluetooth_le"


async def test_a_bluetooth_tracker_as_theengs_announces_it(device: Handmade) -> None:
    await device.announce(
        "device_tracker/watch",
        {
            "stat_t": "home/TheengsGateway/BTtoMQTT/A1",
            "name": "Watch-tracker",
            "uniq_id": "A1-tracker",
            "val_tpl": "{% if value_json.get('rssi') -%}home{%- else -%}not_home{%- endif %}",
            "src_type": "bluetooth_le",
            "device": {"ids": ["A1"], "cns": [["mac", "A1"]], "mf": "X", "mdl": "Y",
                       "name": "Watch", "via_device": "TheengsGateway"},
        },
    )  # fmt: skip
    device.say("home/TheengsGateway/BTtoMQTT/A1", {"rssi": -60})
    await device.reports("device_tracker.watch_watch_tracker", "home", source_type="bluetooth_le")
    device.say("home/TheengsGateway/BTtoMQTT/A1", {"id": "A1"})
    await device.reports("device_tracker.watch_watch_tracker", "not_home")


async def test_a_position_is_a_zone_and_a_person_s(device: Handmade, presence: Presence) -> None:
    del presence
    await device.announce("device_tracker/phone", PHONE)
    await device.reports(TRACKER, UNKNOWN)
    device.say("phone/attributes", spot(MIDDLE, battery_level=80))
    shown = await device.reports(
        TRACKER, "home", gps_accuracy=10, battery_level=80, in_zones=["zone.home"]
    )
    assert (shown.attributes["latitude"], shown.attributes["longitude"]) == pytest.approx(MIDDLE)
    await device.reports("person.anna", "home", source=TRACKER)
    assert device.home.state("zone.home").state == "1"
    for _ in range(3):
        device.say("phone/attributes", spot(WORK))
    shown = await device.reports(TRACKER, "Work", in_zones=["zone.hall", "zone.work"])
    assert "battery_level" not in shown.attributes
    await device.reports("person.anna", "Work")
    for _ in range(3):
        device.say("phone/attributes", spot(FAR))
    await device.reports(TRACKER, "not_home", in_zones=[])
    await device.reports("person.anna", "not_home")


async def test_what_the_state_says_goes_before_a_position(
    device: Handmade, presence: Presence
) -> None:
    del presence
    await device.announce("device_tracker/phone", {**PHONE, "state_topic": "phone/state"})
    device.say("phone/attributes", spot(MIDDLE))
    await device.reports(TRACKER, "home")
    device.say("phone/state", "Gym")
    await device.reports(TRACKER, "Gym")
    device.say("phone/attributes", spot(MIDDLE, battery_level=70))
    await device.reports(TRACKER, "Gym", battery_level=70)
    renewed = {**PHONE, "state_topic": "phone/state", "icon": "mdi:phone"}
    await device.announce("device_tracker/phone", renewed)
    device.say("phone/attributes", spot(MIDDLE, battery_level=60))
    await device.reports(TRACKER, "Gym", battery_level=60)
    device.say("phone/state", "None")
    await device.reports(TRACKER, "home")


async def test_zones_may_be_told_by_name(device: Handmade, presence: Presence) -> None:
    del presence
    await device.announce("device_tracker/phone", PHONE)
    for told, state, zones in (
        (["zone.work"], "Work", ["zone.work"]),
        (["Work", "hall"], "Work", ["zone.hall", "zone.work"]),
        (["home", "Work"], "home", ["zone.home", "zone.work"]),
        (["hall"], "not_home", ["zone.hall"]),
        (["nowhere"], "not_home", []),
    ):
        device.say("phone/attributes", {"in_zones": told})
        await device.reports(TRACKER, state, in_zones=zones)


async def test_zones_that_come_later_count(device: Handmade, presence: Presence) -> None:
    await device.announce("device_tracker/phone", PHONE)
    for _ in range(3):
        device.say("phone/attributes", spot(FAR))
    await device.reports(TRACKER, "not_home")
    presence.configure([zone("cabin", "Cabin", FAR, radius=300)])
    assert device.home.state(TRACKER).state == "Cabin"


async def test_a_position_that_came_before_its_judge_is_judged(device: Handmade) -> None:
    await device.announce("device_tracker/phone", PHONE)
    device.say("phone/attributes", spot(MIDDLE))
    await device.reports(TRACKER, UNKNOWN, gps_accuracy=10)
    async with placing(device.home, device):
        assert device.home.state(TRACKER).state == "home"


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": "north", "longitude": 4},
        {"latitude": 52.0},
        {"latitude": 91, "longitude": 4},
        {"latitude": True, "longitude": 4},
        {"latitude": 52.0, "longitude": 4, "gps_accuracy": "near"},
        {"latitude": 52.0, "longitude": 4, "gps_accuracy": -1},
        {"in_zones": "home"},
        ["no object"],
    ],
)
async def test_garbage_costs_one_line_and_keeps_the_place(
    device: Handmade, presence: Presence, wrong: object, caplog: pytest.LogCaptureFixture
) -> None:
    del presence
    await device.announce("device_tracker/phone", PHONE)
    device.say("phone/attributes", spot(MIDDLE))
    await device.reports(TRACKER, "home")
    with caplog.at_level(logging.WARNING):
        device.say("phone/attributes", wrong)
        device.say("phone/attributes", wrong)
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    await device.reports(TRACKER, "home", gps_accuracy=10)


async def test_a_position_may_be_taken_back(device: Handmade, presence: Presence) -> None:
    del presence
    await device.announce("device_tracker/phone", PHONE)
    device.say("phone/attributes", spot(MIDDLE))
    await device.reports(TRACKER, "home")
    device.say("phone/attributes", {"latitude": None, "longitude": None, "battery_level": 3})
    shown = await device.reports(TRACKER, UNKNOWN, battery_level=3)
    assert "latitude" not in shown.attributes


async def test_a_tracker_that_tells_nothing_is_refused(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        device.say("homeassistant/device_tracker/x/config", {"name": "X"})
        await until(lambda: caplog.records)
    assert "state_topic or json_attributes_topic" in caplog.text
