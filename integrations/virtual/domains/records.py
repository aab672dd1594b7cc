"""Lists, calendars and the weather, in the dialect of MQTT-EXTENSIONS.md."""

import json

from pydantic import JsonValue

from integrations.virtual.attributes import (
    CalendarAttributes,
    TodoAttributes,
    TodoItem,
    WeatherAttributes,
)
from integrations.virtual.domains.base import Config, Simulation, as_object, compact
from integrations.virtual.issues import BadValueError


class Todo(Simulation[TodoAttributes]):
    """A list; its state is how many items still need action."""

    def settle(self) -> None:
        """Count."""
        if self.state != "unavailable":
            open_items = [it for it in self.attributes.items if it.status == "needs_action"]
            self.become(str(len(open_items)))

    def config(self) -> Config:
        """Announce topics and commands."""
        return {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "commands": ["add_item", "update_item", "remove_item"],
        }

    def reports(self) -> dict[str, str]:
        """Report all items."""
        return {"state": json.dumps({"items": [_record(item) for item in self.attributes.items]})}

    def obey(self, channel: str, payload: str) -> None:
        """Take add_item, update_item or remove_item; items go by their summary."""
        wish = as_object(payload)
        name = wish.get("item")
        if channel or not isinstance(name, str):
            raise self.refuse(channel, payload)
        items: list[JsonValue] = [_record(item) for item in self.attributes.items]
        match wish.get("command"):
            case "add_item":
                extra = {k: v for k, v in wish.items() if k in ("due", "description")}
                items.append({"summary": name, "status": "needs_action", **extra})
            case "update_item":
                at = self._find(name)
                items[at] = {**_record(self.attributes.items[at]), **_update(wish)}
            case "remove_item":
                del items[self._find(name)]
            case _:
                raise self.refuse(channel, payload)
        self.change({"items": items})
        self.settle()

    def _find(self, name: str) -> int:
        """Find an item: exactly so first, then whatever the case of its letters."""
        names = [item.summary for item in self.attributes.items]
        if name in names:
            return names.index(name)
        folded = [known.casefold() for known in names]
        if name.casefold() in folded:
            return folded.index(name.casefold())
        raise BadValueError(f"{self.entity.id} has no item {name!r}")


class Weather(Simulation[WeatherAttributes]):
    """The weather; nobody can command it."""

    def config(self) -> Config:
        """Announce the state topic."""
        return {"state_topic": self.topic("state")}

    def reports(self) -> dict[str, str]:
        """Report condition and measurements."""
        have = self.attributes
        told = compact(
            condition=None if self.is_unknown else self.state,
            temperature=have.temperature,
            temperature_unit=have.temperature_unit,
            humidity=have.humidity,
            wind_speed=have.wind_speed,
            wind_speed_unit=have.wind_speed_unit,
        )
        return {"state": told}

    def obey(self, channel: str, payload: str) -> None:
        """Refuse: the weather takes no commands."""
        raise self.refuse(channel, payload)


class Calendar(Simulation[CalendarAttributes]):
    """A calendar."""

    def config(self) -> Config:
        """Announce topics and the one command."""
        return {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "commands": ["create_event"],
        }

    def reports(self) -> dict[str, str]:
        """Report all events."""
        events = [event.model_dump(exclude_none=True) for event in self.attributes.events]
        return {"state": json.dumps({"events": events})}

    def obey(self, channel: str, payload: str) -> None:
        """Take create_event."""
        wish = as_object(payload)
        if channel or wish.get("command") != "create_event":
            raise self.refuse(channel, payload)
        known = [event.model_dump(exclude_none=True) for event in self.attributes.events]
        self.change({"events": [*known, wish.get("event")]})


def _record(item: TodoItem) -> dict[str, JsonValue]:
    return item.model_dump(mode="json", exclude_none=True)


def _update(wish: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Give what an update_item changes."""
    changed = {k: v for k, v in wish.items() if k in ("status", "due", "description")}
    return changed | ({"summary": wish["rename"]} if wish.get("rename") is not None else {})
