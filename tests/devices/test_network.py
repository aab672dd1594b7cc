"""What announces itself on the network is heard; on loopback only."""

import asyncio
from pathlib import Path

import pytest
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from hub.devices.manifest import FILE_NAME, Manifest, manifests_in, read_manifest
from hub.devices.matching import makers_of
from hub.devices.network import Network
from hub.home.errors import HubError
from hub.home.maker import Service
from hub.makers import INTEGRATIONS
from tools.integrations_table import README, with_table

PLUGS = Manifest.model_validate(
    {
        "domain": "plugs",
        "name": "Plugs",
        "iot_class": "local_push",
        "protocols": ["HTTP"],
        "zeroconf": [{"type": "_http._tcp.local.", "name": "plug", "properties": {"v": "2"}}],
        "ssdp": [{"manufacturer": "Plug"}],
    }
)


async def test_a_service_is_heard_with_address_and_properties() -> None:
    heard: asyncio.Queue[Service] = asyncio.Queue()
    info = AsyncServiceInfo(
        "_http._tcp.local.",
        "plug-7._http._tcp.local.",
        addresses=[b"\x7f\x00\x00\x01"],
        port=8080,
        properties={"V": "2.1"},
        server="plug-7.local.",
    )
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
    try:
        async with Network({"plugs": PLUGS}, heard.put, interfaces=["127.0.0.1"]):
            await (await zeroconf.async_register_service(info))
            async with asyncio.timeout(15):
                service = await heard.get()
    finally:
        await zeroconf.async_close()
    assert service == Service(
        protocol="zeroconf",
        type="_http._tcp.local.",
        name="plug-7",
        host="127.0.0.1",
        port=8080,
        properties={"v": "2.1"},
    )
    assert list(makers_of(service, {"plugs": PLUGS})) == ["plugs"]


@pytest.mark.parametrize(
    ("name", "properties", "fits"),
    [
        ("plug-7", {"v": "2.1"}, True),
        ("PLUG-7", {"v": "2"}, True),
        ("lamp", {"v": "2"}, False),
        ("plug-7", {"v": "1"}, False),
        ("plug-7", {}, False),
    ],
)
def test_a_manifest_says_what_fits(name: str, properties: dict[str, str], *, fits: bool) -> None:
    service = Service(
        protocol="zeroconf",
        type="_http._tcp.local.",
        name=name,
        host="127.0.0.1",
        properties=properties,
    )
    assert list(makers_of(service, {"plugs": PLUGS})) == (["plugs"] if fits else [])


def test_ssdp_answers_fit_by_what_they_say() -> None:
    service = Service(
        protocol="ssdp",
        type="upnp:rootdevice",
        name="uuid:1",
        host="127.0.0.1",
        properties={"manufacturer": "Plug Inc."},
    )
    assert list(makers_of(service, {"plugs": PLUGS})) == ["plugs"]


def test_every_integration_says_what_it_is() -> None:
    manifests = manifests_in(INTEGRATIONS)
    makers = {file.parent.name for file in INTEGRATIONS.glob("*/maker.py")}
    assert {"mqtt", "owntracks", "mobile_app", *makers} <= set(manifests)
    for domain, manifest in manifests.items():
        assert (INTEGRATIONS / domain / manifest.documentation).exists()


def test_the_readme_has_the_table_of_the_manifests() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "run: python -m tools.integrations_table"


def test_a_wrong_manifest_names_file_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "plugs"
    folder.mkdir()
    (folder / FILE_NAME).write_text('{"domain": "plugs", "name": 7}')
    with pytest.raises(HubError, match=r"plugs/manifest.json: key 'name'"):
        read_manifest(folder / FILE_NAME)
