"""Phones with OwnTracks: what they send moves them, or costs one line in the log."""

import asyncio
import json
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import paho.mqtt.client as paho
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion
from pydantic import ValidationError

from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.home.home import Home
from hub.home.ids import EntityId
from integrations.owntracks import OwnTracks, OwnTracksConfig
from integrations.owntracks.messages import (
    Encrypted,
    MessageWrong,
    decrypted,
    encrypted,
    read_message,
)
from tests.support.fakes import ManualClock
from tests.support.mosquitto import Mosquitto
from tests.support.mqtt_probe import probe
from tests.support.presence import MemoryPresence, person, zone
from tests.support.tracks import MIDDLE, point_at

PHONE = EntityId("device_tracker.anna_phone")
TOPIC = "owntracks/anna/phone"
WORK = point_at((5000.0, 0.0))
KEY = b"s3cret".ljust(32, b"\0")


class House:
    """A home that hears OwnTracks, its settings given."""

    def __init__(self, **options: Any) -> None:
        self.clock = ManualClock()
        self.home = Home(now=self.clock)
        place = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))
        self.presence = Presence(self.home, place, self.clock, MemoryPresence())
        self.presence.configure([zone("work", "Work", WORK), person("anna", PHONE)])
        self.owntracks = OwnTracks(
            OwnTracksConfig.model_validate(options), self.presence, self.clock
        )

    @property
    def state(self) -> str | None:
        found = self.home.states.get(PHONE)
        return None if found is None else found.state

    def hear(self, message: dict[str, Any], topic: str = TOPIC, after_s: float = 60) -> None:
        self.clock.advance(after_s)
        self.owntracks.hear(topic, json.dumps(self.stamped(message)).encode())

    def stamped(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"tst": int(self.clock.now.timestamp()), **message}


def location(point: tuple[float, float], **more: Any) -> dict[str, Any]:
    return {"_type": "location", "lat": point[0], "lon": point[1], "acc": 12, "tid": "an", **more}


def transition(event: str, desc: str, **more: Any) -> dict[str, Any]:
    return {"_type": "transition", "event": event, "desc": desc, "t": "c", **more}


async def test_a_location_moves_the_tracker_with_all_it_tells() -> None:
    house = House()
    async with house.presence:
        house.hear(location(MIDDLE, batt=77, bs=1, vel=4, cog=270, alt=3, vac=5, conn="w", t="p"))
        shown = house.home.state(PHONE)
        assert shown.state == "home"
        assert house.home.state("person.anna").state == "home"
        assert dict(shown.attributes) == {
            "source_type": "gps",
            "latitude": MIDDLE[0],
            "longitude": MIDDLE[1],
            "gps_accuracy": 12.0,
            "battery_level": 77,
            "battery_status": 1,
            "velocity": 4.0,
            "course": 270.0,
            "altitude": 3.0,
            "vertical_accuracy": 5.0,
            "connection": "w",
            "tid": "an",
            "in_zones": ["zone.home"],
        }


async def test_transitions_enter_and_leave_by_the_regions_name() -> None:
    house = House(region_mapping={"the office": "Work"})
    async with house.presence:
        house.hear(location(MIDDLE))
        house.hear(transition("leave", "Home"), f"{TOPIC}/event")
        assert house.state == "not_home"
        house.hear(transition("enter", "the office"), f"{TOPIC}/event")
        assert house.state == "Work"
        house.hear(transition("leave", "-the office:uuid:1:2", t="b"), f"{TOPIC}/event")
        assert house.state == "not_home"


async def test_a_transition_that_comes_late_changes_nothing() -> None:
    house = House()
    async with house.presence:
        house.hear(location(MIDDLE))
        house.hear(location(MIDDLE, acc=13))
        old = int((house.clock.now - timedelta(minutes=10)).timestamp())
        house.hear(transition("leave", "home", tst=old), f"{TOPIC}/event")
        assert house.state == "home"


async def test_locations_come_in_any_order_and_twice() -> None:
    house = House()
    async with house.presence:
        house.hear(location(MIDDLE))
        old = int((house.clock.now - timedelta(hours=1)).timestamp())
        house.hear(location(WORK, tst=old))
        house.hear(location(MIDDLE))
        assert house.state == "home"


async def test_waypoints_become_zones_of_those_who_may() -> None:
    house = House(waypoint_whitelist="anna")
    async with house.presence:
        gym = {"_type": "waypoint", "desc": "Gym", "lat": WORK[0], "lon": MIDDLE[1], "rad": 80}
        house.hear(gym, f"{TOPIC}/waypoint")
        house.hear({"_type": "waypoints", "waypoints": [{**gym, "desc": "Pool"}]}, TOPIC)
        house.hear({**gym, "desc": "Beacon", "rad": 0})
        house.hear({**gym, "desc": "Lair"}, "owntracks/mallory/phone/waypoint")
        assert house.home.state("zone.anna_phone_gym").attributes["radius"] == 80
        zones = {entity for entity in house.home.entities if entity.startswith("zone.")}
        assert zones == {"zone.home", "zone.work", "zone.anna_phone_gym", "zone.anna_phone_pool"}


