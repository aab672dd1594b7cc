"""Phones with the companion app: registering, telling, asking."""

import base64
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.secret import SecretBox

from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.home.errors import UnknownAction
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Context
from hub.recorder.database import Database
from hub.recorder.errors import StorageUnavailable
from hub.recorder.presence import PresenceRecords
from integrations.mobile_app import Answer, Doors, MobileApp
from tests.support.fakes import ManualClock
from tests.support.presence import person
from tests.support.tracks import MIDDLE, point_at

ANNA = UserId("u-anna")
TRACKER = "device_tracker.annas_phone"
BODY = {
    "app_id": "io.robbie.HomeAssistant",
    "app_name": "Home Assistant",
    "app_version": "2026.1",
    "device_name": "Annas Phone",
    "manufacturer": "Apple",
    "model": "iPhone",
    "os_name": "iOS",
    "os_version": "19",
    "device_id": "abc",
    "supports_encryption": False,
    "app_data": {"push_token": "x"},
}
BATTERY = {
    "name": "Battery level",
    "type": "sensor",
    "unique_id": "battery",
    "state": 50,
    "device_class": "battery",
    "unit_of_measurement": "%",
    "icon": "mdi:battery",
}


class House:
    """A home that phones register at."""

    def __init__(self, store: PresenceRecords) -> None:
        self.clock = ManualClock()
        self.home = Home(now=self.clock)
        place = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))
        self.presence = Presence(self.home, place, self.clock, store)
        self.presence.configure([person("anna", TRACKER)])
        self.called: list[tuple[str, Mapping[str, Any], Context]] = []
        self.unseen: set[str] = set()
        self.events: list[HomeEvent] = []
        self.home.listen(self.events.append)
        doors = Doors(
            call=self.call,
            render=lambda template, *_: template.upper(),
            converse=self.converse,
            config=lambda: {"latitude": 1.0, "version": "1", "internal_url": "secret"},
            sees=lambda entity_id, _: entity_id not in self.unseen,
            may_fire=lambda _: True,
        )
        self.app = MobileApp(self.home, self.presence, store, doors, self.clock)

    async def call(self, action: str, data: Mapping[str, Any], context: Context) -> None:
        if action == "no.such":
            raise UnknownAction(action)
        self.called.append((action, data, context))

    async def converse(
        self, text: str, language: str | None, conversation: str | None, context: Context
    ) -> Mapping[str, Any]:
        return {"said": text, "language": language, "id": conversation, "user": context.user_id}

    async def register(self, **more: Any) -> dict[str, Any]:
        answer = await self.app.register({**BODY, **more}, ANNA)
        assert answer.status == 201
        return dict(answer.body)

    async def tell(self, webhook_id: str, kind: str, data: Any = None) -> Answer:
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self.app.handle(webhook_id, json.dumps(body).encode())

    def state(self, entity_id: str) -> str:
        return self.home.state(entity_id).state

    @property
    def fired(self) -> list[Fired]:
        return [event for event in self.events if isinstance(event, Fired)]


class Meanwhile(PresenceRecords):
    """Does something else right after a registration was kept."""

    then: Callable[[], Awaitable[None]] | None = None

    async def put_registration(self, webhook_id: str, document: str) -> None:
        await super().put_registration(webhook_id, document)
        then, self.then = self.then, None
        if then is not None:
            await then()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(tmp_path / "lares.db") as db:
        yield db


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    house = House(PresenceRecords(database))
    async with house.presence:
        yield house


async def test_a_location_moves_the_person_as_its_user(house: House) -> None:
    webhook = (await house.register())["webhook_id"]
    told = {"gps": MIDDLE, "gps_accuracy": 12, "battery": 81, "speed": 2, "altitude": 7}
    assert await house.tell(webhook, "update_location", told) == Answer(200, {})
    shown = house.home.state(TRACKER)
    assert shown.state == house.state("person.anna") == "home"
    assert shown.context.user_id == ANNA
    assert shown.attributes["battery_level"] == 81
    assert shown.attributes["altitude"] == 7.0
    house.clock.advance(600)
    away = {"gps": point_at((9000.0, 0.0)), "gps_accuracy": 12}
    await house.tell(webhook, "update_location", away)
    assert house.state("person.anna") == "not_home"
    await house.tell(webhook, "update_location", {"location_name": "home"})
    assert house.state("person.anna") == "home"


