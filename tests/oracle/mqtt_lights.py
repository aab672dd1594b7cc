"""Lights of a seed, in the three schemas."""

from typing import Any, Protocol

COLOURS: dict[str, list[list[float]]] = {
    "hs": [[0, 100], [120, 40], [240, 100]],
    "rgb": [[255, 0, 0], [0, 128, 255], [255, 255, 255]],
    "rgbw": [[255, 0, 0, 0], [10, 20, 30, 40]],
    "rgbww": [[255, 0, 0, 0, 0], [0, 0, 0, 255, 100]],
    "xy": [[0.3, 0.4], [0.64, 0.33]],
}
KEYS = {"hs": "hs", "rgb": "rgb", "rgbw": "rgbw", "rgbww": "rgbcw", "xy": "xy"}
OFF_AND_ON = ("light.turn_on", "light.turn_off", "light.toggle")


class Making(Protocol):
    """What of `mqtt_cases.Maker` is used."""

    dice: Any
    config: dict[str, Any]
    calls: list[Any]
    reports: list[Any]

    def maybe(self, share: float = 0.5) -> bool: ...
    def reported(self, key: str, template_key: str, value: Any, *, json: bool = False) -> None: ...
    def told(self, key: str, template_key: str | None, *calls: Any) -> None: ...


def light(make: Making) -> None:
    """Make a light of any schema."""
    make.dice.choice((_basic, _json, _template))(make)
    if make.maybe(0.2):
        make.config["optimistic"] = True


def _calls(make: Making, modes: list[str], *, is_dimmable: bool) -> None:
    dice = make.dice
    make.calls += [(action, dict) for action in OFF_AND_ON]
    if is_dimmable:
        make.calls.append(("light.turn_on", lambda: {"brightness": dice.choice((1, 64, 128, 255))}))
    for mode in modes:
        if mode in COLOURS:
            make.calls.append(
                ("light.turn_on", lambda mode=mode: {f"{mode}_color": dice.choice(COLOURS[mode])})
            )
    if "color_temp" in modes:
        make.calls.append(
            ("light.turn_on", lambda: {"color_temp_kelvin": dice.choice((2702, 4000))})
        )
    if "white" in modes:
        make.calls.append(("light.turn_on", lambda: {"white": dice.choice((64, 255))}))


