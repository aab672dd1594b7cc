"""English."""

import re

from hub.language.understanding.lexicon.colors import spoken_colors
from hub.language.understanding.lexicon.english_talk import RAMBLINGS, REMARKS, WISHES
from hub.language.understanding.lexicon.english_words import (
    ABSENT,
    COMMON,
    COUNTED,
    FILLERS,
    FRACTIONS,
    NUMBERS,
    VERBS,
)
from hub.language.understanding.lexicon.kinds import KINDS
from hub.language.understanding.lexicon.tables import Lexicon, Tag

_BE = ("is", "are", "were", "have been", "has been")
_BE_NOT = ("isn t", "aren t", "is not", "are not", "isn t yet", "aren t yet", "wasn t")
_OPPOSITES = {
    "on": "off", "off": "on", "open": "closed", "closed": "open", "locked": "unlocked",
    "unlocked": "locked",
}  # fmt: skip
_STILL = ("", "still ", "currently ", "left ", "already ", "now ", "still left ")
_STATES = {
    "on": "on|lit|burning|running|switched on|turned on",
    "off": "off|switched off|turned off",
    "open": "open|opened|up",
    "closed": "closed|shut|down",
    "locked": "locked",
    "unlocked": "unlocked|not locked",
    "playing": "playing|playing music|making noise",
    "paused": "paused",
}


def _states() -> dict[str, str]:
    """Return "that are still on", "left open", "whatever is playing" and so on."""
    found = {}
    for state, words in _STATES.items():
        ways = [
            f"{start} {be} {still}{word}"
            for word in words.split("|")
            for be in _BE
            for still in _STILL
            for start in ("that", "which")
        ]
        ways += [f"{still}{word}" for word in words.split("|") for still in ("still ", "left ",
                 "currently ", "still left ", "are still ", "is still ")]  # fmt: skip
        ways += [
            f"{start}{be} {word}"
            for word in _STATES.get(_OPPOSITES.get(state, ""), "").split("|")
            for be in _BE_NOT
            for start in ("that ", "which ", "")
            if word
        ]
        found[state] = "|".join(ways)
    found["on"] += "|lit"
    found["open"] += "|open|opened"
    found["closed"] += "|closed"
    found["locked"] += "|locked"
    found["unlocked"] += "|unlocked"
    found["playing"] += "|playing"
    return found


def _whatever() -> dict[str, str]:
    return {
        f"what:{state}": "|".join(
            f"{start} {be} {still}{word}"
            for word in words.split("|")
            for be in ("is",)
            for still in _STILL
            for start in ("whatever", "anything that", "everything that", "what", "all that")
        )
        for state, words in _STATES.items()
    }


def _whole_homes() -> str:
    """Return "in the villa", "the whole cottage" and so on."""
    homes = "villa|cottage|cabin|bungalow|condo|building|premises|property|apartment|flat|place"
    ways = ("in the {}", "in our {}", "in the whole {}", "in the entire {}", "the whole {}",
            "the entire {}", "throughout the {}", "across the {}", "around the {}")  # fmt: skip
    return "|".join(way.format(home) for home in homes.split("|") for way in ways)


