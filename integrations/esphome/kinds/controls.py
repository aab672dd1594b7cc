"""Numbers, selects, buttons, texts and updates."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    ButtonInfo,
    EntityState,
    NumberInfo,
    NumberState,
    SelectInfo,
    SelectState,
    TextInfo,
    TextState,
    UpdateCommand,
    UpdateInfo,
    UpdateState,
)

from hub.home.commands import Command
from hub.home.domains import controls, inputs, update
from hub.home.model import UNKNOWN, State
from integrations.esphome.kinds.kind import Kind, Reading, plain, word


class Number(Kind[NumberInfo, NumberState]):
    """A number to set."""

    domain = "number"

    def verbs(self) -> Iterable[str]:
        """Return what numbers do."""
        return ("set_value",)

    def capabilities(self) -> dict[str, Any]:
        """Return limits, step, unit, and how it wants to be shown."""
        info = self.info
        unit = {"unit_of_measurement": info.unit_of_measurement} if info.unit_of_measurement else {}
        limits = {"min": info.min_value, "max": info.max_value, "step": info.step}
        return {**limits, "mode": word(info.mode) or "auto", **unit}

    def read(self, state: NumberState) -> Reading:
        """Return the number."""
        return Reading(UNKNOWN if state.missing_state else plain(state.state))

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Set it."""
        if not isinstance(command, controls.SetNumber):
            return super().send(client, command, before)
        return client.number_command(state=command.value, **self.address())


class Select(Kind[SelectInfo, SelectState]):
    """One of several options."""

    domain = "select"

    def verbs(self) -> Iterable[str]:
        """Return what selects do."""
        return ("select_option",)

    def capabilities(self) -> dict[str, Any]:
        """Return the options."""
        return {"options": list(self.info.options)}

    def read(self, state: SelectState) -> Reading:
        """Return the option."""
        return Reading(UNKNOWN if state.missing_state else state.state)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Choose it."""
        if not isinstance(command, controls.SelectOption):
            return super().send(client, command, before)
        return client.select_command(state=command.option, **self.address())


class Button(Kind[ButtonInfo, EntityState]):
    """A button to press."""

    domain = "button"
    has_state = False

    def verbs(self) -> Iterable[str]:
        """Return what buttons do."""
        return ("press",)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Press it."""
        if not isinstance(command, controls.Press):
            return super().send(client, command, before)
        return client.button_command(**self.address())


class Text(Kind[TextInfo, TextState]):
    """A text to set."""

    domain = "text"

    def verbs(self) -> Iterable[str]:
        """Return what texts do."""
        return ("set_value",)

    def capabilities(self) -> dict[str, Any]:
        """Return the lengths, and what it has to look like."""
        info = self.info
        pattern = {"pattern": info.pattern} if info.pattern else {}
        lengths = {"min": info.min_length, "max": info.max_length}
        return {**lengths, "mode": word(info.mode) or "text", **pattern}

    def read(self, state: TextState) -> Reading:
        """Return the text."""
        return Reading(UNKNOWN if state.missing_state else state.state)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Set it."""
        if not isinstance(command, inputs.SetText):
            return super().send(client, command, before)
        return client.text_command(state=command.value, **self.address())


class Update(Kind[UpdateInfo, UpdateState]):
    """The firmware's update."""

    domain = "update"

    def verbs(self) -> Iterable[str]:
        """Return what updates do."""
        return ("install",)

    def read(self, state: UpdateState) -> Reading:
        """Return whether there is a newer version, and both."""
        if state.missing_state:
            return Reading(UNKNOWN)
        is_newer = state.latest_version not in {"", state.current_version}
        attributes: dict[str, Any] = {
            "installed_version": state.current_version,
            "latest_version": state.latest_version,
            "in_progress": state.in_progress,
            "title": state.title or None,
            "release_summary": state.release_summary or None,
            "release_url": state.release_url or None,
        }
        if state.has_progress and state.in_progress:
            attributes["update_percentage"] = round(state.progress)
        return Reading("on" if is_newer else "off", attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Install it."""
        if not isinstance(command, update.Install):
            return super().send(client, command, before)
        return client.update_command(command=UpdateCommand.INSTALL, **self.address())
