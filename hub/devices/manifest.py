"""Manifests: what an integration says of itself, from which docs and the page are made."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.home.errors import HubError

FILE_NAME = "manifest.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ZeroconfMatch(_Part):
    """A DNS-SD service type the devices announce, and what their names or TXT values begin with.

    All given have to match; upper and lower case are the same.
    """

    type: Annotated[str, Field(pattern=r"^_[a-z0-9_-]+\._(tcp|udp)\.local\.$")]
    name: str | None = None
    properties: dict[str, str] = {}


class SsdpMatch(_Part):
    """A search target (ST), or fields of the description, that the devices answer with."""

    st: str | None = None
    manufacturer: str | None = None
    model_name: str | None = None


class Manifest(_Part):
    """One integration's manifest; keys that Home Assistant's have too mean the same.

    `kind`: a "maker" is adopted device by device (`maker.py` beside the manifest has `MAKER`),
    "hub" is part of the hub. `requirements`: the packages it stands on. `search`: its devices
    announce nothing and are asked for. `domains`: those of the entities it makes; `devices`: what
    it was tried or simulated with; `notes`: what a user should know of its quality: what is
    covered, what is not.
    """

    domain: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    kind: Literal["maker", "hub"] = "maker"
    documentation: str = "README.md"
    iot_class: Literal["local_push", "local_polling", "calculated"]
    protocols: tuple[str, ...]
    requirements: tuple[str, ...] = ()
    zeroconf: tuple[ZeroconfMatch, ...] = ()
    ssdp: tuple[SsdpMatch, ...] = ()
    search: bool = False
    domains: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_manifest(file: Path) -> Manifest:
    """Read one manifest.

    Raises:
        HubError: it is wrong; the message names file, key and what was expected.
    """
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise HubError(f"{file}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise HubError(f"{file}: key {where!r}: {first['msg']}") from None
    if manifest.domain != file.parent.name:
        raise HubError(f"{file}: key 'domain': expected {file.parent.name!r}, the folder's name")
    return manifest


@cache
def manifests_in(root: Path) -> dict[str, Manifest]:
    """Read the manifest of every folder of `root` that has one, by domain.

    Raises:
        HubError: one is wrong.
    """
    files = sorted(root.glob(f"*/{FILE_NAME}"))
    return {manifest.domain: manifest for manifest in map(read_manifest, files)}