_PHRASES: dict[Tag, dict[str, str]] = {
    Tag.VERB: VERBS,
    Tag.PARTICLE: {
        "on": "on",
        "off": "off",
        "out": "out",
        "clean": "out for a clean|out to clean|out for a spin|out for a run|out cleaning"
        "|off to clean|off cleaning|out to work|have a go|have a run|for a spin|on its rounds"
        "|do its thing",
        "up": "up|upward|upwards",
        "down": "down|downward|downwards",
        "open": "open",
        "closed": "closed|shut",
        "locked": "locked",
        "unlocked": "unlocked",
        "home": "home|back home|to base|back to base|to its base|to the base|back to its base"
        "|to the dock|to its dock|back to the dock|back to its dock|to its charger|to the charger"
        "|back to the charger|back to its charger|to its charging station|back to the base"
        "|to the charging station",
        "is on": "is on|are on|is switched on|are switched on|is turned on|are turned on",
        "is off": "is off|are off|is switched off|are switched off|is turned off|are turned off",
        "is locked": "is locked|are locked|is all locked|are all locked",
        "is closed": "is closed|are closed|is shut|are shut|are all closed|are all shut",
        "is open": "is open|are open",
    },
    Tag.EVERYTHING: {
        "what": "everything|everything else|every thing|all of it|all else|anything else"
        "|all things|the lot|all devices|every device"
        "|all the devices|the whole lot|all of the devices",
        "where": "in each room|across every room|across all rooms|in each and every room"
        "|around every room|of every room|of all rooms|all over|house wide|everywhere"
        "|every where|in the whole house|in the entire house|in all the house"
        "|throughout the house|around the house|in every room|in all rooms|in all the rooms"
        "|throughout the home|in the whole home|in the house|in my house|in our house"
        "|across the house|all over the house|all over the place|in the whole place"
        "|in the whole apartment|in the apartment|in the flat|in the whole flat|around the home"
        "|all around the house|all through the house|through the whole house|of the house"
        "|whole house|entire house|the whole house|the entire house|house wide"
        f"|{_whole_homes()}",
        **_whatever(),
        "playing": "anything that plays music|everything that plays music|all the music",
    },
    Tag.EXCEPT: {
        "except": "except|except for|except from|but|but not|other than|apart from|aside from"
        "|besides|excluding|save for|with the exception of|leaving out|not counting|minus"
        "|except not|everything but|but leave|but keep|leaving|not including|all but"
        "|but don t touch|but do not touch|but don t turn off"
        "|but do not turn off|but leave on|while leaving|while keeping|but not for|other then",
    },
    Tag.OTHER: {"other": "other|others|remaining|rest of|the rest of|other ones|rest"},
    Tag.QUANT: {
        "all": "all|all of|every|each|any|every single|every one of|each of|whole|entire"
        "|every last|each and every|one and all|whatever|whichever",
        "both": "both|both of",
    },
    Tag.STATE: _states(),
    Tag.PRONOUN: {
        "it": "it|that|this|that one|this one|that thing|the same|the same one",
        "one": "one|ones",
        "them": "them|those|these|they|those ones|these ones|em|all of them|both of them",
    },
    Tag.HERE: {
        "here": "in the room|the room|my room|our room|in my room|in our room|of this room|here"
        "|in here|in this room|this room|around here|over here|where i am|this place"
        "|right here",
        "there": "in there|over there|out there|up there|down there",
    },
    Tag.PROPERTY: {
        "brightness": "brightness|brightness level|light level|luminosity|dimmer|as bright|bright",
        "volume": "loud|volume|loudness|sound|sound level|volume level|sound volume|audio",
        "temperature": "temperature|temp|target temperature|temperature setting|setpoint"
        "|set point|thermostat setting",
        "color": "color|colour|hue|colored|coloured|colors|colours",
        "kelvin": "color temperature|colour temperature|white temperature|color temp",
        "speed": "speed|fan speed|suction|power level|suction power",
        "position": "position",
        "tilt": "tilt|slats|slat angle|slat|tilt position",
        "humidity": "humidity|humidity level|target humidity",
        "source": "source|input|channel|source input",
        "oscillation": "oscillation|oscillating|swing|rotation",
        "direction": "direction",
        "shuffle": "shuffle|shuffle mode",
        "repeat": "repeat|repeat mode",
        "track": "song|track|tune|episode|number one|title",
        "music": "music|playback|media|tunes",
        "preset": "preset",
        "level": "level|intensity|strength",
    },
    Tag.LEVEL: {
        "max": "max out|max|maximum|full|fully|full blast|full power|all the way|completely|the max"
        "|highest|brightest|loudest|maxed out|full on|as high as possible|the maximum|full whack"
        "|the highest setting|its highest setting|full brightness|full volume|as bright as possible"
        "|entirely|max brightness|maximum brightness|maximum volume|max volume|the fullest",
        "min": "min|minimum|lowest|dimmest|quietest|the minimum|the lowest|the lowest setting"
        "|its lowest setting|as low as possible|minimum brightness",
        "50": "half|halfway|half way|half open|half closed|midway|one half|half brightness"
        "|half power|half volume|halfway open|halfway closed|half shut|half-way",
        "25": "quarter|a quarter|one quarter",
        "75": "three quarters|three quarter",
        "33": "third|a third|one third",
        "67": "two thirds|two third",
    },
    Tag.SPEED: {
        "low": "low|slow|low speed|low setting|speed low|slowest",
        "medium": "medium|mid|middle|medium speed|medium setting|moderate|normal speed",
        "high": "high|fast|high speed|high setting|fastest|full speed",
    },
    Tag.COLOR: spoken_colors(),
    Tag.WHITE: {
        "1900": "candle light|candlelight|candle|candle white",
        "2700": "warm white|warm white light|soft white|incandescent|warm|cosy white|cozy white"
        "|warm light|soft light|cosy|cozy",
        "4000": "cold light|cold white light|cool white light|neutral white|natural white"
        "|neutral|bright white|cool white|cold white|cool|cold|cool light",
        "6500": "daylight|day light|daylight white|ice white",
    },
    Tag.CHANGE: {
        "brightness+": "brighter|lighter|more light|more bright|brighter light",
        "brightness-": "darker|dimmer|less bright|less light|more dim",
        "temperature+": "warmer white|a warmer white|warmer light"
        "|warmer|hotter|more heat|less cold|toastier|toasty",
        "temperature-": "cooler white|a cooler white|cooler light|colder white"
        "|cooler|colder|chillier|less hot|less warm|less heat",
        "volume+": "louder|more volume",
        "volume-": "quieter|softer|less loud|more quiet|less noisy|less volume",
        "speed+": "faster|quicker|stronger|harder",
        "speed-": "slower|gentler|weaker",
        "any+": "higher|more|increased",
        "any-": "less|reduced",
    },
    Tag.DEGREE: {
        "small": "a bit|bit|a little|little|slightly|a touch|touch|a notch|notch|a tad|tad"
        "|a smidge|a hair|somewhat|one notch|a wee bit|a little bit|just a bit|a step|one step"
        "|gently|a couple of notches|a smidgen|a fraction|a shade",
        "large": "a lot|lot|much|way|a great deal|considerably|significantly|far|lots|loads"
        "|a whole lot|quite a bit|quite a lot|very|really|two notches|a good bit",
    },
    Tag.FACTOR: {
        "2": "twice as|double|two times as|double the|twice the|twice",
        "0.5": "half as|halve|half the|cut in half|halve the|half of what it is|half what it is"
        "|half of what it is now|half what it is now|half of what it was|half as much",
    },
    Tag.MODE: {
        "heat": "heat|heating|heat mode|heating mode",
        "cool": "cooling|cool mode|cooling mode|cold mode",
        "auto": "auto|automatic|auto mode",
        "dry": "dry|drying|dehumidify|dry mode",
        "fan_only": "fan only|fan mode|only fan|ventilation only",
        "heat_cool": "heat cool|heat and cool|heat slash cool",
        "eco": "eco|economy|energy saving|energy saver",
        "away": "away|vacation|holiday",
        "boost": "boost|turbo",
        "sleep": "sleep|sleeping",
        "comfort": "comfort",
        "home": "at home",
        "none": "no preset|none",
        "forward": "forward|forwards|summer",
        "reverse": "reverse|backward|backwards|winter",
        "quiet": "quiet|silent",
    },
    Tag.MODE_WORD: {"mode": "mode|preset|program|programme|option|profile|effect"},
    Tag.PREP: {
        "in": "in|inside|of|near|from|for|over|above|under|beside|behind|next to|around|with|into"
        "|within|onto|through|along|throughout|beneath|below|across|as|located in|using|via"
    },
    Tag.BY: {"by": "by"},
    Tag.TO: {"to": "to|at|until it is|til"},
    Tag.ARTICLE: {"the": "the|a|an|my|our|your|his|her|their|some|its|ya|da|thee"},
    Tag.FILLER: {"": FILLERS},
    Tag.JOINT: {"and": "and|as well as|plus|also|&|along with|together with|followed by"},
    Tag.STOP: {"then": "then|and then|after that|afterwards|and also|next up|while you re at it"},
    Tag.ABSENT: {"": ABSENT},
    Tag.NOT: {
        "not": "don t|dont|do not|never|not|no need to|nobody|stop me|shouldn t|don t you|without"
    },
}

