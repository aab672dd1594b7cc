"""Thermostats: those of the Wall Display, and BLU TRVs behind their gateway."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, inside, number
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_view import RpcPart, RpcView

# What each takes, in degrees Celsius (Shelly, Thermostat and BluTrv components).
WALL = {"min_temp": 5, "max_temp": 35, "target_temp_step": 0.5}
TRV = {"min_temp": 4, "max_temp": 30, "target_temp_step": 0.1}


def climates_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the thermostats."""
    for component, number_ in view.of("thermostat"):
        mode = "cool" if view.settings(component).get("type") == "cooling" else "heat"
        verbs = ("set_temperature", "set_hvac_mode", "turn_on", "turn_off")
        facts = _facts(view, component, verbs, WALL | {"hvac_modes": ["off", mode]})
        read = partial(_wall, component, mode)
        yield RpcPart(facts, read, component, partial(_set_wall, number_))
    for component, number_ in view.of("blutrv"):
        facts = _facts(view, component, ("set_temperature",), TRV | {"hvac_modes": ["heat"]})
        yield RpcPart(facts, partial(_trv, component), component, partial(_set_trv, number_))


def _facts(
    view: RpcView, component: str, verbs: tuple[str, ...], attributes: Mapping[str, Any]
) -> EntityFacts:
    return EntityFacts(
        domain="climate",
        key=component,
        device=view.device,
        name=view.label(component),
        actions=frozenset(f"climate.{verb}" for verb in verbs),
        attributes=attributes,
    )


def _wall(component: str, mode: str, status: Status) -> Reading:
    told = inside(status, component)
    if not isinstance(told["enable"], bool):
        raise TypeError(f"{told['enable']!r} is neither true nor false")
    working = "cooling" if mode == "cool" else "heating"
    is_on = told["enable"]
    action = (working if told.get("output") else "idle") if is_on else "off"
    shown = _temperatures(told) | {"hvac_action": action}
    humidity = inside(status, component.replace("thermostat", "humidity"), "rh")
    if humidity is not None:
        shown["current_humidity"] = number(humidity)
    return Reading(mode if is_on else "off", shown)


def _trv(component: str, status: Status) -> Reading:
    told = inside(status, component)
    action = "heating" if number(told.get("pos") or 0) > 0 else "idle"
    return Reading("heat", _temperatures(told) | {"hvac_action": action})


def _temperatures(told: Mapping[str, Any]) -> dict[str, Any]:
    names = {"temperature": told["target_C"], "current_temperature": told.get("current_C")}
    return {key: None if value is None else number(value) for key, value in names.items()}


async def _set_wall(number_: int, rpc: Rpc, command: Command, state: State) -> None:
    del state
    config: dict[str, Any] = {"id": number_}
    match command:
        case climate.SetTemperature() if command.temperature is not None:
            config["target_C"] = command.temperature
            if command.hvac_mode is not None:
                config["enable"] = command.hvac_mode != "off"
        case climate.SetHvacMode():
            config["enable"] = command.hvac_mode != "off"
        case climate.TurnOn():
            config["enable"] = True
        case climate.TurnOff():
            config["enable"] = False
        case _:
            raise NotOffered(f"this thermostat has no {command.action}")
    await rpc.call_rpc("Thermostat.SetConfig", {"config": config})


async def _set_trv(number_: int, rpc: Rpc, command: Command, state: State) -> None:
    del state
    if not isinstance(command, climate.SetTemperature) or command.temperature is None:
        raise NotOffered(f"this valve has no {command.action}; set a temperature")
    target = {"id": 0, "target_C": command.temperature}
    call = {"id": number_, "method": "Trv.SetTarget", "params": target}
    await rpc.call_rpc("BluTRV.Call", call)
