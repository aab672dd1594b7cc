"""Locks."""

from collections.abc import Iterable, Iterator

from hub.home.commands import Command
from hub.home.domains.lock import Lock as LockIt
from hub.home.domains.lock import Open, Unlock
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, payloads, state_of
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Topic,
)
from integrations.mqtt.message import PayloadError, Publish
from integrations.mqtt.template_filters import matches


class LockConfig(EntityConfig):
    """Keys of a lock."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    payload_lock: Payload = "LOCK"
    payload_unlock: Payload = "UNLOCK"
    payload_open: Payload | None = None
    payload_reset: Payload = "None"
    state_locked: Payload = "LOCKED"
    state_unlocked: Payload = "UNLOCKED"
    state_locking: Payload = "LOCKING"
    state_unlocking: Payload = "UNLOCKING"
    state_open: Payload = "OPEN"
    state_opening: Payload = "OPENING"
    state_jammed: Payload = "JAMMED"
    code_format: str | None = None


class Lock(Component):
    """A lock."""

    domain = "lock"
    config_type = LockConfig
    config: LockConfig

    def __init__(self, config: LockConfig) -> None:
        super().__init__(config)
        names = ("locked", "unlocked", "locking", "unlocking", "open", "opening", "jammed")
        own = [(str(getattr(config, f"state_{name}")), name) for name in names]
        self._states = payloads([*own, (config.payload_reset, UNKNOWN)])
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        if config.code_format is not None:
            matches("", config.code_format)
            self.capabilities["code_format"] = config.code_format
        self.watch(config.state_topic, config.value_template, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _take(self, value: str) -> None:
        self.state = state_of(value, self._states)

    def offered(self) -> Iterable[str]:
        """Return what this lock does; it opens only if it says how."""
        can_open = self.config.payload_open is not None
        return ("lock", "unlock", "open") if can_open else ("lock", "unlock")

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload of the command; the template may use `code`."""
        config = self.config
        match command:
            case LockIt():
                payload, code = config.payload_lock, command.code
            case Unlock():
                payload, code = config.payload_unlock, command.code
            case Open() if config.payload_open is not None:
                payload, code = config.payload_open, command.code
            case _:
                raise self.cannot(command, state)
        if config.code_format is not None and not matches(
            code or "", rf"(?:{config.code_format})\Z"
        ):
            raise PayloadError(f"expected a code of the form {config.code_format!r}")
        yield self.to(config.command_topic, payload, config.command_template, code=code)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        del state
        self.state = {"lock": "locked", "unlock": "unlocked", "open": "open"}[command.verb]
