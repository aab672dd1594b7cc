"""Radiator valves, children of a hub."""

from collections.abc import Mapping
from typing import Any

from kasa import Device, Module, ThermostatState

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.maker import NotOffered

Shown = tuple[str, Mapping[str, Any]]

# What a valve does, in Home Assistant's words (climate, hvac_action).
ACTIONS = {
    ThermostatState.Heating: "heating",
    ThermostatState.Calibrating: "idle",
    ThermostatState.Idle: "idle",
    ThermostatState.Hold: "idle",
    ThermostatState.Off: "off",
    ThermostatState.Shutdown: "off",
}
OFFERED = frozenset(
    f"climate.{name}" for name in ("set_temperature", "set_hvac_mode", "turn_on", "turn_off")
)


def offered_by(device: Device) -> dict[str, Any]:
    """Return a valve's fixed attributes."""
    limits = device.modules[Module.TemperatureControl]
    return {
        "hvac_modes": ["heat", "off"],
        "min_temp": float(limits.minimum_target_temperature),
        "max_temp": float(limits.maximum_target_temperature),
        "target_temp_step": 0.5,
    }


def shown_by(device: Device) -> Shown:
    """Return a valve's state and attributes."""
    valve = device.modules[Module.Thermostat]
    return ("heat" if valve.state else "off"), {
        "temperature": float(valve.target_temperature),
        "current_temperature": float(valve.temperature),
        "hvac_action": ACTIONS.get(valve.mode),
    }


async def tell(device: Device, command: Command) -> None:
    """Tell a valve what to do. A target switches it on, as the valve has it.

    Raises:
        NotOffered: it knows one target and two modes only.
    """
    valve = device.modules[Module.Thermostat]
    match command:
        case climate.SetTemperature(temperature=float(target), hvac_mode=mode):
            await valve.set_target_temperature(target)
            if mode == "off":
                await valve.set_state(enabled=False)
        case climate.TurnOn() | climate.SetHvacMode(hvac_mode="heat"):
            await valve.set_state(enabled=True)
        case climate.TurnOff() | climate.SetHvacMode(hvac_mode="off"):
            await valve.set_state(enabled=False)
        case _:
            raise NotOffered(f"a radiator valve cannot do {command.action} like that")
