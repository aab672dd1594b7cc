"""Runs the hub's own broker until SIGTERM; started by `EmbeddedProcess`."""

import asyncio
import json
import signal
import ssl
import sys
from typing import Any

from integrations.mqtt.broker import EmbeddedBroker
from integrations.mqtt.broker_login import Login


async def serve(settings: dict[str, Any]) -> None:
    """Listen as `settings` say."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    login = Login(*settings["login"]) if settings["login"] else None
    context = None
    if settings["tls"]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*settings["tls"])
    async with EmbeddedBroker(settings["port"], login=login, tls=context):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
