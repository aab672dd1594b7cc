"""Device trackers over a real broker."""

from hub.home.model import UNKNOWN
from tests.integrations.mqtt.handmade import Handmade


async def test_a_tracker_says_home_away_or_a_place(device: Handmade) -> None:
    await device.announce(
        "device_tracker/tag",
        {
            "name": "Tag",
            "unique_id": "t1",
            "state_topic": "tag",
            "payload_home": "in",
            "payload_not_home": "out",
            "source_type": "bluetooth_le",
        },
    )
    await device.reports("device_tracker.tag", UNKNOWN)
    for payload, state in (("in", "home"), ("out", "not_home"), ("Gym", "Gym"), ("None", UNKNOWN)):
        device.say("tag", payload)
        await device.reports("device_tracker.tag", state)
    shown = device.home.state("device_tracker.tag")
    assert shown.attributes["source_type"] == "bluetooth_le"
