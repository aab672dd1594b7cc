"""Shellies of generations 2 to 4: what they say becomes states, what is asked becomes calls."""

from typing import Any

import pytest

from hub.home.errors import DeliveryError, UnsupportedCommand
from integrations.shelly.maker import MAKER
from tests.support.maker_home import adopted
from tests.support.shelly import models
from tests.support.shelly.rpc import MAC, RpcError, RpcShelly


def data(device: RpcShelly, **more: Any) -> dict[str, Any]:
    """Return the data of an entry for a simulated device."""
    return {"host": "127.0.0.1", "port": device.port, "generation": device.info["gen"], **more}


def living(device: RpcShelly, **more: Any) -> Any:
    """Adopt a simulated device."""
    return adopted(MAKER, data(device, **more), unique_id=MAC)


async def test_a_relay_with_its_meter() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        assert it.state("switch.plug").state == "off"
        assert it.state("sensor.plug_power").state == "0"
        energy = it.state("sensor.plug_energy")
        assert energy.state == "1234.567"
        assert energy.attributes["unit_of_measurement"] == "Wh"
        assert energy.attributes["state_class"] == "total_increasing"
        assert it.state("sensor.plug_wi_fi_signal").state == "-60"
        assert it.state("binary_sensor.plug_input_1").state == "off"
        await device.notify(switch_0={"output": True, "apower": 60.25}, input_0={"state": True})
        await it.becomes("switch.plug", "on")
        await it.becomes("sensor.plug_power", "60.25")
        await it.becomes("binary_sensor.plug_input_1", "on")


async def test_what_kind_of_device_it_is() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        found = it.home.devices[it.home.entity("switch.plug").device_id or ""]
        assert (found.manufacturer, found.model) == ("Shelly", "Shelly Plus 1PM")
        assert found.sw_version == "1.7.4"
        rssi = it.home.entity("sensor.plug_wi_fi_signal")
        assert rssi.entity_category == "diagnostic"


VERBS = [("turn_on", "on"), ("toggle", "on"), ("turn_off", "off")]


@pytest.mark.parametrize(("verb", "state"), VERBS)
async def test_a_relay_obeys(verb: str, state: str) -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        context = await it.send("switch.plug", f"switch.{verb}")
        assert device.called("Switch.Set") == {"id": 0, "on": state == "on"}
        reported = await it.becomes("switch.plug", state)
        assert reported.last_reported >= reported.last_changed
        if state == "on":
            assert reported.context.parent_id == context.id


async def test_relays_have_names_and_one_is_a_light() -> None:
    async with models.pro_4pm().running() as device, living(device) as it:
        light = it.state("light.board_switch_1")
        assert light.attributes["supported_color_modes"] == ["onoff"]
        assert it.state("switch.board_switch_2").state == "off"
        await it.send("switch.board_pump", "switch.turn_on")
        assert device.called("Switch.Set")["id"] == 2
        await it.send("light.board_switch_1", "light.turn_on")
        await it.becomes("light.board_switch_1", "on", color_mode="onoff")
        assert it.state("sensor.board_pump_power").state == "0"


async def test_an_error_of_a_relay_is_a_problem() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        assert it.state("binary_sensor.plug_overheating").state == "off"
        await device.notify(switch_0={"errors": ["overtemp"]})
        await it.becomes("binary_sensor.plug_overheating", "on")


async def test_a_dimmer() -> None:
    async with models.dimmer_gen3().running() as device, living(device) as it:
        assert it.state("light.plug").attributes["brightness"] == 102
        await it.send("light.plug", "light.turn_on", brightness_pct=80, transition=2)
        assert device.called("Light.Set") == {
            "id": 0, "on": True, "brightness": 80, "transition_duration": 2,
        }  # fmt: skip
        await it.becomes("light.plug", "on", brightness=204, color_mode="brightness")
        await it.send("light.plug", "light.turn_off")
        await it.becomes("light.plug", "off", brightness=None)
        await it.send("light.plug", "light.turn_on", brightness=1)
        assert device.called("Light.Set")["brightness"] == 1


