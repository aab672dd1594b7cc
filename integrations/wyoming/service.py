"""The hub as a Wyoming service: others have it carry out sentences, hear, and speak.

Wyoming has no passwords, so whoever comes is a guest that speaks: no user, no more rights.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import field
from types import TracebackType
from typing import Protocol, Self

from hub.home.errors import HubError
from hub.home.ids import AreaId
from hub.home.plan import Plan, PlanResult, Request
from hub.home.speech import Voice
from hub.record import record
from integrations.wyoming.guest import Guest
from integrations.wyoming.wire import MOST_LINE, Wire, WireError

# Who comes in crowds, or stays without a word, takes a place from others.
MOST_GUESTS = 16
IDLE_S = 600.0

_log = logging.getLogger(__name__)


class Answered(Protocol):
    """What the conversation says to a sentence, and what became of it."""

    @property
    def text(self) -> str:
        """The reply."""

    @property
    def result(self) -> PlanResult:
        """The plan, and its outcomes."""

    @property
    def wants_answer(self) -> bool:
        """Whether it asked something back."""


@record(frozen=True, slots=True, kw_only=True)
class ServiceParts:
    """What the service gets from the rest of the hub.

    `answer` carries a sentence out; `plan` returns what it would do and does nothing; `area_id`
    returns where whoever speaks is; `voice` hears and speaks, None: nothing does.
    """

    answer: Callable[[Request], Awaitable[Answered]]
    plan: Callable[[Request], Awaitable[Plan]]
    voice: Voice | None
    language: str = "en"
    version: str = ""
    area_id: Callable[[], AreaId | None] = field(default=lambda: None)


class WyomingService:
    """Serves at an address while entered. `port` 0: any; then it is what was taken."""

    def __init__(self, parts: ServiceParts, host: str, port: int) -> None:
        self._parts = parts
        self._host = host
        self.port = port
        self._server: asyncio.Server | None = None
        self._guests: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        try:
            self._server = await asyncio.start_server(
                self._come, self._host, self.port, limit=MOST_LINE
            )
        except OSError as error:
            where = f"{self._host}:{self.port}"
            why = error.strerror or str(error)
            raise HubError(f"voice: service: cannot listen at {where}: {why}") from None
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for guest in tuple(self._guests):
            guest.cancel()
        await asyncio.gather(*self._guests, return_exceptions=True)

    def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._guests) >= MOST_GUESTS:
            writer.transport.abort()
            return
        serving = self._serve(reader, writer)
        task = asyncio.get_running_loop().create_task(serving, name="wyoming-guest")
        self._guests.add(task)
        task.add_done_callback(self._guests.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = str((writer.get_extra_info("peername") or ("?",))[0])
        wire = Wire(reader, writer, peer)
        guest = Guest(self._parts, wire)
        try:
            while True:
                await guest.take(await wire.read(IDLE_S))
        except WireError as error:
            _log.debug("wyoming: %s", error)
        except Exception:  # noqa: BLE001 -- the failure of one is not the others'
            _log.exception("wyoming: a request of %s failed", peer)
        finally:
            await guest.leave()
            await wire.close()
