"""The way to a device: searched for, let in, lost, found again; and what is no sense."""

import asyncio
import logging
import subprocess
import sys

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.errors import DeliveryError
from hub.home.maker import Candidate, LinkLost, MoreNeeded, Refused, Searcher, Service
from integrations.kasa.config import ACCOUNT, KasaConfig
from integrations.kasa.maker import MAKER, KasaMaker
from tests.support.kasa import iot, newer, smart, xor
from tests.support.kasa.living import living
from tests.support.kasa.loopback import address
from tests.support.maker_home import adopted

POLL_S = 0.05


def test_the_maker_costs_nothing_until_it_connects() -> None:
    code = "import sys, integrations.kasa.maker; sys.exit('kasa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_is_recognised_but_searched_for() -> None:
    service = Service(protocol="zeroconf", type="_http._tcp.local.", name="x", host="x")
    assert MAKER.recognise(service) is None
    assert isinstance(MAKER, Searcher)


async def test_a_search_finds_an_old_device() -> None:
    async with iot.running(iot.plug()) as plug, aiohttp.ClientSession() as http:
        found = await KasaMaker(target=plug.host, search_s=1).search(http)
    assert found == [
        Candidate(
            integration="kasa",
            unique_id="50:c7:bf:01:f8:cd",
            title="Kettle",
            data={**plug.data, "https": False},
            model="HS110",
        )
    ]


async def test_a_search_finds_a_tapo_device_that_wants_an_account() -> None:
    async with smart.running(smart.plug()) as plug, aiohttp.ClientSession() as http:
        (found,) = await KasaMaker(target=plug.host, search_s=1).search(http)
    assert (found.unique_id, found.model, found.asks) == ("5c:62:8b:aa:bb:cc", "P110", ACCOUNT)
    assert found.data["http_port"] == plug.server.port


async def test_a_search_that_finds_nobody_is_no_error() -> None:
    async with aiohttp.ClientSession() as http:
        assert await KasaMaker(target=address(), search_s=1).search(http) == []


async def test_an_address_is_enough_for_an_old_device() -> None:
    async with iot.running(iot.plug()) as plug, aiohttp.ClientSession() as http:
        found = await KasaMaker(search_s=1).identify({"host": plug.host}, http)
    assert (found.title, found.asks) == ("Kettle", ())
    assert found.data == {**plug.data, "https": False}


async def test_a_tapo_device_asks_for_its_account() -> None:
    maker = KasaMaker(search_s=1)
    async with smart.running(smart.plug()) as plug, aiohttp.ClientSession() as http:
        with pytest.raises(MoreNeeded, match="user name") as needed:
            await maker.identify({"host": plug.host}, http)
        assert needed.value.asks == ACCOUNT
        wrong = {"host": plug.host, "username": smart.USERNAME, "password": "wrong"}
        with pytest.raises(MoreNeeded, match="does not accept") as needed:
            await maker.identify(wrong, http)
        assert needed.value.asks == ACCOUNT
        found = await maker.identify({**wrong, "password": smart.PASSWORD}, http)
    assert found.title == "Heater"
    assert found.data == {**plug.data, "https": False}


async def test_nobody_there_is_said() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(LinkLost, match="no Kasa or Tapo device"):
            await KasaMaker(search_s=1).identify({"host": address()}, http)


async def test_a_kind_that_cannot_be_driven_is_said() -> None:
    camera = iot.plug()
    camera.sysinfo |= {"system": {}}
    async with iot.running(camera), aiohttp.ClientSession() as http:
        with pytest.raises(Refused, match="cannot drive"):
            await KasaMaker(search_s=1).identify(camera.data, http)


async def test_another_device_at_its_address_is_not_taken_for_it() -> None:
    async with iot.running(iot.plug()) as plug:
        data = plug.data
        plug.sysinfo["mac"] = "50:C7:BF:00:00:01"
        async with adopted(
            KasaMaker(), data, unique_id="50:c7:bf:01:f8:cd", is_connected=False
        ) as it:
            await it.until(lambda: "another device" in it.condition.problem)
            assert not it.home.entities


