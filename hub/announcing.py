"""What the hub says of itself on the network, as Home Assistant does, so that its clients find it.

Home Assistant, `zeroconf`: type, and the properties of the TXT record.
"""

import contextlib
import re
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from hub.config import Config
from hub.devices.network import Announcement, own_addresses
from hub.home.ids import slugify
from hub.server.server import Server
from hub.server.websocket.socket import VERSION

TYPE = "_home-assistant._tcp.local."
FILE = "instance_id"
# DNS-SD names hold 63 bytes at most (RFC 6763, section 4.1.1).
LONGEST_NAME = 63
_LOOPBACK = re.compile(r"localhost|127\..*|::1")
_ID = re.compile(r"[0-9a-f]{32}")


def address_of(config: Config, server: Server) -> str:
    """Return where devices on the network reach the hub; on loopback only this machine does."""
    where = urlsplit(server.url)
    if _LOOPBACK.fullmatch(config.http.host) and not config.network.interfaces:
        return server.url
    addresses = config.network.interfaces or own_addresses() or [where.hostname or ""]
    return f"{where.scheme}://{addresses[0]}:{where.port}"


def announcement_of(config: Config, folder: Path, server: Server) -> Announcement | None:
    """Return what to tell; None if nobody on the network could reach the hub, or is to."""
    where = urlsplit(server.url)
    if not config.network.announce or where.port is None:
        return None
    if is_loopback(config.http.host) and not config.network.interfaces:
        return None
    url = address_of(config, server)
    identity = instance_id(folder)
    name = config.name.encode()[:LONGEST_NAME].decode("utf-8", "ignore")
    return Announcement(
        type=TYPE,
        name=name or "Lares",
        host=host_name(identity),
        port=where.port,
        properties={
            "location_name": config.name,
            "uuid": identity,
            "version": VERSION,
            "external_url": "",
            "internal_url": url,
            "base_url": url,
            "requires_api_password": "True",
        },
    )


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this machine reaches an address."""
    return _LOOPBACK.fullmatch(host) is not None


def host_name(identity: str) -> str:
    """Return what the hub is called on the network, without ".local"."""
    return f"lares-{slugify(identity)[:8]}"


def instance_id(folder: Path) -> str:
    """Return what tells this hub from others; it stays."""
    file = folder / FILE
    with contextlib.suppress(OSError, UnicodeDecodeError):
        known = file.read_text(encoding="utf-8").strip()
        if _ID.fullmatch(known):
            return known
    made = uuid.uuid4().hex
    with contextlib.suppress(OSError):  # a full disk: it is another one next time
        file.write_text(f"{made}\n", encoding="utf-8")
    return made
