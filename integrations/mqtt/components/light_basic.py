"""Lights of schema "basic": a topic for each property."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import State
from integrations.mqtt.component import NOTHING, number
from integrations.mqtt.components.colors import kelvin_of, mired_of
from integrations.mqtt.components.light import (
    Light,
    LightConfig,
    color_of,
    in_notation,
    switch_state,
)
from integrations.mqtt.config import CommandTemplate, CommandTopic, Payload, Template, Topic
from integrations.mqtt.message import PayloadError, Publish

COLOR_SIZES = {"rgb": 3, "hs": 2, "xy": 2}


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
    brightness_scale: Annotated[int, Field(gt=0)] = 255
    color_mode_state_topic: Topic | None = None
    color_mode_value_template: Template | None = None
    color_temp_command_topic: CommandTopic | None = None
    color_temp_command_template: CommandTemplate | None = None
    color_temp_state_topic: Topic | None = None
    color_temp_value_template: Template | None = None
    color_temp_kelvin: bool = False
    rgb_command_topic: CommandTopic | None = None
    rgb_command_template: CommandTemplate | None = None
    rgb_state_topic: Topic | None = None
    rgb_value_template: Template | None = None
    hs_command_topic: CommandTopic | None = None
    hs_command_template: CommandTemplate | None = None
    hs_state_topic: Topic | None = None
    hs_value_template: Template | None = None
    xy_command_topic: CommandTopic | None = None
    xy_command_template: CommandTemplate | None = None
    xy_state_topic: Topic | None = None
    xy_value_template: Template | None = None
    effect_command_topic: CommandTopic | None = None
    effect_command_template: CommandTemplate | None = None
    effect_state_topic: Topic | None = None
    effect_value_template: Template | None = None

    def color_modes(self) -> list[str]:
        """Return the modes that follow from the command topics."""
        kinds = ("color_temp", "hs", "rgb", "xy")
        modes = [kind for kind in kinds if getattr(self, f"{kind}_command_topic")]
        return modes or (["brightness"] if self.brightness_command_topic else ["onoff"])


class BasicLight(Light):
    """A basic light."""

    config_type = BasicLightConfig
    config: BasicLightConfig

    def __init__(self, config: BasicLightConfig) -> None:
        super().__init__(config, config.color_modes())
        template = config.state_value_template or config.value_template
        self.watch(config.state_topic, template, self._take)
        self.watch(
            config.brightness_state_topic, config.brightness_value_template, self._take_brightness
        )
        self.watch(
            config.color_temp_state_topic, config.color_temp_value_template, self._take_white
        )
        self.watch(config.color_mode_state_topic, config.color_mode_value_template, self._take_mode)
        self.watch(config.effect_state_topic, config.effect_value_template, self._take_effect)
        for notation in COLOR_SIZES:
            self._watch_color(notation)

    def _watch_color(self, notation: str) -> None:
        def take(value: str) -> None:
            if value not in NOTHING:
                self.set_color(notation, _numbers(value, COLOR_SIZES[notation]))
            self.show()

        config = self.config
        topic = getattr(config, f"{notation}_state_topic")
        self.watch(topic, getattr(config, f"{notation}_value_template"), take)

    def _take(self, value: str) -> None:
        self.state = switch_state(value, self.config.payload_on, self.config.payload_off)
        self.show()

    def _take_brightness(self, value: str) -> None:
        if value not in NOTHING:
            self.set_brightness(number(value), self.config.brightness_scale)
        self.show()

    def _take_white(self, value: str) -> None:
        if value not in NOTHING:
            white = number(value)
            if white <= 0:
                raise PayloadError(f"expected a colour temperature above 0, got {value!r}")
            self.set_kelvin(int(white) if self.config.color_temp_kelvin else kelvin_of(white))
        self.show()

    def _take_mode(self, value: str) -> None:
        if value in self.modes:
            self.set_mode(value)
        self.show()

    def _take_effect(self, value: str) -> None:
        if "effect" in self.look:
            self.look["effect"] = None if value in NOTHING else value
        self.show()

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
        brightness = command.target_brightness(state)
        by_brightness = config.on_command_type == "brightness"
        if by_brightness and brightness is None and config.brightness_command_topic:
            brightness = self.look.get("brightness") or 255
        switch = self.to(config.command_topic, config.payload_on)
        if config.on_command_type == "first":
            yield switch
        sent = list(self._appearance(command, brightness))
        yield from sent
        if config.on_command_type == "last" or (by_brightness and brightness is None):
            yield switch

    def _appearance(
        self, command: lights.TurnOn | lights.Toggle, brightness: int | None
    ) -> Iterator[Publish]:
        config = self.config
        color, kelvin = color_of(command), command.target_kelvin()
        if color is not None:
            yield self._color(*color)
        if kelvin is not None and config.color_temp_command_topic is not None:
            value = kelvin if config.color_temp_kelvin else mired_of(kelvin)
            yield self.to(
                config.color_temp_command_topic, value, config.color_temp_command_template
            )
        if brightness is not None and config.brightness_command_topic is not None:
            level = max(1, round(brightness * config.brightness_scale / 255))
            yield self.to(
                config.brightness_command_topic, level, config.brightness_command_template
            )
        if command.effect is not None and config.effect_command_topic is not None:
            yield self.to(
                config.effect_command_topic, command.effect, config.effect_command_template
            )

    def _color(self, notation: str, value: tuple[float, ...]) -> Publish:
        mode = notation if notation in self.modes else self.color_mode()
        parts = in_notation(mode, notation, value)
        names = {"rgb": ("red", "green", "blue"), "hs": ("hue", "sat"), "xy": ("x", "y")}
        variables = dict(zip(names.get(mode, ()), parts, strict=False))
        topic = getattr(self.config, f"{mode}_command_topic", None)
        template = getattr(self.config, f"{mode}_command_template", None)
        return self.to(topic, ",".join(f"{part:g}" for part in parts), template, **variables)


def _numbers(value: str, count: int) -> tuple[float, ...]:
    parts = value.split(",")
    if len(parts) != count:
        raise PayloadError(f"expected {count} numbers with commas between, got {value[:80]!r}")
    return tuple(number(part.strip()) for part in parts)