_KIND_WORDS = {
    "light": "light|lighting|lites|lite|overhead light|room light|illumination|ligth|ligths",
    "lamp": "lamp|bulb|light bulb|lightbulb",
    "switch": "switch|socket|outlet|plug|power outlet|smart plug|power socket|wall plug",
    "fan": "fan|ventilator|ventilation",
    "cover": "cover|window cover|window covering",
    "blind": "blind|shade|shutter|roller blind|roller shutter|roller shade|window blind|venetian"
    "|venetian blind|window shade|roller",
    "curtain": "curtain|drape|drapery",
    "awning": "awning|sunshade|canopy",
    "garage": "garage|garage door",
    "gate": "gate",
    "door": "door",
    "window": "window|skylight",
    "lock": "lock|deadbolt|door lock|dead bolt|smart lock",
    "climate": "thermostat|climate|climate control|hvac",
    "heating": "heating|heat|heater|radiator|central heating|room heater",
    "ac": "ac|a c|aircon|air con|air conditioning|air conditioner|air condition|aircondition"
    "|cooling|airconditioning|air conditioner unit",
    "player": "player|media player|media|receiver|sound system|amp|amplifier",
    "tv": "tv|telly|television|tele|t v|television set|tv set|tellie",
    "speaker": "speaker|loudspeaker|stereo|soundbar|hifi|hi fi|smart speaker|sound bar",
    "radio": "radio",
    "vacuum": "vacuum|robot|hoover|roomba|vacuum cleaner|robot vacuum|cleaner|robot cleaner"
    "|robo vac|robovac|vac|vacuum robot|cleaning robot|robot vacuum cleaner",
    "mower": "mower|lawn mower|lawnmower|robot mower|mowing robot|robotic mower",
    "humidifier": "humidifier",
    "dehumidifier": "dehumidifier",
    "siren": "siren",
    "alarm": "alarm|alarm system|security system|burglar alarm|house alarm|security alarm|security",
    "water_heater": "water heater|boiler|hot water|hot water heater|hot water tank",
    "valve": "valve|tap|faucet|water valve|water tap|main water|water supply|water main|water",
    "sprinkler": "sprinkler|irrigation|sprinkler system",
    "button": "button",
    "number": "number|setting",
    "select": "selector",
    "scene": "scene|ambience|ambiance|mood",
    "script": "script|routine|sequence",
    "todo": "list|to do list|todo list|shopping list|grocery list",
}
_PARTICLES = {
    "on": "on", "off": "off", "out": "off", "up": "up", "down": "down", "open": "open",
    "closed": "close", "locked": "lock", "unlocked": "unlock", "home": "dock",
    "in": "retract", "clean": "clean",
}  # fmt: skip


