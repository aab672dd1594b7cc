"""Tasmota over HTTP: what its devices become, report and take; gone and back; nonsense."""

import logging
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.devices.manifest import read_manifest
from hub.home.actions import parse_command
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.maker import LinkLost, MoreNeeded, Refused, Service
from integrations.tasmota.finding_out import parts_in, report_in
from integrations.tasmota.maker import TasmotaMaker
from tests.support.maker_home import MakerHome, adopted
from tests.support.tasmota.firmware import Tasmota
from tests.support.tasmota.over_http import WebServer, on_network

ID = "001122"
MAKER = TasmotaMaker(poll_s=0.05, answer_s=2.0)
SECRET = "joker&%"  # noqa: S105 - a test's


def where(server: WebServer, **more: Any) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": server.port, **more}


async def identify(data: dict[str, Any]) -> Any:
    async with aiohttp.ClientSession() as http:
        return await MAKER.identify(data, http)


async def does(it: MakerHome, entity_id: str, action: str, **data: Any) -> None:
    """Send a command, and wait until the device reports what is expected of it."""
    before = it.state(entity_id)
    await it.send(entity_id, action, **data)
    expected = parse_command(action, data).expected(before)
    if expected is not None:
        await it.until(lambda: expected.is_met_by(it.state(entity_id)))


async def test_relays_report_and_obey() -> None:
    server = WebServer(Tasmota(relays=[False, True], names=["Shed", "Pump"]))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        assert it.state("switch.shed_1").state == "off"
        assert it.state("switch.shed_pump").state == "on"
        context = await it.send("switch.shed_1", "switch.turn_on")
        state = await it.becomes("switch.shed_1", "on")
        assert state.context.parent_id == context.id
        await does(it, "switch.shed_pump", "switch.toggle")
        assert server.tasmota.relays == [True, False]
        entity = it.home.entity("switch.shed_1")
        made = it.home.devices[entity.device_id]  # type: ignore[index]
        assert (made.name, made.manufacturer, made.sw_version) == ("Shed", "Tasmota", "14.3.0")


async def test_what_happens_at_the_device_shows() -> None:
    server = WebServer(Tasmota())
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        server.tasmota.relays = [True]
        await it.becomes("switch.shed", "on")


async def test_it_is_asked_at_once_after_a_command() -> None:
    server = WebServer(Tasmota())
    slow = TasmotaMaker(poll_s=60)
    async with on_network(server), adopted(slow, where(server), unique_id=ID) as it:
        await it.send("switch.shed", "switch.turn_on")
        await it.becomes("switch.shed", "on")


async def test_a_device_that_does_nothing_shows_nothing() -> None:
    server = WebServer(Tasmota(is_deaf=True))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        await it.send("switch.shed", "switch.turn_on")
        asked = server.asked
        await it.until(lambda: server.asked > asked + 2)
        assert it.state("switch.shed").state == "off"


LIGHTS: list[tuple[int, list[str], list[dict[str, Any]]]] = [
    (1, ["brightness"], [{"brightness": 128}, {"brightness_step_pct": -20}]),
    (2, ["color_temp"], [{"color_temp_kelvin": 3000}, {"brightness": 255}]),
    (3, ["hs"], [{"hs_color": [120, 60]}, {"xy_color": [0.3, 0.5]}, {"effect": "Random"}]),
    (4, ["hs", "white"], [{"color_name": "blue"}, {"white": 200}]),
    (5, ["color_temp", "hs"], [{"color_temp_kelvin": 4000}, {"rgb_color": [255, 0, 0]}]),
]


@pytest.mark.parametrize(("channels", "modes", "wishes"), LIGHTS)
async def test_a_light_shines_as_asked(
    channels: int, modes: list[str], wishes: list[dict[str, Any]]
) -> None:
    server = WebServer(Tasmota(channels=channels, dimmer=100))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        await it.becomes("light.shed", "off", supported_color_modes=modes)
        for data in wishes:
            await does(it, "light.shed", "light.turn_on", **data)
        await does(it, "light.shed", "light.turn_off", transition=2)
        assert "Backlog0 Fade2 1;Speed2 4;Power1 OFF" in server.tasmota.told
        await does(it, "light.shed", "light.toggle")