async def test_presses_of_buttons() -> None:
    async with models.dimmer_gen3().running() as device, living(device) as it:
        await device.happen("input:1", "double_push", id=1)
        await it.until(lambda: it.state("event.plug_input_2").state != "unknown")
        first = it.state("event.plug_input_2")
        assert first.attributes["event_type"] == "double_push"
        assert first.attributes["device_class"] == "button"
        await device.happen("input:1", "double_push", id=1)
        await it.until(lambda: it.state("event.plug_input_2").state != first.state)
        assert it.state("event.plug_input_1").state == "unknown"


async def test_colours_and_white() -> None:
    async with models.rgbw_pm().running() as device, living(device) as it:
        red = it.state("light.plug").attributes
        assert (red["rgb_color"], red["hs_color"], red["color_mode"]) == (
            (255, 0, 0), (0.0, 100.0), "rgbw",
        )  # fmt: skip
        await it.send("light.plug", "light.turn_on", rgb_color=[0, 0, 255], brightness=255)
        assert device.called("RGBW.Set") == {
            "id": 0, "on": True, "brightness": 100, "rgb": [0, 0, 255],
        }  # fmt: skip
        await it.becomes("light.plug", "on", rgb_color=(0, 0, 255), brightness=255)
        await it.send("light.plug", "light.turn_on", hs_color=[120, 100])
        await it.becomes("light.plug", "on", rgb_color=(0, 255, 0))


async def test_whites() -> None:
    async with models.rgbw_pm("cct").running() as device, living(device) as it:
        white = it.state("light.plug").attributes
        assert (white["color_temp_kelvin"], white["max_color_temp_kelvin"]) == (3000, 6500)
        await it.send("light.plug", "light.turn_on", color_temp_kelvin=4000)
        await it.becomes("light.plug", "on", color_temp_kelvin=4000)
        assert device.called("CCT.Set") == {"id": 0, "on": True, "ct": 4000}


async def test_a_bulb_of_whites_and_colours_changes_its_mode() -> None:
    async with models.rgbw_pm("rgbcct").running() as device, living(device) as it:
        assert it.state("light.plug").attributes["color_mode"] == "color_temp"
        await it.send("light.plug", "light.turn_on", color_name="lime")
        await it.becomes("light.plug", "on", color_mode="rgb", rgb_color=(0, 255, 0))
        assert device.called("RGBCCT.Set")["mode"] == "rgb"
        await it.send("light.plug", "light.turn_on", color_temp_kelvin=2700)
        await it.becomes("light.plug", "on", color_mode="color_temp", color_temp_kelvin=2700)


async def test_a_cover() -> None:
    async with models.plus_2pm_cover().running() as device, living(device) as it:
        assert it.state("cover.plug").state == "closed"
        assert it.state("cover.plug").attributes["current_position"] == 0
        await it.send("cover.plug", "cover.open_cover")
        await it.becomes("cover.plug", "opening")
        await device.arrive()
        await it.becomes("cover.plug", "open", current_position=100)
        await it.send("cover.plug", "cover.set_cover_position", position=40)
        assert device.called("Cover.GoToPosition") == {"id": 0, "pos": 40}
        await it.becomes("cover.plug", "closing")
        await it.send("cover.plug", "cover.stop_cover")
        await it.becomes("cover.plug", "open")
        await it.send("cover.plug", "cover.close_cover")
        await device.arrive()
        await it.becomes("cover.plug", "closed", current_position=0)
        await it.send("cover.plug", "cover.toggle")
        await it.becomes("cover.plug", "opening")
        assert it.state("sensor.plug_power").state == "0"


async def test_slats() -> None:
    async with models.plus_2pm_cover(has_slats=True).running() as device, living(device) as it:
        await it.send("cover.plug", "cover.set_cover_tilt_position", tilt_position=20)
        await it.becomes("cover.plug", "closed", current_tilt_position=20)
        await it.send("cover.plug", "cover.open_cover_tilt")
        await it.becomes("cover.plug", "closed", current_tilt_position=100)
        assert device.called("Cover.GoToPosition") == {"id": 0, "slat_pos": 100}


