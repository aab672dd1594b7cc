"""What lights of all schemas share: colour modes, and a look shown while the light is on."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from hub.home.coloring import brightest, color_of, converted, rgb_of
from hub.home.colors import Color, hs_of, kelvin_of, mired_of, xy_of
from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, Facts
from integrations.mqtt.config import CommandTopic, EntityConfig, TextList, Topic
from integrations.mqtt.message import PayloadError

DEFAULT_MIN_KELVIN, DEFAULT_MAX_KELVIN = 2000, 6535
MOST_KELVIN = 100_000
CHANNELS = ("rgbw_color", "rgbww_color")
NOTHING_HIDDEN: frozenset[str] = frozenset()
COLORS = frozenset({"rgb_color", "hs_color", "xy_color", *CHANNELS})
Kelvin = Annotated[float, Field(gt=0, le=MOST_KELVIN)]
Mireds = Annotated[float, Field(gt=0, le=1_000_000)]
Scale = Annotated[int, Field(gt=0)]


class LightConfig(EntityConfig):
    """Keys that all schemas share."""

    command_topic: CommandTopic
    state_topic: Topic | None = None
    color_temp_kelvin: bool = False
    min_mireds: Mireds | None = None
    max_mireds: Mireds | None = None
    min_kelvin: Kelvin | None = None
    max_kelvin: Kelvin | None = None
    effect_list: TextList = Field([])
    brightness_scale: Scale = 255
    white_scale: Scale = 255

    @property
    def kelvin_range(self) -> tuple[int, int]:
        """The warmest and the coolest white."""
        low, high = DEFAULT_MIN_KELVIN, DEFAULT_MAX_KELVIN
        if self.max_mireds:
            low = int(1_000_000 / self.max_mireds)
        if self.min_mireds:
            high = int(1_000_000 / self.min_mireds)
        low, high = int(self.min_kelvin or low), int(self.max_kelvin or high)
        return (low, high) if low < high else (min(low, high), max(low, high) + 1)


class Light(Component):
    """A light. `look` is what it would show when on; the attributes have it only while it is."""

    domain = "light"
    own_attributes = frozenset(lights.Attributes.model_fields)
    config: LightConfig
    # Whether there is a topic on which it says in which mode it is.
    tells_mode = False

    def __init__(self, config: LightConfig, modes: list[str], *, has_effects: bool) -> None:
        super().__init__(config)
        self.modes = modes
        self._hidden = {mode: self._beside(mode) for mode in modes}
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
            self._set_colors({})
        if has_effects:
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
        """Put what belongs to the mode into the attributes, or nothing while the light is off."""
        mode = self.look["color_mode"]
        if self.state != "on":
            self.attributes.fill(dict.fromkeys(self.look))
            return
        hidden = self._hidden.get(mode, NOTHING_HIDDEN)
        self.attributes.fill(
            {name: None if name in hidden else value for name, value in self.look.items()}
        )

    def _beside(self, mode: str) -> frozenset[str]:
        """Return what a light in `mode` does not show, although it may be known."""
        others = frozenset(CHANNELS) - {f"{mode}_color"}
        hidden = others if mode in lights.COLOR_MODES else COLORS
        return hidden if mode == "color_temp" else hidden | {"color_temp_kelvin"}

    def set_brightness(self, value: float, scale: float) -> None:
        """Take a brightness of the device's scale; zero says nothing (Home Assistant, light)."""
        if "brightness" in self.look and value > 0:
            self.look["brightness"] = min(255, round(value * 255 / scale))

    def set_white(self, value: float) -> None:
        """Take a colour temperature, in kelvin or mired as the device counts.

        Raises:
            PayloadError: there is no such white.
        """
        kelvin = value if self.config.color_temp_kelvin else kelvin_of(value) if value > 0 else 0
        if not 0 < kelvin <= MOST_KELVIN:
            raise PayloadError(f"expected a colour temperature above 0, got {value!r}")
        self.set_kelvin(int(kelvin))

    def set_kelvin(self, kelvin: int) -> None:
        """Take a white."""
        if "color_temp_kelvin" in self.look:
            self.look["color_temp_kelvin"] = kelvin
            self.show_mode("color_temp")

    def set_color(self, notation: str, value: Color) -> None:
        """Take a colour in any notation; the others follow."""
        if "rgb_color" not in self.look:
            return
        rgb = rgb_of(notation, value, self.config.kelvin_range)
        colors: dict[str, Any] = {"rgb_color": rgb, "hs_color": hs_of(rgb), "xy_color": xy_of(rgb)}
        self._set_colors(colors | {f"{notation}_color": rgb if notation == "rgb" else value})
        self.show_mode(notation if notation in self.modes else self.color_mode())

    def clear_color(self) -> None:
        """Take it that the light shows no colour that it tells."""
        if "rgb_color" in self.look:
            self._set_colors({})

    def _set_colors(self, known: Mapping[str, Any]) -> None:
        names = ["rgb_color", "hs_color", "xy_color"]
        names += [name for name in CHANNELS if name.removesuffix("_color") in self.modes]
        self.look.tell({name: known.get(name) for name in names})

    def show_mode(self, mode: str) -> None:
        """Take the mode that follows from what the light shows, unless it tells its mode itself."""
        if not self.tells_mode:
            self.look["color_mode"] = mode

    def color_mode(self) -> str:
        """Return the mode in which colours are sent to this light, in Home Assistant's order."""
        order = ("rgb", "rgbw", "rgbww", "hs", "xy")
        return next((mode for mode in order if mode in self.modes), "onoff")

    def color_for(self, command: lights.TurnOn | lights.Toggle) -> tuple[str, Color] | None:
        """Return mode and colour for a command, in a notation that this light takes."""
        wanted = color_of(command)
        kelvin = command.target_kelvin()
        if kelvin is not None and "color_temp" not in self.modes and "rgbww" in self.modes:
            wanted = "color_temp", (kelvin, brightest(self.look.get("brightness")))
        if wanted is None:
            return None
        return converted(*wanted, self.modes, self.config.kelvin_range)

    def white_for(self, command: lights.TurnOn | lights.Toggle) -> int | None:
        """Return the colour temperature for a command, in the device's unit."""
        kelvin = command.target_kelvin()
        if kelvin is None or "color_temp" not in self.modes:
            return None
        return kelvin if self.config.color_temp_kelvin else mired_of(kelvin)

    def scaled_brightness(self, brightness: int) -> int:
        """Return a brightness on the device's scale; never zero, which would mean off."""
        scale = self.config.brightness_scale
        return max(1, min(round(brightness * scale / 255), scale))

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

    def takes_as_sent(self, name: str) -> bool:
        """Tell whether `name` ("state", "brightness", a colour mode, ...) is taken as sent."""
        del name
        return self.is_optimistic

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done, as far as the light does not report it."""
        wants = self.wants(command, state)
        if wants is None:
            return
        if self.takes_as_sent("state"):
            self.state = "on" if wants else "off"
        if wants and isinstance(command, lights.TurnOn | lights.Toggle):
            self._assume_look(command, state)
        self.show()

    def brightness_for(self, command: lights.TurnOn | lights.Toggle, state: State) -> int | None:
        """Return the brightness that a command sets, 0..255."""
        return command.target_brightness(state)

    def _assume_look(self, command: lights.TurnOn | lights.Toggle, state: State) -> None:
        brightness, kelvin = self.brightness_for(command, state), command.target_kelvin()
        color = self.color_for(command)
        if brightness is not None and self.takes_as_sent("brightness"):
            self.set_brightness(brightness, 255)
        if kelvin is not None and self.takes_as_sent("color_temp"):
            self.set_kelvin(kelvin)
        if color is not None and self.takes_as_sent(color[0]):
            self.set_color(*color)
        if command.white is not None and self.takes_as_sent("brightness"):
            self.show_mode("white")
            self.set_brightness(command.white, 255)
        if command.effect is not None and "effect" in self.look and self.takes_as_sent("effect"):
            self.look["effect"] = command.effect


def switch_state(value: str, on: str, off: str) -> str:
    """Return the state that a light's payload stands for."""
    if value in {"None", ""}:
        return UNKNOWN
    if value not in {on, off}:
        raise PayloadError(f"expected {on!r} or {off!r}, got {value[:80]!r}")
    return "on" if value == on else "off"
