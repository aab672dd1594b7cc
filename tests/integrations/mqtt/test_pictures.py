"""Cameras and images over a real broker, and pictures that lie on a web server."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import UNKNOWN
from hub.home.stills import MAX_STILL, NoPictureError, Still, content_type_of
from integrations.mqtt import shelf as shelf_of
from integrations.mqtt.components.picture import Image, ImageConfig
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import Message
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.shelf import Shelf
from tests.integrations.mqtt.handmade import Handmade, until
from tests.support.mosquitto import Mosquitto

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
CAMERA = EntityId("camera.porch")
IMAGE = EntityId("image.doorbell")


@pytest.fixture
async def hub(broker: Mosquitto, home: Home) -> AsyncIterator[MqttIntegration]:
    """As that of the others, but its pictures may lie on this machine."""
    shelf = Shelf(reaches_itself=True)
    async with MqttIntegration(home, MqttConfig(port=broker.port), shelf=shelf) as hub:
        yield hub


async def still(device: Handmade, entity_id: EntityId) -> Still:
    """Wait for a picture."""
    async with asyncio.timeout(5):
        while True:
            try:
                return await device.hub.still(entity_id)
            except NoPictureError:
                await asyncio.sleep(0.01)


async def test_a_camera_shows_its_latest_picture(device: Handmade) -> None:
    await device.announce("camera/porch", {"name": "Porch", "topic": "porch/snapshot"})
    await device.reports(CAMERA, "idle")
    with pytest.raises(NoPictureError, match="none yet"):
        await device.hub.still(CAMERA)
    device.say_bytes("porch/snapshot", JPEG)
    assert await still(device, CAMERA) == Still(JPEG, "image/jpeg")
    device.say_bytes("porch/snapshot", PNG)
    await until(lambda: device.hub._shelf._pictures[CAMERA] == Still(PNG, "image/png"))
    device.say_bytes("porch/snapshot", b"")
    await until(lambda: CAMERA not in device.hub._shelf._pictures)


async def test_a_camera_in_base64(device: Handmade) -> None:
    config = {"name": "Porch", "t": "porch", "img_e": "b64"}
    await device.announce("camera/porch", config)
    device.say_bytes("porch", base64.encodebytes(JPEG))
    assert (await still(device, CAMERA)).content == JPEG


@pytest.mark.parametrize("payload", [b"???", b"abc", b"\xff\xfe", base64.b64encode(JPEG)[:-3]])
async def test_wrong_base64_costs_one_line_and_keeps_the_picture(
    device: Handmade, payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce(
        "camera/porch", {"name": "Porch", "topic": "porch", "image_encoding": "b64"}
    )
    device.say_bytes("porch", base64.b64encode(JPEG))
    assert (await still(device, CAMERA)).content == JPEG
    with caplog.at_level(logging.WARNING):
        device.say_bytes("porch", payload)
        device.say_bytes("porch", payload)
        await until(lambda: caplog.records)
        device.say_bytes("porch", base64.b64encode(PNG))
        await until(lambda: device.hub._shelf._pictures[CAMERA] == Still(PNG, "image/png"))
    assert len(caplog.records) == 1
    assert "base64" in caplog.text


async def test_a_picture_too_large_is_refused(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("camera/porch", {"name": "Porch", "topic": "porch"})
    with caplog.at_level(logging.WARNING):
        device.say_bytes("porch", b"\xff\xd8\xff" + bytes(MAX_STILL))
        await until(lambda: caplog.records)
    assert str(MAX_STILL) in caplog.text
    assert CAMERA not in device.hub._shelf._pictures


async def test_an_image_tells_when_it_came(device: Handmade) -> None:
    await device.announce(
        "image/doorbell",
        {"name": "Doorbell", "img_t": "bell/image", "cont_type": "image/webp", "e": ""},
    )
    await device.reports(IMAGE, UNKNOWN)
    device.say_bytes("bell/image", PNG)
    assert await still(device, IMAGE) == Still(PNG, "image/webp")
    first = device.home.state(IMAGE).state
    assert first.endswith("+00:00")
    device.say_bytes("bell/image", PNG)
    await until(lambda: device.home.state(IMAGE).state > first)


@pytest.mark.parametrize("config", [{"image_topic": "t"}, {"url_topic": "t"}])
def test_what_the_broker_says_again_is_no_new_image(config: dict[str, str]) -> None:
    image = Image(ImageConfig.model_validate(config))
    [(_, take)] = image.watches
    kept = Message("t", b"http://nas/a.png", is_kept=True)
    assert take(kept)
    before = image.state
    assert not take(kept)
    assert image.state == before
    assert take(Message("t", b"http://nas/a.png"))
    assert image.state > before


@pytest.fixture
async def web_server() -> AsyncIterator[TestServer]:
    """A web server with a picture, and things that are none."""
    app = web.Application()

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="image/png")

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    async def huge(_: web.Request) -> web.Response:
        return web.Response(body=bytes(MAX_STILL + 1), content_type="image/png")

    async def moved(_: web.Request) -> web.Response:
        raise web.HTTPFound("/picture.png")

    async def moved_for_ever(_: web.Request) -> web.Response:
        raise web.HTTPFound("/ring")

    app.router.add_get("/picture.png", picture)
    app.router.add_get("/page", page)
    app.router.add_get("/huge.png", huge)
    app.router.add_get("/moved", moved)
    app.router.add_get("/ring", moved_for_ever)
    server = TestServer(app, host="127.0.0.1")
    async with server:
        yield server


@pytest.mark.parametrize("path", ["/picture.png", "/moved"])
async def test_an_image_may_lie_on_the_web(
    device: Handmade, web_server: TestServer, path: str
) -> None:
    await device.announce(
        "image/doorbell",
        {"name": "Doorbell", "url_t": "bell/url", "url_tpl": "{{ value_json.url }}"},
    )
    device.say("bell/url", {"url": str(web_server.make_url(path))})
    await until(lambda: device.home.state(IMAGE).state != UNKNOWN)
    assert await device.hub.still(IMAGE) == Still(PNG, "image/png")
    # Once it was fetched, it is there.
    await web_server.close()
    assert await device.hub.still(IMAGE) == Still(PNG, "image/png")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/page", "expected a picture, got 'text/html'"),
        ("/huge.png", "more than"),
        ("/nothing", "404"),
        ("/ring", "moved too often"),
    ],
)
async def test_what_is_no_picture_is_told(
    device: Handmade, web_server: TestServer, path: str, said: str
) -> None:
    await device.announce("image/doorbell", {"name": "Doorbell", "url_topic": "bell/url"})
    device.say("bell/url", str(web_server.make_url(path)))
    await until(lambda: device.home.state(IMAGE).state != UNKNOWN)
    with pytest.raises(NoPictureError, match=said):
        await device.hub.still(IMAGE)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.1.1", "0.0.0.0"])  # noqa: S104 - an address to refuse
async def test_a_device_cannot_have_the_hub_ask_its_own_machine(
    web_server: TestServer, host: str
) -> None:
    shelf = Shelf()
    shelf.put(IMAGE, shelf_of.Link(f"http://{host}:{web_server.port}/picture.png"))
    with pytest.raises(NoPictureError):
        await shelf.still(IMAGE)


@pytest.mark.parametrize("url", ["ftp://x/y", "file:///etc/passwd", "nonsense", "http://[", "//x"])
async def test_a_wrong_address_costs_one_line(
    device: Handmade, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("image/doorbell", {"name": "Doorbell", "url_topic": "bell/url"})
    with caplog.at_level(logging.WARNING):
        device.say("bell/url", url)
        await until(lambda: caplog.records)
    assert "address" in caplog.text
    assert device.home.state(IMAGE).state == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("camera", {}, "topic"),
        ("camera", {"topic": "t", "image_encoding": "b32"}, "image_encoding"),
        ("image", {}, "image_topic"),
        ("image", {"image_topic": "a", "url_topic": "b"}, "url_topic"),
        ("image", {"url_topic": "b", "content_type": "image/png"}, "content_type"),
        ("image", {"image_topic": "b", "content_type": "text/html"}, "content_type"),
    ],
)
async def test_a_wrong_announcement_names_the_key(
    device: Handmade,
    kind: str,
    wrong: dict[str, Any],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        device.say(f"homeassistant/{kind}/x/config", {"name": "X", **wrong})
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    assert said in caplog.text


async def test_a_removed_camera_leaves_no_picture(device: Handmade) -> None:
    await device.announce("camera/porch", {"name": "Porch", "topic": "porch"})
    device.say_bytes("porch", JPEG)
    await still(device, CAMERA)
    device.say("homeassistant/camera/porch/config", "")
    await until(lambda: CAMERA not in device.home.entities)
    assert not device.hub._shelf._pictures


async def test_a_renamed_camera_keeps_its_picture(device: Handmade) -> None:
    await device.announce("camera/porch", {"name": "Porch", "topic": "porch", "unique_id": "p"})
    device.say_bytes("porch", JPEG)
    await still(device, CAMERA)
    gate = EntityId("camera.gate")
    device.hub.rename(CAMERA, gate)
    assert (await device.hub.still(gate)).content == JPEG
    await device.listened_to()
    device.say_bytes("porch", PNG)
    await until(lambda: device.hub._shelf._pictures[gate] == Still(PNG, "image/png"))


async def test_all_pictures_together_stay_within_their_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf_of, "MOST_BYTES", 100)
    shelf = Shelf()
    names = [EntityId(f"camera.c{number}") for number in range(4)]
    for name in names:
        shelf.put(name, Still(bytes(40), "image/png"))
    for name in names[:2]:
        with pytest.raises(NoPictureError):
            await shelf.still(name)
    assert len((await shelf.still(names[3])).content) == 40


def test_a_picture_is_known_by_how_it_begins() -> None:
    assert content_type_of(PNG) == "image/png"
    assert content_type_of(JPEG) == "image/jpeg"
    assert content_type_of(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert content_type_of(b"BM..") == "image/bmp"
    assert content_type_of(b"", "image/avif") == "image/avif"
