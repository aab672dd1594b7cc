"""An adopted service that hears, speaks or wakes: the assistant has it while it is there."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Self

from wyoming.info import Info

from hub.home.commands import Command
from hub.home.ids import slugify
from hub.home.maker import DeviceFacts, EntityFacts, House, LinkLost, NotOffered
from hub.home.model import UNKNOWN, State
from hub.home.one_line import one_line
from hub.home.speech import Engine, SpeechToText, TextToSpeech
from integrations.wyoming.describing import described
from integrations.wyoming.engines import engines_of
from integrations.wyoming.settings import WyomingConfig
from integrations.wyoming.wire import WireError, connected

MAIN = "service"
# How often it is asked whether it is still there, and what it has.
LOOK_S = 30.0


class ServiceSession:
    """Implements `hub.home.maker.Session` for a service, while entered.

    Nothing holds a connection to it: each request makes one of its own.
    """

    def __init__(self, config: WyomingConfig, info: Info, house: House) -> None:
        self._config = config
        self._info = info
        self._house = house
        self._offered = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._put()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._offered.aclose()

    async def follow(self) -> None:
        """See from time to time whether it is there, and has the same engines."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                async with connected(self._config.uri) as wire:
                    info = await described(wire)
            except WireError as error:
                raise LinkLost(str(error)) from None
            if info != self._info:
                self._info = info
                await self._offered.aclose()
                self._offered = AsyncExitStack()
                self._put()

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Refuse: an engine takes no commands."""
        del command, state
        raise NotOffered(f"{domain} {key} takes no commands")

    def _put(self) -> None:
        """Put the engines into the house, and offer them to the assistant."""
        engines = engines_of(self._config.uri, self._info)
        name = ", ".join(dict.fromkeys(one_line(engine.name) for engine in engines))[:100]
        self._house.put_device(DeviceFacts(key=MAIN, name=name or "Wyoming", model="Wyoming"))
        keys = set()
        for engine in engines:
            key = (domain_of(engine), slugify(engine.name))
            keys.add(key)
            self._house.put(_facts(engine, *key))
            self._house.report(*key, UNKNOWN)
            engine.link.used = partial(self._used, *key)
            if self._house.voice is not None:
                self._offered.callback(self._house.voice.offer(engine))
        self._house.keep_only(keys)

    def _used(self, domain: str, key: str) -> None:
        """Report when an engine was last used, as Home Assistant's do."""
        self._house.report(domain, key, datetime.now(UTC).isoformat())


def domain_of(engine: Engine) -> str:
    """Return the domain of an engine's entity."""
    if isinstance(engine, SpeechToText):
        return "stt"
    return "tts" if isinstance(engine, TextToSpeech) else "wake_word"


def _facts(engine: Engine, domain: str, key: str) -> EntityFacts:
    return EntityFacts(domain=domain, key=key, device=MAIN, name=one_line(engine.name)[:100])