async def test_a_plug_whose_firmware_changed_wants_its_account() -> None:
    plug = iot.plug()
    before = plug.data
    async with newer.running(plug) as renewed:
        async with living(KasaMaker(), renewed, before, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "user name" in it.condition.problem
        account = {"username": smart.USERNAME, "password": smart.PASSWORD}
        async with living(KasaMaker(), renewed, {**before, **account}) as it:
            assert it.state("switch.kettle").state == "off"
            await it.until(lambda: it.store.kept["e1"].data["encryption"] == "KLAP")
            assert it.store.kept["e1"].data["http_port"] == renewed.server.port


async def test_a_wrong_account_needs_a_person() -> None:
    async with smart.running(smart.plug()) as plug:
        data = {**plug.data, "password": "changed"}
        async with living(KasaMaker(), plug, data, is_connected=False) as it:
            await it.until(lambda: it.condition.status == "needs_attention")
            assert "does not accept" in it.condition.problem


async def test_a_plug_that_is_pulled_comes_back() -> None:
    async with (
        iot.running(iot.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        await plug.unplug()
        await it.becomes("switch.kettle", "unavailable")
        await it.until(lambda: "cannot be reached" in it.condition.problem)
        with pytest.raises(DeliveryError, match="no connection"):
            await it.send("switch.kettle", "switch.turn_on")
        plug.sysinfo["relay_state"] = 1
        await plug.plug_in()
        await it.becomes("switch.kettle", "on")


async def test_a_tapo_plug_that_is_pulled_comes_back() -> None:
    async with (
        smart.running(smart.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S, answer_s=1), plug) as it,
    ):
        await plug.server.unplug()
        await it.becomes("switch.heater", "unavailable")
        await plug.server.plug_in(plug.announced)
        await it.becomes("switch.heater", "off")


@pytest.mark.parametrize("kind", ["iot", "smart"])
async def test_a_silent_device_is_given_up_in_time(kind: str) -> None:
    maker = KasaMaker(poll_s=POLL_S, answer_s=0.2)
    if kind == "iot":
        async with iot.running(iot.plug()) as plug, living(maker, plug) as it:
            plug.is_dead = True
            await it.becomes("switch.kettle", "unavailable")
            assert "does not answer" in it.condition.problem
        return
    async with smart.running(smart.plug()) as tapo, living(maker, tapo) as it:
        tapo.device.is_dead = True
        await it.becomes("switch.heater", "unavailable")
        assert "does not answer" in it.condition.problem


GARBAGE = [
    xor.framed({"system": {"get_sysinfo": {"err_code": 0}}}),
    xor.framed({"system": {"get_sysinfo": 7}}),
    (3).to_bytes(4, "big") + b"abc",
]


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_a_device_that_talks_nonsense_recovers(
    garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        iot.running(iot.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        plug.garbage = garbage
        await it.becomes("switch.kettle", "unavailable")
        plug.garbage = None
        await it.becomes("switch.kettle", "off")
    assert 1 <= len([one for one in caplog.records if one.levelno >= logging.WARNING]) <= 2


async def test_an_answer_that_never_ends_is_given_up() -> None:
    async with (
        iot.running(iot.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S, answer_s=0.5), plug) as it,
    ):
        plug.garbage = (2**31).to_bytes(4, "big")
        await it.becomes("switch.kettle", "unavailable")
        plug.garbage = None
        await it.becomes("switch.kettle", "off")


async def test_an_answer_without_substance_changes_nothing() -> None:
    async with (
        iot.running(iot.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        asked = len(plug.questions)
        plug.garbage = xor.framed({})
        await asyncio.sleep(3 * POLL_S)
        assert it.state("switch.kettle").state == "off"
        plug.garbage = None
        await it.until(lambda: len(plug.questions) > asked)
        assert it.condition.status == "connected"


async def test_a_tapo_device_that_talks_nonsense_recovers() -> None:
    async with (
        smart.running(smart.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        plug.device.garbage = b"nonsense"
        await it.becomes("switch.heater", "unavailable")
        plug.device.garbage = None
        await it.becomes("switch.heater", "off")


async def test_the_account_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        smart.running(smart.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        await it.send("switch.heater", "switch.turn_on")
        plug.device.garbage = b"nonsense"
        await it.becomes("switch.heater", "unavailable")
        assert smart.PASSWORD not in it.condition.problem
    assert smart.PASSWORD not in caplog.text
    assert smart.USERNAME not in caplog.text


def test_the_account_is_not_shown() -> None:
    config = KasaConfig(host="x", username="u", password=smart.PASSWORD)
    assert smart.PASSWORD not in repr(config)
    with pytest.raises(ValueError, match="host") as wrong:
        KasaConfig.model_validate({"password": smart.PASSWORD})
    assert smart.PASSWORD not in str(wrong.value)


@given(st.binary())
def test_the_simulated_wire_is_the_makers(data: bytes) -> None:
    assert xor.plain(xor.scrambled(data)) == data
