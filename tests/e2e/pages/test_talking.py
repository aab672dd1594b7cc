"""A sentence said to a page: sound in the browser, a hub that hears by itself, a light goes on."""

import asyncio
import io
import os
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from hub.home.speech import HEARING_RATE
from tests.support.page import DESKTOP, PHONE, Look, Screen, open_browser, open_screen
from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, JOE, Speaker, say
from tests.support.wyoming_satellite import Dish, dished

LIGHT = "light.kitchen_ceiling"
ORDER = "turn on the kitchen ceiling light"
# What comes before the sentence, while the browser opens its microphone, and after it.
BEFORE_S = 1.0
AFTER_S = 30.0


@pytest.fixture(scope="module", name="hearing_hub")
def run_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Run a hub without a language model that hears and speaks by itself."""
    with RunningHub(tmp_path_factory.mktemp("talking") / "hub", "--no-model", voice=True) as hub:
        hub.wait_for(LIGHT, "on", "off")
        hub.wait_for_voice()
        yield hub


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
        await screen.visit("activity")
        done = page.get_by_test_id("happening").filter(has_text="by voice").first
        await expect(done).to_contain_text("ceiling light")
        await done.get_by_test_id("heard").locator("summary").click()
        await expect(done.locator("[data-stage=stt]")).to_be_visible()
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await keep_picture(screen, "activity")


async def test_a_satellite_is_adopted_and_seen_beside_what_hears_and_what_was_heard(
    hearing_hub: RunningHub, browser: Browser
) -> None:
    hub = hearing_hub
    async with dished(Dish()) as dish, open_screen(browser, hub, DESKTOP) as screen:
        page = screen.page
        await screen.visit("devices")
        await page.get_by_test_id("add-device").locator("summary").first.click()
        await page.get_by_test_id("add-integration").select_option("wyoming")
        await page.get_by_test_id("field-host").fill("127.0.0.1")
        await page.get_by_test_id("field-port").fill(str(dish.port))
        assert await screen.axe() == []
        await keep_picture(screen, "add_satellite")
        await page.get_by_test_id("add-now").click()
        await screen.settled()
        await screen.visit("system")
        section = page.get_by_test_id("part-voice")
        satellite = section.get_by_test_id("satellite")
        await expect(satellite).to_contain_text("waits", timeout=30_000)
        await expect(section.get_by_test_id("engines-stt")).to_contain_text("whisper")
        await expect(section.get_by_test_id("voice-state")).to_have_text("ready")
        assert await screen.axe() == []
        await section.scroll_into_view_if_needed()
        await keep_picture(screen, "system_voice")
        dish.kill()
        await expect(satellite).to_contain_text("waits", timeout=30_000)


async def keep_picture(screen: Screen, name: str) -> None:
    if folder := os.environ.get("LARES_PICTURES"):
        await screen.picture(Path(folder), f"voice_{name}")
