"""Which words of a sentence allow which action, and which forbid it."""

import re

from hub.home.commands import Command
from hub.language.sentence import Sentence

_ON = {"on", "going", "start", "enable", "activate", "illuminate", "power", "run"}
_OFF = {"off", "out", "disable", "deactivate", "kill", "extinguish", "dark"}
_OPEN = {"open", "raise", "up", "lift", "unroll"}
_CLOSE = {"close", "shut", "lower", "down", "draw"}

_BRIGHTER = {"brighter", "brighten", "lighter"}
_DIMMER = {"dim", "dimmer", "darker", "darken"}

_NEEDED: dict[str, set[str]] = {
    "turn_on": _ON,
    "turn_off": _OFF,
    "toggle": {"toggle", "flip", "switch"},
    "open_cover": _OPEN,
    "close_cover": _CLOSE,
    "stop_cover": {"stop", "halt"},
    "open_valve": {"open", "on"},
    "close_valve": {"close", "shut", "off"},
    "stop_valve": {"stop", "halt"},
    "lock": {"lock", "secure", "bolt"},
    "unlock": {"unlock", "open", "unbolt"},
    "media_play": {"play", "resume", "continue", "unpause", "start"},
    "media_pause": {"pause", "hold"},
    "media_stop": {"stop", "halt"},
    "media_next_track": {"next", "skip"},
    "media_previous_track": {"previous", "last", "back"},
    "volume_up": {"louder", "up", "increase", "raise"},
    "volume_down": {"quieter", "down", "decrease", "lower", "softer"},
    "volume_mute": {"mute", "unmute", "silence"},
    "start": {"start", "clean", "vacuum", "run", "hoover", "begin", "on"},
    "pause": {"pause", "hold"},
    "stop": {"stop", "halt"},
    "return_to_base": {"dock", "home", "return", "base", "back"},
    "locate": {"locate", "find", "where"},
    "press": {"press", "push", "hit", "run", "start", "ring", "trigger"},
}

# Words that begin a wish.
_PARTICLES = {"on", "off", "up", "down", "out", "home"}
_GENERAL = {
    "turn", "switch", "set", "dim", "brighten", "make", "put", "change", "adjust", "warm",
    "cool", "heat", "shut",
}  # fmt: skip
VERB_WORDS = (frozenset[str]().union(*_NEEDED.values()) - _PARTICLES) | _GENERAL

# "light" as a wish, not as the name of a lamp.
_LIGHT_UP = re.compile(r"\b(?:(?:some|more|need)\s+light|light\s+up)\b")
# Words that rule an action out though another word allows it: "turn off the lamp on the desk",
# "close the open window", "lock the open door".
_EXCLUDED: dict[str, set[str]] = {
    "turn_on": {"off"},
    "open_cover": {"close", "shut"},
    "open_valve": {"close", "shut", "off"},
    "unlock": {"lock", "secure", "close", "shut"},
}


def verb_problem(command: Command, sentence: Sentence) -> str | None:
    """Say why the sentence does not ask for the command's action; None if it does."""
    opposite = opposite_problem(command, sentence)
    if opposite is not None:
        return opposite
    said = {*sentence.words, *sentence.stems}
    verb = command.verb.replace("_", " ")
    data = command.data()
    needed = _NEEDED.get(command.verb, set())
    if "brightness_step_pct" in data:
        if sentence.values:
            return "a brightness was said"
        needed = _BRIGHTER if data["brightness_step_pct"] > 0 else _DIMMER
    elif "is_volume_muted" in data:
        needed = {"mute", "silence"} if data["is_volume_muted"] else {"unmute"}
    elif data:  # a value that was said is wish enough: "floor lamp blue"
        needed = said - {"off"}
    is_light_wanted = needed is _ON and _LIGHT_UP.search(sentence.lower)
    return None if is_light_wanted or said & needed else f"nothing said means {verb}"


def opposite_problem(command: Command, sentence: Sentence) -> str | None:
    """Say whether the sentence asks for the opposite of the command's action; None if not."""
    said = {*sentence.words, *sentence.stems}
    if said & _EXCLUDED.get(command.verb, set()):
        return f"the opposite of {command.verb.replace('_', ' ')} was said"
    return None
