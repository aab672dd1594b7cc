"""Lights of schema "basic": a topic for each property."""

from collections.abc import Callable, Iterator
from typing import Literal

from pydantic import Field

from hub.home.coloring import FULL, brightest, rgb_of
from hub.home.colors import Color
from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import State
from integrations.mqtt.component import NOTHING, number
from integrations.mqtt.components.light import Light, LightConfig, switch_state
from integrations.mqtt.config import CommandTemplate, CommandTopic, Payload, Template, Topic
from integrations.mqtt.message import PayloadError, Publish

# What templates call the parts of a colour.
PARTS = {
    "hs": ("hue", "sat"),
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "rgbww": ("red", "green", "blue", "cold_white", "warm_white"),
    "xy": ("x", "y"),
}
SETTABLE = {"brightness": "brightness", "effect": "effect", "color_temp": "color_temp_kelvin"}
CHANNELS = ("rgb", "rgbw", "rgbww")
Taking = Callable[[str], None]


class BasicLightConfig(LightConfig):
    """Keys of a basic light."""

    schema_name: Literal["basic", "default"] = Field(alias="schema", default="basic")
    state_value_template: Template | None = None
    value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    on_command_type: Literal["last", "first", "brightness"] = "last"
    brightness_command_topic: CommandTopic | None = None
    brightness_command_template: CommandTemplate | None = None
    brightness_state_topic: Topic | None = None
    brightness_value_template: Template | None = None
    color_mode_state_topic: Topic | None = None
    color_mode_value_template: Template | None = None
    color_temp_command_topic: CommandTopic | None = None
    color_temp_command_template: CommandTemplate | None = None
    color_temp_state_topic: Topic | None = None
    color_temp_value_template: Template | None = None
    effect_command_topic: CommandTopic | None = None
    effect_command_template: CommandTemplate | None = None
    effect_state_topic: Topic | None = None
    effect_value_template: Template | None = None
    hs_command_topic: CommandTopic | None = None
    hs_command_template: CommandTemplate | None = None
    hs_state_topic: Topic | None = None
    hs_value_template: Template | None = None
    rgb_command_topic: CommandTopic | None = None
    rgb_command_template: CommandTemplate | None = None
    rgb_state_topic: Topic | None = None
    rgb_value_template: Template | None = None
    rgbw_command_topic: CommandTopic | None = None
    rgbw_command_template: CommandTemplate | None = None
    rgbw_state_topic: Topic | None = None
    rgbw_value_template: Template | None = None
    rgbww_command_topic: CommandTopic | None = None
    rgbww_command_template: CommandTemplate | None = None
    rgbww_state_topic: Topic | None = None
    rgbww_value_template: Template | None = None
    white_command_topic: CommandTopic | None = None
    xy_command_topic: CommandTopic | None = None
    xy_command_template: CommandTemplate | None = None
    xy_state_topic: Topic | None = None
    xy_value_template: Template | None = None

    def color_modes(self) -> list[str]:
        """Return the modes that follow from the command topics.

        Raises:
            PayloadError: the light has a white of its own, but no colour beside it.
        """
        kinds = ("color_temp", "hs", "rgb", "rgbw", "rgbww", "white", "xy")
        modes = [kind for kind in kinds if getattr(self, f"{kind}_command_topic")]
        if modes == ["white"]:
            raise PayloadError("key 'white_command_topic': expected a colour's topic beside it")
        return modes or (["brightness"] if self.brightness_command_topic else ["onoff"])


