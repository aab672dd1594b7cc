"""What a device has, by what `Status 0` says of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hub.home.maker import DeviceFacts, Refused
from integrations.tasmota.lights import COLORS, COLORS_WHITE, COLORS_WHITES, DIMMER, WHITES, Lamp
from integrations.tasmota.parts import DEVICE, Contact, Fan, Meter, Part, Relay, Report, Shutter
from integrations.tasmota.quantities import sensors_in

_POWER = re.compile(r"POWER(\d{0,2})")
_SHUTTER = re.compile(r"Shutter\d{1,2}")
_SWITCH = re.compile(r"Switch(\d{1,2})")
MAC_DIGITS = 12
ID_DIGITS = 6


def unique_id_in(status: Mapping[str, Any]) -> str:
    """Return the last six digits of the device's MAC address, by which Tasmota names devices.

    Raises:
        Refused: it tells none, so it is no Tasmota.
    """
    mac = str(_part(status, "StatusNET").get("Mac", "")).replace(":", "").lower()
    if len(mac) != MAC_DIGITS:
        raise Refused("what answers tells no MAC address: it is no Tasmota")
    return mac[-ID_DIGITS:]


def title_in(status: Mapping[str, Any]) -> str:
    """Return what people call the device."""
    told = _part(status, "Status")
    network = _part(status, "StatusNET")
    return str(told.get("DeviceName") or network.get("Hostname") or "Tasmota")


def facts_in(status: Mapping[str, Any]) -> DeviceFacts:
    """Return what the home has to know of the device."""
    firmware = _part(status, "StatusFWR")
    return DeviceFacts(
        key=DEVICE,
        name=title_in(status),
        manufacturer="Tasmota",
        model=str(firmware.get("Hardware") or "") or None,
        sw_version=str(firmware.get("Version") or "").partition("(")[0] or None,
    )


def report_in(status: Mapping[str, Any], before: Report | None = None) -> Report:
    """Return what an answer to `Status` says, the rest as it was before."""
    known = before or Report()
    return Report(
        _part(status, "StatusSTS") or known.state, _part(status, "StatusSNS") or known.sensors
    )


def parts_in(status: Mapping[str, Any]) -> Iterator[Part]:
    """Yield what the device has."""
    report = report_in(status)
    relays = sorted({int(found[1] or 1) for key in report.state
                     if (found := _POWER.fullmatch(key)) is not None})  # fmt: skip
    names = _part(status, "Status").get("FriendlyName")
    name_of = _Names(title_in(status), names if isinstance(names, list) else [], relays)
    lamps = list(_lamps(report.state, relays, name_of))
    yield from lamps
    pairs = list(_pairs(status, report))
    taken = {relay for pair in pairs for relay in pair if isinstance(relay, int)}
    has_fan = "FanSpeed" in report.state
    lit = {lamp.key for lamp in lamps}
    for number in relays:
        if f"light_{number}" not in lit and number not in taken and not has_fan:
            yield Relay(number, name_of(number))
    for place in range(len(pairs)):
        yield Shutter(place + 1, None if len(pairs) == 1 else f"Shutter {place + 1}")
    if has_fan:
        yield Fan()
    for key in report.sensors:
        found = _SWITCH.fullmatch(key)
        if found is not None:
            yield Contact(int(found[1]))
    yield from map(Meter, sensors_in(report.sensors))


def _pairs(status: Mapping[str, Any], report: Report) -> Iterator[tuple[Any, Any]]:
    """Yield the two relays of each shutter; older firmware does not tell, it takes the first."""
    told = [pair for pair in _part(status, "StatusSHT").values() if isinstance(pair, dict)]
    for pair in told:
        yield pair.get("Relay1"), pair.get("Relay2")
    if not told:
        shutters = sum(_SHUTTER.fullmatch(key) is not None for key in report.sensors)
        yield from ((2 * place + 1, 2 * place + 2) for place in range(shutters))


class _Names:
    """Names of relays: their own if it is another than the device's, else their number."""

    def __init__(self, device: str, given: list[Any], relays: list[int]) -> None:
        self._device = device
        self._given = given
        self._relays = relays

    def __call__(self, number: int) -> str | None:
        own = self._given[number - 1] if number <= len(self._given) else None
        if own and own != self._device:
            return str(own)
        return None if len(self._relays) <= 1 else str(number)


def _lamps(state: Mapping[str, Any], relays: list[int], name_of: _Names) -> Iterator[Lamp]:
    """Yield the lights: the last relay, the last two where colours and whites are parted."""
    if not relays:
        return
    if "FanSpeed" in state:
        yield Lamp(relays[0], name_of(relays[0]), 0, "Dimmer")
        return
    channels = [number for number in relays if isinstance(state.get(f"Channel{number}"), int)]
    if channels:
        for number in channels:
            yield Lamp(number, name_of(number), DIMMER, f"Channel{number}")
        return
    last = relays[-1]
    if "Dimmer1" in state and "Dimmer2" in state and len(relays) > 1:
        first = relays[-2]
        yield Lamp(first, name_of(first), COLORS, "Dimmer1")
        yield Lamp(last, name_of(last), WHITES if "CT" in state else DIMMER, "Dimmer2")
    elif "Dimmer" in state:
        yield Lamp(last, name_of(last), _channels(state), "Dimmer")


def _channels(state: Mapping[str, Any]) -> int:
    has_color, has_white = "HSBColor" in state, "CT" in state
    if has_color and has_white:
        return COLORS_WHITES
    if has_color:
        return COLORS_WHITE if "White" in state else COLORS
    return WHITES if has_white else DIMMER


def _part(status: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = status.get(name)
    return found if isinstance(found, dict) else {}