def _basic(make: Making) -> None:
    dice = make.dice
    make.told("command_topic", None)
    if make.maybe(0.8):
        make.reported(
            "state_topic", "state_value_template", lambda: dice.choice(("ON", "OFF", "ON"))
        )
    make.config["on_command_type"] = dice.choice(("last", "first", "brightness"))
    has_brightness = make.maybe(0.7) or make.config["on_command_type"] == "brightness"
    if has_brightness:
        make.config["brightness_scale"] = scale = dice.choice((255, 100, 254))
        make.told("brightness_command_topic", "brightness_command_template")
        if make.maybe(0.8):
            make.reported(
                "brightness_state_topic", "brightness_value_template",
                lambda: dice.choice((0, 1, scale // 2, scale)),
            )  # fmt: skip
    modes = [mode for mode in COLOURS if make.maybe(0.25)]
    if not has_brightness:  # else their brightness is taken as sent there, though they tell it
        modes = [mode for mode in modes if mode not in {"rgbw", "rgbww"}]
        if "rgb" in modes:  # else dimming turns another colour into white there
            modes = ["rgb"]
    for mode in modes:
        make.told(f"{mode}_command_topic", f"{mode}_command_template")
        if make.maybe(0.8):
            make.reported(
                f"{mode}_state_topic", f"{mode}_value_template",
                lambda mode=mode: ",".join(map(str, dice.choice(COLOURS[mode]))),
            )  # fmt: skip
    _whites(make, modes)
    _effects(make)
    has_channels = any(mode.startswith("rgb") for mode in modes)
    _calls(make, modes, is_dimmable=has_brightness or has_channels)


def _whites(make: Making, modes: list[str]) -> None:
    dice = make.dice
    if make.maybe(0.4):
        modes.append("color_temp")
        make.told("color_temp_command_topic", "color_temp_command_template")
        make.reported(
            "color_temp_state_topic", "color_temp_value_template", lambda: dice.choice((250, 370))
        )
    if set(modes) & set(COLOURS) and make.maybe(0.2):
        modes.append("white")
        make.told("white_command_topic", None)
    if modes and make.maybe(0.3):
        make.reported(
            "color_mode_state_topic", "color_mode_value_template", lambda: dice.choice(modes)
        )


def _effects(make: Making) -> None:
    dice = make.dice
    if make.maybe(0.3):
        make.config["effect_list"] = ["a", "b"]
        make.told("effect_command_topic", "effect_command_template")
        make.reported(
            "effect_state_topic", "effect_value_template", lambda: dice.choice(("a", "b"))
        )
        make.calls.append(("light.turn_on", lambda: {"effect": dice.choice(("a", "b"))}))


def _json(make: Making) -> None:
    dice = make.dice
    make.config |= {"schema": "json", "command_topic": "~/command_topic"}
    modes = [mode for mode in (*COLOURS, "color_temp") if make.maybe(0.3)]
    if set(modes) & set(COLOURS) and make.maybe(0.2):
        modes.append("white")
    modes = modes or [dice.choice(("brightness", "onoff"))]
    is_dimmable = modes != ["onoff"]
    scale = dice.choice((255, 254, 100))
    make.config |= {
        "color_mode": True, "supported_color_modes": modes, "brightness": is_dimmable,
        "brightness_scale": scale,
    }  # fmt: skip
    has_effects = make.maybe(0.3)
    if has_effects:
        make.config |= {"effect": True, "effect_list": ["a", "b"]}
        make.calls.append(("light.turn_on", lambda: {"effect": dice.choice(("a", "b"))}))

    def told() -> dict[str, Any]:
        report: dict[str, Any] = {"state": dice.choice(("ON", "ON", "OFF", None))}
        if is_dimmable and make.maybe():
            report["brightness"] = dice.choice((0, 1, scale // 2, scale))
        mode = dice.choice(modes)
        if make.maybe():
            report["color_mode"] = mode
            if mode in COLOURS:
                report["color"] = dict(zip(KEYS[mode], dice.choice(COLOURS[mode]), strict=True))
            elif mode == "color_temp":
                report["color_temp"] = dice.choice((250, 370))
        if has_effects and make.maybe():
            report["effect"] = dice.choice(("a", "b"))
        return report

    if make.maybe(0.8):
        make.reported("state_topic", "", told, json=True)
    make.calls.append(("light.turn_on", lambda: {"flash": dice.choice(("short", "long"))}))
    make.calls.append(("light.turn_on", lambda: {"transition": dice.choice((1, 2.5))}))
    _calls(make, modes, is_dimmable=is_dimmable)


def _template(make: Making) -> None:
    dice = make.dice
    make.config |= {
        "schema": "template", "command_topic": "~/command_topic",
        "command_on_template": "on,{{ brightness|d }},{{ color_temp|d }},{{ red|d }}-{{ green|d }}-"
        "{{ blue|d }},{{ hue|d }},{{ sat|d }},{{ effect|d }},{{ flash|d }},{{ transition|d }}",
        "command_off_template": "off,{{ transition|d }}",
    }  # fmt: skip
    keys = {"state": ("on", "on", "off", "None")}
    modes = []
    is_dimmable = make.maybe(0.7)
    if is_dimmable:
        keys["brightness"] = (0, 64, 255)  # type: ignore[assignment]
    if make.maybe():
        keys["color_temp"] = (250, 370)  # type: ignore[assignment]
        modes.append("color_temp")
    if make.maybe():
        keys |= dict.fromkeys(("red", "green", "blue"), (0, 128, 255))  # type: ignore[arg-type]
        modes.append("hs")
    if make.maybe(0.3):
        keys["effect"] = ("a", "b")  # type: ignore[assignment]
        make.config["effect_list"] = ["a", "b"]
        make.calls.append(("light.turn_on", lambda: {"effect": dice.choice(("a", "b"))}))
    for key in keys:
        make.config[f"{key}_template"] = f"{{{{ value_json.{key} }}}}"

    def told() -> dict[str, Any]:
        return {key: dice.choice(values) for key, values in keys.items()}

    if make.maybe(0.8):
        make.reported("state_topic", "", told, json=True)
    make.calls.append(("light.turn_on", lambda: {"transition": 2.0}))
    _calls(make, modes, is_dimmable=is_dimmable or bool(modes))
