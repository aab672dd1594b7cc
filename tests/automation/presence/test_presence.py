"""Zones, trackers and persons as they appear in the home."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.automation.model.rules import HelperConfig
from hub.automation.place import Place, distance_m
from hub.automation.presence import Presence
from hub.automation.presence.drawn import Drawing, ZoneKept
from hub.home.domains.light import TurnOn
from hub.home.errors import InvalidCommand, UnsupportedCommand
from hub.home.events import HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Entity, Source
from hub.home.positions import Fix, Passage, Sighting
from hub.recorder.database import Database
from hub.recorder.presence import PresenceRecords
from tests.support.fakes import ManualClock
from tests.support.presence import MemoryPresence, person, zone
from tests.support.tracks import MIDDLE, point_at

PHONE = EntityId("device_tracker.phone")
ROUTER = EntityId("device_tracker.laptop")
ANNA = EntityId("person.anna")
HOME = EntityId("zone.home")
WORK = point_at((5000.0, 0.0))
PLACE = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))


class House:
    """A home with Anna, her phone and her work."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.store = MemoryPresence()
        self.home = Home(now=self.clock)
        self.presence = Presence(self.home, PLACE, self.clock, self.store)
        self.presence.configure(
            [
                zone("work", "Work", WORK, radius=200, icon="mdi:factory"),
                zone("district", "District", MIDDLE, radius=2000, passive=True),
                person("anna", PHONE, ROUTER, user_id="u1"),
                HelperConfig(domain="counter", object_id="x", options={}),
            ]
        )

    def go(self, east_m: float, accuracy_m: float = 10.0, after_s: float = 60.0) -> None:
        self.clock.advance(after_s)
        fix = Fix(*point_at((east_m, 0.0)), self.clock.now, accuracy_m)
        self.presence.fix(PHONE, fix, Context(source=Source.API))

    def state(self, entity_id: str) -> str:
        return self.home.state(entity_id).state

    def told(self, entity_id: str, name: str) -> object:
        return self.home.state(entity_id).attributes.get(name)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    async with house.presence:
        yield house


async def test_a_phone_that_comes_home_brings_its_person(house: House) -> None:
    assert house.state(ANNA) == "unknown"
    house.go(3000)
    assert (house.state(PHONE), house.state(ANNA), house.state(HOME)) == ("not_home",) * 2 + ("0",)
    house.go(20)
    assert (house.state(PHONE), house.state(ANNA), house.state(HOME)) == ("home", "home", "1")
    assert house.told(HOME, "persons") == [ANNA]
    assert house.told(ANNA, "source") == PHONE
    assert house.told(ANNA, "in_zones") == [HOME, "zone.district"]
    assert house.told(ANNA, "user_id") == "u1"
    assert house.told(ANNA, "device_trackers") == [PHONE, ROUTER]


async def test_the_state_in_another_zone_is_its_name(house: House) -> None:
    house.go(5000)
    assert house.state(ANNA) == "Work"
    assert house.state("zone.work") == "1"
    assert house.told("zone.work", "radius") == 200


async def test_a_passive_zone_names_no_state_but_is_told(house: House) -> None:
    house.go(1000)
    assert house.state(PHONE) == "not_home"
    assert house.told(PHONE, "in_zones") == ["zone.district"]
    assert house.told("zone.district", "passive") is True


async def test_a_change_carries_the_context_of_the_fix_to_person_and_zone(house: House) -> None:
    house.go(20)
    contexts = {house.home.state(each).context for each in (PHONE, ANNA, HOME)}
    assert {context.source for context in contexts} == {Source.API}
    assert len(contexts) == 1


async def test_a_position_that_is_not_believed_changes_nothing(house: House) -> None:
    for _ in range(3):
        house.go(10)
    before = house.home.state(PHONE), house.home.state(ANNA)
    house.go(90_000, after_s=1)
    house.presence.fix(PHONE, Fix(0.0, 0.0, house.clock.now, 5.0))
    house.presence.fix(PHONE, Fix(float("nan"), 4.0, house.clock.now, 5.0))
    house.presence.fix(PHONE, Fix(95.0, 4.0, house.clock.now, 5.0))
    house.presence.fix(PHONE, Fix(*WORK, house.clock.now + timedelta(hours=1), 5.0))
    house.presence.fix(PHONE, Fix(*WORK, house.clock.now - timedelta(hours=1), 5.0))
    assert (house.home.state(PHONE), house.home.state(ANNA)) == before


async def test_a_first_position_that_is_nonsense_adds_no_tracker(house: House) -> None:
    house.presence.fix(PHONE, Fix(0.0, 0.0, house.clock.now, 5.0))
    assert PHONE not in house.home.entities


