"""WLED: found over zeroconf, driven over its JSON API and WebSocket."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import Candidate, Entry, House, Maker, Refused, Service, Session
from integrations.wled.settings import WledConfig

DOMAIN = "wled"
TYPE = "_wled._tcp.local."


class WledMaker:
    """Implements `hub.home.maker.Maker`."""

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of."""
        return WledConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell a WLED by the service it announces; its TXT record has the MAC address."""
        if service.protocol != "zeroconf" or service.type.lower() != TYPE:
            return None
        mac = service.properties.get("mac", "").lower()
        if not mac:
            return None
        return Candidate(
            integration=DOMAIN,
            unique_id=mac,
            title=service.name.partition(f".{TYPE}")[0] or "WLED",
            data={"host": service.host, "port": service.port or 80},
            model="WLED",
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Ask who is there."""
        config = _checked(data)
        from integrations.wled import session  # noqa: PLC0415 - imports the library

        async with session.opened(config, http) as (_, device):
            return Candidate(
                integration=DOMAIN,
                unique_id=device.info.mac_address.lower(),
                title=device.info.name,
                data=config.model_dump(),
                model=device.info.product,
            )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect an adopted device."""
        config = _checked(entry.data)
        from integrations.wled import session  # noqa: PLC0415 - imports the library

        async with session.connected(config, house, entry.unique_id) as connected:
            yield connected


def _checked(data: Mapping[str, Any]) -> WledConfig:
    try:
        return WledConfig.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused(f"wled: key {where!r}: {first['msg']}") from None


MAKER: Maker = WledMaker()