async def test_a_thermostat() -> None:
    async with models.wall_display().running() as device, living(device) as it:
        heat = it.state("climate.hall")
        assert heat.state == "heat"
        assert heat.attributes["current_temperature"] == 19.5
        assert heat.attributes["current_humidity"] == 48
        assert heat.attributes["hvac_action"] == "heating"
        assert heat.attributes["hvac_modes"] == ["off", "heat"]
        assert "switch.hall" not in it.home.entities, "the relay is the thermostat's"
        await it.send("climate.hall", "climate.set_temperature", temperature=22.5)
        assert device.called("Thermostat.SetConfig") == {"config": {"id": 0, "target_C": 22.5}}
        await it.becomes("climate.hall", "heat", temperature=22.5)
        await it.send("climate.hall", "climate.set_hvac_mode", hvac_mode="off")
        await it.becomes("climate.hall", "off", hvac_action="off")
        await it.send("climate.hall", "climate.turn_on")
        await it.becomes("climate.hall", "heat")
        await it.send("climate.hall", "climate.turn_off")
        await it.becomes("climate.hall", "off")
        await device.notify(thermostat_0={"enable": True, "output": False})
        await it.becomes("climate.hall", "heat", hvac_action="idle")


async def test_a_radiator_valve_and_sensors_over_bluetooth() -> None:
    async with models.blu_gateway().running() as device, living(device) as it:
        valve = it.state("climate.gateway_radiator")
        assert (valve.state, valve.attributes["hvac_action"]) == ("heat", "heating")
        assert it.state("sensor.gateway_radiator_battery").state == "81"
        await it.send("climate.gateway_radiator", "climate.set_temperature", temperature=21)
        assert device.called("BluTRV.Call") == {
            "id": 200, "method": "Trv.SetTarget", "params": {"id": 0, "target_C": 21},
        }  # fmt: skip
        await it.becomes("climate.gateway_radiator", "heat", temperature=21)
        with pytest.raises(UnsupportedCommand):
            await it.send("climate.gateway_radiator", "climate.turn_off")
        assert it.state("binary_sensor.gateway_motion_201").state == "off"
        assert it.state("binary_sensor.gateway_window_204").state == "on"
        assert it.state("sensor.gateway_illuminance_203").state == "250"
        await device.notify(bthomesensor_201={"value": True})
        await it.becomes("binary_sensor.gateway_motion_201", "on")
        await device.happen("bthomesensor:202", "long_push")
        await it.until(lambda: it.state("event.gateway_button_202").state != "unknown")


async def test_virtual_components_and_scripts() -> None:
    async with models.with_virtual().running() as device, living(device) as it:
        assert it.state("binary_sensor.plug_leak").state == "on"
        assert it.state("sensor.plug_level").state == "7.25"
        assert it.state("sensor.plug_phase").state == "one"
        assert it.state("sensor.plug_message").state == "hello"
        await it.send("switch.plug_away", "switch.turn_on")
        await it.becomes("switch.plug_away", "on")
        assert it.state("number.plug_setpoint").attributes["max"] == 10
        await it.send("number.plug_setpoint", "number.set_value", value=7.5)
        await it.becomes("number.plug_setpoint", "7.5")
        assert it.state("select.plug_program").attributes["options"] == ["eco", "max"]
        await it.send("select.plug_program", "select.select_option", option="max")
        await it.becomes("select.plug_program", "max")
        await it.send("button.plug_go", "button.press")
        assert device.called("Button.Trigger") == {"id": 200, "event": "single_push"}
        await it.send("switch.plug_watch", "switch.turn_on")
        await it.becomes("switch.plug_watch", "on")
        await it.send("switch.plug_watch", "switch.turn_off")
        await it.becomes("switch.plug_watch", "off")


