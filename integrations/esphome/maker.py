"""ESPHome as a maker: how its devices announce themselves, and how one is adopted.

The library is imported with the first device, in a thread: it takes a while.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import Candidate, Entry, House, Refused, Service, Session
from integrations.esphome.config import DEFAULT_PORT, EsphomeConfig, unique_id_of

DOMAIN = "esphome"
SERVICE = "_esphomelib._tcp.local."
# The library pings this often, and gives a device up after 4.5 times as long without an answer.
PING_EVERY_S = 10.0
# How often a device that sleeps is looked for.
LOOK_EVERY_S = 2.0


class EsphomeMaker:
    """Devices with ESPHome's native API."""

    def __init__(
        self, ping_every_s: float = PING_EVERY_S, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self._ping_every_s = ping_every_s
        self._look_every_s = look_every_s

    @property
    def config(self) -> type[BaseModel]:
        """Address, encryption key, password."""
        return EsphomeConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell which device announces `_esphomelib._tcp`; its TXT record has the MAC address."""
        if service.type != SERVICE:
            return None
        told = service.properties
        unique_id = unique_id_of(told.get("mac", ""))
        if unique_id is None:
            return None
        name = service.name.partition(".")[0]
        return Candidate(
            integration=DOMAIN,
            unique_id=unique_id,
            title=told.get("friendly_name") or name,
            data={"host": service.host, "port": service.port or DEFAULT_PORT},
            model=told.get("project_name") or told.get("board") or None,
            asks=("noise_psk",) if told.get("api_encryption") else (),
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Connect, and ask the device who it is."""
        del http
        config = _read(data)
        await _load()
        from integrations.esphome.link import linked  # noqa: PLC0415 - the library, once needed

        async with linked(config, ping_every_s=self._ping_every_s) as link:
            info = link.info
        unique_id = unique_id_of(info.mac_address)
        if unique_id is None:
            raise Refused(f"what answers at {config.host} tells no MAC address")
        return Candidate(
            integration=DOMAIN,
            unique_id=unique_id,
            title=info.friendly_name or info.name,
            data=config.plain(),
            model=info.project_name or info.model or None,
        )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect to an adopted device."""
        config = _read(entry.data)
        await _load()
        from integrations.esphome.link import linked  # noqa: PLC0415 - as above
        from integrations.esphome.session import EsphomeSession  # noqa: PLC0415 - as above

        dial = partial(linked, config, entry.unique_id, ping_every_s=self._ping_every_s)
        async with dial() as link:
            session = EsphomeSession(
                link, house, entry.title, dial=dial, look_every_s=self._look_every_s
            )
            await session.begin()
            yield session


def _read(data: Mapping[str, Any]) -> EsphomeConfig:
    try:
        return EsphomeConfig.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None


async def _load() -> None:
    await asyncio.to_thread(import_module, "integrations.esphome.session")


MAKER = EsphomeMaker()
