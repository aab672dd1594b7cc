"""Covers of a Shelly of generation 2 or later: shutters, blinds, with slats or without."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.domains import cover
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State
from integrations.local.part import Reading, Status, inside, number
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_view import RpcPart, RpcView

_MOVING = {"opening": "opening", "closing": "closing", "open": "open", "closed": "closed"}
PLAIN = ("open_cover", "close_cover", "stop_cover", "toggle")
SLATS = ("open_cover_tilt", "close_cover_tilt", "set_cover_tilt_position", "toggle_cover_tilt")


def covers_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the covers; those that were calibrated know their position."""
    for component, number_ in view.of("cover"):
        verbs = list(PLAIN)
        if inside(view.status, component, "pos_control") is True:
            verbs.append("set_cover_position")
        if inside(view.settings(component), "slat", "enable") is True:
            verbs += SLATS
        facts = EntityFacts(
            domain="cover",
            key=component,
            device=view.device,
            name=view.label(component),
            device_class="shutter",
            actions=frozenset(f"cover.{verb}" for verb in verbs),
        )
        yield RpcPart(facts, partial(_read, component), component, partial(_send, number_))


def _read(component: str, status: Status) -> Reading:
    told = inside(status, component)
    position, tilt = told.get("current_pos"), told.get("slat_pos")
    shown: dict[str, Any] = {}
    if position is not None:
        shown["current_position"] = round(number(position))
    if tilt is not None:
        shown["current_tilt_position"] = round(number(tilt))
    state = told["state"]
    if state in _MOVING:
        return Reading(_MOVING[state], shown)
    # Stopped half-way, or calibrating.
    if position is None:
        return Reading("open" if state == "stopped" else UNKNOWN, shown)
    return Reading("closed" if position == 0 else "open", shown)


async def _send(number_: int, rpc: Rpc, command: Command, state: State) -> None:
    method, params = _call(command, state)
    await rpc.call_rpc(f"Cover.{method}", {"id": number_, **params})


def _call(command: Command, state: State) -> tuple[str, dict[str, Any]]:
    match command:
        case cover.SetPosition():
            return "GoToPosition", {"pos": command.position}
        case cover.Tilt():
            return "GoToPosition", {"slat_pos": command.target(state)}
        case cover.Open():
            return "Open", {}
        case cover.Close():
            return "Close", {}
        case cover.Stop():
            return "Stop", {}
        case cover.Toggle():
            return ("Open" if state.state in {"closed", "closing"} else "Close"), {}
        case _:
            raise NotOffered(f"a Shelly cover has no {command.action}")
