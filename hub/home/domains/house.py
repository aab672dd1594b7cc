"""What is asked of the house itself, not of one of its entities: messages, words, log lines."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hub.home.commands import Command

LONGEST_MESSAGE = 4_000
LONGEST_PAYLOAD = 256_000


def as_text(value: object) -> object:
    """Write what a template made a number of as the text it was."""
    return str(value) if isinstance(value, int | float) else value


def _as_written(value: object) -> object:
    """Write what a template made of a payload as the template wrote it; nothing is empty."""
    return "" if value is None else str(value)


Text = Annotated[str, BeforeValidator(as_text), Field(max_length=LONGEST_MESSAGE)]


class Publish(Command):
    """Publish a message over MQTT; nothing tells whether anybody heeds it."""

    is_idempotent = False
    is_for_house = True
    action: Literal["mqtt.publish"] = "mqtt.publish"
    topic: Annotated[str, Field(min_length=1, max_length=65535)]
    payload: Annotated[str, BeforeValidator(_as_written), Field(max_length=LONGEST_PAYLOAD)] = ""
    qos: Annotated[int, Field(ge=0, le=2)] = 0
    retain: bool = False
    evaluate_payload: bool = False


class Notify(Command):
    """Tell people something: `notify.<name>` for any name. `service` is that name."""

    is_idempotent = False
    is_for_house = True
    is_done_at_once = True
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    action: Literal["notify.notify"] = "notify.notify"
    message: Text
    title: Text | None = None
    target: str | list[str] | None = None
    extra: Annotated[dict[str, Any] | None, Field(alias="data")] = None
    service: str = "notify"


class CreateNotification(Command):
    """Show a notification until somebody dismisses it; one of the same id is replaced."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["persistent_notification.create"] = "persistent_notification.create"
    message: Text
    title: Text | None = None
    notification_id: Text | None = None


class DismissNotification(Command):
    """Dismiss a notification; one that is gone is no error."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["persistent_notification.dismiss"] = "persistent_notification.dismiss"
    notification_id: Text


class DismissAllNotifications(Command):
    """Dismiss all notifications."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["persistent_notification.dismiss_all"] = "persistent_notification.dismiss_all"


class Tell(Command):
    """Tell the one who made the rule, else all who live here (Lares' own)."""

    is_idempotent = False
    is_for_house = True
    is_done_at_once = True
    action: Literal["lares.tell"] = "lares.tell"
    message: Text


def _as_list(value: object) -> object:
    return [one.strip() for one in value.split(",")] if isinstance(value, str) else value


class Speak(Command):
    """Have a text spoken on media players; `options`: the `voice`. Nothing is cached."""

    is_idempotent = False
    is_for_house = True
    action: Literal["tts.speak"] = "tts.speak"
    message: Annotated[
        str, Field(min_length=1, max_length=LONGEST_MESSAGE), BeforeValidator(as_text)
    ]
    media_player_entity_id: Annotated[
        list[str], Field(min_length=1, max_length=100), BeforeValidator(_as_list)
    ]
    cache: bool | None = None
    language: Annotated[str, Field(max_length=64)] | None = None
    options: dict[str, Any] | None = None


class Log(Command):
    """Write an entry into the logbook."""

    is_idempotent = False
    is_for_house = True
    is_done_at_once = True
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    action: Literal["logbook.log"] = "logbook.log"
    name: Text
    message: Text
    entity_id: str | None = None
    of_domain: Annotated[str | None, Field(alias="domain")] = None


class WriteLog(Command):
    """Write a line into the hub's log; `logger` stands in it, and is none of the hub's own."""

    is_idempotent = False
    is_for_house = True
    is_done_at_once = True
    action: Literal["system_log.write"] = "system_log.write"
    message: Text
    level: Literal["debug", "info", "warning", "error", "critical"] = "error"
    logger: Annotated[str | None, Field(max_length=255)] = None


class Reload(Command):
    """Read the rule files again."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["homeassistant.reload_all"] = "homeassistant.reload_all"


class See(Command):
    """Tell where a device was seen: at a position, by a name, or on the house's network.

    Degrees, metres, percent; `consider_home` in seconds.
    """

    is_for_house = True
    is_done_at_once = True
    action: Literal["device_tracker.see"] = "device_tracker.see"
    mac: Annotated[str, Field(max_length=64)] | None = None
    dev_id: Text | None = None
    host_name: Text | None = None
    location_name: Text | None = None
    gps: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    gps_accuracy: Annotated[float, Field(ge=0)] | None = None
    battery: Annotated[int, Field(ge=0, le=100)] | None = None
    attributes: dict[str, Any] | None = None
    source_type: str | None = None
    consider_home: Annotated[float, Field(ge=0)] | None = None
    battery_status: Text | None = None

    @model_validator(mode="after")
    def _names_a_device(self) -> Self:
        if self.mac is None and self.dev_id is None:
            raise ValueError("it needs 'dev_id' or 'mac'")
        return self


class HouseAttributes(BaseModel):
    """The house itself has no state."""


HouseCommand = (
    Publish
    | Notify
    | CreateNotification
    | DismissNotification
    | DismissAllNotifications
    | Tell
    | Speak
    | Log
    | WriteLog
    | Reload
    | See
)
