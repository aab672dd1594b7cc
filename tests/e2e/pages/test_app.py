"""Lares as an app: opened without the hub, its settings in this browser, and a house in a hurry."""

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.support.page import DESKTOP, PHONE, Screen, open_screen
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"
WAIT_MS = 15_000


async def kept_by_worker(screen: Screen) -> list[str]:
    """Wait until the worker has the page; return the addresses of all that it keeps."""
    await screen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    found: list[str] = await screen.page.evaluate("""async () => {
      const names = await caches.keys();
      const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return caught.flat().map((request) => new URL(request.url).pathname);
    }""")
    return found


async def test_the_page_opens_without_the_hub_and_shows_what_was_last_known(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub, PHONE, service_workers="allow") as screen:
        page = screen.page
        kept = await kept_by_worker(screen)
        assert {"/", "/app.js", "/tokens.css", "/elements/lares-app.js"} <= set(kept)
        assert not [path for path in kept if path.startswith(("/api/", "/auth/"))]
        shown = await page.get_by_test_id(f"entity-{LIGHT}").first.inner_text()
        await screen.offline()
        await page.reload()
        await expect(page.get_by_test_id("offline")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_test_id("offline")).to_contain_text("may have changed")
        light = page.get_by_test_id(f"entity-{LIGHT}").first
        await expect(light).to_be_visible()
        assert (await light.inner_text()).split() == shown.split()
        await expect(page.locator(".stale").first).to_be_visible()
        await screen.online()
        await expect(page.locator(".stale")).to_have_count(0)


async def test_nothing_of_the_home_stays_after_signing_out(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub, DESKTOP) as screen:
        assert await screen.page.evaluate("localStorage.getItem('lares.last_known') !== null")
        await screen.page.get_by_test_id("settings-open").click()
        await screen.page.get_by_test_id("sign-out").click()
        await expect(screen.page.get_by_test_id("sign-in-reason")).to_be_visible()
        left = await screen.page.evaluate("Object.keys(localStorage)")
        assert set(left) <= {"lares.language", "lares.theme", "lares.show_first"}, left


async def test_language_and_colours_are_chosen_for_this_browser(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub, PHONE) as screen:
        page = screen.page
        await page.get_by_test_id("settings-open").click()
        await page.get_by_test_id("choose-de").click()
        await expect(page.get_by_test_id("tab-home")).to_have_text("Zuhause")
        assert await page.evaluate("document.documentElement.lang") == "de"
        await page.get_by_test_id("choose-dark").click()
        await screen.settled()
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(20, 18, 15)"
        )
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("settings")).to_have_count(0)
        await expect(page.get_by_test_id("settings-open")).to_be_focused()
        await page.reload()
        await screen.connected()
        await expect(page.get_by_test_id("tab-home")).to_have_text("Zuhause")
        dark = "getComputedStyle(document.documentElement).colorScheme"
        assert await page.evaluate(dark) == "dark"
        await page.get_by_test_id("settings-open").click()
        await page.get_by_test_id("choose-light").click()
        assert await page.evaluate(dark) == "light"
        await page.mouse.click(20, 400)
        await expect(page.get_by_test_id("settings")).to_have_count(0)


async def test_the_browser_can_install_it(browser: Browser, page_hub: RunningHub) -> None:
    async with open_screen(browser, page_hub, DESKTOP) as screen:
        session = await screen.page.context.new_cdp_session(screen.page)
        manifest: dict[str, Any] = await session.send("Page.getAppManifest")
        assert manifest["errors"] == []
        problems = (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"]
        # Windows of tests are private ones, in which nothing is installed.
        assert {each["errorId"] for each in problems} <= {"in-incognito"}, problems
        await screen.page.get_by_test_id("settings-open").click()
        await expect(screen.page.get_by_test_id("install-hint")).to_contain_text("home screen")


async def test_a_burst_of_changes_does_not_break_the_page(
    browser: Browser, page_hub: RunningHub, tmp_path: Path
) -> None:
    del tmp_path
    async with open_screen(browser, page_hub, DESKTOP) as screen:
        page = screen.page
        await page.evaluate("""() => {
          globalThis.frames_seen = [];
          let last = performance.now();
          const look = (now) => {
            frames_seen.push(now - last);
            last = now;
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }""")
        await asyncio.to_thread(burst, page_hub, 300)
        await asyncio.to_thread(page_hub.wait_for, LIGHT, "on")
        light = page.get_by_test_id(f"state-{LIGHT}").first
        await expect(light).to_have_attribute("data-state", "on", timeout=WAIT_MS)
        slowest = await page.evaluate("Math.max(...frames_seen.slice(5))")
        # Generous, for machines that run other tests meanwhile.
        assert slowest < 1_000, f"a frame took {slowest:.0f} ms"
        await page.get_by_test_id(f"entity-{LIGHT}").first.scroll_into_view_if_needed()
        await screen.visit("ask")
        await expect(page.get_by_test_id("ask-input")).to_be_visible()


def burst(hub: RunningHub, count: int) -> None:
    """Have the states of a sensor that nobody knew change as fast as the hub takes them."""
    for number in range(count):
        state = {"state": str(number), "attributes": {"unit_of_measurement": "W"}}
        hub.remote.request("POST", f"/api/states/sensor.burst_{number % 20}", state)
    hub.remote.request("POST", "/api/services/light/turn_off", {"entity_id": LIGHT})
    hub.remote.request("POST", "/api/services/light/turn_on", {"entity_id": LIGHT})
