"""Shelly devices of generations 1 to 4: found over zeroconf, driven over their local API."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import (
    Candidate,
    Entry,
    House,
    LinkLost,
    Maker,
    MoreNeeded,
    Refused,
    Service,
    Session,
)
from integrations.shelly.settings import ShellyConfig

DOMAIN = "shelly"
TYPES = ("_shelly._tcp.local.", "_http._tcp.local.")
# "shellyplus1pm-a8032abe54dc"; old ones have the last half of the MAC address only.
_NAME = re.compile(r"^(shelly[a-z0-9_-]*)-([0-9a-f]{6}|[0-9a-f]{12})$", re.IGNORECASE)
NEWEST = 4


class ShellyMaker:
    """Implements `hub.home.maker.Maker`."""

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of."""
        return ShellyConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell a Shelly by the name it announces."""
        if service.protocol != "zeroconf" or service.type.lower() not in TYPES:
            return None
        name = service.name.partition(".")[0]
        match = _NAME.match(name)
        if match is None:
            return None
        data: dict[str, Any] = {"host": service.host, "port": service.port or 80}
        generation = service.properties.get("gen", "")
        if generation.isdecimal() and 1 < int(generation) <= NEWEST:
            data["generation"] = int(generation)
        return Candidate(
            integration=DOMAIN,
            unique_id=match[2].upper(),
            title=name,
            data=data,
            model=service.properties.get("app") or match[1],
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Ask who is there, and get in."""
        config = _checked(data)
        info = await _asked(config, http)
        generation = _generation(config, info)
        if (info.get("auth") or info.get("auth_en")) and not config.password:
            raise MoreNeeded(f"{config.host} is protected; give its password", ("password",))
        config = config.model_copy(update={"generation": generation})
        mac = str(info["mac"]).upper()
        from integrations.shelly import rpc_session  # noqa: PLC0415 - imports the library

        async with rpc_session.opened(config, http, mac) as device:
            name, model = device.name, device.model
        return Candidate(
            integration=DOMAIN,
            unique_id=mac,
            title=name,
            data=config.model_dump(exclude_none=True),
            model=model,
        )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect an adopted device."""
        config = _checked(entry.data)
        generation = config.generation
        if generation is None:
            generation = _generation(config, await _asked(config, house.http))
        from integrations.shelly import rpc_session  # noqa: PLC0415 - imports the library

        async with rpc_session.connected(config, house, _mac(entry)) as session:
            yield session


def _checked(data: Mapping[str, Any]) -> ShellyConfig:
    try:
        return ShellyConfig.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused(f"shelly: key {where!r}: {first['msg']}") from None


async def _asked(config: ShellyConfig, http: aiohttp.ClientSession) -> Mapping[str, Any]:
    """Return what the device tells anybody of itself."""
    from aioshelly.common import get_info  # noqa: PLC0415 - the library

    from integrations.shelly.troubles import told  # noqa: PLC0415 - imports the library

    with told(config.host):
        info = await get_info(http, config.host, port=config.port)
    if not isinstance(info, Mapping):
        raise LinkLost(f"{config.host} answers nonsense")
    return info


def _generation(config: ShellyConfig, info: Mapping[str, Any]) -> int:
    """Return the generation; only the first does not tell it.

    Raises:
        Refused: it is newer than what is known.
    """
    generation = info.get("gen", 1)
    if generation not in range(1, NEWEST + 1):
        raise Refused(
            f"{config.host}: a Shelly of generation {generation!r} is not supported (1 to {NEWEST})"
        )
    return int(generation)


def _mac(entry: Entry) -> str | None:
    """Return the MAC address; an entry by half of it is not checked."""
    return entry.unique_id if re.fullmatch(r"[0-9A-Fa-f]{12}", entry.unique_id) else None


MAKER: Maker = ShellyMaker()
