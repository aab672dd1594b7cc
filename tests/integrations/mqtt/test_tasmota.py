"""Tasmota's own discovery: what its devices become, report and take, and nonsense from them."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.actions import check, parse_command
from hub.home.events import Fired
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, State
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import PayloadError
from integrations.mqtt.tasmota.config import read_config
from integrations.mqtt.tasmota.discovery import announcements
from tests.integrations.mqtt.handmade import until
from tests.support.mosquitto import Mosquitto
from tests.support.tasmota.firmware import Tasmota
from tests.support.tasmota.over_mqtt import OverMqtt, on_broker

Make = Callable[..., Any]


class House:
    """A home with the hub's MQTT, and devices on its broker."""

    def __init__(self, home: Home, hub: MqttIntegration, port: int, stack: AsyncExitStack) -> None:
        self.home = home
        self._hub = hub
        self._port = port
        self._stack = stack

    async def gets(self, tasmota: Tasmota, **changes: Any) -> OverMqtt:
        """Put a device on the broker and have it announce itself."""
        device = await self._stack.enter_async_context(on_broker(tasmota, self._port))
        await until(lambda: device.connection.connected and self._hub.connected, "a connection")
        device.announce(**changes)
        if "t" not in changes:  # once it is asked, it is heard
            await until(lambda: "STATUS 10" in tasmota.told, "a question")
        return device

    async def shows(self, entity_id: str, state: str, **attributes: Any) -> State:
        """Wait until an entity shows a state and attributes."""

        def is_so() -> bool:
            found = self.home.states.get(EntityId(entity_id))
            return (
                found is not None
                and found.state == state
                and all(found.attributes.get(key) == value for key, value in attributes.items())
            )

        try:
            await until(is_so)
        except AssertionError:
            found = self.home.states.get(EntityId(entity_id))
            raise AssertionError(f"{entity_id}: {found}; there are {[*self.home.states]}") from None
        return self.home.state(entity_id)

    async def does(self, entity_id: str, action: str, **data: Any) -> None:
        """Send a command, and wait until the device reports what is expected of it."""
        command = parse_command(action, data)
        before = self.home.state(entity_id)
        check(command, self.home.entity(entity_id), before)
        self._hub.send(EntityId(entity_id), command, Context())
        expected = command.expected(before)
        if expected is not None:
            await until(lambda: expected.is_met_by(self.home.state(entity_id)), f"{action} {data}")


@pytest.fixture
async def house(broker: Mosquitto, home: Home, hub: MqttIntegration) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        yield House(home, hub, broker.port, stack)


async def test_a_relay_is_a_switch(house: House) -> None:
    device = await house.gets(Tasmota(relays=[True]))
    await house.shows("switch.shed", "on")
    entity = house.home.entity("switch.shed")
    made = house.home.devices[entity.device_id]  # type: ignore[index]
    told = (made.name, made.manufacturer, made.model, made.sw_version)
    assert told == ("Shed", "Tasmota", "Sonoff Basic", "14.3.0")
    await house.does("switch.shed", "switch.turn_off")
    await house.does("switch.shed", "switch.toggle")
    assert device.tasmota.relays == [True]


async def test_relays_have_names_of_their_own(house: House) -> None:
    await house.gets(Tasmota(relays=[False, True, False], names=["Shed", "Pump", "Lamp"]))
    await house.shows("switch.shed_1", "off")
    await house.shows("switch.shed_pump", "on")
    await house.does("switch.shed_lamp", "switch.turn_on")
    await house.shows("switch.shed_pump", "on")


async def test_a_device_that_goes_is_unavailable_and_asked_again_when_it_comes(
    house: House,
) -> None:
    device = await house.gets(Tasmota())
    await house.shows("switch.shed", "off")
    device.lives(is_there=False)
    await house.shows("switch.shed", "unavailable")
    device.tasmota.relays = [True]
    device.lives(is_there=True)
    await house.shows("switch.shed", "on")


async def test_a_sleeping_device_stays_available(house: House) -> None:
    device = await house.gets(Tasmota(sensors={"DS18B20": {"Temperature": 4.5}}), dslp=1)
    await house.shows("sensor.shed_ds18b20_temperature", "4.5")
    device.lives(is_there=False)
    device.says("tele/SENSOR", {"DS18B20": {"Temperature": 4.6}})
    await house.shows("sensor.shed_ds18b20_temperature", "4.6")


