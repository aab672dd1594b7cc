"""The keys that all components share. Unknown keys are passed over; known ones are typed."""

import codecs
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from integrations.mqtt.message import PayloadError
from integrations.mqtt.templates import command_template, value_template


def _text(value: Any) -> Any:
    """Payloads are compared as text: `true` is "True", as templates render it."""
    return str(value) if isinstance(value, bool | int | float) else value


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _checked_template(value: str) -> str:
    try:
        value_template(value)
    except PayloadError as error:
        raise ValueError(str(error)) from None
    return value


def _checked_command(value: str) -> str:
    try:
        command_template(value)
    except PayloadError as error:
        raise ValueError(str(error)) from None
    return value


def _is_encoding(value: str) -> str:
    if not value:  # raw bytes, which we read as UTF-8 where a text is wanted
        return value
    try:
        "".encode(value)
        codecs.lookup(value)
    except LookupError:
        raise ValueError(f"expected the name of a text encoding, got {value[:40]!r}") from None
    return codecs.lookup(value).name


def _link(value: Any) -> Any:
    """Keep an address that can be shown as a link; any other is no reason to miss the device."""
    is_link = isinstance(value, str) and value.startswith(("http://", "https://"))
    return value if is_link else None


def _is_topic(value: str) -> str:
    if not value or "\0" in value or len(value.encode("utf-8", "replace")) > MAX_TOPIC:
        raise ValueError("expected a topic of 1 to 65535 bytes without NUL")
    value.encode()
    return value


def _is_filter(value: str) -> str:
    levels = _is_topic(value).split("/")
    for place, level in enumerate(levels, start=1):
        if len(level) > 1 and ("+" in level or "#" in level):
            raise ValueError("expected + and # to stand alone between slashes")
        if level == "#" and place < len(levels):
            raise ValueError("expected # only at the end")
    return value


def _is_publishable(value: str) -> str:
    if "+" in value or "#" in value:
        raise ValueError("expected a topic to publish to, without + and #")
    return _is_topic(value)


MAX_TOPIC = 65_535
LONGEST_EXPIRY_S = 2**32 - 1

Text = Annotated[str, BeforeValidator(_text)]
Payload = Text
Topic = Annotated[str, AfterValidator(_is_filter)]
CommandTopic = Annotated[str, AfterValidator(_is_publishable)]
Template = Annotated[str, AfterValidator(_checked_template)]
CommandTemplate = Annotated[str, AfterValidator(_checked_command)]
TextList = Annotated[list[Text], BeforeValidator(_list)]


class Typed(BaseModel):
    """Root of all models of discovery: keys that we don't know are no error."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class DeviceConfig(Typed):
    """The device that an entity belongs to."""

    identifiers: TextList = []
    connections: list[tuple[Text, Text]] = []
    name: Text | None = None
    manufacturer: Text | None = None
    model: Text | None = None
    model_id: Text | None = None
    hw_version: Text | None = None
    sw_version: Text | None = None
    serial_number: Text | None = None
    suggested_area: Text | None = None
    configuration_url: Annotated[str | None, BeforeValidator(_link)] = None
    via_device: Text | None = None

    @field_validator("connections", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        """Take a single pair, as firmware of ESPs sends it, for a list of one."""
        match value:
            case [str(), str()]:
                return [value]
            case _:
                return value

    @property
    def key(self) -> str | None:
        """What tells this device from others; None if it says nothing of the kind."""
        if self.identifiers:
            return self.identifiers[0]
        return ":".join(self.connections[0]) if self.connections else None


class Origin(Typed):
    """The program that announces."""

    name: Text
    sw_version: Text | None = None
    support_url: Annotated[str | None, BeforeValidator(_link)] = None


class Availability(Typed):
    """One topic that tells whether the device can be reached."""

    topic: Topic
    payload_available: Payload = "online"
    payload_not_available: Payload = "offline"
    value_template: Template | None = None


class Expiry(Typed):
    """How long what is sent waits for devices that are away."""

    days: Annotated[int, Field(ge=0)] = 0
    hours: Annotated[int, Field(ge=0)] = 0
    minutes: Annotated[int, Field(ge=0)] = 0
    seconds: Annotated[int, Field(ge=0)] = 0

    @property
    def in_s(self) -> int:
        """In seconds, as many as fit into four bytes at most (MQTT 5 §3.3.2.3.3)."""
        whole_s = ((self.days * 24 + self.hours) * 60 + self.minutes) * 60 + self.seconds
        return min(whole_s, LONGEST_EXPIRY_S)


class EntityConfig(Typed):
    """What an announcement of any component may say."""

    name: Text | None = None
    unique_id: Text | None = None
    object_id: Text | None = None
    default_entity_id: Text | None = None
    device: DeviceConfig | None = None
    origin: Origin | None = None
    device_class: str | None = None
    entity_category: str | None = None
    entity_picture: str | None = None
    enabled_by_default: bool = True
    icon: str | None = None
    group: TextList = []
    encoding: Annotated[str, AfterValidator(_is_encoding)] = "utf-8"
    qos: Annotated[int, Field(ge=0, le=2)] = 0
    retain: bool = False
    message_expiry_interval: Expiry | None = None
    optimistic: bool | None = None
    availability: list[Availability] = []
    availability_topic: Topic | None = None
    availability_template: Template | None = None
    availability_mode: Literal["all", "any", "latest"] = "latest"
    payload_available: Payload = "online"
    payload_not_available: Payload = "offline"
    json_attributes_topic: Topic | None = None
    json_attributes_template: Template | None = None

    # Keys whose null says something: `name: null` means "the device's name".
    keeps_null: ClassVar[frozenset[str]] = frozenset({"name"})

    @field_validator("availability", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return [] if value is None else value

    @model_validator(mode="before")
    @classmethod
    def _nulls_are_absent(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        kept = cls.keeps_null
        return {key: item for key, item in value.items() if item is not None or key in kept}

    @property
    def is_utf8(self) -> bool:
        """Whether payloads are UTF-8, or raw bytes, which are read so."""
        return self.encoding in {"utf-8", ""}

    @property
    def is_named_after_device(self) -> bool:
        """Whether it says `name: null`."""
        return self.name is None and "name" in self.model_fields_set

    def availabilities(self) -> list[Availability]:
        """Return the availability topics, of the list and of the single form."""
        if self.availability_topic is None:
            return self.availability
        single = Availability(
            topic=self.availability_topic,
            payload_available=self.payload_available,
            payload_not_available=self.payload_not_available,
            value_template=self.availability_template,
        )
        return [*self.availability, single]


def command_topics(config: BaseModel) -> set[str]:
    """Return every topic on which what is configured takes commands."""
    given = (
        getattr(config, name)
        for name in config.model_fields_set
        if name.endswith("_topic") and ("command" in name or name.startswith("set_"))
    )
    return {topic for topic in given if isinstance(topic, str)}
