"""The page with a thousand entities: its first paint, and its frames in a burst of changes.

It prints and never fails: how fast a browser paints is a matter of the machine.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from playwright.async_api import Page

from tests.bench.figures import Timing, row
from tests.support.mosquitto import Mosquitto
from tests.support.page import DESKTOP, open_browser
from tests.support.running_hub import RunningHub

OWNER_TOKEN = "bench-token"  # noqa: S105 -- a token of this run only
AREAS = 50
LIGHTS = 6
SENSORS = 14
PER_SECOND = 500
BURST_S = 6
LOADS = 5
# The time since navigation began of the first frame in which a tile of an area stands.
_FIRST_TILE = """
const look = () => {
  const home = document.querySelector('lares-app')?.shadowRoot?.querySelector('lares-home-page');
  const rooms = home?.shadowRoot?.querySelector('lares-home')?.shadowRoot;
  const tile = rooms?.querySelector('lares-tile')?.shadowRoot?.querySelector('section');
  if (tile) requestAnimationFrame((now) => { window.firstTile = now; });
  else requestAnimationFrame(look);
};
look();
"""
_TILE_STANDS = """() => new Promise((resolve) => {
  const look = () => (window.firstTile ? resolve(window.firstTile) : setTimeout(look, 20));
  look();
})"""
_FRAMES = """(ms) => new Promise((resolve) => {
  const frames = [];
  let last = performance.now();
  const end = last + ms;
  const frame = (now) => {
    frames.push((now - last) / 1000);
    last = now;
    if (now < end) requestAnimationFrame(frame);
    else resolve(frames.slice(1));
  };
  requestAnimationFrame(frame);
})"""


def connected(port: int) -> mqtt.Client:
    """Return a client that is connected and works in a thread of its own."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.max_queued_messages_set(0)
    client.connect("127.0.0.1", port)
    client.loop_start()
    return client


def announce(port: int) -> None:
    """Publish areas of lights and sensors, a thousand in all, with their states."""
    client = connected(port)
    for area in range(AREAS):
        for number in range(LIGHTS + SENSORS):
            kind, name = named(area, number)
            config: dict[str, Any] = {
                "name": f"Area {area} {kind} {number}",
                "unique_id": name,
                "object_id": name,
                "state_topic": f"bench/{name}",
                "device": {
                    "identifiers": [f"area{area}"],
                    "name": f"Box {area}",
                    "suggested_area": f"Area {area}",
                },
            }
            if kind == "light":
                config["command_topic"] = f"bench/{name}/set"
            topic = f"homeassistant/{kind}/{name}/config"
            client.publish(topic, json.dumps(config), qos=1, retain=True)
            state = "ON" if kind == "light" else "20"
            client.publish(f"bench/{name}", state, qos=1, retain=True).wait_for_publish(10)
    client.loop_stop()
    client.disconnect()


def named(area: int, number: int) -> tuple[str, str]:
    """Return an entity's domain and object id."""
    kind = "light" if number < LIGHTS else "sensor"
    return kind, f"{kind}_{area}_{number}"


def burst(port: int, seconds: float) -> None:
    """Publish changes of sensors and lights, evenly spread."""
    client = connected(port)
    began, sent = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - began) < seconds:
        while sent < elapsed * PER_SECOND:
            turn, at = divmod(sent, AREAS * (LIGHTS + SENSORS))
            kind, name = named(at % AREAS, at // AREAS)
            state = ("OFF", "ON")[turn % 2] if kind == "light" else f"{20 + sent % 90 / 10}"
            client.publish(f"bench/{name}", state)
            sent += 1
        time.sleep(0.01)
    client.loop_stop()
    client.disconnect()


def wait_for_entities(hub: RunningHub) -> None:
    """Wait until the hub knows them all."""
    while len(hub.remote.request("GET", "/api/states")) < AREAS * (LIGHTS + SENSORS):
        time.sleep(0.2)


async def loads(page: Page, hub: RunningHub) -> None:
    """Print how long it takes until the home stands there."""
    await page.add_init_script(_FIRST_TILE)
    await page.goto(f"{hub.url}/#token={hub.token}")
    await page.evaluate(_TILE_STANDS)
    tiles, paints = [], []
    for _ in range(LOADS):
        await page.goto("about:blank")
        await page.goto(hub.url)
        tiles.append(await page.evaluate(_TILE_STANDS))
        paints.append(
            await page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
        )
    row("first paint, 1,000 entities", f"{sorted(paints)[LOADS // 2]:.0f} ms", "under 1,000 ms")
    row("... with the home's areas", f"{sorted(tiles)[LOADS // 2]:.0f} ms", "under 1,000 ms")


async def frames(page: Page, port: int) -> None:
    """Print how long frames take, at rest and in a burst, on the home and on an area's page."""
    for place in ("home", "area/area_1"):
        await page.evaluate("(hash) => { location.hash = hash; }", f"#/{place}")
        await asyncio.sleep(3)
        rest = await page.evaluate(_FRAMES, 2_000)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asyncio.to_thread(burst, port, BURST_S))
            measured = tasks.create_task(page.evaluate(_FRAMES, BURST_S * 1_000 - 500))
        row(f"frames of {place} at rest", Timing.of(rest))
        row(f"... {PER_SECOND} changes a second", Timing.of(measured.result()), "p95 about 17 ms")


async def measure() -> None:
    """Start what is needed, measure and print."""
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        await asyncio.to_thread(announce, broker.port)
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        hub = RunningHub(Path(folder) / "hub", *options, command="run", token=OWNER_TOKEN)
        with hub:
            await asyncio.to_thread(wait_for_entities, hub)
            async with open_browser() as browser:
                page = await browser.new_page(
                    viewport={"width": DESKTOP.width, "height": DESKTOP.height}
                )
                await loads(page, hub)
                await frames(page, broker.port)


def main() -> None:
    """Measure and print."""
    asyncio.run(measure())


if __name__ == "__main__":
    main()
