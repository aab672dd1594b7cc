"""The hub as a Wyoming service of others, if the owner wants it: `voice: service:`."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from hub import __version__
from hub.announcing import host_name, instance_id, is_loopback
from hub.config import Config, WyomingServiceSettings
from hub.devices.network import Announcement
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, slugify
from hub.home.plan import Plan, Request
from hub.home.speech import Voice
from hub.record import record
from hub.server.conversation import Conversation
from hub.voice.parts import Conversing

TYPE = "_wyoming._tcp.local."

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What the service gets from the rest of the hub."""

    config: Config
    folder: Path
    home: Home
    conversing: Conversing
    conversation: Conversation
    voice: Voice | None


@asynccontextmanager
async def voice_service(around: Around) -> AsyncIterator[Announcement | None]:
    """Serve while entered, if it is wanted; yields what to tell of it on the network.

    An address that is taken costs the service, not the hub.
    """
    settings = around.config.voice.service
    async with AsyncExitStack() as stack:
        port = None
        if settings is not None:
            try:
                port = await _served(around, settings, stack)
            except HubError as error:
                _log.error("%s; give another host or port under voice: service:", error)
        if settings is None or port is None or is_loopback(settings.host):
            yield None
        else:
            yield _announcement(around, port)


async def _served(around: Around, settings: WyomingServiceSettings, stack: AsyncExitStack) -> int:
    # Imported late: a hub that is nobody's service has no use for it.
    from integrations.wyoming.service import ServiceParts, WyomingService  # noqa: PLC0415

    parts = ServiceParts(
        answer=around.conversing.answer,
        plan=_planning(around.conversation),
        voice=around.voice,
        language=around.config.language,
        version=__version__,
        area_id=lambda: area_called(around.home, settings.area),
    )
    service = WyomingService(parts, settings.host, settings.port)
    await stack.enter_async_context(service)
    return service.port


def area_called(home: Home, name: str | None) -> AreaId | None:
    """Return the area of an id or name, None if there is none (any more)."""
    if not name:
        return None
    for area in home.areas.values():
        if slugify(name) in {area.id, *map(slugify, (area.name, *area.aliases))}:
            return area.id
    return None


def _planning(conversation: Conversation) -> Callable[[Request], Awaitable[Plan]]:
    async def plan(request: Request) -> Plan:
        return (await conversation.plan(request)).result.plan

    return plan


def _announcement(around: Around, port: int) -> Announcement:
    identity = instance_id(around.folder)
    return Announcement(
        type=TYPE,
        name=around.config.name,
        host=host_name(identity),
        port=port,
        # By this a hub knows itself, and does not offer itself to be adopted.
        properties={"lares": identity},
    )
