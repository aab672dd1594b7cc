"""Which domains a wish is about where no thing was named: "warmer", "louder", "brighter"."""

from hub.language.understanding.wish import Wish

_ROOM_DEGREES = range(14, 28)
_PLAYER_SENSES = frozenset({
    "play", "pause", "resume", "next", "previous", "mute", "unmute", "shuffle", "repeat",
})  # fmt: skip


def default_domains(wish: Wish) -> frozenset[str]:  # noqa: PLR0911
    """Return the domains that a wish is about where only a place was named, or nothing."""
    by_property = {
        "brightness": "light", "color": "light", "kelvin": "light", "volume": "media_player",
        "temperature": "climate", "speed": "fan", "humidity": "humidifier", "tilt": "cover",
        "source": "media_player", "music": "media_player", "track": "media_player",
        "shuffle": "media_player", "repeat": "media_player", "oscillation": "fan",
        "preset": "climate", "position": "cover", "direction": "fan",
    }  # fmt: skip
    if wish.about in by_property:
        return frozenset({by_property[wish.about]})
    by_sense = {
        "open": "cover", "close": "cover", "raise": "cover", "lower": "cover", "lock": "lock",
        "unlock": "lock", "clean": "vacuum", "stop_clean": "vacuum", "dock": "vacuum",
        "locate": "vacuum", "spot": "vacuum", "mow": "lawn_mower", "dim": "light",
        "brighten": "light", "arm": "alarm_control_panel", "disarm": "alarm_control_panel",
        "trigger": "alarm_control_panel",
    }  # fmt: skip
    if wish.sense in by_sense:
        return frozenset({by_sense[wish.sense]})
    if wish.sense in _PLAYER_SENSES:
        return frozenset({"media_player"})
    if wish.color or wish.kelvin or wish.unit == "K":
        return frozenset({"light"})
    if wish.unit in {"deg", "C", "F"} or wish.mode in {"heat", "cool", "dry", "eco", "away"}:
        return frozenset({"climate"})
    if wish.sense in {"warm", "cool"}:
        return frozenset({"climate"})
    if wish.unit == "%" or wish.sense in {"on", "off", "toggle", "hit"} or wish.level:
        return frozenset({"light"})
    return frozenset()


def is_warmth(wish: Wish) -> bool:
    """Tell whether a bare number said of a room can only be degrees: "bedroom to 19"."""
    is_bare = wish.sense in {"set", "do"} and not (wish.about or wish.unit or wish.is_delta)
    return is_bare and wish.is_exact and wish.number is not None and wish.number in _ROOM_DEGREES


def is_music(wish: Wish) -> bool:
    """Tell whether a wish without a thing can be about what plays."""
    return wish.sense in _PLAYER_SENSES | {"up", "down", "stop"} and not wish.color
