"""What entities said before the hub started, and what they say when they are heard of again."""

from datetime import UTC, datetime

from hub.home.events import HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import UNAVAILABLE
from tests.support.fakes import ManualClock, put

LONG_AGO = datetime(2026, 1, 1, 8, tzinfo=UTC)
DOOR = EntityId("binary_sensor.door")


def restarted() -> tuple[Home, list[StateReported]]:
    home, heard = Home(now=ManualClock()), list[StateReported]()

    def hear(event: HomeEvent) -> None:
        if isinstance(event, StateReported):
            heard.append(event)

    put(home, DOOR, "unknown")
    home.remember(DOOR, "on", LONG_AGO)
    home.listen(hear)
    return home, heard


def test_who_says_the_same_again_has_been_so_since_then() -> None:
    home, heard = restarted()
    home.report(DOOR, "on", {})
    assert home.state(DOOR).last_changed == LONG_AGO
    assert [event.returned for event in heard] == [True]
    home.report(DOOR, "off", {})
    home.report(DOOR, "on", {})
    assert home.state(DOOR).last_changed == home.now()
    assert [event.returned for event in heard] == [True, False, False]


def test_what_was_said_before_is_known_until_the_first_report() -> None:
    home = Home(now=ManualClock())
    put(home, DOOR, "unknown")
    assert home.before(DOOR) is None
    home.remember(DOOR, "on", LONG_AGO, {"battery": 7})
    assert home.before(DOOR) == ("on", {"battery": 7})
    home.report(DOOR, "off", {})
    assert home.before(DOOR) is None


def test_who_was_unreachable_at_first_is_known_again_too() -> None:
    home, heard = restarted()
    home.report(DOOR, UNAVAILABLE, {})
    home.report(DOOR, "on", {})
    assert [event.returned for event in heard] == [False, True]


def test_who_says_something_else_has_changed_meanwhile() -> None:
    home, heard = restarted()
    home.report(DOOR, "off", {})
    assert home.state(DOOR).last_changed == home.now()
    assert not heard[0].returned
