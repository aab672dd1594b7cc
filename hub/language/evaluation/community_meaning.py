"""What is right for a sentence of the community's tests, by its intent, its slots and its home."""

from collections.abc import Callable

from hub.home.domains.sensors import in_words
from hub.language.evaluation.cases import Answers, Expected, MovesNothing, Refuses
from hub.language.evaluation.community_answers import Agrees, facts_of
from hub.language.evaluation.community_home import Fixture
from hub.language.evaluation.community_orders import ORDERS, SHOPPING, ordered
from hub.language.evaluation.community_slots import NOTHING_THERE, Test, meant_by, text_of
from hub.language.evaluation.community_timers import (
    TIMER_OPS,
    timer_started,
    timer_status,
    timers_changed,
)
from hub.language.evaluation.homes import EntitySheet
from hub.language.evaluation.texts import numbers_in

# The day of the month is what a date has to say; months have names.
_LAST_DAY = 31


class UnknownIntent(Exception):
    """Nothing is known of this intent."""


def expected(test: Test, fixture: Fixture, said: str) -> tuple[Expected, ...]:
    """Return what is right for one sentence of a test.

    Raises:
        UnknownIntent: the intent is not among those that can be scored.
    """
    intent = test.intent
    if intent in ORDERS or intent in SHOPPING:
        return ordered(test, fixture, said)
    if intent in TIMER_OPS:
        return timers_changed(test, fixture)
    if intent in _OTHERS:
        return _OTHERS[intent](test, fixture)
    raise UnknownIntent(intent)


def _state(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    meant = meant_by(test, fixture, ())
    is_named = bool(text_of(test.slots.get("name")))
    states = [word for entity in meant for word in _state_words(entity, fixture)]
    names = [] if is_named else [entity.name for entity in meant]
    said = [entity.name for entity in meant] if is_named else []
    check = facts_of(test.response, candidates=names, states=states, named=said)
    found: tuple[Expected, ...] = (Answers(check=check if test.response else None),)
    return found if meant else (*found, Refuses())


def _state_words(entity: EntitySheet, fixture: Fixture) -> list[str]:
    said = fixture.said_states.get(entity.id)
    english = in_words(entity.state, entity.device_class)
    return [entity.state, english, *([said] if said else [])]


def _climate(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del fixture
    return (Answers(check=Agrees(numbers=numbers_in(test.response))),)


def _weather(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    reports = meant_by(test, fixture, ("weather",)) or list(fixture.home.entities)
    known = {float(v) for e in reports for v in e.attributes.values() if isinstance(v, int | float)}
    numbers = frozenset(n for n in numbers_in(test.response) if n in known)
    if not numbers:
        return (Answers(), Refuses())
    return (Answers(check=Agrees(numbers=numbers)),)


def _clock(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del fixture
    numbers = numbers_in(test.response)
    days = frozenset(n for n in numbers if n <= _LAST_DAY)
    return (Answers(check=Agrees(numbers=days or numbers)),)


def _talk(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del test, fixture
    return (Answers(),)


def _nothing(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del test, fixture
    return (MovesNothing(),)


def _broadcast(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect an honest no: no fixture has a satellite that could speak."""
    del test, fixture
    return NOTHING_THERE


_OTHERS: dict[str, Callable[[Test, Fixture], tuple[Expected, ...]]] = {
    "HassGetState": _state,
    "HassClimateGetTemperature": _climate,
    "HassGetWeather": _weather,
    "HassGetCurrentDate": _clock,
    "HassGetCurrentTime": _clock,
    "HassStartTimer": timer_started,
    "HassTimerStatus": timer_status,
    "HassRespond": _talk,
    "HassNevermind": _nothing,
    "HassBroadcast": _broadcast,
}
