"""The way to a bridge: found, paired, lost, found again; and what is no sense."""

import asyncio
import logging
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.errors import DeliveryError
from hub.home.maker import Candidate, LinkLost, MoreNeeded, Refused, Service
from integrations.hue.maker import MAKER, HueMaker
from integrations.hue.sse import MOST_BYTES, EventText
from tests.support.hue.bridge import KEY, HueBridge
from tests.support.hue.inventory import BRIDGE_ID
from tests.support.maker_home import MakerHome, adopted

LAMP = "light.floor_lamp"


def _announced(**properties: str) -> Service:
    return Service(
        protocol="zeroconf",
        type="_hue._tcp.local.",
        name="Hue Bridge - 23BFC2._hue._tcp.local.",
        host="192.0.2.7",
        port=443,
        properties=properties,
    )


def test_a_bridge_is_recognised() -> None:
    found = MAKER.recognise(_announced(bridgeid="001788FFFE23BFC2", modelid="BSB002"))
    assert found == Candidate(
        integration="hue",
        unique_id="001788fffe23bfc2",
        title="Hue Bridge - 23BFC2",
        data={"host": "192.0.2.7"},
        model="BSB002",
    )


@pytest.mark.parametrize(
    "service",
    [
        _announced(bridgeid="001788fffe23bfc2", modelid="BSB001"),
        _announced(),
        Service(protocol="zeroconf", type="_http._tcp.local.", name="x", host="x"),
    ],
)
def test_others_are_not(service: Service) -> None:
    assert MAKER.recognise(service) is None


def test_the_maker_costs_nothing_until_it_connects() -> None:
    code = "import sys, integrations.hue.maker; sys.exit('aiohue' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_pairing_waits_for_the_button(bridge: HueBridge) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(MoreNeeded, match="press the round button") as needed:
            await MAKER.identify({"host": bridge.host}, http)
        assert needed.value.asks == ()
        bridge.is_pressed = True
        found = await MAKER.identify({"host": bridge.host}, http)
    assert found.unique_id == "001788fffe23bfc2"
    assert found.data == {"host": bridge.host, "app_key": KEY}


async def test_a_known_key_is_kept(bridge: HueBridge) -> None:
    async with aiohttp.ClientSession() as http:
        found = await MAKER.identify(bridge.data, http)
    assert found.data == bridge.data


async def test_the_round_bridge_is_refused(bridge: HueBridge) -> None:
    bridge.model = "BSB001"
    async with aiohttp.ClientSession() as http:
        with pytest.raises(Refused, match="round"):
            await MAKER.identify({"host": bridge.host}, http)


async def test_nobody_there_is_said() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(LinkLost, match="nobody answers"):
            await MAKER.identify({"host": "127.0.0.1:1"}, http)


async def test_a_lost_stream_is_opened_again(it: MakerHome, bridge: HueBridge) -> None:
    bridge.hang_up()
    await it.until(lambda: it.condition.status == "lost")
    assert it.state(LAMP).state == "unavailable"
    await it.becomes(LAMP, "off")
    await it.until(lambda: bridge.listeners == 1)
    await bridge.change("l-color", on={"on": True})
    await it.becomes(LAMP, "on")


async def test_a_bridge_without_power_is_noticed(bridge: HueBridge) -> None:
    async with adopted(
        HueMaker(sign_of_life_s=0.05, answer_s=0.1), bridge.data, unique_id=BRIDGE_ID
    ) as it:
        bridge.is_dead = True
        await it.becomes(LAMP, "unavailable")
        assert "does not answer" in it.condition.problem
        with pytest.raises(DeliveryError, match="no connection"):
            await it.send(LAMP, "light.turn_on")


async def test_the_area_of_a_bridge_is_not_that_of_its_lamps(bridge: HueBridge) -> None:
    bridge.resources = dict(reversed(bridge.resources.items()))
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID, area="attic") as it:
        areas = {device.name: device.area_id for device in it.home.devices.values()}
    assert (areas["Hue Bridge"], areas["Floor lamp"]) == ("attic", "living_room")


