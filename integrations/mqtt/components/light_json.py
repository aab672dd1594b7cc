"""Lights of schema "json": one object carries everything."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import number
from integrations.mqtt.components.colors import kelvin_of, mired_of
from integrations.mqtt.components.light import Light, LightConfig, color_of, in_notation
from integrations.mqtt.config import Payload, TextList
from integrations.mqtt.message import Message, PayloadError, Publish

# The keys of a colour object, by notation; zigbee2mqtt also says hue and saturation.
COLOR_KEYS = {"rgb": ("r", "g", "b"), "xy": ("x", "y"), "hs": ("h", "s")}
LONG_HS = ("hue", "saturation")


class JsonLightConfig(LightConfig):
    """Keys of a JSON light."""

    schema_name: Literal["json"] = Field(alias="schema", default="json")
    supported_color_modes: TextList = Field([])
    brightness: bool = False
    brightness_scale: Annotated[int, Field(gt=0)] = 255
    color_temp: bool = False
    color_temp_kelvin: bool = False
    rgb: bool = False
    hs: bool = False
    xy: bool = False
    effect: bool = False
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"

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
        super().__init__(config, config.color_modes())
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
            self.look["effect"] = report["effect"]
        self.show()

    def _state_in(self, value: Any) -> str:
        if value is None:
            return UNKNOWN
        if value == self.config.payload_on:
            return "on"
        if value == self.config.payload_off:
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
        if temperature is not None and mode in {None, "color_temp"}:
            value = _number(temperature, "color_temp")
            if value <= 0:
                raise PayloadError(f"expected 'color_temp' above 0, got {value!r}")
            self.set_kelvin(int(value) if self.config.color_temp_kelvin else kelvin_of(value))
        if isinstance(mode, str) and mode in self.modes:
            self.set_mode(mode)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield one object."""
        wants = self.wants(command, state)
        if wants is None:
            raise self.cannot(command, state)
        order: dict[str, Any] = {
            "state": self.config.payload_on if wants else self.config.payload_off
        }
        if isinstance(command, lights.TurnOn | lights.Toggle):
            if wants:
                order |= self._appearance(command, state)
            if command.flash is not None:
                order["flash"] = {"short": 2, "long": 10}[command.flash]
        transition = getattr(command, "transition", None)
        if transition is not None:
            order["transition"] = number(str(transition))
        yield self.to(self.config.command_topic, orjson.dumps(order).decode())

    def _appearance(self, command: lights.TurnOn | lights.Toggle, state: State) -> dict[str, Any]:
        order: dict[str, Any] = {}
        brightness, kelvin = command.target_brightness(state), command.target_kelvin()
        if brightness is not None:
            order["brightness"] = max(1, round(brightness * self.config.brightness_scale / 255))
        if kelvin is not None:
            order["color_temp"] = kelvin if self.config.color_temp_kelvin else mired_of(kelvin)
        color = color_of(command)
        if color is not None:
            order["color"] = self._color_for(*color)
        if command.effect is not None:
            order["effect"] = command.effect
        return order

    def _color_for(self, notation: str, value: tuple[float, ...]) -> dict[str, float]:
        mode = notation if notation in self.modes else self.color_mode()
        keys = COLOR_KEYS.get(mode, COLOR_KEYS["rgb"])
        color = dict(zip(keys, in_notation(mode, notation, value), strict=True))
        whites = {"rgbw": ("w",), "rgbww": ("c", "w")}.get(mode, ())
        return color | dict.fromkeys(whites, 0)


def _color_in(color: dict[str, Any], mode: object) -> tuple[str, tuple[float, ...]] | None:
    preferred = str(mode)[:3] if str(mode).startswith("rgb") else mode
    found: dict[str, tuple[float, ...]] = {}
    for notation, keys in (*COLOR_KEYS.items(), ("hs", LONG_HS)):
        if all(key in color for key in keys) and notation not in found:
            found[notation] = tuple(_number(color[key], f"color.{key}") for key in keys)
    if not found:
        return None
    notation = str(preferred) if preferred in found else next(iter(found))
    return notation, found[notation]


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PayloadError(f"expected {key!r} to be a number, got {value!r}")
    return value
