"""Connections to WLEDs: finding them, losing them, nonsense, and verified commands."""

import asyncio
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from wled import Device

import hub.devices.host
from hub.devices.manifest import read_manifest
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.errors import DeliveryError
from hub.home.maker import LinkLost, Refused, Service
from hub.home.plan import Status
from integrations.wled import session
from integrations.wled.maker import MAKER
from integrations.wled.troubles import told
from tests.integrations.wled.test_wled import living
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.maker_home import adopted
from tests.support.wled import MAC, Wled

FOLDER = Path(__file__).parents[3] / "integrations/wled"


def where(device: Wled) -> dict[str, Any]:
    """Return the data of an entry."""
    return {"host": "127.0.0.1", "port": device.port}


async def identified(data: dict[str, Any]) -> Any:
    """Identify what is there."""
    async with aiohttp.ClientSession() as http:
        return await MAKER.identify(data, http)


def test_it_is_recognised() -> None:
    service = Service(
        protocol="zeroconf",
        type="_wled._tcp.local.",
        name="wled-shelf._wled._tcp.local.",
        host="192.0.2.7",
        port=80,
        properties={"mac": MAC.upper()},
    )
    found = MAKER.recognise(service)
    assert found is not None
    assert (found.unique_id, found.title) == (MAC, "wled-shelf")
    assert found.data == {"host": "192.0.2.7", "port": 80}
    other = Service(protocol="zeroconf", type="_http._tcp.local.", name="x", host="192.0.2.7")
    assert MAKER.recognise(other) is None


def test_its_manifest_is_right() -> None:
    assert read_manifest(FOLDER / "manifest.json").requirements == ("wled",)


def test_importing_it_imports_no_library() -> None:
    code = "import sys, json, integrations.wled.maker; print(json.dumps('wled' in sys.modules))"
    root = FOLDER.parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=root
    )
    assert json.loads(done.stdout) is False


async def test_it_is_identified() -> None:
    async with Wled().running() as device:
        found = await identified(where(device))
        assert (found.unique_id, found.title, found.data) == (MAC, "Shelf", where(device))


async def test_nobody_there() -> None:
    async with Wled().running() as device:
        gone = where(device)
    with pytest.raises(LinkLost, match=r"127\.0\.0\.1 cannot be reached"):
        await identified(gone)


async def test_old_firmware_is_refused_with_the_remedy() -> None:
    async with Wled().running() as device:
        device.info["ver"] = "0.10.2"
        with pytest.raises(Refused, match=r"(?s)0\.10\.2.*update"):
            await identified(where(device))


async def test_another_device_at_the_address() -> None:
    async with Wled().running() as device:
        data, other = where(device), "000000000000"
        async with adopted(MAKER, data, unique_id=other, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "another device" in it.condition.problem


@pytest.mark.parametrize("body", ["[]", "{}", "null", '"x"', '{"state": 5, "info": []}', "{"])
async def test_answers_that_make_no_sense_are_a_lost_link(
    body: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Wled().running() as device:
        device.instead["/json"] = web.Response(text=body, content_type="application/json")
        async with adopted(MAKER, where(device), unique_id=MAC, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "lost")
            device.instead.clear()
            await it.becomes("light.shelf", "on")
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1


@pytest.mark.parametrize(
    "text",
    ["not JSON", "[]", "7", "{}", '{"state": 5}', '{"state": {"seg": [5]}}', '{"info": {}}',
     '{"state": {"nl": {}, "udpn": {}, "lor": 9}}', '{"error": 3}'],
)  # fmt: skip
async def test_nonsense_costs_a_line_and_the_session_recovers(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Wled().running() as device, living(device) as it:
        for _ in range(3):
            await device.say(text)
        await it.until(lambda: it.condition.status in {"connected", "lost"})
        await it.until(lambda: it.condition.status == "connected")
        device.state["bri"] = 7

        while it.state("light.shelf").attributes.get("brightness") != 7:
            await device.notify()
            await asyncio.sleep(0.05)
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) <= 1


async def test_it_goes_away_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    async with Wled().running() as device, living(device) as it:
        await device.stop()
        await it.becomes("light.shelf", "unavailable")
        with pytest.raises(DeliveryError):
            await it.send("light.shelf", "light.turn_off")
        device.state["on"] = False
        await device.start()
        await it.becomes("light.shelf", "off")
        device.state["on"] = True
        await device.notify()
        await it.becomes("light.shelf", "on")
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert 1 <= len(lines) <= 2


async def test_a_deaf_device_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Wled().running() as device, living(device) as it:
        monkeypatch.setattr(hub.devices.host, "SEND_S", 0.1)
        device.is_deaf = True
        with pytest.raises(DeliveryError, match="did not answer"):
            await it.send("light.shelf", "light.turn_off")


async def test_one_without_a_websocket_is_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "POLL_ALL_S", 0.05)
    async with Wled().running() as device:
        device.info["ws"] = -1
        async with living(device) as it:
            device.state["on"] = False
            await it.becomes("light.shelf", "off")
            await it.send("light.shelf", "light.turn_on")
            await it.becomes("light.shelf", "on")
            await device.stop()
            await it.becomes("light.shelf", "unavailable")


async def test_signal_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "POLL_S", 0.05)
    async with Wled().running() as device, living(device) as it:
        device.info["wifi"]["rssi"] = -80
        await it.becomes("sensor.shelf_wi_fi_rssi", "-80")


async def test_commands_are_verified() -> None:
    quick = ExecutorSettings(verify_else_s=0.5, resend_after_s=0.2, settle_s=0.05, late_s=0)
    async with (
        Wled().running() as device,
        living(device) as it,
        Executor(
            it.home, AllowAll(), {"tried": it.host}, MemoryApprovals(), NoTraces(), settings=quick
        ) as executor,
    ):
        blue = {"brightness_pct": 40, "color_name": "blue", "effect": "Blink"}
        for data in (blue, blue):
            result = await executor.call("light.turn_on", ["light.shelf"], data)
            assert result.outcomes[0].status is Status.DONE
        # One that takes the command and stays as it is.
        device.instead["/json/state"] = web.json_response(device.state)
        stuck = await executor.call("light.turn_off", ["light.shelf"], {})
        assert stuck.outcomes[0].status is not Status.DONE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["seg", "on", "bri", "nl", "col", "fx", "id"]), inner)
    ),
    max_leaves=6,
)


@given(_JSON)
def test_whatever_it_says_it_is_a_lost_link_at_worst(said: Any) -> None:
    device = Wled()
    both = {"state": device.state, "info": device.info, "effects": ["Solid"], "palettes": ["A"]}
    known = Device.from_dict(both)
    try:
        with told("tried"):
            known.update_from_dict({"state": said})
            for part in session.parts_of(known):
                if part.read is not None:
                    part.read(known)
    except LinkLost:
        pass
