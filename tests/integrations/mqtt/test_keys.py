"""Keys of announcements that few devices use: encodings, expiry, units, first values, patterns."""

import asyncio
from typing import Any

import pytest

from hub.home.errors import DeliveryError, HubError
from hub.home.events import StateReported
from tests.support.mqtt_desk import Desk


def _desk(kind: str, **config: Any) -> Desk:
    desk = Desk()
    desk.announce(f"{kind}/x", {"name": "It", "unique_id": "x", **config})
    return desk


async def test_payloads_come_and_go_in_the_encoding_of_the_device() -> None:
    desk = _desk(
        "select", encoding="latin-1", state_topic="t", command_topic="t/set",
        options=["grün", "rot"], availability_topic="up", payload_available="füllig",
    )  # fmt: skip
    desk.say("up", "füllig".encode("latin-1"))
    desk.say("t", "grün".encode("latin-1"))
    desk.shows("select.it", "grün")
    [sent] = desk.sends("select.it", "select.select_option", option="grün")
    assert sent.raw == "grün".encode("latin-1")


async def test_an_unknown_encoding_is_told(caplog: pytest.LogCaptureFixture) -> None:
    assert not _desk("sensor", state_topic="t", encoding="klingon").home.entities
    assert "expected the name of a text encoding, got 'klingon'" in caplog.text


async def test_no_encoding_reads_bytes_and_a_template_writes_them() -> None:
    desk = _desk(
        "number", encoding="", state_topic="t", command_topic="t/set", max=255,
        value_template="{{ value | int }}", command_template=r"b'\x01\xff'",
    )  # fmt: skip
    desk.say("t", b"42")
    desk.shows("number.it", "42")
    [sent] = desk.sends("number.it", "number.set_value", value=7)
    assert sent.raw == b"\x01\xff"


async def test_qos_and_retain_are_those_of_the_announcement() -> None:
    desk = _desk("switch", command_topic="t/set", qos=2, retain=True)
    [sent] = desk.sends("switch.it", "switch.turn_on")
    assert (sent.qos, sent.retain) == (2, True)


async def test_what_expires_is_away_until_it_is_heard_and_after_it_was_silent() -> None:
    config = {"name": "It", "unique_id": "x", "state_topic": "t", "expire_after": 0.15}
    desk = _desk("sensor", **config)
    desk.shows("sensor.it", "unavailable")
    desk.say("t", "5")
    desk.shows("sensor.it", "5")
    await asyncio.sleep(0.05)
    desk.announce("sensor/x", {**config, "icon": "mdi:new"})
    desk.shows("sensor.it", "5")
    await asyncio.sleep(0.2)
    desk.shows("sensor.it", "unavailable")


async def test_attributes_do_not_hold_a_motion_on() -> None:
    desk = _desk("binary_sensor", state_topic="t", off_delay=0.1, json_attributes_topic="a")
    desk.say("t", "ON")
    await asyncio.sleep(0.06)
    desk.say("a", {"level": 3})
    desk.shows("binary_sensor.it", "on", level=3)
    await asyncio.sleep(0.06)
    desk.shows("binary_sensor.it", "off")


