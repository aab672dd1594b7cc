"""The bench from outside says what is missing, and its adapter is one that hubbench can read."""

import json
import subprocess
import sys
from pathlib import Path
from string import Template

from tests.bench.house import Made, packet

ADAPTER = Path(__file__).with_name("lares.json")


def said(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.bench.outside", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr


def test_without_its_folder_it_says_how_to_give_it() -> None:
    assert said() == (2, "bench-hub: say where hubbench is: make bench-hub HUBBENCH=FOLDER\n")


def test_a_folder_without_the_bench_is_named(tmp_path: Path) -> None:
    status, text = said("--hubbench", str(tmp_path))
    assert status == 2
    assert f"there is no {tmp_path / 'hubbench.py'}" in text


def test_the_adapter_uses_only_names_that_the_bench_fills_in() -> None:
    adapter = json.loads(ADAPTER.read_text())
    given = {"PORT", "MQTT_PORT", "WORK", "AUTOMATIONS", "PYTHON", "BENCH", *adapter["vars"]}
    texts = [*adapter["start"], *adapter["env"].values(), *adapter["vars"].values()]
    assert {name for text in texts for name in Template(text).get_identifiers()} <= given


def test_a_packet_is_as_the_protocol_has_it() -> None:
    assert packet("a/b", "on") == b"\x30\x07\x00\x03a/bon"
    assert packet("a", "x" * 200, retain=True)[:5] == b"\x31\xcb\x01\x00\x01"


def test_a_device_says_something_new_in_each_round() -> None:
    for number in range(20):
        one = Made(number, is_json=number % 2 == 0)
        assert one.payload(1) != one.payload(2)
        assert json.loads(one.config())["state_topic"] == one.topic