async def test_what_is_taken_back_leaves(house: House) -> None:
    device = await house.gets(Tasmota())
    await house.shows("switch.shed", "off")
    device.withdraw()
    await until(lambda: not house.home.entities, "an empty home")
    device.announce()
    await house.shows("switch.shed", "off")


async def test_what_is_announced_anew_is_renewed_in_place(house: House) -> None:
    device = await house.gets(Tasmota(relays=[False, True]))
    await house.shows("switch.shed_2", "on")
    device.tasmota.names = ["Shed", "Pump"]
    device.announce()
    await until(lambda: house.home.entity("switch.shed_2").name == "Shed Pump", "a new name")
    await house.shows("switch.shed_2", "on")
    assert set(house.home.entities) == {"switch.shed_1", "switch.shed_2", "sensor.shed_signal"}


@pytest.mark.parametrize(("channels", "entity_id"), [(0, "switch.shed"), (1, "light.shed")])
async def test_a_device_with_results_on_topics_of_their_own(
    house: House, channels: int, entity_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    device = await house.gets(Tasmota(channels=channels), so={"4": 1})
    device.says("stat/POWER", {"POWER": "OFF"})
    await house.shows(entity_id, "off")
    device.tasmota.relays = [True]
    device.says("stat/POWER", "ON")
    await house.shows(entity_id, "on")
    device.tasmota.relays = [False]
    device.says("stat/POWER1", {"POWER1": "OFF"})
    await house.shows(entity_id, "off")
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]


