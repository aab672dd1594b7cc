"""How somebody describes a device with a REST endpoint: requests, entities, commands."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from hub.home.actions import ACTIONS, DOMAINS
from hub.home.ids import domain_of, slugify
from integrations.mqtt.message import PayloadError
from integrations.mqtt.templates import command_template, value_template

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


def _reading(value: str) -> str:
    try:
        value_template(value)
    except PayloadError as error:
        raise ValueError(str(error)) from None
    return value


def _writing(value: str) -> str:
    try:
        command_template(value)
    except PayloadError as error:
        raise ValueError(str(error)) from None
    return value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


# Renders a device's answer: `value` is its text, `value_json` the same as JSON.
Reading = Annotated[str, AfterValidator(_reading)]
# Renders what is sent: the command's data by name ("temperature"), and `state`.
Writing = Annotated[str, AfterValidator(_writing)]
Text = Annotated[str, BeforeValidator(_text)]
Path = Annotated[Writing, Field(min_length=1, max_length=2000, pattern=r"^/")]
Seconds = Annotated[float, Field(ge=1, le=86_400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Poll(_Part):
    """A request that is sent again and again, for what entities read from its answer."""

    path: Path
    every_s: Seconds = 30
    method: Method = "GET"


class Sending(_Part):
    """A request that carries out a command: its `body` as text, or `json`, whose texts render."""

    path: Path
    method: Method = "POST"
    body: Writing | None = None
    json_: Annotated[Any, Field(alias="json")] = None
    headers: dict[str, Writing] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.body is not None and self.json_ is not None:
            raise ValueError("give body or json, not both")
        _check_texts(self.json_)
        return self


class EntityPart(_Part):
    """One entity. `name` None: it is what the device is for.

    `poll` names the request whose answer `state` and `attributes` read. `states` says what the
    device's words mean ("1": "locked"). `constants` are attributes that never change, such as
    `hvac_modes`. `commands`: by the action's full name ("lock.lock").
    """

    domain: str
    key: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: str | None = None
    device_class: str | None = None
    poll: str | None = None
    state: Reading = "{{ value }}"
    states: dict[Text, str] = {}
    attributes: dict[str, Reading] = {}
    constants: dict[str, Any] = {}
    commands: dict[str, Sending] = {}
    icon: str | None = None
    entity_category: Literal["config", "diagnostic"] | None = None

    @field_validator("domain")
    @classmethod
    def _is_a_domain(cls, value: str) -> str:
        if value not in DOMAINS:
            raise ValueError(f"no such domain; there are: {', '.join(DOMAINS)}")
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for action in self.commands:
            if action not in ACTIONS or domain_of(action) != self.domain:
                own = sorted(name for name in ACTIONS if domain_of(name) == self.domain)
                raise ValueError(f"commands: no action {action!r}; there are: {', '.join(own)}")
        return self


class HttpDevice(_Part):
    """A device; `area`: by name or id.

    `id` tells it from others and must stay; left out, it is made of the name. `authentication` is
    for `username` and `password`. `verify_ssl` false takes any certificate.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = ""
    name: Annotated[str, Field(min_length=1, max_length=100)]
    area: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    base_url: Annotated[str, Field(pattern=r"^https?://[^/?#]+(/[^?#]*)?$")]
    headers: dict[str, SecretStr] = {}
    username: str | None = None
    password: SecretStr | None = None
    authentication: Literal["basic", "digest"] = "basic"
    verify_ssl: bool = True
    timeout_s: Annotated[float, Field(gt=0, le=30)] = 5
    polls: Annotated[dict[str, Poll], Field(max_length=50)] = {}
    entities: Annotated[tuple[EntityPart, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="before")
    @classmethod
    def _id_by_name(cls, given: Any) -> Any:
        if isinstance(given, dict) and not given.get("id") and isinstance(given.get("name"), str):
            return {**given, "id": slugify(given["name"])}
        return given

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        keys = [(entity.domain, entity.key) for entity in self.entities]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"entities: {key[0]} {key[1]!r} is there twice")
        for entity in self.entities:
            if entity.poll is not None and entity.poll not in self.polls:
                there = ", ".join(self.polls) or "none"
                raise ValueError(f"entities: {entity.key}: no poll {entity.poll!r}; polls: {there}")
        return self


def _check_texts(node: Any) -> None:
    match node:
        case str():
            _writing(node)
        case dict():
            for value in node.values():
                _check_texts(value)
        case list():
            for value in node:
                _check_texts(value)
        case _:
            pass