@pytest.mark.parametrize("is_old", [False, True])
async def test_shutters(*, is_old: bool) -> None:
    tasmota = Tasmota(relays=[False] * 3, shutters=[{"Position": 30}], is_old=is_old)
    server = WebServer(tasmota)
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        await it.becomes("cover.shed", "open", current_position=30)
        assert it.state("switch.shed_3").state == "off"
        for action, data in (
            ("cover.open_cover", {}), ("cover.set_cover_position", {"position": 40}),
            ("cover.toggle", {}), ("cover.open_cover", {}), ("cover.close_cover", {}),
        ):  # fmt: skip
            await does(it, "cover.shed", action, **data)
        tasmota.shutters[0] = {"Position": 50, "Direction": 1}
        await it.becomes("cover.shed", "opening", current_position=50)
        await does(it, "cover.shed", "cover.stop_cover")
        assert set(it.home.entities) == {"cover.shed", "switch.shed_3"}


async def test_a_fan_with_its_light() -> None:
    server = WebServer(Tasmota(relays=[True], fan_speed=0))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        await it.becomes("fan.shed", "off", percentage=0)
        await does(it, "fan.shed", "fan.turn_on")
        await does(it, "fan.shed", "fan.set_percentage", percentage=100)
        await does(it, "fan.shed", "fan.decrease_speed")
        await does(it, "fan.shed", "fan.toggle")
        await does(it, "light.shed", "light.turn_off")


async def test_sensors() -> None:
    sensors = {
        "ENERGY": {"Total": 12.5, "Power": [70, 71], "Voltage": 230},
        "DS18B20-1": {"Id": "0123", "Temperature": 70.1}, "TempUnit": "F", "Switch1": "ON",
    }  # fmt: skip
    server = WebServer(Tasmota(relays=[], sensors=sensors))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        temperature = it.state("sensor.shed_ds18b20_1_temperature")
        assert (temperature.state, temperature.attributes["unit_of_measurement"]) == ("70.1", "°F")
        energy = it.state("sensor.shed_energy_total")
        assert energy.attributes["state_class"] == "total_increasing"
        assert it.state("sensor.shed_energy_power_1").state == "71"
        assert it.state("binary_sensor.shed_switch_1").state == "on"
        server.tasmota.sensors = {"ENERGY": {"Power": 5}}
        await it.becomes("sensor.shed_energy_power_0", "5")
        assert it.state("sensor.shed_energy_power_1").state == "unknown"


async def test_a_lost_packet_is_no_lost_device() -> None:
    server = WebServer(Tasmota())
    quick = TasmotaMaker(poll_s=0.05, answer_s=0.7)
    async with on_network(server), adopted(quick, where(server), unique_id=ID) as it:
        server.lost_packets = 1
        server.tasmota.relays = [True]
        await it.becomes("switch.shed", "on")
        assert it.condition.status == "connected"


async def test_a_device_that_goes_comes_back() -> None:
    server = WebServer(Tasmota())
    async with on_network(server):
        adopting = adopted(MAKER, where(server), unique_id=ID)
        it = await adopting.__aenter__()
    try:
        await it.becomes("switch.shed", "unavailable")
        with pytest.raises(DeliveryError):
            await it.send("switch.shed", "switch.turn_on")
        async with on_network(server):
            await it.becomes("switch.shed", "off")
    finally:
        await adopting.__aexit__(None, None, None)


async def test_a_silent_device_is_given_up() -> None:
    server = WebServer(Tasmota())
    quick = TasmotaMaker(poll_s=0.05, answer_s=0.1)
    async with on_network(server), adopted(quick, where(server), unique_id=ID) as it:
        server.is_silent = True
        await it.becomes("switch.shed", "unavailable")
        server.is_silent = False
        await it.becomes("switch.shed", "off")


@pytest.mark.parametrize("garbage", ["", "<html>", "[]", '{"StatusSTS": []}', "{" * 1000])
async def test_nonsense_costs_a_line_and_recovers(
    garbage: str, caplog: pytest.LogCaptureFixture
) -> None:
    server = WebServer(Tasmota())
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        server.garbage = garbage
        asked = server.asked
        await it.until(lambda: server.asked > asked + 4)
        server.garbage = None
        server.tasmota.relays = [True]
        await it.becomes("switch.shed", "on")
    assert len([line for line in caplog.records if line.levelno >= logging.WARNING]) <= 1


async def test_nonsense_of_one_part_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    server = WebServer(Tasmota(relays=[False], channels=3, sensors={"A": {"Temperature": 1}}))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        server.tasmota.relays, server.tasmota.dimmer = [True], "much"  # type: ignore[assignment]
        server.tasmota._light = lambda: {"Dimmer": "much", "HSBColor": 7}  # type: ignore[method-assign]
        server.tasmota.sensors = {"A": {"Temperature": 2}}
        await it.becomes("sensor.shed_a_temperature", "2")
        assert it.state("light.shed").state == "off"
    assert len([line for line in caplog.records if line.levelno >= logging.WARNING]) == 1


