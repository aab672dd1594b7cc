"""What makes an act sensitive: the closed list of things a home must not do by mistake.

This is code, not policy: an edited policy file can decide about a risk, but not hide it.
"""

from enum import StrEnum
from typing import assert_never

from hub.guard.names import (
    ALARM_WORDS,
    COOKER_WORDS,
    DOOR_WORDS,
    GARAGE_WORDS,
    HEATER_WORDS,
    LAMP_WORDS,
    LOCK_WORDS,
    NOT_A_COOKER,
    NOT_A_DOOR,
    NOT_A_LOCK,
    ROOM_HEATER_WORDS,
    Words,
    own_words,
    words_of,
)
from hub.home.actions import DeviceCommand
from hub.home.domains import (
    alarm_control_panel,
    assist_satellite,
    automation,
    camera,
    climate,
    controls,
    counter,
    cover,
    fan,
    group,
    house,
    household,
    humidifier,
    inputs,
    lawn_mower,
    light,
    lock,
    media_player,
    notify,
    remote,
    scene,
    script,
    siren,
    switch,
    timer,
    update,
    vacuum,
    valve,
    water_heater,
)
from hub.home.home import Home
from hub.home.model import Entity


class Risk(StrEnum):
    """Why an act is sensitive."""

    UNLOCK = "unlock"
    OPEN = "open"
    DISARM = "disarm"
    HEAT = "heat"
    WARM = "warm"
    FLOW = "flow"
    FIRMWARE = "firmware"


IN_WORDS = {
    Risk.UNLOCK: "this unlocks a door",
    Risk.OPEN: "this opens a door, garage or gate",
    Risk.DISARM: "this can disarm an alarm",
    Risk.HEAT: "this switches on something that gets hot",
    Risk.WARM: "this turns up the heating",
    Risk.FLOW: "this lets water or gas flow",
    Risk.FIRMWARE: "this installs new firmware, which cannot be undone",
}


DOOR_CLASSES = frozenset({"door", "garage", "gate"})
SAVING_PRESETS = frozenset({"none", "eco", "away", "sleep"})
# Arming in another way weakens these, or silences an alarm.
ARMED_FULLY = frozenset({"armed_away", "armed_vacation"})
ALARMED = frozenset({"pending", "triggered"})
# zigbee2mqtt lists "stop" among the tones of some sirens.
STILL_TONES = frozenset({"stop", "off", "none", "mute", "silent", "silence"})


