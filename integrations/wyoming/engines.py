"""Engines of a Wyoming service, of the hub's own or of anybody's: what hears, speaks and wakes.

What the protocol has no field for rides in the events' `context`, under "lares"; a service that
knows nothing of it leaves it out.
"""

from collections.abc import Sequence

from wyoming.info import Info

from hub.home.speech import Engine, EngineDown
from integrations.wyoming.describing import described, installed
from integrations.wyoming.hearing import WyomingHearing
from integrations.wyoming.speaking import WyomingVoice
from integrations.wyoming.waking import WyomingWake
from integrations.wyoming.wire import WireError, connected

WyomingEngine = WyomingHearing | WyomingVoice | WyomingWake


async def engines_at(uri: str) -> Sequence[Engine]:
    """Return the engines of the service at tcp://HOST:PORT or unix:///PATH.

    Raises:
        EngineDown: nobody is there, or nobody that speaks Wyoming.
    """
    try:
        async with connected(uri) as wire:
            info = await described(wire)
    except WireError as error:
        raise EngineDown(f"{error}; is the service started, and is it at {uri}?") from None
    return engines_of(uri, info)


def engines_of(uri: str, info: Info) -> Sequence[WyomingEngine]:
    """Return the engines that a service describes; those without a model are none."""
    hear = [it for it in installed(info.asr) if installed(it.models)]
    speak = [it for it in installed(info.tts) if installed(it.voices)]
    wake = [it for it in installed(info.wake) if installed(it.models)]
    return [
        *(WyomingHearing(uri, it, is_only=len(info.asr) == 1) for it in hear),
        *(WyomingVoice(uri, it, is_only=len(info.tts) == 1) for it in speak),
        *(WyomingWake(uri, it, is_only=len(info.wake) == 1) for it in wake),
    ]
