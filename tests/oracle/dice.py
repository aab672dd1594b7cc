"""The dice that cases are made with, and what homes of cases hold."""

import random
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
BINARY = ("binary_sensor.door", "binary_sensor.motion", "switch.pump")
NUMBERS = ("sensor.temperature", "sensor.power", "sensor.limit")
STATES: Mapping[str, tuple[str, Json]] = {
    "binary_sensor.door": ("off", {"device_class": "door", "level": 20}),
    "binary_sensor.motion": ("off", {"level": 5}),
    "switch.pump": ("off", {"friendly_name": "Pump"}),
    "sensor.temperature": ("20.5", {"unit_of_measurement": "°C", "level": 10}),
    "sensor.power": ("5", {"level": 3.5}),
    "sensor.limit": ("21", {}),
    "light.hall": ("off", {"supported_color_modes": ["brightness"]}),
    "light.desk": ("on", {"supported_color_modes": ["brightness"], "brightness": 80}),
    "person.anna": ("home", {"latitude": 52.37, "longitude": 4.89}),
}
NAMES = tuple(STATES)
_ODD = ("unavailable", "unknown")
TRUE = (
    "{{ is_state('binary_sensor.door', 'on') }}",
    "{{ states('sensor.temperature') | float(0) > 20 }}",
    "{{ trigger is defined }}",
    "{{ states('sensor.power') | int(0) > states('sensor.limit') | int(0) }}",
    "{{ now().minute % 2 == 0 }}",
    "{{ state_attr('binary_sensor.door', 'level') == 20 }}",
    "{{ states.binary_sensor.motion.state == 'on' }}",
    "{{ states.binary_sensor | selectattr('state', 'eq', 'on') | list | count > 0 }}",
    "{{ is_state('light.hall', ['on', 'unavailable']) }}",
    "{{ has_value('sensor.power') }}",
    "{{ 'yes' }}",
    "{{ 0 }}",
    "{{ states('sensor.none') == 'unknown' }}",
    "{{ state_attr('sensor.power', 'none') is none }}",
)
# What goes over a whole domain is rendered once a second at most in Home Assistant.
WATCHED = tuple(source for source in TRUE if "states.binary_sensor |" not in source)


class Dice:
    """Picks, the same for each seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- cases are to be the same each time

    def one(self, *choices: Any) -> Any:
        """Pick one."""
        return self.dice.choice(choices)

    def maybe(self, chance: float = 0.5) -> bool:
        """Tell whether to, this time."""
        return self.dice.random() < chance

    def state_of(self, entity_id: str) -> str:
        """Make up a state."""
        if self.maybe(0.12):
            return str(self.one(*_ODD))
        if entity_id.startswith("sensor."):
            return str(self.one("19", "20.5", "21", "21.0", "22.5", "5", "-3", "100", "abc"))
        if entity_id.startswith("person."):
            return str(self.one("home", "not_home", "Work"))
        return str(self.one("on", "off"))

    def for_(self) -> Any:
        """Make up a duration."""
        return self.one(
            5, "00:00:10", {"seconds": 30}, {"minutes": 1}, "{{ 7 }}", {"seconds": "{{ 3 * 4 }}"},
            {"minutes": 1, "seconds": 5},
        )  # fmt: skip

    def bounds(self) -> Json:
        """Make up what numbers are compared with."""
        high = self.one(20.6, 21, "21", "sensor.limit")
        low = self.one(4, 5, 20, 20.5)
        return dict(self.one({"above": high}, {"below": high}, {"above": low, "below": high}))
