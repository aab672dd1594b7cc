"""Clients that look for Home Assistant on the network find the hub."""

import asyncio
from pathlib import Path

from hub.announcing import TYPE, instance_id
from hub.devices.manifest import Manifest
from hub.devices.network import Announcement, Network
from hub.home.maker import Service

LOOPBACK = ["127.0.0.1"]


async def test_a_hub_is_found_by_its_type() -> None:
    looking = Manifest.model_validate(
        {
            "domain": "looking",
            "name": "Looking",
            "iot_class": "local_push",
            "protocols": ["HTTP"],
            "zeroconf": [{"type": TYPE}],
        }
    )
    heard: asyncio.Queue[Service] = asyncio.Queue()
    told = Announcement(TYPE, "Our house", "lares-1", 8123, {"uuid": "1" * 32})

    async def nobody(_: Service) -> None:
        raise AssertionError

    async with (
        Network({}, nobody, interfaces=LOOPBACK, announcements=[told]),
        Network({"looking": looking}, heard.put, interfaces=LOOPBACK),
    ):
        async with asyncio.timeout(15):
            service = await heard.get()
    assert (service.name, service.host, service.port) == ("Our house", "127.0.0.1", 8123)
    assert service.properties == {"uuid": "1" * 32}


def test_a_hub_is_the_same_after_a_restart(tmp_path: Path) -> None:
    first = instance_id(tmp_path)
    assert instance_id(tmp_path) == first
    (tmp_path / "instance_id").write_text("nonsense")
    assert instance_id(tmp_path) != first
