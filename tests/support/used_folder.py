"""The folder of a hub that was used: a light, a lock, rules of them, people, and all its files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from pydantic import SecretStr

from hub.app import open_hub
from hub.home.troubles import Troubles
from hub.options import Options
from hub.safe_start.configuration import safe_config

TOKEN = "a-token-of-the-owner"  # noqa: S105 -- of a hub that tests start
LIGHT = "light.desk"
LOCK = "lock.door"
HEATING = "climate.nursery"
_INVENTORY = """
entities:
  - {id: light.desk, name: Desk lamp, state: "off"}
  - {id: lock.door, name: Front door, state: unlocked}
  - {id: climate.nursery, name: Nursery, state: "off", attributes: {temperature: 18}}
"""
_LARES = """
name: Used house
http: {port: 0}
language_model: {enabled: false}
time_zone: Europe/Berlin
recorder: {keep_days: 5}
owntracks:
  secret: !secret owntracks
"""
_POLICY = """
policies:
  - name: nobody heats the nursery by hand
    match: {entity_id: climate.nursery, source: api}
    effect: deny
    reason: the rule does that
"""
_LOCK_RULE = """
- id: lock
  alias: Lock the door at night
  triggers: [{trigger: event, event_type: night}]
  actions: [{action: lock.lock, target: {entity_id: lock.door}}]
"""
_HEATING_RULE = """
- id: heating
  alias: Warm the nursery
  triggers: [{trigger: event, event_type: night}]
  actions:
    - action: climate.set_temperature
      target: {entity_id: climate.nursery}
      data: {temperature: 21, hvac_mode: heat}
"""
_SHORTEST_WAIT_S = 0.02


@dataclass(frozen=True, slots=True)
class RunningHere:
    """A hub in this process, as a client of its API sees it."""

    url: str
    session: ClientSession
    said: list[str]
    troubles: Troubles

    async def request(self, method: str, path: str, body: Any = None, token: str = TOKEN) -> Any:
        """Send a request; returns the JSON of the answer, or its status if it is an error."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.request(
            method, self.url + path, json=body, headers=headers
        ) as answer:
            return await answer.json() if answer.ok else answer.status

    async def wait_for(self, entity_id: str, state: str, token: str = TOKEN) -> None:
        """Wait until an entity is in a state."""
        async with asyncio.timeout(10):
            while True:
                found = await self.request("GET", f"/api/states/{entity_id}", token=token)
                if isinstance(found, dict) and found["state"] == state:
                    return
                await asyncio.sleep(_SHORTEST_WAIT_S)


@asynccontextmanager
async def running(folder: Path, *, token: str | None = TOKEN) -> AsyncIterator[RunningHere]:
    """Start the real hub of a folder in this process, with its devices."""
    said: list[str] = []
    troubles = Troubles(said.append)
    config = await asyncio.to_thread(safe_config, folder, troubles)
    config = config.model_copy(
        update={
            "http": config.http.model_copy(update={"port": 0}),
            "language_model": config.language_model.model_copy(update={"enabled": False}),
        }
    )
    inventory = write_inventory(folder)
    options = Options(
        folder,
        config,
        owner_token=SecretStr(token) if token else None,
        inventory=inventory,
        troubles=troubles,
    )
    async with open_hub(options, say=said.append) as server, ClientSession() as session:
        yield RunningHere(server.url, session, said, troubles)


def write_inventory(folder: Path) -> Path:
    """Write what devices there are, beside the hub's folder."""
    inventory = folder.parent / "inventory.yaml"
    if not inventory.exists():
        inventory.write_text(_INVENTORY)
    return inventory


async def make_used_folder(folder: Path) -> None:
    """Write all files of a hub, run it once, and end it."""
    rules = folder / "rules" / "automations"
    rules.mkdir(parents=True)
    (folder / "lares.yaml").write_text(_LARES)
    (folder / "secrets.yaml").write_text("owntracks: knock knock\n")
    (folder / "policy.yaml").write_text(_POLICY)
    (rules / "door.yaml").write_text(_LOCK_RULE)
    (rules / "heating.yaml").write_text(_HEATING_RULE)
    async with running(folder) as hub:
        assert not list(hub.troubles)
        await hub.wait_for(LOCK, "unlocked")
        await hub.request("POST", "/api/services/light/turn_on", {"entity_id": LIGHT})
        await hub.request("POST", "/api/lares/tokens", {"name": "script"})
        await hub.wait_for(LIGHT, "on")
        await hub.request("POST", "/api/services/light/turn_off", {"entity_id": LIGHT})
        await hub.wait_for(LIGHT, "off")
