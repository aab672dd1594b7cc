"""The page of rules, walked through: list, editor, backtest, runs, versions, offline, roles."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from hub.remote import Remote
from tests.support.page import DESKTOP, DESKTOP_DARK, LOOKS, PHONE, Look, Screen, open_screen
from tests.support.running_hub import RunningHub

WAIT_MS = 15_000
RULES = """\
# The cat likes it.
- id: cat
  alias: Lamp for the cat
  triggers: [{trigger: time, at: "03:00"}]
  actions:
    - action: light.turn_on
      target: {entity_id: light.desk_lamp} # the small one
- id: night
  alias: Lamp off at night
  triggers: [{trigger: time, at: "03:00"}]
  actions: [{action: light.turn_off, target: {entity_id: light.desk_lamp}}]
- id: follow
  alias: Counter follows the lamp
  triggers: [{trigger: state, entity_id: light.desk_lamp}]
  conditions: [{condition: state, entity_id: light.desk_lamp, state: "on"}]
  actions:
    - action: light.turn_on
      target: {entity_id: light.kitchen_counter}
    - action: lock.unlock
      target: {entity_id: lock.front_door}
- id: doomed
  alias: Doomed
  triggers: [{trigger: event, event_type: doom}]
  actions: [{action: light.turn_off, target: {entity_id: light.desk_lamp}}]
- id: edited
  alias: Edited
  triggers: [{trigger: time, at: "05:00"}]
  actions:
    # Softly.
    - action: light.turn_on
      target: {entity_id: light.desk_lamp}
      data: {brightness_pct: 20}
"""
SCRIPTS = """\
movie_night:
  alias: Movie night
  sequence: [{action: light.turn_off, target: {entity_id: light.floor_lamp}}]
"""
SCENES = '- id: dinner\n  name: Dinner\n  entities: {light.kitchen_ceiling: "on"}\n'
GOOD = """\
alias: Written here
triggers:
  - trigger: sun
    event: sunset
actions:
  - action: light.turn_on
    target: {entity_id: light.desk_lamp}
"""


@pytest.fixture(scope="module")
def rule_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Run the demo with rules of its own, one of which has run twice."""
    folder = tmp_path_factory.mktemp("rules") / "hub"
    for name, text in (("mine", RULES), ("scripts/movie", SCRIPTS), ("scenes/dinner", SCENES)):
        file = folder / "rules" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with RunningHub(folder, "--no-model") as hub:
        hub.wait_for("light.desk_lamp", "on", "off")
        for to in ("on", "off", "on"):
            switch(hub, to)
        wait_until(lambda: len(runs_of(hub, "follow")) >= 2)
        yield hub


def switch(hub: RunningHub, to: str) -> None:
    hub.remote.request("POST", f"/api/services/light/turn_{to}", {"entity_id": "light.desk_lamp"})
    hub.wait_for("light.desk_lamp", to)


