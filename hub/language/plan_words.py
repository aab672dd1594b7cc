"""A plan in words, for asking back."""

from collections.abc import Mapping

from hub.home.commands import Command
from hub.home.domains.assist_satellite import Announce, AskQuestion, StartConversation
from hub.home.ids import EntityId
from hub.home.plan import Steps

_UNITS = {
    "brightness_pct": " %", "percentage": " %", "position": " %", "temperature": "°",
    "color_temp_kelvin": " K",
}  # fmt: skip


# Codes are shown to nobody; "mute" says it all.
_UNSAID = frozenset({"is_volume_muted", "code"})


def in_words(steps: Steps, names: Mapping[EntityId, str]) -> str:
    """Return the steps as "turn off the Desk lamp and set the Heating to 21°"."""
    return " and ".join(
        step_in_words(step.command, ", ".join(f"the {names.get(t, t)}" for t in step.targets))
        for step in steps.steps
    )


def step_in_words(command: Command, who: str) -> str:
    """Return a command as "turn off the Desk lamp"; `who` is what it is for."""
    if isinstance(command, Announce | StartConversation | AskQuestion):
        return f"{_spoken(command)} through {who}"
    step = command.data().get("brightness_step_pct")
    if step is not None:
        return f"{'brighten' if step > 0 else 'dim'} {who}"
    values = values_in_words(command)
    if values:
        return f"set {who} to {' and '.join(values)}"
    verb = command.verb.replace("_cover", "").replace("_valve", "").replace("media_", "")
    return f"{verb.replace('_', ' ')} {who}"


def values_in_words(command: Command) -> list[str]:
    """Return what a command sets, each with its unit; nothing that is a secret."""
    data = command.data().items()
    return [_value(key, value) for key, value in data if key not in _UNSAID]


def _spoken(command: Announce | StartConversation | AskQuestion) -> str:
    if isinstance(command, Announce):
        return f"announce “{command.message}”" if command.message else f"play {command.media_id}"
    if isinstance(command, AskQuestion):
        return f"ask “{command.question or command.question_media_id}”"
    return f"ask “{command.start_message or command.start_media_id}”"


def _value(key: str, value: object) -> str:
    if key == "volume_level" and isinstance(value, int | float):
        return f"{round(value * 100)} %"
    shown = f"{value:g}" if isinstance(value, int | float) else str(value)
    return shown + _UNITS.get(key, "")
