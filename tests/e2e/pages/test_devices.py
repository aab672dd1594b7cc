"""The page "devices": the new is adopted, the rest renamed, moved, replaced; rooms too."""

import itertools
import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Locator, expect

from hub import remote
from tests.support.page import DESKTOP, PHONE, WAIT_MS, Look, Screen, open_screen
from tests.support.running_hub import RunningHub

LOOKS = (PHONE, DESKTOP)
# The hub remembers what was adopted or ignored: each test has plugs of its own.
SERIAL = itertools.count(1)


def announce(hub: RunningHub, plug: str) -> None:
    """Have a plug announce itself to the hub's own broker."""
    device = {"identifiers": [plug], "name": plug.title(), "manufacturer": "Plugs", "model": "P1"}
    base = {"device": device, "state_topic": plug}
    relay = base | {"unique_id": plug, "name": None, "command_topic": f"{plug}/set"}
    level = base | {
        "unique_id": f"{plug}_battery", "name": "Battery", "device_class": "battery",
        "unit_of_measurement": "%", "value_template": "17",
    }  # fmt: skip
    publish(hub, f"homeassistant/switch/{plug}/config", json.dumps(relay))
    publish(hub, f"homeassistant/sensor/{plug}/config", json.dumps(level))
    publish(hub, plug, "ON")
    hub.wait_for(f"switch.{plug}", "on")


def publish(hub: RunningHub, topic: str, payload: str) -> None:
    body = {"topic": topic, "payload": payload, "retain": True}
    hub.remote.request("POST", "/api/services/mqtt/publish", body)


@pytest.fixture(name="plugs", params=LOOKS, ids=lambda look: look.name)
def announce_plugs(request: pytest.FixtureRequest, page_hub: RunningHub) -> Iterator[list[str]]:
    """Announce two plugs of a name that nobody had so far."""
    look: Look = request.param
    number = next(SERIAL)
    names = [f"{look.name}{kind}{number}" for kind in ("pump", "spare")]
    for name in names:
        announce(page_hub, name)
    yield names
    for name in names:
        for domain in ("switch", "sensor"):
            publish(page_hub, f"homeassistant/{domain}/{name}/config", "")


def new_device(screen: Screen, title: str) -> Locator:
    return screen.page.locator(f"[data-testid=new-device][data-title={title}]")


async def test_a_new_device_is_adopted_into_a_new_area_renamed_and_replaced(
    browser: Browser, page_hub: RunningHub, plugs: list[str], request: pytest.FixtureRequest
) -> None:
    look = next(one for one in LOOKS if one.name == request.node.callspec.id)
    pump, spare = (name.title() for name in plugs)
    area = f"Shed {look.name}"
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("devices")
        thing = new_device(screen, pump)
        await expect(thing).to_contain_text("brings 2 entities", timeout=WAIT_MS)
        await thing.get_by_test_id("adopt").click()
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await thing.get_by_test_id("adopt-name").fill(f"Pump {look.name}")
        await thing.get_by_test_id("area-field").select_option("+")
        await thing.get_by_test_id("fresh-area").fill(area)
        await thing.get_by_test_id("adopt-now").click()
        await expect(thing).to_have_count(0)
        device = page.locator(f"[data-testid=device][data-name='Pump {look.name}']")
        await expect(device).to_contain_text("Battery 17 %")
        assert area in [one["name"] for one in areas(page_hub)]
        await device.get_by_role("link").click()
        await expect(page.get_by_test_id("device-facts")).to_contain_text("P1")
        assert await screen.axe() == []
        await the_device_is_changed(screen, plugs[0], look)
        await the_device_is_replaced(screen, plugs, spare)
        await screen.visit("devices")
        assert await screen.too_wide() == []


async def the_device_is_changed(screen: Screen, plug: str, look: Look) -> None:
    page = screen.page
    await page.get_by_test_id("device-rename").fill(f"Well pump {look.name}")
    await page.get_by_test_id("area-field").select_option(label="Kitchen")
    await page.get_by_test_id("device-save").click()
    await expect(page.get_by_test_id("device-name")).to_have_text(f"Well pump {look.name}")
    entity = page.locator(f"[data-testid=device-entity][data-id='sensor.{plug}_battery']")
    await entity.get_by_test_id("entity-name").fill("Charge")
    await entity.get_by_test_id("entity-save").click()
    await expect(page.get_by_label("Name of Charge")).to_have_count(1)
    await entity.get_by_test_id("entity-enabled").uncheck()
    await expect(entity).to_contain_text("Not used")
    await entity.get_by_test_id("entity-enabled").check()
    await page.get_by_test_id("device-enable").click()
    await expect(page.get_by_test_id("device-enable")).to_have_text("Switch on again")
    await page.get_by_test_id("device-enable").click()
    await expect(page.get_by_test_id("device-enable")).to_have_text("Switch off as a whole")


