"""A device over its native API: found, adopted, encrypted, gone and back, talking nonsense."""

import asyncio
import base64
import importlib
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hub.devices.manifest import read_manifest
from hub.home.errors import DeliveryError
from hub.home.maker import LinkLost, MoreNeeded, Refused, Service
from integrations.esphome.maker import EsphomeMaker
from tests.support.esphome.device import Device, running
from tests.support.maker_home import adopted

pb: Any = importlib.import_module("aioesphomeapi.api_pb2")

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.b64encode(bytes(32)).decode()
MAC = "aa:bb:cc:dd:ee:01"
RELAY = "switch.shed_relay"
MAKER = EsphomeMaker()


def device(**facts: Any) -> Device:
    made = Device(**facts)
    made.has(
        pb.ListEntitiesSwitchResponse(object_id="relay", name="Relay"), pb.SwitchStateResponse()
    )
    return made


def where(made: Device, **more: Any) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": made.port, **more}


async def identify(data: dict[str, Any]) -> Any:
    async with aiohttp.ClientSession() as http:
        return await MAKER.identify(data, http)


@pytest.mark.parametrize("api", [(1, 5), (1, 14)])
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
async def test_an_adopted_device_reports_and_obeys(key: str | None, api: tuple[int, int]) -> None:
    async with running(device(noise_psk=key, api=api)) as made:
        data = where(made, **({"noise_psk": key} if key else {}))
        async with adopted(MAKER, data, unique_id=MAC) as it:
            assert it.state(RELAY).state == "off"
            context = await it.send(RELAY, "switch.turn_on")
            state = await it.becomes(RELAY, "on")
            assert state.context.parent_id == context.id
            entity = it.home.entity(RELAY)
            found = it.home.devices[entity.device_id]  # type: ignore[index]
            assert (found.name, found.manufacturer, found.model) == (
                "Shed",
                "Espressif",
                "esp32dev",
            )


async def test_a_device_that_does_nothing_reports_nothing() -> None:
    async with (
        running(device(is_deaf=True)) as made,
        adopted(MAKER, where(made), unique_id=MAC) as it,
    ):
        await it.send(RELAY, "switch.turn_on")
        await it.until(lambda: bool(made.commands))
        assert it.state(RELAY).state == "off"


def test_its_announcement_is_recognised() -> None:
    told = {"mac": "AABBCCDDEE01", "friendly_name": "Shed", "board": "esp32dev"}
    service = Service(
        protocol="zeroconf", type="_esphomelib._tcp.local.", name="shed._esphomelib._tcp.local.",
        host="192.0.2.7", port=6053, properties=told,
    )  # fmt: skip
    found = MAKER.recognise(service)
    assert found is not None
    assert (found.unique_id, found.title, found.asks) == (MAC, "Shed", ())
    assert found.data == {"host": "192.0.2.7", "port": 6053}


@pytest.mark.parametrize("told", [{}, {"mac": "x"}, {"mac": ""}])
def test_what_tells_no_mac_address_is_none(told: dict[str, str]) -> None:
    service = Service(
        protocol="zeroconf", type="_esphomelib._tcp.local.", name="x", host="x", properties=told
    )
    assert MAKER.recognise(service) is None


def test_what_is_announced_as_encrypted_asks_for_its_key() -> None:
    told = {"mac": "aabbccddee01", "api_encryption": "Noise_NNpsk0_25519_ChaChaPoly_SHA256"}
    service = Service(
        protocol="zeroconf", type="_esphomelib._tcp.local.", name="shed._esphomelib._tcp.local.",
        host="192.0.2.7", properties=told,
    )  # fmt: skip
    found = MAKER.recognise(service)
    assert found is not None
    assert (found.title, found.asks) == ("shed", ("noise_psk",))


