"""Bells, displays and firmware."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import JsonValue

from integrations.virtual.domains.base import UNKNOWN, Config, Script, Simulation
from integrations.virtual.gadgets import EventAttributes, TextAttributes, UpdateAttributes

# How far an installation has got, report by report.
_PROGRESS = (0, 30, 60, 90)


class Event(Simulation[EventAttributes]):
    """Something that happens and is over; poke it with an `event_type`."""

    _said: str | None = None

    def config(self) -> Config:
        """Announce the topic and what may happen."""
        kinds: list[JsonValue] = list(self.attributes.event_types)
        return {"state_topic": self.topic("event"), "event_types": kinds}

    def reports(self) -> dict[str, str]:
        """Report nothing: what happened is not so any more."""
        return {}

    def happened(self) -> dict[str, str]:
        """Tell what happened since this was asked last."""
        said, self._said = self._said, None
        return {} if said is None else {"event": json.dumps({"event_type": said})}

    def poke(self, state: str | None, attributes: Mapping[str, JsonValue]) -> None:
        """Change attributes; an `event_type` among them happens now."""
        super().poke(state, attributes)
        if attributes.get("event_type") is not None:
            self._said = self.attributes.event_type
            self.state = datetime.now(UTC).isoformat()

    def obey(self, channel: str, payload: str) -> None:
        """Refuse: nothing can be ordered to happen."""
        raise self.refuse(channel, payload)


class Text(Simulation[TextAttributes]):
    """A display."""

    def config(self) -> Config:
        """Announce both topics and the limits."""
        have = self.attributes
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "min": have.min,
            "max": have.max,
            "mode": have.mode,
        }
        return message | ({"pattern": have.pattern} if have.pattern is not None else {})

    def reports(self) -> dict[str, str]:
        """Report the text."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> None:
        """Take a text that fits."""
        if channel:
            raise self.refuse(channel, payload)
        self.become(payload)


class Update(Simulation[UpdateAttributes]):
    """Firmware that can be installed."""

    def config(self) -> Config:
        """Announce both topics, and what installs."""
        return {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "payload_install": "INSTALL",
        }

    def reports(self) -> dict[str, str]:
        """Report versions and progress as one JSON object."""
        names = ("installed_version", "latest_version", "in_progress", "title", "release_summary",
                 "release_url")  # fmt: skip
        known = self.attributes.known()
        told = {name: known[name] for name in names if name in known}
        told["update_percentage"] = known.get("update_percentage")
        return {"state": json.dumps(told)}

    def settle(self) -> None:
        """Derive the state from the versions."""
        have = self.attributes
        if not self.is_unknown:
            self.state = "on" if have.installed_version != have.latest_version else "off"

    def obey(self, channel: str, payload: str) -> Script:
        """Take INSTALL."""
        if channel or payload != "INSTALL":
            raise self.refuse(channel, payload)
        return self._install()

    def _install(self) -> Script:
        for percentage in _PROGRESS:
            self.change({"in_progress": True, "update_percentage": percentage})
            yield self.pace.step_s
        latest = self.attributes.latest_version
        self.change({"in_progress": False, "installed_version": latest})
        self.attributes = self.attributes.model_copy(update={"update_percentage": None})
        self.settle()
