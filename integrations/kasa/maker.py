"""TP-Link Kasa and Tapo: how devices are searched for, let the hub in, and are connected to."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import aiohttp
from pydantic import BaseModel

from hub.home.maker import Candidate, Entry, House, Maker, Service, Session
from integrations.kasa.config import KasaConfig

# Everyone on the network.
BROADCAST = "255.255.255.255"


@dataclass(frozen=True, slots=True)
class KasaMaker:
    """Implements `Maker` and `Searcher`.

    `poll_s`: how often a device is asked (Home Assistant, tplink); `answer_s`: how long it may
    take; `search_s`: how long answers to a broadcast are waited for.
    """

    poll_s: float = 5.0
    answer_s: float = 12.0
    search_s: float = 3.0
    target: str = BROADCAST

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of."""
        return KasaConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Recognise nothing: these devices announce nothing, see `search`."""
        del service
        return None

    async def search(self, http: aiohttp.ClientSession) -> Sequence[Candidate]:
        """Ask everyone on the network, and tell who answers."""
        del http
        from integrations.kasa.finding import search  # noqa: PLC0415 -- brings python-kasa

        return await search(self.target, self.search_s)

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Find out what is there and how it is spoken to.

        Raises:
            LinkLost: nobody answers there.
            MoreNeeded: it wants the account it was set up with.
            Refused: it is a kind that cannot be driven.
        """
        del http
        from integrations.kasa.finding import identify  # noqa: PLC0415 -- brings python-kasa

        return await identify(KasaConfig.model_validate(data), self.search_s)

    def connect(self, entry: Entry, house: House) -> AbstractAsyncContextManager[Session]:
        """Connect to a device."""
        from integrations.kasa.session import connected  # noqa: PLC0415 -- brings python-kasa

        return connected(entry, house, poll_s=self.poll_s, answer_s=self.answer_s)


MAKER: Maker = KasaMaker()
