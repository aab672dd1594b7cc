"""Alarm panels (Home Assistant, MQTT alarm control panel)."""

import hmac
import time
from collections.abc import Callable, Iterable, Iterator

from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import alarm_control_panel as alarm
from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Text,
    TextList,
    Topic,
)
from integrations.mqtt.message import PayloadError, Publish

# The panel itself looks at the code: digits, or any text.
REMOTE = {"REMOTE_CODE": "number", "REMOTE_CODE_TEXT": "text"}
FEATURES = (
    "arm_home", "arm_away", "arm_night", "arm_vacation", "arm_custom_bypass", "trigger",
)  # fmt: skip

# Arming asks nobody; it must not be a way to find out the code.
FREE_TRIES = 5
PAUSE_S = 60.0


class AlarmConfig(EntityConfig):
    """Keys of an alarm panel."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic
    value_template: Template | None = None
    code: Text | None = Field(None, repr=False)
    code_arm_required: bool = True
    code_disarm_required: bool = True
    code_trigger_required: bool = True
    payload_arm_home: Payload = "ARM_HOME"
    payload_arm_away: Payload = "ARM_AWAY"
    payload_arm_night: Payload = "ARM_NIGHT"
    payload_arm_vacation: Payload = "ARM_VACATION"
    payload_arm_custom_bypass: Payload = "ARM_CUSTOM_BYPASS"
    payload_disarm: Payload = "DISARM"
    payload_trigger: Payload = "TRIGGER"
    supported_features: TextList = Field(list(FEATURES))


class AlarmControlPanel(Component):
    """A panel. A code of its own is looked at here; a remote one only by the panel."""

    domain = "alarm_control_panel"
    own_attributes = frozenset(alarm.Attributes.model_fields)
    config_type = AlarmConfig
    config: AlarmConfig

    def __init__(self, config: AlarmConfig) -> None:
        super().__init__(config)
        self.now: Callable[[], float] = time.monotonic
        self._wrong_tries = 0
        self._closed_until = 0.0
        self.capabilities["code_arm_required"] = config.code_arm_required
        if config.code is not None:
            self.capabilities |= {
                "code_format": _format_of(config.code),
                "code_disarm_required": config.code_disarm_required,
                "code_trigger_required": config.code_trigger_required,
            }
        if config.optimistic:
            self.assumes({"state"})
        self.watch(config.state_topic, config.value_template, self._take)

    def _take(self, value: str) -> None:
        if value in alarm.STATES:
            self.state = value
        elif value == "None":
            self.state = UNKNOWN
        elif value:
            known = ", ".join(alarm.STATES)
            raise PayloadError(f"expected one of {known}, got {value[:80]!r}")

    def offered(self) -> Iterable[str]:
        """Return how this panel can be armed, and that it can be disarmed."""
        features = self.config.supported_features
        yield from (f"alarm_{name}" for name in FEATURES if name in features)
        yield "alarm_disarm"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload; the template makes it of `action` and `code`."""
        if command.action not in self.actions:
            raise self.cannot(command, state)
        config, code = self.config, command.data().get("code")
        what = command.verb.removeprefix("alarm_")
        if getattr(config, f"code_{what.partition('_')[0]}_required"):
            self._check(code, command, state)
        action = getattr(config, f"payload_{what}")
        yield self.to(
            config.command_topic, action, config.command_template, action=action, code=code
        )

    def _check(self, code: str | None, command: Command, state: State) -> None:
        """Compare with the panel's own code.

        Raises:
            UnsupportedCommand: it is wrong, or there were too many wrong ones.
        """
        own = self.config.code
        if own is None or own in REMOTE:
            return
        now = self.now()
        if now < self._closed_until:
            wait = f"try again in {max(1, round(self._closed_until - now))} s"
            reason = f"too many wrong codes; {wait}"
            raise UnsupportedCommand(state.entity_id, command.action, reason)
        if hmac.compare_digest((code or "").encode(), own.encode()):
            self._wrong_tries = 0
            return
        self._wrong_tries += 1
        if self._wrong_tries >= FREE_TRIES:
            self._closed_until = now + PAUSE_S
        raise UnsupportedCommand(state.entity_id, command.action, "this is not the panel's code")

    def assume(self, command: Command, state: State) -> None:
        """Take the panel for armed or disarmed."""
        del state
        what = command.verb.removeprefix("alarm_")
        words = {"disarm": "disarmed", "trigger": "triggered"}
        self.state = words.get(what) or what.replace("arm", "armed", 1)


def _format_of(code: str) -> str:
    return REMOTE.get(code) or ("number" if code.isascii() and code.isdigit() else "text")
