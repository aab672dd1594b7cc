"""Lights of schema "json": one object carries everything."""

from collections.abc import Iterator
from typing import Any, Literal

import orjson
from pydantic import Field, field_validator

from hub.home.colors import Color
from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import number
from integrations.mqtt.components.light import Light, LightConfig
from integrations.mqtt.config import Payload, TextList
from integrations.mqtt.message import Message, PayloadError, Publish

# The keys of a colour object, by notation; zigbee2mqtt also says hue and saturation.
COLOR_KEYS = {
    "rgb": ("r", "g", "b"), "rgbw": ("r", "g", "b", "w"), "rgbww": ("r", "g", "b", "c", "w"),
    "xy": ("x", "y"), "hs": ("h", "s"),
}  # fmt: skip
LONG_HS = ("hue", "saturation")
MODES = frozenset({"onoff", *lights.DIMMABLE_MODES})


class JsonLightConfig(LightConfig):
    """Keys of a JSON light."""

    schema_name: Literal["json"] = Field(alias="schema", default="json")
    supported_color_modes: TextList = Field([])
    color_mode: bool = False
    brightness: bool = False
    color_temp: bool = False
    rgb: bool = False
    hs: bool = False
    xy: bool = False
    effect: bool = False
    flash: bool = True
    transition: bool = True
    flash_time_short: float = 2
    flash_time_long: float = 10
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"

    @field_validator("supported_color_modes")
    @classmethod
    def _are_modes(cls, modes: list[str]) -> list[str]:
        unknown = set(modes) - MODES
        if unknown:
            raise ValueError(f"expected color modes among {sorted(MODES)}, not {sorted(unknown)}")
        return list(dict.fromkeys(modes))

    def color_modes(self) -> list[str]:
        """Return the modes, from the list or from the older flags."""
        if self.supported_color_modes:
            return self.supported_color_modes
        flags = ("color_temp", "rgb", "hs", "xy")
        modes = [flag for flag in flags if getattr(self, flag)]
        return modes or (["brightness"] if self.brightness else ["onoff"])


class JsonLight(Light):
    """A JSON light."""

    config_type = JsonLightConfig
    config: JsonLightConfig

    def __init__(self, config: JsonLightConfig) -> None:
        super().__init__(config, config.color_modes(), has_effects=config.effect)
        self.watch_message(config.state_topic, self._take)

    def _take(self, message: Message) -> None:
        report = message.json_object()
        if "state" in report:
            self.state = self._state_in(report["state"])
        brightness = report.get("brightness")
        if brightness is not None:
            self.set_brightness(_number(brightness, "brightness"), self.config.brightness_scale)
        self._take_color(report)
        if "effect" in self.look and "effect" in report:
            effect = report["effect"]
            self.look["effect"] = None if effect is None else str(effect)
        self.show()

    def _state_in(self, value: Any) -> str:
        if value is None:
            return UNKNOWN
        if str(value) == self.config.payload_on:
            return "on"
        if str(value) == self.config.payload_off:
            return "off"
        expected = f"{self.config.payload_on!r} or {self.config.payload_off!r}"
        raise PayloadError(f"expected 'state' to be {expected}, got {value!r}")

    def _take_color(self, report: dict[str, Any]) -> None:
        mode = report.get("color_mode")
        color, temperature = report.get("color"), report.get("color_temp")
        if isinstance(color, dict) and mode != "color_temp":
            found = _color_in(color, mode)
            if found is not None:
                self.set_color(*found)
        elif "color" in report and color is None:
            self.clear_color()
        if temperature is not None and mode in {None, "color_temp"}:
            self.set_white(_number(temperature, "color_temp"))
        if isinstance(mode, str) and mode in self.modes:
            self.show_mode(mode)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield one object."""
        wants = self.wants(command, state)
        if wants is None:
            raise self.cannot(command, state)
        order: dict[str, Any] = {
            "state": self.config.payload_on if wants else self.config.payload_off
        }
        if wants and isinstance(command, lights.TurnOn | lights.Toggle):
            order |= self._appearance(command, state)
        flash, transition = getattr(command, "flash", None), getattr(command, "transition", None)
        if flash is not None and self.config.flash:
            order["flash"] = number(str(getattr(self.config, f"flash_time_{flash}")))
        if transition is not None and self.config.transition:
            order["transition"] = number(str(transition))
        yield self.to(self.config.command_topic, orjson.dumps(order).decode())

    def _appearance(self, command: lights.TurnOn | lights.Toggle, state: State) -> dict[str, Any]:
        order: dict[str, Any] = {}
        brightness, white = command.target_brightness(state), self.white_for(command)
        if brightness is not None:
            order["brightness"] = self.scaled_brightness(brightness)
        if white is not None:
            order["color_temp"] = white
        color = self.color_for(command)
        if color is not None:
            order["color"] = self._parts(*color, brightness)
        if command.effect is not None:
            order["effect"] = command.effect
        if command.white is not None:
            scale = self.config.white_scale
            order["white"] = max(1, min(round(command.white * scale / 255), scale))
        return order

    def _parts(self, mode: str, color: Color, brightness: int | None) -> dict[str, float]:
        is_dimmed = mode.startswith("rgb") and not self._takes_brightness()
        if is_dimmed and brightness is not None:
            color = tuple(round(channel * brightness / 255) for channel in color)
        return dict(zip(COLOR_KEYS[mode], color, strict=True))

    def _takes_brightness(self) -> bool:
        return self.config.brightness or bool(self.config.supported_color_modes)


def _color_in(color: dict[str, Any], mode: object) -> tuple[str, Color] | None:
    """Return the colour of a report, in the notation of its mode if it has that."""
    found: dict[str, Color] = {}
    for notation, keys in (*COLOR_KEYS.items(), ("hs", LONG_HS)):
        if all(color.get(key) is not None for key in keys) and notation not in found:
            found[notation] = tuple(_number(color[key], f"color.{key}") for key in keys)
    if not found:
        return None
    if mode is None and "rgbw" in found:
        del found["rgb"]
    notation = str(mode) if mode in found else next(iter(found))
    return notation, found[notation]


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PayloadError(f"expected {key!r} to be a number, got {value!r}")
    return value
