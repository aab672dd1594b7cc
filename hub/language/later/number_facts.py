"""Facts about measures: it drops below 18 degrees, the humidity is above 60 percent."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.home.home import Home
from hub.home.model import Entity
from hub.home.rules import NumericStateCondition, NumericStateTrigger
from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.later.things import kind_of, things
from hub.language.sentence import Sentence

_NUMBER = r"(?P<number>(?:minus |-)?(?:\d+(?:[.,]\d+)?|[a-z]+(?:[ -][a-z]+)?))"
_UNIT = (
    r"(?: ?(?P<unit>degrees?(?: celsius| fahrenheit| c| f)?|°(?: ?[cf])?|celsius|fahrenheit|c|f|%"
    r"|percent|per cent|lux|lx|watts?|w|kilowatts?|kw|ppm|hpa|db))?"
)
_BELOW = (
    r"below|under|beneath|less than|lower than|colder than|cooler than|fewer than|smaller than"
    r"|darker than|drier than|beyond minus"
)
_ABOVE = (
    r"above|over|more than|higher than|greater than|warmer than|hotter than|larger than"
    r"|brighter than|louder than|past|beyond"
)
_MOVES = (
    r"drops?|falls?|goes|go|gets?|sinks?|dips?|rises?|climbs?|becomes?|is going|is dropping|goes up"
    r"|goes down|is falling|is rising|goes back|increases?|decreases?|passes|jumps|shoots up|runs"
)
_IS = r"is|'s|are|stays|remains|has been"
_HELD = r"(?: for (?:more than |longer than |at least |over )?<(?P<held>\d)>)?"
_COMPARED = re.compile(
    rf"(?P<np>.+?) ?(?:(?P<moves>{_MOVES})|(?P<is>{_IS}))(?: (?:down|up|back|still|already|ever))*(?: to)?"
    rf" (?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})) {_NUMBER}{_UNIT}"
    rf"(?: (?:in|at|on|inside|of)(?: the)? (?P<where>.+?)| (?P<out>outside|outdoors|inside|indoors))?{_HELD}"
)
_REACHES = re.compile(
    rf"(?P<np>.+?) (?:(?P<below>drops to|falls to|goes down to|gets down to|sinks to)"
    rf"|(?P<above>reaches|hits|exceeds|gets to|rises to|goes up to|climbs to|tops|goes to))"
    rf" {_NUMBER}{_UNIT}(?: (?:in|at|on|inside)(?: the)? (?P<where>.+?)| (?P<out>outside|outdoors|inside))?"
    rf"(?P<is>(?!x)x)?(?P<moves>)?{_HELD}"
)
_OR = re.compile(
    rf"(?P<np>.+?) ?(?:(?P<moves>{_MOVES})|(?P<is>{_IS})) {_NUMBER}{_UNIT} or"
    rf" (?:(?P<below>less|lower|below|colder|under|cooler)|(?P<above>more|higher|above|warmer|hotter|over))"
    rf"(?: (?:in|at|on|inside)(?: the)? (?P<where>.+?)| (?P<out>outside|outdoors|inside))?{_HELD}"
)
# The word for a measure -> the device class of its sensors.
_MEASURES = {
    "temperature": "temperature", "humidity": "humidity", "battery": "battery", "power": "power",
    "brightness": "illuminance", "light level": "illuminance", "illuminance": "illuminance",
    "co2": "carbon_dioxide", "carbon dioxide": "carbon_dioxide", "air pressure": "pressure",
    "pressure": "pressure", "consumption": "power", "moisture": "moisture",
    "noise": "sound_pressure", "wind": "wind_speed", "power consumption": "power",
    "battery level": "battery", "air quality": "pm25", "energy": "energy",
    "soil moisture": "moisture", "power usage": "power", "thermometer": "temperature",
}  # fmt: skip
_MEASURE = re.compile(
    rf"\b(?:{'|'.join(sorted(_MEASURES, key=len, reverse=True))})(?: level| reading| sensor)?\b"
)
_BY_UNIT = {
    "d": "temperature", "°": "temperature", "c": "temperature", "f": "temperature",
    "l": "illuminance", "w": "power", "k": "power", "h": "pressure", "pp": "carbon_dioxide",
}  # fmt: skip
_WARMTH = re.compile(r"cold|cool|warm|hot")
_IT = re.compile(
    r"(?:it|it's|its|the air|the weather)(?: (?:outside|outdoors|inside|indoors|in here))?"
)
_PLACING = re.compile(r"\b(?:the|in|at|of|on|is|it)\b")
_OUTSIDE = re.compile(r"\b(?:outside|outdoors?|garden|balcony|terrace|patio|exterior)\b")


def number_fact(phrase: str, saying: Saying) -> Fact | None:
    """Return the fact about a measure that a phrase states; None if it states none.

    Raises:
        NotHere: nothing here measures that.
    """
    for pattern in (_COMPARED, _REACHES, _OR):
        match = pattern.fullmatch(phrase)
        number = _number(match["number"]) if match is not None else None
        if match is not None and number is not None:
            return _fact(match, number, saying)
    return None


def _number(text: str) -> float | None:
    is_minus = text.startswith(("minus ", "-"))
    found = Sentence(text.removeprefix("minus ").removeprefix("-")).numbers
    if len(found) != 1:
        return None
    number = next(iter(found))
    return -number if is_minus else number


def _fact(match: re.Match[str], number: float, saying: Saying) -> Fact | None:
    phrase = f"{match['np']} {match['where'] or match['out'] or ''}".strip()
    named = _named(phrase, match["unit"] or "", saying)
    measure = _measure(match, phrase)
    if named is None and measure is None:
        return None
    found, attribute = ([named], None) if named else _measuring(phrase, measure or "", saying)
    ids = tuple(entity.id for entity in found)
    held = saying.masked.lengths_s[int(match["held"])] if match["held"] else 0.0
    bounds = {"below" if match["below"] else "above": number, "attribute": attribute}
    trigger = NumericStateTrigger.model_validate({"entity_id": ids, "for_s": held, **bounds})
    condition = NumericStateCondition.model_validate({"entity_id": ids, **bounds})
    return Fact((trigger,), condition, match["is"] is None, ids, is_held=held > 0)


def _named(phrase: str, unit: str, saying: Saying) -> Entity | None:
    """Return the only sensor of a number that is called so, where no measure was said."""
    home = saying.home
    if _MEASURE.search(phrase) or _IT.fullmatch(phrase):
        return None

    def counts(entity: Entity) -> bool:
        has = str(home.state(entity.id).attributes.get("unit_of_measurement") or "")
        is_percent = unit in {"%", "percent", "per cent"}
        return entity.domain == "sensor" and bool(has) and (not unit or is_percent is (has == "%"))

    found = things(home, phrase, counts, saying.request.area_id)
    return found[0] if len(found) == 1 else None


def _measure(match: re.Match[str], phrase: str) -> str | None:
    said = _MEASURE.search(phrase)
    if said is not None:
        return _MEASURES[re.sub(r" (?:level|reading|sensor)$", "", said.group())
                         if said.group() not in _MEASURES else said.group()]  # fmt: skip
    if _WARMTH.search(match.group()):
        return "temperature"
    unit = match["unit"] or ""
    by_unit = next((kind for start, kind in _BY_UNIT.items() if unit.startswith(start)), None)
    return by_unit or ("humidity" if unit in {"%", "percent"} else "temperature")


def _measuring(phrase: str, measure: str, saying: Saying) -> tuple[list[Entity], str | None]:
    """Return what measures it, and in which attribute.

    Raises:
        NotHere: nothing does, or several do and none was named.
    """
    home = saying.home
    where = _MEASURE.sub(" ", _IT.sub(" ", phrase))
    where = re.sub(
        r"\b(?:it|in here|here|inside|indoors|level|house|home|percentage)\b", " ", where
    )
    is_outside = _OUTSIDE.search(phrase) is not None
    near = None if is_outside else saying.request.area_id

    def measures(entity: Entity) -> bool:
        return entity.domain == "sensor" and _reads(home, entity) == measure

    found = things(home, " ".join(phrase.split()), measures, near) or things(
        home, " ".join(where.split()), measures, near)  # fmt: skip
    is_bare = re.search(r"\w", _PLACING.sub(" ", _OUTSIDE.sub(" ", where))) is None
    if is_outside and (is_bare or len(found) > 1):
        found = [e for e in found if _OUTSIDE.search(_whole_name(home, e))]
    elif len(found) > 1:
        found = [e for e in found if not _OUTSIDE.search(_whole_name(home, e))] or found
    if is_outside and not found:
        found = [e for e in home.entities_of() if measures(e)
                 and _OUTSIDE.search(_whole_name(home, e))]  # fmt: skip
    if len(found) == 1:
        return found, None
    if is_outside and not found and measure in {"temperature", "humidity"}:
        weather = list(home.entities_of(("weather",)))
        if weather:
            return weather[:1], measure
    thermostats = [
        e for e in things(home, " ".join(where.split()), lambda e: e.domain == "climate", near)
        if f"current_{measure}" in home.state(e.id).attributes and not is_outside
    ]  # fmt: skip
    if not found and len(thermostats) == 1:
        return thermostats, f"current_{measure}"
    if not found and not thermostats:
        place = re.sub(r"^(?:(?:the|in|at|of|on) )+", "", " ".join(where.split()) + " ").strip()
        in_place = f" in the {place}" if place not in {"", "the", "in"} else " here"
        in_place = " outside" if is_outside and in_place == " here" else in_place
        raise NotHere(f"Nothing measures the {measure.replace('_', ' ')}{in_place}.")
    names = " or ".join(entity.name for entity in (found or thermostats)[:4])
    raise NotHere(
        f"Which one tells me the {measure.replace('_', ' ')}: {names}? Say it with the name."
    )


def _reads(home: Home, entity: Entity) -> str:
    kind = kind_of(home, entity)
    if kind:
        return kind
    unit = str(home.state(entity.id).attributes.get("unit_of_measurement") or "")
    return {"°C": "temperature", "°F": "temperature", "W": "power", "lx": "illuminance"}.get(
        unit, ""
    )


def _whole_name(home: Home, entity: Entity) -> str:
    area = home.area_of(entity)
    return f"{entity.name} {area.name if area else ''}".lower()
