"""Updates of a device's firmware: which version it has, which there is, and how far it got."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import orjson
from pydantic import Field, ValidationError, field_validator

from hub.home.commands import Command
from hub.home.domains import update
from hub.home.model import State
from integrations.mqtt.component import NOTHING, Component, problem_in
from integrations.mqtt.config import (
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Text,
    Topic,
    Typed,
)
from integrations.mqtt.message import PayloadError, Publish

# Home Assistant's longest summary.
LONGEST_SUMMARY = 255


class UpdateConfig(EntityConfig):
    """Keys of an update."""

    state_topic: Topic | None = None
    value_template: Template | None = None
    latest_version_topic: Topic | None = None
    latest_version_template: Template | None = None
    command_topic: CommandTopic | None = None
    payload_install: Payload | None = None
    title: Text | None = None
    release_summary: Text | None = None
    release_url: Text | None = None
    display_precision: Annotated[int, Field(ge=0, le=10)] = 0


class _Report(Typed):
    """What a state may say besides a bare version (Home Assistant, MQTT update)."""

    installed_version: Text | None = None
    latest_version: Text | None = None
    title: Text | None = None
    release_summary: Text | None = None
    release_url: Text | None = None
    entity_picture: Text | None = None
    update_percentage: Annotated[float, Field(ge=0, le=100)] | None = None
    in_progress: bool | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _nothing_is_null(cls, value: Any) -> Any:
        return None if isinstance(value, str) and value in NOTHING else value


class Update(Component):
    """An update."""

    domain = "update"
    config_type = UpdateConfig
    config: UpdateConfig

    def __init__(self, config: UpdateConfig) -> None:
        super().__init__(config)
        self.capabilities |= {"auto_update": False, "display_precision": config.display_precision}
        known = ("title", "release_summary", "release_url")
        self.attributes.fill(
            {
                "installed_version": None, "latest_version": None, "skipped_version": None,
                "in_progress": False, "update_percentage": None,
                **{name: getattr(config, name) for name in known},
            }
        )  # fmt: skip
        self._shorten()
        self.watch(config.state_topic, config.value_template, self._take)
        self.watch(config.latest_version_topic, config.latest_version_template, self._take_latest)

    def offered(self) -> Iterable[str]:
        """Return what can be done about it."""
        config = self.config
        can_install = config.command_topic is not None and config.payload_install is not None
        return ("install", "skip", "clear_skipped") if can_install else ("skip", "clear_skipped")

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload that installs; what is skipped, only the hub knows."""
        match command:
            case update.Install(version=None) if not command.backup:
                yield self.to(self.config.command_topic, self.config.payload_install)
            case update.Skip() | update.ClearSkipped():
                pass
            case _:
                raise self.cannot(command, state)

    def is_settled_by(self, command: Command) -> bool:
        """Tell whether the command is one that the device does not hear of."""
        return not isinstance(command, update.Install)

    def assume(self, command: Command, state: State) -> None:
        """Note what is skipped."""
        del state
        is_skip = isinstance(command, update.Skip)
        self.attributes["skipped_version"] = self.attributes["latest_version"] if is_skip else None
        self._settle()

    def recall(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Know which version is to be left out."""
        del state
        self.attributes.fill({"skipped_version": attributes.get("skipped_version")})

    def restore(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Go on from what was known; what the announcement says anew counts."""
        announced = {
            name: value
            for name in ("title", "release_summary", "release_url", "entity_picture")
            if (value := getattr(self.config, name)) is not None
        }
        super().restore(state, {**attributes, **announced})
        self._shorten()

    def _take(self, value: str) -> None:
        text = value.strip()
        if text in NOTHING or text == "{}":
            return
        said = _said(text)
        values = said.model_dump(exclude_unset=True)
        if "update_percentage" in values:
            values.setdefault("in_progress", values["update_percentage"] is not None)
        if "in_progress" in values:
            values["in_progress"] = bool(values["in_progress"])
            if not values["in_progress"]:
                values["update_percentage"] = None
        percentage = values.get("update_percentage")
        if percentage is not None and percentage.is_integer():
            values["update_percentage"] = int(percentage)
        self.attributes.tell(values)
        self._shorten()
        self._settle()

    def _take_latest(self, value: str) -> None:
        if value in NOTHING:
            return
        self.attributes["latest_version"] = value
        self._settle()

    def _settle(self) -> None:
        installed, latest, skipped = (
            self.attributes[f"{name}_version"] for name in ("installed", "latest", "skipped")
        )
        if skipped is not None and skipped == installed:
            self.attributes["skipped_version"] = skipped = None
        self.state = update.offer(installed, latest, skipped)

    def _shorten(self) -> None:
        summary = self.attributes["release_summary"]
        if summary is not None:
            self.attributes.fill({"release_summary": summary[:LONGEST_SUMMARY]})


def _said(text: str) -> _Report:
    """Read a state: a JSON object, or the installed version alone."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        return _Report(installed_version=text)
    try:
        return _Report.model_validate(found)
    except ValidationError as error:
        raise PayloadError(problem_in(error)) from None