async def test_a_command_it_does_not_know_is_refused() -> None:
    server = WebServer(Tasmota(relays=[False, False]))
    async with on_network(server), adopted(MAKER, where(server), unique_id=ID) as it:
        server.tasmota.relays = [False]
        with pytest.raises(DeliveryError, match="does not know"):
            await it.send("switch.shed_2", "switch.turn_on")
        with pytest.raises(UnsupportedCommand):
            await it.send("switch.shed_1", "light.turn_on")


@pytest.mark.parametrize("is_old", [False, True])
async def test_a_password_is_given_and_never_told(
    *, is_old: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = WebServer(Tasmota(password=SECRET), is_old=is_old)
    async with on_network(server):
        with pytest.raises(MoreNeeded) as wanted:
            await identify(where(server))
        assert wanted.value.asks == ("password",)
        with pytest.raises(MoreNeeded):
            await identify(where(server, password="wrong"))  # noqa: S106 - a test's
        found = await identify(where(server, password=SECRET))
        assert found.data == where(server, username="admin", password=SECRET)
        async with adopted(MAKER, found.data, unique_id=ID) as it:
            await it.send("switch.shed", "switch.turn_on")
            server.garbage = "nonsense"
            await it.becomes("switch.shed", "unavailable")
            server.garbage, server.status = None, 500
            await it.until(lambda: "500" in it.condition.problem)
            assert SECRET not in it.condition.problem
    assert SECRET not in caplog.text


async def test_identify_tells_who_is_there() -> None:
    server = WebServer(Tasmota())
    async with on_network(server):
        found = await identify(where(server))
    assert (found.unique_id, found.title, found.model) == (ID, "Shed", "ESP8266EX")
    with pytest.raises(LinkLost):
        await identify(where(server))


@pytest.mark.parametrize(
    ("garbage", "status", "error"),
    [("{}", 200, Refused), ("<html>", 200, LinkLost), ("", 404, Refused)],
)
async def test_what_is_no_tasmota_is_refused(
    garbage: str, status: int, error: type[Exception]
) -> None:
    server = WebServer(Tasmota(), garbage=garbage, status=status)
    async with on_network(server):
        with pytest.raises(error):
            await identify(where(server))


async def test_another_device_at_its_address_is_not_taken_for_it() -> None:
    server = WebServer(Tasmota())
    async with (
        on_network(server),
        adopted(MAKER, where(server), unique_id="ffffff", is_connected=False) as it,
    ):
        await it.until(lambda: "another device" in it.condition.problem)
        assert not it.home.entities


@pytest.mark.parametrize(
    ("name", "properties", "expected"),
    [
        ("tasmota-A1B2C3-0707", {}, "a1b2c3"),
        ("tasmota_A1B2C3", {}, "a1b2c3"),
        ("plug-A1B2C3-0707", {"devicetype": "tasmota"}, "a1b2c3"),
        ("tasmota", {"devicetype": "tasmota"}, None),
        ("printer-A1B2C3", {}, None),
    ],
)
def test_its_announcement_is_recognised(
    name: str, properties: dict[str, str], expected: str | None
) -> None:
    service = Service(
        protocol="zeroconf", type="_http._tcp.local.", name=name, host="192.0.2.8", port=80,
        properties=properties,
    )  # fmt: skip
    found = MAKER.recognise(service)
    assert (found.unique_id if found else None) == expected


def test_its_manifest_is_well_formed() -> None:
    manifest = read_manifest(Path("integrations/tasmota/manifest.json"))
    assert {match.type for match in manifest.zeroconf} == {"_http._tcp.local."}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = ("POWER", "POWER2", "Dimmer", "Dimmer1", "Dimmer2", "HSBColor", "CT", "White", "Scheme",
        "FanSpeed", "Channel1", "Switch1", "Shutter1", "ENERGY", "TempUnit")  # fmt: skip


@given(
    state=st.dictionaries(st.sampled_from(KEYS), JSON),
    sensors=st.dictionaries(st.sampled_from(KEYS), JSON),
    rest=st.dictionaries(st.sampled_from(["Status", "StatusNET", "StatusSHT", "StatusFWR"]), JSON),
)
def test_any_status_gives_parts_that_read_it_or_complain(
    state: dict[str, Any], sensors: dict[str, Any], rest: dict[str, Any]
) -> None:
    status = {**rest, "StatusSTS": state, "StatusSNS": sensors}
    for part in parts_in(status):
        assert part.facts().key
        try:
            shown, attributes = part.read(report_in(status))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue
        assert isinstance(shown, str)
        assert isinstance(attributes, dict)