def runs_of(hub: RunningHub, rule_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hub.remote.request(
        "GET", f"/api/lares/runs?rule=automation.{rule_id}"
    )["runs"]
    return found


def rule(hub: RunningHub, rule_id: str) -> dict[str, Any] | None:
    rules = hub.remote.request("GET", "/api/lares/rules")["rules"]
    return next((one for one in rules if one["id"] == rule_id), None)


def wait_until(is_so: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 15
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def token_of_child(hub: RunningHub) -> str:
    """Become the owner, with the code that the console shows, and let a child in."""
    code = re.search(r"one-time code: (\S+)", hub.output())
    assert code is not None
    told = {"code": code[1], "name": "Ann"}
    owner = Remote(hub.url, hub.remote.request("POST", "/api/lares/onboarding", told)["token"])
    child = owner.request("POST", "/api/lares/users", {"name": "Kim", "role": "child"})
    body = {"name": "Kim", "user_id": child["id"]}
    secret: str = owner.request("POST", "/api/lares/tokens", body)["token"]
    return secret


def row(screen: Screen, name: str) -> Locator:
    return screen.page.get_by_test_id("rule").filter(
        has=screen.page.get_by_role("link", name=name, exact=True)
    )


async def sound(screen: Screen) -> list[str]:
    return [*await screen.too_wide(), *await screen.axe()]


PLACES = {
    "list": ("rules",),
    "text": ("rules", "follow"),
    "backtest": ("rules", "follow", "backtest"),
    "runs": ("rules", "follow", "runs"),
    "versions": ("rules", "edited", "versions"),
    "new": ("rules", "new"),
    "script": ("rules", "script:movie_night"),
    "none": ("rules", "nobody"),
}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_every_part_is_sound(browser: Browser, rule_hub: RunningHub, look: Look) -> None:
    wrong: list[str] = []
    async with open_screen(browser, rule_hub, look) as screen:
        for name, place in PLACES.items():
            await screen.visit(*place)
            wrong += [f"{name}: {problem}" for problem in await sound(screen)]
    assert not wrong, "\n".join(wrong)


async def test_the_list_tells_what_rules_do_and_how_they_ended(
    browser: Browser, rule_hub: RunningHub
) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules")
        cat = row(screen, "Lamp for the cat")
        await expect(cat).to_contain_text("turn on the Desk lamp at 03:00 every day")
        await expect(cat).to_contain_text("Next:")
        follow = row(screen, "Counter follows the lamp")
        await expect(follow.get_by_test_id("last-run")).to_contain_text("broke off")
        finding = screen.page.get_by_test_id("finding").filter(has_text="fight")
        await expect(finding.get_by_role("link")).to_have_text(
            ["Lamp for the cat", "Lamp off at night"]
        )


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=lambda look: look.name)
async def test_rules_are_searched_and_filtered(
    browser: Browser, rule_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, rule_hub, look) as screen:
        await screen.visit("rules")
        page, rows = screen.page, screen.page.get_by_test_id("rule")
        await page.get_by_test_id("search-rules").fill("cat lamp")
        await expect(rows).to_have_count(1)
        await page.get_by_test_id("search-rules").fill("zebra")
        await expect(page.get_by_test_id("rules-nothing")).to_be_visible()
        await page.get_by_role("button", name="Show all").click()
        await page.get_by_test_id("filter-script").click()
        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text("Movie night")
        await page.get_by_test_id("filter-scene").click()
        await expect(rows).to_contain_text("Dinner")
        await page.get_by_test_id("filter-odd").click()
        await expect(rows).to_have_count(2)


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=lambda look: look.name)
async def test_a_rule_is_paused_run_and_resumed(
    browser: Browser, rule_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, rule_hub, look) as screen:
        await screen.visit("rules")
        night = row(screen, "Lamp off at night")
        await night.get_by_test_id("pause-rule").click()
        await expect(night.get_by_test_id("pause-rule")).to_have_text("Resume")
        assert (rule(rule_hub, "night") or {})["paused"]
        before = len(runs_of(rule_hub, "night"))
        await night.get_by_test_id("run-rule").click()
        await expect(night.get_by_test_id("last-run")).to_contain_text("done", timeout=WAIT_MS)
        assert len(runs_of(rule_hub, "night")) == before + 1
        await night.get_by_test_id("pause-rule").click()
        await expect(night.get_by_test_id("pause-rule")).to_have_text("Pause")


async def test_a_deleted_rule_comes_back(browser: Browser, rule_hub: RunningHub) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules")
        page, doomed = screen.page, row(screen, "Doomed")
        await doomed.get_by_test_id("delete-rule").click()
        assert await sound(screen) == []
        await page.get_by_test_id("sure-no").click()
        await expect(doomed).to_be_visible()
        await doomed.get_by_test_id("delete-rule").click()
        await page.get_by_test_id("sure-yes").click()
        await expect(doomed).to_have_count(0)
        assert rule(rule_hub, "doomed") is None
        await page.get_by_test_id("undo-delete").click()
        await expect(doomed).to_be_visible()
        assert rule(rule_hub, "doomed") is not None


@pytest.mark.parametrize("look", [PHONE, DESKTOP_DARK], ids=lambda look: look.name)
async def test_mistakes_are_told_beside_their_lines_as_one_types(
    browser: Browser, rule_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, rule_hub, look) as screen:
        await screen.visit("rules", "new")
        page, text = screen.page, screen.page.get_by_test_id("yaml")
        await text.fill(GOOD.replace("trigger: sun", "trigger: sunn") + "mode: sometimes\n")
        marks = page.get_by_test_id("rule-mark")
        await expect(marks).to_have_count(2)
        await expect(marks.first).to_contain_text("Line 3")
        await expect(marks.first).to_contain_text("did you mean 'sun'?")
        await expect(page.get_by_test_id("rule-status")).to_have_text("2 mistakes")
        await expect(page.get_by_test_id("save-rule")).to_be_disabled()
        await expect(text).to_have_attribute("aria-invalid", "true")
        assert await sound(screen) == []
        await marks.first.click()
        await page.keyboard.insert_text("  - trigger: sun")
        await expect(marks).to_have_count(1)
        await text.fill(GOOD)
        await expect(page.get_by_test_id("rule-words")).to_contain_text(
            "turn on the Desk lamp at sunset every day"
        )
        await text.fill(GOOD.replace("desk_lamp", "desk_lump"))
        await expect(marks).to_contain_text(["did you mean 'light.desk_lamp'?"])


