"""Where the hub listens, and with which certificate.

A certificate that cannot be used must not cost the house its hub, nor send tokens through the
network unencrypted: then the hub is on loopback alone, and says so.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.config import HttpSettings
from hub.credentials import located
from hub.server.tls import BadCertificate, Certificate, TlsFiles

LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
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
    """Return the address of `lares.yaml`, or loopback if its certificate is of no use."""
    if http.ssl_certificate is None:
        return FrontDoor(http.host, http.port)
    chain = located(folder, http.ssl_certificate)
    key = located(folder, http.ssl_key) if http.ssl_key is not None else chain
    try:
        certificate = Certificate(TlsFiles(chain, key))
    except BadCertificate as error:
        problem = f"{error}; until it is mended and the hub restarted, only this computer gets in"
        _log.error("%s", problem)
        return FrontDoor(LOOPBACK, http.port, problem=problem)
    return FrontDoor(http.host, http.port, certificate)
