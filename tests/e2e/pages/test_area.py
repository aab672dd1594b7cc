"""The page of an area: every card and every control, against devices that report."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.browser import Page
from tests.support.running_hub import RunningHub
from tests.support.walking import (
    DESKTOP,
    PHONE,
    choose,
    fits,
    go_to,
    has_no_violations,
    reported,
    sign_in,
    slide,
)  # fmt: skip

pytestmark = pytest.mark.timeout(180)

Step = tuple[str, str, Any, Callable[[dict[str, Any]], bool]]


def state(*wanted: str) -> Callable[[dict[str, Any]], bool]:
    return lambda found: found["state"] in wanted


def attribute(name: str, wanted: object, near: float = 0) -> Callable[[dict[str, Any]], bool]:
    def is_so(found: dict[str, Any]) -> bool:
        value = found["attributes"].get(name)
        if near and isinstance(value, int | float) and isinstance(wanted, int | float):
            return abs(value - wanted) <= near
        return bool(value == wanted)

    return is_so


def hue(wanted: float) -> Callable[[dict[str, Any]], bool]:
    return lambda found: abs((found["attributes"].get("hs_color") or [-99])[0] - wanted) <= 3


def item(status: str) -> Callable[[dict[str, Any]], bool]:
    return lambda found: any(
        one["summary"] == "Milk" and one["status"] == status for one in found["attributes"]["items"]
    )


def has_item(name: str) -> Callable[[dict[str, Any]], bool]:
    return lambda found: any(one["summary"] == name for one in found["attributes"]["items"])


# Entity, test id of the control, what is done with it (None: pressed), what the hub knows then.
LIGHTS: list[Step] = [
    ("light.full", "brightness-light.full", 80, attribute("brightness", 204, 3)),
    ("light.full", "warmth-light.full", 4000, attribute("color_temp_kelvin", 4000, 60)),
    ("light.full", "look-light.full", "colour", state("on")),
    ("light.full", "hue-light.full", 240, hue(240)),
    ("light.full", "saturation-light.full", 60, hue(240)),
    ("light.full", "effect-light.full", "party", attribute("effect", "party")),
    ("light.full", "toggle-light.full", None, state("off")),
    ("light.full", "toggle-light.full", None, state("on")),
    ("switch.plug", "toggle-switch.plug", None, state("on")),
]
CLIMATE: list[Step] = [
    ("climate.main", "plus-climate.main", None, attribute("temperature", 21.5)),
    ("climate.main", "minus-climate.main", None, attribute("temperature", 21)),
    ("climate.main", "mode-climate.main", "auto", state("auto")),
    ("climate.main", "preset-climate.main", "eco", attribute("preset_mode", "eco")),
    ("climate.main", "fan-climate.main", "high", attribute("fan_mode", "high")),
    ("humidifier.air", "plus-humidifier.air", None, attribute("humidity", 51)),
    ("humidifier.air", "mode-humidifier.air", "sleep", attribute("mode", "sleep")),
    ("humidifier.air", "toggle-humidifier.air", None, state("off")),
    ("water_heater.boiler", "minus-water_heater.boiler", None, attribute("temperature", 49)),
    ("water_heater.boiler", "mode-water_heater.boiler", "off", state("off")),
    ("fan.big", "speed-fan.big", 80, attribute("percentage", 80, 3)),
    ("fan.big", "preset-fan.big", "sleep", attribute("preset_mode", "sleep")),
    ("fan.big", "direction-fan.big", "reverse", attribute("direction", "reverse")),
    ("fan.big", "oscillate-fan.big", "on", attribute("oscillating", wanted=True)),
]  # fmt: skip
OPENINGS: list[Step] = [
    ("cover.blinds", "close-cover.blinds", None, state("closing", "closed")),
    ("cover.blinds", "stop-cover.blinds", None, state("open", "closed")),
    ("cover.blinds", "position-cover.blinds", 40, attribute("current_position", 40, 2)),
    ("cover.blinds", "tilt-cover.blinds", 20, attribute("current_tilt_position", 20, 2)),
    ("cover.blinds", "open-cover.blinds", None, state("opening", "open")),
    ("valve.garden", "position-valve.garden", 30, attribute("current_position", 30, 2)),
    ("valve.garden", "close-valve.garden", None, state("closing", "closed")),
]
DEVICES: list[Step] = [
    ("media_player.radio", "volume-media_player.radio", 60, attribute("volume_level", 0.6, 0.02)),
    (
        "media_player.radio",
        "mute-media_player.radio",
        None,
        attribute("is_volume_muted", wanted=True),
    ),
    ("media_player.radio", "source-media_player.radio", "Line in", attribute("source", "Line in")),
    ("media_player.radio", "next-media_player.radio", None, state("playing")),
    ("media_player.radio", "play-media_player.radio", None, state("paused", "idle")),
    ("media_player.radio", "power-media_player.radio", None, state("off")),
    ("vacuum.robby", "suction-vacuum.robby", "high", attribute("fan_speed", "high")),
    ("vacuum.robby", "start-vacuum.robby", None, state("cleaning")),
    ("vacuum.robby", "stop-vacuum.robby", None, state("idle", "paused")),
    ("vacuum.robby", "base-vacuum.robby", None, state("returning", "docked")),
    ("lawn_mower.robin", "start-lawn_mower.robin", None, state("mowing")),
    ("lawn_mower.robin", "base-lawn_mower.robin", None, state("returning", "docked")),
    ("number.level", "number-number.level", 20, state("20", "20.0")),
    ("select.house_mode", "select-select.house_mode", "away", state("away")),
    ("select.program", "select-select.program", "Spin", state("Spin")),
    ("button.bell", "press-button.bell", None, lambda found: found["state"] != "unknown"),
    ("scene.movie", "activate-scene.movie", None, lambda found: found["state"] != "unknown"),
    ("siren.attic", "siren-siren.attic", None, state("on")),
]


# What lets water run asks a person.
ASKED = {"position-valve.garden"}


async def walk(page: Page, hub: RunningHub, steps: list[Step]) -> None:
    """Use each control, wait for the device's report, and for the page to show it settled."""
    for entity_id, testid, value, is_so in steps:
        if value is None:
            await page.click(testid)
        elif isinstance(value, str):
            await choose(page, testid, value)
        else:
            await slide(page, testid, value)
        if testid in ASKED:
            await page.click("confirm-approve")
        await reported(hub, entity_id, is_so, f"after {testid}={value}")
        await page.wait_for(
            f"!find('[data-testid=\"state-{entity_id}\"]')?.classList.contains('pending')"
        )


