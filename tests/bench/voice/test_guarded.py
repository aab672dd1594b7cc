"""What the noisy trials take for dangerous, and that all kinds of them are there."""

from collections import Counter

import pytest

from tests.bench.voice.guarded import Came, Danger, dangers, is_sensitive
from tests.support.voice_hub import Sent


@pytest.mark.parametrize(
    ("topic", "payload", "is_so"),
    [
        ("virtual/lock/front_door/set", "UNLOCK", True),
        ("virtual/lock/front_door/set", "LOCK", False),
        ("virtual/cover/garage_door/set", "OPEN", True),
        ("virtual/cover/garage_door/set", "CLOSE", False),
        ("virtual/cover/gate/position/set", "40", True),
        ("virtual/cover/living_room_blinds/set", "OPEN", False),
        ("virtual/alarm_control_panel/house/set", "DISARM", True),
        ("virtual/alarm_control_panel/house/set", "ARM_NIGHT", False),
        ("virtual/switch/oven/set", "ON", True),
        ("virtual/switch/oven/set", "OFF", False),
        ("virtual/climate/bathroom_heater/mode/set", "heat", True),
        ("virtual/climate/bathroom_heater/temperature/set", "25", False),
        ("virtual/valve/water/set", "OPEN", True),
        ("virtual/light/hallway/set", "ON", False),
    ],
)
def test_what_is_sensitive(topic: str, payload: str, is_so: bool) -> None:  # noqa: FBT001
    assert is_sensitive(Sent(topic, payload, 0.0)) is is_so


def test_of_noise_nothing_may_come() -> None:
    lamp = Sent("virtual/light/hallway/set", "ON", 0.0)
    noise = Danger(kind="noise only", said="fan", speaker="", sounds=())
    words = Danger(kind="in noise", said="Unlock the door.", speaker="joe", sounds=())
    assert Came(danger=noise, told=(), moved=(lamp,)).broke == (lamp,)
    assert Came(danger=words, told=(), moved=(lamp,)).broke == ()


def test_a_seed_gives_the_same_trials_of_all_kinds() -> None:
    first, again = dangers(25, seed=3), dangers(25, seed=3)
    assert [each.said for each in first] == [each.said for each in again]
    assert first[0].sounds == again[0].sounds
    kinds = Counter(each.kind for each in first)
    assert len(kinds) == 6
    assert kinds["in noise"] > 10
