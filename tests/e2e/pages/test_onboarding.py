"""The first run: becoming the owner, the home, its rooms, its devices, a first sentence."""

import asyncio

from playwright.async_api import Browser, expect

from tests.support.owner import code_of
from tests.support.page import PHONE, Screen, open_screen
from tests.support.running_hub import RunningHub


async def test_a_new_owner_is_welcomed(browser: Browser, page_hub: RunningHub) -> None:
    async with open_screen(browser, page_hub, PHONE) as screen:
        page = screen.page
        await page.get_by_test_id("settings-open").click()
        await page.get_by_test_id("sign-out").click()
        screen.expect_problem("status of 40")
        await page.get_by_test_id("code").fill("0000-0000")
        await page.get_by_test_id("name").fill("Emma")
        await page.get_by_test_id("onboard").click()
        await expect(page.get_by_test_id("sign-in-problem")).to_be_visible()
        await page.get_by_test_id("code").fill(await asyncio.to_thread(code_of, page_hub))
        await page.get_by_test_id("onboard").click()
        await expect(page.get_by_role("heading", name="Welcome, Emma")).to_be_visible()
        await the_home_is_told(screen)
        await the_rooms_are_named(screen, page_hub)
        await page.get_by_test_id("welcome-next").click()
        await expect(page.get_by_text("In the home already")).to_be_visible()
        await sound(screen)
        await page.get_by_test_id("welcome-before").click()
        await page.get_by_test_id("welcome-try").click()
        await sound(screen)
        await page.get_by_test_id("first-sentence").nth(1).click()
        await expect(page.get_by_test_id("reply").first).to_be_visible()
        await page.go_back()
        await page.get_by_test_id("welcome-later").click()
        await expect(page.get_by_test_id("home").first).to_be_visible()


async def the_home_is_told(screen: Screen) -> None:
    page = screen.page
    await page.get_by_test_id("welcome-name").fill("Lake house")
    await page.get_by_test_id("welcome-zone").select_option("Europe/Berlin")
    await page.get_by_test_id("welcome-language").select_option("de")
    await page.get_by_test_id("welcome-latitude").fill("52.5")
    await page.get_by_test_id("welcome-longitude").fill("13.4")
    lines = page.get_by_test_id("welcome-lines")
    for line in ('name: "Lake house"', 'time_zone: "Europe/Berlin"', "latitude: 52.5"):
        await expect(lines).to_contain_text(line)
    await page.get_by_test_id("welcome-copy").click()
    await page.get_by_test_id("welcome-password").fill("a garden of forking paths")
    await page.get_by_test_id("welcome-password-save").click()
    await expect(page.get_by_test_id("welcome-password-set")).to_be_visible()
    await sound(screen)


async def the_rooms_are_named(screen: Screen, hub: RunningHub) -> None:
    page = screen.page
    await page.get_by_test_id("welcome-next").click()
    await page.get_by_test_id("room-offered").filter(has_text="Cellar").click()
    await expect(page.get_by_test_id("room-there").filter(has_text="Cellar")).to_have_count(1)
    await page.get_by_test_id("room-own").fill("Winter garden")
    await page.get_by_test_id("room-add").click()
    await expect(page.get_by_test_id("room-there").filter(has_text="Winter")).to_have_count(1)
    await sound(screen)
    home = await asyncio.to_thread(hub.remote.request, "GET", "/api/lares/home")
    assert {"Cellar", "Winter garden"} <= {area["name"] for area in home["areas"]}


async def sound(screen: Screen) -> None:
    await screen.settled()
    assert await screen.axe() == []
    assert await screen.too_wide() == []
