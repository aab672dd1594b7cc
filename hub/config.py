"""`lares.yaml`: what the owner decides about the hub. Every key has a default."""

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from hub.credentials import credential, secrets_of
from hub.home.yaml_config import ConfigError, ConfigProblem, parse_yaml
from hub.recorder.audit.settings import AuditSettings
from hub.recorder.backup.settings import BackupSettings
from hub.recorder.history.settings import RecorderSettings

FILE_NAME = "lares.yaml"
TOKEN_VARIABLE = "LARES_TOKEN"  # noqa: S105 -- the name of a variable, not a secret
TOKEN_CREDENTIAL = "owner_token"  # noqa: S105 -- the name of a credential, not a secret

Port = Annotated[int, Field(ge=0, le=65535)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HttpSettings(_Settings):
    """Where the web page and the API listen. Opening `host` beyond loopback is the owner's act.

    `allowed_hosts`: further names the hub goes by, as a proxy before it may be called.
    `ssl_certificate`, `ssl_key`: files for TLS; the key may be in the certificate's file.
    `use_x_forwarded_for`, `trusted_proxies`: reverse proxies that tell whom they speak for.
    """

    host: str = "127.0.0.1"
    port: Port = 8123
    allowed_hosts: tuple[str, ...] = ()
    ssl_certificate: Path | None = None
    ssl_key: Path | None = None
    use_x_forwarded_for: bool = False
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.use_x_forwarded_for and not self.trusted_proxies:
            raise ValueError("use_x_forwarded_for needs trusted_proxies: the proxy's address")
        if self.ssl_key is not None and self.ssl_certificate is None:
            raise ValueError("ssl_key needs ssl_certificate")
        return self


class MqttMessageSettings(_Settings):
    """What the hub says of itself; `topic` is `<discovery_prefix>/status` unless given."""

    topic: Annotated[str, Field(min_length=1, pattern=r"^[^#+\x00]*$")] | None = None
    payload: str | None = None
    qos: Literal[0, 1, 2] = 0
    retain: bool = False


class MqttSettings(_Settings):
    """The broker: `host` names an external one; without it the hub runs its own on loopback.

    `certificate`: of the authority that vouches for it, if that is none of the system's.
    `client_cert`, `client_key`: who we are to a broker that asks.
    `topic_prefix`: this site's own, before every topic, on a broker that several sites share.
    `clean_session`: false has the broker keep messages for `client_id` while the hub is away.
    `birth_message`, `will_message`: as Home Assistant's; null says nothing.
    """

    host: str | None = None
    port: Port = 1883
    username: str | None = None
    password: SecretStr | None = None
    tls: bool = False
    certificate: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    discovery_prefix: str = "homeassistant"
    topic_prefix: Annotated[str, Field(pattern=r"^([^#+\x00$][^#+\x00]*)?$")] = ""
    client_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    clean_session: bool = True
    protocol: Literal["3.1", "3.1.1", "5"] = "3.1.1"
    birth_message: MqttMessageSettings | None = MqttMessageSettings(payload="online")
    will_message: MqttMessageSettings | None = MqttMessageSettings(payload="offline")

    @field_validator("protocol", mode="before")
    @classmethod
    def _is_a_version(cls, value: object) -> object:
        """YAML reads 3.1 and 5 as numbers."""
        return str(value) if type(value) in {int, float} else value

    @field_validator("topic_prefix")
    @classmethod
    def _ends_a_level(cls, value: str) -> str:
        return f"{value.rstrip('/')}/" if value else ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.clean_session and self.client_id is None:
            raise ValueError("clean_session: false needs client_id, by which the broker knows us")
        if self.password is not None and self.username is None:
            raise ValueError("password needs username")
        if self.client_key is not None and self.client_cert is None:
            raise ValueError("client_key needs client_cert")
        if not self.tls and (self.certificate or self.client_cert):
            raise ValueError("certificate and client_cert need tls: true")
        return self


class LanguageSettings(_Settings):
    """The language model; paths are relative to the folder of `lares.yaml`.

    `socket`: where `lares worker` listens as a service of its own, which has the model's options.
    """

    enabled: bool = True
    socket: Path | None = None
    model: Path | None = None
    adapter: Path | None = None
    threads: Annotated[int, Field(ge=1, le=64)] | None = None
    timeout_s: Annotated[float, Field(gt=0, le=60)] | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None


class OwnTracksSettings(_Settings):
    """OwnTracks, over MQTT and HTTP, as Home Assistant has it.

    `secret`: one for all phones, or one per topic. `webhook_id`: where phones may post without a
    token. `max_gps_accuracy` in metres.
    """

    enabled: bool = True
    mqtt_topic: str = "owntracks/#"
    secret: SecretStr | dict[str, SecretStr] | None = None
    max_gps_accuracy: Annotated[float, Field(gt=0)] | None = None
    events_only: bool = False
    waypoints: bool = True
    waypoint_whitelist: tuple[str, ...] | None = None
    region_mapping: dict[str, str] = {}
    webhook_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class NetworkSettings(_Settings):
    """The local network: `discovery` listens for new devices (zeroconf, SSDP).

    `announce` tells of the hub there, so that Home Assistant's clients find it; a hub that listens
    on loopback only has nothing to tell.

    `interfaces`: this computer's addresses to listen at; all of them if none is given.
    """

    discovery: bool = True
    announce: bool = True
    interfaces: tuple[str, ...] = ()


class WyomingServiceSettings(_Settings):
    """The hub as a Wyoming service of others. Wyoming knows no passwords: who comes is a guest.

    `area`: where whoever speaks by it is, by id or name.
    """

    host: str = "127.0.0.1"
    port: Port = 10_500
    area: str | None = None


class VoiceSettings(_Settings):
    """The voice assistant.

    `embedded`: whether the hub hears and speaks by itself, with what the extra "voice" brings;
    `threads` are its processor cores. `stt`, `tts`, `wake_word` name the engine that counts first
    where there are several, and `voice` its voice. `silence_s`: a pause that ends a sentence.
    """

    enabled: bool = True
    embedded: bool = True
    threads: Annotated[int, Field(ge=1, le=64)] | None = None
    stt: str | None = None
    tts: str | None = None
    wake_word: str | None = None
    voice: str | None = None
    silence_s: Annotated[float, Field(ge=0.3, le=3)] = 0.7
    service: WyomingServiceSettings | None = None


class FloorSettings(_Settings):
    """A floor."""

    id: str
    name: str
    level: int = 0
    aliases: tuple[str, ...] = ()


class AreaSettings(_Settings):
    """An area; devices name it in `suggested_area`."""

    id: str
    name: str
    floor: str | None = None
    aliases: tuple[str, ...] = ()


class Config(_Settings):
    """The whole of `lares.yaml`. Latitude and longitude in degrees, elevation in metres."""

    name: str = "Home"
    latitude: Annotated[float, Field(ge=-90, le=90)] = 52.37
    longitude: Annotated[float, Field(ge=-180, le=180)] = 4.89
    elevation: float = 0
    unit_system: Literal["metric", "us_customary"] = "metric"
    time_zone: str = "UTC"
    country: str | None = None
    currency: str = "EUR"
    language: str = "en"
    http: HttpSettings = HttpSettings()
    mqtt: MqttSettings = MqttSettings()
    language_model: LanguageSettings = LanguageSettings()
    floors: tuple[FloorSettings, ...] = ()
    areas: tuple[AreaSettings, ...] = ()
    recorder: RecorderSettings = RecorderSettings()
    backup: BackupSettings = BackupSettings()
    audit: AuditSettings = AuditSettings()
    owntracks: OwnTracksSettings = OwnTracksSettings()
    network: NetworkSettings = NetworkSettings()
    voice: VoiceSettings = VoiceSettings()
    approval_s: Annotated[float, Field(ge=5, le=3600)] = 60

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("not a time zone of the IANA list, such as Europe/Berlin")
        return value


def load_config(folder: Path) -> Config:
    """Read `lares.yaml` in `folder`; a missing file means all defaults.

    Raises:
        ConfigError: with every mistake of the file.
    """
    file = folder / FILE_NAME
    if not file.exists():
        return Config()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = ConfigProblem(str(file), 1, "", f"cannot be read: {error}")
        raise ConfigError([problem]) from None
    return parse_yaml(text, str(file), Config, secrets_of(folder))


def token_from_environment() -> SecretStr | None:
    """Return the owner's long-lived token given by the environment or as a credential, if any."""
    value = os.environ.get(TOKEN_VARIABLE, "") or credential(TOKEN_CREDENTIAL)
    return SecretStr(value) if value else None