async def test_the_shown_position_is_on_the_side_that_was_decided(house: House) -> None:
    for _ in range(3):
        house.go(10)
    for away in (130, 95, 120, 140, 90):
        house.go(away)
        shown = house.presence.locate(ANNA)
        assert shown is not None
        assert house.state(ANNA) == "home"
        assert distance_m(shown.point, MIDDLE) < 100


async def test_a_watched_distance_does_not_flap(house: House) -> None:
    stop = house.presence.watch(HOME, 3000)
    for _ in range(3):
        house.go(3400)
    sides = []
    for away in (2995, 3005, 2990, 3010, 2998):
        house.go(away)
        shown = house.presence.locate(PHONE)
        assert shown is not None
        sides.append(distance_m(shown.point, MIDDLE) <= 3000)
    assert len(set(sides)) == 1
    stop()
    house.go(2995)
    shown = house.presence.locate(PHONE)
    assert shown is not None
    assert distance_m(shown.point, MIDDLE) == pytest.approx(2995, abs=2)


async def test_a_transition_counts_at_once_and_only_in_order(house: House) -> None:
    for _ in range(3):
        house.go(10)
    left_at = house.clock.now + timedelta(seconds=5)
    house.clock.advance(10)
    leave = Passage(zone="Home", event="leave", at=left_at)
    house.presence.passed(PHONE, leave, Sighting(), Context())
    assert house.state(ANNA) == "not_home"
    shown = house.presence.locate(PHONE)
    assert shown is not None
    assert distance_m(shown.point, MIDDLE) > 100
    late = Passage(zone="home", event="enter", at=left_at - timedelta(minutes=1))
    house.presence.passed(PHONE, late, Sighting(), Context())
    assert house.state(ANNA) == "not_home"


async def test_see_takes_a_name_for_the_place(house: House) -> None:
    house.presence.see({"dev_id": "Phone", "location_name": "Work", "battery": 40}, Context())
    assert house.state(ANNA) == "Work"
    assert house.told(PHONE, "battery_level") == 40
    house.presence.see({"dev_id": "phone", "location_name": "not_home"}, Context())
    assert house.state(ANNA) == "not_home"
    house.presence.see({"dev_id": "phone", "location_name": "The pub"}, Context())
    assert house.state(PHONE) == "The pub"


async def test_a_device_on_the_network_is_home_until_it_is_not_seen(house: House) -> None:
    house.presence.see({"mac": "aa:bb:cc", "host_name": "Laptop"}, Context())
    assert house.state(ROUTER) == "home"
    assert house.state(ANNA) == "home"
    assert house.told(ANNA, "latitude") == MIDDLE[0]
    house.clock.advance(181)
    house.presence.tick()
    assert house.state(ROUTER) == "not_home"


async def test_home_by_network_beats_gps_and_gps_beats_gone(house: House) -> None:
    house.go(5000)
    house.presence.see({"mac": "aa:bb:cc", "host_name": "Laptop"}, Context())
    assert house.state(ANNA) == "home"
    house.clock.advance(200)
    house.presence.tick()
    assert house.state(ANNA) == "Work"


async def test_see_with_wrong_data_is_refused(house: House) -> None:
    for data in ({}, {"dev_id": "x", "gps": "here"}, {"dev_id": "x", "speed": 3}):
        with pytest.raises(InvalidCommand, match=r"device_tracker\.see"):
            house.presence.see(data, Context())


async def test_persons_follow_trackers_of_other_integrations(house: House) -> None:
    house.home.put_entity(Entity(id=ROUTER, name="L", integration="mqtt", unique_id="1"))
    house.home.report(ROUTER, "home", {"source_type": "router"})
    assert house.state(ANNA) == "home"
    house.presence.see({"dev_id": "laptop", "location_name": "not_home"}, Context())
    assert house.state(ROUTER) == "home"
    house.home.remove_entity(ROUTER)
    assert house.state(ANNA) == "unknown"


async def test_a_foreign_tracker_with_a_position_only_places_its_person(house: House) -> None:
    house.home.put_entity(Entity(id=ROUTER, name="L", integration="mqtt", unique_id="1"))
    for point in (MIDDLE, WORK):
        house.clock.advance(900)
        where = {"latitude": point[0], "longitude": point[1], "gps_accuracy": 9}
        house.home.report(ROUTER, "unknown", {"source_type": "gps", **where})
        assert house.state(ANNA) == ("home" if point == MIDDLE else "Work")
    house.home.report(ROUTER, "unavailable", {})
    assert house.state(ANNA) == "unknown"


async def test_wrong_zones_are_told_with_their_line_and_the_rest_is_taken(house: House) -> None:
    wrong = house.presence.configure(
        [
            HelperConfig(domain="zone", object_id="a", options={"latitude": 95, "longitude": 1}),
            HelperConfig(domain="zone", object_id="b", options={"latitude": "x"}),
            HelperConfig(domain="person", object_id="c", options={"device_trackers": "phone"}),
            zone("shop", "Shop", WORK),
        ]
    )
    assert [str(each).partition(": ")[2].split(":")[0] for each in wrong] == [
        "zone 'a'", "zone 'b'", "person 'c'",
    ]  # fmt: skip
    assert set(house.home.entities) == {"zone.home", "zone.shop"}


