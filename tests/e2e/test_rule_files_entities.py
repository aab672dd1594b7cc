"""Scenes and template entities of the cottage's rule files, its calendar, and its end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.cottage import Cottage, cottage, eventually

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cottage]:
    with cottage(tmp_path_factory.mktemp("cottage")) as opened:
        yield opened


def test_a_scene_of_a_file_sets_its_lamps(house: Cottage) -> None:
    house.call("light.turn_on", entity_id="light.floor_lamp")
    house.is_so("light.floor_lamp", "on")
    house.call("scene.turn_on", entity_id="scene.reading")
    house.is_so("light.floor_lamp", "off")
    lamp = house.is_so("light.desk_lamp", "on")
    assert lamp["attributes"]["brightness"] == 200
    house.call("scene.turn_on", entity_id="scene.lights_out")
    house.is_so("light.desk_lamp", "off")


def test_template_entities_follow_what_they_read(house: Cottage) -> None:
    house.report("freezer", "7")
    level = house.is_so("sensor.freezer_alarm_level", "12.0")
    assert level["attributes"]["unit_of_measurement"] == "°C"
    house.is_so("binary_sensor.anything_open", "off")
    house.report("bath_window", "ON")
    house.is_so("binary_sensor.anything_open", "on")
    house.report("bath_window", "OFF")
    house.is_so("binary_sensor.anything_open", "off")


def test_a_group_of_lamps_is_switched_by_name(house: Cottage) -> None:
    house.call("light.turn_on", entity_id="group.lamps")
    for lamp in ("light.desk_lamp", "light.floor_lamp"):
        house.is_so(lamp, "on")
    eventually(lambda: house.state("group.lamps") == "on")


def test_an_entry_of_a_calendar_starts_a_rule(house: Cottage) -> None:
    zone = ZoneInfo(house.hub.remote.request("GET", "/api/config")["time_zone"])
    # The rule runs a quarter of an hour before it begins.
    begins = datetime.now(zone) + timedelta(minutes=15, seconds=3)
    ends = begins + timedelta(hours=1)
    times = {"start_date_time": begins.isoformat(), "end_date_time": ends.isoformat()}
    house.call("calendar.create_event", entity_id="calendar.family", summary="Choir", **times)
    eventually(lambda: "Choir soon" in house.told(), str(house.told()))


def test_rules_hear_that_the_hub_stops(house: Cottage) -> None:
    assert house.wire.on("out/stopping") == []
    assert house.hub.stop() == 0
    house.wire.hears("out/stopping", "shutdown")
