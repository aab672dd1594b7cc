"""Philips Hue: how a bridge is recognised, paired with by its button, and connected to."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import aiohttp
from pydantic import BaseModel, ConfigDict

from hub.home.maker import (
    Candidate,
    Entry,
    House,
    LinkLost,
    Maker,
    MoreNeeded,
    Refused,
    Service,
    Session,
)

ANSWER_S = 10.0
SERVICE = "_hue._tcp.local."
ROUND_BRIDGE = "BSB001"
PRESS = "press the round button on the Hue bridge, then add it within 30 seconds"
# How the hub shows in the bridge's list of applications (Hue API, section 7.1).
APPLICATION = "lares#hub"
BUTTON_NOT_PRESSED = 101


class HueConfig(BaseModel):
    """Where a bridge is, and the key that it gave the hub when its button was pressed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str
    app_key: str | None = None


@dataclass(frozen=True, slots=True)
class HueMaker:
    """Implements `Maker`.

    `sign_of_life_s`: how often a bridge is asked whether it lives; `answer_s`: how long that may
    take.
    """

    sign_of_life_s: float = 60.0
    answer_s: float = ANSWER_S

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of."""
        return HueConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Tell a bridge by its service type; the round one of 2012 has no API v2."""
        bridge_id = service.properties.get("bridgeid", "").lower()
        model = service.properties.get("modelid")
        if service.type != SERVICE or not bridge_id or model == ROUND_BRIDGE:
            return None
        return Candidate(
            integration="hue",
            unique_id=bridge_id,
            title=service.name.removesuffix(f".{SERVICE}") or "Hue Bridge",
            data={"host": service.host},
            model=model,
        )

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Tell which bridge is there, and get a key from it if there is none yet.

        Raises:
            LinkLost: no bridge answers there.
            MoreNeeded: its button has to be pressed.
            Refused: it is too old.
        """
        given = HueConfig.model_validate(data)
        about = await _ask(http, "GET", f"https://{given.host}/api/config")
        match about:
            case {"bridgeid": str(bridge_id), "modelid": str(model)}:
                name = str(about.get("name") or "Hue Bridge")
            case _:
                raise Refused(f"what answers at {given.host} is no Hue bridge")
        if model == ROUND_BRIDGE:
            raise Refused("the round Hue bridge of 2012 has no API that the hub speaks")
        key = given.app_key or await _pair(given.host, http)
        return Candidate(
            integration="hue",
            unique_id=bridge_id.lower(),
            title=name,
            data={"host": given.host, "app_key": key},
            model=model,
        )

    def connect(self, entry: Entry, house: House) -> AbstractAsyncContextManager[Session]:
        """Connect to a bridge that was paired with."""
        from integrations.hue.session import connected  # noqa: PLC0415 -- brings aiohue

        given = HueConfig.model_validate(entry.data)
        if given.app_key is None:
            raise MoreNeeded(PRESS)
        return connected(
            given.host, given.app_key, entry, house, patience=(self.sign_of_life_s, self.answer_s)
        )


async def _pair(host: str, http: aiohttp.ClientSession) -> str:
    answer = await _ask(http, "POST", f"https://{host}/api", {"devicetype": APPLICATION})
    match answer:
        case [{"success": {"username": str(key)}}, *_] if key:
            return key
        case [{"error": {"type": int(kind)}}, *_] if kind == BUTTON_NOT_PRESSED:
            raise MoreNeeded(PRESS)
        case [{"error": {"description": str(words)}}, *_]:
            raise Refused(f"the bridge said: {words}")
        case _:
            raise LinkLost(f"what answers at {host} is not understood")


async def _ask(
    http: aiohttp.ClientSession, method: str, url: str, body: Mapping[str, Any] | None = None
) -> Any:
    """Ask without checking the certificate: bridges sign their own."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with http.request(method, url, json=body, ssl=False, timeout=timeout) as answer:
            return await answer.json(content_type=None)
    except TimeoutError:
        raise LinkLost(f"nobody answers at {url} within {ANSWER_S:g} s") from None
    except (aiohttp.ClientError, OSError) as error:
        raise LinkLost(f"nobody answers at {url}: {error}") from None
    except ValueError:
        raise LinkLost(f"what answers at {url} is no Hue bridge") from None


MAKER: Maker = HueMaker()
