"""A described thermostat and lock over HTTP: read, moved, lost and found."""

import asyncio
import logging

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.events import StateReported
from hub.home.maker import LinkLost, Refused
from integrations.http.maker import MAKER
from integrations.http.requests import native
from tests.support.maker_home import adopted
from tests.support.rest.house import running_gateway

CLIMATE, LOCK = "climate.gateway_thermostat", "lock.gateway_front_door"


async def test_states_and_attributes_are_read() -> None:
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        climate = it.state(CLIMATE)
        assert climate.state == "heat"
        assert climate.attributes["temperature"] == 20.5
        assert climate.attributes["current_temperature"] == 19.0
        assert climate.attributes["hvac_modes"] == ["off", "heat"]
        assert it.state(LOCK).state == "locked"
        assert it.home.entities[LOCK].actions == {"lock.lock", "lock.unlock"}  # type: ignore[index]
        (device,) = it.home.devices.values()
        assert (device.name, device.manufacturer, device.model) == ("Gateway", "Tests", "REST-1")


async def test_commands_are_sent_and_their_effect_is_read_at_once() -> None:
    async with running_gateway() as gateway:
        description = gateway.description()
        for poll in description["polls"].values():
            poll["every_s"] = 3600
        async with adopted(MAKER, description) as it:
            context = await it.send(CLIMATE, "climate.set_temperature", temperature=22)
            state = await it.becomes(CLIMATE, "heat", temperature=22.0)
            assert state.context.parent_id == context.id
            await it.send(CLIMATE, "climate.set_hvac_mode", hvac_mode="off")
            await it.becomes(CLIMATE, "off")
            await it.send(LOCK, "lock.unlock")
            await it.becomes(LOCK, "unlocked")
            await it.send(LOCK, "lock.lock")
            await it.becomes(LOCK, "locked")


async def test_what_happens_at_the_device_is_seen() -> None:
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        gateway.bolt = 0
        await it.becomes(LOCK, "unlocked")


async def test_an_answer_from_before_a_command_proves_nothing() -> None:
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        held = gateway.held = asyncio.Event()
        await it.until(lambda: gateway.held is None)
        gateway.is_jammed, gateway.bolt = True, 0
        heard: list[str] = []
        stop = it.home.listen(lambda event: heard.append(event.new.state), StateReported)  # type: ignore[union-attr]
        await it.send(LOCK, "lock.lock")
        held.set()
        await it.becomes(LOCK, "unlocked")
        stop()
        assert "locked" not in heard


async def test_an_answer_that_comes_in_pieces_is_read_whole() -> None:
    async with running_gateway() as gateway:
        description = gateway.description()
        description["polls"]["door"]["path"] = "/v1/pieces"
        async with adopted(MAKER, description) as it:
            assert it.state(LOCK).state == "locked"


async def test_no_problem_shows_a_secret_of_an_address() -> None:
    async with running_gateway() as gateway:
        description = gateway.description(base_url=f"http://lares:s3cr3t@127.0.0.1:{gateway.port}")
        del description["username"], description["password"]
        description["polls"] = {"door": {"path": "/v1/nothing?apikey=s3cr3t"}}
        description["entities"] = description["entities"][1:]
        async with adopted(MAKER, description, is_connected=False) as it:
            await it.until(lambda: bool(it.condition.problem))
            assert "/v1/nothing" in it.condition.problem
            assert "s3cr3t" not in it.condition.problem


async def test_what_is_not_described_is_not_offered() -> None:
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        with pytest.raises(UnsupportedCommand):
            await it.send(CLIMATE, "climate.turn_off")


async def test_a_gateway_that_goes_and_comes_back() -> None:
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        gateway.fault = "silent"
        await it.becomes(LOCK, "unavailable")
        with pytest.raises(DeliveryError):
            await it.send(LOCK, "lock.unlock")
        gateway.fault = None
        await it.becomes(LOCK, "locked")


@pytest.mark.parametrize("fault", ["nonsense", 500, 302])
async def test_nonsense_costs_a_line_and_no_state_is_made_up(
    fault: str | int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with running_gateway() as gateway, adopted(MAKER, gateway.description()) as it:
        gateway.fault, before = fault, len(gateway.asked)
        await it.until(lambda: len(gateway.asked) > before + 5)
        assert it.state(LOCK).state in {"locked", "unavailable"}
        assert len(caplog.records) <= 4
        gateway.fault, gateway.bolt = None, 0
        await it.becomes(LOCK, "unlocked")


async def test_a_wrong_password_needs_attention_and_shows_no_secret() -> None:
    async with running_gateway() as gateway:
        description = gateway.description(password="wrong-one")  # noqa: S106 -- wrong on purpose
        async with adopted(MAKER, description, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "check username, password" in it.condition.problem
            assert "wrong-one" not in it.condition.problem


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"base_url": "ftp://x"}, "base_url"),
        ({"entities": []}, "entities"),
        ({"entities": [{"domain": "lamp", "key": "x"}]}, "no such domain"),
        ({"entities": [{"domain": "lock", "key": "x", "poll": "nothing"}]}, "no poll 'nothing'"),
        (
            {"entities": [{"domain": "lock", "key": "x", "commands": {"lock.fly": {"path": "/"}}}]},
            "no action 'lock.fly'",
        ),
        ({"entities": [{"domain": "lock", "key": "x", "state": "{{ "}]}, "state"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
async def test_a_wrong_description_names_what_is_wrong(
    changes: dict[str, object], problem: str
) -> None:
    async with aiohttp.ClientSession() as http, running_gateway() as gateway:
        with pytest.raises(Refused, match=problem):
            await MAKER.identify(gateway.description(**changes), http)


async def test_a_description_is_tried_before_it_is_adopted() -> None:
    async with aiohttp.ClientSession() as http, running_gateway() as gateway:
        candidate = await MAKER.identify(gateway.description(), http)
        assert (candidate.unique_id, candidate.title) == ("gateway", "Gateway")
        with pytest.raises(LinkLost):
            await MAKER.identify(gateway.description(base_url="http://127.0.0.1:1"), http)


@given(st.text())
def test_any_text_is_a_value(text: str) -> None:
    native(text)
