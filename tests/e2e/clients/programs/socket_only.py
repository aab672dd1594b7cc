"""The package hass-client, which Music Assistant uses: URL TOKEN; prints JSON lines."""

import asyncio
import json
import sys
from typing import Any

from hass_client import HomeAssistantClient  # type: ignore[import-not-found]
from hass_client.exceptions import AuthenticationFailed  # type: ignore[import-not-found]

LAMP = "light.kitchen_ceiling"


async def main(url: str, token: str) -> None:
    """Use every call of the client."""
    address = f"{url.replace('http', 'ws', 1)}/api/websocket"
    async with HomeAssistantClient(address, token) as client:
        tell("version", client.version)
        tell("states", [one["entity_id"] for one in await client.get_states()])
        tell("config", (await client.get_config())["state"])
        tell("services", sorted(await client.get_services()))
        tell("areas", [one["name"] for one in await client.get_area_registry()])
        tell("devices", len(await client.get_device_registry()))
        tell("entities", [one["entity_id"] for one in await client.get_entity_registry()])
        tell("entity", (await client.get_entity_registry_entry(LAMP))["entity_id"])
        await _hear(client)
    try:
        async with HomeAssistantClient(address, f"{token}x"):
            tell("wrong", "let in")
    except AuthenticationFailed as error:
        tell("wrong", str(error))


async def _hear(client: Any) -> None:
    changes: asyncio.Queue[Any] = asyncio.Queue()
    watched: asyncio.Queue[Any] = asyncio.Queue()
    stop = await client.subscribe_events(changes.put_nowait, "state_changed")
    stop_watching = await client.subscribe_entities(watched.put_nowait, [LAMP])
    tell("first", (await asyncio.wait_for(watched.get(), 10))["a"][LAMP]["s"])
    await client.call_service("light", "toggle", target={"entity_id": LAMP})
    while (change := await asyncio.wait_for(changes.get(), 10))["data"]["entity_id"] != LAMP:
        pass
    tell("event", change["data"]["new_state"]["state"])
    tell("difference", (await asyncio.wait_for(watched.get(), 10))["c"][LAMP]["+"]["s"])
    stop()
    stop_watching()


def tell(step: str, told: object) -> None:
    """Print what a step gave."""
    sys.stdout.write(json.dumps({"step": step, "told": told}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