LIGHTS: list[tuple[int, list[str], list[tuple[dict[str, Any], dict[str, Any]]]]] = [
    (1, ["brightness"], [({"brightness": 128}, {"brightness": 128})]),
    (
        2,
        ["color_temp"],
        [({"color_temp_kelvin": 3000, "brightness": 255}, {"color_mode": "color_temp"})],
    ),
    (
        3,
        ["hs"],
        [
            ({"hs_color": [120, 60], "brightness_pct": 50}, {"color_mode": "hs"}),
            ({"rgb_color": [255, 0, 0]}, {"hs_color": (0, 100)}),
            ({"effect": "Cycle up"}, {"effect": "Cycle up"}),
        ],
    ),
    (4, ["hs", "white"], [({"color_name": "blue"}, {"color_mode": "hs"}),
                          ({"white": 200}, {"color_mode": "white"})]),
    (
        5,
        ["color_temp", "hs"],
        [
            ({"color_temp_kelvin": 4000}, {"color_mode": "color_temp"}),
            ({"color_name": "red"}, {"color_mode": "hs", "color_temp_kelvin": None}),
            ({"brightness": 20, "transition": 2}, {"brightness": 20}),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("channels", "modes", "wishes"), LIGHTS)
async def test_a_light_shines_as_asked(
    house: House, channels: int, modes: list[str], wishes: list[tuple[dict[str, Any], Any]]
) -> None:
    device = await house.gets(Tasmota(channels=channels, dimmer=100))
    await house.shows("light.shed", "off", supported_color_modes=modes)
    for data, shown in wishes:
        await house.does("light.shed", "light.turn_on", **data)
        await house.shows("light.shed", "on", **shown)
    await house.does("light.shed", "light.turn_off")
    await house.does("light.shed", "light.toggle")
    assert device.tasmota.relays == [True]


async def test_a_light_fades(house: House) -> None:
    device = await house.gets(Tasmota(channels=1, dimmer=100))
    await house.shows("light.shed", "off")
    await house.does("light.shed", "light.turn_on", brightness=128, transition=3)
    sent = next(text for text in device.tasmota.told if text.startswith("Backlog"))
    assert sent == "Backlog NoDelay;Fade2 1;NoDelay;Speed2 6;NoDelay;Dimmer 50;NoDelay;Power1 ON"


async def test_colours_and_whites_that_are_parted_are_two_lights(house: House) -> None:
    device = await house.gets(Tasmota(relays=[True, True]), rl=[2, 2], lk=0, lt_st=5)
    device.says("tele/STATE", {"POWER1": "ON", "POWER2": "ON", "Dimmer1": 40, "Dimmer2": 80,
                               "HSBColor": "120,100,40", "CT": 250, "White": 80})  # fmt: skip
    await house.shows("light.shed_1", "on", supported_color_modes=["hs"], brightness=102)
    await house.shows("light.shed_2", "on", supported_color_modes=["color_temp"], brightness=204)


async def test_each_channel_may_be_a_dimmer(house: House) -> None:
    device = await house.gets(Tasmota(relays=[True, False]), rl=[2, 2], so={"68": 1}, lt_st=2)
    device.says("tele/STATE", {"POWER1": "ON", "POWER2": "OFF", "Channel1": 20, "Channel2": 0})
    await house.shows("light.shed_1", "on", brightness=51)
    await house.shows("light.shed_2", "off")


async def test_shutters_are_covers(house: House) -> None:
    shutters = [{"Position": 30}, {"Position": 100}]
    device = await house.gets(Tasmota(relays=[False] * 4, shutters=shutters), sht=[[-90, 90, 15]])
    await house.shows("cover.shed_shutter_1", "open", current_position=30)
    await house.does("cover.shed_shutter_1", "cover.open_cover")
    await house.does("cover.shed_shutter_1", "cover.set_cover_position", position=40)
    await house.does("cover.shed_shutter_1", "cover.set_cover_tilt_position", tilt_position=75)
    device.says("stat/RESULT", {"Shutter1": {"Position": 45, "Direction": -1, "Target": 0}})
    await house.shows("cover.shed_shutter_1", "closing", current_position=45)
    await house.does("cover.shed_shutter_1", "cover.stop_cover")
    await house.does("cover.shed_shutter_1", "cover.close_cover")
    await house.shows("cover.shed_shutter_2", "open", current_position=100)
    assert not [name for name in house.home.entities if name.startswith("switch.")]


async def test_an_inverted_shutter(house: House) -> None:
    device = await house.gets(Tasmota(relays=[False] * 2, shutters=[{"Position": 30}]), sho=[1])
    await house.shows("cover.shed", "open", current_position=70)
    await house.does("cover.shed", "cover.set_cover_position", position=90)
    assert device.tasmota.shutters[0]["Position"] == 10
    device.says("stat/RESULT", {"Shutter1": {"Position": 30, "Direction": 1}})
    await house.shows("cover.shed", "closing")


async def test_a_fan_with_its_light(house: House) -> None:
    device = await house.gets(Tasmota(relays=[True], fan_speed=0), rl=[2, 0, 0, 0])
    await house.shows("fan.shed", "off", percentage=0)
    await house.shows("light.shed", "on", supported_color_modes=["onoff"])
    await house.does("fan.shed", "fan.turn_on")
    assert device.tasmota.fan_speed == 2
    await house.does("fan.shed", "fan.set_percentage", percentage=100)
    await house.does("fan.shed", "fan.turn_off")
    await house.does("light.shed", "light.turn_off")


SENSORS = {
    "ENERGY": {
        "TotalStartTime": "2026-01-01T00:00:00", "Total": 12.5, "Power": 70, "Factor": 0.9,
        "Voltage": [230, 231], "Current": 0.3,
    },
    "BME280": {"Temperature": 21.5, "Humidity": 40.2, "Pressure": 1001.3},
    "SDS0X1": {"PM2.5": 4.5, "PM10": 7.1},
    "TempUnit": "C",
    "PressureUnit": "hPa",
}  # fmt: skip


async def test_sensors_have_classes_and_units(house: House) -> None:
    device = await house.gets(Tasmota(relays=[], sensors=SENSORS))
    await house.shows(
        "sensor.shed_bme280_temperature", "21.5", device_class="temperature",
        unit_of_measurement="°C", state_class="measurement",
    )  # fmt: skip
    await house.shows(
        "sensor.shed_energy_total", "12.5", device_class="energy", unit_of_measurement="kWh",
        state_class="total_increasing",
    )  # fmt: skip
    await house.shows("sensor.shed_energy_voltage_0", "230", device_class="voltage")
    await house.shows("sensor.shed_energy_voltage_1", "231")
    await house.shows("sensor.shed_sds0x1_pm2_5", "4.5", device_class="pm25")
    assert not house.home.entity("sensor.shed_energy_totalstarttime").enabled
    device.tasmota.sensors = {"BME280": {"Temperature": 22}, "ENERGY": {"Voltage": 229}}
    device.says("tele/SENSOR", device.tasmota.report())
    await house.shows("sensor.shed_bme280_temperature", "22")
    await house.shows("sensor.shed_energy_voltage_0", "229")
    await house.shows("sensor.shed_bme280_humidity", "40.2")


async def test_a_switch_that_is_followed_is_a_binary_sensor(house: House) -> None:
    tasmota = Tasmota(relays=[], sensors={"Switch1": "OFF", "Door": "ON"})
    device = await house.gets(tasmota, swc=[1, 2, 13], swn=[None, "Door", None])
    await house.shows("binary_sensor.shed_switch_1", "off")
    await house.shows("binary_sensor.shed_door", "on")
    tasmota.sensors["Switch1"] = "ON"
    device.says("stat/RESULT", {"Switch1": {"Action": "ON"}})
    await house.shows("binary_sensor.shed_switch_1", "on")
    device.says("stat/RESULT", {"Switch3": {"Action": "ON"}})
    await house.shows("binary_sensor.shed_switch_3", "on")
    await house.shows("binary_sensor.shed_switch_3", "off")


async def test_buttons_and_switches_trigger_rules(house: House) -> None:
    fired: list[Fired] = []
    house.home.listen(fired.append, Fired)  # type: ignore[arg-type]
    device = await house.gets(Tasmota(relays=[]), btn=[1], swc=[-1, 5], so={"11": 1})
    for said in (
        {"Button1": {"Action": "SINGLE"}}, {"Button1": {"Action": "HOLD"}},
        {"Switch2": {"Action": "TOGGLE"}}, {"Switch2": {"Action": "HOLD"}}, {"POWER": "ON"},
    ):  # fmt: skip
        device.says("stat/RESULT", said)
    await until(lambda: len(fired) >= 4, "four triggers")
    await asyncio.sleep(0.05)
    assert [(event.data["type"], event.data["subtype"]) for event in fired] == [
        ("button_double_press", "button_1"),
        ("button_long_press", "button_1"),
        ("button_short_press", "switch_2"),
        ("button_long_press", "switch_2"),
    ]


async def test_a_device_that_does_nothing_shows_nothing(house: House) -> None:
    device = await house.gets(Tasmota(is_deaf=True))
    await house.shows("switch.shed", "off")
    house._hub.send(EntityId("switch.shed"), parse_command("switch.turn_on", {}), Context())
    await until(lambda: "POWER1 ON" in device.tasmota.told, "the command")
    await asyncio.sleep(0.05)
    assert house.home.state("switch.shed").state == "off"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("nonsense", "JSON"),
        ("[]", "JSON object"),
        ('{"mac": "5CCF7F001122"}', "key"),
        (json.dumps(Tasmota().announcement(ft="cmnd/x/")), "%prefix%"),
        (json.dumps(Tasmota().announcement(t="+")), "no + and #"),
        (json.dumps(Tasmota().announcement(hn="+", ft="%prefix%/%hostname%/")), "no + and #"),
        (json.dumps(Tasmota().announcement(rl=["x"])), "rl"),
    ],
)
async def test_a_wrong_announcement_costs_one_line(
    house: House, payload: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    device = await house.gets(Tasmota())
    await house.shows("switch.shed", "off")
    topic = f"tasmota/discovery/{device.tasmota.mac}/config"
    for _ in range(3):
        device.connection.publish(topic, payload, sender="device")
    device.tasmota.relays = [True]
    device.says("tele/STATE", {"POWER": "ON"})
    await house.shows("switch.shed", "on")
    lines = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert topic in lines[0]
    assert why in lines[0]


async def test_nonsense_in_a_report_keeps_the_state(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    device = await house.gets(Tasmota(channels=5, dimmer=100))
    await house.shows("light.shed", "off")
    nonsense: list[Any] = ["x", [], {"Dimmer": "x"}, {"HSBColor": "1,2"}, {"POWER": 7}]
    for said in nonsense:
        device.says("stat/RESULT", said)
    device.tasmota.relays, device.tasmota.dimmer = [True], 50
    device.says("stat/RESULT", device.tasmota.state())
    await house.shows("light.shed", "on", brightness=128)
    assert len([line for line in caplog.records if line.levelno >= logging.WARNING]) == 1


async def test_a_device_is_not_asked_on_the_topics_of_others(house: House) -> None:
    door = await house.gets(Tasmota(topic="door", mac="5CCF7F000001", name="Door"))
    await house.shows("switch.door", "off")
    door.tasmota.told.clear()
    await house.gets(Tasmota(topic="liar", mac="5CCF7F000002", name="Liar"), t="door")
    await until(lambda: "switch.liar" in house.home.entities, "the liar")
    await asyncio.sleep(0.2)
    assert not door.tasmota.told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*Tasmota().announcement()]), JSON, max_size=4), JSON)
def test_any_announcement_gives_components_or_a_refusal(
    changes: dict[str, Any], report: Any
) -> None:
    payload = json.dumps(Tasmota(channels=5).announcement(**changes)).encode()
    try:
        config = read_config(payload)
        found = announcements(config, report if isinstance(report, dict) else {})
    except PayloadError as error:
        assert str(error)
        return
    assert all(announced.key for announced in found)
