"""Whatever a device says of itself: it is shown, or the link counts as lost, and that is all."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.kasa import entities
from integrations.kasa.config import KasaConfig
from integrations.kasa.failures import hush, told
from integrations.kasa.finding import opened
from tests.support.kasa import iot, smart

ODD: list[Any] = [None, -1, 1e300, "", "x", [], [7], {}, {"x": 7}, True]


@contextlib.contextmanager
def each_odd(info: dict[str, Any]) -> Iterator[Iterator[str]]:
    """Yield after putting each odd value in place of each thing that a device says."""

    def replaced() -> Iterator[str]:
        for key, sound in tuple(info.items()):
            for odd in ODD:
                info[key] = odd
                yield f"{key}={odd!r}"
            del info[key]
            yield f"no {key}"
            info[key] = sound

    yield replaced()


async def _look(data: dict[str, Any], what: str) -> str:
    """Connect and show everything; returns how that ended."""
    given = KasaConfig.model_validate(data)
    try:
        device = await opened(given)
    except (LinkLost, MoreNeeded, Refused) as error:
        return type(error).__name__
    except Exception as error:
        raise AssertionError(what) from error
    try:
        with told(given.host):
            for key, one in entities.devices(device):
                entities.device_facts(key, one)
            for part in entities.parts(device):
                part.facts()
                _check(part.shown())
    except (LinkLost, MoreNeeded, Refused) as error:
        return type(error).__name__
    except Exception as error:
        raise AssertionError(what) from error
    finally:
        await device.disconnect()
    return "shown"


def _check(shown: entities.Shown | None) -> None:
    """Numbers are numbers."""
    state, attributes = shown or ("unavailable", {})
    assert isinstance(state, str)
    assert attributes.get("brightness") is None or 0 <= attributes["brightness"] <= 255
    for name in ("temperature", "current_temperature"):
        assert isinstance(attributes.get(name, 0.0), float)


@pytest.mark.parametrize("make", [iot.plug, iot.strip, iot.dimmer, iot.bulb, iot.light_strip])
async def test_a_kasa_device_s_nonsense_is_bounded(make: Any) -> None:
    hush()
    device = make()
    data = device.data
    with each_odd(device.sysinfo) as oddities:
        async with iot.running(device):
            ends = {what: await _look(data, what) for what in oddities}
    assert "LinkLost" in ends.values()
    assert "shown" in ends.values()


@pytest.mark.parametrize("make", [smart.plug, smart.bulb, smart.hub])
async def test_a_tapo_device_s_nonsense_is_bounded(make: Any) -> None:
    hush()
    device = make()
    child = next(iter(device.children.values()), device)
    served: AbstractAsyncContextManager[smart.Tapo] = smart.running(device)
    async with served as tapo:
        data = tapo.data
        with each_odd(child.info) as oddities:
            ends = {what: await _look(data, what) for what in oddities}
    assert "shown" in ends.values()
