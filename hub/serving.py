"""What the server tells of the house, and what the service manager hears of the hub."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from hub import __version__
from hub.automation.keeping import Keeping
from hub.config import Config
from hub.executor.executor import Executor
from hub.front_door import FrontDoor
from hub.home.troubles import Troubles
from hub.language.worker_client import ModelWorker
from hub.makers import Makers
from hub.policy_desk import PolicyDesk
from hub.recorder.history.recorder import HistoryRecorder
from hub.server.client_address import Proxies
from hub.server.config import ServerConfig
from hub.server.server import Server
from hub.service_manager import ServiceManager, supervised
from hub.voicing import Voicing
from integrations.mqtt.integration import MqttIntegration


def server_config(config: Config) -> ServerConfig:
    """Return what the server tells about the house."""
    return ServerConfig(
        name=config.name,
        latitude=config.latitude,
        longitude=config.longitude,
        elevation=config.elevation,
        time_zone=config.time_zone,
        unit_system=config.unit_system,
        language=config.language,
        country=config.country,
        currency=config.currency,
        allowed_hosts=config.http.allowed_hosts,
        proxies=Proxies(
            are_used=config.http.use_x_forwarded_for, trusted=config.http.trusted_proxies
        ),
    )


async def health_of(  # noqa: PLR0913 -- one for each part
    worker: ModelWorker,
    mqtt: MqttIntegration,
    config: Config,
    history: HistoryRecorder,
    door: FrontDoor,
    *,
    voicing: Voicing,
) -> Mapping[str, Any]:
    """Tell how the parts are."""
    return {
        "history": history.health(),
        "http": door.health(),
        "version": __version__,
        "model": {"state": worker.state.name, "reason": worker.state.reason},
        "broker": {
            "state": "connected" if mqtt.connected else "disconnected",
            "kind": "external" if config.mqtt.host else "embedded",
            "reason": mqtt.problem,
        },
        "voice": voicing.health(),
    }


def supervise(
    executor: Executor, reload: Callable[[], Awaitable[None]], server: Server, troubles: Troubles
) -> AbstractAsyncContextManager[None]:
    """Tell the service manager how the hub is, and read again what it may have read again."""
    return supervised(
        ServiceManager.of(),
        answers=executor.pending,
        reload=reload,
        status=lambda: troubles.in_a_line() or f"Serving {server.url}",
    )


async def read_again(keeping: Keeping, door: FrontDoor, desk: PolicyDesk, makers: Makers) -> None:
    """Read policies, rule files, device files and the certificate again, as SIGHUP asks for."""
    await desk.look_again()
    if door.certificate is not None:
        await asyncio.to_thread(door.certificate.look_again)
    await makers.read_files()
    await keeping.reload()
