"""Lights of schema "template": templates make the order and read the report."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from hub.home.coloring import brightest, rgb_of
from hub.home.colors import hs_of
from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import State
from integrations.mqtt.component import NOTHING, number
from integrations.mqtt.components.light import Light, LightConfig, switch_state
from integrations.mqtt.config import CommandTemplate, Template
from integrations.mqtt.message import Message, PayloadError, Publish
from integrations.mqtt.templates import value_template

RGB = ("red", "green", "blue")


class TemplateLightConfig(LightConfig):
    """Keys of a template light."""

    schema_name: Literal["template"] = Field(alias="schema", default="template")
    command_on_template: CommandTemplate
    command_off_template: CommandTemplate
    state_template: Template | None = None
    brightness_template: Template | None = None
    color_temp_template: Template | None = None
    red_template: Template | None = None
    green_template: Template | None = None
    blue_template: Template | None = None
    effect_template: Template | None = None

    @property
    def has_color(self) -> bool:
        """Whether it tells all three channels."""
        return None not in {self.red_template, self.green_template, self.blue_template}

    def color_modes(self) -> list[str]:
        """Return the modes that follow from the templates."""
        modes = ["color_temp"] if self.color_temp_template is not None else []
        if self.has_color:
            modes.append("hs")
        return modes or (["brightness"] if self.brightness_template is not None else ["onoff"])


class TemplateLight(Light):
    """A template light."""

    config_type = TemplateLightConfig
    config: TemplateLightConfig

    def __init__(self, config: TemplateLightConfig) -> None:
        has_effects = bool(config.effect_list)
        super().__init__(config, config.color_modes(), has_effects=has_effects)
        self._values = {
            name: value_template(template)
            for name in ("state", "brightness", "color_temp", *RGB, "effect")
            if (template := getattr(config, f"{name}_template")) is not None
        }
        self.watch_message(config.state_topic, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it does not tell its state."""
        config = self.config
        is_told = config.state_topic is not None and config.state_template is not None
        return not is_told or config.optimistic is True

    def _take(self, message: Message) -> None:
        if "state" in self._values:
            value = self._values["state"](message)
            if value is not None:
                self.state = switch_state(value, "on", "off")
        problems: list[PayloadError] = []
        for take in (self._take_brightness, self._take_white, self._take_rgb, self._take_effect):
            try:
                take(message)
            except PayloadError as error:
                problems.append(error)
        self.show()
        if problems:
            raise problems[0]

    def _value(self, name: str, message: Message) -> str | None:
        value_of = self._values.get(name)
        value = value_of(message) if value_of is not None else None
        return None if value is None or value in NOTHING else value

    def _take_brightness(self, message: Message) -> None:
        value = self._value("brightness", message)
        if value is not None:
            self.set_brightness(number(value), 255)

    def _take_white(self, message: Message) -> None:
        value = self._value("color_temp", message)
        if value is not None:
            self.set_white(number(value))

    def _take_rgb(self, message: Message) -> None:
        if not self.config.has_color:
            return
        channels = [self._values[name](message) for name in RGB]
        told = [channel for channel in channels if channel]
        if told == ["None"] * len(RGB):
            self.clear_color()
            if "color_temp" in self.modes:
                self.show_mode("color_temp")
        elif len(told) == len(RGB):
            rgb = tuple(number(channel) for channel in told)
            self.set_color("hs", hs_of(rgb_of("rgb", rgb, self.config.kelvin_range)))

    def _take_effect(self, message: Message) -> None:
        value = self._value("effect", message)
        if value is None or "effect" not in self.look:
            return
        if value not in self.config.effect_list:
            raise PayloadError(f"expected one of {self.config.effect_list}, got {value[:80]!r}")
        self.look["effect"] = value

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield what the template for on or off makes of the command."""
        wants = self.wants(command, state)
        if wants is None:
            raise self.cannot(command, state)
        config = self.config
        template = config.command_on_template if wants else config.command_off_template
        variables: dict[str, Any] = {"state": wants}
        for name in ("flash", "transition"):
            value = getattr(command, name, None)
            if value is not None:
                variables[name] = value
        if wants and isinstance(command, lights.TurnOn | lights.Toggle):
            variables |= self._appearance(command, state)
        yield self.to(config.command_topic, None, template, **variables)

    def _appearance(self, command: lights.TurnOn | lights.Toggle, state: State) -> dict[str, Any]:
        brightness, white = command.target_brightness(state), self.white_for(command)
        found: dict[str, Any] = {
            "brightness": brightness, "color_temp": white, "effect": command.effect,
        }  # fmt: skip
        color = self.color_for(command)
        if color is not None:
            rgb = rgb_of(*color, self.config.kelvin_range)
            if self.config.brightness_template is None:  # then it is in the channels
                bright = brightness or brightest(self.look.get("brightness"))
                red, green, blue = (round(channel * bright / 255) for channel in rgb)
                rgb = red, green, blue
            found |= dict(zip((*RGB, "hue", "sat"), (*rgb, *color[1]), strict=True))
        return {name: value for name, value in found.items() if value is not None}
