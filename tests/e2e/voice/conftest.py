"""One hub that hears and speaks, for the tests of this folder that leave it as it was."""

from collections.abc import Iterator

import pytest

from tests.bench.voice.suites import inventory_text
from tests.support.voice_hub import VoiceHub, Wire


@pytest.fixture(scope="session")
def voice_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VoiceHub]:
    """The demo home, with an alarm, an oven, a heater and a gate; no language model."""
    with VoiceHub(tmp_path_factory.mktemp("voice") / "hub", inventory=inventory_text()) as hub:
        yield hub.wait_for_voice()


@pytest.fixture
def wire(voice_hub: VoiceHub) -> Iterator[Wire]:
    """What goes out to the devices."""
    with Wire(voice_hub.broker.port) as wire:
        yield wire