@pytest.mark.parametrize(
    "steps",
    [LIGHTS, CLIMATE, OPENINGS, DEVICES[:-1]],
    ids=["lights", "climate", "openings", "devices"],
)  # fmt: skip
async def test_every_control_moves_its_device_and_shows_the_report(
    page: Page, house: RunningHub, steps: list[Step]
) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    await walk(page, house, steps)


async def test_texts_numbers_and_lists_take_what_is_typed(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    await page.wait_for_id("text-text.message")
    await page.evaluate("find('[data-testid=\"text-text.message\"]').value = ''")
    await page.type("text-text.message", "Back at six")
    await page.click("set-text.message")
    await reported(house, "text.message", state("Back at six"), "text")
    await page.evaluate("find('[data-testid=\"number-number.boxed\"]').value = ''")
    await page.type("number-number.boxed", "7")
    await page.click("set-number.boxed")
    await reported(house, "number.boxed", state("7", "7.0"), "number")
    await page.type("add-todo.shopping", "Tea")
    await page.click("add-now-todo.shopping")
    await reported(house, "todo.shopping", has_item("Tea"), "added")
    await page.wait_for("find('[data-item=Tea]') !== null")
    await page.evaluate("find('[data-item=Milk]').click()")
    await reported(house, "todo.shopping", item("completed"), "ticked off")


async def test_what_is_sensitive_asks_a_person(page: Page, house: RunningHub) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "area/hall")
    await page.click("lock-lock.front")
    await page.click("confirm-reject")
    await page.wait_for("!find('[data-testid=confirm]')")
    assert house.state("lock.front")["state"] == "locked"
    await page.click("lock-lock.front")
    await page.click("confirm-approve")
    await reported(house, "lock.front", state("unlocked"), "unlocked")
    await page.wait_for("textOf(find('[data-testid=\"lock-lock.front\"]')).trim() === 'Lock'")
    await page.click("lock-lock.front")
    await reported(house, "lock.front", state("locked"), "locked")
    await page.click("open-cover.garage")
    await page.click("confirm-approve")
    await reported(house, "cover.garage", state("opening", "open"), "garage")
    await walk(page, house, DEVICES[-1:])
    await page.click("siren-siren.attic")
    await page.click("confirm-approve")
    await reported(house, "siren.attic", state("off"), "siren")


