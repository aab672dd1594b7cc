"""History, activity and system: every control of theirs, on a phone and a desktop."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.support.page import DESKTOP, PHONE, Look, open_screen
from tests.support.running_hub import RunningHub

LAMP, SENSOR = "light.desk_lamp", "sensor.kitchen_temperature"
LOOKS = pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=lambda look: look.name)


@LOOKS
async def test_history_shows_what_one_picks_for_as_long_as_one_wants(
    browser: Browser, page_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("history", SENSOR, "24")
        await expect(page.locator("lares-chart canvas")).to_be_visible()
        await expect(page.locator("lares-chart .plot")).to_have_attribute(
            "aria-label", re.compile("Kitchen temperature: between")
        )
        pick = page.get_by_test_id("pick")
        await pick.fill("desk lamp")
        await pick.press("ArrowDown")
        await pick.press("ArrowUp")
        await pick.press("Enter")
        await expect(page.locator("lares-bands .name")).to_contain_text("Desk lamp")
        assert LAMP in page.url
        for hours in (1, 720):
            await page.get_by_test_id(f"span-{hours}").click()
            await expect(page.get_by_test_id(f"span-{hours}")).to_have_attribute(
                "aria-pressed", "true"
            )
            await screen.settled()
        await page.get_by_test_id(f"drop-{SENSOR}").click()
        await expect(page.locator("lares-chart")).to_have_count(0)
        await page.get_by_test_id(f"drop-{LAMP}").click()
        assert await screen.too_wide() == []


@LOOKS
async def test_activity_puts_effects_to_their_causes_and_says_why(
    browser: Browser, page_hub: RunningHub, look: Look
) -> None:
    page_hub.ask("turn on the desk lamp")
    page_hub.wait_for(LAMP, "on")
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("activity")
        asked = page.get_by_test_id("happening").filter(has_text="turn on the desk lamp").first
        await expect(asked).to_contain_text("done")
        await asked.get_by_test_id(f"why-{LAMP}").first.click()
        await expect(asked.locator(".why").first).to_contain_text("Desk lamp is on")
        await asked.get_by_test_id(f"why-{LAMP}").first.click()
        await expect(asked.locator(".why")).to_have_count(0)
        for kind, is_there in (("itself", False), ("rules", False), ("asked", True)):
            await page.get_by_test_id(f"kind-{kind}").click()
            found = page.get_by_test_id("happening").filter(has_text="turn on the desk lamp")
            await (
                expect(found.first).to_be_visible() if is_there else expect(found).to_have_count(0)
            )
        page_hub.ask("turn off the desk lamp")
        await expect(page.get_by_test_id("activity")).to_contain_text("turn off the desk lamp")


@LOOKS
async def test_the_system_tells_of_its_parts_backs_up_and_shows_its_log(
    browser: Browser, page_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("system")
        for part, words in (("hub", "well"), ("broker", "connected"), ("history", "recording")):
            await expect(page.get_by_test_id(f"part-{part}")).to_contain_text(words)
        await expect(page.get_by_test_id("part-model")).to_contain_text("switched off")
        await expect(page.get_by_test_id("part-updates")).to_be_visible()
