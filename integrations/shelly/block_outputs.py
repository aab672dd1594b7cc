"""Relays, rollers and inputs of a Shelly of generation 1."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.domains import cover
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State
from integrations.local.part import Reading, Status, inside, number
from integrations.shelly.block_measures import label, truth
from integrations.shelly.block_view import BlockPart, BlockView, Http
from integrations.shelly.presses import PRESSES, button
from integrations.shelly.rpc_covers import PLAIN
from integrations.shelly.rpc_switches import actions, wanted

_MOMENTARY = {"momentary", "momentary_on_release"}
_BUTTONS = {"SHBTN-1", "SHBTN-2"}


def relays_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the relays; those of appliances that are lights are lights."""
    relays = [block for block in view.of("relay") if "output" in block[2]]
    for block, channel, _ in relays:
        settings = view.channel_settings("relays", channel)
        domain = "light" if settings.get("appliance_type") == "light" else "switch"
        facts = EntityFacts(
            domain=domain,
            key=block,
            device=view.device,
            name=label(view, "relay", channel) if len(relays) > 1 else None,
            actions=actions(domain),
            attributes={"supported_color_modes": ["onoff"]} if domain == "light" else {},
        )
        read = partial(_light if domain == "light" else _switch, block)
        yield BlockPart(facts, read, block, partial(_set, channel))


def rollers_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the rollers; those that were calibrated know their position."""
    for block, channel, _ in view.of("roller"):
        verbs = list(PLAIN)
        if view.channel_settings("rollers", channel).get("positioning") is True:
            verbs.append("set_cover_position")
        facts = EntityFacts(
            domain="cover",
            key=block,
            device=view.device,
            device_class="shutter",
            actions=frozenset(f"cover.{verb}" for verb in verbs),
        )
        yield BlockPart(facts, partial(_roller, block), block, partial(_go, channel))


def inputs_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the inputs: presses where a button is connected, the position of a switch else."""
    for block, channel, sensors in view.blocks():
        name = "Button" if view.model in _BUTTONS else f"Input {channel + 1}"
        if "inputEvent" in sensors and _is_button(view, channel):
            facts = button(f"{block}-press", view.device, name, PRESSES.values())
            yield BlockPart(facts, None, block)
        elif "input" in sensors:
            facts = EntityFacts(
                domain="binary_sensor", key=f"{block}-input", device=view.device, name=name
            )
            yield BlockPart(facts, partial(_input, block), block)


def _is_button(view: BlockView, channel: int) -> bool:
    if view.model in _BUTTONS:
        return True
    for kind in ("relays", "inputs", "lights", "rollers"):
        settings = view.channel_settings(kind, channel)
        told = settings.get("btn_type", settings.get(f"btn{channel + 1}_type"))
        if told is not None:
            return told in _MOMENTARY
    # A dimmer has two inputs and one light.
    lights = view.channel_settings("lights", 0)
    return lights.get(f"btn{channel + 1}_type") in _MOMENTARY


def _switch(block: str, status: Status) -> Reading:
    return truth(inside(status, block, "output"))


def _light(block: str, status: Status) -> Reading:
    reading = _switch(block, status)
    return Reading(reading.state, {"color_mode": "onoff" if reading.state == "on" else None})


def _input(block: str, status: Status) -> Reading:
    value = inside(status, block, "input")
    # Devices tell 2 while a button is held long.
    return truth(1 if value == 2 else value)  # noqa: PLR2004 - said above


async def _set(channel: int, http: Http, command: Command, state: State) -> None:
    turn = "on" if wanted(command, state) else "off"
    await http.http_request("get", f"relay/{channel}", {"turn": turn})


def _roller(block: str, status: Status) -> Reading:
    told = inside(status, block)
    position = told.get("rollerPos")
    known: dict[str, Any] = {}
    if position is not None and number(position) >= 0:
        known["current_position"] = round(number(position))
    match told["roller"]:
        case "open":
            return Reading("opening", known)
        case "close":
            return Reading("closing", known)
        case "stop" if known:
            return Reading("closed" if known["current_position"] == 0 else "open", known)
        case "stop" | None:
            return Reading(UNKNOWN, known)
        case other:
            raise ValueError(f"{other!r} is no state of a roller")


async def _go(channel: int, http: Http, command: Command, state: State) -> None:
    await http.http_request("get", f"roller/{channel}", _way(command, state))


def _way(command: Command, state: State) -> dict[str, Any]:
    match command:
        case cover.SetPosition():
            return {"go": "to_pos", "roller_pos": command.position}
        case cover.Open():
            return {"go": "open"}
        case cover.Close():
            return {"go": "close"}
        case cover.Stop():
            return {"go": "stop"}
        case cover.Toggle():
            return {"go": "open" if state.state in {"closed", "closing"} else "close"}
        case _:
            raise NotOffered(f"a Shelly roller has no {command.action}")
