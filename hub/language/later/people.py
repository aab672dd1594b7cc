"""Facts about people: who comes, who leaves, who is at home, how far they are."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from collections.abc import Callable

from hub.home.domains.presence import HOME
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.rules import (
    AnyCondition,
    DistanceTrigger,
    NotCondition,
    StateCondition,
    StateTrigger,
    ZoneTrigger,
)
from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.names import plain
from hub.language.resolve import listed

HOME_ZONE = EntityId("zone.home")

_BE = r"(?:'m|'s|'re|m| am| is| are| will be| has been| have been)"
_NOBODY = r"nobody|no one|no-one|noone|no person"
_ALL = r"everyone|everybody|all of us|we all|we|the whole family|the family|the last (?:person|one)|both of us"
_ANY = (
    r"anyone|anybody|someone|somebody|any of us|one of us|the first (?:person|one)|a family member"
)
_STILL = r"(?: still| already| all| currently| now| really| actually)*"
_AT_HOME = r"(?:(?:at |back |back at )?home|back|in(?: the house)?|here|around|in the (?:house|building|flat|apartment))"
_DISTANCE = re.compile(
    rf"(?P<who>.+?)(?:{_BE}| get| gets| come| comes| drive| drives)"
    r"(?P<how>(?: less than| closer than| within| under| about| around| at| only| more than"
    r"| farther than| further than| over| to within| nearer than)*)"
    r" ~(?P<n>\d)(?: or less)?(?: away)?(?: from| of| to| near)?(?: my| the| our)?"
    r"(?: (?P<place>.+))?"
)
_COMES = re.compile(
    r"(?P<who>.+?) (?:get|gets|come|comes|arrive|arrives|return|returns|make it|walk|walks|reach"
    r"|reaches|am coming|is coming)(?: back)?(?: (?:to|at|in|into|through))?(?: the| our| my)?"
    r" (?:home|house|in|back|here|over|round|there|door|driveway|front door)"
    r"|(?P<who2>.+?) (?:arrive|arrives|return|returns|get back|gets back|come back|comes back|comes?"
    r"|comes? (?:over|round|by)|shows? up|turns? up)"
)
_LEAVES = re.compile(
    r"(?P<who>.+?) (?:leave|leaves|go|goes|head|heads|am leaving|is leaving|are leaving|have left"
    r"|has left|walk|walks|drive|drives)(?P<where>(?: out| away| off)?(?: of)?(?: for (?:work|the day|school))?"
    r"(?: to work)?(?: (?:the |my |our )?(?:home|house|flat|apartment|building))?)"
)
_IS_HOME = re.compile(rf"(?P<who>.+?){_BE}{_STILL} {_AT_HOME}")
_IS_AWAY = re.compile(
    rf"(?P<who>.+?)(?:{_BE}{_STILL}(?: not|n't) {_AT_HOME}|{_BE}{_STILL} (?:away|out|gone|off"
    r"|out of the house|not at home|away from home))"
    r"|(?P<what>the house|the home|the flat|the apartment) is empty"
)
_TO_ZONE = re.compile(
    r"(?P<who>.+?) (?P<verb>get to|gets to|arrive at|arrives at|reach|reaches|come to|comes to|enter"
    r"|enters|leave|leaves)(?: the| my| our)? (?P<zone>.+)"
)

_STRANGER = re.compile(r"(?:(?:my|our|the) )?[^\W\d_]+(?:'s)?(?: [^\W\d_]+)?")
_NO_STRANGER = frozenset({"it", "this", "that", "there", "which", "what", "something", "anything"})

Persons = tuple[tuple[EntityId, ...], str]


def people_fact(phrase: str, saying: Saying) -> Fact | None:  # noqa: PLR0911 - one return a form
    """Return the fact about people that a phrase states; None if it states none.

    Raises:
        NotHere: nobody's whereabouts are known here.
    """
    match = _DISTANCE.fullmatch(phrase)
    if match is not None:
        return _distance(match, saying)
    match = _IS_AWAY.fullmatch(phrase)
    if match is not None:
        if match["what"]:
            return _nobody_home(saying)
        return _away(match["who"], saying, is_event=False)
    match = _IS_HOME.fullmatch(phrase)
    if match is not None:
        return _home(match["who"], saying, is_event=False)
    match = _COMES.fullmatch(phrase)
    if match is not None:
        return _home(match["who"] or match["who2"], saying, is_event=True)
    match = _LEAVES.fullmatch(phrase)
    if match is not None and (match["where"] or "leav" in phrase or "left" in phrase):
        return _away(match["who"], saying, is_event=True)
    match = _TO_ZONE.fullmatch(phrase)
    return _zone(match, saying) if match is not None else None


def stranger_fact(phrase: str, saying: Saying) -> Fact | None:
    """Refuse a phrase about the coming and going of somebody whom nobody here knows.

    Raises:
        NotHere: always, for such a phrase.
    """
    for pattern in (_COMES, _IS_HOME, _IS_AWAY, _LEAVES, _TO_ZONE):
        match = pattern.fullmatch(phrase)
        if match is None or (pattern is _LEAVES and not match["where"] and "leav" not in phrase):
            continue
        parts = match.groupdict()
        who = parts.get("who") or parts.get("who2") or ""
        if _STRANGER.fullmatch(who) and who not in _NO_STRANGER:
            known = listed((person.name for person in _persons(saying)), "or")
            rest = f"; I know {known}" if known else ""
            raise NotHere(f"I don't know where “{who}” is{rest}.")
    return None


def _persons(saying: Saying) -> list[Entity]:
    return list(saying.home.entities_of(("person",)))


def _who(said: str, saying: Saying) -> tuple[EntityId, ...] | None:
    """Return the persons meant; None if the words name no person.

    Raises:
        NotHere: a person is meant whom nobody here knows.
    """
    said = plain(said)
    people = _persons(saying)
    if re.fullmatch(rf"{_NOBODY}|{_ALL}|{_ANY}", said):
        if not people:
            raise NotHere("I can't tell who is at home: there is no person and no presence sensor"
                          " here.")  # fmt: skip
        return tuple(person.id for person in people)
    if said in {"i", "me", "im", "my phone"}:
        return (_speaker(people, saying),)
    named = [p for p in people if said in {plain(n) for n in (p.name, *p.aliases)}
             or said in plain(p.name).split()]  # fmt: skip
    if named:
        return tuple(person.id for person in named)
    if said in {"he", "she", "they", "my wife", "my husband", "my partner", "the kids", "my son",
                "my daughter", "mom", "dad", "the children", "my mom", "my dad", "mum"}:  # fmt: skip
        raise NotHere(f"I don't know who “{said}” is; say the name of a person I know.")
    return None


def _speaker(people: list[Entity], saying: Saying) -> EntityId:
    user, person_id = saying.request.user_id, saying.request.person_id
    own = [
        p for p in people
        if p.id == person_id
        or (user is not None and saying.home.state(p.id).attributes.get("user_id") == user)
    ]  # fmt: skip
    if len(own) == 1 or len(people) == 1:
        return (own or people)[0].id
    if not people:
        raise NotHere("I don't know where you are: there is no person here whose place I follow.")
    names = " or ".join(person.name for person in people)
    raise NotHere(f"I don't know which person you are: {names}. Say it with the name.")


def _distance(match: re.Match[str], saying: Saying) -> Fact | None:
    who = _who(match["who"], saying)
    place = plain(match["place"] or "home")
    zone = HOME_ZONE if place in {"home", "house", "here", ""} else _zone_named(place, saying)
    if who is None or zone is None:
        return None
    is_far = re.search(r"more|farther|further|over", match["how"]) is not None
    trigger = DistanceTrigger(
        entity_id=who, zone=zone, within_m=saying.masked.distances_m[int(match["n"])],
        event="leave" if is_far else "enter",
    )  # fmt: skip
    return Fact((trigger,), is_event=True, entities=who)


def _home(said: str, saying: Saying, *, is_event: bool) -> Fact | None:
    if re.fullmatch(_NOBODY, plain(said)):
        return _nobody_home(saying)
    who = _known(said, saying, lambda: _presence(saying, "on", is_event=is_event))
    if who is None or isinstance(who, Fact):
        return who
    match: bool = re.fullmatch(_ANY, plain(said)) is not None
    condition = StateCondition(entity_id=who, state=(HOME,), match="any" if match else "all")
    trigger = ZoneTrigger(entity_id=who, zone=HOME_ZONE, event="enter")
    is_last = re.fullmatch(_ALL, plain(said)) is not None and len(who) > 1
    return Fact((trigger,), condition, is_event, who, (condition,) if is_last else ())


def _away(said: str, saying: Saying, *, is_event: bool) -> Fact | None:
    if re.fullmatch(rf"{_ALL}|{_NOBODY}", plain(said)):
        return _nobody_home(saying, is_event=is_event)
    who = _known(said, saying, lambda: _presence(saying, "off", is_event=is_event))
    if who is None or isinstance(who, Fact):
        return who
    trigger = ZoneTrigger(entity_id=who, zone=HOME_ZONE, event="leave")
    condition = NotCondition(conditions=(StateCondition(entity_id=who, state=(HOME,)),))
    return Fact((trigger,), condition, is_event, who)


def _nobody_home(saying: Saying, *, is_event: bool = False) -> Fact | None:
    found = _known("nobody", saying, lambda: _presence(saying, "off", is_event=is_event))
    if found is None or isinstance(found, Fact):
        return found
    at_home = StateCondition(entity_id=found, state=(HOME,), match="any")
    nobody: AnyCondition = NotCondition(conditions=(at_home,))
    trigger = ZoneTrigger(entity_id=found, zone=HOME_ZONE, event="leave")
    return Fact((trigger,), nobody, is_event, found, (nobody,) if len(found) > 1 else ())


def _known(
    said: str, saying: Saying, otherwise: Callable[[], Fact | None]
) -> tuple[EntityId, ...] | Fact | None:
    """Return the persons meant, or what sensors of presence tell where nobody is followed."""
    try:
        return _who(said, saying)
    except NotHere:
        fact = None if _persons(saying) else otherwise()
        if fact is None:
            raise
        return fact


def _presence(saying: Saying, state: str, *, is_event: bool) -> Fact | None:
    sensors = tuple(
        e.id for e in saying.home.entities_of(("binary_sensor",))
        if e.device_class == "presence"
    )  # fmt: skip
    if not sensors:
        return None
    match = StateCondition(
        entity_id=sensors, state=(state,), match="any" if state == "on" else "all"
    )
    extra = (match,) if state == "off" and len(sensors) > 1 else ()
    trigger = StateTrigger(entity_id=sensors, to=(state,))
    return Fact((trigger,), match, is_event, sensors, extra)


def _zone(match: re.Match[str], saying: Saying) -> Fact | None:
    zone = _zone_named(plain(match["zone"]), saying)
    if zone is None:
        return None
    who = _who(match["who"], saying)
    if who is None:
        return None
    event = "leave" if match["verb"].startswith("leave") else "enter"
    return Fact((ZoneTrigger.model_validate({"entity_id": who, "zone": zone, "event": event}),),
                is_event=True, entities=who)  # fmt: skip


def _zone_named(name: str, saying: Saying) -> EntityId | None:
    for zone in saying.home.entities_of(("zone",)):
        if name in {plain(one) for one in (zone.name, *zone.aliases)}:
            return zone.id
    return None
