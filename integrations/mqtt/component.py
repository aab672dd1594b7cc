"""What every component shares: topics it listens to, its state, and commands as messages."""

import ast
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import ValidationError

from hub.home.commands import Command
from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN, State
from integrations.mqtt.config import EntityConfig
from integrations.mqtt.message import Message, NoTopicError, PayloadError, Publish
from integrations.mqtt.templates import command_template, value_template

# Takes a message in; False means that it said nothing about this entity.
Watch = Callable[[Message], bool]

# What templates render for null, and what devices send for "nothing".
NOTHING = frozenset({"None", ""})

# What JSON attributes cannot set: it follows from the announcement, or says who the entity is.
RESERVED = frozenset({
    "assumed_attributes", "assumed_state", "available", "device_class", "device_info",
    "entity_category", "entity_id", "entity_picture", "force_update", "icon", "name", "state",
    "supported_features", "unique_id", "unit_of_measurement",
})  # fmt: skip

# Whole numbers below this are exact as floats.
EXACT = 2**53


class Component:
    """One function of a device: how its messages become a state, and commands messages.

    `state` is None while no message said anything. `capabilities` are the attributes that follow
    from the announcement; `attributes` holds them and what the device reported. Subclasses set
    `domain` and `config_type`, register topics with `watch` or `watch_message`, name their actions
    in `offered`, and turn commands into messages in `messages`.
    """

    domain: ClassVar[str]
    config_type: ClassVar[type[EntityConfig]]
    # Attributes that are its own: JSON attributes do not change them.
    own_attributes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, config: EntityConfig) -> None:
        self.config = config
        # What messages said since this was cleared: "state", and names of attributes.
        self.told: set[str] = set()
        self._state: str = UNKNOWN
        self._attributes = Facts(self.told)
        self.capabilities: dict[str, Any] = _described(config)
        self.unreported: frozenset[str] = frozenset()
        self.watches: list[tuple[str, Watch]] = []
        if config.json_attributes_topic is not None:
            self._watch_attributes(config.json_attributes_topic, config.json_attributes_template)

    @property
    def state(self) -> str:
        """The state; setting it is telling it."""
        return self._state

    @state.setter
    def state(self, value: str) -> None:
        self._state = value
        self.told.add("state")

    @property
    def attributes(self) -> "Facts":
        """All attributes; setting one is telling it, replacing them all is not."""
        return self._attributes

    @attributes.setter
    def attributes(self, value: Mapping[str, Any]) -> None:
        self._attributes = Facts(self.told, value)

    @property
    def actions(self) -> frozenset[str]:
        """The full names of the actions it offers."""
        return frozenset(f"{self.domain}.{verb}" for verb in self.offered())

    @property
    def is_optimistic(self) -> bool:
        """Whether the device reports nothing, so that a sent command counts as its state."""
        return False

    def is_settled_by(self, command: Command) -> bool:
        """Tell whether a command counts as done once it was sent."""
        del command
        return self.is_optimistic

    def assumes(self, names: Iterable[str]) -> None:
        """Note what of it ("state", names of attributes) the device never reports.

        What is sent for these counts as what they are.
        """
        self.unreported = frozenset(names)
        if self.unreported:
            self.capabilities["assumed_attributes"] = sorted(self.unreported)
        if "state" in self.unreported:
            self.capabilities["assumed_state"] = True

    def offered(self) -> Iterable[str]:
        """Return the verbs of the actions it offers."""
        return ()

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the messages that carry out `command`.

        Raises:
            UnsupportedCommand: this device has no way to do it.
        """
        del command, state
        yield from ()

    def assume(self, command: Command, state: State) -> None:
        """Take a sent command for done, as far as the device does not report it.

        Only called if it is settled by that, or something is `unreported`.
        """

    def restore(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Go on from what was known before the device announced itself again."""
        self.state = state
        self.attributes = {**attributes, **self.capabilities}

    def recall(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Take up, of what was known before the hub started, what the device won't say again."""

    def succeed(self, former: "Component") -> None:
        """Take over what only components of its kind know, before `restore`."""

    def heard(self, extra: Mapping[str, Any]) -> None:
        """Take in what JSON attributes say of what is its own.

        Raises:
            PayloadError: it makes no sense; nothing of the message is taken in.
        """

    def watch(
        self,
        topic: str | None,
        template: str | None,
        take: Callable[[str], None],
        *,
        constants: tuple[tuple[str, float], ...] = (),
        takes_empty: bool = False,
    ) -> None:
        """Have `take` called with the value of every message on `topic`.

        A message without a value, or with an empty one unless `takes_empty`, says nothing about
        this entity. `constants` are what the template may use beside the message.
        """
        if topic is None:
            return
        value_of = value_template(template, constants)

        def on_message(message: Message) -> bool:
            value = value_of(message)
            if value is None or not (value or takes_empty):
                return False
            take(value)
            return True

        self._hear(topic, on_message)

    def watch_message(self, topic: str | None, take: Callable[[Message], None]) -> None:
        """Have `take` called with every message on `topic`."""
        if topic is None:
            return

        def on_message(message: Message) -> bool:
            take(message)
            return True

        self._hear(topic, on_message)

    def watch_attribute(
        self,
        topic: str | None,
        template: str | None,
        name: str,
        parse: Callable[[str], Any] = str,
    ) -> None:
        """Keep the attribute `name` as reported on `topic`."""
        if topic is None:
            return
        self.attributes.setdefault(name, None)

        def take(value: str) -> None:
            self.attributes[name] = None if value in NOTHING else parse(value)

        self.watch(topic, template, take)

    def to(
        self, topic: str | None, value: object, template: str | None = None, **variables: object
    ) -> Publish:
        """Return the message that says `value` on `topic`."""
        if topic is None:
            raise NoTopicError("the device announced no topic for this")
        payload = command_template(template)(value, **variables)
        raw = self._raw(payload, template)
        expiry = self.config.message_expiry_interval
        expires_s = expiry.in_s if expiry is not None else None
        return Publish(topic, payload, self.config.qos, self.config.retain, raw, expires_s)

    def decoded(self, message: Message) -> Message:
        """Return a message as UTF-8, whatever encoding the device uses."""
        return message if self.config.is_utf8 else message.decoded(self.config.encoding)

    def _raw(self, payload: str, template: str | None) -> bytes | None:
        """Return the bytes of a payload that is no UTF-8; a template may write them as b'...'."""
        if template is not None and payload[:2] in {"b'", 'b"'}:
            try:
                made = ast.literal_eval(payload)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                made = None
            if isinstance(made, bytes):
                return made
        if self.config.is_utf8:
            return None
        return payload.encode(self.config.encoding, "replace")

    def _hear(self, topic: str, watch: Watch) -> None:
        if self.config.is_utf8:
            self.watches.append((topic, watch))
        else:
            self.watches.append((topic, lambda message: watch(self.decoded(message))))

    def cannot(self, command: Command, state: State) -> UnsupportedCommand:
        """Return the error of a command that this device has no way to do."""
        reason = "the device announced no way to do this over MQTT"
        return UnsupportedCommand(state.entity_id, command.action, reason)

    def _watch_attributes(self, topic: str, template: str | None) -> None:
        value_of = value_template(template)
        told: set[str] = set()

        def take(message: Message) -> bool:
            text = value_of(message)
            if not text:
                return False
            own = message if template is None else Message(message.topic, text.encode())
            extra = own.json_object()
            self.heard(extra)
            for name in told - extra.keys():
                self.attributes.pop(name, None)
            told.clear()
            told.update(extra.keys() - self.capabilities.keys() - self.own_attributes - RESERVED)
            self.attributes.tell({name: extra[name] for name in told})
            return True

        self._hear(topic, take)


class Facts(dict[str, Any]):
    """Attributes that note in `told` which of them were set."""

    def __init__(self, told: set[str], known: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__(known)
        self._told = told

    def __setitem__(self, key: str, value: Any) -> None:
        """Set an attribute that was told."""
        super().__setitem__(key, value)
        self._told.add(key)

    def tell(self, values: Mapping[str, Any]) -> None:
        """Set attributes that were told."""
        super().update(values)
        self._told.update(values)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Set attributes that follow from what was known."""
        super().update(values)


def _described(config: EntityConfig) -> dict[str, Any]:
    keys = ("device_class", "icon", "entity_picture", "unit_of_measurement", "state_class")
    values = {key: getattr(config, key, None) for key in keys}
    return {key: value for key, value in values.items() if value is not None}


def state_of(value: str, states: Mapping[str, str]) -> str:
    """Return the state that a payload stands for.

    Raises:
        PayloadError: it stands for none.
    """
    if value in NOTHING:
        return UNKNOWN
    found = states.get(value)
    if found is None:
        raise PayloadError(f"expected one of {', '.join(map(repr, states))}, got {value[:80]!r}")
    return found


def payloads(pairs: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Return the table for `state_of`; JSON's true and false count as Python's."""
    table: dict[str, str] = {}
    for payload, state in pairs:
        if payload is None:
            continue
        table.setdefault(payload, state)
        if payload in {"True", "False"}:
            table.setdefault(payload.lower(), state)
    return table


def number(value: str) -> float:
    """Read a finite number, as int where it is whole.

    Raises:
        PayloadError: it is none.
    """
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise PayloadError(f"expected a number, got {value[:80]!r}")
    return int(found) if found.is_integer() and abs(found) < EXACT else found


def plain(value: float) -> str:
    """Write a number as devices like it: no ".0"."""
    return str(int(value)) if float(value).is_integer() else str(value)


def problem_in(error: ValidationError) -> str:
    """Say the first problem of a validation in one line: the key and what was expected."""
    first = error.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"]))
    return f"key {key!r}: {first['msg']}" if key else str(first["msg"])
