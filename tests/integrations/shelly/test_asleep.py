"""Shellies that sleep: remembered while they do, followed while they do not."""

import socket
from typing import Any

import aiohttp
import pytest

from hub.home.errors import DeliveryError
from hub.home.maker import Maker
from integrations.shelly import asleep
from integrations.shelly.maker import MAKER, ShellyMaker
from tests.support.maker_home import adopted
from tests.support.shelly import block, models
from tests.support.shelly.block import BlockShelly
from tests.support.shelly.rpc import MAC, RpcShelly


@pytest.fixture(autouse=True)
def knocks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Knock every few milliseconds."""
    monkeypatch.setattr(asleep, "KNOCK_S", 0.02)


async def identified(device: RpcShelly | BlockShelly, maker: Maker = MAKER) -> dict[str, Any]:
    """Return the data of an entry, as adopting finds it."""
    async with aiohttp.ClientSession() as http:
        found = await maker.identify({"host": "127.0.0.1", "port": device.port}, http)
    return dict(found.data)


async def test_one_that_sleeps_is_remembered() -> None:
    async with models.ht_gen3().running() as device:
        data = await identified(device)
        assert data["sleeps_s"] == 7200
        MAKER.config.model_validate(data)
        await device.stop()
        async with adopted(MAKER, data, unique_id=MAC) as it:
            assert it.home.entity("sensor.attic_temperature").device_class == "temperature"
            assert not it.state("sensor.attic_temperature").is_available
            with pytest.raises(DeliveryError, match="wake it"):
                await it.send("button.attic_restart", "button.press")
            await device.start()
            await it.becomes("sensor.attic_temperature", "18.5")
            await it.becomes("sensor.attic_battery", "88")
            await it.send("button.attic_restart", "button.press")
            assert device.called("Shelly.Reboot")


async def test_it_keeps_its_states_while_it_sleeps_and_tells_new_ones() -> None:
    async with models.ht_gen3().running() as device:
        data = await identified(device)
        async with adopted(MAKER, data, unique_id=MAC) as it:
            await it.becomes("sensor.attic_temperature", "18.5")
            await device.stop()
            assert it.state("sensor.attic_temperature").state == "18.5"
            device.status["temperature:0"]["tC"] = 16.0
            await device.start()
            await it.becomes("sensor.attic_temperature", "16")
            assert it.condition.status == "connected"


async def test_what_was_learnt_is_kept_over_restarts() -> None:
    async with models.ht_gen3().running() as device:
        data = await identified(device)
        async with adopted(MAKER, data, unique_id=MAC) as it:
            device.config["sys"]["device"]["name"] = "Loft"
            await device.hang_up()

            def is_kept() -> bool:
                known = it.store.kept["e1"].data["known"]
                return bool(known["config"]["sys"]["device"]["name"] == "Loft")

            await it.until(is_kept)
            assert it.store.kept["e1"].data["host"] == "127.0.0.1"


async def test_one_that_is_late_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with models.ht_gen3().running() as device:
        data = await identified(device)
        async with adopted(MAKER, data, unique_id=MAC) as it:
            await it.becomes("sensor.attic_temperature", "18.5")
            await device.stop()
            monkeypatch.setattr(asleep, "LATE", 0)
            await it.becomes("sensor.attic_temperature", "unavailable")
            monkeypatch.setattr(asleep, "LATE", 1.2)
            await device.start()
            await it.becomes("sensor.attic_temperature", "18.5")


def reporting_to(device: BlockShelly) -> ShellyMaker:
    """Return a maker whose port is the device's CoIoT peer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    device.peer = ("127.0.0.1", port)
    return ShellyMaker(coiot_port=port, device_port=device.udp_port)


async def test_a_door_reports_and_sleeps_before_it_can_be_asked() -> None:
    async with block.door().running() as device:
        maker = reporting_to(device)
        data = await identified(device, maker)
        assert data["sleeps_s"] == 6 * 3600
        await device.doze()
        async with adopted(maker, data, unique_id=block.MAC) as it:
            for is_open, state in ((1, "on"), (0, "off")):
                device.change("sensor_0", dwIsOpened=is_open)
                await it.becomes("binary_sensor.old_door", state)
            assert it.state("sensor.old_battery").state == "66"
            device.blocks["sensor_0"][0]["value"] = 1
            await device.start()
            await it.becomes("binary_sensor.old_door", "on")
            await it.becomes("sensor.old_wi_fi_signal", "-55")


async def test_the_press_that_wakes_a_button_counts() -> None:
    async with block.button_1().running() as device:
        maker = reporting_to(device)
        data = await identified(device, maker)
        await device.doze()
        async with adopted(maker, data, unique_id=block.MAC) as it:
            device.report()
            await it.becomes("sensor.old_battery", "66")
            assert not it.state("event.old_button").is_available
            device.change("sensor_0", inputEvent="L", inputEventCnt=1)
            await it.until(lambda: it.state("event.old_button").is_available)
            assert it.state("event.old_button").attributes["event_type"] == "long"
        device.blocks["device"][1]["value"] = ["button"]
        async with adopted(maker, data, unique_id=block.MAC) as it:
            device.report()
            await it.until(lambda: it.state("event.old_button").is_available)


async def test_an_old_one_is_known_by_half_of_its_address() -> None:
    async with block.dimmer().running() as device:
        device.info["longid"] = 0
        maker = ShellyMaker(coiot_port=0, device_port=device.udp_port)
        async with aiohttp.ClientSession() as http:
            where = {"host": "127.0.0.1", "port": device.port}
            found = await maker.identify(where, http)
        assert found.unique_id == block.MAC[-6:]
        async with adopted(maker, found.data, unique_id=found.unique_id) as it:
            await it.becomes("light.old", "on")
        async with adopted(maker, found.data, unique_id="ABCDEF", is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
