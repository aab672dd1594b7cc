"""Announcements, payloads and commands of a seed, for each component of MQTT discovery.

A case: the component, its announcement, and steps: ["say", topic, payload] or
["call", action, data].
"""

from collections.abc import Callable
from random import Random
from typing import Any

Case = dict[str, Any]
Config = dict[str, Any]
VALUE = "{{ value_json.v }}"
TEMPLATES = (None, None, VALUE, "{{ value_json['v'] }}", "{{ value_json.v | default('None') }}")
COMMANDS = (
    None,
    None,
    '{"do": "{{ value }}"}',
    "{{ value | upper if value is string else value }}",
)
GARBAGE = ("", "garbage", "{}", "[1]", "NaN", "-1", "1e400")
# Where a template reads JSON, Home Assistant 2024.3 takes what is none for the value itself.
JSON_GARBAGE = ("", "{}", "[1]", '{"v": "garbage"}', '{"v": -1}', '{"v": null}', '{"v": [1]}')
STEPS = 8


class Maker:
    """Makes one case."""

    def __init__(self, dice: Random, kind: str) -> None:
        self.dice = dice
        self.kind = kind
        self.config: Config = {}
        self.reports: list[tuple[str, str | None, Callable[[], Any]]] = []
        self.calls: list[tuple[str, Callable[[], dict[str, Any]]]] = []

    def maybe(self, share: float = 0.5) -> bool:
        """Decide."""
        return self.dice.random() < share

    def reported(
        self, key: str, template_key: str, value: Callable[[], Any], *, json: bool = False
    ) -> None:
        """Give it a topic that it reports on, perhaps with a template."""
        self.config[key] = f"~/{key}"
        template = None if json else self.dice.choice(TEMPLATES)
        if template is not None:
            self.config[template_key] = template
        self.reports.append((key, "json" if json else template, value))

    def told(
        self, key: str, template_key: str | None, *calls: tuple[str, Callable[[], dict[str, Any]]]
    ) -> None:
        """Give it a topic that it takes commands on, perhaps with a template."""
        self.config[key] = f"~/{key}"
        template = self.dice.choice(COMMANDS)
        if template is not None and template_key is not None:
            self.config[template_key] = template
        self.calls.extend(calls)

    def case(self, number: int) -> Case:
        """Return the case with random steps."""
        base = f"c/{self.kind}/{number}"
        steps = [self._step(base) for _ in range(STEPS)]
        name = f"{self.kind}_{number}"
        config = {
            "~": base, "name": name, "object_id": name, "unique_id": name, **self.config,
        }  # fmt: skip
        return {"kind": self.kind, "number": number, "config": config, "steps": steps}

    def _step(self, base: str) -> list[Any]:
        if self.calls and (not self.reports or self.maybe()):
            action, data = self.dice.choice(self.calls)
            return ["call", action, data()]
        if not self.reports:
            return ["say", f"{base}/nobody", "hears"]
        key, template, value = self.dice.choice(self.reports)
        if self.maybe(0.12):
            garbage: tuple[str, ...] = GARBAGE if template is None else JSON_GARBAGE
            # Home Assistant's lights take these as they are; its thermostats break for good.
            kept = {"climate": {"NaN", "1e400"}, "light": {"-1", '{"v": -1}', "NaN", "1e400"}}
            garbage = tuple(one for one in garbage if one not in kept.get(self.kind, ()))
            return ["say", f"{base}/{key}", self.dice.choice(garbage)]
        told = value()
        if template == "json":
            return ["say", f"{base}/{key}", told]
        return ["say", f"{base}/{key}", _text(told) if template is None else {"v": told}]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def cases(seed: int, each: int, kinds: tuple[str, ...] = ()) -> list[Case]:
    """Return so many cases of each component."""
    found = []
    for kind in kinds or tuple(MAKERS):
        for number in range(each):
            dice = Random(f"{seed} {kind} {number}")  # noqa: S311 - cases, not secrets
            maker = Maker(dice, kind)
            MAKERS[kind](maker)
            found.append(maker.case(number))
    return found


def _nothing() -> dict[str, Any]:
    return {}


