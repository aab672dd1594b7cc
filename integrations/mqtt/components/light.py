"""What lights of both schemas share: colour modes, and a look shown while the light is on."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, Facts
from integrations.mqtt.components.colors import Rgb, hs_of, rgb_of_hs, rgb_of_xy, xy_of
from integrations.mqtt.config import CommandTopic, EntityConfig, TextList, Topic
from integrations.mqtt.message import PayloadError

DEFAULT_MIN_KELVIN, DEFAULT_MAX_KELVIN = 2000, 6535
LOOK = (
    "brightness", "color_mode", "color_temp_kelvin", "hs_color", "rgb_color", "xy_color", "effect",
)  # fmt: skip


class LightConfig(EntityConfig):
    """Keys that both schemas share."""

    command_topic: CommandTopic
    state_topic: Topic | None = None
    min_mireds: float | None = None
    max_mireds: float | None = None
    min_kelvin: float | None = None
    max_kelvin: float | None = None
    effect_list: TextList = Field([])
    brightness_scale: int = 255

    @property
    def kelvin_range(self) -> tuple[int, int]:
        """The warmest and the coolest white."""
        low, high = DEFAULT_MIN_KELVIN, DEFAULT_MAX_KELVIN
        if self.max_mireds:
            low = int(1_000_000 / self.max_mireds)
        if self.min_mireds:
            high = int(1_000_000 / self.min_mireds)
        return int(self.min_kelvin or low), int(self.max_kelvin or high)


class Light(Component):
    """A light. `look` is what it would show when on; the attributes have it only while it is."""

    domain = "light"
    config: LightConfig

    def __init__(self, config: LightConfig, modes: list[str]) -> None:
        super().__init__(config)
        self.modes = modes
        self.look = Facts(self.told, {"color_mode": modes[0] if len(modes) == 1 else None})
        self.capabilities["supported_color_modes"] = modes
        if not lights.DIMMABLE_MODES.isdisjoint(modes):
            self.look["brightness"] = None
        if "color_temp" in modes:
            self.look["color_temp_kelvin"] = None
            low, high = config.kelvin_range
            self.capabilities["min_color_temp_kelvin"] = low
            self.capabilities["max_color_temp_kelvin"] = high
        if not lights.COLOR_MODES.isdisjoint(modes):
            self.look.tell({"hs_color": None, "rgb_color": None, "xy_color": None})
        if config.effect_list:
            self.look["effect"] = None
            self.capabilities["effect_list"] = config.effect_list
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.show()

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def offered(self) -> Iterable[str]:
        """Return what lights do."""
        return ("turn_on", "turn_off", "toggle")

    def restore(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Go on from what was known."""
        super().restore(state, attributes)
        known = {key: attributes.get(key) for key in self.look}
        self.look.fill({key: value for key, value in known.items() if value is not None})

    def show(self) -> None:
        """Put the look into the attributes, or nothing while the light is off."""
        if self.state == "on":
            self.attributes.fill(self.look)
        else:
            self.attributes.fill(dict.fromkeys(self.look))

    def set_brightness(self, value: float, scale: float) -> None:
        """Take a brightness of the device's scale."""
        if "brightness" in self.look:
            self.look["brightness"] = max(0, min(255, round(value * 255 / scale)))

    def set_kelvin(self, kelvin: int) -> None:
        """Take a white."""
        if "color_temp_kelvin" in self.look:
            self.look["color_temp_kelvin"] = kelvin
            self.set_mode("color_temp")

    def set_color(self, notation: str, value: tuple[float, ...]) -> None:
        """Take a colour in any notation; the others follow."""
        if "rgb_color" not in self.look:
            return
        rgb = _rgb(notation, value)
        hs = (value[0], value[1]) if notation == "hs" else hs_of(rgb)
        xy = (value[0], value[1]) if notation == "xy" else xy_of(rgb)
        self.look.tell({"rgb_color": rgb, "hs_color": hs, "xy_color": xy})
        self.set_mode(notation if notation in self.modes else self.color_mode())

    def set_mode(self, mode: str) -> None:
        """Take the mode that the light is in."""
        self.look["color_mode"] = mode
        if mode == "color_temp" and "rgb_color" in self.look:
            self.look.tell({"rgb_color": None, "hs_color": None, "xy_color": None})
        elif mode != "color_temp" and "color_temp_kelvin" in self.look:
            self.look["color_temp_kelvin"] = None

    def color_mode(self) -> str:
        """Return the mode in which colours are sent to this light, in Home Assistant's order."""
        order = ("rgb", "rgbw", "rgbww", "hs", "xy")
        return next((mode for mode in order if mode in self.modes), "onoff")

    def wants(self, command: Command, state: State) -> bool | None:
        """Tell whether `command` switches on or off; None if it is none for lights."""
        match command:
            case lights.TurnOff():
                return False
            case lights.Toggle() if state.state == "on":
                return False
            case lights.TurnOn() | lights.Toggle():
                return command.target_brightness(state) != 0
            case _:
                return None

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        wants = self.wants(command, state)
        if wants is None:
            return
        self.state = "on" if wants else "off"
        if wants and isinstance(command, lights.TurnOn | lights.Toggle):
            brightness, kelvin = command.target_brightness(state), command.target_kelvin()
            if brightness is not None:
                self.set_brightness(brightness, 255)
            if kelvin is not None:
                self.set_kelvin(kelvin)
            color = color_of(command)
            if color is not None:
                self.set_color(*color)
            if command.effect is not None and "effect" in self.look:
                self.look["effect"] = command.effect
        self.show()


def color_of(command: lights.TurnOn | lights.Toggle) -> tuple[str, tuple[float, ...]] | None:
    """Return the notation and the colour that a command asks for."""
    rgb = command.target_rgb()
    if rgb is not None:
        return "rgb", rgb
    if command.hs_color is not None:
        return "hs", command.hs_color
    if command.xy_color is not None:
        return "xy", command.xy_color
    return None


def in_notation(wanted: str, notation: str, value: tuple[float, ...]) -> tuple[float, ...]:
    """Return a colour in the notation `wanted` ("hs", "xy", or any of RGB)."""
    if wanted == notation:
        return value
    rgb = _rgb(notation, value)
    if wanted == "hs":
        return hs_of(rgb)
    return xy_of(rgb) if wanted == "xy" else rgb


def _rgb(notation: str, value: tuple[float, ...]) -> Rgb:
    if notation == "hs":
        return rgb_of_hs(value[0], value[1])
    if notation == "xy":
        return rgb_of_xy(value[0], value[1])
    red, green, blue = (max(0, min(255, round(channel))) for channel in value[:3])
    return red, green, blue


def switch_state(value: str, on: str, off: str) -> str:
    """Return the state that a light's payload stands for."""
    if value in {"None", ""}:
        return UNKNOWN
    if value not in {on, off}:
        raise PayloadError(f"expected {on!r} or {off!r}, got {value[:80]!r}")
    return "on" if value == on else "off"
