"""The talk: plans shown first, what becomes of each step, what is kept, and the keyboard."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.support.page import DESKTOP, LOOKS, PHONE, Look, Screen, open_screen
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"
LOCK = "lock.front_door"


@pytest_asyncio.fixture(name="screen")
async def open_desktop(browser: Browser, page_hub: RunningHub) -> AsyncIterator[Screen]:
    async with open_screen(browser, page_hub, DESKTOP) as screen:
        await screen.visit("ask")
        yield screen


async def say(page: Page, sentence: str) -> Locator:
    """Say a sentence; return the hub's reply to it, once it is there."""
    count = await page.get_by_test_id("reply").count()
    await page.get_by_test_id("ask-input").fill(sentence)
    await page.get_by_test_id("ask-input").press("Enter")
    return await reply(page, count)


async def reply(page: Page, number: int) -> Locator:
    """Return a reply by its number, once it is there."""
    found = page.get_by_test_id("reply").nth(number)
    await expect(found).to_be_visible()
    await expect(page.get_by_test_id("thinking")).to_have_count(0, timeout=15_000)
    return found


def light_on(hub: RunningHub) -> None:
    hub.remote.request("POST", "/api/services/light/turn_on", {"entity_id": LIGHT})
    hub.wait_for(LIGHT, "on")


def lock_up(hub: RunningHub) -> None:
    hub.remote.request("POST", "/api/services/lock/lock", {"entity_id": LOCK})
    hub.wait_for(LOCK, "locked")


@pytest.mark.parametrize("is_shown_first", [False, True])
async def test_a_pin_typed_with_the_order_is_dots_and_not_kept(
    screen: Screen, *, is_shown_first: bool
) -> None:
    page = screen.page
    await asyncio.to_thread(lock_up, screen.hub)
    if is_shown_first:
        await page.get_by_test_id("show-first").click()
    for pin in ("47 11", "four seven one one"):
        await say(page, f"unlock the front door, my PIN is {pin}")
        await expect(page.get_by_test_id("said").last).to_have_text("unlock the front door ••••")
    await say(page, "is the front door open at 1830?")
    await expect(page.get_by_test_id("said").last).to_have_text("is the front door open at 1830?")
    await asyncio.sleep(0.6)
    kept = await page.evaluate("JSON.stringify(localStorage)")
    assert "front door" in kept
    assert "47 11" not in kept
    assert "four seven" not in kept
    assert (await asyncio.to_thread(screen.hub.state, LOCK))["state"] == "locked"


@pytest.mark.parametrize(
    "text",
    [
        "unlock the front door, my PIN is four seven one mumble",
        "unlock the front door, p-i-n 47",
        "entriegele die Haustür, die Geheimzahl ist siebenundvierzig elf",
        "abre la puerta, el código es cuarenta y siete",
        "unlock the front door Four, seven, one, one",
    ],
)
async def test_what_may_name_a_pin_is_not_kept_where_no_answer_came(
    screen: Screen, text: str
) -> None:
    page = screen.page
    await page.route("**/api/conversation/process", lambda route: route.abort())
    await say(page, text)
    await expect(page.get_by_test_id("said").last).to_have_text("••••")
    await asyncio.sleep(0.6)
    kept = await page.evaluate("localStorage.getItem('lares.talks')")
    assert text not in kept
    assert "••••" in kept
    screen.problems.clear()


async def test_a_plan_is_shown_first_and_runs_when_one_says_so(screen: Screen) -> None:
    page = screen.page
    await asyncio.to_thread(light_on, screen.hub)
    await page.get_by_test_id("show-first").click()
    await expect(page.get_by_test_id("show-first")).to_have_attribute("aria-pressed", "true")
    shown = await say(page, "turn off the kitchen lights")
    await expect(shown.get_by_test_id("preview")).to_contain_text("Nothing has been done yet")
    await expect(shown.get_by_test_id("verdict")).to_have_attribute("data-effect", "allow")
    assert (await asyncio.to_thread(screen.hub.state, LIGHT))["state"] == "on"
    assert await screen.axe() == []
    await expect(shown.get_by_test_id("do-it")).to_be_in_viewport(ratio=1)
    await shown.get_by_test_id("do-it").click()
    done = await reply(page, 1)
    await expect(done.get_by_test_id("outcome").first).to_have_attribute("data-status", "done")
    assert (await asyncio.to_thread(screen.hub.state, LIGHT))["state"] == "off"
    await expect(shown.get_by_test_id("do-it")).to_have_count(0)