async def test_identify_tells_who_is_there() -> None:
    async with running(device(noise_psk=KEY)) as made:
        found = await identify(where(made, noise_psk=KEY))
    assert (found.unique_id, found.title, found.model) == (MAC, "Shed", "esp32dev")
    assert found.data == where(made, noise_psk=KEY)


@pytest.mark.parametrize(
    ("facts", "given", "error", "asks"),
    [
        ({"noise_psk": KEY}, {}, MoreNeeded, ("noise_psk",)),
        ({"noise_psk": KEY}, {"noise_psk": OTHER_KEY}, MoreNeeded, ("noise_psk",)),
        ({"password": "sesame"}, {}, MoreNeeded, ("password",)),
        ({"password": "sesame"}, {"password": "wrong"}, MoreNeeded, ("password",)),
        ({}, {"noise_psk": KEY}, Refused, None),
        ({}, {"noise_psk": "no key"}, Refused, None),
        ({"mac": "?"}, {}, Refused, None),
    ],
)
async def test_what_it_wants_is_told(
    facts: dict[str, Any],
    given: dict[str, str],
    error: type[Exception],
    asks: tuple[str, ...] | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running(device(**facts)) as made:
        with pytest.raises(error) as caught:
            await identify(where(made, **given))
    assert getattr(caught.value, "asks", None) == asks
    told = str(caught.value) + caplog.text
    assert not [secret for secret in given.values() if secret in told]


async def test_a_password_is_given() -> None:
    facts = {"password": "sesame"}
    async with running(device(api=(1, 9), **facts)) as made:
        data = where(made, **facts)
        async with adopted(MAKER, data, unique_id=MAC) as it:
            assert it.state(RELAY).state == "off"


async def test_nobody_there_is_told() -> None:
    async with running(device()) as made:
        data = where(made)
    with pytest.raises(LinkLost):
        await identify(data)


async def test_another_device_at_its_address_is_not_taken_for_it() -> None:
    async with (
        running(device()) as made,
        adopted(MAKER, where(made), unique_id="00:00:00:00:00:02", is_connected=False) as it,
    ):
        await it.until(lambda: "another device" in it.condition.problem)
        assert RELAY not in it.home.states


async def test_a_device_that_goes_comes_back_as_it_is_then() -> None:
    made = device()
    async with running(made):
        adopting = adopted(MAKER, where(made), unique_id=MAC)
        it = await adopting.__aenter__()
    try:
        await it.becomes(RELAY, "unavailable")
        with pytest.raises(DeliveryError):
            await it.send(RELAY, "switch.turn_on")
        made.listed[0] = pb.ListEntitiesSwitchResponse(object_id="pump", name="Pump", key=1)
        made.states.clear()
        made.says(pb.SwitchStateResponse(key=1, state=True))
        async with running(made):
            await it.becomes("switch.shed_pump", "on")
            assert RELAY not in it.home.entities
    finally:
        await adopting.__aexit__(None, None, None)


async def test_a_device_that_sleeps_stays_what_it_said(caplog: pytest.LogCaptureFixture) -> None:
    made = device(facts={"has_deep_sleep": True})
    sensor = pb.ListEntitiesSensorResponse(object_id="level", name="Level")
    level = made.has(sensor, pb.SensorStateResponse(state=7))
    async with running(made):
        adopting = adopted(EsphomeMaker(look_every_s=0.02), where(made), unique_id=MAC)
        it = await adopting.__aenter__()
        made.sends(pb.DisconnectRequest())
        await it.until(lambda: made.clients == 0)
    try:
        await asyncio.sleep(0.1)
        assert it.state("sensor.shed_level").state == "7"
        with pytest.raises(DeliveryError, match="it sleeps"):
            await it.send(RELAY, "switch.turn_on")
        for value in (8, 9):
            made.says(pb.SensorStateResponse(key=level, state=value))
            async with running(made):
                await it.becomes("sensor.shed_level", str(value))
                await it.send(RELAY, "switch.turn_on")
                await it.becomes(RELAY, "on")
                made.sends(pb.DisconnectRequest())
                await it.until(lambda: made.clients == 0)
        assert not [line for line in caplog.records if line.levelno >= logging.WARNING]
    finally:
        await adopting.__aexit__(None, None, None)


async def test_a_sleeping_device_that_breaks_off_is_lost() -> None:
    made = device(facts={"has_deep_sleep": True})
    async with running(made), adopted(MAKER, where(made), unique_id=MAC) as it:
        made.leaves()
        await it.becomes(RELAY, "unavailable")
        await it.becomes(RELAY, "off")


async def test_a_silent_device_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    hasty = EsphomeMaker(ping_every_s=0.2)
    async with running(device()) as made, adopted(hasty, where(made), unique_id=MAC) as it:
        made.is_silent = True
        await it.becomes(RELAY, "unavailable")
        made.is_silent = False
        made.leaves()
        await it.becomes(RELAY, "off")
    assert len([line for line in caplog.records if line.levelno >= logging.WARNING]) <= 2


@pytest.mark.parametrize(
    "noise",
    [
        b"\x07nonsense",
        b"\x00\xff\xff\xff\xff\xff\xff",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\x02\x1c\xff\xff",
        b"\x00\x04\x7f\x01\x02\x03\x04" + b"\x00\x03\x1a\xff\xff\xff",
    ],
)
async def test_nonsense_costs_a_line_and_a_new_connection(
    noise: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(device()) as made, adopted(MAKER, where(made), unique_id=MAC) as it:
        caplog.clear()
        made.babbles(noise)
        await it.becomes(RELAY, "unavailable")
        made.says(pb.SwitchStateResponse(key=1, state=True))
        await it.becomes(RELAY, "on")
    told = [line for line in caplog.records if line.levelno >= logging.WARNING]
    assert [line.name for line in told] == ["hub.devices.host"]


async def test_states_of_nothing_it_listed_are_passed_over() -> None:
    async with running(device()) as made, adopted(MAKER, where(made), unique_id=MAC) as it:
        made.sends(pb.SwitchStateResponse(key=99, state=True))
        made.sends(pb.CoverStateResponse(key=1))
        made.says(pb.SwitchStateResponse(key=1, state=True))
        await it.becomes(RELAY, "on")
        assert len(it.home.entities) == 1


async def test_two_entities_of_one_id_are_one() -> None:
    made = device()
    made.has(
        pb.ListEntitiesSwitchResponse(object_id="relay", name="X" * 5000), pb.SwitchStateResponse()
    )
    made.has(pb.ListEntitiesSwitchResponse(name="Y" * 5000), pb.SwitchStateResponse(state=True))
    async with running(made), adopted(MAKER, where(made), unique_id=MAC) as it:
        made.says(pb.SwitchStateResponse(key=2, state=True))
        made.says(pb.SwitchStateResponse(key=3, state=False))
        await it.until(lambda: [state.state for state in it.home.states.values()] == ["off", "off"])
        assert max(len(entity.name) for entity in it.home.entities.values()) < 200


async def test_a_hundred_commands_at_once_arrive_in_order() -> None:
    async with running(device()) as made, adopted(MAKER, where(made), unique_id=MAC) as it:
        verbs = ["turn_on", "turn_off"] * 50
        await asyncio.gather(*(it.send(RELAY, f"switch.{verb}") for verb in verbs))
        await it.until(lambda: len(made.commands) == 100)
        assert [command.state for command in made.commands] == [True, False] * 50


def test_its_manifest_is_well_formed() -> None:
    manifest = read_manifest(Path("integrations/esphome/manifest.json"))
    assert manifest.zeroconf[0].type == "_esphomelib._tcp.local."
    assert manifest.kind == "maker"


def test_importing_the_maker_imports_no_library() -> None:
    code = (
        "import sys, integrations.esphome.maker as m; m.MAKER; "
        "sys.exit(any(name.startswith(('aioesphomeapi', 'google')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
