"""Facts about things: the door opens, the washer is done, there is motion in the hall."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from collections.abc import Iterable

from hub.home.home import Home
from hub.home.model import Entity
from hub.home.rules import NumericStateCondition, NumericStateTrigger, StateCondition, StateTrigger
from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.later.meanings import RESTING, told_by
from hub.language.later.things import area_in, kind_of, things

# A machine that draws less than this many watts for this long has finished.
IDLE_W, IDLE_S = 5.0, 120.0

_BE = r"(?: is|'s| are|'re| was left| has been| have been| is being| gets| get| got| becomes| become| stays| remains| has| have| goes)"
_STILL = r"(?: still| left| been| being| now| already| ever| currently| all| accidentally| both)*"
# The word for a state -> what it means.
_ADJECTIVES: dict[str, str] = {
    "open": "open", "opened": "open", "wide open": "open", "ajar": "open", "not closed": "open",
    "not shut": "open", "closed": "closed", "shut": "closed", "not open": "closed",
    "locked": "locked", "unlocked": "unlocked", "not locked": "unlocked", "on": "on",
    "turned on": "on", "switched on": "on", "off": "off", "turned off": "off",
    "switched off": "off", "not on": "off", "running": "started", "started": "started",
    "working": "started", "cleaning": "started", "playing": "playing", "paused": "paused",
    "done": "done", "finished": "done", "ready": "done", "complete": "done", "over": "done",
    "completed": "done", "through": "done", "not running": "done", "stopped": "done",
    "docked": "docked", "stuck": "stuck", "wet": "wet", "dry": "dry", "leaking": "wet",
    "occupied": "motion", "empty": "still", "armed": "armed", "disarmed": "disarmed",
    "triggered": "triggered", "low": "low", "plugged in": "plugged", "unplugged": "unplugged",
    "offline": "disconnected", "online": "connected", "flooded": "wet", "ringing": "rung",
    "charging": "plugged", "pressed": "rung", "rung": "rung",
}  # fmt: skip
_ADJECTIVE = "|".join(sorted(_ADJECTIVES, key=len, reverse=True))
# What happens -> what is then so.
_EVENTS: dict[str, str] = {
    "opens": "open", "open": "open", "opens up": "open", "is opened": "open",
    "gets opened": "open", "are opened": "open", "closes": "closed", "close": "closed",
    "shuts": "closed", "is closed by someone": "closed", "locks": "locked", "is locked": "locked",
    "gets locked": "locked", "unlocks": "unlocked", "gets unlocked": "unlocked",
    "is unlocked": "unlocked", "turns on": "on", "turn on": "on", "comes on": "on",
    "come on": "on", "goes on": "on", "switches on": "on", "is turned on": "on",
    "gets turned on": "on", "is switched on": "on", "gets switched on": "on", "turns off": "off",
    "turn off": "off", "switches off": "off", "is turned off": "off", "gets turned off": "off",
    "is switched off": "off", "gets switched off": "off", "goes off": "triggered",
    "starts": "started", "start": "started", "starts running": "started", "begins": "started",
    "starts up": "started", "starts playing": "playing", "plays": "playing",
    "starts cleaning": "started", "starts washing": "started", "stops playing": "done",
    "finishes": "done", "has finished": "done", "is finished": "done", "completes": "done",
    "ends": "done", "stops": "done", "stops running": "done", "is done": "done",
    "has completed": "done", "has ended": "done", "pauses": "paused", "is paused": "paused",
    "docks": "docked", "gets stuck": "stuck", "leaks": "wet", "is triggered": "triggered",
    "triggers": "triggered", "gets triggered": "triggered", "sounds": "triggered",
    "rings": "rung", "is pressed": "rung", "is rung": "rung", "gets pressed": "rung",
    "runs low": "low", "gets low": "low", "goes offline": "disconnected",
    "comes online": "connected", "goes quiet": "done", "gets wet": "wet", "dries": "dry",
    "becomes empty": "still", "becomes occupied": "motion", "gets armed": "armed",
    "is armed": "armed", "is disarmed": "disarmed", "finishes running": "done",
    "finishes its cycle": "done", "finishes cleaning": "done", "finishes charging": "unplugged",
    "is plugged in": "plugged", "is unplugged": "unplugged", "goes dark": "off",
}  # fmt: skip
_EVENT = "|".join(sorted(_EVENTS, key=len, reverse=True))
_SOMEONE = r"(?:i|we|you|someone|somebody|anyone|anybody|a person|people|he|she|they)"
_DOES = {
    "open": "open", "opens": "open", "close": "closed", "closes": "closed", "shut": "closed",
    "shuts": "closed", "lock": "locked", "locks": "locked", "unlock": "unlocked",
    "unlocks": "unlocked", "turn on": "on", "turns on": "on", "switch on": "on",
    "switches on": "on", "turn off": "off", "turns off": "off", "switch off": "off",
    "switches off": "off", "start": "started", "starts": "started", "stop": "done",
    "stops": "done", "rings": "rung", "presses": "rung", "press": "rung", "ring": "rung",
    "pause": "paused", "pauses": "paused", "play": "playing",
}  # fmt: skip
_DO = "|".join(sorted(_DOES, key=len, reverse=True))
_HELD = (
    r"(?: for (?:more than |longer than |at least |over |about )?<(?P<held>\d)>"
    r"(?: or (?:more|longer))?(?: straight| now)?"
    r"| (?:longer than|more than|over) <(?P<held2>\d)>)?"
)
_MOTION = r"(?:motion|movement|presence|somebody|someone|anybody|anyone|a person|something moving|activity)"
_SENSED = r"(?: is| gets| was)? ?(?:detected|sensed|seen|noticed|picked up|spotted)"
_WHERE = r"(?: (?:in|at|on|inside|near|by|from)(?: the)? (?P<{}>.+?))?"
_FORMS: tuple[tuple[re.Pattern[str], str | None, bool], ...] = tuple(
    (re.compile(pattern), meaning, is_event)
    for pattern, meaning, is_event in (
        (rf"(?:there(?:'s| is) )?(?:any |some )?{_MOTION}(?:{_SENSED})?{_WHERE.format('np')}{_HELD}(?:{_SENSED})?", "motion", True),
        (rf"(?:the )?(?P<np>.+?) (?:detects?|senses?|sees|spots|picks up|registers)(?: any| some)? {_MOTION}{_HELD}", "motion", True),
        (rf"(?:{_SOMEONE}) (?:enters?|walks? in(?:to)?|comes? into|goes into|go into|steps? into|moves? in|passes?|walks? (?:through|past)) (?P<np>.+)", "motion", True),
        (rf"(?:{_SOMEONE})(?:'s| is| are) in (?:the )?(?P<np>.+)", "motion", False),
        (rf"(?:there(?:'s| is| has been) )?no (?:motion|movement|activity|one moving)(?:{_SENSED})?{_WHERE.format('np')}{_HELD}(?:{_SENSED})?", "still", True),
        (rf"(?:nobody|no one)(?:'s| is| has been) in (?:the )?(?P<np>.+?){_HELD}", "still", True),
        (rf"(?:{_SOMEONE}) (?:is|are) at the (?P<np>door|front door|back door)", "rung", True),
        (rf"(?:there(?:'s| is) )?(?:any )?(?:smoke|fire)(?:{_SENSED})?{_WHERE.format('np')}", "smoke", True),
        (rf"(?:there(?:'s| is) )?(?:a |any )?(?:water leak|leak|water|flood|flooding|moisture)(?:{_SENSED})?{_WHERE.format('np')}", "wet", True),
        (r"(?:the )?(?P<np>.+?) (?:detects?|senses?) (?:a |any )?(?:leak|water|moisture)", "wet", True),
        (r"(?:the )?(?P<np>.+?) (?:detects?|senses?) (?:any )?(?:smoke|fire)", "smoke", True),
    )
)  # fmt: skip
_IS = re.compile(
    rf"(?:the )?(?P<np>.+?){_BE}{_STILL} (?P<what>{_ADJECTIVE}){_WHERE.format('where')}{_HELD}"
)
_IS_LEFT = re.compile(
    rf"{_SOMEONE} (?:leaves?|left|forgets?|forgot)(?: to close)? (?P<np>.+?)(?: (?P<what>{_ADJECTIVE}))?{_HELD}"
)
_HAPPENS = re.compile(rf"(?:the )?(?P<np>.+?) (?P<what>{_EVENT}){_WHERE.format('where')}{_HELD}")
_IS_DONE = re.compile(rf"{_SOMEONE} (?P<what>{_DO}) (?P<np>.+)")
_IS_DONE_SPLIT = re.compile(rf"{_SOMEONE} (?:turns?|switch(?:es)?) (?P<np>.+) (?P<what>on|off)")
_QUIET_STATE = {"done", "finished", "ready", "complete", "over", "completed", "through", "started"}


def state_fact(phrase: str, saying: Saying) -> Fact | None:
    """Return the fact about things that a phrase states; None if it states none.

    Raises:
        NotHere: this home has no such thing, or nothing that could tell.
    """
    for pattern, meaning, is_event in _FORMS:
        match = pattern.fullmatch(phrase)
        if match is not None and meaning is not None:
            return _fact(match["np"] or "", meaning, match, saying, is_event=is_event)
    match = _IS_DONE_SPLIT.fullmatch(phrase)
    if match is not None:
        return _fact(match["np"], match["what"], match, saying, is_event=True)
    match = _IS_DONE.fullmatch(phrase)
    if match is not None:
        return _fact(match["np"], _DOES[match["what"]], match, saying, is_event=True)
    match = _IS_LEFT.fullmatch(phrase)
    if match is not None:
        meaning = _ADJECTIVES[match["what"] or "open"]
        return _fact(match["np"], meaning, match, saying, is_event=False)
    return _said_of(phrase, saying)


def _said_of(phrase: str, saying: Saying) -> Fact | None:
    match = _IS.fullmatch(phrase)
    if match is not None:
        meaning = _ADJECTIVES[match["what"]]
        if phrase.endswith((" goes off", " go off")) and not _may_go_off(match["np"], saying):
            meaning = "triggered"
        is_event = match["what"] in _QUIET_STATE or re.search(
            r"(?:gets?|got|becomes?|goes|being) ", phrase) is not None  # fmt: skip
        return _fact(_with_place(match), meaning, match, saying, is_event=is_event)
    match = _HAPPENS.fullmatch(phrase)
    if match is not None:
        return _fact(_with_place(match), _EVENTS[match["what"]], match, saying, is_event=True)
    return None


def _may_go_off(phrase: str, saying: Saying) -> bool:
    """Tell whether something is off after it "goes off": a lamp is, an alarm or a sensor is not."""
    found = _telling(phrase, "off", saying)
    return any(one.domain not in {"binary_sensor", "siren"} for one in found)


def _with_place(match: re.Match[str]) -> str:
    return f"{match['np']} {match['where'] or ''}".strip()


def _fact(
    phrase: str, meaning: str, match: re.Match[str], saying: Saying, *, is_event: bool
) -> Fact:
    groups = match.groupdict()
    held = groups.get("held") or groups.get("held2")
    seconds = saying.masked.lengths_s[int(held)] if held else 0.0
    found = _telling(phrase, meaning, saying)
    if not found and meaning == "done":
        fact = _by_power(phrase, saying)
        if fact is not None:
            return fact
    if not found:
        raise NotHere(missing(phrase, meaning, saying))
    states = _states(saying.home, found, meaning)
    ids = tuple(entity.id for entity in found)
    before = _before(found, meaning, states)
    trigger = StateTrigger(entity_id=ids, to=states, from_=before, for_s=seconds)
    is_all = meaning in {"closed", "locked", "off", "still", "dry"}
    condition = StateCondition(entity_id=ids, state=states, match="all" if is_all else "any")
    extra = (condition,) if is_all and len(ids) > 1 else ()
    return Fact((trigger,), condition, is_event, ids, extra, is_held=seconds > 0)


def _telling(phrase: str, meaning: str, saying: Saying) -> list[Entity]:
    home = saying.home

    def tells(entity: Entity) -> bool:
        return told_by(meaning, entity.domain, kind_of(home, entity)) is not None

    found = things(home, phrase, tells, saying.request.area_id)
    # A contact tells it best; a cover or a lock that is named so tells it too.
    sensors = [entity for entity in found if entity.domain == "binary_sensor"]
    if meaning in {"open", "closed"}:
        covers = [
            e
            for e in found
            if e.domain == "cover" and kind_of(home, e) in {"garage", "gate", "door", "window"}
        ]
        return sensors or covers or found
    return found


def _states(home: Home, found: Iterable[Entity], meaning: str) -> tuple[str, ...]:
    states: dict[str, None] = {}
    for entity in found:
        told = told_by(meaning, entity.domain, kind_of(home, entity))
        offered = home.state(entity.id).attributes.get("options")
        for state in told.states if told else ():
            if entity.domain != "sensor" or not offered or state in offered:
                states[state] = None
        if not states and meaning == "done":
            states = dict.fromkeys(state for state in RESTING if state in (offered or ()))
    return tuple(states) or (meaning,)


def _before(found: Iterable[Entity], meaning: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """Return the states that it must come from: a player that pauses does not turn on."""
    if meaning == "done" and states == ("off",):
        return ("on",)
    domains = {entity.domain for entity in found}
    return ("off", "standby") if meaning == "on" and domains == {"media_player"} else ()


def _by_power(phrase: str, saying: Saying) -> Fact | None:
    """Return that a machine has finished, by the power it draws."""
    home = saying.home
    found = things(
        home, phrase, lambda e: e.domain == "sensor" and kind_of(home, e) == "power"
    )  # fmt: skip
    ids = tuple(entity.id for entity in found)
    if not ids:
        return None
    trigger = NumericStateTrigger(entity_id=ids, below=IDLE_W, for_s=IDLE_S)
    return Fact(
        (trigger,), NumericStateCondition(entity_id=ids, below=IDLE_W), is_event=True, entities=ids
    )


_SENSES = {
    "open": "senses whether {} is open", "closed": "senses whether {} is closed",
    "motion": "senses motion in {}", "still": "senses motion in {}",
    "done": "tells when {} is done", "wet": "senses water at {}", "smoke": "senses smoke at {}",
    "locked": "tells whether {} is locked", "unlocked": "tells whether {} is locked",
}  # fmt: skip


def missing(phrase: str, meaning: str, saying: Saying) -> str:
    """Say what the home lacks to tell a meaning of what a phrase names."""
    what = re.sub(r"^(?:the|a|an|any|my|our) ", "", phrase.strip())
    known = things(saying.home, phrase, lambda _: True) or area_in(saying.home, phrase)
    if not what:
        return f"Nothing here can tell me that: I know of no {meaning} sensor."
    if not known:
        window = re.fullmatch(
            r"(?P<kind>windows?|doors?)(?: in| of)? ?(?:the )?(?P<where>.*)", what
        )
        if window and window["where"]:
            return f"There is no {window['kind']} sensor in the {window['where']}."
        return f"There is no {what} here that could tell me."
    tells = _SENSES.get(meaning, "tells that of {}").format(f"the {what}")
    return f"Nothing here {tells}."