async def test_a_rule_is_written_and_saved_by_the_keyboard(
    browser: Browser, rule_hub: RunningHub
) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules", "new")
        page = screen.page
        await page.get_by_test_id("yaml").fill(GOOD)
        await page.keyboard.type("    data:")
        await page.keyboard.press("Enter")
        await page.keyboard.type("brightness_pct: 30")
        await expect(page.get_by_test_id("rule-words")).to_contain_text("set the Desk lamp to 30 %")
        await page.keyboard.press("Control+s")
        await expect(page.get_by_test_id("rule-name")).to_have_text("Written here")
        await expect(page.get_by_test_id("rule-status")).to_have_text("All is right")
        kept = rule_hub.remote.request("GET", "/api/lares/rules")["rules"]
        [made] = [one for one in kept if one["alias"] == "Written here"]
        assert "      brightness_pct: 30" in made["yaml"]
        rule_hub.remote.request("DELETE", f"/api/lares/rules/{made['id']}")


async def test_a_sentence_becomes_a_rule_to_look_over(
    browser: Browser, rule_hub: RunningHub
) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules", "new")
        page = screen.page
        await page.get_by_test_id("say-rule").fill("turn on the desk lamp every day at 7 am")
        await page.get_by_test_id("say-rule-go").click()
        await expect(page.get_by_test_id("rule-words")).to_contain_text(
            "turn on the Desk lamp at 07:00 every day", timeout=WAIT_MS
        )
        await expect(page.get_by_test_id("yaml")).to_have_value(re.compile("light.desk_lamp"))
        await page.get_by_test_id("say-rule").fill("turn on the desk lamp")
        await page.get_by_test_id("say-rule-go").click()
        await expect(page.get_by_test_id("say-rule-answer")).to_contain_text("no rule yet")


async def test_what_is_not_saved_is_not_lost_unasked(
    browser: Browser, rule_hub: RunningHub
) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules", "edited")
        page, text = screen.page, screen.page.get_by_test_id("yaml")
        yaml = await text.input_value()
        await text.fill(yaml.replace("20", "35"))
        await page.get_by_test_id("part-backtest").click()
        await expect(page.get_by_test_id("backtest")).to_contain_text("your unsaved text")
        await page.get_by_test_id("back-to-rules").click()
        await expect(page.get_by_test_id("sure")).to_be_visible()
        assert await sound(screen) == []
        await page.get_by_test_id("sure-no").click()
        await page.get_by_test_id("part-text").click()
        await expect(text).to_have_value(yaml.replace("20", "35"))
        await page.go_back()
        await page.go_back()
        await page.get_by_test_id("sure-no").click(timeout=WAIT_MS)
        await page.get_by_test_id("part-text").click()
        await page.get_by_test_id("revert-rule").click()
        await expect(text).to_have_value(yaml)
        await text.fill(yaml.replace("20", "36"))
        await page.get_by_test_id("back-to-rules").click()
        await page.get_by_test_id("sure-yes").click()
        await expect(page.get_by_test_id("rules")).to_be_visible()
        assert "20" in (rule(rule_hub, "edited") or {})["yaml"]


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=lambda look: look.name)
async def test_a_version_is_compared_and_restored(
    browser: Browser, rule_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, rule_hub, look) as screen:
        await screen.visit("rules", "edited")
        page = screen.page
        yaml = await page.get_by_test_id("yaml").input_value()
        await page.get_by_test_id("yaml").fill(yaml.replace("05:00", "06:15"))
        await page.get_by_test_id("save-rule").click()
        await expect(page.get_by_test_id("toast")).to_contain_text("saved")
        assert "# Softly." in (rule(rule_hub, "edited") or {})["yaml"]
        await page.get_by_test_id("part-versions").click()
        diff = page.get_by_test_id("version-diff")
        await expect(diff.locator(".gone")).to_contain_text("05:00")
        await expect(diff.locator(".new")).to_contain_text("06:15")
        assert await sound(screen) == []
        await page.get_by_test_id("restore-version").click()
        await page.get_by_test_id("sure-yes").click()
        await expect(page.get_by_test_id("toast")).to_contain_text("is at work again")
        assert "05:00" in (rule(rule_hub, "edited") or {})["yaml"]


