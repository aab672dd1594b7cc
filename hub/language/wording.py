"""What sentences look like in each language: politeness, questions, joints, and times."""

import re

_POLITE_START = re.compile(
    r"^(?:(?:hey|hi|ok|okay|hello|hallo|salut|hola|ciao)\s+)?lares\b[\s,:!.]*"
    r"|^(?:please|um+|uh+|so|well|okay|ok|alright|hey|right|bitte|por favor|per favore"
    r"|s'il te plaît|s'il vous plaît|alsjeblieft)\b[\s,]+"
    r"|^(?:can|could|would|will) you (?:please )?(?:just )?"
    r"|^(?:i want you to|i'd like you to|i would like you to|i need you to|go ahead and|let's)\s+",
    re.IGNORECASE,
)
_POLITE_END = re.compile(
    r"[\s,]+(?:please|thanks|thank you|for me|right now|now|will you|would you|could you|bitte"
    r"|danke|por favor|gracias|per favore|grazie|s'il te plaît|s'il vous plaît|merci"
    r"|alsjeblieft|dank je)$",
    re.IGNORECASE,
)
_ASKS_TO_DO = re.compile(
    r"^\W*(?:hey\s+\w+\W+)?(?:please|can|could|would|will|kannst|könntest|kannste|würdest|können"
    r"|könnten|peux|peut|pourrais|pourriez|puedes|podrías|puede|podría|puoi|potresti|può|kun|kan"
    r"|zou|wil|mag|mogen|tu peux|tu pourrais|vous pouvez|vous pourriez|est-ce que tu peux)\b",
    re.IGNORECASE,
)
# Dutch and German wishes without a subject: "de lamp uitdoen?"
_INFINITIVE_END = re.compile(
    r"^(?!\W*(?:wie|wat|waar|hoe|welke?|is|zijn|staa\w+|kun je zien|was|wer|wo|sind|ist)\b).*"
    r"(?:zetten|doen|schakelen|maken|draaien|openen|sluiten|schalten|machen|schließen)\W*\?$",
    re.IGNORECASE,
)
_JOINTS: dict[str, str] = {
    "en": "and then|and also|and|then|plus",
    "de": "und dann|und|dann",
    "fr": "et puis|et|puis",
    "es": "y luego|y|luego",
    "it": "e poi|e|poi",
    "nl": "en dan|en|dan",
}
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "all",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "mon",
        "ma",
        "mes",
        "el",
        "los",
        "las",
        "mi",
        "mis",
        "il",
        "lo",
        "i",
        "gli",
        "mio",
        "mia",
        "de",
        "het",
        "een",
        "mijn",
    ]
)
_UNITS = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?"
_NUMBER = r"(?:\d+|an?|half an?|one|two|three|four|five|ten|fifteen|twenty|thirty|few|couple of)"
_LATER = re.compile(
    rf"\b(?:in|after|for|within) (?:a )?{_NUMBER} (?:{_UNITS})\b"
    rf"|\b(?:every|each) (?:\d+ )?(?:{_UNITS}|morning|evening|night|weekday|weekend|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday)\b"
    r"|\bat (?:\d{1,2}[:.]\d\d|\d{1,2} ?(?:am|pm|a\.m|p\.m|o'?clock)|noon|midnight|sunset|sunrise"
    r"|dawn|dusk|bedtime|night|seven|eight|nine|ten|eleven|twelve)\b"
    r"|\b(?:when|whenever|if|unless|until|once|as soon as) "
    r"|\b(?:tomorrow|tonight|later|before bed|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b(?:in|after|nach|für|dans|pendant|en|durante|tra|fra|per|over|na) \d+ (?:sekunden?"
    r"|minuten?"
    r"|stunden?|secondes?|minutes?|heures?|segundos?|minutos?|horas?|secondi|minuti|ore|uur)\b"
    r"|\b(?:um|à|a las|alle|om) \d{1,2}(?:[:h.]\d\d)? ?(?:uhr|heures?|h|uur)?$"
    r"|\b(?:morgen|demain|mañana|domani) ",
    re.IGNORECASE,
)
# "at 7" is a time, unless something is set to a level.
_AT_HOUR = re.compile(r"\bat \d{1,2}$", re.IGNORECASE)
_LEVELS = re.compile(
    r"\b(?:set|put|keep|make|volume|temperature|heating|thermostat|brightness|speed|dim|to|lights?"
    r"|lamps?|heat|warm|cool)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:what|which|who|where|when|why|how|is|are|was|were|did|does|do|has|have|am|tell me|any"
    r"|was|wer|wo|wann|warum|wie|wie[vf]iel\w*|welch\w*|ist|sind|hat|haben|gibt es|wird|werden"
    r"|wurden?|steht|stehen|befinde\w*|halten|hält|läuft|laufen|sag mir|weißt du"
    r"|quel\w*|qui|où|quand|pourquoi|comment|combien|est|sont|y a|a-t-|donne[sz]?[ -]moi"
    r"|dis[ -]moi|est-ce|qu'est-ce|certain\w*"
    r"|qué|cuál\w*|quién\w*|dónde|cuándo|cómo|cuánt\w*|está|están|hay|es|son|dime|tiene|se"
    r"|che|cosa|quale|quali|qual|chi|dove|dov|quando|perché|come|com|quant\w*|è|sono|ci sono|c'è"
    r"|dimmi"
    r"|wat|welke?|wie|waar|wanneer|waarom|hoe\w*|zijn|staat|staan|wordt|worden|zit|zitten|heeft"
    r"|hebben|vertel me|draait|detecte\w*|registre\w*|neemt|nemen|trilt|trillen|ligt|liggen"
    r"|maakt|met hoe|voor (?:welke?|hoe)|status)(?:\b|(?<=-))",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:then |also |please )*(?:turn|switch|open|close|shut|lock|unlock|set|dim|brighten|start"
    r"|stop|pause|play|mute|unmute|make|put|add|raise|lower|toggle|activate|run|press|send|change"
    r"|vacuum|clean|resume|skip|increase|decrease|don't|do not|never|leave|keep)\b",
    re.IGNORECASE,
)
_ONE_THING = re.compile(
    r"\b(?:light|lamp|bulb|fan|blind|curtain|shade|shutter|awning|window|gate|door|lock)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:all|every|each|any|both|everywhere|whole|entire|lights|lamps|fans|blinds|curtains"
    r"|shades|shutters|awnings|windows|gates|locks|doors|light up)\b",
    re.IGNORECASE,
)