async def test_what_is_shown_first_may_be_left_alone(screen: Screen) -> None:
    page = screen.page
    await asyncio.to_thread(light_on, screen.hub)
    await page.get_by_test_id("show-first").click()
    shown = await say(page, "turn off the kitchen lights")
    await shown.get_by_test_id("leave-it").click()
    await expect(shown.get_by_test_id("preview")).to_contain_text("Left alone")
    assert (await asyncio.to_thread(screen.hub.state, LIGHT))["state"] == "on"
    answer = await say(page, "is the front door locked?")
    await expect(answer.get_by_test_id("reply-text")).to_be_visible()


async def test_an_approval_is_given_with_its_reason_and_taken_back(screen: Screen) -> None:
    page = screen.page
    await asyncio.to_thread(lock_up, screen.hub)
    asked = await say(page, "unlock the front door")
    await expect(asked.get_by_test_id("verdict")).to_have_attribute("data-effect", "confirm")
    await asked.get_by_test_id("why").locator("summary").click()
    await expect(asked.get_by_test_id("why-act")).to_contain_text("needs your approval")
    await asked.get_by_test_id("reject").click()
    await expect(asked.get_by_test_id("outcome")).to_have_attribute("data-status", "lapsed")
    assert (await asyncio.to_thread(screen.hub.state, LOCK))["state"] == "locked"
    asked = await say(page, "unlock the front door")
    await asked.get_by_test_id("approve").click()
    done = await reply(page, 3)
    await expect(done.get_by_test_id("outcome")).to_have_attribute("data-status", "done")
    assert (await asyncio.to_thread(screen.hub.state, LOCK))["state"] == "unlocked"
    await asyncio.to_thread(lock_up, screen.hub)


async def test_each_step_is_seen_to_end_and_undone(screen: Screen) -> None:
    page = screen.page
    await asyncio.to_thread(light_on, screen.hub)
    done = await say(page, "turn off all the lights")
    outcomes = done.get_by_test_id("outcome")
    assert await outcomes.count() > 1
    assert await done.locator("[data-status=pending]").count() == 0
    await expect(outcomes.first).to_contain_text("s")
    await done.get_by_test_id("undo").click()
    undone = await reply(page, 1)
    await expect(undone.get_by_test_id("outcome").first).to_be_visible()
    await expect(page.get_by_test_id("undo")).to_have_count(1)


async def test_steps_under_way_are_pending_until_the_hub_tells_how_they_ended(
    screen: Screen,
) -> None:
    page = screen.page
    # What blinds take is long enough to look at; what is seen meanwhile is kept.
    await page.evaluate("""() => {
      globalThis.seen = new Set();
      const look = () => {
        const all = (node) => [...node.querySelectorAll('*')].flatMap((element) =>
          [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
        for (const one of all(document)) {
          if (one.dataset?.testid === 'outcome') seen.add(one.dataset.status);
        }
        requestAnimationFrame(look);
      };
      look();
    }""")
    done = await say(page, "close all the blinds")
    await expect(done.get_by_test_id("outcome").first).to_have_attribute("data-status", "done")
    seen = await page.evaluate("[...seen]")
    assert "pending" in seen, seen