def _switch(make: Maker) -> None:
    on, off = make.dice.choice((("ON", "OFF"), ("1", "0"), (True, False), ("on", "off")))
    make.config |= {"payload_on": on, "payload_off": off}
    states = [str(on), str(off)]
    if make.maybe(0.2):
        states = ["up", "down"]
        make.config |= {"state_on": "up", "state_off": "down"}
    if make.maybe(0.8):
        make.reported("state_topic", "value_template", lambda: make.dice.choice(states))
    make.told("command_topic", None, *((f"switch.{verb}", _nothing) for verb in _VERBS))


_VERBS = ("turn_on", "turn_off", "toggle")


def _binary_sensor(make: Maker) -> None:
    if make.maybe():
        make.config |= {"payload_on": True, "payload_off": False}
    on, off = make.config.get("payload_on", "ON"), make.config.get("payload_off", "OFF")
    if make.maybe():
        make.config["device_class"] = make.dice.choice(("door", "motion", "battery"))
    make.reported("state_topic", "value_template", lambda: str(make.dice.choice((on, off))))


def _sensor(make: Maker) -> None:
    kind = make.dice.choice(("number", "text", "enum", "timestamp", "date"))
    values: dict[str, Callable[[], Any]] = {
        "number": lambda: make.dice.choice((1, 2.5, -3, "7.20", 0)),
        "text": lambda: make.dice.choice(("a", "b c", "7", "Ünder")),
        "enum": lambda: make.dice.choice(("low", "high")),
        "timestamp": lambda: make.dice.choice(
            ("2024-03-01T10:00:00+00:00", "2024-03-01T10:00:00+02:00", "2024-03-01 10:00:00Z")
        ),
        "date": lambda: make.dice.choice(("2024-03-01", "2024-12-31")),
    }
    match kind:
        case "number":
            make.config |= {"unit_of_measurement": "W", "device_class": "power"}
            if make.maybe():
                make.config["state_class"] = "measurement"
        case "enum":
            make.config |= {"device_class": "enum", "options": ["low", "high"]}
        case "timestamp" | "date":
            make.config["device_class"] = kind
        case _:
            pass
    make.reported("state_topic", "value_template", values[kind])


def _number(make: Maker) -> None:
    make.config |= {"min": make.dice.choice((0, -10, 5)), "max": 50, "step": 0.5}
    if make.maybe():
        make.config["mode"] = make.dice.choice(("auto", "box", "slider"))
    if make.maybe(0.3):
        make.config["payload_reset"] = "reset"
    if make.maybe(0.8):
        make.reported(
            "state_topic", "value_template",
            lambda: make.dice.choice((6, 12.5, "20", 50, 51, -11, "reset")),
        )  # fmt: skip
    make.told(
        "command_topic", "command_template",
        ("number.set_value", lambda: {"value": make.dice.choice((6, 7.5, 50))}),
    )  # fmt: skip


def _select(make: Maker) -> None:
    options = ["one", "two", "three"]
    make.config["options"] = options
    if make.maybe(0.8):
        make.reported("state_topic", "value_template", lambda: make.dice.choice([*options, "x"]))
    make.told(
        "command_topic", "command_template",
        ("select.select_option", lambda: {"option": make.dice.choice(options)}),
    )  # fmt: skip


def _button(make: Maker) -> None:
    if make.maybe():
        make.config["payload_press"] = make.dice.choice(("push", "", 1))
    make.told("command_topic", "command_template", ("button.press", _nothing))


def _scene(make: Maker) -> None:
    make.config["payload_on"] = make.dice.choice(("go", "ON", 1))
    make.told("command_topic", None, ("scene.turn_on", _nothing))


