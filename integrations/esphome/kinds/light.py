"""Lights: what the device's colour modes mean, and how a wish is put into one of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import LightColorCapability, LightInfo, LightState

from hub.home.colors import hs_of, kelvin_of, rgb_of_hs, rgb_of_xy, xy_of
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.model import State
from integrations.esphome.kinds.kind import Kind, Reading, known

CAN = LightColorCapability
WHITES = CAN.COLOR_TEMPERATURE | CAN.COLD_WARM_WHITE
# Seconds of flashing (Home Assistant's ESPHome integration).
FLASH_S = {"short": 2.0, "long": 10.0}
NO_EFFECT = "None"


class Light(Kind[LightInfo, LightState]):
    """A light. A colour mode of the device is a set of capabilities (LightColorCapability)."""

    domain = "light"

    @property
    def _modes(self) -> list[int]:
        return [int(mode) for mode in self.info.supported_color_modes_compat(self.setting.api)]

    def verbs(self) -> Iterable[str]:
        """Return what lights do."""
        return ("turn_on", "turn_off", "toggle")

    def capabilities(self) -> dict[str, Any]:
        """Return the colour modes, in the home's words, effects, and the whites' limits."""
        found: dict[str, Any] = {"supported_color_modes": color_modes(self._modes)}
        if self.info.effects:
            found["effect_list"] = list(self.info.effects)
        if "color_temp" in found["supported_color_modes"] and self.info.max_mireds > 0:
            found["min_color_temp_kelvin"] = kelvin_of(self.info.max_mireds)
            found["max_color_temp_kelvin"] = kelvin_of(max(self.info.min_mireds, 1))
        return found

    def read(self, state: LightState) -> Reading:
        """Return on or off, and how it shines."""
        attributes: dict[str, Any] = {}
        if self.info.effects:
            attributes["effect"] = state.effect or NO_EFFECT
        if not state.state:
            return Reading("off", attributes)
        mode = int(state.color_mode) or max(self._modes, default=0)
        if mode & CAN.BRIGHTNESS:
            attributes["brightness"] = round(state.brightness * 255)
        attributes.update(self._shine(mode, state))
        return Reading("on", attributes)

    def _shine(self, mode: int, state: LightState) -> dict[str, Any]:
        is_white = not mode & CAN.RGB or state.color_brightness == 0
        if is_white and mode & WHITES:
            kelvin = self._kelvin(mode, state)
            return {"color_mode": "color_temp", **({"color_temp_kelvin": kelvin} if kelvin else {})}
        if mode & CAN.RGB:
            level = state.color_brightness
            rgb = tuple(round(part * level * 255) for part in (state.red, state.green, state.blue))
            red, green, blue = (max(0, min(255, part)) for part in rgb)
            found: dict[str, Any] = {
                "color_mode": name_of(mode), "rgb_color": (red, green, blue),
                "hs_color": hs_of((red, green, blue)), "xy_color": xy_of((red, green, blue)),
            }  # fmt: skip
            if mode & CAN.COLD_WARM_WHITE:
                cold, warm = round(state.cold_white * 255), round(state.warm_white * 255)
                found["rgbww_color"] = (red, green, blue, cold, warm)
            elif mode & CAN.WHITE:
                found["rgbw_color"] = (red, green, blue, round(state.white * 255))
            return found
        return {"color_mode": name_of(mode)}

    def _kelvin(self, mode: int, state: LightState) -> int | None:
        mireds = known(state.color_temperature) or 0.0
        total = state.cold_white + state.warm_white
        if mode & CAN.COLD_WARM_WHITE and total > 0 and self.info.max_mireds > 0:
            cold, warm = self.info.min_mireds, self.info.max_mireds
            mireds = cold + (warm - cold) * state.warm_white / total
        return round(1_000_000 / mireds) if mireds > 0 else None

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Switch it, and have it shine as asked for."""
        match command:
            case light.Toggle() if before.state == "on":
                wish: dict[str, Any] = {"state": False}
            case light.TurnOn() | light.Toggle():
                wish = self._wish(command, before)
            case light.TurnOff():
                wish = {"state": False}
            case _:
                raise self.cannot(command)
        if command.transition is not None:
            wish["transition_length"] = command.transition
        if command.flash is not None:
            wish["flash_length"] = FLASH_S[command.flash]
        client.light_command(**wish, **self.address())

    def _wish(self, command: light.TurnOn | light.Toggle, before: State) -> dict[str, Any]:
        brightness = command.target_brightness(before)
        if brightness == 0:
            return {"state": False}
        wish: dict[str, Any] = {"state": True}
        if brightness is not None:
            wish["brightness"] = brightness / 255
        if command.effect is not None:
            wish["effect"] = command.effect
        kelvin, rgb = command.target_kelvin(), _rgb(command)
        if kelvin is not None:
            wish.update(self._white(command, kelvin))
        elif command.white is not None:
            mode = self._mode(command, CAN.WHITE, without=CAN.RGB)
            wish.update(color_mode=mode, brightness=command.white / 255)
        elif command.rgbw_color is not None:
            *parts, white = command.rgbw_color
            wish.update(self._color(command, parts, CAN.WHITE), white=white / 255)
        elif command.rgbww_color is not None:
            *parts, cold, warm = command.rgbww_color
            wish.update(self._color(command, parts, CAN.COLD_WARM_WHITE))
            wish.update(cold_white=cold / 255, warm_white=warm / 255)
        elif rgb is not None:
            wish.update(self._color(command, rgb))
        return wish

    def _mode(self, command: Command, *needs: int, without: int = 0) -> int:
        """Return the plainest mode that can all that is needed."""
        for mode in sorted(self._modes):
            if all(mode & need for need in needs) and not mode & without:
                return mode
        raise self.cannot(command)

    def _color(self, command: Command, rgb: Sequence[int], *needs: int) -> dict[str, Any]:
        mode = self._mode(command, CAN.RGB, *needs)
        level = max(*rgb, 1)
        wish: dict[str, Any] = {
            "color_mode": mode,
            "color_brightness": level / 255,
            "rgb": tuple(part / level for part in rgb),
        }
        if mode & CAN.WHITE:
            wish["white"] = 0.0
        if mode & CAN.COLD_WARM_WHITE:
            wish.update(cold_white=0.0, warm_white=0.0)
        return wish

    def _white(self, command: Command, kelvin: int) -> dict[str, Any]:
        mode = self._mode(command, WHITES)
        mireds = 1_000_000 / kelvin
        wish: dict[str, Any] = {"color_mode": mode}
        if mode & CAN.RGB:
            wish["color_brightness"] = 0.0
        if mode & CAN.WHITE:
            wish["white"] = 1.0
        if mode & CAN.RGB and mode & CAN.COLD_WARM_WHITE:
            wish["cold_white"], wish["warm_white"] = self._mixed(mireds)
        else:
            wish["color_temperature"] = mireds
        return wish

    def _mixed(self, mireds: float) -> tuple[float, float]:
        """Return how much of the cold and of the warm white make a white; one of them is full."""
        coldest, warmest = self.info.min_mireds, max(self.info.max_mireds, self.info.min_mireds + 1)
        warm = max(0.0, min(1.0, (mireds - coldest) / (warmest - coldest)))
        most = max(warm, 1 - warm)
        return (1 - warm) / most, warm / most


def name_of(mode: int) -> str:
    """Return the home's name for a colour mode of the device."""
    if mode & CAN.RGB:
        if mode & WHITES:
            return "rgbww"
        return "rgbw" if mode & CAN.WHITE else "rgb"
    if mode & WHITES:
        return "color_temp"
    if mode & CAN.WHITE:
        return "white"
    return "brightness" if mode & CAN.BRIGHTNESS else "onoff"


def color_modes(modes: Iterable[int]) -> list[str]:
    """Return the home's names for the device's colour modes.

    A light of red, green, blue and two whites shows adjustable whites, too. "onoff" and
    "brightness" are named only where there is nothing else (Home Assistant, light entity).
    """
    modes = tuple(modes)
    names = {name_of(mode) for mode in modes}
    if any(mode & WHITES for mode in modes):
        names.add("color_temp")
    for plainest in ("onoff", "brightness"):
        if len(names) > 1:
            names.discard(plainest)
    return sorted(names) or ["onoff"]


def _rgb(command: light.TurnOn | light.Toggle) -> light.Rgb | None:
    if command.hs_color is not None:
        return rgb_of_hs(*command.hs_color)
    if command.xy_color is not None:
        return rgb_of_xy(*command.xy_color)
    return command.target_rgb()
