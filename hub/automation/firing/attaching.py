"""The one door to triggers at work."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from hub.automation.firing.attachment import Attachment
from hub.automation.firing.calendars import CalendarWatch
from hub.automation.firing.devices import DeviceWatch, as_plain_trigger
from hub.automation.firing.errors import TriggerUnsupported
from hub.automation.firing.events import attach_event
from hub.automation.firing.incoming import attach_incoming
from hub.automation.firing.numeric import NumericWatch
from hub.automation.firing.places import attach_place
from hub.automation.firing.purposes import PurposeWatch, check_purpose
from hub.automation.firing.schedules import ScheduleWatch
from hub.automation.firing.state import StateWatch
from hub.automation.firing.templates import TemplateWatch
from hub.automation.firing.waits import Waits
from hub.automation.model import triggers as model
from hub.automation.model.rules import Misfire
from hub.automation.model.values import Template
from hub.automation.rendering import is_true
from hub.automation.world import Fire, World
from hub.home.home import Unsubscribe

_ON_RULE = Misfire()


def attach(  # noqa: PLR0913 -- each is a wish of its own
    trigger: model.AnyTrigger,
    world: World,
    *,
    key: str | None,
    variables: Mapping[str, Any],
    fire: Fire,
    waits: Waits | None = None,
    misfire: Misfire = _ON_RULE,
    missed: Callable[[datetime], None] | None = None,
    attached_at_start: bool = False,
) -> Unsubscribe:
    """Call `fire` whenever the trigger fires; returns what ends it.

    `key` names the trigger, the same after every restart (None: nothing of it is kept),
    `variables` are the rule's `trigger_variables`. What was due while the hub was off fires if
    `misfire` allows, else `missed` is told. `attached_at_start`: the hub has just started, so
    what was waited for goes on.

    Raises:
        TriggerUnsupported: this hub has no such trigger.
        HubError: a template in it failed.
    """
    at = Attachment(
        world=world, key=key, variables=variables, fire=fire, waits=waits,
        misfire=misfire, missed=missed, at_start=attached_at_start,
    )  # fmt: skip
    if not _is_enabled(trigger, at):
        return _nothing
    return _attach(trigger, at)


def check(trigger: model.AnyTrigger, world: World) -> list[str]:
    """Return why a trigger cannot be listened for, if so."""
    try:
        if isinstance(trigger, model.DeviceTrigger):
            as_plain_trigger(trigger, world.home)
        elif isinstance(trigger, model.PurposeTrigger):
            check_purpose(trigger)
    except TriggerUnsupported as error:
        return [str(error)]
    return []


def _is_enabled(trigger: model.AnyTrigger, at: Attachment) -> bool:
    if isinstance(trigger.enabled, Template):
        return is_true(at.world.templates.render(trigger.enabled, at.variables))
    return trigger.enabled


def _nothing() -> None:
    """End what never began."""


def _attach(trigger: model.AnyTrigger, at: Attachment) -> Unsubscribe:
    match trigger:
        case model.StateTrigger():
            return StateWatch(trigger, at).attach()
        case model.NumericStateTrigger():
            return NumericWatch(trigger, at).attach()
        case model.TimeTrigger() | model.TimePatternTrigger() | model.SunTrigger():
            return ScheduleWatch(trigger, at).attach()
        case model.TemplateTrigger():
            return TemplateWatch(trigger, at).attach()
        case model.CalendarTrigger():
            return CalendarWatch(trigger, at).attach()
        case _:
            return _attach_other(trigger, at)


def _attach_other(trigger: model.AnyTrigger, at: Attachment) -> Unsubscribe:
    match trigger:
        case model.ZoneTrigger() | model.GeoLocationTrigger() | model.DistanceTrigger():
            return attach_place(trigger, at)
        case model.MqttTrigger() | model.WebhookTrigger() | model.ConversationTrigger():
            return attach_incoming(trigger, at)
        case model.DeviceTrigger():
            return DeviceWatch(trigger, at).attach(_attach)
        case model.PurposeTrigger():
            return PurposeWatch(trigger, at).attach()
        case (
            model.EventTrigger()
            | model.HomeAssistantTrigger()
            | model.TagTrigger()
            | model.PersistentNotificationTrigger()
        ):
            return attach_event(trigger, at)
        case _:
            raise TriggerUnsupported(trigger.place, "no such trigger", "take another")
