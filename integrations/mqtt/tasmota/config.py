"""What a Tasmota device announces of itself (arendst/Tasmota, xdrv_12_discovery.ino)."""

from typing import Annotated, Any

import orjson
from pydantic import Field, ValidationError, field_validator

from integrations.mqtt.component import problem_in
from integrations.mqtt.config import Typed
from integrations.mqtt.message import PayloadError

Flags = Annotated[list[int], Field(max_length=64)]
Names = Annotated[list[str | None], Field(max_length=64)]

NO_RELAY, SWITCH, LIGHT, SHUTTER = 0, 1, 2, 3
# SetOptions that say how it behaves.
TEXT_RESULTS, PWM_CHANNELS, REDUCED_WHITES, FADE_IS_FIXED = "4", "68", "82", "117"
BUTTONS_SWAPPED, BUTTONS_SINGLE, NOT_POWER_LINKED = "11", "13", "20"


class TasmotaConfig(Typed):
    """The keys of the announcement, by Tasmota's short names.

    `rl` has for each relay what it is; `swc` the switches' modes, -1 for those not told; `btn`
    which buttons are told; `lt_st` how many channels a light has; `lk` whether its colours and
    whites are one light; `sho` and `sht` the shutters' options and tilts; `so` SetOptions.
    """

    mac: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{12}$")]
    dn: str = ""
    fn: Names = Field([])
    hn: str = ""
    md: str = ""
    sw: str = ""
    ty: int = 0
    is_fan: int = Field(alias="if", default=0)
    ofln: str = "Offline"
    onln: str = "Online"
    state: Annotated[list[str], Field(min_length=4, max_length=4)] = Field(
        ["OFF", "ON", "TOGGLE", "HOLD"]
    )
    t: Annotated[str, Field(min_length=1, max_length=200)]
    ft: Annotated[str, Field(min_length=1, max_length=200)]
    tp: Annotated[list[str], Field(min_length=3, max_length=3)]
    rl: Flags = Field([])
    swc: Flags = Field([])
    swn: Names = Field([])
    btn: Flags = Field([])
    so: dict[str, int] = Field({})
    lk: int = 1
    lt_st: int = 0
    dslp: int = 0
    sho: Flags = Field([])
    sht: Annotated[list[list[int]], Field(max_length=64)] = Field([])

    @field_validator("ft")
    @classmethod
    def _tells_topics_apart(cls, value: str) -> str:
        if "%prefix%" not in value or not {"%topic%", "%hostname%", "%id%"} & _parts(value):
            raise ValueError("expected a topic with %prefix% and %topic%")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("t", "tp", "ft", "hn")
    @classmethod
    def _has_no_wildcards(cls, value: Any) -> Any:
        if any(sign in "".join(value) for sign in "+#\0"):
            raise ValueError("expected no + and # in topics")
        return value

    def command(self, name: str) -> str:
        """Return the topic of a command."""
        return f"{self._topic(0)}{name}"

    def stat(self, name: str) -> str:
        """Return the topic of an answer."""
        return f"{self._topic(1)}{name}"

    def tele(self, name: str) -> str:
        """Return the topic of what is told from time to time."""
        return f"{self._topic(2)}{name}"

    def option(self, number: str) -> bool:
        """Tell whether a SetOption is on."""
        return bool(self.so.get(number))

    @property
    def name(self) -> str:
        """What people call the device."""
        return self.dn or self.hn or self.t

    def relay_name(self, place: int) -> str | None:
        """Return the name of a relay; None if it has none besides the device's."""
        given = self.fn[place] if place < len(self.fn) else None
        if given and given != self.name:
            return given
        relays = [kind for kind in self.rl if kind not in {NO_RELAY, SHUTTER}]
        return None if len(relays) <= 1 else f"{place + 1}"

    def _topic(self, prefix: int) -> str:
        made = self.ft.replace("%hostname%", self.hn).replace("%id%", self.mac[-6:])
        return made.replace("%prefix%", self.tp[prefix]).replace("%topic%", self.t)


def _parts(topic: str) -> set[str]:
    return {f"%{part}%" for part in topic.split("%")}


def read_config(payload: bytes) -> TasmotaConfig:
    """Return what an announcement says.

    Raises:
        PayloadError: it makes no sense; the message names the key and what was expected.
    """
    try:
        return TasmotaConfig.model_validate(read_object(payload))
    except ValidationError as error:
        raise PayloadError(problem_in(error)) from None


def read_object(payload: bytes) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        PayloadError: it is none.
    """
    try:
        found = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise PayloadError(f"expected a JSON object: {error}") from None
    if not isinstance(found, dict):
        raise PayloadError(f"expected a JSON object, got {payload[:40]!r}")
    return found