async def test_another_bridge_at_its_address_is_not_taken_for_it(bridge: HueBridge) -> None:
    async with adopted(HueMaker(), bridge.data, unique_id="other", is_connected=False) as it:
        await it.until(lambda: "another bridge" in it.condition.problem)
        assert not it.home.entities


async def test_a_key_that_is_unknown_needs_a_person(bridge: HueBridge) -> None:
    bridge.keys.clear()
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID, is_connected=False) as it:
        await it.until(lambda: it.condition.status == "needs_attention")
        assert "press the button" in it.condition.problem
        assert KEY not in it.condition.problem


async def test_a_key_that_is_missing_needs_a_person(bridge: HueBridge) -> None:
    async with adopted(HueMaker(), {"host": bridge.host}, is_connected=False) as it:
        await it.until(lambda: it.condition.status == "needs_attention")


async def test_old_software_needs_a_person(bridge: HueBridge) -> None:
    bridge.is_old = True
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID, is_connected=False) as it:
        await it.until(lambda: "too old" in it.condition.problem)


@pytest.mark.parametrize("answer", ["<html>", "[]", '{"errors": [], "data": 7}', '{"data": []}'])
async def test_a_bridge_that_answers_nonsense_recovers(
    bridge: HueBridge, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    bridge.answer = answer
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID, is_connected=False) as it:
        await it.until(lambda: it.condition.status == "lost")
        await asyncio.sleep(0.1)
        bridge.answer = None
        await it.becomes(LAMP, "off")
    assert len([one for one in caplog.records if one.levelno >= logging.WARNING]) == 1


async def test_one_odd_resource_costs_a_line_and_itself(
    bridge: HueBridge, caplog: pytest.LogCaptureFixture
) -> None:
    bridge.resources["l-color"]["on"] = "maybe"
    bridge.resources["l-strip"]["dimming"] = {"brightness": []}
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID) as it:
        assert LAMP not in it.home.states
        assert it.state("light.desk_lamp").state == "off"
    assert [one.message for one in caplog.records if "light" in one.message]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "7",
        "[1]",
        '[{"type": "update", "data": [{"id": "l-color", "type": "light", "on": 7}]}]',
        '[{"type": "update", "data": [{"id": "l-color", "on": {"on": true}, "dimming": NAN}]}]',
        '[{"type": "add", "data": [{"id": 3, "type": "light"}]}]',
        '[{"type": "update", "data": [{"id": [], "type": []}]}]',
    ],
)
async def test_odd_events_cost_one_line(
    it: MakerHome, bridge: HueBridge, data: str, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        await bridge.send(data.replace("NAN", '{"brightness": NaN}'))
    await bridge.change("l-color", on={"on": True}, dimming={"brightness": 40.0})
    await it.becomes(LAMP, "on", brightness=102)
    assert it.condition.status == "connected"
    assert len([one for one in caplog.records if one.levelno >= logging.WARNING]) == 1


async def test_the_key_is_not_logged(
    bridge: HueBridge, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    del tmp_path
    caplog.set_level(logging.DEBUG)
    async with adopted(HueMaker(), bridge.data, unique_id=BRIDGE_ID) as it:
        await it.send(LAMP, "light.turn_on")
        bridge.hang_up()
        await it.until(lambda: it.condition.status == "lost")
    assert KEY not in caplog.text


@given(st.lists(st.text("ab:\u00e9", min_size=1)), st.data())
def test_events_come_whole_however_they_are_cut(texts: list[str], data: st.DataObject) -> None:
    stream = "".join(f"id: 1\r\ndata: {text}\r\n\r\n" for text in texts).encode()
    cuts = data.draw(st.lists(st.integers(0, len(stream))).map(sorted))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    reader = EventText()
    assert [text for piece in pieces for text in reader.feed(piece)] == texts


@given(st.binary())
def test_any_bytes_are_events_or_none(piece: bytes) -> None:
    assert all(isinstance(text, str) for text in EventText().feed(piece))


def test_an_endless_event_is_refused() -> None:
    reader = EventText()
    assert list(reader.feed(b"x" * MOST_BYTES)) == []
    with pytest.raises(ValueError, match="more than"):
        list(reader.feed(b"x"))
