"""Tests of the moment: what policies and invariants ask about the world, whoever acts in it."""

from collections.abc import Callable, Iterator
from datetime import datetime, time

from hub.guard.act import World
from hub.guard.conditions import StateTest, holds_at_home
from hub.guard.match import Moment
from hub.home.ids import EntityId
from hub.record import record

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@record(frozen=True, slots=True)
class MomentTest:
    """One key of a moment as a test. `asked` says in words what it wants."""

    key: str
    asked: str
    test: Callable[[World], bool]


def moment_tests(moment: Moment, *, unsure: bool) -> Iterator[MomentTest]:
    """Yield the tests of a moment; `unsure`: the answer where something is not known."""
    if moment.after is not None or moment.before is not None:
        yield _between(moment.after or time.min, moment.before or time.max)
    if moment.weekday is not None:
        days = frozenset(moment.weekday)
        words = f"it is {' or '.join(moment.weekday)}"
        yield MomentTest("weekday", words, lambda w: _DAYS[w.local_now().weekday()] in days)
    if moment.sun is not None:
        is_up = moment.sun == "up"
        words = f"the sun is {moment.sun}"
        yield MomentTest("sun", words, lambda w: w.is_sun_up(w.clock()) is is_up)
    if moment.home is not None:
        yield _at_home(moment.home, unsure=unsure)
    for entity_id, test in (moment.when or {}).items():
        yield _reporting(entity_id, test, unsure=unsure)


def _between(after: time, before: time) -> MomentTest:
    words = f"it is between {after:%H:%M} and {before:%H:%M}"
    return MomentTest("time", words, lambda w: _is_between(w.local_now(), after, before))


def _reporting(entity_id: EntityId, test: StateTest, *, unsure: bool) -> MomentTest:
    return MomentTest(
        "when",
        test.in_words(entity_id),
        lambda w: test.holds(w.home.states.get(entity_id), unsure=unsure),
    )


def _at_home(asked: str | tuple[EntityId, ...], *, unsure: bool) -> MomentTest:
    who = asked if isinstance(asked, str) else " or ".join(asked)
    return MomentTest(
        "home", f"{who} is home", lambda w: holds_at_home(asked, w.at_home(), unsure=unsure)
    )


def _is_between(now: datetime, after: time, before: time) -> bool:
    """Tell whether it is `after` and before `before`, over midnight if that is the earlier."""
    at = now.time()
    if after <= before:
        return after <= at < before
    return at >= after or at < before
