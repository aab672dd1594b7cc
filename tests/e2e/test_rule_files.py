"""A Home Assistant configuration given with `--rules` to a real hub does what it says."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.remote import Rejected
from tests.support.cottage import Cottage, cottage, eventually
from tests.support.running_hub import speech

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cottage]:
    with cottage(tmp_path_factory.mktemp("cottage")) as opened:
        yield opened


def test_all_rules_run_but_the_broken_one_which_is_named(house: Cottage) -> None:
    answer = house.rules_answer()
    assert len(answer["rules"]) >= 60
    [problem] = answer["problems"]
    assert Path(problem["file"]).name == "broken.yaml"
    lines = Path(problem["file"]).read_text().splitlines()
    assert "too:" in lines[problem["line"] - 1]
    assert "did you mean 'to'" in problem["message"]
    house.fire("cottage_fine")
    house.wire.hears("out/fine", "fine")


def test_states_of_devices_start_rules(house: Cottage) -> None:
    house.call("light.turn_off", entity_id="light.desk_lamp")
    house.is_so("light.desk_lamp", "off")
    house.report("hall_door", "ON")
    lamp = house.is_so("light.desk_lamp", "on")
    assert lamp["attributes"]["brightness"] == pytest.approx(102, abs=2)
    house.wire.hears("out/left_open", "binary_sensor.hall_door 0:00:01 Big front door")
    house.wire.hears("out/group", "1")
    visits = int(house.state("counter.visits"))
    for number, state in enumerate(("ON", "OFF"), visits + 1):
        house.report("bath_window", state)
        house.is_so("counter.visits", str(number))
        house.is_idle("automation.any_change_of_the_bath_window")
    house.report("hall_door", "OFF")


def test_keys_tags_and_bells_start_rules(house: Cottage) -> None:
    for _ in range(2):  # the same key again is news
        house.wire.say("cottage/hall_remote/action", "single")
    house.wire.hears("out/hall_remote", *["single of cottage/hall_remote/action"] * 2)
    house.wire.hears("out/own_remote", *["action single"] * 2)
    house.wire.say("cottage/gate_scanner", '{"PN532": {"UID": "E9F35959"}}')
    house.wire.hears("out/gate_tag", "E9F35959")
    for kind in ("press", "press", "hold"):
        house.wire.say("cottage/garden_bell", f'{{"event_type": "{kind}"}}')
    house.wire.hears("out/garden_bell", "press", "press", "hold")


def test_a_camera_is_seen_and_a_watch_is_placed(house: Cottage) -> None:
    camera = house.is_so("camera.porch", "idle")
    address = f"{house.hub.url}{camera['attributes']['entity_picture']}"
    with urllib.request.urlopen(address) as answer:  # noqa: S310 -- our own hub
        assert answer.headers["Content-Type"] == "image/gif"
        assert answer.read() == b"GIF89a"
    where = house.hub.state("zone.home")["attributes"]
    place = {"latitude": where["latitude"], "longitude": where["longitude"], "gps_accuracy": 9}
    house.report("bea_watch", json.dumps(place))
    assert house.is_so("device_tracker.bea_watch", "home")["attributes"]["in_zones"] == [
        "zone.home"
    ]


def test_from_and_to_lists_and_what_must_not_be(house: Cottage) -> None:
    house.call("input_select.select_option", entity_id="input_select.mode", option="away")
    house.wire.hears("out/lists", "home->away")
    house.call("input_select.select_option", entity_id="input_select.mode", option="home")
    house.wire.hears("out/not_to", "home")


def test_attributes_and_numbers_start_rules(house: Cottage) -> None:
    # Whether the rule was there before the lamp's first report is not the matter here.
    house.wire.forget("out/attribute")
    house.report("shed", '{"state": "ON", "brightness": 230}')
    house.wire.hears("out/attribute", "230")
    house.wire.hears("out/purpose", "230")
    house.wire.hears("out/bright", "yes")
    assert house.wire.on("out/to_null") == []
    house.report("shed", '{"state": "OFF"}')
    house.wire.hears("out/to_null", "off")
    house.report("freezer", "50")
    house.wire.hears("out/freezer", "over input_number.limit")
    house.report("freezer", "3")
    house.wire.hears("out/freezer", "over input_number.limit", "under")


def test_the_laundry_package(house: Cottage) -> None:
    house.report("washer_watts", "900")
    house.is_so("input_boolean.laundry_waits", "off")
    house.report("washer_watts", "2")
    house.is_so("input_boolean.laundry_waits", "on")
    eventually(lambda: "Laundry: The machine is done at 2 W." in house.told(), str(house.told()))


def test_events_start_rules(house: Cottage) -> None:
    house.fire("cottage_event", kind="other", n=1)
    house.fire("cottage_event", kind="bell", n=1)
    house.wire.hears("out/event", "bell 2")
    house.fire("cottage_two")
    house.fire("cottage_one")
    house.wire.hears("out/events", "cottage_two", "cottage_one")
    house.fire("cottage_old", word="hello")
    house.wire.hears("out/old", "hello")
    house.fire("cottage_fire", word="chain")
    house.wire.hears("out/fired", "CHAIN")
    house.fire("zha_event", device_ieee="00:15:8d", command="down")
    house.wire.hears("out/remote", "down")
    house.fire("samsungtv.turn_on", entity_id="media_player.living_room_tv")
    house.wire.hears("out/tv", "wake")
    house.fire("tag_scanned", tag_id="tag-fridge", device_id="phone")
    house.wire.hears("out/tag", "tag-fridge")
    fine = len(house.wire.on("out/fine"))
    house.fire("cottage_rests")
    house.fire("cottage_works")
    house.wire.hears("out/works", "works")
    house.fire("cottage_whose")
    house.fire("cottage_fine")
    eventually(lambda: len(house.wire.on("out/fine")) > fine)
    assert house.wire.on("out/whose") == []


def test_webhooks_start_rules_without_a_token(house: Cottage) -> None:
    address = f"{house.hub.url}/api/webhook/cottage-post-6f2a"
    request = urllib.request.Request(  # noqa: S310 -- our own hub
        address,
        data=b'{"name": "postman"}',
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 -- our own hub
        assert answer.status == 200
    house.is_so("input_text.last_caller", "postman")
    house.is_idle("automation.by_webhook")
    with urllib.request.urlopen(f"{address}?name=baker", timeout=20) as answer:  # noqa: S310
        assert answer.status == 200
    house.is_so("input_text.last_caller", "baker")


def test_messages_start_rules_and_rules_publish(house: Cottage) -> None:
    house.wire.say("in/hall/button", '{"action": "released", "count": 1}')
    house.wire.say("in/hall/button", '{"action": "pressed", "count": 2}')
    house.wire.hears("out/mqtt", "in/hall/button 2")


def test_templates_start_rules(house: Cottage) -> None:
    house.call("input_boolean.turn_on", entity_id="input_boolean.guests")
    house.report("garden_lux", "3")
    house.wire.hears("out/template", "dark")
    house.call("input_boolean.turn_off", entity_id="input_boolean.guests")
    house.call("input_boolean.turn_on", entity_id="input_boolean.quiet")
    house.wire.hears("out/template_for", "quiet")
    house.call("input_boolean.turn_off", entity_id="input_boolean.quiet")


def test_sentences_start_rules_and_are_answered(house: Cottage) -> None:
    assert speech(house.hub.ask("please make tea for Grandma")) == "Tea for Grandma, coming."
    assert speech(house.hub.ask("it is tea time")) == "Tea for all, coming."
    house.wire.hears("out/tea", "please make tea for Grandma", "it is tea time")


def test_the_clock_starts_rules(house: Cottage) -> None:
    house.call("input_boolean.turn_on", entity_id="input_boolean.party")
    house.wire.hears("out/pattern", "time_pattern")
    house.is_so("input_boolean.party", "off")


def test_a_time_that_a_helper_tells(house: Cottage) -> None:
    zone = ZoneInfo(house.hub.remote.request("GET", "/api/config")["time_zone"])
    soon = f"{datetime.now(zone) + timedelta(seconds=4):%Y-%m-%d %H:%M:%S}"
    house.call("input_datetime.set_datetime", entity_id="input_datetime.trip", datetime=soon)
    house.wire.hears("out/at_helper", "input_datetime.trip")


def test_people_come_and_go(house: Cottage) -> None:
    house.is_so("person.ada", "home")
    house.fire("cottage_where")
    house.wire.hears("out/where", "home")
    house.report("ada_phone", "not_home")
    house.wire.hears("out/ada", "gone leave")
    house.report("ada_phone", "home")
    house.wire.hears("out/ada", "gone leave", "home enter")


def test_a_device_starts_a_rule_that_tells_people(house: Cottage) -> None:
    house.call("light.turn_off", entity_id="light.hallway")
    house.is_so("light.hallway", "off")
    house.report("attic_leak", "ON")
    house.is_so("light.hallway", "on")
    eventually(lambda: "Water: There is water in the attic" in house.told())
    house.report("attic_leak", "OFF")


def test_a_rule_unlocks_nothing_and_says_so(house: Cottage) -> None:
    house.fire("cottage_unlock")
    words = "Somebody unlocks from a rule"
    eventually(lambda: any(words in text and "denied" in text for text in house.told()))
    assert house.state("lock.front_door") == "locked"
    house.fire("cottage_goes_on")
    house.wire.hears("out/goes_on", "reached")


def test_notifications_start_rules(house: Cottage) -> None:
    house.call("persistent_notification.create", message="Fuse 3 is out", notification_id="fuse")
    house.wire.hears("out/notified", "Fuse 3 is out")
    house.call("input_button.press", entity_id="input_button.panic")
    eventually(lambda: "Panic: Somebody pressed it" in house.told())


def test_old_spellings_of_calls(house: Cottage) -> None:
    house.call("light.turn_on", entity_id="light.desk_lamp")
    house.call("switch.turn_on", entity_id="switch.baby_monitor")
    house.is_so("light.desk_lamp", "on")
    house.fire("cottage_top")
    house.is_so("light.desk_lamp", "off")
    house.is_so("switch.baby_monitor", "off")
    eventually(lambda: house.hub.state("light.floor_lamp")["attributes"].get("brightness") == 33)
    house.fire("cottage_templated", to="on", which="desk_lamp")
    house.is_so("light.desk_lamp", "on")


def test_rules_wait(house: Cottage) -> None:
    house.fire("cottage_vain")
    house.fire("cottage_wait")
    house.wire.hears("out/wait", "begin")
    house.report("bell", "ON")
    house.report("bell", "OFF")
    house.wire.hears("out/wait", "begin", "end True")
    house.wire.hears("out/vain", "timeout")


def test_choices_loops_branches_and_ends(house: Cottage) -> None:
    for kind in ("a", "b", "c"):
        house.fire("cottage_choose", kind=kind)
        eventually(lambda: len(house.wire.on("out/choose")) == "abc".index(kind) + 1)  # noqa: B023
    house.wire.hears("out/choose", "first", "second", "default")
    house.fire("cottage_loops")
    house.wire.hears("out/loops", "c1 c2 x 1 w w u u")
    house.fire("cottage_parallel")
    house.wire.hears("out/parallel", "quick", "slow", "both")
    house.fire("cottage_stop")
    house.wire.hears("out/stop", "before")
    house.report("shed", '{"state": "ON", "brightness": 100}')
    house.is_so("light.shed", "on")
    house.fire("cottage_conditions")
    house.wire.hears("out/conditions", "all")
    house.fire("cottage_stop_badly")
    house.is_idle("automation.stops_with_an_error")
    assert house.wire.on("out/stop") == ["before"]


def test_modes(house: Cottage) -> None:
    for n in range(3):
        house.fire("cottage_single", n=n)
        house.fire("cottage_queued", n=n)
        house.fire("cottage_restart", n=n)
    for n in range(4):
        house.fire("cottage_many", n=n)
    house.wire.hears("out/queued", "0", "1", "2")
    house.wire.hears("out/restart", "2")
    eventually(lambda: sorted(house.wire.on("out/many")) == ["0", "1", "2"])
    assert house.wire.on("out/single") == ["0"]


def test_scripts_are_asked_and_answer(house: Cottage) -> None:
    house.fire("cottage_ask", number=21)
    house.wire.hears("out/shout", "TWICE IS 42")
    house.call("script.shout", words="hello")
    house.wire.hears("out/shout", "TWICE IS 42", "HELLO")
    house.call("script.turn_on", entity_id="script.blink_it")
    house.wire.hears("out/blink_it", "ready")
    house.call("script.turn_on", entity_id="script.slow")
    house.is_so("script.slow", "on")
    house.call("script.turn_off", entity_id="script.slow")
    house.is_so("script.slow", "off")


def test_a_script_called_over_rest_returns_its_response(house: Cottage) -> None:
    path = "/api/services/script/double?return_response"
    answer = house.hub.remote.request("POST", path, {"number": 4})
    assert answer["service_response"] == {"twice": 8}


def test_helpers_are_set_by_rules(house: Cottage) -> None:
    house.fire("cottage_helpers")
    house.is_so("input_text.note", "06:45:00 20.5")
    house.is_so("input_select.mode", "night")
    house.call("input_select.select_option", entity_id="input_select.mode", option="home")
    house.fire("cottage_oven")
    house.is_so("timer.oven", "active")
    house.wire.hears("out/oven", "done")


def test_rooms_and_floors(house: Cottage) -> None:
    house.call("light.turn_on", entity_id=["light.bedside_lamp", "light.bathroom_mirror"])
    house.is_so("light.bathroom_mirror", "on")
    house.fire("cottage_rooms")
    house.is_so("light.bedside_lamp", "off")
    house.is_so("light.bathroom_mirror", "off")
    house.is_so("light.nursery", "on")


def test_automations_are_entities(house: Cottage) -> None:
    entity_id = "automation.several_events"
    found = house.hub.state(entity_id)
    assert found["state"] == "on"
    attributes: dict[str, Any] = found["attributes"]
    assert {"id": "11", "mode": "single", "current": 0}.items() <= attributes.items()
    assert attributes["friendly_name"] == "Several events"
    assert house.state("automation.off_until_asked") == "off"
    house.call("automation.trigger", entity_id="automation.blinds_with_the_sun")
    house.wire.hears("out/sun", "by hand")
    eventually(
        lambda: house.hub.state("automation.blinds_with_the_sun")["attributes"]["last_triggered"]
    )
    before = house.wire.on("out/loops")
    house.fire("cottage_trigger_other")
    house.is_so(entity_id, "off")
    eventually(lambda: house.wire.on("out/loops") == [*before, "c1 c2 x 1 w w u u"])
    house.call("automation.toggle", entity_id=entity_id)
    house.is_so(entity_id, "on")
    house.fire("cottage_asleep")
    house.call("automation.turn_on", entity_id="automation.off_until_asked")
    house.is_so("automation.off_until_asked", "on")
    house.fire("cottage_asleep")
    house.wire.hears("out/asleep", "woke")


def test_an_edited_file_counts_after_a_reload(house: Cottage) -> None:
    file = house.rules / "manual" / "old_style.yaml"
    text = file.read_text().replace('topic: "out/old"', 'topic: "out/new"')
    file.write_text(text.replace("event_type: cottage_old", "event_type: cottage_new"))
    house.call("automation.reload")
    house.fire("cottage_new", word="edited")
    eventually(lambda: house.wire.on("out/new") == ["edited"])
    broken = house.rules / "packages" / "broken.yaml"
    broken.write_text(broken.read_text().replace("too:", "to:"))
    house.call("automation.reload")
    eventually(lambda: house.rules_answer()["problems"] == [])


def test_an_unknown_automation_is_refused(house: Cottage) -> None:
    with pytest.raises(Rejected):
        house.call("automation.trigger", entity_id="automation.none_such")
