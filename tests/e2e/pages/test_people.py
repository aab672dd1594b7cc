"""The page "people": who is here, what lets them in, zones on the map, policies and their test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from tests.support.owner import become_owner
from tests.support.page import DESKTOP, PHONE, Look, Screen, open_screen
from tests.support.running_hub import RunningHub

LOOKS = (PHONE, DESKTOP)
Opening = Callable[[Look], AbstractAsyncContextManager[Screen]]


@pytest.fixture(scope="module")
def owner(page_hub: RunningHub) -> str:
    """Make Emma the owner; returns her token."""
    return become_owner(page_hub, "Emma")


@pytest.fixture(name="opening")
def open_people(browser: Browser, page_hub: RunningHub, owner: str) -> Opening:
    """Open the page as its owner."""

    @asynccontextmanager
    async def opened(look: Look) -> AsyncIterator[Screen]:
        async with open_screen(browser, page_hub, look) as screen:
            await screen.page.goto(f"{screen.line.url}/#token={owner}")
            await expect(screen.page.get_by_test_id("hub-name")).to_be_visible()
            await screen.page.get_by_test_id("people-open").click()
            await expect(screen.page.get_by_text("Emma (you)")).to_be_visible()
            yield screen

    return opened


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_a_guest_is_added_narrowed_and_removed(opening: Opening, look: Look) -> None:
    name = f"Tim {look.name}"
    async with opening(look) as screen:
        page = screen.page
        await page.get_by_test_id("new-name").fill(name)
        await page.get_by_test_id("new-role").select_option("child")
        await page.get_by_test_id("add-user").click()
        tim = page.locator(f"[data-testid=user][data-name='{name}']")
        await tim.get_by_test_id("user-role").select_option("guest")
        await expect(tim).to_contain_text("Guest ·")
        await tim.get_by_test_id("set-password").click()
        await tim.get_by_test_id("new-secret").fill("a garden of forking paths")
        await tim.get_by_test_id("end-all").check()
        await tim.get_by_test_id("save-secret").click()
        await expect(tim).to_contain_text("has a password")
        await tim.get_by_test_id("set-pin").click()
        await tim.get_by_test_id("new-secret").fill("482913")
        await tim.get_by_test_id("save-secret").click()
        await expect(tim).to_contain_text("password and PIN")
        await tim.get_by_test_id("user-access").click()
        sees = tim.get_by_test_id("grant-sees")
        await sees.get_by_text("Areas").click()
        await sees.get_by_label("Kitchen").check()
        await tim.get_by_test_id("access-until").fill("2030-05-01T12:00")
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await tim.get_by_test_id("access-save").click()
        await expect(tim).to_contain_text("sees only a part")
        await expect(tim).to_contain_text("2030")
        await tim.get_by_test_id("remove-user").click()
        await tim.get_by_test_id("remove-user-now").click()
        await expect(tim).to_have_count(0)
        await page.get_by_test_id("people-close").click()
        await expect(page.get_by_test_id("home").first).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_a_token_is_shown_once_and_ended(opening: Opening, look: Look) -> None:
    name = f"Script {look.name}"
    async with opening(look) as screen:
        page = screen.page
        await page.get_by_test_id("new-token").click()
        await page.get_by_test_id("token-name").fill(name)
        await page.get_by_test_id("token-scope").select_option("read")
        await page.get_by_test_id("token-days").fill("30")
        await page.get_by_test_id("token-make").click()
        secret = await page.get_by_test_id("token-secret").inner_text()
        assert len(secret) > 20
        await page.get_by_test_id("token-copy").click()
        row = page.locator(f"[data-testid=carried][data-name='{name}']")
        await expect(row).to_contain_text("reads only")
        assert await screen.axe() == []
        await row.get_by_test_id("end-carried").click()
        await expect(row).to_have_count(0)
        await expect(page.get_by_text("this browser")).to_have_count(1)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_a_zone_is_drawn_dragged_sized_by_keys_and_deleted(
    opening: Opening, page_hub: RunningHub, look: Look
) -> None:
    name = f"School {look.name}"
    zone_id = f"zone.school_{look.name}"
    async with opening(look) as screen:
        page = screen.page
        home = page_hub.state("zone.home")["attributes"]
        await page.get_by_test_id("zone-add").click()
        await page.get_by_test_id("zone-name").fill(name)
        await page.get_by_test_id("zone-radius").fill("150")
        await page.get_by_test_id("zone-latitude").fill(str(home["latitude"] + 0.01))
        await expect(page.get_by_test_id("zone-unsaved")).to_be_visible()
        await page.get_by_test_id("zone-save").click()
        await expect(page.get_by_test_id("zone-unsaved")).to_have_count(0)
        circle = page.locator(f"[data-testid=zone][data-id='{zone_id}']")
        await expect(circle).to_have_attribute("aria-pressed", "true")
        assert await screen.axe() == []
        await circle.focus()
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Shift+ArrowUp")
        await page.keyboard.press("+")
        await the_zone_is_dragged(screen)
        await page.get_by_test_id("zone-passive").check()
        await page.get_by_test_id("zone-save").click()
        await expect(page.get_by_test_id("zone-unsaved")).to_have_count(0)
        kept = page_hub.state(zone_id)["attributes"]
        assert kept["longitude"] > home["longitude"]
        assert kept["latitude"] > home["latitude"] + 0.01
        assert kept["radius"] > 150
        assert kept["passive"] is True
        for tool in ("zoom-in", "zoom-out", "zoom-fit"):
            await page.get_by_test_id(tool).click()
        assert await screen.too_wide() == []
        await page.get_by_test_id("zone-delete").click()
        await page.get_by_test_id("zone-delete").click()
        await expect(circle).to_have_count(0)
        await page.get_by_test_id("zone-choice").filter(has_text="Home").click()
        await expect(page.get_by_test_id("zone-fixed")).to_contain_text("lares.yaml")


async def the_zone_is_dragged(screen: Screen) -> None:
    """Pull the edge outwards, as a mouse does."""
    edge = screen.page.get_by_test_id("zone-edge")
    await edge.scroll_into_view_if_needed()
    box = await edge.bounding_box()
    assert box is not None
    mouse = screen.page.mouse
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move(x + 20, y, steps=4)
    await mouse.up()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_policies_are_told_and_tried(opening: Opening, look: Look) -> None:
    async with opening(look) as screen:
        page = screen.page
        await page.get_by_test_id("shipped-policies").click()
        await expect(page.get_by_test_id("policy").first).to_contain_text("applies to")
        await page.get_by_test_id("try-text").fill("unlock the front door")
        await page.get_by_test_id("try-by").select_option("voice")
        await page.get_by_test_id("try-at").fill("02:00")
        await page.get_by_test_id("try-home").select_option("nobody")
        await page.get_by_test_id("try-now").click()
        answer = page.get_by_test_id("try-answer")
        await expect(answer).to_contain_text("because")
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await page.get_by_test_id("try-how").select_option("act")
        await page.get_by_test_id("try-entity").select_option("lock.front_door")
        await page.get_by_test_id("try-action").select_option("lock.unlock")
        await page.get_by_test_id("try-as").select_option("guest")
        await page.get_by_test_id("try-by").select_option("rule")
        await page.get_by_test_id("try-now").click()
        await expect(answer).to_contain_text("nobody attends")
        await expect(page.get_by_test_id("try-effect")).to_have_text("Denied")


async def test_mistakes_of_the_owners_file_are_shown(
    opening: Opening, page_hub: RunningHub
) -> None:
    file = page_hub.folder / "policy.yaml"
    async with opening(DESKTOP) as screen:
        page = screen.page
        screen.expect_problem("status of 400")
        await asyncio.to_thread(
            file.write_text, "policies:\n  - name: nonsense\n    effect: maybe\n"
        )
        await page.get_by_test_id("policy-reload").click()
        await expect(page.get_by_test_id("policy-problem")).to_contain_text("policy.yaml")
        assert await screen.axe() == []
        good = (
            "policies:\n  - name: quiet nights\n    match: {domain: media_player, after: '22:00'}\n"
            "    effect: confirm\n    reason: somebody sleeps\n"
        )
        await asyncio.to_thread(file.write_text, good)
        await page.get_by_test_id("policy-reload").click()
        own = page.get_by_test_id("own-policies")
        await expect(own).to_contain_text("quiet nights")
        await expect(own).to_contain_text("Asks first")
        await screen.offline()
        await screen.online()
        await expect(own).to_be_visible()
