"""The page of the home: the glance and its lists, favourites, tiles; offline and back."""

import asyncio
import contextlib

import pytest

from tests.support.browser import Page
from tests.support.line import Line
from tests.support.running_hub import RunningHub
from tests.support.walking import (
    DESKTOP,
    PHONE,
    fits,
    go_to,
    has_no_violations,
    reported,
    sign_in,
)  # fmt: skip

pytestmark = pytest.mark.timeout(120)

KEPT_S = 10.0
LISTS = ["open", "lights", "playing", "on", "low", "updates", "away"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_glance_leads_to_lists_of_what_it_tells(
    page: Page, house: RunningHub, size: tuple[int, int]
) -> None:
    await page.resize(*size)
    await sign_in(page, house)
    assert "Laboratory" in await page.text("area-lab")
    for name in LISTS:
        await page.click(f"glance-{name}")
        await page.wait_for_id(f"list-{name}")
        await page.wait_for(
            "find('lares-list').shadowRoot.querySelector('[data-testid^=entity-]') !== null"
        )
        await fits(page)
        await page.click("back")
        await page.wait_for_id("home")
    assert "All locked" in await page.text("glance")


async def test_a_list_keeps_what_is_switched_off_under_the_finger(
    page: Page, house: RunningHub
) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "home/lights")
    await page.click("toggle-light.hall")
    await reported(house, "light.hall", lambda found: found["state"] == "off", "off")
    await page.wait_for("find('[data-testid=\"state-light.hall\"]').dataset.state === 'off'")
    await page.click("toggle-light.hall")
    await reported(house, "light.hall", lambda found: found["state"] == "on", "on")


async def test_a_tile_switches_one_thing_or_all_lights(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house)
    await page.click("toggle-light.plain")
    await reported(house, "light.plain", lambda found: found["state"] == "on", "one")
    await page.wait_for("find('[data-testid=\"state-light.plain\"]').dataset.state === 'on'")
    await page.click("lights-lab")
    for light in ("light.plain", "light.full"):
        await reported(house, light, lambda found: found["state"] == "off", "all off")
    await page.wait_for(
        "find('[data-testid=lights-lab]').getAttribute('aria-label').includes('on')"
    )
    await page.click("lights-lab")
    for light in ("light.plain", "light.full"):
        await reported(house, light, lambda found: found["state"] == "on", "all on")
    await page.click("area-link-lab")
    await page.wait_for_id("entity-climate.main")


async def test_coming_back_one_finds_the_home_as_one_left_it(page: Page, house: RunningHub) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house)
    await page.wait_for_id("area-link-odd")
    await page.evaluate("find('[data-testid=area-link-odd]').scrollIntoView({block: 'center'})")
    await asyncio.sleep(0.3)  # a page hears of scrolling with its next frame
    await page.click("area-link-odd")
    left_at = "find('main').scrollTop"
    await page.wait_for(f"find('lares-area') !== null && {left_at} === 0")
    assert await page.evaluate("find('[data-testid=tab-home]').ariaCurrent") == "page"
    await page.click("back")
    await page.wait_for_id("area-link-odd")
    await page.wait_for(f"{left_at} > 0")


async def kept_as(house: RunningHub, wanted: list[str]) -> None:
    """Wait until the hub keeps these favourites; the page shows them a little sooner."""
    kept: object = None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(KEPT_S):
            while kept != {"value": wanted}:
                kept = await asyncio.to_thread(
                    house.remote.request, "GET", "/api/lares/me/data/lares.favourites"
                )
    assert kept == {"value": wanted}


async def test_a_star_on_a_card_puts_it_on_the_home_and_stays(
    page: Page, house: RunningHub
) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "area/lab")
    await page.click("star-climate.main")
    await page.wait_for(
        "find('[data-testid=\"star-climate.main\"]').getAttribute('aria-pressed') === 'true'"
    )
    await go_to(page, "home")
    assert "Main thermostat" in await page.text("favourites")
    await kept_as(house, ["climate.main"])
    # The hub keeps it for whoever looks, whichever browser they look with.
    await page.evaluate("localStorage.removeItem('lares.favourites')")
    await page.call("Page.reload")
    assert "Main thermostat" in await page.text("favourites")
    await has_no_violations(page)
    await page.click("star-climate.main")
    await page.wait_for("!find('[data-testid=favourites]')")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_it_fits_and_anybody_can_use_it(
    page: Page, house: RunningHub, size: tuple[int, int]
) -> None:
    await page.resize(*size)
    await sign_in(page, house)
    await page.wait_for_id("area-lab")
    await fits(page)
    await has_no_violations(page)
    await page.resize(*size, is_dark=True)
    await asyncio.sleep(0.5)  # colours fade over
    await has_no_violations(page)


async def test_a_hub_that_is_away_leaves_what_was_known_and_comes_back(
    page: Page, house: RunningHub
) -> None:
    await page.resize(*DESKTOP)
    async with Line(int(house.url.rsplit(":", 1)[1])) as line:
        await page.open(f"{line.url}/#token={house.token}")
        await page.wait_for_id("area-lab")
        # The page of an area is fetched while nobody waits for it.
        await page.wait_for("customElements.get('lares-area-page') !== undefined")
        await line.cut()
        await page.wait_for("find('[data-testid=home]').getAttribute('aria-busy') === 'true'")
        before = house.state("light.full")["state"]
        await page.click("toggle-light.full")
        assert "Nothing was sent" in await page.text("toast")
        assert house.state("light.full")["state"] == before
        await page.click("area-link-lab")
        assert "Main thermostat" in await page.text("entity-climate.main")
        changed = {"entity_id": "switch.plug"}
        await asyncio.to_thread(
            house.remote.request, "POST", "/api/services/switch/toggle", changed
        )
        now = house.state("switch.plug")["state"]
        await line.mend()
        await page.wait_for(
            f"find('[data-testid=\"state-switch.plug\"]').dataset.state === '{now}'", within_s=30
        )
