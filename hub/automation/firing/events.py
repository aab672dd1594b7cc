"""Triggers on the hub's bus: events, tags, notifications, the start and the end of the hub."""

from collections.abc import Mapping
from typing import Any

from hub.automation.firing.attachment import Attachment, all_of
from hub.automation.firing.bus import bus_of
from hub.automation.model.triggers import (
    EventTrigger,
    HomeAssistantTrigger,
    PersistentNotificationTrigger,
    TagTrigger,
)
from hub.home.events import Fired
from hub.home.home import Unsubscribe

BusTrigger = EventTrigger | HomeAssistantTrigger | TagTrigger | PersistentNotificationTrigger
HUB_EVENTS = {"start": "homeassistant_started", "shutdown": "homeassistant_stop"}
TAG_SCANNED = "tag_scanned"
NOTIFICATION = "persistent_notification"


def attach_event(trigger: BusTrigger, at: Attachment) -> Unsubscribe:
    """Begin; returns what ends it."""
    bus = bus_of(at.world.home)
    match trigger:
        case EventTrigger():
            return _attach_events(trigger, at)
        case HomeAssistantTrigger(event=event):
            data = {
                "platform": "homeassistant", "event": event,
                "description": "Home Assistant starting" if event == "start"
                else "Home Assistant stopping",
            }  # fmt: skip
            return bus.listen(HUB_EVENTS[event], lambda fired: at.now_fire(data, fired.context))
        case TagTrigger():
            return bus.listen(TAG_SCANNED, lambda fired: _scanned(trigger, at, fired))
        case PersistentNotificationTrigger():
            return bus.listen(NOTIFICATION, lambda fired: _notified(trigger, at, fired))


def holds(wanted: object, found: object) -> bool:
    """Tell whether what an event says holds what is wanted; it may say more."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and holds(value, found[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list | tuple):
        if not isinstance(found, list | tuple):
            return False
        return all(any(holds(one, item) for one in wanted) for item in found)
    return bool(wanted == found)


def event_data(fired: Fired) -> dict[str, Any]:
    """Return an event as `trigger.event` has it."""
    return {
        "event_type": fired.event_type,
        "data": dict(fired.data),
        "origin": fired.origin,
        "time_fired": fired.at,
        "context": _context(fired),
    }


def _attach_events(trigger: EventTrigger, at: Attachment) -> Unsubscribe:
    tree = at.world.templates.tree
    types = [str(tree(one, at.variables)) for one in trigger.event_type]
    wanted = tree(dict(trigger.event_data), at.variables)
    context = tree(dict(trigger.context), at.variables)

    def hear(fired: Fired) -> None:
        if holds(wanted, fired.data) and _context_holds(context, _context(fired)):
            data = {
                "platform": "event",
                "event": event_data(fired),
                "description": f"event '{fired.event_type}'",
            }
            at.now_fire(data, fired.context)

    bus = bus_of(at.world.home)
    return all_of(*(bus.listen(one, hear) for one in dict.fromkeys(types)))


def _context_holds(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return all(
        found.get(key) in (value if isinstance(value, list | tuple) else (value,))
        for key, value in wanted.items()
    )


def _context(fired: Fired) -> dict[str, Any]:
    context = fired.context
    return {"id": context.id, "user_id": context.user_id, "parent_id": context.parent_id}


def _scanned(trigger: TagTrigger, at: Attachment, fired: Fired) -> None:
    if fired.data.get("tag_id") not in trigger.tag_id:
        return
    if trigger.device_id and fired.data.get("device_id") not in trigger.device_id:
        return
    data = {"platform": "tag", "event": event_data(fired), "description": "Tag scanned"}
    at.now_fire(data, fired.context)


def _notified(trigger: PersistentNotificationTrigger, at: Attachment, fired: Fired) -> None:
    notification = fired.data.get("notification", {})
    if fired.data.get("update_type") not in trigger.update_type:
        return
    if trigger.notification_id not in {None, notification.get("notification_id")}:
        return
    data = {
        "platform": "persistent_notification",
        "update_type": fired.data["update_type"],
        "notification": notification,
        "description": "persistent notification",
    }
    at.now_fire(data, fired.context)