async def the_device_is_replaced(screen: Screen, plugs: list[str], spare: str) -> None:
    page = screen.page
    await page.get_by_test_id("replace").locator("summary").click()
    await page.get_by_test_id("replace-by").select_option(label=f"{spare} (Plugs P1)")
    await page.get_by_test_id("replace-now").click()
    told = page.get_by_test_id("replaced")
    await expect(told).to_contain_text(f"switch.{plugs[0]} ← switch.{plugs[1]}")
    with pytest.raises(remote.Rejected):
        screen.hub.state(f"switch.{plugs[1]}")
    await page.get_by_test_id("all-devices").click()
    await expect(page.get_by_test_id("devices")).to_be_visible()


async def test_what_is_ignored_can_be_offered_again(
    browser: Browser, page_hub: RunningHub, plugs: list[str]
) -> None:
    title = plugs[0].title()
    async with open_screen(browser, page_hub) as screen:
        await screen.visit("devices")
        await new_device(screen, title).get_by_test_id("ignore").click()
        await expect(new_device(screen, title)).to_have_count(0)
        await screen.page.get_by_test_id("ignored").click()
        ignored = screen.page.get_by_test_id("ignored-device").filter(has_text=title)
        await ignored.get_by_test_id("offer-again").click()
        await expect(new_device(screen, title)).to_have_count(1)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_a_device_is_added_by_its_address_and_told_why_not(
    browser: Browser, page_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("devices")
        await page.get_by_test_id("add-device").locator("summary").first.click()
        await page.get_by_test_id("add-integration").select_option("wled")
        await expect(page.get_by_test_id("manifest-notes")).to_contain_text("Speaks")
        assert await screen.axe() == []
        await page.get_by_test_id("field-host").fill("127.0.0.1")
        await page.get_by_text("More settings").click()
        await page.get_by_test_id("field-port").fill("9")
        await page.get_by_test_id("add-now").click()
        screen.expect_problem("status of")
        refused = page.get_by_test_id("add-wanted")
        await expect(refused).to_contain_text("cannot be reached", timeout=30_000)
        assert await screen.axe() == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_rooms_and_floors_are_made_named_ordered_and_deleted(
    browser: Browser, page_hub: RunningHub, look: Look
) -> None:
    async with open_screen(browser, page_hub, look) as screen:
        page = screen.page
        await screen.visit("devices")
        await page.get_by_test_id("places").locator("summary").click()
        await page.get_by_test_id("floor-new-name").fill("Loft")
        await page.get_by_test_id("floor-add").click()
        loft = page.locator("[data-testid=place-floor][data-name=Loft]")
        await expect(loft).to_have_count(1)
        await page.get_by_test_id("area-new-name").fill("Den")
        form = page.get_by_test_id("add-area")
        await form.get_by_test_id("area-floor").select_option(label="Loft")
        await page.get_by_test_id("area-add").click()
        den = page.locator("[data-testid=place-area][data-name=Den]")
        await expect(den).to_have_count(1)
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await den.get_by_test_id("area-name").fill("Library")
        await den.get_by_test_id("place-save").click()
        library = page.locator("[data-testid=place-area][data-name=Library]")
        await loft.get_by_test_id("floor-level").fill("7")
        await loft.get_by_test_id("place-save").click()
        for place in (library, loft):
            await place.get_by_test_id("place-delete").click()
            await place.get_by_test_id("place-delete-now").click()
            await expect(place).to_have_count(0)
        await a_given_area_stays(screen)


async def a_given_area_stays(screen: Screen) -> None:
    """What the demo's own file names would be back after a restart."""
    screen.expect_problem("status of 400")
    kitchen = screen.page.locator("[data-testid=place-area][data-name=Kitchen]")
    await kitchen.get_by_test_id("place-delete").click()
    await kitchen.get_by_test_id("place-delete-now").click()
    await expect(screen.page.get_by_text("named by lares.yaml")).to_be_visible()
    await expect(kitchen).to_have_count(1)


async def test_searching_and_finding_and_losing_the_hub(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub) as screen:
        page = screen.page
        await screen.visit("devices")
        await page.get_by_test_id("search-devices").click()
        await expect(page.get_by_test_id("search-devices")).to_be_enabled(timeout=30_000)
        await page.get_by_test_id("device-filter").fill("kitchen ceiling")
        await expect(page.get_by_test_id("device")).to_have_count(1)
        await page.get_by_test_id("device-filter").fill("no such thing")
        await expect(page.get_by_text("No device matches")).to_be_visible()
        await screen.offline()
        await expect(page.get_by_test_id("devices-offline")).to_be_visible()
        await screen.online()
        await expect(page.get_by_test_id("devices-offline")).to_have_count(0)


async def test_a_device_that_is_gone_is_told(browser: Browser, page_hub: RunningHub) -> None:
    async with open_screen(browser, page_hub) as screen:
        await screen.visit("devices", "nothing")
        await expect(screen.page.get_by_text("There is no such device")).to_be_visible()
        assert await screen.axe() == []


def areas(hub: RunningHub) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = hub.remote.request("GET", "/api/lares/home")["areas"]
    return listed