@pytest.mark.parametrize("forced", [True, False])
async def test_a_forced_update_is_news_although_nothing_changed(
    forced: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    desk = _desk("sensor", state_topic="t", force_update=forced)
    desk.say("t", "5")
    seen: list[Any] = []
    desk.home.listen(seen.append, StateReported)
    desk.say("t", "5")
    assert [event.changed for event in seen] == [forced]


async def test_a_sensor_tells_when_it_was_reset() -> None:
    desk = _desk(
        "sensor", state_topic="t", value_template="{{ value_json.v }}", state_class="total",
        last_reset_value_template="{{ value_json.at }}", unit_of_measurement="kWh",
    )  # fmt: skip
    desk.say("t", {"v": 7, "at": "2024-03-01T00:00:00+01:00"})
    desk.shows("sensor.it", "7", last_reset="2024-02-29T23:00:00+00:00")


async def test_attributes_of_its_own_are_not_overwritten() -> None:
    desk = _desk(
        "light", schema="json", state_topic="t", command_topic="t/set", brightness=True,
        supported_color_modes=["brightness"], brightness_scale=100, json_attributes_topic="t",
    )  # fmt: skip
    desk.say("t", {"state": "ON", "brightness": 50, "linkquality": 9, "device_class": "x"})
    desk.shows("light.it", "on", brightness=128, linkquality=9, device_class=None)


async def test_a_thermostat_in_fahrenheit_shows_celsius() -> None:
    desk = _desk(
        "climate", temperature_unit="°F", current_temperature_topic="c", min_temp=41, max_temp=86,
        temperature_state_topic="s", temperature_command_topic="s/set", modes=["off", "heat"],
        value_template="{{ value_json.t }}",
    )  # fmt: skip
    desk.say("c", {"t": 70})
    desk.say("s", {"t": 68})
    desk.shows("climate.it", "unknown", current_temperature=21.1, temperature=20.0, min_temp=5.0)
    assert desk.tells("climate.it", "climate.set_temperature", temperature=21.5) == [
        ("s/set", "70.7")
    ]


async def test_a_house_in_fahrenheit_shows_fahrenheit() -> None:
    desk = Desk(unit="F")
    celsius = {"temperature_unit": "C", "current_temperature_topic": "c", "unique_id": "c"}
    both = {"temperature_command_topic": "set", "temperature_state_topic": "s"}
    desk.announce("climate/c", {"name": "It", **celsius, **both})
    desk.announce("climate/f", {"name": "Other", **both, "unique_id": "f"})
    desk.say("c", "21")
    desk.shows("climate.it", "unknown", current_temperature=70, min_temp=45, max_temp=95)
    desk.shows("climate.other", "unknown", min_temp=45)
    assert desk.tells("climate.it", "climate.set_temperature", temperature=77) == [("set", "25.0")]
    assert desk.tells("climate.other", "climate.set_temperature", temperature=77) == [
        ("set", "77.0")
    ]


async def test_a_thermostat_without_reports_begins_where_it_says() -> None:
    desk = _desk("climate", temperature_command_topic="s/set", initial=19, precision=0.5)
    desk.shows("climate.it", "unknown", temperature=19, assumed_state=True)
    desk.tells("climate.it", "climate.set_temperature", temperature=20)
    desk.shows("climate.it", "unknown", temperature=20)


async def test_settings_without_a_topic_are_taken_as_sent_one_by_one() -> None:
    desk = _desk(
        "climate", mode_state_topic="m", mode_command_topic="m/set", modes=["off", "heat"],
        fan_mode_command_topic="f/set", fan_modes=["low", "high"],
    )  # fmt: skip
    desk.say("m", "heat")
    desk.tells("climate.it", "climate.set_fan_mode", fan_mode="high")
    desk.tells("climate.it", "climate.set_hvac_mode", hvac_mode="off")
    desk.shows("climate.it", "heat", fan_mode="high", assumed_attributes=["fan_mode"])


async def test_a_cover_may_tell_its_position_and_its_tilt_at_once() -> None:
    desk = _desk(
        "cover", command_topic="c", position_topic="p", tilt_command_topic="t", position_open=50,
        position_template='{"position": {{ position_open - value | int }}, "tilt_position": 25}',
    )  # fmt: skip
    desk.say("p", "10")
    desk.shows("cover.it", "open", current_position=80, current_tilt_position=25)


async def test_a_lock_asks_for_a_code_of_its_form() -> None:
    desk = _desk(
        "lock", command_topic="l", code_format=r"\d{4}",
        command_template="{{ value }}:{{ code }}",
    )  # fmt: skip
    assert desk.tells("lock.it", "lock.lock", code="1234") == [("l", "LOCK:1234")]
    for wrong in ({}, {"code": "12"}, {"code": "12345"}):
        with pytest.raises(DeliveryError, match="a code of the form"):
            desk.tells("lock.it", "lock.lock", **wrong)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ({"rgbw_color": [1, 2, 3, 4]}, ("l/rgbww", "1,2,3,4,4")),
        ({"rgb_color": [255, 0, 0]}, ("l/rgbww", "255,0,0,0,0")),
        ({"color_temp_kelvin": 2000}, ("l/rgbww", "0,0,0,0,255")),
        ({"color_temp_kelvin": 6535}, ("l/rgbww", "0,0,0,255,0")),
        ({"hs_color": [240, 100]}, ("l/rgbww", "0,0,255,0,0")),
    ],
)  # fmt: skip
async def test_any_colour_becomes_one_of_the_light(
    command: dict[str, Any], expected: tuple[str, str]
) -> None:
    desk = _desk("light", command_topic="l", rgbww_command_topic="l/rgbww", on_cmd_type="first")
    if "rgbw_color" in command:
        [_, (topic, _)] = desk.tells("light.it", "light.turn_on", **command)
        assert topic == expected[0]
    else:
        assert desk.tells("light.it", "light.turn_on", **command)[1:] == [expected]


