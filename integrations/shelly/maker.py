"""Shelly devices of generations 1 to 4: found over zeroconf, driven over their local API."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from integrations.shelly.coiot import CoiotPost

DOMAIN = "shelly"
TYPES = ("_shelly._tcp.local.", "_http._tcp.local.")
# "shellyplus1pm-a8032abe54dc"; old ones have the last half of the MAC address only.
_NAME = re.compile(r"^(shelly[a-z0-9_-]*)-([0-9a-f]{6}|[0-9a-f]{12})$", re.IGNORECASE)
NEWEST = 4


class ShellyMaker:
    """Implements `hub.home.maker.Maker`.

    The ports are those of CoIoT, here and at the devices.
    """

    def __init__(self, coiot_port: int = 5683, device_port: int = 5683) -> None:
        self._coiot_port = coiot_port
        self._device_port = device_port
        self._post: CoiotPost | None = None

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
        mac = str(info["mac"]).upper()
        met = await self._met(config.model_copy(update={"generation": generation}), http, mac)
        # One that announces half of its MAC address has to be found again by it.
        is_short = generation == 1 and not info.get("longid", True)
        return replace(met, unique_id=mac[-6:] if is_short else mac)

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect an adopted device; one that sleeps is connected when it wakes."""
        config, mac = _checked(entry.data), _mac(entry)
        if config.generation is None or mac is None:
            info = await _asked(config, house.http)
            config = config.model_copy(update={"generation": _generation(config, info)})
            mac = str(info.get("mac")).upper()
            if not mac.endswith(entry.unique_id.upper()):
                raise Refused(f"another device answers at {config.host}")
        async with self._way(config, house, mac) as session:
            yield session

    def _way(
        self, config: ShellyConfig, house: House, mac: str
    ) -> AbstractAsyncContextManager[Session]:
        is_asleep = config.sleeps_s is not None and config.known is not None
        if config.generation == 1:
            from integrations.shelly import block_session  # noqa: PLC0415 - imports the library

            way = block_session.sleeping if is_asleep else block_session.connected
            return way(config, house, mac, self._coiot())
        from integrations.shelly import rpc_session  # noqa: PLC0415 - imports the library

        way_in = rpc_session.sleeping if is_asleep else rpc_session.connected
        return way_in(config, house, mac)

    async def _met(self, config: ShellyConfig, http: aiohttp.ClientSession, mac: str) -> Candidate:
        """Get in, and return who is there."""
        if config.generation == 1:
            from integrations.shelly import block_session  # noqa: PLC0415 - imports the library

            async with block_session.opened(config, http, mac, self._coiot()) as block:
                sleeps_s, known = block_session.sleeps_s(block), block_session.known_of(block)
                name, model = block_session.view_of(block).name, block.model
        else:
            from integrations.shelly import rpc_session  # noqa: PLC0415 - imports the library

            async with rpc_session.opened(config, http, mac) as rpc:
                sleeps_s, known = rpc_session.sleeps_s(rpc), rpc_session.known_of(rpc)
                name, model = rpc.name, rpc.model
        config = config.model_copy(
            update={"sleeps_s": sleeps_s, "known": known if sleeps_s else None}
        )
        data = config.plain()
        return Candidate(integration=DOMAIN, unique_id=mac, title=name, data=data, model=model)

    def _coiot(self) -> "CoiotPost":
        """Return what the devices of the first generation share."""
        if self._post is None:
            from integrations.shelly.coiot import CoiotPost  # noqa: PLC0415 - imports the library

            self._post = CoiotPost(self._coiot_port, self._device_port)
        return self._post


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
    """Return the MAC address, None if an entry is known by half of it only."""
    return entry.unique_id if re.fullmatch(r"[0-9A-Fa-f]{12}", entry.unique_id) else None


MAKER: Maker = ShellyMaker()
