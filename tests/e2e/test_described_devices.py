"""A thermostat and a lock over HTTP, described in a file, through the whole of a real hub."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.support.rest.house import RestGateway, running_gateway
from tests.support.running_hub import RunningHub

CLIMATE, LOCK = "climate.gateway_thermostat", "lock.gateway_front_door"
TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only


@contextmanager
def served() -> Iterator[RestGateway]:
    """Serve the gateway from a thread of its own, as a device is."""
    loop, found, over = asyncio.new_event_loop(), [], asyncio.Event()
    ready = threading.Event()

    async def serve() -> None:
        async with running_gateway() as gateway:
            found.append(gateway)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield found[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


@pytest.fixture
def gateway() -> Iterator[RestGateway]:
    with served() as found:
        yield found


def test_it_is_driven_by_words_and_its_lock_asks_first(
    tmp_path: Path, gateway: RestGateway
) -> None:
    folder = tmp_path / "hub"
    (folder / "devices").mkdir(parents=True)
    text = yaml.safe_dump(gateway.description(area="Hall"))
    (folder / "devices" / "gateway.yaml").write_text(text)
    (folder / "devices" / "broken.yaml").write_text("name: Broken\nentities: []\n")
    with RunningHub(folder, "--no-model", command="run", token=TOKEN) as hub:
        hub.wait_for(CLIMATE, "heat")
        hub.wait_for(LOCK, "locked")
        answer = hub.ask("set the gateway thermostat to 22 degrees")
        assert "22" in answer["response"]["speech"]["plain"]["speech"]
        wait_until(lambda: gateway.target == 22)
        hub.ask("unlock the front door")
        time.sleep(0.3)
        assert gateway.bolt == 1
        (waiting,) = hub.remote.request("GET", "/api/lares/approvals")
        hub.remote.request("POST", f"/api/lares/approvals/{waiting['id']}", {"approve": True})
        hub.wait_for(LOCK, "unlocked")
        assert gateway.bolt == 0
        assert "broken.yaml" in hub.output()
        assert "base_url" in hub.output()


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError
