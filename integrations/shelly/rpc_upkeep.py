"""What keeps a Shelly of generation 2 or later well: its firmware, a restart, muting an alarm."""

from collections.abc import Iterator
from functools import partial

from hub.home.commands import Command
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.part import Reading, Status, inside
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_view import RpcPart, RpcView

UPDATE = "firmware"


def upkeep_of(view: RpcView, version: str) -> Iterator[RpcPart]:
    """Yield what is there for upkeep; `version` is that of the firmware it runs."""
    update = EntityFacts(
        domain="update",
        key=UPDATE,
        device=view.device,
        name="Firmware",
        device_class="firmware",
        actions=frozenset({"update.install"}),
        entity_category="config",
    )
    yield RpcPart(update, partial(_update, version), "sys", _install)
    yield RpcPart(_button(view, "reboot", "Restart", "restart"), None, "", _restart)
    for component, number in view.of("smoke"):
        mute = _button(view, f"{component}-mute", "Mute alarm", None)
        yield RpcPart(mute, None, "", partial(_mute, number))


def _button(view: RpcView, key: str, name: str, device_class: str | None) -> EntityFacts:
    return EntityFacts(
        domain="button",
        key=key,
        device=view.device,
        name=name,
        device_class=device_class,
        actions=frozenset({"button.press"}),
        entity_category="config",
    )


def _update(version: str, status: Status) -> Reading:
    newer = inside(status, "sys", "available_updates", "stable", "version")
    shown = {"installed_version": version, "latest_version": str(newer or version)[:64]}
    return Reading("on" if newer else "off", shown)


async def _install(rpc: Rpc, command: Command, state: State) -> None:
    del state
    if command.action != "update.install":
        raise NotOffered(f"a Shelly has no {command.action}")
    await rpc.call_rpc("Shelly.Update", {"stage": "stable"})


async def _restart(rpc: Rpc, command: Command, state: State) -> None:
    del command, state
    await rpc.call_rpc("Shelly.Reboot", {"delay_ms": 1000})


async def _mute(number: int, rpc: Rpc, command: Command, state: State) -> None:
    del command, state
    await rpc.call_rpc("Smoke.Mute", {"id": number})
