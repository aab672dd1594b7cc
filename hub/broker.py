"""The broker of the house: the owner's own, or one inside the hub."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from hub.config import MqttMessageSettings, MqttSettings
from hub.credentials import located
from hub.home.errors import HubError
from hub.home.troubles import Troubles
from hub.server.client_address import is_loopback
from integrations.mqtt.mqtt_config import MqttConfig, StatusMessage
from integrations.mqtt.security import Tls

Say = Callable[[str], None]

_log = logging.getLogger(__name__)


async def find_broker(
    parts: AsyncExitStack, settings: MqttSettings, folder: Path, say: Say, troubles: Troubles
) -> MqttConfig:
    """Return where the broker is; without one in the settings, open it on a free loopback port.

    Raises:
        HubError: the broker inside the hub cannot be opened.
    """
    if settings.host is None:
        return await _embedded(parts, settings, folder, say, troubles)
    say(f"Broker: {settings.host}:{settings.port}")
    if settings.password is not None and not settings.tls and not is_loopback(settings.host):
        _log.warning("mqtt: the password for %s travels unencrypted; set mqtt.tls", settings.host)
    return MqttConfig(
        host=settings.host,
        port=settings.port,
        username=settings.username,
        password=settings.password.get_secret_value() if settings.password else None,
        tls=_tls(settings, folder) if settings.tls else None,
        **_spoken(settings),
    )


def _spoken(settings: MqttSettings) -> dict[str, Any]:
    """Return what is the same with every broker."""
    return {
        "discovery_prefix": settings.discovery_prefix,
        "topic_prefix": settings.topic_prefix,
        "client_id": settings.client_id or "",
        "clean_session": settings.clean_session,
        "protocol": settings.protocol,
        "birth": _status(settings.birth_message, "online"),
        "will": _status(settings.will_message, "offline"),
    }


def _status(message: MqttMessageSettings | None, usual: str) -> StatusMessage | None:
    if message is None:
        return None
    payload = usual if message.payload is None else message.payload
    return StatusMessage(payload, message.topic or "", message.qos, message.retain)


def _tls(settings: MqttSettings, folder: Path) -> Tls:
    named = (settings.certificate, settings.client_cert, settings.client_key)
    return Tls(*(located(folder, file) if file is not None else None for file in named))


async def _embedded(
    parts: AsyncExitStack, settings: MqttSettings, folder: Path, say: Say, troubles: Troubles
) -> MqttConfig:
    from integrations.mqtt.broker import BrokerError, EmbeddedBroker  # noqa: PLC0415 -- it is big
    from integrations.mqtt.broker_login import login_in, new_login  # noqa: PLC0415

    try:
        login = await asyncio.to_thread(login_in, folder)
    except OSError as error:
        instead = "the hub's own broker has a new password until the next start"
        troubles.add("broker", str(error), instead)
        login = new_login()
    try:
        broker = await parts.enter_async_context(EmbeddedBroker(login=login))
    except BrokerError as error:
        raise HubError(str(error)) from None
    say(f"Broker: embedded, on 127.0.0.1:{broker.port}")
    return MqttConfig(
        port=broker.port,
        username=login.username,
        password=login.password,
        **{**_spoken(settings), "protocol": "3.1.1"},
    )
