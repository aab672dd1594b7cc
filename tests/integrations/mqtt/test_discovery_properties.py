"""What holds of any announcement and any payload."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from integrations.mqtt.abbreviations import DEVICE_KEYS, ENTITY_KEYS, ORIGIN_KEYS, spell_out
from tests.oracle.mqtt_cases import MAKERS, Case, cases
from tests.support.mqtt_desk import Desk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
SHAPED = st.builds(
    lambda value: {"v": value, "state": value, "color": value, "position": value}, JSON
)
PAYLOADS = st.binary(max_size=40) | st.text(max_size=40) | JSON | SHAPED
CASES = cases(5, 12)
SHORT = {full: short for short, full in ENTITY_KEYS.items()}
SHORT_DEVICE = {full: short for short, full in DEVICE_KEYS.items()}
SHORT_ORIGIN = {full: short for short, full in ORIGIN_KEYS.items()}
DEVICE = {"identifiers": ["d"], "name": "Box", "sw_version": "1", "connections": [["mac", "aa"]]}
ORIGIN = {"name": "own", "sw_version": "1", "support_url": "http://own.local"}


class _Failures(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


@contextmanager
def _without_failures() -> Iterator[None]:
    """Fail if a handler failed: the router logs that, and goes on."""
    failures = _Failures()
    log = logging.getLogger("integrations.mqtt")
    log.addHandler(failures)
    try:
        yield
    finally:
        log.removeHandler(failures)
    assert not failures.found


def _topics(case: Case) -> list[str]:
    config = case["config"]
    base = config["~"]
    keys = [key for key in config if key.endswith("_topic")]
    return [str(config[key]).replace("~", base) for key in keys]


def _wired(case: Case) -> dict[str, Any]:
    """Return the announcement with topics in full."""
    config = dict(case["config"])
    base = config.pop("~")
    return {
        key: value.replace("~", base) if key.endswith("_topic") else value
        for key, value in config.items()
    }


def _abbreviated(config: dict[str, Any]) -> dict[str, Any]:
    short = {SHORT.get(key, key): value for key, value in config.items()}
    for key, table in (("dev", SHORT_DEVICE), ("o", SHORT_ORIGIN)):
        short[key] = {table.get(name, name): value for name, value in short[key].items()}
    return short


def _seen(desk: Desk) -> dict[str, Any]:
    states = {key: (state.state, dict(state.attributes)) for key, state in desk.home.states.items()}
    return {"entities": dict(desk.home.entities), "devices": desk.home.devices, "states": states}


@settings(max_examples=60)
@given(st.sampled_from(CASES), st.data())
async def test_any_payload_stays_with_its_entity(case: Case, data: st.DataObject) -> None:
    desk = Desk()
    other = {"name": "Other", "unique_id": "o", "state_topic": "o", "command_topic": "o/set"}
    desk.announce("switch/o", other)
    desk.say("o", "ON")
    before = desk.state("switch.other")
    path = f"{case['kind']}/{case['number']}"
    desk.announce(path, case["config"])
    for topic in _topics(case):
        payload = data.draw(PAYLOADS, label=topic)
        with _without_failures():
            desk.say(topic, payload)
    assert desk.state("switch.other") == before
    assert len(desk.home.entities) == 2
    desk.announce("switch/new", {**other, "unique_id": "n", "name": "New"})
    assert "switch.new" in desk.home.entities


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["light", "climate", "cover", "device", "x"]), max_size=4), st.data()
)
async def test_any_announcement_leaves_discovery_alive(
    kinds: list[str], data: st.DataObject
) -> None:
    desk = Desk()
    for number, kind in enumerate(kinds):
        payload = data.draw(
            PAYLOADS
            | st.dictionaries(st.sampled_from([*SHORT, *ENTITY_KEYS, "~"]), JSON, max_size=6),
        )
        with _without_failures():
            desk.announce(f"{kind}/{number}", payload)
    desk.announce("switch/n", {"name": "New", "unique_id": "n", "command_topic": "n"})
    assert "switch.new" in desk.home.entities


@given(st.sampled_from(CASES))
async def test_abbreviations_are_the_long_form(case: Case) -> None:
    full = {**_wired(case), "device": DEVICE, "origin": ORIGIN}
    assert spell_out(_abbreviated(full)) == full
    long, short = Desk(), Desk()
    long.announce(f"{case['kind']}/a", full)
    short.announce(f"{case['kind']}/a", _abbreviated(full))
    assert _seen(short) == _seen(long)


@given(st.lists(st.sampled_from(CASES), max_size=5, unique_by=lambda case: case["config"]["name"]))
async def test_a_bundle_is_its_single_announcements(chosen: list[Case]) -> None:
    bundle, single = Desk(), Desk()
    parts = {}
    for case in chosen:
        config = _wired(case)
        single.announce(f"{case['kind']}/{config['unique_id']}", {**config, "device": DEVICE})
        parts[config["unique_id"]] = {"platform": case["kind"], **config}
    bundle.announce("device/d", {"device": DEVICE, "origin": ORIGIN, "components": parts})
    assert _seen(bundle) == _seen(single)
    for case in chosen:
        for what, *values in case["steps"]:
            if what == "say":
                bundle.say(*values)
                single.say(*values)
    assert _seen(bundle) == _seen(single)


def test_every_component_here_is_among_the_cases() -> None:
    assert {case["kind"] for case in CASES} == set(MAKERS)
    assert json.dumps(CASES)
