"""All entities of a Shelly of generation 1."""

from collections.abc import Iterator

from hub.home.commands import Command
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, inside
from integrations.shelly.block_climate import climates_of
from integrations.shelly.block_lights import lights_of
from integrations.shelly.block_measures import measures_of
from integrations.shelly.block_outputs import inputs_of, relays_of, rollers_of
from integrations.shelly.block_view import DEVICE, BlockPart, BlockView, Http


def parts_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the entities of a device."""
    yield from relays_of(view)
    yield from rollers_of(view)
    yield from lights_of(view)
    yield from climates_of(view)
    yield from inputs_of(view)
    yield from measures_of(view)
    update = EntityFacts(
        domain="update",
        key="firmware",
        device=view.device,
        name="Firmware",
        device_class="firmware",
        actions=frozenset({"update.install"}),
        entity_category="config",
    )
    yield BlockPart(update, _update, DEVICE, _install)
    restart = EntityFacts(
        domain="button",
        key="reboot",
        device=view.device,
        name="Restart",
        device_class="restart",
        actions=frozenset({"button.press"}),
        entity_category="config",
    )
    yield BlockPart(restart, None, "", _restart)


def _update(status: Status) -> Reading:
    told = inside(status, DEVICE, "update")
    if told is None:
        return Reading("unknown")
    now, newest = _version(told["old_version"]), _version(told["new_version"])
    shown = {"installed_version": now, "latest_version": newest or now}
    return Reading("on" if told["has_update"] is True else "off", shown)


def _version(told: object) -> str:
    """Return "1.14.0" of "20230913-112003/v1.14.0-gcb84623"."""
    return str(told).partition("/")[2].partition("-")[0].removeprefix("v")[:64]


async def _install(http: Http, command: Command, state: State) -> None:
    del state
    if command.action != "update.install":
        raise NotOffered(f"a Shelly has no {command.action}")
    await http.http_request("get", "ota", {"update": "true"})


async def _restart(http: Http, command: Command, state: State) -> None:
    del command, state
    await http.http_request("get", "reboot")
