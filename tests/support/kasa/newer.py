"""Kasa devices of newer firmware: what they say is as of old, how they say it is KLAP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.kasa.iot import IotDevice, Json
from tests.support.kasa.klap import KlapServer, served
from tests.support.kasa.smart import PASSWORD, USERNAME


class Newer:
    """A device and the web server that speaks for it."""

    def __init__(self, device: IotDevice, version: int) -> None:
        self.device = device
        self.server = KlapServer(device, device.host, USERNAME, PASSWORD, version=version)

    @property
    def unique_id(self) -> str:
        """The key by which it is known again."""
        return self.device.unique_id

    @property
    def data(self) -> Json:
        """What an entry knows of it."""
        return {
            **self.device.data,
            "encryption": "KLAP",
            "login_version": self.server.version,
            "http_port": self.server.port,
            "username": USERNAME,
            "password": PASSWORD,
        }

    @property
    def announced(self) -> Json:
        """What it tells who searches."""
        info = self.device.sysinfo
        return {
            "device_id": info["deviceId"],
            "device_model": info["model"],
            "device_type": info["type"],
            "mac": str(info["mac"]).replace(":", "-"),
        }


@asynccontextmanager
async def running(device: IotDevice, version: int = 1) -> AsyncIterator[Newer]:
    """Run a device at its own address."""
    newer = Newer(device, version)
    async with served(newer.server, newer.announced):
        yield newer
