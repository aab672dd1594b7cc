"""Without engines, or with one that dies in the middle of a sentence, the hub goes on."""

import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.rooms import in_room
from tests.support.running_hub import speech
from tests.support.voice_hub import VoiceHub
from tests.support.voices import HEART, say

BACK_WITHIN_S = 60.0
SENTENCE = in_room(say("Which lights are on?", HEART), after_s=1.2)
# A program that finds these libraries to be missing, as they are without the extra "voice".
HIDING = """\
import sys

class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name in ("faster_whisper", "hibari"):
            raise ModuleNotFoundError(name)

import importlib.util
known = importlib.util.find_spec
def find_spec(name, package=None):
    return None if name in ("faster_whisper", "hibari") else known(name, package)
importlib.util.find_spec = find_spec
sys.meta_path.insert(0, Hiding())
"""

pytestmark = pytest.mark.timeout(180)


def engines_of(hub: VoiceHub) -> list[int]:
    """Return the processes of a hub that hear and speak."""
    pid = hub.hub.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children if "hub.voice" in Path(f"/proc/{c}/cmdline").read_text()]


def wait_until_back(hub: VoiceHub, dead: int) -> None:
    deadline = time.monotonic() + BACK_WITHIN_S
    while time.monotonic() < deadline:
        if engines_of(hub) not in ([], [dead]) and hub.voice()["state"] == "ready":
            return
        time.sleep(0.1)
    raise AssertionError(f"no engines: {hub.voice()}")


def test_an_engine_that_dies_ends_its_run_and_the_next_one_works(voice_hub: VoiceHub) -> None:
    (pid,) = engines_of(voice_hub)
    os.kill(pid, signal.SIGSTOP)  # so that it has the sound, and no answer yet
    told = voice_hub.hear(SENTENCE, then=lambda: os.kill(pid, signal.SIGKILL))
    assert told.error == "stt-stream-failed", told.kinds
    assert told.kinds[-1] == "run-end"
    assert told.text == ""
    wait_until_back(voice_hub, pid)
    told = voice_hub.hear(SENTENCE)
    assert told.error is None, told.events
    assert " on" in told.speech


@pytest.fixture
def mute_hub(tmp_path: Path) -> Iterator[VoiceHub]:
    """A hub that was installed without the extra "voice"."""
    (tmp_path / "hiding").mkdir()
    (tmp_path / "hiding" / "sitecustomize.py").write_text(HIDING)
    environment = {"PYTHONPATH": f"{tmp_path / 'hiding'}{os.pathsep}{Path.cwd()}"}
    with VoiceHub(tmp_path / "hub", environment=environment) as hub:
        hub.hub.wait_for("light.kitchen_ceiling", "on", "off")
        yield hub


def test_without_engines_a_run_says_so_and_all_else_works(mute_hub: VoiceHub) -> None:
    told = mute_hub.hear(SENTENCE)
    assert told.error == "stt-provider-missing"
    assert told.kinds[-1] == "run-end"
    voice = mute_hub.voice()
    assert (voice["stt"], voice["tts"]) == ([], [])
    assert 'pip install "lares[voice]"' in voice["reason"]
    with urllib.request.urlopen(f"{mute_hub.hub.url}/") as page:  # noqa: S310 -- our own hub
        assert page.status == 200
    assert "lamp" in speech(mute_hub.hub.ask("which lights are on?"))