async def test_conversations_are_kept_here_opened_again_and_forgotten(screen: Screen) -> None:
    page = screen.page
    await say(page, "is the front door locked?")
    await page.get_by_test_id("talk-new").click()
    await expect(page.get_by_test_id("reply")).to_have_count(0)
    await page.reload()
    await screen.connected()
    await page.get_by_test_id("talks-open").click()
    await screen.settled()
    assert await screen.axe() == []
    await page.get_by_test_id("talk").first.click()
    await expect(page.get_by_test_id("said")).to_contain_text("is the front door locked?")
    await expect(page.get_by_test_id("reply")).to_have_count(1)
    await page.get_by_test_id("talks-open").click()
    await page.get_by_test_id("talk-forget").first.click()
    await expect(page.get_by_test_id("talk")).to_have_count(0)
    await page.get_by_test_id("talks-close").click()
    await expect(page.get_by_test_id("reply")).to_have_count(0)
    await say(page, "is the front door locked?")
    await page.get_by_test_id("settings-open").click()
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("sign-in-reason")).to_be_visible()
    assert await page.evaluate("localStorage.getItem('lares.talks')") is None


async def test_the_keyboard_leads_to_the_talk_and_back_through_what_was_said(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub, PHONE) as screen:
        page, field = screen.page, screen.page.get_by_test_id("ask-input")
        await screen.visit("rules")
        await expect(field).not_to_be_visible()
        await page.keyboard.press("Control+k")
        await expect(field).to_be_focused()
        await say(page, "is the front door locked?")
        await say(page, "which lights are on?")
        await field.fill("half a sent")
        await field.press("ArrowUp")
        await expect(field).to_have_value("which lights are on?")
        await field.press("ArrowUp")
        await expect(field).to_have_value("is the front door locked?")
        await field.press("ArrowUp")
        await field.press("ArrowDown")
        await field.press("ArrowDown")
        await expect(field).to_have_value("half a sent")


async def test_a_reply_is_copied(browser: Browser, page_hub: RunningHub) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    async with open_screen(browser, page_hub, DESKTOP, permissions=allowed) as screen:
        await screen.visit("ask")
        answer = await say(screen.page, "is the front door locked?")
        text = await answer.get_by_test_id("reply-text").inner_text()
        await answer.get_by_test_id("copy").click()
        await expect(answer).to_contain_text("Copied")
        assert await screen.page.evaluate("navigator.clipboard.readText()") == text


async def test_suggestions_are_understood_in_both_languages(
    browser: Browser, page_hub: RunningHub
) -> None:
    for language, sorry in (("en-GB", "Sorry"), ("de-DE", "Entschuldigung")):
        async with open_screen(browser, page_hub, DESKTOP, language=language) as screen:
            await screen.visit("ask")
            ideas = await screen.page.locator(".ideas button").all_inner_texts()
            assert len(ideas) == 5
            for idea in ideas:
                body = {"text": idea, "language": language[:2]}
                planned = await asyncio.to_thread(
                    page_hub.remote.request, "POST", "/api/lares/plan", body
                )
                assert planned["plan"]["body"]["kind"] != "refusal", (idea, planned["speech"])
                assert sorry not in planned["speech"]


async def test_without_the_hub_nothing_is_sent_and_the_sentence_stays(screen: Screen) -> None:
    field = screen.page.get_by_test_id("ask-input")
    await screen.offline()
    await field.fill("turn off the kitchen lights")
    await field.press("Enter")
    await expect(screen.page.get_by_test_id("toast")).to_contain_text("Nothing was sent")
    await expect(field).to_have_value("turn off the kitchen lights")
    await screen.online()
    await field.press("Enter")
    await reply(screen.page, 0)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_a_long_talk_is_sound(browser: Browser, page_hub: RunningHub, look: Look) -> None:
    async with open_screen(browser, page_hub, look) as screen:
        await screen.visit("ask")
        for sentence in (
            "turn off all the lights",
            "unlock the front door",
            "fly me to the moon",
            "turn on a light",
        ):
            await say(screen.page, sentence)
        await screen.settled()
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        if folder := os.environ.get("LARES_PICTURES"):
            await screen.picture(Path(folder), "ask_talk")