async def test_an_alarm_is_armed_at_once_and_disarmed_with_its_code(
    page: Page, house: RunningHub
) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "area/hall")
    await page.click("arm-home-alarm_control_panel.house")
    await reported(house, "alarm_control_panel.house", state("armed_home"), "armed")
    await page.wait_for_id("key-4-alarm_control_panel.house")
    for key in ("9", "back", "4", "8", "1", "5"):
        await page.click(f"key-{key}-alarm_control_panel.house")
    await page.click("disarm-alarm_control_panel.house")
    await page.click("confirm-approve")
    await reported(house, "alarm_control_panel.house", state("disarmed"), "disarmed")
    assert await page.evaluate("!find('[data-testid=\"code-alarm_control_panel.house\"]')?.value")


async def test_the_dial_turns_by_keys_and_by_finger(page: Page, house: RunningHub) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "area/lab")
    await page.wait_for_id("dial-climate.main-value")
    before = house.state("climate.main")["attributes"]["temperature"]
    await page.evaluate("find('[data-testid=\"dial-climate.main-value\"]').focus()")
    for _ in range(3):
        await page.call("Input.dispatchKeyEvent", type="keyDown", key="ArrowUp", code="ArrowUp")
    await reported(house, "climate.main", attribute("temperature", before + 1.5), "keys")
    point = await page.evaluate(
        "(() => { const e = find('lares-dial').shadowRoot.querySelector('.track');"
        " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
        " return {x: r.x + r.width / 2, y: r.y + 4}; })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        await page.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **point)
    await reported(house, "climate.main", attribute("temperature", 21, 0.6), "finger")


async def test_an_update_is_installed_after_a_yes(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    await page.wait_for_id("settings")
    await page.evaluate("find('[data-testid=settings]').open = true")
    await page.click("install-update.plug")
    await page.click("confirm-reject")
    await page.click("install-update.plug")
    await page.click("confirm-approve")
    await reported(house, "update.plug", state("off"), "installed")


async def test_a_camera_shows_its_still(page: Page, house: RunningHub) -> None:
    await page.resize(*PHONE)
    await sign_in(page, house, "area/hall")
    picture = "find('[data-testid=\"picture-camera.porch\"]')"
    await page.wait_for(f"{picture} !== null")
    await page.evaluate(f"{picture}.scrollIntoView()")
    await page.wait_for(f"{picture}.complete && {picture}.naturalWidth > 0")
    await page.click("again-camera.porch")
    await page.wait_for(f"{picture}.src.includes('turn=1') && {picture}.naturalWidth > 0")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("area", ["lab", "hall", "odd"])
async def test_it_fits_and_anybody_can_use_it(
    page: Page, house: RunningHub, size: tuple[int, int], area: str
) -> None:
    await page.resize(*size)
    await sign_in(page, house, f"area/{area}")
    await page.wait_for_id(f"area-{area}")
    await asyncio.sleep(0.3)
    await fits(page)
    await has_no_violations(page)
    await page.resize(*size, is_dark=True)
    await asyncio.sleep(0.5)  # colours fade over
    await has_no_violations(page)


async def test_what_is_not_there_does_not_look_off(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/odd")
    card = await page.text("entity-light.gone")
    assert "Unavailable" in card
    assert "Off" not in card
    assert await page.evaluate("find('[data-testid=\"toggle-light.gone\"]').disabled")
    assert "Unknown" in await page.text("entity-sensor.unknown")
    await go_to(page, "area/nowhere")
    assert "no such area" in await page.text("no-area")


async def test_a_device_that_does_not_answer_is_shown_as_not_confirmed(
    page: Page, house: RunningHub
) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    light = "find('[data-testid=\"state-light.plain\"]')"
    await page.wait_for(f"{light} !== null")
    await set_fault(house, "light.plain", "deaf")
    try:
        await page.click("toggle-light.plain")
        await page.wait_for(f"{light}.classList.contains('pending')")
        await page.wait_for(f"{light}.classList.contains('unconfirmed')", within_s=25)
        assert await page.evaluate(f"{light}.dataset.state") == "off"
    finally:
        await set_fault(house, "light.plain", "none")


async def set_fault(house: RunningHub, entity_id: str, fault: str) -> None:
    """Have a virtual device misbehave."""
    await asyncio.to_thread(
        house.remote.request, "POST", "/api/services/mqtt/publish",
        {"topic": f"lares/virtual/{entity_id}/fault", "payload": fault},
    )  # fmt: skip


async def test_all_about_one_thing_its_names_and_why(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    await page.click("more-switch.plug")
    await page.wait_for_id("detail-switch.plug")
    assert "switch.plug" in await page.text("detail-switch.plug")
    await page.click("ask-why")
    assert "Plug is" in await page.text("why-words")
    await page.evaluate("find('[data-testid=entity-name]').value = ''")
    await page.type("entity-name", "Reading lamp")
    await page.type("entity-aliases", "lamp, old plug")
    await page.evaluate("find('[data-testid=entity-area]').value = 'hall'")
    await page.click("entity-save")
    await page.wait_for("textOf(find('lares-detail')).includes('Reading lamp')")
    home = await asyncio.to_thread(house.remote.request, "GET", "/api/lares/home")
    [plug] = [one for one in home["entities"] if one["entity_id"] == "switch.plug"]
    assert (plug["name"], plug["area_id"]) == ("Reading lamp", "hall")
    assert plug["aliases"] == ["lamp", "old plug"]
    await fits(page)
    await has_no_violations(page)
    await page.click("back")
    await page.wait_for_id("area-hall")
    assert "Reading lamp" in await page.text("entity-switch.plug")


async def test_a_change_redraws_its_own_card_and_no_other(page: Page, house: RunningHub) -> None:
    await page.resize(*DESKTOP)
    await sign_in(page, house, "area/lab")
    await page.wait_for_id("entity-light.plain")
    # What concerns the whole page, such as the hub's health, is not of interest here.
    await page.evaluate(
        "import(new URL('store.js', document.baseURI).href).then(({store}) => {"
        " store.changed = () => {};"
        " globalThis.redrawn = new Set();"
        " for (const card of findAll('[data-testid^=entity-]', find('lares-area').shadowRoot)) {"
        "   const own = card.requestUpdate.bind(card);"
        "   card.requestUpdate = (...given) => {"
        "     redrawn.add(card.dataset.testid); own(...given); };"
        " } })"
    )
    light = {"entity_id": "light.plain"}
    await asyncio.to_thread(house.remote.request, "POST", "/api/services/light/toggle", light)
    await page.wait_for("redrawn.has('entity-light.plain')")
    assert not await page.evaluate("redrawn.has('entity-light.full')")
    assert not await page.evaluate("redrawn.has('entity-select.house_mode')")


async def test_a_thermostat_for_heat_and_cold_has_two_handles(
    page: Page, house: RunningHub
) -> None:
    reports = {
        "state": "heat_cool",
        "attributes": {
            "hvac_modes": ["off", "heat_cool"], "current_temperature": 22, "min_temp": 10,
            "max_temp": 30, "target_temp_low": 20, "target_temp_high": 24,
        },
    }  # fmt: skip
    await asyncio.to_thread(house.remote.request, "POST", "/api/states/climate.zone", reports)
    await page.resize(*PHONE)
    await sign_in(page, house, "entity/climate.zone")
    low, high = ("dial-climate.zone-low", "dial-climate.zone-high")
    await page.wait_for_id(high)
    await page.click("plus-low-climate.zone")
    await page.wait_for(f"find('[data-testid=\"{low}\"]').ariaValueNow === '20.5'")
    await page.evaluate(f"find('[data-testid=\"{high}\"]').focus()")
    await page.call("Input.dispatchKeyEvent", type="keyDown", key="Home", code="Home")
    # The upper one stops a step above the lower one.
    await page.wait_for(f"find('[data-testid=\"{high}\"]').ariaValueNow === '21'")
    await has_no_violations(page)
