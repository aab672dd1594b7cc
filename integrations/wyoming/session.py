"""A connection to whatever speaks Wyoming at an address: a satellite, or a service."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from wyoming.info import Info

from hub.home.maker import House, LinkLost, Refused, Session
from hub.home.one_line import one_line
from hub.record import record
from integrations.wyoming.describing import described, installed
from integrations.wyoming.offer import is_hub
from integrations.wyoming.satellite import SatelliteSession
from integrations.wyoming.service_session import ServiceSession
from integrations.wyoming.settings import WyomingConfig
from integrations.wyoming.wire import NotWyoming, WireError
from integrations.wyoming.wire import connected as wired

KINDS = {"asr": "speech to text", "tts": "text to speech", "wake": "wake words"}


@record(frozen=True, slots=True)
class Known:
    """What is at an address, in words."""

    title: str
    model: str


async def identified(config: WyomingConfig) -> Known:
    """Ask who is there.

    Raises:
        LinkLost, Refused: as `hub.home.maker.Maker.identify`.
    """
    with told():
        async with wired(config.uri) as wire:
            return known(await described(wire))


@asynccontextmanager
async def connected(config: WyomingConfig, house: House) -> AsyncIterator[Session]:
    """Connect an adopted satellite or service.

    Raises:
        LinkLost, Refused: as `hub.home.maker.Maker.connect`.
    """
    with told():
        async with wired(config.uri) as wire:
            info = await described(wire)
            if is_satellite(info):
                satellite = SatelliteSession(wire, info, house, config)
                await satellite.begin()
                yield satellite
                return
    known(info)
    async with ServiceSession(config, info, house) as service:
        yield service


def is_satellite(info: Info) -> bool:
    """Tell whether it is a satellite; what else it has (its wake words) is for itself."""
    return info.satellite is not None and info.satellite.installed


def known(info: Info) -> Known:
    """Tell what something is.

    Raises:
        Refused: it is nothing that the hub can use.
    """
    if info.satellite is not None and info.satellite.installed:
        return Known(_shown(info.satellite.name) or "Satellite", "Voice satellite")
    if is_hub(info):
        raise Refused("that is a hub like this one; adopt its satellites and services instead")
    programs = {
        kind: [_shown(program.name) for program in installed(getattr(info, kind))] for kind in KINDS
    }
    names = [name for found in programs.values() for name in found]
    if not names:
        raise Refused("what answers neither listens nor hears, speaks or wakes; is it a satellite?")
    kinds = [KINDS[kind] for kind, found in programs.items() if found]
    return Known(", ".join(names)[:100], ", ".join(kinds).capitalize())


@contextmanager
def told() -> Iterator[None]:
    """Turn what goes wrong with a connection into the hub's words."""
    try:
        yield
    except NotWyoming as error:
        raise Refused(str(error)) from None
    except WireError as error:
        raise LinkLost(str(error)) from None


def _shown(name: object) -> str:
    return one_line(str(name)).strip()[:100]
