"""Connections to Shellies of generations 2 to 4: getting in, losing it, and nonsense."""

import asyncio
import logging
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hub.devices.host
from hub.home.errors import DeliveryError
from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.local.part import NONSENSE
from integrations.local.telling import Telling
from integrations.shelly import rpc_session
from integrations.shelly.maker import MAKER
from integrations.shelly.rpc_parts import parts_of
from integrations.shelly.rpc_view import RpcView
from tests.integrations.shelly.test_rpc import data, living
from tests.support.maker_home import adopted
from tests.support.shelly import models
from tests.support.shelly.rpc import MAC, RpcShelly

PASSWORD = "a long secret"  # noqa: S105 - a made-up one


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged for people."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def identified(given: dict[str, Any]) -> Any:
    """Identify what is there."""
    async with aiohttp.ClientSession() as http:
        return await MAKER.identify(given, http)


async def test_it_is_identified() -> None:
    async with models.dimmer_gen3().running() as device:
        found = await identified({"host": "127.0.0.1", "port": device.port})
        assert (found.unique_id, found.title, found.model) == (MAC, "Plug", "S3DM-0A101WWL")
        assert found.data == {"host": "127.0.0.1", "port": device.port, "generation": 3}
        MAKER.config.model_validate(found.data)


async def test_a_protected_device_asks_for_its_password() -> None:
    async with models.plus_1pm(auth_en=True).running() as device:
        device.password = PASSWORD
        where = {"host": "127.0.0.1", "port": device.port}
        with pytest.raises(MoreNeeded) as asked:
            await identified(where)
        assert asked.value.asks == ("password",)
        with pytest.raises(MoreNeeded, match="does not take this password") as again:
            await identified({**where, "password": "wrong"})
        assert again.value.asks == ("password",)
        assert "wrong" not in str(again.value)
        found = await identified({**where, "password": PASSWORD})
        assert found.data["password"] == PASSWORD


async def test_commands_are_signed() -> None:
    async with models.plus_1pm(auth_en=True).running() as device:
        device.password = PASSWORD
        async with living(device, password=PASSWORD) as it:
            await it.send("switch.plug", "switch.turn_on")
            await it.becomes("switch.plug", "on")
            await it.send("switch.plug", "switch.turn_off")
            await it.becomes("switch.plug", "off")


async def test_a_password_that_changed_wants_attention() -> None:
    async with models.plus_1pm(auth_en=True).running() as device:
        device.password = "another"  # noqa: S105 - a made-up one
        wrong = data(device, password=PASSWORD)
        async with adopted(MAKER, wrong, unique_id=MAC, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "password" in it.condition.problem
            assert PASSWORD not in it.condition.problem


async def test_old_firmware_is_refused_with_the_remedy() -> None:
    old = models.plus_1pm(fw_id="20220101-120000/0.10.0-x", ver="0.10.0")
    async with old.running() as device:
        with pytest.raises(Refused, match=r"firmware 0\.10\.0 .* update it"):
            await identified({"host": "127.0.0.1", "port": device.port})


async def test_a_generation_to_come_is_refused() -> None:
    async with models.plus_1pm(gen=9).running() as device:
        with pytest.raises(Refused, match="generation 9"):
            await identified({"host": "127.0.0.1", "port": device.port})


async def test_nobody_there() -> None:
    async with models.plus_1pm().running() as device:
        port = device.port
    with pytest.raises(LinkLost, match=r"127\.0\.0\.1 cannot be reached"):
        await identified({"host": "127.0.0.1", "port": port})


async def test_another_device_at_the_address() -> None:
    async with models.plus_1pm().running() as device:
        other = "B00000000000"
        async with adopted(MAKER, data(device), unique_id=other, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "another device" in it.condition.problem


async def test_it_goes_away_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        await device.stop()
        await it.becomes("switch.plug", "unavailable")
        await it.becomes("sensor.plug_power", "unavailable")
        with pytest.raises(DeliveryError):
            await it.send("switch.plug", "switch.turn_on")
        device.status["switch:0"]["output"] = True
        await device.start()
        await it.becomes("switch.plug", "on")
        await device.notify(switch_0={"output": False})
        await it.becomes("switch.plug", "off")
    said = warnings_of(caplog)
    assert said
    assert len(said) <= 2, "lost, then unreachable: a line each"


async def test_it_hangs_up_and_is_connected_again() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        await device.hang_up()
        await it.until(lambda: it.condition.status == "lost" or len(device.calls) > 4)
        await it.becomes("switch.plug", "off")


async def test_a_deaf_device_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        monkeypatch.setattr(hub.devices.host, "SEND_S", 0.1)
        device.is_deaf = True
        with pytest.raises(DeliveryError, match="did not answer"):
            await it.send("switch.plug", "switch.turn_on")
        device.is_deaf = False
        await it.send("switch.plug", "switch.turn_on")
        await it.becomes("switch.plug", "on")


async def test_a_device_that_accepts_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub.devices.host, "CONNECT_S", 0.2)
    async with models.plus_1pm().running() as device:
        device.is_deaf = True
        async with adopted(MAKER, data(device), unique_id=MAC, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "lost")
            device.is_deaf = False
            await it.becomes("switch.plug", "off")


async def test_signal_strength_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rpc_session, "POLL_S", 0.05)
    async with models.plus_1pm().running() as device, living(device) as it:
        device.status["wifi"]["rssi"] = -75
        await it.becomes("sensor.plug_wi_fi_signal", "-75")


