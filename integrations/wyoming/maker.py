"""Wyoming: satellites and services, found over zeroconf or added by address."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import Candidate, Entry, House, Maker, Refused, Service, Session
from integrations.wyoming.settings import WyomingConfig

DOMAIN = "wyoming"
TYPE = "_wyoming._tcp.local."


class WyomingMaker:
    """Implements `hub.home.maker.Maker`."""

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of."""
        return WyomingConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell a satellite or service by what it announces: nothing but a name and a place."""
        if service.protocol != "zeroconf" or service.type.lower() != TYPE or not service.port:
            return None
        if "lares" in service.properties:
            # A hub's own service, of this one perhaps.
            return None
        config = WyomingConfig(host=service.host, port=service.port, service=service.name)
        return Candidate(
            integration=DOMAIN,
            unique_id=config.unique_id,
            title=service.name.partition(f".{TYPE}")[0] or "Wyoming",
            data=config.place(),
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Ask who is there."""
        del http
        config = _checked(data)
        from integrations.wyoming import session  # noqa: PLC0415 - imports the library

        known = await session.identified(config)
        return Candidate(
            integration=DOMAIN,
            unique_id=config.unique_id,
            title=known.title,
            data=config.place(),
            model=known.model,
        )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect an adopted satellite or service."""
        config = _checked(entry.data)
        from integrations.wyoming import session  # noqa: PLC0415 - imports the library

        async with session.connected(config, house) as connected:
            yield connected


def _checked(data: Mapping[str, Any]) -> WyomingConfig:
    try:
        return WyomingConfig.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused(f"wyoming: key {where!r}: {first['msg']}") from None


MAKER: Maker = WyomingMaker()
