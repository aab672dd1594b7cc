"""Devices described in YAML: no discovery, a description each."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import Candidate, Entry, House, Refused, Service, Session


class HttpMaker:
    """Anything with a REST endpoint."""

    @property
    def config(self) -> type[BaseModel]:
        """A device's description."""
        from integrations.http.description import HttpDevice  # noqa: PLC0415 -- loaded if wanted

        return HttpDevice

    def recognise(self, service: Service) -> Candidate | None:  # noqa: ARG002 -- it has no name
        """Recognise nothing: a description says where the device is."""
        return None

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Check a description, and that somebody answers there."""
        from integrations.http.requests import Requests  # noqa: PLC0415

        device = _described(data)
        for poll in device.polls.values():
            await Requests(device, http).ask(poll.method, poll.path)
        return Candidate(
            integration="http",
            unique_id=device.id,
            title=device.name,
            data=dict(data),
            model=device.model,
        )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Put the entities into the house and ask for their states."""
        from integrations.http.session import HttpSession  # noqa: PLC0415

        session = HttpSession(_described(entry.data), house)
        await session.begin()
        try:
            yield session
        finally:
            await session.end()


def _described(data: Mapping[str, Any]) -> Any:
    from integrations.http.description import HttpDevice  # noqa: PLC0415

    try:
        return HttpDevice.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "description"
        raise Refused(f"{where}: {first['msg']}") from None


MAKER = HttpMaker()