def base_language(language: str) -> str:
    """Return the language without its region: "en-GB" is "en"."""
    return language.replace("_", "-").partition("-")[0].lower() or "en"


def without_courtesies(text: str) -> str:
    """Return `text` without "hey Lares", "please" and "thank you"."""
    said = " ".join(text.split()).strip(" .!,;")
    for _ in range(4):
        shorter = _POLITE_END.sub("", _POLITE_START.sub("", said)).strip(" .!,;")
        if shorter == said or not shorter:
            break
        said = shorter
    return said


def without_greeting(text: str) -> str:
    """Return `text` without "hey Lares" and "please" before it; its end stays as it was said."""
    said = " ".join(text.split())
    for _ in range(4):
        shorter = _POLITE_START.sub("", said).lstrip(" .!,;")
        if shorter == said or not shorter:
            break
        said = shorter
    return said


def parts(text: str, language: str) -> list[str]:
    """Split a sentence where the language joins clauses: at commas and its words for "and"."""
    words = _JOINTS.get(language, _JOINTS["en"])
    found = re.split(rf"\s*[,;]\s*(?:(?:{words})\s+)?|\s+(?:{words})\s+", text, flags=re.IGNORECASE)
    return [part.strip() for part in found if part and part.strip()]


def without_joint(text: str, language: str) -> str:
    """Return a sentence without an "and" that joins it to nothing before it."""
    words = _JOINTS.get(base_language(language), _JOINTS["en"])
    said = re.sub(rf"^\s*(?:(?:{words})[\s,]+)+", "", text, flags=re.IGNORECASE)
    return said if said.strip(" .,;!?") else text


def is_question(text: str) -> bool:
    """Tell whether a sentence asks about something, rather than for something to be done."""
    if _ASKS_TO_DO.match(text) or _INFINITIVE_END.search(text):
        return False
    return text.rstrip().endswith("?") or bool(_QUESTION.match(text.strip()))


def says_when(text: str) -> bool:
    """Tell whether a sentence names a later time, a duration or a condition."""
    return bool(_LATER.search(text)) or bool(_AT_HOUR.search(text) and not _LEVELS.search(text))


def starts_with_verb(said: str) -> bool:
    """Tell whether an English clause has a verb of its own."""
    return bool(_VERB.match(said))


def is_singular(said: str) -> bool:
    """Tell whether an English sentence speaks of one thing: "the lamp", not "all" or "lamps"."""
    return bool(_ONE_THING.search(said)) and not _SEVERAL.search(said)


def is_bare(said: str, name: str) -> bool:
    """Tell whether `said` (plain) is no more than `name` (plain) and an article."""
    rest = said.replace(name, " ", 1).split()
    return all(word in _ARTICLES for word in rest)
