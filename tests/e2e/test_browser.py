"""The page in a real browser, against the real hub and its demo home."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.browser import Page, browse
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"
LOCK = "lock.front_door"
ANSWER_S = 30.0
TIMS_PASSWORD = "a garden of forking paths"  # noqa: S105 -- of this test only


@pytest.fixture(name="page")
async def open_page(tmp_path: Path) -> AsyncIterator[Page]:
    async with browse(tmp_path / "profile") as page:
        await page.resize(1440, 1000)
        yield page
        assert page.problems == []


async def sign_in(page: Page, hub: RunningHub) -> None:
    await page.open(f"{hub.url}/#token={hub.token}")
    await page.wait_for_id(f"entity-{LIGHT}")
    await page.wait_for("find('[data-testid=connection]')?.dataset.state === 'good'")


async def state_shown(page: Page, entity_id: str, state: str) -> None:
    """Wait until the page shows an entity in a state, with nothing pending."""
    await page.wait_for(
        f"""(() => {{ const e = find('[data-testid="state-{entity_id}"]');
        return e?.dataset.state === '{state}' && !e.classList.contains('pending'); }})()""",
        within_s=ANSWER_S,
    )


async def ask(page: Page, sentence: str) -> str:
    """Say a sentence and return what the newest reply shows, its plan included."""
    before = await page.evaluate("findAll('[data-testid=reply]').length")
    await page.type("ask-input", sentence)
    await page.click("ask-send")
    return await newest_reply(page, before + 1)


async def newest_reply(page: Page, count: int) -> str:
    ready = f"findAll('[data-testid=reply]').length >= {count} && !find('[data-testid=thinking]')"
    await page.wait_for(ready, within_s=ANSWER_S)
    text = await page.evaluate("textOf(findAll('[data-testid=reply]').at(-1))")
    return " ".join(str(text).split())


async def test_a_wrong_token_leads_back_to_sign_in(page: Page, demo_hub: RunningHub) -> None:
    await page.open(f"{demo_hub.url}/#token=wrong")
    assert await page.text("sign-in-reason")
    assert await page.evaluate("location.hash") == ""


@pytest.mark.timeout(60)
async def test_the_owner_comes_in_by_the_code_and_others_by_a_password(
    page: Page, demo_hub: RunningHub
) -> None:
    code = re.search(r"one-time code: (\S+)", demo_hub.output())
    assert code is not None
    await page.open(demo_hub.url)
    await page.type("code", "0000-0000")
    await page.type("name", "Emma")
    await page.click("onboard")
    assert await page.text("sign-in-problem")
    await page.evaluate("find('[data-testid=code]').value = ''")
    await page.type("code", code[1])
    await page.click("onboard")
    # The step is whole: nothing moves any more under the pointer.
    await page.wait_for_id("welcome-name")
    await page.wait_for("textOf(find('[data-testid=welcome]')).includes('Emma')")
    await page.click("welcome-later")
    await page.wait_for_id(f"entity-{LIGHT}")
    await add_tim(page)
    await page.click("settings-open")
    await page.click("sign-out")
    await page.wait_for_id("login-name")
    await page.type("login-name", "tim")
    await page.type("login-password", "a garden of forking pots")
    await page.click("log-in")
    assert "wrong" in await page.text("sign-in-problem")
    await page.evaluate("find('[data-testid=login-password]').value = ''")
    await page.type("login-password", TIMS_PASSWORD)
    await page.click("log-in")
    await page.wait_for_id(f"entity-{LIGHT}")
    await page.click("people-open")
    await page.wait_for_id("user")
    assert await page.evaluate("findAll('[data-testid=user]').length") == 1


async def add_tim(page: Page) -> None:
    """Add somebody with a password, as an owner does."""
    await page.click("people-open")
    await page.type("new-name", "Tim")
    await page.click("add-user")
    tim = "find('[data-testid=user][data-name=Tim]')"
    await page.wait_for(f"{tim} !== null")
    await page.evaluate(f"{tim}.querySelector('[data-testid=set-password]').click()")
    await page.wait_for_id("new-secret")
    await page.type("new-secret", TIMS_PASSWORD)
    await page.click("save-secret")
    await page.wait_for(f"textOf({tim}).includes('has a password')")
    await page.click("people-close")


async def test_a_token_signs_in_and_stays(page: Page, demo_hub: RunningHub) -> None:
    await page.open(demo_hub.url)
    await page.click("switch-form")
    await page.type("token", demo_hub.token)
    await page.click("use-token")
    await page.wait_for_id(f"entity-{LIGHT}")
    await page.call("Page.reload")
    await page.wait_for_id(f"entity-{LIGHT}")


async def test_shows_areas_and_entities(page: Page, demo_hub: RunningHub) -> None:
    await sign_in(page, demo_hub)
    home = demo_hub.remote.request("GET", "/api/lares/home")
    areas = {area["id"]: area["name"] for area in home["areas"]}
    unshown = {"automation", "zone", "sun", "device_tracker"}
    shown = [e for e in home["entities"] if e["enabled"] and e["domain"] not in unshown]
    assert shown
    for area_id in sorted({entity["area_id"] for entity in shown} - {None}):
        assert areas[area_id] in await page.text(f"area-{area_id}")
        await page.click(f"area-link-{area_id}")
        for entity in [each for each in shown if each["area_id"] == area_id]:
            # "Kitchen ceiling light" reads "Ceiling light" under the heading "Kitchen".
            name = entity["name"].removeprefix(areas[area_id]).strip()
            card = await page.text(f"entity-{entity['entity_id']}")
            assert name.casefold() in card.casefold()
        await page.click("back")


async def test_a_toggle_moves_the_light_and_shows_its_report(
    page: Page, demo_hub: RunningHub
) -> None:
    await sign_in(page, demo_hub)
    before = demo_hub.state(LIGHT)["state"]
    after = "off" if before == "on" else "on"
    await page.click(f"toggle-{LIGHT}")
    await state_shown(page, LIGHT, after)
    assert demo_hub.state(LIGHT)["state"] == after


async def test_a_sentence_moves_lights_and_shows_plan_verdict_and_outcomes(
    page: Page, demo_hub: RunningHub
) -> None:
    await sign_in(page, demo_hub)
    await asyncio.to_thread(
        demo_hub.remote.request, "POST", "/api/services/light/turn_on", {"entity_id": LIGHT}
    )
    await state_shown(page, LIGHT, "on")
    await ask(page, "turn off the kitchen lights")
    assert await page.evaluate("find('[data-testid=verdict]').dataset.effect") == "allow"
    statuses = await page.evaluate("findAll('[data-testid=outcome]').map(e => e.dataset.status)")
    assert statuses
    assert set(statuses) == {"done"}
    await state_shown(page, LIGHT, "off")


async def test_unlocking_by_sentence_waits_for_approval(page: Page, demo_hub: RunningHub) -> None:
    await sign_in(page, demo_hub)
    await lock_again(demo_hub)
    await ask(page, "unlock the front door")
    assert demo_hub.state(LOCK)["state"] == "locked"
    await page.evaluate("find('[data-testid=why] summary').click()")
    await page.wait_for_id("why-act")
    assert "unlocking asks (shipped): needs your approval" in await page.text("why-act")
    await page.click("approve")
    await state_shown(page, LOCK, "unlocked")
    assert demo_hub.state(LOCK)["state"] == "unlocked"


async def test_a_yes_in_the_chat_approves_and_closes_the_buttons(
    page: Page, demo_hub: RunningHub
) -> None:
    await sign_in(page, demo_hub)
    await lock_again(demo_hub)
    await ask(page, "unlock the front door")
    await page.wait_for_id("approve")
    await ask(page, "yes")
    await state_shown(page, LOCK, "unlocked")
    await page.wait_for("find('[data-testid=approve]') === null")


async def test_undo_brings_the_light_back(page: Page, demo_hub: RunningHub) -> None:
    await sign_in(page, demo_hub)
    await asyncio.to_thread(
        demo_hub.remote.request, "POST", "/api/services/light/turn_on", {"entity_id": LIGHT}
    )
    await state_shown(page, LIGHT, "on")
    await ask(page, "turn off the kitchen lights")
    await state_shown(page, LIGHT, "off")
    await page.click("undo")
    await state_shown(page, LIGHT, "on")


async def test_unlocking_by_button_asks_in_a_dialog(page: Page, demo_hub: RunningHub) -> None:
    await sign_in(page, demo_hub)
    await lock_again(demo_hub)
    await state_shown(page, LOCK, "locked")
    await page.click(f"lock-{LOCK}")
    assert await page.text("confirm-reason")
    await page.click("confirm-approve")
    await state_shown(page, LOCK, "unlocked")


async def lock_again(hub: RunningHub) -> None:
    def lock() -> None:
        hub.remote.request("POST", "/api/services/lock/lock", {"entity_id": LOCK})
        hub.wait_for(LOCK, "locked")

    await asyncio.to_thread(lock)


async def test_a_phone_shows_one_view_at_a_time(page: Page, demo_hub: RunningHub) -> None:
    await page.resize(390, 844)
    await sign_in(page, demo_hub)
    assert await page.evaluate("find('#ask').offsetParent === null")
    await page.click("tab-ask")
    await page.wait_for("find('#home').offsetParent === null")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_timer_that_is_done_is_shown_until_it_is_dismissed(
    page: Page, demo_hub: RunningHub
) -> None:
    await sign_in(page, demo_hub)
    assert "Tea timer set" in await ask(page, "set a tea timer for 1 second")
    await page.wait_for_id("notice", within_s=ANSWER_S)
    assert "Your tea timer is done." in await page.text("notice")
    await page.click("dismiss")
    await page.wait_for("!find('[data-testid=notice]')")
    assert demo_hub.remote.request("GET", "/api/lares/notifications") == []


async def test_a_rule_is_shown_in_words_paused_and_deleted(page: Page, tmp_path: Path) -> None:
    files = tmp_path / "hub" / "rules" / "automations"
    files.mkdir(parents=True)
    (files / "mine.yaml").write_text(
        "- id: mine\n  alias: Lamp\n  triggers: [{trigger: time, at: '03:00'}]\n"
        "  actions: [{action: light.turn_off, target: {entity_id: light.desk_lamp}}]\n"
    )
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        hub.wait_for(LIGHT, "on", "off")
        await sign_in(page, hub)
        await page.click("tab-rules")
        assert "turn off the Desk lamp at 03:00 every day" in await page.text("rule")
        await page.click("pause-rule")
        await page.wait_for("textOf(find('[data-testid=pause-rule]')).includes('Resume')")
        await page.click("delete-rule")
        await page.click("sure-yes")
        await page.wait_for("!find('[data-testid=rule]')")
        assert hub.remote.request("GET", "/api/lares/rules")["rules"] == []


async def test_rules_from_files_are_shown_with_their_yaml_and_mistakes_are_told(
    page: Page, tmp_path: Path
) -> None:
    rules = tmp_path / "hub" / "rules"
    rules.mkdir(parents=True)
    steps = "".join(f"    - event: step_{number}\n" for number in range(500))
    (rules / "mine.yaml").write_text(
        "- id: bell\n  alias: Bell <b>\n  triggers: [{trigger: event, event_type: bell}]\n"
        f"  actions:\n{steps}"
        "- alias: Broken\n  triggers: [{trigger: moon}]\n  actions: []\n"
    )
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        hub.wait_for(LIGHT, "on", "off")
        await sign_in(page, hub)
        assert await page.evaluate("!find('[data-testid^=\"entity-automation.\"]')")
        # The notice of it comes by itself.
        await page.wait_for("textOf(document.body).includes('Something is not whole')")
        await page.click("tab-rules")
        assert "Bell <b>" in await page.text("open-rule")
        assert "do what its YAML says" in await page.text("rule")
        assert "event: step_499" in str(
            await page.evaluate("find('[data-testid=rule-yaml] pre').textContent")
        )
        assert "mine.yaml" in await page.text("rule-problems")
        assert "moon" in await page.text("rule-problems")
        await page.click("pause-rule")
        await page.wait_for("textOf(find('[data-testid=pause-rule]')).includes('Resume')")
