"""Limits on what an act asks for: not warmer than, not louder than, not brighter than."""

from collections.abc import Callable

from hub.guard.policy_file import Limit
from hub.home.commands import Command
from hub.home.domains import light, media_player
from hub.home.model import State

# A step of the volume keys, where the player does not say its own (Home Assistant, media_player).
_VOLUME_STEP = 0.1
_TEMPERATURES = frozenset({"temperature", "target_temp_low", "target_temp_high"})


def over(limit: Limit, command: Command, before: State | None) -> str | None:
    """Say how a command goes over a limit; None if it does not.

    What is asked for in steps is worked out from `before`; where that is not known, it counts as
    over.
    """
    asked = _asked(command, before, max)
    for name, most in (limit.max or {}).items():
        value = asked.get(name)
        if value is not None and not value <= most:
            return f"{_words(name)} may be {most:g} at most{_found(value)}"
    asked = _asked(command, before, min)
    for name, least in (limit.min or {}).items():
        value = asked.get(name)
        if value is not None and not value >= least:
            return f"{_words(name)} must be {least:g} at least{_found(value)}"
    return None


def _asked(
    command: Command, before: State | None, end: Callable[[list[float]], float]
) -> dict[str, float]:
    """Return the numbers a command asks for; not a number stands for what is not known.

    `end`: which end of a range of temperatures counts.
    """
    found = {
        name: float(value)
        for name, value in command.data().items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    match command:
        case light.TurnOn() | light.Toggle():
            return found | _brightness(command, before)
        case media_player.VolumeUp():
            return found | {"volume_level": _louder(before)}
        case _:
            temperatures = [value for name, value in found.items() if name in _TEMPERATURES]
            return found | ({"temperature": end(temperatures)} if temperatures else {})


def _brightness(command: light.TurnOn | light.Toggle, before: State | None) -> dict[str, float]:
    """Have limits on brightness hold however it is said: of 255, in percent, or in steps."""
    is_step = command.brightness_step is not None or command.brightness_step_pct is not None
    if is_step and (before is None or (before.state == "on" and not _is_lit(before))):
        return {"brightness": float("nan"), "brightness_pct": float("nan")}
    wanted = None if before is None else command.target_brightness(before)
    if before is None and command.brightness is not None:
        wanted = command.brightness
    if before is None and command.brightness_pct is not None:
        wanted = round(command.brightness_pct * 255 / 100)
    if wanted is None:
        return {}
    exact = command.brightness_pct
    pct = round(wanted * 100 / 255) if exact is None else exact
    return {"brightness": wanted, "brightness_pct": pct}


def _is_lit(before: State) -> bool:
    return isinstance(before.attributes.get("brightness"), int | float)


def _louder(before: State | None) -> float:
    level = None if before is None else before.attributes.get("volume_level")
    return level + _VOLUME_STEP if isinstance(level, int | float) else float("nan")


def _words(name: str) -> str:
    return name.replace("_pct", " in percent").replace("_", " ")


def _found(value: float) -> str:
    return f", and {value:g} was asked for" if value == value else ""  # noqa: PLR0124 -- not a number
