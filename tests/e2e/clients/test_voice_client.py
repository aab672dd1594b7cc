"""Home Assistant's own JavaScript client speaks with a hub as its pages do, at 48 kHz."""

from pathlib import Path

import pytest

from tests.e2e.clients.conftest import PROGRAMS
from tests.e2e.clients.telling import running
from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, say, to_wav

LAMP = "light.kitchen_ceiling"

pytestmark = pytest.mark.timeout(240)


def test_it_turns_on_the_light_and_hears_the_answer(
    hub: RunningHub, modules: Path, plain_environment: dict[str, str], tmp_path: Path
) -> None:
    hub.wait_for_voice()
    hub.remote.request("POST", "/api/services/light/turn_off", {"entity_id": LAMP})
    hub.wait_for(LAMP, "off")
    file = tmp_path / "sentence.wav"
    file.write_bytes(to_wav(say("Turn on the kitchen ceiling light.", HEART)))
    program = str(PROGRAMS / "voice_client.mjs")
    command = ("node", program, str(modules), hub.url, hub.token, str(file))
    with running(*command, env=plain_environment) as told:
        found = told.rest()
    assert found["pipeline"]["stt_engine"].startswith("stt.")
    assert found["pipeline"]["tts_engine"].startswith("tts.")
    assert found["events"][:2] == ["run-start", "stt-start"]
    assert found["events"][-1] == "run-end"
    assert "kitchen" in found["text"].lower()
    assert found["continues"] is False
    assert found["speech"] == {"status": 200, "type": "audio/wav", "begins": "RIFF"}
    assert found["unsubscribed"] is True
    assert hub.state(LAMP)["state"] == "on"
