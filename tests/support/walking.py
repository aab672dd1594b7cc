"""Walks the page's controls as a person does, and waits for what the hub then knows."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.support.browser import Page
from tests.support.page_scripts import AXE, axe_itself
from tests.support.running_hub import RunningHub

REPORT_S = 15.0
POLL_S = 0.1
TOAST_GONE_S = 15.0
PHONE = (390, 844)
DESKTOP = (1400, 900)


async def sign_in(page: Page, hub: RunningHub, place: str = "") -> None:
    """Open the page as the owner, at a place such as "area/lab"."""
    await page.open(f"{hub.url}/#token={hub.token}")
    await page.wait_for("find('[data-testid=connection]')?.dataset.state === 'good'")
    if place:
        await go_to(page, place)


async def go_to(page: Page, place: str) -> None:
    """Go to another place of the page."""
    await page.evaluate(f"location.hash = {json.dumps('#/' + place)}")


async def slide(page: Page, testid: str, value: float) -> None:
    """Move a slider and let go."""
    await page.wait_for_id(testid)
    await page.evaluate(
        f"(() => {{ const e = find('[data-testid={json.dumps(testid)}]'); e.value = {value};"
        " e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); })()"
    )


async def choose(page: Page, testid: str, option: str) -> None:
    """Take one of several, which stand as buttons or in a list."""
    await page.wait_for_id(testid)
    await page.evaluate(
        f"(() => {{ const e = find('[data-testid={json.dumps(testid)}]');"
        f" const o = {json.dumps(option)};"
        " if (e.localName === 'select') { e.value = o; e.dispatchEvent(new Event('change')); }"
        ' else e.querySelector(`[data-option="${o}"]`).click(); })()'
    )  # fmt: skip


async def reported(
    hub: RunningHub, entity_id: str, is_so: Callable[[dict[str, Any]], bool], what: str
) -> None:
    """Wait until the hub knows an entity to be as wanted."""
    found: dict[str, Any] = {}
    try:
        async with asyncio.timeout(REPORT_S):
            while True:
                found = await asyncio.to_thread(hub.state, entity_id)
                if is_so(found):
                    return
                await asyncio.sleep(POLL_S)
    except TimeoutError:
        raise AssertionError(f"{what}: {entity_id} is {json.dumps(found)[:500]}") from None


async def has_no_violations(page: Page) -> None:
    """Check the page with axe, the accessibility checker."""
    await page.wait_for("!find('[data-testid=toast]')", TOAST_GONE_S)  # it comes and goes
    await page.evaluate(f"{axe_itself()}; 0")
    found = await page.evaluate(f"({AXE})()")
    assert found == [], "\n".join(found)


async def fits(page: Page) -> None:
    """Check that nothing sticks out to the side, and that fingers hit what they want."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(
        "(() => { const m = find('main'); return m.scrollWidth <= m.clientWidth; })()"
    )
    small = await page.evaluate(
        "findAll('main button, main a, main select', document).filter((e) => e.offsetParent)"
        ".map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])"
        ".filter(([r]) => r.height > 0 && r.height < 40 && r.width < 40).map(([, html]) => html)"
    )
    assert small == [], "\n".join(small)
