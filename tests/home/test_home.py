"""The home: reports, listeners, areas."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from hub.home.errors import UnknownEntity
from hub.home.events import EntityAdded, Fired, HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, slugify
from hub.home.model import UNKNOWN, Area, Context, Device, Entity

LAMP = EntityId("light.lamp")


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(clock: Clock) -> Home:
    home = Home(now=clock)
    home.put_entity(Entity(LAMP, "Lamp", "test", "lamp"))
    return home


def test_a_new_entity_is_unknown_until_it_reports(home: Home) -> None:
    assert home.state(LAMP).state == UNKNOWN
    assert home.report(LAMP, "on", {"brightness": 1}).state == "on"


def test_an_unchanged_report_moves_only_last_reported(home: Home, clock: Clock) -> None:
    first = home.report(LAMP, "on", {"brightness": 1})
    clock.at += timedelta(seconds=5)
    again = home.report(LAMP, "on", {"brightness": 1})
    assert (again.last_changed, again.last_updated) == (first.last_changed, first.last_updated)
    assert again.last_reported == clock.at


def test_attributes_alone_do_not_move_last_changed(home: Home, clock: Clock) -> None:
    first = home.report(LAMP, "on", {"brightness": 1})
    clock.at += timedelta(seconds=5)
    dimmed = home.report(LAMP, "on", {"brightness": 2})
    assert dimmed.last_changed == first.last_changed
    assert dimmed.last_updated == clock.at


def test_listeners_hear_every_report_and_can_leave(home: Home) -> None:
    heard: list[HomeEvent] = []
    of_lamp: list[StateReported] = []
    leave = home.listen(heard.append)
    leave_lamp = home.listen_reports(LAMP, of_lamp.append)
    home.report(LAMP, "on", {})
    home.report(LAMP, "on", {})
    leave()
    leave_lamp()
    home.report(LAMP, "off", {})
    assert [event.changed for event in of_lamp] == [True, False]
    assert len(heard) == 2


def test_putting_the_same_entity_again_tells_nobody(home: Home) -> None:
    heard: list[HomeEvent] = []
    home.listen(heard.append)
    home.put_entity(Entity(LAMP, "Lamp", "test", "lamp"))
    assert heard == []
    home.put_entity(Entity(LAMP, "Moon", "test", "lamp"))
    assert heard == [EntityAdded(home.entities[LAMP])]


def test_an_unknown_entity_is_named_with_the_nearest(home: Home) -> None:
    with pytest.raises(UnknownEntity, match=r"did you mean 'light\.lamp'"):
        home.entity("light.lam")


def test_an_entity_is_where_its_device_is(home: Home) -> None:
    home.put_area(Area(AreaId("kitchen"), "Kitchen", aliases=("Galley",)))
    home.put_device(Device(DeviceId("d"), "D", area_id=AreaId("kitchen")))
    entity = Entity(EntityId("switch.d"), "D", "test", "d", device_id=DeviceId("d"))
    home.put_entity(entity)
    assert home.area_of(entity) == home.area_named("galley")


def test_a_new_area_is_made_from_its_name(home: Home) -> None:
    assert home.area_named("Küche & Bar").id == "kuche_bar"
    assert list(home.areas) == ["kuche_bar"]


def test_slugs_are_ascii_words() -> None:
    assert slugify("Straße 7 & Café") == "strasse_7_cafe"
    assert slugify("☃") == "unnamed"


def test_an_effect_is_told_to_nobody_before_its_cause(home: Home) -> None:
    other = EntityId("light.other")
    home.put_entity(Entity(other, "Other", "test", "other"))
    heard: list[tuple[str, str]] = []

    def show(state: str) -> None:
        home.report(other, state, {})

    def follow(event: HomeEvent) -> None:
        if isinstance(event, StateReported) and event.new.entity_id == LAMP:
            home.afterwards(partial(show, event.new.state))

    def note(event: HomeEvent) -> None:
        if isinstance(event, StateReported):
            heard.append((event.new.entity_id, event.new.state))

    home.listen_reports(LAMP, follow)
    home.listen(note)
    home.report(LAMP, "on", {})
    assert heard == [(LAMP, "on"), (other, "on")]


def test_what_is_to_be_done_afterwards_is_done_at_once_in_silence(home: Home) -> None:
    done: list[int] = []
    home.afterwards(lambda: done.append(1))
    assert done == [1]


def test_a_listener_that_fails_takes_nothing_from_what_follows(home: Home) -> None:
    done: list[int] = []

    def fail(_: HomeEvent) -> None:
        home.afterwards(lambda: done.append(1))
        raise RuntimeError("a fault")

    home.listen(fail)
    with pytest.raises(RuntimeError, match="a fault"):
        home.report(LAMP, "on", {})
    assert done == [1]


def test_a_listener_may_hear_of_some_kinds_only(home: Home) -> None:
    heard: list[HomeEvent] = []
    end = home.listen(heard.append, EntityAdded, Fired)
    home.report(LAMP, "on", {})
    home.put_entity(Entity(LAMP, "Lamp by the door", "test", "lamp"))
    home.fire("bell", {}, Context())
    end()
    home.fire("bell", {}, Context())
    assert [type(event) for event in heard] == [EntityAdded, Fired]
