"""Alarm panels."""

import hmac
from collections.abc import Mapping

from pydantic import JsonValue

from integrations.virtual.appliances import AlarmAttributes
from integrations.virtual.domains.base import UNKNOWN, Config, Script, Simulation, as_object
from integrations.virtual.issues import BadValueError

WITH_CODE = '{"action": {{ action | tojson }}, "code": {{ code | tojson }}}'
_STATES = {f"ARM_{name.upper()}": f"armed_{name}" for name in (
    "home", "away", "night", "vacation", "custom_bypass",
)}  # fmt: skip


class AlarmControlPanel(Simulation[AlarmAttributes]):
    """A panel that takes a moment to arm; one with a code looks at it itself."""

    def config(self) -> Config:
        """Announce both topics, how it can be armed, and whether it wants a code."""
        have = self.attributes
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "supported_features": [*have.arm_modes, "trigger"],
        }
        if have.code is not None:
            message |= {
                "code": "REMOTE_CODE" if have.code.isdigit() else "REMOTE_CODE_TEXT",
                "code_arm_required": have.code_arm_required,
                "code_trigger_required": False,
                "command_template": WITH_CODE,
            }
        return message

    def reports(self) -> dict[str, str]:
        """Report the state."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take an action, or an action with a code."""
        if channel:
            raise self.refuse(channel, "a command")
        action = self._checked(payload)
        if action == "TRIGGER":
            self.become("triggered")
            return None
        if action == "DISARM":
            return self._turn("disarming", "disarmed")
        if action.lower() in self.attributes.arm_modes:
            return self._turn("arming", _STATES[action])
        raise BadValueError(f"{self.entity.id} cannot obey this action")

    def _checked(self, payload: str) -> str:
        """Return the action of a command whose code is right; no error shows a code."""
        own = self.attributes.code
        if own is None:
            return payload
        try:
            command = as_object(payload)
        except BadValueError:
            raise BadValueError(f"{self.entity.id} expected JSON with an action") from None
        action, code = str(command.get("action")), str(command.get("code"))
        wants_none = action == "TRIGGER" or (
            action.startswith("ARM_") and not self.attributes.code_arm_required
        )
        if not wants_none and not hmac.compare_digest(code.encode(), own.encode()):
            raise BadValueError(f"{self.entity.id} was given a wrong code")
        return action

    def _turn(self, meanwhile: str, then: str) -> Script:
        if self.state != then:
            self.become(meanwhile)
            yield self.pace.arming_s
            self.become(then)

    def shown(self) -> Mapping[str, JsonValue]:
        """Show no code."""
        return {name: value for name, value in super().shown().items() if name != "code"}
