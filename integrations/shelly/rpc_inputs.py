"""Inputs of a Shelly of generation 2 or later: switches tell their position, buttons presses."""

from collections.abc import Iterator
from functools import partial

from hub.home.maker import EntityFacts
from integrations.local.part import Reading, Status, inside, on_off
from integrations.shelly.presses import button
from integrations.shelly.rpc_view import RpcPart, RpcView

# Shelly, Input component, notifications.
PRESSES = ("btn_down", "btn_up", "single_push", "double_push", "triple_push", "long_push")


def inputs_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the inputs."""
    for component, number in view.of("input"):
        settings = view.settings(component)
        if settings.get("enable") is False:
            continue
        given = settings.get("name")
        name = given if isinstance(given, str) and given else f"Input {number + 1}"
        if settings.get("type") == "button":
            yield RpcPart(button(component, view.device, name, PRESSES), None)
        elif settings.get("type") == "switch":
            facts = EntityFacts(
                domain="binary_sensor", key=component, device=view.device, name=name
            )
            yield RpcPart(facts, partial(_read, component), component)


def _read(component: str, status: Status) -> Reading:
    return on_off(inside(status, component, "state"))
