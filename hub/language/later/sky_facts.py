"""Facts about the sky and the clock: the sun sets, it starts raining, it is after ten."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.home.rules import (
    WEEKDAYS,
    WEEKEND,
    AnyCondition,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunEvent,
    SunTrigger,
    TimeCondition,
    TimeTrigger,
)
from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.later.lexing import Clock, Sun
from hub.language.later.moments import between, settled
from hub.language.later.whens import on_side

_SUNSET = re.compile(
    r"(?:the )?sun (?:sets|goes down|has set|has gone down|is down|is setting|disappears)"
    r"|it (?:gets|becomes|turns|grows|is getting|starts getting|'s getting)(?: too)? dark(?: outside)?|night falls"
    r"|it'?s getting dark(?: outside)?|it'?s (?:sunset|dusk)|(?:the )?(?:sunset|dusk)"
)
_SUNRISE = re.compile(
    r"(?:the )?sun (?:rises|comes up|has risen|is up|is rising|goes up)"
    r"|it (?:gets|becomes|turns|is getting) (?:light|bright)(?: outside)?|day breaks"
    r"|it'?s getting light(?: outside)?|it'?s (?:sunrise|dawn)"
)
_IS_NIGHT = re.compile(
    r"it(?:'s| is|s)(?: still| already)? (?:dark|night|night ?time|after dark|not light)(?: outside| out)?"
    r"|(?:at|during the) night|after dark|in the dark"
)
_IS_DAY = re.compile(
    r"it(?:'s| is|s)(?: still| already)? (?:light|bright|day|day ?time|daylight|sunny out|not dark)"
    r"(?: outside| out)?|(?:during|in) the day(?:time)?|before dark"
)
_RAINY = ("rainy", "pouring", "lightning-rainy")
_SNOWY = ("snowy", "snowy-rainy")
_WEATHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"rain\w*|pour\w*|drizzl\w*|wet", _RAINY),
    (r"snow\w*", _SNOWY),
    (r"sunny|clear", ("sunny", "clear-night")),
    (r"cloudy|overcast", ("cloudy", "partlycloudy")),
    (r"windy|stormy|storm\w*", ("windy", "windy-variant", "lightning", "lightning-rainy", "exceptional")),
    (r"thunder\w*", ("lightning", "lightning-rainy")),
    (r"fog\w*|misty", ("fog",)),
    (r"hail\w*", ("hail",)),
)  # fmt: skip
_KIND = "|".join(pattern for pattern, _ in _WEATHER)
_WEATHER_IS = re.compile(
    rf"(?:it(?:'s| is|s)|the weather(?:'s| is))(?: still| currently| already| gonna| going to)? (?P<not>not )?"
    rf"(?P<kind>{_KIND})(?: outside| out there| now)?"
)
_WEATHER_COMES = re.compile(
    rf"it (?:(?:starts|begins)(?: to)? (?P<kind>{_KIND})|(?P<kind2>rains|snows|pours|hails|storms|thunders)"
    rf"|(?:gets|becomes|turns) (?P<kind3>{_KIND}))(?: outside)?|(?:the )?(?P<kind4>rain|snow|storm)"
    r" (?:starts|begins|comes)"
)
_WEATHER_ENDS = re.compile(
    rf"it (?:stops|quits) (?P<kind>{_KIND})|the (?P<kind2>rain|snow|storm) (?:stops|ends|is over)"
)
_CLOCK_IS = re.compile(
    r"(?:it(?:'s| is|s) )?(?P<side>after|past|before|later than|earlier than|not yet) #(?P<p>\d)"
    r"(?: (?:in the |at )(?P<part>morning|evening|afternoon|night))?"
)
_CLOCK_STRIKES = re.compile(
    r"(?:it(?:'s| is|s)|the clock strikes|it gets to be|it turns|it becomes|the time is) #(?P<p>\d)"
)
_BETWEEN = re.compile(
    r"(?:it(?:'s| is|s) )?(?:between|from) #(?P<p>\d) (?:and|to|till|until|-|through) #(?P<q>\d)"
)
# Hours that part the night from the day, where people leave it open.
_LATE, _NOON = 8, 12
_PARTS = {
    "morning": ("06:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("18:00", "23:00"),
}  # fmt: skip
_PART_IS = re.compile(
    r"(?:it(?:'s| is|s) )?(?:in the |during the )?(?P<part>morning|afternoon|evening)s?"
)
_DAYS_ARE = re.compile(
    r"(?:it(?:'s| is|s) )?(?:on )?(?:a |the |an )?(?P<what>weekdays?|workdays?|weekends?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)"
)


def sky_fact(phrase: str, saying: Saying) -> Fact | None:
    """Return the fact about sun, weather or clock that a phrase states; None if it states none.

    Raises:
        NotHere: nothing here knows the weather.
    """
    if _SUNSET.fullmatch(phrase):
        return _sun("sunset", is_event=True)
    if _SUNRISE.fullmatch(phrase):
        return _sun("sunrise", is_event=True)
    if _IS_NIGHT.fullmatch(phrase):
        return _sun("sunset", is_event=False)
    if _IS_DAY.fullmatch(phrase):
        return _sun("sunrise", is_event=False)
    return _weather(phrase, saying) or _clock(phrase, saying)


def _sun(event: SunEvent, *, is_event: bool) -> Fact:
    return Fact((SunTrigger(event=event),), SunCondition(after=event), is_event)


def _weather(phrase: str, saying: Saying) -> Fact | None:
    for pattern, is_event in ((_WEATHER_IS, False), (_WEATHER_COMES, True), (_WEATHER_ENDS, True)):
        match = pattern.fullmatch(phrase)
        if match is None:
            continue
        kind = next(v for k, v in match.groupdict().items() if k.startswith("kind") and v)
        states = next(s for p, s in _WEATHER if re.match(p, kind))
        if match.groupdict().get("not"):
            return None
        return _weather_fact(states, saying, is_event=is_event, is_over=pattern is _WEATHER_ENDS)
    return None


def _weather_fact(
    states: tuple[str, ...], saying: Saying, *, is_event: bool, is_over: bool
) -> Fact:
    home = saying.home
    if states == _RAINY:
        wet = [
            e for e in home.entities_of(("binary_sensor",))
            if e.device_class in {"moisture", None} and "rain" in e.name.lower()
        ]  # fmt: skip
        if wet:
            ids = tuple(entity.id for entity in wet)
            on = ("off",) if is_over else ("on",)
            return Fact((StateTrigger(entity_id=ids, to=on),),
                        StateCondition(entity_id=ids, state=on), is_event, ids)  # fmt: skip
    weather = [entity.id for entity in home.entities_of(("weather",))][:1]
    if not weather:
        raise NotHere("Nothing here knows the weather.")
    ids = tuple(weather)
    came = {"from_": states} if is_over else {"to": states}
    trigger = StateTrigger.model_validate({"entity_id": ids, **came})
    return Fact((trigger,), StateCondition(entity_id=ids, state=states), is_event, ids)


def _clock(phrase: str, saying: Saying) -> Fact | None:
    points = saying.masked.points
    match = _BETWEEN.fullmatch(phrase)
    if match is not None:
        start, end = points[int(match["p"])], points[int(match["q"])]
        if isinstance(start, Sun) and isinstance(end, Sun):
            return Fact(condition=SunCondition(after=start.event, before=end.event))
        return Fact(condition=between(*_nightly(start, end)))
    match = _CLOCK_IS.fullmatch(phrase)
    if match is not None:
        point = points[int(match["p"])]
        is_after = match["side"] in {"after", "past", "later than"}
        return Fact(condition=_bound(point, match["part"], is_after=is_after))
    match = _CLOCK_STRIKES.fullmatch(phrase)
    if match is not None:
        point = points[int(match["p"])]
        if isinstance(point, Sun):
            return Fact((SunTrigger(event=point.event),), is_event=True)
        return Fact((TimeTrigger(at=settled(point)),), is_event=True)
    return _calendar(phrase)


def _nightly(start: Sun | Clock, end: Sun | Clock) -> tuple[Sun | Clock, Sun | Clock]:
    """Return a range with its halves of the day settled: "between 10 and 6" is by night."""
    if isinstance(start, Sun) or isinstance(end, Sun):
        return start, end
    if not start.is_sure and not end.is_sure:
        is_night = start.hour >= _LATE >= end.hour
        return (on_side(start, "evening"), on_side(end, "morning")) if is_night else (start, end)
    if not end.is_sure:
        is_night = start.hour >= _NOON and end.hour <= _LATE
        return start, on_side(end, "morning" if is_night else "evening")
    if not start.is_sure:
        is_day = end.hour >= _NOON and start.hour < end.hour - _NOON
        return on_side(start, "morning" if is_day else "evening"), end
    return start, end


def _bound(point: Sun | Clock, part: str | None, *, is_after: bool) -> AnyCondition:
    if isinstance(point, Sun):
        return SunCondition(after=point.event) if is_after else SunCondition(before=point.event)
    late = 7
    if not point.is_sure:
        by_itself = (
            "evening"
            if is_after and point.hour >= late
            else "morning"
            if not is_after
            else "evening"
        )
        point = on_side(point, part or by_itself)
    at = settled(point)
    return TimeCondition(after=at) if is_after else TimeCondition(before=at)


def _calendar(phrase: str) -> Fact | None:
    match = _PART_IS.fullmatch(phrase)
    if match is not None:
        after, before = _PARTS[match["part"]]
        return Fact(condition=TimeCondition.model_validate({"after": after, "before": before}))
    match = _DAYS_ARE.fullmatch(phrase)
    if match is None:
        return None
    what = match["what"].removesuffix("s")
    days = {"weekday": WEEKDAYS, "workday": WEEKDAYS, "weekend": WEEKEND}.get(what, (what[:3],))
    return Fact(condition=TimeCondition.model_validate({"weekday": days}))