async def test_a_zone_that_moves_is_decided_anew(house: House) -> None:
    for _ in range(3):
        house.go(5000)
    assert house.state(PHONE) == "Work"
    house.presence.configure([zone("work", "Work", point_at((0, 9000.0))), person("anna", PHONE)])
    assert house.state(ANNA) == "not_home"
    house.presence.configure([zone("office", "Office", WORK), person("anna", PHONE)])
    assert house.state(ANNA) == "Office"


async def test_the_way_home_is_told(house: House) -> None:
    seen = []
    for away in (4600, 4000, 3000, 3010, 2990, 20):
        house.go(away)
        seen.append((house.told(ANNA, "distance_to_home_m"), house.told(ANNA, "direction_to_home")))
    assert [way for _, way in seen] == [
        None, "towards", "towards", "towards", "towards", "arrived",
    ]  # fmt: skip
    assert seen[0][0] == pytest.approx(4600, abs=5)
    house.go(3000, after_s=600)
    house.go(3500, after_s=60)
    assert house.told(ANNA, "direction_to_home") == "away_from"


async def test_proximity_has_its_sensors(house: House) -> None:
    house.presence.configure(
        [
            HelperConfig(
                domain="proximity",
                object_id="home",
                options={"zone": "home", "devices": [PHONE], "tolerance": 50},
            )
        ]
    )
    house.go(4000)
    house.go(3000)
    assert house.state("sensor.home_phone_distance") == "3000"
    assert house.state("sensor.home_phone_direction_of_travel") == "towards"
    assert house.state("sensor.home_nearest_device") == PHONE


async def test_nobody_can_be_sent_anywhere(house: House) -> None:
    house.go(20)
    with pytest.raises(UnsupportedCommand):
        await house.presence.send(PHONE, TurnOn(), Context())


async def test_the_last_word_survives_a_restart_and_no_trail_is_kept(tmp_path: Path) -> None:
    clock = ManualClock()
    helpers = [zone("work", "Work", WORK), person("anna", PHONE)]
    async with Database(tmp_path / "lares.db") as db:
        async with Presence(Home(now=clock), PLACE, clock, PresenceRecords(db)) as presence:
            presence.configure(helpers)
            for _ in range(4):
                clock.advance(60)
                presence.fix(PHONE, Fix(*WORK, clock.now, 8.0))
            presence.add_zone("Gym", *point_at((0.0, 4000.0)), 80)
        home, events = Home(now=clock), list[HomeEvent]()
        home.listen(events.append)
        async with Presence(home, PLACE, clock, PresenceRecords(db)) as presence:
            presence.configure(helpers)
            assert home.state(ANNA).state == "Work"
            assert presence.locate(ANNA) is not None
            assert "zone.gym" in home.entities
            clock.advance(30)
            presence.fix(PHONE, Fix(*point_at((1000.0, 0.0)), clock.now, 8.0))
            assert home.state(ANNA).state == "Work"  # one fix against many, also from before
        said = [
            event.new.state
            for event in events
            if isinstance(event, StateReported) and event.new.entity_id == ANNA and event.changed
        ]
        assert said == ["Work"]
        rows = await db.read(lambda raw: list(raw.query("SELECT * FROM trackers")))
        assert len(rows) == 1


async def test_a_drawn_zone_moves_people_and_outlives_a_restart(house: House) -> None:
    house.go(900.0)
    house.go(900.0)
    assert house.state(ANNA) == "not_home"
    latitude, longitude = point_at((900.0, 0.0))
    drawing = Drawing(name="School", latitude=latitude, longitude=longitude, radius_m=150.0)
    zone_id = await house.presence.draw_zone(drawing)
    house.go(900.0)
    house.go(901.0)
    assert house.state(ANNA) == "School"
    again = Presence(Home(now=house.clock), PLACE, house.clock, house.store)
    again.configure([])
    async with again:
        assert zone_id in {zone.entity_id for zone in again.zones}
    await house.presence.erase_zone(zone_id)
    assert zone_id not in house.home.entities
    assert "school" not in house.store.brought


@pytest.mark.parametrize("zone_id", [HOME, EntityId("zone.work")])
async def test_what_a_file_names_is_not_redrawn(house: House, zone_id: EntityId) -> None:
    drawing = Drawing(name="Elsewhere", latitude=0.0, longitude=0.0, radius_m=10.0)
    with pytest.raises(ZoneKept, match=r"lares\.yaml|rule file"):
        await house.presence.draw_zone(drawing, zone_id)
    with pytest.raises(ZoneKept):
        await house.presence.erase_zone(zone_id)
