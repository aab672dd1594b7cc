"""The lights of a WLED: its segments, and the main light over them if there are several.

A single segment and the main light are one light: it is switched and dimmed as a whole.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from wled import Device, LightCapability, Segment

from hub.home.colors import hs_of, rgb_of_hs, rgb_of_xy
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Part, Reading
from integrations.wled.strip import Strip

MAIN = "device"
# What the ends of WLED's scale of whites, 0 to 255, stand for (Home Assistant, WLED).
WARMEST_K, COLDEST_K = 2000, 6535
BRIGHTEST = 255
# WLED keeps transitions in tenths of a second, in 16 bits of milliseconds.
LONGEST_TENTHS = 655
ACTIONS = frozenset({"light.turn_on", "light.turn_off", "light.toggle"})


def lights_of(device: Device) -> Iterator[Part[Strip]]:
    """Yield the lights."""
    segments = device.state.segments
    is_single = len(segments) == 1
    if len(segments) > 1:
        main = EntityFacts(
            domain="light",
            key="main",
            device=MAIN,
            name="Main",
            actions=ACTIONS,
            attributes={"supported_color_modes": ["brightness"]},
        )
        yield Part(main, _read_main, send=_send_main)
    for number, segment in segments.items():
        facts = EntityFacts(
            domain="light",
            key=f"segment-{number}",
            device=MAIN,
            name=None if is_single else segment_name(segment),
            actions=ACTIONS,
            attributes=_abilities(device, segment),
        )
        read = partial(_read_segment, number)
        yield Part(facts, read, send=partial(_send_segment, number, device))


def segment_name(segment: Segment) -> str:
    """Return what WLED's own page calls a segment."""
    return segment.name or f"Segment {segment.segment_id}"


def modes_of(capabilities: LightCapability | None) -> list[str]:
    """Return the colour modes of a segment by its capabilities; unknown ones count as RGB."""
    able = LightCapability.RGB_COLOR if capabilities is None else capabilities
    modes = []
    has_white = LightCapability.WHITE_CHANNEL in able
    has_whites = LightCapability.COLOR_TEMPERATURE in able
    if LightCapability.RGB_COLOR in able:
        modes.append("rgbw" if has_white and not has_whites else "rgb")
    if has_whites:
        modes.append("color_temp")
    return modes or ["brightness" if has_white else "onoff"]


def _abilities(device: Device, segment: Segment) -> Mapping[str, Any]:
    modes = modes_of(segment.light_capabilities)
    abilities: dict[str, Any] = {
        "supported_color_modes": modes,
        "effect_list": [effect.name for effect in device.effects.values()],
    }
    if "color_temp" in modes:
        abilities |= {"min_color_temp_kelvin": WARMEST_K, "max_color_temp_kelvin": COLDEST_K}
    return abilities


def _read_main(device: Device) -> Reading:
    if not device.state.on:
        return Reading("off", {"color_mode": None, "brightness": None})
    return Reading("on", {"color_mode": "brightness", "brightness": device.state.brightness})


def _read_segment(number: int, device: Device) -> Reading:
    segment = device.state.segments[number]
    if not (device.state.on and segment.on):
        return Reading("off", {"color_mode": None, "brightness": None, "effect": None})
    brightness = int(segment.brightness)
    if len(device.state.segments) == 1:
        brightness = brightness * device.state.brightness // BRIGHTEST
    effect = device.effects.get(int(segment.effect_id))
    shown: dict[str, Any] = {"brightness": brightness, "effect": effect.name if effect else None}
    return Reading("on", shown | _color(segment))


def _color(segment: Segment) -> dict[str, Any]:
    modes = modes_of(segment.light_capabilities)
    primary = segment.color.primary if segment.color is not None else None
    rgb = tuple(primary[:3]) if primary is not None else (0, 0, 0)
    is_white = len(modes) > 1 and not any(rgb)
    mode = "color_temp" if is_white else modes[0]
    if mode == "color_temp":
        span = COLDEST_K - WARMEST_K
        kelvin = WARMEST_K + round(segment.cct * span / BRIGHTEST)
        return {"color_mode": mode, "color_temp_kelvin": kelvin}
    if mode not in {"rgb", "rgbw"}:
        return {"color_mode": mode}
    hue, saturation = hs_of((rgb[0], rgb[1], rgb[2]))
    shown = {
        "color_mode": mode,
        "rgb_color": rgb,
        "hs_color": (round(hue, 1), round(saturation, 1)),
    }
    if mode == "rgbw" and primary is not None and len(primary) > len(rgb):
        shown["rgbw_color"] = tuple(primary)
    return shown


async def _send_main(strip: Strip, command: Command, state: State) -> None:
    is_on = _wanted(command, state)
    change: dict[str, Any] = {"on": is_on, **_transition(command)}
    if is_on and isinstance(command, light.TurnOn | light.Toggle):
        brightness = command.target_brightness(state)
        if brightness == 0:
            change["on"] = False
        elif brightness is not None:
            change["bri"] = brightness
    await strip.change(change)


async def _send_segment(
    number: int, device: Device, strip: Strip, command: Command, state: State
) -> None:
    is_single = len(device.state.segments) == 1
    is_on = _wanted(command, state)
    brightness = None
    segment: dict[str, Any] = {"id": number}
    if is_on and isinstance(command, light.TurnOn | light.Toggle):
        brightness = command.target_brightness(state)
        is_on = brightness != 0
        segment |= _appearance(device, number, command)
    change: dict[str, Any] = _transition(command)
    if is_single:
        change["on"] = is_on
        if is_on:
            segment["on"] = True
            if brightness is not None:
                change["bri"] = brightness
                segment["bri"] = BRIGHTEST
    else:
        segment["on"] = is_on
        if is_on:
            change["on"] = True
            if brightness is not None:
                segment["bri"] = brightness
    await strip.change({**change, "seg": [segment]})


def _wanted(command: Command, state: State) -> bool:
    match command:
        case light.TurnOn():
            return True
        case light.TurnOff():
            return False
        case light.Toggle():
            return state.state != "on"
        case _:
            raise NotOffered(f"a WLED has no {command.action}")


def _transition(command: Command) -> dict[str, Any]:
    seconds = getattr(command, "transition", None)
    return {} if seconds is None else {"tt": min(LONGEST_TENTHS, round(seconds * 10))}


def _appearance(
    device: Device, number: int, command: light.TurnOn | light.Toggle
) -> dict[str, Any]:
    capabilities = device.state.segments[number].light_capabilities
    change: dict[str, Any] = {}
    rgb = _rgb(command)
    if rgb is not None:
        has_white = capabilities is not None and LightCapability.WHITE_CHANNEL in capabilities
        change["col"] = [[*rgb, 0] if has_white else list(rgb)]
    kelvin = command.target_kelvin()
    if kelvin is not None:
        span = COLDEST_K - WARMEST_K
        change["cct"] = max(0, min(BRIGHTEST, round((kelvin - WARMEST_K) * BRIGHTEST / span)))
        # No colour but white, so that it shows.
        change["col"] = [[0, 0, 0, BRIGHTEST]]
    if command.effect is not None:
        change["fx"] = _effect(device, command.effect)
    return change


def _rgb(command: light.TurnOn | light.Toggle) -> tuple[int, int, int] | None:
    if command.hs_color is not None:
        return rgb_of_hs(*command.hs_color)
    if command.xy_color is not None:
        return rgb_of_xy(*command.xy_color)
    return command.target_rgb()


def _effect(device: Device, name: str) -> int:
    for effect in device.effects.values():
        if effect.name == name:
            return effect.effect_id
    raise NotOffered(f"no effect {name!r}")
