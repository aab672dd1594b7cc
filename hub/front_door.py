"""Where the hub listens, and with which certificate.

A certificate that cannot be used must not cost the house its hub, nor send tokens through the
network unencrypted, and an address that is not this machine's must not cost it either: then the hub
is on loopback alone, and says so.
"""

import logging
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.config import HttpSettings
from hub.credentials import located
from hub.record import record
from hub.server.tls import BadCertificate, Certificate, TlsFiles

LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True)
class FrontDoor:
    """An address to listen on. `problem`: why it is not the one that was asked for."""

    host: str
    port: int
    certificate: Certificate | None = None
    problem: str = ""

    def health(self) -> Mapping[str, Any]:
        """Return what the hub's health tells of it."""
        state = {"host": self.host, "tls": self.certificate is not None}
        return {**state, "problem": self.problem} if self.problem else state


def front_door(http: HttpSettings, folder: Path) -> FrontDoor:
    """Return the address of `lares.yaml`, or loopback if that or its certificate is of no use.

    Blocks: a name is looked up.
    """
    if (wrong := _unusable(http.host)) is not None:
        return _on_loopback(http, f"http.host {http.host!r}: {wrong}")
    if http.ssl_certificate is None:
        return FrontDoor(http.host, http.port)
    chain = located(folder, http.ssl_certificate)
    key = located(folder, http.ssl_key) if http.ssl_key is not None else chain
    try:
        certificate = Certificate(TlsFiles(chain, key))
    except BadCertificate as error:
        return _on_loopback(http, str(error))
    return FrontDoor(http.host, http.port, certificate)


def _on_loopback(http: HttpSettings, wrong: str) -> FrontDoor:
    problem = f"{wrong}; until it is mended and the hub restarted, only this computer gets in"
    _log.error("%s", problem)
    return FrontDoor(LOOPBACK, http.port, problem=problem)


def _unusable(host: str) -> str | None:
    """Say why nothing can listen on a host, whatever the port."""
    try:
        found = socket.getaddrinfo(
            host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        return f"no such host: {getattr(error, 'strerror', None) or error}"
    wrong: list[str] = []
    for family, kind, protocol, _, address in found:
        try:
            with socket.socket(family, kind, protocol) as one:
                one.bind(address)
        except OSError as error:
            wrong.append(error.strerror or str(error))
    return wrong[0] if len(wrong) == len(found) else None
