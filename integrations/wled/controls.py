"""What else can be set on a WLED: palettes, presets, speed, nightlight, synchronisation."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from wled import Device, LiveDataOverride, Segment

from hub.home.commands import Command
from hub.home.domains import controls
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State
from integrations.local.part import Part, Reading, on_off
from integrations.wled.lights import BRIGHTEST, MAIN, segment_name
from integrations.wled.strip import Strip

LIVE = {
    "off": LiveDataOverride.OFF,
    "on": LiveDataOverride.ON,
    "until_reboot": LiveDataOverride.OFF_UNTIL_REBOOT,
}
SWITCH = frozenset({"switch.turn_on", "switch.turn_off", "switch.toggle"})
# The key of WLED's state by which a segment's number is set.
NUMBERS = {"speed": ("Speed", "sx"), "intensity": ("Intensity", "ix")}


def controls_of(device: Device) -> Iterator[Part[Strip]]:
    """Yield what can be set besides the lights."""
    for number, segment in device.state.segments.items():
        prefix = "" if len(device.state.segments) == 1 else f"{segment_name(segment)} "
        yield from _segment_controls(device, number, prefix)
    yield from _choices(device)
    yield _switch("nightlight", "Nightlight", _is_nightlight, _set_nightlight)
    yield _switch("sync-send", "Sync send", _is_sending, _set_sending)
    yield _switch("sync-receive", "Sync receive", _is_receiving, _set_receiving)
    if device.state.audio_reactive is not None:
        yield _switch("audio-reactive", "Audio reactive", _is_reactive, _set_reactive)


def _segment_controls(device: Device, number: int, prefix: str) -> Iterator[Part[Strip]]:
    for key, (name, field) in NUMBERS.items():
        facts = EntityFacts(
            domain="number",
            key=f"segment-{number}-{key}",
            device=MAIN,
            name=_sentence(prefix, name),
            actions=frozenset({"number.set_value"}),
            attributes={"min": 0, "max": BRIGHTEST, "step": 1, "mode": "slider"},
            entity_category="config",
        )
        read = partial(_segment_number, number, key)
        yield Part(facts, read, send=partial(_set_segment_number, number, field))
    palettes = {palette.palette_id: palette.name for palette in device.palettes.values()}
    if palettes:
        yield _choice(
            f"segment-{number}-palette",
            _sentence(prefix, "Palette"),
            {name: number for number, name in palettes.items()},
            lambda device: palettes.get(int(device.state.segments[number].palette_id)),
            lambda chosen: {"seg": [{"id": number, "pal": chosen}]},
        )
    for key, name, field in (("reverse", "Reverse", "rev"), ("freeze", "Freeze", "frz")):
        yield _switch(
            f"segment-{number}-{key}",
            _sentence(prefix, name),
            partial(_is_segment, number, key),
            partial(_set_segment, number, field),
        )


def _choices(device: Device) -> Iterator[Part[Strip]]:
    presets = _by_name((known.preset_id, known.name) for known in device.presets.values())
    if presets:
        names = {number: name for name, number in presets.items()}
        yield _choice(
            "preset",
            "Preset",
            presets,
            lambda device: names.get(device.state.preset_id or 0),
            lambda chosen: {"ps": chosen},
        )
    lists = _by_name((known.playlist_id, known.name) for known in device.playlists.values())
    if lists:
        titles = {number: name for name, number in lists.items()}
        yield _choice(
            "playlist",
            "Playlist",
            lists,
            lambda device: titles.get(device.state.playlist_id or 0),
            lambda chosen: {"ps": chosen},
        )
    modes = {mode: name for name, mode in LIVE.items()}
    yield _choice(
        "live-override",
        "Live override",
        {name: int(mode) for name, mode in LIVE.items()},
        lambda device: modes.get(device.state.live_data_override),
        lambda chosen: {"lor": chosen},
    )


def _by_name(known: Iterator[tuple[int, str]]) -> dict[str, int]:
    """Return ids by name; of several of a name, all but the first bear their number."""
    found: dict[str, int] = {}
    for number, name in known:
        found[f"{name} ({number})" if name in found else name] = number
    return found


def _sentence(prefix: str, name: str) -> str:
    return f"{prefix}{name.lower()}" if prefix else name


def _choice(
    key: str,
    name: str,
    options: Mapping[str, int],
    read: Callable[[Device], str | None],
    change: Callable[[int], dict[str, Any]],
) -> Part[Strip]:
    facts = EntityFacts(
        domain="select",
        key=key,
        device=MAIN,
        name=name,
        actions=frozenset({"select.select_option"}),
        attributes={"options": list(options)},
        entity_category="config",
    )

    async def choose(strip: Strip, command: Command, state: State) -> None:
        del state
        if not isinstance(command, controls.SelectOption) or command.option not in options:
            raise NotOffered(f"it offers {', '.join(options)}")
        await strip.change(change(options[command.option]))

    return Part(facts, lambda device: Reading(read(device) or UNKNOWN), send=choose)


def _switch(
    key: str,
    name: str,
    read: Callable[[Device], object],
    change: Callable[[Strip, bool], Any],
) -> Part[Strip]:
    facts = EntityFacts(
        domain="switch",
        key=key,
        device=MAIN,
        name=name,
        actions=SWITCH,
        entity_category="config",
    )

    async def switch(strip: Strip, command: Command, state: State) -> None:
        if command.verb not in {"turn_on", "turn_off", "toggle"}:
            raise NotOffered(f"it has no {command.action}")
        is_on = state.state != "on" if command.verb == "toggle" else command.verb == "turn_on"
        await change(strip, is_on)

    return Part(facts, lambda device: on_off(read(device)), send=switch)


def _segment_number(number: int, key: str, device: Device) -> Reading:
    return Reading(str(int(getattr(device.state.segments[number], key))))


async def _set_segment_number(
    number: int, field: str, strip: Strip, command: Command, state: State
) -> None:
    del state
    if not isinstance(command, controls.SetNumber):
        raise NotOffered(f"a number has no {command.action}")
    await strip.change({"seg": [{"id": number, field: round(command.value)}]})


def _is_segment(number: int, key: str, device: Device) -> object:
    segment: Segment = device.state.segments[number]
    return getattr(segment, key)


async def _set_segment(number: int, field: str, strip: Strip, is_on: bool) -> None:  # noqa: FBT001 - the last value of a key
    await strip.change({"seg": [{"id": number, field: is_on}]})


def _is_nightlight(device: Device) -> object:
    return device.state.nightlight.on


async def _set_nightlight(strip: Strip, is_on: bool) -> None:  # noqa: FBT001 - as above
    await strip.change({"nl": {"on": is_on}})


def _is_sending(device: Device) -> object:
    return device.state.sync.send


async def _set_sending(strip: Strip, is_on: bool) -> None:  # noqa: FBT001 - as above
    await strip.change({"udpn": {"send": is_on}})


def _is_receiving(device: Device) -> object:
    return device.state.sync.receive


async def _set_receiving(strip: Strip, is_on: bool) -> None:  # noqa: FBT001 - as above
    await strip.receive_sync(receive=is_on)


def _is_reactive(device: Device) -> object:
    return device.state.audio_reactive.on if device.state.audio_reactive is not None else None


async def _set_reactive(strip: Strip, is_on: bool) -> None:  # noqa: FBT001 - as above
    await strip.change({"AudioReactive": {"enabled": is_on}})
