"""Relays of a Shelly of generation 2 or later: switches, or lights where set up so."""

from collections.abc import Iterator
from functools import partial

from hub.home.commands import Command
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, inside, on_off
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_view import RpcPart, RpcView

_VERBS = ("turn_on", "turn_off", "toggle")


def actions(domain: str) -> frozenset[str]:
    """Return the actions of what is on or off."""
    return frozenset(f"{domain}.{verb}" for verb in _VERBS)


def wanted(command: Command, state: State) -> bool:
    """Tell whether a command wants it on.

    Raises:
        NotOffered: it wants something else.
    """
    match command.verb:
        case "turn_on":
            return True
        case "turn_off":
            return False
        case "toggle":
            return state.state != "on"
        case _:
            raise NotOffered(f"a Shelly has no {command.action}")


def switches_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the relays, but for those that a thermostat of the same device drives."""
    for component, number in view.of("switch"):
        if view.is_driven(component):
            continue
        is_light = _is_light(view, number)
        domain = "light" if is_light else "switch"
        facts = EntityFacts(
            domain=domain,
            key=component,
            device=view.device,
            name=view.label(component),
            actions=actions(domain),
            attributes={"supported_color_modes": ["onoff"]} if is_light else {},
        )
        read = partial(_light if is_light else _switch, component)
        yield RpcPart(facts, read, component, partial(_set, number))
    for component, number in view.of("cb"):
        facts = EntityFacts(
            domain="switch",
            key=component,
            device=view.device,
            name=view.label(component),
            actions=actions("switch"),
        )
        yield RpcPart(facts, partial(_switch, component), component, partial(_break, number))


def _is_light(view: RpcView, number: int) -> bool:
    # What the relay switches, as the app has it (Shelly, Sys: ui_data.consumption_types).
    kinds = inside(view.config, "sys", "ui_data", "consumption_types")
    return isinstance(kinds, list) and number < len(kinds) and kinds[number] in {"light", "lights"}


def _switch(component: str, status: Status) -> Reading:
    return on_off(inside(status, component, "output"))


def _light(component: str, status: Status) -> Reading:
    reading = _switch(component, status)
    return Reading(reading.state, {"color_mode": "onoff" if reading.state == "on" else None})


async def _set(number: int, rpc: Rpc, command: Command, state: State) -> None:
    await rpc.call_rpc("Switch.Set", {"id": number, "on": wanted(command, state)})


async def _break(number: int, rpc: Rpc, command: Command, state: State) -> None:
    await rpc.call_rpc("CB.Set", {"id": number, "output": wanted(command, state)})
