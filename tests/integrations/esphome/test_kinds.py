"""Every kind of entity: how its states show, and what its actions do to the device."""

import importlib
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.actions import parse_command
from hub.home.commands import Expectation
from hub.home.errors import UnsupportedCommand
from hub.home.maker import NotOffered
from integrations.esphome.maker import EsphomeMaker
from tests.support.esphome.device import Device, running
from tests.support.maker_home import adopted

pb: Any = importlib.import_module("aioesphomeapi.api_pb2")

MAC = "aa:bb:cc:dd:ee:01"
NAN = math.nan


@dataclass(frozen=True)
class Case:
    """An entity, what it shows, and its actions with what they lead to."""

    listed: Any
    reported: Any
    entity_id: str
    state: str
    shows: dict[str, Any] = field(default_factory=dict)
    acts: tuple[tuple[str, dict[str, Any], str, dict[str, Any]], ...] = ()
    api: tuple[int, int] = (1, 14)


def named(kind: str, **facts: Any) -> Any:
    return getattr(pb, f"ListEntities{kind}Response")(object_id="it", name="It", **facts)


def cases() -> Iterator[Case]:
    yield Case(
        named("BinarySensor", device_class="door"), pb.BinarySensorStateResponse(state=True),
        "binary_sensor.shed_it", "on", {"device_class": "door"},
    )  # fmt: skip
    yield Case(
        named("Sensor", device_class="temperature", unit_of_measurement="°C", accuracy_decimals=1,
              state_class=1),
        pb.SensorStateResponse(state=21.449),
        "sensor.shed_it", "21.4",
        {"device_class": "temperature", "unit_of_measurement": "°C", "state_class": "measurement"},
    )  # fmt: skip
    yield Case(named("Sensor"), pb.SensorStateResponse(state=NAN), "sensor.shed_it", "unknown")
    yield Case(
        named("Sensor", device_class="timestamp"), pb.SensorStateResponse(state=0),
        "sensor.shed_it", "1970-01-01T00:00:00+00:00",
    )  # fmt: skip
    yield Case(
        named("TextSensor"), pb.TextSensorStateResponse(state="eastward"),
        "sensor.shed_it", "eastward",
    )  # fmt: skip
    yield Case(
        named("TextSensor"), pb.TextSensorStateResponse(missing_state=True),
        "sensor.shed_it", "unknown",
    )  # fmt: skip
    yield Case(
        named("Switch", assumed_state=True, icon="mdi:pump"), pb.SwitchStateResponse(),
        "switch.shed_it", "off", {"assumed_state": True, "icon": "mdi:pump"},
        (
            ("switch.turn_on", {}, "on", {}),
            ("switch.toggle", {}, "off", {}),
            ("switch.toggle", {}, "on", {}),
            ("switch.turn_off", {}, "off", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Siren", tones=["low", "high"], supports_volume=True, supports_duration=True),
        pb.SirenStateResponse(), "siren.shed_it", "off", {"available_tones": ["low", "high"]},
        (
            ("siren.turn_on", {"tone": "high", "volume_level": 0.5, "duration": 3}, "on", {}),
            ("siren.turn_off", {}, "off", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Number", min_value=1, max_value=9, step=0.1, unit_of_measurement="bar", mode=2),
        pb.NumberStateResponse(state=2.3), "number.shed_it", "2.3",
        {"min": 1, "max": 9, "step": 0.1, "unit_of_measurement": "bar", "mode": "slider"},
        (
            ("number.set_value", {"value": 4.7}, "4.7", {}),
            ("number.set_value", {"value": 5}, "5", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Select", options=["eco", "boost"]), pb.SelectStateResponse(state="eco"),
        "select.shed_it", "eco", {"options": ["eco", "boost"]},
        (("select.select_option", {"option": "boost"}, "boost", {}),),
    )  # fmt: skip
    yield Case(
        named("Text", min_length=1, max_length=8, pattern="[a-z]+"),
        pb.TextStateResponse(state="hi"),
        "text.shed_it", "hi", {"min": 1, "max": 8, "pattern": "[a-z]+", "mode": "text"},
        (("text.set_value", {"value": "ho"}, "ho", {}),),
    )  # fmt: skip
    yield Case(
        named("Lock", supports_open=True, requires_code=True, code_format="^\\d{4}$"),
        pb.LockStateResponse(state=1), "lock.shed_it", "locked", {"code_format": "^\\d{4}$"},
        (
            ("lock.unlock", {"code": "1234"}, "unlocked", {}),
            ("lock.lock", {}, "locked", {}),
            ("lock.open", {}, "open", {}),
        ),
    )  # fmt: skip
    yield Case(named("Lock"), pb.LockStateResponse(state=3), "lock.shed_it", "jammed")
    yield Case(
        named("AlarmControlPanel", supported_features=63, requires_code=True,
              requires_code_to_arm=False),
        pb.AlarmControlPanelStateResponse(state=0), "alarm_control_panel.shed_it", "disarmed",
        {"code_format": "number", "code_arm_required": False},
        (
            ("alarm_control_panel.alarm_arm_away", {}, "armed_away", {}),
            ("alarm_control_panel.alarm_arm_home", {}, "armed_home", {}),
            ("alarm_control_panel.alarm_arm_night", {}, "armed_night", {}),
            ("alarm_control_panel.alarm_arm_vacation", {}, "armed_vacation", {}),
            ("alarm_control_panel.alarm_arm_custom_bypass", {}, "armed_custom_bypass", {}),
            ("alarm_control_panel.alarm_trigger", {}, "triggered", {}),
            ("alarm_control_panel.alarm_disarm", {"code": "1234"}, "disarmed", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Cover", supports_position=True, supports_tilt=True, supports_stop=True,
              device_class="blind"),
        pb.CoverStateResponse(position=0.25, tilt=0.5), "cover.shed_it", "open",
        {"current_position": 25, "current_tilt_position": 50, "device_class": "blind"},
        (
            ("cover.open_cover", {}, "open", {"current_position": 100}),
            ("cover.close_cover", {}, "closed", {"current_position": 0}),
            ("cover.toggle", {}, "open", {"current_position": 100}),
            ("cover.set_cover_position", {"position": 40}, "open", {"current_position": 40}),
            ("cover.set_cover_tilt_position", {"tilt_position": 30}, "open",
             {"current_tilt_position": 30}),
            ("cover.open_cover_tilt", {}, "open", {"current_tilt_position": 100}),
            ("cover.close_cover_tilt", {}, "open", {"current_tilt_position": 0}),
        ),
    )  # fmt: skip
    yield Case(
        named("Cover", supports_stop=True), pb.CoverStateResponse(position=1, current_operation=2),
        "cover.shed_it", "closing", {}, (("cover.stop_cover", {}, "open", {}),),
    )  # fmt: skip
    yield Case(
        named("Valve", supports_position=True, supports_stop=True, device_class="water"),
        pb.ValveStateResponse(position=0.5, current_operation=1), "valve.shed_it", "opening",
        {"current_position": 50},
        (
            ("valve.stop_valve", {}, "open", {}),
            ("valve.close_valve", {}, "closed", {"current_position": 0}),
            ("valve.open_valve", {}, "open", {"current_position": 100}),
            ("valve.set_valve_position", {"position": 10}, "open", {"current_position": 10}),
            ("valve.toggle", {}, "closed", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Fan", supports_oscillation=True, supports_speed=True, supports_direction=True,
              supported_speed_count=4, supported_preset_modes=["calm", "storm"]),
        pb.FanStateResponse(), "fan.shed_it", "off",
        {"percentage": 0, "percentage_step": 25, "preset_modes": ["calm", "storm"],
         "oscillating": False, "direction": "forward"},
        (
            ("fan.turn_on", {"percentage": 70}, "on", {"percentage": 75}),
            ("fan.set_percentage", {"percentage": 25}, "on", {"percentage": 25}),
            ("fan.increase_speed", {}, "on", {"percentage": 50}),
            ("fan.decrease_speed", {}, "on", {"percentage": 25}),
            ("fan.oscillate", {"oscillating": True}, "on", {"oscillating": True}),
            ("fan.set_direction", {"direction": "reverse"}, "on", {"direction": "reverse"}),
            ("fan.set_preset_mode", {"preset_mode": "storm"}, "on", {"preset_mode": "storm"}),
            ("fan.turn_off", {}, "off", {"percentage": 0}),
            ("fan.turn_on", {"preset_mode": "calm"}, "on", {"preset_mode": "calm"}),
            ("fan.set_percentage", {"percentage": 0}, "off", {}),
            ("fan.toggle", {}, "on", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Climate", supported_modes=[0, 3], feature_flags=1 | 32, visual_min_temperature=5,
              visual_max_temperature=30, visual_target_temperature_step=0.5,
              supported_presets=[0, 2, 5], supported_custom_presets=["Party"],
              supported_fan_modes=[2, 3], supported_custom_fan_modes=["Whisper"],
              supported_swing_modes=[0, 2]),
        pb.ClimateStateResponse(mode=3, action=3, current_temperature=19.3, target_temperature=21,
                                fan_mode=2),
        "climate.shed_it", "heat",
        {"hvac_modes": ["off", "heat"], "hvac_action": "heating", "current_temperature": 19.3,
         "temperature": 21, "min_temp": 5, "max_temp": 30, "target_temp_step": 0.5,
         "preset_modes": ["none", "away", "eco", "Party"], "preset_mode": "none",
         "fan_modes": ["auto", "low", "Whisper"], "fan_mode": "auto",
         "swing_modes": ["off", "vertical"], "swing_mode": "off"},
        (
            ("climate.set_temperature", {"temperature": 22.5}, "heat", {"temperature": 22.5}),
            ("climate.set_temperature", {"temperature": 18, "hvac_mode": "off"}, "off",
             {"temperature": 18}),
            ("climate.turn_on", {}, "heat", {}),
            ("climate.turn_off", {}, "off", {}),
            ("climate.set_hvac_mode", {"hvac_mode": "heat"}, "heat", {}),
            ("climate.set_preset_mode", {"preset_mode": "Party"}, "heat", {"preset_mode": "Party"}),
            ("climate.set_preset_mode", {"preset_mode": "eco"}, "heat", {"preset_mode": "eco"}),
            ("climate.set_fan_mode", {"fan_mode": "Whisper"}, "heat", {"fan_mode": "Whisper"}),
            ("climate.set_fan_mode", {"fan_mode": "low"}, "heat", {"fan_mode": "low"}),
            ("climate.set_swing_mode", {"swing_mode": "vertical"}, "heat",
             {"swing_mode": "vertical"}),
        ),
    )  # fmt: skip
    yield Case(
        named("Climate", supported_modes=[0, 1, 2, 3], feature_flags=1 | 4 | 8 | 16,
              visual_min_humidity=30, visual_max_humidity=70),
        pb.ClimateStateResponse(mode=1, current_temperature=NAN, target_temperature_low=19,
                                target_temperature_high=24, current_humidity=40,
                                target_humidity=50),
        "climate.shed_it", "heat_cool",
        {"target_temp_low": 19, "target_temp_high": 24, "current_temperature": None,
         "current_humidity": 40, "humidity": 50, "min_humidity": 30},
        (
            ("climate.set_temperature", {"target_temp_low": 18, "target_temp_high": 25},
             "heat_cool", {"target_temp_low": 18, "target_temp_high": 25}),
            ("climate.set_temperature", {"temperature": 20, "hvac_mode": "heat"}, "heat",
             {"temperature": 20}),
            ("climate.set_temperature", {"temperature": 23, "hvac_mode": "cool"}, "cool",
             {"temperature": 23}),
            ("climate.set_humidity", {"humidity": 45}, "cool", {"humidity": 45}),
        ),
    )  # fmt: skip
    yield Case(
        named("Climate", supported_modes=[0, 3], legacy_supports_away=True),
        pb.ClimateStateResponse(mode=3, unused_legacy_away=True, target_temperature=20),
        "climate.shed_it", "heat", {"preset_mode": "away", "preset_modes": ["home", "away"]},
        api=(1, 4),
    )  # fmt: skip
    yield Case(
        named("WaterHeater", min_temperature=30, max_temperature=70, supported_modes=[1, 3],
              supported_features=1 | 2 | 4 | 8 | 16),
        pb.WaterHeaterStateResponse(current_temperature=48, target_temperature=50, mode=1, state=2),
        "water_heater.shed_it", "eco",
        {"current_temperature": 48, "temperature": 50, "away_mode": "off", "min_temp": 30,
         "max_temp": 70, "operation_list": ["eco", "performance"], "operation_mode": "eco"},
        (
            ("water_heater.set_temperature", {"temperature": 55}, "eco", {"temperature": 55}),
            ("water_heater.set_operation_mode", {"operation_mode": "performance"}, "performance",
             {}),
            ("water_heater.set_away_mode", {"away_mode": True}, "performance", {"away_mode": "on"}),
            ("water_heater.turn_off", {}, "off", {}),
            ("water_heater.turn_on", {}, "performance", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("MediaPlayer", feature_flags=0xFFFFFF),
        pb.MediaPlayerStateResponse(state=1, volume=0.5), "media_player.shed_it", "idle",
        {"volume_level": 0.5, "is_volume_muted": False},
        (
            ("media_player.play_media", {"media_content_id": "http://x/a.mp3"}, "playing", {}),
            ("media_player.media_pause", {}, "paused", {}),
            ("media_player.media_play", {}, "playing", {}),
            ("media_player.media_play_pause", {}, "paused", {}),
            ("media_player.media_stop", {}, "idle", {}),
            ("media_player.volume_set", {"volume_level": 0.25}, "idle", {"volume_level": 0.25}),
            ("media_player.volume_mute", {"is_volume_muted": True}, "idle",
             {"is_volume_muted": True}),
            ("media_player.volume_mute", {"is_volume_muted": False}, "idle",
             {"is_volume_muted": False}),
            ("media_player.turn_off", {}, "off", {}),
            ("media_player.turn_on", {}, "on", {}),
        ),
    )  # fmt: skip
    yield Case(
        named("Update", device_class="firmware"),
        pb.UpdateStateResponse(current_version="1.0", latest_version="1.1", title="Shed"),
        "update.shed_it", "on",
        {"installed_version": "1.0", "latest_version": "1.1", "in_progress": False},
        (("update.install", {}, "on", {"in_progress": True}),),
    )  # fmt: skip


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: f"{case.entity_id}-{case.state}")
async def test_a_kind_shows_and_obeys(case: Case) -> None:
    made = Device(api=case.api)
    made.has(case.listed, case.reported)
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        await it.becomes(case.entity_id, case.state, **case.shows)
        offered = it.home.entity(case.entity_id).actions
        for action, data, state, attributes in case.acts:
            assert action in offered
            before = it.state(case.entity_id)
            await it.send(case.entity_id, action, **data)
            after = await it.becomes(case.entity_id, state, **attributes)
            expected = parse_command(action, data).expected(before)
            await it.until(lambda: _is_met(expected, it.state(case.entity_id)))  # noqa: B023 - now
            assert after.is_available
        with pytest.raises(UnsupportedCommand):
            await it.send(case.entity_id, "scene.turn_on")


def _is_met(expected: Expectation | None, state: Any) -> bool:
    return expected is None or expected.is_met_by(state)


def _where(made: Device) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": made.port}


LIGHTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("on_off", {"supported_color_modes": [1]}, ["onoff"]),
    ("brightness", {"supported_color_modes": [3]}, ["brightness"]),
    ("white", {"supported_color_modes": [7]}, ["white"]),
    ("color temperature", {"supported_color_modes": [11]}, ["color_temp"]),
    ("cold and warm", {"supported_color_modes": [19]}, ["color_temp"]),
    ("rgb", {"supported_color_modes": [35]}, ["rgb"]),
    ("rgbw", {"supported_color_modes": [39]}, ["rgbw"]),
    ("rgbct", {"supported_color_modes": [47]}, ["color_temp", "rgbww"]),
    ("rgbww", {"supported_color_modes": [51]}, ["color_temp", "rgbww"]),
    ("interlocked", {"supported_color_modes": [19, 35]}, ["color_temp", "rgb"]),
]
WISHES: list[tuple[str, dict[str, Any]]] = [
    ("brightness", {"brightness": 77}),
    ("color_temp", {"color_temp_kelvin": 3000}),
    ("color_temp", {"color_temp_kelvin": 6000, "brightness": 200}),
    ("color", {"rgb_color": [255, 100, 0]}),
    ("color", {"hs_color": [240, 100], "brightness_pct": 50}),
    ("color", {"xy_color": [0.3, 0.5]}),
    ("color", {"color_name": "purple"}),
    ("effect", {"effect": "Rainbow"}),
]


@pytest.mark.parametrize(("facts", "modes"), [light[1:] for light in LIGHTS],
                         ids=[light[0] for light in LIGHTS])  # fmt: skip
async def test_a_light_shines_as_asked(facts: dict[str, Any], modes: list[str]) -> None:
    made = Device()
    made.has(
        named("Light", effects=["None", "Rainbow"], min_mireds=153, max_mireds=500, **facts),
        pb.LightStateResponse(color_mode=facts["supported_color_modes"][0]),
    )
    light = "light.shed_it"
    can = set(modes) | {"effect"}
    if modes != ["onoff"]:
        can.add("brightness")
    if any(mode.startswith("rgb") for mode in modes):
        can.add("color")
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        await it.becomes(light, "off", supported_color_modes=modes, effect="None")
        for needed, data in WISHES:
            if needed not in can:
                continue
            before = it.state(light)
            expected = parse_command("light.turn_on", data).expected(before)
            await it.send(light, "light.turn_on", **data)
            await it.until(lambda: _is_met(expected, it.state(light)))  # noqa: B023 - now
            assert it.state(light).attributes["color_mode"] in modes
        await it.send(light, "light.toggle", transition=1.5)
        await it.becomes(light, "off")
        assert made.commands[-1].transition_length == 1500
        await it.send(light, "light.toggle", flash="short")
        await it.becomes(light, "on")
        assert made.commands[-1].flash_length == 2000
        await it.send(light, "light.turn_on", brightness=0)
        await it.becomes(light, "off")


@pytest.mark.parametrize(
    ("modes", "data", "shown"),
    [
        ([39], {"rgbw_color": [10, 200, 0, 90]}, {"rgbw_color": (10, 200, 0, 90)}),
        ([51], {"rgbww_color": [200, 0, 10, 30, 60]}, {"rgbww_color": (200, 0, 10, 30, 60)}),
        ([7, 35], {"white": 120}, {"color_mode": "white", "brightness": 120}),
    ],
)
async def test_a_light_takes_its_channels(
    modes: list[int], data: dict[str, Any], shown: dict[str, Any]
) -> None:
    made = Device()
    state = pb.LightStateResponse(color_mode=modes[0], brightness=1)
    made.has(named("Light", supported_color_modes=modes), state)
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        await it.send("light.shed_it", "light.turn_on", **data)
        await it.becomes("light.shed_it", "on", **shown)


async def test_a_button_is_pressed_and_an_event_happens() -> None:
    made = Device()
    button = made.has(named("Button", device_class="restart", entity_category=1))
    event = made.has(named("Event", event_types=["single", "double"], device_class="button"))
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        assert it.state("event.shed_it").attributes["event_types"] == ["single", "double"]
        assert it.home.entity("button.shed_it").entity_category == "config"
        await it.send("button.shed_it", "button.press")
        await it.until(lambda: bool(made.commands))
        assert made.commands[0].key == button
        made.sends(pb.EventResponse(key=event, event_type="double"))
        await it.until(lambda: it.state("event.shed_it").state != "unknown")
        assert it.state("event.shed_it").attributes["event_type"] == "double"


async def test_subdevices_have_devices_of_their_own() -> None:
    part = pb.DeviceInfo(device_id=7, name="Annex", area_id=3)
    made = Device(facts={"devices": [part], "areas": [pb.AreaInfo(area_id=3, name="Yard")]})
    for device_id in (0, 7, 8):
        made.has(named("Switch", device_id=device_id), pb.SwitchStateResponse())
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        assert set(it.home.entities) == {"switch.shed_it", "switch.annex_it"}
        await it.send("switch.annex_it", "switch.turn_on")
        await it.becomes("switch.annex_it", "on")
        assert it.state("switch.shed_it").state == "off"
        area = it.home.area_of(it.home.entity("switch.annex_it"))
        assert area is not None
        assert area.name == "Yard"


async def test_what_is_disabled_is_put_disabled() -> None:
    made = Device()
    made.has(named("Switch", disabled_by_default=True, entity_category=2), pb.SwitchStateResponse())
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        entity = it.home.entity("switch.shed_it")
        assert (entity.enabled, entity.entity_category) == (False, "diagnostic")


async def test_nonsense_in_a_state_keeps_it_and_costs_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = Device()
    facts = {"supports_position": True, "supports_stop": True}
    key = made.has(named("Cover", **facts), pb.CoverStateResponse(position=0.5))
    async with running(made), adopted(EsphomeMaker(), _where(made), unique_id=MAC) as it:
        await it.becomes("cover.shed_it", "open", current_position=50)
        for _ in range(20):
            made.sends(pb.CoverStateResponse(key=key, position=NAN))
        made.says(pb.CoverStateResponse(key=key, position=1.0))
        await it.becomes("cover.shed_it", "open", current_position=100)
    told = [line.message for line in caplog.records if line.levelno >= logging.WARNING]
    assert len(told) == 1
    assert "cover 'it'" in told[0]


@settings(max_examples=30)
@given(
    kind=st.sampled_from(["Light", "Climate", "Fan", "Sensor", "Cover", "Lock", "Update"]),
    numbers=st.lists(st.floats(width=32), min_size=3, max_size=3),
    whole=st.integers(-(2**31), 2**31 - 1),
    text=st.text(max_size=20),
)
def test_any_state_gives_a_reading_or_an_error_that_is_caught(
    kind: str, numbers: list[float], whole: int, text: str
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    from aioesphomeapi.model import APIVersion  # noqa: PLC0415
    from aioesphomeapi.model_conversions import (  # noqa: PLC0415
        LIST_ENTITIES_SERVICES_RESPONSE_TYPES,
        SUBSCRIBE_STATES_RESPONSE_TYPES,
    )

    from integrations.esphome.kinds.catalog import KINDS  # noqa: PLC0415
    from integrations.esphome.kinds.kind import Setting  # noqa: PLC0415

    listed = _filled(getattr(pb, f"ListEntities{kind}Response"), numbers, whole, text)
    reported = _filled(getattr(pb, f"{kind}StateResponse"), numbers, whole, text)
    info_type = LIST_ENTITIES_SERVICES_RESPONSE_TYPES[type(listed)]
    assert info_type is not None
    setting = Setting(APIVersion(1, 14), lambda: datetime.now(UTC))
    info = info_type.from_pb(listed)
    made = KINDS[type(info)](info, setting)
    assert made.facts().domain
    try:
        reading = made.read(SUBSCRIBE_STATES_RESPONSE_TYPES[type(reported)].from_pb(reported))
    except (ValueError, TypeError, OverflowError, OSError):
        return
    assert reading.state
    with pytest.raises(NotOffered):
        made.send(None, parse_command("scene.turn_on", {}), None)  # type: ignore[arg-type]


def _filled(kind: Any, numbers: list[float], whole: int, text: str) -> Any:
    message = kind()
    floats = iter(numbers * 20)
    for told in message.DESCRIPTOR.fields:
        if told.is_repeated or told.message_type is not None:
            continue
        value = {1: next(floats), 2: next(floats), 8: True, 9: text, 13: abs(whole), 7: abs(whole)}
        setattr(message, told.name, value.get(told.type, whole))
    return message
