"""Water heaters: what real ones announce, report, and are told."""

import logging

import pytest

from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# The full example of Home Assistant's documentation (MQTT water heater), with power.
BOILER = {
    "name": "Boiler",
    "modes": ["off", "eco", "performance"],
    "mode_state_topic": "boiler/mode",
    "mode_command_topic": "boiler/mode/set",
    "mode_command_template": "{{ value if value == 'off' else 'on' }}",
    "temperature_state_topic": "boiler/temperature",
    "temperature_command_topic": "boiler/temperature/set",
    "current_temperature_topic": "boiler/current_temperature",
    "precision": 1.0,
    "min_temp": 40,
    "max_temp": 65,
    "power_command_topic": "boiler/power/set",
    "qos": 1,
}
# One JSON object for all, as EMS-ESP speaks it.
TAP_WATER = {
    "name": "Tap water",
    "val_tpl": "{{ value_json.mode }}",
    "mode_stat_t": "ems/dhw",
    "mode_cmd_t": "ems/set",
    "mode_cmd_tpl": '{"cmd": "mode", "data": "{{ value }}"}',
    "modes": ["off", "heat_pump", "electric"],
    "temp_stat_t": "ems/dhw",
    "temp_stat_tpl": "{{ value_json.set }}",
    "temp_cmd_t": "ems/set",
    "temp_cmd_tpl": '{"cmd": "temp", "data": {{ value }}}',
    "curr_temp_t": "ems/dhw",
    "curr_temp_tpl": "{{ value_json.now }}",
    "pow_cmd_t": "ems/set",
    "pow_cmd_tpl": '{"cmd": "power", "data": "{{ value }}"}',
    "pl_on": "1",
    "pl_off": "0",
    "temp_unit": "F",
    "ret": True,
}


async def test_the_documented_example() -> None:
    boiler = Offline("water_heater", BOILER)
    assert boiler.verbs == {"set_temperature", "set_operation_mode", "turn_on", "turn_off"}
    assert boiler.shows(
        UNKNOWN, temperature=None, current_temperature=None, min_temp=40, max_temp=65,
        operation_list=["off", "eco", "performance"], assumed_state=None,
    )  # fmt: skip
    boiler.say("boiler/mode", "eco")
    boiler.say("boiler/temperature", "55.4")
    boiler.say("boiler/current_temperature", "41.6")
    assert boiler.shows("eco", operation_mode="eco", temperature=55, current_temperature=42)

    def sent(topic: str, payload: str) -> Publish:
        return Publish(f"boiler/{topic}/set", payload, qos=1)

    assert boiler.sends("water_heater.turn_on") == [sent("power", "ON")]
    assert boiler.sends("water_heater.turn_off") == [sent("power", "OFF")]
    assert boiler.sends("water_heater.set_operation_mode", operation_mode="performance") == [
        sent("mode", "on")
    ]
    assert boiler.sends("water_heater.set_temperature", temperature=60) == [
        sent("temperature", "60")
    ]
    assert boiler.sends("water_heater.set_temperature", temperature=52.5, operation_mode="off") == [
        sent("mode", "off"),
        sent("temperature", "52.5"),
    ]
    # It tells itself what came of it.
    assert boiler.shows("eco", temperature=55)
    with pytest.raises(UnsupportedCommand, match="below the lowest"):
        boiler.sends("water_heater.set_temperature", temperature=30)
    with pytest.raises(UnsupportedCommand, match="not one of off, eco, performance"):
        boiler.sends("water_heater.set_operation_mode", operation_mode="gas")


async def test_one_topic_and_a_template_for_all() -> None:
    water = Offline("water_heater", TAP_WATER)
    assert water.shows(UNKNOWN, min_temp=110, max_temp=140, temperature_unit="°F")
    water.say("ems/dhw", {"mode": "heat_pump", "set": 120.4, "now": 99.5})
    assert water.shows("heat_pump", temperature=120, current_temperature=100)
    water.say("ems/dhw", {"mode": None, "set": None, "now": None})
    assert water.shows(UNKNOWN, operation_mode=None, temperature=None, current_temperature=None)

    def sent(payload: str) -> list[Publish]:
        return [Publish("ems/set", payload, retain=True)]

    assert water.sends("water_heater.turn_off") == sent('{"cmd": "power", "data": "0"}')
    assert water.sends("water_heater.set_operation_mode", operation_mode="off") == sent(
        '{"cmd": "mode", "data": "off"}'
    )
    assert water.sends("water_heater.set_temperature", temperature=125) == sent(
        '{"cmd": "temp", "data": 125}'
    )


@pytest.mark.parametrize(
    ("precision", "shown"), [(0.1, 41.3), (0.5, 41.5), (1.0, 41), (None, 41.3)]
)
async def test_temperatures_are_shown_as_precisely_as_the_device_is(
    precision: float | None, shown: float
) -> None:
    boiler = Offline("water_heater", BOILER | {"precision": precision})
    boiler.say("boiler/temperature", "41.31")
    assert boiler.shows(UNKNOWN, temperature=shown)


async def test_what_reports_nothing_is_taken_at_its_word() -> None:
    config = {"name": "Tap", "mode_command_topic": "m", "temperature_command_topic": "t"}
    tap = Offline("water_heater", config)
    assert tap.shows("off", operation_mode="off", temperature=43.3, assumed_state=True)
    tap.sends("water_heater.set_temperature", temperature=50, operation_mode="gas")
    assert tap.shows("gas", operation_mode="gas", temperature=50)
    assert tap.sends("water_heater.turn_off") == [Publish("m", "off")]
    assert tap.shows("off")
    tap.announce(config | {"initial": 45, "temperature_state_topic": "now"})
    assert tap.shows("off", temperature=50, assumed_attributes=["operation_mode", "state"])
    tap.sends("water_heater.set_temperature", temperature=48)
    assert tap.shows("off", temperature=50)


async def test_of_its_power_only_the_heater_knows() -> None:
    boiler = Offline("water_heater", BOILER | {"optimistic": True, "initial": 47})
    assert boiler.shows("off", temperature=47, assumed_state=True)
    boiler.sends("water_heater.set_operation_mode", operation_mode="eco")
    boiler.sends("water_heater.turn_off")
    assert boiler.shows("eco")


async def test_a_heater_that_only_reports() -> None:
    tap = Offline("water_heater", {"name": "Tap", "current_temperature_topic": "now"})
    tap.say("now", "44")
    assert tap.shows(UNKNOWN, current_temperature=44, operation_list=None)
    assert tap.verbs == set()


@pytest.mark.parametrize("wrong", [{"min_temp": 70}, {"precision": 0.3}, {"temp_unit": "K"}])
async def test_a_wrong_announcement_is_refused_with_one_line(
    wrong: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        heater = Offline("water_heater", BOILER | wrong)
    assert not heater.home.entities
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("topic", "rubbish"),
    [("mode", "gas"), ("mode", "ECO"), ("temperature", "hot"), ("current_temperature", "inf")],
)
async def test_rubbish_costs_one_line_and_changes_nothing(
    topic: str, rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    boiler = Offline("water_heater", BOILER)
    good = {"mode": "eco", "temperature": "50", "current_temperature": "45"}
    for each, value in good.items():
        boiler.say(f"boiler/{each}", value)
        boiler.say(f"boiler/{each}", "")
    with caplog.at_level(logging.WARNING):
        boiler.say(f"boiler/{topic}", rubbish)
        boiler.say(f"boiler/{topic}", rubbish)
    assert boiler.shows("eco", temperature=50, current_temperature=45)
    assert len(caplog.records) == 1