async def test_an_encrypted_location_counts_and_a_plain_one_does_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(secret={TOPIC: "s3cret"})
    async with house.presence:
        house.owntracks.hear(TOPIC, encrypted(json.dumps(location(MIDDLE)).encode(), KEY))
        assert house.state == "home"
        house.hear(transition("leave", "home"), f"{TOPIC}/event")
        assert house.state == "home"
        assert "is not encrypted" in caplog.text


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\x00",
        b"[]",
        b'"location"',
        b"{}",
        b'{"_type": "location"}',
        b'{"_type": "location", "lat": "north", "lon": 4, "acc": 5}',
        b'{"_type": "location", "lat": 52, "lon": 4, "acc": 0, "tst": 1}',
        b'{"_type": "location", "lat": 52, "lon": 4, "acc": 5, "tst": 1e300}',
        b'{"_type": "transition", "event": "hover", "desc": "home"}',
        b'{"_type": "transition", "event": "leave"}',
        b'{"_type": "encrypted", "data": "AAAA"}',
        b'{"_type": "nonsense"}',
        b'{"_type": "location", "lat": 52, "lon": 4, "acc": 5, "x": "' + b"x" * 70_000 + b'"}',
        encrypted(b'{"_type": "location", "lat": 52, "lon": 4, "acc": 5}', b"w" * 32),
    ],
)
@pytest.mark.parametrize("secret", [None, "s3cret"])
async def test_garbage_costs_one_line_and_moves_nothing(
    payload: bytes, secret: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    house = House(secret=secret)
    async with house.presence:
        with caplog.at_level(logging.WARNING):
            house.owntracks.hear(TOPIC, payload)
        assert len(caplog.records) == 1
        assert house.state is None


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(payload=st.binary(max_size=200), topic=st.text(max_size=40))
def test_any_bytes_on_any_topic_are_survived(payload: bytes, topic: str) -> None:
    House().owntracks.hear(topic, payload)
    House().owntracks.hear(TOPIC, payload)


@given(payload=st.binary(min_size=1, max_size=100))
def test_what_is_encrypted_comes_out_only_with_its_key(payload: bytes) -> None:
    body = json.dumps({"_type": "lwt", "x": payload.hex()}).encode()
    sealed = read_message(encrypted(body, KEY))
    assert isinstance(sealed, Encrypted)
    assert decrypted(sealed, KEY).type == "lwt"
    with pytest.raises(MessageWrong, match="keys differ"):
        decrypted(sealed, secrets.token_bytes(32))


async def test_over_http_the_headers_say_who_it_is() -> None:
    house = House()
    async with house.presence:
        headers = {"X-Limit-U": "anna", "X-Limit-D": "phone"}
        body = json.dumps(house.stamped(location(MIDDLE))).encode()
        assert await house.owntracks.handle(body, headers) == []
        assert house.state == "home"


async def test_over_http_the_topic_says_it_too_and_nobody_is_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House()
    async with house.presence:
        assert await house.owntracks.handle(house.stamped(location(MIDDLE, topic=TOPIC)), {}) == []
        assert house.state == "home"
        assert await house.owntracks.handle(location(WORK), {}) == []
        assert "set a username" in caplog.text


async def test_over_http_an_encrypted_message_gets_an_encrypted_answer() -> None:
    house = House(secret="s3cret")  # noqa: S106
    async with house.presence:
        inner = json.dumps(house.stamped(location(MIDDLE))).encode()
        answer = await house.owntracks.handle(encrypted(inner, KEY), {"x-limit-u": "anna"})
        assert isinstance(answer, dict)
        assert answer["_type"] == "encrypted"
        assert house.home.state("device_tracker.anna_anna").state == "home"


async def test_rough_locations_can_be_left_out_and_events_may_be_all() -> None:
    house = House(max_gps_accuracy=50)
    async with house.presence:
        house.hear(location(MIDDLE, acc=60))
        assert house.state is None
    house = House(events_only=True)
    async with house.presence:
        house.hear(location(MIDDLE))
        assert house.state is None
        house.hear(transition("enter", "home"), f"{TOPIC}/event")
        assert house.state == "home"


def test_settings_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValidationError):
        OwnTracksConfig.model_validate({"mqtt_topics": "x"})


async def test_end_to_end_over_a_real_broker() -> None:
    async with Mosquitto() as broker, probe(broker.port) as phone:
        house = House()
        client = paho.Client(CallbackAPIVersion.VERSION2)

        def subscribe(topic: str, hear: Any) -> Any:
            loop = asyncio.get_running_loop()

            def on_message(_client: paho.Client, _data: Any, said: paho.MQTTMessage) -> None:
                loop.call_soon_threadsafe(hear, said.topic, said.payload)

            client.on_message = on_message
            client.connect("127.0.0.1", broker.port)
            client.subscribe(topic, 1)
            client.loop_start()
            return client.loop_stop

        hub = OwnTracks(OwnTracksConfig(), house.presence, lambda: datetime.now(UTC), subscribe)
        async with house.presence, hub:
            await phone.until(client.is_connected)
            await phone.settled()
            phone.publish(TOPIC, house.stamped(location(MIDDLE)))
            await phone.until(lambda: house.state == "home", "nothing was heard")
            house.clock.advance(60)
            phone.publish(f"{TOPIC}/event", house.stamped(transition("leave", "home")))
            await phone.until(lambda: house.state == "not_home", "no transition was heard")
            client.disconnect()