async def test_the_past_is_tried_as_a_timeline_and_a_list(
    browser: Browser, rule_hub: RunningHub
) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules", "follow", "backtest")
        page = screen.page
        await expect(page.get_by_test_id("backtest-sum")).to_contain_text(
            "stopped by the guard", timeout=WAIT_MS
        )
        await expect(page.get_by_test_id("timeline")).to_have_attribute(
            "aria-label", re.compile("Stopped by the guard: [1-9]")
        )
        run = page.get_by_test_id("backtest-run").filter(has_text="Unlock Front door lock")
        await expect(run.first).to_contain_text("denied: nobody attends")
        await page.get_by_test_id("span-1d").click()
        await expect(page.get_by_test_id("backtest-sum")).to_be_visible(timeout=WAIT_MS)
        await screen.visit("rules", "doomed", "backtest")
        await expect(page.get_by_test_id("backtest")).to_contain_text("It would not have run")


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=lambda look: look.name)
async def test_a_run_is_told_step_by_step(
    browser: Browser, rule_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, rule_hub, look) as screen:
        await screen.visit("rules", "follow", "runs")
        page = screen.page
        await page.get_by_test_id("run").filter(has_text="broke off").first.click()
        await expect(page.get_by_test_id("run-error")).to_contain_text("nobody attends")
        steps = page.get_by_test_id("run-step")
        await expect(steps.nth(0)).to_contain_text("state of Desk lamp")
        await expect(steps.nth(1)).to_contain_text("holds")
        await expect(steps.nth(1)).to_contain_text("Desk lamp was: on")
        await expect(steps.nth(2).get_by_test_id("run-sent")).to_contain_text("Done")
        await page.get_by_test_id("run").filter(has_text="did not hold").first.click()
        await expect(steps.nth(1)).to_contain_text("Desk lamp was: off")


async def test_the_text_stays_while_the_hub_is_away(browser: Browser, rule_hub: RunningHub) -> None:
    async with open_screen(browser, rule_hub, PHONE) as screen:
        await screen.visit("rules", "edited")
        page, text = screen.page, screen.page.get_by_test_id("yaml")
        yaml = await text.input_value()
        await screen.offline()
        await text.fill(yaml.replace("20", "45"))
        await expect(page.get_by_test_id("rule-status")).to_contain_text("Not connected")
        await expect(page.get_by_test_id("save-rule")).to_be_disabled()
        await screen.online()
        await expect(text).to_have_value(yaml.replace("20", "45"))
        await page.get_by_test_id("yaml").press("End")
        await expect(page.get_by_test_id("save-rule")).to_be_enabled()
        await page.get_by_test_id("revert-rule").click()


async def test_what_was_changed_elsewhere_is_told(browser: Browser, rule_hub: RunningHub) -> None:
    async with open_screen(browser, rule_hub) as screen:
        await screen.visit("rules", "cat")
        page, text = screen.page, screen.page.get_by_test_id("yaml")
        yaml = await text.input_value()
        await text.fill(yaml + "# mine\n")
        rule_hub.remote.request("POST", "/api/lares/rules/cat", {"paused": True})
        await expect(page.get_by_test_id("rule-old")).to_be_visible()
        await page.get_by_role("button", name="Take what the hub has").click()
        await expect(text).to_have_value(re.compile("initial_state: false"))
        rule_hub.remote.request("POST", "/api/lares/rules/cat", {"paused": False})
        await expect(text).to_have_value(yaml)


async def test_children_look_and_change_nothing(browser: Browser, rule_hub: RunningHub) -> None:
    token = token_of_child(rule_hub)
    async with open_screen(browser, rule_hub) as screen:
        await screen.page.goto(f"{screen.line.url}/#token={token}")
        await screen.page.reload()
        await screen.connected()
        await screen.visit("rules")
        page = screen.page
        await expect(row(screen, "Lamp for the cat")).to_be_visible()
        for control in ("new-rule", "pause-rule", "run-rule", "delete-rule"):
            await expect(page.get_by_test_id(control)).to_have_count(0)
        await screen.visit("rules", "new")
        await expect(page.get_by_test_id("no-new-rules")).to_be_visible()
        await screen.visit("rules", "cat")
        await expect(page.get_by_test_id("yaml")).to_have_attribute("readonly", "")
        await expect(page.get_by_test_id("rule-read-only")).to_be_visible()
        await expect(page.get_by_test_id("rule-words")).to_contain_text("turn on the Desk lamp")
        assert await sound(screen) == []


async def test_the_page_speaks_german(browser: Browser, rule_hub: RunningHub) -> None:
    async with open_screen(browser, rule_hub, PHONE, language="de-DE") as screen:
        await screen.visit("rules")
        await expect(screen.page.get_by_test_id("new-rule")).to_have_text("Neue Regel")
        assert await screen.too_wide() == []
        await screen.visit("rules", "follow", "runs")
        await expect(screen.page.get_by_test_id("runs")).to_contain_text("abgebrochen")
        assert await screen.too_wide() == []