class BasicLight(Light):
    """A basic light."""

    config_type = BasicLightConfig
    config: BasicLightConfig

    def __init__(self, config: BasicLightConfig) -> None:
        has_mode_topic = config.color_mode_state_topic is not None
        self.tells_mode = has_mode_topic and config.optimistic is not True
        has_effects = bool(config.effect_list) and config.effect_command_topic is not None
        super().__init__(config, config.color_modes(), has_effects=has_effects)
        if "brightness" not in self.look and config.brightness_state_topic is not None:
            self.look["brightness"] = None
        template = config.state_value_template or config.value_template
        self.watch(config.state_topic, template, self._take)
        for name, take in (
            ("brightness", self._take_brightness),
            ("color_temp", self._take_white),
            ("color_mode", self._take_mode),
            ("effect", self._take_effect),
        ):
            self._watch(name, take)
        for notation in PARTS:
            self._watch_color(notation)
        if not self.is_optimistic:
            settable = {name: f"{name}_color" for name in PARTS} | SETTABLE
            self.assumes(shown for name, shown in settable.items() if self.takes_as_sent(name))

    def _watch(self, name: str, take: Taking) -> None:
        def taken(value: str) -> None:
            if value not in NOTHING or name == "effect":
                take(value)
            self.show()

        topic = getattr(self.config, f"{name}_state_topic")
        self.watch(topic, getattr(self.config, f"{name}_value_template"), taken)

    def _watch_color(self, notation: str) -> None:
        count = len(PARTS[notation])
        is_scaled = notation in CHANNELS and self.config.brightness_state_topic is None

        def take(value: str) -> None:
            color = _numbers(value, count)
            if is_scaled:
                bright = max(rgb_of(notation, color, self.config.kelvin_range))
                if bright == 0:
                    return
                self.set_brightness(bright, FULL)
                color = tuple(min(round(channel * FULL / bright), FULL) for channel in color)
            self.set_color(notation, color)

        self._watch(notation, take)

    def _take(self, value: str) -> None:
        if value:
            self.state = switch_state(value, self.config.payload_on, self.config.payload_off)
        self.show()

    def _take_brightness(self, value: str) -> None:
        self.set_brightness(number(value), self.config.brightness_scale)

    def _take_white(self, value: str) -> None:
        self.set_white(number(value))

    def _take_mode(self, value: str) -> None:
        if value in self.modes:
            self.look["color_mode"] = value

    def _take_effect(self, value: str) -> None:
        if "effect" in self.look:
            self.look["effect"] = None if value in NOTHING else value

    def takes_as_sent(self, name: str) -> bool:
        """Tell whether `name` is taken as sent: it can be set, but has no topic of its own."""
        config = self.config
        if config.optimistic is True or name == "state":
            return self.is_optimistic
        can_set = getattr(config, f"{name}_command_topic") is not None
        is_told = getattr(config, f"{name}_state_topic") is not None
        if name == "brightness" and not can_set:
            has_other = self._has_channels() or config.white_command_topic is not None
            return has_other and not self._tells_channels()
        return can_set and not is_told

    def _has_channels(self) -> bool:
        return any(getattr(self.config, f"{name}_command_topic") for name in CHANNELS)

    def _tells_channels(self) -> bool:
        return any(getattr(self.config, f"{name}_state_topic") for name in CHANNELS)

    def brightness_for(self, command: lights.TurnOn | lights.Toggle, state: State) -> int | None:
        """Return the brightness that a command sets; some lights are switched on by it alone."""
        brightness = command.target_brightness(state)
        is_switch = self.config.on_command_type == "brightness"
        if is_switch and brightness is None and command.white is None:
            return brightest(self.look.get("brightness"))
        return brightness

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield a message for each property; the switch last, or as `on_command_type` says."""
        wants = self.wants(command, state)
        if wants is None:
            raise self.cannot(command, state)
        config = self.config
        if not wants or not isinstance(command, lights.TurnOn | lights.Toggle):
            payload = config.payload_on if wants else config.payload_off
            yield self.to(config.command_topic, payload)
            return
        brightness = self.brightness_for(command, state)
        switch = self.to(config.command_topic, config.payload_on)
        if config.on_command_type == "first":
            yield switch
        sent = list(self._appearance(command, brightness))
        yield from sent
        is_sent = bool(sent) or config.on_command_type == "first"
        if config.on_command_type == "last" or not is_sent:
            yield switch

    def _appearance(
        self, command: lights.TurnOn | lights.Toggle, brightness: int | None
    ) -> Iterator[Publish]:
        color = self.color_for(command)
        if color is not None:
            yield self._color(*color, brightness)
        if brightness is not None:
            is_in_color = color is not None and color[0] in CHANNELS
            yield from self._brightness(brightness, is_in_color=is_in_color)
        yield from self._set("color_temp", self.white_for(command))
        yield from self._set("effect", command.effect)
        if command.white is not None and self.config.white_command_topic is not None:
            scale = self.config.white_scale
            level = min(round(command.white * scale / FULL), scale)
            yield self.to(self.config.white_command_topic, level)

    def _set(self, name: str, value: object) -> Iterator[Publish]:
        topic = getattr(self.config, f"{name}_command_topic")
        if value is not None and topic is not None:
            yield self.to(topic, value, getattr(self.config, f"{name}_command_template"))

    def _brightness(self, brightness: int, *, is_in_color: bool) -> Iterator[Publish]:
        """Yield the brightness, with a topic of its own or in the channels of the colour."""
        config = self.config
        if config.brightness_command_topic is not None:
            level = self.scaled_brightness(brightness)
            yield self.to(
                config.brightness_command_topic, level, config.brightness_command_template
            )
            return
        mode = next((name for name in CHANNELS if name in self.modes), None)
        if mode is not None and not is_in_color:
            known = self.look.get(f"{mode}_color") or (FULL,) * len(PARTS[mode])
            yield self._color(mode, known, brightness)

    def _color(self, mode: str, color: Color, brightness: int | None) -> Publish:
        if mode in CHANNELS:
            color = self._dimmed(color, brightness)
        variables = dict(zip(PARTS[mode], color, strict=True))
        topic = getattr(self.config, f"{mode}_command_topic")
        template = getattr(self.config, f"{mode}_command_template")
        return self.to(topic, ",".join(map(str, color)), template, **variables)

    def _dimmed(self, color: Color, brightness: int | None) -> Color:
        """Put the brightness into the channels, unless it has a topic of its own."""
        if self.config.brightness_command_topic is not None:
            return color
        bright = brightness or brightest(self.look.get("brightness"))
        return tuple(int(channel * bright / FULL) for channel in color)


def _numbers(value: str, count: int) -> Color:
    parts = value.split(",")
    if len(parts) != count:
        raise PayloadError(f"expected {count} numbers with commas between, got {value[:80]!r}")
    return tuple(number(part.strip()) for part in parts)
