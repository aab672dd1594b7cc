"""Homes that hold what somebody sees, and follow the real one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId, UserId
from hub.home.model import Area, Device, Floor, Source
from hub.home.people import EVERYTHING, SOMEBODY, Grant, Role, Who, seen_by
from hub.home.plan import Request
from hub.home.sight import MOST_VIEWS, PerView, Sight
from tests.support.fakes import put

CHILD, ADULT = UserId("child"), UserId("adult")
KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))


def make_home() -> Home:
    home = Home()
    for name, floor in (("kitchen", "ground"), ("bedroom", "upper")):
        home.put_floor(Floor(FloorId(floor), floor))
        home.put_area(Area(AreaId(name), name, FloorId(floor)))
        home.put_device(Device(DeviceId(f"{name}_box"), f"{name} box", AreaId(name)))
        put(home, f"light.{name}", device_id=DeviceId(f"{name}_box"))
    put(home, "light.shed")
    return home


def sight_of(home: Home, grants: dict[UserId, Grant]) -> Sight:
    def who_is(user_id: UserId | None) -> Who:
        if user_id is None or user_id not in grants:
            return SOMEBODY
        return Who(user_id, user_id, Role.CHILD, sees=grants[user_id])

    return Sight(home, who_is)


def test_who_sees_everything_reads_the_home_itself() -> None:
    home = make_home()
    sight = sight_of(home, {ADULT: EVERYTHING})
    assert sight.home_for(ADULT) is home
    assert sight.sees_all(ADULT)
    assert sight.sees(ADULT, "light.gone")


def test_who_sees_a_room_reads_a_home_of_that_room() -> None:
    home = make_home()
    seen = sight_of(home, {CHILD: KITCHEN}).home_for(CHILD)
    assert set(seen.entities) == set(seen.states) == {"light.kitchen"}
    assert set(seen.areas) == {"kitchen"}
    assert set(seen.floors) == {"ground"}
    assert set(seen.devices) == {"kitchen_box"}


def test_the_home_that_is_seen_follows_the_real_one() -> None:
    home = make_home()
    sight = sight_of(home, {CHILD: KITCHEN})
    seen = sight.home_for(CHILD)
    home.report(EntityId("light.kitchen"), "on", {"brightness": 7})
    put(home, "switch.kettle", area_id=AreaId("kitchen"))
    home.put_device(Device(DeviceId("bedroom_box"), "moved", AreaId("kitchen")))
    again = sight.home_for(CHILD)
    assert again is seen
    assert seen.state("light.kitchen") is home.state("light.kitchen")
    assert set(seen.entities) == {"light.kitchen", "switch.kettle", "light.bedroom"}
    home.remove_entity(EntityId("switch.kettle"))
    home.put_device(Device(DeviceId("bedroom_box"), "moved", AreaId("bedroom")))
    sight.home_for(CHILD)
    assert set(seen.states) == set(seen.entities) == {"light.kitchen"}


def test_a_grant_that_changes_counts_at_once() -> None:
    home = make_home()
    grants = {CHILD: KITCHEN}
    sight = sight_of(home, grants)
    assert not sight.sees(CHILD, "light.bedroom")
    grants[CHILD] = Grant(areas=frozenset({AreaId("bedroom")}))
    assert set(sight.home_for(CHILD).entities) == {"light.bedroom"}
    del grants[CHILD]
    assert sight.home_for(CHILD) is sight.home_for(None)


def test_rules_see_everything_and_a_voice_what_guests_do() -> None:
    home = make_home()
    put(home, "camera.door")
    sight = sight_of(home, {})
    assert sight.home_of(Request(source=Source.RULE)) is home
    assert sight.home_of(Request(source=Source.EVENT)) is home
    voice = sight.home_of(Request(source=Source.VOICE))
    assert "camera.door" not in voice.entities
    assert sight.sight_of(Request(source=Source.LANGUAGE)) == seen_by(Role.GUEST)
    # A user's words stay theirs, whatever brings them.
    child = Request(source=Source.RULE, user_id=CHILD)
    assert "camera.door" not in sight.home_of(child).entities


def test_a_group_holds_for_them_what_they_see_of_it() -> None:
    home = make_home()
    members = {"entity_id": ["light.kitchen", "light.bedroom"]}
    put(home, "light.both", area_id=AreaId("kitchen"), attributes=members)
    sight = sight_of(home, {CHILD: KITCHEN, ADULT: EVERYTHING})
    seen = sight.home_for(CHILD).state("light.both")
    assert seen.attributes["entity_id"] == ["light.kitchen"]
    assert sight.shown(CHILD, home.state("light.both")) == seen
    assert sight.shown(ADULT, home.state("light.both")) is home.state("light.both")


def test_few_homes_are_kept() -> None:
    home = make_home()
    sight = sight_of(home, {})
    made: list[Home] = []
    per_view = PerView(lambda seen: made.append(seen) or len(made))  # type: ignore[func-returns-value]
    grants = [Grant(domains=frozenset({f"d{number}"})) for number in range(3 * MOST_VIEWS)]
    for grant in grants:
        per_view.of(sight.home_with(grant))
    assert len(sight._views) == len(per_view._made) == MOST_VIEWS
    assert per_view.of(sight.home_with(grants[-1])) == len(grants)


changes = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove", "move", "report"]),
        st.sampled_from(["light.a", "camera.b", "todo.c"]),
        st.sampled_from(["kitchen", "bedroom", None]),
    ),
    max_size=30,
)


@settings(max_examples=50)
@given(changes)
def test_a_view_holds_exactly_what_the_grant_covers(steps: list[tuple[str, str, str]]) -> None:
    home = make_home()
    grant = seen_by(Role.GUEST, KITCHEN)
    sight = sight_of(home, {})
    for what, entity_id, area in steps:
        known = EntityId(entity_id) in home.entities
        match what:
            case "put" | "move":
                home.remove_entity(EntityId(entity_id)) if known else None
                put(home, entity_id, area_id=AreaId(area) if area else None)
            case "remove":
                home.remove_entity(EntityId(entity_id))
            case _:
                if known:
                    home.report(EntityId(entity_id), str(area), {})
        seen = sight.home_with(grant)
        wanted = {e.id for e in home.entities.values() if grant.covers(e, home)}
        assert set(seen.entities) == wanted
        assert seen.states == {each: home.states[each] for each in wanted}