def risk_of(  # noqa: C901, PLR0912, PLR0915 -- one case a kind; mypy misses none
    command: DeviceCommand, entity: Entity | None, home: Home
) -> Risk | None:
    """Say which risk `command` is on `entity`, None if it is harmless.

    An entity that the home does not know is judged by the command alone.
    """
    words = words_of(entity, home)
    risk: Risk | None = None
    match command:
        case lock.Unlock() | lock.Open():
            risk = Risk.UNLOCK
        case cover.Open() | cover.Toggle():
            risk = Risk.OPEN if _is_door(entity, words) else None
        case cover.SetPosition():
            risk = Risk.OPEN if command.position > 0 and _is_door(entity, words) else None
        case valve.Open() | valve.Toggle():
            risk = Risk.FLOW
        case valve.SetPosition():
            risk = Risk.FLOW if command.position > 0 else None
        case climate.TurnOn():
            risk = _of_thermostat("heat", words)
        case climate.SetHvacMode() | climate.SetTemperature():
            risk = _of_thermostat(command.hvac_mode, words)
        case climate.SetPresetMode():
            saves = command.preset_mode.lower() in SAVING_PRESETS
            risk = Risk.HEAT if words & COOKER_WORDS else None if saves else Risk.WARM
        case water_heater.TurnOn() | water_heater.SetTemperature():
            risk = Risk.WARM
        case water_heater.SetOperationMode():
            saves = command.operation_mode.lower() in SAVING_PRESETS | {"off"}
            risk = None if saves else Risk.WARM
        case water_heater.SetAwayMode():
            risk = None if command.away_mode else Risk.WARM
        # A device that is being updated does nothing else, may come back otherwise, or not at all.
        case update.Install():
            risk = Risk.FIRMWARE
        case alarm_control_panel.Disarm() | siren.TurnOff() | siren.Toggle():
            risk = Risk.DISARM
        case siren.TurnOn():
            risk = _of_siren(command, entity, home)
        case (
            alarm_control_panel.ArmHome()
            | alarm_control_panel.ArmAway()
            | alarm_control_panel.ArmNight()
            | alarm_control_panel.ArmVacation()
            | alarm_control_panel.ArmCustomBypass()
        ):
            risk = _of_arming(command.wanted, entity, home)
        case switch.TurnOn() | inputs.TurnOn() | remote.TurnOn():
            risk = _of_control(entity, words, frozenset({"disarm"}))
        case switch.TurnOff() | inputs.TurnOff() | remote.TurnOff():
            risk = Risk.DISARM if words & ALARM_WORDS else _of_entrance(entity, words)
        case (
            switch.Toggle()
            | inputs.Toggle()
            | remote.Toggle()
            | controls.Press()
            | controls.SelectOption()
            | inputs.Press()
            | inputs.SelectOption()
            | inputs.SelectNext()
            | inputs.SelectPrevious()
            | inputs.SelectFirst()
            | inputs.SelectLast()
            | inputs.SetOptions()
            | inputs.SetText()
            | inputs.SetInputText()
            # What these do is not known here, only how they are called. Each act of a script or
            # an automation comes before the guard again, as an act of a rule.
            | scene.TurnOn()
            | script.TurnOn()
            | script.Toggle()
            | automation.Trigger()
        ):
            risk = _of_control(entity, words, ALARM_WORDS)
        case automation.TurnOff() | automation.Toggle() | script.TurnOff():
            risk = Risk.DISARM if words & ALARM_WORDS else None
        case controls.SetNumber() | inputs.SetNumber() | inputs.Increment() | inputs.Decrement():
            risk = Risk.HEAT if words & (HEATER_WORDS | COOKER_WORDS) else None
        case (
            light.TurnOn()
            | light.Toggle()
            | fan.TurnOn()
            | fan.Toggle()
            | fan.SetPercentage()
            | fan.IncreaseSpeed()
            | fan.SetPresetMode()
            | humidifier.TurnOn()
            | humidifier.Toggle()
            | humidifier.SetHumidity()
            | humidifier.SetMode()
        ):
            is_cooker = words & COOKER_WORDS and not own_words(entity) & NOT_A_COOKER
            risk = Risk.HEAT if words & HEATER_WORDS or is_cooker else None
        case (
            lock.Lock()
            | cover.Close()
            | cover.Stop()
            | cover.SetTiltPosition()
            | cover.OpenTilt()
            | cover.CloseTilt()
            | cover.StopTilt()
            | cover.ToggleTilt()
            | valve.Close()
            | valve.Stop()
            | climate.TurnOff()
            | climate.SetFanMode()
            | climate.SetSwingMode()
            | climate.SetSwingHorizontalMode()
            | climate.SetHumidity()
            | light.TurnOff()
            | fan.TurnOff()
            | fan.Oscillate()
            | fan.SetDirection()
            | fan.DecreaseSpeed()
            | vacuum.Start()
            | vacuum.Pause()
            | vacuum.Stop()
            | vacuum.ReturnToBase()
            | vacuum.Locate()
            | vacuum.CleanSpot()
            | vacuum.SetFanSpeed()
            | vacuum.SendCommand()
            | vacuum.CleanArea()
            # Messages are judged by the topic they go to (see `Guard`), words by nobody.
            | house.Publish()
            | house.Notify()
            | notify.SendMessage()
            | assist_satellite.Announce()
            | assist_satellite.StartConversation()
            | assist_satellite.AskQuestion()
            | house.CreateNotification()
            | house.DismissNotification()
            | house.DismissAllNotifications()
            | house.Tell()
            | house.Speak()
            | house.Log()
            | house.WriteLog()
            | house.Reload()
            | house.See()
            | household.AddItem()
            | household.UpdateItem()
            | household.RemoveItem()
            | household.CreateEvent()
            | media_player.TurnOn()
            | media_player.TurnOff()
            | media_player.Toggle()
            | media_player.MediaPlay()
            | media_player.MediaPause()
            | media_player.MediaPlayPause()
            | media_player.MediaStop()
            | media_player.PlayMedia()
            | media_player.MediaNextTrack()
            | media_player.MediaPreviousTrack()
            | media_player.VolumeSet()
            | media_player.VolumeUp()
            | media_player.VolumeDown()
            | media_player.VolumeMute()
            | media_player.SelectSource()
            | media_player.SelectSoundMode()
            | media_player.ShuffleSet()
            | media_player.RepeatSet()
            | media_player.MediaSeek()
            | automation.TurnOn()
            # Each act that a scene brings about comes before the guard, as an act of a rule.
            | scene.Apply()
            | scene.Create()
            | scene.Delete()
            | group.Set()
            | group.Remove()
            | timer.Start()
            | timer.Pause()
            | timer.Cancel()
            | timer.Finish()
            | timer.Change()
            | counter.Increment()
            | counter.Decrement()
            | counter.Reset()
            | counter.SetValue()
            | inputs.SetDatetime()
            | humidifier.TurnOff()
            | alarm_control_panel.Trigger()
            | lawn_mower.StartMowing()
            | lawn_mower.Pause()
            | lawn_mower.Dock()
            | lawn_mower.Stop()
            | water_heater.TurnOff()
            | camera.TurnOn()
            | camera.TurnOff()
            | update.Skip()
            | update.ClearSkipped()
        ):
            pass
        case _:
            assert_never(command)
    return risk


