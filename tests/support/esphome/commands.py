"""What a device does with the API's commands: the fields that a command sets become its state."""

from typing import Any

LOCK_STATES = {0: 2, 1: 1, 2: 7}  # LockCommand to LockState
ALARM_STATES = {0: 0, 1: 2, 2: 1, 3: 3, 4: 4, 5: 5, 6: 9}  # to AlarmControlPanelState
MEDIA_STATES = {0: 2, 1: 3, 2: 1, 12: 6, 13: 5}  # MediaPlayerCommand to MediaPlayerState


def obey(device: Any, command: Any) -> None:
    """Carry a command out, and report the new state."""
    kind = type(command).__name__.removesuffix("CommandRequest")
    state = device.states.get((kind, command.device_id, command.key))
    if state is None:
        return
    special = SPECIAL.get(kind)
    if special is not None:
        special(state, command)
    else:
        _take_over(state, command)
    device.says(state)


def _take_over(state: Any, command: Any) -> None:
    """Set every field that the command says it sets."""
    fields = state.DESCRIPTOR.fields_by_name
    for name in command.DESCRIPTOR.fields_by_name:
        flag = f"has_{name}"
        if name in {"key", "device_id"} or name not in fields:
            continue
        if flag not in command.DESCRIPTOR.fields_by_name or getattr(command, flag):
            setattr(state, name, getattr(command, name))


def _lock(state: Any, command: Any) -> None:
    state.state = LOCK_STATES[command.command]


def _alarm(state: Any, command: Any) -> None:
    state.state = ALARM_STATES[command.command]


def _open(state: Any, command: Any) -> None:
    state.current_operation = 0
    if not command.stop:
        if command.has_position:
            state.position = command.position
        if getattr(command, "has_tilt", False):
            state.tilt = command.tilt


def _light(state: Any, command: Any) -> None:
    _take_over(state, command)
    if command.has_rgb:
        state.red, state.green, state.blue = command.red, command.green, command.blue


def _climate(state: Any, command: Any) -> None:
    _take_over(state, command)
    if command.has_preset:
        state.custom_preset = ""
    if command.has_fan_mode:
        state.custom_fan_mode = ""


def _play(state: Any, command: Any) -> None:
    if command.has_volume:
        state.volume = command.volume
    if command.has_media_url:
        state.state = 2
    if command.has_command:
        state.muted = {3: True, 4: False}.get(command.command, state.muted)
        step = {6: 0.1, 7: -0.1}.get(command.command, 0.0)
        state.volume = max(0.0, min(1.0, state.volume + step))
        state.state = MEDIA_STATES.get(command.command, state.state)
        if command.command == 5:
            state.state = 3 if state.state == 2 else 2


def _heat_water(state: Any, command: Any) -> None:
    fields = command.has_fields
    if fields & 1:
        state.mode = command.mode
    if fields & 2:
        state.target_temperature = command.target_temperature
    for bit, field in ((1, 64), (2, 32)):
        if fields & field:
            state.state = state.state & ~bit | command.state & bit


def _update(state: Any, command: Any) -> None:
    if command.command == 1:
        state.in_progress = True


SPECIAL: dict[str, Any] = {
    "Lock": _lock,
    "AlarmControlPanel": _alarm,
    "Cover": _open,
    "Valve": _open,
    "Light": _light,
    "Climate": _climate,
    "MediaPlayer": _play,
    "WaterHeater": _heat_water,
    "Update": _update,
}
