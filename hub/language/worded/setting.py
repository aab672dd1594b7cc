"""What an order sets, or by how much it changes it, as the matcher's intents have it."""

from hub.language.meaning import Meaning
from hub.language.worded.ordered import Order

SET = {
    "light": ("HassLightSet", "brightness"), "cover": ("HassSetPosition", "position"),
    "valve": ("HassSetPosition", "position"), "fan": ("HassFanSetSpeed", "percentage"),
    "media_player": ("HassSetVolume", "volume_level"),
    "climate": ("HassClimateSetTemperature", "temperature"),
}  # fmt: skip
# The intents of a change, their slot, and how much it is where no number was said.
_STEPS = {
    "light": ("HassLightSet", "brightness_step", 20.0),
    "climate": ("HassClimateSetTemperature", "temperature_step", 1.0),
    "media_player": ("HassSetVolumeRelative", "volume_step", 10.0),
}
_ON_STATES = frozenset({"on", "open", "locked", "cleaning"})
_PLAYER = {
    "muted": "HassMediaPlayerMute", "unmuted": "HassMediaPlayerUnmute", "paused": "HassMediaPause",
    "playing": "HassMediaUnpause", "next": "HassMediaNext", "previous": "HassMediaPrevious",
}  # fmt: skip
# In kelvin.
_WHITES = {"warm white": 2700, "cold white": 6500}
WAYS = {"up": 1.0, "down": -1.0}


def settable(order: Order) -> frozenset[str]:
    """Return the domains that have what is to be set."""
    if order.color is not None:
        return frozenset({"light"})
    if order.property_of is not None:
        return frozenset({order.property_of})
    return frozenset(SET)


def meaning_of_state(order: Order, domain: str, state: str) -> Meaning | None:
    """Return the intent that brings a thing into a state; None if a number makes no sense."""
    if state == "set":
        return _setting(order, domain)
    if state in WAYS:
        return _change(order, domain, WAYS[state])
    if state in _PLAYER:
        return Meaning(_PLAYER[state])
    return Meaning("HassTurnOn" if state in _ON_STATES else "HassTurnOff")


def is_change(order: Order) -> bool:
    """Tell whether an order's number says by how much; "two degrees warmer" does."""
    is_relative = order.how is None and any(state in WAYS for _, state in order.done)
    return order.color is None and order.value is not None and (order.how == "by" or is_relative)


def _change(order: Order, domain: str, way: float) -> Meaning | None:
    if domain not in _STEPS or (order.value is not None and not is_change(order)):
        return None
    intent, slot, default = _STEPS[domain]
    if order.unit == ("percent" if domain == "climate" else "degrees"):
        return None
    if domain == "media_player" and order.value is None:
        return Meaning(intent, values={slot: "up" if way > 0 else "down"})
    return Meaning(intent, values={slot: way * (default if order.value is None else order.value)})


def _setting(order: Order, domain: str) -> Meaning | None:
    """Return the setting of a number or a colour; None if the unit is not the domain's."""
    if order.color in _WHITES:
        return Meaning("HassLightSet", values={"temperature": _WHITES[order.color]})
    if order.color is not None:
        return Meaning("HassLightSet", values={"color": order.color})
    is_said = order.is_set or order.property_of is not None or order.how == "to"
    if order.value is None or not is_said or order.how == "by":
        return None
    if order.unit == ("percent" if domain == "climate" else "degrees"):
        return None
    intent, slot = SET[domain]
    return Meaning(intent, values={slot: order.value})
