"""Scenes and template entities of the cottage's rule files."""

from collections.abc import Iterator

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