async def test_sensors_become_entities_of_the_phone(house: House) -> None:
    webhook = (await house.register())["webhook_id"]
    answer = await house.tell(webhook, "register_sensor", BATTERY)
    assert answer == Answer(201, {"success": True})
    entity = house.home.entity("sensor.annas_phone_battery_level")
    assert house.home.devices[entity.device_id or ""].model == "iPhone"  # type: ignore[index]
    assert entity.device_class == "battery"
    assert house.state(entity.id) == "50"
    moving = {"name": "Moving", "type": "binary_sensor", "unique_id": "moving", "state": True}
    await house.tell(webhook, "register_sensor", moving)
    assert house.state("binary_sensor.annas_phone_moving") == "on"
    answer = await house.tell(
        webhook,
        "update_sensor_states",
        [
            {"type": "sensor", "unique_id": "battery", "state": 49, "attributes": {"x": 1}},
            {"type": "binary_sensor", "unique_id": "moving", "state": False},
            {"type": "sensor", "unique_id": "steps", "state": 3},
            {"type": "sensor", "unique_id": "battery", "state": {}},
        ],
    )
    assert answer.body["steps"]["error"]["code"] == "not_registered"
    assert answer.body["battery"]["error"]["code"] == "invalid_format"
    assert answer.body["moving"] == {"success": True}
    assert house.state(entity.id) == "49"
    assert house.home.state(entity.id).attributes == {"x": 1, "unit_of_measurement": "%"}
    assert house.state("binary_sensor.annas_phone_moving") == "off"


async def test_a_phone_survives_a_restart_with_its_sensors(
    house: House, database: Database
) -> None:
    webhook = (await house.register())["webhook_id"]
    await house.tell(webhook, "register_sensor", BATTERY)
    later = House(PresenceRecords(database))
    async with later.presence:
        await later.app.load()
        assert later.state("sensor.annas_phone_battery_level") == "unknown"
        update = {"type": "sensor", "unique_id": "battery", "state": 7}
        await later.tell(webhook, "update_sensor_states", update)
        assert later.state("sensor.annas_phone_battery_level") == "7"


async def test_who_registers_again_keeps_tracker_and_sensors_with_a_new_webhook(
    house: House,
) -> None:
    first = (await house.register())["webhook_id"]
    await house.tell(first, "register_sensor", BATTERY)
    second = (await house.register(app_version="2026.2"))["webhook_id"]
    assert (await house.tell(first, "get_zones")).status == 410
    await house.tell(second, "update_location", {"gps": MIDDLE, "gps_accuracy": 12})
    assert house.state(TRACKER) == "home"
    update = {"type": "sensor", "unique_id": "battery", "state": 7}
    answer = await house.tell(second, "update_sensor_states", update)
    assert answer.body == {"battery": {"success": True}}


async def test_two_phones_of_the_same_name_have_trackers_of_their_own(house: House) -> None:
    for device in ("abc", "def"):
        webhook = (await house.register(device_id=device))["webhook_id"]
        await house.tell(webhook, "update_location", {"gps": MIDDLE, "gps_accuracy": 12})
    assert house.state(TRACKER) == house.state(f"{TRACKER}_2") == "home"


async def test_phones_fire_events_scan_tags_call_and_ask(house: House) -> None:
    webhook = (await house.register())["webhook_id"]
    await house.tell(webhook, "fire_event", {"event_type": "bell", "event_data": {"a": 1}})
    await house.tell(webhook, "scan_tag", {"tag_id": "t1"})
    assert [(event.event_type, event.origin) for event in house.fired] == [
        ("bell", "REMOTE"),
        ("tag_scanned", "LOCAL"),
    ]
    assert house.fired[1].data["tag_id"] == "t1"
    call = {"domain": "light", "service": "turn_on", "service_data": {"entity_id": "light.a"}}
    assert (await house.tell(webhook, "call_service", call)).status == 200
    assert house.called[0][:2] == ("light.turn_on", {"entity_id": "light.a"})
    assert house.called[0][2].user_id == ANNA
    refused = await house.tell(webhook, "call_service", {"domain": "no", "service": "such"})
    assert refused.status == 400
    rendered = await house.tell(webhook, "render_template", {"one": {"template": "abc"}})
    assert rendered.body == {"one": "ABC"}
    said = await house.tell(webhook, "conversation_process", {"text": "hi", "language": "en"})
    assert said.body == {"said": "hi", "language": "en", "id": None, "user": ANNA}
    zones = (await house.tell(webhook, "get_zones")).body
    assert [zone["entity_id"] for zone in zones] == ["zone.home"]
    config = (await house.tell(webhook, "get_config")).body
    assert config["latitude"] == 1.0
    assert "internal_url" not in config


