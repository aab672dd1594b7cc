"""A sentence said to a page: sound in the browser, a hub that hears by itself, a light that is on."""

import asyncio
import io
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from hub.home.speech import HEARING_RATE
from tests.support.page import DESKTOP, PHONE, Look, open_browser, open_screen
from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, JOE, Speaker, say

LIGHT = "light.kitchen_ceiling"
ORDER = "turn on the kitchen ceiling light"
# What comes before the sentence, while the browser opens its microphone, and after it.
BEFORE_S = 1.0
AFTER_S = 30.0
LOADED_S = 90.0


@pytest.fixture(scope="module", name="hearing_hub")
def run_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub without a language model that hears and speaks by itself."""
    with RunningHub(tmp_path_factory.mktemp("talking") / "hub", "--no-model") as hub:
        hub.wait_for(LIGHT, "on", "off")
        yield hub


async def hears(hub: RunningHub) -> None:
    """Wait until its engines are loaded."""
    async with asyncio.timeout(LOADED_S):
        while True:
            health = await asyncio.to_thread(hub.remote.request, "GET", "/api/lares/health")
            if health["voice"]["state"] == "ready" and health["voice"]["stt"]:
                return
            await asyncio.sleep(0.3)


def microphone(folder: Path, text: str, speaker: Speaker) -> str:
    """Return the flag that has Chromium's microphone hear a sentence, once."""
    quiet = bytes(2 * HEARING_RATE)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(HEARING_RATE)
        sound.writeframes(quiet * int(BEFORE_S) + say(text, speaker).pcm + quiet * int(AFTER_S))
    path = folder / "microphone.wav"
    path.write_bytes(file.getvalue())
    return f"--use-file-for-fake-audio-capture={path}%noloop"


@pytest.mark.parametrize(("look", "speaker"), [(DESKTOP, HEART), (PHONE, JOE)], ids=str)
async def test_a_spoken_order_turns_on_the_light_and_is_answered_aloud(
    hearing_hub: RunningHub, tmp_path: Path, look: Look, speaker: Speaker
) -> None:
    hub = hearing_hub
    off = {"entity_id": LIGHT}
    await asyncio.to_thread(hub.remote.request, "POST", "/api/services/light/turn_off", off)
    await hears(hub)
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    async with (
        open_browser(*flags, microphone(tmp_path, ORDER, speaker)) as chromium,
        open_screen(chromium, hub, look) as screen,
    ):
        page = screen.page
        await screen.visit("ask")
        async with page.expect_response("**/api/tts_proxy/*", timeout=40_000) as reply:
            await page.get_by_test_id("mic").click()
        await expect(page.get_by_test_id("said")).to_contain_text("kitchen ceiling light")
        outcome = page.get_by_test_id("outcome")
        await expect(outcome).to_have_attribute("data-status", "done", timeout=15_000)
        assert (await asyncio.to_thread(hub.state, LIGHT))["state"] == "on"
        assert (await reply.value).status in {200, 206}
        await expect(page.get_by_test_id("mic")).to_have_attribute(
            "data-phase", "idle", timeout=20_000
        )
        await page.get_by_test_id("heard").locator("summary").click()
        for stage in ("silence", "stt", "plan", "act", "tts"):
            await expect(page.locator(f"[data-stage={stage}]")).to_be_visible()
