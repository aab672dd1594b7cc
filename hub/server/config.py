"""What the server tells about the house."""

from dataclasses import field
from zoneinfo import ZoneInfo

from hub import __version__
from hub.record import record
from hub.server.client_address import Proxies


@record(frozen=True, slots=True)
class ServerConfig:
    """What the server tells about the house; latitude and longitude in degrees.

    `allowed_hosts`: names under which it may be opened, besides addresses and local names.
    `answer_after_s`: a plain service call answers once its commands were handed over, as Home
    Assistant's does for MQTT, with what devices report within this many seconds.
    """

    name: str = "Home"
    latitude: float = 0.0
    longitude: float = 0.0
    elevation: float = 0.0
    time_zone: str = "UTC"
    unit_system: str = "metric"
    language: str = "en"
    country: str | None = None
    currency: str = "EUR"
    version: str = __version__
    allowed_hosts: tuple[str, ...] = ()
    proxies: Proxies = field(default_factory=Proxies)
    answer_after_s: float = 0.01

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the house's clocks."""
        return ZoneInfo(self.time_zone)