async def test_alarms_and_batteries() -> None:
    async with models.safety().running() as device, living(device) as it:
        assert it.state("binary_sensor.cellar_smoke").attributes["device_class"] == "smoke"
        await device.notify(smoke_0={"alarm": True}, flood_0={"alarm": True})
        await it.becomes("binary_sensor.cellar_smoke", "on")
        await it.becomes("binary_sensor.cellar_flood", "on")
        assert it.state("sensor.cellar_battery").state == "88"
        assert it.state("binary_sensor.cellar_external_power").state == "off"
        await it.send("button.cellar_mute_alarm", "button.press")
        assert device.called("Smoke.Mute") == {"id": 0}


async def test_a_meter_of_three_phases() -> None:
    async with models.pro_3em().running() as device, living(device) as it:
        assert it.state("sensor.meter_total_power").state == "301.5"
        assert it.state("sensor.meter_phase_b_voltage").state == "230"
        assert it.state("sensor.meter_neutral_current").state == "unknown"
        assert it.state("sensor.meter_total_energy").state == "123456.78"
        await device.notify(em_0={"c_act_power": -12.5})
        await it.becomes("sensor.meter_phase_c_power", "-12.5")


async def test_meters_and_sensors_of_a_kind_are_numbered() -> None:
    async with models.pro_em_50().running() as device, living(device) as it:
        assert it.state("sensor.meters_meter_1_power").state == "230.5"
        assert it.state("sensor.meters_mains_power").state == "230.5"
        assert it.state("sensor.meters_mains_energy").state == "5000"
        assert it.state("sensor.meters_temperature_101").state == "21.5"
        assert it.state("sensor.meters_temperature_102").state == "22.5"
        assert it.state("switch.meters").state == "off"


async def test_firmware_and_restart() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        firmware = it.state("update.plug_firmware")
        assert (firmware.state, firmware.attributes["installed_version"]) == ("off", "1.7.4")
        await device.notify(sys={"available_updates": {"stable": {"version": "1.8.0"}}})
        await it.becomes("update.plug_firmware", "on", latest_version="1.8.0")
        await it.send("update.plug_firmware", "update.install")
        assert device.called("Shelly.Update") == {"stage": "stable"}
        await device.happen("sys", "ota_begin", msg="Downloading")
        await it.becomes("update.plug_firmware", "on", in_progress=True, update_percentage=0)
        await device.happen("sys", "ota_progress", msg="Downloading", progress_percent=62)
        await it.becomes("update.plug_firmware", "on", update_percentage=62)
        await device.happen("sys", "ota_success", msg="Done")
        await it.becomes("update.plug_firmware", "on", in_progress=False)
        with pytest.raises(UnsupportedCommand):
            await it.send("update.plug_firmware", "update.skip")
        await it.send("button.plug_restart", "button.press")
        assert device.called("Shelly.Reboot")


async def test_a_command_says_how_it_is_now_even_if_nothing_changed() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        before = it.state("switch.plug").last_reported
        await it.send("switch.plug", "switch.turn_off")
        assert it.state("switch.plug").last_reported > before
        assert device.called("Switch.GetStatus") == {"id": 0}


async def test_a_device_that_refuses() -> None:
    async with models.plus_1pm().running() as device, living(device) as it:
        device.refusals["Switch.Set"] = RpcError(-106, "overtemp condition")
        with pytest.raises(DeliveryError, match="overtemp condition"):
            await it.send("switch.plug", "switch.turn_on")
        assert it.state("switch.plug").state == "off"
        with pytest.raises(UnsupportedCommand):
            await it.send("sensor.plug_power", "switch.turn_on")


async def test_what_it_is_made_of_changes() -> None:
    async with models.dimmer_gen3().running() as device, living(device) as it:
        device.config["input:1"]["type"] = "switch"
        device.status["input:1"]["state"] = True
        await device.happen("sys", "config_changed", restart_required=False)
        await it.until(lambda: "event.plug_input_2" not in it.home.entities)
        await it.becomes("binary_sensor.plug_input_2", "on")
        assert "event.plug_input_1" in it.home.entities
