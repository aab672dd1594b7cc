"""Fans of wall switches, in four speeds."""

from collections.abc import Mapping
from typing import Any

from kasa import Device, Module

from hub.home.commands import Command
from hub.home.domains import fan
from hub.home.maker import NotOffered
from hub.home.model import State

Shown = tuple[str, Mapping[str, Any]]

# TP-Link's speeds go from 1 to 4; 0 is off.
SPEEDS = 4
STEP = 100 / SPEEDS
OFFERED = frozenset(
    f"fan.{name}"
    for name in (
        "turn_on",
        "turn_off",
        "toggle",
        "set_percentage",
        "increase_speed",
        "decrease_speed",
    )
)


def offered_by() -> dict[str, Any]:
    """Return a fan's fixed attributes."""
    return {"percentage_step": STEP}


def shown_by(device: Device) -> Shown:
    """Return a fan's state and attributes."""
    level = device.modules[Module.Fan].fan_speed_level
    return ("on" if level else "off"), {"percentage": round(level * STEP)}


async def tell(device: Device, command: Command, state: State) -> None:
    """Tell a fan what to do.

    Raises:
        NotOffered: it has speeds only.
    """
    match command:
        case fan.TurnOn(preset_mode=None, percentage=int(percent)):
            await _run(device, percent)
        case fan.SetPercentage(percentage=percent):
            await _run(device, percent)
        case fan.IncreaseSpeed() | fan.DecreaseSpeed():
            await _run(device, command.target(state))
        case fan.TurnOn(preset_mode=None):
            await device.set_state(on=True)
        case fan.TurnOff():
            await device.set_state(on=False)
        case fan.Toggle():
            await device.set_state(on=state.state != "on")
        case _:
            raise NotOffered(f"this fan has no way to do {command.action}")


async def _run(device: Device, percent: int) -> None:
    """Run at the speed next above, so that little is not nothing (Home Assistant, fan)."""
    await device.modules[Module.Fan].set_fan_speed_level(-(-percent * SPEEDS // 100))