async def test_a_light_without_white_of_its_own_is_asked_for_none() -> None:
    desk = _desk("light", command_topic="l", rgb_command_topic="l/rgb")
    with pytest.raises(HubError, match="no white channel of its own"):
        desk.tells("light.it", "light.turn_on", white=100)
    with pytest.raises(HubError, match="no adjustable white"):
        desk.tells("light.it", "light.turn_on", color_temp_kelvin=3000)


@pytest.mark.parametrize("template", [None, "{{ value_json.up }}"])
async def test_availability_may_be_json_booleans(template: str | None) -> None:
    desk = _desk(
        "sensor", state_topic="t", availability_topic="up", availability_template=template,
        payload_available=True, payload_not_available=False,
    )  # fmt: skip
    for up, state in ((True, "unknown"), (False, "unavailable")):
        desk.say("up", up if template is None else {"up": up})
        desk.shows("sensor.it", state)


@pytest.mark.parametrize(
    ("mode", "states"),
    [
        ("all", ["unavailable", "unknown", "unavailable", "unavailable"]),
        ("any", ["unknown", "unknown", "unknown", "unavailable"]),
        ("latest", ["unknown", "unknown", "unavailable", "unavailable"]),
    ],
)
async def test_availability_of_many_topics(mode: str, states: list[str]) -> None:
    topics = [{"t": "a", "val_tpl": "{{ value_json.state }}"}, {"topic": "b", "pl_avail": "1"}]
    desk = _desk("sensor", state_topic="t", avty=topics, avty_mode=mode)
    messages: list[tuple[str, Any]] = [
        ("a", {"state": "online"}), ("b", "1"), ("a", {"state": "offline"}), ("b", "offline"),
    ]  # fmt: skip
    for (topic, payload), state in zip(messages, states, strict=True):
        desk.say(topic, payload)
        desk.shows("sensor.it", state)


@pytest.mark.parametrize(
    ("kind", "keys", "problem"),
    [
        ("light", {"schema": "template", "command_topic": "l"}, "command_on_template"),
        ("light", {"command_topic": "l", "white_command_topic": "w"}, "a colour's topic beside it"),
        ("light", {"schema": "json", "command_topic": "l", "sup_clrm": ["x"]}, "color modes among"),
        ("climate", {"min_temp": 30, "max_temp": 10}, "min_temp below max_temp"),
        ("climate", {"min_humidity": 60, "max_humidity": 50}, "min_humidity below"),
        ("fan", {"command_topic": "f", "preset_modes": ["None"]}, "preset_modes without 'None'"),
        ("sensor", {"state_topic": "t", "options": ["a"], "unit_of_meas": "W"}, "beside options"),
        ("lock", {"command_topic": "l", "code_format": "("}, "pattern '('"),
    ],
)
async def test_what_makes_no_sense_is_told(
    kind: str, keys: dict[str, Any], problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert not _desk(kind, **keys).home.entities
    assert problem in caplog.text