def worst_risk_of(entity: Entity, home: Home) -> Risk | None:
    """Return the worst risk that any command may be on `entity`: the first of `Risk`'s order."""
    commands: tuple[DeviceCommand, ...] = (
        lock.Unlock(), cover.Open(), valve.Open(), climate.TurnOn(), water_heater.TurnOn(),
        alarm_control_panel.Disarm(), switch.TurnOn(), switch.TurnOff(), light.TurnOn(),
        fan.TurnOn(), siren.TurnOff(), remote.TurnOn(), controls.Press(), humidifier.TurnOn(),
        controls.SetNumber(value=1), controls.SelectOption(option=""),
    )  # fmt: skip
    found = {
        risk_of(command, entity, home) for command in commands if command.domain == entity.domain
    }
    return next((risk for risk in Risk if risk in found), None)


def _is_door(entity: Entity | None, words: Words) -> bool:
    return entity is None or entity.device_class in DOOR_CLASSES or _is_called_door(entity, words)


def _is_called_door(entity: Entity | None, words: Words) -> bool:
    if words & GARAGE_WORDS:
        is_cover = entity is not None and entity.domain == "cover"
        return is_cover or not own_words(entity) & LAMP_WORDS
    return bool(words & DOOR_WORDS) and not own_words(entity) & NOT_A_DOOR


def _of_entrance(entity: Entity | None, words: Words) -> Risk | None:
    if words & LOCK_WORDS and not own_words(entity) & NOT_A_LOCK:
        return Risk.UNLOCK
    return Risk.OPEN if _is_called_door(entity, words) else None


def _of_arming(wanted: str, entity: Entity | None, home: Home) -> Risk | None:
    """Arming protects, unless less is armed than before. What a panel reports only tightens."""
    now = home.state(entity.id).state if entity is not None else "unknown"
    is_weaker = now in ARMED_FULLY and wanted not in ARMED_FULLY
    return Risk.DISARM if is_weaker or now in ALARMED else None


def _of_siren(command: siren.TurnOn, entity: Entity | None, home: Home) -> Risk | None:
    """Sounding is no risk, unless it is a way to silence: no tone, no volume, a near end."""
    is_still = command.volume_level == 0 or (command.tone or "").lower() in STILL_TONES
    is_sounding = entity is not None and home.state(entity.id).state == "on"
    is_lowered = command.volume_level is not None and command.volume_level < 1
    ends = command.duration is not None
    return Risk.DISARM if is_still or (is_sounding and (is_lowered or ends)) else None


def _of_thermostat(mode: str | None, words: Words) -> Risk | None:
    if mode in {"off", "cool", "dry", "fan_only"}:
        return None
    if words & COOKER_WORDS or (mode is not None and words & ROOM_HEATER_WORDS):
        return Risk.HEAT
    return Risk.WARM


def _of_control(entity: Entity | None, words: Words, alarm_words: Words) -> Risk | None:
    if words & (HEATER_WORDS | COOKER_WORDS):
        return Risk.HEAT
    if words & alarm_words:
        return Risk.DISARM
    return _of_entrance(entity, words)
