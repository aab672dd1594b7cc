"""What OwnTracks sends: JSON with a `_type` (OwnTracks Booklet, "JSON").

Only what the hub uses is read; other keys are passed over, as the Booklet asks of readers.
"""

import base64
import binascii
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

MAX_PAYLOAD = 64_000
MOST_WAYPOINTS = 100

# Apps send numbers as text now and then; some send a null for what they do not know.
Name = Annotated[str, Field(max_length=255)]
Seconds = Annotated[float, Field(ge=0, le=32_503_680_000)]  # to the year 3000


class MessageWrong(ValueError):
    """A message is not what OwnTracks sends, or cannot be decrypted; the text says why."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Location(_Message):
    """`_type=location`: where the device is. `t`: what made it send ("p" ping, "u" by hand, ...).

    Metres, km/h (`vel`), degrees (`cog`), percent (`batt`), seconds since 1970 (`tst`: measured,
    `created_at`: sent); `inregions`: names of regions it is in.
    """

    type: Literal["location"] = Field(alias="_type")
    lat: float
    lon: float
    tst: Seconds | None = None
    acc: float | None = None
    alt: float | None = None
    vac: float | None = None
    vel: float | None = None
    cog: float | None = None
    batt: int | None = None
    bs: int | None = None
    tid: Name | None = None
    t: Name | None = None
    conn: Name | None = None
    topic: Name | None = None
    inregions: tuple[Name, ...] | None = None


class Transition(_Message):
    """`_type=transition`: the device entered or left a region; `t`: "c" circle, "b" beacon."""

    type: Literal["transition"] = Field(alias="_type")
    event: Literal["enter", "leave"]
    desc: Name | None = None
    tst: Seconds | None = None
    lat: float | None = None
    lon: float | None = None
    acc: float | None = None
    tid: Name | None = None
    t: Name | None = None
    topic: Name | None = None


class Waypoint(_Message):
    """`_type=waypoint`: a region that is set up on the device, metres; without `rad` a point."""

    type: Literal["waypoint"] = Field(default="waypoint", alias="_type")
    desc: Name
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    rad: float | None = Field(default=None, le=1_000_000)
    topic: Name | None = None


class Waypoints(_Message):
    """`_type=waypoints`: all regions at once."""

    type: Literal["waypoints"] = Field(alias="_type")
    waypoints: tuple[Waypoint, ...] = Field(max_length=MOST_WAYPOINTS)
    topic: Name | None = None


class Encrypted(_Message):
    """`_type=encrypted`: any other message in libsodium's secretbox, nonce first, Base64."""

    type: Literal["encrypted"] = Field(alias="_type")
    data: str
    topic: Name | None = None


def _without_nulls(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: inner for key, inner in value.items() if inner is not None}


class Other(_Message):
    """A message the hub has no use for (lwt, beacon, card, cmd, steps, dump, status, ...)."""

    type: str = Field(alias="_type", max_length=64)
    topic: Name | None = None


Known = Location | Transition | Waypoint | Waypoints | Encrypted
_KNOWN: TypeAdapter[Known] = TypeAdapter(
    Annotated[Known, Field(discriminator="type"), BeforeValidator(_without_nulls)]
)
_KNOWN_TYPES = frozenset({"location", "transition", "waypoint", "waypoints", "encrypted"})
_OTHER_TYPES = frozenset(
    {"beacon", "card", "cmd", "configuration", "dump", "lwt", "request", "status", "steps"}
)


def read_message(payload: bytes) -> Known | Other:
    """Read a message.

    Raises:
        MessageWrong: it is none; the text says why.
    """
    if len(payload) > MAX_PAYLOAD:
        raise MessageWrong(f"it has {len(payload)} bytes, more than {MAX_PAYLOAD}")
    try:
        plain = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise MessageWrong(f"it is no JSON: {error}") from None
    if not isinstance(plain, dict):
        raise MessageWrong("it is no JSON object")
    kind = plain.get("_type")
    try:
        if kind in _KNOWN_TYPES:
            return _KNOWN.validate_python(plain)
        if kind in _OTHER_TYPES:
            return Other.model_validate(_without_nulls(plain))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise MessageWrong(f"{where}: {first['msg']}") from None
    raise MessageWrong(f"_type: {str(kind)[:64]!r} is none of OwnTracks'")


def decrypted(message: Encrypted, key: bytes) -> Known | Other:
    """Open an encrypted message (OwnTracks Booklet, "Payload encryption").

    Raises:
        MessageWrong: the key is another, or what is inside is no message.
    """
    from nacl.exceptions import CryptoError  # noqa: PLC0415 -- only phones that encrypt need it
    from nacl.secret import SecretBox  # noqa: PLC0415

    try:
        sealed = base64.b64decode(message.data, validate=True)
        plain = SecretBox(key).decrypt(sealed)
    except (binascii.Error, ValueError, CryptoError):
        raise MessageWrong("it cannot be decrypted: the keys differ") from None
    inner = read_message(plain)
    if isinstance(inner, Encrypted):
        raise MessageWrong("it is encrypted twice")
    return inner


def encrypted(payload: bytes, key: bytes) -> bytes:
    """Return a message sealed as OwnTracks does it."""
    from nacl.secret import SecretBox  # noqa: PLC0415 -- as above

    sealed = bytes(SecretBox(key).encrypt(payload))
    return orjson.dumps({"_type": "encrypted", "data": base64.b64encode(sealed).decode()})
