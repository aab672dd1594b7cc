"""Locks and alarm panels."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    AlarmControlPanelCommand,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelEntityState,
    AlarmControlPanelInfo,
    LockCommand,
    LockEntityState,
    LockInfo,
    LockState,
)

from hub.home.commands import Command
from hub.home.domains import alarm_control_panel as alarm
from hub.home.domains import lock
from hub.home.model import UNKNOWN, State
from integrations.esphome.kinds.kind import Kind, Reading, word


class Lock(Kind[LockInfo, LockEntityState]):
    """A lock."""

    domain = "lock"

    def verbs(self) -> Iterable[str]:
        """Return what this lock does."""
        yield from ("lock", "unlock")
        if self.info.supports_open:
            yield "open"

    def capabilities(self) -> dict[str, Any]:
        """Return what a code has to look like, if it wants one."""
        found = super().capabilities()
        if self.info.requires_code:
            found["code_format"] = self.info.code_format or "^.+$"
        return found

    def read(self, state: LockEntityState) -> Reading:
        """Return its state, in the home's words."""
        if state.state in {None, LockState.NONE}:
            return Reading(UNKNOWN)
        return Reading(word(state.state) or UNKNOWN)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Lock, unlock, or open."""
        match command:
            case lock.Lock():
                asked = LockCommand.LOCK
            case lock.Unlock():
                asked = LockCommand.UNLOCK
            case lock.Open() if self.info.supports_open:
                asked = LockCommand.OPEN
            case _:
                raise self.cannot(command)
        del before
        client.lock_command(command=asked, code=command.code, **self.address())


ARMS: dict[str, tuple[AlarmControlPanelCommand, AlarmControlPanelEntityFeature]] = {
    "alarm_arm_home": (
        AlarmControlPanelCommand.ARM_HOME, AlarmControlPanelEntityFeature.ARM_HOME),
    "alarm_arm_away": (
        AlarmControlPanelCommand.ARM_AWAY, AlarmControlPanelEntityFeature.ARM_AWAY),
    "alarm_arm_night": (
        AlarmControlPanelCommand.ARM_NIGHT, AlarmControlPanelEntityFeature.ARM_NIGHT),
    "alarm_arm_vacation": (
        AlarmControlPanelCommand.ARM_VACATION, AlarmControlPanelEntityFeature.ARM_VACATION),
    "alarm_arm_custom_bypass": (
        AlarmControlPanelCommand.ARM_CUSTOM_BYPASS,
        AlarmControlPanelEntityFeature.ARM_CUSTOM_BYPASS),
    "alarm_trigger": (
        AlarmControlPanelCommand.TRIGGER, AlarmControlPanelEntityFeature.TRIGGER),
}  # fmt: skip


class AlarmPanel(Kind[AlarmControlPanelInfo, AlarmControlPanelEntityState]):
    """An alarm panel."""

    domain = "alarm_control_panel"

    def verbs(self) -> Iterable[str]:
        """Return the ways to arm that this panel knows."""
        yield "alarm_disarm"
        for verb, (_, feature) in ARMS.items():
            if self.info.supported_features & feature:
                yield verb

    def capabilities(self) -> dict[str, Any]:
        """Return whether it wants a code, and when."""
        needs = {"code_arm_required": self.info.requires_code_to_arm}
        return {**needs, "code_format": "number"} if self.info.requires_code else needs

    def read(self, state: AlarmControlPanelEntityState) -> Reading:
        """Return its state, in the home's words."""
        return Reading(word(state.state) or UNKNOWN)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Arm, disarm, or sound it."""
        del before
        if not isinstance(command, alarm.AlarmCommand) or command.verb not in self.verbs():
            raise self.cannot(command)
        asked = AlarmControlPanelCommand.DISARM
        if command.verb in ARMS:
            asked = ARMS[command.verb][0]
        client.alarm_control_panel_command(command=asked, code=command.code, **self.address())
