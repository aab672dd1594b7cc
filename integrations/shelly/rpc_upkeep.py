"""What keeps a Shelly of generation 2 or later well: its firmware, a restart, muting an alarm."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, inside, number
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_view import RpcPart, RpcView

UPDATE = "firmware"
# Where the progress is kept that events tell, beside what the device's status has.
PROGRESS = "ota_percent"


def progress_of(event: Mapping[str, Any]) -> int | None:
    """Return how far an update is, in percent, by an event of it; None when it is over."""
    match event.get("event"):
        case "ota_begin":
            return 0
        case "ota_progress":
            return round(number(event.get("progress_percent", 0)))
        case _:
            return None


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
    for component, channel in view.of("smoke"):
        mute = _button(view, f"{component}-mute", "Mute alarm", None)
        yield RpcPart(mute, None, "", partial(_mute, channel))


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
    percent = inside(status, "sys", PROGRESS)
    shown = {
        "installed_version": version,
        "latest_version": str(newer or version)[:64],
        "in_progress": percent is not None,
        "update_percentage": None if percent is None else round(number(percent)),
    }
    return Reading("on" if newer else "off", shown)


async def _install(rpc: Rpc, command: Command, state: State) -> None:
    del state
    if command.action != "update.install":
        raise NotOffered(f"a Shelly has no {command.action}")
    await rpc.call_rpc("Shelly.Update", {"stage": "stable"})


async def _restart(rpc: Rpc, command: Command, state: State) -> None:
    del command, state
    await rpc.call_rpc("Shelly.Reboot", {"delay_ms": 1000})


async def _mute(channel: int, rpc: Rpc, command: Command, state: State) -> None:
    del command, state
    await rpc.call_rpc("Smoke.Mute", {"id": channel})