@pytest.mark.parametrize(
    "text",
    [
        "not JSON", "[]", "7", "{}", '{"id": 999, "result": null}',
        '{"method": "NotifyStatus", "params": {"switch:0": 5}}',
        '{"method": "NotifyStatus", "params": {"switch:0": {"output": "maybe"}}}',
        '{"method": "NotifyStatus", "params": []}',
        '{"method": "NotifyEvent", "params": {"events": [1, {"component": {}}]}}',
        '{"method": "NotifyEvent", "params": {"events": 5}}',
    ],
)  # fmt: skip
async def test_nonsense_costs_a_line_and_the_session_recovers(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        for _ in range(5):
            await device.say(text)
        await it.until(lambda: it.condition.status in {"connected", "lost"})
        device.status["switch:0"] = {"id": 0, **models.metered(output=True)}

        async def is_on() -> None:
            while it.state("switch.plug").state != "on":
                await device.notify(switch_0={"output": True})
                await asyncio.sleep(0.05)

        await asyncio.wait_for(is_on(), 10)
    # Each thing that the library says, it says once an hour.
    said = [(record.name, str(record.msg)) for record in caplog.records]
    assert len(said) == len(set(said))
    own = [name for name, _ in said if not name.startswith("aioshelly")]
    assert len(own) <= 2, "nonsense, and a link lost over it"


async def test_answers_that_make_no_sense_are_a_lost_link(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with models.plus_1pm().running() as device:
        device.methods["Shelly.GetConfig"] = lambda _: "nothing"
        async with adopted(MAKER, data(device), unique_id=MAC, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "lost")
            assert "nonsense" in it.condition.problem
            device.methods["Shelly.GetConfig"] = lambda _: device.config
            await it.becomes("switch.plug", "off")
    assert len(warnings_of(caplog)) == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["output", "tC", "rgb", "state", "value"]), inner)
    ),
    max_leaves=5,
)
_COMPONENTS = st.sampled_from(
    ["switch:0", "cover:0", "light:0", "rgbw:0", "thermostat:0", "blutrv:200", "input:0",
     "number:200", "sys", "wifi", "em:0", "smoke:0"]
)  # fmt: skip


class _Nowhere:
    """A house that takes anything."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_COMPONENTS, _JSON, max_size=4))
def test_whatever_a_device_says_only_its_own_states_suffer(said: dict[str, Any]) -> None:
    device: RpcShelly = models.plus_1pm()
    telling: Telling[Any] = Telling(_Nowhere(), "shelly", "tried")
    status = {**device.status, "cover:0": {"pos_control": True}, "thermostat:0": {}}
    telling.put(parts_of(RpcView(device.config, status, "device"), "1.0"))
    telling.report({**status, **said})


@given(st.dictionaries(_COMPONENTS, _JSON, max_size=4), st.dictionaries(_COMPONENTS, _JSON))
def test_whatever_it_is_made_of_it_is_nonsense_at_worst(
    config: dict[str, Any], status: dict[str, Any]
) -> None:
    try:
        parts = list(parts_of(RpcView(config, status, "device"), "1.0"))
    except NONSENSE:
        return
    assert len({part.key for part in parts}) == len(parts)
