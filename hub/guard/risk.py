"""What makes an act sensitive: the closed list of things a home must not do by mistake.

This is code, not policy: an edited policy file can decide about a risk, but not hide it.
"""

import re
from enum import StrEnum
from typing import assert_never

from hub.home.actions import DeviceCommand
from hub.home.domains import (
    climate,
    controls,
    cover,
    fan,
    household,
    light,
    lock,
    media_player,
    switch,
    vacuum,
    valve,
)
from hub.home.home import Home
from hub.home.ids import slugify
from hub.home.model import Entity

Words = frozenset[str]


class Risk(StrEnum):
    """Why an act is sensitive."""

    UNLOCK = "unlock"
    OPEN = "open"
    DISARM = "disarm"
    HEAT = "heat"
    WARM = "warm"
    FLOW = "flow"


IN_WORDS = {
    Risk.UNLOCK: "this unlocks a door",
    Risk.OPEN: "this opens a door, garage or gate",
    Risk.DISARM: "this can disarm an alarm",
    Risk.HEAT: "this switches on something that gets hot",
    Risk.WARM: "this turns up the heating",
    Risk.FLOW: "this lets water or gas flow",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Devices that carry such a word in their id, name or alias are what the word says. A name can
# only make the guard stricter. English, German, French, Spanish, Italian, Dutch; slug form.
HEATER_WORDS = _words(
    "heater heating heat radiator boiler furnace fireplace immersion sauna "
    "heizung heizlufter heizer heizkorper kamin chauffage radiateur chaudiere "
    "calefactor calefaccion caldera stufa riscaldamento kachel verwarming"
)
# Those of them that stand in a room and get hot; the others are what thermostats are called.
ROOM_HEATER_WORDS = _words("heater fireplace sauna heizlufter heizer kamin stufa calefactor kachel")
COOKER_WORDS = _words(
    "oven stove hob cooktop cooker hotplate grill iron fryer toaster kettle "
    "ofen backofen herd herdplatte kochfeld bugeleisen "
    "cuisiniere horno estufa forno fornello kookplaat fornuis strijkijzer"
)
DOOR_WORDS = _words(
    "door garage gate unlock opener latch strike tur haustur garagentor tor turoffner "
    "porte portail puerta porton porta cancello deur poort hek"
)
# A shade in front of them is a garage or a gate still: there, shutters are the doors.
GARAGE_WORDS = _words("garage gate")
# For switches and buttons: nobody knows which way they turn a lock.
LOCK_WORDS = _words("lock latch unlatch deadbolt schloss serrure cerradura serratura")
# What loosens is read from the id alone, which the registry keeps. Not closed yet: a device whose
# id says nothing, and that was sensitive only by its class or name, can announce another.
# "garage_light" is a lamp, "gate_bell" rings, "patio_door_blind" gives shade.
LAMP_WORDS = _words("light lamp bell doorbell chime camera licht lampe klingel lumiere luz luce")
NOT_A_DOOR = LAMP_WORDS | _words(
    "blind curtain shade shutter awning rollo rollladen jalousie vorhang store volet rideau "
    "persiana cortina tenda tapparella gordijn rolluik luifel"
)
# "child_lock" locks the keys of a device, "cooker_hood" hangs above the cooker.
NOT_A_LOCK = _words("child")
NOT_A_COOKER = LAMP_WORDS | _words("hood extractor dunstabzug dunstabzugshaube")
ALARM_WORDS = _words("alarm disarm siren burglar intruder alarmanlage alarme alarma allarme sirene")
# Words run together ("spaceheater", "Garagentür") count as the word they hold. The exceptions
# are everyday words that hold one by chance: "theater", "indoor", "motor", "temperatur", "clock".
_NO_TOR = r"[ai]|mo|ro|[aeiou][ck]|is|ribu|tu|cu|lu|men|ven|cap|dap|rap|ves|cas|pas"
_NO_TUR = (
    r"tempera|^na|arma|para|tasta|litera|signa|minia|klavia|karika|kul|ruk|tek|rek|lek|tex|mix|"
    r"^agen|inven|abi|parti|^kon|unk|frak"
)
_INSIDE = tuple(
    (re.compile(pattern), word)
    for word, pattern in (
        ("garage", r"garag|garaj"),
        ("gate", r"^gate(?!way)|(?<!navi)(?<!aggre)(?<!irri)(?<!dele)gate$|hek$|poort$"),
        ("gate", r"portail|cancello|torantrieb|^porton$"),
        ("gate", rf"^(?!.*(?:{_NO_TOR})tor$).*tor$"),
        ("door", r"(?<!^in)(?<!^out)door(?!bell|step|mat)"),
        ("door", rf"^(?!.*(?:{_NO_TUR})tur$).*tur$"),
        ("door", r"(?<!profon)(?<!^o)(?<!gran)deur$"),
        ("unlock", r"unlock|unlatch|opener|offner|entriegel"),
        ("lock", r"(?<!c|b|f)lock$|schloss"),
        ("heater", r"(?<!^t)(?<!^homet)(?<!^moviet)(?<!^amphit)heater|fireplace|sauna"),
        ("heizlufter", r"heizluft|heizdeck|heizstrahl|heizkissen|heizofen|heizlamp|heizpilz"),
        ("heizung", r"heiz(?!raum|keller|ungsraum|ungskeller)"),
        ("heating", r"boiler|furnace|radiat|chauffa|calefac|riscald|verwarm"),
        ("oven", r"(?<!^w)(?<!^pr)(?<!^c)(?<!beeth)(?<!^sl)oven|stove|kettle|cooker|toaster|fryer"),
        ("oven", r"kocher|kochfeld|kochplatte|herdplatte|hotplate|bouilloire|hervidor|bollitor"),
        ("oven", r"waterkoker|ofen$|grill$|(?<!p)herd$"),
        ("alarm", r"alarm|disarm"),
        ("lamp", r"(?:light|lamp|licht|lampe|leuchte|leuchtung|bell|klingel|camera|kamera)$"),
        ("hood", r"abzugshaube|cookerhood"),
    )
)
DOOR_CLASSES = frozenset({"door", "garage", "gate"})
SAVING_PRESETS = frozenset({"none", "eco", "away", "sleep"})


def risk_of(  # noqa: C901, PLR0912 -- one case a kind; mypy misses none
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
        case switch.TurnOn():
            risk = _of_control(entity, words, frozenset({"disarm"}))
        case switch.TurnOff():
            risk = Risk.DISARM if words & ALARM_WORDS else _of_entrance(entity, words)
        case switch.Toggle() | controls.Press() | controls.SelectOption():
            risk = _of_control(entity, words, ALARM_WORDS)
        case controls.SetNumber():
            risk = Risk.HEAT if words & (HEATER_WORDS | COOKER_WORDS) else None
        case (
            light.TurnOn()
            | light.Toggle()
            | fan.TurnOn()
            | fan.Toggle()
            | fan.SetPercentage()
            | fan.SetPresetMode()
        ):
            is_cooker = words & COOKER_WORDS and not _own(entity) & NOT_A_COOKER
            risk = Risk.HEAT if words & HEATER_WORDS or is_cooker else None
        case (
            lock.Lock()
            | cover.Close()
            | cover.Stop()
            | cover.SetTiltPosition()
            | valve.Close()
            | valve.Stop()
            | climate.TurnOff()
            | climate.SetFanMode()
            | climate.SetSwingMode()
            | climate.SetHumidity()
            | light.TurnOff()
            | fan.TurnOff()
            | fan.Oscillate()
            | fan.SetDirection()
            | vacuum.Start()
            | vacuum.Pause()
            | vacuum.Stop()
            | vacuum.ReturnToBase()
            | vacuum.Locate()
            | vacuum.CleanSpot()
            | vacuum.SetFanSpeed()
            | vacuum.SendCommand()
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
        ):
            pass
        case _:
            assert_never(command)
    return risk


def words_of(entity: Entity | None, home: Home) -> Words:
    """Return the words an entity goes by: in its id, name, aliases, and its device's name."""
    if entity is None:
        return frozenset()
    device = home.devices.get(entity.device_id) if entity.device_id is not None else None
    names = [entity.id.partition(".")[2], entity.name, *entity.aliases]
    if device is not None:
        names.append(device.name)
    return frozenset().union(*map(_split, names))


def _split(name: str) -> Words:
    plain = slugify(name).split("_")
    words = {*plain, *(word.removesuffix("s") for word in plain)}
    held = {word for pattern, word in _INSIDE if any(map(pattern.search, words))}
    return frozenset(words | held)


def _own(entity: Entity | None) -> Words:
    return _split(entity.id.partition(".")[2]) if entity is not None else frozenset()


def _is_door(entity: Entity | None, words: Words) -> bool:
    return entity is None or entity.device_class in DOOR_CLASSES or _is_called_door(entity, words)


def _is_called_door(entity: Entity | None, words: Words) -> bool:
    if words & GARAGE_WORDS:
        is_cover = entity is not None and entity.domain == "cover"
        return is_cover or not _own(entity) & LAMP_WORDS
    return bool(words & DOOR_WORDS) and not _own(entity) & NOT_A_DOOR


def _of_entrance(entity: Entity | None, words: Words) -> Risk | None:
    if words & LOCK_WORDS and not _own(entity) & NOT_A_LOCK:
        return Risk.UNLOCK
    return Risk.OPEN if _is_called_door(entity, words) else None


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
