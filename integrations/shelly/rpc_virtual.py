"""Virtual components, which people give a Shelly for their scripts, and the scripts themselves."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.domains import controls
from hub.home.maker import NOTHING, EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State
from integrations.local.part import Reading, Status, inside, measured, on_off
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_switches import actions, wanted
from integrations.shelly.rpc_view import RpcPart, RpcView


def virtual_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the virtual components; those shown as labels are sensors, the others take values."""
    for component, number in view.of("boolean"):
        domain = "switch" if _is_control(view, component, "toggle") else "binary_sensor"
        offered = actions(domain) if domain == "switch" else frozenset[str]()
        facts = _facts(view, component, domain, offered)
        send = partial(_set_boolean, number) if offered else None
        yield RpcPart(facts, partial(_boolean, component), component, send)
    for component, number in view.of("number"):
        yield _number(view, component, number)
    for component, number in view.of("enum"):
        yield _choice(view, component, number)
    for component, _ in view.of("text"):
        yield RpcPart(_facts(view, component, "sensor"), partial(_text, component), component)
    for component, number in view.of("button"):
        facts = _facts(view, component, "button", frozenset({"button.press"}))
        yield RpcPart(facts, None, "", partial(_press, number))
    for component, number in view.of("script"):
        facts = _facts(view, component, "switch", actions("switch"))
        yield RpcPart(facts, partial(_running, component), component, partial(_run, number))


def _is_control(view: RpcView, component: str, *shown_as: str) -> bool:
    return inside(view.settings(component), "meta", "ui", "view") in shown_as


def _facts(
    view: RpcView,
    component: str,
    domain: str,
    offered: frozenset[str] = frozenset(),
    attributes: Mapping[str, Any] = NOTHING,
) -> EntityFacts:
    given = view.settings(component).get("name")
    kind, _, number = component.partition(":")
    return EntityFacts(
        domain=domain,
        key=component,
        device=view.device,
        name=given if isinstance(given, str) and given else f"{kind.capitalize()} {number}",
        actions=offered,
        attributes=attributes,
        entity_category="config" if kind == "script" else None,
    )


def _number(view: RpcView, component: str, number: int) -> RpcPart:
    settings = view.settings(component)
    told_unit = inside(settings, "meta", "ui", "unit")
    attributes = {"unit_of_measurement": told_unit} if told_unit else {}
    read = partial(_value, component)
    if not _is_control(view, component, "field", "slider"):
        return RpcPart(_facts(view, component, "sensor", attributes=attributes), read, component)
    limits = {
        "min": settings.get("min", 0),
        "max": settings.get("max", 100),
        "step": inside(settings, "meta", "ui", "step") or 1,
        "mode": "slider" if _is_control(view, component, "slider") else "box",
    }
    facts = _facts(view, component, "number", frozenset({"number.set_value"}), attributes | limits)
    return RpcPart(facts, read, component, partial(_set_number, number))


def _choice(view: RpcView, component: str, number: int) -> RpcPart:
    options = {"options": list(view.settings(component).get("options") or [])}
    read = partial(_text, component)
    if not _is_control(view, component, "dropdown"):
        return RpcPart(_facts(view, component, "sensor", attributes=options), read, component)
    facts = _facts(view, component, "select", frozenset({"select.select_option"}), options)
    return RpcPart(facts, read, component, partial(_choose, number))


def _boolean(component: str, status: Status) -> Reading:
    return on_off(inside(status, component, "value"))


def _running(component: str, status: Status) -> Reading:
    return on_off(inside(status, component, "running"))


def _value(component: str, status: Status) -> Reading:
    return measured(inside(status, component, "value"))


def _text(component: str, status: Status) -> Reading:
    value = inside(status, component, "value")
    return Reading(UNKNOWN if value is None else str(value)[:255])


async def _set_boolean(number: int, rpc: Rpc, command: Command, state: State) -> None:
    await rpc.call_rpc("Boolean.Set", {"id": number, "value": wanted(command, state)})


async def _run(number: int, rpc: Rpc, command: Command, state: State) -> None:
    verb = "Start" if wanted(command, state) else "Stop"
    await rpc.call_rpc(f"Script.{verb}", {"id": number})


async def _set_number(number: int, rpc: Rpc, command: Command, state: State) -> None:
    del state
    if not isinstance(command, controls.SetNumber):
        raise NotOffered(f"a number has no {command.action}")
    await rpc.call_rpc("Number.Set", {"id": number, "value": command.value})


async def _choose(number: int, rpc: Rpc, command: Command, state: State) -> None:
    del state
    if not isinstance(command, controls.SelectOption):
        raise NotOffered(f"a choice has no {command.action}")
    await rpc.call_rpc("Enum.Set", {"id": number, "value": command.option})


async def _press(number: int, rpc: Rpc, command: Command, state: State) -> None:
    del command, state
    await rpc.call_rpc("Button.Trigger", {"id": number, "event": "single_push"})
