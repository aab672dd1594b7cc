"""Lights: dimmers, whites and colours, in the words of Tasmota's light commands."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from hub.home.coloring import rgb_of
from hub.home.colors import hs_of
from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.model import State
from integrations.mqtt.component import number
from integrations.mqtt.components.light import Light, LightConfig, switch_state
from integrations.mqtt.discovery import Announced
from integrations.mqtt.message import Message, PayloadError, Publish
from integrations.mqtt.tasmota.building import power_results, shared
from integrations.mqtt.tasmota.config import (
    LIGHT,
    NOT_POWER_LINKED,
    PWM_CHANNELS,
    REDUCED_WHITES,
    TasmotaConfig,
)
from integrations.tasmota.lights import (
    COLORS,
    COLORS_WHITE,
    DIMMER,
    EFFECTS,
    FEWER_MIREDS,
    MIREDS,
    MODES,
    SLOWEST,
    WHITES,
)


class TasmotaLightConfig(LightConfig):
    """How one light of a device is told and asked.

    `dimmer` is the command for brightness, `dimmer_key` where it is reported, `place` the relay.
    """

    place: int
    channels: int
    dimmer: str
    dimmer_key: str
    on: str
    off: str
    always_power: bool = False
    fades: bool = True
    report_topics: list[str] = Field([])


class TasmotaLight(Light):
    """A light; `Backlog` takes all commands of one wish at once."""

    config_type = TasmotaLightConfig
    config: TasmotaLightConfig

    def __init__(self, config: TasmotaLightConfig) -> None:
        has_effects = config.channels >= COLORS
        super().__init__(config, MODES[config.channels], has_effects=has_effects)
        for topic in config.report_topics:
            self.watches.append((topic, self._take))

    def _take(self, message: Message) -> bool:
        config = self.config
        if message.text in {config.on, config.off}:  # the word, with SetOption4
            self.state = switch_state(message.text, config.on, config.off)
            self.show()
            return True
        report = message.json_object()
        self._take_power(report)
        dimmer = report.get(self.config.dimmer_key)
        if dimmer is not None:
            self.set_brightness(_number(dimmer), 100)
        self._take_color(report)
        scheme = report.get("Scheme")
        if "effect" in self.look and isinstance(scheme, int):
            is_named = 0 <= scheme < len(EFFECTS)
            self.look["effect"] = EFFECTS[scheme] if is_named else f"Scheme {scheme}"
        self.show()
        return bool(self.told)

    def _take_power(self, report: dict[str, Any]) -> None:
        config = self.config
        power = report.get(f"POWER{config.place + 1}")
        if power is None and config.place == 0:
            power = report.get("POWER")
        if power is not None:
            self.state = switch_state(str(power), config.on, config.off)

    def _take_color(self, report: dict[str, Any]) -> None:
        """Take white or colour: a light that has both shows white while its white is on."""
        channels = self.config.channels
        white = report.get("White")
        is_white = isinstance(white, int | float) and white > 0
        temperature, color = report.get("CT"), report.get("HSBColor")
        if temperature is not None and (channels == WHITES or is_white):
            self.set_white(_number(temperature))
        elif channels == COLORS_WHITE and is_white:
            self.show_mode("white")
        elif channels >= COLORS and isinstance(color, str):
            parts = [_number(part) for part in color.split(",")]
            if len(parts) != 3:  # noqa: PLR2004 - hue, saturation, brightness
                raise PayloadError(f"expected 'HSBColor' as three numbers, got {color[:40]!r}")
            self.set_color("hs", (parts[0], parts[1]))

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield one Backlog."""
        wants = self.wants(command, state)
        if wants is None:
            raise self.cannot(command, state)
        config = self.config
        power = f"Power{config.place + 1} {config.on if wants else config.off}"
        steps = [*self._fading(getattr(command, "transition", None))]
        wishes: list[str] = []
        if wants and isinstance(command, lights.TurnOn | lights.Toggle):
            wishes = [*self._wishes(command, state)]
        steps += wishes
        # A colour or a brightness switches the light on, unless SetOption20 parts them.
        if not wishes or config.always_power or state.state != "on":
            steps.append(power)
        yield self.to(config.command_topic, ";".join(f"NoDelay;{step}" for step in steps))

    def _fading(self, transition: float | None) -> Iterator[str]:
        if transition is None or not self.config.fades or self.config.channels < DIMMER:
            return
        yield f"Fade2 {int(transition > 0)}"
        if transition > 0:
            yield f"Speed2 {max(1, min(SLOWEST, round(transition * 2)))}"

    def _wishes(self, command: lights.TurnOn | lights.Toggle, state: State) -> Iterator[str]:
        brightness, white = command.target_brightness(state), self.white_for(command)
        if brightness is not None and self.config.channels >= DIMMER:
            yield f"{self.config.dimmer} {max(1, round(brightness * 100 / 255))}"
        color = self.color_for(command)
        if white is not None:
            yield f"CT {white}"
        elif color is not None:
            hue, saturation = hs_of(rgb_of(*color, self.config.kelvin_range))
            yield f"HsbColor1 {round(hue)}"
            yield f"HsbColor2 {round(saturation)}"
        if command.white is not None:
            yield f"White {max(1, round(command.white * 100 / 255))}"
        if command.effect in EFFECTS:
            yield f"Scheme {EFFECTS.index(command.effect)}"


def light(device: TasmotaConfig, place: int) -> Announced:
    """Return the light on a relay: all channels, or a part of them where they are parted."""
    channels, dimmer, key = _channels(device, place)
    fewest, most = FEWER_MIREDS if device.option(REDUCED_WHITES) else MIREDS
    kind, name = "light", f"light_{place + 1}"
    topics = [device.tele("STATE"), device.stat("RESULT"), *power_results(device, place)]
    config = TasmotaLightConfig.model_validate({
        **shared(device, kind, name),
        "name": device.relay_name(place),
        "command_topic": device.command("Backlog"),
        "state_topic": device.tele("STATE"),
        "report_topics": list(dict.fromkeys(topics)),
        "min_mireds": fewest,
        "max_mireds": most,
        "effect_list": EFFECTS,
        "place": place,
        "channels": channels,
        "dimmer": dimmer,
        "dimmer_key": key,
        "on": device.state[1],
        "off": device.state[0],
        "always_power": device.option(NOT_POWER_LINKED),
        "fades": not device.ty,
    })  # fmt: skip
    return Announced(f"{kind} {name}", TasmotaLight(config))


def _channels(device: TasmotaConfig, place: int) -> tuple[int, str, str]:
    """Return how many channels the light on a relay has, and how its brightness is set and told."""
    channels = device.lt_st if device.lt_st in MODES else DIMMER
    if device.is_fan:
        return 0, "Dimmer", "Dimmer"
    if device.option(PWM_CHANNELS):
        return DIMMER, f"Channel{place + 1}", f"Channel{place + 1}"
    if not device.lk and channels >= COLORS_WHITE:
        if place == device.rl.index(LIGHT):
            return COLORS, "Dimmer1", "Dimmer1"
        rest = DIMMER if channels == COLORS_WHITE else WHITES
        return rest, "Dimmer2", "Dimmer2"
    if device.ty:
        return channels, "Dimmer3", "Dimmer"
    return channels, "Dimmer", "Dimmer"


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PayloadError(f"expected a number, got {value!r}")
    return number(str(value))
