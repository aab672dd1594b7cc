"""Alarm panels: armed in some way, disarmed, or triggered."""

from typing import ClassVar, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = (
    "disarmed", "armed_home", "armed_away", "armed_night", "armed_vacation",
    "armed_custom_bypass", "pending", "arming", "disarming", "triggered",
)  # fmt: skip


class Attributes(BaseModel):
    """What a panel reports. `code_format` is set where it wants a code, by its keypad.

    The last two are Lares' own: Home Assistant keeps them in the panel's configuration.
    """

    code_format: Literal["number", "text"] | None = None
    code_arm_required: bool = True
    code_disarm_required: bool = True
    code_trigger_required: bool = False
    changed_by: str | None = None


class _PanelCommand(Command):
    # The state asked for, its name in a reply, and the states on the way.
    wanted: ClassVar[str]
    on_the_way: ClassVar[frozenset[str]] = frozenset({"arming", "pending"})

    code: str | None = Field(None, repr=False)

    def expected(self, before: State) -> Expectation | None:
        """Expect the state asked for."""
        del before
        words = self.wanted.replace("_", " ")
        return Expectation(words, frozenset({self.wanted}), transient=self.on_the_way)


class _Arm(_PanelCommand):
    def problem(self, state: State) -> str | None:
        """Check that a code is given where the panel wants one."""
        if state.attributes.get("code_arm_required", True) is False:
            return None
        return _missing_code(self.code, state)


class ArmHome(_Arm):
    """Arm while people are at home."""

    wanted = "armed_home"
    action: Literal["alarm_control_panel.alarm_arm_home"] = "alarm_control_panel.alarm_arm_home"


class ArmAway(_Arm):
    """Arm while nobody is at home."""

    wanted = "armed_away"
    action: Literal["alarm_control_panel.alarm_arm_away"] = "alarm_control_panel.alarm_arm_away"


class ArmNight(_Arm):
    """Arm for the night."""

    wanted = "armed_night"
    action: Literal["alarm_control_panel.alarm_arm_night"] = "alarm_control_panel.alarm_arm_night"


class ArmVacation(_Arm):
    """Arm for a long time away."""

    wanted = "armed_vacation"
    action: Literal["alarm_control_panel.alarm_arm_vacation"] = (
        "alarm_control_panel.alarm_arm_vacation"
    )


class ArmCustomBypass(_Arm):
    """Arm without the sensors that the panel was told to leave out."""

    wanted = "armed_custom_bypass"
    action: Literal["alarm_control_panel.alarm_arm_custom_bypass"] = (
        "alarm_control_panel.alarm_arm_custom_bypass"
    )


class Disarm(_PanelCommand):
    """Disarm. Sensitive: the guard asks a person first."""

    wanted = "disarmed"
    on_the_way = frozenset({"disarming"})
    action: Literal["alarm_control_panel.alarm_disarm"] = "alarm_control_panel.alarm_disarm"

    def problem(self, state: State) -> str | None:
        """Check that a code is given where the panel wants one."""
        if state.attributes.get("code_disarm_required", True) is False:
            return None
        return _missing_code(self.code, state)


class Trigger(_PanelCommand):
    """Sound the alarm."""

    wanted = "triggered"
    action: Literal["alarm_control_panel.alarm_trigger"] = "alarm_control_panel.alarm_trigger"

    def problem(self, state: State) -> str | None:
        """Check that a code is given where the panel wants one even for this."""
        if state.attributes.get("code_trigger_required") is not True:
            return None
        return _missing_code(self.code, state)


def _missing_code(code: str | None, state: State) -> str | None:
    wants_code = state.attributes.get("code_format") is not None
    return "it wants its code" if wants_code and not code else None


AlarmCommand = ArmHome | ArmAway | ArmNight | ArmVacation | ArmCustomBypass | Disarm | Trigger