async def test_an_app_that_encrypts_must_always_and_is_answered_so(house: House) -> None:
    told = await house.register(supports_encryption=True)
    webhook, key = told["webhook_id"], bytes.fromhex(told["secret"])
    plain = await house.tell(webhook, "update_location", {"gps": MIDDLE, "gps_accuracy": 12})
    assert plain.body["error"]["code"] == "encryption_required"
    assert TRACKER not in house.home.entities
    sealed = bytes(SecretBox(key).encrypt(b'{"gps": [52.3731, 4.8926], "gps_accuracy": 12}'))
    body = {
        "type": "update_location",
        "encrypted": True,
        "encrypted_data": base64.b64encode(sealed).decode(),
    }
    answer = await house.app.handle(webhook, json.dumps(body).encode())
    assert house.state(TRACKER) == "home"
    opened = SecretBox(key).decrypt(base64.b64decode(answer.body["encrypted_data"]))
    assert json.loads(opened) == {}


async def test_garbage_costs_one_line_and_moves_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    told = await house.register(supports_encryption=True)
    sealed = base64.b64encode(bytes(SecretBox(b"w" * 32).encrypt(b"{}"))).decode()
    body = {"type": "update_location", "encrypted": True, "encrypted_data": sealed}
    with caplog.at_level(logging.WARNING):
        assert (await house.app.handle(told["webhook_id"], json.dumps(body).encode())).body == {}
    assert len(caplog.records) == 1
    assert (await house.app.handle("nobody", b"{}")).status == 410
    webhook = (await house.register(device_id="other"))["webhook_id"]
    assert (await house.app.handle(webhook, b"\xff")).status == 400
    for kind, data in (("nonsense", {}), ("update_location", {"gps": [1]}), ("scan_tag", [])):
        assert (await house.tell(webhook, kind, data)).body == {}
    assert (await house.app.register({"app_id": 3}, ANNA)).status == 400


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(
        [
            "update_location",
            "register_sensor",
            "update_sensor_states",
            "render_template",
            "get_zones",
        ]
    ),
    data=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["gps", "type", "unique_id", "state", "name", "template"]), inner
            )
        ),
        max_leaves=8,
    ),
)
async def test_any_data_is_answered(kind: str, data: Any, house: House) -> None:
    webhook = (await house.register())["webhook_id"]
    assert (await house.tell(webhook, kind, data)).status in {200, 201, 400}


async def test_a_forgotten_phone_is_gone_whatever_it_told_meanwhile(database: Database) -> None:
    store = Meanwhile(database)
    house = House(store)
    webhook = (await house.register())["webhook_id"]
    await house.tell(webhook, "update_location", {"gps": MIDDLE, "gps_accuracy": 5})
    [phone] = house.app.phones
    store.then = lambda: house.app.forget(phone.device_id)
    assert (await house.tell(webhook, "register_sensor", BATTERY)).status == 410
    assert not house.app.knows(webhook)
    assert await store.registrations() == {}
    assert not {TRACKER, "sensor.annas_phone_battery_level"} & set(house.home.entities)


async def test_a_phone_that_the_disk_keeps_is_not_called_forgotten(database: Database) -> None:
    house = House(PresenceRecords(database))
    webhook = (await house.register())["webhook_id"]
    [phone] = house.app.phones
    await database.__aexit__(None, None, None)
    with pytest.raises(StorageUnavailable):
        await house.app.forget(phone.device_id)
    assert house.app.knows(webhook)


async def test_a_phone_forges_no_log_lines(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    house = House(PresenceRecords(database))
    phone = await house.register(device_name="x\nERROR hub: on fire")
    for kind, data in [
        ("call_service", {"domain": "no", "service": "such\nERROR hub: on fire"}),
        ("a\nb", {}), ("update_location", {"gps": {"a\nb": 1}}), ("update_location", "\n"),
    ]:  # fmt: skip
        await house.tell(phone["webhook_id"], kind, data)
    await house.app.handle(phone["webhook_id"], b"{}")
    assert len(caplog.records) >= 4
    assert all(len(record.getMessage().splitlines()) == 1 for record in caplog.records)
