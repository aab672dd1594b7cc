"""What a device is, read from its names: a heater, a cooker, a door, a lock, an alarm."""

import re
from functools import lru_cache

from hub.home.home import Home
from hub.home.ids import slugify
from hub.home.model import Entity

Words = frozenset[str]


def _words(text: str) -> Words:
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
# What loosens is read from the id alone, which the registry keeps. A device that announces another
# name or class stays what it was called before (`Entity.former`).
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


def words_of(entity: Entity | None, home: Home) -> Words:
    """Return the words an entity goes by, or went by before: id, names, and its device's name."""
    if entity is None:
        return frozenset()
    device = home.devices.get(entity.device_id) if entity.device_id is not None else None
    names = [entity.id.partition(".")[2], entity.name, *entity.aliases, *entity.former]
    if device is not None:
        names.append(device.name)
    return frozenset().union(*map(split, names))


@lru_cache(maxsize=8192)
def split(name: str) -> Words:
    """Return the words of a name, and those that hide inside longer ones."""
    plain = slugify(name).split("_")
    words = {*plain, *(word.removesuffix("s") for word in plain)}
    held = {word for pattern, word in _INSIDE if any(map(pattern.search, words))}
    return frozenset(words | held)


def own_words(entity: Entity | None) -> Words:
    """Return the words of the id alone, which the registry keeps."""
    return split(entity.id.partition(".")[2]) if entity is not None else frozenset()
