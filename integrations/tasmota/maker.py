"""Tasmota over HTTP as a maker: how its devices announce themselves, and how one is adopted."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from hub.home.maker import Candidate, Entry, House, Maker, Refused, Service, Session
from integrations.tasmota.client import ANSWER_S, Client
from integrations.tasmota.config import TasmotaConfig
from integrations.tasmota.finding_out import facts_in, title_in, unique_id_in
from integrations.tasmota.session import TasmotaSession

DOMAIN = "tasmota"
SERVICE = "_http._tcp.local."
POLL_S = 5.0
# "tasmota-A1B2C3-0707": the end of the MAC address, and a number made of it (Tasmota, Hostname).
_HOSTNAME = re.compile(r"(?:.*[-_])?([0-9a-f]{6})(?:-\d{4})?", re.IGNORECASE)


class TasmotaMaker:
    """Devices with Tasmota's firmware, asked over HTTP every `poll_s` seconds."""

    def __init__(self, poll_s: float = POLL_S, answer_s: float = ANSWER_S) -> None:
        self._poll_s = poll_s
        self._answer_s = answer_s

    @property
    def config(self) -> type[BaseModel]:
        """Address and password."""
        return TasmotaConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell a Tasmota by its name among those with a web server (SetOption55)."""
        if service.type != SERVICE:
            return None
        name = service.name.partition(".")[0]
        found = _HOSTNAME.fullmatch(name)
        is_tasmota = service.properties.get("devicetype", "").lower() == DOMAIN
        if found is None or not (is_tasmota or name.lower().startswith(DOMAIN)):
            return None
        return Candidate(
            integration=DOMAIN,
            unique_id=found[1].lower(),
            title=name,
            data={"host": service.host, "port": service.port or 80},
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Ask the device who it is."""
        config = _read(data)
        status = await Client(config, http, self._answer_s).tell("Status 0")
        return Candidate(
            integration=DOMAIN,
            unique_id=unique_id_in(status),
            title=title_in(status),
            data=config.plain(),
            model=facts_in(status).model,
        )

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        """Connect to an adopted device."""
        client = Client(_read(entry.data), house.http, self._answer_s)
        session = TasmotaSession(client, house, self._poll_s)
        await session.begin(entry.unique_id)
        yield session


def _read(data: Mapping[str, Any]) -> TasmotaConfig:
    try:
        return TasmotaConfig.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None


MAKER: Maker = TasmotaMaker()