def stem(word: str) -> str:
    """Return a noun without the ending of its plural or possessive."""
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" stays
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):  # noqa: PLR2004
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word[:-1]
    return word


_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "pct": "%", "percents": "%", "percentage": "%",
    "°": "deg", "degree": "deg", "degrees": "deg", "° c": "C", "° f": "F", "c": "C", "f": "F",
    "celsius": "C", "centigrade": "C", "fahrenheit": "F", "degrees celsius": "C",
    "degree celsius": "C", "degrees c": "C", "degrees f": "F", "degrees fahrenheit": "F",
    "degrees centigrade": "C", "deg": "deg", "k": "K", "kelvin": "K", "kelvins": "K",
    "° celsius": "C", "° fahrenheit": "F", "notches": "notch", "notch": "notch", "steps": "notch",
    "points": "%", "degree fahrenheit": "F", "deg c": "C", "deg f": "F",
}  # fmt: skip

_FIRST_ONLY = (
    "lock light heat cool warm dim vacuum hoover clean sweep mop open shut close mute play pause"
    " stop run start cut secure up lower raise reduce boost drop water press push hit ring tap"
    " shuffle repeat next previous chill silence resume skip toggle latch bolt hold find dock"
    " darken end draw soften hush quiet arm add continue freeze back last boot"
)

_OUTDOORS = frozenset(
    ["garden", "patio", "terrace", "balcony", "outside", "outdoor", "yard", "backyard", "porch",
     "deck", "driveway", "veranda", "lawn", "exterior", "pool"]
)  # fmt: skip

ENGLISH = Lexicon(
    language="en",
    phrases=_PHRASES,
    kinds=KINDS,
    kind_words=_KIND_WORDS,
    numbers=NUMBERS,
    fractions=FRACTIONS,
    counted=COUNTED,
    units=_UNITS,
    stem=stem,
    common=COMMON,
    first_only=frozenset(_FIRST_ONLY.split()),
    general=frozenset({"do", "ensure"}),
    particle_senses=_PARTICLES,
    contracted=dict.fromkeys(("it", "that", "there", "what", "who", "he", "she", "where", "how",
                              "here", "everything", "whatever", "one"), "is") | {"let": "s"},
    floors={
        "upstairs": (1, 2, 3), "downstairs": (0,), "ground floor": (0,), "first floor": (1,),
        "second floor": (2,), "third floor": (3,), "basement": (-1,), "cellar": (-1,),
    },
    regions={"outside": _OUTDOORS, "outdoors": _OUTDOORS, "out back": _OUTDOORS,
             "out front": _OUTDOORS},
    refusals={
        "negated": re.compile(
            r"\b(?:don'?t|do not|never|no need to|stop me|nobody|should ?n[o']t|must ?n[o']t"
            r"|rather not|please not)\b"
        ),
    },
    wishes=WISHES,
    ramblings=RAMBLINGS,
    remarks=REMARKS,
)  # fmt: skip
