"""Switches and sirens."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import SirenInfo, SirenState, SwitchInfo, SwitchState

from hub.home.commands import Command
from hub.home.domains import siren as sirens
from hub.home.domains.on_off import SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State
from integrations.esphome.kinds.kind import Kind, Reading

VERBS = ("turn_on", "turn_off", "toggle")


class Switch(Kind[SwitchInfo, SwitchState]):
    """A switch."""

    domain = "switch"

    def verbs(self) -> Iterable[str]:
        """Return what switches do."""
        return VERBS

    def read(self, state: SwitchState) -> Reading:
        """Return on or off."""
        return Reading("on" if state.state else "off")

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Switch."""
        is_on = wanted(command, before)
        if is_on is None:
            raise self.cannot(command)
        client.switch_command(state=is_on, **self.address())


class Siren(Kind[SirenInfo, SirenState]):
    """A siren."""

    domain = "siren"

    def verbs(self) -> Iterable[str]:
        """Return what sirens do."""
        return VERBS

    def capabilities(self) -> dict[str, Any]:
        """Return the tones."""
        return {"available_tones": list(self.info.tones)} if self.info.tones else {}

    def read(self, state: SirenState) -> Reading:
        """Return on or off."""
        return Reading("on" if state.state else "off")

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Howl or be still."""
        is_on = wanted(command, before)
        if is_on is None:
            raise self.cannot(command)
        tone = volume = duration = None
        if isinstance(command, sirens.TurnOn):
            tone = command.tone
            volume = command.volume_level if self.info.supports_volume else None
            duration = command.duration if self.info.supports_duration else None
        client.siren_command(
            state=is_on, tone=tone, volume=volume, duration=duration, **self.address()
        )


def wanted(command: Command, before: State) -> bool | None:
    """Return whether a command asks for on; None if it asks for something else."""
    match command:
        case SwitchOn():
            return True
        case SwitchOff():
            return False
        case SwitchOver():
            return before.state != "on"
        case _:
            return None