def _lock(make: Maker) -> None:
    states = ["LOCKED", "UNLOCKED", "LOCKING", "UNLOCKING", "JAMMED"]
    if make.maybe():
        make.config |= {"state_locked": "1", "state_unlocked": "0", "state_jammed": "stuck"}
        states = ["1", "0", "stuck", "LOCKING", "UNLOCKING"]
    if make.maybe(0.3):
        make.config["payload_reset"] = "gone"
        states.append("gone")
    code = {"code": "1234"} if make.maybe(0.3) else {}
    if code:
        make.config |= {
            "code_format": r"^\d{4}$",
            "command_template": '{"a": "{{ value }}", "c": "{{ code }}"}',
        }
    if make.maybe(0.8):
        make.reported("state_topic", "value_template", lambda: make.dice.choice(states))
    calls = [("lock.lock", lambda: code), ("lock.unlock", lambda: code)]
    if make.maybe(0.4):
        make.config["payload_open"] = "OPEN"
        calls.append(("lock.open", lambda: code))
    make.told("command_topic", None if code else "command_template", *calls)


def _cover(make: Maker) -> None:
    dice = make.dice
    if make.maybe(0.4):
        low, high = dice.choice(((0, 255), (100, 0), (0, 99)))
        make.config |= {"position_closed": low, "position_open": high}
    low, high = make.config.get("position_closed", 0), make.config.get("position_open", 100)
    has_position = make.maybe(0.7)
    if has_position:
        make.reported(
            "position_topic", "position_template",
            lambda: dice.choice((low, high, (low + high) // 2, min(low, high) + 7)),
        )  # fmt: skip
    states = ["open", "closed", "opening", "closing", "stopped"]
    if make.maybe(0.7):
        make.reported("state_topic", "value_template", lambda: dice.choice(states))
    make.told(
        "command_topic", None, ("cover.open_cover", _nothing), ("cover.close_cover", _nothing)
    )
    if make.maybe(0.3):
        make.config["payload_stop"] = None
    else:
        make.calls.append(("cover.stop_cover", _nothing))
    if has_position and make.maybe(0.7):
        make.told(
            "set_position_topic", None,
            ("cover.set_cover_position", lambda: {"position": dice.choice((0, 25, 50, 100))}),
        )  # fmt: skip
        if make.maybe(0.4):
            make.config["set_position_template"] = '{ "position": {{ position }} }'
    if make.maybe(0.4):
        make.told(
            "tilt_command_topic", None, ("cover.open_cover_tilt", _nothing),
            ("cover.close_cover_tilt", _nothing),
            ("cover.set_cover_tilt_position", lambda: {"tilt_position": dice.choice((0, 30, 100))}),
        )  # fmt: skip
        if make.maybe():
            make.config |= {"tilt_min": 0, "tilt_max": 180, "tilt_opened_value": 90}
        if make.maybe(0.7):
            make.reported(
                "tilt_status_topic", "tilt_status_template", lambda: dice.choice((0, 45, 90, 300))
            )


def _fan(make: Maker) -> None:
    dice = make.dice
    make.told("command_topic", "command_template", *((f"fan.{verb}", _nothing) for verb in _VERBS))
    tells = make.maybe(0.8)
    if tells:
        make.reported("state_topic", "state_value_template", lambda: dice.choice(("ON", "OFF")))
    if tells and make.maybe(0.8):
        low, high = dice.choice(((1, 100), (1, 3), (1, 255), (4, 10)))
        make.config |= {"speed_range_min": low, "speed_range_max": high}
        make.told(
            "percentage_command_topic", "percentage_command_template",
            ("fan.set_percentage", lambda: {"percentage": dice.choice((1, 33, 50, 100))}),
            ("fan.turn_on", lambda: {"percentage": dice.choice((10, 67))}),
        )  # fmt: skip
        if make.maybe(0.8):
            make.reported(
                "percentage_state_topic", "percentage_value_template",
                lambda: dice.choice((low - 1, low, high, high + 1, "None")),
            )  # fmt: skip
    if make.maybe():
        make.config["preset_modes"] = ["eco", "max"]
        make.told(
            "preset_mode_command_topic", "preset_mode_command_template",
            ("fan.set_preset_mode", lambda: {"preset_mode": dice.choice(("eco", "max"))}),
        )  # fmt: skip
        if make.maybe(0.8):
            make.reported(
                "preset_mode_state_topic", "preset_mode_value_template",
                lambda: dice.choice(("eco", "max", "None", "x")),
            )  # fmt: skip
    if make.maybe():
        make.told(
            "oscillation_command_topic", "oscillation_command_template",
            ("fan.oscillate", lambda: {"oscillating": make.maybe()}),
        )  # fmt: skip
        make.reported(
            "oscillation_state_topic", "oscillation_value_template",
            lambda: dice.choice(("oscillate_on", "oscillate_off")),
        )  # fmt: skip
    if make.maybe():
        make.told(
            "direction_command_topic", "direction_command_template",
            ("fan.set_direction", lambda: {"direction": dice.choice(("forward", "reverse"))}),
        )  # fmt: skip
        make.reported(
            "direction_state_topic", "direction_value_template",
            lambda: dice.choice(("forward", "reverse")),
        )  # fmt: skip


def _climate(make: Maker) -> None:
    dice = make.dice
    modes = ["off", "heat", "cool", "auto"]
    make.config["modes"] = modes
    if make.maybe(0.3):
        make.config["temperature_unit"] = "F"
    if make.maybe(0.3):
        make.config["precision"] = dice.choice((0.1, 0.5, 1.0))
    is_fahrenheit = make.config.get("temperature_unit") == "F"
    degrees = (68, 70.5, 71, 55) if is_fahrenheit else (20, 21.26, 19.5, 7)
    make.told(
        "mode_command_topic", "mode_command_template",
        ("climate.set_hvac_mode", lambda: {"hvac_mode": dice.choice(modes)}),
    )  # fmt: skip
    make.reported("mode_state_topic", "mode_state_template", lambda: dice.choice([*modes, "x"]))
    make.reported(
        "current_temperature_topic", "current_temperature_template", lambda: dice.choice(degrees)
    )
    make.told(
        "temperature_command_topic", "temperature_command_template",
        ("climate.set_temperature", lambda: {"temperature": dice.choice((18, 21.5, 25))}),
    )  # fmt: skip
    make.reported(
        "temperature_state_topic", "temperature_state_template", lambda: dice.choice(degrees)
    )
    if make.maybe():
        make.reported(
            "action_topic", "action_template", lambda: dice.choice(("idle", "heating", "x"))
        )
    for name, values in (("fan_mode", ["low", "high"]), ("swing_mode", ["on", "off"])):
        if make.maybe():
            _climate_choice(make, name, values)
    if make.maybe():
        make.config["preset_modes"] = ["eco", "away"]
        make.told(
            "preset_mode_command_topic", "preset_mode_command_template",
            ("climate.set_preset_mode", lambda: {"preset_mode": dice.choice(("eco", "away"))}),
        )  # fmt: skip
        make.reported(
            "preset_mode_state_topic", "preset_mode_value_template",
            lambda: dice.choice(("eco", "away", "none", "x")),
        )  # fmt: skip
    if make.maybe(0.3):
        make.told(
            "target_humidity_command_topic", "target_humidity_command_template",
            ("climate.set_humidity", lambda: {"humidity": dice.choice((40, 55))}),
        )  # fmt: skip
        make.reported(
            "target_humidity_state_topic", "target_humidity_state_template",
            lambda: dice.choice((45, 60)),
        )  # fmt: skip
    if make.maybe(0.3):
        make.told(
            "power_command_topic", "power_command_template", ("climate.turn_on", _nothing),
            ("climate.turn_off", _nothing),
        )  # fmt: skip


def _climate_choice(make: Maker, name: str, values: list[str]) -> None:
    dice = make.dice
    make.config[f"{name}s"] = values
    make.told(
        f"{name}_command_topic", f"{name}_command_template",
        (f"climate.set_{name}", lambda: {name: dice.choice(values)}),
    )  # fmt: skip
    make.reported(
        f"{name}_state_topic", f"{name}_state_template", lambda: dice.choice([*values, "x"])
    )


def _light(make: Maker) -> None:
    from tests.oracle.mqtt_lights import light  # noqa: PLC0415 - it needs the maker

    light(make)


MAKERS: dict[str, Callable[[Maker], None]] = {
    "binary_sensor": _binary_sensor, "button": _button, "climate": _climate, "cover": _cover,
    "fan": _fan, "light": _light, "lock": _lock, "number": _number, "scene": _scene,
    "select": _select, "sensor": _sensor, "switch": _switch,
}  # fmt: skip
